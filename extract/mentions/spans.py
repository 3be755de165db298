"""The spans that may be names, and what is known of each: what the taggers, the finders and the rest of the paper say, its words and those around.

A candidate is a span with a type. It comes from the taggers (every span whose first, last and inner characters have at least `least` of
probability), from the finders, or is a noun phrase that ends in the head noun of a programme. ranking.py decides between them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from extract.chains import Ints
from extract.compiled import compiled
from extract.grams import Flags
from extract.mentions.columns import Places
from extract.mentions.features import word_machine
from extract.mentions.occurrences import occurrences
from extract.mentions.segments import Words
from extract.model import EntityType, Mention, Span
from extract.places import place_beginnings, place_names

_STOPS = frozenset("，。；：！？、\n《》〈〉…")
_CLOSING, _OPENING = frozenset("）”》〉、，。；：\n "), frozenset("（“《〈、，。；：\n ")  # no name begins or ends so
_MARK = re.compile(r"[，。；：、！？\n]")
_JOINS = frozenset("、和与及")
_LATIN = re.compile("[A-Za-z]")
_QUOTES = re.compile("“([^“”]*)”")
_LONGEST, _MOST_WORDS, _SHORTEST = 30, 9, 4
FAMILIES = ("rule", "last2", "last3", "first2", "before2", "after1", "after2", "sides", "surface", "clause", "verb", "first", "before", "last", "after", "ending", "between",
            "shape", "around", "quoted", "tail", "lead")
Key = tuple[int, int, EntityType]
Wordings = tuple[str | None, ...]  # of each family


@dataclass(slots=True)
class Candidate:
    """A span that may be a name of the type, and who proposed it."""

    start: int
    end: int
    type: EntityType
    probability: float = 0.0  # of the taggers, 0 where they see nothing
    level: int = 0  # 1 outermost, 2 inside a name, 0 not from the taggers
    chosen: bool = False  # in the taggers' best reading
    rule: str = ""  # the finder's surest rule
    sure: float = 0.0

    @property
    def proposed(self) -> bool:
        """Whether taggers or finders proposed it."""
        return bool(self.probability or self.sure)


def candidates(text: str, tagged: Iterable[Candidate], found: Iterable[Mention], phrases: Iterable[Span]) -> list[Candidate]:
    """All candidates of a paper, one a span and type, sorted; the phrases are programmes."""
    known: dict[Key, Candidate] = {}
    for c in tagged:
        have = known.setdefault((c.start, c.end, c.type), c)
        if c.probability > have.probability:
            have.probability, have.level = c.probability, c.level
        have.chosen = have.chosen or c.chosen
    for m in found:
        c = known.get((m.start, m.end, m.type)) or known.setdefault((m.start, m.end, m.type), Candidate(m.start, m.end, m.type))
        if m.score > c.sure:
            c.sure, c.rule = m.score, m.rule
    for start, end in phrases:
        if (start, end, "PROGRAMME") not in known:
            known[start, end, "PROGRAMME"] = Candidate(start, end, "PROGRAMME")
    return [known[key] for key in sorted(known) if text[key[0]] not in _CLOSING and text[key[1] - 1] not in _OPENING]


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases of a paper by the numbers of their first and last words."""

    split: Words
    firsts: Ints
    lasts: Ints

    def spans(self) -> list[Span]:
        """Where they begin and end."""
        starts, words = self.split.starts, self.split.words
        return [(starts[i], starts[j] + len(words[j])) for i, j in zip(self.firsts.tolist(), self.lasts.tolist(), strict=True)]

    def that(self, chosen: Flags) -> Phrases:
        """Those of them that are chosen."""
        return Phrases(self.split, self.firsts[chosen], self.lasts[chosen])


def phrases(split: Words, heads: frozenset[str]) -> Phrases:
    """Runs of up to nine words, without a mark, that end in one of the heads (two characters): [开展]全国|商业秘密|保护|创新|试点 from each of its words."""
    words, numbers = split.coded.different, split.coded.numbers
    ends, stops, begin, end = np.array([(w[-2:] in heads, w[0] in _STOPS, w[0] not in _CLOSING, w[-1] not in _OPENING) for w in words], np.bool_).reshape(-1, 4)[numbers].T
    edges = np.array([*split.starts, len(split.text)], np.int32)
    firsts, lasts = np.empty((2, _MOST_WORDS * np.count_nonzero(ends)), np.int32)
    count = _runs(edges, np.flatnonzero(ends & end), stops, begin, firsts, lasts)
    return Phrases(split, firsts[:count], lasts[:count])


