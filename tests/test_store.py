"""The stores behave alike: the same tests run over a folder, a real `oxigraph serve` without --union-default-graph, and Debian's Virtuoso."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from extract.triples import quads, to_nquads
from graph import queries
from graph.errors import QueryError, StoreError
from graph.examples import examples
from graph.guard import is_update, services, words
from graph.store import Store, open_store
from graph.store_folder import FolderStore, file_name
from graph.store_index import Files, scan, write_atomically
from graph.store_server import ServerStore, addresses
from graph.store_terms import ONTOLOGY
from graph.vocab import entity_iri
from tests.engines import free_port, oxigraph
from tests.papers import TEXT, invented, second
from tests.virtuoso import running_virtuoso

ONE, TWO = entity_iri(invented().id), entity_iri(second().id)
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    with oxigraph() as where:
        yield where


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_virtuoso(tmp_path_factory.mktemp("virtuoso"), free_port(), free_port()) as where:
        yield where


ENGINES = ("folder", *(pytest.param(name, marks=pytest.mark.server) for name in ("server", "virtuoso")))


@pytest.fixture(params=ENGINES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    where = tmp_path / "store" if request.param == "folder" else request.getfixturevalue(request.param)
    opened = open_store(where)
    yield opened
    for paper in opened.papers():
        opened.remove(paper)
    opened.close()


def test_put_and_remove(store: Store) -> None:
    assert store.papers() == ()
    empty = store.version()
    assert store.put(to_nquads(invented())) == ONE
    first = store.version()
    assert store.put(quads(second())) == TWO
    assert store.papers() == tuple(sorted((ONE, TWO)))
    assert len({empty, first, store.version()}) == 3
    assert store.nquads(ONE) == to_nquads(invented())
    assert queries.source_text(store, ONE) == TEXT
    kept = store.nquads(TWO)
    assert store.remove(TWO)
    assert not store.remove(TWO)
    assert store.version() == first
    store.put(kept)
    assert store.papers() == tuple(sorted((ONE, TWO)))


def test_putting_again_replaces(store: Store) -> None:
    store.put(to_nquads(invented()))
    shorter = "".join(line for line in to_nquads(invented()).splitlines(keepends=True) if "altLabel" not in line)
    store.put(shorter)
    assert store.nquads(ONE) == shorter


def test_a_selection_of_papers(store: Store) -> None:
    store.put(to_nquads(invented()))
    store.put(to_nquads(second()))
    for selection, expected in (((ONE,), {ONE}), ((TWO,), {TWO}), (None, {ONE, TWO}), ((), set())):
        assert {t.paper for t in queries.links(store, selection)} == expected
    both, one = (int(str(store.run(COUNT, papers=p).rows[0][0].value)) for p in (None, (ONE,)))  # type: ignore[union-attr]
    assert both > one > 0


def test_the_ontology_is_in_the_graph_of_the_namespace(store: Store) -> None:
    store.put(to_nquads(invented()))
    ask = 'ASK { GRAPH <https://w3id.org/policytrace/ns> { <https://w3id.org/policytrace/ns#implements> ?p "贯彻落实"@zh } }'
    assert store.run(ask).boolean
    assert "https://w3id.org/policytrace/ns" in store.graphs()


def test_a_time_out_says_so(store: Store) -> None:
    store.put(to_nquads(invented()))
    start = time.monotonic()
    with pytest.raises(QueryError, match="time-out"):
        store.run(ENDLESS, timeout=1)
    assert time.monotonic() - start < 3
    start = time.monotonic()
    assert store.run("ASK {}", timeout=10).boolean
    assert time.monotonic() - start < 2


def test_a_limit_says_that_it_cut(store: Store) -> None:
    store.put(to_nquads(invented()))
    answer = store.run("SELECT * { ?s ?p ?o }", limit=7)
    assert (len(answer.rows), answer.cut) == (7, True)
    assert not store.run("SELECT * { ?s ?p ?o } LIMIT 7", limit=7).cut


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT * { ?s ?p ", "can't be answered|answers 400"),
        ("DROP ALL", "updates are refused"),
        ("PREFIX a: <http://a/> INSERT DATA { a:a a:b a:c }", "updates are refused"),
        ("LOAD <http://127.0.0.1/x>", "updates are refused"),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "SERVICE is refused"),
        ("SELECT * { ?s ?p 1service<http://127.0.0.1:1/> { ?s ?p ?o } }", "SERVICE is refused"),
        (r"SELECT * { \u0053ERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "SERVICE is refused"),
    ],
)
def test_what_is_refused(store: Store, query: str, said: str) -> None:
    store.put(to_nquads(invented()))
    before = store.nquads(ONE)
    with pytest.raises(QueryError, match=said):
        store.run(query)
    assert store.nquads(ONE) == before


@pytest.mark.parametrize("value", ["x> } DROP ALL #", "no iri", "", "http://a b", "http://a\"b"])
def test_a_binding_that_is_no_iri(store: Store, value: str) -> None:
    store.put(to_nquads(invented()))
    with pytest.raises(QueryError, match="no IRI"):
        store.select("SELECT ?p { GRAPH ?g { $thing ?p ?o } }", bindings={"thing": value})


def test_graphs_that_are_not_ours(store: Store) -> None:
    for content in ("", "<http://a> <http://a> <http://a> <http://elsewhere/g> .\n", "nonsense", to_nquads(invented()) + to_nquads(second())):
        with pytest.raises(StoreError):
            store.put(content)


@pytest.mark.parametrize("engine", ENGINES[1:])
def test_answers_are_the_same_on_all(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    folder, remote = open_store(tmp_path / "store"), open_store(request.getfixturevalue(engine))
    for x in (invented(), second()):
        for s in (folder, remote):
            s.put(to_nquads(x))
    try:
        for example in examples():
            one, other = (sorted(map(str, s.run(example.query).rows)) for s in (folder, remote))
            assert one == other, example.name
        for question in (queries.papers, queries.parts, queries.links, queries.entities, queries.mentions, queries.directives, queries.coverage, queries.sizes):
            assert question(folder, None) == question(remote, None)  # type: ignore[operator]
    finally:
        remote.remove(ONE)
        remote.remove(TWO)
        folder.close()
        remote.close()


def cut_after(upstream: str, size: int) -> str:
    """The address of a proxy that breaks the first connection once `size` bytes have gone up."""
    host, port = upstream.split(":")
    listener = socket.create_server(("127.0.0.1", 0))

    def pass_on() -> None:
        with listener, listener.accept()[0] as client, socket.create_connection((host, int(port))) as server:
            left = size
            while left > 0 and (part := client.recv(min(left, 4096))):
                server.sendall(part)
                left -= len(part)

    threading.Thread(target=pass_on, daemon=True).start()
    return "127.0.0.1:" + str(listener.getsockname()[1])


@pytest.mark.parametrize("engine", ENGINES[1:])
def test_a_lost_connection_leaves_the_old_graph_whole(engine: str, request: pytest.FixtureRequest) -> None:
    store = open_store(request.getfixturevalue(engine))
    assert isinstance(store, ServerStore)
    store.put(to_nquads(invented()))
    try:
        whole, address = store.at["store"], urlsplit(store.at["store"])
        longer = to_nquads(invented()).replace("红帆", "蓝帆")
        store.at["store"] = whole.replace(address.netloc, cut_after(address.netloc, len(longer.encode()) // 2))
        with pytest.raises(StoreError, match="try again"):
            store.put(longer)
        time.sleep(0.5)
        assert store.nquads(ONE) == to_nquads(invented())
        store.at["store"] = whole
        store.put(longer)  # trying again is all that is needed
        assert store.nquads(ONE) == longer
    finally:
        store.remove(ONE)
        store.close()


# ---- the folder ----


def graphs_of(store: Store) -> set[str]:
    """The papers that a user's query finds, which asks the index on disk."""
    rows = store.run("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }").rows
    return {row[0].value for row in rows} - {ONTOLOGY}  # type: ignore[union-attr]


