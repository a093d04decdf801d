"""growth-arithmetic: does the stated rate lead from the stated start to the stated end?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from sitegen import formats
from sitegen.audit.model import STATE_WORDS, Dossier, Finding, Number, State, finding
from sitegen.derive import implied_rate, projected
from sitegen.estimates import Estimate, Size
from sitegen.facts import Fact, When
from sitegen.messages import counted, joined, made, msg
from sitegen.quantities import Quantity

__all__ = ["growth_arithmetic"]

RULE = "growth-arithmetic"
NEAR_POINTS = Decimal("0.1")
NEAR_SHARE = Decimal("0.005")
_ORDER: tuple[State, ...] = ("exact", "near", "fails")


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to count the periods, and what it makes of the numbers."""

    convention: str
    periods: int
    implied: Decimal
    gap: Decimal
    state: State


def growth_arithmetic(dossier: Dossier) -> Iterator[Finding]:
    for estimate in dossier.estimates:
        growth = estimate.growth
        if growth is not None:
            yield _ahead(estimate, growth)
        for rate in _others(estimate):
            yield _within(estimate, rate)


def _ahead(estimate: Estimate, growth: Fact) -> Finding:
    """The rate with which a document looks ahead, between the sizes that it starts from and leads to."""
    start, end = estimate.start, estimate.end
    if start is None:
        return _unchecked([growth], msg("no size at all"))
    if end is None:
        return _unchecked([growth, start.fact], msg("no size after {year}", year=start.year))
    if estimate.stops is not None:
        return _unchecked([growth, start.fact], msg("no size for {year}", year=estimate.stops))
    return _compare(estimate, start, end, growth)


def _others(estimate: Estimate) -> Iterator[Fact]:
    """The rates of other times, each once: what a market grew by until its base year, in one year, on a part of the way."""
    growth, seen = estimate.growth, set()
    if growth is not None and growth.when is not None:
        seen.add(_stated(growth, growth.when))
    for rate in estimate.rates:
        if rate.when is not None and _stated(rate, rate.when) not in seen:
            seen.add(_stated(rate, rate.when))
            yield rate


def _stated(rate: Fact, when: When) -> tuple[object, ...]:
    assert rate.quantity is not None
    return when.first, when.last, rate.quantity.amount


def _within(estimate: Estimate, rate: Fact) -> Finding:
    """A rate of another time, between the sizes at both of its ends and no others."""
    when = rate.when
    assert when is not None
    start, end, first = estimate.before(rate), estimate.size(when.last), min(when.first, when.last - 1)
    if start is not None and end is not None:
        return _compare(estimate, start, end, rate)
    if start is None and end is None:
        return _unchecked([rate], msg("no sizes for {first} and {last}", first=first, last=when.last))
    return _unchecked([rate], msg("no size for {year}", year=first if start is None else when.last))


def _unchecked(facts: list[Fact], said: str) -> Finding:
    growth = facts[0].value
    message = msg(
        "The stated rate of {growth} cannot be checked: the document states {said}.", growth=growth, said=said
    )
    return finding(RULE, "not checked", facts, message, [Number(msg("stated CAGR"), growth, facts[0].id)])


def _compare(estimate: Estimate, one: Size, other: Size, growth: Fact) -> Finding:
    start, end, years = one.fact, other.fact, other.year - one.year
    first, last, rate = start.quantity, end.quantity, growth.quantity
    assert first is not None and last is not None and rate is not None
    numbers = [
        Number(msg("size {year}", year=one.year), start.value, start.id),
        Number(msg("size {year}", year=other.year), end.value, end.id),
        Number(msg("stated CAGR"), growth.value, growth.id),
    ]
    if first.unit and last.unit and first.unit != last.unit:
        message = msg(
            "{start} and {end} are in different currencies, and no fact states the rate.",
            start=start.value,
            end=end.value,
        )
        return finding(RULE, "not checked", [start, end, growth], message, numbers)
    if first.low <= 0 or last.low <= 0:
        return finding(RULE, "not checked", [start, end, growth], msg("A rate needs sizes above zero."), numbers)
    readings = [_read(name, periods, first, last, rate) for name, periods in _conventions(years, growth.when)]
    best = min(readings, key=lambda reading: (_ORDER.index(reading.state), reading.gap))
    reached = projected(first.amount, rate.amount, best.periods)
    numbers += [
        Number(msg("implied CAGR"), formats.percent(best.implied), formula=joined("", ["(", end.value, " ÷ ", start.value, f")^(1 ÷ {best.periods}) − 1"])),
        Number(
            msg("size that the stated CAGR reaches"), formats.money(reached, first.unit),
            formula=joined("", [start.value, " × ", made(formats.factor, growth.value), f"^{best.periods}"]),
        ),
    ]  # fmt: skip
    values = dict(
        growth=growth.value,
        start=start.value,
        end=end.value,
        years=counted("{number} year", "{number} years", best.periods),
        implied=formats.percent(best.implied),
        reached=formats.money(reached, first.unit),
    )
    if best.state == "exact":
        message = msg(
            "The stated rate of {growth} leads from {start} to {end} over {years}: the sizes imply {implied}, and {growth} would reach {reached}.",
            **values,
        )
    elif best.state == "near":
        message = msg(
            "The stated rate of {growth} almost leads from {start} to {end} over {years}: the sizes imply {implied}, and {growth} would reach {reached}.",
            **values,
        )
    else:
        message = msg(
            "The stated rate of {growth} does not lead from {start} to {end} over {years}: the sizes imply {implied}, and {growth} would reach {reached}.",
            **values,
        )
    tried = joined("; ", (_tried(one) for one in readings))
    return finding(RULE, best.state, [start, end, growth], message, numbers, about=estimate.market, convention=tried)


def _tried(one: _Reading) -> str:
    convention, implied = one.convention, formats.percent(one.implied)
    return msg(
        "{convention}: {state}, implied {implied}", convention=convention, state=STATE_WORDS[one.state], implied=implied
    )


def _conventions(years: int, when: When | None) -> list[tuple[str, int]]:
    """Ways to count the periods: from size to size; as the printed period runs; with both its ends counted."""
    found = {
        years: counted(
            "{number} period from base year to end year", "{number} periods from base year to end year", years
        )
    }
    if when is not None and when.last > when.first:
        span = when.last - when.first
        found.setdefault(
            span,
            counted(
                "{number} period from {first} to {last}",
                "{number} periods from {first} to {last}",
                span,
                first=when.first,
                last=when.last,
            ),
        )
        found.setdefault(
            span + 1,
            msg("{span} periods, both {first} and {last} counted", span=span + 1, first=when.first, last=when.last),
        )
    return [(name, periods) for periods, name in found.items()]


def _read(convention: str, periods: int, first: Quantity, last: Quantity, rate: Quantity) -> _Reading:
    """Exact where the intervals of rounding overlap; near within the tolerance of rate or of size."""
    (first_low, first_high), (last_low, last_high), (low, high) = first.interval, last.interval, rate.interval
    implied = implied_rate(first.amount, last.amount, periods)
    least, most = implied_rate(first_high, last_low, periods), implied_rate(first_low, last_high, periods)
    gap = max(Decimal(0), least - high, low - most)
    reached = projected(first.amount, rate.amount, periods)
    share = abs(reached - last.amount) / last.amount
    near = abs(implied - rate.amount) <= NEAR_POINTS or share <= NEAR_SHARE
    return _Reading(convention, periods, implied, gap, "exact" if gap == 0 else "near" if near else "fails")
