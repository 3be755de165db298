"""`python -m graph serve`: the store as a read-only SPARQL 1.1 endpoint at /sparql, and a landing page at /.

The engine is Oxigraph (pyoxigraph, in processes that are killed at the time-out), the HTTP server uvicorn with Starlette. Updates are refused,
and SERVICE unless --allow-service names the host. Pages from elsewhere can't read it unless --cors names them, and a request for a host name that is not ours is refused (DNS rebinding).
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from graph import serve_pages
from graph.answers import FORMATS
from graph.errors import GraphError, QueryRefused, QueryTimeout
from graph.model import Answer, Dataset
from graph.store import LIMIT, TIMEOUT, Store

LARGEST = 256 * 1024  # bytes of a query
DRAINED = 64 * LARGEST  # bytes of a body after which the connection is cut
ROWS = {"application/sparql-results+json": "json", "application/sparql-results+xml": "xml", "text/csv": "csv", "text/tab-separated-values": "tsv",
        "application/json": "json", "application/xml": "xml", "text/xml": "xml"}  # fmt: skip
TRIPLES = {"text/turtle": "ttl", "application/n-triples": "nt", "application/ld+json": "json", "application/json": "json", "text/plain": "nt"}
TURTLE = "text/turtle; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Refusal(Exception):
    """A request that is not answered: the status of HTTP, and why."""

    status: int
    reason: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as the protocol brought it."""

    query: str
    dataset: Dataset | None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=7878)
    parser.add_argument("--timeout", type=float, default=TIMEOUT, help="seconds for a query")
    parser.add_argument("--limit", type=int, default=LIMIT, help="rows of an answer at most")
    parser.add_argument("--cors", action="append", default=[], metavar="ORIGIN", help="a web page's origin that may read answers; * for all")
    parser.add_argument("--name", action="append", default=[], metavar="HOST", help="a host name that it is reached by, besides --host and localhost")
    parser.add_argument("--allow-service", action="append", default=[], metavar="HOST", help="a host (or host:port) that SERVICE may ask; none by default")


def main(args: argparse.Namespace, store: Store) -> int:
    """Serves until it is stopped."""
    names = ["*"] if args.host in ("0.0.0.0", "::") and not args.name else ["localhost", "127.0.0.1", "[::1]", args.host, *args.name]
    store.services = frozenset(args.allow_service)
    app = application(store, timeout=args.timeout, limit=args.limit, cors=args.cors, names=names)
    uvicorn.run(app, host=args.host, port=args.port, log_level="warning", server_header=False)
    return 0


def application(store: Store, *, timeout: float = TIMEOUT, limit: int = LIMIT, cors: list[str] | None = None, names: list[str] | None = None) -> Starlette:
    """The ASGI application over a store."""

    def answered(asked: Asked, accept: str) -> Response:
        return respond(store.run(asked.query, timeout=timeout, limit=limit, dataset=asked.dataset), accept)

    async def sparql(request: Request) -> Response:
        try:
            asked = await read(request)
            if asked is None:
                return Response(serve_pages.description(_base(request), limit, store.services), media_type=TURTLE)
            return await run_in_threadpool(answered, asked, request.headers.get("accept", "*/*"))
        except Refusal as no:
            return PlainTextResponse(no.reason + "\n", no.status)
        except GraphError as fault:
            status = 503 if isinstance(fault, QueryTimeout) else 403 if isinstance(fault, QueryRefused) else 400
            return PlainTextResponse(f"{fault}\n", status)

    def page(make: Callable[[str], str], media: str) -> Callable[[Request], Response]:
        return lambda request: Response(make(_base(request)), media_type=media)

    routes = [
        Route("/sparql", sparql, methods=["GET", "POST"]),
        Route("/", lambda request: HTMLResponse(serve_pages.landing(store, _base(request), timeout, limit))),
        Route("/void", page(lambda base: serve_pages.void(store, base), TURTLE)),
        Route("/.well-known/void", page(lambda base: serve_pages.void(store, base), TURTLE)),
        Route("/examples.ttl", page(serve_pages.example_queries, TURTLE)),
    ]
    middleware = [Middleware(TrustedHostMiddleware, allowed_hosts=names or ["*"])]
    if cors:
        middleware.append(Middleware(CORSMiddleware, allow_origins=cors, allow_methods=["GET", "POST"], allow_headers=["Content-Type", "Accept"]))
    return Starlette(routes=routes, middleware=middleware)


