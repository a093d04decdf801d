"""One frozen view and one function for each kind of page.

Comes in: `Material`, everything that earlier stages made. Goes out: a view a page, complete.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from markupsafe import Markup

from sitegen import markup
from sitegen.audit.model import Rule
from sitegen.audit.table import rules_of
from sitegen.charts.sketch import Sketch
from sitegen.facts import Fact, Topic
from sitegen.graph import Graph
from sitegen.leaves import leaf_count, leaf_of, leaf_path
from sitegen.messages import as_printed, counted, msg
from sitegen.values import valueclass
from sitegen.views.changes import ChangesView, changes_pages
from sitegen.views.compare import CompareView, compare_pages
from sitegen.views.data import DataView, data_page, facts_files
from sitegen.views.embed import EmbedView, embed_pages
from sitegen.views.evidence import EvidenceView, evidence_view
from sitegen.views.findings import (
    ConflictsView,
    FindingsView,
    RuleView,
    conflicts_page,
    findings_pages,
    rule_pages,
)  # fmt: skip
from sitegen.views.frame import Frame, Here, Link, address_of, plain_name
from sitegen.views.glossary import GlossaryView, glossary_pages
from sitegen.views.headline import Headline, headline
from sitegen.views.home import HomeView, SourceRow, home, source_row
from sitegen.views.leaves import Leaves, leaf_title, leaves
from sitegen.views.material import Material, page_frame
from sitegen.views.moved import MovedView, NotFoundView, moved_pages, not_found
from sitegen.views.parts import (
    FactView,
    Section,
    drawn_sections,
    fact_view,
    sections,
    show_fact,
)  # fmt: skip
from sitegen.views.reference import ReferenceView, reference_page
from sitegen.views.search import SearchView, search_page
from sitegen.views.sized import ChartView, EstimateView, chart_view, estimate_view
from sitegen.views.source import SourcesView, SourceView, all_sources, source_page
from sitegen.views.told import Said, facts_of_page, parted
from sitegen.views.worlds import WorldsView, told_claims, told_facts, untold, worlds_view

__all__ = ["PageGroup", "View", "page_groups", "views"]


# Facts on a leaf of a topic's page: one document's subject fits, a topic that hundreds of documents share does not.
_TOLD = 350


@valueclass(frozen=True, slots=True)
class TopicRow:
    link: Link
    facts: str
    headline: Headline | None


@valueclass(frozen=True, slots=True)
class KindView:
    """A leaf of the list of a kind."""

    frame: Frame
    title: str
    rows: tuple[TopicRow, ...]
    leaves: Leaves | None


@valueclass(frozen=True, slots=True)
class TopicView:
    """A topic's page. `sections` hold what is said of it, `mentions` what is said of others and touches it.

    Where there is more than fits one leaf, further ones hold sections and mentions alone.
    """

    frame: Frame
    kind: str
    name: str
    plain: str
    aliases: tuple[Link, ...]
    parent: Link | None
    children: tuple[Link, ...]
    summary: Markup
    headline: Headline | None
    estimates: tuple[EstimateView, ...]
    charts: tuple[ChartView, ...]
    worlds: WorldsView | None
    evidence: EvidenceView | None
    sections: tuple[Section, ...]
    mentions: tuple[Section, ...]
    sources: tuple[SourceRow, ...]
    conflicts: str
    changes: str
    apart: str
    leaves: Leaves | None


@valueclass(frozen=True, slots=True)
class FactsView:
    """One leaf of the list of all facts."""

    frame: Frame
    facts: tuple[FactView, ...]
    total: int
    leaves: Leaves | None
    index: str
    files: tuple[Link, ...]


@valueclass(frozen=True, slots=True)
class ProseView:
    frame: Frame
    title: str
    body: Markup


View = (
    EmbedView | SearchView | HomeView | KindView | TopicView | SourceView | SourcesView | FactsView | ProseView | NotFoundView
    | FindingsView | RuleView | ConflictsView | ChangesView | ReferenceView | CompareView | GlossaryView | DataView | MovedView
)  # fmt: skip


@valueclass(frozen=True, slots=True)
class PageGroup:
    """Pages that share a chart or a list. `name` is the same in every build; `topic` is the one whose charts they show, `seed`
    the document that they are of, or empty.

    `make` reads nothing but the material that it is given.
    """

    name: str
    make: Callable[[Material], Iterable[View]]
    topic: str = ""
    seed: str = ""


def views(material: Material) -> tuple[View, ...]:
    """Every page of the site, in order of address."""
    found = (view for group in page_groups(material) for view in group.make(material))
    return tuple(sorted(found, key=lambda view: view.frame.path))


def page_groups(material: Material) -> tuple[PageGroup, ...]:
    """The pages of the site, in groups that know nothing of each other; a group's pages share a chart, or a list."""
    graph, singles = material.graph, dict(_SINGLES)
    if material.language.prefix:
        del singles["404"]
    groups = [PageGroup(name, make) for name, make in singles.items()]
    groups += [PageGroup(f"kind {kind}", partial(_kind, kind)) for kind in graph.corpus.kinds if graph.of_kind(kind)]
    groups += [PageGroup(f"page {page.slug}", partial(_prose, page.slug)) for page in graph.corpus.pages]
    groups += [PageGroup(f"facts {number}", partial(_facts_leaf, number)) for number in material.leaves]
    groups += [PageGroup(f"rule {rule.name}", partial(_rule, rule)) for rule in rules_of(material.dossier)]
    groups += [PageGroup(f"source {seed}", partial(_of_seed, seed), seed=seed) for seed in graph.seeds]
    groups += [PageGroup(f"topic {topic}", partial(_of_topic, topic), topic) for topic in graph.topics]
    return tuple(groups)


