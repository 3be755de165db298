"""The triples of a paper: complete, canonical, the same each time, and the same to rdflib and pyoxigraph."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Dataset, Graph
from rdflib.compare import to_isomorphic

from extract.model import Document, Extraction
from extract.triples import quads, to_nquads
from extract.triples.documents import document_iri
from extract.triples.terms import day, decimal
from graph import queries
from graph.store import open_store
from graph.validate import check
from graph.vocab import PT, entity_iri
from tests.papers import TEXT, invented, second, shipped

PAPERS = [invented, second, shipped]


@pytest.mark.parametrize("make", PAPERS)
def test_the_form_is_canonical(make: Callable[[], Extraction]) -> None:
    text = to_nquads(make())
    lines = text.splitlines(keepends=True)
    assert lines == sorted(set(lines))
    assert "".join(sorted(f"{q} .\n" for q in quads(make()))) == text
    assert "_:" not in {line[:2] for line in lines}
    store = ox.Store()
    store.extend(quads(make()))
    assert {str(q) for q in store} == {line[:-3] for line in lines}  # Oxigraph rewrites literals that are not canonical


@pytest.mark.parametrize("make", PAPERS)
@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_rdflib_reads_what_pyoxigraph_reads(make: Callable[[], Extraction]) -> None:
    text = to_nquads(make())
    data = Dataset()
    data.parse(data=text, format="nquads")
    ours = Graph()
    ours.parse(data=ox.serialize(list({q.triple for q in quads(make())}), format=ox.RdfFormat.N_TRIPLES).decode(), format="nt")
    theirs = Graph()
    for s, p, o, _ in data.quads():
        theirs.add((s, p, o))
    assert len(theirs) == text.count("\n")
    assert to_isomorphic(ours) == to_isomorphic(theirs)


@pytest.mark.parametrize("make", PAPERS)
def test_the_shapes_hold(make: Callable[[], Extraction]) -> None:
    x = make()
    assert check(to_nquads(x), entity_iri(x.id)) == []


def test_a_link_without_evidence_breaks_a_shape() -> None:
    x = invented()
    x = replace(x, links=(replace(x.links[0], evidence=()), *x.links[1:]))
    assert [f.message for f in check(to_nquads(x), entity_iri(x.id))] == ["A tie shows its evidence."]


@pytest.mark.parametrize("make", PAPERS)
def test_every_link_and_mention_is_in_the_graph_and_the_reverse(make: Callable[[], Extraction], tmp_path: Path) -> None:
    x = make()
    store = open_store(tmp_path / "store")
    store.put(to_nquads(x))
    mentions = {(m.start, m.end, m.text, m.type, entity_iri(m.entity)) for m in x.mentions}
    assert {(m.start, m.end, m.text, m.type, m.entity) for m in queries.mentions(store)} == mentions
    links = {
        (k.source, k.relation, entity_iri(k.entity), k.cue, k.via, k.stage, k.basis, k.mode, k.role, k.order, k.confidence,
         tuple(sorted((e.start, e.end, x.raw.text[e.start:e.end], *e.mention) for e in k.evidence)))
        for k in x.links
    }  # fmt: skip
    found = {
        (t.source_id, t.relation, t.entity, t.cue, t.via, t.stage, t.basis, t.mode, t.role, t.order, t.confidence,
         tuple((q.start, q.end, q.text, q.mention_start, q.mention_end) for q in t.quotes))
        for t in queries.links(store)
    }  # fmt: skip
    assert found == links
    assert queries.source_text(store, entity_iri(x.id)) == x.raw.text
    store.close()


def test_the_bytes_are_the_same_under_any_hash_seed() -> None:
    code = "import sys,hashlib;sys.path.insert(0,'.');from tests.papers import *;from extract.triples import to_nquads;" \
           "print([hashlib.sha256(to_nquads(f()).encode()).hexdigest() for f in (invented,second,shipped)])"
    root = Path(__file__).resolve().parent.parent
    runs = {
        subprocess.run([sys.executable, "-c", code], env=os.environ | {"PYTHONHASHSEED": seed}, cwd=root, capture_output=True, check=True).stdout
        for seed in ("0", "1", "4242")
    }
    assert len(runs) == 1


def test_a_notice_holds_its_plan_and_both_have_the_number() -> None:
    text = to_nquads(invented())
    notice, plan = (entity_iri(f"document/{n}") for n in ("共青团江海市委办公室关于印发江海共青团2031年工作要点的通知", "江海共青团2031年工作要点"))
    assert f"<{notice}> <http://purl.org/dc/terms/hasPart> <{plan}>" in text
    for document in (notice, plan):
        assert f'<{document}> <http://data.europa.eu/eli/ontology#number> "江团办字〔2031〕7号"' in text
    assert f"<{notice}> <{PT.instrument}> <{PT._NS}instrument-notice>" in text


def test_a_notice_whose_title_names_no_issuer_gets_it() -> None:
    x = replace(second(), header=replace(second().header, issuers=("某市人民政府",)))
    assert document_iri(replace(x, documents=(*x.documents, Document("notice", "关于印发《X》的通知", "notice"))),
                        Document("notice", "关于印发《X》的通知", "notice")).endswith("某市人民政府关于印发X的通知")


def test_directives_are_what_is_answered_and_stands_above() -> None:
    text = to_nquads(invented())
    assert text.count(f"<{PT.hasDirective}>") == 3
    assert f"<{PT.hasPartyDirective}> <{entity_iri('meeting/中国共产党第三十次全国代表大会')}>" in text
    assert f"<{PT.hasLegalBasis}> <{entity_iri('document/江海市未成年人保护条例')}>" in text
    assert f"<{PT.hasDirective}> <{entity_iri('doctrine/无人提及的思想')}>" not in text


def test_lines_and_quotes_survive() -> None:
    assert {str(q.object.value) for q in quads(invented()) if q.predicate.value == str(PT.text)} == {TEXT}  # type: ignore[union-attr]


@pytest.mark.parametrize(("value", "term"), [(0.9, "0.9"), (1.0, "1"), (0.12345, "0.1235"), (0.0, "0"), (10.0, "10")])
def test_decimal(value: float, term: str) -> None:
    assert decimal(value).startswith(f'"{term}"^^')


@pytest.mark.parametrize(
    ("value", "kind"),
    [("2023-04-10", "date>"), ("2023-04", "gYearMonth>"), ("2023", "gYear>"), ("2023-02-30", '"'), ("2023年春", '"')],
)
def test_day(value: str, kind: str) -> None:
    assert day(value).endswith(kind)
