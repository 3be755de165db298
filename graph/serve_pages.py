"""What the endpoint says of itself: landing page, SPARQL service description, VoID, example queries."""

from __future__ import annotations

from collections.abc import Collection
from html import escape
from urllib.parse import quote

from graph.examples import as_shacl, examples
from graph.store import Store

CLASSES = "SELECT ?x (COUNT(DISTINCT ?s) AS ?n) WHERE { GRAPH ?paper { ?s a ?x } } GROUP BY ?x"
PROPERTIES = "SELECT ?x (COUNT(*) AS ?n) WHERE { GRAPH ?paper { ?s ?x ?o } } GROUP BY ?x"
FORMS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle", "N-Triples", "JSON-LD")
PREFIXES = ("@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .\n@prefix void: <http://rdfs.org/ns/void#> .\n"
            "@prefix dcterms: <http://purl.org/dc/terms/> .\n@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n\n")
STYLE = ("body{font-family:system-ui,'Noto Sans SC',sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;line-height:1.5;color:#1a1a1a;background:#fff}"
         "pre{background:#f4f4f4;padding:.75rem;overflow:auto}textarea{width:100%;height:14rem;font-family:monospace}summary{cursor:pointer}")


def description(base: str, limit: int, services: Collection[str] = ()) -> str:
    """The SPARQL 1.1 service description in Turtle."""
    federated = f"SERVICE to {', '.join(sorted(services))}" if services else "no SERVICE"
    feature = "sd:UnionDefaultGraph , sd:BasicFederatedQuery" if services else "sd:UnionDefaultGraph"
    forms = " , ".join(f"<http://www.w3.org/ns/formats/{form}>" for form in FORMS)
    return (f"{PREFIXES}<{base}sparql> a sd:Service ;\n    sd:endpoint <{base}sparql> ;\n    sd:supportedLanguage sd:SPARQL11Query ;\n"
            f"    sd:feature {feature} ;\n    sd:resultFormat {forms} ;\n"
            f'    rdfs:comment "read-only; at most {limit} rows; {federated}"@en ;\n'
            f"    sd:defaultDataset <{base}void#dataset> .\n<{base}void#dataset> a sd:Dataset , void:Dataset .\n")


def void(store: Store, base: str) -> str:
    """VoID: how many triples and graphs, and how many of each class and property."""
    classes, properties = ([(r["x"], int(r["n"])) for r in store.select(query)] for query in (CLASSES, PROPERTIES))
    lines = [f"{PREFIXES}<{base}void#dataset> a void:Dataset ;", f"    void:sparqlEndpoint <{base}sparql> ;",
             '    dcterms:title "PolicyTrace"@en , "政脉"@zh ;', f"    void:triples {sum(n for _, n in properties)} ;",
             f"    void:documents {len(store.papers())} ;", f"    void:classes {len(classes)} ;", f"    void:properties {len(properties)} ."]
    for kind, link, count, rows in (("class", "classPartition", "entities", classes), ("property", "propertyPartition", "triples", properties)):
        for n, (iri, number) in enumerate(sorted(rows), 1):
            part = f"<{base}void#{kind}-{n}>"
            lines.append(f"<{base}void#dataset> void:{link} {part} .\n{part} void:{kind} <{iri}> ; void:{count} {number} .")
    return "\n".join(lines) + "\n"


def example_queries(base: str) -> str:
    """The examples as sh:SPARQLExecutable."""
    return as_shacl(examples(), base + "examples/")


def landing(store: Store, base: str, timeout: float, limit: int) -> str:
    """The page at /: what is here, a form, and the examples, each with a link that runs it."""
    shown = "".join(
        f"<details><summary lang='zh'>{escape(e.title['zh'])} <span lang='en'>· {escape(e.title['en'])}</span></summary>"
        f"<p lang='zh'>{escape(e.description['zh'])}</p><p lang='en'>{escape(e.description['en'])}</p><pre>{escape(e.query)}</pre>"
        f"<p><a href='sparql?query={quote(e.query, safe='')}'>运行 · run</a></p></details>"
        for e in examples()
    )
    first = escape(examples()[0].query)
    return (f"<!doctype html><html lang='zh'><head><meta charset='utf-8'><title>政脉 PolicyTrace · SPARQL</title><style>{STYLE}</style></head><body>"
            f"<h1>政脉 PolicyTrace · SPARQL</h1><p>{len(store.papers())} 份文件 · papers. <code>{escape(base)}sparql</code>; 只读 · read-only; "
            f"{timeout:g} s; {limit} 行 · rows. <a href='sparql'>service description</a> · <a href='void'>VoID</a> · <a href='examples.ttl'>examples</a></p>"
            f"<form action='sparql' method='get'><label for='query'>查询 · Query</label><textarea id='query' name='query'>{first}</textarea>"
            f"<p><button>运行 · Run</button></p></form><h2>示例 · Examples</h2>{shown}</body></html>")
