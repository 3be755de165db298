"""The codebook is what the ontology says, and every code has a hit and a miss."""

from pathlib import Path

from graph.codebook import _examples, codebook
from graph.vocab import CLASSES, RELATIONS


def test_the_file_is_what_the_command_makes():
    assert Path("docs/codebook.md").read_text("utf-8") == codebook() + "\n", "run: make codebook"


def test_every_class_relation_and_standing_has_a_hit_and_a_miss():
    examples = {row["code"]: row for row in _examples()}
    wanted = {*CLASSES, *RELATIONS, *(f"standing:{s}" for s in ("party", "government", "line", "law", "own", "below", "other"))}
    assert {code for code in wanted if not (examples.get(code, {}).get("hit") and examples[code].get("miss"))} == set()
