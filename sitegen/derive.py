"""Stage 4: values that we compute, each with its formula and the facts it was computed from.

Comes in: the graph and its estimates. Goes out: `Derived` values. Apart from what documents state, in code as on
pages: a derived value never looks like a stated one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, localcontext

from sitegen import formats
from sitegen.estimates import Estimate

__all__ = ["Derived", "derive", "implied_rate", "projected"]


@dataclass(frozen=True, slots=True)
class Derived:
    """A computed value. `formula` is written with the printed inputs; `inputs` are ids of facts."""

    id: str
    about: str
    seed: str
    measure: str
    when: str
    year: int
    amount: Decimal
    unit: str
    text: str
    formula: str
    method: str
    inputs: tuple[str, ...]


def implied_rate(start: Decimal, end: Decimal, periods: int) -> Decimal:
    """The compound annual growth rate in per cent: 100 ((end / start)^(1 / periods) - 1).

    The standard definition of CAGR; `start` and `end` in one unit and above zero, `periods` in years, 1 or more.
    """
    with localcontext() as context:
        context.prec = 28
        return ((end / start) ** (Decimal(1) / periods) - 1) * 100


def projected(start: Decimal, rate: Decimal, periods: int) -> Decimal:
    """A size after `periods` years at `rate` per cent a year: start (1 + rate / 100)^periods."""
    with localcontext() as context:
        context.prec = 28
        return start * (1 + rate / 100) ** periods


def derive(estimates: Iterable[Estimate]) -> tuple[Derived, ...]:
    """Every derived value of every estimate, in their order."""
    return tuple(value for estimate in estimates for value in _of(estimate))


def _of(estimate: Estimate) -> list[Derived]:
    start, end, growth = estimate.start, estimate.end, estimate.growth
    found: list[Derived] = []
    if start is None or start.fact.quantity is None or start.fact.quantity.amount <= 0:
        return found
    base = start.fact.quantity
    prefix = f"derived/{estimate.market}/{estimate.seed}"
    if end is not None and end.fact.quantity is not None and end.fact.quantity.unit in (base.unit, ""):
        periods = end.year - start.year
        rate = implied_rate(base.amount, end.fact.quantity.amount, periods)
        found.append(Derived(
            f"{prefix}/implied-cagr", estimate.market, estimate.seed, "implied CAGR", f"{start.year}–{end.year}", end.year,
            rate, "%", formats.percent(rate),
            f"({end.fact.value} ÷ {start.fact.value})^(1 ÷ {periods}) − 1", "compound annual growth rate",
            (start.fact.id, end.fact.id),
        ))  # fmt: skip
        grown = end.fact.quantity.amount - base.amount
        found.append(Derived(
            f"{prefix}/absolute-growth", estimate.market, estimate.seed, "absolute growth", f"{start.year}–{end.year}",
            end.year, grown, base.unit, formats.money(grown, base.unit), f"{end.fact.value} − {start.fact.value}",
            "difference", (start.fact.id, end.fact.id),
        ))  # fmt: skip
    if growth is not None and growth.quantity is not None and growth.when is not None:
        found += _path(estimate, growth.quantity.amount, growth.value, growth.when.last, growth.id, prefix)
    return found


def _path(estimate: Estimate, rate: Decimal, printed: str, last: int, growth_id: str, prefix: str) -> list[Derived]:
    """The sizes at the stated rate, year by year from the start to the end of the rate's period."""
    start = estimate.start
    if start is None or start.fact.quantity is None:
        return []
    base = start.fact.quantity
    return [
        Derived(
            f"{prefix}/size-{year}", estimate.market, estimate.seed, "market size at the stated rate", str(year), year,
            size, base.unit, formats.money(size, base.unit),
            f"{start.fact.value} × (1 + {printed})^{year - start.year}", "compound growth at the stated CAGR from the base year",
            (start.fact.id, growth_id),
        )
        for year in range(start.year + 1, last + 1)
        for size in (projected(base.amount, rate, year - start.year),)
    ]  # fmt: skip
