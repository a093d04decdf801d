"""What is explained where it occurs: the glossary's abbreviations, and those that topics declare.

Comes in: the graph. Goes out: abbreviation → expansion. Apart, because pages, the glossary and search share it.
"""

from __future__ import annotations

from sitegen.graph import Graph

__all__ = ["abbreviations"]


def abbreviations(graph: Graph) -> dict[str, str]:
    """Abbreviation → what it stands for; the glossary's word stands before a topic's."""
    found = {
        topic.file.abbreviation: topic.name
        for topic in graph.topics.values()
        if topic.file.abbreviation and topic.file.abbreviation != topic.name
    }
    return found | {entry.term: entry.expansion for entry in graph.corpus.glossary if entry.expansion}
