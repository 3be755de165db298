"""axe finds no serious fault on any page, light and dark; what lies inside Streamlit's own widgets is listed in tests/axe_known.toml."""

from __future__ import annotations

import tomllib

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browser.conftest import App
from tests.browser.steps import opened
from tests.papers import ROOT

pytestmark = pytest.mark.browser
PAGES = ("", "graph", "trace", "trace?side=initiative", "trace?side=matrix", "evidence", "evidence?group=place", "reader", "entity", "query", "query?way=form", "export", "library")
KNOWN = tomllib.loads((ROOT / "tests" / "axe_known.toml").read_text("utf-8"))["known"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_fault(scheme: str, app: App, browser: Browser) -> None:
    """Contrast, names, roles, order: nothing that axe calls serious or critical."""
    context = browser.new_context(base_url=app.url, viewport={"width": 1280, "height": 900}, color_scheme="dark" if scheme == "dark" else "light")
    found = []
    for path in PAGES:
        page = context.new_page()
        opened(page, f"/{path}")
        page.wait_for_timeout(600)
        for fault in Axe().run(page).response["violations"]:
            nodes = [n["html"][:200] for n in fault["nodes"] if not any(k["rule"] == fault["id"] and k["within"] in n["html"] for k in KNOWN)]
            if fault["impact"] in ("serious", "critical") and nodes:
                found.append((path, fault["id"], nodes[:3]))
        page.close()
    context.close()
    assert found == []
