"""The pages: that each runs over every kind of store in both languages, and what stands behind them: layout, views, passages, search, tables."""

from __future__ import annotations

import io
import re
import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from extract.model import Extraction
from extract.triples import to_nquads
from graph.examples import examples
from graph.model import Cleaned, Named, Part
from graph.project import project
from graph.queries import links, papers, parts
from graph.store import open_store
from tests.papers import ROOT, invented, second, shipped
from views import PAGES, cards, data, flow, fonts, graphbar, layout, network, passages, search, state, table, viewing, words
from views.viewing import DIRECTIVES, Edits

HOSTILE = ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "{{constructor}}", "__proto__", "工程\u202e倒写\u2066", "长" * 2000, "𠮷屋" * 3, "a`b*c_d[e](f)$g$:h:"]
SCRIPT = "from views import PAGES, frame\nframe.prepare()\npage = frame.pages(PAGES)\nframe.sidebar()\nPAGES[{!r}].show()\n"


def hostile() -> Extraction:
    """A paper whose names try everything."""
    base = second()
    text = base.raw.text
    entities = tuple(replace(base.entities[1], id=f"programme/{name[:60]}", label=name, aliases=(name,)) for name in HOSTILE)
    made = tuple(replace(base.links[1], entity=e.id, relation="carries_out") for e in entities)
    mentions = tuple(replace(base.mentions[1], entity=e.id) for e in entities[:1])
    return replace(base, id="document/恶意", header=replace(base.header, title='恶意<b>"计划'), entities=(base.entities[0], *entities), links=(base.links[0], *made),
                   mentions=(base.mentions[0], *mentions), raw=replace(base.raw, text=text))


