"""Figures: nothing overlaps, nothing leaves its box, nothing is too small, Chinese is there in every format, and the same input gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pygraphviz
import pytest
from pypdf import PdfReader

from extract.triples import to_nquads
from graph.errors import FigureError
from graph.figure import FORMATS, KINDS, Canvas, Options, draw, redraw, render
from graph.figure.draw import draw_columns
from graph.figure.drawing import Drawing, Line, crossings, overlapping
from graph.figure.font import missing, width
from graph.figure.lanes import order
from graph.figure.page import PAPERS, SMALLEST, excerpt
from graph.figure.subject import CANVAS
from graph.figure.wrap import wrap
from graph.project import project
from graph.store import open_store
from tests.papers import shipped
from views import viewing

IRIS = {"directive": ("中国共产党第二十次全国代表大会",), "initiative": ("6",), "path": ("青马工程", "中国共产党第二十次全国代表大会")}
CASES = [*((kind, paper) for kind in KINDS for paper in PAPERS), ("view", CANVAS)]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory):
    store = open_store(str(tmp_path_factory.mktemp("figures") / "store"))
    store.put(to_nquads(shipped()))
    yield store
    store.close()


@pytest.fixture(scope="module")
def canvas(store):
    """What the Graph page shows when it is opened."""
    graph = project(store)
    shown = viewing.shown(graph, viewing.DIRECTIVES, viewing.Edits())
    places = viewing.places(graph, shown, "layers", "", viewing.Edits())
    heads = (("党委 · 中央级", min(x for x, _ in places.values()), -900.0), ("工作任务", 0.0, -900.0))
    return Canvas(tuple((n, x, y) for n, (x, y) in places.items()), tuple(k for keys in shown.lines.values() for k in keys), heads)


def options(kind, paper, canvas):
    return Options(iris=IRIS.get(kind, ()), paper=paper, canvas=canvas if kind == "view" else None, max_nodes=500 if paper == CANVAS else 60)


@pytest.fixture(scope="module")
def drawings(store, canvas):
    return {(kind, paper): draw(kind, store, options(kind, paper, canvas)) for kind, paper in CASES}


def inked(drawing: Drawing):
    """(text, x from, x to, size) of every line of words on the page."""
    for box in drawing.boxes:
        for line in box.lines:
            yield line, box.x, box.x + box.w, box.size
    for text in drawing.texts:
        left = {"start": text.x, "middle": text.x - width(text.text, text.size) / 2, "end": text.x - width(text.text, text.size)}[text.anchor]
        yield text.text, left, left + width(text.text, text.size), text.size


@pytest.mark.parametrize("case", CASES, ids=lambda c: "-".join(c))
def test_the_page_is_readable(drawings, case):
    drawing = drawings[case]
    assert overlapping(drawing) == []
    assert all(width(line, box.size) <= box.w and len(box.lines) * box.size <= box.h for box in drawing.boxes for line in box.lines)
    assert all(b.x >= 0 and b.x + b.w <= drawing.width and b.y >= 0 and b.y + b.h <= drawing.height for b in drawing.boxes)
    assert all(left >= -0.5 and right <= drawing.width + 0.5 for _, left, right, _ in inked(drawing))
    assert min(size for *_, size in inked(drawing)) >= SMALLEST
    assert not missing("".join(line for line, *_ in inked(drawing)))


@pytest.mark.parametrize("case", CASES, ids=lambda c: "-".join(c))
def test_words_do_not_lie_on_words(drawings, case):
    rows = sorted((t.y, left, right, t.size, t.text) for t in drawings[case].texts
                  for left in [{"start": t.x, "middle": t.x - width(t.text, t.size) / 2, "end": t.x - width(t.text, t.size)}[t.anchor]]
                  for right in [left + width(t.text, t.size)])
    clashes = [(a[4], b[4]) for i, a in enumerate(rows) for b in rows[i + 1:]
               if b[0] - a[0] < min(a[3], b[3]) * 0.8 and a[1] < b[2] - 0.5 and b[1] < a[2] - 0.5]
    assert clashes == []


@pytest.mark.parametrize("kind", ["trace", "directive", "initiative"])
def test_curves_run_between_columns_and_through_no_box(drawings, kind):
    drawing = drawings[kind, "a4"]
    for line in drawing.lines:
        if line.source and line.target:
            xs = sorted((line.points[0][0], line.points[-1][0]))
            assert not [b.id for b in drawing.boxes if b.x + b.w > xs[0] + 0.1 and b.x < xs[1] - 0.1 and b.id not in (line.source, line.target)
                        and min(p[1] for p in line.points) < b.y + b.h and b.y < max(p[1] for p in line.points)]


def test_no_more_crossings_than_dot_on_the_same_layers(store, monkeypatch):
    seen = {}

    def spy(nodes, ties):
        seen.update(nodes=nodes, ties=ties)
        return order(nodes, ties)

    monkeypatch.setitem(draw_columns.__globals__, "order", spy)
    drawing = draw("trace", store, Options())
    assert len(drawing.lines) > 40
    assert crossings(drawing) <= _dot(seen["nodes"], seen["ties"])


def _dot(nodes, ties) -> int:
    """Crossings of Graphviz' dot with the same columns as ranks and the same groups as clusters."""
    graph = pygraphviz.AGraph(directed=True, rankdir="LR", splines="line", ranksep="2", newrank=True)
    column = {n.id: n.column for n in nodes}
    for n in nodes:
        graph.add_node(n.id, label="", shape="box", width=1.5, height=0.25)
    for c, g in sorted({(n.column, n.group) for n in nodes if n.group}):
        graph.add_subgraph([n.id for n in nodes if (n.column, n.group) == (c, g)], name=f"cluster_{c}_{g}")
    for c in sorted(set(column.values())):
        graph.add_subgraph([n.id for n in nodes if n.column == c], name=f"rank_{c}", rank="same")
    for a, b in ties:
        graph.add_edge(*sorted((a, b), key=lambda n: column[n]))
    graph.layout("dot")
    place = {n: tuple(map(float, n.attr["pos"].split(","))) for n in graph.nodes()}
    return crossings(Drawing(0, 0, "", lines=tuple(Line((place[a], place[b]), source=a, target=b) for a, b in graph.edges())))


