"""A visitor's query while it runs: in a thread beside the page, so that it can be cancelled and others go on."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from graph.completion import LONGEST
from graph.errors import GraphError, QueryStopped
from graph.model import Answer
from graph.store import Store

AT_ONCE = 0.4  # seconds in which most queries are answered, before the page shows that one runs


@dataclass
class Job:
    """A query and, once it is `done`, its answer or what went wrong."""

    query: str
    limit: int
    timeout: float
    form: bool = False  # made by the question form, whose columns have words
    began: float = field(default_factory=time.monotonic)
    seconds: float = 0.0
    answer: Answer | None = None
    fault: str = ""
    stop: threading.Event = field(default_factory=threading.Event)
    done: threading.Event = field(default_factory=threading.Event)
    files: dict[str, bytes] = field(default_factory=dict)  # its answer as files that were made

    def running(self) -> float:
        """Seconds since it began."""
        return time.monotonic() - self.began

    def cancel(self, said: str) -> None:
        """Ends it: its process is killed, and `said` is what the page tells."""
        self.stop.set()
        if not self.done.is_set():
            self.fault = said
            self.done.set()


def start(store: Store, query: str, papers: Sequence[str] | None, *, timeout: float, limit: int, form: bool = False) -> Job:
    """Begins a query and waits a moment for its answer; one that is too long is not run."""
    job = Job(query, limit, timeout, form)
    if len(query) > LONGEST:
        job.cancel(f"a query of {len(query)} characters is not run here: at most {LONGEST}; shorten it, or ask the store with `python -m graph query`")
        return job
    threading.Thread(target=_work, args=(job, store, papers), daemon=True).start()
    job.done.wait(AT_ONCE)
    return job


def _work(job: Job, store: Store, papers: Sequence[str] | None) -> None:
    try:
        answer = store.run(job.query, papers=papers, timeout=job.timeout, limit=job.limit, stop=job.stop)
        if not job.stop.is_set():
            job.answer = answer
    except QueryStopped:
        return
    except GraphError as fault:
        job.fault = job.fault or str(fault)
    finally:
        job.seconds = job.running()
        job.done.set()
