"""How fast the explorer is: `python -m tests.bench_explorer [PAPERS.jsonl] [--part picture|server] [-o FILE.md]` (make bench).

`picture`: the time from opening to a picture that stands, our Graph page against pyvis' own page of the same boxes and lines, in one Chromium, one after the other.
`server`: the processor time that the page's thread needs for an interaction, against the size of the graph. Times are this machine's; ratios and growth count.
"""

from __future__ import annotations

import argparse
import math
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, TimeoutError, sync_playwright
from streamlit.testing.v1 import AppTest

from extract.model import RawDocument
from extract.pipeline import extract
from extract.triples import to_nquads
from graph.project import project
from graph.store import open_store
from tests.bench_graph import graphs
from tests.browser.conftest import chromium, serve
from tests.papers import TEXT
from tests.test_store import free_port
from views import fonts, network, viewing
from views.viewing import Edits

NODES, BESIDE = (100, 300, 500, 2000), (100, 500, 2000)  # boxes of our page, and of both
SIZES = (1_000, 10_000, 50_000, 250_000)
EVERYTHING = {"family": "-", "standing": "-"}
ROUNDS = 5
CAP = 240.0  # seconds after which pyvis is broken off, and counted as that
STANDS = "() => { const pt = document.querySelector('.pt-net[data-ready]')?.pt; return pt && pt.drawn && pt.rows.size >= 1 ? pt.rows.size : 0 }"
SETTLED = "() => window.benchSettled || 0"
LISTEN = "network.once('stabilizationIterationsDone', () => { window.benchSettled = performance.now() })\n"
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


# The picture


def pyvis_page(view: viewing.Shown, graph: Any, path: Path) -> None:
    """The same boxes and lines as pyvis draws them, with its own settings, its script in the page."""
    from pyvis.network import Network

    drawn = Network(height="800px", width="100%", directed=True, cdn_resources="in_line")
    for node in view.nodes:
        drawn.add_node(node, label=network.clip(network.caption(graph.nodes[node]), 28), shape="box")
    for source, target in view.lines:
        drawn.add_edge(source, target)
    html = drawn.generate_html(notebook=False)
    assert "drawGraph();" in html
    path.write_text(html.replace("drawGraph();", "drawGraph();\n" + LISTEN, 1), "utf-8")


def opened(browser: BrowserContext, url: str, ready: str, cap: float = 60.0) -> float:
    """Seconds from asking for a page to the picture that stands; the cap where it was broken off. Nothing outside is fetched."""
    page = browser.new_page()
    page.route("**/*", lambda route: route.continue_() if route.request.url.startswith(("http://127.0.0.1", "file:", "data:", "blob:")) else route.abort())
    began = time.perf_counter()
    page.goto(url, wait_until="commit")
    try:
        page.wait_for_function(ready, timeout=cap * 1000, polling=20)
        return time.perf_counter() - began
    except TimeoutError:
        return cap
    finally:
        page.close()


def picture(args: argparse.Namespace) -> Iterator[str]:
    """A row for each size: our Graph page, opened and turned to, against pyvis' page."""
    yield from (f"load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors", "",
                "| boxes | lines | Graph page opened anew | Graph page turned to | pyvis' page opened | times as fast, opened | times, turned to |", "|--:" * 7 + "|")
    fonts.build()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as play:
        folder = Path(name)
        filled(folder / "store", args.papers, 400_000)
        store = open_store(folder / "store")
        graph = project(store)
        process, app = serve(folder / "store", free_port(), folder / "log")
        chrome = play.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        browser = chrome.new_context(viewport={"width": 1280, "height": 900})
        try:
            for count in args.boxes or NODES:
                view = viewing.shown(graph, {}, Edits(), most=count)
                pyvis_page(view, graph, folder / "pyvis.html")
                address = f"{app.url}/graph?lang=zh&family=-&standing=-&most={count}"
                opened(browser, address, STANDS)  # the server's caches are filled, as for the second visitor
                ours = statistics.median(opened(browser, address, STANDS) for _ in range(3))
                page = browser.new_page()
                page.goto(address)
                page.wait_for_function(STANDS, timeout=60_000)
                within = statistics.median(turned_to(page) for _ in range(3))
                page.close()
                if count not in BESIDE:
                    yield f"| {len(view.nodes):,} | {len(view.lines):,} | {ours:.2f} s | {within:.2f} s | | | |"
                    continue
                theirs = opened(browser, (folder / "pyvis.html").as_uri(), SETTLED, args.cap)
                least = "≥ " if theirs >= args.cap else ""
                yield f"| {len(view.nodes):,} | {len(view.lines):,} | {ours:.2f} s | {within:.2f} s | {least}{theirs:.1f} s | {least}{theirs / ours:.1f} | {least}{theirs / within:.1f} |"
        finally:
            chrome.close()
            process.terminate()
            process.wait(10)


