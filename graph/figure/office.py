"""Drawing → PowerPoint (boxes and lines that can be edited, quotes in the notes) and Word (the picture and the table of evidence)."""

from __future__ import annotations

import datetime
import io
import json
import re
import zipfile
from collections.abc import Sequence
from html import escape, unescape
from typing import Any

from docx import Document
from docx.oxml.ns import qn as word_qn
from docx.shared import Pt as WordPt
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from graph.figure.drawing import Area, Box, Drawing, Line, Point, Text, along
from graph.figure.font import FAMILY, LEADING, converter, width
from graph.figure.svg import to_svg
from graph.figure.words import relation, word

Colour: Any = RGBColor  # python-pptx has no types

SHAPES = {"rect": MSO_SHAPE.RECTANGLE, "round": MSO_SHAPE.ROUNDED_RECTANGLE, "pill": MSO_SHAPE.ROUNDED_RECTANGLE, "octagon": MSO_SHAPE.OCTAGON,
          "hexagon": MSO_SHAPE.HEXAGON, "tag": MSO_SHAPE.PENTAGON, "fold": MSO_SHAPE.SNIP_1_RECTANGLE}
ANCHORS = {"start": PP_ALIGN.LEFT, "middle": PP_ALIGN.CENTER, "end": PP_ALIGN.RIGHT}
PLACE = "policytrace-figure"  # stands in the keywords until the package is written
LONGEST = 20_000_000  # bytes of core properties that are read
EPOCH = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


def to_pptx(drawing: Drawing) -> bytes:
    """One slide of the drawing's size."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(drawing.width), Pt(drawing.height)
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    shapes = {box.id: _add_box(slide, box) for box in drawing.boxes}
    for area in drawing.areas:
        _add_area(slide, area)
    for line in drawing.lines:
        _add_line(slide, line, shapes)
    for text in drawing.texts:
        _add_text(slide, text)
    slide.notes_slide.notes_text_frame.text = "\n".join(_quotes(drawing))
    _stamp(deck.core_properties, drawing)
    out = io.BytesIO()
    deck.save(out)
    return _fixed_zip(out.getvalue(), drawing)


def _add_box(slide: Any, box: Box) -> Any:
    shape = slide.shapes.add_shape(SHAPES.get(box.shape, MSO_SHAPE.RECTANGLE), Pt(box.x), Pt(box.y), Pt(box.w), Pt(box.h))
    _fill(shape, box.fill, box.stroke)
    if box.shape in ("pill", "round"):
        shape.adjustments[0] = 0.5 if box.shape == "pill" else min(4.0 / min(box.w, box.h), 0.5)
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = Pt(3)
    frame.margin_top = frame.margin_bottom = Pt(0)
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    frame.word_wrap = False
    shape.name = box.title or box.id
    for n, line in enumerate(box.lines):
        paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
        paragraph.alignment = ANCHORS[box.align]
        _run(paragraph, line, box.size, box.ink)
    return shape


def _add_area(slide: Any, area: Area) -> None:
    """A bar or cell as a rectangle, a band of the Sankey diagram as a path."""
    x, y, w, h = area.bounds
    if w > 0 and h > 0:
        _fill(slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Pt(x), Pt(y), Pt(w), Pt(h)), area.fill, area.stroke or area.fill)
        return
    first, *rest = _outline(area.path)
    builder = slide.shapes.build_freeform(*(int(Pt(v)) for v in first))
    builder.add_line_segments([(int(Pt(a)), int(Pt(b))) for a, b in rest], close=True)
    shape = builder.convert_to_shape()
    _fill(shape, area.fill, area.fill)
    shape.line.fill.background()
    colour = shape.fill._xPr.find(qn("a:solidFill")).find(qn("a:srgbClr"))
    colour.append(colour.makeelement(qn("a:alpha"), {"val": str(round(area.opacity * 100000))}))


def _outline(path: str) -> list[Point]:
    """Points along an outline of M, L and C."""
    found: list[Point] = []
    for step, numbers in re.findall(r"([MLC])([^MLCZ]*)", path):
        values = [float(n) for n in numbers.split()]
        points = list(zip(values[::2], values[1::2], strict=True))
        found += list(along([found[-1], *points], closeness=12))[1:] if step == "C" else points
    return found


def _fill(shape: Any, fill: str, stroke: str) -> None:
    _plain(shape)
    shape.fill.solid()
    shape.fill.fore_color.rgb = Colour.from_string(fill.lstrip("#").upper())
    shape.line.color.rgb = Colour.from_string(stroke.lstrip("#").upper())
    shape.line.width = Pt(0.8)


def _plain(shape: Any) -> None:
    """Without the theme's style: no shadow, in LibreOffice neither."""
    style = shape._element.find(qn("p:style"))
    if style is not None:
        shape._element.remove(style)


