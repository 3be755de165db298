"""The way from the Graph page to a figure: what is on the canvas is what the file shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from extract.triples import to_nquads
from graph.figure import Options, draw, render
from graph.figure.subject import CANVAS
from graph.figure.words import word
from graph.store import open_store
from tests.papers import shipped
from views import fonts

SCRIPT = "from views import PAGES, frame\nframe.prepare()\npage = frame.pages(PAGES)\nframe.sidebar()\nPAGES[{!r}].show()\n"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    fonts.build()
    place = tmp_path_factory.mktemp("app")
    store = open_store(place)
    store.put(to_nquads(shipped()))
    store.close()
    return place


def test_the_view_goes_to_the_export_page_with_its_choices(place, monkeypatch):
    monkeypatch.setenv("POLICYTRACE_STORE", str(place))
    graph = AppTest.from_string(SCRIPT.format("graph"), default_timeout=60).run()
    assert not graph.exception
    seen = graph.session_state["graph.seen"]
    store = open_store(place)
    drawing = draw("view", store, seen)
    assert {b.id for b in drawing.boxes if not b.id.startswith("legend")} == {n for n, *_ in seen.canvas.places}
    assert {"党委领导 · 中央级", "工作任务"} <= {t.text for t in drawing.texts}
    store.close()
    page = AppTest.from_string(SCRIPT.format("export"), default_timeout=60)
    page.session_state["graph.seen"] = seen
    page.session_state["export.kind"] = "view"
    page.run()
    assert not page.exception
    assert page.selectbox(key="export.kind").value == "view"
    assert page.selectbox(key="export.paper").value == CANVAS
    assert not page.error


def test_without_a_view_there_is_none_to_choose(place, monkeypatch):
    monkeypatch.setenv("POLICYTRACE_STORE", str(place))
    page = AppTest.from_string(SCRIPT.format("export"), default_timeout=60).run()
    assert not page.exception
    assert word("view", "zh") not in page.selectbox(key="export.kind").options
    assert word("trace", "zh") in page.selectbox(key="export.kind").options
    assert page.selectbox(key="export.paper").options[0] == "A4 纵向"


@pytest.mark.parametrize(("form", "begins"), [("zip", b"PK"), ("docx", b"PK"), ("pdf", b"%PDF")])
def test_the_pack_is_made_in_the_form_that_is_chosen(place, monkeypatch, form, begins):
    from views import export

    monkeypatch.setenv("POLICYTRACE_STORE", str(place))
    monkeypatch.setitem(export.PACKS, form, lambda store, papers, lang, progress: (progress(1.0, form), begins + form.encode())[1])
    page = AppTest.from_string(SCRIPT.format("export"), default_timeout=60)
    page.session_state["export.form"] = form
    page.run()
    page.button(key="export.pack").click().run()
    assert not page.exception
    assert page.session_state["export.made"][1] == begins + form.encode()


def test_a_figure_that_was_exported_is_opened_again(place, monkeypatch, tmp_path):
    """By what the file holds, with a warning where its papers are others now; a file that is none of ours says so."""
    monkeypatch.setenv("POLICYTRACE_STORE", str(place))
    store = open_store(place)
    svg = render(draw("shares", store, Options(title="已存之题")), ".svg").decode()
    store.close()
    script = "import pathlib\nfrom views import frame, export\nframe.prepare()\nexport._opened(pathlib.Path({!r}).read_bytes(), 'a.svg')\n"
    file = tmp_path / "a.svg"
    warned = {}
    for name, text in {"same": svg, "changed": re.sub(r"&quot;[0-9a-f]{64}&quot;", "&quot;0&quot;", svg), "foreign": "<svg/>"}.items():
        file.write_text(text, "utf-8")
        page = AppTest.from_string(script.format(str(file)), default_timeout=60).run()
        assert not page.exception
        warned[name] = (len(page.warning), len(page.error))
    assert warned == {"same": (0, 0), "changed": (1, 0), "foreign": (0, 1)}
