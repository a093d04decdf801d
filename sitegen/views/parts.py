"""The parts that several kinds of page share: a fact with its proof, a section, an estimate, a chart.

Comes in: facts, estimates and derived values. Goes out: frozen parts, in the words that readers see.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from sitegen import formats, markup
from sitegen.charts.model import Chart
from sitegen.derive import Derived
from sitegen.estimates import Estimate, Size
from sitegen.facts import Fact
from sitegen.views.frame import Here, Link, plain_name

__all__ = [
    "ChartView", "DerivedView", "EstimateView", "FactView", "Group", "QuoteView", "Section", "ValueView", "estimate_view",
    "fact_view", "figure_json", "sections", "show_fact",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class QuoteView:
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class FactView:
    """A fact as a reader meets it. Exactly one of value, members, statement, record says something, or `empty`."""

    id: str
    anchor: str
    about: Link
    measure: str
    context: tuple[Link, ...]
    value: str
    members: tuple[Link, ...]
    statement: str
    record: tuple[tuple[str, str], ...]
    empty: bool
    language: str
    quotes: tuple[QuoteView, ...]
    source: Link
    proof: str
    position: str
    share: int
    verified: str
    checked: str
    note: str
    topics: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Facts of one section about one topic; `about` is None where it is the page's own."""

    about: Link | None
    facts: tuple[FactView, ...]


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    anchor: str
    groups: tuple[Group, ...]
    count: int


@dataclass(frozen=True, slots=True)
class ValueView:
    """A stated value that links to its proof."""

    text: str
    fact: str
    href: str
    year: str


@dataclass(frozen=True, slots=True)
class DerivedView:
    text: str
    measure: str
    when: str
    formula: str
    method: str


@dataclass(frozen=True, slots=True)
class EstimateView:
    """One row of a market's headline: what a source states, and what follows from it."""

    source: Link
    superseded: bool
    sizes: tuple[ValueView, ...]
    forecasts: tuple[ValueView, ...]
    growth: ValueView | None
    derived: tuple[DerivedView, ...]


@dataclass(frozen=True, slots=True)
class ChartView:
    """A chart with where its estimates came from."""

    chart: Chart
    figure: Markup
    sources: tuple[Link, ...]


def fact_view(fact: Fact, here: Here) -> FactView:
    graph = here.graph
    document = graph.seeds[fact.seed].print.tokens
    first, last = fact.start, fact.proofs[-1].spans[-1].end
    return FactView(
        id=fact.id,
        anchor=fact.name,
        about=here.topic(fact.about),
        measure=fact.measure,
        context=_context(fact, here),
        value=fact.value,
        members=tuple(here.named(member) for member in fact.members),
        statement=fact.statement,
        record=fact.record,
        empty=fact.empty,
        language=fact.language,
        quotes=tuple(QuoteView(proof.quote, fact.language) for proof in fact.proofs),
        source=here.source(fact.seed),
        proof=here.fact(fact),
        position=f"words {first + 1}–{max(last, first + 1)} of {document}",
        share=round(100 * first / document),
        verified="the quote stands in the document",
        checked=f"compared by {fact.checked_by}, {fact.checked_on}" if fact.checked_by and fact.checked_on else "",
        note=fact.note,
        topics=tuple(here.topic(topic) for topic in fact.topics if topic != fact.about),
    )


def _context(fact: Fact, here: Here) -> tuple[Link, ...]:
    """What narrows a fact: when, where, by what, within what."""
    found = []
    if fact.when is not None:
        found.append(Link(fact.when.printed, "", "year"))
    if fact.where:
        found.append(here.topic(fact.where))
    if fact.by:
        found.append(Link(f"by {fact.by}" if fact.takes == "list" else fact.by, "", plain_name(fact.by)))
    if fact.of:
        link = here.topic(fact.of)
        found.append(Link(link.text, link.href, link.plain))
    return tuple(found)


def sections(facts: Iterable[Fact], here: Here, page_topic: str) -> tuple[Section, ...]:
    """Facts by the section of their measure, in the site's order, and within it by the topic they are about."""
    corpus = here.graph.corpus
    order = {title: index for index, title in enumerate(corpus.site.sections)}
    by_section: dict[str, dict[str, list[Fact]]] = {}
    for fact in facts:
        title = corpus.measures[fact.measure].section or "Further facts"
        by_section.setdefault(title, {}).setdefault(fact.about, []).append(fact)
    found = []
    for title in sorted(by_section, key=lambda title: (order.get(title, len(order)), title)):
        groups = by_section[title]
        own = [page_topic] if page_topic in groups else []
        ordered = own + [topic for topic in groups if topic != page_topic]
        views = tuple(
            Group(
                None if topic == page_topic else here.topic(topic),
                tuple(fact_view(fact, here) for fact in groups[topic]),
            )
            for topic in ordered
        )
        found.append(Section(title, _anchor(title), views, sum(len(group.facts) for group in views)))
    return tuple(found)


def _anchor(title: str) -> str:
    return "-".join("".join(char if char.isalnum() else " " for char in title.lower()).split())


def estimate_view(estimate: Estimate, derived: Sequence[Derived], here: Here) -> EstimateView:
    own = [value for value in derived if value.seed == estimate.seed and value.about == estimate.market]
    shown = [value for value in own if "/size-" not in value.id]
    path = [value for value in own if "/size-" in value.id]
    if path and estimate.end is None:
        shown.append(path[-1])
    return EstimateView(
        source=here.source(estimate.seed),
        superseded=estimate.superseded,
        sizes=tuple(_value(size, here) for size in estimate.sizes if not size.forecast),
        forecasts=tuple(_value(size, here) for size in estimate.sizes if size.forecast),
        growth=_growth(estimate, here),
        derived=tuple(DerivedView(v.text, v.measure, v.when, v.formula, v.method) for v in shown),
    )


def _value(size: Size, here: Here) -> ValueView:
    return ValueView(size.fact.value, size.fact.id, here.fact(size.fact), str(size.year))


def _growth(estimate: Estimate, here: Here) -> ValueView | None:
    fact = estimate.growth
    if fact is None:
        return None
    return ValueView(fact.value, fact.id, here.fact(fact), fact.when.printed if fact.when else "")


def show_fact(here: Here) -> markup.ShowFact:
    """How prose shows a fact: its value, linked to its proof."""

    def show(fact_id: str) -> Markup:
        fact = here.graph.facts[fact_id]
        text = fact.value or ", ".join(fact.members) or fact.statement
        return Markup(
            f'<a class="value" data-fact="{escape(fact.id)}" href="{escape(here.fact(fact))}">{escape(text)}</a>'
        )

    return show


def figure_json(figure: Mapping[str, object]) -> Markup:
    """JSON that can stand in a script element whatever its texts hold."""
    text = json.dumps(figure, ensure_ascii=False, sort_keys=True, allow_nan=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return Markup(text)


def chart_sources(chart: Chart, here: Here) -> tuple[Link, ...]:
    return tuple(here.source(one.seed) for one in chart.series)


def position_percent(fact: Fact, here: Here) -> str:
    return formats.share_of(fact.start, here.graph.seeds[fact.seed].print.tokens)
