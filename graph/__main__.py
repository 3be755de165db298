"""`python -m graph query|export|validate|figure|serve`: the graph from a terminal (design.md, section 4).

Exit code 0 all done, 1 something failed (told on stderr), 2 wrong usage.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections.abc import Callable
from pathlib import Path

from graph.answers import FORMATS, as_text
from graph.errors import GraphError, QueryError
from graph.store import DEFAULT, LIMIT, TIMEOUT, Store, open_store

LATER = ("figure", "serve")  # commands that a module of their own reads and runs: `add_arguments(parser)`, `main(args, store) -> int`


def query(args: argparse.Namespace, store: Store) -> int:
    """Prints the answer of a .rq file (or of stdin, for `-`)."""
    try:
        text = sys.stdin.read() if args.file == "-" else Path(args.file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise QueryError(f"{args.file} can't be read as a query: {fault}") from None
    answer = store.run(text, papers=args.paper or None, timeout=args.timeout, limit=args.limit)
    sys.stdout.write(as_text(answer, args.format))
    if answer.cut:
        print(f"cut after {args.limit} rows: there are more (--limit)", file=sys.stderr)
    return 0


def export(args: argparse.Namespace, store: Store) -> int:
    """Writes an export, in the form of the file's suffix."""
    from graph.export import export_file

    export_file(store, Path(args.output), args.paper or None)
    return 0


def validate(args: argparse.Namespace, store: Store) -> int:
    """Prints what does not conform to the shapes; 1 if anything does not."""
    from graph.validate import validate as check

    found = check(store, args.paper or None)
    for fault in found:
        print(fault, file=sys.stderr)
    print(json.dumps({"papers": len(args.paper or store.papers()), "faults": len(found)}))
    return 1 if found else 0


COMMANDS: dict[str, Callable[[argparse.Namespace, Store], int]] = {"query": query, "export": export, "validate": validate}


def parser(wanted: str = "") -> argparse.ArgumentParser:
    """The parser; the commands of LATER bring their arguments with them, and are loaded only when they are wanted."""
    top = argparse.ArgumentParser(prog="python -m graph", description="Ask, export, check, draw and serve the graph of policy plans.")
    commands = top.add_subparsers(dest="command", required=True, metavar="query|export|validate|figure|serve")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--store", default=DEFAULT, help=f"folder or address of a SPARQL server (default {DEFAULT})")
    some = argparse.ArgumentParser(add_help=False, parents=[common])
    some.add_argument("--paper", action="append", metavar="IRI", help="only this paper; may be given again (default: all)")
    ask = commands.add_parser("query", parents=[some], help="run a SPARQL query")
    ask.add_argument("file", help="a .rq file, or - for stdin")
    ask.add_argument("--format", choices=sorted(FORMATS), default="table")
    ask.add_argument("--timeout", type=float, default=TIMEOUT, help="seconds")
    ask.add_argument("--limit", type=int, default=LIMIT, help="rows")
    commands.add_parser("export", parents=[some], help="write the graph").add_argument("-o", "--output", required=True, help="FILE.ttl .trig .nq .jsonld .graphml .gexf .csv")
    commands.add_parser("validate", parents=[some], help="check the graph by the shapes of ontology.ttl")
    for name in LATER:
        command = commands.add_parser(name, parents=[common])
        if wanted == name:
            importlib.import_module(f"graph.{name}").add_arguments(command)
    return top


def main(argv: list[str] | None = None) -> int:
    """Runs one command; its exit code."""
    argv = sys.argv[1:] if argv is None else argv
    args = parser(argv[0] if argv else "").parse_args(argv)
    run = COMMANDS.get(args.command)
    try:
        store = open_store(args.store)
        try:
            return run(args, store) if run else int(importlib.import_module(f"graph.{args.command}").main(args, store))
        finally:
            store.close()
    except GraphError as fault:
        print(f"{type(fault).__name__}: {fault}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
