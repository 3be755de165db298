"""What an earlier run made, so that a re-run skips the papers that have not changed: `.extracted.json` in the folder that was written.

A paper is unchanged where its bytes, the extractor (code, lexicons, models, ontology) and the target are, and what was made of it is still there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAME = ".extracted.json"
PARTS = (("extract", "*.py"), ("data/lexicon", "*"), ("data/model", "*"))


@lru_cache(maxsize=1)
def extractor() -> str:
    """A sum over everything that decides what is found in a paper."""
    total = hashlib.sha256((ROOT / "ontology.ttl").read_bytes())
    for path in _files():
        total.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:16]


def _files() -> Iterator[Path]:
    for folder, pattern in PARTS:
        yield from sorted(p for p in (ROOT / folder).rglob(pattern) if p.is_file() and "__pycache__" not in p.parts)


class Unchanged:
    """The notes of a target: path → [sum, what was made]. `Unchanged(Path("out"), "json")`; call `keep()` at the end."""

    def __init__(self, folder: Path, target: str) -> None:
        self.file, self.target = folder / NAME, target
        try:
            notes = json.loads(self.file.read_text("utf-8"))
        except (OSError, ValueError):
            notes = {}
        self.notes: dict[str, list[str]] = notes if isinstance(notes, dict) else {}

    def made(self, path: Path) -> str | None:
        """What an earlier run made of this very paper; None where it has to be read."""
        note = self.notes.get(str(path.absolute()))
        return note[1] if note and note[0] == self._sum(path) else None

    def note(self, path: Path, made: str) -> None:
        """Notes that `made` is what came of a paper."""
        self.notes[str(path.absolute())] = [self._sum(path), made]

    def keep(self) -> None:
        """Writes the notes aside and renames them."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        aside = self.file.with_suffix(".tmp")
        aside.write_text(json.dumps(self.notes, ensure_ascii=False, indent=0), "utf-8")
        aside.replace(self.file)

    def _sum(self, path: Path) -> str:
        try:
            content = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError:
            content = "unreadable"
        return f"{content}-{extractor()}-{self.target}"
