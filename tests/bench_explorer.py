"""How fast the explorer is: `python -m tests.bench_explorer [PAPERS.jsonl] [--part picture|server] [-o FILE.md]` (make bench).

`picture`: the time from opening to a picture that stands (bench_picture.py). `server`: the processor time that the page's thread needs for an interaction, against
the size of the graph; an interaction is another one each time, so that no cache holds its answer. Times are this machine's; ratios and growth count.
"""

from __future__ import annotations

import argparse
import math
import os
import statistics
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from extract.model import RawDocument
from extract.pipeline import extract
from extract.triples import to_nquads
from graph.store import open_store
from tests.bench_graph import graphs
from tests.bench_picture import CAP, NODES, picture
from tests.papers import TEXT

SIZES = (1_000, 10_000, 50_000, 250_000)
EVERYTHING = {"family": "-", "standing": "-"}
ROUNDS = 5
SCRIPT = """import time
began = time.thread_time()
from views import PAGES, frame
frame.prepare()
page = frame.pages(PAGES)
frame.sidebar()
PAGES[{!r}].show()
import streamlit as st
from views import state
state.end()
st.session_state["bench.seconds"] = time.thread_time() - began
"""


def filled(folder: Path, corpus: Path, size: int) -> int:
    """Puts papers of about `size` triples into a store; how many triples there are."""
    store = open_store(folder)
    texts = [to_nquads(extract(RawDocument(TEXT, "small.txt", "0" * 64)))] if size <= 1_000 else graphs(corpus, size)
    count = 0
    for text in texts:
        store.put(text)
        count += text.count("\n")
    store.close()
    return count


# The server


def _put(test: AppTest, **values: Any) -> None:
    for key, value in values.items():
        test.session_state[key.replace("__", ".")] = value


def _other(test: AppTest, key: str, turn: int) -> None:
    """Chooses another option of a select box."""
    box = test.selectbox(key=key)
    box.select_index((turn + 1) % len(box.options))


def _fold(test: AppTest, turn: int) -> None:
    """Opens the fold of the filters before the first choice, outside what is timed."""
    if turn == 0:
        test.session_state["graph-filters"] = True
        test.run()
    _put(test, graph__least=0.03 * (turn + 1))
    test.multiselect(key="graph.family").set_value(FAMILIES[turn])


FAMILIES = (["responds"], ["undertakes"], ["involves"], ["responds", "undertakes"], ["responds", "involves"])  # each a view that was not shown before
LAYOUTS = ("force", "around", "layers", "force", "around")
INTERACTIONS: dict[str, tuple[str, Callable[[AppTest, int], Any]]] = {
    "overview: the page again": ("overview", lambda t, i: None),
    "overview: formulas hidden or not": ("overview", lambda t, i: t.toggle(key="formulas").set_value(i % 2 == 0)),
    "graph: a node picked": ("graph", lambda t, i: _put(t, graph__nodes=(t.session_state["bench.nodes"][i],))),
    "graph: another filter": ("graph", lambda t, i: _put(t, graph__family=FAMILIES[i])),
    "graph: another filter, in its fold": ("graph", _fold),
    "graph: another layout of another view": ("graph", lambda t, i: _put(t, graph__layout=LAYOUTS[i], graph__least=0.02 * (i + 1))),
    "graph: a name looked for": ("graph", lambda t, i: t.text_input(key="graph.find").set_value(("ddesd", "二十大", "zg", "北京", "改革")[i])),
    "trace: another directive": ("trace", lambda t, i: _other(t, "trace.directive", i)),
    "trace: the matrix": ("trace", lambda t, i: _put(t, trace__side=("matrix", "directive")[i % 2])),
    "evidence: a word looked for": ("evidence", lambda t, i: t.text_input(key="evidence.q").set_value(("落实", "改革", "二十大", "企业", "")[i])),
    "evidence: grouped by name": ("evidence", lambda t, i: _put(t, evidence__group=("label", "cue")[i % 2])),
    "reader: a word looked for": ("reader", lambda t, i: t.text_input(key="reader.search").set_value(("落实", "改革", "二十大", "企业", "市")[i])),
    "entity: another name": ("entity", lambda t, i: _other(t, "entity.id", i)),
    "library: the page again": ("library", lambda t, i: None),
}


