"""The comparison chart: every estimate of every market, for a reader to choose among. One chart a currency.

Comes in: all estimates and derived values. Goes out: charts. Apart from `forecast`, whose charts speak of one market:
here one source may stand twice, so that a series is named by its market and its source.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sitegen.charts.forecast import forecast_chart
from sitegen.charts.model import Chart
from sitegen.derive import Derived
from sitegen.estimates import Estimate

__all__ = ["comparison_charts", "seed_of"]


def seed_of(series: str) -> str:
    """The source of a series, whether its chart names it by source or by source and market."""
    return series.partition("@")[0]


def comparison_charts(
    stated: Sequence[Estimate], derived: Sequence[Derived], labels: Mapping[str, str], markets: Mapping[str, str]
) -> tuple[Chart, ...]:
    """`labels` are the names of sources, `markets` those of markets. Currencies are never converted."""
    by_unit: dict[str, list[Estimate]] = {}
    for one in stated:
        if one.start is not None and one.start.fact.quantity is not None and not one.superseded:
            by_unit.setdefault(one.start.fact.quantity.unit, []).append(one)
    found = [_chart(unit, own, derived, labels, markets) for unit, own in sorted(by_unit.items())]
    return tuple(chart for chart in found if chart is not None)


def _chart(
    unit: str,
    own: Sequence[Estimate],
    derived: Sequence[Derived],
    labels: Mapping[str, str],
    markets: Mapping[str, str],
) -> Chart | None:
    def key(seed: str, market: str) -> str:
        return f"{seed}@{market}"

    names = {key(one.seed, one.market): f"{markets[one.market]}: {labels[one.seed]}" for one in own}
    series = [replace(one, seed=key(one.seed, one.market)) for one in own]
    values = [replace(value, seed=key(value.seed, value.about)) for value in derived]
    return forecast_chart(
        f"comparison-{unit.lower()}" if unit else "comparison", "Markets compared", series, values, names
    )
