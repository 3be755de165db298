"""Many papers on a Dask cluster: `--scheduler tcp://host:8786`. dask.distributed is optional and loaded only here.

The workers need this project on their path and nothing else: a paper goes to them as bytes, its extraction comes back. A worker that dies costs no
paper: the scheduler gives its papers to another. Versions of dask, Python and PolicyTrace must be the same on all.
"""

from __future__ import annotations

import importlib
import tempfile
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from extract.batch import extract_one
from extract.errors import PolicyTraceError
from extract.model import Extraction

WAIT = 30  # seconds for the scheduler to answer
AHEAD = 400  # papers that are on their way at a time, so that memory does not grow with their number


class ClusterError(PolicyTraceError):
    """The cluster can't be used; says why, and what to do."""


def extract_on(scheduler: str, paths: Sequence[Path]) -> Iterator[tuple[Path, Extraction | str]]:
    """Each path with its extraction or the fault in words, in the order given: `extract_on("tcp://10.0.0.5:8786", paths)`.

    A ClusterError where distributed is not installed or the scheduler does not answer.
    """
    client = connect(scheduler)
    try:
        waiting = iter(paths)
        running = deque((path, _send(client, path)) for path in islice(waiting, AHEAD))
        while running:
            path, future = running.popleft()
            yield path, result_of(future, path)
            future.release()
            running += ((following, _send(client, following)) for following in islice(waiting, 1))
    finally:
        client.close()


def connect(scheduler: str) -> Any:
    """A client of the scheduler."""
    try:
        distributed = importlib.import_module("distributed")
    except ImportError:
        raise ClusterError("--scheduler needs dask.distributed, which is not installed: pip install -r requirements-cluster.txt") from None
    try:
        return distributed.Client(scheduler, timeout=WAIT, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as fault:
        raise ClusterError(f"no Dask scheduler answers at {scheduler} ({type(fault).__name__}): start one (dask scheduler), or use --jobs N") from None


def extract_bytes(path: str, content: bytes) -> Extraction | str:
    """On a worker: the extraction of a file that lies elsewhere; the fault in words names the file as its owner knows it."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, Path(path).name)
        copy.write_bytes(content)
        found = extract_one(copy)
    return found.replace(str(copy), path) if isinstance(found, str) else found


def result_of(future: Any, path: Path) -> Extraction | str:
    """What a future holds; a paper that fails in an unforeseen way is told like one that can't be read."""
    fault = future.exception()
    if fault is None:
        found: Extraction | str = future.result()
        return found
    if type(fault).__name__ == "KilledWorker":
        return f"{path}: several workers ended while they read it (too little memory?): read it alone, on a larger machine"
    return f"{path}: {type(fault).__name__}: {fault}"


def _send(client: Any, path: Path) -> Any:
    try:
        content = path.read_bytes()
    except OSError:
        return client.submit(extract_one, path, pure=False)  # says in the same words as elsewhere what is wrong with it
    return client.submit(extract_bytes, str(path), content, pure=False)