def _single(make: Callable[[Material], View], material: Material) -> Iterator[View]:
    yield make(material)


def _compared(material: Material) -> Iterator[View]:
    yield from compare_pages(material)
    yield from embed_pages(material, "")


_SINGLES: Mapping[str, Callable[[Material], Iterable[View]]] = {
    "home": partial(_single, home), "404": partial(_single, not_found), "sources": all_sources, "search": partial(_single, search_page), "compare": _compared,
    "glossary": glossary_pages, "moved": moved_pages, "changes": changes_pages, "data": partial(_single, data_page),
    "reference": partial(_single, reference_page), "findings": findings_pages,
}  # fmt: skip
"""The pages of which there is one each, or one list."""


def _kind(kind: str, material: Material) -> Iterator[View]:
    yield from kind_index(material, kind)


def _prose(slug: str, material: Material) -> Iterator[View]:
    yield prose_page(material, slug)


def _rule(rule: Rule, material: Material) -> Iterable[View]:
    return rule_pages(material, rule)


def _of_topic(name: str, material: Material) -> Iterator[View]:
    topic = material.graph.topics[name]
    yield from topic_pages(material, topic)
    if name in material.dossier.estimates_about:
        yield from apart_pages(material, topic)
        yield conflicts_page(material, name)
        yield from changes_pages(material, name)
    yield from embed_pages(material, name)


def _of_seed(name: str, material: Material) -> Iterator[View]:
    yield source_page(material, material.graph.seeds[name])


def _topic_row(material: Material, topic: Topic, here: Here) -> TopicRow:
    graph = material.graph
    facts = counted("{number} fact", "{number} facts", graph.count_on.get(topic.id, 0))
    return TopicRow(here.topic(topic.id), facts, headline(topic.id, material, here))


