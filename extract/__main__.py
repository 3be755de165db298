"""python -m extract IN… -o OUT | --store S: papers in, graph or stand-off JSON out. Exit code 0 all done, 1 some inputs failed, 2 wrong usage."""

from __future__ import annotations

import argparse
import multiprocessing
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from extract.errors import PolicyTraceError
from extract.model import Extraction
from extract.output import WRITERS, file_names, ordered
from extract.pipeline import extract
from extract.read import ENDINGS, read
from extract.report import format_text, report
from extract.triples import to_nquads


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; failures are named on stderr and the rest goes on."""
    parser = _parser()
    args = parser.parse_args(argv)
    form = _form(args, parser)
    found: list[Extraction] = []
    failed = 0
    paths = list(_inputs(args.inputs))
    for n, (path, result) in enumerate(_extract_all(paths, args.jobs), 1):
        if isinstance(result, Extraction):
            found.append(result)
        else:
            failed += 1
            print(f"\r{result}" if sys.stderr.isatty() else result, file=sys.stderr)
        _progress(n, len(paths), path)
    if not paths:
        print(f"nothing to read in {', '.join(args.inputs)}: give files or folders with {' '.join(ENDINGS)}", file=sys.stderr)
        return 1
    _write(ordered(found), args, form)
    return 1 if failed else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m extract", description="Read policy papers into a graph with its sources.")
    parser.add_argument("inputs", nargs="+", metavar="IN", help="files or folders (.txt .md .docx .pdf .html)")
    parser.add_argument("-o", "--output", metavar="OUT", help="a file .ttl .trig .nq .jsonld .json, or a folder (OUT/)")
    parser.add_argument("--store", metavar="S", nargs="?", const="data/store", help="put the papers into this store (default data/store)")
    parser.add_argument("--format", choices=["json", *(f for f in WRITERS if f not in ("json", "trig"))], help="of the files in a folder (json)")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="processes; the result does not depend on it")
    parser.add_argument("--report", action="store_true", help="print what was found and what stayed open")
    return parser


def _form(args: argparse.Namespace, parser: argparse.ArgumentParser) -> str:
    """The format to write; wrong usage ends here with code 2."""
    if args.jobs < 1:
        parser.error(f"--jobs {args.jobs}: a number of processes from 1")
    if not args.output:
        if not args.store and not args.report:
            parser.error("give -o OUT, --store S or --report")
        return ""
    if _is_folder(args.output):
        return args.format or "json"
    ending = Path(args.output).suffix.lower().lstrip(".")
    if ending not in WRITERS:
        parser.error(f"{args.output}: no format ends in .{ending}; give {' '.join('.' + w for w in WRITERS)}, or a folder with a slash at its end")
    return ending


def _is_folder(output: str) -> bool:
    return output.endswith(("/", "\\")) or Path(output).is_dir()


def _inputs(given: Sequence[str]) -> Iterator[Path]:
    """The files to read: folders give the files of known endings below them, sorted; a file is read whatever its ending."""
    seen: set[Path] = set()
    for name in given:
        path = Path(name)
        below = sorted(p for p in path.rglob("*") if p.suffix.lower() in ENDINGS and p.is_file()) if path.is_dir() else [path]
        for p in below:
            if p.absolute() not in seen:
                seen.add(p.absolute())
                yield p


def _one(path: Path) -> Extraction | str:
    try:
        return extract(read(path))
    except PolicyTraceError as fault:
        return str(fault)


def _extract_all(paths: Sequence[Path], jobs: int) -> Iterator[tuple[Path, Extraction | str]]:
    """Each path with its extraction or the fault in words, in the order given."""
    if jobs == 1 or len(paths) < 2:
        yield from ((path, _one(path)) for path in paths)
        return
    with multiprocessing.get_context("spawn").Pool(min(jobs, len(paths))) as pool:
        yield from zip(paths, pool.imap(_one, paths, chunksize=4), strict=True)


def _write(found: Sequence[Extraction], args: argparse.Namespace, form: str) -> None:
    if args.report:
        print("\n\n".join(format_text(report(x)) for x in found))
    if args.store:
        from graph.store import open_store

        store = open_store(args.store)
        for x in found:
            store.put(to_nquads(x))
        store.close()
    if args.output and found:
        _write_files(found, args.output, form)


def _write_files(found: Sequence[Extraction], output: str, form: str) -> None:
    if not _is_folder(output):
        if form == "json" and len(found) > 1:
            print(f"{output}: stand-off JSON holds one paper, {len(found)} were read; give a folder ({Path(output).stem}/)", file=sys.stderr)
            raise SystemExit(2)
        Path(output).parent.mkdir(parents=True, exist_ok=True)
        Path(output).write_text(WRITERS[form](found), "utf-8", newline="\n")
        return
    Path(output).mkdir(parents=True, exist_ok=True)
    for x, name in zip(found, file_names(found, form), strict=True):
        if Path(name).stem != Path(x.raw.source).stem:
            print(f"warning: two papers are called {Path(x.raw.source).stem}; {x.raw.source} is written as {name}", file=sys.stderr)
        (Path(output) / name).write_text(WRITERS[form]([x]), "utf-8", newline="\n")


def _progress(done: int, total: int, path: Path) -> None:
    if sys.stderr.isatty():
        end = "\n" if done == total else ""
        print(f"\r[{'#' * (30 * done // total):30}] {done}/{total} {path.name[:40]:40}", end=end, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
