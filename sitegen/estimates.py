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
from sitegen.quantities import Quantity, scale
from sitegen.values import valueclass

__all__ = ["Estimate", "Size", "estimates", "estimates_of", "measured_in"]

_MONEY = "money"


@valueclass(frozen=True, slots=True)
class Size:
    """The size that a seed states for one year: its first statement, and those that restate it."""

    year: int
    fact: Fact
    restated: tuple[Fact, ...]
    forecast: bool


@valueclass(frozen=True, slots=True)
class Estimate:
    """What one seed says of one market. `growth` is the CAGR with which it looks ahead, or None; `rates` are all that it states.

    `base_year` is the stated one, else the year of the size that growth starts from.
    """

    seed: str
    market: str
    sizes: tuple[Size, ...]
    growth: Fact | None
    rates: tuple[Fact, ...]
    base_year: int | None
    superseded: bool

    @property
    def start(self) -> Size | None:
        """The size that growth starts from: that of the base year, else that from which its period runs, else the earliest."""
        base = self.size(self.base_year) if self.base_year is not None else None
        return base or (self.before(self.growth) if self.growth is not None else None) or next(iter(self.sizes), None)

    @property
    def end(self) -> Size | None:
        """The size that growth leads to: that of its last year, else the last; None where neither is later than the start."""
        start, growth = self.start, self.growth
        if start is None:
            return None
        reached = self.size(growth.when.last) if growth is not None and growth.when is not None else None
        found = reached if reached is not None and reached.year > start.year else self.sizes[-1]
        return found if found.year > start.year else None

    @property
    def stops(self) -> int | None:
        """The year with which the time of growth is over before the end, or None where it speaks of the whole way."""
        end, when = self.end, self.growth.when if self.growth is not None else None
        return when.last if when is not None and end is not None and when.last < end.year else None

    def size(self, year: int) -> Size | None:
        """The size of a year, where it is stated."""
        return next((size for size in self.sizes if size.year == year), None)

    def before(self, rate: Fact) -> Size | None:
        """The size from which a rate leads on, where one is stated: see `_starts`."""
        return next((size for year in _starts(rate) if (size := self.size(year)) is not None), None)

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
    sized = _of_one_measure([fact for fact in facts if fact.role == "size" and fact.when is not None])
    rates = [fact for fact in facts if fact.role == "growth" and fact.quantity is not None]
    if not sized and not rates:
        return None
    years = sorted({fact.when.first for fact in sized if fact.when is not None})
    bases = [int(fact.quantity.low) for fact in facts if fact.role == "base-year" and fact.quantity is not None]
    growth = _ahead(rates, bases[0] if bases else None, years[-1] if years else None)
    base = bases[0] if bases else _base(growth, rates, years)
    sizes = []
    for year in years:
        same = [fact for fact in sized if fact.when is not None and fact.when.first == year]
        # A statement with its currency says more than a cell without; among equals the document's first stands.
        same.sort(key=lambda fact: fact.quantity is not None and fact.quantity.kind != "money")
        sizes.append(Size(year, same[0], tuple(same[1:]), forecast=base is not None and year > base))
    return Estimate(seed, market, tuple(sizes), growth, tuple(rates), base, superseded)


def _of_one_measure(sized: Sequence[Fact]) -> list[Fact]:
    """The sizes in money where a document states any, else those in what its first is counted in: tonnes beside dollars, or the cells
    of a table whose head holds the scale, are no other years of the same size.
    """
    told = [(measured_in(fact.quantity), fact) for fact in sized if fact.quantity is not None]
    chosen = _MONEY if any(unit == _MONEY for unit, _ in told) else told[0][0] if told else ""
    return [fact for unit, fact in told if unit == chosen]


def measured_in(quantity: Quantity) -> str:
    """What a size is counted in: money, also where its currency stands elsewhere (`3.20 billion`), a unit (`tonnes`), or nothing that is told."""
    if quantity.kind == "money":
        return _MONEY
    return quantity.unit or (_MONEY if any(scale(word) for word in quantity.printed.split()) else "")


def _ahead(rates: Sequence[Fact], base: int | None, last: int | None) -> Fact | None:
    """The rate with which a document looks ahead: of a period that reaches the last size, of no stated time, of any other period that
    ends after the base year, of one year ("by 2030") that no size is later than. Among equals the document's first stands.

    What a market grew by until the base year, or within one year of several, is a rate that leads to no size to come.
    """

    def rank(fact: Fact) -> int | None:
        if fact.when is None:
            return 1
        if base is not None and fact.when.last <= base:
            return None
        reaches = last is None or fact.when.last >= last
        if fact.when.first < fact.when.last:
            return 0 if reaches else 2
        return 3 if reaches else None

    ranked = [(place, fact) for fact in rates if (place := rank(fact)) is not None]
    return min(ranked, key=lambda one: one[0])[1] if ranked else None


def _base(growth: Fact | None, rates: Sequence[Fact], years: Sequence[int]) -> int | None:
    """The year of the size from which growth leads on; where it names no time, that in which the growth of the past ends."""
    if growth is None or growth.when is not None:
        likely = list(_starts(growth)) if growth is not None else []
    else:
        likely = sorted((rate.when.last for rate in rates if rate.when is not None), reverse=True)
    return next((year for year in likely if year in years[:-1]), min(years, default=None))


def _starts(rate: Fact) -> tuple[int, ...]:
    """The years from whose size a rate may lead on: the first of its period, or the one before, as growth in the first is counted from
    there; of a single year, only the one before.
    """
    when = rate.when
    if when is None:
        return ()
    return (when.first, when.first - 1) if when.first < when.last else (when.first - 1,)
