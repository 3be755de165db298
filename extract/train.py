"""python -m extract.train --gold DIR… --texts DIR… [--leave-one-out | --standing]: what learns is trained on annotated papers, or measured on them.

`--gold` and `--texts` are folders in the same order, the one whose marks are to be followed first: NAME.gold.json (or NAME.tsv, marks.py) and NAME.txt. Without `--leave-one-out` the models (names, links, standing) are
trained on all papers and written into `--output`. With it, each paper is read by a model that never saw it, and the table shows the
finders alone against finders and model. An annotation without links teaches names only. Like pipeline.py this module calls the stages.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from extract.authority import cases
from extract.authority import held_out as standing_held_out
from extract.authority import train as standing
from extract.authority.train import Taught
from extract.clean import clean
from extract.crf import Tagger
from extract.evaluate import figures
from extract.marks import links, standings
from extract.marks import marked as marked_by
from extract.mentions import candidates, find_mentions, learned, paragraphs, ranking, segments, spans
from extract.model import ENTITY_TYPES, Mention, Span
from extract.relations import held_out, relate
from extract.relations.learned import MODEL as LINKS
from extract.relations.learned import load as load_links
from extract.relations.train import Annotated, annotated
from extract.relations.train import train as train_links
from extract.resolve import resolve
from extract.scoring import Score, score_paper
from extract.structure import structure
from extract.swap import swap_names

MEASURES = ("core exact", "all exact", *(f"{t} exact" for t in ENTITY_TYPES))
SOURCES = "texts"  # texts.tsv tells where the texts of the annotations come from
COPIES = 3  # with invented names, of each paper of --swapped
GROUPS = 3  # the taggers that propose spans of a training paper never saw it: they were trained on the other groups


@dataclass(frozen=True)
class Paper:
    """An annotated paper, the folder it came from, its paragraphs and what the finders propose in it."""

    folder: Path
    marked: Annotated
    pieces: tuple[Span, ...]
    found: tuple[Mention, ...]
    has_links: bool
    exact: bool  # by the guidelines to the letter, not by table

    def examples(self) -> learned.Examples:
        """What the paper teaches the taggers."""
        return learned.examples(self.marked.clean.text, self.pieces, self.found, self.marked.mentions, self.marked.optional)


def read(gold: Path, texts: Path) -> Iterator[Paper]:
    """The annotated papers of a folder, by name: NAME.gold.json, or NAME.tsv (marks.py). ValueError names what is wrong with a table."""
    for path in sorted([*gold.glob("*.gold.json"), *gold.glob("*.tsv")]):
        name = path.name.removesuffix(".gold.json").removesuffix(".tsv")
        if name == SOURCES or name.endswith((".links", ".standing")):
            continue
        source = (texts / f"{name}.txt").read_bytes().decode("utf-8-sig")
        told = _marks(path, source) if path.suffix == ".tsv" else json.loads(path.read_text("utf-8"))
        yield _paper(gold, name, source, told, exact=path.suffix == ".json")


def swapped(gold: Path, texts: Path) -> Iterator[Paper]:
    """The papers of a folder with invented names (swap.py, other seeds than its own): what surrounds a name teaches, the name itself does not."""
    for path in sorted(gold.glob("*.gold.json")):
        name = path.name.removesuffix(".gold.json")
        source = (texts / f"{name}.txt").read_bytes().decode("utf-8-sig")
        for seed in range(1, COPIES + 1):
            text, told = swap_names(source, json.loads(path.read_text("utf-8")), seed)
            yield _paper(gold, f"{name} swapped {seed}", text, {**told, "standing": []}, exact=True)


def _paper(folder: Path, name: str, source: str, told: dict[str, Any], exact: bool) -> Paper:
    text = clean(source)
    marked = annotated(name, {"links": [], "meta": {}} | told, text, structure(text))
    return Paper(folder, marked, tuple(paragraphs(text.text)), tuple(candidates(text.text)), "links" in told, exact)


def _marks(path: Path, source: str) -> dict[str, Any]:
    mentions, faults = marked_by(source, path.read_text("utf-8"))
    if faults:
        raise ValueError(f"{path}: {'; '.join(faults)}")
    tables = {"links": (".links.tsv", links), "standing": (".standing.tsv", standings)}
    beside = {key: (path.with_suffix(suffix), read) for key, (suffix, read) in tables.items()}
    return {"mentions": mentions} | {key: read(file.read_text("utf-8")) for key, (file, read) in beside.items() if file.is_file()}


def train_names(papers: Sequence[Paper], folder: Path, jobs: int = 1) -> None:
    """Trains the taggers and what decides between their spans, and writes them into the folder; `jobs` processes."""
    heads = ranking.head_ends(m for p in papers for m in p.marked.mentions)
    of_group = partial(_taught, papers, heads)
    groups = range(min(GROUPS, len(papers)))
    with ProcessPoolExecutor(jobs) as pool:
        told = pool.map(of_group, groups) if jobs > 1 else map(of_group, groups)
        whole = pool.submit(_train_taggers, papers, folder) if jobs > 1 else None
        taught = [example for group in told for example in group]
        if whole is None:
            _train_taggers(papers, folder)
        else:
            whole.result()
    ranking.train(taught, heads, folder)


def _train_taggers(papers: Sequence[Paper], folder: Path) -> None:
    learned.train((p.examples() for p in papers), folder)


def _taught(papers: Sequence[Paper], heads: frozenset[str], group: int) -> list[ranking.Example]:
    """What the papers of a group teach the ranking: spans by taggers that never saw them."""
    with tempfile.TemporaryDirectory() as scratch:
        _train_taggers([p for i, p in enumerate(papers) if i % GROUPS != group], Path(scratch))
        taggers = learned.load(Path(scratch))
        taught, readers = [], list(dict.fromkeys(p.folder for p in papers))
        for p in papers[group::GROUPS]:
            text = p.marked.clean.text
            proposed = learned.propose(text, p.pieces, p.found, taggers) if taggers else []
            split = segments.words(text)
            everything = spans.candidates(text, proposed, p.found, spans.phrases(split, heads).spans())
            taught += ranking.examples(text, split, everything, p.marked.mentions, p.marked.optional, group, readers.index(p.folder))
    return taught


def train(papers: Sequence[Paper], folder: Path, jobs: int = 1) -> int:
    """Trains all that learns; the number of links that it learnt from."""
    train_names(papers, folder, jobs)
    known = train_links([p.marked for p in papers if p.has_links], folder / LINKS.name)
    train_standing(papers, folder)
    return known


def train_standing(papers: Sequence[Paper], folder: Path) -> None:
    """Trains the model of standing on the papers that tell it; their links are read by the model of the folder."""
    links = load_links(folder / LINKS.name)
    standing.train([t for p in papers for t in _judged(p.marked, links, p.exact)], folder)


def _judged(paper: Annotated, links: Tagger | None, exact: bool) -> list[Taught]:
    """What a paper teaches: its names resolved and judged by the rules from the annotated mentions; what is optional, unknown or in a central paper teaches nothing."""
    rows = {(row.get("type", ""), row["entity"]): row for row in paper.gold.get("standing", []) if not row.get("optional") and row.get("tier") and row["standing"] != "unknown"}
    if not rows:
        return []
    found = resolve(paper.clean, paper.structure, [replace(m, entity="", rule="annotated") for m in paper.mentions])
    if found.speaker.tier == "central":
        return []
    at = {(m.start, m.end, m.type): m.entity for m in found.mentions}
    named: dict[str, dict[str, Any]] = {}
    for m in paper.mentions:
        row = rows.get((m.type, m.entity.partition("/")[2])) or rows.get(("", m.entity.partition("/")[2]))
        if row:
            named.setdefault(at[m.start, m.end, m.type], row)
    said = relate(paper.clean, paper.structure, found.mentions, found.entities, tagger=links)
    known = cases(paper.clean.text, found.header, found.speaker, found.entities, found.mentions, said)
    return [Taught(paper.name, case, named[case.entity.id]["tier"], named[case.entity.id]["standing"], exact) for case in known if case.entity.id in named]


def leave_one_out(papers: list[Paper], left_out: list[Paper], jobs: int = 1) -> str:
    """The table of mentions: finders alone against finders and model, each paper of `left_out` read by a model of all the others. Minutes a paper."""
    ruled, both = Score(), Score()
    with ProcessPoolExecutor(jobs) as pool:
        for before, after in pool.map(partial(_left_out, papers), left_out):
            ruled.add(before)
            both.add(after)
    lines = [f"{'mentions, F1':18} rules   rules+learned   ({len(left_out)} papers)"]
    alone, helped = figures(ruled), figures(both)
    lines += [f"{m:18} {alone[f'mentions {m}']:.4f}  {helped[f'mentions {m}']:.4f}" for m in MEASURES]
    return "\n".join(lines)


def _left_out(papers: list[Paper], paper: Paper) -> tuple[Score, Score]:
    marked = paper.marked
    with tempfile.TemporaryDirectory() as folder:
        train_names([p for p in papers if p.marked.name != marked.name], Path(folder))
        model = learned.load(Path(folder))
    scored = [score_paper(marked.gold, _system(marked, find_mentions(marked.clean, marked.structure, m))) for m in (None, model)]
    return scored[0], scored[1]


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
    parser.add_argument("--swapped", nargs=2, type=Path, metavar=("GOLD", "TEXTS"), help="papers that train with invented names too")
    parser.add_argument("--output", type=Path, default=learned.FOLDER, help="where the models go (data/model)")
    parser.add_argument("--leave-one-out", action="store_true", help="measure instead of training")
    parser.add_argument("--standing", action="store_true", help="measure the model of standing only, in six folds, from annotated names")
    parser.add_argument("--left-out", nargs="+", type=Path, help="the gold folders whose papers are left out in turn (all); the others always train")
    parser.add_argument("--jobs", type=int, default=2, help="processes (2)")
    options = parser.parse_args(argv)
    if len(options.gold) != len(options.texts):
        print("--gold and --texts: give as many folders of texts as of gold, in the same order", file=sys.stderr)
        return 2
    papers = [p for gold, texts in zip(options.gold, options.texts, strict=True) for p in read(gold, texts)]
    papers += swapped(*options.swapped) if options.swapped else []
    if len(papers) < 2:
        print("--gold: training takes two annotated papers or more (NAME.gold.json, NAME.tsv); give more folders, or --swapped", file=sys.stderr)
        return 2
    if options.standing:
        print(standing_held_out.table([_judged(p.marked, load_links(), p.exact) for p in papers]))
        return 0
    if options.leave_one_out:
        print(leave_one_out(papers, [p for p in papers if p.folder in (options.left_out or options.gold)], options.jobs))
        print(held_out.table([p.marked for p in papers if p.has_links]))
        return 0
    known = train(papers, options.output, options.jobs)
    print(f"names: {len(papers)} papers; links: {known} examples → {options.output}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
