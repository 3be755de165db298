"""Papers on a Dask cluster: a scheduler and two workers as processes of their own, one of them killed in the middle."""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from extract import batch
from extract.cluster import ClusterError, connect
from extract.model import Extraction
from tests.engines import dask_cluster
from tests.papers import TEXT

ROOT = Path(__file__).resolve().parent.parent
COUNT = 60


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The scheduler's address, and its two workers."""
    with dask_cluster(tmp_path / "dask") as running:
        yield running


def papers(folder: Path) -> Path:
    folder.mkdir()
    for n in range(COUNT):
        (folder / f"{n:03}.txt").write_text(TEXT.replace("江海共青团2031年工作要点", f"江海共青团2031年工作要点之{n}") + TEXT * 8, "utf-8")
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 no docx")
    return folder


@pytest.mark.slow
def test_a_killed_worker_costs_no_paper(cluster: tuple[str, list[subprocess.Popen[bytes]]], tmp_path: Path) -> None:
    address, workers = cluster
    source, out = papers(tmp_path / "in"), tmp_path / "out"
    command = [sys.executable, "-m", "extract", str(source), "-o", f"{out}/", "--scheduler", address]
    run = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while len(list(out.glob("*.json"))) < 5 and time.monotonic() < deadline:
        time.sleep(0.01)
    before = len(list(out.glob("*.json")))
    os.kill(workers[0].pid, signal.SIGKILL)
    errors = run.communicate(timeout=120)[1]
    made = sorted(p.name for p in out.glob("*.json") if not p.name.startswith("."))
    assert 5 <= before < COUNT, "the worker was not killed in the middle"
    assert made == [f"{n:03}.json" for n in range(COUNT)], errors  # none lost, none twice
    assert (run.returncode, "broken.docx" in errors) == (1, True), errors
    assert json.loads((out / "000.json").read_text("utf-8"))
    first = {p.name: p.stat().st_mtime_ns for p in out.glob("0*.json")}
    (source / "007.txt").write_text(TEXT, "utf-8")
    again = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert (again.returncode, "broken.docx" in again.stderr) == (1, True)
    assert [name for name, at in sorted(first.items()) if (out / name).stat().st_mtime_ns != at] == ["007.json"]


def processes_of(pid: int) -> list[int]:
    """The reading processes that a command has started."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it may end meanwhile
            if int(stat.read_text().rpartition(")")[2].split()[1]) == pid and b"spawn_main" in stat.with_name("cmdline").read_bytes():
                found.append(int(stat.parent.name))
    return found


@pytest.mark.slow
def test_a_killed_process_costs_no_paper(tmp_path: Path) -> None:
    """The same by --jobs: one of two processes is killed in the middle; none lost, none twice, the broken one named, another process in its place."""
    source, out = papers(tmp_path / "in"), tmp_path / "out"
    run = subprocess.Popen([sys.executable, "-m", "extract", str(source), "-o", f"{out}/", "--jobs", "2"], cwd=ROOT, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while len(list(out.glob("*.json"))) < 5 and time.monotonic() < deadline:
        time.sleep(0.01)
    before = len(list(out.glob("*.json")))
    first = processes_of(run.pid)
    os.kill(first[0], signal.SIGKILL)
    errors = run.communicate(timeout=120)[1]
    assert (len(first), 5 <= before < COUNT) == (2, True), "no process was killed in the middle"
    assert sorted(p.name for p in out.glob("*.json")) == [f"{n:03}.json" for n in range(COUNT)], errors
    assert (run.returncode, errors.count("\n"), "broken.docx" in errors) == (1, 1, True), errors


def test_a_paper_that_nobody_foresaw_stops_no_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(TEXT, "utf-8")

    def read(path: Path) -> object:
        return 1 / 0 if path.stem == "a" else batch_read(path)

    batch_read = batch.read
    monkeypatch.setattr(batch, "read", read)
    (_, one), (_, other) = batch.extract_all([tmp_path / "a.txt", tmp_path / "b.txt"], 1)
    assert isinstance(one, str)
    assert "a.txt: ZeroDivisionError" in one
    assert isinstance(other, Extraction)


def test_a_run_again_skips_what_has_not_changed(tmp_path: Path) -> None:
    from extract.__main__ import main

    (tmp_path / "in").mkdir()
    for n in (1, 2):
        (tmp_path / "in" / f"{n}.txt").write_text(TEXT.replace("工作要点", f"工作要点之{n}"), "utf-8")
    command = [str(tmp_path / "in"), "--store", str(tmp_path / "store"), "-o", str(tmp_path / "out") + "/", "--skip-unchanged"]
    assert main(command) == 0
    stamps = {p: p.stat().st_mtime_ns for p in (*tmp_path.glob("out/*.json"), *tmp_path.glob("store/*.nq"))}
    assert len([p for p in stamps if not p.name.startswith(".")]) == 4
    assert main(command) == 0
    assert {p: p.stat().st_mtime_ns for p in stamps} == stamps
    (tmp_path / "out" / "1.json").unlink()  # what is gone is made again
    assert main(command) == 0
    assert (tmp_path / "out" / "1.json").is_file()
    with pytest.raises(SystemExit):
        main([str(tmp_path / "in"), "-o", str(tmp_path / "one.nq"), "--skip-unchanged"])


def test_without_dask_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(ClusterError, match=r"pip install -r requirements-cluster\.txt"):
        connect("tcp://127.0.0.1:1")
