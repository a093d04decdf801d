"""The page of a document, its record and its facts in its own order, and the list of all documents.

Comes in: `Material`. Goes out: frozen views. Apart from the pages of topics: here the order is the document's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from sitegen import formats
from sitegen.audit.model import Finding
from sitegen.budget import quoted_words
from sitegen.exports import part_of
from sitegen.facts import NOT_STATED, Fact, Seed
from sitegen.leaves import leaf_count, leaf_of, leaf_path
from sitegen.messages import counted, msg
from sitegen.values import valueclass
from sitegen.views.findings import FindingView, finding_view
from sitegen.views.frame import Frame, Link, plain_name
from sitegen.views.home import SourceRow, record_text, source_row
from sitegen.views.leaves import Leaves, leaf_title, leaves
from sitegen.views.material import Material, page_frame
from sitegen.views.parts import FactView, fact_view, letters
from sitegen.views.room import room

__all__ = ["RecordRow", "SourceView", "SourcesView", "Stretch", "StripMark", "all_sources", "source_page"]

# Facts that a browser lays out together.
_TOGETHER = 20


@valueclass(frozen=True, slots=True)
class StripMark:
    """Where facts stand in a document: `start` and `width` in thousandths of it."""

    start: float
    width: float


@valueclass(frozen=True, slots=True)
class RecordRow:
    """A line of a document's record; `stated` is False where the document does not say it."""

    name: str
    text: str
    stated: bool


@valueclass(frozen=True, slots=True)
class Stretch:
    """Facts that stand together in a document; `tall` is the room that browsers keep for them, see `views.room`."""

    facts: tuple[FactView, ...]
    tall: int


_TICK = 1.5
"""The width of the sign of one figure, in thousandths of the strip."""


@valueclass(frozen=True, slots=True)
class Figures:
    """How many figures of a document stand in no fact, of how many; `marks` are those."""

    bare: str
    all: str
    marks: tuple[StripMark, ...]


@valueclass(frozen=True, slots=True)
class SourceView:
    """`facts` counts those of all stretches."""

    frame: Frame
    label: str
    plain: str
    record: tuple[RecordRow, ...]
    note: str
    subjects: tuple[Link, ...]
    facts: int
    stretches: tuple[Stretch, ...]
    drafts: int
    strip: tuple[StripMark, ...]
    covered: str
    quoted: str
    figures: Figures | None
    findings: tuple[FindingView, ...]
    tokens: str
    files: tuple[Link, ...]


@valueclass(frozen=True, slots=True)
class SourcesView:
    """A leaf of the list of documents."""

    frame: Frame
    rows: tuple[SourceRow, ...]
    leaves: Leaves | None


def source_page(material: Material, seed: Seed) -> SourceView:
    graph = material.graph
    here = material.here(f"sources/{seed.id}/")
    facts = graph.facts_of(seed.id)
    record = seed.record
    covered = _covered(facts, seed.print.tokens)
    return SourceView(
        frame=page_frame(
            material, here, record.label,
            counted(
                "{label}: its record and its {number} fact.", "{label}: its record and all {number} facts, in the document's order.",
                len(facts), label=record.label,
            ),
            Link(msg("Sources"), here.to("sources/")),
        ),
        label=record.label,
        plain=plain_name(record.label),
        record=(
            RecordRow(msg("Title"), *_stated(record.title, seed)), RecordRow(msg("Publisher"), *_stated(record.publisher, seed)),
            RecordRow(msg("Kind"), record.kind, True), RecordRow(msg("Published"), *_stated(record.published, seed)),
            RecordRow(msg("Licence"), *_stated(record.licence, seed)), RecordRow(msg("Language"), record.language, True),
            RecordRow(msg("Words"), record.words, True), RecordRow(msg("SHA-256 of the text"), record.sha256, True),
        ),
        note=record.note or "",
        subjects=tuple(here.topic(topic) for topic in (record.subject,) if topic and topic in graph.topics),
        facts=len(facts),
        stretches=tuple(
            _stretch(tuple(fact_view(fact, here) for fact in facts[start : start + _TOGETHER]))
            for start in range(0, len(facts), _TOGETHER)
        ),
        drafts=seed.drafts,
        strip=_strip(covered, seed.print.tokens),
        covered=_percent(sum(end - start for start, end in covered), seed.print.tokens),
        quoted=_percent(quoted_words(facts), seed.print.tokens),
        figures=_figures(seed, covered),
        findings=tuple(finding_view(one, here) for one in _findings_of(material, seed.id)),
        tokens=str(seed.print.tokens),
        files=tuple(Link(kind.upper(), here.to(f"data/{part_of(seed.id)}.{kind}")) for kind in ("csv", "json")),
    )  # fmt: skip


