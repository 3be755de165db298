"""The queries that people keep: history, starred and named ones, in one JSON file beside the store that survives a restart.

The file's place follows from the store alone and never from what a visitor types; it is written aside and renamed, under a lock.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from graph.completion import LONGEST
from graph.errors import QueryError
from graph.store import DEFAULT

HISTORY, KEPT = 60, 300  # queries that ran and are remembered; queries that are starred
NAME = 80  # characters of a name


@dataclass(frozen=True, slots=True)
class Saved:
    """A query that was run or kept. `name` is the visitor's, "" where there is none."""

    query: str
    name: str = ""
    starred: bool = False

    @property
    def id(self) -> str:
        """Eight hex digits that stand for the query."""
        return hashlib.sha256(self.query.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def place(where: str) -> Path:
    """The file of a store: data/store → data/store.queries.json; that of a SPARQL server lies in data/, by the hash of its address."""
    if where.startswith(("http://", "https://")):
        return Path(DEFAULT).with_name(f"store-{hashlib.sha256(where.encode()).hexdigest()[:8]}.queries.json")
    folder = Path(where)
    return folder.with_name(folder.name + ".queries.json")


def kept(where: str) -> list[Saved]:
    """The queries of a store, the latest first; [] where none was kept. A file that can't be read is a QueryError that names it."""
    path = place(where)
    try:
        rows = json.loads(path.read_text("utf-8"))
        return [Saved(str(row["query"]), str(row["name"]), bool(row["starred"])) for row in rows]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, KeyError, TypeError):
        raise QueryError(f"{path} holds the kept queries and can't be read: mend it, or move it away to begin anew") from None


def ran(where: str, query: str) -> None:
    """Puts a query at the head of the history; one that was there moves up and keeps its name and star."""
    def change(rows: list[Saved]) -> list[Saved]:
        known = next((row for row in rows if row.query == query), Saved(query))
        return [known, *(row for row in rows if row.query != query)]

    _change(where, query, change)


def star(where: str, query: str, name: str = "") -> None:
    """Stars a query under a name, or under none."""
    clean = " ".join("".join(c if c.isprintable() else " " for c in name).split())[:NAME]
    _change(where, query, lambda rows: [Saved(query, clean, True), *(row for row in rows if row.query != query)])


def unstar(where: str, query: str) -> None:
    """Takes star and name away; the query stays in the history."""
    _change(where, query, lambda rows: [replace(row, name="", starred=False) if row.query == query else row for row in rows])


def forget(where: str) -> None:
    """Empties the history; what is starred stays."""
    _change(where, "", lambda rows: [row for row in rows if row.starred])


def _change(where: str, query: str, change: Callable[[list[Saved]], list[Saved]]) -> None:
    if len(query) > LONGEST:
        raise QueryError(f"a query of {len(query)} characters is not kept: at most {LONGEST}")
    with _alone(where) as path:
        rows = change(kept(where))
        history = [row for row in rows if not row.starred][:HISTORY]
        starred = [row for row in rows if row.starred][:KEPT]
        stay = {id(row) for row in (*history, *starred)}
        aside = path.with_name(f"{path.name}.{os.getpid()}.part")
        aside.write_text(json.dumps([asdict(row) for row in rows if id(row) in stay], ensure_ascii=True, indent=1) + "\n", "utf-8")
        os.replace(aside, path)


@contextmanager
def _alone(where: str) -> Iterator[Path]:
    """One writer at a time."""
    path = place(where)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path.with_name(path.name + ".lock"), os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as fault:
        raise QueryError(f"{path} can't be written ({fault.strerror}): queries are not kept") from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield path
    except OSError as fault:
        raise QueryError(f"{path} can't be written ({fault.strerror}): queries are not kept") from None
    finally:
        os.close(handle)
