"""Does the extractor know the plan, or the language of plans? The shipped plan with every name of its own replaced by an invented one.

`python -m extract.swap GOLD TEXTS OUT`: *names* replaces each programme, document number and quoted name, *place* the issuer's place, by
others of the same length and form (data/lexicon/swap.toml; fixed seed), in text and gold, and scores again. Exit code 1 where an F1 falls
by more than `--tolerance`. Set formulas (doctrines, strategies) stay: they are the language.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from extract.evaluate import figures
from extract.lexicon import table
from extract.model import RawDocument
from extract.pipeline import extract
from extract.scoring import score_paper
from extract.standoff import to_dict

Row = dict[str, Any]
Swapped = tuple[str, Row]
SEED = 20230410
NUMBER = re.compile(r"〔\d{4}〕\s?\d{1,4}(?=\s?号)")
QUOTED = re.compile(r"“[^“”\n]{2,24}”")


def swap_names(text: str, gold: Row, seed: int = SEED) -> Swapped:
    """The paper with invented programme names, quoted names and numbers; every offset stays. Another seed gives other names.

    “星光自护”品牌 → “岚棠翎溪”品牌; 京团办字〔2023〕2号 → 京团办字〔2023〕7号; 北京青年五四奖章 keeps 北京, 青年 and 奖章.
    """
    rng = random.Random(seed)
    formulas = [m for m in gold["mentions"] if m["type"] in ("DOCTRINE", "STRATEGY")]
    spans = [(m["start"], m["end"]) for m in gold["mentions"] if m["type"] == "PROGRAMME"]
    spans += [m.span() for m in QUOTED.finditer(text) if not _period(m.group()) and not any(f["start"] < m.end() and m.start() < f["end"] for f in formulas)]
    renamed: dict[str, str] = {}
    for name in sorted({text[start:end] for start, end in spans}, key=lambda n: (len(n), n)):
        renamed[name] = invent(name, rng, renamed | {f["text"]: f["text"] for f in formulas})
    new = list(text)
    for start, end in sorted(spans, key=lambda s: s[1] - s[0]):
        new[start:end] = renamed[text[start:end]]
    swapped = NUMBER.sub(lambda m: _other_number(m.group(), rng), "".join(new))
    pairs = {_bare(old): _bare(name) for old, name in renamed.items() if len(_bare(old)) > 1}
    rows = _rewrite(gold, swapped, lambda name: _replace(name, pairs))
    known = {m["entity"] for m in gold["mentions"]}
    for row in rows.get("standing", []):
        row["optional"] = row.get("optional", False) or row["entity"] not in known  # who runs an invented programme, nobody knows
    return swapped, rows


def _period(quoted: str) -> bool:
    """“十四五” is a time, not a name."""
    return bool(re.fullmatch("“十[一二三四五六]五”", quoted))


def swap_place(text: str, gold: Row) -> Swapped | None:
    """The paper as another place's issuer would have written it, or None where swap.toml has no other for the place."""
    region = gold.get("meta", {}).get("region", "")
    for place, other in table("swap")["places"].items():
        if region.startswith(place):
            old, short = other["short"]
            number = re.compile(f"{old}(?=[^，。；\n]{{1,8}}[〔\\[（(]\\s?\\d{{4}})")

            def elsewhere(name: str, place: str = place, name_of: str = other["name"], short: str = short, number: re.Pattern[str] = number) -> str:
                return number.sub(short, name.replace(place, name_of))

            swapped = elsewhere(text)
            return swapped, _rewrite(gold, swapped, elsewhere)
    return None


def invent(name: str, rng: random.Random, known: dict[str, str]) -> str:
    """A name of the same length and form: what swap.toml keeps, digits, Latin letters and punctuation stay; a `known` name inside keeps its new form."""
    new = list(name)
    keep = [not "一" <= c <= "鿿" for c in name]
    for inner in sorted(known, key=lambda n: (-len(n), n)):
        for m in re.finditer(re.escape(inner), name) if 2 < len(inner) < len(name) else ():
            if not all(keep[m.start():m.end()]):
                new[m.start():m.end()] = known[inner]
                keep[m.start():m.end()] = [True] * len(inner)
    for word in table("swap")["kept"]:
        for m in re.finditer(re.escape(word), name):
            keep[m.start():m.end()] = [True] * len(word)
    holes = [i for i, kept in enumerate(keep) if not kept]
    syllables = table("swap")["syllables"]
    for i, syllable in zip(holes, rng.choices(syllables, k=len(holes)), strict=True):
        new[i] = syllable
    return "".join(new)


