"""Where the time goes: `python -m tests.bench_stages PAPER.txt…` prints microseconds of processor time a character by stage, what a stage calls counted apart.

The sum is that of text → sorted N-Quads, the papers after one to warm up. Absolute figures are this machine's.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

from tests.bench import ours

STAGES = (
    ("clean", "extract.pipeline", "clean"),
    ("structure", "extract.pipeline", "structure"),
    ("finders", "extract.mentions", "candidates"),
    ("features", "extract.mentions.learned", "features"),
    ("features", "extract.mentions.learned", "read_paper"),
    ("scores", "extract.mentions.columns.Features", "scores"),
    ("tagging", "extract.mentions.learned", "_proposed"),
    ("candidates", "extract.mentions.ranking", "words"),
    ("candidates", "extract.mentions.ranking", "candidates"),
    ("ranking", "extract.mentions.ranking", "read"),
    ("ranker features", "extract.mentions.ranking", "_rows"),
    ("ranker numbers", "extract.mentions.ranking", "numbers"),
    ("ranker words", "extract.mentions.ranking", "wordings"),
    ("ranker view", "extract.mentions.ranking", "view"),
    ("trees", "extract.mentions.trees.Trees", "probabilities"),
    ("resolve", "extract.pipeline", "resolve"),
    ("relations", "extract.pipeline", "relate"),
    ("authority", "extract.pipeline", "judge"),
    ("triples", "tests.bench", "to_nquads"),
)


class Clock:
    """Processor time by stage; a stage that another calls stops the clock of its caller."""

    def __init__(self) -> None:
        self.spent: Counter[str] = Counter()
        self.running = ["rest"]
        self.since = time.process_time()

    def turn(self) -> None:
        """Books the time since the last turn on the stage that runs."""
        now = time.process_time()
        self.spent[self.running[-1]] += now - self.since  # type: ignore[assignment]
        self.since = now

    def watched(self, stage: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """The function with its time booked on the stage."""

        def run(*args: Any, **options: Any) -> Any:
            self.turn()
            self.running.append(stage)
            try:
                return work(*args, **options)
            finally:
                self.turn()
                self.running.pop()

        return run


def watch(clock: Clock) -> None:
    """Puts the clock around the functions of STAGES."""
    for stage, where, name in STAGES:
        owner = resolve_name(where)
        setattr(owner, name, clock.watched(stage, getattr(owner, name)))


def main() -> None:
    """The command line."""
    texts = [Path(p).read_text("utf-8") for p in sys.argv[1:]]
    clock = Clock()
    watch(clock)
    ours(texts[0])
    clock.turn()
    clock.spent.clear()
    for text in texts:
        ours(text)
    clock.turn()
    size = sum(map(len, texts))
    for stage in [*dict.fromkeys(s for s, _, _ in STAGES), "rest"]:
        print(f"{stage:16}{clock.spent[stage] / size * 1e6:8.2f} µs a character")
    whole = sum(clock.spent.values())
    print(f"{'all':16}{whole / size * 1e6:8.2f} µs a character: {size / whole:,.0f} characters a second")


if __name__ == "__main__":
    main()
