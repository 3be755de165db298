"""What a stranger's query may not do: ask other servers (SERVICE), those apart that the operator named. Updates can't be asked at all, for the
engine parses queries only."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from urllib.parse import urlsplit

from graph.errors import QueryRefused

TOKEN = re.compile(
    r"""
      (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<long>'''(?:[^'\\]|\\.|'(?!''))*'''|\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\")
    | (?P<string>'(?:[^'\\\n\r]|\\.)*'|"(?:[^"\\\n\r]|\\.)*")
    | (?P<comment>\#[^\n\r]*)
    | (?P<variable>[?$]\w+)
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<name>(?:[^\W\d][\w.·-]*)?:(?:[\w.·:%~-]|\\.)*)
    | (?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?)
    | (?P<word>[^\W\d]\w*)
    | (?P<other>[\s\S])
    """,
    re.VERBOSE,
)
UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"})
CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U(00[01][0-9A-Fa-f]{5})")


def words(query: str) -> list[str]:
    """The bare words of a query in capitals: not those in strings, IRIs, names, variables or comments.

    SELECT ?service { ?s ?p "SERVICE" } # SERVICE → ["SELECT"]; { ?s ?p 1SERVICE <x> {} } → ["SERVICE"].
    """
    return [m.group().upper() for m in TOKEN.finditer(query) if m.lastgroup == "word"]


@lru_cache(maxsize=256)
def services(query: str) -> bool:
    """Whether a query asks another server. Escapes (\\u0053ERVICE) are read both ways, as engines differ."""
    plain = CODE_POINT.sub(lambda m: chr(int(m.group(1) or m.group(2), 16)) if int(m.group(1) or m.group(2), 16) < 0x110000 else " ", query)
    return any("SERVICE" in words(text) for text in (query, plain))


def is_update(query: str) -> bool:
    """Whether a text is an update: its first word that is no PREFIX or BASE is one of INSERT, DELETE, LOAD …"""
    for word in words(query):
        if word not in ("PREFIX", "BASE"):
            return word in UPDATES
    return False


def strangers(query: str, allowed: Collection[str]) -> list[str]:
    """What a query's SERVICE clauses ask that is not allowed. Only a full IRI that is written out can be: no variable, prefixed name or escape.

    `allowed` holds hosts, each with or without its port: {"query.wikidata.org", "127.0.0.1:7878"}.
    """
    if CODE_POINT.search(query):
        return ["an escaped address"]
    tokens = [m for m in TOKEN.finditer(query) if m.lastgroup != "comment" and not m.group().isspace()]
    found = []
    for n, token in enumerate(tokens):
        if token.lastgroup == "word" and token.group().upper() == "SERVICE":
            after = [t for t in tokens[n + 1 : n + 3] if t.group().upper() != "SILENT"][:1]
            address = after[0].group() if after else ""
            if not (address.startswith("<") and _host_is_in(address[1:-1], allowed)):
                found.append(address or "nothing")
    return found


def _host_is_in(address: str, allowed: Collection[str]) -> bool:
    try:
        parts = urlsplit(address)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        return False
    names = {parts.hostname or "", f"{parts.hostname}:{port}"}
    return parts.scheme in ("http", "https") and "@" not in parts.netloc and not names.isdisjoint(allowed)


def refuse(query: str, allowed: Collection[str] = ()) -> None:
    """A user's query that is an update, or asks a server whose host is not in `allowed`, is a QueryRefused."""
    if is_update(query):
        raise QueryRefused("updates are refused: a query here only reads (SELECT, ASK, CONSTRUCT, DESCRIBE)")
    if services(query) and not allowed:
        raise QueryRefused("SERVICE is refused: a query here asks no other server")
    if services(query) and (asked := strangers(query, allowed)):
        raise QueryRefused(f"SERVICE is refused: {asked[0][:200]} is not allowed; this endpoint asks only {', '.join(sorted(allowed))}")
