"""The pictures of README and docs/: `python -m tests.screenshots [URL]` over an app that runs (make run in another terminal)."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import chromium

FOLDER = Path("docs/screenshots")
PAGES = {"overview": "?lang=zh", "graph": "graph?lang=zh", "graph-en": "graph?lang=en", "evidence": "evidence?lang=zh", "reader": "reader?lang=zh", "trace": "trace?lang=zh", "sparql": "query?lang=zh",
         "export": "export?lang=en"}


def main(url: str = "http://127.0.0.1:8501/") -> None:
    """One picture a page, 1280 by 900."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
        browser = play.chromium.launch(executable_path=chromium(), args=flags)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        for name, path in PAGES.items():
            page.goto(url + path)
            page.wait_for_timeout(6000)
            page.screenshot(path=str(FOLDER / f"{name}.png"))
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
