"""Exports: each form is read back by somebody else's reader, and is the same bytes under any hash seed."""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import igraph
import networkx as nx
import pandas as pd
import pyoxigraph as ox
import pytest
from rdflib import Dataset, Graph

from extract.triples import to_nquads
from graph.__main__ import main
from graph.answers import FORMATS, as_text
from graph.errors import ExportError
from graph.export import export, export_file
from graph.figure import style
from graph.project import project
from graph.queries import directives, links
from graph.store import Store, open_store
from graph.vocab import entity_iri
from tests.papers import invented, second

ROOT = Path(__file__).resolve().parent.parent
ONE = entity_iri(invented().id)
FORMS = ("ttl", "trig", "nq", "jsonld", "graphml", "gexf", "csv", "nodes.csv", "edges.csv", "cyjs", "xlsx", "dta", "parquet", "qdpx", "html", "gbt", "bib", "ris")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = open_store(tmp_path_factory.mktemp("store"))
    opened.put(to_nquads(invented()))
    opened.put(to_nquads(second()))
    yield opened
    opened.close()


@pytest.mark.parametrize(("form", "reader"), [("ttl", ox.RdfFormat.TURTLE), ("trig", ox.RdfFormat.TRIG), ("jsonld", ox.RdfFormat.JSON_LD)])
def test_pyoxigraph_reads_the_same(store: Store, form: str, reader: ox.RdfFormat) -> None:
    want = list(ox.parse(export(store, "nq"), format=ox.RdfFormat.N_QUADS))
    got = list(ox.parse(export(store, form), format=reader))
    if form == "ttl":
        assert {q.triple for q in got} == {q.triple for q in want}
    else:
        assert set(got) == set(want)


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@pytest.mark.parametrize(("form", "reader"), [("ttl", "turtle"), ("trig", "trig"), ("jsonld", "json-ld")])
def test_rdflib_reads_the_same(store: Store, form: str, reader: str) -> None:
    want = Graph().parse(data=to_nquads(invented()).replace(f" <{ONE}> .\n", " .\n"), format="nt")
    data = Graph() if form == "ttl" else Dataset()
    data.parse(data=export(store, form, (ONE,)).decode(), format=reader)
    assert {t[:3] for t in (data if form == "ttl" else data.quads())} == set(want)


def test_networks(store: Store) -> None:
    for form, reader in (("graphml", nx.read_graphml), ("gexf", nx.read_gexf)):
        graph = reader(io.BytesIO(export(store, form)))
        assert sum(d["family"] != "structure" for *_, d in graph.edges(data=True)) == 18
        assert "“红帆\t工程”" in "".join(str(d.get("quotes")) for *_, d in graph.edges(data=True)) or form == "gexf"
    assert b"lastmodified" not in export(store, "gexf")


def test_gexf_tells_gephi_how_each_node_and_edge_looks(store: Store) -> None:
    """Two papers whose tasks have the same numbers stay apart, nothing is a day, and what is seen is what the figures show."""
    data = export(store, "gexf")
    graph, rich = nx.read_gexf(io.BytesIO(data)), project(store)
    assert set(graph) == set(rich)
    assert b'mode="dynamic"' not in data
    assert {e.get("id") for e in ElementTree.fromstring(data).iter("{http://www.gexf.net/1.2draft}edge")} == {k for *_, k in rich.edges(keys=True)}
    congress = graph.nodes[entity_iri("meeting/中国共产党第三十次全国代表大会")]
    assert (congress["label"], congress["role"]) == ("中国共产党第三十次全国代表大会", "directive")
    assert congress["viz"]["color"] == {"r": 0xA8, "g": 0x3C, "b": 0x00, "a": 1.0}  # the Party's
    assert congress["viz"]["position"]["x"] < min(d["viz"]["position"]["x"] for _, d in graph.nodes(data=True) if d["kind"] == "item")
    spots = [(d["viz"]["position"]["x"], d["viz"]["position"]["y"]) for _, d in graph.nodes(data=True)]
    assert len(set(spots)) == len(spots)
    assert congress["viz"]["size"] > graph.nodes[entity_iri("programme/𠮷屋计划")]["viz"]["size"]
    weights = sorted(d["weight"] for *_, d in graph.edges(data=True))
    assert weights == sorted(max(len(d.get("quotes", ())), 1) for *_, d in rich.edges(data=True))
    assert "贯彻落实" in {d["label"] for *_, d in graph.edges(data=True)}


def test_igraph_and_networkx_read_the_same_looks_from_graphml(store: Store, tmp_path: Path) -> None:
    (tmp_path / "g.graphml").write_bytes(export(store, "graphml"))
    ours, theirs = nx.read_graphml(tmp_path / "g.graphml", force_multigraph=True), igraph.Graph.Read_GraphML(str(tmp_path / "g.graphml"))
    assert {"x", "y", "size", "r", "g", "b", "color", "shape", "role", "label"} <= set(theirs.vs.attributes())
    assert {"weight", "label", "role", "family", "color"} <= set(theirs.es.attributes())
    seen = [(v["id"], v["label"], v["x"], v["y"], v["size"], v["color"], v["role"]) for v in theirs.vs]
    assert seen == [(n, d["label"], d["x"], d["y"], d["size"], d["color"], d["role"]) for n, d in ours.nodes(data=True)]
    assert set(theirs.vs["role"]) >= {"paper", "section", "item", "directive"}
    assert set(theirs.vs.select(role="directive")["color"]) <= set(style.STROKES.values())
    assert sorted(theirs.es["weight"]) == sorted(d["weight"] for *_, d in ours.edges(data=True))
    assert {"lead", "responsible", "support"} & set(theirs.es["role"])


