"""The workbench in a real browser: write, complete, run, look, take along, keep, come back; bad queries and bad input."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from extract.triples import to_nquads
from graph.saved import kept
from graph.store import open_store
from tests.browser.conftest import App, serve, watched
from tests.browser.steps import choose, opened, settled, write_query
from tests.papers import shipped
from tests.test_store import ENDLESS, free_port
from views import fonts

pytestmark = pytest.mark.browser
RESPONDS = "SELECT ?item ?directive WHERE { GRAPH ?paper { ?item pt:respondsTo ?directive . ?item a pt:Initiative } }"
DONE = re.compile(r"^\d+ 行 · (\d+) 毫秒$")


class Bench:
    """An app of this module's own, which can be started again over the same store."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self.app = self.start()

    def start(self) -> App:
        self.stop()
        self.process, app = serve(self.folder / "store", self.port, self.folder / "outside.log")
        return app

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(10)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """The shipped plan, as its marks have it."""
    fonts.build()
    folder = tmp_path_factory.mktemp("bench")
    open_store(folder / "store").put(to_nquads(shipped()))
    found = Bench(folder)
    yield found
    found.stop()
    assert found.app.outside() == ""


@pytest.fixture
def page(browser: Browser, bench: Bench) -> Iterator[Page]:
    """A fresh visitor of this module's app; at the end nothing outside was asked and no error logged."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=bench.app.url, accept_downloads=True)
    found = context.new_page()
    found.set_default_timeout(20_000)
    watch = watched(found)
    yield found
    context.close()
    assert (watch.outside, watch.errors) == ([], [])


def told(page: Page) -> Locator:
    """The line that says how many rows there are and how long it took."""
    return page.get_by_text(DONE)


def run(page: Page) -> None:
    page.get_by_role("button", name="运行", exact=True).click()
    told(page).wait_for()
    settled(page)


def inside(page: Page) -> str:
    """What the editor holds."""
    return str(page.evaluate("document.querySelector('.pt-bench').pt.editor.getValue()"))


def test_from_a_name_to_a_kept_query(page: Page, bench: Bench) -> None:
    """Complete a name, run, see the table, open the chart, download Excel and read it back, star the query, restart the app, find it again."""
    opened(page, "/query?lang=zh")
    write_query(page, "")
    page.keyboard.type("SELECT ?item WHERE { GRAPH ?paper { ?item pt:carr", delay=30)
    page.locator(".ace_autocomplete").get_by_text("pt:carriesOut").first.wait_for()
    page.keyboard.press("Enter")
    page.keyboard.type(" 青马", delay=150)
    page.locator(".ace_autocomplete").get_by_text("青马").first.wait_for()
    page.keyboard.press("Enter")
    page.keyboard.type(" } }", delay=30)
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")
    told(page).wait_for()
    settled(page)
    text = inside(page)
    assert text.startswith("PREFIX pt: <https://w3id.org/policytrace/ns#>\n")
    assert "pt:carriesOut <https://w3id.org/policytrace/id/programme/青马工程>" in text
    page.get_by_test_id("stDataFrame").wait_for()
    page.get_by_test_id("stMain").get_by_role("radio", name="条形图").click()
    page.locator("[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg").first.wait_for()
    settled(page)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Excel").click()
    table = pd.read_excel(io.BytesIO(Path(saved.value.path()).read_bytes()))
    assert list(table.columns) == ["item (label)", "item"]
    assert len(table) >= 1
    assert table["item (label)"].str.startswith("第").all()
    assert table["item"].str.contains("#item-").all()
    page.get_by_role("button", name="收藏", exact=True).click()
    page.get_by_label("名称（可不填）").fill("谁开展青马工程")
    page.keyboard.press("Tab")
    settled(page)
    page.get_by_role("button", name="存入收藏").click()
    settled(page)
    assert [(s.name, s.starred) for s in kept(str(bench.folder / "store")) if s.starred] == [("谁开展青马工程", True)]
    page.goto("about:blank")  # a page that is open while its app restarts complains of it
    bench.start()
    opened(page, "/query?lang=zh")
    page.get_by_role("button", name="已存查询").click()
    page.get_by_role("button", name="谁开展青马工程").click()
    page.wait_for_function("wanted => document.querySelector('.pt-bench')?.pt?.editor.getValue() === wanted", arg=text)


def test_a_timeout_says_so_and_the_next_answers_at_once(page: Page) -> None:
    """An endless query ends at its time-out with an error that says so, never as an empty answer; the next is there within 300 ms; a third is cancelled."""
    opened(page, "/query?lang=zh&timeout=2")
    write_query(page, ENDLESS)
    page.get_by_role("button", name="运行", exact=True).click()
    page.get_by_role("button", name="取消").wait_for()
    expect(page.get_by_test_id("stAlert")).to_contain_text("time-out", timeout=10_000)
    assert told(page).count() == 0
    write_query(page, RESPONDS)
    run(page)
    found = DONE.match(told(page).inner_text())
    assert found
    assert int(found.group(1)) < 300
    choose(page, "时限", "60 s")
    write_query(page, ENDLESS)
    page.get_by_role("button", name="运行", exact=True).click()
    page.get_by_role("button", name="取消").click()
    expect(page.get_by_test_id("stAlert")).to_contain_text("取消")
    write_query(page, "SELECT nonsense")
    page.get_by_role("button", name="运行", exact=True).click()
    expect(page.get_by_test_id("stAlert")).to_contain_text("can't be answered")
    write_query(page, "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
    page.get_by_role("button", name="运行", exact=True).click()
    expect(page.get_by_test_id("stAlert")).to_contain_text("SERVICE is refused")


def test_what_is_typed_is_what_runs(page: Page) -> None:
    """Regression: a change back to what was told before, after Ctrl+Enter with something else, was not heard; a name by its pinyin; an example by a click."""
    opened(page, "/query?lang=zh")
    write_query(page, "ASK { GRAPH ?p { ?s pt:implements ?o } }")
    run_ask(page, "是（true）")
    page.get_by_role("textbox", name="SPARQL").focus()
    page.keyboard.press("Control+End")
    page.keyboard.type("#")
    page.keyboard.press("Control+Enter")
    settled(page)
    page.keyboard.press("Backspace")
    page.get_by_role("button", name="收藏", exact=True).click()
    page.keyboard.press("Escape")
    run_ask(page, "是（true）")
    assert not inside(page).endswith("#")
    write_query(page, "SELECT ?s { GRAPH ?p { ?s pt:carriesOut ")
    page.keyboard.type("qmgc", delay=60)
    page.locator(".ace_autocomplete").get_by_text("青马工程").first.wait_for()
    page.keyboard.press("Enter")
    assert inside(page).endswith("/programme/青马工程>")
    choose(page, "示例", "以自己的措辞回应上级")
    told(page).wait_for()
    assert "COUNT(DISTINCT ?answering)" in inside(page)


def run_ask(page: Page, said: str) -> None:
    page.get_by_role("button", name="运行", exact=True).click()
    page.get_by_text(said).wait_for()
    settled(page)


def test_an_answer_in_every_view(page: Page) -> None:
    """A link holds query and limit; what the limit cut is said; table, network, charts and matrix are drawn; a row leads to its cards; axe finds nothing."""
    opened(page, f"/query?lang=zh&limit=100&sparql={quote('SELECT ?s ?d ?t WHERE { GRAPH ?p { ?s pt:respondsTo ?d . ?d pt:tier ?t ; a ?class } }')}")
    page.locator(".pt-bench[data-ready]").wait_for()
    run(page)
    expect(page.get_by_test_id("stAlert")).to_contain_text("只取前 100 行")
    box = page.get_by_test_id("stDataFrame").bounding_box()
    assert box
    page.mouse.click(box["x"] + 15, box["y"] + 53)
    settled(page)
    cards = page.get_by_test_id("stMain").get_by_test_id("stPageLink")
    expect(cards.first).to_be_visible()
    for x in range(250, 700, 45):  # how wide a column is hangs on its names
        page.mouse.click(box["x"] + x, box["y"] + 53)
        page.wait_for_timeout(150)
        if len(page.context.pages) > 1:
            break
    card = page.context.pages[1]
    expect(card).to_have_url(re.compile(r"/(reader|entity)\?lang=zh&"))
    card.close()
    page.get_by_test_id("stMain").get_by_role("radio", name="关联图").click()
    page.locator(".pt-net[data-ready]").wait_for()
    assert page.evaluate("document.querySelector('.pt-net').pt.rows.size") > 10
    for name, said in (("矩阵", None), ("时间线", "没有日期列"), ("条形图", None)):
        page.get_by_test_id("stMain").get_by_role("radio", name=name).click()
        settled(page)
        if said:
            expect(page.get_by_text(said)).to_be_visible()
        else:
            page.locator("[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg").first.wait_for()
    page.get_by_test_id("stMain").get_by_role("radio", name="表格").click()
    settled(page)
    page.get_by_role("button", name="链接与代码").click()
    expect(page.get_by_text("--data-urlencode").first).to_be_visible()
    address = page.get_by_test_id("stCode").first.inner_text()
    assert "sparql=" in address
    assert faults(page) == []


@pytest.mark.parametrize("hostile", ['x" } } SERVICE <http://127.0.0.1:9/> { ?a ?b "', "\\u0022 } DROP ALL #", "<script>planted=1</script>{{x}}"])
def test_hostile_words_in_the_form_do_no_harm(hostile: str, page: Page) -> None:
    """They are looked for as a name: nothing is found, nothing runs, nothing is asked; and the shown SPARQL holds them as a string."""
    opened(page, "/query?lang=zh&way=form")
    page.get_by_label("名称包含").fill(hostile)
    page.keyboard.press("Tab")
    settled(page)
    page.get_by_role("button", name="提问", exact=True).click()
    expect(page.get_by_text("没有符合条件的结果")).to_be_visible()
    assert not page.evaluate("window.planted")


def test_the_form_asks_and_can_be_taken_to_the_editor(page: Page) -> None:
    """By keyboard: tasks that answer something of the Party's standing; the answer, its SPARQL, the same in the editor; axe finds nothing."""
    opened(page, "/query?lang=zh&way=form")
    standing = page.get_by_role("combobox", name="与本文件的关系")
    standing.focus()
    page.keyboard.type("党委", delay=60)
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    settled(page)
    ask = page.get_by_role("button", name="提问", exact=True)
    ask.focus()
    page.keyboard.press("Enter")
    told(page).wait_for()
    settled(page)
    assert faults(page) == []
    rows = told(page).inner_text()
    assert not rows.startswith("0 ")
    page.get_by_text("由此生成的 SPARQL").click()
    expect(page.get_by_test_id("stCode")).to_contain_text("VALUES ?standing { pt:standing-party }")
    page.get_by_role("button", name="拿到编辑器").click()
    page.locator(".pt-bench[data-ready]").wait_for()
    settled(page)
    assert "VALUES ?standing { pt:standing-party }" in inside(page)
    page.get_by_role("textbox", name="SPARQL").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.pt-bench')") is None, "Tab leaves the editor"


def faults(page: Page) -> list[tuple[str, str]]:
    """What axe calls serious or critical."""
    return [(f["id"], n["html"][:150]) for f in Axe().run(page).response["violations"] if f["impact"] in ("serious", "critical") for n in f["nodes"]]
