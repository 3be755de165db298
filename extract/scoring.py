"""The measure: one paper's stand-off JSON against its annotation.

Mentions count by type and span (exact, or any overlap); names of the mentions found; links as (item, relation, entity), where a system
entity stands for the gold entity with which it shares most mentions; directives and tiers; header and items. What is optional in the gold
counts neither for nor against, a second reading (`alt_*`) counts as right. The rules are those of the annotation guidelines.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from extract.model import ABOVE, HEADER_RELATIONS, RESPONDS

KINDS = ("typed", "untyped", "responds", "policy")
HEADER_KEYS = ("title", "document_number", "date", "issuer")
Row = dict[str, Any]


@dataclass(slots=True)
class Tally:
    """Right, spurious, missed of one measure."""

    right: int = 0
    spurious: int = 0
    missed: int = 0

    def add(self, other: Tally) -> None:
        """Micro-average: the counts add up."""
        self.right += other.right
        self.spurious += other.spurious
        self.missed += other.missed

    @property
    def prf(self) -> tuple[float, float, float]:
        """Precision, recall and their harmonic mean; 0 where nothing is there."""
        p = self.right / (self.right + self.spurious) if self.right + self.spurious else 0.0
        r = self.right / (self.right + self.missed) if self.right + self.missed else 0.0
        return p, r, 2 * p * r / (p + r) if p + r else 0.0


@dataclass(slots=True)
class Score:
    """The tallies of one paper or of many, by measure name, and what went wrong in words."""

    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    errors: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Takes the other's counts and errors in."""
        for name, tally in other.tallies.items():
            self.tallies[name].add(tally)
        self.errors += other.errors

    def found(self, name: str, good: bool, error: str = "") -> None:
        """One gold thing that was met or missed."""
        self.tallies[name].right += good
        self.tallies[name].missed += not good
        if error and not good:
            self.errors.append(error)

    def spurious(self, name: str, error: str = "") -> None:
        """One system thing that the gold does not have."""
        self.tallies[name].spurious += 1
        if error:
            self.errors.append(error)


def norm(name: object) -> str:
    """The name without what does not distinguish: width, case, quotes, brackets, dashes, spaces.

    >>> norm("“青马工程”") == norm("青马工程")
    True
    """
    return re.sub(r"[\s“”\"《》〈〉‘’·•()\[\]〔〕、,\-—–－~～]", "", unicodedata.normalize("NFKC", str(name))).lower()


def _optional(row: Row) -> bool:
    return bool(row.get("optional", False))


def _types(gold: Row) -> set[str]:
    return {gold["type"], gold.get("alt_type") or gold["type"]}


def _overlap(gold: Row, system: Row) -> float:
    """Intersection over union of the spans, for the better of gold's readings."""
    readings = [(gold["start"], gold["end"])] + ([tuple(gold["alt_span"])] if gold.get("alt_span") else [])
    best = 0.0
    for start, end in readings:
        common = min(end, system["end"]) - max(start, system["start"])
        if common > 0:
            best = max(best, common / (max(end, system["end"]) - min(start, system["start"])))
    return best


def pair(gold: list[Row], system: list[Row], *, exact: bool, typed: bool = True) -> list[tuple[int, int]]:
    """(gold, system) indices of the same mention: best overlap first, firm before optional, each at most once."""
    candidates = []
    for i, g in enumerate(gold):
        for j, s in enumerate(system):
            if typed and s["type"] not in _types(g):
                continue
            overlap = _overlap(g, s)
            if overlap == 1 or (overlap > 0 and not exact):
                candidates.append((-overlap, _optional(g), i, j))
    pairs: list[tuple[int, int]] = []
    seen_gold: set[int] = set()
    seen_system: set[int] = set()
    for _, _, i, j in sorted(candidates):
        if i not in seen_gold and j not in seen_system:
            pairs.append((i, j))
            seen_gold.add(i)
            seen_system.add(j)
    return pairs


def _mentions(gold: list[Row], system: list[Row], score: Score) -> None:
    for how in ("exact", "overlap"):
        pairs = pair(gold, system, exact=how == "exact")
        found, used = {i for i, _ in pairs}, {j for _, j in pairs}
        for i, g in enumerate(gold):
            if not _optional(g):
                error = f"missed   {g['type']:9} {g['text']!r}" if how == "exact" else ""
                score.found(f"mentions {how} {g['type']}", i in found, error)
        for j, s in enumerate(system):
            if j not in used and not any(_optional(g) and _overlap(g, s) >= 0.5 for g in gold):
                score.spurious(f"mentions {how} {s['type']}", f"spurious {s['type']:9} {s.get('text')!r}" if how == "exact" else "")


