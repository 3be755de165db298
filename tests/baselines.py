"""What others find on the same papers: regular expressions, jieba, cutword. `python -m tests.baselines GOLD TEXTS [--only NAME]` (make eval-baselines).

Each baseline gives mentions only (none finds a link); they are scored by extract/scoring.py. jieba's tags nt and nz become ORG and
PROGRAMME, cutword's ORG, CREATION and AFFAIR become ORG, DOC and PROGRAMME; a baseline that is not installed is named and left out.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from extract.evaluate import figures
from extract.scoring import Score, score_paper

Found = Iterator[tuple[int, int, str]]

PATTERNS = (
    (re.compile(r"《[^《》]{2,80}》"), "DOC"),
    (re.compile(r"“[^“”]{2,20}”(?:工程|行动|计划|平台|大赛|活动|品牌)?"), "PROGRAMME"),
    (re.compile(r"[党团][的]?[一二三四五六七八九十]{2,3}大|[^，。、\s]{2,8}(?:全会|代表大会|工作会议)"), "MEETING"),
    (re.compile(r"(?<![^\W_])[省市区县][^，。、（）\s]{1,8}(?:局|厅|委|办|院|会)(?=[、，。）])"), "ORG"),
)


def by_regex(text: str) -> Found:
    """《》, quotes and a few patterns."""
    for pattern, kind in PATTERNS:
        yield from ((m.start(), m.end(), kind) for m in pattern.finditer(text))


def by_jieba(text: str) -> Found:
    """jieba's part-of-speech tags for names of organisations and other proper nouns."""
    import jieba
    import jieba.posseg

    jieba.setLogLevel("ERROR")
    at = 0
    for word, tag in jieba.posseg.cut(text):
        start = text.find(word, at)
        at = start + len(word)
        if tag in ("nt", "nz"):
            yield start, at, "ORG" if tag == "nt" else "PROGRAMME"


def by_cutword(text: str) -> Found:
    """cutword's recogniser (a character transformer with a CRF, Apache-2.0), sentence by sentence."""
    from cutword import NER

    kinds = {"ORG": "ORG", "CREATION": "DOC", "AFFAIR": "PROGRAMME"}
    recogniser = _CACHE["cutword"] = _CACHE.get("cutword") or NER()
    for sentence in re.finditer(r"[^。；\n]+", text):
        for item in recogniser.predict(sentence.group())[0]:
            if item.ner_type_en in kinds:
                yield sentence.start() + item.begin, sentence.start() + item.end, kinds[item.ner_type_en]


_CACHE: dict[str, Any] = {}
BASELINES: dict[str, tuple[Callable[[str], Found], str]] = {"regex": (by_regex, "re"), "jieba": (by_jieba, "jieba"), "cutword": (by_cutword, "cutword")}


def score_baseline(find: Callable[[str], Found], gold_dir: Path, texts: Path) -> Score:
    """The score of a finder over every paper of the gold folder."""
    total = Score()
    for path in sorted(gold_dir.glob("*.gold.json")):
        text = (texts / f"{path.name.removesuffix('.gold.json')}.txt").read_bytes().decode("utf-8-sig")
        mentions = [{"start": a, "end": b, "text": text[a:b], "type": kind, "entity": text[a:b]} for a, b, kind in find(text)]
        total.add(score_paper(json.loads(path.read_text("utf-8")), {"mentions": mentions}))
    return total


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.baselines", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--only", choices=sorted(BASELINES))
    args = parser.parse_args()
    print(f"{'baseline':10} {'core exact':>12} {'all exact':>12} {'all overlap':>12}")
    for name, (find, module) in BASELINES.items():
        if args.only in (None, name):
            if importlib.util.find_spec(module) is None:
                print(f"{name:10} not installed: pip install -r requirements-baselines.txt")
                continue
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                f = figures(score_baseline(find, args.gold, args.texts))
            print(f"{name:10} {f['mentions core exact']:12.3f} {f['mentions all exact']:12.3f} {f['mentions all overlap']:12.3f}")


if __name__ == "__main__":
    main()
