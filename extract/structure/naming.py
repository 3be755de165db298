"""Tree of units → sections and items with the ids of gold/GUIDELINES.md ("Decided cases")."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.lexicon import table
from extract.model import Item, Section
from extract.structure.papers import Part
from extract.structure.units import Unit

ALONE = 10  # so many numbers in the only section that has any are the paper's running numbers
HEADING = 60  # a heading is cut here in a text without breaks
_STOP = re.compile(r"[。；！？\n]")


def name_units(text: str, units: Sequence[Unit], part: Part) -> tuple[list[Section], list[Item]]:
    """Sections and items of a plan: running numbers are plain (1 … 34), numbers that restart take the path (2.3), a section without
    numbered units is itself the item (`1`, or `s1` where running numbers use `1`), a sub-heading over running numbers is s3.1."""
    running = _running(units)
    prefix = "" if part.id == "plan" else f"{part.id}."
    taken: set[str] = set()
    names = _item_names(units, running, taken)
    sections: list[Section] = []
    items: list[Item] = []
    ids: dict[int, str] = {}
    for unit in units:
        heading_end = _heading_end(text, unit)
        heading = text[unit.marker.end : heading_end].strip()
        top = unit.parent is None
        holder = _holder(unit, ids)
        if unit.children or (top and unit.marker.kind != "article" and any(u.children for u in units)) or (top and not unit.children and unit.marker.kind == "han"):
            own = prefix + _section_name(unit, running)
            ids[id(unit)] = own
            sections.append(Section(own, holder, unit.marker.text, heading, unit.start, unit.end, heading_end, part.id))
        if not unit.children and not (top and _states_no_work(heading, unit, running)):
            items.append(Item(prefix + names[id(unit)], ids.get(id(unit), holder), part.id, heading, unit.start, unit.end))
    return sections, items


def _running(units: Sequence[Unit]) -> frozenset[int]:
    """The units whose numbers run on through several units above them (or have none above), or fill one section alone (31 tasks under 二、): by `id`."""
    chains: dict[str, list[list[Unit]]] = {}
    for unit in units:
        rows = chains.setdefault(unit.marker.kind, [])
        if not rows or unit.marker.value <= rows[-1][-1].marker.value:
            rows.append([])
        rows[-1].append(unit)
    found: set[int] = set()
    for rows in chains.values():
        for row in rows:
            alone = len(rows) == 1 and len(row) >= ALONE and row[0].parent is not None
            if (row[0].parent is not None and len({id(u.parent) for u in row}) > 1) or row[0].marker.kind == "article" or alone:
                found.update(id(u) for u in row)
    return frozenset(found)


def _item_names(units: Sequence[Unit], running: frozenset[int], taken: set[str]) -> dict[int, str]:
    """The ids of the units that are items: those with running numbers first, then paths, so that none is given twice."""
    names: dict[int, str] = {}
    leaves = [u for u in units if not u.children]
    for unit in leaves:
        if id(unit) in running:
            names[id(unit)] = _free(str(unit.marker.value), _path(unit), taken)
    for unit in leaves:
        if id(unit) in names:
            continue
        if unit.parent is None and any(id(u) in running for u in leaves):
            names[id(unit)] = _free(f"s{unit.marker.value}", _path(unit), taken)
        else:
            names[id(unit)] = _free(_key(unit, running), _path(unit), taken)
    return names


def _free(name: str, other: str, taken: set[str]) -> str:
    """The name, or the full path where it is given already, or that with a count."""
    count = 2
    while name in taken:
        name, other, count = other, f"{other.partition('~')[0]}~{count}", count + 1
    taken.add(name)
    return name


def _path(unit: Unit) -> str:
    return f"{_path(unit.parent)}.{unit.marker.value}" if unit.parent else str(unit.marker.value)


def _key(unit: Unit, running: frozenset[int]) -> str:
    """Running numbers stand alone, others below what holds them: 第五条 → 5, its （一） → 5.1; 二、（三） → 2.3."""
    if unit.parent is None or id(unit) in running:
        return str(unit.marker.value)
    return f"{_key(unit.parent, running)}.{unit.marker.value}"


def _section_name(unit: Unit, running: frozenset[int]) -> str:
    """s2 at the top, s2.1 over running numbers; over numbers that restart, a unit below the top goes by its path: 1.1, 第五条 → 5."""
    if unit.marker.kind == "article":
        return _key(unit, running)
    if unit.parent is None or _over_running(unit, running):
        return f"s{_path(unit)}"
    return _key(unit, running) if id(unit) not in running else _path(unit)


def _over_running(unit: Unit, running: frozenset[int]) -> bool:
    return any(id(child) in running or _over_running(child, running) for child in unit.children)


def _holder(unit: Unit, ids: dict[int, str]) -> str:
    above = unit.parent
    while above is not None and id(above) not in ids:
        above = above.parent
    return ids[id(above)] if above else ""


def _states_no_work(heading: str, unit: Unit, running: frozenset[int]) -> bool:
    """Whether a section without units looks back (一、2023年工作回顾), or states aims only in a paper whose item numbers run on (一、总体要求)."""
    words = table("structure")
    return unit.marker.kind != "article" and bool(re.search(words["past"], heading) or (running and re.search(words["aims"], heading)))


def _heading_end(text: str, unit: Unit) -> int:
    """Where the heading ends: the first stop or line break, the first unit inside, or after `HEADING` characters of a run-on text."""
    limit = unit.children[0].start if unit.children else unit.end
    m = _STOP.search(text, unit.marker.end, limit)
    end = m.start() if m else limit
    return end if end - unit.marker.end <= 2 * HEADING else unit.marker.end + HEADING
