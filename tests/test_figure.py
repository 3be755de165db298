"""Figures: nothing overlaps, nothing leaves its box, nothing is too small, Chinese is there in every format, and the same input gives the same bytes."""

from __future__ import annotations

import io
import json
import os
import random
import subprocess
import sys
import zipfile
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path
from time import process_time

import pygraphviz
import pytest
from pypdf import PdfReader

from extract.triples import to_nquads
from graph.errors import FigureError
from graph.figure import FORMATS, KINDS, Canvas, Options, draw, redraw, render, reopen, style
from graph.figure.draw import draw_columns
from graph.figure.drawing import Box, Drawing, Line, crossings, enters, overlapping, run_through
from graph.figure.font import missing, width
from graph.figure.lanes import Node, order
from graph.figure.page import INK, PAPERS, SMALLEST, SOFT, excerpt
from graph.figure.route import Router
from graph.figure.sankey import sankey
from graph.figure.subject import CANVAS
from graph.figure.wrap import wrap
from graph.project import project
from graph.store import open_store
from tests.papers import ROOT, shipped
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
        yield text.text, *reach(text), text.size


@pytest.mark.parametrize("case", CASES, ids=lambda c: "-".join(c))
def test_the_page_is_readable(drawings, case):
    drawing = drawings[case]
    assert overlapping(drawing) == []
    assert all(width(line, box.size) <= box.w and len(box.lines) * box.size <= box.h for box in drawing.boxes for line in box.lines)
    assert all(b.x >= 0 and b.x + b.w <= drawing.width and b.y >= 0 and b.y + b.h <= drawing.height for b in drawing.boxes)
    assert all(left >= -0.5 and right <= drawing.width + 0.5 for _, left, right, _ in inked(drawing))
    assert min(size for *_, size in inked(drawing)) >= SMALLEST
    assert not missing("".join(line for line, *_ in inked(drawing)))


def reach(text):
    """Left and right end of a line of words."""
    left = {"start": text.x, "middle": text.x - width(text.text, text.size) / 2, "end": text.x - width(text.text, text.size)}[text.anchor]
    return left, left + width(text.text, text.size)


@pytest.mark.parametrize("case", CASES, ids=lambda c: "-".join(c))
def test_words_do_not_lie_on_words(drawings, case):
    rows = sorted((t.y, *reach(t), t.size, t.text) for t in drawings[case].texts)
    clashes = [(a[4], b[4]) for i, a in enumerate(rows) for b in rows[i + 1:]
               if b[0] - a[0] < min(a[3], b[3]) * 0.8 and a[1] < b[2] - 0.5 and b[1] < a[2] - 0.5]
    assert clashes == []


@pytest.mark.parametrize("case", CASES, ids=lambda c: "-".join(c))
def test_no_line_runs_through_a_box_and_no_words_lie_on_one(drawings, case):
    drawing = drawings[case]
    assert run_through(drawing) == []
    assert [(t.text, b.id) for t in drawing.texts for b in drawing.boxes for left, right in [reach(t)]
            if left < b.x + b.w - 0.5 and b.x + 0.5 < right and t.y - t.size * 0.8 < b.y + b.h - 0.5 and b.y + 0.5 < t.y] == []


@pytest.mark.parametrize("case", CASES, ids=lambda c: "-".join(c))
def test_the_page_is_used(drawings, case):
    """From the left top corner to the last ink: nearly all where a figure has much to say, a third where it has three rows."""
    drawing = drawings[case]
    across = max([b.x + b.w for b in drawing.boxes] + [reach(t)[1] for t in drawing.texts]) / drawing.width
    down = max([b.y + b.h for b in drawing.boxes] + [t.y for t in drawing.texts]) / drawing.height
    assert across * down > (0.33 if case[0] in IRIS else 0.5 if case[0] in ("shares", "timeline") else 0.8)


