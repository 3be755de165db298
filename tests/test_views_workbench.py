"""What stands behind the workbench: prefixes, the question form, kept queries, code, cancelling, tables and files of an answer."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

import openpyxl
import pandas as pd
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.triples import to_nquads
from graph import saved
from graph.answers import as_text
from graph.answers_excel import as_excel
from graph.completion import LONGEST, missing, short, used, with_prefixes
from graph.errors import GraphError, QueryError
from graph.guard import words
from graph.model import Answer
from graph.queries import entities
from graph.question import SUBJECTS, WHO, Question, sparql, spoken
from graph.snippets import CODES, curl, python, r
from graph.store import Store, open_store
from graph.vocab import NS, RELATIONS, iri
from tests.papers import ROOT, invented, second
from tests.test_store import ENDLESS, free_port
from views import query_charts, query_job, query_kept, workbench
from views.query_answer import number
from views.query_form import within

QUESTION = 'SELECT ?s ?o WHERE { GRAPH ?paper { ?s pt:implements ?o } } # "x"'


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Two invented papers."""
    found = open_store(tmp_path_factory.mktemp("bench") / "store")
    for paper in (invented(), second()):
        found.put(to_nquads(paper))
    return found


@pytest.mark.parametrize(
    ("query", "lacking"),
    [("SELECT * { ?s pt:implements ?o }", ["pt"]), ("SELECT * { ?s a pt:Meeting ; rdfs:label ?x ; pt:tier ?t }", ["pt", "rdfs"]),
     ("PREFIX pt: <x:y>\nSELECT * { ?s pt:tier ?o }", []), ('SELECT * { ?s ?p "pt:x", <pt:y> } # oa:z', []), ("SELECT * { ?s nobody:knows _:b }", []),
     ("SELECT * { ?l pt:evidence/oa:exact ?q }", ["pt", "oa"])],
)  # fmt: skip
def test_prefixes_come_by_themselves(query: str, lacking: list[str]) -> None:
    """What is used, known and not declared; not in strings, IRIs and comments. Added once, and then none is missing."""
    assert missing(query) == lacking
    assert missing(with_prefixes(query)) == []
    assert with_prefixes(with_prefixes(query)) == with_prefixes(query)
    assert with_prefixes("# title\n" + query).startswith("# title\n")


def test_terms_are_those_of_the_store(store: Store) -> None:
    """Classes and properties that the papers use are there with their words; those of the ontology that nobody uses are not."""
    found = {u.name: u for u in used(store)}
    assert (found["pt:implements"].kind, found["pt:implements"].zh) == ("property", "贯彻落实")
    assert found["pt:Meeting"].kind == "class"
    assert found["pt:tier-central"].kind == "concept"
    assert "pt:convenes" not in {u.name for u in used(store, [])}
    assert short(NS + "a/b") == f"<{NS}a/b>"


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_relation_of_the_form_can_be_asked(subject: str, store: Store) -> None:
    """Each subject with each relation gives a query that runs; who made it only of things."""
    for relation in ("any", "responds", *RELATIONS):
        assert store.run(sparql(Question(subject, relation))).kind == "rows"
    if subject in ("initiative", "section", "plan"):
        with pytest.raises(QueryError, match="can't be asked"):
            sparql(Question(subject, WHO))
    else:
        assert store.run(sparql(Question(subject, WHO))).kind == "rows"


def answers(store: Store, question: Question, column: str = "thing") -> set[str]:
    answer = store.run(sparql(question))
    at = answer.variables.index(column)
    return {row[at].value for row in answer.rows}  # type: ignore[union-attr]


