"""Estimates: everything that one seed says of the size and growth of one market.

Comes in: the graph. Goes out: one `Estimate` a seed and market, in canonical order. Where a document restates a value
for a year, the first stands and the others are listed beside it; nothing is averaged.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import partial

from sitegen.facts import Fact
from sitegen.graph import Graph, grouped
from sitegen.memory import Memory, Same
from sitegen.values import valueclass

__all__ = ["Estimate", "Size", "estimates", "estimates_of"]


@valueclass(frozen=True, slots=True)
class Size:
    """The size that a seed states for one year: its first statement, and those that restate it."""

    year: int
    fact: Fact
    restated: tuple[Fact, ...]
    forecast: bool


@valueclass(frozen=True, slots=True)
class Estimate:
    """What one seed says of one market. `growth` is its first CAGR with a period, or None."""

    seed: str
    market: str
    sizes: tuple[Size, ...]
    growth: Fact | None
    growth_restated: tuple[Fact, ...]
    base_year: int | None
    superseded: bool

    @property
    def start(self) -> Size | None:
        """The size that growth starts from: that of the base year, else the earliest."""
        return next((size for size in self.sizes if size.year == self.base_year), self.sizes[0] if self.sizes else None)

    @property
    def end(self) -> Size | None:
        """The last size, where it is later than the start."""
        last = self.sizes[-1] if self.sizes else None
        return last if last is not None and last is not self.start else None

    @property
    def horizon(self) -> int | None:
        """The last year that the estimate speaks of."""
        years = [size.year for size in self.sizes]
        if self.growth is not None and self.growth.when is not None:
            years.append(self.growth.when.last)
        return max(years, default=None)


def estimates(graph: Graph, memory: Memory | None = None) -> tuple[Estimate, ...]:
    """Every estimate, by market and seed."""
    older = {seed.record.supersedes for seed in graph.seeds.values()}
    memory, found = memory or Memory(), []
    for seed, facts in graph.facts_by_seed.items():
        old = seed in older
        found += memory.get(("estimates", Same(facts), old), partial(_of_seed, seed, facts, graph, superseded=old))
    return tuple(sorted(found, key=lambda one: (one.market, one.seed)))


def _of_seed(seed: str, facts: Sequence[Fact], graph: Graph, *, superseded: bool) -> list[Estimate]:
    own = grouped((fact.about, fact) for fact in facts if not fact.empty and _is_whole(fact, graph))
    made = (_estimate(seed, market, several, superseded=superseded) for market, several in own.items())
    return [one for one in made if one is not None]


def estimates_of(market: str, all_estimates: Sequence[Estimate]) -> tuple[Estimate, ...]:
    """Those of one market, among estimates in the order of `estimates`."""
    start = bisect_left(all_estimates, market, key=_market)
    return tuple(all_estimates[start : bisect_right(all_estimates, market, start, key=_market)])


def _market(estimate: Estimate) -> str:
    return estimate.market


def _is_whole(fact: Fact, graph: Graph) -> bool:
    """Whether a fact speaks of the whole market, not of a part or a place in it."""
    return not fact.of and not fact.by and fact.where in ("", graph.topics[fact.about].file.where)


def _estimate(seed: str, market: str, facts: Sequence[Fact], *, superseded: bool) -> Estimate | None:
    sized = [fact for fact in facts if fact.role == "size" and fact.when is not None and fact.quantity is not None]
    rates = [fact for fact in facts if fact.role == "growth" and fact.quantity is not None]
    if not sized and not rates:
        return None
    years = [fact.when.first for fact in sized if fact.when is not None]
    bases = [int(fact.quantity.low) for fact in facts if fact.role == "base-year" and fact.quantity is not None]
    base = bases[0] if bases else min(years, default=None)
    sizes = []
    for year in sorted(set(years)):
        same = [fact for fact in sized if fact.when is not None and fact.when.first == year]
        # A statement with its currency says more than a cell without; among equals the document's first stands.
        same.sort(key=lambda fact: fact.quantity is not None and fact.quantity.kind != "money")
        sizes.append(Size(year, same[0], tuple(same[1:]), forecast=base is not None and year > base))
    rates.sort(key=lambda fact: fact.when is None or fact.when.first == fact.when.last)
    return Estimate(seed, market, tuple(sizes), rates[0] if rates else None, tuple(rates[1:]), base, superseded)
