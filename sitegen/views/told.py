"""Which facts the page of a topic tells, on which of its leaves, and which of them stand apart from it.

Comes in: the graph and a topic. Goes out: facts. Apart from `pages`, which puts them into words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sitegen.facts import Fact, Topic
from sitegen.graph import Graph
from sitegen.leaves import leaf_count
from sitegen.values import valueclass
from sitegen.views.parts import in_sections

__all__ = ["Said", "facts_of_page", "parted"]


@valueclass(frozen=True, slots=True)
class Said:
    """What a page says of a topic: in its sections `told`, of others that touch it `mentions`, and `above` all sections.

    `report` is whether anything is said of the topic itself, `beside` whether more stands on a page beside it; `order` is that
    of the documents.
    """

    told: Sequence[Fact]
    mentions: Sequence[Fact]
    above: Sequence[Fact]
    report: bool
    beside: bool
    order: Sequence[str]

    @property
    def count(self) -> int:
        """Rows in sections."""
        return len(self.told) + len(self.mentions)

    @property
    def seeds(self) -> list[str]:
        """The documents that say it, in their order: so a page numbers them."""
        used = {fact.seed for facts in (self.told, self.mentions, self.above) for fact in facts}
        return [seed for seed in self.order if seed in used]

    @property
    def marks(self) -> dict[str, str]:
        """The number of each document on the page."""
        return {seed: str(place) for place, seed in enumerate(self.seeds, 1)}

    def leaves(self, most: int, graph: Graph, topic: str) -> Iterator[Said]:
        """The same with at most so many rows each; what stands above the sections is on the first."""
        if self.count <= most:
            yield self
            return
        rows = [*in_sections(self.told, graph, topic), *in_sections(self.mentions, graph, topic)]
        middle = len(self.told)
        for number in range(leaf_count(len(rows), most)):
            start, end = number * most, (number + 1) * most
            told, mentions = rows[start : min(end, middle)], rows[max(start, middle) : end]
            yield Said(
                told, mentions, () if number else self.above, self.report, self.beside and not number, self.order
            )


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