def test_the_view_has_the_nodes_and_the_places_of_the_graph_page(drawings, canvas):
    whole = drawings["view", CANVAS]
    nodes = {n for n, *_ in canvas.places}
    assert {b.id for b in whole.boxes if not b.id.startswith("legend")} == nodes
    assert whole.left_out == 0
    for paper in (CANVAS, "a4", "a3", "slide"):
        drawing = drawings["view", paper]
        boxes = {b.id: b for b in drawing.boxes if b.id in nodes}
        assert len(boxes) + drawing.left_out == len(nodes)
        spots = [(x, y, boxes[n].x + boxes[n].w / 2, boxes[n].y + boxes[n].h / 2) for n, x, y in canvas.places if n in boxes]
        for a, b in combinations(spots, 2):
            assert (a[0] < b[0] and a[2] < b[2]) or (a[0] > b[0] and a[2] > b[2]) or abs(a[0] - b[0]) < 0.1
            assert (a[1] - b[1]) * (a[3] - b[3]) >= 0 or abs(a[3] - b[3]) < 12  # those at the edge are moved in by half a box
        assert {line.source for line in drawing.lines if line.source} <= set(boxes)
        assert len(boxes) >= 25
    pairs = {(line.source, line.target) for line in whole.lines if line.source}
    assert len(pairs) > 40


