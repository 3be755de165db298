"""python -m extract.train --gold DIR… --texts DIR… [--leave-one-out]: what learns is trained on annotated papers, or measured on them.

`--gold` and `--texts` are folders in the same order: NAME.gold.json and NAME.txt. Without `--leave-one-out` both models (names, links) are
trained on all papers and written into `--output`. With it, each paper is read by a model that never saw it, and the table shows the
finders alone against finders and model. Like pipeline.py this module calls the stages.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from extract.clean import clean
from extract.evaluate import figures
from extract.mentions import candidates, find_mentions, learned, paragraphs
from extract.model import ENTITY_TYPES, Mention
from extract.relations import held_out
from extract.relations.train import Annotated, annotated
from extract.relations.train import train as train_links
from extract.scoring import Score, score_paper
from extract.structure import structure

MEASURES = ("core exact", "all exact", *(f"{t} exact" for t in ENTITY_TYPES))


@dataclass(frozen=True)
class Paper:
    """An annotated paper, the folder it came from, and what it teaches of names."""

    folder: Path
    marked: Annotated
    examples: learned.Examples


def read(gold: Path, texts: Path) -> Iterator[Paper]:
    """The annotated papers of a folder, by name."""
    for path in sorted(gold.glob("*.gold.json")):
        name = path.name.removesuffix(".gold.json")
        text = clean((texts / f"{name}.txt").read_bytes().decode("utf-8-sig"))
        marked = annotated(name, json.loads(path.read_text("utf-8")), text, structure(text))
        pieces = list(paragraphs(text.text))
        yield Paper(gold, marked, learned.examples(text.text, pieces, candidates(text.text), marked.mentions, marked.optional))


def leave_one_out(papers: list[Paper], left_out: list[Paper]) -> str:
    """The table of mentions: finders alone against finders and model, each paper of `left_out` read by a model of all the others."""
    ruled, both = Score(), Score()
    for paper in left_out:
        with tempfile.TemporaryDirectory() as folder:
            learned.train((p.examples for p in papers if p is not paper), Path(folder))
            model = learned.load(Path(folder))
            marked = paper.marked
            ruled.add(score_paper(marked.gold, _system(marked, find_mentions(marked.clean, marked.structure, None))))
            both.add(score_paper(marked.gold, _system(marked, find_mentions(marked.clean, marked.structure, model))))
    lines = [f"{'mentions, F1':18} rules   rules+learned   ({len(left_out)} papers)"]
    before, after = figures(ruled), figures(both)
    lines += [f"{m:18} {before[f'mentions {m}']:.4f}  {after[f'mentions {m}']:.4f}" for m in MEASURES]
    return "\n".join(lines)


def _system(marked: Annotated, mentions: list[Mention]) -> dict[str, object]:
    rows = []
    for m in mentions:
        start, end = marked.clean.to_source(m.start, m.end)
        rows.append({"start": start, "end": end, "text": m.text, "type": m.type, "entity": m.text})
    return {"mentions": rows, "entities": [], "links": []}


def main(argv: list[str] | None = None) -> int:
    """The command line; 0 done, 2 the folders hold no annotated paper or do not pair."""
    parser = argparse.ArgumentParser(prog="python -m extract.train", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--gold", nargs="+", type=Path, required=True, help="folders of NAME.gold.json")
    parser.add_argument("--texts", nargs="+", type=Path, required=True, help="folders of NAME.txt, in the same order")
    parser.add_argument("--output", type=Path, default=learned.FOLDER, help="where the models go (data/model)")
    parser.add_argument("--leave-one-out", action="store_true", help="measure instead of training")
    parser.add_argument("--left-out", nargs="+", type=Path, help="the gold folders whose papers are left out in turn (all); the others always train")
    options = parser.parse_args(argv)
    if len(options.gold) != len(options.texts):
        print("--gold and --texts: give as many folders of texts as of gold, in the same order", file=sys.stderr)
        return 2
    papers = [p for gold, texts in zip(options.gold, options.texts, strict=True) for p in read(gold, texts)]
    if not papers:
        print("no NAME.gold.json in the folders of --gold", file=sys.stderr)
        return 2
    if options.leave_one_out:
        print(leave_one_out(papers, [p for p in papers if p.folder in (options.left_out or options.gold)]))
        print(held_out.table([p.marked for p in papers]))
        return 0
    learned.train((p.examples for p in papers), options.output)
    known = train_links([p.marked for p in papers], options.output / "relations.crfsuite")
    print(f"names: {len(papers)} papers; links: {known} examples → {options.output}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
