"""How the graph grows: `python -m tests.bench_graph [PAPERS.jsonl] [--size N]… [--cap SECONDS] [-o FOLDER]`.

Load, memory and every query that the app asks, in the folder store and in plain rdflib, each in a process of its own at each size. It writes
growth.md (the tables) and growth.svg (the plot). A size above what the papers give is reached by copies of them under other names.
A query of rdflib, or an example in ours, that is not done after `--cap` seconds is broken off and counted as that ("≥").
"""

from __future__ import annotations

import argparse
import json
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from extract.model import RawDocument
from extract.pipeline import extract
from extract.triples import to_nquads
from graph import queries
from graph.errors import QueryTimeout
from graph.examples import examples
from graph.store import open_store
from graph.store_terms import bound
from tests.bench import papers

SIZES = (10_000, 100_000, 1_000_000)
Timed = dict[str, Any]


def graphs(corpus: Path, size: int) -> Iterator[str]:
    """The N-Quads of papers until there are `size` statements; copies have "·2", "·3" … behind the name of the paper."""
    texts = papers(corpus, 40) if corpus.suffix == ".jsonl" else [p.read_text("utf-8") for p in sorted(corpus.glob("*.txt"))]
    made: list[tuple[str, str]] = []
    count = turn = 0
    while count < size:
        turn += 1
        for n, text in enumerate(texts):
            if turn == 1:
                quads = to_nquads(extract(RawDocument(text, f"paper{n}.txt", f"{n:064}")))
                made.append((quads, quads.split("\n", 1)[0].rsplit(" <", 1)[1].removesuffix("> .")))
            quads, name = made[n]
            count += quads.count("\n")
            yield quads if turn == 1 else quads.replace(f"<{name}", f"<{name}·{turn}")
            if count >= size:
                return


def megabytes() -> float:
    """What this process holds now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1e6


def seconds(work: Callable[[], object]) -> float:
    """Wall-clock of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


class Recorder:
    """A store that writes down each of our own queries as it was asked, with its seconds."""

    def __init__(self, store: Any) -> None:
        self.store, self.asked, self.name = store, [], ""

    def __getattr__(self, name: str) -> Any:
        return getattr(self.store, name)

    def select(self, query: str, **more: Any) -> Any:
        """As Store.select."""
        start = time.perf_counter()
        rows = self.store.select(query, **more)
        self.asked.append({"name": self.name, "query": bound(query, more.get("bindings")), "seconds": time.perf_counter() - start, "cut": False})
        return rows


def example_run(store: Any, query: str, cap: float) -> Timed:
    """The seconds of a user's query; those of the cap, where it was broken off."""
    start = time.perf_counter()
    try:
        store.run(query, timeout=cap, limit=None)
    except QueryTimeout:
        return {"seconds": cap, "cut": True}
    return {"seconds": time.perf_counter() - start, "cut": False}


def in_folder(folder: Path, cap: float) -> Timed:
    """Loads every file of `folder`/in into a store; asks what the app asks."""
    store = open_store(folder / "store")
    before = megabytes()
    texts = [p.read_text("utf-8") for p in sorted((folder / "in").iterdir())]

    def load() -> None:
        for text in texts:
            store.put(text)
        store.papers()

    loading = seconds(load)
    texts.clear()
    recorder = Recorder(store)
    entity, paper = "", store.papers()[0]
    for question in (queries.papers, queries.parts, queries.entities, queries.links, queries.mentions, queries.sizes, queries.coverage):
        recorder.name = question.__name__
        found = question(recorder)  # type: ignore[arg-type]
        entity = found[0].iri if question is queries.entities else entity
    for name, work in (("card", lambda: queries.card(recorder, entity)), ("source_text", lambda: queries.source_text(recorder, paper)),  # type: ignore[arg-type]
                       ("changes", lambda: queries.changes(recorder, paper))):  # type: ignore[arg-type]
        recorder.name = name
        work()
    for example in examples():
        recorder.asked.append({"name": example.name, "query": example.query} | example_run(store, example.query, cap))
    held = megabytes() - before
    store.close()
    return {"load": loading, "memory": held, "queries": _distinct(recorder.asked)}


def _distinct(asked: list[Timed]) -> list[Timed]:
    """Each query once, the slowest of its times."""
    kept: dict[str, Timed] = {}
    for one in asked:
        if one["query"] not in kept or kept[one["query"]]["seconds"] < one["seconds"]:
            kept[one["query"]] = one
    return list(kept.values())


