"""What stands behind the explorer: caps, pins, layouts without overlap, kept views, the words of reasons, what stands above a meeting, bounded caches."""

from __future__ import annotations

import re
import time
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import networkx as nx
import pytest

from extract.clean import CLEANERS
from extract.pipeline import extract
from extract.read import read
from extract.triples import to_nquads
from graph.errors import StoreError
from graph.hierarchy import above
from graph.model import Cleaned
from graph.project import project
from graph.store import open_store
from tests.papers import ROOT
from views import bookmarks, layout, passages, viewing, words
from views.links import OF_TARGET, links_of
from views.viewing import CAP, EDITS, Edits

PLAN = ROOT / "data" / "plans" / "北京共青团2023年工作要点.txt"


def star(leaves: int) -> nx.MultiDiGraph[str]:
    """A directive that so many tasks answer."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_node("hub", kind="entity", label="hub", type="STRATEGY", standings=("party",), tier="central")
    for i in range(leaves):
        graph.add_node(f"t{i:04}", kind="item", label=f"任务{i}", id=str(i), paper="p", section="", start=i)
        graph.add_edge(f"t{i:04}", "hub", key=f"k{i}", relation="implements", family="responds", standing="party", confidence=1.0)
    return graph


def test_neighbours_come_a_few_at_a_time() -> None:
    """The first “expand” brings CAP neighbours, the next as many more, the last the rest; “collapse” takes all of them."""
    graph, edits = star(60), Edits()
    for turn, there in ((1, CAP), (2, 2 * CAP), (3, 60)):
        assert viewing.beyond(graph, "hub", edits) == 60 - CAP * (turn - 1)
        edits = EDITS["expand"](edits, ("hub",))
        assert len(viewing.shown(graph, {"family": ("nothing",)}, edits).nodes) == there + 1
    assert viewing.beyond(graph, "hub", edits) == 0
    assert viewing.shown(graph, {"family": ("nothing",)}, EDITS["collapse"](edits, ("hub",))).nodes == ()


def test_what_is_pinned_stays_in_every_layout() -> None:
    """A pin keeps a node's place whatever the layout; a second pin lets it go."""
    graph = star(30)
    view = viewing.shown(graph, {}, Edits())
    held = viewing.pin(Edits(), {"hub": (333.0, -77.0)})
    for kind in ("layers", "force", "around"):
        assert viewing.places(graph, view, kind, "hub", held)["hub"] == (333.0, -77.0)
    assert viewing.pin(held, {"hub": (0.0, 0.0)}).pinned == ()


@pytest.mark.parametrize(
    ("filters", "least"),
    [({}, 0.0), ({"family": ("responds",)}, 0.0), ({"family": ("responds", "involves"), "tier": ("central", "provincial")}, 0.5), ({"standing": ("party", "law"), "family": ()}, 0.9),
     ({"stage": ("nothing",)}, 0.0), ({"part": ("*",), "type": ("MEETING", "ORG", "STRATEGY")}, 0.0)],
)  # fmt: skip
def test_filters_let_through_what_has_one_of_their_values(filters: viewing.Filters, least: float) -> None:
    """The columns of the links say what a look at each link says."""
    found = extract(read(PLAN))
    graph = project_of(to_nquads(found))
    paper = next(n for n, row in graph.nodes(data=True) if row["kind"] == "paper")
    section = next(n for n, row in graph.nodes(data=True) if row["kind"] == "section")
    filters = {name: (section,) if values == ("*",) else values for name, values in filters.items()}

    def passes(target: str, row: dict[str, object]) -> bool:
        held = {n: {graph.nodes[target].get(n)} if n in OF_TARGET else {row.get("section"), row.get("paper")} if n == "part" else {row.get(n)} for n in filters}
        return row["family"] != "structure" and all(not values or held[n] & {*values} for n, values in filters.items()) and float(str(row.get("confidence", 1))) >= least

    wanted = [key for _, target, key, row in graph.edges(keys=True, data=True) if passes(target, row)]
    links = links_of(graph)
    assert [links.keys[i] for i in links.passing(filters, least)] == wanted
    assert (filters.get("stage") is None) == bool(wanted)
    assert len(links.passing({"part": (paper,)}, 0.0)) == len(links.keys)


def project_of(quads: str) -> nx.MultiDiGraph[str]:
    """The graph of one paper."""
    with TemporaryDirectory() as folder:
        store = open_store(folder)
        store.put(quads)
        return project(store)


