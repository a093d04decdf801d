"""The comparison chart: any estimates of any markets, for a reader to choose among. One chart a currency.

Comes in: all estimates and derived values. Goes out: charts. Apart from `forecast`, whose charts speak of one market:
here one source may stand twice, so that a series is named by its market and its source.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sitegen.charts.forecast import forecast_chart
from sitegen.charts.model import Chart, Other
from sitegen.derive import Derived
from sitegen.estimates import Estimate
from sitegen.graph import grouped
from sitegen.messages import msg
from sitegen.quantities import Quantity

__all__ = ["comparison_charts", "seed_of"]


def seed_of(series: str) -> str:
    """The source of a series, whether its chart names it by source or by source and market."""
    return series.partition("@")[0]


FIRST = 12
"""Estimates that a chart begins with: so many look different from each other. A reader adds others by name."""


def comparison_charts(
    stated: Sequence[Estimate], derived: Sequence[Derived], labels: Mapping[str, str], markets: Mapping[str, str]
) -> tuple[Chart, ...]:
    """`labels` are the names of sources, `markets` those of markets. Currencies are never converted."""
    current = (one for one in stated if not one.superseded)
    by_unit = grouped((start.unit, one) for one in current if (start := _start(one)) is not None)
    values = grouped((value.about, value) for value in derived if value.family == "path")
    found = [_chart(unit, own, values, labels, markets) for unit, own in sorted(by_unit.items())]
    return tuple(chart for chart in found if chart is not None)


def _start(one: Estimate) -> Quantity | None:
    return one.start.fact.quantity if one.start is not None else None


def _chart(
    unit: str,
    own: Sequence[Estimate],
    derived: Mapping[str, Sequence[Derived]],
    labels: Mapping[str, str],
    markets: Mapping[str, str],
) -> Chart | None:
    def key(seed: str, market: str) -> str:
        return f"{seed}@{market}"

    by_market = grouped((one.market, one) for one in own)
    first = _first(by_market)
    drawn = [one for market, several in by_market.items() if market in first for one in several]
    names = {
        key(one.seed, one.market): msg("{market}: {source}", market=markets[one.market], source=labels[one.seed])
        for one in drawn
    }
    series = [replace(one, seed=key(one.seed, one.market)) for one in drawn]
    values = [
        replace(value, seed=key(value.seed, value.about)) for market in first for value in derived.get(market, ())
    ]
    chart = forecast_chart(
        f"comparison-{unit.lower()}" if unit else "comparison", msg("Markets compared"), series, values, names
    )
    others = tuple(
        Other(market, markets[market], tuple(one.seed for one in several))
        for market, several in sorted(by_market.items(), key=lambda pair: markets[pair[0]].casefold())
        if market not in first
    )
    return replace(chart, others=others) if chart is not None else None


def _first(by_market: Mapping[str, Sequence[Estimate]]) -> frozenset[str]:
    """The markets that a chart begins with: those of most documents, the largest among equals, as many as have room."""
    sizes = {market: max(start.amount for one in own if (start := _start(one))) for market, own in by_market.items()}
    ordered = sorted(by_market, key=lambda market: (-len(by_market[market]), -sizes[market], market))
    room, found = FIRST, [ordered[0]]
    for market in ordered:
        room -= len(by_market[market])
        if room < 0:
            break
        found.append(market)
    return frozenset(found)