def in_rdflib(folder: Path, cap: float) -> Timed:
    """The same in rdflib's own memory store, with the queries that `in_folder` wrote down."""
    from rdflib import Dataset

    before = megabytes()
    data = Dataset(default_union=True)

    def load() -> None:
        for path in sorted((folder / "in").iterdir()):
            data.parse(path, format="nquads")

    loading = seconds(load)
    asked = json.loads((folder / "folder.json").read_text("utf-8"))["queries"]
    signal.signal(signal.SIGALRM, _late)
    found = []
    for one in asked:
        start = time.perf_counter()
        try:
            signal.setitimer(signal.ITIMER_REAL, cap)
            list(data.query(one["query"]))
            took = time.perf_counter() - start
        except TimeoutError:
            took = cap
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        found.append({"name": one["name"], "seconds": took, "cut": took >= cap})
    return {"load": loading, "memory": megabytes() - before, "queries": found}


def _late(*_: object) -> None:
    raise TimeoutError


def measure(corpus: Path, size: int, cap: float) -> Timed:
    """Both at one size."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in").mkdir()
        count = 0
        for n, text in enumerate(graphs(corpus, size)):
            count += text.count("\n")
            (folder / "in" / f"{n:06}.nq").write_text(text, "utf-8")
        found: Timed = {"triples": count, "papers": n + 1}
        for engine in ("folder", "rdflib"):
            subprocess.run([sys.executable, "-m", "tests.bench_graph", "--one", engine, "--at", name, "--cap", str(cap)], check=True)
            found[engine] = json.loads((folder / f"{engine}.json").read_text("utf-8"))
    return found


def tables(rows: list[Timed], cap: float) -> str:
    """The Markdown of what was measured."""
    lines = ["| triples | papers | load, folder | load, rdflib | times | memory, folder | memory, rdflib | all queries, folder | rdflib | times |", "|--:" * 10 + "|"]
    for r in rows:
        ours, theirs = r["folder"], r["rdflib"]
        mine, other = (sum(q["seconds"] for q in e["queries"]) for e in (ours, theirs))
        least = "≥ " if any(q["cut"] for q in theirs["queries"]) else ""
        lines.append(f"| {r['triples']:,} | {r['papers']} | {ours['load']:.2f} s | {theirs['load']:.1f} s | {theirs['load'] / ours['load']:.1f} | {ours['memory']:.0f} MB | "
                     f"{theirs['memory']:.0f} MB | {mine:.2f} s | {least}{other:.1f} s | {least}{other / mine:.1f} |")
    lines += ["", f"Each query, ms in the folder store · in rdflib (\"≥\": broken off after {cap:g} s):", "", "| query | " + " | ".join(f"{r['triples']:,}" for r in rows) + " |",
              "|---" + "|--:" * len(rows) + "|"]
    for n, first in enumerate(rows[0]["folder"]["queries"]):
        cells = [(r["folder"]["queries"][n], r["rdflib"]["queries"][n]) for r in rows]
        lines.append(f"| {first['name']} | " + " | ".join(f"{'≥ ' if a['cut'] else ''}{a['seconds'] * 1e3:,.1f} · {'≥ ' if b['cut'] else ''}{b['seconds'] * 1e3:,.0f}" for a, b in cells) + " |")
    return "\n".join(lines) + "\n"


def plot(rows: list[Timed]) -> str:
    """The growth as SVG: seconds over triples, both axes logarithmic."""
    import altair as alt
    import vl_convert

    points = [{"triples": r["triples"], "seconds": value, "what": f"{what}, {engine}"} for r in rows for engine in ("folder", "rdflib")
              for what, value in (("load", r[engine]["load"]), ("all queries", sum(q["seconds"] for q in r[engine]["queries"])))]
    chart = alt.Chart(alt.Data(values=points), width=520, height=320).mark_line(point=True).encode(
        x=alt.X("triples:Q", scale=alt.Scale(type="log"), title="triples"), y=alt.Y("seconds:Q", scale=alt.Scale(type="log"), title="seconds"),
        color=alt.Color("what:N", title=None), strokeDash=alt.StrokeDash("what:N", title=None))
    return str(vl_convert.vegalite_to_svg(chart.to_dict()))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench_graph", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("papers", type=Path, nargs="?", default=Path("data/plans"))
    parser.add_argument("--size", type=int, action="append")
    parser.add_argument("--cap", type=float, default=60, help="seconds for a query of rdflib")
    parser.add_argument("-o", "--output", type=Path, default=Path("build/growth"))
    parser.add_argument("--one", choices=("folder", "rdflib"), help=argparse.SUPPRESS)
    parser.add_argument("--at", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        found = in_folder(args.at, args.cap) if args.one == "folder" else in_rdflib(args.at, args.cap)
        (args.at / f"{args.one}.json").write_text(json.dumps(found), "utf-8")
        return
    args.output.mkdir(parents=True, exist_ok=True)
    rows = []
    for size in args.size or SIZES:
        rows.append(measure(args.papers, size, args.cap))
        (args.output / "growth.json").write_text(json.dumps(rows), "utf-8")
        (args.output / "growth.md").write_text(tables(rows, args.cap), "utf-8")
        (args.output / "growth.svg").write_text(plot(rows), "utf-8")
        print(tables(rows, args.cap))


if __name__ == "__main__":
    main()
