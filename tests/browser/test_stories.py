"""The stories of the explorer, in both languages: by mouse here, by keyboard alone below; nothing leaves the machine, no error is logged (the fixture `page`)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import App, watched
from tests.browser.steps import Hands, canvas, click_node, nodes, opened, settled
from views import bookmarks

pytestmark = pytest.mark.browser
CONGRESS = "中国共产党第二十次全国代表大会"
WORDS = {
    "zh": {"trace": "溯源", "directive": "上级部署", "task": "任务", "up": "这项任务回应什么", "path": "两者的关联", "from": "从", "to": "到", "show": "查看", "six": "第6项",
           "find": "查找名称", "overview": "总览", "graph": "关联图", "newly": "新设启动", "force": "力导向", "hide": "隐藏", "undo": "撤销", "redo": "重做", "new": "新设"},
    "en": {"trace": "Trace", "directive": "Directive", "task": "Task", "up": "What a task answers", "path": "How two are tied", "from": "From", "to": "To", "show": "Show",
           "six": "Task 6", "find": "Find a name", "overview": "Overview", "graph": "Graph", "newly": "newly", "force": "By force", "hide": "Hide", "undo": "Undo", "redo": "Redo", "new": "newly"},
}  # fmt: skip
LANGS = pytest.mark.parametrize("lang", WORDS)
WIDTHS = pytest.mark.parametrize("page", [1280, 1920], indirect=True)


@pytest.mark.parametrize("hands", ["mouse", "keyboard"])
@LANGS
@WIDTHS
def test_the_five_stories(page: Page, browser: Browser, app: App, lang: str, hands: str) -> None:
    """Who answers 党的二十大 (in four clicks), what initiative 6 serves, what is worded as new, how 青马工程 is tied to the centre, the view at a colleague's."""
    say, by = WORDS[lang], Hands(page, hands == "keyboard")
    quote = page.locator(".pt-quote mark")
    opened(page, f"/?lang={lang}")
    by.menu(say["trace"])
    by.choose(say["directive"], CONGRESS)
    expect(quote.first).to_contain_text("二十大")
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()
    assert by.clicks <= 4
    by.press(page.get_by_role("radio", name=say["up"]))
    by.choose(say["task"], say["six"])
    expect(quote.filter(has_text="京津冀协同发展").first).to_be_visible()
    by.menu(say["overview"])
    by.press(page.get_by_role("radio").filter(has_text=say["new"]).or_(page.get_by_role("button").filter(has_text=say["new"])).first)
    expect(page.get_by_text(say["newly"]).first).to_be_visible()
    expect(quote.first).to_be_visible()
    by.menu(say["graph"])
    canvas(page)
    by.press(page.get_by_role("button", name=say["path"]))
    by.choose(say["from"], "青马工程")
    by.choose(say["to"], "中国共产党中央委员会")
    by.press(page.get_by_role("button", name=say["show"], exact=True))
    page.wait_for_function("document.querySelector('.pt-net')?.pt?.rows.size < 8")
    assert {"青马工程", "中国共产党中央委员会"} <= set(nodes(page))
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    same_at_a_colleague(page, browser, app)


def same_at_a_colleague(page: Page, browser: Browser, app: App) -> Page:
    """The URL alone, in another browser, shows the same boxes in the same places, and nothing leaves the machine there."""
    page.wait_for_timeout(300)
    other = browser.new_page(base_url=app.url, viewport=page.viewport_size)
    watch = watched(other)
    opened(other, page.url)
    canvas(other)
    assert nodes(other) == nodes(page)
    assert (watch.outside, watch.errors) == ([], [])
    return other


