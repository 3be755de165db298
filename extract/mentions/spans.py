"""The spans that may be names, and what is known of each: what the taggers, the finders and the rest of the paper say, its words and those around.

A candidate is a span with a type. It comes from the taggers (every span whose first, last and inner characters have at least `least` of
probability), from the finders, or is a noun phrase that ends in the head noun of a programme. ranking.py decides between them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from extract.mentions.features import word_machine
from extract.mentions.occurrences import occurrences
from extract.mentions.segments import Words
from extract.model import EntityType, Mention, Span
from extract.places import place_names

_STOPS = frozenset("，。；：！？、\n《》〈〉…")
_CLOSING, _OPENING = frozenset("）”》〉、，。；：\n "), frozenset("（“《〈、，。；：\n ")  # no name begins or ends so
_MARK = re.compile(r"[，。；：、！？\n]")
_LONGEST, _MOST_WORDS, _SHORTEST = 30, 9, 4
Key = tuple[int, int, EntityType]


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


def candidates(text: str, split: Words, tagged: Iterable[Candidate], found: Iterable[Mention], heads: frozenset[str]) -> list[Candidate]:
    """All candidates of a paper, one a span and type, sorted; `heads` are the last two characters of head nouns."""
    known: dict[Key, Candidate] = {}
    for c in tagged:
        have = known.setdefault((c.start, c.end, c.type), c)
        if c.probability > have.probability:
            have.probability, have.level = c.probability, c.level
        have.chosen = have.chosen or c.chosen
    for m in found:
        c = known.setdefault((m.start, m.end, m.type), Candidate(m.start, m.end, m.type))
        if m.score > c.sure:
            c.sure, c.rule = m.score, m.rule
    for start, end in phrases(split, heads):
        known.setdefault((start, end, "PROGRAMME"), Candidate(start, end, "PROGRAMME"))
    return [known[key] for key in sorted(known) if text[key[0]] not in _CLOSING and text[key[1] - 1] not in _OPENING]


def phrases(split: Words, heads: frozenset[str]) -> Iterator[Span]:
    """Runs of up to nine words, without a mark, that end in one of the heads: [开展]全国|商业秘密|保护|创新|试点 from each of its words."""
    for j, word in enumerate(split.words):
        if word[-2:] not in heads:
            continue
        end = split.starts[j] + len(word)
        for i in range(j, max(-1, j - _MOST_WORDS), -1):
            start = split.starts[i]
            if split.words[i][0] in _STOPS or end - start > _LONGEST:
                break
            if end - start >= _SHORTEST:
                yield start, end


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
    counts: Mapping[str, int]  # how often the words of a candidate stand in the text, with the quotes around them, without, and with quotes put around
    verbs: Sequence[tuple[int, str]]  # where governing words end
    marks: Sequence[int]  # where marks end


def view(text: str, split: Words, all_candidates: Sequence[Candidate], asked: Sequence[Candidate]) -> View:
    """The background of a paper's candidates, of which some are `asked` about."""
    stretches: dict[int, list[Candidate]] = defaultdict(list)
    starts: dict[int, list[Candidate]] = defaultdict(list)
    ends: dict[int, list[Candidate]] = defaultdict(list)
    same: dict[tuple[str, EntityType], list[float]] = defaultdict(list)
    for c in all_candidates:
        same[text[c.start:c.end], c.type].append(c.probability)
        if c.probability:
            starts[c.start].append(c)
            ends[c.end].append(c)
            for stretch in range(c.start >> 5, (c.end >> 5) + 1):
                stretches[stretch].append(c)
    machine, listed = word_machine()
    verbs = [(end, listed[row][1]) for row, _, end in machine.find_matches_as_indexes(text) if listed[row][0] == "v"]
    forms = {form for surface in {text[c.start:c.end] for c in asked} for form in _forms(surface)}
    counts = {form: len(places) if form else len(text) + 1 for form, places in occurrences(text, forms).items()}  # as str.count counts
    told = {key: (len(told), max(told), sum(told) / len(told)) for key, told in same.items()}
    return View(text, split, _Near(stretches, starts, ends), told, counts, verbs, [m.end() for m in _MARK.finditer(text)])


def _forms(surface: str) -> tuple[str, str, str]:
    """The words of a candidate as they stand, without quotes or title marks around them, and in quotes."""
    core = surface.strip("“”《》")
    return surface, core, f"“{core}”"


@dataclass(frozen=True, slots=True)
class Place:
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
        *seen.same[surface, c.type], *(min(seen.counts[form], 20) for form in _forms(surface)),
        *_neighbours(c, seen), len(at.clause), min(len(line), 400), "。" in line,
        any(x.isdigit() for x in surface), any(x.isascii() and x.isalpha() for x in surface), _place(surface),
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
    left = c.start - (text[c.start - 1:c.start] in ("、", "和", "与", "及"))
    right = c.end + (text[c.end:c.end + 1] in ("、", "和", "与", "及"))
    before = max((r.probability for r in near.ends.get(left, ()) if r.type == c.type), default=0.0)
    behind = max((r.probability for r in near.starts.get(right, ()) if r.type == c.type), default=0.0)
    return [before, left != c.start, behind, right != c.end]


def _place(surface: str) -> int:
    """How long the place name is with which the surface begins; 0 where it begins with none."""
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


def edges(split: Words, first: int, last: int) -> dict[str, str]:
    """The last word of a candidate, its first and the one before; -1 where no word begins or ends there."""
    return ({"first": split.word(first), "before": split.word(first - 1)} if first >= 0 else {}) | ({"last": split.word(last)} if last >= 0 else {})


def wordings(c: Candidate, seen: View, at: Place) -> dict[str, str]:
    """What is said of a candidate in words, by family; each family counts how often such a candidate was a name."""
    text, split, surface, first, last, (start, end) = seen.text, seen.split, at.surface, at.first, at.last, (c.start, c.end)
    said = {
        "rule": c.rule, "last2": surface[-2:], "last3": surface[-3:], "first2": surface[:2], "before2": text[max(0, start - 2):start], "after1": text[end:end + 1],
        "after2": text[end:end + 2], "sides": text[max(0, start - 1):start] + "|" + text[end:end + 1], "surface": surface.strip("“”《》"), "clause": at.clause[:2],
        "verb": _verb(seen, start, len(at.clause)),
    } | edges(split, first, last)
    if last >= 0:
        said |= {"after": split.word(last + 1), "ending": split.word(last - 1) + split.word(last)}
    if first >= 0 and last >= 0:
        said |= {"between": f"{split.word(first - 1)}|{split.word(last)}", "shape": split.shape(first, min(last, first + 9)), "around": split.shape(first - 2, first) + "|" + split.shape(last, last + 2)}
    if "”" in surface and "“" in surface:
        said |= {"quoted": surface[surface.find("“") + 1:surface.find("”")], "tail": surface.rpartition("”")[2], "lead": surface.partition("“")[0][-3:]}
    return said


def contents(split: Words, at: Place) -> tuple[str, ...]:
    """The words of a candidate but the last."""
    return split.words[at.first:at.last] if 0 <= at.first < at.last else ()


def _verb(seen: View, start: int, reach: int) -> str:
    """The last governing word that ends in the clause before the candidate."""
    i = bisect_right(seen.verbs, (start, "\uffff")) - 1
    return seen.verbs[i][1] if i >= 0 and seen.verbs[i][0] >= start - reach else ""