def _stretch(facts: tuple[FactView, ...]) -> Stretch:
    return Stretch(facts, room(map(_letters, facts), 0, ()))


def _letters(fact: FactView) -> tuple[int, int]:
    """How long a row is, and what stands below it: its topic above, its quotes, their place, what it touches."""
    own, below = letters(fact)
    below += (
        sum(len(quote.text) for quote in fact.quotes)
        + 2 * len(fact.note)
        + sum(len(one.text) + 2 for one in fact.topics)
    )
    return own + len(fact.about.text) + 40, below + 80


def _stated(text: str, seed: Seed) -> tuple[str, bool]:
    return record_text(text, seed), text != NOT_STATED


def _findings_of(material: Material, seed: str) -> list[Finding]:
    """What rules say of one document's facts; ranks without numbers are many and say little, so they stand last."""
    return sorted(material.listed.by_seed.get(seed, ()), key=lambda one: one.state == "not checked")


def _percent(part: int, whole: int) -> str:
    return formats.percent(Decimal(100 * part) / whole if whole else Decimal(0), 0)


def _covered(facts: Iterable[Fact], tokens: int) -> list[tuple[int, int]]:
    """The stretches of a document that quotes and lists of facts stand in, merged."""
    spans = [(span.start, span.end) for fact in facts for proof in fact.proofs for span in proof.spans]
    spans += [(fact.run.start, fact.run.end) for fact in facts if fact.run is not None]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, min(end, tokens)))
    return merged


def _strip(covered: Sequence[tuple[int, int]], tokens: int) -> tuple[StripMark, ...]:
    return tuple(
        StripMark(round(1000 * start / tokens, 1), round(max(1.0, 1000 * (end - start) / tokens), 1))
        for start, end in covered
    )


def _figures(seed: Seed, covered: Sequence[tuple[int, int]]) -> Figures | None:
    """The document's figures, and those of them that stand in no covered stretch; None where nobody wrote them down."""
    if seed.figures is None:
        return None
    inside = {index for start, end in covered for index in range(start, end)}
    bare = [index for index in seed.figures if index not in inside]
    marks = tuple(StripMark(round(1000 * index / seed.print.tokens, 1), _TICK) for index in bare)
    return Figures(str(len(bare)), str(len(seed.figures)), marks)


def all_sources(material: Material) -> Iterator[SourcesView]:
    """The list of documents: the first leaf at sources/, the others below it."""
    graph, first = material.graph, "sources/"
    for number in range(1, leaf_count(len(graph.seeds)) + 1):
        here = material.here(leaf_path(first, number))
        crumbs = (Link(msg("Sources"), here.to(first)),) if number > 1 else ()
        title, said = leaf_title(msg("Sources"), number), msg("The documents that the facts come from.")
        rows = tuple(source_row(seed, graph, here) for seed in leaf_of(tuple(graph.seeds.values()), number))
        way = leaves(here, first, number, len(graph.seeds))
        yield SourcesView(page_frame(material, here, title, said, *crumbs), rows, way)
