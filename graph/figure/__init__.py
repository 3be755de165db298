"""Pictures for briefings: `python -m graph figure KIND [IRI]… -o FILE`, and `draw` and `render` for the app.

A kind makes a Drawing (boxes, lines, texts in points) from what the store holds; a format writes it. KINDS and FORMATS are the registries.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from graph.errors import FigureError
from graph.figure.drawing import Drawing
from graph.figure.ego import directive, initiative, path
from graph.figure.formats import FORMATS, spec_of
from graph.figure.grid import matrix
from graph.figure.page import PAPERS
from graph.figure.sankey import sankey
from graph.figure.series import shares, timeline
from graph.figure.subject import Canvas, Options, Subject, subject
from graph.figure.trace import trace
from graph.figure.view import view
from graph.figure.words import LANGUAGES
from graph.store import Store

__all__ = ["FORMATS", "KINDS", "LANGUAGES", "PAPERS", "Canvas", "Drawing", "Options", "Subject", "add_arguments", "draw", "main", "redraw", "render", "reopen", "subject"]

KINDS: dict[str, Callable[[Subject, Options], Drawing]] = {
    "trace": trace,
    "directive": directive,
    "initiative": initiative,
    "path": path,
    "matrix": matrix,
    "sankey": sankey,
    "timeline": timeline,
    "shares": shares,
    "view": view,
}


def draw(kind: str, store: Store, options: Options) -> Drawing:
    """The figure of a kind over `options.papers` (() is all)."""
    if kind not in KINDS:
        raise FigureError(f"{kind}: no such figure; choose one of {', '.join(KINDS)}")
    return KINDS[kind](subject(kind, store, options.papers, options.lang), options)


def render(drawing: Drawing, suffix: str) -> bytes:
    """The bytes of a file of that ending (.png .svg .pdf .pptx .docx)."""
    if suffix not in FORMATS:
        raise FigureError(f"{suffix or 'no ending'}: no such picture format; end the file in one of {', '.join(FORMATS)}")
    return FORMATS[suffix](drawing)


def redraw(file: Path, store: Store) -> Drawing:
    """The figure that a file of ours shows, drawn again from the store."""
    kind, options, _ = reopen(file.read_bytes(), file.name)
    return draw(kind, store, options)


def reopen(data: bytes, name: str) -> tuple[str, Options, dict[str, str]]:
    """Kind, choices, and IRI → SHA-256 of the papers of a figure file; a FigureError where it is none of ours, or was changed by hand."""
    spec = spec_of(data, name)
    try:
        given = {k: _tuples(v) for k, v in spec["options"].items()}
        if "canvas" in given:
            given["canvas"] = Canvas(**{k: _tuples(v) for k, v in given["canvas"].items()})
        options, kind, papers = Options(**given), spec["kind"], dict(spec["papers"])
    except (TypeError, ValueError, KeyError, AttributeError):
        raise FigureError(f"{name}: what draws this figure again was changed by hand and cannot be read; draw it anew") from None
    if kind not in KINDS or not _sound(options, papers):
        raise FigureError(f"{name}: what draws this figure again was changed by hand and cannot be read; draw it anew")
    return kind, options, papers


def _sound(options: Options, papers: dict[str, str]) -> bool:
    """Whether all is of the type that it should be: the file may come from anybody."""
    words = (options.title, options.subtitle, *options.iris, *options.papers, *papers, *papers.values())
    canvas = options.canvas or Canvas(())
    spots = all(isinstance(n, str) and all(isinstance(v, int | float) and abs(v) < 1e6 for v in at) for n, *at in (*canvas.places, *canvas.heads))
    lengths = {len(p) for p in (*canvas.places, *canvas.heads)} <= {3}
    return all(isinstance(w, str) for w in (*words, *canvas.lines)) and isinstance(options.grey, bool) and isinstance(canvas.beyond, int) and spots and lengths


def _tuples(value: Any) -> Any:
    """Lists of JSON as the tuples that they were."""
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `python -m graph figure`."""
    parser.add_argument("kind", nargs="?", choices=sorted(KINDS), help="what to draw")
    parser.add_argument("iri", nargs="*", help="the directive, the initiative, or the two ends of a path (IRI, or the name as it stands in the graph)")
    parser.add_argument("-o", "--output", type=Path, required=True, help=f"the file, ending in one of {' '.join(FORMATS)}")
    parser.add_argument("--from", dest="source", type=Path, help="a figure of ours: draw it again")
    parser.add_argument("--of", dest="papers", action="append", default=[], metavar="PAPER", help="IRI of a paper; may be repeated (default: all)")
    parser.add_argument("--lang", default="zh", choices=LANGUAGES)
    parser.add_argument("--paper", default="a4", choices=list(PAPERS), help="size of the page")
    parser.add_argument("--max-nodes", type=int, default=60)
    parser.add_argument("--grey", action="store_true")
    parser.add_argument("--title", default="")
    parser.add_argument("--subtitle", default="")


def main(args: argparse.Namespace, store: Store) -> int:
    """Draws and writes one figure; 0 done. Faults are raised as FigureError."""
    if bool(args.kind) == bool(args.source):
        raise FigureError("say what to draw: a KIND, or --from FILE")
    drawing = redraw(args.source, store) if args.source else draw(args.kind, store, _options(args))
    args.output.write_bytes(render(drawing, args.output.suffix.lower()))
    return 0


def _options(args: argparse.Namespace) -> Options:
    papers: Sequence[str] = args.papers
    return Options(args.lang, args.paper, args.max_nodes, args.grey, args.title, args.subtitle, tuple(args.iri), tuple(papers))
