"""One frozen view and one function for each kind of page.

Comes in: `Material`, everything that earlier stages made. Goes out: a view a page, complete.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from sitegen import markup
from sitegen.audit.model import Rule
from sitegen.audit.table import rules_of
from sitegen.facts import Fact, Topic
from sitegen.graph import Graph
from sitegen.messages import as_printed, counted, msg
from sitegen.views.changes import ChangesView, changes_page
from sitegen.views.compare import CompareView, compare_pages
from sitegen.views.data import DataView, data_page
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
from sitegen.views.told import facts_of_page, parted
from sitegen.views.worlds import WorldsView, told_facts, untold, worlds_view

__all__ = ["PageGroup", "View", "page_groups", "views"]


# How many neighbours of a leaf of the list of facts it links to besides the first and the last.
_NEAR = 4


@dataclass(frozen=True, slots=True)
class TopicRow:
    link: Link
    facts: str
    headline: Headline | None


@dataclass(frozen=True, slots=True)
class KindView:
    frame: Frame
    title: str
    rows: tuple[TopicRow, ...]


@dataclass(frozen=True, slots=True)
class TopicView:
    """A topic's page. `sections` hold what is said of it, `mentions` what is said of others and touches it."""

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


@dataclass(frozen=True, slots=True)
class FactsView:
    """One leaf of the list of all facts: `leaves` are the first, the last and those around it, each with its number."""

    frame: Frame
    facts: tuple[FactView, ...]
    total: int
    number: str
    leaves: tuple[Link, ...]
    index: str


@dataclass(frozen=True, slots=True)
class ProseView:
    frame: Frame
    title: str
    body: Markup


