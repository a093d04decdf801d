"""Which charts a site has: one chart kind, one function, one row."""

from __future__ import annotations

from collections.abc import Sequence

from sitegen.charts.comparison import comparison_charts
from sitegen.charts.forecast import forecast_chart
from sitegen.charts.model import Chart
from sitegen.derive import Derived
from sitegen.estimates import Estimate, estimates_of
from sitegen.graph import Graph

__all__ = ["charts", "compared_charts"]


def charts(graph: Graph, stated: Sequence[Estimate], derived: Sequence[Derived]) -> dict[str, tuple[Chart, ...]]:
    """The charts of each topic's page: all estimates together, then, where there are several, each alone."""
    labels = {seed.id: seed.record.label for seed in graph.seeds.values()}
    found: dict[str, tuple[Chart, ...]] = {}
    for market in dict.fromkeys(estimate.market for estimate in stated):
        own = estimates_of(market, stated)
        name = graph.topics[market].name
        together = forecast_chart(f"{market}-forecast", name, own, derived, labels)
        # A source keeps its colour and its sign in the chart of its own.
        numbers = {one.seed: one.shape for one in together.series} if together else {}
        alone = [
            forecast_chart(
                f"{market}-{one.seed}-forecast", f"{name}, {labels[one.seed]}", [one], derived, labels, numbers
            )
            for one in own
            if len(own) > 1 and one.seed in numbers
        ]
        found[market] = tuple(chart for chart in (together, *alone) if chart is not None)
    return found


def compared_charts(graph: Graph, stated: Sequence[Estimate], derived: Sequence[Derived]) -> tuple[Chart, ...]:
    """The charts of the comparison page."""
    labels = {seed.id: seed.record.label for seed in graph.seeds.values()}
    markets = {topic.id: topic.name for topic in graph.topics.values()}
    return comparison_charts(stated, derived, labels, markets)
