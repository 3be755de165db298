"""What tells whose a document, programme or strategy is, as feature strings: who speaks, what the rules say, the name, what stands around it, and other papers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.authority.makers import Use
from extract.authority.standing import Body
from extract.folding import bare
from extract.lexicon import table
from extract.model import Entity, Mention, Speaker
from extract.places import MUNICIPALITIES, territory

NAMED = 12  # so many places where a name stands are looked at
_STOPS = re.compile("[，。；：、\n]")
_TOLD = re.compile(r"(issued by|commonly known to be of|its name holds|its name begins with) .*")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What another paper says of a name: who speaks there (province, tier), and the tier and standing that the name has there."""

    province: str
    speaker: str
    tier: str
    standing: str


@dataclass(frozen=True, slots=True)
class Case:
    """An entity as the rules judge it, whether the text tells its maker (`told`), and what is known of its use."""

    entity: Entity
    told: bool
    text: str
    mentions: tuple[Mention, ...]
    use: Use
    speaker: Speaker
    me: Body


def features(case: Case, elsewhere: Sequence[Judgement]) -> list[str]:
    """The features of a case, `elsewhere` what other papers say of the name; those that can be also joined with its type, who speaks, and the rules."""
    entity, speaker = case.entity, case.speaker
    who = f"{case.me.kind},{speaker.tier},{speaker.province in MUNICIPALITIES}"
    rule = f"{relative(entity.tier, speaker)},{entity.standing}"
    reason = _TOLD.sub(r"\1", entity.why.partition(":")[0])
    known = list(_elsewhere(elsewhere, speaker))
    said = sorted({*_name(entity, speaker), *_around(case.text, case.mentions), *_uses(case.use, case.mentions), f"why={reason}", f"told={case.told}"})
    joint = [f for f in said if f.startswith(("end2", "end3", "begin2", "left2", "has", "place", "head", "clause", "use"))]
    return [
        f"rule={rule}", f"who={who}", f"type={entity.type}", f"rule={rule}|{who}", f"rule={rule}|{reason}|{entity.type}", f"rule={rule}|{reason}|{entity.type}|{who}",
        *(f"{entity.type}|{f}" for f in (*said, *known)), *(f"{who}|{f}" for f in (*joint, *known)), *(f"{rule}|{f}" for f in joint),
        *known, f"{rule}|{known[0]}|{who}", f"{rule}|{known[0]}|{entity.type}", *(f"{known[0]}|{entity.type}|{f}" for f in said if f.startswith(("end2", "has", "clause"))),
    ]


def relative(tier: str, speaker: Speaker) -> str:
    """A tier as the speaker sees it: `=` for the speaker's own."""
    return "=" if tier == speaker.tier else tier


def _name(entity: Entity, speaker: Speaker) -> Iterator[str]:
    name, mine = bare(entity.label), speaker.path
    for size in (1, 2, 3, 4):
        yield f"end{size}={name[-size:]}"
    for size in (1, 2, 3):
        yield f"begin{size}={name[:size]}"
    yield f"place={_seen(territory(entity.label, mine, anywhere=True).path, mine)}"
    yield f"head={_seen(territory(entity.label, mine).path, mine)}"
    yield f"size={min(6, len(name) // 3)}"
    yield f"latin={bool(re.search('[A-Za-z0-9]', name))}"
    yield from (f"has={word}" for word in table("authority")["name_words"] if word in name)


def _seen(path: tuple[str, ...], mine: tuple[str, ...]) -> str:
    """A place as the speaker sees it: its own, one that it lies in, one in it, one beside it."""
    if not path:
        return "none"
    return "own" if path == mine else "above" if mine[:len(path)] == path else "below" if path[:len(mine)] == mine else "beside"


def _around(text: str, mentions: Sequence[Mention]) -> Iterator[str]:
    words = table("authority")["clause_words"]
    for m in mentions[:NAMED]:
        before, after = bare(text[max(0, m.start - 14):m.start]), bare(text[m.end:m.end + 8])
        clause = _STOPS.split(text[max(0, m.start - 40):m.start])[-1]
        yield from (f"left{n}={before[-n:]}" for n in (1, 2, 3))
        yield from (f"right{n}={after[:n]}" for n in (1, 2))
        yield from (f"clause={word}" for word in words if word in clause)
        yield f"quoted={'“' in m.text}"


def _uses(use: Use, mentions: Sequence[Mention]) -> Iterator[str]:
    yield f"use={'+'.join(sorted(use.relations)) or '-'}"
    yield from (f"used={relation}" for relation in use.relations)
    yield from (f"cue={cue[-2:]}" for cue in use.cues)
    yield f"often={min(3, len(mentions))}"


def _elsewhere(rows: Sequence[Judgement], speaker: Speaker) -> Iterator[str]:
    """What papers of the same province say of the name; where there are none, what others do that call it central or their own."""
    near = [r for r in rows if r.province and r.province == speaker.province]
    used = near or [r for r in rows if r.tier in ("central", "-", r.speaker)]
    if not used:
        yield "elsewhere=other" if rows else "elsewhere=never"
        return
    tier = Counter("own" if r.tier == r.speaker and r.standing == "own" else r.tier for r in used).most_common(1)[0][0]
    yield f"elsewhere={tier}"
    yield f"elsewhere={tier},{min(3, len(used))},{bool(near)}"
    yield f"elsewhere={Counter(r.standing for r in used).most_common(1)[0][0]}"
