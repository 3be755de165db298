"""Doctrines and strategies: from the words to the name of the formulation (data/lexicon/formulation_*.tsv)."""

from __future__ import annotations

import re
from functools import cache

from extract.lexicon import rows

_DROPPED = re.compile(r"[“”‘’\"'「」『』《》\s*]")
_LEADER = re.compile(r"^习近平(?:主席|同志)?(?=关于)")
_BUILD = re.compile(r"^建设(.+?)(?:建设)?$")


def formulation(text: str) -> tuple[str, str]:
    """The canonical name and the body that set it: “放管服”改革 → (放管服改革, 国务院), 建设区域性国际中心城市 → (区域性国际中心城市建设, "").

    A listed form has its name from the list; another is its own words without quotes, the work put last.
    """
    core = _DROPPED.sub("", text)
    listed = _listed().get(core)
    if listed:
        return listed
    if core.startswith("习近平"):
        return _LEADER.sub("习近平总书记", core), "党中央"
    build = _BUILD.match(core)
    return (f"{build.group(1)}建设" if build else core), ""


@cache
def _listed() -> dict[str, tuple[str, str]]:
    names: dict[str, tuple[str, str]] = {}
    for lexicon in ("formulation_strategies", "formulation_doctrines"):
        for row in rows(lexicon):
            name = row["name"] or row["form"]
            names[_DROPPED.sub("", row["form"])] = (name, "" if row["by"][-1:] in ("-", "省", "市") else row["by"])  # a place is no body
    return names
