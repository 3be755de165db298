"""Settling overlaps: of names that cross each other the surer stands, a span has one type, one inside another may stay."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from extract.mentions.occurrences import occurrences
from extract.model import Mention
from extract.places import leading_place

_WHERE = re.compile("全[省市区县]统一的|[往历]届|([^“”]+?)(?=“|全国)")
_LEVEL = re.compile("全[省市区县](?:统一)?|[省市区县]级|国家级|[我本][省市区县]")


def own_words(m: Mention) -> Mention:
    """A programme without the place or level in front that only says whose it is or where it is done (gold/GUIDELINES.md, Spans).

    昆明市“双千兆”城市 → “双千兆”城市, 顺义区全国青年发展型城市试点 → 全国青年发展型城市试点, 全省统一的养老服务平台 → 养老服务平台; 北京青年五四奖章 stays.
    """
    front = _WHERE.match(m.text) if m.type == "PROGRAMME" else None
    if front is None or (front[1] and not _LEVEL.fullmatch(front[1]) and not _is_place(front[1])):
        return m
    return replace(m, start=m.start + front.end(), text=m.text[front.end():])


def _is_place(words: str) -> bool:
    """Whether the words are a place by its full name, or one behind the other: 昆明市, 上海市黄浦区."""
    first = leading_place(words)
    return first[-1:] in tuple("省市区县州盟旗") and (first == words or _is_place(words[len(first):]))


def settle(mentions: Iterable[Mention], least: float = 0.6) -> list[Mention]:
    """The mentions that stand together, sorted by (start, -end): none crosses another, none shares its span with another.

    A name nested in a longer one stays where it is of another type or as sure as 0.9: the meeting in a speech's name stays,
    “双随机、一公开” in “双随机、一公开”监管 does not.
    """
    kept = Kept()
    for m in sorted((m for m in mentions if m.score >= least), key=_rank):
        if kept.has_room(m):
            kept.add(m)
    return kept.ordered()


def combine(read: Iterable[Mention], proposed: Iterable[Mention], sure: float = 0.9, set_form: float = 0.7) -> list[Mention]:
    """What the model read, and what the finders are sure of and the model left open: nothing that crosses a name, none of a taken span.

    Sure candidates of programmes are left to the model, which sees them too; of the others, those that stand free or nested are added, and a strategy
    in its set form where no other name touches it.
    """
    kept = Kept()
    for m in {(m.start, m.end): m for m in map(own_words, read)}.values():
        kept.add(m)
    for m in settle(proposed, set_form):
        if (m.score >= sure and m.type != "PROGRAMME" and kept.has_room(m)) or (m.type == "STRATEGY" and kept.is_free(m)):
            kept.add(m)
    return kept.ordered()


class Kept:
    """Mentions that stand, by the stretches of 64 characters that they touch, so that a long paper costs no more a character than a short one."""

    def __init__(self) -> None:
        self._all: list[Mention] = []
        self._by_stretch: dict[int, list[Mention]] = {}

    def add(self, m: Mention) -> None:
        """Lets a mention stand; whether it has room is the caller's to ask."""
        self._all.append(m)
        for stretch in range(m.start >> 6, (m.end >> 6) + 1):
            self._by_stretch.setdefault(stretch, []).append(m)

    def has_room(self, m: Mention) -> bool:
        """Whether nothing that stands has its span, crosses it, or is a part of the same name."""
        return not any((k.start, k.end) == (m.start, m.end) or crosses(m, k) or _part(m, k) or _part(k, m) for k in self._near(m))

    def is_free(self, m: Mention) -> bool:
        """Whether nothing that stands touches it."""
        return not any(k.start < m.end and m.start < k.end for k in self._near(m))

    def _near(self, m: Mention) -> Iterator[Mention]:
        return (k for stretch in range(m.start >> 6, (m.end >> 6) + 1) for k in self._by_stretch.get(stretch, ()))

    def ordered(self) -> list[Mention]:
        """All that stand, by (start, -end, type)."""
        return sorted(self._all, key=lambda m: (m.start, -m.end, m.type))


def everywhere(text: str, names: list[Mention], sure: float = 0.8, least: int = 4) -> list[Mention]:
    """The names and the programmes among them wherever else the paper has the same words and no other name: 海南省专利奖 read once for certain
    is one in 获得海南省专利奖的项目 too. Shorter or less sure names are left where they were read."""
    taken = bytearray(len(text))
    for m in names:
        taken[m.start:m.end] = b"\1" * (m.end - m.start)
    known = {m.text for m in names if m.type == "PROGRAMME" and m.score >= sure and len(m.text) >= least}
    more = []
    places = occurrences(text, known)
    for name in sorted(known, key=lambda n: (-len(n), n)):
        for at in places[name]:
            end = at + len(name)
            if not any(taken[at:end]):
                more.append(Mention(at, end, name, "PROGRAMME", "", "learned.again", 0.7))
                taken[at:end] = b"\1" * len(name)
    return sorted([*names, *more], key=lambda m: (m.start, -m.end, m.type))


def _rank(m: Mention) -> tuple[float, int, int, str, str]:
    return (-round(m.score, 1), m.start - m.end, m.start, m.type, m.rule)


def crosses(a: Mention, b: Mention) -> bool:
    """Whether two spans overlap without one holding the other."""
    return a.start < b.start < a.end < b.end or b.start < a.start < b.end < a.end


def _part(inner: Mention, outer: Mention) -> bool:
    """Whether `inner` is a mere part of `outer`: of its type and inside it, unless it is a document or an organisation."""
    return outer.start <= inner.start and inner.end <= outer.end and inner.type == outer.type and inner.type not in ("DOC", "ORG")
