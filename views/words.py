"""The words of the interface in Chinese and English: our own from data/labels/interface.toml, the terms' from ontology.ttl."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

import streamlit as st

from graph.figure import words as terms
from graph.vocab import PT

LABELS = Path(__file__).resolve().parent.parent / "data" / "labels" / "interface.toml"
REASONS = LABELS.with_name("reasons.toml")
LANGUAGES = ("zh", "en")
NAMES = {"zh": "中文", "en": "English"}
FAMILIES = {"responds": PT.respondsTo, "undertakes": PT.undertakes, "involves": PT.involves}


@lru_cache(maxsize=1)
def strings() -> dict[str, list[str]]:
    """Key → [Chinese, English]."""
    rows: dict[str, list[str]] = tomllib.loads(LABELS.read_text("utf-8"))["words"]
    return rows


@lru_cache(maxsize=2)
def reasons(part: str = "reasons") -> dict[str, str]:
    """Rule in English → in Chinese; {} stands for a name. `part`: reasons of standings, or names of cleaning rules."""
    rows: dict[str, str] = tomllib.loads(REASONS.read_text("utf-8"))[part]
    return rows


def cleaning(rule: str) -> str:
    """plus → 加号 / plus."""
    return reasons("cleaning").get(rule, rule) if lang() == "zh" else rule


def reason(text: str) -> str:
    """Why a standing is what it is: "by its name: the League above it" → 据名称：上级团组织. What has no Chinese stays as it is."""
    if lang() == "en" or not text:
        return text
    if (whole := _piece(text)) is not None:
        return whole
    head, colon, rest = text.partition(": ")
    return f"{_piece(head) or head}：{reason(rest)}" if colon else text


def _piece(text: str) -> str | None:
    if text in reasons():
        return reasons()[text]
    for rule, said in reasons().items():
        head = rule.removesuffix("{}")
        if head != rule and text.startswith(head) and ": " not in text:
            return said.format(text.removeprefix(head))
    return None


def lang() -> str:
    """The language of this visitor: zh or en."""
    return str(st.session_state.get("lang", "zh"))


def say(key: str, *values: object) -> str:
    """A string of the interface: say("item", 6) → 第6项 / Task 6. A key that is not in interface.toml is a KeyError."""
    return strings()[key][LANGUAGES.index(lang())].format(*values)


def relation(key: str) -> str:
    """implements → 贯彻落实 / says it implements; part_of and made_by have no term in the ontology."""
    return say(key) if key in ("part_of", "made_by") else terms.relation(key, lang())


def family(key: str) -> str:
    """responds → 回应上级要求 / responds to."""
    return terms.term(str(FAMILIES[key]), lang()) if key in FAMILIES else say(f"family_{key}")


def kind(key: str) -> str:
    """MEETING → 会议 / congress, plenum or conference; paper, section, item are parts of a paper."""
    return say(f"kind_{key}") if key in ("paper", "section", "item") else terms.kind(key, lang())


def concept(scheme: str, key: str) -> str:
    """("standing", "party") → 党委领导 / Party leadership; nothing for "" and "-"."""
    return terms.concept(scheme, key, lang()) if key and key != "-" else "—"


def place(source_id: str) -> str:
    """Where a link stands: 6 → 第6项 / Task 6, s3.1 → 第3.1部分 / Part 3.1, plan → 全文 / the plan as a whole."""
    if source_id == "plan":
        return say("plan")
    return say("section", source_id.removeprefix("s")) if source_id.startswith("s") else say("item", source_id)
