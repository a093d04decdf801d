"""The page of a document, its record and its facts in its own order, and the list of all documents.

Comes in: `Material`. Goes out: frozen views. Apart from the pages of topics: here the order is the document's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sitegen import formats
from sitegen.audit.model import Finding
from sitegen.budget import quoted_words
from sitegen.facts import NOT_STATED, Fact, Seed
from sitegen.messages import msg
from sitegen.views.findings import FindingView, finding_view
from sitegen.views.frame import Frame, Link, plain_name
from sitegen.views.home import SourceRow, record_text, source_row
from sitegen.views.material import Material, page_frame
from sitegen.views.parts import FactView, fact_view

__all__ = ["RecordRow", "SourceView", "SourcesView", "StripMark", "all_sources", "source_page"]


@dataclass(frozen=True, slots=True)
class StripMark:
    """Where facts stand in a document: `start` and `width` in thousandths of it."""

    start: float
    width: float


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A line of a document's record; `stated` is False where the document does not say it."""

    name: str
    text: str
    stated: bool


@dataclass(frozen=True, slots=True)
class SourceView:
    frame: Frame
    label: str
    plain: str
    record: tuple[RecordRow, ...]
    note: str
    subjects: tuple[Link, ...]
    facts: tuple[FactView, ...]
    drafts: int
    strip: tuple[StripMark, ...]
    covered: str
    quoted: str
    findings: tuple[FindingView, ...]
    tokens: str


@dataclass(frozen=True, slots=True)
class SourcesView:
    frame: Frame
    rows: tuple[SourceRow, ...]


def source_page(material: Material, seed: Seed) -> SourceView:
    graph = material.graph
    here = material.here(f"sources/{seed.id}/")
    facts = graph.facts_of(seed.id)
    record = seed.record
    covered = _covered(facts, seed.print.tokens)
    return SourceView(
        frame=page_frame(
            material, here, record.label,
            msg("{label}: its record and all {number} facts, in the document's order.", label=record.label, number=len(facts)),
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
        facts=tuple(fact_view(fact, here) for fact in facts),
        drafts=seed.drafts,
        strip=_strip(covered, seed.print.tokens),
        covered=_percent(sum(end - start for start, end in covered), seed.print.tokens),
        quoted=_percent(quoted_words(facts), seed.print.tokens),
        findings=tuple(finding_view(one, here) for one in _findings_of(material, seed.id)),
        tokens=str(seed.print.tokens),
    )  # fmt: skip


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


def all_sources(material: Material) -> SourcesView:
    here = material.here("sources/")
    rows = tuple(source_row(seed, material.graph, here) for seed in material.graph.seeds.values())
    return SourcesView(page_frame(material, here, msg("Sources"), msg("The documents that the facts come from.")), rows)
