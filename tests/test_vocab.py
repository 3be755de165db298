"""IRIs: legal everywhere, different for different names, readable in Chinese."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rdflib import URIRef
from rdflib.plugins.sparql import prepareQuery

from graph.errors import VocabError
from graph.vocab import PT, THINGS, concept, entity_iri, iri, known_concept, name_of, normalise

NAMES = st.text(st.characters(blacklist_categories=["Cs"]), min_size=1, max_size=40).filter(lambda n: n.strip())


@pytest.mark.parametrize(
    ("slug", "name", "end"),
    [
        ("programme", "青马工程", "programme/青马工程"),
        ("programme", "有爱“益”起来", "programme/有爱%E2%80%9C益%E2%80%9D起来"),
        ("meeting", "党的二 十大", "meeting/党的二十大"),
        ("document", "北京共青团 2023 要点", "document/北京共青团_2023_要点"),
        ("document", "特殊教育行动计划（2023—2025年）", "document/特殊教育行动计划（2023—2025年）"),
        ("document", "京团办字〔2023〕2号", "document/京团办字〔2023〕2号"),
        ("strategy", "二〇三五年", "strategy/二〇三五年"),
        ("programme", "50%/a#b?c", "programme/50%25%2Fa%23b%3Fc"),
        ("programme", "..", "programme/%2E%2E"),
        ("programme", "a\u202eb", "programme/a%E2%80%AEb"),
        ("programme", "e\u0301", "programme/é"),
    ],
)
def test_iri(slug: str, name: str, end: str) -> None:
    assert iri(slug, name) == THINGS + end


@pytest.mark.parametrize(("slug", "name"), [("programme", ""), ("programme", " \n"), ("person", "某人")])
def test_what_has_no_iri(slug: str, name: str) -> None:
    with pytest.raises(VocabError):
        iri(slug, name)


@given(NAMES)
@example("a/../b")
@example("<>\"{}|\\^`")
@example("\u0338")
def test_iris_are_legal_in_rdflib_pyoxigraph_and_sparql(name: str) -> None:
    made = iri("document", name)
    assert URIRef(made).n3() == f"<{made}>"
    assert ox.NamedNode(made).value == made
    query = f"ASK {{ <{made}> ?p ?o }}"
    assert not bool(ox.Store().query(query))
    prepareQuery(query)


@given(NAMES, NAMES)
@example("a b", "a%20b")
@example("a/b", "a%2Fb")
@example(".", "%2E")
def test_different_names_have_different_iris(one: str, other: str) -> None:
    assert (normalise(one) == normalise(other)) == (iri("document", one) == iri("document", other))


@given(NAMES)
def test_the_name_can_be_read_back(name: str) -> None:
    assert name_of(iri("document", name)) == normalise(name)


def test_an_entity_id_is_cut_at_its_first_slash() -> None:
    assert entity_iri("programme/A/B测试") == iri("programme", "A/B测试")


@pytest.mark.parametrize(
    ("scheme", "key", "end"),
    [("tier", "central", "tier-central"), ("tier", "-", "tier-none"), ("instrument", "通知", "instrument-notice"),
     ("instrument", "令", "instrument-order"), ("genre", "工作要点", "genre-key-points"), ("standing", "law", "standing-law")],
)  # fmt: skip
def test_concept(scheme: str, key: str, end: str) -> None:
    assert concept(scheme, key) == str(PT._NS) + end


def test_a_concept_that_is_not_known() -> None:
    assert known_concept("genre", "从未见过的体裁") == ""
    with pytest.raises(VocabError, match="nowhere"):
        concept("tier", "nowhere")


def test_a_slip_in_a_term_is_an_error() -> None:
    with pytest.raises(AttributeError):
        _ = PT.implement
