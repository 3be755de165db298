"""What the recogniser sees of a character: its neighbours, the brackets around it, the line, the verb before, what the finders propose, the paper.

Features are strings, made a column at a time for a whole paragraph. None names a single paper's words by itself: the training decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import rjieba
from ahocorasick_rs import AhoCorasick, MatchKind

from extract.lexicon import rows
from extract.model import Mention, Span

_PAD = "^^^^"
_CLASSES = {"“": "q", "”": "Q", "《": "t", "》": "T", "（": "p", "）": "P", "、": "d", "，": "c", "。": "s", "；": "s", "：": "k", "\n": "s", "+": "+", "-": "-", "—": "-"}
_QUOTE = re.compile(r"“([^“”\n]{1,60})”")
_TITLE = re.compile(r"《[^《》\n]{1,150}》")
_BRACKET = re.compile(r"（[^（）\n]{1,200}）")
_NUMBER = re.compile(r"^(?:第?[一二三四五六七八九十百]+[、是章条]|（[一二三四五六七八九十]+）|[0-9]{1,3}[.．、]|专栏|附件)")
_RUN = re.compile(r"[\u4e00-\u9fffA-Za-z0-9“”（）+]+")
_LISTS = re.compile(r"[（(\[]?(?:责任|牵头|配合|主责|协办|负责)(?:单位|部门|处室)")
Columns = list[list[str]]


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
    seen: dict[str, list[tuple[str, str]]] = {}
    for line in _RUN.findall(text):
        words = ["^", *rjieba.cut(line), "$"]
        for i in range(1, len(words) - 1):
            phrase = words[i]
            for j in range(i + 1, min(i + 7, len(words) - 1)):
                phrase += words[j]
                if len(phrase) > 20:
                    break
                if len(phrase) > 3:
                    seen.setdefault(phrase, []).append((words[i - 1], words[j + 1]))
    return sorted(p for p, sides in seen.items() if len(sides) > 2 and len({a for a, _ in sides}) > 1 and len({b for _, b in sides}) > 1)


def features(text: str, found: Sequence[Mention], paper: Paper) -> list[list[str]]:
    """The features of each character of a paragraph; `found` are the finders' candidates in offsets of the paragraph."""
    columns = [*_letters(text), *_classes(text), _line(text), *_segments(text)]
    items = [list(column) for column in zip(*columns, strict=True)]
    for mark in (_brackets, _words):
        mark(text, items)
    _proposals(found, items)
    for _, start, end in paper.quoted.find_matches_as_indexes(text):
        if text[start - 1:start] != "“":
            _spread(items, (start, end), "n")
    for _, start, end in paper.repeated.find_matches_as_indexes(text):
        _spread(items, (start, end), "m")
    return items


def _letters(text: str) -> Columns:
    """n-grams of characters around the place, three to each side."""
    n = len(text)
    padded = _PAD + text + _PAD
    at = [padded[4 + k:4 + k + n] for k in range(-4, 5)]
    columns = [[f"{k}{c}" for c in at[4 + k]] for k in range(-3, 4)]
    columns += [[f"b{k}{a}{b}" for a, b in zip(at[4 + k], at[5 + k], strict=True)] for k in range(-3, 3)]
    columns += [[f"t{k}{padded[i + k:i + k + 3]}" for i in range(4, 4 + n)] for k in (-3, -2, -1, 0, 1)]
    columns += [[f"f{k}{padded[i + k:i + k + 4]}" for i in range(4, 4 + n)] for k in (-4, -3, 0)]
    return columns


def _classes(text: str) -> Columns:
    kinds = "^" + "".join([_kind(c) for c in text]) + "^"
    return [[f"k{kinds[i - 1:i + 2]}" for i in range(1, len(text) + 1)]]


@cache
def _kind(c: str) -> str:
    if c in _CLASSES:
        return _CLASSES[c]
    if c.isdigit():
        return "9"
    if c.isascii():
        return "A" if c.isalpha() else "!"
    return "h" if "\u4e00" <= c <= "\u9fff" else "!"