def test_a_view_sent_to_a_colleague(page: Page, browser: Browser, app: App) -> None:
    """The URL holds the view: in a new browser it shows the same boxes in the same places, the same one picked."""
    opened(page, "/graph?lang=zh")
    canvas(page)
    page.get_by_role("radio", name="力导向").click()
    settled(page)
    click_node(page, CONGRESS)
    page.get_by_role("button", name="展开", exact=True).click()
    settled(page)
    page.get_by_role("button", name="固定", exact=True).click()
    settled(page)
    page.get_by_role("radio", name="分层").click()
    settled(page)
    other = same_at_a_colleague(page, browser, app)
    expect(other.locator(".pt-name").filter(has_text=CONGRESS)).to_be_visible()
    expect(other.get_by_role("button", name="取消固定")).to_be_enabled()
    other.close()


def test_a_view_under_a_name_outlives_start_over(page: Page, app: App) -> None:
    """Two boxes are picked by keyboard and isolated; the view is kept beside the store, and comes back after everything was put back."""
    opened(page, "/graph?lang=zh")
    canvas(page)
    full = len(nodes(page))
    page.locator(".pt-canvas").focus()
    for key in ("ArrowRight", "ArrowDown", " ", "ArrowDown", " "):
        page.keyboard.press(key)
    settled(page)
    expect(page.get_by_text("已选 2 个方框")).to_be_visible()
    page.get_by_role("button", name="展开", exact=True).click()
    settled(page)
    page.get_by_role("button", name="保存的视图").click()
    page.get_by_label("名称", exact=True).fill("两项<b>任务")
    page.keyboard.press("Enter")
    settled(page)
    page.get_by_role("button", name="保存当前视图").click()
    settled(page)
    kept = nodes(page)
    assert list(bookmarks.kept(str(app.store))) == ["两项<b>任务"]
    page.keyboard.press("Escape")
    page.get_by_role("button", name="全部还原").click()
    settled(page)
    page.wait_for_function("size => document.querySelector('.pt-net').pt.rows.size === size", arg=full)
    page.get_by_role("button", name="保存的视图").click()
    page.get_by_role("button", name="两项<b>任务").click()
    settled(page)
    page.wait_for_function("size => document.querySelector('.pt-net').pt.rows.size === size", arg=len(kept))
    assert nodes(page) == kept
    bookmarks.drop(str(app.store), "两项<b>任务")


def test_numbers_lead_to_just_their_items(page: Page) -> None:
    """The number of ties on the overview is the number of rows behind it, the number of directives the number of groups; also with headings counted."""
    for count in ("", "h"):
        opened(page, f"/?lang=en&count={count}")
        page.get_by_test_id("stMetricValue").nth(4).wait_for()
        settled(page)
        shown = page.get_by_test_id("stMetricValue").all_inner_texts()
        for at, told in ((3, f"{shown[3]} of "), (2, f"{shown[2]} groups")):
            page.get_by_role("link", name="Show them").nth(at).click()
            page.get_by_role("heading", name="Evidence").wait_for()
            expect(page.get_by_text(told)).to_be_visible()
            page.get_by_test_id("stSidebarNavLink").first.click()
            page.get_by_test_id("stMetricValue").nth(4).wait_for()
            settled(page)


def test_a_download_speaks_the_language_of_the_page(page: Page) -> None:
    """Regression: files are made when asked for, outside the page, and came out in Chinese for everyone."""
    opened(page, "/evidence?lang=en&q=改革")
    with page.expect_download() as saved:
        page.get_by_role("button", name="CSV", exact=True).click()
    assert Path(saved.value.path()).read_text("utf-8-sig").startswith("Place,Heading,Tie,Name,Sentence")


@WIDTHS
def test_a_new_tab_draws_the_canvas_before_the_tools(page: Page) -> None:
    """The canvas stands where it stays when tools and sidebar have come, in the same tab as in the first moment."""
    page.goto("/graph?lang=zh", wait_until="commit")
    page.locator(".pt-net[data-ready]").wait_for()
    before = page.locator(".pt-net").bounding_box()
    page.get_by_role("button", name="撤销").wait_for()
    page.get_by_role("radio", name="English").wait_for()
    after = page.locator(".pt-net").bounding_box()
    assert before == pytest.approx(after, abs=2)


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
