"""The first page: which markets and reviews, how big, how fast, where sources disagree, and the way to all the rest.

Comes in: `Material`. Goes out: `HomeView`. Apart from `pages`, because it draws on every part of the site.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from markupsafe import Markup

from sitegen import formats, markup
from sitegen.facts import NOT_STATED, Seed, Topic
from sitegen.graph import Graph
from sitegen.messages import as_printed, msg
from sitegen.values import valueclass
from sitegen.views.changes import ADDRESS, ChangeGroup, latest
from sitegen.views.frame import Frame, Here, Link
from sitegen.views.headline import Headline, headline
from sitegen.views.material import Material, page_frame
from sitegen.views.parts import show_fact

__all__ = ["HomeView", "KindGroup", "MarketRow", "ReviewRow", "SourceRow", "home", "record_text", "source_row"]

_SHOWN, _CHANGES = 8, 3
# Markets, reviews and documents that the first page shows; all of them stand in their lists.
_MARKETS, _REVIEWS, _SOURCES = 12, 6, 24


@valueclass(frozen=True, slots=True)
class SourceRow:
    """`facts` is how many facts it states; `seed` and `words` are for the script that shows a fact's proof."""

    link: Link
    kind: str
    title: str
    facts: int
    seed: str
    words: str
    published: str


@valueclass(frozen=True, slots=True)
class MarketRow:
    link: Link
    headline: Headline


@valueclass(frozen=True, slots=True)
class ReviewRow:
    """A document's subject that no source sizes: a review or a study that the site tells in full."""

    link: Link
    summary: Markup
    facts: int


@valueclass(frozen=True, slots=True)
class KindGroup:
    """A kind of topic with those that most is said of; `total` counts all of them."""

    label: str
    link: Link
    most: tuple[Link, ...]
    total: int


@valueclass(frozen=True, slots=True)
class HomeView:
    """`changes` are the last ones; `known` is False where there is no history to know them from.

    `more_markets` and `more_reviews` lead to the lists where the first page does not hold all of them; `documents` counts all
    sources.
    """

    frame: Frame
    title: str
    description: str
    markets: tuple[MarketRow, ...]
    more_markets: tuple[Link, ...]
    reviews: tuple[ReviewRow, ...]
    more_reviews: tuple[Link, ...]
    kinds: tuple[KindGroup, ...]
    sources: tuple[SourceRow, ...]
    documents: int
    sources_href: str
    facts: int
    facts_href: str
    built: str
    changes: tuple[ChangeGroup, ...]
    changes_href: str
    known: bool


def home(material: Material) -> HomeView:
    graph, here = material.graph, material.here("")
    site = graph.corpus.site
    markets, reviews = _sized(material), _reviewed(material)
    return HomeView(
        frame=page_frame(material, here, site.title, site.description, schema="Dataset"),
        title=site.title,
        description=site.description,
        markets=tuple(
            MarketRow(here.topic(market), told)
            for market in markets[:_MARKETS]
            for told in (headline(market, material, here),)
            if told is not None
        ),
        more_markets=_lists(markets, _MARKETS, here),
        reviews=tuple(_review_row(graph.topics[name], here) for name in reviews[:_REVIEWS]),
        more_reviews=_lists(reviews, _REVIEWS, here),
        kinds=tuple(_kind_group(graph, kind, here) for kind in graph.corpus.kinds if graph.of_kind(kind)),
        sources=tuple(source_row(seed, graph, here) for seed in islice(graph.seeds.values(), _SOURCES)),
        documents=len(graph.seeds),
        sources_href=here.to("sources/"),
        facts=len(graph.facts),
        facts_href=here.to("facts/"),
        built=formats.day(material.built),
        changes=latest(material, here, _CHANGES),
        changes_href=here.to(ADDRESS),
        known=material.corrections is not None,
    )


def _sized(material: Material) -> list[str]:
    """Markets that sources size; those on which several do stand first."""
    counts = {
        market: sum(not one.superseded and one.start is not None for one in own)
        for market, own in material.dossier.estimates_about.items()
    }
    return sorted((market for market, count in counts.items() if count), key=lambda market: -counts[market])


def _reviewed(material: Material) -> list[str]:
    """The subjects of documents that no source sizes."""
    graph = material.graph
    sized = material.dossier.estimates_about
    subjects = dict.fromkeys(seed.record.subject for seed in graph.seeds.values())
    return [name for name in subjects if name and name in graph.topics and name not in sized]


def _lists(names: Sequence[str], most: int, here: Here) -> tuple[Link, ...]:
    """The lists of the kinds that topics are of, where there are more than `most`."""
    if len(names) <= most:
        return ()
    kinds = here.graph.corpus.kinds
    entries = (kinds[kind] for kind in dict.fromkeys(here.graph.topics[name].kind for name in names))
    return tuple(Link(entry.plural, here.to(f"{entry.address}/")) for entry in entries)


def _review_row(topic: Topic, here: Here) -> ReviewRow:
    graph = here.graph
    return ReviewRow(
        here.topic(topic.id),
        markup.prose(topic.file.summary, show_fact(here)) if topic.file.summary else Markup(""),
        sum(graph.count_in.get(seed, 0) for seed in graph.told_by.get(topic.id, ())),
    )


def _kind_group(graph: Graph, kind: str, here: Here) -> KindGroup:
    entry = graph.corpus.kinds[kind]
    topics = sorted(graph.of_kind(kind), key=lambda topic: (-graph.count_on.get(topic.id, 0), topic.name.casefold()))
    most = tuple(here.topic(topic.id) for topic in topics[:_SHOWN])
    return KindGroup(entry.plural, Link(entry.plural, here.to(f"{entry.address}/")), most, len(topics))


def record_text(text: str, seed: Seed) -> str:
    """What the record of a document says as it is printed, or that it is not stated."""
    return as_printed(text, seed.record.language) if text != NOT_STATED else msg("not stated")


def source_row(seed: Seed, graph: Graph, here: Here) -> SourceRow:
    record = seed.record
    return SourceRow(
        here.source(seed.id), record.kind, record_text(record.title, seed), graph.count_in.get(seed.id, 0), seed.id, str(seed.print.tokens),
        record_text(record.published, seed),
    )  # fmt: skip