@compiled
def _runs(edges: Ints, ends: Places, stops: Flags, begin: Flags, firsts: Ints, lasts: Ints) -> int:
    """Fills `firsts` and `lasts`; how many there are."""
    count = 0
    for j in ends:
        for i in range(j, max(-1, j - _MOST_WORDS), -1):
            size = edges[j + 1] - edges[i]
            if stops[i] or size > _LONGEST:
                break
            if size >= _SHORTEST and begin[i]:
                firsts[count], lasts[count] = i, j
                count += 1
    return count


@dataclass(frozen=True, slots=True)
class _Near:
    """The candidates of the taggers by stretches of 32 characters, by start and by end."""

    stretches: Mapping[int, list[Candidate]]
    starts: Mapping[int, list[Candidate]]
    ends: Mapping[int, list[Candidate]]


@dataclass(frozen=True, slots=True)
class View:
    """What all candidates of a paper are seen against."""

    text: str
    split: Words
    near: _Near
    same: Mapping[tuple[str, EntityType], tuple[int, float, float]]  # the same words elsewhere: how often, the greatest and the mean probability
    counts: Mapping[str, tuple[int, int, int]]  # how often the words of a candidate stand in the text, with the quotes around them, without, and with quotes put around
    verbs: Sequence[tuple[int, str]]  # where governing words end
    marks: Sequence[int]  # where marks end


def view(text: str, split: Words, everything: Sequence[Candidate], others: Iterable[Span] = ()) -> View:
    """The background of a paper's candidates; `others` are phrases too that nobody asks about."""
    stretches: dict[int, list[Candidate]] = defaultdict(list)
    starts: dict[int, list[Candidate]] = defaultdict(list)
    ends: dict[int, list[Candidate]] = defaultdict(list)
    same: dict[tuple[str, EntityType], list[float]] = defaultdict(list)
    for c in everything:
        same[text[c.start:c.end], c.type].append(c.probability)
        if c.probability:
            starts[c.start].append(c)
            ends[c.end].append(c)
            for stretch in range(c.start >> 5, (c.end >> 5) + 1):
                stretches[stretch].append(c)
    machine, listed = word_machine()
    verbs = [(end, listed[row].word) for row, _, end in machine.find_matches_as_indexes(text) if listed[row].verb]
    besides = Counter((text[start:end], "PROGRAMME") for start, end in others)
    told = {key: (len(told) + besides[key], max(told), sum(told) / (len(told) + besides[key])) for key, told in same.items()}
    return View(text, split, _Near(stretches, starts, ends), told, _counts(text, {surface for surface, _ in same}), verbs, [m.end() for m in _MARK.finditer(text)])


def _counts(text: str, surfaces: Iterable[str]) -> dict[str, tuple[int, int, int]]:
    """How often the words of candidates stand in the text, as str.count counts: with the marks around them, without quotes and title marks, in quotes; at most 20."""
    cores = {surface: surface.strip("“”《》") for surface in surfaces}
    places, quoted = occurrences(text, {*cores, *cores.values()}), Counter(_QUOTES.findall(text))
    found = {}
    for surface, core in cores.items():
        bare = len(places[core]) if core else len(text) + 1
        inside = text.count(f"“{core}”") if "“" in core or "”" in core else quoted[core]
        found[surface] = min(len(places[surface]), 20), min(bare, 20), min(inside, 20)
    return found


class Place(NamedTuple):
    """Where a candidate stands: its words, what stands before it in its clause, the numbers of its first and last word (-1 where none begins or ends there)."""

    surface: str
    clause: str
    first: int
    last: int


def place(c: Candidate, seen: View) -> Place:
    """What `numbers`, `wordings` and `contents` look up of a candidate, once."""
    return Place(seen.text[c.start:c.end], _clause(seen, c.start), seen.split.first(c.start), seen.split.last(c.end))


def numbers(c: Candidate, seen: View, at: Place) -> list[float]:
    """What can be counted of a candidate."""
    text, surface, first, last = seen.text, at.surface, at.first, at.last
    line = _line(text, c.start, c.end)
    return [
        c.probability, c.level, c.chosen, c.sure, *_rivals(c, seen.near),
        len(surface), last - first + 1 if first >= 0 and last >= 0 else 0, first >= 0, last >= 0,
        "“" in surface, surface[0] == "“", surface[-1] == "”", surface.count("“") - surface.count("”"), surface.count("（") - surface.count("）"),
        *seen.same[surface, c.type], *seen.counts[surface],
        *_neighbours(c, seen), len(at.clause), min(len(line), 400), "。" in line,
        any(map(str.isdigit, surface)), _LATIN.search(surface) is not None, _place(surface),
    ]


