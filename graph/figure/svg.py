"""Drawing → SVG: text stays text, with a subset of the font embedded; what draws the figure again stands in its metadata."""

from __future__ import annotations

import json
from html import escape

from graph.figure.drawing import Area, Box, Drawing, Line, Text
from graph.figure.font import ASCENT, FAMILY, LEADING, subset_uri


def to_svg(drawing: Drawing, *, embed: bool = True) -> str:
    """The page as SVG text, the same for the same drawing. `embed=False` leaves the font to a converter that has it."""
    body = [*map(_area, drawing.areas), *map(_line, drawing.lines), *map(_box, drawing.boxes), *map(_text, drawing.texts)]
    style = f"text{{font-family:'{FAMILY}'}}"
    if embed:
        style = f"@font-face{{font-family:'{FAMILY}';src:url({subset_uri(_characters(drawing))})}}" + style
    w, h, unit = _n(drawing.width), _n(drawing.height), "pt" if embed else ""  # converters count in pixels
    return "\n".join([
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}{unit}" height="{h}{unit}" viewBox="0 0 {w} {h}" font-family="{FAMILY}" role="img" xml:lang="{drawing.lang[:2]}">',
        f"<title>{escape(drawing.title)}</title>",
        f'<metadata id="policytrace">{escape(json.dumps(drawing.spec, ensure_ascii=False, sort_keys=True))}</metadata>',
        f"<style>{style}</style>",
        f'<rect width="{w}" height="{h}" fill="#ffffff"/>',
        *body,
        "</svg>",
        "",
    ])


def _characters(drawing: Drawing) -> str:
    found = {c for box in drawing.boxes for line in box.lines for c in line} | {c for t in drawing.texts for c in t.text} | {" ", "…"}
    return "".join(sorted(found))


def _n(value: float) -> str:
    """A number as short as it can be."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _area(area: Area) -> str:
    stroke = f' stroke="{area.stroke}" stroke-width="0.6"' if area.stroke else ""
    opacity = f' fill-opacity="{_n(area.opacity)}"' if area.opacity < 1 else ""
    return f'<path d="{area.path}" fill="{area.fill}"{opacity}{stroke}>{_title(area.title)}</path>'


def _line(line: Line) -> str:
    (x, y), *rest = line.points
    step = "C" if line.curved else "L"
    d = f"M{_n(x)} {_n(y)}{step}" + " ".join(f"{_n(a)} {_n(b)}" for a, b in rest)
    dash = f' stroke-dasharray="{line.dash}"' if line.dash else ""
    opacity = f' stroke-opacity="{_n(line.opacity)}"' if line.opacity < 1 else ""
    return f'<path d="{d}" fill="none" stroke="{line.colour}" stroke-width="{_n(line.width)}"{dash}{opacity}>{_title(line.title)}</path>'


def _box(box: Box) -> str:
    x = box.x + box.w / 2 if box.align == "middle" else box.x + 5
    top = box.y + (box.h - LEADING * box.size * len(box.lines)) / 2 + box.size * (LEADING - 1) / 2 + box.size * ASCENT
    lines = "".join(_text(Text(x, top + i * LEADING * box.size, line, box.size, box.ink, box.align)) for i, line in enumerate(box.lines))
    return f'<g>{_title(box.title)}<path d="{outline(box)}" fill="{box.fill}" stroke="{box.stroke}" stroke-width="0.8"/>{lines}</g>'


def _text(text: Text) -> str:
    anchor = f' text-anchor="{text.anchor}"' if text.anchor != "start" else ""
    return f'<text x="{_n(text.x)}" y="{_n(text.y)}" font-size="{_n(text.size)}" fill="{text.colour}"{anchor}>{escape(text.text)}</text>'


def _title(title: str) -> str:
    return f"<title>{escape(title)}</title>" if title else ""


def _rounded(x: float, y: float, w: float, h: float, r: float) -> str:
    """A rectangle with quarter circles of radius r (as close as cubic curves come) at its corners."""
    k = r * 0.448  # of the way from the corner to where the curve begins
    corners = (((x + w - r, y), (x + w - k, y), (x + w, y + k), (x + w, y + r)), ((x + w, y + h - r), (x + w, y + h - k), (x + w - k, y + h), (x + w - r, y + h)),
               ((x + r, y + h), (x + k, y + h), (x, y + h - k), (x, y + h - r)), ((x, y + r), (x, y + k), (x + k, y), (x + r, y)))
    return "M" + "L".join(f"{_n(a)} {_n(b)}C" + " ".join(f"{_n(u)} {_n(v)}" for u, v in rest) for (a, b), *rest in corners) + "Z"


def outline(box: Box) -> str:
    """The outline of a box's shape: each class of entity has one of its own, so that grey paper tells them apart."""
    x, y, w, h = box.x, box.y, box.w, box.h
    c, k = min(h / 2, 6.0), min(h / 3, 3.5)
    if box.shape in ("pill", "round"):
        return _rounded(x, y, w, h, min(h / 2, w / 2) if box.shape == "pill" else min(4.0, h / 2))
    corners = {
        "octagon": [(x + k, y), (x + w - k, y), (x + w, y + k), (x + w, y + h - k), (x + w - k, y + h), (x + k, y + h), (x, y + h - k), (x, y + k)],
        "hexagon": [(x + c, y), (x + w - c, y), (x + w, y + h / 2), (x + w - c, y + h), (x + c, y + h), (x, y + h / 2)],
        "tag": [(x, y), (x + w - c, y), (x + w, y + h / 2), (x + w - c, y + h), (x, y + h)],
        "fold": [(x, y), (x + w - c, y), (x + w, y + c), (x + w, y + h), (x, y + h)],
    }.get(box.shape, [(x, y), (x + w, y), (x + w, y + h), (x, y + h)])
    return "M" + "L".join(f"{_n(a)} {_n(b)}" for a, b in corners) + "Z"
