"""Many papers: one after the other or in several processes, with the same result. (Worker processes import this module, so it is none of -m.)

A process that dies costs no paper: another reads it again. A paper that fails is told in words, and the rest go on.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from extract.errors import PolicyTraceError
from extract.model import Extraction
from extract.pipeline import extract
from extract.read import read

AHEAD = 8  # papers a process that are on their way at a time, so that memory does not grow with their number
TRIES = 3  # processes that a paper may end before it is given up


def extract_one(path: Path) -> Extraction | str:
    """The extraction of a file, or in words why there is none."""
    try:
        return extract(read(path))
    except PolicyTraceError as fault:
        return str(fault)
    except Exception as fault:  # one paper that nobody foresaw stops no others
        return f"{path}: {type(fault).__name__}: {fault}: this is a fault of ours; please report it with the paper"


def extract_all(paths: Sequence[Path], jobs: int) -> Iterator[tuple[Path, Extraction | str]]:
    """Each path with its extraction or the fault in words, in the order given, whatever the number of processes."""
    if jobs == 1 or len(paths) < 2:
        yield from ((path, extract_one(path)) for path in paths)
        return
    with ProcessPool(min(jobs, len(paths)), context=multiprocessing.get_context("spawn")) as pool:
        waiting = iter(paths)
        running = deque((path, pool.schedule(extract_one, (path,))) for path in islice(waiting, AHEAD * jobs))
        while running:
            path, future = running.popleft()
            yield path, _result(pool, path, future)
            running += ((following, pool.schedule(extract_one, (following,))) for following in islice(waiting, 1))


def _result(pool: ProcessPool, path: Path, future: ProcessFuture[Extraction | str]) -> Extraction | str:
    """What a process made of a paper; where it died, what the next one makes of it."""
    for left in reversed(range(TRIES)):
        try:
            found: Extraction | str = future.result()
            return found
        except ProcessExpired:
            if left:
                future = pool.schedule(extract_one, (path,))
    return f"{path}: {TRIES} processes ended while they read it (too little memory?): read it alone, on a larger machine"