def test_lines_find_their_way_among_boxes_that_stand_anywhere():
    """Boxes thrown on a page, at the distance that the view keeps: no curve of the router enters one, whichever two it joins."""
    rng = random.Random(7)
    boxes: list[Box] = []
    while len(boxes) < 45:
        box = Box(str(len(boxes)), rng.uniform(0, 900), rng.uniform(20, 560), rng.uniform(60, 140), rng.uniform(15, 40), ())
        if all(box.x > b.x + b.w + 4 or b.x > box.x + box.w + 4 or box.y > b.y + b.h + 4 or b.y > box.y + box.h + 4 for b in boxes):
            boxes.append(box)
    router = Router(boxes, -20, 0, 1060, 620)
    pairs = [(boxes[i], boxes[j]) for i, j in (rng.sample(range(45), 2) for _ in range(60))]
    curves = [router.curve(a, b) for a, b in pairs]
    assert max(map(len, curves)) > 4
    assert [(a.id, b.id) for (a, b), points in zip(pairs, curves, strict=True) if any(enters(points, box) for box in boxes)] == []
    assert all(on_edge(a, points[0]) and on_edge(b, points[-1]) for (a, b), points in zip(pairs, curves, strict=True))


def on_edge(box, point):
    x, y = point
    return min(abs(x - box.x), abs(x - box.x - box.w), abs(y - box.y), abs(y - box.y - box.h)) < 0.01


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("kind", ["trace", "sankey"])
def test_no_more_crossings_than_dot_on_the_same_layers(store, monkeypatch, kind, paper):
    """Dot gets the same columns as ranks, the same groups as clusters, and these in the same order: authority from the top."""
    seen = {}

    def spy(nodes, ties):
        seen.update(nodes=nodes, ties=ties, ours=order(nodes, ties))
        return seen["ours"]

    monkeypatch.setitem({"trace": draw_columns, "sankey": sankey}[kind].__globals__, "order", spy)
    draw(kind, store, Options(paper=paper))
    assert len(seen["ties"]) > 30
    assert crossed(seen["ours"], seen["ties"]) <= crossed(by_dot(seen["nodes"], seen["ties"]), seen["ties"])


def test_the_view_crosses_no_more_than_dot_with_the_tasks_in_the_order_of_the_text(drawings):
    """The places are the page's: its columns as ranks, the tasks in the order that the page keeps. What a smaller paper leaves out takes crossings with it."""
    drawing = drawings["view", CANVAS]
    ties = sorted((line.source, line.target) for line in drawing.lines if line.source)
    boxes = [b for b in drawing.boxes if any(b.id in tie for tie in ties)]
    xs = sorted({round(b.x + b.w / 2) for b in boxes})
    spots = {b.id: (float(xs.index(round(b.x + b.w / 2))), b.y + b.h / 2) for b in boxes}
    nodes = [Node(b.id, "", int(spots[b.id][0]), f"{spots[b.id][1]:06.1f}" if b.shape == "round" else "") for b in boxes]
    ours = crossings(Drawing(0, 0, "", lines=tuple(Line(tuple(sorted((spots[a], spots[b]))), source=a, target=b) for a, b in ties)))
    assert 0 < ours <= crossed(by_dot(nodes, ties), ties)
    assert all(crossings(drawings["view", paper]) < crossings(drawing) for paper in PAPERS)


def by_dot(nodes, ties):
    """The columns as Graphviz' dot orders them."""
    column = {n.id: n.column for n in nodes}
    lines = ['digraph { rankdir=LR; newrank=true; ranksep=2; splines=line; node [shape=box, label="", width=1.5, height=0.25];']
    key = {n.id: f"n{i}" for i, n in enumerate(nodes)}
    for c in sorted(set(column.values())):
        groups = [[key[n.id] for n in nodes if (n.column, n.group) == (c, g)] for g in sorted({n.group for n in nodes if n.column == c})]
        lines += [f"subgraph cluster_{c}_{i} {{ {'; '.join(group)} }}" for i, group in enumerate(groups)]
        lines += [f"{{ rank=same; {'; '.join(m for group in groups for m in group)} }}", *(f"{a[0]} -> {b[0]} [style=invis]" for a, b in pairwise(groups))]
    lines += [f"{key[a]} -> {key[b]}" for a, b in (sorted(tie, key=column.__getitem__) for tie in ties)]
    graph = pygraphviz.AGraph(string="\n".join([*lines, "}"]))
    graph.layout("dot")
    height = {n: float(graph.get_node(k).attr["pos"].split(",")[1]) for n, k in key.items()}
    return {c: sorted((n for n in nodes if n.column == c), key=lambda n: -height[n.id]) for c in set(column.values())}


