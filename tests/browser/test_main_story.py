"""The main story in a real browser: from the graph to the sentence, an own paper, a query, a picture, the other language."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
from itertools import groupby
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Page, expect

from graph.figure.drawing import Drawing, Text
from graph.figure.font import LEADING
from graph.figure.formats import png
from graph.figure.page import INK, PAPERS
from graph.figure.words import word
from tests.browser.conftest import App
from tests.browser.steps import canvas, choose, click_node, opened, settled, write_query
from tests.engines import oxigraph
from tests.papers import ROOT, TEXT

pytestmark = pytest.mark.browser
CONGRESS = "中国共产党第二十次全国代表大会"


def test_from_a_node_to_its_sentence_in_the_reader(page: Page) -> None:
    """Open, click the node of 党的二十大, read the sentence, jump to it: it is marked and on the screen."""
    opened(page, "/")
    page.get_by_test_id("stSidebarNavLink").filter(has_text="关联图").click()
    canvas(page)
    click_node(page, CONGRESS)
    card = page.locator(".pt-quote").first
    expect(card).to_contain_text("二十大")
    sentence = "".join(card.locator("mark").all_inner_texts())
    page.get_by_role("link", name="在原文中查看").first.click()
    mark = page.locator(".pt-reader mark").first
    mark.wait_for()
    settled(page)
    assert sentence in re.sub(r"\s", "", "".join(page.locator(".pt-reader mark").all_inner_texts()))
    expect(mark).to_be_in_viewport()


def test_an_edge_shows_its_sentence(page: Page) -> None:
    """A click on a line shows the links behind it."""
    opened(page, "/graph")
    canvas(page)
    at = page.evaluate("() => { const pt = document.querySelector('.pt-net').pt; return pt.middle(pt.edges.keys().next().value) }")
    page.mouse.click(*at)
    settled(page)
    expect(page.locator(".pt-quote mark").first).to_be_visible()


def test_an_own_paper_and_its_sentence(page: Page, tmp_path: Path) -> None:
    """Upload a paper that the repository does not hold, and reach a link's sentence in it."""
    path = tmp_path / "江海要点.txt"
    path.write_text(TEXT, "utf-8", newline="")
    opened(page, "/library")
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="读取 1 份文件").click()
    page.get_by_text("江海要点.txt：").wait_for(timeout=60_000)
    settled(page)
    page.get_by_role("link", name="证据表", exact=True).last.click()
    settled(page)
    page.get_by_label("检索").fill("保护条例")
    page.keyboard.press("Enter")
    settled(page)
    page.locator("[data-testid=stDataFrame] .dvn-scroller").first.click(position={"x": 18, "y": 55})
    page.get_by_role("link", name="在原文中查看").first.click()
    page.locator(".pt-reader mark").first.wait_for()
    assert "保护条例" in "".join(page.locator(".pt-reader mark").all_inner_texts())
    opened(page, "/library")
    page.get_by_role("button", name="移除").first.click()  # undated, so first
    page.get_by_text("已移除").wait_for()
    page.get_by_role("button", name="撤销").click()
    settled(page)
    expect(page.get_by_text("江海共青团2031年工作要点").first).to_be_visible()
    page.get_by_role("button", name="移除").first.click()  # undated, so first
    page.wait_for_timeout(1500)
    settled(page)
    opened(page, "/library")
    expect(page.get_by_text("文件（1）")).to_be_visible()


def test_a_query_and_its_faults(page: Page) -> None:
    """A query gives a table; a slip of syntax is told with its place, and never looks like an empty answer."""
    opened(page, "/query")
    write_query(page, "SELECT ?o WHERE { GRAPH ?paper { ?s pt:implements ?o } }")
    page.get_by_role("button", name="运行").click()
    page.get_by_text(re.compile(r"^[1-9]\d* 行")).wait_for()
    write_query(page, "SELECT nonsense")
    page.get_by_role("button", name="运行").click()
    expect(page.get_by_test_id("stAlert")).to_be_visible(timeout=20_000)


