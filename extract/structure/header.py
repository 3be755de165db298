"""Head, signature and first sentences → Header, with names as printed."""

from __future__ import annotations

import re
from functools import cache

from extract.lexicon import rows, table
from extract.model import Header
from extract.structure.heads import Head
from extract.structure.papers import Part
from extract.structure.signature import DATE, Signature, iso, signature

_SEVERAL = re.compile(r"等(?:\d{1,2}|[一二三四五六七八九十]{1,3})?个?(?:部门|单位|委局|部委)")
_SPOKEN = re.compile(rf"(?:——)?(?:{DATE.pattern})在[^\n，。]{{4,60}}?会议?上[^\n，。]{{0,6}}\n(?:([^\n，。]{{2,30}}?(?:人民政府|法院|检察院|委员会))[^\n，。]{{2,20}}\n)?")
_ANNOUNCED = re.compile(r"^(?:近日，)?(\d{4}年\d{1,2}月\d{1,2}日)?，?([^，。\n]{4,40}?)印发了?《")


def header(text: str, head: Head, found: list[Part]) -> Header:
    """What the paper says of itself: title of the plan, number, issuers, date, addressees, who approved it, 文种 and 体裁."""
    plans = [p for p in found if p.kind == "plan"]
    title = plans[0].title if plans else head.title
    signed = _signed(text, head, found)
    own = head.title if any(p.kind == "notice" for p in found) else title
    return Header(
        title=title,
        document_number=head.number,
        issuers=_issuers(text, head, signed),
        date=signed.date if signed and signed.date else _other_date(text, head),
        recipients=head.recipients or _asked(text, head),
        approved_by=_approved(text, head),
        instrument=_ending(own, "instruments"),
        genre=_ending(title, "genres"),
    )


def _signed(text: str, head: Head, found: list[Part]) -> Signature | None:
    """The signature: in the notice before the plan, else at the end of the text, attachments apart."""
    for p in found:
        if p.kind == "notice":
            signed = signature(text, head.body, p.end, inside=True)
            if signed:
                return signed
    last = [p for p in found if p.kind == "plan"][-1:]
    for p in last:
        for end in (p.end, len(text)):
            signed = signature(text, p.body_start, end)
            if signed:
                return signed
    return None


def _issuers(text: str, head: Head, signed: Signature | None) -> tuple[str, ...]:
    """Who issues: by the title (国务院办公厅关于…), else by the signature, else by the 红头; “X等4部门” by the signature."""
    if head.order:
        return tuple(_split(head.order.removeprefix("中华人民共和国") if head.order.endswith("国务院") else head.order))
    ends = table("structure")["speaker_ends"]
    m = re.match(rf"(?!{ends})([^《》，。]{{2,60}}?){ends}", head.title)
    by_title = m[1] if m else ""
    names = tuple(n for line in signed.names for n in _split(line)) if signed else ()
    if by_title and not _SEVERAL.search(by_title):
        split = tuple(_split(by_title))
        lines = signed.names if signed else ()
        if "".join(lines) == "".join(by_title.split()):
            return lines  # one body a line: 国家税务总局常州市税务局 is one
        return names if len(names) > len(split) and _same(names, by_title) else split
    if names or head.red:
        return names or tuple(n for line in head.red for n in _split(line))
    announced = _ANNOUNCED.match(text[head.title_end :].lstrip("\n"))
    if announced:
        return tuple(_split(announced[2]))
    spoken = _spoken(text, head)
    if spoken and spoken.groups()[-1]:
        return (spoken.groups()[-1],)
    return tuple(_split(_SEVERAL.sub("", by_title))) if by_title else ()


def _same(names: tuple[str, ...], joined: str) -> bool:
    return all(name[:4] in joined for name in names)


def _split(line: str) -> list[str]:
    """The bodies in a line of the head: 国务院办公厅、中央军委办公厅 → two; 中共陕西省委陕西省人民政府 → two, by where a new name begins."""
    names: list[str] = []
    for piece in re.split(r"[、\s]+", line.strip()):
        place = piece.removeprefix("中共")[:2]
        begins = "|".join([*_beginnings(), *([re.escape(place)] if len(place) == 2 else [])])
        cuts = [m.start() for m in re.finditer(rf"(?<=[委府厅局部会院室办署行社])(?:{begins})", piece)]
        names += [piece[a:b] for a, b in zip([0, *cuts], [*cuts, len(piece)], strict=True)]
    return [n for n in names if n]


@cache
def _beginnings() -> tuple[str, ...]:
    return tuple(row["name"] for row in rows("issuer_starts"))


def _other_date(text: str, head: Head) -> str:
    """A date that stands elsewhere: in brackets under the title or at its end, or in 2023年2月13日，X印发了《Y》."""
    top = text[head.title_start : head.title_end + 200]
    m = re.search(rf"（(?:{DATE.pattern})[^）]{{0,12}}）", top)
    if m:
        return iso(m[0])
    announced = _ANNOUNCED.match(text[head.title_end :].lstrip("\n"))
    if announced and announced[1]:
        return iso(announced[1])
    spoken = _spoken(text, head)
    return iso(spoken[0]) if spoken else ""


def _spoken(text: str, head: Head) -> re.Match[str] | None:
    """The lines below the title of a report: ——2024年1月16日在某市第八届人民代表大会第四次会议上⏎某市人民政府市长某某⏎."""
    return _SPOKEN.match(text[head.title_end : head.title_end + 300].lstrip("\n"))


def _approved(text: str, head: Head) -> str:
    """The body that passed or approved the paper: 已经共青团北京市十四届九次全会审议通过 → 共青团北京市十四届九次全会; 经区政府同意 → 区政府."""
    m = re.search(table("structure")["approved"], text[head.body : head.body + 1500])
    return re.sub(r"\d{4}年\d{1,2}月\d{1,2}日", "", m[1]) if m else ""


def _asked(text: str, head: Head) -> str:
    """Whom a published paper asks, where it has no addressee line: 并发出通知，要求各地区各部门结合实际认真贯彻落实 → 各地区各部门."""
    m = re.search("发出通知，要求(各[^，。]{2,30}?)(?:结合|认真|遵照)", text[head.title_end : head.title_end + 600])
    return m[1] if m else ""


def _ending(title: str, lexicon: str) -> str:
    bare = re.sub(r"(?:（[^（）]{1,30}）)+$", "", title.rstrip("》"))
    words = sorted((row["word"] for row in rows(lexicon)), key=len, reverse=True)
    return next((w for w in words if bare.endswith(w)), "")