def test_the_view_keeps_what_is_asked_for_by_rank_and_says_what_is_missing(store, canvas):
    few = draw("view", store, Options(canvas=replace(canvas, beyond=7), max_nodes=12))
    assert len([b for b in few.boxes if not b.id.startswith("legend")]) <= 12
    assert any(str(few.left_out) in t.text for t in few.texts)
    assert few.left_out >= len(canvas.places) - 12 + 7


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_view_is_drawn_again_from_its_file(store, drawings, tmp_path, suffix):
    file = tmp_path / f"view{suffix}"
    file.write_bytes(render(drawings["view", CANVAS], suffix))
    assert redraw(file, store) == drawings["view", CANVAS]


@pytest.mark.parametrize("suffix", FORMATS)
def test_same_input_same_bytes_and_drawn_again_from_the_file(store, drawings, tmp_path, suffix):
    drawing = drawings["trace", "a4"]
    data = render(drawing, suffix)
    assert data == render(draw("trace", store, Options()), suffix)
    file = tmp_path / f"figure{suffix}"
    file.write_bytes(data)
    assert redraw(file, store) == drawing


@pytest.mark.parametrize("kind", KINDS)
def test_the_pdf_can_be_searched_and_carries_its_font(drawings, kind):
    drawing = drawings[kind, "a4"]
    reader = PdfReader(io.BytesIO(render(drawing, ".pdf")))
    text = "".join(reader.pages[0].extract_text().split())
    assert {line for box in drawing.boxes for line in box.lines if "".join(line.split()) not in text} == set()
    fonts = reader.pages[0]["/Resources"]["/Font"].values()
    assert all("+NotoSansSC" in f.get_object()["/BaseFont"] for f in fonts)
    assert all("/FontFile3" in f.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object() for f in fonts)
    assert reader.metadata.title == drawing.title
    assert abs(float(reader.pages[0].mediabox.width) - drawing.width) < 0.1


def test_the_svg_keeps_text_as_text_with_an_embedded_subset(drawings):
    drawing = drawings["trace", "a4"]
    svg = render(drawing, ".svg").decode("utf-8")
    assert all(f">{line}</text>" in svg for box in drawing.boxes for line in box.lines if "&" not in line)
    assert "@font-face" in svg
    assert "data:font/woff;base64," in svg
    assert len(svg) < 600_000


def test_the_png_is_300_dpi_and_no_tofu(drawings):
    """Two different Chinese characters must not give the same picture, as two empty boxes would."""
    from PIL import Image

    image = Image.open(io.BytesIO(render(drawings["shares", "a4"], ".png")))
    assert image.size == (2481, 3508) or abs(image.size[0] - 2480) <= 1
    glyphs = [render(Drawing(40, 40, "x", texts=(drawings["shares", "a4"].texts[0].__class__(5, 30, c, 24),)), ".png") for c in "党团政"]
    pictures = {Image.open(io.BytesIO(g)).convert("L").tobytes() for g in glyphs}
    assert len(pictures) == 3


def test_powerpoint_has_shapes_and_quotes_and_word_the_table(drawings):
    from docx import Document
    from pptx import Presentation

    drawing = drawings["trace", "slide"]
    slide = Presentation(io.BytesIO(render(drawing, ".pptx"))).slides[0]
    named = {shape.name for shape in slide.shapes}
    assert {b.title for b in drawing.boxes if b.title} <= named
    assert all(q.words in slide.notes_slide.notes_text_frame.text for q in drawing.quotes[:5])
    rows = Document(io.BytesIO(render(drawing, ".docx"))).tables[0].rows
    assert len(rows) == len(drawing.quotes) + 1


