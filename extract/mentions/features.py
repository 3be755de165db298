"""What the recogniser sees of a character: its neighbours, the brackets around it, the line, the verb before, what the finders propose, the paper.

Features are strings, made a column at a time for many paragraphs (columns.py). None names a single paper's words by itself: the training decides.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

import numpy as np
from ahocorasick_rs import AhoCorasick, MatchKind

from extract.chains import Ints
from extract.grams import frequent, points
from extract.lexicon import rows
from extract.mentions.columns import Family, Features, Kinds, Mark, Runs, coded, marked, paired
from extract.mentions.segments import Words, words
from extract.model import Mention, Span

_PAD = "^^^^"
_CLASSES = {"“": "q", "”": "Q", "《": "t", "》": "T", "（": "p", "）": "P", "、": "d", "，": "c", "。": "s", "；": "s", "：": "k", "\n": "s", "+": "+", "-": "-", "—": "-"}
_QUOTE = re.compile(r"“([^“”\n]{1,60})”")
_TITLE = re.compile(r"《[^《》\n]{1,150}》")
_BRACKET = re.compile(r"（[^（）\n]{1,200}）")
_NUMBER = re.compile(r"^(?:第?[一二三四五六七八九十百]+[、是章条]|（[一二三四五六七八九十]+）|[0-9]{1,3}[.．、]|专栏|附件)")
_RUN = re.compile(r"[\u4e00-\u9fffA-Za-z0-9“”（）+]+")
_LISTS = re.compile(r"[（(\[]?(?:责任|牵头|配合|主责|协办|负责)(?:单位|部门|处室)")
_ENDS = re.compile("[。；]")


@dataclass(frozen=True)
class Paper:
    """What a paper says more than once: names it puts in quotes somewhere, and phrases that come back in different surroundings."""

    quoted: AhoCorasick
    repeated: AhoCorasick


def read_paper(text: str) -> Paper:
    """The names of a paper of three characters and more in quotes, and its repeated phrases (海南省专利奖, each time before another word)."""
    quoted = sorted({m.group(1) for m in _QUOTE.finditer(text) if 3 <= len(m.group(1)) <= 20})
    return Paper(AhoCorasick(quoted, matchkind=MatchKind.LeftmostLongest), AhoCorasick(repeats(text), matchkind=MatchKind.LeftmostLongest))


def repeats(text: str) -> list[str]:
    """The phrases of two to seven words, four to twenty characters, that occur three times and more, with two words before and two behind."""
    split, often = words(text), frequent(points(text), 4, 3).tobytes()
    seen: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for m in _RUN.finditer(text):
        start, end = m.span()
        if often.find(1, start, end) < 0:
            continue
        line, (run, _) = m.group(), split.between(start, end)
        places, around = [*accumulate(map(len, run), initial=0)], ("^", *run, "$")
        for i, begin in enumerate(places[:-2]):
            if often[start + begin]:
                for j in range(i + 2, min(i + 8, len(places))):
                    size = places[j] - begin
                    if size > 20:
                        break
                    if size > 3:
                        seen[line[begin:places[j]]].append((around[i], around[j + 1]))
    return sorted(p for p, sides in seen.items() if len(sides) > 2 and len({a for a, _ in sides}) > 1 and len({b for _, b in sides}) > 1)


def features(text: str, pieces: Sequence[Span], found: Sequence[Mention], paper: Paper) -> Features:
    """The features of each character of the paragraphs (`pieces`, ascending); `found` are the finders' candidates in offsets of the text."""
    parts = [text[a:b] for a, b in pieces]
    sizes = [len(part) for part in parts]
    starts = [0, *accumulate(sizes)]
    slots = np.arange(starts[-1], dtype=np.int32) + np.repeat(np.arange(1, len(parts) + 1, dtype=np.int32) * len(_PAD), sizes)
    families = [*_letters(_padded(parts), slots), _classes(_padded(part.translate(_KINDS) for part in parts), slots), _line(parts), *_segments(words(text), pieces)]
    marks = (
        (start, [*_brackets(part), *_words(part), *_proposals(mine, len(part)), *_again(part, paper)])
        for start, part, mine in zip(starts, parts, _by_piece(pieces, found), strict=False)
    )
    return Features(starts[-1], families, marked(marks))


