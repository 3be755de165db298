"""python -m extract.relations GOLD… --texts TEXTS… [-o data/model/relations.crfsuite.xz] [--leave-one-out]: training of the links alone, on
annotated mentions. Like pipeline.py it calls the stages before it."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from extract.clean import clean
from extract.relations.held_out import table
from extract.relations.train import Annotated, annotated, train
from extract.structure import structure


def read(gold: Path, texts: Path) -> Iterator[Annotated]:
    """The annotated papers of a folder, by name."""
    for path in sorted(gold.glob("*.gold.json")):
        name = path.name.removesuffix(".gold.json")
        data = json.loads(path.read_text("utf-8"))
        text = clean((texts / f"{name}.txt").read_bytes().decode("utf-8"))
        yield annotated(name, data, text, structure(text))


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition(":")[0])
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--texts", nargs="+", type=Path, required=True)
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--leave-one-out", action="store_true")
    options = parser.parse_args()
    papers = [p for gold, texts in zip(options.gold, options.texts, strict=True) for p in read(gold, texts)]
    if options.output:
        print(f"{train(papers, options.output)} examples of {len(papers)} papers → {options.output}")
    if options.leave_one_out:
        print(table(papers))


if __name__ == "__main__":
    main()
