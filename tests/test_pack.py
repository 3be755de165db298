"""The pack and the data for other tools: read back by the tools that would read them."""

from __future__ import annotations

import io
import json
import re
import warnings
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import process_time
from xml.etree import ElementTree

import igraph
import networkx as nx
import pandas as pd
import pytest
from PIL import Image
from playwright.sync_api import sync_playwright
from pypdf import PdfReader

from extract.triples import to_nquads
from graph.briefing import rows
from graph.briefing_pdf import briefing_pdf
from graph.export import export
from graph.export_references import cite
from graph.figure.font import width
from graph.pack import pack
from graph.queries import links, papers, source_text
from graph.store import open_store
from tests.browser.conftest import chromium
from tests.papers import shipped

QDE = {"q": "urn:QDA-XML:project:1.0"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory):
    store = open_store(str(tmp_path_factory.mktemp("pack") / "store"))
    store.put(to_nquads(shipped()))
    yield store
    store.close()


@pytest.mark.parametrize("form", ["xlsx", "parquet", "dta", "cyjs", "qdpx", "html", "gbt", "bib", "ris", "gexf", "graphml"])
def test_same_graph_same_bytes(store, form):
    assert export(store, form) == export(store, form)


def test_excel_parquet_and_stata_hold_the_same_evidence(store):
    excel = pd.read_excel(io.BytesIO(export(store, "xlsx")), keep_default_na=False)
    parquet = pd.read_parquet(io.BytesIO(export(store, "parquet")))
    stata = pd.read_stata(io.BytesIO(export(store, "dta")))
    evidence = sum(max(len(t.quotes), 1) for t in links(store))
    assert len(excel) == len(parquet) == len(stata) == evidence
    assert list(excel["quote"]) == list(parquet["quote"]) == list(stata["quote"])
    assert set(stata["relation"].cat.categories) >= {"implements", "carries_out"}  # value labels


def test_a_cell_that_begins_like_a_formula_is_text(tmp_path, store):
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(export(store, "xlsx"))).active
    assert not [c.coordinate for row in sheet.iter_rows() for c in row if c.data_type == "f"]


