"""Mentions → entities: what each name stands for, by grammar and by who speaks."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace

from extract.model import SLUGS, CleanText, Entity, Header, Mention, Speaker, Structure
from extract.resolve.documents import abbreviations, document, number_after
from extract.resolve.formulations import formulation
from extract.resolve.meetings import meeting
from extract.resolve.organizations import organization, shared_head
from extract.resolve.programmes import award_of, forms, of_all, programme
from extract.resolve.speaker import speak

BARE = re.compile(r"(?:实施|工作|指导|若干)?(?:意见|措施|方案|办法|条例|要点|计划|规划|纲要|规定|细则|通知)")
LIST = re.compile(r"(?:责任|牵头|配合|协办|参与)(?:单位|部门)[^。\n]{0,400}$|[（(\[][^（）()\[\]。]{0,160}$")


@dataclass(frozen=True, slots=True)
class Resolution:
    """Header with canonical names, the speaker, mentions with `entity` set, and the entities (tier and standing not judged yet)."""

    header: Header
    speaker: Speaker
    mentions: tuple[Mention, ...]
    entities: tuple[Entity, ...]


@dataclass(frozen=True, slots=True)
class _Named:
    """What a mention's name came out as."""

    label: str
    unresolved: bool = False
    issuer: str = ""
    number: str = ""


class _Reader:
    """What the paper has named so far: a short form goes back to it. One reader a paper, from its first mention to its last."""

    def __init__(self, clean: CleanText, speaker: Speaker, header: Header, mentions: list[Mention]) -> None:
        self.text, self.speaker, self.header = clean.text, speaker, header
        self.aliases = abbreviations(clean.text)
        self.programmes = forms((m.text for m in mentions if m.type == "PROGRAMME"), speaker)
        self.titles: list[str] = [header.title] if header.title else []
        self.bodies: list[str] = []
        self.last = (0, "")  # end and name of the last organisation: 中央《…》
        self.award = (0, "")  # and of the last programme: 北京市优秀团员、优秀团干部

    def name(self, m: Mention) -> _Named:
        """The canonical name of the next mention."""
        before, after = self.text[max(m.start - 200, 0):m.start], self.text[m.end:m.end + 60]
        if m.type == "ORG":
            return self._organization(m, before)
        if m.type == "DOC":
            return self._document(m, before, after)
        if m.type == "MEETING":
            return _Named(meeting(m.text, self.speaker, before, self.header.date[:4]))
        if m.type == "PROGRAMME":
            return self._programme(m, after)
        label, setter = formulation(m.text)
        return _Named(label, issuer=organization(setter, self.speaker)[0] if setter else "")

    def _organization(self, m: Mention, before: str) -> _Named:
        text = m.text + shared_head(m.text, self.text[m.end:m.end + 60])
        label, unresolved = organization(self.aliases.get(text, text), self.speaker, self.bodies, m.rule.endswith("list") or bool(LIST.search(before)))
        self.bodies.append(label)
        self.last = (m.end, label)
        return _Named(label, unresolved)

    def _programme(self, m: Mention, after: str) -> _Named:
        awarded = award_of(self.text[self.award[0]:m.start], self.award[1], m.text)
        label = awarded or of_all(self.text[max(m.start - 8, 0):m.start], m.text, self.speaker) or self.aliases.get(m.text.strip("“”")) or programme(m.text, self.speaker, self.programmes, after)
        self.award = (m.end, label)
        return _Named(label)

    def _document(self, m: Mention, before: str, after: str) -> _Named:
        label = document(m.text, self.speaker, before, self.titles, self.aliases)
        self.titles.append(label)
        issuer = self.last[1] if self.last[1] and 0 <= m.start - self.last[0] <= 1 else ""
        return _Named(label, bool(BARE.fullmatch(label)), issuer, number_after(after))


def resolve(clean: CleanText, structure: Structure, mentions: list[Mention]) -> Resolution:
    """Each mention with its entity, each entity once, sorted by id.

    团十九大 and 共青团第十九次全国代表大会 become one entity, meeting/中国共产主义青年团第十九次全国代表大会, with both as aliases.
    """
    speaker, header = speak(clean, structure)
    reader = _Reader(clean, speaker, header, mentions)
    named: list[tuple[Mention, _Named]] = []
    for m in sorted(mentions, key=lambda m: (m.start, -m.end)):
        found = reader.name(m)
        named.append((m, found if found.label else replace(found, label=m.text)))
    resolved = tuple(replace(m, entity=f"{SLUGS[m.type]}/{n.label}") for m, n in named)
    return Resolution(header, speaker, resolved, _entities(named))


def _entities(named: list[tuple[Mention, _Named]]) -> tuple[Entity, ...]:
    groups: dict[tuple[str, str], list[tuple[Mention, _Named]]] = defaultdict(list)
    for m, n in named:
        groups[m.type, n.label].append((m, n))
    found = []
    for (kind, label), rows in groups.items():
        aliases = sorted({re.sub(r"[“”\s]|^《|》$", "", m.text) for m, _ in rows} - {label, ""})
        number = next((n.number for _, n in rows if n.number), "")
        issuer = next((n.issuer for _, n in rows if n.issuer), "")
        found.append(Entity(f"{SLUGS[kind]}/{label}", rows[0][0].type, label, tuple(aliases), unresolved=all(n.unresolved for _, n in rows), number=number, issuer=issuer))
    return tuple(sorted(found, key=lambda e: e.id))
