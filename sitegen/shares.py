"""Shares of one list of segments: which have one, what they add up to, what they leave.

Comes in: the graph. Goes out: one `ShareList` a list and year. Apart, because the audit judges it and derivation shows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import chain

from sitegen.facts import Fact
from sitegen.graph import Graph, grouped
from sitegen.memory import Memory, Same

__all__ = ["ShareList", "share_lists"]


@dataclass(frozen=True, slots=True)
class ShareList:
    """`total` in per cent; `slack` is half a unit of the last digit of each share, added up."""

    listed: Fact
    shares: tuple[Fact, ...]
    total: Decimal
    slack: Decimal

    @property
    def whole(self) -> bool:
        """Whether every member of the list has a share."""
        return len(self.shares) >= len(self.listed.members)


def share_lists(graph: Graph, memory: Memory | None = None) -> tuple[ShareList, ...]:
    """For each dimension of each seed its first list, with the shares of its members, year by year."""
    memory = memory or Memory()
    told = graph.facts_by_seed.values()
    return tuple(
        chain.from_iterable(memory.get(("shares", Same(facts)), partial(_of_seed, facts, graph)) for facts in told)
    )


def _of_seed(facts: Sequence[Fact], graph: Graph) -> list[ShareList]:
    first: dict[tuple[str, str], Fact] = {}
    for fact in facts:
        if fact.members:
            first.setdefault((fact.about, fact.by), fact)
    shares = grouped((fact.of, fact) for fact in facts if fact.role == "share" and fact.quantity is not None)
    return [one for listed in first.values() for one in _yearly(listed, shares.get(listed.about, ()), graph)]


def _yearly(listed: Fact, shares: Sequence[Fact], graph: Graph) -> Iterator[ShareList]:
    topics = {topic.id for member in listed.members if (topic := graph.topic_of(member)) is not None}
    own = [fact for fact in shares if fact.about in topics]
    for year in sorted({fact.when.first if fact.when else 0 for fact in own}):
        known: dict[str, Fact] = {}
        for fact in own:
            if (fact.when.first if fact.when else 0) == year:
                known.setdefault(fact.about, fact)
        quantities = [fact.quantity for fact in known.values() if fact.quantity is not None]
        total = sum((quantity.amount for quantity in quantities), Decimal(0))
        slack = sum((quantity.step / 2 for quantity in quantities), Decimal(0))
        yield ShareList(listed, tuple(known.values()), total, slack)
