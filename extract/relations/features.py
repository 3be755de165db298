"""A context as feature strings: the words and classes of the cues with the type of the name, its neighbours, its place."""

from __future__ import annotations

import re

from extract.model import Mention
from extract.relations.attributes import via
from extract.relations.contexts import Context
from extract.relations.cues import attribute_rows
from extract.relations.rules import decide, generic, governing

SKIP = re.compile(r"[“”‘’《》〈〉\s]")


def features(text: str, x: Context, title: str) -> list[str]:
    """The features of one mention, in a fixed order. Every one that can be is also joined with the type: 落实 + DOC is not 落实 + STRATEGY."""
    m = x.mention
    joint = [*_cue_features(x), *_around(text, x), *_surface(m), *_heads(text, x), *_position(text, x, title), f"rule={decide(text, x)}"]
    plain = [f"type={m.type}", *(f for f in joint if not f.startswith(("w-", "n-")))]
    return plain + [f"{m.type}|{f}" for f in joint]


def _cue_features(x: Context) -> list[str]:
    left = x.left[0] if x.left else None
    near = "0" if not x.commas else "1" if x.commas == 1 else "2+"
    found = [f"commas={near}", f"left={left.text if left else '-'}", f"left2={x.left[1].text if len(x.left) > 1 else '-'}",
             f"right={x.right[0].text if x.right else '-'}"]
    if left:
        gap = x.chain[0] - left.end
        size = 0 if not gap else 1 if gap <= 2 else 2 if gap <= 6 else 3 if gap <= 14 else 4
        found += [f"gap={size}", f"left={left.text},{near}", *(f"leftclass={c},{near}" for c in left.before), f"leftclass={left.before[0]},{size}"]
        if x.right:
            found += [f"pair={left.before[0]},{x.right[0].after[0]}", f"pairwords={left.text},{x.right[0].text}"]
        for kind in left.before:
            row = attribute_rows()[left.text, kind]
            found += [f"leftbasis={row['basis']}", f"leftmode={row['mode']}", f"leftstage={row['stage']}"]
        if len(x.left) > 1 and left.start - x.left[1].end <= 1:
            found += [f"compound={x.left[1].text}+{left.text}", *(f"compoundclass={c}" for c in x.left[1].before)]
    for cue in x.left[1:]:
        found += [f"farclass={c}" for c in cue.before]
    if x.follows:
        found += [f"verbnext={x.follows.text}", *(f"verbnextclass={c}" for c in x.follows.before)]
    for k, cue in enumerate(x.right):
        gap = cue.start - x.chain[1]
        found += [f"rightclass{k}={c}" for c in cue.after] + [f"rightnear{k}={cue.text},{0 if gap <= 0 else 1 if gap <= 4 else 2}"]
    return found


def _around(text: str, x: Context) -> list[str]:
    """Characters before and after the name and before and after its coordination."""
    m, found = x.mention, []
    before = SKIP.sub("", text[max(0, m.start - 8) : m.start])
    after = SKIP.sub("", text[m.end : m.end + 8])
    chain_before = SKIP.sub("", text[max(0, x.chain[0] - 8) : x.chain[0]])
    chain_after = SKIP.sub("", text[x.chain[1] : x.chain[1] + 8])
    for n in (1, 2, 3, 4):
        found += [f"w-l{n}={before[-n:]}", f"w-r{n}={after[:n]}", f"w-cl{n}={chain_before[-n:]}", f"w-cr{n}={chain_after[:n]}"]
    return [*found, f"markbefore={text[max(0, m.start - 1):m.start]}", f"markafter={text[m.end:m.end + 1]}", f"generic={generic(text, m)}"]


def _surface(m: Mention) -> list[str]:
    bare = SKIP.sub("", m.text)
    return [f"suffix2={bare[-2:]}", f"suffix3={bare[-3:]}", f"prefix1={bare[:1]}", f"book={'《' in m.text}", f"quoted={'“' in m.text}",
            f"size={min(4, len(bare) // 4)}", f"n-name={bare}"]


def _heads(text: str, x: Context) -> list[str]:
    """The noun through which the text speaks of it (精神, 要求), and whether the name opens its clause: 市教委做好… says who does it."""
    found, lead = via(text, x), x.chain[0] - x.clause[0]
    return [f"via={found or '-'}", f"subject={'0' if lead <= 1 else '1' if lead <= 4 else '2'}", f"kind={governing(text, x)}", f"via={found},{governing(text, x)}"]


def _position(text: str, x: Context, title: str) -> list[str]:
    m = x.mention
    bare = SKIP.sub("", m.text)
    kind = "plan" if x.place == "plan" else "section" if x.place.startswith("s") else "item"
    opening = SKIP.sub("", text[x.clause[0] : x.clause[0] + 6])
    sentence = text[x.sentence[0] : x.sentence[1]]
    return [f"place={kind}", f"heading={x.heading}", f"place={kind},{x.heading}", f"listed={x.listed.role if x.listed else '-'}",
            f"container={x.container.type if x.container else '-'}", f"nth={min(2, x.nth)}", f"total={min(4, x.total)}",
            f"title={len(bare) > 5 and bare.strip('。') in title}", f"intitle={bare in title}", f"chain={min(3, x.chain_index)}",
            f"alone={x.chain == (m.start, m.end)}", f"opens={opening[:1]}", f"opens2={opening[:2]}", f"long={len(sentence) > 400}",
            f"bracket={_in_bracket(text, x)}", f"year={'之年' in sentence}", f"begins={m.start - x.sentence[0] < 3}",
            f"colon={text[m.end:m.end + 1] in ('：', ':')}"]


def _in_bracket(text: str, x: Context) -> bool:
    before = text[max(x.sentence[0], x.mention.start - 200) : x.mention.start]
    return before.count("（") + before.count("〔") > before.count("）") + before.count("〕")
