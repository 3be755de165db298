"""The font of every figure: Noto Sans SC (OFL) from the wheel pylopdf-fonts-zh-cn, its measures, and subsets of it to embed."""

from __future__ import annotations

import base64
import io
from functools import lru_cache
from typing import Any

import pylopdf_fonts_zh_cn
import vl_convert
from fontTools import subset
from fontTools.ttLib import TTFont

FAMILY = "Noto Sans SC"
PATH = pylopdf_fonts_zh_cn.sans_path()
ASCENT = 0.88  # of the size, from the base line to the top of a Chinese character
LEADING = 1.22  # of the size, from line to line


@lru_cache(maxsize=1)
def converter() -> Any:
    """vl-convert (resvg, svg2pdf), that has been told of our font: a machine may have no Chinese one."""
    vl_convert.register_font_directory(str(PATH.parent))
    return vl_convert


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
    options = subset.Options()
    options.desubroutinize = True
    options.name_IDs = [1, 2]
    options.notdef_outline = True
    options.layout_features = []
    options.hinting = False
    options.drop_tables = [*options.drop_tables, "BASE", "GPOS", "GSUB", "VORG", "vhea", "vmtx"]  # nothing of ours is set upright by the font
    out = io.BytesIO()
    with TTFont(str(PATH), recalcTimestamp=False) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(text=characters)
        cutter.subset(font)
        font.flavor = "woff"
        font.save(out, reorderTables=True)
    return "data:font/woff;base64," + base64.b64encode(out.getvalue()).decode("ascii")
