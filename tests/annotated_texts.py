"""The texts of data/annotations, from a corpus: `python -m tests.annotated_texts ../shared/corpus OUT`.

The papers belong to their publishers and are not in this repository; each is told by the sha256 of its text (data/annotations/texts.tsv), and
looked for among CORPUS/texts/*.txt and the "text" of each line of CORPUS/*.jsonl.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

INDEX = Path(__file__).resolve().parent.parent / "data" / "annotations" / "texts.tsv"


def texts(corpus: Path) -> Iterator[bytes]:
    """Every text of the corpus as bytes."""
    yield from (p.read_bytes() for p in sorted((corpus / "texts").glob("*.txt")))
    for path in sorted(corpus.glob("*.jsonl")):
        yield from (json.loads(line)["text"].encode("utf-8") for line in path.read_text("utf-8").splitlines() if line.strip())


def main(corpus: Path, out: Path) -> int:
    """Writes OUT/NAME.txt for each annotation; 1 where a text was not found."""
    rows = [line.split("\t") for line in INDEX.read_text("utf-8").splitlines() if not line.startswith("#")][1:]
    wanted = {sha: name for name, sha in rows}
    out.mkdir(parents=True, exist_ok=True)
    for data in texts(corpus):
        name = wanted.pop(hashlib.sha256(data).hexdigest(), None)
        if name:
            (out / f"{name}.txt").write_bytes(data)
    for name in sorted(wanted.values()):
        print(f"{name}: no such text in {corpus}", file=sys.stderr)
    return int(bool(wanted))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