def _by_piece(pieces: Sequence[Span], found: Sequence[Mention]) -> Iterator[list[Mention]]:
    """The candidates that begin in each paragraph, in its offsets."""
    ordered = sorted(found, key=lambda m: (m.start, m.end, m.type, m.rule))
    at = 0
    for start, end in pieces:
        mine = []
        while at < len(ordered) and ordered[at].start < end:
            m = ordered[at]
            mine.append(Mention(m.start - start, m.end - start, m.text, m.type, "", m.rule, m.score))
            at += 1
        yield mine


def _letters(padded: str, slots: Ints) -> Iterator[Family]:
    """n-grams of characters around the place, three to each side."""
    for name, size, shifts in (("", 1, range(-3, 4)), ("b", 2, range(-3, 3)), ("t", 3, range(-3, 2)), ("f", 4, (-4, -3, 0))):
        yield Family(Runs(padded, size), slots, tuple((k, (f"{name}{k}",)) for k in shifts))


def _classes(padded: str, slots: Ints) -> Family:
    """The class of the character and of those beside it."""
    return Family(Runs(padded, 3), slots, ((-1, ("k",)),))


def _padded(parts: Iterable[str]) -> str:
    return _PAD + "".join([part + _PAD for part in parts])


class _Kinds(dict[int, str]):
    """The class of each character, for str.translate."""

    def __missing__(self, point: int) -> str:
        return self.setdefault(point, _kind(chr(point)))


_KINDS = _Kinds()


def _kind(c: str) -> str:
    if c in _CLASSES:
        return _CLASSES[c]
    if c.isdigit():
        return "9"
    if c.isascii():
        return "A" if c.isalpha() else "!"
    return "h" if "\u4e00" <= c <= "\u9fff" else "!"


def _segments(split: Words, pieces: Sequence[Span]) -> Iterator[Family]:
    """The word a character stands in, its place in it and part of speech, and the words around (rjieba's segmentation)."""
    listed, classes = ["^", "^"], ["^", "^"]
    for start, end in pieces:
        found, classed = split.between(start, end)
        listed += [*found, "^", "^"]
        classes += [*classed, "^", "^"]
    parts = coded(classes)
    sizes = np.where(parts.numbers, np.fromiter(map(len, listed), np.int32, len(listed)), 0)  # the first class, number 0, is that of no word
    slots, kinds = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes), _places(sizes)
    two, after = (paired(parts, parts.behind(1), between) for between in ("", ">"))
    three = paired(two, parts.behind(2))
    for values, said in ((parts, ((0, "p"),)), (two, ((-1, "p"),)), (after, ((0, "p"),)), (three, ((-1, "p"),)), (coded(listed), ((0, "w="), (-1, "w"), (1, "x")))):
        yield Family(values, slots, tuple((shift, tuple(place + name for place in "SBIE")) for shift, name in said), kinds)


def _places(sizes: Ints) -> Kinds:
    """The place of each character in its word: 0 it is the word, 1 first, 2 inside, 3 last."""
    lengths = sizes[sizes > 0]
    ends = np.cumsum(lengths)
    places = np.full(ends[-1], 2, np.int8)
    places[ends - 1] = 3
    places[ends - lengths] = 1
    places[ends[lengths == 1] - 1] = 0
    return places


def _line(parts: Sequence[str]) -> Family:
    lines = [f"{'H' if len(part) < 50 and not _ENDS.search(part) else 'p'}{'#' if _NUMBER.match(part) else ''}" for part in parts]
    return Family(coded(lines), np.repeat(np.arange(len(parts), dtype=np.int32), [len(part) for part in parts]), ((0, ("l",)),))