def crossed(columns, ties):
    """Crossings of ties drawn straight between columns in this order."""
    place = {n.id: (float(c), float(i)) for c, ns in columns.items() for i, n in enumerate(ns)}
    return crossings(Drawing(0, 0, "", lines=tuple(Line(tuple(sorted((place[a], place[b]))), source=a, target=b) for a, b in ties)))


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_of_sixty_nodes_takes_less_than_three_seconds(store, canvas, kind):
    begun = process_time()
    render(draw(kind, store, options(kind, "a4", canvas)), ".pdf")
    assert process_time() - begun < 3


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
    fonts_of = subprocess.run(["pdffonts", "-"], input=render(drawing, ".pdf"), capture_output=True, check=True).stdout.decode().splitlines()[2:]
    assert fonts_of
    assert all("+NotoSansSC" in row and row.split()[-5:-2] == ["yes", "yes", "yes"] for row in fonts_of)  # embedded, a subset, with its map to Unicode
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


@pytest.mark.parametrize("suffix", FORMATS)
def test_another_process_with_another_hash_seed_gives_the_same_bytes(store, drawings, suffix):
    code = ("import sys\nfrom graph.figure import *\nfrom graph.store import open_store\n"
            f"sys.stdout.buffer.write(render(draw('path', open_store(sys.argv[1]), Options(iris={IRIS['path']!r}, paper='a4')), {suffix!r}))")
    other = subprocess.run([sys.executable, "-c", code, store.where], env=os.environ | {"PYTHONHASHSEED": "4242"}, cwd=ROOT, capture_output=True, check=True).stdout
    assert other == render(drawings["path", "a4"], suffix)


def test_words_have_contrast_aa_and_grounds_differ_in_grey():
    """WCAG 2.2, 1.4.3 (4.5 to 1 for words) and 1.4.11 (3 to 1 for outlines and lines)."""
    white = "#ffffff"
    assert min(contrast(INK, ground) for ground in (white, *style.FILLS.values(), *style.GREYS.values())) >= 4.5
    assert contrast(SOFT, white) >= 4.5
    assert min(contrast(colour, white) for colour in [*style.STROKES.values(), *(style.line(f, False)[0] for f in ("responds", "undertakes", "involves"))]) >= 3
    greys = sorted(int(style.fill(s, True)[1:3], 16) for s in ("party", "government", "line", "law", "own"))
    assert min(b - a for a, b in pairwise(greys)) >= 15
    assert len({style.line(f, True) for f in style.FAMILIES}) == len(style.FAMILIES)
    assert len(set(style.SHAPES.values())) == len(style.SHAPES)


def contrast(a, b):
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour):
    parts = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    return sum(w * (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4) for w, v in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def test_a_hostile_name_stays_text(tmp_path):
    from graph.figure.drawing import Box
    from graph.figure.svg import to_svg

    svg = to_svg(Drawing(100, 100, "<script>", (Box("a", 1, 1, 90, 20, ("<script>alert(1)</script>",), title='"><img onerror=x>'),), spec={"a": "</metadata><script>"}))
    assert "<script" not in svg
    assert "<img" not in svg


@pytest.mark.parametrize("change", [{"kind": "pie"}, {"options": {"paper": ["a4"]}}, {"options": {"title": 7}}, {"options": {"max_nodes": "9"}}, {"options": {"canvas": {"places": [["n", 1e9, 0]]}}},
                                    {"options": {"canvas": {"places": [["n", 1]]}}}, {"options": {"lang": "zh", "shell": "rm"}}, {"papers": [[1, 2]]}])
def test_a_figure_file_that_was_changed_by_hand_is_refused(change):
    spec = {"kind": "view", "options": {"lang": "zh"}, "papers": {}} | change
    with pytest.raises(FigureError):
        reopen(f'<svg><metadata id="policytrace">{json.dumps(spec)}</metadata></svg>'.encode(), "a.svg")
    for data in (b"PK\x03\x04", b"\x89PNG", b"", b'<metadata id="policytrace">[1]</metadata>', b"\x89PNG\0\0\0\xffiTXtPolicyTrace\0"):
        with pytest.raises(FigureError, match=r"a\.svg"):
            reopen(data, "a.svg")


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
