"""Annotating names in a table instead of in the text: `python -m extract.marks TEXTS MARKS OUT [NAME…]` makes OUT/NAME.gold.json of MARKS/NAME.tsv.

A row is `TYPE<TAB>surface<TAB>context`: the type of the annotation guidelines, with `?` behind it where the mark is optional; the surface text, character for
character; and, where not every occurrence is meant, a piece of the text that holds the surface, with the place in ⟦⟧ where one is meant of several. Without a
context every occurrence is marked that does not lie inside a longer mark of the same type. A line end of the text is written `\\n`. `#` begins a comment.
Such an annotation has mentions: no canonical names, no header. NAME.links.tsv beside it may tell links, a row each: `FROM<TAB>relation<TAB>surface`, with `?` behind
a relation that readers could dispute; NAME.standing.tsv the tier and standing of names: `TYPE<TAB>surface<TAB>tier<TAB>standing`, with `?` likewise.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.model import INVOLVES, RESPONDS, STANDINGS, TIERS, UNDERTAKES

OPEN, CLOSE = "⟦⟧"
TYPES = ("DOC", "MEETING", "PROGRAMME", "ORG", "DOCTRINE", "STRATEGY")


@dataclass(frozen=True)
class Row:
    """A row of the table and the number of its line."""

    line: int
    type: str
    optional: bool
    surface: str
    context: str


def rows(table: str) -> Iterator[Row]:
    """The rows of a table. `list(rows("ORG?\\t市委"))[0].optional` is True; ValueError names the line of a row that is none."""
    for number, line in enumerate(table.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        kind, *cells = [c.strip().replace("\\n", "\n") for c in line.split("\t")]
        if kind.rstrip("?") not in TYPES or not cells or not cells[0]:
            raise ValueError(f"line {number}: not TYPE<TAB>surface[<TAB>context]: {line!r}")
        yield Row(number, kind.rstrip("?"), kind.endswith("?"), cells[0], cells[1] if len(cells) > 1 else "")


def places(text: str, row: Row) -> list[tuple[int, int]]:
    """Where a row's surface stands; only inside its context where it has one."""
    found = [(i, i + len(row.surface)) for i in _every(text, row.surface)]
    if not row.context:
        return found
    before, told, _ = row.context.partition(OPEN)
    if told:  # the very place
        context = row.context.replace(OPEN, "").replace(CLOSE, "")
        return [(i + len(before), i + len(before) + len(row.surface)) for i in _every(text, context)]
    around = [(i, i + len(row.context)) for i in _every(text, row.context)]
    return [(a, b) for a, b in found if any(x <= a and b <= y for x, y in around)]


def _every(text: str, piece: str) -> Iterator[int]:
    at = text.find(piece)
    while at >= 0:
        yield at
        at = text.find(piece, at + 1)


def marked(text: str, table: str) -> tuple[list[dict[str, Any]], list[str]]:
    """The mentions of a table, sorted, and what is wrong with it."""
    chosen: dict[tuple[int, int, str], bool] = {}
    faults, bound = [], set()
    for row in rows(table):
        found = places(text, row)
        if not found:
            faults.append(f"line {row.line}: not in the text: {row.surface}" + (f" (within: {row.context})" if row.context else ""))
        for start, end in found:
            if row.context or (start, end, row.type) not in chosen:
                chosen[(start, end, row.type)] = row.optional
            if row.context:
                bound.add((start, end, row.type))
    spans = sorted(chosen)
    kept = [s for s in spans if s in bound or not any(o != s and o[2] == s[2] and o[0] <= s[0] and s[1] <= o[1] for o in spans)]
    faults += [f"crossing: {text[a:b]} × {text[c:d]}" for a, b, _ in kept for c, d, _ in kept if a < c < b < d]
    return [{"type": t, "optional": chosen[(a, b, t)], "entity": text[a:b], "start": a, "end": b, "text": text[a:b]} for a, b, t in kept], faults


