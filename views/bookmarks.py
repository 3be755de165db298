"""Views of the graph that people keep under a name: URL parameters in one JSON file beside the store, which survives a restart.

The file's place follows from the store alone and never from what a visitor types; it is written aside and renamed, under a lock.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable
from pathlib import Path

from graph.errors import StoreError
from graph.saved import NAME
from graph.saved import place as queries_place

MOST = 200  # views that are kept; the oldest goes first
LONGEST = 8_000  # characters of a view's parameters
View = dict[str, str]


def place(where: str) -> Path:
    """The file of a store: data/store → data/store.views.json."""
    path = queries_place(where)
    return path.with_name(path.name.replace(".queries.json", ".views.json"))


def kept(where: str) -> dict[str, View]:
    """Name → parameters, in the order of keeping; {} where none was kept. A file that can't be read is a StoreError that names it."""
    path = place(where)
    try:
        rows = json.loads(path.read_text("utf-8"))
        return {str(name): {str(k): str(v) for k, v in params.items()} for name, params in rows.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, AttributeError):
        raise StoreError(f"{path} holds the saved views and can't be read: mend it, or move it away to begin anew") from None


def keep(where: str, name: str, params: View) -> None:
    """Keeps a view under a name, in place of one that had it."""
    clean = " ".join("".join(c if c.isprintable() else " " for c in name).split())[:NAME]
    if not clean or len(json.dumps(params)) > LONGEST:
        raise StoreError(f"the view {clean!r} is not kept: a name, and at most {LONGEST} characters of address")
    _change(where, lambda rows: {**{n: v for n, v in rows.items() if n != clean}, clean: params})


def drop(where: str, name: str) -> None:
    """Forgets a view."""
    _change(where, lambda rows: {n: v for n, v in rows.items() if n != name})


def _change(where: str, change: Callable[[dict[str, View]], dict[str, View]]) -> None:
    path = place(where)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.with_name(path.name + ".lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            rows = change(kept(where))
            aside = path.with_name(f"{path.name}.{os.getpid()}.part")
            aside.write_text(json.dumps(dict(list(rows.items())[-MOST:]), ensure_ascii=True, indent=1) + "\n", "utf-8")
            os.replace(aside, path)
    except OSError as fault:
        raise StoreError(f"{path} can't be written ({fault.strerror}): views are not kept") from None
