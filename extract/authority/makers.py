"""Who made it: a document's issuer, a meeting's holder, a programme's runner, a strategy's setter."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from extract.authority.bodies import body_of
from extract.authority.standing import related
from extract.folding import bare
from extract.lexicon import rows, table
from extract.model import Entity, Speaker
from extract.places import Territory, territory

SYSTEMS = {"party": "party", "state": "government", "ministry": "government", "league": "league", "pioneers": "pioneers", "law": "congress",
           "congress": "congress"}
DRAFTED = frozenset({"drafts", "convenes"})
_YEARS = re.compile(r"[（(][^（）()]*[）)]$")
ANSWERED = frozenset({"implements", "guided_by", "studies"})


@dataclass(frozen=True, slots=True)
class Maker:
    """The maker's kind, system, tier and place; `standing` where it is settled without comparing (own, law)."""

    kind: str
    system: str
    tier: str
    path: tuple[str, ...] = ()
    standing: str = ""
    why: str = ""
    told: bool = True  # by the text; else taken from what the paper does with it


@dataclass(frozen=True, slots=True)
class Use:
    """What the paper does with an entity: the relations and the governing verbs of its links, and who issued the notice that carries it."""

    relations: frozenset[str] = frozenset()
    cues: frozenset[str] = frozenset()
    carrier: str = ""


@lru_cache(maxsize=1)
def _rows() -> tuple[tuple[str, re.Pattern[str], str, str], ...]:
    return tuple((r["type"], re.compile(r["pattern"]), r["tier"], r["maker"]) for r in rows("authority_names"))


@lru_cache(maxsize=1)
def _names() -> dict[tuple[str, str], list[Maker]]:
    """Those of whom it is common knowledge that they made or run a name, by type and bare name; several places may run one of the same name."""
    known: dict[tuple[str, str], list[Maker]] = defaultdict(list)
    for row in rows("known_names"):
        path = territory(row["place"], ()).path if row["place"] else ()
        why = f"commonly known to be of {row['body']}" if row["body"] else "by its name"
        known[row["type"], bare(row["name"])].append(Maker(row["maker"], SYSTEMS.get(row["maker"], ""), row["tier"], path, "", why))
    return dict(known)


def maker_of(entity: Entity, speaker: Speaker, use: Use) -> Maker:
    """The maker, by the first rule that tells: issuer, own place, a row of known_names.tsv or authority_names.tsv, another place, level, use."""
    for rule in RULES:
        maker = rule(entity, speaker, use)
        if maker is not None:
            return _settled(maker, entity)
    return replace(_own(speaker, "the paper drafts, holds or runs it and names no other maker"), told=False)


def _own(speaker: Speaker, why: str) -> Maker:
    return Maker("own", "", speaker.tier, speaker.path, "own", why)


def _settled(maker: Maker, entity: Entity) -> Maker:
    """A law stands as law whoever speaks; what the Party sets as doctrine or strategy stands as the Party's, for its own organs too."""
    if maker.kind == "law":
        return replace(maker, kind="congress", system="congress", standing="law")
    if maker.kind == "party" and entity.type in ("DOCTRINE", "STRATEGY") and maker.tier == "central":
        return replace(maker, standing="party")
    return maker


def _by_issuer(entity: Entity, speaker: Speaker, use: Use) -> Maker | None:
    """The issuer at the citation, at the head of the title (国务院办公厅关于…, 中共昆明市委昆明市人民政府关于…), or of the notice that carries it."""
    if entity.type != "DOC":
        return None
    names = [entity.issuer, _head(entity.label), use.carrier]
    return next((m for m in (_issuer(name, speaker) for name in names if name) if m is not None), None)


def _head(title: str) -> str:
    head = re.match(r"^(.{2,40}?)关于", title)
    return head.group(1) if head else ""


def _issuer(name: str, speaker: Speaker) -> Maker | None:
    if name == "中央" or name.startswith("中共"):
        place = territory(name.removeprefix("中共"), speaker.path)
        return Maker("party", "party", place.tier or "central", place.path, "", f"issued by {name}")
    body = body_of(name, speaker)
    if body is None or body.kind not in ("party", "government", "department", "league"):
        return None
    return Maker(body.kind, body.system, body.tier, body.path, "", f"issued by {name}")


def _by_institution(entity: Entity, speaker: Speaker, use: Use) -> Maker | None:
    """In a school's or firm's paper its own name in front makes a thing its own, the name of the whole to which it belongs its line's (中山大学优秀共青团员 in a faculty's)."""
    own = re.search(r"[^团党]{2,10}?(?:大学|学院|学校|中学|医院|集团|公司)", speaker.name)
    if own is None or entity.type == "ORG" or not entity.label.startswith(own.group()):
        return None
    whole = speaker.name[own.start():].removesuffix("委员会")
    return _own(speaker, "the own name in front") if entity.label.startswith(whole) else Maker("above", "", "grassroots", (), "", f"its name begins with {own.group()}")