def _run(paragraph: Any, text: str, size: float, colour: str) -> None:
    run = paragraph.add_run()
    run.text = text
    run.font.size = Pt(size)
    run.font.name = FAMILY
    run.font.color.rgb = Colour.from_string(colour.lstrip("#").upper())


def _add_line(slide: Any, line: Line, shapes: dict[str, Any]) -> None:
    """A connector that hangs on its boxes; a line that goes round others, or leaves from above or below, is a path of its own."""
    (x, y), (u, v) = line.points[0], line.points[-1]
    if len(line.points) > 4 or (line.curved and abs(line.points[1][0] - x) < 0.01 and abs(u - x) > 0.5):
        _add_path(slide, line)
        return
    kind = MSO_CONNECTOR.CURVE if line.curved else MSO_CONNECTOR.STRAIGHT
    connector = slide.shapes.add_connector(kind, Pt(x), Pt(y), Pt(u), Pt(v))
    _stroke(connector, line)
    for end, point, join in ((line.source, line.points[0], connector.begin_connect), (line.target, line.points[-1], connector.end_connect)):
        shape = shapes.get(end)
        if shape is not None and shape.auto_shape_type in (MSO_SHAPE.RECTANGLE, MSO_SHAPE.ROUNDED_RECTANGLE):
            join(shape, 3 if abs(point[0] - shape.left.pt - shape.width.pt) < 1 else 1)


def _add_path(slide: Any, line: Line) -> None:
    first, *rest = along(line.points, line.curved, 6)
    builder = slide.shapes.build_freeform(*(int(Pt(v)) for v in first))
    builder.add_line_segments([(int(Pt(a)), int(Pt(b))) for a, b in rest], close=False)
    shape = builder.convert_to_shape()
    shape.fill.background()
    _stroke(shape, line)


def _stroke(shape: Any, line: Line) -> None:
    _plain(shape)
    shape.line.color.rgb = Colour.from_string(line.colour.lstrip("#").upper())
    shape.line.width = Pt(line.width)
    if line.dash:
        shape.line.dash_style = MSO_LINE.DASH


def _add_text(slide: Any, text: Text) -> None:
    wide = width(text.text, text.size) * 1.3 + 8  # room for a machine whose font is wider
    left = {"start": text.x, "middle": text.x - wide / 2, "end": text.x - wide}[text.anchor]
    frame = slide.shapes.add_textbox(Pt(left), Pt(text.y - text.size), Pt(wide), Pt(text.size * LEADING)).text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Pt(0)
    frame.word_wrap = True
    frame.paragraphs[0].alignment = ANCHORS[text.anchor]
    _run(frame.paragraphs[0], text.text, text.size, text.colour)


def _quotes(drawing: Drawing) -> list[str]:
    return [f"[{n}] {q.item} · {q.verb or relation(q.relation, drawing.lang)} · {q.entity}：“{q.words}”（《{q.paper}》）" for n, q in enumerate(drawing.quotes, 1)]


