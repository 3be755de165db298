"""The briefing as one Word file: summary, figures, every directive with its tasks and their words, method and limits, citation."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Pt

from graph.export_references import cite
from graph.figure import Options, draw, render
from graph.figure.drawing import Drawing
from graph.figure.font import FAMILY
from graph.figure.office import add_table, fix_package
from graph.figure.trace import source_name
from graph.figure.words import concept, relation, word
from graph.model import Paper, Tie
from graph.queries import ABOVE, coverage, directives, links, papers, sizes
from graph.store import Store

FIGURES = ("trace", "sankey", "matrix", "timeline", "shares")
PAPER = "a4-landscape"
SHARES = (0.2, 0.14, 0.24, 0.42)  # of the width, for the columns of the table
Progress = Callable[[float, str], None]


def briefing(store: Store, selection: Sequence[str] | None, lang: str = "zh", progress: Progress = lambda share, what: None,
             drawings: Mapping[str, Drawing] = MappingProxyType({})) -> bytes:
    """The Word file; the same bytes for the same graph. `drawings` are figures that are drawn already."""
    report: Any = Document()
    _fonts(report)
    chosen = papers(store, selection)
    report.add_heading(heading(chosen, lang), 0)
    for line in summary(store, selection, lang):
        report.add_paragraph(line, style="List Bullet")
    for n, kind in enumerate(FIGURES):
        progress(n / (len(FIGURES) + 1), kind)
        drawing = drawings.get(kind) or figure(kind, store, selection, lang)
        report.add_picture(io.BytesIO(render(drawing, ".png")), width=Pt(690))
    progress(len(FIGURES) / (len(FIGURES) + 1), "table")
    report.add_heading(word("answered", lang), 1)
    add_table(report, (columns(lang), *rows(links(store, selection), lang)), [758 * share for share in SHARES])
    report.add_heading(word("method_title", lang), 1)
    for n in range(1, 6):
        report.add_paragraph(word(f"method_{n}", lang), style="List Number")
    report.add_heading(word("cite", lang), 1)
    for paper in chosen:
        report.add_paragraph(cite(paper, "gbt"))
    report.core_properties.author = "PolicyTrace"
    out = io.BytesIO()
    report.save(out)
    return fix_package(out.getvalue(), max((p.date for p in chosen), default=""))


def figure(kind: str, store: Store, selection: Sequence[str] | None, lang: str) -> Drawing:
    """A figure of a briefing: on A4 across."""
    return draw(kind, store, Options(lang=lang, paper=PAPER, papers=tuple(selection or ())))


def summary(store: Store, selection: Sequence[str] | None, lang: str) -> list[str]:
    """What was read, how many, how far the tasks name directives: one sentence each."""
    chosen, covers, ranked = papers(store, selection), coverage(store, selection), directives(store, selection)
    size = {s.paper: s for s in sizes(store, selection)}
    lines = [_head(p, lang) for p in chosen]
    total = [sum(getattr(size[p.iri], k) for p in chosen if p.iri in size) for k in ("items", "mentions", "links")]
    lines.append(word("counted", lang, *total))
    own = sum(bool(c.own) for c in covers)
    lines.append(word("covered", lang, own, len(covers), len(covers) - own))
    if ranked:
        top = "、".join(f"{d.label}（{d.items}）" for d in ranked[:5])
        lines.append(word("most_answered", lang, top))
    return [*lines, word("said", lang)]


def _head(paper: Paper, lang: str) -> str:
    return "，".join(filter(None, (f"《{paper.title}》", paper.number, paper.issuer, paper.date)))


def _fonts(report: Any) -> None:
    style = report.styles["Normal"]
    style.font.name, style.font.size = FAMILY, Pt(9.5)
    for name in ("Normal", "Title", "Heading 1", "List Bullet", "List Number"):
        report.styles[name].font.name = FAMILY
        fonts = report.styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), FAMILY)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):  # else Word takes the theme's own
            fonts.attrib.pop(qn(theme), None)
    section = report.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Pt(841.89), Pt(595.28)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Pt(42)


def columns(lang: str) -> tuple[str, str, str, str]:
    """The headings of the table of directives."""
    return word("directive_column", lang), word("standing_column", lang), word("tasks", lang), word("sources", lang)


def rows(ties: Sequence[Tie], lang: str) -> list[tuple[str, str, str, str]]:
    """Every directive with the tasks that answer it and their words, the most answered first; its name and standing only on its first row."""
    answered: dict[str, list[Tie]] = {}
    for tie in ties:
        if tie.family == "responds" and tie.standing in ABOVE:
            answered.setdefault(tie.entity, []).append(tie)
    made = []
    for found in sorted(answered.values(), key=lambda rows: (-len({t.source for t in rows}), rows[0].label)):
        before = ""
        for n, tie in enumerate(found):
            first = (tie.label, f"{concept('standing', tie.standing, lang)} · {concept('tier', tie.tier, lang)}") if n == 0 else ("", "")
            said = f"{relation(tie.relation, lang)}：“{' '.join(tie.quotes[0].text.split())}”" if tie.quotes else relation(tie.relation, lang)
            same = n > 0 and said == before
            before = said
            made.append((*first, f"{source_name(tie, lang)} {tie.heading.replace('**', '')}".strip(), word("same", lang) if same else said))
    return made


def heading(chosen: Sequence[Paper], lang: str) -> str:
    """The title of a briefing: its papers, at most two of them by name."""
    return "、".join(f"《{p.title}》" for p in chosen[:2]) + (f" +{len(chosen) - 2}" if len(chosen) > 2 else "") or word("nothing", lang)