def turned_to(page: Page) -> float:
    """Seconds from a click on Graph in the menu, coming from the overview, to the picture that stands."""
    page.get_by_test_id("stSidebarNavLink").first.click()
    page.locator(".pt-flow svg").first.wait_for()
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    page.wait_for_timeout(500)
    began = time.perf_counter()
    page.get_by_test_id("stSidebarNavLink").nth(1).click()
    page.wait_for_function(STANDS, timeout=60_000, polling=20)
    return time.perf_counter() - began


# The server


def _put(test: AppTest, **values: Any) -> None:
    for key, value in values.items():
        test.session_state[key.replace("__", ".")] = value


def _other(test: AppTest, key: str) -> None:
    """Chooses the next option of a select box."""
    box = test.selectbox(key=key)
    box.select_index(1 if box.index == 0 else 0)


def _fold(test: AppTest, turn: int) -> None:
    """Opens the fold of the filters before the first choice, outside what is timed."""
    if turn == 0:
        test.session_state["graph-filters"] = True
        test.run()


FAMILIES = (["responds"], ["undertakes"], ["involves"], ["responds", "undertakes"], ["responds", "involves"])  # each a view that was not shown before
INTERACTIONS: dict[str, tuple[str, Callable[[AppTest, int], Any]]] = {
    "overview: the page again": ("overview", lambda t, i: None),
    "overview: formulas hidden or not": ("overview", lambda t, i: t.toggle(key="formulas").set_value(i % 2 == 0)),
    "graph: a node picked": ("graph", lambda t, i: _put(t, graph__nodes=(t.session_state["bench.nodes"][i],))),
    "graph: another filter": ("graph", lambda t, i: _put(t, graph__family=FAMILIES[i])),
    "graph: a filter in its fold": ("graph", lambda t, i: _fold(t, i) or t.multiselect(key="graph.family").set_value(FAMILIES[i])),
    "graph: another layout": ("graph", lambda t, i: _put(t, graph__layout=("force", "around", "layers", "force", "around")[i])),
    "graph: a name looked for": ("graph", lambda t, i: t.text_input(key="graph.find").set_value(("ddesd", "二十大", "zg", "北京", "改革")[i])),
    "trace: another directive": ("trace", lambda t, i: _other(t, "trace.directive")),
    "trace: the matrix": ("trace", lambda t, i: _put(t, trace__side=("matrix", "directive")[i % 2])),
    "evidence: a word looked for": ("evidence", lambda t, i: t.text_input(key="evidence.q").set_value(("落实", "改革", "二十大", "企业", "")[i])),
    "evidence: grouped by name": ("evidence", lambda t, i: _put(t, evidence__group=("label", "cue")[i % 2])),
    "reader: a word looked for": ("reader", lambda t, i: t.text_input(key="reader.search").set_value(("落实", "改革", "二十大", "企业", "市")[i])),
    "entity: another name": ("entity", lambda t, i: _other(t, "entity.id")),
    "library: the page again": ("library", lambda t, i: None),
}


def timed(store: Path, page: str, act: Callable[[AppTest, int], Any]) -> tuple[float, float]:
    """Milliseconds of the first run of a page in this process, and the median of an interaction."""
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
    return first * 1e3, statistics.median(found) * 1e3


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
    """A row for each interaction: milliseconds at each size, and by how much ten times the triples makes it longer."""
    found: dict[str, list[float]] = {}
    sizes = []
    for size in SIZES:
        with tempfile.TemporaryDirectory() as name:
            sizes.append(filled(Path(name) / "store", args.papers, size))
            with asked_of(Path(name) / "store"):
                for what, (page, act) in INTERACTIONS.items():
                    first, again = timed(Path(name) / "store", page, act)
                    found.setdefault(what, []).append(again)
                    found.setdefault("every page for the first time, together", []).append(0.0) if what == next(iter(INTERACTIONS)) else None
                    found["every page for the first time, together"][-1] += first
    tens = math.log10(sizes[-1] / sizes[1])
    yield "| ms of processor time; triples: | " + " | ".join(f"{s:,}" for s in sizes) + " | × a tenfold graph |"
    yield "|---" + "|--:" * (len(sizes) + 1) + "|"
    for what, times in found.items():
        yield f"| {what} | " + " | ".join(f"{t:,.0f}" for t in times) + f" | {(times[-1] / times[1]) ** (1 / tens):.2f} |"


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
