"""The stories of the explorer, in both languages: by mouse here, by keyboard alone below; nothing leaves the machine, no error is logged (the fixture `page`)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import App, watched
from tests.browser.steps import canvas, choose, click_node, nodes, opened, settled

pytestmark = pytest.mark.browser
CONGRESS = "中国共产党第二十次全国代表大会"
WORDS = {
    "zh": {"trace": "溯源", "directive": "上级部署", "task": "任务", "up": "这项任务回应什么", "path": "两者的关联", "from": "从", "to": "到", "show": "查看", "six": "第6项",
           "find": "查找名称", "force": "力导向", "hide": "隐藏", "undo": "撤销", "redo": "重做", "new": "新设"},
    "en": {"trace": "Trace", "directive": "Directive", "task": "Task", "up": "What a task answers", "path": "How two are tied", "from": "From", "to": "To", "show": "Show",
           "six": "Task 6", "find": "Find a name", "force": "By force", "hide": "Hide", "undo": "Undo", "redo": "Redo", "new": "newly"},
}  # fmt: skip
LANGS = pytest.mark.parametrize("lang", WORDS)
WIDTHS = pytest.mark.parametrize("page", [1280, 1920], indirect=True)


@LANGS
@WIDTHS
def test_who_answers_the_congress(page: Page, lang: str) -> None:
    """“Who answers 党的二十大, and with what words?”: start page → Trace → the box → the congress: three clicks."""
    say = WORDS[lang]
    opened(page, f"/?lang={lang}")
    page.get_by_test_id("stSidebarNavLink").filter(has_text=say["trace"]).click()
    page.get_by_role("combobox", name=say["directive"]).wait_for()
    choose(page, say["directive"], CONGRESS)
    expect(page.locator(".pt-quote mark").first).to_contain_text("二十大")
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()


@LANGS
def test_what_does_initiative_6_serve(page: Page, lang: str) -> None:
    """“What does initiative 6 serve?”"""
    say = WORDS[lang]
    opened(page, f"/trace?lang={lang}")
    page.get_by_role("radio", name=say["up"]).click()
    settled(page)
    choose(page, say["task"], say["six"])
    expect(page.locator(".pt-quote mark").filter(has_text="京津冀协同发展").first).to_be_visible()


@LANGS
def test_what_is_worded_as_new(page: Page, lang: str) -> None:
    """“Which programmes are worded as new?”: a pill on the overview, and their sentences."""
    opened(page, f"/?lang={lang}")
    page.get_by_role("radio").filter(has_text=WORDS[lang]["new"]).or_(page.get_by_role("button").filter(has_text=WORDS[lang]["new"])).first.click()
    settled(page)
    expect(page.locator(".pt-quote mark").first).to_be_visible()


@LANGS
def test_how_a_programme_is_tied_to_the_central_party(page: Page, lang: str) -> None:
    """“How is 青马工程 tied to the central Party?”: a path whose ends are the two."""
    say = WORDS[lang]
    opened(page, f"/graph?lang={lang}")
    canvas(page)
    page.get_by_role("button", name=say["path"]).click()
    choose(page, say["from"], "青马工程")
    choose(page, say["to"], "中国共产党中央委员会")
    page.get_by_role("button", name=say["show"], exact=True).click()
    settled(page)
    page.wait_for_function("document.querySelector('.pt-net')?.pt?.rows.size < 8")
    assert {"青马工程", "中国共产党中央委员会"} <= set(nodes(page))


def test_a_view_sent_to_a_colleague(page: Page, browser: Browser, app: App) -> None:
    """The URL holds the view: in a new browser it shows the same boxes in the same places, the same one picked."""
    opened(page, "/graph?lang=zh")
    canvas(page)
    page.get_by_role("radio", name="力导向").click()
    settled(page)
    click_node(page, CONGRESS)
    page.get_by_role("button", name="展开", exact=True).click()
    settled(page)
    page.wait_for_timeout(500)
    here = nodes(page)
    other = browser.new_page(base_url=app.url, viewport={"width": 1280, "height": 900})
    watch = watched(other)
    opened(other, page.url)
    canvas(other)
    assert nodes(other) == here
    expect(other.locator(".pt-name").filter(has_text=CONGRESS)).to_be_visible()
    other.close()
    assert (watch.outside, watch.errors) == ([], [])


@LANGS
def test_hide_undo_redo(page: Page, lang: str) -> None:
    """What is hidden comes back by undo, and goes again by redo; a click does not move anything."""
    say = WORDS[lang]
    opened(page, f"/graph?lang={lang}")
    canvas(page)
    before = nodes(page)
    click_node(page, CONGRESS)
    assert nodes(page) == before
    for button, there in ((say["hide"], False), (say["undo"], True), (say["redo"], False)):
        page.get_by_role("button", name=button, exact=True).click()
        settled(page)
        page.wait_for_function("([name, there]) => [...(document.querySelector('.pt-net')?.pt?.rows.values() ?? [])].some((r) => r.tip[0] === name) === there",
                               arg=[CONGRESS, there])


@LANGS
def test_by_keyboard_alone(page: Page, lang: str) -> None:
    """Find the congress by its initials, and walk to it on the canvas: arrow keys say where one is, Enter opens the card."""
    opened(page, f"/graph?lang={lang}")
    canvas(page)
    box = page.get_by_role("textbox", name=WORDS[lang]["find"])
    box.focus()
    page.keyboard.type("ddesd")
    page.keyboard.press("Enter")
    settled(page)
    page.get_by_role("button").filter(has_text="第二十次全国代表大会").first.focus()
    page.keyboard.press("Enter")
    settled(page)
    expect(page.locator(".pt-name").filter(has_text=CONGRESS)).to_be_visible()
    page.locator(".pt-canvas").focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
    said = page.locator(".pt-said").inner_text()
    assert re.search(r"\d", said), said
    page.keyboard.press("Enter")
    settled(page)
    expect(page.locator(".pt-name").first).to_contain_text(re.split(r"[,，]", said)[0].split(" ", 1)[-1][:8])
    page.locator(".pt-canvas").focus()
    page.keyboard.press("Escape")
    settled(page)
    expect(page.locator(".pt-name")).to_have_count(0)


def test_the_reader_by_keyboard(page: Page) -> None:
    """A name in the text takes the focus and opens its card by Enter."""
    opened(page, "/reader?lang=zh")
    page.locator(".pt-mention").first.focus()
    page.keyboard.press("Enter")
    settled(page)
    expect(page.locator(".pt-name").first).to_be_visible()


def test_the_flow_leads_to_sentences(page: Page) -> None:
    """A box of the Sankey leads to the sentences of its ties."""
    opened(page, "/")
    page.locator(".pt-flow g").first.focus()
    page.keyboard.press("Enter")
    settled(page)
    expect(page.locator(".pt-quote mark").first).to_be_visible()
