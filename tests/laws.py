"""What must not change the answer, measured on real papers: `python -m tests.laws CORPUS [--papers 100] [--jobs 2]`.

Each paper is read as it is and changed: with line and page breaks at 20 seeded places (not inside or right before a number that heads an item),
in traditional characters (OpenCC s2t), with half-width for full-width punctuation, and as .docx, .html and .pdf. Two answers are compared as
multisets of (type, entity, item) of the mentions and (item, relation, entity) of the links; the micro-F1 of each change is printed, with the
papers that fall most.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from html import escape
from pathlib import Path
from typing import Any

import docx
import opencc
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extract.pipeline import extract
from extract.read import read_bytes
from extract.standoff import to_dict

HEADS = re.compile(r"[第（(]?[一二三四五六七八九十百0-9]+[、.．)）章条节是]|[（(]")
HALF = str.maketrans("，；：（）？！", ",;:()?!")
Answer = Counter[tuple[str, ...]]


def broken(text: str, seed: int = 1, places: int = 20) -> str:
    """The text with a line break, or the two of a page break, at seeded places inside its lines."""
    rng = random.Random(seed)
    fit = [i for i in range(1, len(text)) if text[i - 1] not in "\n " and text[i] not in "\n " and not _heads(text, i)]
    for i in sorted(rng.sample(fit, min(places, len(fit))), reverse=True):
        text = text[:i] + rng.choice(("\n", "\n\n")) + text[i:]
    return text


def _heads(text: str, i: int) -> bool:
    """Whether a place lies inside or right before a number that heads an item."""
    return any((m := HEADS.match(text, k)) and k <= i <= m.end() for k in range(max(0, i - 5), i + 1))


def word(text: str) -> bytes:
    """A .docx with a paragraph a line."""
    made = docx.Document()
    for line in text.split("\n"):
        made.add_paragraph(line)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def page(text: str) -> bytes:
    """An HTML page with a paragraph a line."""
    return f"<html><head><meta charset='utf-8'></head><body>{''.join(f'<p>{escape(line)}</p>' for line in text.split(chr(10)) if line.strip())}</body></html>".encode()


def portable(text: str) -> bytes:
    """A .pdf of A4 pages, lines of at most 38 characters."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    canvas, y = Canvas(out, pagesize=A4), 780
    canvas.setFont("STSong-Light", 12)
    for line in text.split("\n"):
        for at in range(0, max(len(line), 1), 38):
            if y < 60:
                canvas.showPage()
                canvas.setFont("STSong-Light", 12)
                y = 780
            canvas.drawString(60, y, line[at:at + 38])
            y -= 18
    canvas.save()
    return out.getvalue()


CHANGES: dict[str, tuple[Callable[[str], str | bytes], str]] = {
    "breaks": (broken, "txt"),
    "traditional": (lambda text: opencc.OpenCC("s2t").convert(text), "txt"),
    "half-width": (lambda text: text.translate(HALF), "txt"),
    "docx": (word, "docx"),
    "html": (page, "html"),
    "pdf": (portable, "pdf"),
}


def answer(data: str | bytes, name: str) -> Answer:
    """What was read, without places: (type, entity, item) and (item, relation, entity)."""
    found = to_dict(extract(read_bytes(data.encode() if isinstance(data, str) else data, name)))
    units = sorted(((u["start"], u["end"], u["id"]) for u in [*found["sections"], *found["items"]]), key=lambda u: (u[0], -u[1]))
    rows = [("m", m["type"], m["entity"], _unit(m["start"], units)) for m in found["mentions"]]
    return Counter([*rows, *(("l", row["from"], row["relation"], row["entity"]) for row in found["links"])])


def _unit(at: int, units: list[tuple[int, int, str]]) -> str:
    return next((u[2] for u in reversed(units) if u[0] <= at < u[1]), "plan")


def agreement(name: str, text: str) -> dict[str, tuple[int, int, int]]:
    """Of each change: how much both answers have, and how much each has."""
    plain = answer(text, f"{name}.txt")
    told = {}
    for change, (make, suffix) in CHANGES.items():
        other = answer(make(text), f"{name}.{suffix}")
        told[change] = ((plain & other).total(), plain.total(), other.total())
    return told


def f1(counts: tuple[int, int, int]) -> float:
    """Micro-F1 of two multisets."""
    both, one, other = counts
    return 2 * both / (one + other) if one + other else 1.0


def papers(corpus: Path) -> Iterator[tuple[str, str]]:
    """Name and text of every paper of a corpus."""
    yield from ((p.stem, p.read_bytes().decode("utf-8-sig")) for p in sorted((corpus / "texts").glob("*.txt")))
    for path in sorted(corpus.glob("*.jsonl")):
        rows: list[dict[str, Any]] = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        yield from ((row["id"], row["text"]) for row in rows)


def main(argv: list[str] | None = None) -> int:
    """The command line; 1 where a change falls below its floor (0.98; 0.99 for the formats)."""
    parser = argparse.ArgumentParser(prog="python -m tests.laws")
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--papers", type=int, default=100)
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args(argv)
    every = [(n, t) for n, t in papers(args.corpus) if 1000 < len(t) < 20_000]
    chosen = random.Random(1).sample(every, min(args.papers, len(every)))
    with ProcessPoolExecutor(args.jobs) as pool:
        told = dict(zip((n for n, _ in chosen), pool.map(agreement, *zip(*chosen, strict=True)), strict=True))
    low = False
    for change in CHANGES:
        total = tuple(map(sum, zip(*(t[change] for t in told.values()), strict=True)))
        worst = sorted(told, key=lambda n: f1(told[n][change]))[:4]
        floor = 0.99 if change in ("docx", "html", "pdf") else 0.98
        low |= f1(total) < floor  # type: ignore[arg-type]
        print(f"{change:12} {f1(total):.4f}  (floor {floor}; {len(told)} papers; lowest: {', '.join(f'{n} {f1(told[n][change]):.3f}' for n in worst)})")  # type: ignore[arg-type]
    return int(low)


if __name__ == "__main__":
    sys.exit(main())
