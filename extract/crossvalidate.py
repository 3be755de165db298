"""python -m extract.crossvalidate --gold DIR… --texts DIR… [--folds N] [--rules]: the whole pipeline on papers that its models never saw.

The papers are dealt into N folds by name; those of a fold are read by models trained on all other papers (N as large as the number of papers
is leave-one-out). `--models DIR` reads them by models trained elsewhere on other papers, `--rules` without any model. Prints the report of extract.evaluate, a line a paper, and the calibration of links.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from extract.authority import learned as standing
from extract.evaluate import figures, format_report
from extract.mentions import learned as names
from extract.model import RawDocument
from extract.pipeline import extract
from extract.relations import learned as links
from extract.scoring import Score, norm, score_paper
from extract.standoff import to_dict
from extract.train import Paper, read, train

BINS = 10


Judged = list[tuple[float, bool]]


def cross_validate(papers: Sequence[Paper], folders: dict[Path, Path], folds: int, rules: bool = False, always: Sequence[Paper] = (), jobs: int = 1) -> tuple[dict[str, Score], Judged]:
    """The score of each paper, and (confidence, right) of every link that was judged; `always` train in every fold and are never read."""
    dealt = [(left, [p for p in papers if p not in left], rules) for left in (papers[fold::folds] for fold in range(folds)) if left]
    read_by = partial(_fold, folders=folders, always=always)
    with ProcessPoolExecutor(jobs) as pool:
        told = list(pool.map(read_by, dealt))
    return {name: score for each, _ in told for name, score in each.items()}, [row for _, judged in told for row in judged]


def _fold(dealt: tuple[Sequence[Paper], Sequence[Paper], bool], folders: dict[Path, Path], always: Sequence[Paper]) -> tuple[dict[str, Score], Judged]:
    left, others, rules = dealt
    with tempfile.TemporaryDirectory() as folder:
        return scored(left, folders, (None, None, None) if rules else _trained([*others, *always], Path(folder)))


def scored(papers: Sequence[Paper], folders: dict[Path, Path], models: tuple[Any, Any, Any]) -> tuple[dict[str, Score], Judged]:
    """The score of each paper as the models (names, links, standing; None for rules alone) read it, and (confidence, right) of every link that was judged."""
    each, judged = {}, []
    for paper in papers:
        text = (folders[paper.folder] / f"{paper.marked.name}.txt").read_bytes().decode("utf-8-sig")
        system = to_dict(extract(RawDocument(text, f"{paper.marked.name}.txt", ""), names=models[0], links=models[1], standing=models[2]))
        each[paper.marked.name] = score_paper(paper.marked.gold, system)
        judged += _judged(paper.marked.gold, system)
    return each, judged


def _trained(papers: Sequence[Paper], folder: Path) -> tuple[Any, Any, Any]:
    train(papers, folder)
    return _models(folder)


def _models(folder: Path) -> tuple[Any, Any, Any]:
    return names.load(folder), links.load(folder / links.MODEL.name), standing.load(folder)


def _judged(gold: dict[str, Any], system: dict[str, Any]) -> Judged:
    """Confidence of each link whose entity the gold names the same way, and whether the gold has that link."""
    have = {(g["from"], r, norm(g["entity"])) for g in gold["links"] for r in [g["relation"], *(g.get("alt_relations") or [])]}
    known = {norm(m["entity"]) for m in gold["mentions"]}
    label = {e["id"]: norm(e["label"]) for e in system["entities"]}
    return [(row["confidence"], (row["from"], row["relation"], label[row["entity"]]) in have)
            for row in system["links"] if label[row["entity"]] in known and row["relation"] not in ("issued_by", "approved_by", "addressed_to")]


def calibration_error(judged: Sequence[tuple[float, bool]]) -> float:
    """Expected calibration error over ten bins of equal width (Guo et al. 2017)."""
    error = 0.0
    for k in range(BINS):
        inside = [(c, right) for c, right in judged if k / BINS <= c < (k + 1) / BINS or (k == BINS - 1 and c == 1.0)]
        if inside:
            error += abs(sum(c for c, _ in inside) - sum(right for _, right in inside))
    return error / max(len(judged), 1)


def main(argv: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m extract.crossvalidate", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--gold", nargs="+", type=Path, required=True)
    parser.add_argument("--texts", nargs="+", type=Path, required=True)
    parser.add_argument("--folds", type=int, default=7)
    parser.add_argument("--always", nargs=2, type=Path, action="append", default=[], metavar=("GOLD", "TEXTS"), help="folders whose papers train in every fold and are not read")
    parser.add_argument("--jobs", type=int, default=2, help="processes (2)")
    parser.add_argument("--models", type=Path, help="no folds: read by the models of this folder, which must have been trained on other papers")
    parser.add_argument("--rules", action="store_true", help="no models")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args(argv)
    papers = [p for gold, texts in zip(args.gold, args.texts, strict=True) for p in read(gold, texts)]
    always = [p for gold, texts in args.always for p in read(gold, texts)]
    folders = dict(zip(args.gold, args.texts, strict=True))
    each, judged = scored(papers, folders, _models(args.models)) if args.models else cross_validate(papers, folders, args.folds, args.rules, always, args.jobs)
    total = Score()
    for score in each.values():
        total.add(score)
    if args.errors:
        for name, score in each.items():
            print("==", name, *score.errors, sep="\n   ")
    print(format_report(total))
    print(f"calibration of links: expected error {calibration_error(judged):.3f} over {len(judged)} links")
    for name, score in sorted(each.items()):
        f = figures(score)
        print(f"   {name:48} core {f['mentions core exact']:.3f} all {f['mentions all exact']:.3f} names {f['names']:.3f} typed {f['links typed']:.3f} responds {f['links responds']:.3f}")
    if args.json:
        args.json.write_text(json.dumps(figures(total), indent=1), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
