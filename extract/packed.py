"""Text kept compressed beside the models: the same text gives the same bytes."""

from __future__ import annotations

import gzip
from pathlib import Path


def write(path: Path, text: str) -> None:
    """Keeps the text in the file."""
    path.write_bytes(gzip.compress(text.encode("utf-8"), mtime=0))


def read(path: Path) -> str:
    """The text of a file; OSError, EOFError or ValueError where it is none."""
    return gzip.decompress(path.read_bytes()).decode("utf-8")