def links(table: str) -> list[dict[str, Any]]:
    """The links of a table. `links("3\tserves?\t乡村振兴")[0]["optional"]` is True; ValueError names the line of a row that is none."""
    found = []
    for number, line in enumerate(table.splitlines(), 1):
        cells = line.split("\t")
        if len(cells) != 3 or cells[1].rstrip("?") not in RESPONDS | UNDERTAKES | INVOLVES:
            raise ValueError(f"line {number}: not FROM<TAB>relation<TAB>surface: {line!r}")
        source, relation, surface = cells
        found.append({"from": source, "relation": relation.rstrip("?"), "entity": surface.replace("\\n", "\n"), "optional": relation.endswith("?")})
    return found


def standings(table: str) -> list[dict[str, Any]]:
    """The tier and standing of names. `standings("PROGRAMME\t随申办\tprovincial\tgovernment?")[0]["optional"]` is True; ValueError names the line of a row that is none."""
    found = []
    for number, line in enumerate(table.splitlines(), 1):
        cells = line.split("\t")
        if len(cells) != 4 or cells[2] not in (*TIERS, "-") or cells[3].rstrip("?") not in STANDINGS:
            raise ValueError(f"line {number}: not TYPE<TAB>surface<TAB>tier<TAB>standing: {line!r}")
        kind, surface, tier, standing = cells
        found.append({"type": kind, "entity": surface.replace("\\n", "\n"), "tier": tier, "standing": standing.rstrip("?"), "optional": standing.endswith("?")})
    return found


def table(text: str, mentions: Iterable[Mapping[str, Any]]) -> str:
    """The table of mentions (`start`, `end`, `type`, `optional`): a row a surface where all its places are marked, else a row a place with as much of
    the text around it as tells it from others. `marked(text, table(text, mentions))` gives the mentions back.
    """
    given = sorted((int(m["start"]), int(m["end"]), str(m["type"]), bool(m.get("optional"))) for m in mentions)
    wanted = {(a, b, kind): doubt for a, b, kind, doubt in given}
    told_apart: set[tuple[str, str]] = set()  # of these each place has its row
    while True:
        lines = {_written(kind, doubt, text[a:b], _telling(text, a, b) if (kind, text[a:b]) in told_apart else "") for a, b, kind, doubt in given}
        written = "".join(sorted(lines))
        got = {(m["start"], m["end"], m["type"]): m["optional"] for m in marked(text, written)[0]}
        wrong = {(key[2], text[key[0]:key[1]]) for key in {*wanted, *got} if wanted.get(key) != got.get(key)} - told_apart
        if not wrong:
            return written
        told_apart |= wrong


def _written(kind: str, doubt: bool, surface: str, context: str = "") -> str:
    cells = [kind + "?" * doubt, surface, *([context] if context else [])]
    return "\t".join(c.replace("\n", "\\n") for c in cells) + "\n"


def _telling(text: str, start: int, end: int) -> str:
    """The least text around a place that occurs but once and neither begins nor ends in a blank, with the place in ⟦⟧; to one side where that is enough."""
    for more in range(1, len(text)):
        for a, b in ((start, end + more), (start - more, end), (start - more, end + more)):
            a, b = max(a, 0), min(b, len(text))
            if (a, b) == (0, len(text)) or (text.count(text[a:b]) == 1 and text[a:b] == text[a:b].strip()):
                return f"{text[a:start]}{OPEN}{text[start:end]}{CLOSE}{text[end:b]}"
    return f"{OPEN}{text[start:end]}{CLOSE}"


def main(texts: Path, marks: Path, out: Path, names: list[str]) -> int:
    """Writes the annotations and prints what is wrong; 1 where something is."""
    out.mkdir(parents=True, exist_ok=True)
    wrong = 0
    for path in sorted(marks.glob("*.tsv")):
        if names and path.stem not in names:
            continue
        text = (texts / f"{path.stem}.txt").read_bytes().decode("utf-8")
        try:
            mentions, faults = marked(text, path.read_text("utf-8"))
        except ValueError as fault:
            mentions, faults = [], [str(fault)]
        for told in faults:
            print(f"{path.name}: {told}", file=sys.stderr)
        wrong += bool(faults)
        counts = {t: sum(m["type"] == t for m in mentions) for t in TYPES}
        print(path.stem, *(f"{t} {n}" for t, n in counts.items()))
        (out / f"{path.stem}.gold.json").write_text(json.dumps({"mentions": mentions}, ensure_ascii=False, separators=(",", ":")), "utf-8")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4:]))
