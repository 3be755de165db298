"""The plan's trace: tasks in the middle, the Party's directives in the lane at their left, government, line and law at their right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from graph.figure.draw import Strand, draw_columns
from graph.figure.drawing import Drawing, Quote
from graph.figure.lanes import Node, columns, fit
from graph.figure.page import Frame, compose, room
from graph.figure.style import legend
from graph.figure.subject import Options, Subject
from graph.figure.words import concept, relation, word
from graph.model import Tie

TIERS = ("central", "provincial", "prefectural", "county", "township", "grassroots", "-", "")
ABOVE = ("party", "government", "line", "law")


def trace(subject: Subject, options: Options) -> Drawing:
    """Which task answers which directive, in the tasks' own words."""
    ties = [t for t in subject.ties if t.scope == "item" and t.family == "responds" and t.standing in ABOVE]
    return lanes(subject, options, ties, word("trace", options.lang))


def lanes(subject: Subject, options: Options, ties: Sequence[Tie], what: str) -> Drawing:
    """Ties as three columns on one page, reduced by rank to what fits."""
    frame = Frame(options.title or what, options.subtitle or subject.name(options.lang), legend(ties, options.lang, options.grey), subject.caption(options), (), options.lang)
    body = room(options.paper, frame)
    narrow = body.w < 300
    lang = options.lang
    headings = (word("party_lane", lang), word("tasks", lang), word("line_lane", lang))
    spec = columns(body.x, body.w, (1.0, 1.15, 1.0), headings, 26 if narrow else max(46.0, body.w * 0.09))
    nodes = _nodes(ties, lang)
    pairs = sorted({(f"item {t.source}", t.entity) for t in ties})
    sizes, lines = ((7.0,), 3) if narrow else ((9.5, 9.0, 8.5, 8.0, 7.5), 2)
    kept, left_out, size = fit(nodes, pairs, options.max_nodes, body.h - 4, sizes, spec, lines)
    ids = {n.id for n in kept}
    shown = [t for t in ties if f"item {t.source}" in ids and t.entity in ids]
    drawing = draw_columns(kept, _strands(shown, lang), spec, body, size=size, lines=lines, grey=options.grey, group_label=lambda g: concept("tier", TIERS[int(g)], lang))
    notes = (word("left_out", lang, left_out),) if left_out else ()
    frame = Frame(frame.title, frame.subtitle, legend(shown, lang, options.grey), (*frame.caption, *notes), quotes(shown, subject, lang), lang)
    return subject.finish(compose(options.paper, frame, drawing, body), options, left_out)


def _nodes(ties: Sequence[Tie], lang: str) -> list[Node]:
    answered: dict[str, set[str]] = defaultdict(set)
    for t in ties:
        answered[t.entity].add(t.source)
        answered[f"item {t.source}"].add(t.entity)
    nodes: dict[str, Node] = {}
    for n, t in enumerate(ties):
        item = f"item {t.source}"
        nodes.setdefault(item, Node(item, _item_label(t), 1, "", "", "", 1000.0 + len(answered[item]), n))
        column = 0 if t.standing == "party" else 2
        nodes.setdefault(t.entity, Node(t.entity, t.label, column, str(TIERS.index(t.tier)), t.type, t.standing, float(len(answered[t.entity])), n))
    return list(nodes.values())


def _item_label(tie: Tie) -> str:
    return f"{tie.source_id}. {tie.heading}" if tie.heading else tie.source_id


def _strands(ties: Sequence[Tie], lang: str) -> list[Strand]:
    """One curve for each pair; its stroke is that of its first tie, its width tells how many there are."""
    pairs: dict[tuple[str, str], list[Tie]] = defaultdict(list)
    for t in ties:
        pairs[f"item {t.source}", t.entity].append(t)
    return [Strand(a, b, found[0].family, len(found), " · ".join(f"{t.source_id} {relation(t.relation, lang)} {t.label}" for t in found))
            for (a, b), found in sorted(pairs.items())]


def quotes(ties: Sequence[Tie], subject: Subject, lang: str) -> tuple[Quote, ...]:
    """The first clause of each tie, in the order of the text; once where two relations rest on the same words."""
    found = [Quote(source_name(t, lang), t.relation, t.label, t.cue, words(t), subject.title_of(t.paper), focus(t)) for t in ties if t.quotes]
    return tuple({(q.item, q.entity, q.verb or q.relation, q.words): q for q in reversed(found)}.values())[::-1]


def source_name(tie: Tie, lang: str) -> str:
    """第6项, 第2部分, 全文（总体要求）."""
    if tie.scope == "plan":
        return word("plan", lang)
    return word("item" if tie.scope == "item" else "section", lang, tie.source_id.removeprefix("s"))


def words(tie: Tie) -> str:
    """The first clause of a tie on one line."""
    return " ".join(tie.quotes[0].text.split()) if tie.quotes else ""


def focus(tie: Tie) -> str:
    """The name as that clause has it."""
    q = tie.quotes[0]
    return " ".join(q.text[q.mention_start - q.start:q.mention_end - q.start].split())