def _brackets(text: str) -> Iterator[Mark]:
    """Where in quotes, a title, brackets; what follows the quote that is open and how long it is; how far behind one."""
    for m in _QUOTE.finditer(text):
        size, after, before = min(m.end() - m.start() - 2, 12), text[m.end():m.end() + 2], text[max(0, m.start() - 2):m.start()]
        for x in (f"qs{size}", f"qa{after}", f"qb{before}", f"qc{after[:1]}", f"ql{m.group(1)[-2:]}", f"qf{m.group(1)[:2]}", f"q={m.group(1)}"):
            yield from _edges(m.span(), x)
        for i in range(m.end(), min(len(text), m.end() + 12)):
            if _KINDS[ord(text[i])] not in "hA9":
                break
            yield i, i + 1, f"pq{min(i - m.end(), 6)}"
            yield i, i + 1, f"pw{text[m.end():i + 1]}"
    for pattern, name in ((_TITLE, "T"), (_BRACKET, "P")):
        for m in pattern.finditer(text):
            yield from _spread(m.span(), name, len(text))
    head = _LISTS.search(text)
    if head:
        yield head.end(), len(text), "R"


def _words(text: str) -> Iterator[Mark]:
    """Verbs and function words, head nouns, and the word that governs what follows up to the next mark."""
    machine, known = word_machine()
    governing, until = _GOVERNS, 0
    matches = machine.find_matches_as_indexes(text)
    for row, start, end in matches:
        word = known[row]
        yield end - 1, end, word.ends
        if word.verb:
            if end < len(text):
                yield end, end + 1, "va"
                yield end, end + 1, word.before
            if start > 0:
                yield start - 1, start, "vb"
    for row, start, end in matches:
        if known[row].verb:
            yield until, start, governing
            governing, until = known[row].governs, end


def _proposals(found: Sequence[Mention], size: int) -> Iterator[Mark]:
    """What the finders propose, by type, rule and how sure."""
    for m in found:
        short = m.type[:2]
        yield from _spread((m.start, m.end), f"r{short}{m.rule.partition('.')[2]}", size)
        yield from _spread((m.start, m.end), f"s{short}{int(m.score * 10)}", size)


def _again(text: str, paper: Paper) -> Iterator[Mark]:
    """Names that the paper quotes elsewhere and phrases that it repeats."""
    for _, start, end in paper.quoted.find_matches_as_indexes(text):
        if text[start - 1:start] != "“":
            yield from _spread((start, end), "n", len(text))
    for _, start, end in paper.repeated.find_matches_as_indexes(text):
        yield from _spread((start, end), "m", len(text))


def _spread(span: Span, name: str, size: int) -> Iterator[Mark]:
    """A stretch by its first, inner and last character (of one character: S), and the one after it."""
    start, end = span
    if end - start == 1:
        yield start, end, "S" + name
        return
    yield from _edges(span, name)
    if end < size:
        yield end, end + 1, "A" + name


def _edges(span: Span, name: str) -> Iterator[Mark]:
    start, end = span
    yield start, start + 1, "B" + name
    yield start + 1, end - 1, "I" + name
    yield end - 1, end, "E" + name


_GOVERNS = "g"


@dataclass(frozen=True, slots=True)
class _Word:
    """A governing word or a head noun, with the features that it gives."""

    word: str
    verb: bool
    ends: str  # where it ends
    before: str  # behind a verb
    governs: str  # from a verb to the next


@cache
def word_machine() -> tuple[AhoCorasick, tuple[_Word, ...]]:
    """A machine that finds governing words (verbs) and head nouns, and the word of each row."""
    verbs = sorted({r["word"] for r in rows("programme_verbs")})
    heads = sorted({r["head"] for r in rows("programme_heads")} - set(verbs))
    known = tuple([_Word(w, True, f"ve{w}", f"va{w}", _GOVERNS + w) for w in verbs] + [_Word(w, False, f"he{w}", "", "") for w in heads])
    return AhoCorasick([w.word for w in known], matchkind=MatchKind.LeftmostLongest), known
