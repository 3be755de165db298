"""File → RawDocument, one reader a format (READERS)."""

from __future__ import annotations

import hashlib
from pathlib import Path

from extract.model import RawDocument


def read(path: Path) -> RawDocument:
    """The paper in a file."""
    data = path.read_bytes()
    return RawDocument(data.decode("utf-8"), path.name, hashlib.sha256(data).hexdigest())
