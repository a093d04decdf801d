"""What is explained where it occurs: the glossary's abbreviations, and those that topics declare.

Comes in: the graph. Goes out: abbreviation → expansion. Apart, because pages, the glossary and search share it.
"""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.graph import Graph

__all__ = ["abbreviations"]


def abbreviations(graph: Graph) -> Mapping[str, str]:
    """Abbreviation → what it stands for; the glossary's word stands before a topic's."""
    # Every page asks for those of one graph, and looking for them takes as long as the site is large.
    known = _LAST.get("graph")
    if known is None or known[0] is not graph:
        known = _LAST["graph"] = (graph, _found(graph))
    return known[1]


_LAST: dict[str, tuple[Graph, Mapping[str, str]]] = {}


def _found(graph: Graph) -> dict[str, str]:
    found = {
        topic.file.abbreviation: topic.name
        for topic in graph.topics.values()
        if topic.file.abbreviation and topic.file.abbreviation != topic.name
    }
    return found | {entry.term: entry.expansion for entry in graph.corpus.glossary if entry.expansion}