@pytest.mark.parametrize("many", [1, 2, 40, 450])
@pytest.mark.parametrize("kind", ["force", "around"])
def test_no_two_boxes_overlap(kind: str, many: int) -> None:
    """Not by force nor around one; with boxes of both widths, also above the size at which leaves are placed by hand."""
    graph = star(many)
    graph.add_edges_from((f"t{i:04}", f"t{(i * 7 + 3) % many:04}", str(i), {"relation": "implements", "family": "responds"}) for i in range(0, many, 3))
    view = viewing.shown(graph, {}, Edits(), most=2000)
    at = viewing.places(graph, view, kind, "hub", Edits())
    wide = {n: layout.WIDTHS["entity" if n == "hub" else "part"] for n in at}
    assert set(at) == set(view.nodes)
    assert [(a, b) for a, b in combinations(at, 2) if abs(at[a][0] - at[b][0]) < (wide[a] + wide[b]) / 2 and abs(at[a][1] - at[b][1]) < 56] == []


@pytest.mark.parametrize(
    ("name", "higher"),
    [
        ("中国共产党北京市第十三届委员会第二次全体会议", ("中国共产党北京市第十三次代表大会", "中国共产党北京市委员会")),
        ("中国共产党第二十届中央委员会第三次全体会议", ("中国共产党第二十次全国代表大会", "中国共产党中央委员会")),
        ("中国共产主义青年团第十八届中央委员会历次全体会议", ("中国共产主义青年团第十八次全国代表大会", "中国共产主义青年团中央委员会")),
        ("中国共产党第二十次全国代表大会", ()),
        ("中央经济工作会议", ()),
    ],
)
def test_a_plenum_stands_under_its_congress(name: str, higher: tuple[str, ...]) -> None:
    """By the grammar of its full name; a congress or a conference stands under none."""
    assert above(name) == higher


def test_every_reason_has_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each reason that the extractor gave, and each that stands in its code, is said in Chinese; so is each cleaning rule."""
    monkeypatch.setattr(words, "lang", lambda: "zh")
    for entity in extract(read(PLAN)).entities:
        assert not re.search("[a-z]{3}", words.reason(entity.why)), entity.why
    code = (ROOT / "extract" / "authority" / "standing.py").read_text("utf-8")
    said = re.findall(r'"(?:party|government|line|own|below|other|unknown)", "([^"]+ [^"]+)"', code)
    assert len(said) > 20
    assert [s for s in said if s not in words.reasons()] == []
    assert set(CLEANERS) == set(words.reasons("cleaning"))
    assert words.reason("issued by 北京市: the League above it") == "发文机关为北京市：上级团组织"
    assert words.reason("a new reason") == "a new reason"


def test_views_are_kept_beside_the_store(tmp_path: Path) -> None:
    """Under a name, in a file that follows from the store; a name twice is one view; what is too long or can't be read is told."""
    where = str(tmp_path / "store")
    bookmarks.keep(where, " 我的\n视图 ", {"sel": "abc"})
    bookmarks.keep(where, "another", {"layout": "force"})
    bookmarks.keep(where, "我的 视图", {"sel": "def"})
    assert bookmarks.kept(where) == {"another": {"layout": "force"}, "我的 视图": {"sel": "def"}}
    assert bookmarks.place(where) == tmp_path / "store.views.json"
    with pytest.raises(StoreError, match="at most"):
        bookmarks.keep(where, "x", {"sel": "a" * 9000})
    bookmarks.drop(where, "another")
    assert list(bookmarks.kept(where)) == ["我的 视图"]
    bookmarks.place(where).write_text("[", "utf-8")
    with pytest.raises(StoreError, match="move it away"):
        bookmarks.kept(where)


def test_changes_are_shown_in_context() -> None:
    """志愿十 → 志愿+, with what stands about it; spacing and punctuation are told apart."""
    text = "实施“志愿十”项目"
    change = Cleaned(5, 6, "十", "+", "plus")
    assert passages.in_context(text, change) == ("施“志愿十”项目", "施“志愿+”项目")
    assert passages.words_changed([change, Cleaned(0, 1, " ", "", "spaces")]) == [change]
    found = extract(read(PLAN))
    assert any("志愿十" in passages.in_context(found.raw.text, Cleaned(c.start, c.end, c.before, c.after, c.rule))[0] for c in found.changes if c.rule == "plus")


def test_caches_are_bounded() -> None:
    """Every cache of the pages says how much it holds at most."""
    for path in (ROOT / "views").glob("*.py"):
        for line in path.read_text("utf-8").splitlines():
            if re.search(r"@(st\.cache_\w+|lru_cache|cache)\b", line):
                assert re.search(r"max_entries=\d|maxsize=\d", line), f"{path.name}: {line}"


def test_many_boxes_are_placed_within_seconds() -> None:
    """2,000 boxes by authority need a moment, the default layout of a large graph."""
    graph = star(2000)
    view = viewing.shown(graph, {}, Edits(), most=2000)
    began = time.perf_counter()
    at = viewing.places(graph, view, "layers", "hub", Edits())
    assert time.perf_counter() - began < 2
    xs, ys = [x for x, _ in at.values()], [y for _, y in at.values()]
    assert 0.3 < (max(xs) - min(xs)) / (max(ys) - min(ys)) < 6, "not a strip"
