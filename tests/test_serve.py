"""The endpoint, asked by clients that nobody here wrote, and by people who mean no good."""

from __future__ import annotations

import json
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from rdflib import RDF, SH, Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper

from extract.triples import to_nquads
from graph.examples import examples
from graph.serve import negotiate
from graph.store import open_store
from graph.vocab import entity_iri
from tests.engines import serving
from tests.papers import invented, second
from tests.test_store import ENDLESS

pytestmark = pytest.mark.server
ROOT = Path(__file__).resolve().parent.parent
ONE, TWO = entity_iri(invented().id), entity_iri(second().id)
SELECT, ASK, CONSTRUCT = "SELECT * { ?s ?p ?o } LIMIT 3", "ASK { ?s ?p ?o }", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 3"


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    where = tmp_path_factory.mktemp("store")
    store = open_store(where)
    for x in (invented(), second()):
        store.put(to_nquads(x))
    store.close()
    with serving(where, "--timeout", "2", "--limit", "500", "--cors", "https://friend.example") as url:
        yield url


def ask(url: str, data: bytes | None = None, **headers: str) -> tuple[int, str, dict[str, str]]:
    request = urllib.request.Request(url, data, {k.replace("_", "-"): v for k, v in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read().decode(), {k.lower(): v for k, v in answer.headers.items()}
    except urllib.error.HTTPError as fault:
        with fault:
            return fault.code, fault.read().decode(), {k.lower(): v for k, v in fault.headers.items()}


def get(endpoint: str, query: str, **headers: str) -> tuple[int, str, dict[str, str]]:
    return ask(f"{endpoint}?query={urllib.parse.quote(query)}", **headers)


def test_sparqlwrapper(endpoint: str) -> None:
    client = SPARQLWrapper(endpoint)
    client.setQuery(examples()[0].query)
    client.setReturnFormat(JSON)
    assert len(client.queryAndConvert()["results"]["bindings"]) == 2
    client.setMethod(POST)
    assert len(client.queryAndConvert()["results"]["bindings"]) == 2
    client.setQuery(CONSTRUCT)
    client.setReturnFormat(TURTLE)
    assert len(Graph().parse(data=client.queryAndConvert(), format="turtle")) == 3


def test_rdflibs_sparqlstore(endpoint: str) -> None:
    assert len(list(Graph(SPARQLStore(endpoint, method="POST")).query(examples()[0].query))) == 2
    graph = Graph(SPARQLStore(endpoint, method="POST"), identifier=URIRef(ONE))
    assert set(graph.objects(URIRef(ONE), URIRef("http://purl.org/dc/terms/title")))


@pytest.mark.parametrize(
    ("query", "accept"),
    [(q, a) for q, many in (
        (SELECT, ("application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values")),
        (ASK, ("application/sparql-results+json", "application/sparql-results+xml")),
        (CONSTRUCT, ("text/turtle", "application/n-triples", "application/ld+json")),
    ) for a in many],
)  # fmt: skip
def test_curl_in_every_form(endpoint: str, query: str, accept: str) -> None:
    command = ["curl", "-sS", "--fail", "-D", "-", "-H", f"Accept: {accept}", "--data-urlencode", f"query={query}", endpoint]
    said = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    assert f"content-type: {accept}" in said.lower()
    assert said.partition("\n\n")[2].strip()


@pytest.mark.parametrize(
    ("url", "data", "headers", "status"),
    [
        ("?query=ASK%20%7B%7D", None, {}, 200),
        ("", b"query=ASK%20%7B%7D", {"Content_Type": "application/x-www-form-urlencoded"}, 200),
        ("", b"ASK {}", {"Content_Type": "application/sparql-query"}, 200),
        ("", b"ASK {}", {"Content_Type": "application/sparql-query; charset=utf-8"}, 200),
        (f"?default-graph-uri={urllib.parse.quote(ONE)}", b"ASK { ?s ?p ?o }", {"Content_Type": "application/sparql-query"}, 200),
        ("?query=ASK%20%7B%7D&query=ASK%20%7B%7D", None, {}, 400),
        ("?default-graph-uri=http://x/", None, {}, 400),
        ("?query=ASK%20%7B", None, {}, 400),
        ("?query=ASK%20%7B%7D", b"ASK {}", {"Content_Type": "application/sparql-query"}, 400),
        ("", b"query=ASK%20%7B%7D", {"Content_Type": "text/plain"}, 415),
        ("", b"\xff\xfe", {"Content_Type": "application/sparql-query"}, 400),
        ("", b"query=%FF", {"Content_Type": "application/x-www-form-urlencoded"}, 400),
        ("", b"update=CLEAR%20ALL", {"Content_Type": "application/x-www-form-urlencoded"}, 403),
        ("", b"CLEAR ALL", {"Content_Type": "application/sparql-update"}, 403),
        ("?update=CLEAR%20ALL", None, {}, 403),
        ("?query=CLEAR%20ALL", None, {}, 403),
        ("?query=ASK%20%7B%7D", None, {"Accept": "image/png"}, 406),
    ],
)
def test_the_protocol(endpoint: str, url: str, data: bytes | None, headers: dict[str, str], status: int) -> None:
    assert ask(endpoint + url, data, **headers)[0] == status


def test_the_dataset_of_a_request(endpoint: str) -> None:
    def graphs(more: str) -> set[str]:
        query = urllib.parse.quote("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
        rows = json.loads(ask(f"{endpoint}?query={query}{more}")[1])["results"]["bindings"]
        return {r["g"]["value"] for r in rows}

    assert graphs(f"&named-graph-uri={urllib.parse.quote(TWO)}") == {TWO}
    assert graphs(f"&default-graph-uri={urllib.parse.quote(TWO)}") == set()
    assert {ONE, TWO} < graphs("")


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        (ENDLESS, 503, "time-out"),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 403, "SERVICE is refused"),
        ("LOAD <http://127.0.0.1/x>", 403, "updates are refused"),
        ("SELECT * { ?s ?p ?o FILTER(" + "(" * 20000 + "1" + ")" * 20000 + ") }", 400, ""),
        ("SELECT * { " + "{" * 3000 + "}" * 3000 + " }", 400, ""),
    ],
)
def test_hostile_queries(endpoint: str, query: str, status: int, said: str) -> None:
    code, text, _ = ask(endpoint, b"query=" + urllib.parse.quote(query).encode(), Content_Type="application/x-www-form-urlencoded")
    if said:
        assert (code, said in text) == (status, True)
    assert code in (200, status)
    start = time.monotonic()
    assert get(endpoint, ASK)[0] == 200
    assert time.monotonic() - start < 2


