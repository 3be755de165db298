"""What a visitor does, in words that the stories share."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, TimeoutError, expect

FIND = """text => { const pt = document.querySelector('.pt-net').pt
  for (const [id, row] of pt.rows) if (row.tip[0].includes(text)) return pt.place(id)
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
        "() => Object.fromEntries([...document.querySelector('.pt-net').pt.rows.values()].map((row) => [row.tip[0], [row.x, row.y]]))"
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


class Hands:
    """A visitor who uses only the mouse, or only the keyboard: Tab to get somewhere, Enter, Space, arrows and letters there. Counts the clicks."""

    def __init__(self, page: Page, keys: bool) -> None:
        self.page, self.keys, self.clicks = page, keys, 0

    def reach(self, what: Locator, most: int = 250) -> None:
        """Tab after Tab until the focus is there."""
        what.wait_for()
        for _ in range(most):
            if what.evaluate("e => e === document.activeElement || e.contains(document.activeElement)"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no Tab leads to {what}")

    def press(self, what: Locator) -> None:
        """A link, a button, a switch."""
        self.clicks += 1
        if self.keys:
            group = what.locator("xpath=ancestor::*[@role='radiogroup' or @role='toolbar'][1]")
            if group.count():  # Tab leads to the group, arrows lead about in it
                self.reach(group)
                for _ in range(12):
                    if what.evaluate("e => e === document.activeElement"):
                        break
                    self.page.keyboard.press("ArrowRight")
            else:
                self.reach(what)
            self.page.keyboard.press("Enter")
        else:
            what.click()
        settled(self.page)

    def menu(self, name: str) -> None:
        """Turns to a page."""
        self.press(self.page.get_by_test_id("stSidebarNavLink").filter(has_text=name))

    def choose(self, label: str, option: str) -> None:
        """Chooses from a select box by typing a part of an option; once more where the page was drawn anew in between."""
        box = self.page.get_by_role("combobox", name=label)
        wanted = self.page.get_by_role("option").filter(has_text=option).first
        self.clicks += 2
        for _ in range(4):
            settled(self.page)
            if self.keys:
                self.reach(box)
            else:
                box.click()
            self.page.keyboard.press("Control+a")
            self.page.keyboard.type(option, delay=15)
            try:
                wanted.wait_for(timeout=3_000)
                break
            except TimeoutError:
                self.page.keyboard.press("Escape")
        if self.keys:
            self.page.keyboard.press("Enter")
        else:
            wanted.click()
        settled(self.page)


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
