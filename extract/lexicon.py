"""data/lexicon/*.tsv as rows and *.toml as tables: the one loader of what the extractor knows."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from extract.errors import LexiconError

FOLDER = Path(__file__).resolve().parent.parent / "data" / "lexicon"


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of data/lexicon/NAME.tsv by column. Lines that begin with # are remarks, the first other line names the columns;
    a short row is filled with "" and a long one is an error."""
    path = FOLDER / f"{name}.tsv"
    if not path.is_file():
        raise LexiconError(f"{path.name}: no such lexicon in {FOLDER}; restore the file")
    columns: list[str] = []
    found: list[dict[str, str]] = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if not columns:
            columns = cells
        elif len(cells) > len(columns):
            raise LexiconError(f"{path.name}:{number}: {len(cells)} cells for {len(columns)} columns; remove the surplus tabs")
        else:
            found.append(dict(zip(columns, cells + [""] * (len(columns) - len(cells)), strict=True)))
    return tuple(found)


@cache
def table(name: str) -> dict[str, Any]:
    """The contents of data/lexicon/NAME.toml; a fault in it is named with its line."""
    path = FOLDER / f"{name}.toml"
    if not path.is_file():
        raise LexiconError(f"{path.name}: no such lexicon in {FOLDER}; restore the file")
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as fault:
        raise LexiconError(f"{path.name}: {fault}; mend the file") from fault
