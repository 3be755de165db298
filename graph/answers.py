"""The answer of a query as text: a table for the eye, CSV, TSV, JSON and XML of the SPARQL standards, N-Triples and Turtle of triples."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from graph import write
from graph.errors import QueryError
from graph.model import Answer, Term
from graph.store_terms import plain
from graph.vocab import NS, THINGS, name_of

WIDEST = 60  # cells of a table's column; a Chinese character takes two
STRING = "http://www.w3.org/2001/XMLSchema#string"
RESULT_SET = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
BAD_XML = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF), "\ufffd")


def as_text(answer: Answer, form: str) -> str:
    """The answer in one of FORMATS."""
    if form not in FORMATS:
        raise QueryError(f"{form!r} is no form of an answer: use one of {', '.join(FORMATS)}")
    return FORMATS[form](answer)


def as_table(answer: Answer) -> str:
    """Columns that line up, IRIs shortened to what they name; for the eye only."""
    if answer.kind == "boolean":
        return f"{str(answer.boolean).lower()}\n"
    names, rows = grid(answer)
    cells = [[_clip(_shown(value)) for value in row] for row in rows]
    widths = [max(map(_width, column)) for column in zip(names, *cells, strict=True)]
    lines = [names, ["-" * w for w in widths], *cells]
    return "".join("  ".join(c + " " * (w - _width(c)) for c, w in zip(line, widths, strict=True)).rstrip() + "\n" for line in lines)


def as_csv(answer: Answer) -> str:
    """SPARQL 1.1 results in CSV: the terms as plain strings."""
    names, rows = grid(answer)
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(names)
    writer.writerows([plain(value) for value in row] for row in rows)
    return out.getvalue()


def as_tsv(answer: Answer) -> str:
    """SPARQL 1.1 results in TSV: the terms as SPARQL writes them."""
    names, rows = grid(answer)
    head = "\t".join(f"?{name}" for name in names)
    return "".join(line + "\n" for line in (head, *("\t".join("" if v is None else str(v) for v in row) for row in rows)))


def as_json(answer: Answer) -> str:
    """SPARQL 1.1 results in JSON; of triples, JSON-LD."""
    if answer.kind == "boolean":
        return json.dumps({"head": {}, "boolean": answer.boolean}) + "\n"
    if answer.kind == "triples":
        return write.jsonld(ox.Quad(t.subject, t.predicate, t.object) for t in answer.triples)
    rows = [{n: _json(v) for n, v in zip(answer.variables, row, strict=True) if v is not None} for row in answer.rows]
    return json.dumps({"head": {"vars": list(answer.variables)}, "results": {"bindings": rows}}, ensure_ascii=False, indent=1) + "\n"


def as_xml(answer: Answer) -> str:
    """SPARQL 1.1 results in XML."""
    names, rows = ((), []) if answer.kind == "boolean" else grid(answer)
    head = "".join(f"<variable name={quoteattr(n)}/>" for n in names)
    bindings = "".join(
        "<result>" + "".join(f"<binding name={quoteattr(n)}>{_xml(v)}</binding>" for n, v in zip(names, row, strict=True) if v is not None) + "</result>\n"
        for row in rows
    )
    body = f"<boolean>{str(answer.boolean).lower()}</boolean>" if answer.kind == "boolean" else f"<results>\n{bindings}</results>"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n<head>{head}</head>\n{body}\n</sparql>\n'


def as_turtle(answer: Answer) -> str:
    """The triples of CONSTRUCT and DESCRIBE in Turtle; rows and truth in the W3C's vocabulary of result sets."""
    if answer.kind != "triples":
        return _result_set(answer)
    return write.turtle(ox.Quad(t.subject, t.predicate, t.object) for t in _triples(answer))


def as_ntriples(answer: Answer) -> str:
    """The triples of CONSTRUCT and DESCRIBE in sorted N-Triples."""
    return "".join(sorted({f"{t} .\n" for t in _triples(answer)}))


FORMATS: dict[str, Callable[[Answer], str]] = {
    "table": as_table, "csv": as_csv, "tsv": as_tsv, "json": as_json, "xml": as_xml, "ttl": as_turtle, "nt": as_ntriples,
}  # fmt: skip


def _triples(answer: Answer) -> tuple[ox.Triple, ...]:
    if answer.kind != "triples":
        raise QueryError("only CONSTRUCT and DESCRIBE give triples: choose table, csv, tsv, json or xml for the rows of a SELECT")
    return answer.triples


def _result_set(answer: Answer) -> str:
    names, rows = (list(answer.variables), list(answer.rows)) if answer.kind == "rows" else ([], [])
    head = f"@prefix rs: <{RESULT_SET}> .\n\n[] a rs:ResultSet"
    head += "".join(f" ;\n  rs:resultVariable {ox.Literal(name)}" for name in names)
    if answer.kind == "boolean":
        return f"{head} ;\n  rs:boolean {str(answer.boolean).lower()} .\n"
    bound = [[f"[ rs:variable {ox.Literal(n)} ; rs:value {v} ]" for n, v in zip(names, row, strict=True) if v is not None] for row in rows]
    return head + "".join(f" ;\n  rs:solution [ {'rs:binding ' if row else ''}{' , '.join(row)} ]" for row in bound) + " .\n"


def grid(answer: Answer) -> tuple[list[str], list[tuple[Term | None, ...]]]:
    """Names and rows of an answer of any kind; triples are rows of subject, predicate, object, sorted."""
    if answer.kind == "boolean":
        return ["boolean"], [(ox.Literal(answer.boolean),)]
    if answer.kind == "triples":
        return ["subject", "predicate", "object"], sorted(((t.subject, t.predicate, t.object) for t in answer.triples), key=lambda r: [str(v) for v in r])
    return list(answer.variables), list(answer.rows)


def _shown(value: Term | None) -> str:
    text = plain(value)
    if isinstance(value, ox.NamedNode):
        text = name_of(text) if text.startswith(THINGS) else "pt:" + text.removeprefix(NS) if text.startswith(NS) else text
    return "".join(c if c.isprintable() else " " for c in text)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _clip(text: str) -> str:
    if _width(text) <= WIDEST:
        return text
    while _width(text) > WIDEST - 1:
        text = text[: min(len(text) - 1, WIDEST)]
    return text + "…"


def _json(value: Term) -> dict[str, Any]:
    if isinstance(value, ox.NamedNode):
        return {"type": "uri", "value": value.value}
    if isinstance(value, ox.BlankNode):
        return {"type": "bnode", "value": value.value}
    if not isinstance(value, ox.Literal):
        return {"type": "triple", "value": str(value)}
    row = {"type": "literal", "value": value.value}
    if value.language:
        return row | {"xml:lang": value.language}
    return row if value.datatype.value == STRING else row | {"datatype": value.datatype.value}


def _xml(value: Term) -> str:
    text = escape(plain(value).translate(BAD_XML))
    if isinstance(value, ox.NamedNode):
        return f"<uri>{text}</uri>"
    if isinstance(value, ox.BlankNode):
        return f"<bnode>{text}</bnode>"
    if isinstance(value, ox.Literal) and value.language:
        return f"<literal xml:lang={quoteattr(value.language)}>{text}</literal>"
    if isinstance(value, ox.Literal) and value.datatype.value != STRING:
        return f"<literal datatype={quoteattr(value.datatype.value)}>{text}</literal>"
    return f"<literal>{text}</literal>"