def to_docx(drawing: Drawing) -> bytes:
    """The picture, 300 dpi, and the table of evidence under it."""
    report: Any = Document()
    style = report.styles["Normal"]
    style.font.name, style.font.size = FAMILY, WordPt(9)
    style.element.rPr.rFonts.set(word_qn("w:eastAsia"), FAMILY)
    section = report.sections[0]
    section.page_width, section.page_height = WordPt(drawing.width), WordPt(drawing.height)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = WordPt(28)
    image = converter().svg_to_png(to_svg(drawing, embed=False), scale=1, ppi=300)
    share = min((drawing.width - 56) / drawing.width, (drawing.height - 76) / drawing.height)
    report.add_picture(io.BytesIO(image), width=WordPt(drawing.width * share))
    heading = report.add_paragraph(word("sources", drawing.lang))
    heading.paragraph_format.page_break_before = True
    head = ("#", word("tasks", drawing.lang), word("named_column", drawing.lang), word("sources", drawing.lang))
    rows = [(str(n), q.item, f"{q.verb or relation(q.relation, drawing.lang)} → {q.entity}", q.words) for n, q in enumerate(drawing.quotes, 1)]
    add_table(report, (head, *rows), [(drawing.width - 56) * share for share in (0.06, 0.14, 0.3, 0.5)])
    _stamp(report.core_properties, drawing)
    out = io.BytesIO()
    report.save(out)
    return _fixed_zip(out.getvalue(), drawing)


def add_table(report: Any, rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
    """A Word table of these widths in points; its first row is repeated on every page, and no row is broken."""
    table = report.add_table(rows=len(rows), cols=len(widths))
    table.style = "Table Grid"
    table.autofit = False
    for column, wide in zip(table.columns, widths, strict=True):
        column.width = WordPt(wide)
    for n, (row, texts) in enumerate(zip(table.rows, rows, strict=True)):
        properties = row._tr.get_or_add_trPr()
        properties.append(properties.makeelement(word_qn("w:cantSplit"), {}))
        if n == 0:
            properties.append(properties.makeelement(word_qn("w:tblHeader"), {}))
        for cell, text, wide in zip(row.cells, texts, widths, strict=True):
            cell.text, cell.width = text, WordPt(wide)


def _stamp(properties: Any, drawing: Drawing) -> None:
    """Core properties that do not change from run to run: the paper's date, our name, what draws the figure again."""
    when = datetime.datetime.fromisoformat(drawing.date).replace(tzinfo=datetime.UTC) if drawing.date else EPOCH
    properties.created = properties.modified = when
    properties.author = properties.last_modified_by = "PolicyTrace"
    properties.title = drawing.title[:250]
    properties.keywords = PLACE
    properties.revision = 1


def _fixed_zip(data: bytes, drawing: Drawing) -> bytes:
    """The package with what draws the figure again in its keywords (no limit of length there)."""
    return fix_package(data, drawing.date, escape(json.dumps(drawing.spec, ensure_ascii=False, sort_keys=True)))


def fix_package(data: bytes, date: str, keywords: str = "") -> bytes:
    """The same members in order of name (content types first) with a fixed date, the core properties dated by the paper's `date`."""
    stamp = f"{date or EPOCH.date().isoformat()}T00:00:00Z"
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            info = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            content = source.read(name)
            if name == "docProps/core.xml":
                content = content.replace(PLACE.encode(), keywords.encode("utf-8"))
                content = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", lambda m: m.group(1) + stamp.encode(), content)
            target.writestr(info, content)
    return out.getvalue()


def office_spec(data: bytes) -> str:
    """The keywords in which `_fixed_zip` put what draws the figure again, "" where there is none."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        sizes = {i.filename: i.file_size for i in package.infolist()}
        core = package.read("docProps/core.xml").decode("utf-8") if 0 < sizes.get("docProps/core.xml", 0) < LONGEST else ""
    found = re.search(r"(?s)<cp:keywords>(.*?)</cp:keywords>", core)
    return unescape(found.group(1)) if found else ""
