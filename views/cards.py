"""Cards: an entity, a link with its sentences. Text from papers is escaped here, in one place, before it becomes HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape

import pandas as pd
import streamlit as st

from graph.figure import style
from graph.model import Paper, Part, Quote, Thing, Tie
from views import data, state, table, words
from views.network import clip, heading, visible
from views.words import say

MANY = 12


def safe(text: str) -> str:
    """Text from a paper as HTML: escaped, on one line, at most 400 characters."""
    return escape(clip(visible(text), 400))


def chip(text: str, standing: str = "") -> str:
    """A small label; with the colours of a standing where one is given."""
    fill, stroke = (style.fill(standing, False), style.stroke(standing, False)) if standing else ("#f4f2ee", "#777777")
    return f'<span class="pt-chip" style="background:{fill};border-color:{stroke}">{escape(text)}</span>'


def quoted(quote: Quote, *, context: int = 10_000) -> str:
    """The clause with its mention marked; offsets are code points, so the cut is made here and not in the browser."""
    a, b = max(0, quote.mention_start - quote.start), max(0, quote.mention_end - quote.start)
    before, name, after = quote.text[:a], quote.text[a:b], quote.text[b:]
    before = before if len(before) <= context else "…" + before[-context:]
    after = after if len(after) <= context else after[:context] + "…"
    return f'<div class="pt-quote" dir="ltr">{_tidy(before)}<mark>{_tidy(name)}</mark>{_tidy(after)}</div>'


def _tidy(text: str) -> str:
    return escape(visible(text))


def attributes(tie: Tie) -> list[str]:
    """What the words say besides the relation: verb, noun between, stage, basis, mode, role."""
    said = [say("cue", tie.cue) if tie.cue else "", say("via", tie.via) if tie.via else ""]
    said += [words.concept(name, getattr(tie, name)) for name in ("stage", "basis", "mode", "role") if getattr(tie, name)]
    return [s for s in said if s]


def titles() -> dict[str, str]:
    """IRI → title of every paper."""
    return {p.iri: p.title for p in data.papers()}


def rows() -> pd.DataFrame:
    """All links of the papers looked at as rows in words, by their IRIs; kept for each language."""
    found: pd.DataFrame = data.derived(f"rows {words.lang()}", state.chosen(), lambda: _rows(data.ties(state.chosen())))
    return found


def _rows(ties: Sequence[Tie]) -> pd.DataFrame:
    return pd.DataFrame(table.rows(ties, titles()), index=[t.iri for t in ties], columns=list(table.COLUMNS))


def maker(ties: Sequence[Tie], columns: Sequence[str]) -> Callable[[], pd.DataFrame]:
    """What makes the table of some links in the visitor's language, also outside the page."""
    every, iris, names = rows(), [t.iri for t in ties], {c: say(f"column_{c}") for c in columns}
    return lambda: every.loc[iris, list(names)].rename(columns=names).reset_index(drop=True)


def tie(row: Tie, *, name: bool = True, link: bool = True, key: str = "") -> None:
    """A link: where it stands, the relation, the entity, its words; and the way to its sentence."""
    head = f"{words.place(row.source_id)} {heading(visible(row.heading))}".strip()
    first = f'<div class="pt-meta">{escape(clip(head, 90))} · 《{escape(clip(visible(titles().get(row.paper, "")), 60))}》</div>'
    what = f"<b>{escape(words.relation(row.relation))}</b>" + (f" → {escape(clip(visible(row.label), 200))}" if name else "")
    chips = "".join(chip(a) for a in attributes(row)) + chip(words.concept("standing", row.standing), row.standing)
    body = "".join(quoted(q, context=150) for q in row.quotes)
    st.html(f"{first}<div>{what}</div><div>{chips}<span class='pt-meta'>{say('confidence')} {row.confidence:.2f}</span></div>{body}")
    if link and row.quotes:
        to_sentences(row)


def to_sentences(row: Tie) -> None:
    """A link to each sentence in the reader; numbered where there are several."""
    with st.container(horizontal=True):
        for i, quote in enumerate(row.quotes[:MANY], 1):
            label = say("to_sentence") if len(row.quotes) == 1 else say("to_sentence_of", i)
            state.link("reader", label, icon=":material/format_quote:", paper=state.short(row.paper), at=f"{quote.start}-{quote.end}")


def ties(rows: Sequence[Tie], *, key: str, name: bool = True) -> None:
    """Links one under the other; more than a dozen are shown on request."""
    most = MANY if not st.session_state.get(f"more:{key}") else len(rows)
    for row in rows[:most]:
        with st.container(border=True):
            tie(row, name=name)
    if len(rows) > most:
        st.button(say("show_more", len(rows) - most), key=f"more-{key}", on_click=lambda: st.session_state.update({f"more:{key}": True}))


def thing(row: Thing, *, reasons: Iterable[str] = ()) -> None:
    """An entity: name, class, tier, system, standing."""
    chips = chip(words.kind(row.type)) + "".join(chip(words.concept("standing", s), s) for s in row.standings)
    chips += "".join(chip(words.concept(scheme, key)) for scheme, key in (("tier", row.tier), ("system", row.system)) if key and key != "-")
    chips += chip(say("unresolved")) if row.unresolved else ""
    aliases = [a for a in row.aliases if a != row.label]
    also = f'<div class="pt-meta">{escape(say("aliases", clip(visible("、".join(aliases)), 300)))}</div>' if aliases else ""
    why = "".join(f'<div class="pt-meta">{escape(clip(visible(words.reason(r)), 300))}</div>' for r in dict.fromkeys(reasons) if r)
    counts = f'<div class="pt-meta">{say("counts", row.mentions, row.links, row.papers)}</div>'
    st.html(f'<div class="pt-name" dir="ltr">{escape(clip(visible(row.label), 400))}</div><div>{chips}</div>{also}{why}{counts}')


def part(row: Part) -> None:
    """An initiative or a section: its number and heading, and its paper."""
    st.html(f'<div class="pt-name" dir="ltr">{escape(words.place(row.id))} {escape(clip(heading(visible(row.heading)), 200))}</div>'
            f'<div class="pt-meta">《{escape(clip(visible(titles().get(row.paper, "")), 120))}》</div>')
    state.link("reader", say("to_part"), icon=":material/menu_book:", paper=state.short(row.paper), at=f"{row.start}-{row.end}")


def paper(row: Paper, *, more: Sequence[tuple[str, str]] = ()) -> None:
    """What the header of a paper says."""
    fields = [("number", row.number), ("date", row.date), ("issuer", row.issuer), ("on_behalf_of", row.on_behalf_of), ("approved_by", row.approved_by),
              ("recipients", row.recipients), ("region", row.region), ("instrument", row.instrument), ("genre", row.genre)]
    rows = "".join(f"<dt>{escape(say('field_' + k))}</dt><dd>{escape(clip(visible(v), 300))}</dd>" for k, v in fields if v)
    rows += "".join(f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in more)
    st.html(f'<div class="pt-card"><div class="pt-name" dir="ltr">{escape(clip(visible(row.title), 400))}</div><dl>{rows}</dl></div>')