def test_the_form_narrows(store: Store) -> None:
    """Class, tier, standing, name, thing, paper and section each leave what fits, and something."""
    law, congress = iri("document", "江海市未成年人保护条例"), iri("meeting", "中国共产党第三十次全国代表大会")
    every = answers(store, Question(relation="any"))
    assert {law, congress} <= every
    assert answers(store, Question(relation="any", classes=("MEETING",))) < every
    assert law in answers(store, Question(relation="any", standings=("law",))) < every
    assert congress not in answers(store, Question(relation="any", tiers=("provincial",)))
    assert answers(store, Question(relation="any", words="党的三十大")) == {congress}
    assert answers(store, Question(relation="any", things=(law,))) == {law}
    paper = iri("document", "江海共青团2031年工作要点")
    first = answers(store, Question(relation="any", papers=(paper,), parts=(f"{paper}#s1",)), "answer")
    assert first == {f"{paper}#item-1", f"{paper}#item-2"}
    assert answers(store, Question("PROGRAMME", "responds", standings=("law",)), "answer") == {iri("programme", "红帆工程")}


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet=st.sampled_from(list("""党a"'\\u0022{}<>#?. \n\r\t;/*SERVICE\u202e\x00}""")), max_size=40))
def test_words_of_a_visitor_stay_words(text: str) -> None:
    """Whatever is typed, the query has the same bare words as for a harmless name, reads, and asks for that name."""
    query = sparql(Question(words=text))
    harmless = sparql(Question(words="\\".join(["x"] * len(spoken(text)))))
    assert words(query) == words(harmless)
    assert "SERVICE" not in words(query)
    ox.Store().query(query)
    assert all(str(ox.Literal(piece.lower())) in query for piece in spoken(text))


@pytest.mark.parametrize("bad", [{"things": ("x> } DROP ALL #",)}, {"papers": ("no iri",)}, {"relation": "implements } #"}, {"subject": "x"}, {"classes": ("X",)},
                                 {"tiers": ("x } #",)}, {"words": "长" * 201}])
def test_what_is_no_choice_is_refused(bad: dict[str, object]) -> None:
    """What the form does not offer is a fault that says what to do, and never a query."""
    with pytest.raises(GraphError):
        sparql(Question(**bad))  # type: ignore[arg-type]


WRITER = """
import sys
from graph import saved
for i in range(20):
    saved.star(sys.argv[1], f"SELECT {sys.argv[2]} {i}", sys.argv[2])
"""


def test_kept_queries_survive_and_two_writers_lose_nothing(tmp_path: Path) -> None:
    """Star, name, history; another process sees them; two that write at once lose none; the place follows from the store alone."""
    where = str(tmp_path / "store")
    saved.ran(where, "SELECT 1")
    saved.star(where, "SELECT 2", " 谁\n牵头\x00 ../../etc ")
    saved.ran(where, "SELECT 2")
    assert [(s.query, s.name, s.starred) for s in saved.kept(where)] == [("SELECT 2", "谁 牵头 ../../etc", True), ("SELECT 1", "", False)]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["store.queries.json", "store.queries.json.lock"]
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, where, name], cwd=ROOT, stderr=subprocess.PIPE, text=True) for name in "ab"]
    said = [writer.communicate(timeout=60)[1] for writer in writers]
    assert ([writer.returncode for writer in writers], said) == ([0, 0], ["", ""])
    assert sum(s.starred for s in saved.kept(where)) == 41
    saved.unstar(where, "SELECT 2")
    saved.forget(where)
    assert {s.query for s in saved.kept(where)} == {f"SELECT {n} {i}" for n in "ab" for i in range(20)}


def test_history_is_bounded_and_a_broken_file_is_told(tmp_path: Path) -> None:
    """Old history goes, stars stay; a file that is no JSON is named and left as it is; a query that is too long is not kept."""
    where = str(tmp_path / "store")
    saved.star(where, "SELECT kept")
    for i in range(saved.HISTORY + 5):
        saved.ran(where, f"SELECT {i}")
    assert len(saved.kept(where)) == saved.HISTORY + 1
    with pytest.raises(QueryError, match="not kept"):
        saved.ran(where, "x" * (LONGEST + 1))
    saved.place(where).write_text("{", "utf-8")
    with pytest.raises(QueryError, match=r"store\.queries\.json"):
        saved.ran(where, "SELECT new")
    assert saved.place(where).read_text("utf-8") == "{"
    assert saved.place("http://127.0.0.1:7878").parent == Path("data")


