"""How the graph grows: `python -m tests.bench_graph [PAPERS.jsonl] [--size N]… [--cap SECONDS] [-o FOLDER]`.

Load, memory and every query that the app asks, in the folder store and in plain rdflib, from the same N-Quads, each in a process of its own at each
size. It writes growth.md (tables, and whether the aims of issue 6 hold) and growth.svg (the plot). A size above what the papers give is reached by
copies that share only the directives with them: programmes, bodies and all else get names of their own.
A query that is not done after `--cap` seconds, in either, is broken off and counted as that ("≥").
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

from extract.model import RawDocument
from extract.pipeline import extract
from extract.triples import to_nquads
from graph import queries
from graph.errors import QueryTimeout
from graph.examples import examples
from graph.store import open_store
from graph.store_terms import bound, ontology_nquads
from graph.vocab import THINGS

SIZES = (10_000, 100_000, 1_000_000)
AIM = 10  # times as fast as rdflib, by issue 6
Timed = dict[str, Any]
NAME = re.compile(rf"{re.escape(THINGS)}[^>#\s]+")
DIRECTIVE = re.compile(rf"hasDirective> <({re.escape(THINGS)}[^>#\s]+)>")
MADE: dict[str, str] = {}  # text → N-Quads


def graphs(corpus: Path, size: int) -> Iterator[str]:
    """The N-Quads of papers until there are `size` statements; then of copies, with "·2", "·3" … behind all names but those of directives."""
    made: list[str] = []
    for quads in extracted(corpus):
        yield quads
        made.append(quads)
        if (size := size - quads.count("\n")) <= 0:
            return
    for turn in count(2):
        for quads in made:
            yield copied(quads, turn)
            if (size := size - quads.count("\n")) <= 0:
                return


def extracted(corpus: Path) -> Iterator[str]:
    """Each paper of the corpus, as far as it is asked for; kept, since every size begins with the same ones."""
    lines = corpus.read_text("utf-8").splitlines() if corpus.suffix == ".jsonl" else []
    texts = [json.loads(line)["text"] for line in lines if line.strip()] or [p.read_text("utf-8") for p in sorted(corpus.glob("*.txt"))]
    seen = set()
    for n, text in enumerate(texts):
        quads = MADE.setdefault(text, "") or to_nquads(extract(RawDocument(text, f"paper{n}.txt", f"{n:064}")))
        MADE[text] = quads
        graph = quads.split("\n", 1)[0].rsplit(" <", 1)[1]
        if graph not in seen:  # two texts of one name are one graph
            seen.add(graph)
            yield quads


def copied(quads: str, turn: int) -> str:
    """A paper with names of its own for all that is no directive; its parts go with its name."""
    shared = set(DIRECTIVE.findall(quads))
    return "".join(sorted(NAME.sub(lambda m: m[0] if m[0] in shared else f"{m[0]}·{turn}", quads).splitlines(keepends=True)))


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
        self.asked.append({"name": self.name, "query": bound(query, more.get("bindings")), "seconds": time.perf_counter() - start, "cut": False, "rows": len(rows)})
        return rows


def example_run(store: Any, query: str, cap: float) -> Timed:
    """The seconds of a user's query; those of the cap, where it was broken off."""
    start = time.perf_counter()
    try:
        answer = store.run(query, timeout=cap, limit=None)
    except QueryTimeout:
        return {"seconds": cap, "cut": True, "rows": -1}
    return {"seconds": time.perf_counter() - start, "cut": False, "rows": len(answer.rows)}


def in_folder(folder: Path, cap: float) -> Timed:
    """Writes every file of `folder`/in into a store; opens it, which loads the files; makes the index of users' queries; asks what the app asks."""
    before, store = megabytes(), open_store(folder / "store")
    writing = seconds(lambda: [store.put(p.read_text("utf-8")) for p in sorted((folder / "in").iterdir())])
    cpu = time.process_time()
    loading, cpu = seconds(store.papers), time.process_time() - cpu
    indexing = seconds(lambda: store.run("ASK { ?s ?p ?o }"))
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
    return {"write": writing, "load": loading, "cpu": cpu, "index": indexing, "memory": held, "queries": _distinct(recorder.asked)}


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
        data.parse(data=ontology_nquads(), format="nquads")

    cpu = time.process_time()
    loading, cpu = seconds(load), time.process_time() - cpu
    asked = json.loads((folder / "folder.json").read_text("utf-8"))["queries"]
    signal.signal(signal.SIGALRM, _late)
    found = []
    for one in asked:
        start, rows = time.perf_counter(), -1
        try:
            signal.setitimer(signal.ITIMER_REAL, cap)
            rows = len(list(data.query(one["query"])))
            took = time.perf_counter() - start
        except TimeoutError:
            took = cap
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        found.append({"name": one["name"], "seconds": took, "cut": took >= cap, "rows": rows})
    return {"load": loading, "cpu": cpu, "memory": megabytes() - before, "queries": found}


