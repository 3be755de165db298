"""The papers in a file: the notice, each plan that it carries, attachments; and where the text of a plan ends before the signature."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from extract.folding import fold
from extract.lexicon import table
from extract.structure.heads import Head
from extract.structure.signature import signature

_NAMED = re.compile(r"《((?:[^《》\n]|《[^《》\n]{1,80}》){2,160})》")
_MARKS = "《》“”‘’\"'"  # of a title, often damaged
_LOOSE, _DASH = re.compile(rf"[\s{_MARKS}]"), re.compile("[—－–-]")
_CONTENTS = re.compile(r"(?m)目录$")
_FIRST = re.compile(r"(?m)^第一[章篇编][\u4e00-\u9fff]{4}")


@dataclass(frozen=True, slots=True)
class Part:
    """A paper of the file. `body_end` is where its text ends and signature or attachments begin."""

    kind: str  # notice, plan, attachment
    id: str
    title: str
    start: int
    end: int
    body_start: int = 0
    body_end: int = 0
    heading_end: int = 0
    document: str = "plan"


def parts(text: str, head: Head) -> list[Part]:
    """The papers of a file in text order: a notice and its plans (plan, plan2 …), or one plan; then attachments a1, a2 …"""
    names = carried(text, head)
    starts = [s for s in _starts(text, head, names) if _holds_text(text[s[2]:])]
    found: list[Part] = []
    notice_end = starts[0][0] if starts else _after_notice(text, head)
    if names and (starts or _holds_text(text[notice_end:])):
        found.append(Part("notice", "notice", head.title, head.title_start, notice_end, head.body, notice_end))
        starts = starts or [(notice_end, names[0], notice_end)]
    else:
        starts = [(0, head.title, head.body)]
    limits = [s for s, _, _ in starts[1:]] + [len(text)]
    for n, ((start, title, body), limit) in enumerate(zip(starts, limits, strict=True), 1):
        found += _plan(text, "plan" if n == 1 else f"plan{n}", title, (start, body, limit))
    return found


def _holds_text(behind: str) -> bool:
    """Whether a plan may stand behind a notice: a sentence, more than a list of attachments that the file lacks and a signature. Else the notice is the paper."""
    rest = re.sub(r"(?m)^\s*(?:附件|[0-9]+[.．、])[^。\n]*$", "", behind).strip()
    return "。" in rest or len(rest) > 60


def carried(text: str, head: Head) -> list[str]:
    """The titles of what a notice carries: 关于印发《A》和《B》的通知 → A, B; 关于印发X的通知 → the full name that its text gives, else X."""
    if head.order:
        named = _NAMED.search(text, head.body, head.body + 400)
        return [named[1]] if named else []
    m = re.search(table("structure")["carries"] + r"(.+?)(?:的(?:通知|公告|函|决定|批复)(?:（[^（）]*）)*$|$)", head.title)
    if not m or not (head.title.endswith(("》", "）")) or re.search("的(?:通知|公告|函|决定|批复)", head.title)):
        return []
    inner = [n[1] for n in _NAMED.finditer(m[1])]
    if inner:
        return inner
    printed = [n[1] for n in _NAMED.finditer(text, head.title_end, head.title_end + 1500)]
    plain = _plain(m[1])
    fitting = [p for p in printed if _plain(p) in plain or _plain(p).endswith(plain[-12:]) or plain.endswith(_plain(p)[-12:])]
    return list(dict.fromkeys(fitting)) or [m[1]]


def _plain(title: str) -> str:
    return re.sub(r"[《》〈〉“”‘’\s—\-－–（）()]", "", title)


def _starts(text: str, head: Head, names: list[str]) -> list[tuple[int, str, int]]:
    """Where each plan begins and where its text begins, in order: its title alone in a paragraph, else at the start of one, else after 附件."""
    found: list[tuple[int, str, int]] = []
    for name in names:
        at = _place(text, name, max(head.title_end, head.body))
        if at and all(at[0] != f[0] for f in found):
            found.append((at[0], at[2], at[1]))
    return sorted(found)


def _place(text: str, name: str, after: int) -> tuple[int, int, str] | None:
    """Start, end and printed form of a plan's title: 附件⏎X⏎, X⏎, X为贯彻…, 附件X为贯彻…; within 《》 it is only named."""
    tail = text[after:]
    title = "|".join(map(re.escape, _printed(tail, name)))
    if not title:
        return None
    lead = r"(?:附件[一1]?[：:]?\n?|附件\d{1,2}[：:.]?\n?)?"
    for form in (rf"(?m)^{lead}({title})$", rf"(?m)^{lead}({title})(?![》”])", rf"(?<=[）日。号])(?<!《){lead}({title})(?![》”的])", rf"附件\d?[：:]?({title})(?![》”。]|附件)"):
        found = [m for m in re.finditer(form, tail) if not tail[m.end():].lstrip().startswith("附件")]
        if found:
            m = next((m for m in found if "：" not in m[0][: m.start(1) - m.start()] and ":" not in m[0][: m.start(1) - m.start()]), found[-1])
            return after + m.start(), after + m.end(1), m[1].replace("\n", "")
    return None


