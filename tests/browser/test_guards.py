"""Both guards do fail on a planted request: one from a Python process of the app, one from the page."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import GUARD, App, watched
from tests.browser.guard import sitecustomize as guard

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("address", "here"),
    [(("127.0.0.1", 80), True), (("::1", 80, 0, 0), True), (("localhost", 80), True), ("/run/socket", True), (("192.0.2.1", 80), False), (("example.org", 80), False)],
)
def test_what_is_inside(address: object, here: bool) -> None:
    """Loopback and files are inside; documentation addresses and names are not."""
    assert guard.inside(address) is here


def test_the_guard_of_python_fails_on_a_planted_request(tmp_path: Path) -> None:
    """A process with our PYTHONPATH can't leave, says so, and logs it."""
    log = tmp_path / "outside.log"
    env = os.environ | {"PYTHONPATH": str(GUARD), "POLICYTRACE_GUARD_LOG": str(log)}
    planted = "import urllib.request as u; u.urlopen('http://192.0.2.1:9/', timeout=2)"
    done = subprocess.run([sys.executable, "-c", planted], env=env, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "nothing but loopback" in done.stderr
    assert "192.0.2.1" in log.read_text("utf-8")


def test_the_listener_of_the_browser_hears_a_planted_request(browser: Browser, app: App) -> None:
    """An image from elsewhere in the page is heard."""
    page = browser.new_page(base_url=app.url)
    watch = watched(page)
    page.goto("/")
    page.evaluate("new Image().src = 'http://192.0.2.1:9/planted.png'")
    page.wait_for_timeout(300)
    page.close()
    assert watch.outside == ["http://192.0.2.1:9/planted.png"]
