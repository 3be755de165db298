"""The W3C's SPARQL 1.1 protocol tests that apply to an endpoint that only reads, by the names they have there; its update tests are refused."""

from __future__ import annotations

import http.client
import json
from urllib.parse import quote, urlencode, urlsplit

import pytest

from tests.test_serve import ONE, TWO, endpoint  # noqa: F401

pytestmark = pytest.mark.server
FORM, DIRECT, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
BOTH = f"ASK {{ <{ONE}> ?p ?o . <{TWO}> ?q ?r }}"
NAMED = f"ASK {{ GRAPH <{ONE}> {{ ?s ?p ?o }} GRAPH <{TWO}> {{ ?a ?b ?c }} }}"
FULL = f"ASK {{ <{ONE}> ?p ?o GRAPH <{TWO}> {{ ?a ?b ?c }} FILTER NOT EXISTS {{ GRAPH <{ONE}> {{ ?d ?e ?f }} }} }}"
DEFAULTS, NAMES = [("default-graph-uri", ONE), ("default-graph-uri", TWO)], [("named-graph-uri", ONE), ("named-graph-uri", TWO)]
MIXED = [("default-graph-uri", ONE), ("named-graph-uri", TWO)]
Case = tuple[str, str, str, "bytes | None", "str | None", int]


def form(*pairs: tuple[str, str]) -> bytes:
    return urlencode(pairs).encode()


VALID: list[Case] = [
    ("query_get", "GET", "?query=ASK%20%7B%7D", None, None, 200),
    ("query_post_form", "POST", "", form(("query", "ASK {}")), FORM, 200),
    ("query_post_direct", "POST", "", b"ASK {}", DIRECT, 200),
    *((f"query_dataset_{name}_get", "GET", "?" + urlencode([("query", q), *graphs]), None, None, 200)
      for name, q, graphs in (("default_graphs", BOTH, DEFAULTS), ("named_graphs", NAMED, NAMES), ("full", FULL, MIXED))),
    *((f"query_dataset_{name}_post_form", "POST", "", form(("query", q), *graphs), FORM, 200)
      for name, q, graphs in (("default_graphs", BOTH, DEFAULTS), ("named_graphs", NAMED, NAMES), ("full", FULL, MIXED))),
    *((f"query_dataset_{name}_post_direct", "POST", "?" + urlencode(graphs), q.encode(), DIRECT, 200)
      for name, q, graphs in (("default_graphs", BOTH, DEFAULTS), ("named_graphs", NAMED, NAMES), ("full", FULL, MIXED))),
    # the protocol's dataset goes before the query's own FROM
    ("query_multiple_dataset", "GET", "?" + urlencode([("query", BOTH.replace("ASK", "ASK FROM <http://example.org/none>")), *DEFAULTS]), None, None, 200),
]  # fmt: skip
INVALID: list[Case] = [
    ("bad_query_method", "PUT", "?query=ASK%20%7B%7D", b"", None, 405),
    ("bad_multiple_queries", "GET", "?query=ASK%20%7B%7D&query=SELECT%20*%20%7B%7D", None, None, 400),
    ("bad_multiple_queries_post", "POST", "", form(("query", "ASK {}"), ("query", "ASK {}")), FORM, 400),
    ("bad_query_wrong_media_type", "POST", "", b"ASK {}", "text/plain", 415),
    ("bad_query_missing_form_type", "POST", "", form(("query", "ASK {}")), None, 415),
    ("bad_query_missing_direct_type", "POST", "", b"ASK {}", None, 415),
    ("bad_query_non_utf8", "POST", "", "ASK { ?s ?p '汉字' }".encode("utf-16"), DIRECT, 400),
    ("bad_query_syntax", "GET", "?query=ASK%20%7B", None, None, 400),
    ("bad_query_syntax_post", "POST", "", b"NONSENSE {}", DIRECT, 400),
    ("bad_query_is_missing", "POST", "", b"", FORM, 400),
    ("bad_graph_is_no_iri", "GET", "?" + urlencode([("query", "ASK {}"), ("default-graph-uri", "no iri")]), None, None, 400),
    ("update_post_form", "POST", "", form(("update", "CLEAR ALL")), FORM, 403),
    ("update_post_direct", "POST", "", b"CLEAR ALL", UPDATE, 403),
    ("update_dataset", "POST", "?using-graph-uri=" + quote(ONE, safe=""), b"DELETE WHERE { ?s ?p ?o }", UPDATE, 403),
    ("bad_update_get", "GET", "?update=CLEAR%20ALL", None, None, 403),
]  # fmt: skip
TYPES = [
    ("SELECT * { ?s ?p ?o } LIMIT 1", "application/sparql-results+xml, application/sparql-results+json, text/csv, text/tab-separated-values"),
    ("ASK {}", "application/sparql-results+xml, application/sparql-results+json"),
    (f"DESCRIBE <{ONE}>", "text/turtle, application/n-triples, application/ld+json"),
    ("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 1", "text/turtle, application/n-triples, application/ld+json"),
]


def send(endpoint: str, method: str, more: str, body: bytes | None, kind: str | None, accept: str = "*/*") -> tuple[int, str, bytes]:  # noqa: F811
    """By http.client, which adds no content type of its own."""
    parts = urlsplit(endpoint)
    connection = http.client.HTTPConnection(parts.netloc, timeout=20)
    try:
        connection.request(method, parts.path + more, body, {"Accept": accept} | ({"Content-Type": kind} if kind else {}))
        answer = connection.getresponse()
        return answer.status, answer.headers.get("Content-Type", ""), answer.read()
    finally:
        connection.close()


@pytest.mark.parametrize("case", VALID, ids=[c[0] for c in VALID])
def test_valid(endpoint: str, case: Case) -> None:  # noqa: F811
    _, method, more, body, kind, status = case
    found, media, said = send(endpoint, method, more, body, kind)
    assert (found, media) == (status, "application/sparql-results+json"), said
    assert json.loads(said)["boolean"] is True


@pytest.mark.parametrize("case", INVALID, ids=[c[0] for c in INVALID])
def test_invalid(endpoint: str, case: Case) -> None:  # noqa: F811
    _, method, more, body, kind, status = case
    found, _, said = send(endpoint, method, more, body, kind)
    assert found == status
    assert said.strip()


@pytest.mark.parametrize(("query", "accept"), TYPES, ids=[f"query_content_type_{q.split()[0].lower()}" for q, _ in TYPES])
def test_content_type(endpoint: str, query: str, accept: str) -> None:  # noqa: F811
    status, media, said = send(endpoint, "GET", "?query=" + quote(query), None, None, accept)
    assert (status, media.partition(";")[0] in accept, bool(said)) == (200, True, True)