def test_names_are_english_where_the_graph_has_one_and_else_stay(tmp_path, canvas):
    """No name is invented: of the congress the graph says one, of the programme none."""
    from graph.vocab import entity_iri

    congress, title = entity_iri("meeting/中国共产党第二十次全国代表大会"), "20th National Congress of the CPC"
    store = open_store(tmp_path / "store")
    paper = entity_iri(shipped().id)
    store.put(to_nquads(shipped()) + f'<{congress}> <http://www.w3.org/2004/02/skos/core#prefLabel> "{title}"@en <{paper}> .\n'
              f'<{congress}> <http://www.w3.org/2004/02/skos/core#prefLabel> "中共二十大"@zh <{paper}> .\n')
    found = {}
    for lang in ("zh", "en", "both"):
        drawings = [draw(k, store, Options(lang=lang, canvas=canvas, iris=IRIS.get(k, ()))) for k in ("trace", "view", "directive", "path")]
        found[lang] = [{b.title for b in d.boxes} for d in drawings]
    assert all(title in names for names in found["en"])
    assert all("中国共产党第二十次全国代表大会" in names for names in found["zh"])
    assert all(f"中国共产党第二十次全国代表大会 {title}" in names for names in found["both"])
    assert "两个维护" in found["en"][0]
    store.close()


def test_a_hostile_name_stays_text(tmp_path):
    from graph.figure.drawing import Box
    from graph.figure.svg import to_svg

    svg = to_svg(Drawing(100, 100, "<script>", (Box("a", 1, 1, 90, 20, ("<script>alert(1)</script>",), title='"><img onerror=x>'),), spec={"a": "</metadata><script>"}))
    assert "<script" not in svg
    assert "<img" not in svg


@pytest.mark.parametrize(("call", "says"), [
    (lambda s: draw("pie", s, Options()), "pie"),
    (lambda s: draw("directive", s, Options(iris=("无此文件",))), "无此文件"),
    (lambda s: draw("path", s, Options(iris=("青马工程",))), "two ends"),
    (lambda s: render(draw("shares", s, Options()), ".gif"), ".gif"),
    (lambda s: Options(paper="a9"), "a9"),
    (lambda s: Options(paper="canvas"), "canvas"),
    (lambda s: draw("view", s, Options()), "Graph page"),
    (lambda s: Options(max_nodes=1), "at least 2"),
])
def test_faults_name_the_value_and_the_remedy(store, call, says):
    with pytest.raises(FigureError, match=says):
        call(store)


@pytest.mark.parametrize(("name", "room", "lines"), [
    ("中国共产党第二十次全国代表大会", 90, ("中国共产党第二十次", "全国代表大会")),
    ("《关于加强北京新兴青年群体工作的若干措施》", 130, ("《关于加强北京新兴青年群体工作", "的若干措施》")),
    ("青马工程", 90, ("青马工程",)),
])
def test_names_break_at_sense(name, room, lines):
    assert wrap(name, 8, room, 3) == lines


def test_an_excerpt_shows_the_name():
    words = "持续扩大“青创北京”品牌效应，积极贡献国际科技创新中心建设，踊跃投身京津冀协同发展，联合天津、河北青联，打造京津冀三地合作联动项目"
    cut = excerpt(words, "京津冀协同发展", 7, 200)
    assert "投身京津冀协同发展" in cut
    assert cut.startswith("“…")
    assert width(cut, 7) <= 200


def test_the_office_packages_have_fixed_dates(drawings):
    with zipfile.ZipFile(io.BytesIO(render(drawings["shares", "a4"], ".docx"))) as package:
        assert {i.date_time for i in package.infolist()} == {(2000, 1, 1, 0, 0, 0)}
        assert b"2023-04-10" in package.read("docProps/core.xml")


def test_command_line(store, tmp_path: Path):
    from graph.__main__ import main

    out = tmp_path / "trace.svg"
    assert main(["figure", "trace", "--store", store.where, "-o", str(out), "--lang", "en"]) == 0
    assert "How the tasks answer the directives above them" in out.read_text("utf-8")
    assert main(["figure", "--from", str(out), "--store", store.where, "-o", str(tmp_path / "again.svg")]) == 0
    assert (tmp_path / "again.svg").read_bytes() == out.read_bytes()
    assert main(["figure", "directive", "没有", "--store", store.where, "-o", str(out)]) == 1
