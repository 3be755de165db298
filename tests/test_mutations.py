"""Mutated papers give an answer or a named error, never a traceback: a seeded sample here, ten thousand by
`python -m tests.test_mutations --count 10000`; with --growth, what twice the length costs."""

import argparse
import random
import time
from contextlib import suppress
from pathlib import Path

import pytest

from extract.errors import PolicyTraceError
from extract.model import Extraction
from extract.pipeline import extract
from extract.read import read_bytes

PLAN = next((Path(__file__).resolve().parent.parent / "data" / "plans").glob("*.txt"))
FAMILIES = ("（", "）", "《", "》", "“", '"', "一、", "1.", "（一）", "\n", " ", "党的二", "第一章", "附件：", "<《", "2023年", "关于", "、", "市委")


def mutate(data: bytes, seed: int) -> bytes:
    """The paper cut, shuffled, with bytes flipped, or a pathological run put in; the same for the same seed."""
    rnd = random.Random(seed)
    text = data.decode("utf-8")
    kind = seed % 5
    if kind == 0:
        return text[: rnd.randrange(len(text))].encode()
    if kind == 1:
        lines = text.split("\n")
        rnd.shuffle(lines)
        return "\n".join(lines).encode()
    if kind == 2:
        flipped = bytearray(data)
        for _ in range(rnd.randrange(1, 40)):
            flipped[rnd.randrange(len(flipped))] ^= 1 << rnd.randrange(8)
        return bytes(flipped)
    if kind == 3:
        at = rnd.randrange(len(text))
        return (text[:at] + rnd.choice(FAMILIES) * rnd.randrange(1, 400) + text[at:]).encode()
    return "".join(rnd.choice(FAMILIES) for _ in range(rnd.randrange(1, 800))).encode()


def run(seed: int) -> float:
    """Seconds over the allowed time (1 s + 20 µs a character), below 0 where it kept to it."""
    data = mutate(PLAN.read_bytes(), seed)
    began = time.perf_counter()
    answer: Extraction | str
    try:
        answer = extract(read_bytes(data, f"{seed}.txt"))
    except PolicyTraceError as fault:
        answer = str(fault)
    assert isinstance(answer, Extraction) or f"{seed}.txt" in answer
    return time.perf_counter() - began - 1 - 20e-6 * len(data.decode("utf-8", "ignore"))


def growth(family: str, size: int = 20_000) -> float:
    """Processor time for a line of 2n characters of a family by that for n, the least of three rounds each."""
    once, twice = (min(_seconds(family, n) for _ in range(3)) for n in (size, 2 * size))
    return twice / once


def _seconds(family: str, size: int) -> float:
    data = (family * (size // len(family))).encode()
    began = time.process_time()
    with suppress(PolicyTraceError):
        extract(read_bytes(data, "line.txt"))
    return time.process_time() - began


@pytest.mark.parametrize("seed", range(30))
def test_a_mutated_paper_gives_an_answer_or_a_named_error(seed: int) -> None:
    assert run(seed) < 3  # the limit itself is measured by command on a quiet machine


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=10_000, help="mutated papers (10,000)")
    parser.add_argument("--first", type=int, default=0, help="the first seed, to share the work between processes (0)")
    parser.add_argument("--growth", action="store_true", help="time for twice the length instead, by family")
    options = parser.parse_args()
    if options.growth:
        ratios = {family: growth(family) for family in FAMILIES}
        print("\n".join(f"{family!r:10} {ratio:.2f}" for family, ratio in sorted(ratios.items(), key=lambda x: -x[1])))
        return
    late = [seed for seed in range(options.first, options.first + options.count) if run(seed) > 0]
    print(f"{options.count} mutated papers: no traceback, {len(late)} over the time allowed: {late[:20]}")


if __name__ == "__main__":
    main()
