"""What a figure is drawn from: ties and papers of a selection, and the choices of the one who asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace

from graph.errors import FigureError
from graph.figure.drawing import Drawing
from graph.figure.page import PAPERS
from graph.figure.words import LANGUAGES, word
from graph.model import Paper, Part, Thing, Tie
from graph.queries import english, entities, links, papers, parts
from graph.store import Store

CANVAS = "canvas"  # the paper that is as large as what the Graph page shows


@dataclass(frozen=True, slots=True)
class Canvas:
    """What the Graph page shows, as it is laid out there, in its pixels: (node, x, y) from the middle of each box; the links, and pairs
    "node>node" where one holds or made the other; the headings (words, x, y); how many nodes the page itself leaves out."""

    places: tuple[tuple[str, float, float], ...]
    lines: tuple[str, ...] = ()
    heads: tuple[tuple[str, float, float], ...] = ()
    beyond: int = 0


@dataclass(frozen=True, slots=True)
class Options:
    """The choices: what is in the file's metadata, so that the same figure can be drawn again."""

    lang: str = "zh"
    paper: str = "a4"
    max_nodes: int = 60
    grey: bool = False
    title: str = ""
    subtitle: str = ""
    iris: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    canvas: Canvas | None = None

    def __post_init__(self) -> None:
        if self.lang not in LANGUAGES:
            raise FigureError(f"--lang {self.lang}: choose one of {', '.join(LANGUAGES)}")
        if self.paper not in PAPERS and not (self.paper == CANVAS and self.canvas):
            raise FigureError(f"--paper {self.paper}: choose one of {', '.join(PAPERS)}")
        if self.max_nodes < 2:
            raise FigureError(f"--max-nodes {self.max_nodes}: a picture needs at least 2 nodes")


@dataclass(frozen=True, slots=True)
class Subject:
    """The ties of the chosen papers, with the papers themselves."""

    kind: str
    papers: tuple[Paper, ...]
    ties: tuple[Tie, ...]
    parts: tuple[Part, ...] = field(default=())
    things: tuple[Thing, ...] = field(default=())

    def name(self, lang: str) -> str:
        """The paper's title, or how many papers there are."""
        titles = [f"《{p.title}》" for p in self.papers]
        return titles[0] if len(titles) == 1 else f"{'、'.join(titles[:2])}{f' +{len(titles) - 2}' if len(titles) > 2 else ''}"

    def title_of(self, paper: str) -> str:
        """The title of one of the papers."""
        return next((p.title for p in self.papers if p.iri == paper), paper)

    def caption(self, options: Options) -> tuple[str, ...]:
        """Paper, number, issuer and date; what the picture claims; who made it."""
        first = "；".join(" ".join(filter(None, (f"《{p.title}》", p.number, p.issuer, p.date))) for p in self.papers[:3])
        tool = self.papers[0].tool if self.papers else ""
        return first, word("said", options.lang) + " " + word("made", options.lang, tool)

    def finish(self, drawing: Drawing, options: Options, left_out: int) -> Drawing:
        """The drawing with its date and what draws it again."""
        spec: dict[str, object] = {"kind": self.kind, "options": {k: v for k, v in asdict(options).items() if v is not None}, "papers": {p.iri: p.sha256 for p in self.papers},
                                   "tool": self.papers[0].tool if self.papers else "", "lexicon": self.papers[0].lexicon if self.papers else ""}
        return replace(drawing, left_out=left_out, date=max((p.date for p in self.papers), default=""), spec=spec)


def subject(kind: str, store: Store, selection: Sequence[str] | None, lang: str = "zh") -> Subject:
    """What the store holds of the chosen papers (None: all). Names stand in English where the store has one and `lang` asks for it."""
    chosen = list(selection) if selection else None
    found = tuple(papers(store, chosen))
    if not found:
        raise FigureError("the store holds no paper of this choice; run python -m extract PAPER --store STORE first")
    names = english(store, chosen) if lang != "zh" else {}

    def name(iri: str, label: str) -> str:
        return f"{label} {names[iri]}" if lang == "both" and iri in names else names.get(iri, label)

    ties = tuple(replace(t, label=name(t.entity, t.label), heading=_bare(t.heading)) for t in links(store, chosen))
    things = tuple(replace(t, label=name(t.iri, t.label)) for t in entities(store, chosen))
    return Subject(kind, found, ties, tuple(replace(p, heading=_bare(p.heading)) for p in parts(store, chosen)), things)


def _bare(heading: str) -> str:
    """A heading without the asterisks of Markdown."""
    return heading.replace("**", "").strip()
