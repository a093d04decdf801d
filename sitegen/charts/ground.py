"""What drawings of markets are made from: what is grouped once, so that each market looks only at its own.

Comes in: the dossier. Goes out: a `Ground`. Apart from the drawings, because all of them stand on it, and from the graph,
because pages without drawings need none of it.
"""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.audit.model import Dossier
from sitegen.derive import Derived
from sitegen.facts import Fact
from sitegen.graph import grouped
from sitegen.shares import ShareList
from sitegen.values import valueclass

__all__ = ["Ground"]


@valueclass(frozen=True, slots=True)
class Ground:
    """What many drawings ask of the dossier."""

    dossier: Dossier

    @property
    def shares(self) -> Mapping[str, tuple[ShareList, ...]]:
        return self.dossier.shares_about

    @property
    def values(self) -> Mapping[str, tuple[Derived, ...]]:
        return self.dossier.derived_about

    def events(self, seed: str) -> tuple[Fact, ...]:
        """What a document dates."""
        return tuple(
            fact for fact in self.dossier.graph.facts_of(seed) if fact.takes == "event" and fact.when is not None
        )

    def places(self, seed: str) -> Mapping[str, tuple[Fact, ...]]:
        """The facts of a document that are about a place, then those confined to it or that name it; places by id."""
        graph = self.dossier.graph
        kinds = {kind for kind, entry in graph.corpus.kinds.items() if "regions" in entry.parts}
        facts = [fact for fact in graph.facts_of(seed) if not fact.empty]
        about = [(fact.about, fact) for fact in facts]
        touching = [(topic, fact) for fact in facts for topic in graph.touched(fact)]
        placed = grouped(pair for pair in (*about, *touching) if graph.topics[pair[0]].kind in kinds)
        return dict(sorted(placed.items()))
