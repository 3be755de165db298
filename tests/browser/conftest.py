"""The app in a process of its own, a real Chromium, and two guards: nothing but loopback is asked, in Python and in the browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from extract.pipeline import extract
from extract.read import read
from extract.triples import to_nquads
from graph.store import open_store
from tests.browser.guard import sitecustomize as guard
from tests.engines import free_port
from tests.papers import ROOT
from views import fonts

PLAN = ROOT / "data" / "plans" / "北京共青团2023年工作要点.txt"
GUARD = Path(guard.__file__).parent


@dataclass
class App:
    """An app that runs: where, over which store, what its processes asked of the outside."""

    url: str
    store: Path
    log: Path

    def outside(self) -> str:
        """The refused connections of all its processes."""
        return self.log.read_text("utf-8") if self.log.exists() else ""


@dataclass
class Watch:
    """What a page asked and complained about."""

    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def chromium() -> str:
    """The path of a Chromium; without one the tests fail, and never skip."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    with sync_playwright() as play:
        if Path(play.chromium.executable_path).exists():
            return play.chromium.executable_path
    raise AssertionError("no Chromium: run `make setup`, or apt-get install chromium")


def serve(store: Path, port: int, log: Path) -> tuple[subprocess.Popen[bytes], App]:
    """Starts the app over a store, and waits until it answers."""
    env = os.environ | {"POLICYTRACE_STORE": str(store), "PYTHONPATH": str(GUARD), "POLICYTRACE_GUARD_LOG": str(log)}
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port), "--server.headless", "true"]
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    for _ in range(150):
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2):
                return process, App(url, store, log)
        except OSError:
            time.sleep(0.2)
    process.kill()
    raise AssertionError("the app did not start within 30 s")


@pytest.fixture(scope="session", autouse=True)
def no_outside() -> None:
    """The guard in the process of the tests."""
    guard.install()


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The app over a store with the shipped plan, as its marks have it: what a page shows does not hang on how well the extractor reads."""
    fonts.build()
    folder = tmp_path_factory.mktemp("app")
    open_store(folder / "store").put(to_nquads(extract(read(PLAN))))
    process, running = serve(folder / "store", free_port(), folder / "outside.log")
    yield running
    process.terminate()
    process.wait(10)
    assert running.outside() == "", running.outside()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield found
        found.close()


def watched(page: Page) -> Watch:
    """Listens to a page: requests that leave the machine, and what the console calls an error."""
    watch = Watch()

    def asked(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob", "about") and parts.hostname not in ("127.0.0.1", "localhost"):
            watch.outside.append(url)

    page.on("request", lambda request: asked(request.url))
    page.on("websocket", lambda socket: asked(socket.url.replace("ws", "http", 1)))
    page.on("pageerror", lambda fault: watch.errors.append(str(fault)))
    page.on("console", lambda said: watch.errors.append(f"{said.text} {said.location['url']}")
            if said.type == "error" else None)
    return watch


@pytest.fixture
def page(browser: Browser, app: App, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A fresh visitor, 1280 pixels wide unless the test's `width` says otherwise; at the end nothing outside was asked and no error logged."""
    wide = getattr(request, "param", 1280)
    context = browser.new_context(viewport={"width": wide, "height": 900}, base_url=app.url, accept_downloads=True)
    found = context.new_page()
    found.set_default_timeout(20_000)
    watch = watched(found)
    yield found
    context.close()
    assert watch.outside == []
    assert watch.errors == []
