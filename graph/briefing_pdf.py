"""The briefing as one PDF: the same parts as the Word file, its text set by us, its figures vector; it can be searched and copied."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator, Sequence

import pypdfium2

from graph.briefing import FIGURES, PAPER, SHARES, Progress, columns, figure, heading, rows, summary
from graph.export_references import cite
from graph.figure import render
from graph.figure.drawing import Drawing, Line, Text
from graph.figure.font import LEADING
from graph.figure.formats import with_xmp
from graph.figure.page import INK, PAPERS, SOFT
from graph.figure.words import word
from graph.figure.wrap import wrap
from graph.queries import links, papers
from graph.store import Store

EDGE = 42.0
SIZE, HEADING = 8.5, 14.0


def briefing_pdf(store: Store, selection: Sequence[str] | None, lang: str = "zh", progress: Progress = lambda share, what: None) -> bytes:
    """The PDF; the same bytes for the same graph."""
    chosen = papers(store, selection)
    method = [f"{n}. {word(f'method_{n}', lang)}" for n in range(1, 6)]
    pages = list(_prose([(heading(chosen, lang), summary(store, selection, lang))]))
    for n, kind in enumerate(FIGURES):
        progress(0.7 * n / len(FIGURES), kind)
        pages.append(figure(kind, store, selection, lang))
    progress(0.7, "table")
    pages += _table(rows(links(store, selection), lang), lang)
    pages += _prose([(word("method_title", lang), method), (word("cite", lang), [cite(p, "gbt") for p in chosen])])
    whole = pypdfium2.PdfDocument.new()
    for n, page in enumerate(pages):
        progress(0.8 + 0.2 * n / len(pages), "pdf")
        whole.import_pages(pypdfium2.PdfDocument(render(page, ".pdf")))
    out = io.BytesIO()
    whole.save(out)
    progress(1.0, "")
    date = max((p.date for p in chosen), default="")
    return with_xmp(_fixed(out.getvalue(), date), Drawing(0, 0, pages[0].title, date=date))


def _fixed(data: bytes, date: str) -> bytes:
    """The day of making and the random number of the file, both by what it holds; not a byte longer or shorter."""
    day = (date.replace("-", "") or "20000101").encode("ascii")
    data = re.sub(rb"CreationDate\(D:\d{14}", b"CreationDate(D:" + day + b"000000", data)
    bare = re.sub(rb"/ID\[<[0-9A-F]{32}><[0-9A-F]{32}>\]", b"", data)
    number = hashlib.md5(bare, usedforsecurity=False).hexdigest().upper().encode("ascii")
    return re.sub(rb"/ID\[<[0-9A-F]{32}><[0-9A-F]{32}>\]", b"/ID[<%s><%s>]" % (number, number), data)


def _prose(parts: Sequence[tuple[str, Sequence[str]]]) -> Iterator[Drawing]:
    """Headings, each with its lines under it, on as many pages as they need."""
    w, h = PAPERS[PAPER]
    lines: list[tuple[str, float]] = []
    for title, said in parts:
        lines += [*((line, HEADING) for line in wrap(title, HEADING, w - 2 * EDGE, 3)), ("", HEADING)]
        lines += [(line, SIZE + 1.5) for text in said for line in (*wrap(text, SIZE + 1.5, w - 2 * EDGE, 12, prose=True), "")]
    texts: list[Text] = []
    y = EDGE
    for line, size in lines:
        y += size * LEADING * (1.0 if line else 0.5)
        if y > h - EDGE:
            yield Drawing(w, h, parts[0][0], texts=tuple(texts))
            texts, y = [], EDGE + size * LEADING
        texts.append(Text(EDGE, y, line, size, INK))
    yield Drawing(w, h, parts[0][0], texts=tuple(texts))


def _table(found: Sequence[tuple[str, str, str, str]], lang: str) -> Iterator[Drawing]:
    """The table of directives, its heading on every page; a row is never broken."""
    w, h = PAPERS[PAPER]
    title = word("answered", lang)
    wide = [(w - 2 * EDGE) * share for share in SHARES]
    left = [EDGE + sum(wide[:i]) for i in range(4)]
    texts: list[Text] = []
    lines: list[Line] = []
    y = h
    for row in found:
        cells = [wrap(text, SIZE, room - 8, 14, prose=i == 3) for i, (text, room) in enumerate(zip(row, wide, strict=True))]
        tall = max(map(len, cells)) * SIZE * LEADING + 5
        if y + tall > h - EDGE:
            if texts:
                yield Drawing(w, h, title, lines=tuple(lines), texts=tuple(texts))
            texts = [Text(EDGE, EDGE + HEADING, title, HEADING, INK)]
            texts += [Text(x, EDGE + HEADING + 20, head, SIZE, SOFT) for x, head in zip(left, columns(lang), strict=True)]
            lines, y = [], EDGE + HEADING + 26
        start = left[0] if row[0] else left[2]  # a directive's rows hang together
        lines.append(Line(((start, y), (w - EDGE, y)), "#999999" if row[0] else "#dddddd", 0.5, curved=False))
        texts += [Text(x, y + (i + 1) * SIZE * LEADING, line, SIZE, INK) for x, cell in zip(left, cells, strict=True) for i, line in enumerate(cell)]
        y += tall
    if texts:
        yield Drawing(w, h, title, lines=tuple(lines), texts=tuple(texts))
