"""The papers as references: GB/T 7714—2015, BibTeX, RIS; `cite` makes one with an item's number for a card."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from graph.model import Paper
from graph.queries import papers
from graph.store import Store


def cite(paper: Paper, form: str, item: str = "") -> str:
    """One reference in a form of FORMS, with the item cited where it is given.

    cite(p, "gbt", "6") → 共青团北京市委办公室. 北京共青团2023年工作要点: 京团办字〔2023〕2号[A]. 2023-04-10: 第6项.
    """
    return FORMS[form](paper, item)


def gbt7714(paper: Paper, item: str = "") -> str:
    """GB/T 7714—2015, type A (archive, official document)."""
    number = f": {paper.number}" if paper.number else ""
    issuer = f"{paper.issuer}. " if paper.issuer else ""
    date = f". {paper.date}" if paper.date else ""
    return f"{issuer}{paper.title}{number}[A]{date}{f': 第{item}项' if item else ''}."


def bibtex(paper: Paper, item: str = "") -> str:
    """BibTeX @techreport; the key is stable: year and 8 hex digits of the paper's IRI."""
    fields = {"title": f"{{{_tex(paper.title)}}}", "institution": _tex(paper.issuer), "number": _tex(paper.number), "year": paper.date[:4], "date": paper.date,
              "note": f"第{_tex(item)}项" if item else "", "langid": "chinese"}
    body = ",\n".join(f"  {k} = {{{v}}}" for k, v in fields.items() if v)
    return f"@techreport{{{_key(paper)},\n{body}\n}}"


def ris(paper: Paper, item: str = "") -> str:
    """RIS, type GOVDOC."""
    rows = [("TY", "GOVDOC"), *(("AU", name) for name in paper.issuer.split("、") if name), ("TI", paper.title), ("M1", paper.number), ("PY", paper.date[:4]),
            ("DA", paper.date.replace("-", "/")), ("SP", f"第{item}项" if item else ""), ("LA", "zh"), ("ID", _key(paper)), ("ER", "")]
    return "\r\n".join(f"{tag}  - {_line(value)}" for tag, value in rows if value or tag == "ER") + "\r\n"


def _key(paper: Paper) -> str:
    return f"policytrace{paper.date[:4]}{hashlib.sha256(paper.iri.encode()).hexdigest()[:8]}"


def _line(text: str) -> str:
    return " ".join(text.split())


def _tex(text: str) -> str:
    """Text without what BibTeX reads as its own: braces, backslash, percent and the like."""
    special = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "#": r"\#", "$": r"\$", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    return "".join(special.get(c, c) for c in _line(text))


FORMS: dict[str, Callable[[Paper, str], str]] = {"gbt": gbt7714, "bib": bibtex, "ris": ris}


def references(form: str) -> Callable[[Store, Sequence[str] | None], bytes]:
    """An exporter of all chosen papers in one of FORMS."""

    def write(store: Store, selection: Sequence[str] | None = None) -> bytes:
        return ("\n".join(cite(p, form) for p in papers(store, selection)) + "\n").encode("utf-8")

    return write
