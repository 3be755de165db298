"""Keeps warm worker processes for users' queries, and kills the one that overruns its time."""

from __future__ import annotations

import contextlib
import os
import pickle
import select
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from graph.errors import QueryError, QueryStopped, QueryTimeout
from graph.model import Dataset

WORKER = Path(__file__).with_name("worker.py")
AT_ONCE = 8  # users' queries at a time; more wait
IDLE = 2  # processes kept warm
LOOK = 0.1  # seconds between two looks whether a query was cancelled


class Pool:
    """Processes that read one index. `ask` is safe to call from many threads."""

    def __init__(self, index: Path) -> None:
        self.index = index
        self._idle: list[subprocess.Popen[bytes]] = []
        self._lock = threading.Lock()
        self._turn = threading.Semaphore(AT_ONCE)
        self._closed = False

    def ask(self, query: str, dataset: Dataset | None, limit: int | None, timeout: float, stop: threading.Event | None = None) -> dict[str, Any]:
        """The worker's answer (see worker.py); a QueryTimeout that says so if it is not there after `timeout` seconds, a QueryStopped once `stop` is set."""
        if not self._turn.acquire(timeout=timeout):
            raise QueryError(f"the query waited {timeout:g} s for its turn: {AT_ONCE} others are running; try again")
        try:
            worker = self._take()
            try:
                reply = _exchange(worker, {"query": query, "dataset": dataset, "limit": limit}, timeout, stop)
            except BaseException:
                _kill(worker)
                raise
            self._give(worker)
            return reply
        finally:
            self._turn.release()

    def close(self) -> None:
        """Ends the idle processes; those at work end when they have answered."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for worker in idle:
            _kill(worker)

    def _take(self) -> subprocess.Popen[bytes]:
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                if worker.poll() is None:
                    return worker
        return subprocess.Popen([sys.executable, str(WORKER), str(self.index)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                stderr=subprocess.DEVNULL)

    def _give(self, worker: subprocess.Popen[bytes]) -> None:
        with self._lock:
            if not self._closed and len(self._idle) < IDLE:
                self._idle.append(worker)
                return
        _kill(worker)


def _exchange(worker: subprocess.Popen[bytes], request: dict[str, Any], timeout: float, stop: threading.Event | None) -> dict[str, Any]:
    assert worker.stdin is not None
    deadline = time.monotonic() + timeout
    body = pickle.dumps(request)
    try:
        worker.stdin.write(len(body).to_bytes(8, "big") + body)
        worker.stdin.flush()
        size = int.from_bytes(_read(worker, 8, deadline, timeout, stop), "big")
        reply: dict[str, Any] = pickle.loads(_read(worker, size, deadline, timeout, stop))
    except BrokenPipeError:
        raise _died() from None
    return reply


def _read(worker: subprocess.Popen[bytes], size: int, deadline: float, timeout: float, stop: threading.Event | None) -> bytes:
    assert worker.stdout is not None
    parts: list[bytes] = []
    while size:
        left = max(0.0, deadline - time.monotonic())
        if not select.select([worker.stdout], [], [], left if stop is None else min(left, LOOK))[0]:
            if stop is not None and stop.is_set():
                raise QueryStopped("the query was cancelled: it has no answer")
            if time.monotonic() < deadline:
                continue
            raise QueryTimeout(f"time-out: the query was stopped after {timeout:g} s without an answer; narrow it, or raise the time-out")
        part = os.read(worker.stdout.fileno(), min(size, 1 << 20))  # past the buffer, which `select` can't see
        if not part:
            raise _died()
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _died() -> QueryError:
    return QueryError("the query ended its process (too much memory or too deep): ask for less")


def _kill(worker: subprocess.Popen[bytes]) -> None:
    worker.kill()
    worker.wait()
    for pipe in (worker.stdin, worker.stdout):
        if pipe is not None:
            with contextlib.suppress(BrokenPipeError):  # what was still to be written to it
                pipe.close()
