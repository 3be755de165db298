"""The pictures of README and docs/: `python -m tests.screenshots` (make screenshots).

It reads the shipped plan into a store of its own, starts the app over it, does on each page what a reader would do, and takes the picture at 1280 pixels
(docs/screenshots/NAME.png) and at 1920 (docs/screenshots/wide/NAME.png). With an address it takes them from an app that runs.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from extract.pipeline import extract
from extract.read import read
from extract.triples import to_nquads
from graph.store import open_store
from tests.browser.conftest import PLAN, chromium, serve
from tests.browser.steps import canvas, choose, click_node, opened, settled
from tests.test_store import free_port
from views import fonts

FOLDER = Path("docs/screenshots")
WIDTHS = {1280: FOLDER, 1920: FOLDER / "wide"}
HEIGHTS = {1280: 900, 1920: 1080}
CONGRESS = "中国共产党第二十次全国代表大会"


def picked(page: Page) -> None:
    """The card of the congress beside the canvas."""
    canvas(page)
    click_node(page, CONGRESS)


def asked(page: Page) -> None:
    """The first example has run."""
    page.locator(".pt-bench[data-ready]").wait_for()
    choose(page, "示例", "贯彻落实中央党委")
    page.get_by_test_id("stDataFrame").wait_for()


def flow(page: Page) -> None:
    """The Sankey is in view."""
    page.locator(".pt-flow svg").wait_for()
    page.locator(".pt-flow").scroll_into_view_if_needed()


def part(page: Page) -> None:
    """Task 6 of the text, marked, with its links beside it."""
    choose(page, "目录", "第6项")
    page.locator(".pt-reader mark").first.wait_for()


def figure(page: Page) -> None:
    """The figure is drawn."""
    page.locator("[data-testid=stImage] img").wait_for(timeout=60_000)


PAGES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "overview": ("?lang=zh", settled), "flow": ("?lang=zh", flow), "graph": ("graph?lang=zh", canvas), "graph-en": ("graph?lang=en", canvas),
    "graph-card": ("graph?lang=zh", picked), "graph-force": ("graph?lang=zh&layout=force", canvas), "evidence": ("evidence?lang=zh&standing=party&scope=item", settled),
    "reader": ("reader?lang=zh", part), "trace": ("trace?lang=zh", settled), "matrix": ("trace?lang=zh&side=matrix", settled), "entity": ("entity?lang=zh", canvas),
    "sparql": ("query?lang=zh", asked), "export": ("export?lang=en", figure), "library": ("library?lang=en", settled),
}  # fmt: skip


def main(address: str = "") -> None:
    """All pictures."""
    if address:
        shoot(address)
        return
    fonts.build()
    with tempfile.TemporaryDirectory() as name:
        open_store(Path(name) / "store").put(to_nquads(extract(read(PLAN))))
        process, app = serve(Path(name) / "store", free_port(), Path(name) / "log")
        try:
            shoot(app.url + "/")
        finally:
            process.terminate()
            process.wait(10)


def shoot(address: str) -> None:
    """One picture a page and width."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        for width, folder in WIDTHS.items():
            folder.mkdir(parents=True, exist_ok=True)
            context = browser.new_context(viewport={"width": width, "height": HEIGHTS[width]}, base_url=address)
            for name, (path, act) in PAGES.items():
                page = context.new_page()
                page.set_default_timeout(120_000)
                opened(page, address + path)
                page.get_by_role("heading").first.wait_for()
                act(page)
                page.mouse.move(width - 4, HEIGHTS[width] - 4)
                page.wait_for_timeout(1500)
                settled(page)
                page.screenshot(path=str(folder / f"{name}.png"))
                page.close()
            context.close()
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
