"""SPARQL engines that the tests start for themselves on loopback."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.papers import ROOT


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@contextmanager
def oxigraph() -> Iterator[str]:
    """The address of an empty `oxigraph serve`, without --union-default-graph, until the block ends."""
    address = f"127.0.0.1:{free_port()}"
    with _running([str(Path(sys.executable).with_name("oxigraph")), "serve", "--bind", address, "--timeout-s", "5"], f"http://{address}", stderr=subprocess.DEVNULL):
        yield f"http://{address}"


@contextmanager
def serving(where: Path, *more: str) -> Iterator[str]:
    """The endpoint of `python -m graph serve` over a store, with more options, until the block ends."""
    port = free_port()
    with _running([sys.executable, "-m", "graph", "serve", "--port", str(port), "--store", str(where), *more], f"http://127.0.0.1:{port}"):
        yield f"http://127.0.0.1:{port}/sparql"


@contextmanager
def dask_cluster(folder: Path, workers: int = 2) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a Dask scheduler and its workers of one thread each, all processes of their own, until the block ends."""
    address = f"tcp://127.0.0.1:{free_port()}"
    own = ["--no-dashboard", "--host", "127.0.0.1"]
    more = ["--no-nanny", "--nthreads", "1", "--local-directory", str(folder)]

    def start(name: str, *args: str) -> subprocess.Popen[bytes]:
        code = f"import sys; from distributed.cli.{name} import main; main(sys.argv[1:])"
        return subprocess.Popen([sys.executable, "-c", code, *args], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    scheduler = start("dask_scheduler", *own, "--port", address.rpartition(":")[2])
    crew = [start("dask_worker", address, *own, *more) for _ in range(workers)]
    try:
        yield address, crew
    finally:
        for process in (*crew, scheduler):
            process.kill()
            process.wait()


@contextmanager
def _running(command: list[str], url: str, stderr: int | None = None) -> Iterator[None]:
    process = subprocess.Popen(command, cwd=ROOT, stderr=stderr)
    try:
        for _ in range(400):
            try:
                urllib.request.urlopen(f"{url}/", timeout=5).close()
                break
            except OSError:
                time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait()
