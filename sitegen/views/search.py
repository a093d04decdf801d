"""The search page: with scripts, every hit; without, a plain list of topics, and the way to all of them.

Comes in: `Material`. Goes out: `SearchView`. Apart from `sitegen.search`, which makes the index.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sitegen.facts import Topic
from sitegen.leaves import PER_LEAF
from sitegen.messages import msg
from sitegen.values import valueclass
from sitegen.views.frame import Frame, Link
from sitegen.views.material import Material, page_frame

__all__ = ["AllOfKind", "SearchView", "search_page"]


@valueclass(frozen=True, slots=True)
class AllOfKind:
    """The topics of a kind, or the first of very many: then `total` counts all of them, and `all` leads to them."""

    label: str
    topics: tuple[Link, ...]
    total: int
    all: Link


@valueclass(frozen=True, slots=True)
class SearchView:
    frame: Frame
    kinds: tuple[AllOfKind, ...]
    pages: tuple[Link, ...]


def search_page(material: Material) -> SearchView:
    graph, here = material.graph, material.here("search/")
    kinds = [
        _listed(
            [here.topic(topic.id) for topic in _ordered(graph.of_kind(kind))],
            Link(entry.plural, here.to(f"{entry.address}/")),
        )
        for kind, entry in graph.corpus.kinds.items()
        if graph.of_kind(kind)
    ]
    sources = _listed([here.source(seed) for seed in graph.seeds], Link(msg("Sources"), here.to("sources/")))
    pages = [Link(page.front.title, here.to(f"{page.slug}/")) for page in graph.corpus.pages]
    if graph.abbreviations or graph.corpus.glossary:
        pages.append(Link(msg("Glossary"), here.to("glossary/")))
    said = msg("Every topic, and a search over all facts.")
    return SearchView(page_frame(material, here, msg("Search"), said), (*kinds, sources), tuple(pages))


def _ordered(topics: Iterable[Topic]) -> list[Topic]:
    return sorted(topics, key=lambda topic: topic.name.casefold())


def _listed(links: Sequence[Link], whole: Link) -> AllOfKind:
    return AllOfKind(whole.text, tuple(links[:PER_LEAF]), len(links), whole)