def _other_number(number: str, rng: random.Random) -> str:
    return re.sub(r"(?<=〕)(\s?)(\d)", lambda m: m.group(1) + str(rng.choice([d for d in range(1, 10) if str(d) != m.group(2)])), number)


def _bare(name: str) -> str:
    return re.sub(r"[“”\s]", "", name)


def _replace(name: str, pairs: dict[str, str]) -> str:
    name = re.sub(r"\s", "", name)
    for old in sorted(pairs, key=lambda o: (-len(o), o)):
        if old in name:
            return name.replace(old, pairs[old])
    return name


def _rewrite(gold: Row, text: str, rename: Callable[[str], str]) -> Row:
    """The gold of the swapped text: the same offsets and links, other names."""
    rows: Row = json.loads(json.dumps(gold, ensure_ascii=False))
    for m in rows["mentions"]:
        m["text"] = text[m["start"]:m["end"]]
    for row in (*rows["mentions"], *rows["links"], *rows.get("standing", [])):
        for key in ("entity", "alt_entity"):
            if row.get(key):
                row[key] = rename(row[key])
    rows["meta"] = {k: rename(v) if isinstance(v, str) else v for k, v in rows.get("meta", {}).items()}
    number = re.search(r"[^\s〔]{2,12}〔\d{4}〕\s?\d+\s?号", text)
    if number and rows["meta"].get("document_number"):
        rows["meta"]["document_number"] = number.group()
    return rows


def _score(text: str, gold: Row) -> dict[str, float]:
    return figures(score_paper(gold, to_dict(extract(RawDocument(text, "swapped.txt", "")))))


def compare(name: str, text: str, gold: Row, out: Path) -> dict[str, dict[str, float]]:
    """Figures of the paper as it is and of each swap that applies, over the same rows; the swapped texts and golds are written to `out`."""
    swaps = {kind: made for kind, made in (("names", swap_names(text, gold)), ("place", swap_place(text, gold))) if made is not None}
    for rows in zip(*(g.get("standing", []) for g in (gold, *(made[1] for made in swaps.values()))), strict=True):
        doubtful = any(row.get("optional") for row in rows)  # whose tier nobody can tell in one of them counts in none
        for row in rows:
            row["optional"] = doubtful
    found = {"as it is": _score(text, gold)}
    for kind, swapped in swaps.items():
        (out / f"{name}.{kind}.txt").write_text(swapped[0], "utf-8")
        (out / f"{name}.{kind}.gold.json").write_text(json.dumps(swapped[1], ensure_ascii=False, indent=1), "utf-8")
        found[kind] = _score(*swapped)
    return found


def main(argv: list[str] | None = None) -> int:
    """The command line; 0 no F1 fell by more than the tolerance, 1 one did."""
    parser = argparse.ArgumentParser(prog="python -m extract.swap", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("texts", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--tolerance", type=float, default=0.03, help="how much an F1 may fall (0.03)")
    args = parser.parse_args(argv)
    args.out.mkdir(parents=True, exist_ok=True)
    fell = False
    for path in sorted(args.gold.glob("*.gold.json")):
        name = path.name.removesuffix(".gold.json")
        found = compare(name, (args.texts / f"{name}.txt").read_bytes().decode("utf-8-sig"), json.loads(path.read_text("utf-8")), args.out)
        fell |= _print(name, found, args.tolerance)
    return int(fell)


def _print(name: str, found: dict[str, dict[str, float]], tolerance: float) -> bool:
    base = found["as it is"]
    print(f"== {name}\n{'':28}" + "".join(f"{kind:>12}" for kind in found))
    fell = False
    for measure, value in base.items():
        worse = any(value - f[measure] > tolerance for f in found.values())
        fell |= worse
        print(f"{measure:28}" + "".join(f"{f[measure]:12.3f}" for f in found.values()) + ("   fell" if worse else ""))
    return fell


if __name__ == "__main__":
    sys.exit(main())
