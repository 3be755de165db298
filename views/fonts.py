"""What the browser needs and no CDN may bring: a Chinese font and the editor Ace, put into the git-ignored static/ at setup.

Noto Sans SC (OFL, from the wheel pylopdf-fonts-zh-cn) comes twice: cut to GB 2312, Latin and punctuation (1.4 MB, loaded by every page), and whole
(8.3 MB), which a browser asks for only when a text holds another character. Ace (BSD) is the copy of django-ace; of that wheel only the files are used, Django itself is never imported.
"""

from __future__ import annotations

import shutil
from importlib.metadata import distribution
from pathlib import Path

import pylopdf_fonts_zh_cn
from fontTools import subset
from fontTools.ttLib import TTFont

STATIC = Path(__file__).resolve().parent.parent / "static"
COMMON, MORE = "noto-sans-sc.woff", "noto-sans-sc-more.otf"
EDITOR = ("ace.js", "mode-sparql.js", "ext-language_tools.js", "theme-github_light_default.js", "theme-github_dark.js")
GB2312 = frozenset(bytes((row, cell)).decode("gb2312", "ignore") for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
EVERYDAY = (*range(0x20, 0x2E80), *range(0x3000, 0x3100), *range(0xFF00, 0xFFF0))


def build(folder: Path = STATIC) -> None:
    """Writes the files that are missing in the folder; those that are there stay."""
    folder.mkdir(exist_ok=True)
    whole = Path(pylopdf_fonts_zh_cn.sans_path())
    if not (folder / COMMON).exists():
        _cut(whole, folder / COMMON)
    if not (folder / MORE).exists():
        shutil.copyfile(whole, folder / MORE)
    (folder / "ace").mkdir(exist_ok=True)
    for name in EDITOR:
        if not (folder / "ace" / name).exists():
            shutil.copyfile(str(distribution("django-ace").locate_file(f"django_ace/static/django_ace/ace/{name}")), folder / "ace" / name)


def ready(folder: Path = STATIC) -> bool:
    """Whether setup has been done here."""
    return all((folder / name).exists() for name in (COMMON, MORE, *(f"ace/{name}" for name in EDITOR)))


def _cut(whole: Path, path: Path) -> None:
    """The font with the characters of GB 2312, Latin and full-width forms only. Written aside and renamed."""
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.name_IDs = [1, 2]
    options.notdef_outline = True
    font = TTFont(str(whole), recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=sorted({ord(c) for text in GB2312 for c in text} | set(EVERYDAY)))
    cutter.subset(font)
    font.flavor = "woff"
    aside = path.with_suffix(".part")
    font.save(aside)
    aside.rename(path)


if __name__ == "__main__":
    build()
