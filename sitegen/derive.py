"""Stage 4: values that we compute, each with its formula and the facts it was computed from.

Comes in: estimates, and lists of shares. Goes out: `Derived` values. Apart from what documents state, in code as on
pages: a derived value never looks like a stated one.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, localcontext
from functools import lru_cache, partial
from itertools import chain
from typing import Literal

from sitegen import formats
from sitegen.estimates import Estimate, Size
from sitegen.memory import Memory, Same
from sitegen.messages import joined, made, msg
from sitegen.quantities import Quantity
from sitegen.shares import ShareList
from sitegen.values import valueclass

__all__ = ["Derived", "derive", "implied_rate", "projected", "unallocated"]


@valueclass(frozen=True, slots=True)
class Derived:
    """A computed value. `formula` is written with the printed inputs; `inputs` are ids of facts.

    `family` says where it belongs: beside one estimate, on an estimate's path at the stated rate, in a comparison of
    seeds, or under a list of shares.
    """

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
    family: Literal["estimate", "path", "comparison", "shares"] = "estimate"


@lru_cache(maxsize=1 << 16)
def implied_rate(start: Decimal, end: Decimal, periods: int) -> Decimal:
    """The compound annual growth rate in per cent: 100 ((end / start)^(1 / periods) - 1).

    The standard definition of CAGR; `start` and `end` in one unit and above zero, `periods` in years, 1 or more. To 20 digits at
    least. Roots of so many digits are dear, and derivation, audit and alignment ask for the same.
    """
    with localcontext() as context:
        context.prec = 40
        ratio = end / start
        root = _root(ratio, periods) if ratio and abs(ratio.adjusted()) < 300 else ratio ** (Decimal(1) / periods)
        context.prec = 28
        return (root - 1) * 100


def _root(ratio: Decimal, degree: int) -> Decimal:
    """By Newton's method from the root that a float has: 16 digits, then 32, then more than anybody asks for. A tenth of the
    time of `**`."""
    root = Decimal(float(ratio) ** (1 / degree))
    for _ in range(2):
        root -= (root - ratio / root ** (degree - 1)) / degree
    return root


def projected(start: Decimal, rate: Decimal, periods: int) -> Decimal:
    """A size after `periods` years at `rate` per cent a year: start (1 + rate / 100)^periods."""
    with localcontext() as context:
        context.prec = 28
        return start * (1 + rate / 100) ** periods


def derive(estimates: Iterable[Estimate], memory: Memory | None = None) -> tuple[Derived, ...]:
    """Every derived value of every estimate, in their order."""
    memory = memory or Memory()
    found = (memory.get(("derived", Same(one)), partial(_of, one)) for one in estimates)
    return tuple(chain.from_iterable(found))


def unallocated(shares: Iterable[ShareList]) -> tuple[Derived, ...]:
    """What the stated shares of a list leave: 100 per cent less their sum, where not every member has one."""
    found = []
    for one in shares:
        if one.whole or one.total > 100:
            continue
        fact = one.shares[0]
        rest = 100 - one.total
        when = fact.when.printed if fact.when else ""
        found.append(Derived(
            f"derived/{one.listed.about}/{fact.seed}/unallocated-{one.listed.name}", one.listed.about, fact.seed,
            msg("share not allocated by {dimension}", dimension=one.listed.by or one.listed.measure), when, fact.when.first if fact.when else 0, rest, "%",
            formats.percent(rest, 0), joined(" − ", ["100%", *(share.value for share in one.shares)]), "difference",
            (*(share.id for share in one.shares), one.listed.id), "shares",
        ))  # fmt: skip
    return tuple(found)


def _of(estimate: Estimate) -> list[Derived]:
    start, growth = estimate.start, estimate.growth
    if start is None or start.fact.quantity is None or start.fact.quantity.amount <= 0:
        return []
    found = _between(estimate, start, start.fact.quantity)
    if growth is not None and growth.quantity is not None and growth.when is not None:
        prefix = f"derived/{estimate.market}/{estimate.seed}"
        found += _path(estimate, growth.quantity.amount, growth.value, growth.when.last, growth.id, prefix)
    return found


def _between(estimate: Estimate, start: Size, base: Quantity) -> list[Derived]:
    """What follows from two stated sizes in one currency: the implied rate, the growth, the gap to the stated rate."""
    end, growth = estimate.end, estimate.growth
    last = end.fact.quantity if end is not None else None
    if end is None or last is None or last.unit not in (base.unit, ""):
        return []
    prefix, market, seed = f"derived/{estimate.market}/{estimate.seed}", estimate.market, estimate.seed
    when, periods, both = f"{start.year}–{end.year}", end.year - start.year, (start.fact.id, end.fact.id)
    rate, grown = implied_rate(base.amount, last.amount, periods), last.amount - base.amount
    found = [
        Derived(
            f"{prefix}/implied-cagr", market, seed, msg("implied CAGR"), when, end.year, rate, "%", formats.percent(rate),
            joined("", ["(", end.fact.value, " ÷ ", start.fact.value, f")^(1 ÷ {periods}) − 1"]), "compound annual growth rate", both,
        ),
        Derived(
            f"{prefix}/absolute-growth", market, seed, msg("absolute growth"), when, end.year, grown, base.unit,
            formats.money(grown, base.unit), joined(" − ", [end.fact.value, start.fact.value]), "difference", both,
        ),
    ]  # fmt: skip
    if growth is not None and growth.quantity is not None and estimate.stops is None:
        gap = rate - growth.quantity.amount
        found.append(Derived(
            f"{prefix}/rate-difference", market, seed, msg("implied less stated CAGR"), when, end.year, gap, "percentage points",
            msg("{gap} percentage points", gap=formats.printed(f"{formats.rounded(gap, 2):+}")), joined(" − ", [formats.percent(rate), growth.value]), "difference",
            (*both, growth.id),
        ))  # fmt: skip
    return found


def _path(estimate: Estimate, rate: Decimal, printed: str, last: int, growth_id: str, prefix: str) -> list[Derived]:
    """The sizes at the stated rate, year by year from the start to the end of the rate's period."""
    start = estimate.start
    if start is None or start.fact.quantity is None:
        return []
    base = start.fact.quantity
    return [
        Derived(
            f"{prefix}/size-{year}", estimate.market, estimate.seed, msg("market size at the stated rate"), str(year), year,
            size, base.unit, formats.money(size, base.unit),
            joined("", [start.fact.value, " × ", made(formats.factor, printed), f"^{year - start.year}"]), "compound growth at the stated CAGR from the base year",
            (start.fact.id, growth_id), "path",
        )
        for year in range(start.year + 1, last + 1)
        for size in (projected(base.amount, rate, year - start.year),)
    ]  # fmt: skip
