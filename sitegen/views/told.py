"""Which facts the page of a topic tells, and which of them stand apart from it.

Comes in: the graph and a topic. Goes out: facts. Apart from `pages`, which puts them into words.
"""

from __future__ import annotations

from collections.abc import Iterable

from sitegen.facts import Fact, Topic
from sitegen.graph import Graph

__all__ = ["facts_of_page", "parted"]


def facts_of_page(graph: Graph, topic: Topic) -> tuple[list[Fact], list[Fact]]:
    """The facts that a topic's page tells, and those of other topics that touch it.

    The subject of a document tells all of the document, but for what is about another subject.
    """
    told = graph.told_by.get(topic.id, ())
    children = {child.id for child in graph.children.get(topic.id, ()) if child.kind == topic.kind}
    own = [fact for fact in graph.facts_about.get(topic.id, ()) if fact.seed not in told]
    for seed in told:
        own += [fact for fact in graph.facts_of(seed) if fact.about == topic.id or fact.about not in children]
    own.sort(key=lambda fact: (fact.seed, fact.start, fact.name))
    ids = {fact.id for fact in own}
    return own, [fact for fact in graph.facts_touching.get(topic.id, ()) if fact.id not in ids]


def parted(facts: Iterable[Fact], graph: Graph) -> tuple[list[Fact], list[Fact]]:
    """The facts that a market's page tells, and those of the headings that it has apart."""
    apart, measures = frozenset(graph.corpus.site.apart), graph.corpus.measures
    told: tuple[list[Fact], list[Fact]] = ([], [])
    for fact in facts:
        told[measures[fact.measure].section in apart].append(fact)
    return told
