"""How fast the network stands: our Graph page against Streamlit's own empty page and pyvis' page of the same boxes and lines, in one Chromium, in turns.

A time is the best of several, since others use the machine; processor time is what the page's main thread took, and hangs less on what else runs.
What Streamlit needs for a page with nothing on it is in every opening of ours, and can't be changed by us: it is measured beside it, in the same minute.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, TimeoutError, sync_playwright

from graph.project import project
from graph.store import open_store
from tests.bench_graph import graphs
from tests.browser.conftest import chromium, serve
from tests.engines import free_port
from tests.papers import ROOT
from views import fonts, network, viewing
from views.viewing import Edits

NODES, BESIDE = (100, 300, 500, 2000), (100, 500, 2000)  # boxes of our page, and of both
ROUNDS = 6
CAP = 240.0  # seconds after which pyvis is broken off
INSIDE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"  # pyvis' page asks a CDN; the browser's cache stays on, as it is for a visitor
STANDS = "() => { const pt = document.querySelector('.pt-net[data-ready]')?.pt; return pt && pt.drawn && pt.rows.size >= 1 ? pt.rows.size : 0 }"
BLANK = "() => !!document.querySelector('.bench-blank')"
SETTLED = "() => window.benchSettled || 0"
LISTEN = """network.on('stabilizationProgress', (e) => { window.benchRounds = e.iterations + ' of ' + e.total })
network.once('stabilizationIterationsDone', () => { window.benchSettled = performance.now() })
"""
HEAD = ("boxes", "lines", "Streamlit, nothing on it", "Graph page, new tab", "beyond Streamlit", "processor: Streamlit", "processor: Graph page", "turned to", "pyvis' page",
        "times as fast, new tab", "times, turned to")  # fmt: skip


def picture(args: argparse.Namespace) -> Iterator[str]:
    """A row for each number of boxes."""
    yield from (f"load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors", "", f"| {' | '.join(HEAD)} |", "|--:" * len(HEAD) + "|")
    fonts.build()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as play:
        folder = Path(name)
        store = open_store(folder / "store")
        for text in graphs(args.papers, 400_000):
            store.put(text)
        graph = project(store)
        process, app = serve(folder / "store", free_port(), folder / "log")
        chrome = play.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu", INSIDE])
        browser = chrome.new_context(viewport={"width": 1280, "height": 900})
        try:
            with blank(folder / "blank") as empty:
                for count in args.boxes or NODES:
                    yield _row(browser, app.url, empty, graph, count, folder / "pyvis.html", args.cap)
        finally:
            chrome.close()
            process.terminate()
            process.wait(10)


def _row(browser: BrowserContext, url: str, empty: str, graph: Any, count: int, path: Path, cap: float) -> str:
    view = viewing.shown(graph, {}, Edits(), most=count)
    address = f"{url}/graph?lang=zh&family=-&standing=-&most={count}"
    for page, ready in ((empty, BLANK), (address, STANDS)):
        opened(browser, page, ready)  # the caches of server and browser are filled, as for the second visitor
    ours, theirs = [], []
    for _ in range(ROUNDS):
        theirs.append(opened(browser, empty, BLANK))
        ours.append(opened(browser, address, STANDS))
    (blank_, blank_thread), (new, thread) = ([min(values) for values in zip(*times, strict=True)] for times in (theirs, ours))
    turn = turned_to(browser, address)
    row = f"| {len(view.nodes):,} | {len(view.lines):,} | {blank_:.2f} s | {new:.2f} s | {new - blank_:.2f} s | {blank_thread:.2f} s | {thread:.2f} s | {turn:.2f} s "
    if count not in BESIDE:
        return row + "| not asked | | |"
    pyvis_page(view, graph, path)
    took, said = settled(browser, path, cap)
    least = "≥ " if said else ""
    return row + f"| {least}{took:.1f} s{said} | {least}{took / new:.1f} | {least}{took / turn:.1f} |"


@contextmanager
def blank(folder: Path) -> Iterator[str]:
    """A Streamlit app with our settings and nothing on it; its address."""
    shutil.copytree(ROOT / ".streamlit", folder / ".streamlit")
    (folder / "app.py").write_text("import streamlit as st\n\nst.html('<div class=\"bench-blank\">.</div>')\n", "utf-8")
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port), "--server.headless", "true"], cwd=folder,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    try:
        for _ in range(100):
            with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2):
                break
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait(10)


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


def opened(browser: BrowserContext, url: str, ready: str) -> tuple[float, float]:
    """Seconds from asking for a page in a new tab to what stands, and the processor time of its main thread until then."""
    page = browser.new_page()
    tools = browser.new_cdp_session(page)
    tools.send("Performance.enable", {"timeDomain": "threadTicks"})
    began = time.perf_counter()
    page.goto(url, wait_until="commit")
    page.wait_for_function(ready, timeout=120_000, polling=10)
    took = time.perf_counter() - began
    thread = next(m["value"] for m in tools.send("Performance.getMetrics")["metrics"] if m["name"] == "TaskDuration")
    page.close()
    return took, float(thread)


def settled(browser: BrowserContext, path: Path, cap: float) -> tuple[float, str]:
    """Seconds until pyvis' stabilisation is done; where it was broken off, how many of its rounds were done until then."""
    page = browser.new_page()
    began = time.perf_counter()
    page.goto(path.as_uri(), wait_until="commit")
    try:
        page.wait_for_function(SETTLED, timeout=cap * 1000, polling=50)
        return time.perf_counter() - began, ""
    except TimeoutError:
        rounds = "none"
        with suppress(TimeoutError):
            rounds = page.wait_for_function("() => window.benchRounds || 'none'", timeout=10_000).json_value()
        return cap, f" ({rounds} rounds done)"
    finally:
        page.close()


def turned_to(browser: BrowserContext, address: str) -> float:
    """The best time from a click on Graph in the menu, coming from the overview, to the picture that stands."""
    page = browser.new_page()
    page.goto(address)
    page.wait_for_function(STANDS, timeout=120_000)
    best = min(_turned(page) for _ in range(ROUNDS))
    page.close()
    return best


def _turned(page: Page) -> float:
    page.get_by_test_id("stSidebarNavLink").first.click()
    page.locator(".pt-flow svg").first.wait_for()
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    page.wait_for_timeout(400)
    began = time.perf_counter()
    page.get_by_test_id("stSidebarNavLink").nth(1).click()
    page.wait_for_function(STANDS, timeout=120_000, polling=10)
    return time.perf_counter() - began
