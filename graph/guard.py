"""What a stranger's query may not do: ask other servers (SERVICE). Updates can't be asked at all, for the engine parses queries only."""

from __future__ import annotations

import re
from functools import lru_cache

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


def refuse(query: str) -> None:
    """A user's query that is an update or asks another server is a QueryRefused."""
    if is_update(query):
        raise QueryRefused("updates are refused: a query here only reads (SELECT, ASK, CONSTRUCT, DESCRIBE)")
    if services(query):
        raise QueryRefused("SERVICE is refused: a query here asks no other server")
