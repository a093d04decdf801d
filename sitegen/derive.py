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
from sitegen.graph import Graph
from sitegen.shares import share_lists

__all__ = ["Derived", "derive", "implied_rate", "projected", "unallocated"]


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


def unallocated(graph: Graph) -> tuple[Derived, ...]:
    """What the stated shares of a list leave: 100 per cent less their sum, where not every member has one."""
    found = []
    for one in share_lists(graph):
        if one.whole or one.total > 100:
            continue
        fact = one.shares[0]
        rest = 100 - one.total
        when = fact.when.printed if fact.when else ""
        found.append(Derived(
            f"derived/{one.listed.about}/{fact.seed}/unallocated-{one.listed.name}", one.listed.about, fact.seed,
            f"share not allocated by {one.listed.by or one.listed.measure}", when, fact.when.first if fact.when else 0, rest, "%",
            formats.percent(rest, 0), " − ".join(["100%", *(share.value for share in one.shares)]), "difference",
            (*(share.id for share in one.shares), one.listed.id),
        ))  # fmt: skip
    return tuple(found)


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
        if growth is not None and growth.quantity is not None:
            gap = rate - growth.quantity.amount
            found.append(Derived(
                f"{prefix}/rate-difference", estimate.market, estimate.seed, "implied less stated CAGR",
                f"{start.year}–{end.year}", end.year, gap, "percentage points", f"{formats.rounded(gap, 2):+} percentage points",
                f"{formats.percent(rate)} − {growth.value}", "difference", (start.fact.id, end.fact.id, growth.id),
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
