"""The programs that the files are for: LibreOffice opens PowerPoint and Word, R reads the tables. Debian's packages, by tests/system_packages.sh."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path

import pytest
from pypdf import PdfReader

from extract.triples import to_nquads
from graph.briefing import briefing, rows
from graph.export import export
from graph.figure import KINDS, Canvas, Options, draw, render
from graph.figure.drawing import Drawing
from graph.figure.font import PATH
from graph.figure.subject import CANVAS
from graph.queries import directives, links
from graph.store import Store, open_store
from tests.papers import ROOT, shipped

pytestmark = pytest.mark.slow
IRIS = {"directive": ("中国共产党第二十次全国代表大会",), "initiative": ("6",), "path": ("青马工程", "中国共产党第二十次全国代表大会")}
# Stands in for R's package arrow, which neither Debian nor PyPI has: the same Arrow C++ library, reached through pyarrow.
ARROW = """read_parquet <- function(file) {{
  code <- "import sys, pandas; pandas.read_parquet(sys.argv[1]).to_csv(sys.argv[2], index=False)"
  system2("env", c("-u", "LD_LIBRARY_PATH", "{python}", "-c", shQuote(code), file, "from-arrow.csv"))  # R's own is not for Python
  read.csv("from-arrow.csv", encoding = "UTF-8")
}}
"""


def program(name: str) -> str:
    """The path of a program; where it is missing the test is skipped, and fails with CI=true."""
    found = shutil.which(name)
    if found is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(f"{name} is missing (sh tests/system_packages.sh .venv/bin/python): what it would open was NOT OPENED")
    return str(found)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = open_store(tmp_path_factory.mktemp("tools"))
    opened.put(to_nquads(shipped()))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def drawings(store: Store) -> dict[str, Drawing]:
    """Every kind on a slide, the view on a page of its own with a line that goes round a box."""
    names = [d.iri for d in directives(store)[:3]]
    ties = [t for t in links(store) if t.entity == names[0] and t.scope == "item"]
    canvas = Canvas((*((n, 400.0 * i, 0.0) for i, n in enumerate(names)), (ties[0].source, 1200.0, 0.0)), tuple(t.iri for t in ties))
    found = {k: draw(k, store, Options(paper="slide", iris=IRIS.get(k, ()))) for k in KINDS if k != "view"}
    return found | {"view": draw("view", store, Options(paper=CANVAS, canvas=canvas))}


def converted(folder: Path, *files: Path) -> str:
    """What LibreOffice says as it turns the files into PDF, on a machine whose only Chinese font is ours."""
    fonts = folder / "fonts.conf"
    dirs = "".join(f"<dir>{escape(str(d))}</dir>" for d in ("/usr/share/fonts/truetype", PATH.parent))
    fonts.write_text(f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>{dirs}<cachedir>{folder}/cache</cachedir></fontconfig>', "utf-8")
    command = [program("soffice"), "--headless", "--norestore", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--convert-to", "pdf", "--outdir", str(folder)]
    run = subprocess.run([*command, *map(str, files)], env=os.environ | {"FONTCONFIG_FILE": str(fonts)}, capture_output=True, text=True, timeout=300, check=False)
    return run.stdout + run.stderr


def test_libreoffice_opens_powerpoint_and_word_and_shows_every_label(store: Store, drawings: dict[str, Drawing], tmp_path: Path) -> None:
    """One run for all files; the control is a file that was cut short, which it must refuse."""
    program("soffice")
    for kind, drawing in drawings.items():
        (tmp_path / f"{kind}.pptx").write_bytes(render(drawing, ".pptx"))
    (tmp_path / "figure.docx").write_bytes(render(drawings["trace"], ".docx"))
    (tmp_path / "briefing.docx").write_bytes(briefing(store, None))
    (tmp_path / "cut.pptx").write_bytes(render(drawings["shares"], ".pptx")[:9000])
    said = converted(tmp_path, *sorted((*tmp_path.glob("*.pptx"), *tmp_path.glob("*.docx"))))
    assert not (tmp_path / "cut.pdf").exists(), said
    for kind, drawing in drawings.items():
        pages = PdfReader(tmp_path / f"{kind}.pdf").pages
        assert len(pages) == 1
        assert abs(float(pages[0].mediabox.width) - drawing.width) < 1
        text = "".join(pages[0].extract_text().split())
        labels = {*(line for b in drawing.boxes for line in b.lines), *(t.text for t in drawing.texts)}
        assert {label for label in labels if "".join(label.split()) not in text} == set(), kind
    word = PdfReader(tmp_path / "figure.pdf").pages
    assert len(word[0].images) == 1
    assert all(len(page.extract_text()) > 40 for page in word[1:])  # no empty page between the figure and its table
    text = "".join("".join(p.extract_text().split()) for p in PdfReader(tmp_path / "briefing.pdf").pages)
    assert [name for name, *_ in rows(links(store), "zh") if "".join(name.split()) not in text] == []
    fonts = subprocess.run([program("pdffonts"), str(tmp_path / "trace.pdf")], capture_output=True, text=True, check=True).stdout
    assert "NotoSansSC" in fonts
    assert "DejaVu" not in fonts  # nothing fell back


@pytest.mark.parametrize("form", ["parquet", "dta", "csv"])
def test_r_counts_what_we_count(store: Store, tmp_path: Path, form: str) -> None:
    """The script as it ships reads each form, where its package is the only one there is, and gives our ranking."""
    script, library = program("Rscript"), tmp_path / "library"
    library.mkdir()
    if form == "parquet":
        _stand_in(tmp_path, library)
    (tmp_path / f"evidence.{form}").write_bytes(export(store, form))
    run = subprocess.run([script, str(ROOT / "docs" / "evidence.R")], cwd=tmp_path, env=os.environ | {"R_LIBS": str(library), "LC_ALL": "C.UTF-8"}, capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode == 0, run.stderr
    assert "implements" in run.stdout
    counted = csv.DictReader(io.StringIO((tmp_path / "directives-from-r.csv").read_text("utf-8")))
    assert {row["label"]: int(row["place"]) for row in counted} == {d.label: d.items for d in directives(store) if d.items}


def _stand_in(folder: Path, library: Path) -> None:
    package = folder / "arrow"
    (package / "R").mkdir(parents=True)
    (package / "DESCRIPTION").write_text("Package: arrow\nVersion: 0.0.1\nTitle: Stand-In\nDescription: For a test.\nLicense: none\nAuthor: test\nMaintainer: test <test@example.org>\n")
    (package / "NAMESPACE").write_text("export(read_parquet)\n")
    (package / "R" / "read.R").write_text(ARROW.format(python=sys.executable))
    subprocess.run([program("R"), "CMD", "INSTALL", "--no-docs", "--no-test-load", f"--library={library}", str(package)], capture_output=True, check=True)
