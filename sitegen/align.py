"""Sizes of one market from several seeds, brought to one year, each by its own stated growth.

Comes in: estimates. Goes out: `Aligned` sizes: stated ones where a seed states that year, computed ones elsewhere.
Apart from `derive`, because alignment compares seeds and derivation stays within one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import groupby

from sitegen import formats
from sitegen.derive import Derived, implied_rate, projected
from sitegen.estimates import Estimate, estimates_of
from sitegen.facts import Fact
from sitegen.memory import Memory, Same
from sitegen.messages import joined, made, msg

__all__ = ["Aligned", "Spread", "align", "compared", "in_one_year", "spread"]


@dataclass(frozen=True, slots=True)
class Aligned:
    """A size in the common year. `low` and `high` are the bounds that the rounding of its inputs leaves."""

    seed: str
    market: str
    year: int
    amount: Decimal
    low: Decimal
    high: Decimal
    unit: str
    text: str
    formula: str
    facts: tuple[Fact, ...]

    @property
    def inputs(self) -> tuple[str, ...]:
        return tuple(fact.id for fact in self.facts)


@dataclass(frozen=True, slots=True)
class Spread:
    """The sizes of one market in one year, smallest first; `ratio` is the largest over the smallest."""

    market: str
    year: int
    sized: tuple[Aligned, ...]
    ratio: Decimal
    text: str
    formula: str

    @property
    def inputs(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(fact for one in (self.sized[-1], self.sized[0]) for fact in one.inputs))


def align(estimates: Sequence[Estimate]) -> tuple[Aligned, ...]:
    """Every estimate's size in the latest of their base years, in their order; those without a size are left out.

    A seed that states neither that year nor a rate keeps its own year.
    """
    sized = [one for one in estimates if one.start is not None]
    if not sized:
        return ()
    year = max(one.start.year for one in sized if one.start is not None)
    return tuple(_at(one, year) for one in sized)


def _at(estimate: Estimate, year: int) -> Aligned:
    start = estimate.start
    assert start is not None and start.fact.quantity is not None
    stated = next((size for size in estimate.sizes if size.year == year), None)
    if stated is not None and stated.fact.quantity is not None:
        quantity = stated.fact.quantity
        bounds = quantity.interval
        return Aligned(
            estimate.seed,
            estimate.market,
            year,
            quantity.amount,
            *bounds,
            quantity.unit,
            stated.fact.value,
            "",
            (stated.fact,),
        )
    base, periods = start.fact.quantity, year - start.year
    growth, end = estimate.growth, estimate.end
    if growth is not None and growth.quantity is not None:
        rate, shown, facts = growth.quantity.amount, growth.value, (start.fact, growth)
        low_rate, high_rate = growth.quantity.interval
    elif end is not None and end.fact.quantity is not None:
        rate = implied_rate(base.amount, end.fact.quantity.amount, end.year - start.year)
        shown, facts = formats.percent(rate), (start.fact, end.fact)
        low_rate = high_rate = rate
    else:
        low, high = base.interval
        return Aligned(
            estimate.seed,
            estimate.market,
            start.year,
            base.amount,
            low,
            high,
            base.unit,
            start.fact.value,
            "",
            (start.fact,),
        )
    amount = projected(base.amount, rate, periods)
    low, high = projected(base.interval[0], low_rate, periods), projected(base.interval[1], high_rate, periods)
    formula = joined("", [start.fact.value, " × ", made(formats.factor, shown), f"^{periods}"])
    return Aligned(
        estimate.seed,
        estimate.market,
        year,
        amount,
        low,
        high,
        base.unit,
        formats.money(amount, base.unit),
        formula,
        facts,
    )


def in_one_year(aligned: Sequence[Aligned]) -> tuple[Aligned, ...]:
    """Those of the common year: what kept a year of its own, for want of growth, is comparable with none of them."""
    year = max((one.year for one in aligned), default=0)
    return tuple(one for one in aligned if one.year == year)


def spread(market: str, estimates: Sequence[Estimate]) -> Spread | None:
    """How far apart the current estimates of a market stand in one year; None for fewer than two, or for several currencies."""
    own = [one for one in estimates_of(market, estimates) if not one.superseded]
    sized = sorted(in_one_year(align(own)), key=lambda one: one.amount)
    if len(sized) < 2 or len({one.unit for one in sized}) > 1 or sized[0].amount <= 0:
        return None
    ratio = sized[-1].amount / sized[0].amount
    text = formats.printed(formats.rounded(ratio, 1 if ratio >= 2 else 2))
    parts = [joined("", ["(", one.formula, ")"]) if one.formula else one.text for one in (sized[-1], sized[0])]
    return Spread(market, sized[-1].year, tuple(sized), ratio, text, " ÷ ".join(parts))


def compared(estimates: Sequence[Estimate], memory: Memory | None = None) -> tuple[Derived, ...]:
    """What follows from holding seeds side by side: sizes in the common year, and the ratio of largest to smallest."""
    memory, found = memory or Memory(), []
    for market, several in groupby(estimates, key=lambda one: one.market):
        own = tuple(several)
        found += memory.get(("compared", *map(Same, own)), partial(_compared, market, own))
    return tuple(found)


def _compared(market: str, estimates: Sequence[Estimate]) -> list[Derived]:
    apart = spread(market, estimates)
    if apart is None:
        return []
    found = [
        Derived(
            f"derived/{market}/{one.seed}/aligned-{one.year}", market, one.seed, msg("aligned market size"), str(one.year),
            one.year, one.amount, one.unit, one.text, one.formula, "compound growth to the common year", one.inputs, "comparison",
        )
        for one in apart.sized
        if one.formula
    ]  # fmt: skip
    found.append(Derived(
        f"derived/{market}/ratio", market, apart.sized[-1].seed, msg("ratio of the largest to the smallest estimate"),
        str(apart.year), apart.year, apart.ratio, "times", msg("{ratio} times", ratio=apart.text), apart.formula, "ratio", apart.inputs,
        "comparison",
    ))  # fmt: skip
    return found