@given(st.text(max_size=3000))
def test_a_link_holds_the_query(text: str) -> None:
    """What is packed is unpacked; a bomb is cut; what we did not make is taken as it is."""
    text = text.encode("utf-8", "replace").decode()
    code = query_kept.packed(text)
    assert not code or query_kept.unpacked(code) == text
    assert len(code) <= max(query_kept.SHORT, query_kept.LONGEST)


def test_a_link_may_be_nonsense() -> None:
    """Nonsense in the address is text, and a bomb is no more than the longest query."""
    assert query_kept.unpacked("~no such code!") == "~no such code!"
    assert len(query_kept.unpacked(query_kept.packed("a" * 4_000_000))) <= LONGEST


TRICKY = 'SELECT ?s WHERE { ?s ?p "引号\' $HOME `id` \\\\ )-" } # """\n'


def test_code_asks_the_endpoint(store: Store) -> None:
    """The commands that the page shows run as they are against `graph serve`, with quotes, dollars and backslashes in the query, over the chosen papers."""
    port = free_port()
    server = subprocess.Popen([sys.executable, "-m", "graph", "serve", "--port", str(port), "--store", store.where], stderr=subprocess.DEVNULL)
    at = f"http://127.0.0.1:{port}/sparql"
    count = 'SELECT (COUNT(DISTINCT ?g) AS ?n) ("引号\' $HOME `id` \\\\ )-" AS ?t) WHERE { GRAPH ?g { ?s a <' + NS + "Initiative> } } # \"\"\"\n"
    try:
        for _ in range(100):
            if subprocess.run(["curl", "-s", "-o", "/dev/null", f"http://127.0.0.1:{port}/"], check=False).returncode == 0:
                break
            time.sleep(0.05)
        for papers in ((), (iri("document", "江海共青团2031年工作要点"),)):
            said = subprocess.run(["bash", "-c", curl(count, papers, at)], capture_output=True, text=True, check=True).stdout
            table = pd.read_csv(io.StringIO(said))
            assert table.values.tolist() == [[len(papers) or 2, "引号' $HOME `id` \\ )-"]]
            done = subprocess.run([sys.executable, "-c", python(count, papers, at)], capture_output=True, text=True, check=True)
            assert "$HOME `id`" in done.stdout
        done = subprocess.run([sys.executable, "-c", python("CONSTRUCT WHERE { ?s a <" + NS + "Meeting> }", (), at)], capture_output=True, text=True, check=True)
        assert "triples" in done.stdout
    finally:
        server.kill()
        server.wait()


@pytest.mark.parametrize("query", [TRICKY, 'SELECT * { ?s ?p "a)-" }', 'x""""', "a\r\nb", "\\"])
def test_code_quotes_by_the_rules_of_its_language(query: str) -> None:
    """Python's literal evaluates to the query; R's raw string ends where it should; every language has its code."""
    scope: dict[str, object] = {}
    exec("QUERY = " + python(query).partition("QUERY = ")[2].partition("\nASKED")[0], scope)
    assert scope["QUERY"] == query
    fence = r(query).partition('r"')[2].partition("(")[0]
    assert r(query).partition(f'r"{fence}(')[2].partition(f'){fence}"')[0] == query
    assert all(make(query) for make in CODES.values())


def test_a_query_is_cancelled_and_its_process_ends(store: Store) -> None:
    """Cancel ends an endless query at once; the next is answered within 300 ms, and so it is after a time-out."""
    job = query_job.start(store, ENDLESS, None, timeout=30, limit=10)
    assert not job.done.is_set()
    began = time.monotonic()
    job.cancel("cancelled")
    assert (job.fault, job.answer) == ("cancelled", None)
    for _ in range(2):
        job = query_job.start(store, "ASK { ?s ?p ?o }", None, timeout=30, limit=10)
        assert job.done.wait(5)
        assert job.answer == Answer("boolean", boolean=True)
    assert time.monotonic() - began < 3
    for thread in [t for t in threading.enumerate() if "_work" in t.name]:
        thread.join(2)
        assert not thread.is_alive()
    late = query_job.start(store, ENDLESS, None, timeout=0.5, limit=10)
    assert late.done.wait(5)
    assert "time-out" in late.fault
    assert late.answer is None
    after = query_job.start(store, "ASK { ?s ?p ?o }", None, timeout=30, limit=10)
    assert after.done.wait(5)
    assert after.seconds < 0.3