def test_the_r_script_asks_for_what_the_parquet_holds(store: Store) -> None:
    """R is not at hand: brackets and quotes are balanced, columns and codes are there, and pandas finds the counts that the script prints."""
    lines = [line.split("  #")[0] for line in (ROOT / "docs" / "evidence.R").read_text("ascii").splitlines() if line.strip() and not line.startswith("#")]
    assert len(lines) <= 10
    code = re.sub(r'"[^"]*"', "x", "\n".join(lines))
    assert '"' not in code
    while code != (code := re.sub(r"\([^()\[\]{}]*\)|\[[^()\[\]{}]*\]", "", code)):
        pass
    assert not set("()[]{}") & set(code)
    table = pd.read_parquet(io.BytesIO(export(store, "parquet")))
    asked = set(re.findall(r"(?:evidence|links|answers)\$(\w+)", "\n".join(lines))) | set(re.findall(r'"(\w+)"', lines[5] if "unique" in lines[5] else ""))
    assert {"link", "relation", "standing", "paper", "place", "label", "tier"} == asked
    assert asked | {"scope", "family"} <= set(table.columns)
    answers = table.drop_duplicates("link").query("scope == 'item' and family == 'responds' and standing in ('party', 'government', 'line', 'law')")
    counts = answers[["paper", "place", "label", "tier"]].drop_duplicates().groupby("label").size()
    assert dict(counts) == {d.label: d.items for d in directives(store) if d.items}


def test_the_evidence_table(store: Store) -> None:
    text = export(store, "csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(rows) == sum(len(t.quotes) for t in links(store))
    assert {r["quote"] for r in rows} == {q.text for t in links(store) for q in t.quotes}


@pytest.mark.parametrize("value", ["=1+1", "+x", "-x", "@x", "\tx"])
def test_a_cell_is_no_formula(value: str) -> None:
    from graph.export_tables import cell

    assert cell(value) == "'" + value
    assert cell("贯彻") == "贯彻"
    assert cell(-1) == "-1"


def test_the_bytes_are_the_same_under_any_hash_seed(store: Store) -> None:
    code = ("import sys,hashlib;sys.path.insert(0,'.')\nfrom graph.store import open_store\nfrom graph.export import export\ns=open_store(sys.argv[1])\n"
            f"print({{f: hashlib.sha256(export(s,f)).hexdigest() for f in {FORMS}}})")
    runs = {
        subprocess.run([sys.executable, "-c", code, store.where], env=os.environ | {"PYTHONHASHSEED": seed}, cwd=ROOT, capture_output=True, check=True).stdout
        for seed in ("0", "1", "4242")
    }
    assert len(runs) == 1


def test_a_form_that_is_not_known(store: Store, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="xlsb"):
        export(store, "xlsb")
    with pytest.raises(ExportError, match="can't be written"):
        export_file(store, tmp_path / "no" / "x.ttl")


def test_answers_in_every_form(store: Store) -> None:
    rows = store.run('SELECT ?a ?b { VALUES (?a ?b) { ("a<\\u0022\\n,"@zh 1) (UNDEF <http://x/y>) } }')
    for form, read in (("csv", ox.QueryResultsFormat.CSV), ("tsv", ox.QueryResultsFormat.TSV), ("json", ox.QueryResultsFormat.JSON), ("xml", ox.QueryResultsFormat.XML)):
        if form in ("json", "xml", "tsv"):
            found = ox.parse_query_results(as_text(rows, form), format=read)
            assert [tuple(r[n] for n in rows.variables) for r in found] == list(rows.rows)  # type: ignore[union-attr]
    triples = store.run("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 5")
    assert set(ox.parse(as_text(triples, "nt"), format=ox.RdfFormat.N_TRIPLES)) == set(ox.parse(as_text(triples, "ttl"), format=ox.RdfFormat.TURTLE))
    assert as_text(store.run("ASK {}"), "table") == "true\n"
    assert set(FORMATS) >= {"table", "csv", "json"}


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (["query", "data/queries/implements-central-party.rq"], 0),
        (["query", "data/queries/implements-central-party.rq", "--format", "csv", "--paper", ONE], 0),
        (["query", "no such file"], 1),
        (["validate"], 0),
        (["export", "-o", "/no/such/folder/x.ttl"], 1),
        (["export", "-o", "/tmp/x.docm"], 1),
    ],
)
def test_the_command_line(store: Store, argv: list[str], code: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert main([*argv, "--store", store.where]) == code
    said = capsys.readouterr()
    assert bool(said.err) == (code == 1)
    assert bool(said.out) == (code == 0)


@pytest.mark.parametrize("argv", [[], ["nonsense"], ["query"], ["export"]])
def test_wrong_usage(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(argv)
    assert end.value.code == 2
    assert "usage" in capsys.readouterr().err