def _segments(text: str) -> Columns:
    """The word a character stands in, its place in it and part of speech, and the words around (rjieba's segmentation)."""
    tagged = rjieba.tag(text)
    words = ["^", "^", *(w for w, _ in tagged), "^", "^"]
    parts = ["^", "^", *(p[:2] for _, p in tagged), "^", "^"]
    columns: Columns = [[] for _ in range(7)]
    for k in range(2, len(words) - 2):
        word, size = words[k], len(words[k])
        made = (f"p{parts[k]}", f"p{parts[k - 1]}{parts[k]}", f"p{parts[k]}>{parts[k + 1]}", f"p{parts[k - 1]}{parts[k]}{parts[k + 1]}")
        around = (f"w{words[k - 1]}", f"x{words[k + 1]}")
        for i in range(size):
            place = "S" if size == 1 else "B" if i == 0 else "E" if i == size - 1 else "I"
            for column, value in zip(columns, (*made, f"w={word}", *around), strict=True):
                column.append(place + value)
    return columns


def _line(text: str) -> list[str]:
    kind = "H" if len(text) < 50 and not re.search("[。；]", text) else "p"
    return [f"l{kind}{'#' if _NUMBER.match(text) else ''}"] * len(text)


def _brackets(text: str, items: list[list[str]]) -> None:
    """Where in quotes, a title, brackets; what follows the quote that is open and how long it is; how far behind one."""
    for m in _QUOTE.finditer(text):
        size, after, before = min(m.end() - m.start() - 2, 12), text[m.end():m.end() + 2], text[max(0, m.start() - 2):m.start()]
        more = [f"qs{size}", f"qa{after}", f"qb{before}", f"qc{after[:1]}", f"ql{m.group(1)[-2:]}", f"qf{m.group(1)[:2]}", f"q={m.group(1)}"]
        for place, i in enumerate(range(m.start(), m.end())):
            edge = "B" if place == 0 else "E" if i == m.end() - 1 else "I"
            items[i] += [edge + x for x in more]
        for i in range(m.end(), min(len(text), m.end() + 12)):
            if _kind(text[i]) not in "hA9":
                break
            items[i] += [f"pq{min(i - m.end(), 6)}", f"pw{text[m.end():i + 1]}"]
    for pattern, name in ((_TITLE, "T"), (_BRACKET, "P")):
        for m in pattern.finditer(text):
            _spread(items, m.span(), name)
    head = _LISTS.search(text)
    if head:
        for i in range(head.end(), len(text)):
            items[i].append("R")


def _words(text: str, items: list[list[str]]) -> None:
    """Verbs and function words, head nouns, and the word that governs what follows up to the next mark."""
    machine, words = word_machine()
    governing, until = "", 0
    for row, start, end in machine.find_matches_as_indexes(text):
        kind, word = words[row]
        items[end - 1].append(f"{kind}e{word}")
        if kind == "v":
            if end < len(items):
                items[end].append("va")
                items[end].append(f"va{word}")
            if start > 0:
                items[start - 1].append("vb")
    for row, start, end in machine.find_matches_as_indexes(text):
        kind, word = words[row]
        if kind != "v":
            continue
        for i in range(until, start):
            items[i].append(f"g{governing}")
        governing, until = word, end


def _proposals(found: Sequence[Mention], items: list[list[str]]) -> None:
    """What the finders propose, by type, rule and how sure."""
    for m in found:
        short = m.type[:2]
        _spread(items, (m.start, m.end), f"r{short}{m.rule.partition('.')[2]}")
        _spread(items, (m.start, m.end), f"s{short}{int(m.score * 10)}")


def _spread(items: list[list[str]], span: Span, name: str) -> None:
    start, end = span
    if end - start == 1:
        items[start].append("S" + name)
        return
    items[start].append("B" + name)
    items[end - 1].append("E" + name)
    for i in range(start + 1, end - 1):
        items[i].append("I" + name)
    if end < len(items):
        items[end].append("A" + name)


@cache
def word_machine() -> tuple[AhoCorasick, tuple[tuple[str, str], ...]]:
    """A machine that finds governing words and head nouns, and of each row its kind (v, h) and the word."""
    verbs = sorted({r["word"] for r in rows("programme_verbs")})
    heads = sorted({r["head"] for r in rows("programme_heads")} - set(verbs))
    words = tuple([("v", w) for w in verbs] + [("h", w) for w in heads])
    return AhoCorasick([w for _, w in words], matchkind=MatchKind.LeftmostLongest), words
