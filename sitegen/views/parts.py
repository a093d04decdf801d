"""The parts that several kinds of page share: a fact with its proof, a section, an estimate, a chart.

Comes in: facts, estimates and derived values. Goes out: frozen parts, in the words that readers see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from sitegen import formats, markup
from sitegen.audit.model import SIGNS
from sitegen.charts.comparison import seed_of
from sitegen.charts.model import Chart
from sitegen.charts.sketch import Sketch
from sitegen.derive import Derived
from sitegen.estimates import Estimate, Size
from sitegen.facts import Fact
from sitegen.messages import capitalised, made, msg, stripped
from sitegen.views.frame import Here, Link, plain_name
from sitegen.views.repository import line_of, report_on
from sitegen.views.words import SketchView, filed_view

__all__ = [
    "ChartView", "DerivedView", "EstimateView", "FactView", "Group", "QuoteView", "Section", "ValueView", "chart_view", "drawn_sections",
    "estimate_view",
    "fact_view", "sections", "show_fact", "Tell", "value_view",
]  # fmt: skip

Explain = Callable[[str], Markup]
NO_MARKS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class QuoteView:
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class MarkView:
    """A finding as a mark beside a number: a sign, what it means, where it is told."""

    state: str
    sign: str
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class RelationView:
    """What an editor judged between this fact and another: said on the pages of both."""

    verb: str
    other: str
    fact: str
    href: str
    reason: Markup


@dataclass(frozen=True, slots=True)
class Again:
    """A place where the same document states the same again."""

    fact: str
    href: str
    at: str
    quotes: tuple[str, ...]


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
    statement: Markup
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
    marks: tuple[MarkView, ...]
    relations: tuple[RelationView, ...]
    at: str
    mark: str
    edit: str
    report: str
    again: tuple[Again, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Facts of one section about one topic; `about` is None where it is the page's own."""

    about: Link | None
    facts: tuple[FactView, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Facts under one heading. Dated developments stand in `timeline`, the newest first, and in no group."""

    title: str
    anchor: str
    groups: tuple[Group, ...]
    count: int
    timeline: tuple[FactView, ...] = ()
    sketches: tuple[SketchView, ...] = ()


@dataclass(frozen=True, slots=True)
class ValueView:
    """A stated value that links to its proof. `amount` is what tables sort by."""

    text: str
    fact: str
    href: str
    year: str
    amount: str
    marks: tuple[MarkView, ...]


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
    """A chart with where its estimates came from, and the addresses of its further ways, its table and its own page."""

    chart: Chart
    figure: Markup
    sources: tuple[Link, ...]
    modes: str
    table: str
    embed: str
    marks: Mapping[str, tuple[MarkView, ...]]


Tell = Callable[[Fact], FactView]
"""How a page tells a fact, with the page's own numbers of its sources."""


def fact_view(
    fact: Fact, here: Here, explain: Explain = markup.plainly, marks: Mapping[str, str] = NO_MARKS, page_topic: str = ""
) -> FactView:
    """`explain` turns our words into HTML; `marks` are the numbers of the sources on the page."""
    graph = here.graph
    fact = graph.facts.get(fact.id, fact)  # as this page's language tells it
    document = graph.seeds[fact.seed].print.tokens
    first, last = fact.start, fact.proofs[-1].spans[-1].end
    return FactView(
        id=fact.id,
        anchor=fact.name,
        about=here.topic(fact.about),
        measure=made(capitalised, fact.measure),
        context=_context(fact, here, page_topic),
        value=fact.value,
        members=tuple(here.named(member) for member in fact.members),
        statement=explain(fact.statement),
        record=fact.record,
        empty=fact.empty,
        language=fact.language,
        quotes=tuple(QuoteView(proof.quote, here.foreign(fact.language)) for proof in fact.proofs),
        source=here.source(fact.seed),
        proof=here.fact(fact),
        position=msg("words {first}–{last} of {all}", first=first + 1, last=max(last, first + 1), all=document),
        share=round(100 * first / document),
        verified=msg("the quote stands in the document"),
        checked=msg("compared by {name}, {day}", name=fact.checked_by, day=formats.day(fact.checked_on))
        if fact.checked_by and fact.checked_on
        else "",
        note=fact.note,
        topics=tuple(here.topic(topic) for topic in fact.topics if topic != fact.about),
        marks=finding_marks(fact, here),
        relations=_relations(fact, here),
        at=f"{first + 1}–{max(last, first + 1)}",
        mark=marks.get(fact.seed, ""),
        edit=line_of(graph.corpus.site.repository or "", fact.source),
        report=report_on(graph.corpus.site.repository or "", f"Fact {fact.id}"),
    )


_FURTHER = msg("Further facts")
_VERBS = {
    "supports": (msg("Supports"), msg("Supported by")), "contradicts": (msg("Contradicts"), msg("Contradicted by")),
    "qualifies": (msg("Qualifies"), msg("Qualified by")),
}  # fmt: skip


def _relations(fact: Fact, here: Here) -> tuple[RelationView, ...]:
    found = []
    for relation in here.graph.relations_of.get(fact.id, ()):
        entry = relation.entry
        claims = fact.id == entry.claim
        other = here.graph.facts[entry.evidence if claims else entry.claim]
        text = other.statement or msg(
            "{measure}: {value}", measure=other.measure, value=other.value or ", ".join(other.members)
        )
        reason = markup.inline(stripped(entry.reason), show_fact(here))
        found.append(RelationView(_VERBS[entry.relation][claims], text, other.id, here.fact(other), reason))
    return tuple(found)


def finding_marks(fact: Fact, here: Here) -> tuple[MarkView, ...]:
    """The findings in which a fact takes part, one for each rule."""
    by_rule = {one.rule: one for one in reversed(here.marks.get(fact.id, ()))}
    return tuple(
        MarkView(
            one.state.replace(" ", "-"), SIGNS[one.state][0], msg("{rule}: {state}", rule=one.rule, state=SIGNS[one.state][1]),
            here.to(here.told[one.id]),
        )
        for one in reversed(by_rule.values())
    )  # fmt: skip


def _context(fact: Fact, here: Here, page_topic: str) -> tuple[Link, ...]:
    """What narrows a fact: when, where, by what, within what; but not to the topic that the page is about."""
    found = []
    if fact.when is not None:
        found.append(Link(fact.when.printed, "", "year"))
    if fact.where and fact.where != page_topic:
        found.append(here.topic(fact.where))
    if fact.by:
        found.append(
            Link(msg("by {dimension}", dimension=fact.by) if fact.takes == "list" else fact.by, "", plain_name(fact.by))
        )
    if fact.of and fact.of != page_topic:
        link = here.topic(fact.of)
        found.append(Link(link.text, link.href, link.plain))
    return tuple(found)


def sections(
    facts: Iterable[Fact],
    here: Here,
    page_topic: str,
    explain: Explain = markup.plainly,
    marks: Mapping[str, str] = NO_MARKS,
) -> tuple[Section, ...]:
    """Facts by the section of their measure, in the site's order, and within it by the topic they are about."""
    corpus = here.graph.corpus
    order = {title: index for index, title in enumerate(corpus.site.sections)}
    titles: dict[str, str] = {title: title for title in corpus.site.sections}
    by_section: dict[str, list[Fact]] = {}
    for fact in facts:
        by_section.setdefault(corpus.measures[fact.measure].section or _FURTHER, []).append(fact)
    return tuple(
        _section(titles.get(title, title), by_section[title], here, page_topic, explain, marks)
        for title in sorted(by_section, key=lambda title: (order.get(title, len(order)), title))
    )


def _section(
    title: str, facts: list[Fact], here: Here, page_topic: str, explain: Explain, marks: Mapping[str, str]
) -> Section:
    dated = sorted(
        (fact for fact in facts if fact.takes == "event" and fact.when is not None), key=_moment, reverse=True
    )
    timeline = tuple(fact_view(fact, here, explain, marks, page_topic) for fact in dated)
    groups: dict[str, list[Fact]] = {page_topic: []}
    for fact in facts:
        if fact not in dated:
            groups.setdefault(fact.about, []).append(fact)
    shown = tuple(
        Group(
            None if topic == page_topic else here.topic(topic),
            tuple(
                replace(
                    fact_view(first, here, explain, marks, page_topic), again=tuple(_again(one, here) for one in others)
                )
                for first, *others in _restated(found)
            ),
        )
        for topic, found in groups.items()
        if found
    )
    return Section(title, _anchor(title), shown, len(facts), timeline)


def drawn_sections(found: tuple[Section, ...], drawn: Sequence[Sketch], here: Here) -> tuple[Section, ...]:
    """Sections with the drawings that belong under their headings."""
    return tuple(
        replace(section, sketches=tuple(filed_view(one, here) for one in drawn if one.section == section.title))
        for section in found
    )


def _restated(facts: Iterable[Fact]) -> list[list[Fact]]:
    """Facts in their order; those that a document states again in the same way stand behind the first."""
    found: dict[tuple[object, ...], list[Fact]] = {}
    for fact in facts:
        when = (fact.when.first, fact.when.last, fact.when.month) if fact.when else None
        key: tuple[object, ...] = (fact.seed, fact.about, fact.measure, fact.by, fact.of, fact.where, when, fact.note)
        if fact.quantity is not None:
            q = fact.quantity
            key = (*key, q.low, q.high, q.step, q.total, q.unit, q.qualifier)
        elif fact.members:
            key = (*key, *(member.casefold() for member in fact.members))
        else:
            key = (fact.id,)
        found.setdefault(key, []).append(fact)
    return list(found.values())


def _again(fact: Fact, here: Here) -> Again:
    first, last = fact.start + 1, fact.proofs[-1].spans[-1].end
    return Again(fact.id, here.fact(fact), f"{first}–{max(last, first)}", tuple(proof.quote for proof in fact.proofs))


def _moment(fact: Fact) -> tuple[int, int, int]:
    return (fact.when.first, fact.when.month, fact.when.day) if fact.when is not None else (0, 0, 0)


# What pages call parts of their own; a site's section of that name gets a longer one.
_TAKEN = frozenset({"main", "find", "proof", "show-quotes", "estimates", "elsewhere", "sources"})


def _anchor(title: str) -> str:
    anchor = "-".join("".join(char if char.isalnum() else " " for char in title.lower()).split())
    return f"{anchor}-section" if anchor in _TAKEN else anchor


def estimate_view(estimate: Estimate, derived: Sequence[Derived], here: Here) -> EstimateView:
    own = [value for value in derived if value.seed == estimate.seed and value.about == estimate.market]
    shown = [value for value in own if value.family == "estimate"]
    path = [value for value in own if value.family == "path"]
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


def value_view(fact: Fact, year: str, here: Here) -> ValueView:
    amount = str(fact.quantity.amount) if fact.quantity is not None else ""
    return ValueView(fact.value, fact.id, here.fact(fact), year, amount, finding_marks(fact, here))


def _value(size: Size, here: Here) -> ValueView:
    return value_view(size.fact, str(size.year), here)


def _growth(estimate: Estimate, here: Here) -> ValueView | None:
    fact = estimate.growth
    if fact is None:
        return None
    return value_view(fact, fact.when.printed if fact.when else "", here)


def show_fact(here: Here) -> markup.ShowFact:
    """How prose shows a fact: its value, linked to its proof; marked where a finding disputes it."""

    def show(fact_id: str) -> Markup:
        fact = here.graph.facts[fact_id]
        text = fact.value or ", ".join(fact.members) or fact.statement
        disputed = here.disputed(fact_id)
        kind = Markup('value disputed" title="{}: see the finding').format(disputed) if disputed else "value"
        link = Markup('<a class="{}" data-fact="{}" href="{}">{}</a>')
        return link.format(kind, fact.id, here.fact(fact), text)

    return show


def chart_view(chart: Chart, here: Here) -> ChartView:
    return ChartView(
        chart, markup.json_in_html(here.say(chart.figure)), chart_sources(chart, here), here.to(f"data/charts/{chart.id}.json"),
        here.to(f"data/charts/{chart.id}.csv"), here.to(f"embed/{chart.id}/"),
        {fact: finding_marks(here.graph.facts[fact], here) for fact in chart.facts},
    )  # fmt: skip


def chart_sources(chart: Chart, here: Here) -> tuple[Link, ...]:
    return tuple(here.source(seed) for seed in dict.fromkeys(seed_of(one.seed) for one in chart.series))
