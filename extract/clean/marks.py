"""Rules for marks and punctuation: Markdown, captions, stray English, half-width signs, brackets, quotes, 十 for +."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from extract.clean.characters import HAN
from extract.clean.edits import Edit
from extract.clean.spaces import CHINESE
from extract.lexicon import table

_MARKDOWN = re.compile(r"(?m)^#{1,6}[ \t]+|\*\*+|(?<![A-Za-z0-9_])__(?=\S)|(?<=\S)__(?![A-Za-z0-9_])")
_WORD = re.compile(r"[A-Za-z]{1,30}")
_SIGNS = {",": "，", ":": "：", ";": "；", "!": "！", "?": "？", "(": "（", ")": "）"}
_C = f"[{CHINESE}]"
_PUNCTUATION = re.compile(rf"(?<={_C})[,:;!?()]|[,:;!?()](?={_C})|(?<=[0-9A-Za-z%％])[,;](?={_C})|(?<=[{HAN}”》）])\.(?=$|[\n{HAN}“《（①-⑳]|\d{{1,3}}[.．、])")
_PAIR = re.compile(r"\(([^()\n]{0,120})\)")
_YEAR = re.compile(rf"(?=[\[［(（﹝【〔])(?<=[{HAN}字发函办])[\[［(（﹝【〔](\d{{4}})[\]］)）﹞】〕](?=第?\d{{1,5}}号)")
_SQUARE = re.compile(rf"(?=[\[［\]］])(?:(?<=[{HAN}）》。；，])[\[［]|^[\[［](?=[{HAN}])|[\]］](?=$|[\n{CHINESE}])|(?<=[{HAN}）])[\]］])", re.M)
_ANGLE = re.compile(r"[《》]|[<≪«](?=[^<>≪≫«»\n]{2,80}[>≫»])|(?<=[^<>≪≫«»\n])[>≫»]")
_CORNER = {"「": "“", "」": "”", "『": "‘", "』": "’", "｢": "“", "｣": "”"}
_QUOTE = re.compile("[「」『』｢｣]|[\"＂\n]")
_NUMERAL = re.compile(r"(?:^|\n)[一二三四五六七八九十]{1,4}$")


def markdown(text: str) -> Iterator[Edit]:
    """Marks of Markdown: **全力维护首都安全稳定。** → 全力维护首都安全稳定。, # 标题 → 标题."""
    for m in _MARKDOWN.finditer(text):
        yield m.start(), m.end(), ""


def captions(text: str) -> Iterator[Edit]:
    """A line of English in which an OCR system describes a picture goes, with the Chinese that it quotes: A red circular stamp … reads "…"."""
    if not _WORD.search(text):
        return
    words = frozenset(table("cleaning")["caption"])
    at = 0
    for line in text.split("\n"):
        found = _WORD.findall(line) if line.isascii() or len(line) < 2000 else []
        if len(found) >= 6 and sum(map(len, found)) * 2 > len(line) and words & {w.lower() for w in found}:
            yield at, at + len(line), ""
        at += len(line) + 1


def stray_english(text: str) -> Iterator[Edit]:
    """An English word of grammar between Chinese words: 精神and《论党的青年工作》 → 精神《论党的青年工作》."""
    for m in _stray().finditer(text):
        yield m.start(), m.end(), ""


@cache
def _stray() -> re.Pattern[str]:
    return re.compile(f"(?<=[{HAN}》”），、]) ?(?:{'|'.join(table('cleaning')['stray'])}) ?(?=[{HAN}《“（])")


def punctuation(text: str) -> Iterator[Edit]:
    """Half-width signs beside Chinese become full-width: 印发给你们,请 → 印发给你们，请; 性.二、 → 性。二、; 3.5 and 23:59 stay."""
    inside = {i for m in _PAIR.finditer(text) if _chinese_pair(text, m) for i in (m.start(), m.end() - 1)}
    found = {m.start(): m[0] for m in _PUNCTUATION.finditer(text)}
    for i in sorted(inside | found.keys()):
        if text[i] == ".":
            if not _NUMERAL.search(text, max(0, i - 5), i):
                yield i, i + 1, "。"
        else:
            yield i, i + 1, _SIGNS[text[i]]


def _chinese_pair(text: str, m: re.Match[str]) -> bool:
    return bool(re.search(_C, m[1]) or re.match(_C, text[m.end() : m.end() + 1]) or re.match(_C, text[max(0, m.start() - 1) : m.start()]))


def brackets(text: str) -> Iterator[Edit]:
    """〔〕 about the year of a document number, （ for [ beside Chinese, 《 for <: 发改法规［2023］27号 → 〔2023〕; 《关于印发<X>的通知》 → 〈X〉."""
    years = {i: "〔" if i == m.start() else "〕" for m in _YEAR.finditer(text) for i in (m.start(), m.end() - 1)}
    square = {m.start(): "（" if m[0] in "[［" else "）" for m in _SQUARE.finditer(text)}
    angle: dict[int, str] = {}
    depth = 0
    for m in _ANGLE.finditer(text):
        if m[0] in "《》":
            depth = 1 if m[0] == "《" else 0
        elif _beside_chinese(text, m.start()):
            angle[m.start()] = ("〈" if depth else "《") if m[0] in "<≪«" else ("〉" if depth else "》")
    for i, after in sorted({**angle, **square, **years}.items()):
        if text[i] != after:
            yield i, i + 1, after


def _beside_chinese(text: str, i: int) -> bool:
    return any(re.match(_C, c) for c in text[max(0, i - 1) : i] + text[i + 1 : i + 2])


def quotes(text: str) -> Iterator[Edit]:
    """Straight and corner quotes become “ and ”, in turn within a paragraph: 深化"青"字号 → 深化“青”字号."""
    opened = False
    for m in _QUOTE.finditer(text):
        if m[0] == "\n":
            opened = False
        elif m[0] in _CORNER:
            yield m.start(), m.end(), _CORNER[m[0]]
        else:
            yield m.start(), m.end(), "”" if opened else "“"
            opened = not opened


def plus(text: str) -> Iterator[Edit]:
    """十 that a scan puts for +: “志愿十” → “志愿+”, 互联网十政务服务 → 互联网+政务服务; 十大, 红十字 and 二十 stay."""
    for m in _plus().finditer(text):
        yield m.start(), m.end(), "+"


@cache
def _plus() -> re.Pattern[str]:
    words, numerals = table("cleaning")["plus_before"], "一二三四五六七八九十百千万第近约这数几"
    counted = "|".join(table("cleaning")["plus_not_after"])
    before = "|".join(f"(?<={w})" for w in words)
    return re.compile(f"(?=[十＋])(?:(?<=[{HAN}][{HAN}])(?<![{numerals}])十(?=”)|(?:{before})十(?!{counted})(?=[{HAN}])|＋)")
