"""Keeps warm worker processes for users' queries, and kills the one that overruns its time.

A query that takes longer than most gets only what processor time the others leave, and another process is warmed for the next user meanwhile.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import select
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from graph.errors import QueryError, QueryStopped, QueryTimeout
from graph.model import Dataset

WORKER = Path(__file__).with_name("worker.py")
AT_ONCE = 8  # users' queries at a time; more wait
IDLE = 4  # processes kept warm
LOOK = 0.1  # seconds between two looks whether a query was cancelled
LONG = 0.5  # seconds after which a query is a long one
GIVES_WAY = 10  # how much nicer its process then is: a tenth of a core where others want it


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
                ran = _Run(worker, time.monotonic() + timeout, timeout, stop, self._warm)
                reply = ran.ask({"query": query, "dataset": dataset, "limit": limit})
            except BaseException:
                _kill(worker)
                raise
            self._give(worker, ran.long)
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
        return self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, str(WORKER), str(self.index)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

    def _warm(self) -> None:
        """Starts a process for the next query, if none is idle."""
        with self._lock:
            if not self._closed and not self._idle:
                self._idle.append(self._start())

    def _give(self, worker: subprocess.Popen[bytes], long: bool) -> None:
        with self._lock:
            if not long and not self._closed and len(self._idle) < IDLE:  # one that gave way would give way for ever
                self._idle.append(worker)
                return
        _kill(worker)


class _Run:
    """One query in one process."""

    def __init__(self, worker: subprocess.Popen[bytes], deadline: float, timeout: float, stop: threading.Event | None, warm: Callable[[], None]) -> None:
        self.worker, self.deadline, self.timeout, self.stop, self.warm = worker, deadline, timeout, stop, warm
        self.long, self.began = False, time.monotonic()

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """The answer, or the fault that ended the wait."""
        assert self.worker.stdin is not None
        body = pickle.dumps(request)
        try:
            self.worker.stdin.write(len(body).to_bytes(8, "big") + body)
            self.worker.stdin.flush()
            size = int.from_bytes(self._read(8), "big")
            reply: dict[str, Any] = pickle.loads(self._read(size))
        except BrokenPipeError:
            raise _died() from None
        return reply

    def _read(self, size: int) -> bytes:
        assert self.worker.stdout is not None
        parts: list[bytes] = []
        while size:
            wait = max(0.0, self.deadline - time.monotonic())
            if not select.select([self.worker.stdout], [], [], min(wait, LOOK))[0]:
                self._waited()
                continue
            part = os.read(self.worker.stdout.fileno(), min(size, 1 << 20))  # past the buffer, which `select` can't see
            if not part:
                raise _died()
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def _waited(self) -> None:
        """Nothing came: it was cancelled, its time is over, or it is a long one that gives way to the others."""
        now = time.monotonic()
        if self.stop is not None and self.stop.is_set():
            raise QueryStopped("the query was cancelled: it has no answer")
        if now >= self.deadline:
            raise QueryTimeout(f"time-out: the query was stopped after {self.timeout:g} s without an answer; narrow it, or raise the time-out")
        if not self.long and now - self.began > LONG:
            self.long = True
            with contextlib.suppress(OSError):  # it may have ended by itself
                os.setpriority(os.PRIO_PROCESS, self.worker.pid, os.getpriority(os.PRIO_PROCESS, self.worker.pid) + GIVES_WAY)
            self.warm()


def _died() -> QueryError:
    return QueryError("the query ended its process (too much memory or too deep): ask for less")


def _kill(worker: subprocess.Popen[bytes]) -> None:
    worker.kill()
    worker.wait()
    for pipe in (worker.stdin, worker.stdout):
        if pipe is not None:
            with contextlib.suppress(BrokenPipeError):  # what was still to be written to it
                pipe.close()
