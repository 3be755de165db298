"""The network as one HTML page that works from a USB stick: pyvis draws it, its libraries stand in the page, nothing is fetched."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

import networkx as nx
from pyvis.network import Network

from graph.figure.font import FAMILY, subset_uri
from graph.figure.style import FILLS, STROKES
from graph.project import project
from graph.store import Store

SHAPES: dict[str, tuple[str, int, bool]] = {  # shape with the label inside, radius of its corners, dashed outline
    "DOC": ("box", 0, False), "MEETING": ("ellipse", 0, False), "PROGRAMME": ("box", 14, False), "ORG": ("box", 0, True), "DOCTRINE": ("ellipse", 0, True),
    "STRATEGY": ("box", 14, True),
}
OUTSIDE = re.compile(r'(?s)<script[^>]+src="[^"]*"[^>]*>\s*</script>|<link[^>]+href="[^"]*"[^>]*/?>')
MOST = 400  # nodes; beyond that the page is slow and unreadable


def page(store: Store, selection: Sequence[str] | None = None) -> bytes:
    """The page, with a search box and the words of each tie as its tooltip. Above MOST nodes the best linked are shown, and the page says so."""
    graph = project(store, selection)
    ranked_all = sorted((n for n in graph.nodes if graph.degree(n)), key=lambda n: (-graph.degree(n), n))
    shown = set(ranked_all[:MOST])
    network = Network(height="92vh", width="100%", directed=True, cdn_resources="in_line")
    network.toggle_physics(False)
    spots = _places(graph.subgraph(sorted(shown)))
    for node in sorted(shown):
        data = graph.nodes[node]
        shape, radius, dashed = SHAPES.get(data.get("type", ""), ("box", 4, False))
        standing = (data.get("standings") or ("unknown",))[0]
        label = f"{data['id']}. {data.get('label', '')}" if data.get("kind") == "item" else data.get("label", node)
        network.add_node(node, label=_short(label), title=_plain(label), x=spots[node][0], y=spots[node][1], shape=shape, font={"face": FAMILY},
                         shapeProperties={"borderRadius": radius, "borderDashes": [6, 4] if dashed else False}, borderWidth=1.5,
                         color={"background": FILLS.get(standing, "#ffffff"), "border": STROKES.get(standing, "#333333")})
    for a, b, data in sorted(graph.edges(data=True), key=lambda e: (e[0], e[1], e[2].get("relation", ""))):
        if a in shown and b in shown:
            words = " … ".join(q.text for q in data.get("quotes", ()))
            held = data.get("family") == "structure"
            network.add_edge(a, b, title=_plain(f"{data.get('relation')} {data.get('cue', '')}: {words}"), color="#dddddd" if held else "#777777", arrowStrikethrough=False)
    used = {c for node in network.nodes for c in node["label"] + node["title"]} | {c for edge in network.edges for c in edge["title"]}
    return _offline(network.generate_html(notebook=False), "".join(sorted(used)), len(ranked_all) - len(shown)).encode("utf-8")


def _places(graph: nx.MultiDiGraph[str]) -> dict[str, tuple[float, float]]:
    """Positions by force (Fruchterman and Reingold), the same for the same graph: the nodes in order, a fixed seed."""
    ordered: nx.Graph[str] = nx.Graph()
    ordered.add_nodes_from(sorted(graph.nodes))
    ordered.add_edges_from(sorted({tuple(sorted((a, b))) for a, b in graph.edges()}))
    spread = 280.0 * max(len(ordered), 1) ** 0.5
    return {n: (float(x) * spread * 1.4, float(y) * spread * 0.8) for n, (x, y) in nx.spring_layout(ordered, seed=7, iterations=80).items()}


def _short(label: str) -> str:
    label = " ".join(label.split())
    return label if len(label) <= 24 else label[:23] + "…"


def _plain(text: str) -> str:
    """A tooltip as text: vis-network takes HTML there."""
    return html.escape(" ".join(text.split()))


def _offline(text: str, characters: str, hidden: int) -> str:
    """pyvis' page without what it would fetch, with a search box and a title."""
    body = OUTSIDE.sub("", text)
    more = f"<p>{hidden} nodes with fewer ties are left out.</p>" if hidden else ""
    search = (
        '<label style="font-size:14px;padding:8px;display:block">查找 Search <input id="find" style="width:20em"></label>' + more +
        "<script>document.getElementById('find').addEventListener('input',e=>{const q=e.target.value.trim();"
        "const hit=q?nodes.get().filter(n=>(n.label||'').includes(q)||(n.title||'').includes(q)).map(n=>n.id):[];"
        "network.selectNodes(hit,false);if(hit.length)network.fit({nodes:hit,animation:false,maxZoomLevel:1.2});});</script>"
    )
    face = f"@font-face{{font-family:'{FAMILY}';src:url({subset_uri(characters + ''.join(sorted(set(search))))})}}body{{font-family:'{FAMILY}',sans-serif}}input{{font:inherit}}"
    head = f'<meta charset="utf-8"><title>PolicyTrace 政脉</title><style>{face}</style>'
    search += f"<script>document.fonts.load(\"16px '{FAMILY}'\").then(()=>{{nodes.update(nodes.get());network.fit();}});</script>"
    return body.replace("<head>", f"<head>{head}", 1).replace("</body>", f"{search}</body>", 1)
