"""python -m extract IN… -o OUT | --store S: papers in, graph or stand-off JSON out. Exit code 0 all done, 1 some inputs failed, 2 wrong usage."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from extract.batch import extract_all
from extract.cluster import ClusterError, extract_on
from extract.model import Extraction
from extract.output import WRITERS, file_name, ordered
from extract.read import ENDINGS
from extract.report import format_text, report
from extract.triples import to_nquads
from extract.unchanged import Unchanged


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; failures are named on stderr and the rest goes on."""
    parser = _parser()
    args = parser.parse_args(argv)
    form = _form(args, parser)
    found: list[Extraction] = []
    failed = 0
    paths = sorted(_inputs(args.inputs), key=lambda p: (p.name, str(p)))
    deliver = _Delivery(args, form)
    if paths and args.skip_unchanged and not (paths := deliver.changed(paths)):
        print("nothing has changed since the last run", file=sys.stderr)
        return 0
    for n, (path, result) in enumerate(_results(paths, args), 1):
        if isinstance(result, Extraction):
            found += deliver.one(result, path)
        else:
            failed += 1
            print(f"\r{result}" if sys.stderr.isatty() else result, file=sys.stderr)
        _progress(n, len(paths), path)
    if not paths:
        print(f"nothing to read in {', '.join(args.inputs)}: give files or folders with {' '.join(ENDINGS)}", file=sys.stderr)
        return 1
    deliver.all(ordered(found))
    return 1 if failed else 0


def _results(paths: Sequence[Path], args: argparse.Namespace) -> Iterator[tuple[Path, Extraction | str]]:
    """Each path with its extraction, from this machine or the cluster; a cluster that can't be used ends the command with code 2."""
    try:
        yield from extract_on(args.scheduler, paths) if args.scheduler else extract_all(paths, args.jobs)
    except ClusterError as fault:
        print(fault, file=sys.stderr)
        raise SystemExit(2) from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m extract", description="Read policy papers into a graph with its sources.")
    parser.add_argument("inputs", nargs="+", metavar="IN", help="files or folders (.txt .md .docx .pdf .html)")
    parser.add_argument("-o", "--output", metavar="OUT", help="a file .ttl .trig .nq .jsonld .json, or a folder (OUT/)")
    parser.add_argument("--store", metavar="S", nargs="?", const="data/store", help="put the papers into this store (default data/store)")
    parser.add_argument("--format", choices=["json", *(f for f in WRITERS if f not in ("json", "trig"))], help="of the files in a folder (json)")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="processes; the result does not depend on it")
    parser.add_argument("--scheduler", metavar="URL", help="read them on a Dask cluster, tcp://host:8786; papers that have not changed are skipped")
    parser.add_argument("--skip-unchanged", action="store_true", help="leave out papers of which an earlier run made what is there (OUT/, --store)")
    parser.add_argument("--report", action="store_true", help="print what was found and what stayed open")
    return parser


def _form(args: argparse.Namespace, parser: argparse.ArgumentParser) -> str:
    """The format to write; wrong usage ends here with code 2."""
    into_folder = not args.output or _is_folder(args.output)
    if args.skip_unchanged and not (into_folder and (args.output or args.store)):
        parser.error("--skip-unchanged needs -o OUT/ (a folder) or --store S: a single file is always made anew")
    args.skip_unchanged |= bool(args.scheduler and into_folder and (args.output or args.store) and not args.report)
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


class _Delivery:
    """Where papers go. A paper for a folder, a store or the report leaves at once, so that memory does not grow with their number;
    only a single file needs them all together."""

    def __init__(self, args: argparse.Namespace, form: str) -> None:
        self.output, self.form, self.report = args.output, form, args.report
        self.folder = bool(args.output) and _is_folder(args.output)
        self.taken: set[str] = set()
        self.unchanged: Unchanged | None = None
        self.notes = Path(args.output if self.folder else "data" if "://" in (args.store or "") else args.store or ".")
        self.store = None
        if args.store:
            from graph.store import open_store

            self.store = open_store(args.store)

    def changed(self, paths: Sequence[Path]) -> list[Path]:
        """The papers that an earlier run did not make as they are now, or of which something is gone."""
        self.unchanged = Unchanged(self.notes, f"{self.output}|{self.form}|{self.store.where if self.store else ''}")
        there = set(self.store.papers()) if self.store else set()
        kept = []
        for path in paths:
            name, _, graph = (self.unchanged.made(path) or "").partition("|")
            whole = (not self.folder or (name and (Path(self.output) / name).is_file())) and (not self.store or graph in there)
            if whole:
                self.taken.add(name)
            else:
                kept.append(path)
        return kept

    def one(self, x: Extraction, path: Path) -> list[Extraction]:
        """Delivers a paper; gives it back where it has to wait for the others."""
        name = graph = ""
        if self.report:
            print(format_text(report(x)))
        if self.store:
            graph = self.store.put(to_nquads(x))
        if self.folder:
            name = self._into_folder(x)
        if self.unchanged:
            self.unchanged.note(path, f"{name}|{graph}")
        return [x] if self.output and not self.folder else []

    def _into_folder(self, x: Extraction) -> str:
        name = file_name(x.raw.source, self.form, self.taken)
        if Path(name).stem != Path(x.raw.source).stem:
            print(f"warning: two papers are called {Path(x.raw.source).stem}; {x.raw.source} is written as {name}", file=sys.stderr)
        folder = Path(self.output)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(WRITERS[self.form]([x]), "utf-8", newline="\n")
        return name

    def all(self, found: Sequence[Extraction]) -> None:
        """Writes the single file and closes the store."""
        if self.unchanged:
            self.unchanged.keep()
        if self.store:
            self.store.close()
        if not found:
            return
        if self.form == "json" and len(found) > 1:
            print(f"{self.output}: stand-off JSON holds one paper, {len(found)} were read; give a folder ({Path(self.output).stem}/)", file=sys.stderr)
            raise SystemExit(2)
        Path(self.output).parent.mkdir(parents=True, exist_ok=True)
        Path(self.output).write_text(WRITERS[self.form](found), "utf-8", newline="\n")


def _progress(done: int, total: int, path: Path) -> None:
    if sys.stderr.isatty():
        end = "\n" if done == total else ""
        print(f"\r[{'#' * (30 * done // total):30}] {done}/{total} {path.name[:40]:40}", end=end, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