View = (
    EmbedView | SearchView | HomeView | KindView | TopicView | SourceView | SourcesView | FactsView | ProseView | NotFoundView
    | FindingsView | RuleView | ConflictsView | ChangesView | ReferenceView | CompareView | GlossaryView | DataView | MovedView
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PageGroup:
    """Pages that share a chart or a list. `name` is the same in every build, `topic` the one whose charts they show, or empty.

    `make` reads nothing but the material that it is given.
    """

    name: str
    make: Callable[[Material], Iterable[View]]
    topic: str = ""


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
    groups += [PageGroup(f"source {seed}", partial(_of_seed, seed)) for seed in graph.seeds]
    groups += [PageGroup(f"topic {topic}", partial(_of_topic, topic), topic) for topic in graph.topics]
    return tuple(groups)


def _single(make: Callable[[Material], View], material: Material) -> Iterator[View]:
    yield make(material)


def _compared(material: Material) -> Iterator[View]:
    yield from compare_pages(material)
    yield from embed_pages(material, "")


_SINGLES: Mapping[str, Callable[[Material], Iterable[View]]] = {
    "home": partial(_single, home), "404": partial(_single, not_found), "sources": partial(_single, all_sources), "search": partial(_single, search_page), "compare": _compared,
    "glossary": glossary_pages, "moved": moved_pages, "changes": partial(_single, changes_page), "data": partial(_single, data_page),
    "reference": partial(_single, reference_page), "findings": findings_pages,
}  # fmt: skip
"""The pages of which there is one each, or one list."""


def _kind(kind: str, material: Material) -> Iterator[View]:
    yield kind_index(material, kind)


def _prose(slug: str, material: Material) -> Iterator[View]:
    yield prose_page(material, slug)


def _rule(rule: Rule, material: Material) -> Iterable[View]:
    return rule_pages(material, rule)


def _of_topic(name: str, material: Material) -> Iterator[View]:
    topic = material.graph.topics[name]
    yield topic_page(material, topic)
    if name in material.dossier.estimates_about:
        yield from apart_pages(material, topic)
        yield conflicts_page(material, name)
        yield changes_page(material, name)
    yield from embed_pages(material, name)


def _of_seed(name: str, material: Material) -> Iterator[View]:
    yield source_page(material, material.graph.seeds[name])


def _topic_row(material: Material, topic: Topic, here: Here) -> TopicRow:
    graph = material.graph
    facts = counted("{number} fact", "{number} facts", graph.count_on.get(topic.id, 0))
    return TopicRow(here.topic(topic.id), facts, headline(topic.id, material, here))


def kind_index(material: Material, kind: str) -> KindView:
    graph = material.graph
    entry = graph.corpus.kinds[kind]
    here = material.here(f"{entry.address}/")
    rows = tuple(
        _topic_row(material, topic, here) for topic in sorted(graph.of_kind(kind), key=lambda t: t.name.casefold())
    )
    return KindView(
        page_frame(
            material, here, entry.plural, msg("{plural}: all that the documents say of each.", plural=entry.plural)
        ),
        entry.plural,
        rows,
    )


def topic_page(material: Material, topic: Topic) -> TopicView:
    graph = material.graph
    here = material.here(address_of(graph, topic.id))
    entry = graph.corpus.kinds[topic.kind]
    own, mentions = facts_of_page(graph, topic)
    between = told_facts(topic.id, here) if "interventions" in entry.parts else []
    used = dict.fromkeys(fact.seed for fact in (*own, *mentions, *between))
    show = show_fact(here)
    explain = markup.Explainer(graph.abbreviations)
    marks = {seed: str(number) for number, seed in enumerate(used, 1)}

    def tell(fact: Fact) -> FactView:
        return fact_view(fact, here, explain, marks)

    charts = material.charts.get(topic.id, ())
    found = material.evidence.get(topic.id)
    worlds = worlds_view(topic.id, here, tell) if between else None
    rest = untold(own, found, worlds), untold(mentions, found, worlds)
    sized = topic.id in material.dossier.estimates_about
    told, beside = parted(rest[0], graph) if sized else (rest[0], [])
    summary = markup.prose(topic.file.summary, show) if topic.file.summary else Markup("")
    description = counted(
        "{name}: what {number} of our documents says, each statement with its quote.",
        "{name}: what {number} of our documents say, each statement with its quote.",
        len(used),
        name=topic.name,
    )
    return TopicView(
        frame=page_frame(
            material,
            here,
            topic.name,
            description,
            Link(entry.plural, here.to(f"{entry.address}/")),
            schema="Report" if own else "WebPage",
        ),
        kind=entry.label,
        name=topic.name,
        plain=plain_name(topic.name),
        aliases=_aliases(topic, graph),
        parent=here.topic(topic.file.parent) if topic.file.parent else None,
        children=tuple(here.topic(child.id) for child in graph.children.get(topic.id, ())),
        summary=summary,
        headline=headline(topic.id, material, here),
        estimates=tuple(
            estimate_view(estimate, material.values.get(topic.id, ()), here)
            for estimate in material.dossier.estimates_about.get(topic.id, ())
        ),
        charts=tuple(chart_view(chart, here) for chart in charts),
        worlds=worlds,
        evidence=evidence_view(found, here, tell, material.sketches.get(topic.id, ())) if found is not None else None,
        sections=drawn_sections(
            sections(told, here, topic.id, explain, marks), material.sketches.get(topic.id, ()), here
        ),
        mentions=sections(rest[1], here, topic.id, explain, marks),
        sources=tuple(source_row(graph.seeds[seed], graph, here) for seed in used),
        conflicts=here.to(f"{here.path}conflicts/") if sized else "",
        changes=here.to(f"{here.path}changes/") if sized else "",
        apart=here.to(f"{here.path}documents/") if beside else "",
    )


def _aliases(topic: Topic, graph: Graph) -> tuple[Link, ...]:
    """The other names of a topic, which are those of documents and of the site's main language."""
    main = graph.corpus.site.main_language
    names = dict.fromkeys(str(name) for name in topic.names if name != topic.name)
    return tuple(Link(as_printed(name, main), "", plain_name(name)) for name in names)


def apart_pages(material: Material, topic: Topic) -> Iterator[TopicView]:
    """/markets/<id>/documents/: the sections that stand apart from a market, where it has any."""
    graph = material.graph
    address = address_of(graph, topic.id)
    here = material.here(f"{address}documents/")
    beside = parted(facts_of_page(graph, topic)[0], graph)[1]
    if not beside:
        return
    used = dict.fromkeys(fact.seed for fact in beside)
    marks = {seed: str(number) for number, seed in enumerate(used, 1)}
    kind = graph.corpus.kinds[topic.kind]
    crumbs = (Link(kind.plural, here.to(f"{kind.address}/")), here.topic(topic.id))
    title = msg("{market}: what the documents tell of themselves", market=topic.name)
    description = msg("{title}: their contents, periods and terms.", title=title)
    yield TopicView(
        page_frame(material, here, title, description, *crumbs), kind.label, title, plain_name(title), (), here.topic(topic.id), (),
        Markup(""), None, (), (), None, None, sections(beside, here, topic.id, markup.Explainer(graph.abbreviations), marks), (),
        tuple(source_row(graph.seeds[seed], graph, here) for seed in used), "", "", "",
    )  # fmt: skip


def _facts_leaf(number: int, material: Material) -> Iterator[FactsView]:
    """A leaf of the list of all facts: the first at facts/, the others below it."""
    count = len(material.leaves)
    near = sorted({1, count, *range(max(1, number - _NEAR), min(count, number + _NEAR) + 1)})
    here = material.here(_leaf_path(number))
    crumbs = (Link(msg("All facts"), here.to("facts/")),) if number > 1 else ()
    title = msg("All facts") if number == 1 else msg("All facts, leaf {number}", number=number)
    yield FactsView(
        page_frame(material, here, title, msg("Every fact with its value, quote and document."), *crumbs),
        tuple(fact_view(fact, here) for fact in material.leaves[number]), len(material.graph.facts), str(number),
        tuple(Link(str(other), here.to(_leaf_path(other))) for other in near), here.to("data/explorer/"),
    )  # fmt: skip


def _leaf_path(number: int) -> str:
    return "facts/" if number == 1 else f"facts/{number}/"


def prose_page(material: Material, slug: str) -> ProseView:
    page = material.prose[slug]
    here = material.here(f"{slug}/")
    body = markup.prose(page.text, show_fact(here))
    return ProseView(page_frame(material, here, page.front.title, page.front.description), page.front.title, body)
