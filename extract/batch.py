"""Many papers: one after the other or in several processes, with the same result. (Worker processes import this module, so it is none of -m.)"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from pathlib import Path

from extract.errors import PolicyTraceError
from extract.model import Extraction
from extract.pipeline import extract
from extract.read import read


def extract_one(path: Path) -> Extraction | str:
    """The extraction of a file, or in words why there is none."""
    try:
        return extract(read(path))
    except PolicyTraceError as fault:
        return str(fault)


def extract_all(paths: Sequence[Path], jobs: int) -> Iterator[tuple[Path, Extraction | str]]:
    """Each path with its extraction or the fault in words, in the order given, whatever the number of processes."""
    if jobs == 1 or len(paths) < 2:
        yield from ((path, extract_one(path)) for path in paths)
        return
    with multiprocessing.get_context("spawn").Pool(min(jobs, len(paths))) as pool:
        yield from zip(paths, pool.imap(extract_one, paths, chunksize=2), strict=True)