@pytest.mark.parametrize(("query", "said"), [("ASK {} #" + "x" * 1_000_000, "at most"), ("ASK " + "{" * 40_000 + "}" * 40_000, "answered|process"),
                                            ("LOAD <http://127.0.0.1:9/>", "refused"), ("DROP ALL", "refused"), ("SELECT * { SERVICE <http://127.0.0.1:9/> {} }", "refused"),
                                            ('SELECT * { ?s ?p ?o FILTER(REGEX("' + "a" * 40 + '!", "^(a+)+$")) }', "")])  # fmt: skip
def test_hostile_queries_do_no_harm(query: str, said: str, store: Store) -> None:
    """A megabyte, deep nesting, updates, SERVICE, a regex bomb: each is refused or answered within its time, says why, and the next one is answered."""
    job = query_job.start(store, with_prefixes(query), None, timeout=3, limit=10)
    assert job.done.wait(5)
    assert re.search(said, job.fault)
    assert (job.answer is None) == bool(said)
    after = query_job.start(store, "ASK { ?s ?p ?o }", None, timeout=30, limit=10)
    assert after.done.wait(5)
    assert after.answer == Answer("boolean", boolean=True)


def test_files_of_an_answer_hold_it(store: Store) -> None:
    """Excel has names beside IRIs and numbers as numbers, and no formula; Turtle of rows is the W3C's result set; both read back."""
    answer = store.run(with_prefixes('SELECT ?s (3 AS ?n) ("=1+1" AS ?f) ("a\u0001" AS ?c) ?none WHERE { GRAPH ?g { ?s a pt:Initiative } } LIMIT 2'))
    first = answer.rows[0][0].value  # type: ignore[union-attr]
    sheet = openpyxl.load_workbook(io.BytesIO(as_excel(answer, {first: "第一项"}))).active
    head, *rows = [[cell.value for cell in row] for row in sheet.rows]
    assert head == ["s (label)", "s", "n", "f", "c", "none"]
    assert rows[0] == ["第一项", first, 3, "=1+1", "a\ufffd", None]
    assert sheet["D2"].data_type == "s"
    graph = rdflib.Graph().parse(data=as_text(answer, "ttl"), format="turtle")
    assert len(list(graph.objects(None, rdflib.URIRef("http://www.w3.org/2001/sw/DataAccess/tests/result-set#solution")))) == 2
    assert "boolean true" in as_text(Answer("boolean", boolean=True), "ttl")
    assert len(json.loads(as_text(answer, "json"))["results"]["bindings"]) == 2


def test_dates_and_numbers_are_told_apart() -> None:
    """2023, 2023-03 and a date-time are dates; 20, 2023年 and an integer are not."""
    table = pd.DataFrame({"y": ["2023", ""], "d": ["2023-03-01T00:00:00", "2023-03"], "n": [2023, 2024], "x": ["20", "2023年"]})
    assert query_charts.dated(table) == ["y", "d"]
    assert number(ox.Literal(3)) == 3
    assert number(ox.Literal("x", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer"))) is None
    assert number(ox.Literal("3")) is None


def test_a_section_brings_those_in_it() -> None:
    """However deep; and a circle ends."""
    assert within(["a"], {"a": "", "b": "a", "c": "b", "d": ""}) == ["a", "b", "c"]
    assert within(["a"], {"a": "b", "b": "a"}) == ["a", "b"]


def test_names_come_by_sound(store: Store) -> None:
    """The editor is told what fits what was typed, by characters or pinyin, with the IRI that is put in; nothing fits nothing."""
    things = entities(store)
    assert workbench.found("hfgc", things)[0][:2] == [f"<{iri('programme', '红帆工程')}>", "红帆工程"]
    assert workbench.found("三十大", things)[0][1] == "中国共产党第三十次全国代表大会"
    assert workbench.found("zzzz", things) == workbench.found("", things) == []