def test_the_same_answer_in_app_command_and_server(page: Page, app: App, tmp_path: Path) -> None:
    """Which initiatives implement something of the central Party: the page's CSV, the command over the folder, and an `oxigraph serve` filled over --store."""
    asked = ROOT / "data" / "queries" / "implements-central-party.rq"
    opened(page, "/query?lang=zh")
    write_query(page, asked.read_text("utf-8"))
    page.get_by_role("button", name="运行", exact=True).click()
    page.get_by_text(re.compile(r"^[1-9]\d* 行")).wait_for()
    settled(page)
    with page.expect_download() as saved:
        page.get_by_role("button", name="CSV", exact=True).click()
    shown = _rows(Path(saved.value.path()).read_text("utf-8-sig"))
    with oxigraph() as server:
        _python("extract", str(ROOT / "data" / "plans"), "--store", server)
        answers = [_rows(_python("graph", "query", str(asked), "--store", store, "--format", "csv")) for store in (str(app.store), server)]
    assert len(shown) > 3
    assert answers == [shown, shown]


def _rows(table: str) -> list[tuple[str, ...]]:
    return [(row["item"], row["directive"], row["quote"]) for row in csv.DictReader(io.StringIO(table, newline=""))]


def _python(*command: str) -> str:
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout


def test_a_png_whose_chinese_is_no_boxes(page: Page) -> None:
    """The saved PNG shows the figure's own Chinese: the same title drawn with the font's glyphs is found in it, and boxes are not."""
    opened(page, "/export")
    page.locator("[data-testid=stImage] img").wait_for(timeout=60_000)
    with page.expect_download() as saved:
        page.get_by_role("button", name="PNG 300 dpi").click()
    picture = Image.open(io.BytesIO(Path(saved.value.path()).read_bytes())).convert("L")
    assert picture.width > 2000
    title = Text(28, 28 + 15 * LEADING - 15 * 0.25, word("trace", "zh"), 15, INK)
    alone = Image.open(io.BytesIO(png(Drawing(*PAPERS["a4"], "", texts=(title,))))).convert("L")
    box = ImageChops.invert(alone).getbbox()
    assert box
    assert picture.crop(box).tobytes() == alone.crop(box).tobytes(), "the title is not drawn with the font's glyphs"
    assert len(set(shapes(alone.crop(box)))) >= 8, "the title's characters are all alike: boxes"


def shapes(line: Image.Image) -> list[bytes]:
    """The runs of inked columns of a line, as pixels: boxes would all be alike."""
    ink = ImageChops.invert(line).point(lambda v: 255 if v > 100 else 0)
    columns = [ink.crop((x, 0, x + 1, ink.height)).tobytes() for x in range(ink.width)]
    return [b"".join(run) for inked, run in ((k, list(g)) for k, g in groupby(columns, key=any)) if inked]


def test_the_browser_draws_chinese_from_our_font(page: Page) -> None:
    """On a machine without a Chinese font: 政 and 脉 come out as different shapes, and the page's font is loaded from this app."""
    opened(page, "/")
    loaded = page.evaluate("document.fonts.check('16px \"Noto Sans SC\"', '政') && [...document.fonts].some((f) => f.family.includes('Noto Sans SC') && f.status === 'loaded')")
    assert loaded
    shapes = page.evaluate("""() => [...'政脉团'].map((c) => { const k = document.createElement('canvas'); k.width = k.height = 40
      const x = k.getContext('2d'); x.font = '32px "Noto Sans SC"'; x.fillText(c, 2, 32); return k.toDataURL() })""")
    assert len(set(shapes)) == 3


@pytest.mark.parametrize("page", [1280, 1920], indirect=True)
def test_the_other_language(page: Page) -> None:
    """The switch turns the whole interface; the choice stands in the URL and goes along to other pages."""
    opened(page, "/")
    page.get_by_role("radio", name="English").click()
    page.get_by_text("Which task of a plan answers").wait_for()
    assert "lang=en" in page.url
    page.get_by_test_id("stSidebarNavLink").filter(has_text="Evidence").click()
    page.get_by_role("heading", name="Evidence").wait_for()
    settled(page)
    assert "lang=en" in page.url


def test_choose_papers_once(page: Page) -> None:
    """A choice from the outline marks the part; the page keeps it in its URL."""
    opened(page, "/reader?lang=zh")
    choose(page, "目录", "第6项")
    page.locator(".pt-reader mark").first.wait_for()
    assert "at=" in page.url
