"""The view of one address, without making the others: what a server needs that follows an editor's edits.

Comes in: `Material` and a path. Goes out: its view, or None for an address of no such page or of a kind that is made
together with others. Apart from `pages`, which makes every page of a build.
"""

from __future__ import annotations

from sitegen.views.changes import changes_page
from sitegen.views.findings import conflicts_page
from sitegen.views.home import home
from sitegen.views.material import Material
from sitegen.views.pages import View, apart_pages, kind_index, prose_page, topic_page
from sitegen.views.source import source_page

__all__ = ["view_at"]


def view_at(material: Material, path: str) -> View | None:
    """The view at a path relative to the root, such as `markets/heat-pumps/`."""
    graph = material.graph
    if not path:
        return home(material)
    first, _, rest = path.partition("/")
    name = rest.rstrip("/")
    kind = next((kind for kind, entry in graph.corpus.kinds.items() if entry.address == first), None)
    if kind is not None and not name:
        return kind_index(material, kind) if graph.of_kind(kind) else None
    if kind is not None and name in graph.topics and graph.topics[name].kind == kind:
        return topic_page(material, graph.topics[name])
    market, _, part = name.partition("/")
    if kind is not None and part == "conflicts" and market in material.dossier.estimates_about:
        return conflicts_page(material, market)
    if kind is not None and part == "documents" and market in material.dossier.estimates_about:
        return next(apart_pages(material, graph.topics[market]), None)
    if kind is not None and part == "changes" and market in material.dossier.estimates_about:
        return changes_page(material, market)
    if path == "changes/":
        return changes_page(material)
    if first == "sources" and name in graph.seeds:
        return source_page(material, graph.seeds[name])
    if not name and any(page.slug == first for page in graph.corpus.pages):
        return prose_page(material, first)
    return None