STORES = {"empty": (), "shipped": (shipped,), "several": (invented, second), "hostile": (hostile,)}


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A folder for each of STORES."""
    fonts.build()
    found = {}
    for name, made in STORES.items():
        found[name] = tmp_path_factory.mktemp(name)
        store = open_store(found[name])
        for paper in made:
            store.put(to_nquads(paper()))
        store.close()
    return found


def run(page: str, store: Path, monkeypatch: pytest.MonkeyPatch, lang: str = "zh") -> AppTest:
    """One page over a store, without a browser."""
    monkeypatch.setenv("POLICYTRACE_STORE", str(store))
    test = AppTest.from_string(SCRIPT.format(page), default_timeout=60)
    test.query_params["lang"] = lang
    return test.run()


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("lang", words.LANGUAGES)
@pytest.mark.parametrize("store", STORES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_runs(page: str, store: str, lang: str, stores: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """No page breaks over no paper, one, several, or one whose names try to; and none is blank."""
    test = run(page, stores[store], monkeypatch, lang)
    assert not test.exception
    assert test.title
    if store == "empty" and page not in ("query", "library"):
        assert test.info, "an empty page says what to do"


def test_text_of_papers_is_escaped() -> None:
    """What cards put into HTML holds no tag of a paper."""
    for name in HOSTILE:
        assert "<script" not in cards.safe(name)
        assert "<img" not in cards.safe(name)
        assert len(cards.safe(name)) < 3000


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a*b", "a\\*b"), ("[x](http://e)", "\\[x\\]\\(http\\:\\/\\/e\\)"), (":red[x]", "\\:red\\[x\\]"), ("两 行\n字", "两 行 字"), ("$x$", "\\$x\\$")],
)
def test_labels_stay_characters(text: str, shown: str) -> None:
    """Markdown, colours and formulas in a name are characters."""
    assert state.plain(text).replace("\\/", "/") == shown.replace("\\/", "/")


def test_no_word_is_missing() -> None:
    """Every key that the pages say stands in interface.toml, in both languages, and differs from nothing."""
    keys = {k for path in (ROOT / "views").glob("*.py") for k in re.findall(r'say\(\s*"([a-z0-9_]+)"', path.read_text("utf-8"))}
    assert keys - set(words.strings()) == set()
    for key, (zh, en) in words.strings().items():
        assert zh.count("{}") == en.count("{}"), key
        assert zh.strip(), key
        assert en.strip(), key


def test_no_word_is_left_over() -> None:
    """Every key of interface.toml is said somewhere."""
    code = "".join(path.read_text("utf-8") for path in [*(ROOT / "views").glob("*.py")])
    made = [re.escape(f) for f in re.findall(r"""say\(f["']([^"']+)["']""", code)] + ["field_.*", "data_.*", "made_by", "part_of"]
    patterns = [re.sub(r"\\\{[^}]*\\\}", ".+", m) for m in made]
    left = [k for k in words.strings() if f'"{k}"' not in code and f"'{k}'" not in code and not any(re.fullmatch(p, k) for p in patterns)]
    assert left == []


def test_the_same_graph_gives_the_same_picture(stores: dict[str, Path]) -> None:
    """Each layout gives the same places twice, a place to every node, and no two boxes on each other."""
    graph = project(open_store(stores["shipped"]))
    view = viewing.shown(graph, DIRECTIVES, Edits())
    focus = view.nodes[0]
    for kind in graphbar.LAYOUTS:
        places = viewing.places(graph, view, kind, focus, Edits())
        assert places == viewing.places(graph, view, kind, focus, Edits())
        assert set(places) == set(view.nodes)
        assert len({(round(x), round(y)) for x, y in places.values()}) == len(places)
    columns = viewing.places(graph, view, "layers", focus, Edits())
    for a, (xa, ya) in columns.items():
        for b, (xb, yb) in columns.items():
            assert a == b or abs(xa - xb) >= 190 or abs(ya - yb) >= 40, (a, b)


def test_the_party_stands_left_and_the_line_right(stores: dict[str, Path]) -> None:
    """块 on the left, 条 on the right, tasks between; the centre further out than the city."""
    graph = project(open_store(stores["shipped"]))
    view = viewing.shown(graph, DIRECTIVES, Edits())
    places = viewing.places(graph, view, "layers", "", Edits())
    for node, (x, _) in places.items():
        row = graph.nodes[node]
        lane = layout.lane(row) if row["kind"] == "entity" else "middle"
        assert {"left": x < 0, "right": x > 0, "middle": abs(x) < 200, "rest": x > 0}[lane]


def test_edits_hide_isolate_and_fetch(stores: dict[str, Path]) -> None:
    """What is hidden is gone with its lines; what is isolated is alone; what is fetched brings its neighbours; places that were dragged stay."""
    graph = project(open_store(stores["several"]))
    every = viewing.shown(graph, {}, Edits())
    node = max(every.nodes, key=lambda n: (graph.degree(n), n))
    hidden = viewing.shown(graph, {}, viewing.EDITS["hide"](Edits(), (node,)))
    assert node not in hidden.nodes
    assert all(node not in pair for pair in hidden.lines)
    near = viewing.neighbours(graph, node)
    alone = viewing.shown(graph, {}, viewing.EDITS["isolate"](Edits(), (node, near[0])))
    assert set(alone.nodes) == {node, near[0]}
    fetched = viewing.shown(graph, {"family": ("nothing",)}, viewing.EDITS["expand"](Edits(), (node,)))
    assert set(fetched.nodes) == {node, *near}
    assert viewing.places(graph, every, "force", "", Edits(pinned=((node, 7.0, 8.0),)))[node] == (7.0, 8.0)


def test_too_many_are_cut_and_counted(stores: dict[str, Path]) -> None:
    """Of more nodes than asked for those with most links stay, and the others are counted."""
    graph = project(open_store(stores["shipped"]))
    full, cut = viewing.shown(graph, {}, Edits(), most=2000), viewing.shown(graph, {}, Edits(), most=10)
    assert len(cut.nodes) == 10
    assert cut.left_out == len(full.nodes) - 10


def test_a_path_goes_over_links(stores: dict[str, Path]) -> None:
    """青马工程 and 党的二十大 are tied; a name that is not in the graph is tied to nothing."""
    graph = data.with_makers(project(open_store(stores["shipped"])))
    names = {row["label"]: n for n, row in graph.nodes(data=True)}
    found = viewing.paths(graph, names["青马工程"], names["中国共产党第二十次全国代表大会"])
    assert 1 <= len(found) <= viewing.WAYS
    for way in found:
        assert (way[0], way[-1]) == (names["青马工程"], names["中国共产党第二十次全国代表大会"])
        assert all(graph.has_edge(a, b) or graph.has_edge(b, a) for a, b in pairwise(way))
    assert viewing.paths(graph, names["青马工程"], "nowhere") == []
    drawn = viewing.shown(graph, {}, Edits(paths=tuple(found)))
    assert set(drawn.nodes) == {n for way in found for n in way}


TEXT = "一、头\n1. 学习党的二十大𠮷精神。\n2. 其他。\n"


@given(st.text(alphabet="一二党大会𠮷\n\r ", max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6), st.tuples(st.integers(0, 60), st.integers(0, 60)))
def test_passages_are_the_text(text: str, spans: list[tuple[int, int]], marked: tuple[int, int]) -> None:
    """Whatever is cut out, put together again it is the source; and the marked passages are what is marked."""
    mentions = [Named("", "", min(a, b), max(a, b), "", "", "", "ORG", "own", "") for a, b in spans if max(a, b) <= len(text) and a != b]
    a, b = sorted(min(m, len(text)) for m in marked)
    found = passages.blocks(text, [], mentions, (a, b), [Cleaned(a, b, "x", "", "r")] if a < b else [])
    rows = [row for block in found for row in block["parts"]]
    assert "".join(row["t"] for row in rows) == text
    if a < b:
        assert "".join(row["t"] for row in rows if row.get("k")) == text[a:b]


def test_a_part_is_a_block() -> None:
    """Each part begins a block of its own."""
    part = Part("i", "p", "1", "item", "", 4, 19)
    assert [b["id"] for b in passages.blocks(TEXT, [part], [], (0, 0))] == ["", "1", ""]


@pytest.mark.parametrize(
    ("typed", "found"),
    [("党的二十大", True), ("二十大", True), ("ddesd", True), ("dangdeershi", True), ("“党的二十大”", True), ("团十九大", False), ("xyz", False), ("", False)],
)
def test_names_are_found_by_sound(typed: str, found: bool) -> None:
    """By characters, initials, pinyin; not by what is in no name."""
    assert (search.find(typed, [("a", ("中国共产党第二十次全国代表大会", "党的二十大")), ("b", ("青马工程",))]) == ["a"]) is found


@pytest.mark.parametrize("typed", ["党的", "二十大", "d", "ddesd", "gong", "大", "123", "工程", "\n", "“", "zz", "q"])
def test_a_search_in_one_string_finds_what_a_look_at_each_name_finds(typed: str) -> None:
    """The same rows in the same order, also where a row has several names or none that can be typed."""
    names = [("党的二十大", "中国共产党第二十次全国代表大会"), ("青马工程",), ("大",), ("“”", "123工程"), ("大学生", "大"), ("党的",), ("工程123", "ddesd")]
    rows = [(str(i), row) for i, row in enumerate(names * 3)]
    for most in (1, 3, 30):
        assert search.Names(rows).find(typed, most) == search.find(typed, rows, most)


def test_hits_are_where_they_are() -> None:
    """A hit's offsets are code points of the source."""
    for start, end, *_, in passages.hits(TEXT, "精神"):
        assert TEXT[start:end] == "精神"
    assert len(passages.hits("Abc abc", "ABC")) == 2
    assert passages.hits(TEXT, "") == []


def test_files_of_the_table_hold_the_table(stores: dict[str, Path]) -> None:
    """CSV, Excel, Parquet and Stata read back as what was written; a formula is no formula."""
    store = open_store(stores["hostile"])
    frame = table.frame(links(store), {p.iri: p.title for p in papers(store)}, table.COLUMNS)
    assert table.csv(frame).startswith(b"\xef\xbb\xbf")
    assert len(pd.read_csv(io.BytesIO(table.csv(frame)))) == len(frame)
    assert len(pd.read_excel(io.BytesIO(table.excel(frame)))) == len(frame)
    assert pd.read_parquet(io.BytesIO(table.parquet(frame))).equals(frame)
    assert len(pd.read_stata(io.BytesIO(table.stata(frame)))) == len(frame)
    assert table.guarded(pd.DataFrame({"a": ["=1+1", "好"]})).a.tolist() == ["'=1+1", "好"]


def test_the_flow_keeps_every_tie(stores: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Each tie runs through four boxes, every column holds all ties, and no two boxes of a column overlap."""
    monkeypatch.setenv("POLICYTRACE_STORE", str(stores["shipped"]))
    store = open_store(stores["shipped"])
    ties = [t for t in links(store) if t.family == "responds"]
    made = flow.flow(ties, {p.iri: p for p in parts(store)})
    assert len(made.ways) == len(ties)
    for x in flow.COLUMNS:
        column = sorted((b for b in made.boxes if b["x"] == x), key=lambda b: b["y"])
        assert sum(b["n"] for b in column) == len(ties)
        assert all(a["y"] + a["h"] <= b["y"] for a, b in pairwise(column))
    for a, b in pairwise(flow.COLUMNS):
        assert sum(1 for band in made.bands if band["x1"] == a + 12 and band["x2"] == b) > 0


def test_examples_have_a_title() -> None:
    """Every shipped query says in a comment what it answers."""
    assert len(examples()) >= 15
    assert all(e.title["zh"] != e.title["en"] for e in examples())


def test_labels_of_boxes_are_short() -> None:
    """Two lines at most, and what is left out is said."""
    for name in HOSTILE:
        assert len(network.wrapped(network.visible(name), 28, 2)) <= 2
    assert network.wrapped("长" * 2000, 28, 2)[-1].endswith("…")
    assert "\u202e" not in network.visible(HOSTILE[4])


@pytest.mark.filterwarnings("ignore")
def test_a_page_answers_fast(stores: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Once its answers are kept, a page needs no second to run again (200 ms of server time on an idle machine)."""
    test = run("graph", stores["shipped"], monkeypatch)
    began = time.perf_counter()
    test.run()
    assert time.perf_counter() - began < 2
