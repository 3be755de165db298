"""Mentions in their clauses → Links, each with the clause that says so."""

from __future__ import annotations

from extract.model import CleanText, Entity, Link, Mention, Structure


def relate(clean: CleanText, structure: Structure, mentions: tuple[Mention, ...], entities: tuple[Entity, ...]) -> list[Link]:
    """What plan, sections and items say of the entities, in clean offsets; one link for each (source, relation, entity), sorted in text order."""
    return []
