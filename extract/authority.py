"""Entities → entities with tier, system and standing, by data/lexicon/ and the speaker."""

from __future__ import annotations

from extract.model import Entity, Speaker


def judge(speaker: Speaker, entities: tuple[Entity, ...]) -> tuple[Entity, ...]:
    """The same entities with tier, system, standing and why."""
    return entities