def _late(*_: object) -> None:
    raise TimeoutError


def measure(corpus: Path, size: int, cap: float) -> Timed:
    """Both at one size."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in").mkdir()
        triples = 0
        for n, text in enumerate(graphs(corpus, size)):
            triples += text.count("\n")
            (folder / "in" / f"{n:06}.nq").write_text(text, "utf-8")
        found: Timed = {"triples": triples, "papers": n + 1}
        for engine in ("folder", "rdflib"):
            subprocess.run([sys.executable, "-m", "tests.bench_graph", "--one", engine, "--at", name, "--cap", str(cap)], check=True)
            found[engine] = json.loads((folder / f"{engine}.json").read_text("utf-8"))
    return found


def tables(rows: list[Timed], cap: float) -> str:
    """The Markdown of what was measured."""
    lines = ["| triples | papers | load, folder | load, rdflib | times | memory, folder | memory, rdflib | all queries, folder | rdflib | times |", "|--:" * 10 + "|"]
    for r in rows:
        ours, theirs = r["folder"], r["rdflib"]
        mine, other, least = sums(r)
        lines.append(f"| {r['triples']:,} | {r['papers']} | {ours['load']:.2f} s | {theirs['load']:.1f} s | {theirs['load'] / ours['load']:.1f} | {ours['memory']:.0f} MB | "
                     f"{theirs['memory']:.0f} MB | {mine:.2f} s | {least}{other:.1f} s | {least}{other / mine:.1f} |")
    lines += ["", *verdict(rows[-1]), "", f"Each query, ms in the folder store · in rdflib (\"≥\": broken off after {cap:g} s):", "",
              "| query | " + " | ".join(f"{r['triples']:,}" for r in rows) + " |", "|---" + "|--:" * len(rows) + "|"]
    for n, first in enumerate(rows[0]["folder"]["queries"]):
        cells = [(r["folder"]["queries"][n], r["rdflib"]["queries"][n]) for r in rows]
        lines.append(f"| {first['name']} | " + " | ".join(f"{'≥ ' if a['cut'] else ''}{a['seconds'] * 1e3:,.1f} · {'≥ ' if b['cut'] else ''}{b['seconds'] * 1e3:,.0f}" for a, b in cells) + " |")
    return "\n".join(lines) + "\n"


def sums(row: Timed) -> tuple[float, float, str]:
    """Seconds of all queries in the folder store and in rdflib, and "≥ " where rdflib's were broken off."""
    mine, other = (sum(q["seconds"] for q in row[engine]["queries"]) for engine in ("folder", "rdflib"))
    return mine, other, "≥ " if any(q["cut"] for q in row["rdflib"]["queries"]) else ""


def verdict(row: Timed) -> list[str]:
    """Whether the aims hold at a size."""
    ours, theirs = row["folder"], row["rdflib"]
    mine, other, least = sums(row)
    slower = [a["name"] for a, b in zip(ours["queries"], theirs["queries"], strict=True) if a["cut"] or a["seconds"] >= b["seconds"]]
    other_rows = [a["name"] for a, b in zip(ours["queries"], theirs["queries"], strict=True) if not a["cut"] and not b["cut"] and a["rows"] != b["rows"]]
    load = theirs["load"] / ours["load"]
    return [f"At {row['triples']:,} triples, in one run:", "",
            f"- all queries together: {least}{other / mine:.1f} times as fast as rdflib (aim {AIM}): {'holds' if other / mine >= AIM else 'DOES NOT HOLD'}",
            f"- none slower: {'holds' if not slower else 'DOES NOT HOLD for ' + ', '.join(slower)}",
            f"- as many rows as rdflib, where it was done: {'yes' if not other_rows else 'NOT FOR ' + ', '.join(other_rows)}",
            f"- loading the .nq files: {load:.1f} times as fast (aim {AIM}): {'holds' if load >= AIM else 'DOES NOT HOLD'}; in processor time "
            f"{theirs['cpu'] / ours['cpu']:.1f} times ({ours['cpu']:.1f} s against {theirs['cpu']:.1f} s)",
            f"- what rdflib has not: to sort, check and sync the papers to disk took {ours['write']:.1f} s; the index that users' queries ask, made when the first is asked, {ours['index']:.1f} s"]


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
    parser.add_argument("--cap", type=float, default=60, help="seconds for a query, of ours and of rdflib")
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
