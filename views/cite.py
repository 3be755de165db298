"""A ready citation of a paper and an initiative in it: GB/T 7714-2015, BibTeX, RIS."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from graph.model import Paper, Tie
from views import data, words
from views.state import short
from views.words import say


def gbt7714(paper: Paper, place: str) -> str:
    """GB/T 7714-2015, a document without publisher: 责任者. 题名: 文号[A]. 日期: 引文位置."""
    head = ". ".join(filter(None, (paper.issuer, paper.title)))
    number = f": {paper.number}" if paper.number else ""
    return f"{head}{number}[A]. {paper.date or '日期不详'}: {place}."


def bibtex(paper: Paper, place: str) -> str:
    """BibTeX; braces in values are dropped, since no paper's title may end the entry."""
    def value(text: str) -> str:
        return text.replace("{", "").replace("}", "").replace("\\", "")

    rows = {"title": f"{{{value(paper.title)}}}", "author": f"{{{value(paper.issuer)}}}", "number": value(paper.number), "date": paper.date, "note": value(place),
            "langid": "chinese"}
    body = ",\n".join(f"  {k} = {{{v}}}" for k, v in rows.items() if v and v != "{}")
    return f"@misc{{pt{short(paper.iri)},\n{body}\n}}\n"


def ris(paper: Paper, place: str) -> str:
    """RIS, type GOVDOC."""
    rows = (("TY", "GOVDOC"), ("AU", paper.issuer), ("TI", paper.title), ("M1", paper.number), ("DA", paper.date.replace("-", "/")), ("SE", place), ("LA", "zh"),
            ("ER", " "))
    return "".join(f"{k}  - {' '.join(v.split())}\r\n" for k, v in rows if v)


STYLES: dict[str, Callable[[Paper, str], str]] = {"GB/T 7714": gbt7714, "BibTeX": bibtex, "RIS": ris}


def box(tie: Tie, *, key: str) -> None:
    """The citation of the paper in which a link stands, with its place."""
    paper = next((p for p in data.papers() if p.iri == tie.paper), None)
    if paper is None:
        return
    with st.expander(say("cite"), icon=":material/format_quote:"):
        style = st.segmented_control(say("cite_style"), list(STYLES), default="GB/T 7714", key=f"{key}.cite", label_visibility="collapsed")
        st.code(STYLES[style or "GB/T 7714"](paper, words.place(tie.source_id)), language=None, wrap_lines=True)
