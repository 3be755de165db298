"""The two rows above the canvas: finding, layout, filters, paths, saved views; and what can be done with what is picked."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from views import bookmarks, data, network, picked, search, state, viewing, words
from views.links import links_of
from views.picked import PAGE
from views.viewing import DIRECTIVES, FIELDS, Edits
from views.words import say

LAYOUTS = ("layers", "force", "around")
SIZES = (100, 300, 500, 1000, 2000)
ENDS = 500  # names, and parts of papers, the most linked first, that are offered as the end of a path; any two that are picked are


def find(bar: Any, graph: Any) -> None:
    """Names by characters, pinyin or initials; each that is found is a button."""
    text = bar.text_input(say("find"), key="graph.find", placeholder=say("find_hint"), icon=":material/search:", width=220, label_visibility="collapsed")
    named: search.Names = data.derived("names", state.chosen(), lambda: search.Names(names(graph)))
    found = named.find(text)
    with st.container(horizontal=True):
        if text and not found:
            st.caption(say("find_nothing", state.plain(text[:40])))
        for node in found:
            label = state.plain(network.clip(network.caption(graph.nodes[node]), 28))
            st.button(label, key=f"found-{state.short(node)}", on_click=picked.pick, args=(node,), icon=":material/my_location:")


def names(graph: Any) -> list[tuple[str, tuple[str, ...]]]:
    """What the search looks at: the name and aliases of each node, the most linked first."""
    rows = sorted(graph.nodes(data=True), key=lambda pair: (-graph.degree(pair[0]), pair[0]))
    return [(n, (network.caption(row), *row.get("aliases", ()))) for n, row in rows]


def layout() -> str:
    """The layout that is chosen, from the URL and back into it."""
    kind = str(st.session_state[state.take(PAGE, "layout", "layers", lambda raw: raw if raw in LAYOUTS else "layers")])
    state.put(PAGE, "layout", kind, "" if kind == "layers" else kind)
    return kind


def folded(name: str, label: str, icon: str) -> Any:
    """A fold whose content is made when it is opened (`.open`): what is closed costs nothing."""
    return st.popover(label, icon=f":material/{icon}:", width="content", key=f"graph-{name}", on_change="rerun")


def filters(graph: Any) -> tuple[dict[str, list[str]], float, int]:
    """The filters, each from the URL and back into it. A family or standing that is not chosen is not shown; no choice at all is no filter."""
    every = _choices(graph)
    found: dict[str, list[str]] = {}
    for name in FIELDS:
        default = [v for v in DIRECTIVES.get(name, ()) if v in every[name]]
        key = state.take(PAGE, name, default, lambda raw, o=every[name]: read(raw, o))
        found[name] = st.session_state[key] = [v for v in st.session_state[key] if v in every[name]]
        text = state.joined([state.short(v) if name == "part" else v for v in found[name]]) or "-"
        all_ = sorted(found[name]) == sorted(DIRECTIVES.get(name, ())) or (text == "-" and name not in DIRECTIVES)
        state.put(PAGE, name, found[name], "" if all_ else text)
    least = float(st.session_state[state.take(PAGE, "least", 0.0, lambda raw: min(1.0, max(0.0, float(raw))) if raw.replace(".", "", 1).isdigit() else 0.0)])
    state.put(PAGE, "least", least, f"{least:.2f}" if least else "")
    most = int(st.session_state[state.take(PAGE, "most", 300, lambda raw: int(raw) if raw in map(str, SIZES) else 300)])
    state.put(PAGE, "most", most, str(most) if most != 300 else "")
    return found, least, most


def _choices(graph: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = data.derived("choices", state.chosen(), lambda: {n: sections(graph) if n == "part" else links_of(graph).choices(n) for n in FIELDS})
    return found


def choosers(bar: Any, graph: Any) -> None:
    """The search, the layouts, and the folds with filters and paths, whose choices `layout` and `filters` have read already."""
    find(bar, graph)
    bar.segmented_control(say("layout"), LAYOUTS, key=f"{PAGE}.layout", format_func=lambda k: say(f"layout_{k}"), required=True, label_visibility="collapsed")
    with bar:
        fold = folded("filters", say("filters"), "filter_alt")
        if fold.open:
            with fold:
                _filters(graph, _choices(graph))
        path_chooser(graph)


def _filters(graph: Any, every: Mapping[str, Sequence[str]]) -> None:
    st.caption(say("filters_help"))
    left, right = st.columns(2, width=560)
    for i, name in enumerate(FIELDS):
        with left if i % 2 == 0 else right:
            st.multiselect(say(f"filter_{name}"), every[name], key=f"{PAGE}.{name}", format_func=lambda v, n=name: option(graph, n, v), placeholder=say("any"))
    left.slider(say("least"), 0.0, 1.0, key=f"{PAGE}.least", step=0.05)
    right.selectbox(say("most"), SIZES, key=f"{PAGE}.most")


def sections(graph: Any) -> list[str]:
    """The sections, and the papers where there are several."""
    papers = [n for n, row in graph.nodes(data=True) if row["kind"] == "paper"]
    return [*(papers if len(papers) > 1 else []), *(n for n, row in graph.nodes(data=True) if row["kind"] == "section")]


def read(raw: str, options: Sequence[str]) -> list[str]:
    """The values of a filter in the URL: keys, or codes of IRIs."""
    values = set(state.several(raw))
    return [o for o in options if o in values or state.short(o) in values]


def option(graph: Any, name: str, value: str) -> str:
    """A filter's value in words."""
    if name == "part":
        return network.clip(network.caption(graph.nodes[value]), 40)
    makers: dict[str, Callable[[str], str]] = {"family": words.family, "relation": words.relation, "type": words.kind, "scope": lambda v: say(f"scope_{v}")}
    return makers[name](value) if name in makers else words.concept(name, value)


