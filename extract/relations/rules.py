"""The backbone: what the nearest governing cue says of a name of this type. Used where no model is loaded, and as a feature of the model."""

from __future__ import annotations

import re
from functools import cache

from extract.lexicon import rows
from extract.model import Mention
from extract.relations.contexts import Context
from extract.relations.cues import Cue, decisions

FAR = 40  # characters over which a verb still governs a name
DEFAULT = {"PROGRAMME": "run", "STRATEGY": "serve"}  # what a plan does with what it names without a verb, in a heading or a list


def decide(text: str, x: Context) -> str:
    """The relation that the words give, "" for none: 贯彻落实党的二十大精神 → implements; 2023年是贯彻党的二十大精神的开局之年 → none."""
    if silent(text, x):
        return ""
    if x.listed:
        return "assigned_to"
    if x.mention.type == "ORG" and x.container is not None:
        return ""
    kind = governing(text, x)
    return decisions()[kind][x.mention.type] if kind else ""


def governing(text: str, x: Context) -> str:
    """The class of the cue that governs the name: a cue right behind it of a strong class, else the nearest before it, else the default of its type."""
    after = {c for cue in x.right for c in cue.after}
    if x.left and "negate" in x.left[0].before:
        return ""
    for kind in ("guide", "study", "draft", "convene", "assign"):
        if kind in after and _strong(x, kind):
            return kind
    if x.left and x.chain[0] - x.left[0].end <= FAR and x.commas <= 1:
        return _fit(x.left[0], x.mention.type)
    if x.right and x.right[0].start - x.chain[1] <= 4:
        return x.right[0].after[0]
    return DEFAULT.get(x.mention.type, "")


def _strong(x: Context, kind: str) -> bool:
    near = x.right[0].start - x.chain[1] <= 8 and kind in x.right[0].after
    left = set(x.left[0].before) if x.left else set()
    if kind == "guide":
        return near and "guide" in left
    if kind == "assign":
        return near and x.mention.type == "ORG" and not x.container
    if kind == "convene":
        return near and x.mention.type == "MEETING"
    if kind == "draft":
        return near and x.mention.type == "DOC"
    return near and x.right[0].start - x.chain[1] <= 2


def _fit(cue: Cue, kind: str) -> str:
    """The class of the cue that says something of this type; the first of the lexicon where several do."""
    prefer = {"PROGRAMME": "run", "STRATEGY": "serve"}.get(kind, "")
    if prefer in cue.before:
        return prefer
    return next((c for c in cue.before if decisions()[c][kind]), "")


def silent(text: str, x: Context) -> bool:
    """Whether the text claims nothing of the name, whatever verb stands by: a background clause (…的开局之年), an organ's unnamed parts."""
    return generic(text, x.mention) or bool(_background().search(text, x.chain[1], x.clause[1]))


def generic(text: str, m: Mention) -> bool:
    """Whether an organ only tells whose unnamed parts are meant: 市政府有关部门, 国务院各部委; not 市政府办公厅."""
    return m.type == "ORG" and bool(_generic().match(text, m.end))


@cache
def _generic() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(row["pattern"]) for row in rows("cue_heads") if row["kind"] == "generic"))


@cache
def _background() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(row["pattern"]) for row in rows("cue_words") if row["class"] == "background" and row["direction"] == "right"))
