"""The arrows of design.md, section 2: main → views → graph, views → extract; from extract to graph only triples → graph.vocab and __main__ → graph.store."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
STAGES = ("read", "clean", "structure", "mentions", "resolve", "authority", "relations", "triples", "standoff")
ALLOWED_FROM_EXTRACT = {("extract.triples", "graph.vocab"), ("extract.__main__", "graph.store")}
WEB = ("streamlit",)


def modules() -> list[tuple[str, str]]:
    """(module name, source) of every module of the project."""
    found = [("app", ROOT / "app.py")]
    for package in ("extract", "graph", "views"):
        for path in sorted((ROOT / package).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            found.append((name, path))
    return [(name, path.read_text(encoding="utf-8")) for name, path in found]


def imported(source: str) -> set[str]:
    """The modules that a source imports, wherever the import stands."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def wrong(name: str, source: str) -> list[str]:
    """The imports of a module that run the wrong way."""
    return sorted(f"{name} → {other}" for other in imported(source) if not _allowed(name, other))


def _within(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")


def _allowed(name: str, other: str) -> bool:
    if name == "app":
        return not any(_within(other, p) for p in ("extract", "graph", "views"))
    if _within(name, "graph"):
        return not any(_within(other, p) for p in ("extract", "views", "app", "spacy", *WEB))
    if _within(name, "views"):
        return not _within(other, "app")
    if not _within(name, "extract"):
        return True
    if any(_within(other, p) for p in ("views", "app", *WEB)):
        return False
    if _within(other, "graph"):
        return other == "graph" or any(_within(name, a) and _within(other, b) for a, b in ALLOWED_FROM_EXTRACT)
    stage = next((s for s in STAGES if _within(name, f"extract.{s}")), None)
    if name.endswith(".__main__"):  # a command composes stages as the pipeline does; nothing imports it
        return True
    return stage is None or not any(_within(other, f"extract.{s}") for s in STAGES if s != stage)


@pytest.mark.parametrize(("name", "source"), modules(), ids=[name for name, _ in modules()])
def test_imports_run_one_way(name: str, source: str) -> None:
    assert wrong(name, source) == []


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("graph.queries.papers", "from extract.model import Link"),
        ("graph.store", "import streamlit as st"),
        ("extract.clean", "from graph.vocab import iri"),
        ("extract.clean", "def f():\n    from extract.structure import x"),
        ("extract.triples.words", "from graph.store import open_store"),
        ("extract.pipeline", "import views.library"),
        ("views.graph", "import app"),
        ("app", "from views import frame"),
    ],
)
def test_a_wrong_arrow_is_seen(name: str, source: str) -> None:
    assert wrong(name, source)
