"""What stands above a meeting by its full name: a plenum of a committee stands under the congress that elected the committee, and is the committee's."""

from __future__ import annotations

import re

_PLENUM = re.compile(r"^(?P<body>中国.*?)第(?P<term>[〇零一二三四五六七八九十百]+)届(?P<centre>中央)?委员会.*全体会议$")


def above(name: str) -> tuple[str, ...]:
    """The names of the congress and of the committee above a plenum; () for what is none.

    中国共产党北京市第十三届委员会第二次全体会议 → 中国共产党北京市第十三次代表大会, 中国共产党北京市委员会; 中央经济工作会议 → ().
    """
    found = _PLENUM.match(name)
    if found is None:
        return ()
    body, term, centre = found["body"], found["term"], found["centre"] or ""
    return f"{body}第{term}次{'全国' if centre else ''}代表大会", f"{body}{centre}委员会"
