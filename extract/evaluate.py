"""How right is it? P, R, F1 of stand-off JSON against annotated papers: `python -m extract.evaluate GOLD SYSTEM [NAME …] [--errors] [--json FILE]`.

GOLD holds NAME.gold.json, SYSTEM holds NAME.json; the measure is scoring.py's. Micro-averages over the papers.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from extract.model import ENTITY_TYPES
from extract.scoring import HEADER_KEYS, KINDS, Score, Tally, score_paper

CORE = ("DOC", "MEETING", "PROGRAMME")


def figures(score: Score) -> dict[str, float]:
    """Measure → F1 (or the share that is right, for names, tiers and header), under the names that the report prints."""
    out: dict[str, float] = {}
    for how in ("exact", "overlap"):
        for label, types in (("core", CORE), ("all", ENTITY_TYPES)):
            out[f"mentions {label} {how}"] = _sum(score, [f"mentions {how} {t}" for t in types]).prf[2]
    out |= {f"mentions {t} exact": score.tallies[f"mentions exact {t}"].prf[2] for t in ENTITY_TYPES}
    out["names"] = score.tallies["names"].prf[1]
    out |= {f"links {kind}": score.tallies[f"links {kind}"].prf[2] for kind in KINDS}
    out["directives"] = score.tallies["directives"].prf[2]
    out["tiers"] = score.tallies["tiers"].prf[1]
    out |= {f"header {k}": score.tallies[f"header {k}"].prf[1] for k in (*HEADER_KEYS, "items", "item ids") if f"header {k}" in score.tallies}
    return {name: round(value, 4) for name, value in out.items()}


def _sum(score: Score, names: Iterable[str]) -> Tally:
    total = Tally()
    for name in names:
        total.add(score.tallies[name])
    return total


def _line(name: str, tally: Tally) -> str:
    p, r, f = tally.prf
    return f"{name:28} P {p:.3f}  R {r:.3f}  F1 {f:.3f}   ({tally.right} right, {tally.spurious} spurious, {tally.missed} missed)"


def format_report(score: Score) -> str:
    """The figures as lines of text: P, R, F1 of mentions a type, of links a relation, and the shares."""
    t = score.tallies
    lines = [_line(f"mentions {label} {how}", _sum(score, [f"mentions {how} {x}" for x in types]))
             for how in ("exact", "overlap") for label, types in (("core", CORE), ("all", ENTITY_TYPES))]
    lines += [_line(f"mentions {x} exact", t[f"mentions exact {x}"]) for x in ENTITY_TYPES]
    lines += [_line(f"links {kind}", t[f"links {kind}"]) for kind in KINDS]
    lines += [_line(f"  {name.removeprefix('links typed ')}", t[name]) for name in sorted(t) if name.startswith("links typed ")]
    lines.append(_line("directives", t["directives"]))
    shares = ["names", "tiers", *(n for n in t if n.startswith("header "))]
    lines += [f"{name:28} {t[name].right} of {t[name].right + t[name].missed} right: {t[name].prf[1]:.3f}" for name in shares if name in t]
    return "\n".join(lines)


def evaluate(gold_dir: Path, system_dir: Path, names: Iterable[str] = ()) -> tuple[Score, dict[str, Score], list[str]]:
    """The score of all papers, of each, and the names that have no system file (scored as if nothing had been found)."""
    chosen = list(names) or sorted(p.name.removesuffix(".gold.json") for p in gold_dir.glob("*.gold.json"))
    total, papers, missing = Score(), {}, []
    for name in chosen:
        gold = json.loads((gold_dir / f"{name}.gold.json").read_text("utf-8"))
        path = system_dir / f"{name}.json"
        if not path.exists():
            missing.append(name)
        papers[name] = score_paper(gold, json.loads(path.read_text("utf-8")) if path.exists() else {"mentions": []})
        total.add(papers[name])
    return total, papers, missing


def main(argv: list[str] | None = None) -> int:
    """The command line; 0 all scored, 1 a system file is missing."""
    parser = argparse.ArgumentParser(prog="python -m extract.evaluate", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("system", type=Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--errors", action="store_true", help="list what was missed and what is spurious, a paper at a time")
    parser.add_argument("--json", type=Path, help="write the figures into this file")
    args = parser.parse_args(argv)
    total, papers, missing = evaluate(args.gold, args.system, args.names)
    if args.errors:
        for name, score in papers.items():
            print("==", name, *score.errors, sep="\n   ")
    print(format_report(total))
    for name, score in papers.items():
        f = figures(score)
        print(f"   {name:48} mentions all exact {f['mentions all exact']:.3f}   links typed {f['links typed']:.3f}")
    if args.json:
        args.json.write_text(json.dumps(figures(total), ensure_ascii=False, indent=1), "utf-8")
    for name in missing:
        print(f"{name}: no {args.system / name}.json; run python -m extract on its text first", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
