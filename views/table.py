"""The evidence table as data: a row a link in the visitor's language, and the files that one can take along."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from graph.model import Tie
from views import network, words
from views.words import say

COLUMNS = ("place", "heading", "relation", "label", "quote", "cue", "via", "stage", "basis", "mode", "role", "type", "tier", "system", "standing", "scope",
           "confidence", "why", "paper")
FIRST = ("place", "heading", "relation", "label", "cue", "quote", "standing", "tier")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def rows(ties: Sequence[Tie], titles: Mapping[str, str]) -> list[dict[str, str | float]]:
    """The links as rows, keys by COLUMNS, values in words."""
    return [_row(t, titles) for t in ties]


def _row(t: Tie, titles: Mapping[str, str]) -> dict[str, str | float]:
    quote = " … ".join(network.visible(q.text) for q in t.quotes)
    return {
        "place": words.place(t.source_id), "heading": network.heading(network.visible(t.heading)), "relation": words.relation(t.relation),
        "label": network.visible(t.label), "quote": quote, "cue": t.cue, "via": t.via, **{n: _concept(n, getattr(t, n)) for n in ("stage", "basis", "mode", "role")},
        "type": words.kind(t.type), **{n: _concept(n, getattr(t, n)) for n in ("tier", "system", "standing")}, "scope": say(f"scope_{t.scope}"),
        "confidence": t.confidence, "why": why(t), "paper": network.visible(titles.get(t.paper, "")),
    }  # fmt: skip


def _concept(scheme: str, key: str) -> str:
    return words.concept(scheme, key) if key and key != "-" else ""


def why(t: Tie) -> str:
    """Why the link is there, in a line: the verb and the noun that were found, and where."""
    said = "…".join(filter(None, (t.cue, t.via)))
    return say("why_words", said) if said else say("why_place")


def frame(ties: Sequence[Tie], titles: Mapping[str, str], columns: Sequence[str]) -> pd.DataFrame:
    """The table with the chosen columns, named in the visitor's language."""
    found = pd.DataFrame(rows(ties, titles), columns=list(COLUMNS))[list(columns)]
    return found.rename(columns={c: say(f"column_{c}") for c in columns})


def guarded(table: pd.DataFrame) -> pd.DataFrame:
    """The table with an apostrophe before what Excel would take for a formula."""
    return table.map(lambda v: "'" + v if isinstance(v, str) and v.startswith(FORMULA) else v)


def csv(table: pd.DataFrame) -> bytes:
    """UTF-8 with its mark, which Excel needs."""
    return b"\xef\xbb\xbf" + guarded(table).to_csv(index=False).encode()


def excel(table: pd.DataFrame) -> bytes:
    """One sheet; characters that XML can't hold become a replacement mark."""
    clean = table.map(lambda v: "".join(c if c >= " " or c in "\t\n" else "\ufffd" for c in v)[:32_000] if isinstance(v, str) else v)
    out = io.BytesIO()
    with pd.ExcelWriter(out, engine="openpyxl") as book:
        guarded(clean).to_excel(book, index=False, sheet_name="PolicyTrace", freeze_panes=(1, 0))
    return out.getvalue()


def parquet(table: pd.DataFrame) -> bytes:
    """Apache Parquet."""
    out = io.BytesIO()
    table.to_parquet(out, index=False)
    return out.getvalue()


def stata(table: pd.DataFrame) -> bytes:
    """Stata 14 and later (.dta 118, UTF-8): short names for variables, the full ones as labels; long texts as strL."""
    names = [f"v{i + 1}" for i in range(len(table.columns))]
    labels = {n: str(c)[:80] for n, c in zip(names, table.columns, strict=True)}
    renamed = table.set_axis(names, axis=1)
    texts = [n for n in names if not pd.api.types.is_numeric_dtype(renamed[n])]
    renamed = renamed.astype(dict.fromkeys(texts, object)) if texts else renamed
    out = io.BytesIO()
    renamed.to_stata(out, write_index=False, version=118, variable_labels=labels, convert_strl=texts if len(renamed) else [])
    return out.getvalue()


FILES: dict[str, tuple[Callable[[pd.DataFrame], bytes], str]] = {
    "csv": (csv, "text/csv"),
    "xlsx": (excel, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "parquet": (parquet, "application/vnd.apache.parquet"),
    "dta": (stata, "application/x-stata"),
}


def around(t: Tie, query: str, width: int = 30) -> tuple[str, str, str]:
    """Keyword in context: what stands before, the word, what stands after it; around the mention where the word is not in the sentence."""
    for q in t.quotes:
        text = network.visible(q.text)
        at = text.lower().find(query.lower()) if query else -1
        if at >= 0:
            return text[max(0, at - width) : at], text[at : at + len(query)], text[at + len(query) : at + len(query) + width]
    if not t.quotes:
        return "", "", ""
    q = t.quotes[0]
    a, b = q.mention_start - q.start, q.mention_end - q.start
    return network.visible(q.text[max(0, a - width) : a]), network.visible(q.text[a:b]), network.visible(q.text[b : b + width])