def timed(page: str, act: Callable[[AppTest, int], Any]) -> tuple[float, float, float]:
    """Milliseconds of the first run of a page in this process, the median of an interaction, and the longest."""
    test = AppTest.from_string(SCRIPT.format(page), default_timeout=120)
    test.query_params["lang"] = "zh"
    if page == "graph":
        test.query_params.update(EVERYTHING)
    test.run()
    assert not test.exception, test.exception
    first = test.session_state["bench.seconds"]
    if page == "graph":
        test.session_state["bench.nodes"] = [n for n, *_ in test.session_state["graph.seen"].canvas.places]
    found = []
    for i in range(ROUNDS):
        act(test, i)
        test.run()
        assert not test.exception, test.exception
        found.append(test.session_state["bench.seconds"])
    return first * 1e3, statistics.median(found) * 1e3, max(found) * 1e3


@contextmanager
def asked_of(store: Path) -> Iterator[None]:
    """The pages speak of this store."""
    before = os.environ.get("POLICYTRACE_STORE")
    os.environ["POLICYTRACE_STORE"] = str(store)
    try:
        yield
    finally:
        os.environ.pop("POLICYTRACE_STORE") if before is None else os.environ.update(POLICYTRACE_STORE=before)


def server(args: argparse.Namespace) -> Iterator[str]:
    """A row for each interaction: milliseconds at each size, by how much ten times the triples makes it longer, and the longest of five at the last size."""
    found: dict[str, list[float]] = {what: [] for what in INTERACTIONS}
    firsts: list[float] = []
    longest: dict[str, float] = {}
    sizes = []
    for size in SIZES:
        with tempfile.TemporaryDirectory() as name:
            sizes.append(filled(Path(name) / "store", args.papers, size))
            firsts.append(0.0)
            with asked_of(Path(name) / "store"):
                for what, (page, act) in INTERACTIONS.items():
                    first, again, longest[what] = timed(page, act)
                    found[what].append(again)
                    firsts[-1] += first
    tens = math.log10(sizes[-1] / sizes[1])
    yield "| ms of processor time; triples: | " + " | ".join(f"{s:,}" for s in sizes) + " | × a tenfold graph | longest of five, last size |"
    yield "|---" + "|--:" * (len(sizes) + 2) + "|"
    for what, times in [*found.items(), ("every page for the first time, together", firsts)]:
        most = f"{longest[what]:,.0f}" if what in longest else ""
        yield f"| {what} | " + " | ".join(f"{t:,.0f}" for t in times) + f" | {(times[-1] / times[1]) ** (1 / tens):.2f} | {most} |"


PARTS = {"picture": picture, "server": server}


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench_explorer", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("papers", type=Path, nargs="?", default=Path("data/plans"))
    parser.add_argument("--part", choices=sorted(PARTS), action="append")
    parser.add_argument("--boxes", type=int, action="append", choices=NODES, help="only these sizes of the picture")
    parser.add_argument("--cap", type=float, default=CAP, help="seconds for a page of pyvis")
    parser.add_argument("-o", "--output", type=Path)
    args = parser.parse_args()
    lines: list[str] = []
    for name, part in PARTS.items():
        if args.part is None or name in args.part:
            for line in part(args):
                print(line, flush=True)
                lines.append(line)
            lines.append("")
    if args.output:
        args.output.parent.mkdir(parents=True, exist_ok=True)
        args.output.write_text("\n".join(lines), "utf-8")


if __name__ == "__main__":
    main()
