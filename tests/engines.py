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


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@contextmanager
def oxigraph() -> Iterator[str]:
    """The address of an empty `oxigraph serve`, without --union-default-graph, until the block ends."""
    address = f"127.0.0.1:{free_port()}"
    process = subprocess.Popen([str(Path(sys.executable).with_name("oxigraph")), "serve", "--bind", address, "--timeout-s", "5"], stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            try:
                urllib.request.urlopen(f"http://{address}/", timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield f"http://{address}"
    finally:
        process.kill()
        process.wait()