def test_the_index_follows_the_files(tmp_path: Path) -> None:
    one, other = open_store(tmp_path), open_store(tmp_path)
    one.put(to_nquads(invented()))
    assert other.papers() == (ONE,)
    other.put(to_nquads(second()))
    assert len(one.papers()) == 2
    assert graphs_of(one) == {ONE, TWO}
    (tmp_path / file_name(ONE)).unlink()  # by hand
    assert one.papers() == (TWO,)
    assert graphs_of(one) == graphs_of(other) == {TWO}
    shutil.rmtree(tmp_path / ".index")
    fresh = open_store(tmp_path)
    assert fresh.papers() == (TWO,)
    assert graphs_of(fresh) == {TWO}
    for s in (one, other, fresh):
        s.close()


def test_a_folder_is_not_looked_through_at_every_question(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once, as long as nothing changes; what another process puts is seen at once, what is written over in place after Files.AGE."""
    store, other, looks = open_store(tmp_path), open_store(tmp_path), []
    store.put(to_nquads(invented()))
    time.sleep(2 * Files.CALM)
    first = store.version()
    monkeypatch.setattr("graph.store_index.scan", lambda folder: looks.append(folder) or scan(folder))
    assert [store.version() for _ in range(20)] == [first] * 20
    assert store.papers() == (ONE,)
    assert len(looks) <= 2, "twenty-one questions; the first of them loads the files"
    other.put(to_nquads(second()))
    assert store.papers() == tuple(sorted((ONE, TWO)))
    time.sleep(2 * Files.CALM)
    both = store.version()
    with (tmp_path / file_name(ONE)).open("a") as out:
        out.write("\n")
    monkeypatch.setattr(Files, "AGE", 0.0)
    assert store.version() != both
    store.close()
    other.close()


def test_a_large_folder_is_read_from_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store(tmp_path)
    for x in (invented(), second()):
        store.put(to_nquads(x))
    in_memory = queries.links(store), queries.entities(store)
    store.close()
    monkeypatch.setattr("graph.store_folder.IN_MEMORY", 0)
    assert (queries.links(store), queries.entities(store)) == in_memory
    assert store.remove(TWO)
    assert {t.paper for t in queries.links(store)} == {ONE}
    assert graphs_of(store) == {ONE}
    store.close()


def test_a_damaged_index_is_made_anew(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.put(to_nquads(invented()))
    assert graphs_of(store) == {ONE}
    store.close()
    for path in (tmp_path / ".index").rglob("*.sst"):
        path.write_bytes(b"")
    (tmp_path / ".index" / "manifest.json").write_text("{half")
    fresh = open_store(tmp_path)
    assert fresh.papers() == (ONE,)
    assert graphs_of(fresh) == {ONE}
    fresh.close()


def test_a_crash_in_the_middle_of_a_write_leaves_the_old_paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store(tmp_path)
    store.put(to_nquads(invented()))

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as m:
        m.setattr("os.fsync", crash)
        with pytest.raises(KeyboardInterrupt):
            store.put("".join(to_nquads(invented()).splitlines(keepends=True)[:5]))
    assert store.nquads(ONE) == to_nquads(invented())
    assert store.papers() == (ONE,)
    store.close()


def test_a_killed_writer_leaves_a_whole_store(tmp_path: Path) -> None:
    code = ("import sys;sys.path.insert(0,'.');from tests.papers import *;from extract.triples import to_nquads;from graph.store import open_store\n"
            "s=open_store(sys.argv[1]);n=to_nquads(invented());print('go',flush=True)\nwhile True: s.put(n);s.papers();s.run('ASK {}')")
    writer = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, cwd=Path(__file__).parent.parent)
    assert writer.stdout is not None
    with writer.stdout as out:
        out.readline()
        time.sleep(0.3)
        writer.kill()
        writer.wait()
    store = open_store(tmp_path)
    assert store.papers() == (ONE,)
    assert store.nquads(ONE) == to_nquads(invented())
    assert len(queries.links(store)) == len(invented().links)
    store.close()


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.put(to_nquads(invented()))
    path = tmp_path / file_name(ONE)
    path.write_text(path.read_text() + "<half a li\n")
    with pytest.raises(StoreError, match=path.name.split("_")[0]):
        store.papers()


def test_a_store_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("")
    with pytest.raises(StoreError, match="is a file"):
        open_store(tmp_path / "f")


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b", "." * 3 + "x", "长" * 300, 'q"<>|?*'])
def test_a_file_name_is_one_short_name(name: str) -> None:
    made = file_name(entity_iri(f"document/{name}"))
    assert Path(made).name == made
    assert not made.startswith(".")
    assert len(made.encode()) < 200


def test_write_atomically_leaves_no_rest(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a", "x")
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


def test_opening_reads_nothing(tmp_path: Path) -> None:
    assert isinstance(open_store(tmp_path / "new"), FolderStore)
    assert not (tmp_path / "new").exists()


# ---- servers and guards ----


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("http://h:7878", {"query": "http://h:7878/query", "update": "http://h:7878/update", "store": "http://h:7878/store"}),
        ("http://h/sparql", {"query": "http://h/sparql"}),
        ("http://h/sparql,update=http://h/u,auth=digest", {"query": "http://h/sparql", "update": "http://h/u", "auth": "digest"}),
    ],
)
def test_addresses(where: str, expected: dict[str, str]) -> None:
    assert addresses(where) == expected


@pytest.mark.parametrize("where", ["http://h/q,nope=1", "http://h/q,auth=magic"])
def test_addresses_that_are_wrong(where: str) -> None:
    with pytest.raises(StoreError):
        addresses(where)


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(QueryError, match="can't be reached"):
        open_store(f"http://127.0.0.1:{free_port()}").papers()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('SELECT ?service { ?s ?p "SERVICE" } # SERVICE', False),
        ("SELECT * { ?s service:x <http://SERVICE/> ; :service 'a\\'SERVICE' }", False),
        ("SELECT * { ?s ?p '''SERVICE' ''' } ", False),
        ("select*{service?x{}}", True),
        ('SELECT * { ?s ?p "a"@en SERVICE <x> {} }', True),
        ("SELECT * { ?s ?p ?o FILTER(?s<?o) SERVICE <x> {} }", True),
    ],
)
def test_services(query: str, found: bool) -> None:
    assert services(query) is found


def test_words_is_linear() -> None:
    start = time.process_time()
    words('"' * 200_000 + "'''" + "<" * 200_000 + "a" * 200_000)
    assert time.process_time() - start < 3
    assert not is_update("SELECT ?insert { ?insert ?p 'DROP' }")


def test_a_graph_whose_first_statement_ends_in_a_literal_is_taken(tmp_path):
    """Regression: a paper whose notice sorts first (its number is a literal) was refused as no graph of ours."""
    from graph.store_terms import canonical

    graph = "https://w3id.org/policytrace/id/document/a"
    line = f'<{graph}n> <http://data.europa.eu/eli/ontology#number> "江团办字〔2031〕7号"@zh <{graph}> .'
    assert canonical(line + "\n")[0] == graph