def tools(bar: Any, graph: Any) -> None:
    """What can be done with what is picked, and the saved views."""
    nodes = picked.chosen()[0]
    now = picked.edits()
    more = sum(viewing.beyond(graph, n, now) for n in nodes)
    fetched = any(n in now.plus for n in nodes)
    held = bool(nodes) and {n for n, _, _ in now.pinned}.issuperset(nodes)
    with bar:
        _tool("expand", "open_in_full", nodes if more or not fetched else (), label=say("do_more", more) if fetched and more else "")
        _tool("collapse", "close_fullscreen", tuple(n for n in nodes if n in now.plus))
        _tool("isolate", "filter_center_focus", nodes)
        _tool("hide", "visibility_off", nodes)
        st.button(say("do_unpin" if held else "do_pin"), key="do-pin", icon=":material/push_pin:", disabled=not nodes, on_click=picked.pin, args=(nodes,),
                  help=say("do_pin_help"))
        st.button(say("undo"), key="do-undo", icon=":material/undo:", disabled=not st.session_state.get("graph.past"), on_click=picked.step, args=(True,))
        st.button(say("redo"), key="do-redo", icon=":material/redo:", disabled=not st.session_state.get("graph.future"), on_click=picked.step, args=(False,))
        st.button(say("do_everything"), key="do-everything", icon=":material/restart_alt:", disabled=now == Edits(), on_click=picked.change,
                  args=("everything", ()))
        saved_views()


def _tool(name: str, icon: str, nodes: tuple[str, ...], label: str = "") -> None:
    st.button(label or say(f"do_{name}"), key=f"do-{name}", icon=f":material/{icon}:", disabled=not nodes, on_click=picked.change, args=(name, nodes),
              help=say(f"do_{name}_help"))


def saved_views() -> None:
    """Views under a name, kept beside the store; a view is its URL parameters."""
    where = data.store().where
    fold = folded("views", say("views"), "bookmark")
    if not fold.open:
        return
    with fold:
        st.caption(say("views_help"))
        name = st.text_input(say("view_name"), key="graph.view_name", max_chars=60)
        st.button(say("view_save"), disabled=not name.strip(), key="view-save", on_click=lambda: bookmarks.keep(where, name, st.query_params.to_dict()))
        views = bookmarks.kept(where)
        for i, (title, params) in enumerate(reversed(views.items())):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.button(state.plain(title), key=f"view-{i}", icon=":material/bookmark:", on_click=reopen, args=(params,), type="tertiary")
                st.button(say("view_drop"), key=f"view-drop-{i}", icon=":material/delete:", on_click=bookmarks.drop, args=(where, title), type="tertiary")
        st.download_button(say("view_file"), json.dumps(views, ensure_ascii=False, indent=1), "policytrace-views.json", disabled=not views, key="view-file",
                           on_click="ignore")


def reopen(params: dict[str, str]) -> None:
    """Shows a saved view and nothing of the one before it."""
    state.forget(PAGE)
    for key in ("url:lang", "url:papers", "url:count"):
        st.session_state.pop(key, None)
    st.query_params.from_dict(params)


def path_chooser(graph: Any) -> None:
    """How are two nodes tied? The two that are picked, or any two; shows the shortest ways."""
    fold = folded("paths", say("path"), "route")
    if not fold.open:
        return
    with fold:
        pair = nodes if len(nodes := picked.chosen()[0]) == 2 else ("", "")
        texts = data.derived("ends", state.chosen(), lambda: _ends(graph, _first(graph))) | _ends(graph, [n for n in pair if n])
        order = list(texts)
        a, b = (st.selectbox(say(f"path_{name}"), order, index=order.index(node) if node else None, key=f"graph.{name} {state.short(node)}",
                             format_func=texts.__getitem__, placeholder=say("choose")) for name, node in zip(("from", "to"), pair, strict=True))  # fmt: skip
        if st.button(say("path_show"), key="path-show", type="primary", disabled=not (a and b)):
            found = viewing.paths(graph, a, b)
            if found:
                picked.remember(replace(picked.edits(), hidden=(), only=(), plus=(), paths=tuple(found)))
                st.rerun()
            st.info(say("path_none"))


def _first(graph: Any) -> list[str]:
    nodes = sorted(graph, key=lambda n: (-graph.degree(n), n))
    kinds = [[n for n in nodes if (graph.nodes[n]["kind"] == "entity") is entity] for entity in (True, False)]
    return [n for kind in kinds for n in kind[:ENDS]]


def _ends(graph: Any, nodes: Sequence[str]) -> dict[str, str]:
    return {n: network.clip(network.caption(graph.nodes[n]), 60) for n in nodes}


def paths_told(graph: Any) -> None:
    """The paths that are shown, in words."""
    for way in picked.edits().paths:
        st.markdown(" → ".join(f"**{state.plain(network.clip(network.caption(graph.nodes[n]), 40))}**" for n in way if n in graph))
