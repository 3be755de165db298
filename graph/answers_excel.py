"""The answer of a query as an Excel workbook: the terms, and beside the IRIs the names that they have in the graph."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping

import pyoxigraph as ox
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter

from graph.answers import grid
from graph.model import Answer, Term
from graph.store_terms import plain

WIDEST = 32_000  # characters of a cell; Excel holds 32,767
NUMBERS = frozenset(f"http://www.w3.org/2001/XMLSchema#{name}" for name in ("integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger"))


def as_excel(answer: Answer, labels: Mapping[str, str]) -> bytes:
    """One sheet. A column that holds IRIs with a name in `labels` has a column of names before it; text is never a formula.

    A SELECT of ?o with pt:… named 青马工程 → columns `o (label)`, `o`; an ASK → one cell, true or false.
    """
    names, rows = grid(answer)
    named = [any(isinstance(row[i], ox.NamedNode) and plain(row[i]) in labels for row in rows) for i in range(len(names))]
    book = Workbook(write_only=True)
    sheet = book.create_sheet("PolicyTrace")
    sheet.freeze_panes = "A2"
    head = [title for name, has in zip(names, named, strict=True) for title in ([f"{name} (label)", name] if has else [name])]
    for i in range(len(head)):
        sheet.column_dimensions[get_column_letter(i + 1)].width = 36
    sheet.append([_cell(sheet, title) for title in head])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in _row(row, named, labels)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _row(row: tuple[Term | None, ...], named: list[bool], labels: Mapping[str, str]) -> Iterator[str | float | bool | None]:
    for value, has in zip(row, named, strict=True):
        if has:
            yield labels.get(plain(value), "")
        yield _value(value)


def _value(value: Term | None) -> str | float | bool | None:
    if value is None:
        return None
    if isinstance(value, ox.Literal) and value.datatype.value in NUMBERS:
        try:
            return int(value.value) if value.value.lstrip("+-").isdigit() else float(value.value)
        except ValueError:
            return value.value
    return plain(value)


def _cell(sheet: object, value: str | float | bool | None) -> object:
    """A cell; a text is text even where it begins as a formula does, without the characters that XML can't hold."""
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value if value is None or abs(value) < 1e300 else str(value))
    cell = WriteOnlyCell(sheet, "".join(c if c.isprintable() or c in "\t\n" else "\ufffd" for c in value)[:WIDEST])
    cell.data_type = "s"
    return cell
