"""What the words tell about a link beside its relation: cue, via, stage, basis, mode (design.md, section 3)."""

from __future__ import annotations

from functools import cache

from extract.lexicon import rows
from extract.relations.contexts import Context
from extract.relations.cues import Cue, attribute_rows, decisions

VIA_REACH = 40  # characters after the coordination in which the noun may stand: 党中央关于统计现代化改革的决策部署
CLASS_OF = {"guided_by": "guide", "studies": "study", "implements": "implement", "serves": "serve", "carries_out": "run", "drafts": "draft",
            "convenes": "convene", "works_with": "work", "assigned_to": "assign"}


def attributes(text: str, x: Context, relation: str) -> dict[str, str]:
    """The attributes by field name of Link: 持续深化“青马工程” → cue 持续深化, stage continue; 贯彻党的二十大精神 → cue 贯彻, via 精神."""
    if x.listed:
        return {"cue": x.listed.cue, "role": x.listed.role}
    cue, kind = _cue(x, relation)
    found = {"cue": cue.text if cue else ""}
    row = attribute_rows().get((cue.text, kind), {}) if cue else {}
    if relation in ("implements", "guided_by", "studies"):
        found["via"] = via(text, x)
    if relation in ("carries_out", "drafts", "convenes"):
        found["stage"] = _stage(x)
    if relation == "guided_by":
        found["basis"] = row.get("basis", "") or "ground"
    if relation == "works_with":
        found["mode"] = row.get("mode", "") or ("partner" if x.mention.type == "ORG" else "vehicle")
    if relation == "assigned_to":
        found["role"] = "lead" if cue and "牵头" in cue.text else "responsible"
    return found


def _cue(x: Context, relation: str) -> tuple[Cue | None, str]:
    """The cue that says this relation, the nearest first: one of its own class, else one whose class gives it for this type, else the nearest."""
    own = CLASS_OF[relation]
    sided = [(c, c.before) for c in x.left] + [(c, c.after) for c in x.right]
    for cue, kinds in sided:
        if own in kinds:
            return cue, own
    for cue, kinds in sided:
        for kind in kinds:
            if decisions()[kind].get(x.mention.type) == relation:
                return cue, kind
    return (x.left[0], x.left[0].before[0]) if x.left else (None, "")


def _stage(x: Context) -> str:
    """The stage that the nearest verb tells; of 研究制定 and 持续深化 the verb next to the name decides."""
    for cue in x.left[:2]:
        for kind in cue.before:
            stage = attribute_rows()[cue.text, kind]["stage"]
            if stage:
                return stage
    return ""


@cache
def _heads() -> tuple[tuple[str, str], ...]:
    return tuple((row["pattern"], row["via"]) for row in rows("cue_heads") if row["kind"] == "via")


def via(text: str, x: Context) -> str:
    """The first noun of cue_heads.tsv after the coordination and in its clause; the longest of those that begin there."""
    after = text[x.chain[1] : min(x.chain[1] + VIA_REACH, max(x.clause[1], x.chain[1]))]
    hits = [(after.find(pattern), -len(pattern), via) for pattern, via in _heads() if pattern in after]
    return min(hits)[2] if hits else ""