def _align(gold: list[Row], system: list[Row], labels: dict[str, str], score: Score) -> dict[str, str]:
    """System entity id → gold name, by the mentions they share; scores the names on the way."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for i, j in pair(gold, system, exact=False):
        g, s = gold[i], system[j]
        votes[s.get("entity") or ""][norm(g["entity"])] += 1
        if _optional(g):
            continue
        name = labels.get(s.get("entity") or "", s.get("entity") or s.get("text") or "")
        good = norm(name) in {norm(g["entity"]), norm(g.get("alt_entity") or g["entity"])}
        score.found("names", good, f"name     {name!r} for {g['entity']!r}")
    return {entity: min(c, key=lambda n: (-c[n], n)) for entity, c in votes.items()}


def _relations(link: Row) -> set[str]:
    return {link["relation"], *(link.get("alt_relations") or [])}


def _links(gold: Row, system_links: list[Row], entity_of: dict[str, str], score: Score) -> None:
    firm = {norm(m["entity"]) for m in gold["mentions"] if not _optional(m)}
    spared = {norm(m["entity"]) for m in gold["mentions"] if _optional(m)} - firm
    links = [link for link in gold["links"] if link["relation"] not in HEADER_RELATIONS]
    links.sort(key=lambda g: (_optional(g), len(g.get("alt_relations") or []), g["from"], g["relation"], norm(g["entity"])))
    ours = sorted({(str(s["from"]), s["relation"], entity_of.get(s["entity"], f"?{s['entity']}"))
                   for s in system_links if s["relation"] not in HEADER_RELATIONS})
    for kind in KINDS:
        used = _links_found(links, ours, kind, score)
        _links_spurious(ours, used, spared, kind, score)


def _links_found(links: list[Row], ours: list[tuple[str, str, str]], kind: str, score: Score) -> set[tuple[str, str, str]]:
    used: set[tuple[str, str, str]] = set()
    pairs: set[tuple[str, str]] = set()
    for link in links:
        relations, entity = _relations(link), norm(link["entity"])
        if (kind == "responds" and not relations & RESPONDS) or (kind == "policy" and link["relation"] == "assigned_to"):
            continue
        if kind == "untyped":
            if (link["from"], entity) in pairs:
                continue
            pairs.add((link["from"], entity))
        hit = next((s for s in ours if s not in used and s[0] == link["from"] and s[2] == entity
                    and (kind == "untyped" or s[1] in relations)), None)
        if hit:
            used.add(hit)
        if _optional(link) or (kind == "responds" and relations - RESPONDS):
            continue
        error = f"no link  {link['from']} {link['relation']} {link['entity']}" if kind == "typed" else ""
        score.found(f"links {kind}", bool(hit), error)
        if kind == "typed":
            score.found(f"links typed {link['relation']}", bool(hit))
    return used


def _links_spurious(ours: list[tuple[str, str, str]], used: set[tuple[str, str, str]], spared: set[str], kind: str, score: Score) -> None:
    matched = {(s[0], s[2]) for s in used}
    for s in ours:
        if s in used or s[2] in spared or (kind == "responds" and s[1] not in RESPONDS) or (kind == "policy" and s[1] == "assigned_to"):
            continue
        if kind == "untyped":
            if (s[0], s[2]) in matched:
                continue
            matched.add((s[0], s[2]))
        score.spurious(f"links {kind}", f"bad link {s[0]} {s[1]} {s[2]}" if kind == "typed" else "")
        if kind == "typed":
            score.spurious(f"links typed {s[1]}")


def _standing(gold: Row, system: Row, entity_of: dict[str, str], score: Score) -> None:
    have: dict[str, Row] = {}
    for e in system.get("entities", []):
        if e["id"] in entity_of:
            have.setdefault(entity_of[e["id"]], e)
    for name, row in {norm(r["entity"]): r for r in gold.get("standing", [])}.items():
        entity = have.get(name)
        if _optional(row) or entity is None:
            continue
        above, said = row["standing"] in ABOVE, entity.get("standing") in ABOVE
        if above:
            score.found("directives", said)
        elif said:
            score.spurious("directives")
        if above != said:
            score.errors.append(f"standing {row['entity']!r} is {row['standing']}, not {entity.get('standing')}")
        if row.get("tier"):
            score.found("tiers", entity.get("tier") == row["tier"], f"tier     {row['entity']!r} is {row['tier']}, not {entity.get('tier')}")


def _header(gold: Row, system: Row, score: Score) -> None:
    meta, document = gold.get("meta", {}), system.get("document") or {}
    for key in HEADER_KEYS:
        if meta.get(key):
            score.found(f"header {key}", norm(document.get(key) or "") == norm(meta[key]), f"header   {key} {document.get(key)!r} for {meta[key]!r}")
    if not meta.get("items"):
        return
    ids = {str(i["id"]) for i in system.get("items", [])}
    score.found("header items", len(ids) == int(meta["items"]), f"items    {len(ids)} for {meta['items']}")
    for i in sorted({g["from"] for g in gold["links"] if re.fullmatch(r"\d+(\.\d+)*", g["from"])}):
        score.found("header item ids", i in ids, f"no item  {i}")


def score_paper(gold: Row, system: Row) -> Score:
    """The score of one paper: gold and system as loaded from JSON."""
    score = Score()
    labels = {e["id"]: e["label"] for e in system.get("entities", [])}
    _mentions(gold["mentions"], system["mentions"], score)
    entity_of = _align(gold["mentions"], system["mentions"], labels, score)
    _links(gold, system.get("links", []), entity_of, score)
    _standing(gold, system, entity_of, score)
    _header(gold, system, score)
    return score
