"""Colours, shapes and strokes: told apart in grey and by the colour-blind (Okabe and Ito 2008), with contrast AA on white."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.figure.words import concept, kind, term
from graph.model import Tie
from graph.vocab import PT

SHAPES = {"DOC": "fold", "MEETING": "pill", "PROGRAMME": "tag", "ORG": "rect", "DOCTRINE": "hexagon", "STRATEGY": "octagon"}
FILLS = {"party": "#fbe3d6", "government": "#dbeaf7", "line": "#e2f1e4", "law": "#efe3f2", "own": "#f4f4f4", "below": "#f4f4f4", "other": "#f4f4f4", "unknown": "#ffffff"}
STROKES = {"party": "#a83c00", "government": "#00558a", "line": "#00684a", "law": "#7a3b86", "own": "#555555", "below": "#555555", "other": "#555555", "unknown": "#777777"}
GREYS = {"party": "#b8b8b8", "law": "#cccccc", "government": "#dddddd", "line": "#eeeeee"}
FAMILIES = {"responds": ("#37474f", ""), "undertakes": ("#8a5a00", "5 2"), "involves": ("#6b6b6b", "1.5 2"), "header": ("#9a9a9a", "1 3")}
WIDTHS = {"entity": 190.0, "part": 290.0}  # of the boxes on the canvas, in pixels; a figure of the canvas has them too
FAMILY_TERMS = {"responds": PT.respondsTo, "undertakes": PT.undertakes, "involves": PT.involves, "header": PT.issuedBy}


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of a legend."""

    label: str
    colour: str
    fill: str = "#ffffff"
    shape: str = "rect"
    line: bool = False
    dash: str = ""


def fill(standing: str, grey: bool) -> str:
    """The ground of a box by the standing of what it names."""
    return GREYS.get(standing, "#ffffff") if grey else FILLS.get(standing, "#ffffff")


def stroke(standing: str, grey: bool) -> str:
    """The outline of a box."""
    return "#333333" if grey else STROKES.get(standing, "#555555")


def line(family: str, grey: bool) -> tuple[str, str]:
    """Colour and dashes of a tie by its family."""
    colour, dash = FAMILIES.get(family, ("#6b6b6b", ""))
    return ("#333333" if grey else colour), dash


def legend(ties: Iterable[Tie], lang: str, grey: bool, *, lines: bool = True) -> tuple[Key, ...]:
    """The keys of just what occurs: standings by ground, classes by shape, families by stroke."""
    rows = list(ties)
    return keys({t.standing for t in rows}, {t.type for t in rows}, {t.family for t in rows} if lines else set(), lang, grey)


def keys(standings: set[str], types: set[str], families: set[str], lang: str, grey: bool) -> tuple[Key, ...]:
    """The keys of these, in a fixed order."""
    found = [Key(concept("standing", s, lang), stroke(s, grey), fill(s, grey)) for s in FILLS if s in standings]
    found += [Key(kind(t, lang), "#333333", "#ffffff", SHAPES[t]) for t in SHAPES if t in types]
    for f in FAMILIES:
        if f in families:
            colour, dash = line(f, grey)
            found.append(Key(term(str(FAMILY_TERMS[f]), lang), colour, line=True, dash=dash))
    return tuple(found)
