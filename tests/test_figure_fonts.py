"""A figure looks the same on a machine without any Chinese font: the SVG by the subset in it, PNG, PDF and Word by our own font."""

from __future__ import annotations

import base64
import io
import os
import pickle
import re
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from html import escape, unescape
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import sync_playwright

from extract.triples import to_nquads
from graph.figure import KINDS, Canvas, Options, draw, render
from graph.figure.font import PATH, TTFont
from graph.figure.svg import to_svg
from graph.queries import links
from graph.store import open_store
from tests.browser.conftest import chromium
from tests.papers import ROOT, shipped

IRIS = {"directive": ("中国共产党第二十次全国代表大会",), "initiative": ("6",), "path": ("青马工程", "中国共产党第二十次全国代表大会")}
LATIN = Path("/usr/share/fonts/truetype")  # DejaVu, Liberation: what a machine has at the least


@pytest.fixture(scope="module")
def drawings(tmp_path_factory):
    store = open_store(tmp_path_factory.mktemp("fonts"))
    store.put(to_nquads(shipped()))
    task, directive = next((t.source, t.entity) for t in links(store) if t.scope == "item")
    canvas = Canvas(((task, 0.0, 0.0), (directive, 600.0, 200.0)), tuple(t.iri for t in links(store)))
    yield {kind: draw(kind, store, Options(lang="both", iris=IRIS.get(kind, ()), canvas=canvas if kind == "view" else None)) for kind in KINDS}
    store.close()


@pytest.fixture(scope="module")
def drawing(drawings):
    return drawings["trace"]


@pytest.fixture
def small(drawing):
    """Its first words alone: enough to tell letters from boxes."""
    return replace(drawing, width=300, height=80, boxes=(), lines=(), texts=drawing.texts[:2])


def machine(folder: Path, *fonts: Path) -> dict[str, str]:
    """The environment of a machine that has just these folders of fonts."""
    folder.mkdir()
    dirs = "".join(f"<dir>{escape(str(f))}</dir>" for f in fonts)
    (folder / "fonts.conf").write_text(f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>{dirs}<cachedir>{folder}/cache</cachedir></fontconfig>', "utf-8")
    return {**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf"), "FONTCONFIG_PATH": str(folder)}


def families(env: dict[str, str]) -> str:
    return subprocess.run(["fc-list", ":lang=zh", "family"], env=env, capture_output=True, text=True, check=True).stdout


def rasterised(svgs: list[Path], env: dict[str, str]) -> list[Image.Image]:
    """What Chromium shows of each file on that machine, two pixels a point of the screen."""
    found = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=["--no-sandbox"], env=env)
        page = browser.new_page(viewport={"width": 800, "height": 1130}, device_scale_factor=2)
        for svg in svgs:
            page.goto(svg.as_uri())
            page.evaluate("document.fonts.ready")
            found.append(Image.open(io.BytesIO(page.screenshot())).convert("RGB"))
        browser.close()
    return found


@pytest.mark.browser
def test_the_svg_of_every_kind_is_the_same_pixels_with_and_without_chinese_fonts(drawings, drawing, tmp_path):
    """The control is the same picture without its subset: it must differ, or the two machines would be one."""
    own, bare = [tmp_path / f"{kind}.svg" for kind in drawings], tmp_path / "bare.svg"
    for file, each in zip(own, drawings.values(), strict=True):
        file.write_text(to_svg(each), "utf-8")
    bare.write_text(re.sub(r"@font-face\{[^}]*\}", "", to_svg(drawing)), "utf-8")
    poor, rich = machine(tmp_path / "poor", LATIN), machine(tmp_path / "rich", LATIN, PATH.parent)
    assert "Noto Sans SC" not in families(poor)
    assert "Noto Sans SC" in families(rich)
    with ThreadPoolExecutor(1) as apart:  # a thread of its own: the browser of the other tests holds this one's event loop
        without, with_fonts = (apart.submit(rasterised, [*own, bare], env).result() for env in (poor, rich))
    assert [file.name for file, a, b in zip(own, without, with_fonts, strict=False) if ImageChops.difference(a, b).getbbox() is not None] == []
    assert ImageChops.difference(without[-1], with_fonts[-1]).getbbox() is not None
    assert len(without[0].getcolors(1 << 24)) > 50  # something is drawn, with soft edges


@pytest.mark.parametrize("kind", KINDS)
def test_every_character_of_the_svg_is_in_its_subset(drawings, kind):
    svg = to_svg(drawings[kind])
    font = TTFont(io.BytesIO(base64.b64decode(re.search(r"base64,([^)]+)\)", svg).group(1))))
    drawn = set(unescape("".join(re.findall(r"<text[^>]*>([^<]*)</text>", svg))))
    assert {c for c in drawn if ord(c) not in font.getBestCmap()} == set()


@pytest.mark.parametrize("suffix", [".png", ".docx"])
def test_the_picture_is_the_same_where_the_machine_has_no_fonts_at_all(small, tmp_path, suffix):
    """In a fresh process that knows no font but ours; here the converter has already learnt it."""
    code = ("import pickle,sys;sys.path.insert(0,'.')\nfrom graph.figure import render\n"
            f"sys.stdout.buffer.write(render(pickle.load(sys.stdin.buffer),{suffix!r}))")
    render(small, ".png")
    fresh = subprocess.run([sys.executable, "-c", code], input=pickle.dumps(small), env=machine(tmp_path / "none"), cwd=ROOT, capture_output=True, check=True).stdout
    assert picture(fresh) == picture(render(small, suffix))


def picture(data: bytes) -> bytes:
    """The pixels of a PNG, or of the one in a Word file."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            data = package.read(next(n for n in package.namelist() if n.endswith(".png")))
    return Image.open(io.BytesIO(data)).convert("L").tobytes()
