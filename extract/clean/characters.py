"""Rules for single characters: invisible ones, radicals and wide letters, traditional characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache

from extract.clean.edits import Edit
from extract.lexicon import rows

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f〇"
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]+"
)
_KEPT = "（），：；！？［］〈〉《》"  # full-width signs that are Chinese punctuation stay
TRADITIONAL_SHARE = 0.02  # above it the whole paper is taken for traditional


def invisible(text: str) -> Iterator[Edit]:
    """Zero-width, bidirectional and control characters, variation selectors: 党\u200b的 → 党的."""
    for m in _INVISIBLE.finditer(text):
        yield m.start(), m.end(), ""


def compatibility(text: str) -> Iterator[Edit]:
    """Radicals and wide letters → the usual character: ⺠ → 民, ⼀ → 一, ２０１１ → 2011, ﹝ → 〔; ，and （ stay."""
    table = _compatibility()
    odd = sorted(table.keys() & set(text))
    for m in re.finditer(f"[{re.escape(''.join(odd))}]", text) if odd else ():
        yield m.start(), m.end(), table[m[0]]


@cache
def _compatibility() -> dict[str, str]:
    table = {row["radical"]: row["character"] for row in rows("radicals")}
    for low, high in ((0x2F00, 0x2FD6), (0xF900, 0xFB00), (0xFE10, 0xFE70), (0xFF01, 0xFF66), (0x2F800, 0x2FA20)):
        for code in range(low, high):
            usual = unicodedata.normalize("NFKC", chr(code))
            if len(usual) == 1 and usual != chr(code) and chr(code) not in _KEPT:
                table[chr(code)] = usual
    return table


def traditional(text: str) -> Iterator[Edit]:
    """Traditional → simplified characters, by OpenCC's t2s: 書法 → 书法. In a simplified paper a character that both use (乾县, 瞭望) stays."""
    pattern, table = _traditional()
    found = list(pattern.finditer(text))
    if not found:
        return
    if len(found) >= TRADITIONAL_SHARE * len(text):
        yield from _by_phrases(text)
        return
    both = {row["character"] for row in rows("both_scripts")}
    for m in found:
        if m[0] not in both:
            yield m.start(), m.end(), table[m[0]]


def _by_phrases(text: str) -> Iterator[Edit]:
    """A whole traditional paper, line by line, so that 乾坤 stays and 乾燥 becomes 干燥; a line that would change its length goes by characters."""
    _, table = _traditional()
    convert = _converter()
    at = 0
    for line in text.splitlines(keepends=True):
        simple = convert(line)
        if len(simple) != len(line):
            simple = line.translate({ord(old): new for old, new in table.items()})
        for i, (old, new) in enumerate(zip(line, simple, strict=True), at):
            if old != new:
                yield i, i + 1, new
        at += len(line)


@cache
def _traditional() -> tuple[re.Pattern[str], dict[str, str]]:
    """The characters that t2s changes one by one; made by asking OpenCC once."""
    codes = [chr(c) for low, high in ((0x3400, 0x4DC0), (0x4E00, 0xA000)) for c in range(low, high)]
    simple = _converter()("\n".join(codes)).split("\n")
    table = {old: new for old, new in zip(codes, simple, strict=True) if old != new and len(new) == 1}
    return re.compile("[" + "".join(table) + "]"), table


@cache
def _converter() -> Callable[[str], str]:
    import opencc

    convert: Callable[[str], str] = opencc.OpenCC("t2s").convert
    return convert
