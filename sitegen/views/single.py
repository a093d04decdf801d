"""The view of one address, without making the others: what a server needs that follows an editor's edits.

Comes in: `Material` and a path. Goes out: its view, or None for an address of no such page or of a kind that is made
together with others. Apart from `pages`, which makes every page of a build.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from sitegen.facts import Topic
from sitegen.views.changes import changes_pages
from sitegen.views.findings import conflicts_page
from sitegen.views.home import home
from sitegen.views.material import Material
from sitegen.views.pages import View, apart_pages, kind_index, prose_page, topic_pages
from sitegen.views.source import all_sources, source_page

__all__ = ["view_at"]


def view_at(material: Material, path: str) -> View | None:
    """The view at a path relative to the root, such as `markets/heat-pumps/`, or one of its further leaves."""
    whole, _, last = path.rstrip("/").rpartition("/")
    if last.isascii() and last.isdecimal():
        return next(islice(_leaves_at(material, f"{whole}/"), int(last) - 1, None), None) if int(last) > 1 else None
    if not path:
        return home(material)
    return next(_leaves_at(material, path), None)


def _leaves_at(material: Material, path: str) -> Iterator[View]:
    """The view at the address of a list, and those that follow it."""
    graph = material.graph
    first, _, rest = path.partition("/")
    name, _, part = rest.rstrip("/").partition("/")
    kind = next((kind for kind, entry in graph.corpus.kinds.items() if entry.address == first), None)
    if kind is not None and not name:
        yield from kind_index(material, kind) if graph.of_kind(kind) else ()
    elif kind is not None and name in graph.topics and graph.topics[name].kind == kind:
        yield from _of_topic(material, graph.topics[name], part)
    elif path == "changes/":
        yield from changes_pages(material)
    elif first == "sources" and not part:
        yield from [source_page(material, graph.seeds[name])] if name in graph.seeds else ()
        yield from all_sources(material) if not name else ()
    elif not name and any(page.slug == first for page in graph.corpus.pages):
        yield prose_page(material, first)


def _of_topic(material: Material, topic: Topic, part: str) -> Iterator[View]:
    if not part:
        yield from topic_pages(material, topic)
    elif topic.id in material.dossier.estimates_about:
        if part == "conflicts":
            yield conflicts_page(material, topic.id)
        elif part == "documents":
            yield from apart_pages(material, topic)
        elif part == "changes":
            yield from changes_pages(material, topic.id)
