"""Debian's Virtuoso (apt-get install virtuoso-opensource) on loopback in a temporary folder, for the tests of the stores."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

MISSING = "Virtuoso is missing (apt-get install virtuoso-opensource, or sh tests/system_packages.sh .venv/bin/python): the store tests on it were NOT RUN"
CONFIG = """[Database]
DatabaseFile = v.db
ErrorLogFile = v.log
LockFile = v.lck
TransactionFile = v.trx
xa_persistent_file = v.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = t.db
TransactionFile = t.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = 1000000
MaxQueryExecutionTime = 5
"""


@contextmanager
def running_virtuoso(folder: Path, sql: int, http: int) -> Iterator[str]:
    """The store's name (`open_store`) of a Virtuoso that runs. Where there is none the test is skipped, and conftest.py says so at the end."""
    binary = shutil.which("virtuoso-t")
    if binary is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(MISSING)
    (folder / "virtuoso.ini").write_text(CONFIG.format(sql=sql, http=http))
    with (folder / "out.log").open("w") as log, pytest.MonkeyPatch.context() as patch:
        process = subprocess.Popen([binary, "-f", "+configfile", "virtuoso.ini"], cwd=folder, stdout=log, stderr=log)
        try:
            _wait(f"http://127.0.0.1:{http}/sparql")
            patch.setenv("POLICYTRACE_STORE_USER", "dba")
            patch.setenv("POLICYTRACE_STORE_PASSWORD", "dba")  # what a new, empty database has
            base = f"http://127.0.0.1:{http}/sparql"
            yield f"{base}-auth,update={base}-auth,store={base}-graph-crud-auth,auth=digest"
        finally:
            process.kill()
            process.wait()


def _wait(url: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(url + "?query=ASK%7B%7D", timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"Virtuoso does not answer at {url} within 30 s")
