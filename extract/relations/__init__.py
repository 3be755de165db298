"""Mentions in their clauses → Links, each with the clause that says so.

`contexts` finds what stands around each name, `rules` says what the governing cue means for its type, `learned` weighs all features of the
context (rules among them), `attributes` reads stage, basis, mode and role off the words. One link for each (source, relation, entity).
"""

from __future__ import annotations

import re
from typing import Literal

from extract.crf import Tagger
from extract.folding import bare
from extract.lexicon import table
from extract.model import CleanText, Entity, Evidence, Link, Mention, Span, Structure
from extract.relations import learned
from extract.relations.attributes import attributes
from extract.relations.contexts import Context, contexts
from extract.relations.features import features
from extract.relations.header import header_links
from extract.relations.learned import NONE, Scores
from extract.relations.rules import decide, silent

ATTACHMENT = re.compile(r"a\d")  # attachments and forms state no work of their own (GUIDELINES, decided cases)
Claim = tuple[Context, str, float]  # a mention in its context, what the text says of it, how probably


def relate(clean: CleanText, structure: Structure, mentions: tuple[Mention, ...], entities: tuple[Entity, ...], *,
           tagger: Tagger | Literal["shipped"] | None = "shipped") -> list[Link]:
    """What plan, sections and items say of the entities, in clean offsets; one link for each (source, relation, entity), sorted in text order.

    落实《条例》 in item 3 → 3 implements 条例; 2023年是贯彻党的二十大精神的开局之年 → nothing. Without a model (`tagger=None`, or none is
    shipped) the rules decide alone.
    """
    known = {e.id for e in entities}
    named = tuple(m for m in mentions if m.entity in known)
    around = [x for x in contexts(clean.text, structure, named) if not ATTACHMENT.match(x.place) and not silent(clean.text, x)]
    model = learned.load() if tagger == "shipped" else tagger
    if model is None:
        scores = [_by_rule(clean.text, x) for x in around]
    else:
        title = bare(structure.header.title)
        scores = learned.score(model, [features(clean.text, x, title) for x in around])
    links = header_links(clean.text, structure, named) + gather(clean.text, claims(around, scores))
    return sorted(links, key=lambda link: (link.evidence[0].mention, link.source, link.relation, link.entity))


def _by_rule(text: str, x: Context) -> Scores:
    relation = decide(text, x)
    return {relation: table("relations")["rule_confidence"]} if relation else {NONE: 1.0}


def claims(around: list[Context], scores: list[Scores]) -> list[Claim]:
    """The relations of each (place, entity): the best, where it is more probable than not, and a second one that stands nearly as well."""
    best: dict[tuple[str, str], Scores] = {}
    for x, found in zip(around, scores, strict=True):
        pair = best.setdefault((x.place, x.mention.entity), {})
        for relation, p in found.items():
            if relation != NONE:
                pair[relation] = max(p, pair.get(relation, 0.0))
    result: list[Claim] = []
    for x, found in zip(around, scores, strict=True):
        pair = best[x.place, x.mention.entity]
        for relation in chosen(pair):
            if found.get(relation, 0.0) >= table("relations")["evidence"] * pair[relation]:
                result.append((x, relation, found[relation]))
    return result


def chosen(pair: Scores) -> list[str]:
    """At most two relations of a pair: the best, and one that goes with it (学习贯彻: studies and implements) or is nearly certain itself."""
    limits = table("relations")
    ranked = sorted(pair, key=lambda r: (-pair[r], r))[:2]
    if not ranked or pair[ranked[0]] < limits["least"]:
        return []
    if len(ranked) == 2 and pair[ranked[1]] < limits["least_joint" if "+".join(sorted(ranked)) in limits["joint"] else "least_second"]:
        return ranked[:1]
    return ranked


def gather(text: str, said: list[Claim]) -> list[Link]:
    """One link for each (source, relation, entity) with an evidence for each mention that says it; attributes are those of the surest."""
    groups: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in said:
        groups.setdefault((claim[0].place, claim[1], claim[0].mention.entity), []).append(claim)
    links = []
    for (source, relation, entity), group in groups.items():
        x, _, p = max(group, key=lambda c: (c[2], -c[0].mention.start))
        order = x.listed.order if x.listed else 0
        evidence = tuple(Evidence(*clause(text, c[0]), (c[0].mention.start, c[0].mention.end)) for c in group)
        links.append(Link(source, relation, entity, round(p, 4), order=order, evidence=evidence, **attributes(text, x, relation)))
    return links


def clause(text: str, x: Context) -> Span:
    """The stretch to show: the clause of the name, widened to the cue that governs it; of a list of bodies the list."""
    if x.listed:
        return x.listed.span
    start, end = x.clause
    if x.left and x.left[0].start < start:
        start = max(x.sentence[0], text.rfind("，", x.sentence[0], x.left[0].start) + 1)
    while start < x.mention.start and text[start].isspace():
        start += 1
    while end > x.mention.end and (text[end - 1].isspace() or text[end - 1] in "，："):
        end -= 1
    return start, end
