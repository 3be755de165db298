"""The invented sentences of data/lexicon/relation_cases.tsv as mentions with the relation that is right: for training and for tests."""

from __future__ import annotations

import re

from extract.lexicon import rows
from extract.model import SLUGS, CleanText, Document, Entity, EntityType, Header, Item, Mention, Structure

Case = tuple[CleanText, Structure, tuple[Mention, ...], tuple[Entity, ...], str]


def cases() -> list[Case]:
    """Each row as what `relate` takes (text, an item 1 that is all of it, mentions, entities) and the relation, "none" for none."""
    return [case(row["text"], row["type"], row["relation"]) for row in rows("relation_cases")]  # type: ignore[arg-type]


def case(marked: str, kind: EntityType, relation: str = "") -> Case:
    """One sentence with its names in 【】: 依托【国家政务服务平台】，实现数据共享。"""
    text, mentions = "1.", []
    for part in re.split(r"(【[^】]*】)", marked):
        if part.startswith("【"):
            name = part[1:-1]
            mentions.append(Mention(len(text), len(text) + len(name), name, kind, f"{SLUGS[kind]}/{name}"))
            text += name
        else:
            text += part
    structure = Structure(Header(), (Document("plan", "", "plan", 0, len(text)),), (), (Item("1", "", "plan", "", 0, len(text)),))
    entities = tuple(Entity(m.entity, kind, m.text) for m in mentions)
    return CleanText(text, range(len(text)), range(1, len(text) + 1)), structure, tuple(mentions), entities, relation
