"""Mentions → entities: what each name stands for, by grammar and by who speaks."""

from __future__ import annotations

from dataclasses import dataclass

from extract.model import CleanText, Entity, Header, Mention, Speaker, Structure


@dataclass(frozen=True, slots=True)
class Resolution:
    """Header with canonical names, the speaker, mentions with `entity` set, and the entities (tier and standing not judged yet)."""

    header: Header
    speaker: Speaker
    mentions: tuple[Mention, ...]
    entities: tuple[Entity, ...]


def resolve(clean: CleanText, structure: Structure, mentions: list[Mention]) -> Resolution:
    """Each mention with its entity, each entity once, sorted by id."""
    return Resolution(structure.header, Speaker(), (), ())
