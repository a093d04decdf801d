"""The typed model: what the whole program speaks of. Values only, no behaviour beyond reading them.

Comes in: nothing. Goes out: frozen values. Apart, so that every stage can import it and it imports no stage.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from itertools import chain

from sitegen.problems import Place
from sitegen.quantities import Quantity
from sitegen.seeds import Fingerprint, Span
from sitegen.shapes import (
    ChangeFile,
    DecisionFile,
    GlossaryEntry,
    KindEntry,
    MeasureEntry,
    MovedEntry,
    PageFront,
    RelationEntry,
    SeedRecord,
    SiteFile,
    TopicFile,
)  # fmt: skip
from sitegen.values import valueclass

__all__ = [
    "Change",
    "Corpus",
    "Decision",
    "Fact",
    "Moved",
    "Page",
    "Proof",
    "Relation",
    "Seed",
    "Topic",
    "When",
    "NOT_STATED",
]

NOT_STATED = "not stated"

QUANTITIES = frozenset(
    {"money", "percent", "count", "fraction", "rate", "duration", "year", "period", "date", "amount"}
)


@valueclass(frozen=True, slots=True)
class When:
    """The time that a fact speaks of: `first` and `last` year, equal for a point in time.

    `printed` is what readers see; `defined_by` the name of the fact of the same seed that it was taken from.
    """

    printed: str
    first: int
    last: int
    month: int = 0
    day: int = 0
    defined_by: str = ""


@valueclass(frozen=True, slots=True)
class Proof:
    """Where a quote stands: the spans of its parts, in tokens of the document."""

    quote: str
    spans: tuple[Span, ...]
    place: int = 0
    places: int = 1


@valueclass(frozen=True, slots=True)
class Fact:
    """One assertion of one seed, with its proof. `cites` are the names of references of the same seed."""

    seed: str
    name: str
    about: str
    measure: str
    takes: str
    role: str
    value: str
    quantity: Quantity | None
    members: tuple[str, ...]
    statement: str
    record: tuple[tuple[str, str], ...]
    empty: bool
    proofs: tuple[Proof, ...]
    run: Span | None
    when: When | None
    where: str
    by: str
    of: str
    topics: tuple[str, ...]
    language: str
    note: str
    checked_by: str
    checked_on: str
    source: Place
    cites: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return f"{self.seed}/{self.name}"

    @property
    def start(self) -> int:
        """The token at which its first quote begins."""
        return self.proofs[0].spans[0].start

    @property
    def kind(self) -> str:
        """quantity, list, claim, event, judgement, term or reference."""
        return "quantity" if self.takes in QUANTITIES else self.takes


@valueclass(frozen=True, slots=True)
class Seed:
    """A registered document. `text` is empty where the document is not at hand, `figures` are the positions of the words of it
    that hold one, or None where nobody wrote them down.
    """

    id: str
    record: SeedRecord
    print: Fingerprint
    text: str = field(default="", repr=False)
    drafts: int = 0
    figures: tuple[int, ...] | None = field(default=None, repr=False)


@valueclass(frozen=True, slots=True)
class Topic:
    """`references` are the facts that its prose refers to, each with its place; `prose` is where that prose begins.

    `shown` is its name on pages of another language; documents call it by `names` all the same.
    """

    id: str
    kind: str
    file: TopicFile
    source: Place
    references: tuple[tuple[str, Place], ...]
    prose: Place
    shown: str = ""

    @property
    def name(self) -> str:
        return self.shown or self.file.name

    @property
    def names(self) -> tuple[str, ...]:
        extra = (self.file.abbreviation,) if self.file.abbreviation else ()
        return (self.file.name, *self.file.aliases, *extra)


@valueclass(frozen=True, slots=True)
class Page:
    """A page of prose; `others` are the same in further languages, by tag."""

    slug: str
    front: PageFront
    text: str
    source: Place
    references: tuple[tuple[str, Place], ...]
    prose: Place
    others: Mapping[str, Page] = field(default_factory=dict)


@valueclass(frozen=True, slots=True)
class Decision:
    """An editor's answer to a finding, with the facts that its reason refers to."""

    id: str
    file: DecisionFile
    source: Place
    references: tuple[tuple[str, Place], ...]
    prose: Place


@valueclass(frozen=True, slots=True)
class Relation:
    """An editor's link between a claim and the evidence that bears on it."""

    entry: RelationEntry
    source: Place
    references: tuple[tuple[str, Place], ...]
    prose: Place


@valueclass(frozen=True, slots=True)
class Change:
    """Why published values changed: `day` is its file's, `places` are those of the facts it names."""

    id: str
    day: str
    file: ChangeFile
    places: tuple[Place, ...]


@valueclass(frozen=True, slots=True)
class Moved:
    """A retired address and the page that stands for it."""

    entry: MovedEntry
    source: Place


@valueclass(frozen=True, slots=True)
class Corpus:
    """Everything that the files say, each file valid by itself; references between files are still names.

    `told` are the facts of each seed; `declared` are the ids of all facts that were written, drafts and those with problems of their own included.
    """

    site: SiteFile
    kinds: Mapping[str, KindEntry]
    measures: Mapping[str, MeasureEntry]
    seeds: tuple[Seed, ...]
    told: Mapping[str, tuple[Fact, ...]]
    topics: tuple[Topic, ...]
    pages: tuple[Page, ...]
    glossary: tuple[GlossaryEntry, ...]
    decisions: tuple[Decision, ...]
    relations: tuple[Relation, ...]
    changes: tuple[Change, ...]
    moved: tuple[Moved, ...]
    declared: frozenset[str]

    @property
    def facts(self) -> Iterator[Fact]:
        return chain.from_iterable(self.told.values())
