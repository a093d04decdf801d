"""Spreads: how far apart the sources stand on the size and the growth of one market.

Comes in: estimates and derived values. Goes out: one `Spread` a market that several sources size. Apart from `derive`,
whose values belong to one source each: a spread compares sources, and it never averages them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sitegen import formats
from sitegen.derive import Derived
from sitegen.estimates import Estimate, estimates_of

__all__ = ["Sized", "Spread", "spread_of", "spreads"]


@dataclass(frozen=True, slots=True)
class Sized:
    """What one source makes of the market in the year of comparison: as stated, or at its stated rate (`formula`)."""

    seed: str
    amount: Decimal
    text: str
    formula: str
    inputs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """The sources' sizes of one market in one year, smallest first; `ratio` is the largest over the smallest."""

    market: str
    year: int
    unit: str
    sized: tuple[Sized, ...]
    ratio: Decimal
    text: str
    formula: str
    inputs: tuple[str, ...]


def spreads(all_estimates: Iterable[Estimate], derived: Sequence[Derived]) -> tuple[Spread, ...]:
    """A spread for every market that two sources or more put a size on, in one unit and for one year."""
    every = tuple(all_estimates)
    found = (spread_of(estimates_of(market, every), derived) for market in dict.fromkeys(item.market for item in every))
    return tuple(spread for spread in found if spread is not None)


def spread_of(own: Sequence[Estimate], derived: Sequence[Derived]) -> Spread | None:
    """The latest base year that every current estimate speaks of; None where there is none or the units differ.

    Ratio = largest ÷ smallest size of that year. A source that states another year is taken at its stated rate.
    """
    current = [one for one in own if not one.superseded and one.start is not None]
    if len(current) < 2:
        return None
    years = sorted({one.start.year for one in current if one.start is not None}, reverse=True)
    for year in years:
        sized = [size for one in current for size in (_in_year(one, year, derived),) if size is not None]
        units = {one.start.fact.quantity.unit for one in current if one.start and one.start.fact.quantity}
        if len(sized) == len(current) and len(units) == 1 and all(size.amount > 0 for size in sized):
            return _spread(current[0].market, year, units.pop(), sorted(sized, key=lambda size: size.amount))
    return None


def _in_year(estimate: Estimate, year: int, derived: Sequence[Derived]) -> Sized | None:
    for size in estimate.sizes:
        if size.year == year and size.fact.quantity is not None:
            return Sized(estimate.seed, size.fact.quantity.amount, size.fact.value, "", (size.fact.id,))
    return next(
        (
            Sized(value.seed, value.amount, value.text, value.formula, value.inputs)
            for value in derived
            if value.id == f"derived/{estimate.market}/{estimate.seed}/size-{year}"
        ),
        None,
    )


def _spread(market: str, year: int, unit: str, sized: list[Sized]) -> Spread:
    small, large = sized[0], sized[-1]
    ratio = large.amount / small.amount
    places = 1 if ratio >= 2 else 2
    parts = [f"({size.formula})" if size.formula else size.text for size in (large, small)]
    inputs = tuple(dict.fromkeys((*large.inputs, *small.inputs)))
    text = f"{formats.rounded(ratio, places)}"
    return Spread(market, year, unit, tuple(sized), ratio, text, f"{parts[0]} ÷ {parts[1]}", inputs)
