"""How fast, and how it grows: `python -m tests.bench PAPERS.jsonl [--part speed|growth|memory|jobs]` (make bench).

PAPERS.jsonl holds one paper a line under "text". Each part compares two things in one run and prints their ratio; absolute times are this machine's.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple

from extract.model import RawDocument
from extract.pipeline import extract
from extract.triples import to_nquads
from tests.engines import dask_cluster


def papers(path: Path, count: int) -> list[str]:
    """`count` texts, the file's papers over and over."""
    texts = [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines() if line.strip()]
    return list(islice(cycle(texts), count))


def ours(text: str) -> int:
    """Text → sorted N-Quads, as the command does it."""
    return len(to_nquads(extract(RawDocument(text, "paper.txt", "0" * 64))))


def seconds(work: Callable[[str], object], texts: list[str]) -> float:
    """Wall-clock of the work over the texts, after one text to warm up."""
    work(texts[0])
    start = time.perf_counter()
    for text in texts:
        work(text)
    return time.perf_counter() - start


def speed(path: Path) -> None:
    """Text to sorted N-Quads against jieba's tagger alone and cutword, on the same 50 papers."""
    import jieba.posseg

    texts = papers(path, 50)
    size = sum(map(len, texts))
    mine, tagger = seconds(ours, texts), seconds(lambda t: list(jieba.posseg.cut(t)), texts)
    print(f"speed    50 papers, {size} characters: ours {size / mine:,.0f} characters/s, jieba.posseg {size / tagger:,.0f}; ours is {tagger / mine:.2f} times as fast")
    if importlib.util.find_spec("cutword") is None:
        print("speed    cutword is not installed: pip install -r requirements-baselines.txt")
        return
    from tests.baselines import by_cutword

    few = texts[:5]
    theirs, same = seconds(lambda t: list(by_cutword(t)), few), seconds(ours, few)
    print(f"speed    on 5 of them ours is {theirs / same:.1f} times as fast as cutword")


def growth(path: Path) -> None:
    """The cost of a character in a paper of 2 million against one of 20 thousand."""
    text = "\n".join(papers(path, 400))
    small = seconds(ours, [text[:20_000]] * 5) / 100_000
    large = seconds_once(text[:2_000_000]) / 2_000_000
    print(f"growth   a character costs {small * 1e6:.1f} µs at 20 thousand, {large * 1e6:.1f} µs at 2 million: {large / small:.2f} times")


def seconds_once(text: str) -> float:
    """Wall-clock of one paper."""
    start = time.perf_counter()
    ours(text)
    return time.perf_counter() - start


def memory(path: Path) -> None:
    """Peak memory of the command at 300 papers against 30."""
    peaks = [_peak(path, n) for n in (30, 300)]
    print(f"memory   peak {peaks[0]:.0f} MB at 30 papers, {peaks[1]:.0f} MB at 300: {peaks[1] / peaks[0]:.2f} times")


def _peak(path: Path, count: int) -> float:
    code = ("import resource, sys\nfrom extract.__main__ import main\nmain([sys.argv[1], '-o', sys.argv[2] + '/'])\n"
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)")
    with tempfile.TemporaryDirectory() as folder:
        source = _write(path, count, Path(folder))
        done = subprocess.run([sys.executable, "-c", code, str(source), str(Path(folder, "out"))], capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])


def jobs(path: Path) -> None:
    """300 papers: two processes by --jobs, and two Dask workers, against one process; the same files must come out."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = _write(path, 300, folder)
        one = _extracted(source, folder / "one")
        two = _extracted(source, folder / "two", "--jobs", "2")
        print(f"jobs     300 papers: one process {one}, --jobs 2 {two}: {one.wall / two.wall:.2f} times as fast (aim 1.7)", flush=True)
        with dask_cluster(folder / "dask") as (address, workers):
            before = _spent(workers)
            dask = _extracted(source, folder / "dasked", "--scheduler", address)
            spent = _spent(workers) - before
        print(f"jobs     the same on a Dask cluster of two workers {dask} and {spent:.1f} s in the workers: {one.wall / dask.wall:.2f} times as fast (aim 1.4)")
        made = [{p.name: p.read_bytes() for p in (folder / out).glob("*.json") if p.name[0] != "."} for out in ("one", "two", "dasked")]
        assert len(made[0]) == 300, f"{len(made[0])} files came of 300 papers"
        assert made[0] == made[1] == made[2], "the files differ"


class Ran(NamedTuple):
    """Seconds of a command: on the clock, and of processor time, its children's too."""

    wall: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.wall:.1f} s (processor {self.cpu:.1f} s)"


def _extracted(source: Path, out: Path, *more: str) -> Ran:
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "extract", str(source), "-o", f"{out}/", *more], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Ran(time.perf_counter() - start, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def _spent(processes: list[subprocess.Popen[bytes]]) -> float:
    """Processor seconds of processes that run."""
    fields = [Path(f"/proc/{p.pid}/stat").read_text().rpartition(")")[2].split() for p in processes]
    return sum(int(f[11]) + int(f[12]) for f in fields) / os.sysconf("SC_CLK_TCK")


def _write(path: Path, count: int, folder: Path) -> Path:
    source = folder / "in"
    source.mkdir()
    for n, text in enumerate(papers(path, count)):
        (source / f"{n:04}.txt").write_text(text, "utf-8")
    return source


PARTS = {"speed": speed, "growth": growth, "memory": memory, "jobs": jobs}


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("papers", type=Path)
    parser.add_argument("--part", choices=sorted(PARTS), action="append")
    args = parser.parse_args()
    for name, part in PARTS.items():
        if args.part is None or name in args.part:
            part(args.papers)
    print(f"peak of this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