def _by_own_place(entity: Entity, speaker: Speaker, use: Use) -> Maker | None:
    """The own place in front of a document's or programme's name makes it the own one, unless it is the Party's or a law."""
    place = _place(entity, speaker)
    if entity.type not in ("DOC", "PROGRAMME") or not place.path or place.path != speaker.path or place.tier != speaker.tier:
        return None
    named = _by_name(entity, speaker, use)
    if named is not None and named.kind in ("party", "law", "league") and entity.type == "DOC":
        return named
    if entity.type == "DOC" and use.relations and not use.relations & DRAFTED and not _governs(speaker):
        return Maker("government", "government", place.tier, place.path, "", "the own place in its name, and the paper is no government's")
    return _own(speaker, "the own place in its name")


def _governs(speaker: Speaker) -> bool:
    """Whether the speaker is a government or Party committee, whose place's plans are its own."""
    body = body_of(speaker.name, speaker) if speaker.name else None
    return body is None or body.kind in ("government", "party")


def _by_knowledge(entity: Entity, speaker: Speaker, use: Use) -> Maker | None:
    """A row of known_names.tsv; of a document also without its years (质量强国建设纲要（2021—2025年）). What the paper itself runs is not taken for another province's."""
    name = bare(entity.label)
    known = _names().get((entity.type, name)) or _names().get((entity.type, _YEARS.sub("", name))) or []
    near = [m for m in known if related(m.path, speaker.path)]
    if near:
        return near[0]
    return known[0] if len(known) == 1 and "carries_out" not in use.relations else None


def _by_name(entity: Entity, speaker: Speaker, use: Use) -> Maker | None:
    """A row of authority_names.tsv."""
    for type_, pattern, tier, kind in _rows():
        if type_ == entity.type and (pattern.fullmatch(entity.label) if type_ == "PROGRAMME" else pattern.search(entity.label)):
            place = _place(entity, speaker)
            if tier == "place":
                central = kind == "law" or entity.type in ("DOC", "STRATEGY")
                tier = place.tier or ("central" if central else speaker.tier)
            elif tier == "provincial":
                place = Territory("provincial", speaker.path[:1])
            return Maker(kind, SYSTEMS.get(kind, ""), tier, place.path if tier not in ("central", "-") else (), "", "by its name")
    return None


def _by_place(entity: Entity, speaker: Speaker, use: Use) -> Maker | None:
    """Another place in its name: one above, below or beside."""
    place = _place(entity, speaker)
    if not place.tier or (entity.type == "PROGRAMME" and len(place.path) > len(speaker.path) and use.relations == {"carries_out"}):
        return None
    if place.path == speaker.path and place.tier == speaker.tier:
        return _own(speaker, "the own place in its name")
    return Maker("government", "government", place.tier, place.path, "", f"its name holds {place.path[-1]}")


def _by_level(entity: Entity, speaker: Speaker, use: Use) -> Maker | None:
    """国家, 全国, 中国 in front, 国家级 or 省级 inside: of that level."""
    for level in table("authority")["levels"]:
        if re.search(level["pattern"], entity.label):
            return Maker("ministry", "government", level["tier"], speaker.path[:1] if level["tier"] != "central" else (), "", "its level is in its name")
    return None


def _by_use(entity: Entity, speaker: Speaker, use: Use) -> Maker | None:
    """What the paper does with it: a document that it answers and a title that it applies for come from above; what it only runs or drafts is its own."""
    words = table("authority")
    if speaker.tier == "central":
        return None
    if entity.type == "DOC" and use.relations & ANSWERED and not use.relations & DRAFTED:
        return Maker("above", "", "central", (), "", "it is answered and names no issuer", told=False)
    if entity.type == "PROGRAMME" and any(word in cue for cue in use.cues for word in words["applied_for"]):
        return Maker("above", "", "central", (), "", "the paper applies for it", told=False)
    if entity.type == "STRATEGY" and not (use.relations == {"carries_out"} and entity.label.endswith("改革")):
        return Maker("party", "party", "central", (), "", "a strategy whose setter the text does not name", told=False)
    return None


def _place(entity: Entity, speaker: Speaker) -> Territory:
    """The place in a name; a document's may stand after its year (2023年重庆市政务服务工作要点)."""
    return territory(entity.label, speaker.path, anywhere=entity.type in ("DOC", "MEETING", "STRATEGY"))


Rule = Callable[[Entity, Speaker, Use], Maker | None]
RULES: tuple[Rule, ...] = (_by_issuer, _by_institution, _by_own_place, _by_knowledge, _by_name, _by_place, _by_level, _by_use)