def _rivals(c: Candidate, near: _Near) -> list[float]:
    """How probable the likeliest candidate is that crosses this one, lies inside it, holds it (of its type), has its span or holds it as a document."""
    crossing = inside = outside = same = document = 0.0
    for stretch in range(c.start >> 5, (c.end >> 5) + 1):
        for r in near.stretches.get(stretch, ()):
            if r.end <= c.start or r.start >= c.end or r is c:
                continue
            p = r.probability
            if (r.start, r.end) == (c.start, c.end):
                same = max(same, p)
            elif r.start <= c.start and c.end <= r.end:
                outside = max(outside, p if r.type == c.type else 0.0)
                document = max(document, p if r.type == "DOC" else 0.0)
            elif c.start <= r.start and r.end <= c.end:
                inside = max(inside, p if r.type == c.type else 0.0)
            else:
                crossing = max(crossing, p)
    return [crossing, inside, outside, same, document, c.probability - max(crossing, inside, outside, same)]


def _neighbours(c: Candidate, seen: View) -> list[float]:
    """How probable a name of the type stands beside it: before 、 or directly, behind 、 or directly."""
    text, near = seen.text, seen.near
    left = c.start - (text[c.start - 1:c.start] in _JOINS)
    right = c.end + (text[c.end:c.end + 1] in _JOINS)
    return [_likeliest(near.ends.get(left), c.type), left != c.start, _likeliest(near.starts.get(right), c.type), right != c.end]


def _likeliest(those: Iterable[Candidate] | None, type_: EntityType) -> float:
    return max((r.probability for r in those if r.type == type_), default=0.0) if those else 0.0


def _place(surface: str) -> int:
    """How long the place name is with which the surface begins; 0 where it begins with none."""
    if surface[:2] not in place_beginnings():
        return 0
    names = place_names()
    return next((n for n in range(min(8, len(surface)), 1, -1) if surface[:n] in names), 0)


def _line(text: str, start: int, end: int) -> str:
    """The line that holds a span, at most 400 characters to each side."""
    stop = text.find("\n", end, end + 400)
    return text[max(text.rfind("\n", max(0, start - 400), start) + 1, start - 400, 0):stop if stop >= 0 else end + 400]


def _clause(seen: View, start: int) -> str:
    """The text from the last mark to the candidate, at most 40 characters."""
    before = bisect_right(seen.marks, start) - 1
    return seen.text[max(0, start - 40, seen.marks[before] if before >= 0 else 0):start]


def wordings(c: Candidate, seen: View, at: Place) -> Wordings:
    """What is said of a candidate in words, by family (None where nothing is); each family counts how often such a candidate was a name."""
    text, surface, start, end = seen.text, at.surface, c.start, c.end
    before, after = text[max(0, start - 1):start], text[end:end + 1]
    return (
        c.rule, surface[-2:], surface[-3:], surface[:2], text[max(0, start - 2):start], after, text[end:end + 2], before + "|" + after, surface.strip("“”《》"),
        at.clause[:2], _verb(seen, start, len(at.clause)), *_worded(seen.split, at.first, at.last), *_quoted(surface),
    )


def _worded(split: Words, first: int, last: int) -> Wordings:
    """The first word of a candidate and the one before, its last and the one behind, …; None where no word begins or ends there."""
    word, shape = split.word, split.shape
    begins = (word(first), word(first - 1)) if first >= 0 else (None, None)
    ends = (word(last), word(last + 1), word(last - 1) + word(last)) if last >= 0 else (None, None, None)
    if first < 0 or last < 0:
        return *begins, *ends, None, None, None
    return *begins, *ends, f"{begins[1]}|{ends[0]}", shape(first, min(last, first + 9)), shape(first - 2, first) + "|" + shape(last, last + 2)


def _quoted(surface: str) -> Wordings:
    """What a candidate has in quotes, behind them and before."""
    opening, closing = surface.find("“"), surface.find("”")
    if opening < 0 or closing < 0:
        return None, None, None
    return surface[opening + 1:closing], surface.rpartition("”")[2], surface[max(0, opening - 3):opening]


def contents(split: Words, at: Place) -> tuple[str, ...]:
    """The words of a candidate but the last."""
    return split.words[at.first:at.last] if 0 <= at.first < at.last else ()


def _verb(seen: View, start: int, reach: int) -> str:
    """The last governing word that ends in the clause before the candidate."""
    i = bisect_right(seen.verbs, (start, "\uffff")) - 1
    return seen.verbs[i][1] if i >= 0 and seen.verbs[i][0] >= start - reach else ""
