"""A paper whose names hold markup, templates, prototype keys, marks that turn text, and 2,000 characters changes nothing in any page, tooltip, URL or table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, expect

from extract.triples import to_nquads
from graph.store import open_store
from graph.vocab import entity_iri
from tests.browser.conftest import App, serve, watched
from tests.browser.steps import FIND, canvas, opened
from tests.engines import free_port
from tests.test_views import HOSTILE, hostile
from views import state

pytestmark = pytest.mark.browser
PAGES = ("", "graph?family=-&standing=-", "trace", "trace?side=matrix", "evidence", "evidence?group=label", "reader", "entity", "query", "export", "library")
CHANGED = "() => window.planted || document.querySelectorAll('img[onerror], img[src=x], .stMain script').length || ({}).polluted"


@pytest.fixture(scope="module")
def wild(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """An app over the hostile paper."""
    folder = tmp_path_factory.mktemp("wild")
    open_store(folder / "store").put(to_nquads(hostile()))
    process, running = serve(folder / "store", free_port(), folder / "outside.log")
    yield running
    process.terminate()
    process.wait(10)
    assert running.outside() == ""


@pytest.mark.parametrize("path", PAGES)
def test_no_page_changes(path: str, wild: App, browser: Browser) -> None:
    """No alert, no foreign element, no request, no error; and the page is as wide as its window."""
    page = browser.new_page(base_url=wild.url, viewport={"width": 1280, "height": 900})
    watch = watched(page)
    page.on("dialog", lambda dialog: (watch.errors.append(dialog.message), dialog.dismiss()))
    opened(page, f"/{path}")
    page.wait_for_timeout(700)
    assert not page.evaluate(CHANGED)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.close()
    assert (watch.outside, watch.errors) == ([], [])


def test_tooltips_hold_text(wild: App, browser: Browser) -> None:
    """The hover of a node whose name is markup shows the markup as text."""
    page = browser.new_page(base_url=wild.url, viewport={"width": 1280, "height": 900})
    opened(page, "/graph?family=-&standing=-")
    canvas(page)
    page.locator(".pt-net").scroll_into_view_if_needed()
    for name in (HOSTILE[0], "__proto__"):
        page.mouse.move(*page.evaluate(FIND, name))
        tip = page.locator(".pt-tip:not([hidden])").filter(has_text=name)
        expect(tip).to_be_visible()
        assert tip.evaluate("e => [...e.querySelectorAll('*')].every((inner) => ['B', 'DIV'].includes(inner.tagName) && !inner.attributes.length)")
        page.mouse.move(5, 5)
    page.close()


def test_hostile_names_in_the_address_and_in_a_choice(wild: App, browser: Browser) -> None:
    """All of them picked at once: each is a button with its text, the address holds codes only, and nothing runs."""
    page = browser.new_page(base_url=wild.url, viewport={"width": 1280, "height": 900})
    watch = watched(page)
    codes = [state.short(entity_iri(e.id)) for e in hostile().entities[1:]]
    opened(page, f"/graph?family=-&standing=-&sel={'~'.join(codes)}")
    canvas(page)
    expect(page.get_by_role("button", name=HOSTILE[0], exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="__proto__", exact=True)).to_be_visible()
    assert re.fullmatch(r"[\w=&.~-]+", page.url.partition("?")[2]), page.url
    assert set(codes) <= set(parse_qs(urlsplit(page.url).query)["sel"][0].split("~"))
    assert not page.evaluate(CHANGED)
    page.close()
    assert (watch.outside, watch.errors) == ([], [])