async def read(request: Request) -> Asked | None:
    """The query of a request, by the SPARQL 1.1 Protocol, section 2.1; None where a GET asks nothing (it gets the service description)."""
    pairs = list(request.query_params.multi_items())
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if request.method == "POST":
        body = await _body(request)
        if kind == "application/sparql-query":
            if any(key == "query" for key, _ in pairs):
                raise Refusal(400, "one query: in the body or in the address, not in both")
            pairs.append(("query", body))
        elif kind == "application/x-www-form-urlencoded":
            pairs += _fields(body)
        elif kind == "application/sparql-update":
            raise Refusal(403, "updates are refused: this endpoint only reads")
        else:
            raise Refusal(415, "POST a query as application/sparql-query or application/x-www-form-urlencoded")
    return _asked(pairs, request.method)


def _asked(pairs: list[tuple[str, str]], method: str) -> Asked | None:
    if any(key == "update" for key, _ in pairs):
        raise Refusal(403, "updates are refused: this endpoint only reads")
    queries = [value for key, value in pairs if key == "query"]
    if not queries and method == "GET" and not pairs:
        return None
    if len(queries) != 1:
        raise Refusal(400, f"a request has one query, this one has {len(queries)}")
    if len(queries[0].encode("utf-8", "replace")) > LARGEST:
        raise Refusal(413, f"a query has at most {LARGEST} bytes")
    default, named = (tuple(v for k, v in pairs if k == name) for name in ("default-graph-uri", "named-graph-uri"))
    return Asked(queries[0], (default, named) if default or named else None)


async def _body(request: Request) -> str:
    body, size = bytearray(), 0
    async for part in request.stream():  # a body that is too long is read on and thrown away: a client that still sends would not see the refusal
        size += len(part)
        if size <= 4 * LARGEST:
            body += part
        elif size > DRAINED:
            break
    if size > 4 * LARGEST:
        raise Refusal(413, f"a query has at most {LARGEST} bytes")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise Refusal(400, "a query is UTF-8") from None


def _fields(body: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(body, keep_blank_values=True, errors="strict", max_num_fields=5000)
    except ValueError:
        raise Refusal(400, "the form can't be read: it is UTF-8, percent-encoded") from None


def respond(answer: Answer, accept: str) -> Response:
    """The answer in the form that the client likes best; 406 where it likes none of ours. A cut answer says so in its header."""
    offers = TRIPLES if answer.kind == "triples" else ROWS
    if answer.kind == "boolean":
        offers = {k: v for k, v in ROWS.items() if v in ("json", "xml")}
    media = negotiate(accept, list(offers))
    if media is None:
        raise Refusal(406, f"this answer comes as {', '.join(offers)}")
    headers = {"X-PolicyTrace-Cut": "true"} if answer.cut else {}
    return Response(FORMATS[offers[media]](answer), media_type=f"{media}; charset=utf-8" if media.startswith("text/") else media, headers=headers)


def negotiate(accept: str, offers: list[str]) -> str | None:
    """The first of `offers` that the Accept header values highest: "text/csv;q=0.5, */*;q=0.1" → text/csv."""
    wanted: list[tuple[str, float]] = []
    for part in accept.split(",")[:50]:
        media, *params = (p.strip().lower() for p in part.split(";"))
        quality = next((p[2:] for p in params if p.startswith("q=")), "1")
        wanted.append((media, float(quality) if quality.replace(".", "", 1).isdigit() else 0.0))

    def value(offer: str) -> float:
        ranges = (offer, offer.partition("/")[0] + "/*", "*/*")
        return next((q for r in ranges for media, q in wanted if media == r), 0.0)

    best = max(offers, key=value)  # the first of equals
    return best if value(best) > 0 else None


def _base(request: Request) -> str:
    return str(request.base_url)
