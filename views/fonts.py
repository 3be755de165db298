"""What the browser needs and no CDN may bring: a Chinese font and the editor Ace, put into the git-ignored static/ at setup.

Noto Sans SC (OFL, from the wheel pylopdf-fonts-zh-cn) comes twice: cut to GB 2312, Latin and punctuation (1.4 MB, loaded by every page), and whole
(8.3 MB), which a browser asks for only when a text holds another character. Ace (BSD) is the copy of django-ace; of that wheel only the files are used, Django itself is never imported.
"""

from __future__ import annotations

import shutil
from importlib.metadata import distribution
from pathlib import Path

from graph.figure.font import PATH, everyday_characters, woff

STATIC = Path(__file__).resolve().parent.parent / "static"
COMMON, MORE = "noto-sans-sc.woff", "noto-sans-sc-more.otf"
EDITOR = ("ace.js", "mode-sparql.js", "ext-language_tools.js", "theme-github_light_default.js", "theme-github_dark.js")


def build(folder: Path = STATIC) -> None:
    """Writes the files that are missing in the folder; those that are there stay."""
    folder.mkdir(exist_ok=True)
    if not (folder / COMMON).exists():
        aside = (folder / COMMON).with_suffix(".part")
        aside.write_bytes(woff(everyday_characters()))
        aside.rename(folder / COMMON)
    if not (folder / MORE).exists():
        shutil.copyfile(PATH, folder / MORE)
    (folder / "ace").mkdir(exist_ok=True)
    for name in EDITOR:
        if not (folder / "ace" / name).exists():
            shutil.copyfile(str(distribution("django-ace").locate_file(f"django_ace/static/django_ace/ace/{name}")), folder / "ace" / name)


def ready(folder: Path = STATIC) -> bool:
    """Whether setup has been done here."""
    return all((folder / name).exists() for name in (COMMON, MORE, *(f"ace/{name}" for name in EDITOR)))


if __name__ == "__main__":
    build()
