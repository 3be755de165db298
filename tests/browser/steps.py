"""What a visitor does, in words that the stories share."""

from __future__ import annotations

from playwright.sync_api import Page, TimeoutError, expect

FIND = """text => { const host = document.querySelector('.pt-net'), pt = host.pt
  for (const [id, row] of pt.rows) if (row.tip[0].includes(text)) {
    const at = pt.network.canvasToDOM(pt.network.getPositions([id])[id]), box = host.querySelector('.pt-canvas').getBoundingClientRect()
    return [box.x + at.x, box.y + at.y] }
  return null }"""


def opened(page: Page, path: str) -> None:
    """Opens a page of the app and waits until it stands."""
    page.goto(path)
    settled(page)


def settled(page: Page) -> None:
    """Waits until the app has answered and is idle."""
    page.wait_for_timeout(150)
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    expect(page.locator("[data-testid=stException]")).to_have_count(0)


def canvas(page: Page) -> None:
    """Waits until the network is drawn."""
    page.locator(".pt-net[data-ready]").wait_for()
    settled(page)


def click_node(page: Page, text: str) -> None:
    """Clicks the node whose name holds the text."""
    page.locator(".pt-net").scroll_into_view_if_needed()
    at = page.evaluate(FIND, text)
    assert at, f"no node {text!r} on the canvas"
    page.mouse.click(*at)
    settled(page)


def nodes(page: Page) -> dict[str, list[float]]:
    """The names on the canvas and where they stand on it."""
    found: dict[str, list[float]] = page.evaluate(
        """() => { const pt = document.querySelector('.pt-net').pt, at = pt.network.getPositions()
        return Object.fromEntries([...pt.rows].map(([id, row]) => [row.tip[0], [at[id].x, at[id].y]])) }"""
    )
    return found


def choose(page: Page, label: str, option: str) -> None:
    """Chooses from a select box by typing; opens it again where the page was drawn anew in between, as a person would."""
    box = page.get_by_role("combobox", name=label)
    wanted = page.get_by_role("option").filter(has_text=option).first
    for _ in range(4):
        page.wait_for_timeout(500)
        settled(page)
        box.click()
        box.fill("")
        box.press_sequentially(option, delay=60)
        try:
            wanted.wait_for(timeout=4_000)
            break
        except TimeoutError:
            page.keyboard.press("Escape")
    wanted.click()
    settled(page)


def write_query(page: Page, text: str) -> None:
    """Puts a text into the SPARQL editor as a paste would, in place of what it held, and waits until the app knows it."""
    page.locator(".pt-bench[data-ready]").wait_for()
    page.get_by_role("textbox", name="SPARQL").focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(text)
    page.keyboard.press("Escape")
    page.wait_for_timeout(700)
    settled(page)
