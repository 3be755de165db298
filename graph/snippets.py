"""A query as code that asks the endpoint (`python -m graph serve`): curl, Python, R. The query is quoted by each language's own rules."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Sequence

from graph.guard import words

ENDPOINT = "http://127.0.0.1:7878/sparql"
ROWS, TRIPLES = "text/csv", "text/turtle"


def curl(query: str, papers: Sequence[str] = (), endpoint: str = ENDPOINT) -> str:
    """A command for a POSIX shell: rows as CSV, triples as Turtle."""
    graphs = "".join(f" \\\n  --data-urlencode {shlex.quote(pair)}" for pair in (f"{key}={value}" for key, value in _graphs(papers)))
    return f"curl -sS {shlex.quote(endpoint)} \\\n  -H 'Accept: {_form(query)}'{graphs} \\\n  --data-urlencode {shlex.quote('query=' + query)}\n"


def python(query: str, papers: Sequence[str] = (), endpoint: str = ENDPOINT) -> str:
    """A script with pandas and requests, or rdflib for triples."""
    data = "[\n    " + ",\n    ".join([*(repr(pair) for pair in _graphs(papers)), '("query", QUERY)']) + ",\n]"
    ask = f"requests.post({endpoint!r}, data=ASKED, headers={{\"Accept\": {_form(query)!r}}}, timeout=60)\nanswer.raise_for_status()\nanswer.encoding = \"utf-8\""
    use, end = ("import pandas as pd", "print(pd.read_csv(io.StringIO(answer.text)))") if _form(query) == ROWS else (
        "import rdflib", 'graph = rdflib.Graph().parse(data=answer.text, format="turtle")\nprint(len(graph), "triples")')
    return f"import io\n\n{use}\nimport requests\n\nQUERY = {_python(query)}\nASKED = {data}\nanswer = {ask}\n{end}\n"


def r(query: str, papers: Sequence[str] = (), endpoint: str = ENDPOINT) -> str:
    """A script with httr (R 4.0 and later)."""
    body = ", ".join([*(f"`{key}` = {json.dumps(value, ensure_ascii=False)}" for key, value in _graphs(papers)), "query = query"])
    read = 'print(read.csv(text = text, encoding = "UTF-8"))' if _form(query) == ROWS else "cat(text)"
    return (f"library(httr)\n\nquery <- {_r(query)}\nanswer <- POST({json.dumps(endpoint)}, accept({json.dumps(_form(query))}), encode = \"form\",\n"
            f"  body = list({body}))\nstop_for_status(answer)\ntext <- content(answer, as = \"text\", encoding = \"UTF-8\")\n{read}\n")


CODES: dict[str, Callable[..., str]] = {"curl": curl, "Python": python, "R": r}


def _form(query: str) -> str:
    kind = next((w for w in words(query) if w in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")), "SELECT")
    return TRIPLES if kind in ("CONSTRUCT", "DESCRIBE") else ROWS


def _graphs(papers: Sequence[str]) -> list[tuple[str, str]]:
    return [(key, paper) for key in ("default-graph-uri", "named-graph-uri") for paper in papers]


def _python(query: str) -> str:
    """A raw string over several lines where that is the same text, else a repr."""
    plain = not any(mark in query for mark in ('"""', "\\", "\r")) and not query.endswith('"')
    return f'"""{query}"""' if plain and not _hidden(query) else repr(query)


def _r(query: str) -> str:
    """A raw string r"---(…)---", its dashes more than any in the text."""
    dashes = "-"
    while f'){dashes}"' in query:
        dashes += "-"
    return f'r"{dashes}({query}){dashes}"'


def _hidden(text: str) -> bool:
    return any(not c.isprintable() and c not in "\n\t" for c in text)
