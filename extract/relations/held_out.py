"""Leave one paper out: links by rules alone against rules and model, on annotated mentions, and how far the confidence can be trusted."""

from __future__ import annotations

from collections.abc import Callable

from extract.model import Link
from extract.relations import relate
from extract.relations.train import Annotated, tagger_without
from extract.scoring import KINDS, Score, norm, score_paper

Decide = Callable[[Annotated], list[Link]]
BINS = 10


def table(papers: list[Annotated]) -> str:
    """Precision, recall, F1 of both, and the expected calibration error of the second."""
    lines = []
    learned = {p.name: relate(p.clean, p.structure, p.mentions, p.entities, tagger=tagger_without(papers, p.name)) for p in papers}
    ruled = {p.name: relate(p.clean, p.structure, p.mentions, p.entities, tagger=None) for p in papers}
    for title, links in (("rules alone", ruled), ("rules and model", learned)):
        total = Score()
        for paper in papers:
            total.add(score_paper(paper.gold, system(paper, links[paper.name])))
        for kind in KINDS:
            p, r, f = total.tallies[f"links {kind}"].prf
            lines.append(f"{title:16} {kind:9} P {p:.3f} R {r:.3f} F1 {f:.3f}")
    outcomes = [o for paper in papers for o in judged(paper, learned[paper.name])]
    return "\n".join([*lines, f"expected calibration error {calibration_error(outcomes):.3f} over {len(outcomes)} links"])


def system(paper: Annotated, links: list[Link]) -> dict[str, object]:
    """The stand-off JSON that scoring reads."""
    mentions = []
    for m in paper.mentions:
        start, end = paper.clean.to_source(m.start, m.end)
        mentions.append({"start": start, "end": end, "text": m.text, "type": m.type, "entity": m.entity})
    entities = [{"id": e.id, "type": e.type, "label": e.label} for e in paper.entities]
    return {"mentions": mentions, "entities": entities, "links": [{"from": x.source, "relation": x.relation, "entity": x.entity} for x in links]}


def judged(paper: Annotated, links: list[Link]) -> list[tuple[float, bool]]:
    """(confidence, right) of each link that the annotation does not leave open."""
    said: dict[tuple[str, str], set[str]] = {}
    open_pairs: set[tuple[str, str]] = set()
    for row in paper.gold["links"]:
        pair = (row["from"], norm(row["entity"]))
        said.setdefault(pair, set()).update({row["relation"], *(row.get("alt_relations") or [])})
        if row.get("optional"):
            open_pairs.add(pair)
    firm = {norm(m["entity"]) for m in paper.gold["mentions"] if not m.get("optional")}
    header = {"issued_by", "approved_by", "addressed_to"}
    pairs = [(x, (x.source, norm(x.entity.split("/", 1)[1]))) for x in links if x.relation not in header]
    return [(x.confidence, x.relation in said.get(pair, set())) for x, pair in pairs if pair not in open_pairs and pair[1] in firm]


def calibration_error(outcomes: list[tuple[float, bool]]) -> float:
    """Mean distance between confidence and share of right links over ten bins of equal width, weighted by their size."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in outcomes:
        bins.setdefault(min(BINS - 1, int(confidence * BINS)), []).append((confidence, right))
    gaps = (abs(sum(c for c, _ in b) - sum(r for _, r in b)) for b in bins.values())
    return sum(gaps) / len(outcomes) if outcomes else 0.0
