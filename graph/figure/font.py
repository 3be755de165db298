"""The font of every figure: Noto Sans SC (OFL) from the wheel pylopdf-fonts-zh-cn, its measures, and subsets of it to embed."""

from __future__ import annotations

import atexit
import base64
import io
import shutil
import tempfile
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
import uharfbuzz
import vl_convert
from fontTools.ttLib import TTFont

FAMILY = "Noto Sans SC"
PATH = pylopdf_fonts_zh_cn.sans_path()
ASCENT = 0.88  # of the size, from the base line to the top of a Chinese character
LEADING = 1.22  # of the size, from line to line
UNUSED = (b"BASE", b"GPOS", b"GSUB", b"VORG", b"vhea", b"vmtx")


@lru_cache(maxsize=1)
def converter() -> Any:
    """vl-convert (resvg, svg2pdf), that has been told of our font: a machine may have no Chinese one.

    It reads a font anew for every line of text, so it gets the font in two files, of which it mostly needs the smaller: a picture is drawn four times as fast.
    """
    everyday = everyday_characters()
    for name, characters in (("everyday", everyday), ("rest", _font()[0].keys() - everyday)):
        folder = Path(tempfile.mkdtemp(prefix="policytrace-font-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        (folder / f"{name}.otf").write_bytes(cut(characters))
        vl_convert.register_font_directory(str(folder))
    return vl_convert


def everyday_characters() -> frozenset[int]:
    """The code points of GB 2312, of Latin letters, punctuation and full-width forms."""
    cells = (bytes((row, cell)).decode("gb2312", "ignore") for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    return frozenset({ord(char) for text in cells for char in text} | {*range(0x20, 0x2E80), *range(0x3000, 0x3100), *range(0xFF00, 0xFFF0)})


@lru_cache(maxsize=1)
def _font() -> tuple[dict[int, str], dict[str, tuple[int, int]], int]:
    with TTFont(str(PATH), lazy=True) as font:
        return dict(font.getBestCmap()), dict(font["hmtx"].metrics), font["head"].unitsPerEm


@lru_cache(maxsize=16384)
def _advance(char: str) -> float:
    cmap, metrics, em = _font()
    glyph = cmap.get(ord(char))
    return metrics[glyph][0] / em if glyph else 1.0


def width(text: str, size: float) -> float:
    """The width of a line in points. 党的二十大 at 8 is 40; Latin letters take about half a character."""
    return sum(_advance(c) for c in text) * size


def missing(text: str) -> set[str]:
    """The characters that the font lacks (they would come out as boxes)."""
    return {c for c in text if not c.isspace() and ord(c) not in _font()[0]}


@lru_cache(maxsize=32)
def subset_uri(characters: str) -> str:
    """A data URI of the font with just these characters, for @font-face. The same characters give the same bytes."""
    return "data:font/woff;base64," + base64.b64encode(woff(map(ord, characters))).decode("ascii")


def woff(characters: Iterable[int]) -> bytes:
    """The font with just these code points as WOFF, for a browser."""
    out = io.BytesIO()
    with TTFont(io.BytesIO(cut(characters)), recalcTimestamp=False) as font:
        font.flavor = "woff"
        font.save(out, reorderTables=None)
    return out.getvalue()


def cut(characters: Iterable[int]) -> bytes:
    """The font as OpenType with just these code points, without hints and layout: nothing of ours is set upright or with ligatures."""
    wanted = uharfbuzz.SubsetInput()
    wanted.sets(uharfbuzz.SubsetInputSets.UNICODE).set(set(characters))
    wanted.sets(uharfbuzz.SubsetInputSets.LAYOUT_FEATURE_TAG).clear()
    wanted.sets(uharfbuzz.SubsetInputSets.NAME_ID).set({1, 2})
    wanted.sets(uharfbuzz.SubsetInputSets.DROP_TABLE_TAG).update(int.from_bytes(tag, "big") for tag in UNUSED)
    wanted.flags = uharfbuzz.SubsetFlags.NO_HINTING | uharfbuzz.SubsetFlags.DESUBROUTINIZE | uharfbuzz.SubsetFlags.NOTDEF_OUTLINE
    return bytes(uharfbuzz.subset(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(PATH))), wanted).blob.data)