def kind_index(material: Material, kind: str) -> Iterator[KindView]:
    """The list of a kind: the first leaf at the kind's address, the others below it."""
    entry, topics = material.graph.corpus.kinds[kind], material.graph.of_kind(kind)
    ordered, first = sorted(topics, key=lambda topic: topic.name.casefold()), f"{entry.address}/"
    said = msg("{plural}: all that the documents say of each.", plural=entry.plural)
    for number in range(1, leaf_count(len(ordered)) + 1):
        here = material.here(leaf_path(first, number))
        crumbs = (Link(entry.plural, here.to(first)),) if number > 1 else ()
        yield KindView(
            page_frame(material, here, leaf_title(entry.plural, number), said, *crumbs),
            entry.plural,
            tuple(_topic_row(material, topic, here) for topic in leaf_of(ordered, number)),
            leaves(here, first, number, len(ordered)),
        )


def topic_pages(material: Material, topic: Topic) -> Iterator[TopicView]:
    """A topic's page and, where more is said than fits it, leaves that go on with what is said."""
    graph = material.graph
    first, drawn = address_of(graph, topic.id), material.sketches.get(topic.id, ())
    whole = _said_of(material, topic)
    for number, said in enumerate(whole.leaves(_TOLD, graph, topic.id), 1):
        here = material.here(leaf_path(first, number))
        way = leaves(here, first, number, whole.count, _TOLD)
        explain = markup.Explainer(graph.abbreviations)
        above = _above(material, topic, here, explain, said) if number == 1 else (None, None)
        view = _leaf(material, topic, here, leaf_title(topic.name, number), said, drawn, explain, way)
        shown = {section.title for section in view.sections}
        drawn = tuple(one for one in drawn if one.section not in shown)  # a section that goes on shows them once
        yield _opened(material, topic, here, said, view, *above) if number == 1 else view


def _said_of(material: Material, topic: Topic) -> Said:
    """What the page of a topic says in sections, and what stands above them."""
    graph, here = material.graph, material.here(address_of(material.graph, topic.id))
    own, mentions = facts_of_page(graph, topic)
    found, between = material.evidence.get(topic.id), _between(topic, here)
    whole = told_claims(topic.id, here) if between else frozenset()
    told, rest = untold(own, found, whole), untold(mentions, found, whole)
    beside: list[Fact] = []
    if topic.id in material.dossier.estimates_about:
        told, beside = parted(told, graph)
    order = dict.fromkeys(fact.seed for fact in (*own, *mentions, *between))
    below = {fact.id for fact in (*told, *rest)}
    above = [fact for fact in (*own, *mentions, *between) if fact.id not in below]
    return Said(told, rest, above, bool(own), bool(beside), tuple(order))


def _between(topic: Topic, here: Here) -> list[Fact]:
    """What stands between two worlds, where a topic's kind does."""
    return told_facts(topic.id, here) if "interventions" in here.graph.corpus.kinds[topic.kind].parts else []


def _above(
    material: Material, topic: Topic, here: Here, explain: markup.Explainer, said: Said
) -> tuple[WorldsView | None, EvidenceView | None]:
    """What stands above the sections and is explained before them."""
    tell, found = partial(fact_view, here=here, explain=explain, marks=said.marks), material.evidence.get(topic.id)
    worlds = worlds_view(topic.id, here, tell) if _between(topic, here) else None
    sketches = material.sketches.get(topic.id, ())
    return worlds, evidence_view(found, here, tell, sketches) if found is not None else None


def _leaf(
    material: Material,
    topic: Topic,
    here: Here,
    title: str,
    said: Said,
    drawn: Sequence[Sketch],
    explain: markup.Explainer,
    way: Leaves | None = None,
) -> TopicView:
    """What every leaf of a topic has: its sections, and the documents that they rest on."""
    graph = material.graph
    entry, marks = graph.corpus.kinds[topic.kind], said.marks
    kind, own = Link(entry.plural, here.to(f"{entry.address}/")), here.path == address_of(graph, topic.id)
    description = counted(
        "{name}: what {number} of our documents says, each statement with its quote.",
        "{name}: what {number} of our documents say, each statement with its quote.",
        len(said.seeds),
        name=title,
    )
    return TopicView(
        frame=page_frame(
            material,
            here,
            title,
            description,
            *((kind,) if own else (kind, here.topic(topic.id))),
            schema="Report" if said.report else "WebPage",
        ),
        kind=entry.label,
        name=title,
        plain=plain_name(title),
        aliases=(),
        parent=None if own else here.topic(topic.id),
        children=(),
        summary=Markup(""),
        headline=None,
        estimates=(),
        charts=(),
        worlds=None,
        evidence=None,
        sections=drawn_sections(sections(said.told, here, topic.id, explain, marks), drawn, here),
        mentions=sections(said.mentions, here, topic.id, explain, marks),
        sources=tuple(source_row(graph.seeds[seed], graph, here) for seed in said.seeds),
        conflicts="",
        changes="",
        apart="",
        leaves=way,
    )