def test_networks_are_read_by_others(store, tmp_path):
    (tmp_path / "g.graphml").write_bytes(export(store, "graphml"))
    (tmp_path / "g.gexf").write_bytes(export(store, "gexf"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ours = nx.read_graphml(tmp_path / "g.graphml", force_multigraph=True)
        theirs = igraph.Graph.Read_GraphML(str(tmp_path / "g.graphml"))
        gephi = nx.read_gexf(tmp_path / "g.gexf")
    assert ours.number_of_nodes() == theirs.vcount() == gephi.number_of_nodes()
    elements = json.loads(export(store, "cyjs"))["elements"]
    assert len(elements["nodes"]) == ours.number_of_nodes()
    assert {e["data"]["source"] for e in elements["edges"]} <= {n["data"]["id"] for n in elements["nodes"]}


def test_qdpx_keeps_the_rules_of_refi_qda(store):
    """REFI-QDA 1.0: project.qde in the namespace; unique GUIDs; every reference has its target; positions lie in the plain text."""
    with zipfile.ZipFile(io.BytesIO(export(store, "qdpx"))) as package:
        project = ElementTree.fromstring(package.read("project.qde"))
        texts = {name: package.read(name).decode("utf-8") for name in package.namelist() if name.startswith("sources/")}
    guids = [e.get("guid") for e in project.iter() if e.get("guid")]
    assert len(guids) == len(set(guids))
    codes = {c.get("guid") for c in project.iterfind(".//q:Code", QDE) if c.get("isCodable") == "true"}
    assert {r.get("targetGUID") for r in project.iterfind(".//q:CodeRef", QDE)} <= codes
    source = project.find(".//q:TextSource", QDE)
    text = texts[source.get("plainTextPath").replace("internal://", "sources/")]
    selections = source.findall("q:PlainTextSelection", QDE)
    assert len(selections) > 300
    for s in selections:
        start, end = int(s.get("startPosition")), int(s.get("endPosition"))
        assert " ".join(text[start:end].split()) == s.findtext("q:Description", namespaces=QDE)
    assert len(text) == len(source_text(store, store.papers()[0]))


# Element → what it must and may carry (name → kind), and its children in their order: REFI-QDA 1.0, Project.xsd of 18 March 2019, as far as we write it.
STAMPS = {"creatingUser": "guid", "creationDateTime": "time", "modifyingUser": "guid", "modifiedDateTime": "time"}
REFI = {
    "Project": ({"name": "text"}, {"origin": "text", "creatingUserGUID": "guid", "creationDateTime": "time", "basePath": "text"},
                ("Users", "CodeBook", "Variables", "Cases", "Sources", "Notes", "Links", "Sets", "Graphs", "Description", "NoteRef")),
    "Users": ({}, {}, ("User",)),
    "User": ({"guid": "guid"}, {"name": "text", "id": "text"}, ()),
    "CodeBook": ({}, {}, ("Codes",)),
    "Codes": ({}, {}, ("Code",)),
    "Code": ({"guid": "guid", "name": "text", "isCodable": "truth"}, {"color": "colour"}, ("Description", "NoteRef", "Code")),
    "Sources": ({}, {}, ("TextSource",)),
    "TextSource": ({"guid": "guid", "plainTextPath": "path"}, {"name": "text", "richTextPath": "path", **STAMPS},
                   ("Description", "PlainTextSelection", "Coding", "NoteRef", "VariableValue")),
    "PlainTextSelection": ({"guid": "guid", "startPosition": "count", "endPosition": "count"}, {"name": "text", **STAMPS}, ("Description", "Coding", "NoteRef")),
    "Coding": ({"guid": "guid"}, STAMPS, ("CodeRef", "NoteRef")),
    "CodeRef": ({"targetGUID": "guid"}, {}, ()),
    "Description": ({}, {}, ()),
}
KINDS = {"guid": r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", "colour": r"#([A-Fa-f0-9]{6}|[A-Fa-f0-9]{3})", "truth": "true|false|0|1", "count": r"\d+",
         "time": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "path": r"internal://[^/\\]+\.(txt|docx)", "text": r"(?s).*"}


def test_qdpx_has_only_elements_and_attributes_of_the_schema_in_their_order(store):
    with zipfile.ZipFile(io.BytesIO(export(store, "qdpx"))) as package:
        root = ElementTree.fromstring(package.read("project.qde"))
    assert root.tag == "{urn:QDA-XML:project:1.0}Project"
    faults = []
    for element in root.iter():
        name = element.tag.partition("}")[2]
        must, may, order = REFI[name]
        faults += [(name, key) for key in must if key not in element.attrib]
        faults += [(name, key, value) for key, value in element.attrib.items() if not re.fullmatch(KINDS[{**must, **may}[key]], value)]
        children = [order.index(child.tag.partition("}")[2]) for child in element]
        faults += [(name, children)] if children != sorted(children) else []
    assert faults == []
    assert all(c.find("q:CodeRef", QDE) is not None for c in root.iter("{urn:QDA-XML:project:1.0}Coding"))


def test_references(store):
    paper = papers(store)[0]
    assert cite(paper, "gbt", "6").endswith("京团办字〔2023〕2号[A]. 2023-04-10: 第6项.")
    assert cite(paper, "ris").startswith("TY  - GOVDOC\r\n")
    assert cite(paper, "bib").count("{") == cite(paper, "bib").count("}")


def test_the_html_page_asks_for_nothing(store):
    page = export(store, "html").decode("utf-8")
    assert re.findall(r'(?:src|href)="(?!data:|#)[^"]*"', page) == []


def test_pack_holds_figures_tables_and_what_makes_them_again(store):
    """In less than 20 s of one processor; made anew it is the same to the byte."""
    shares: list[float] = []
    begun = process_time()
    data = pack(store, progress=lambda share, what: shares.append(share))
    assert process_time() - begun < 20
    assert data == pack(store)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = set(package.namelist())
        versions = json.loads(package.read("replication/versions.json"))
        summary = package.read("summary.txt").decode("utf-8")
    assert {"briefing.docx", "figures/trace.pdf", "data/evidence.csv", "data/nodes.csv", "data/edges.csv", "data/evidence.R", "replication/items.csv", "replication/codebook.md"} <= names
    assert versions[0]["sha256"]
    assert "京团办字〔2023〕2号" in summary
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_the_briefing_as_pdf_says_what_the_word_file_says(store, monkeypatch):
    """Same bytes for the same graph, fonts embedded, every directive's name and every task's words in the text that can be searched."""
    monkeypatch.setattr("graph.briefing_pdf.FIGURES", ("shares",))  # the others are looked at in test_figure.py
    progress: list[float] = []
    data = briefing_pdf(store, None, progress=lambda share, what: progress.append(share))
    assert data == briefing_pdf(store, None)
    assert progress == sorted(progress)
    reader = PdfReader(io.BytesIO(data))
    assert "北京共青团2023年工作要点" in reader.metadata.title
    text = "".join("".join(page.extract_text().split()) for page in reader.pages)
    table = rows(links(store), "zh")
    assert len(table) > 50
    assert [name for name, *_ in table if "".join(name.split()) not in text] == []
    assert [said for *_, said in table if "".join(said.split())[:40] not in text] == []
    for page in reader.pages:
        assert all("+NotoSansSC" in f.get_object()["/BaseFont"] for f in page["/Resources"]["/Font"].values())


def test_the_tables_lines_keep_to_the_page(store):
    from graph.briefing_pdf import EDGE, _table

    pages = list(_table(rows(links(store), "zh"), "zh"))
    assert len(pages) > 1
    assert all(t.y <= page.height - EDGE and t.x >= EDGE and t.x + width(t.text, t.size) <= page.width - EDGE + 1 for page in pages for t in page.texts)
    assert not [t.text for page in pages for t in page.texts if t.text[:1] in "，。；、"]


def used(file: Path) -> dict[str, object]:
    """What a visitor sees of the page with the network cut: what it asked for, its faults, what the search finds, the tooltip under the mouse."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 1200, "height": 800}, offline=True)
        page = context.new_page()
        asked, faults = [], []
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.goto(file.as_uri())
        page.fill("#find", "青马工程")
        found = page.evaluate("network.getSelectedNodes().map(n => nodes.get(n).label)")
        page.wait_for_function("network.getScale() > 0.9")
        spot = page.evaluate("(() => { const n = network.getSelectedNodes()[0]; return network.canvasToDOM(network.getPositions([n])[n]); })()")
        box = page.locator("#mynetwork").bounding_box()
        page.mouse.move(box["x"] + spot["x"], box["y"] + spot["y"])
        page.locator(".vis-tooltip").wait_for(state="visible")
        seen = {"asked": [u for u in asked if not u.startswith(("file:", "data:", "blob:"))], "faults": faults, "found": found, "tooltip": page.locator(".vis-tooltip").inner_text(),
                "font": page.evaluate("document.fonts.check(\"16px 'Noto Sans SC'\", '青')"), "colours": len(Image.open(io.BytesIO(page.screenshot())).convert("RGB").getcolors(1 << 24))}
        browser.close()
    return seen


@pytest.mark.browser
def test_the_html_page_works_with_the_network_cut(store, tmp_path):
    file = tmp_path / "network.html"
    file.write_bytes(export(store, "html"))
    with ThreadPoolExecutor(1) as apart:  # a thread of its own: the browser of the other tests holds this one's event loop
        seen = apart.submit(used, file).result()
    assert (seen["asked"], seen["faults"]) == ([], [])
    assert "青马工程" in seen["found"]
    assert seen["tooltip"] == "青马工程"
    assert seen["font"]
    assert seen["colours"] > 50