def _printed(text: str, name: str) -> list[str]:
    """The forms in which a text prints a title: whatever its dashes, with up to two blanks or marks between its characters."""
    sought = _DASH.sub("—", _LOOSE.sub("", name))
    folded, at = fold(text, _LOOSE)
    folded = _DASH.sub("—", folded)
    forms: set[str] = set()
    start = folded.find(sought) if sought else -1
    while start >= 0:
        places = at[start:start + len(sought)]
        if all(b - a <= 3 for a, b in pairwise(places)):
            forms.add(text[places[0]:places[-1] + 1])
        start = folded.find(sought, start + 1)
    return sorted(forms)


def _after_notice(text: str, head: Head) -> int:
    """Where a plan whose title is not printed again begins: after the notice's signature, else after its addressees."""
    signed = signature(text, head.body, min(len(text), head.body + 2500), inside=True)
    return signed.end if signed and signed.end < len(text) else head.body


def _plan(text: str, name: str, title: str, bounds: tuple[int, int, int]) -> list[Part]:
    """A plan and the attachments behind it."""
    start, body, limit = bounds
    body = _past_contents(text, body, limit)
    behind = _attachments(text, body, limit)
    first = behind[0] if behind else limit
    signed = signature(text, body, first)
    found = [Part("plan", name, title, start, first, body, signed.start if signed else first)]
    for n, at in enumerate(behind, 1):
        until = behind[n] if n < len(behind) else limit
        line = text.find("\n", at, until)
        end = line if line > 0 else until
        found.append(Part("attachment", f"a{n}" if name == "plan" else f"{name}-a{n}", text[at:end][:80], at, until, at, until, min(end, at + 80), name))
    return found


def _attachments(text: str, body: int, limit: int) -> list[int]:
    """Where attachments begin behind a plan: a paragraph 附件1, or 附件：… that lists them; in a run of text only 附件： counts."""
    heads = [m.start() for m in re.finditer(r"(?m)^" + table("structure")["attachment"], text[body:limit])]
    run = re.search(r"(?<=[。）；a-zA-Z0-9\u3400-\u9fff])(?<![和及见以与按照])附件[：:](?=1?[.．]?[\u3400-\u9fff\d])", text[body:limit])
    if run and not heads:
        heads = [run.start(), *(m.start() for m in re.finditer(r"(?<=[日表单])附件\d(?=[^\d，。）])", text[body:limit]) if m.start() > run.start())]
    return [body + h for h in heads]


def _past_contents(text: str, body: int, limit: int) -> int:
    """Where the text begins behind a table of contents: at the second place where its first entry stands."""
    m = _CONTENTS.search(text, body, min(limit, body + 600))
    if not m:
        return _second_first(text, body, limit)
    entry = text[m.end() : m.end() + 60].strip()[:6]
    again = text.find(entry, text.find(entry, m.end()) + 1, limit) if len(entry) == 6 else -1
    return again if again > 0 else body


def _second_first(text: str, body: int, limit: int) -> int:
    """Where 第一章 stands for the second time: the first was that of a table of contents without a heading."""
    first = _FIRST.search(text, body, min(limit, body + 600))
    again = text.find(f"\n{first[0]}", first.end(), limit) if first else -1
    return again + 1 if again >= 0 else body
