"""The texts of data/annotations, from a corpus: `python -m tests.annotated_texts ../shared/corpus OUT`.

The papers belong to their publishers and are not in this repository; each is told by the sha256 of its text (texts.tsv beside the annotations),
and looked for among CORPUS/texts/*.txt and the "text" of each line of CORPUS/*.jsonl. Of some a part was annotated, from `start` to `end` in
characters. OUT gets a folder for each folder of annotations: OUT/whole, OUT/names.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "data" / "annotations"
Row = tuple[str, slice]


def texts(corpus: Path) -> Iterator[bytes]:
    """Every text of the corpus as bytes."""
    yield from (p.read_bytes() for p in sorted((corpus / "texts").glob("*.txt")))
    for path in sorted(corpus.glob("*.jsonl")):
        yield from (json.loads(line)["text"].encode("utf-8") for line in path.read_text("utf-8").splitlines() if line.strip())


def wanted(index: Path) -> dict[str, list[Row]]:
    """sha256 → name and part of each annotation of a folder."""
    found: dict[str, list[Row]] = {}
    for line in index.read_text("utf-8").splitlines()[1:]:
        name, sha, start, end = line.split("\t")
        found.setdefault(sha, []).append((name, slice(int(start), int(end) if end else None)))
    return found


def main(corpus: Path, out: Path) -> int:
    """Writes the texts; 1 where one was not found."""
    by_sha = {hashlib.sha256(data).hexdigest(): data.decode("utf-8-sig") for data in texts(corpus)}
    missing = 0
    for index in sorted(FOLDER.glob("*/texts.tsv")):
        folder = out / index.parent.name
        folder.mkdir(parents=True, exist_ok=True)
        for sha, rows in wanted(index).items():
            for name, part in rows:
                if sha in by_sha:
                    (folder / f"{name}.txt").write_bytes(by_sha[sha][part].encode("utf-8"))
                else:
                    print(f"{name}: no such text in {corpus}", file=sys.stderr)
                    missing = 1
    return missing


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
