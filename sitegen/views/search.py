"""The search page: with scripts, every hit; without, a plain list of all topics.

Comes in: `Material`. Goes out: `SearchView`. Apart from `sitegen.search`, which makes the index.
"""

from __future__ import annotations

from dataclasses import dataclass

from sitegen.messages import msg
from sitegen.views.frame import Frame, Link
from sitegen.views.material import Material, page_frame

__all__ = ["AllOfKind", "SearchView", "search_page"]


@dataclass(frozen=True, slots=True)
class AllOfKind:
    label: str
    topics: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class SearchView:
    frame: Frame
    kinds: tuple[AllOfKind, ...]
    sources: tuple[Link, ...]
    pages: tuple[Link, ...]


def search_page(material: Material) -> SearchView:
    graph, here = material.graph, material.here("search/")
    kinds = tuple(
        AllOfKind(
            entry.plural,
            tuple(
                here.topic(topic.id) for topic in sorted(graph.of_kind(kind), key=lambda topic: topic.name.casefold())
            ),
        )
        for kind, entry in graph.corpus.kinds.items()
        if graph.of_kind(kind)
    )
    sources = tuple(here.source(seed) for seed in graph.seeds)
    pages = [Link(page.front.title, here.to(f"{page.slug}/")) for page in graph.corpus.pages]
    if graph.abbreviations or graph.corpus.glossary:
        pages.append(Link(msg("Glossary"), here.to("glossary/")))
    return SearchView(
        page_frame(material, here, msg("Search"), msg("Every topic, and a search over all facts.")),
        kinds,
        sources,
        tuple(pages),
    )
