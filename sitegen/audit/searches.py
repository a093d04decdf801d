"""search-coverage: what a review compares, or found tested, against the strategies that it searched with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sitegen.audit.model import Dossier, Finding, Number, finding
from sitegen.evidence.gather import scope_of
from sitegen.evidence.strategies import search
from sitegen.instruments import NO_INSTRUMENTS
from sitegen.messages import joined, msg

__all__ = ["search_coverage"]


def search_coverage(dossier: Dossier) -> Iterator[Finding]:
    """A treatment that no strategy of the review names by any of its names; a note, since a wider term may cover it."""
    graph = dossier.graph
    for topic in sorted({fact.about for fact in graph.facts.values() if fact.role == "strategy"}):
        found = search(scope_of(graph, NO_INSTRUMENTS, graph.topics[topic], computing=False))
        for wanted in found.wanted if found is not None else ():
            if wanted.check.state != "fails":
                continue
            assert found is not None
            name = graph.topics[wanted.topic].name
            count = len(found.strategies)
            facts = [wanted.facts[0], *(one.fact for one in found.strategies)]
            message = msg(
                "No search strategy has a term for {name}: {computed}.", name=name, computed=wanted.check.computed
            )
            numbers = [
                Number(
                    msg("sought"), wanted.facts[0].value or joined(", ", wanted.facts[0].members), wanted.facts[0].id
                )
            ]
            numbers.append(
                Number(msg("strategies that name it"), msg("0 of {count}", count=count), formula=wanted.check.formula)
            )
            yield replace(finding("search-coverage", "fails", facts, message, numbers, about=topic), severity="note")