def test_a_query_of_a_megabyte(endpoint: str) -> None:
    assert ask(endpoint, b"ASK {} #" + b"x" * 1_100_000, Content_Type="application/sparql-query")[0] == 413
    assert ask(endpoint, b"ASK {} #" + b"x" * 300_000, Content_Type="application/sparql-query")[0] == 413


def test_a_regex_bomb_ends(endpoint: str) -> None:
    assert get(endpoint, f'ASK {{ FILTER(REGEX("{"a" * 5000}", "^(a+)+$")) }}')[0] in (200, 400, 503)


def test_a_cut_answer_says_so(endpoint: str) -> None:
    status, text, headers = get(endpoint, "SELECT * { ?s ?p ?o }")
    assert (status, headers["x-policytrace-cut"], len(json.loads(text)["results"]["bindings"])) == (200, "true", 500)


def test_pages_from_elsewhere(endpoint: str) -> None:
    assert "access-control-allow-origin" not in get(endpoint, ASK, Origin="https://stranger.example")[2]
    assert get(endpoint, ASK, Origin="https://friend.example")[2]["access-control-allow-origin"] == "https://friend.example"
    assert get(endpoint, ASK, Host="rebound.example")[0] == 400


def test_what_it_says_of_itself(endpoint: str) -> None:
    base = endpoint.removesuffix("sparql")
    described = Graph().parse(data=ask(endpoint)[1], format="turtle")
    assert (URIRef(endpoint), RDF.type, URIRef("http://www.w3.org/ns/sparql-service-description#Service")) in described
    void = Graph().parse(data=ask(base + ".well-known/void")[1], format="turtle")
    assert len(list(void.objects(None, URIRef("http://rdfs.org/ns/void#classPartition")))) > 10
    shacl = Graph().parse(data=ask(base + "examples.ttl")[1], format="turtle")
    assert len(set(shacl.subjects(RDF.type, SH.SPARQLExecutable))) == len(examples())
    assert examples()[0].title["zh"] in ask(base)[1]


def test_ten_at_a_time(endpoint: str) -> None:
    with ThreadPoolExecutor(10) as pool:
        statuses = list(pool.map(lambda n: get(endpoint, ENDLESS if n == 3 else SELECT)[0], range(10)))
    assert statuses == [503 if n == 3 else 200 for n in range(10)]


@pytest.mark.parametrize(
    ("accept", "offers", "chosen"),
    [
        ("*/*", ["a/b", "c/d"], "a/b"),
        ("c/d, */*;q=0.1", ["a/b", "c/d"], "c/d"),
        ("text/*;q=0.3, c/d;q=0.2", ["c/d", "text/csv"], "text/csv"),
        ("image/png", ["a/b"], None),
        ("a/b;q=0", ["a/b"], None),
        ("a/b;q=x", ["a/b"], None),
        ("", ["a/b"], None),
    ],
)
def test_negotiate(accept: str, offers: list[str], chosen: str | None) -> None:
    assert negotiate(accept, offers) == chosen
