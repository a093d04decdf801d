"""The search index: one row for each page worth finding and each fact, in chunks that browsers load when asked to.

Comes in: the graph. Goes out: outputs below data/search/. Apart from the views, because readers meet it as answers only.
A row's text is what a hit's link says, so that whatever matches can be seen in the hit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sitegen.facts import Fact
from sitegen.graph import Graph
from sitegen.languages import ENGLISH, Language
from sitegen.leaves import chunk_count
from sitegen.messages import joined, msg
from sitegen.outputs import Output, dense_json
from sitegen.views.frame import address_of

__all__ = ["fact_text", "search_chunk", "search_pages"]

Row = tuple[str, str, str, str]
"""Kind, what the link says, other names it says in small print, address relative to the root."""


def search_pages(graph: Graph, language: Language = ENGLISH) -> Output:
    """`data/search/topics.json`: the rows of pages, and how many chunks of facts there are."""
    rows = [*_topics(graph), *_sources(graph), *_prose(graph)]
    return _output("topics", {"rows": rows, "chunks": chunk_count(len(graph.facts))}, language)


def search_chunk(number: int, facts: Iterable[Fact], graph: Graph, language: Language = ENGLISH) -> Output:
    """`data/search/facts-N.json`: the rows of so many facts, one chunk of all."""
    return _output(f"facts-{number}", {"rows": [_fact(fact, graph) for fact in facts]}, language)


def _output(name: str, value: object, language: Language) -> Output:
    return dense_json(f"{language.prefix}data/search/{name}.json", language.of(value))


def _topics(graph: Graph) -> list[Row]:
    """Topics in the order of their kinds, so that what a site is about stands first."""
    return [
        (
            entry.label,
            topic.name,
            ", ".join(dict.fromkeys(name for name in topic.names if name != topic.name)),
            address_of(graph, topic.id),
        )
        for kind, entry in graph.corpus.kinds.items()
        for topic in graph.of_kind(kind)
    ]


def _sources(graph: Graph) -> list[Row]:
    return [
        (msg("Source"), seed.record.label, seed.record.title, f"sources/{seed.id}/") for seed in graph.seeds.values()
    ]


def _prose(graph: Graph) -> list[Row]:
    pages: Sequence[Row] = [
        (msg("Page"), page.front.title, page.front.description, f"{page.slug}/") for page in graph.corpus.pages
    ]
    return list(pages)


def _fact(fact: Fact, graph: Graph) -> Row:
    return (
        msg("Fact"),
        fact_text(fact, graph),
        graph.seeds[fact.seed].record.label,
        f"sources/{fact.seed}/#{fact.name}",
    )


def fact_text(fact: Fact, graph: Graph) -> str:
    """A fact as one line of plain text: what it is about, what is measured, when, and what is said."""
    about = graph.topics[fact.about].name
    if fact.statement:
        return joined(": ", [about, fact.statement])
    scope = joined(" ", [text for text in (fact.measure, fact.when.printed if fact.when else "") if text])
    pieces = " ".join(text for _, text in fact.record)
    said = fact.value or ", ".join(fact.members) or pieces or msg("left empty in the document")
    return joined(": ", [about, scope, said])