def _opened(
    material: Material,
    topic: Topic,
    here: Here,
    said: Said,
    view: TopicView,
    worlds: WorldsView | None,
    evidence: EvidenceView | None,
) -> TopicView:
    """The first leaf, with all that stands on it alone."""
    graph, own = material.graph, material.dossier.estimates_about.get(topic.id, ())
    values = material.values.get(topic.id, ())
    return replace(
        view,
        aliases=_aliases(topic, graph),
        parent=here.topic(topic.file.parent) if topic.file.parent else None,
        children=tuple(here.topic(child.id) for child in graph.children.get(topic.id, ())),
        summary=markup.prose(topic.file.summary, show_fact(here)) if topic.file.summary else Markup(""),
        headline=headline(topic.id, material, here),
        estimates=tuple(estimate_view(estimate, values, here) for estimate in own),
        charts=tuple(chart_view(chart, here) for chart in material.charts.get(topic.id, ())),
        worlds=worlds,
        evidence=evidence,
        conflicts=here.to(f"{here.path}conflicts/") if own else "",
        changes=here.to(f"{here.path}changes/") if own else "",
        apart=here.to(f"{here.path}documents/") if said.beside else "",
    )


def _aliases(topic: Topic, graph: Graph) -> tuple[Link, ...]:
    """The other names of a topic, which are those of documents and of the site's main language."""
    main = graph.corpus.site.main_language
    names = dict.fromkeys(str(name) for name in topic.names if name != topic.name)
    return tuple(Link(as_printed(name, main), "", plain_name(name)) for name in names)


def apart_pages(material: Material, topic: Topic) -> Iterator[TopicView]:
    """/markets/<id>/documents/: the sections that stand apart from a market, where it has any."""
    graph = material.graph
    beside = parted(facts_of_page(graph, topic)[0], graph)[1]
    if not beside:
        return
    here = material.here(f"{address_of(graph, topic.id)}documents/")
    title = msg("{market}: what the documents tell of themselves", market=topic.name)
    said = Said(beside, (), (), False, False, tuple(dict.fromkeys(fact.seed for fact in beside)))
    yield _leaf(material, topic, here, title, said, (), markup.Explainer(graph.abbreviations))


def _facts_leaf(number: int, material: Material) -> Iterator[FactsView]:
    """A leaf of the list of all facts: the first at facts/, the others below it."""
    first, total = "facts/", len(material.graph.facts)
    here = material.here(leaf_path(first, number))
    crumbs = (Link(msg("All facts"), here.to(first)),) if number > 1 else ()
    said = msg("Every fact with its value, quote and document.")
    yield FactsView(
        page_frame(material, here, leaf_title(msg("All facts"), number), said, *crumbs),
        tuple(fact_view(fact, here) for fact in material.leaves[number]),
        total,
        leaves(here, first, number, total),
        here.to("data/explorer/"),
        facts_files(here),
    )


def prose_page(material: Material, slug: str) -> ProseView:
    page = material.prose[slug]
    here = material.here(f"{slug}/")
    body = markup.prose(page.text, show_fact(here))
    return ProseView(page_frame(material, here, page.front.title, page.front.description), page.front.title, body)
