"""What drawings of markets are made from: facts grouped once, so that each market looks only at its own.

Comes in: the dossier. Goes out: a `Ground`. Apart from the drawings, because all of them stand on it, and from the graph,
because pages without drawings need none of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sitegen.audit.model import Dossier
from sitegen.derive import Derived
from sitegen.facts import Fact
from sitegen.graph import Graph, grouped
from sitegen.shares import ShareList, share_lists

__all__ = ["Ground"]


@dataclass(frozen=True, slots=True)
class Ground:
    """`shares` and `values` by market, `events` (dated ones) by seed, `places` by seed and place
    (all facts that concern it), `named` the places of each seed.
    """

    dossier: Dossier
    shares: Mapping[str, tuple[ShareList, ...]]
    values: Mapping[str, tuple[Derived, ...]]
    events: Mapping[str, tuple[Fact, ...]]
    places: Mapping[tuple[str, str], tuple[Fact, ...]]
    named: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, dossier: Dossier) -> Ground:
        graph = dossier.graph
        dated = (fact for fact in graph.facts.values() if fact.takes == "event" and fact.when is not None)
        places = grouped(_placed(graph))
        return cls(
            dossier,
            grouped((one.listed.about, one) for one in share_lists(graph)),
            grouped((value.about, value) for value in dossier.derived),
            grouped((fact.seed, fact) for fact in dated),
            places,
            grouped(places),
        )


def _placed(graph: Graph) -> Iterator[tuple[tuple[str, str], Fact]]:
    """((seed, place), fact) for every fact that is about a place, confined to it, or names it."""
    kinds = {kind for kind, entry in graph.corpus.kinds.items() if "regions" in entry.parts}
    for topic in graph.topics.values():
        if topic.kind in kinds:
            touching = (*graph.facts_about.get(topic.id, ()), *graph.facts_touching.get(topic.id, ()))
            for fact in dict.fromkeys(touching):
                if not fact.empty:
                    yield (fact.seed, topic.id), fact
