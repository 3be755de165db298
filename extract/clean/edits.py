"""Edits and the map they leave: which source characters each character of the text came from."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

Edit = tuple[int, int, str]  # start, end (end > start) and what stands there instead


@dataclass(frozen=True, slots=True)
class Mapped:
    """A text and, for each of its characters, where in the source it began and ended."""

    text: str
    starts: array[int]
    ends: array[int]


def apply(now: Mapped, edits: Sequence[Edit]) -> Mapped:
    """The text after the edits. A replacement of the same length maps character by character; any other maps each of its characters to
    the whole of what it replaces; what is dropped leaves no character."""
    pieces: list[str] = []
    starts, ends = array("l"), array("l")
    at = 0
    for start, end, after in edits:
        pieces += (now.text[at:start], after)
        if len(after) == end - start:
            starts += now.starts[at:end]
            ends += now.ends[at:end]
        else:
            starts += now.starts[at:start] + array("l", [now.starts[start]]) * len(after)
            ends += now.ends[at:start] + array("l", [now.ends[end - 1]]) * len(after)
        at = end
    pieces.append(now.text[at:])
    starts += now.starts[at:]
    ends += now.ends[at:]
    return Mapped("".join(pieces), starts, ends)
