"""Which charts a site has: one chart kind, one function, one row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sitegen.charts.forecast import forecast_chart
from sitegen.charts.model import Chart
from sitegen.derive import Derived
from sitegen.estimates import Estimate
from sitegen.graph import Graph

__all__ = ["Charts", "charts"]


class Charts(Mapping[str, tuple[Chart, ...]]):
    """The charts of each topic, drawn when they are first asked for: a server draws one page at a time."""

    def __init__(self, graph: Graph, stated: Sequence[Estimate], derived: Sequence[Derived]) -> None:
        self._graph = graph
        self._labels = {seed.id: seed.record.label for seed in graph.seeds.values()}
        self._stated: dict[str, list[Estimate]] = {}
        self._derived: dict[str, list[Derived]] = {}
        self._drawn: dict[str, tuple[Chart, ...]] = {}
        for estimate in stated:
            self._stated.setdefault(estimate.market, []).append(estimate)
        for value in derived:
            self._derived.setdefault(value.about, []).append(value)

    def __getitem__(self, topic: str) -> tuple[Chart, ...]:
        if topic not in self._drawn:
            self._drawn[topic] = self._draw(topic, self._stated[topic], self._derived.get(topic, []))
        return self._drawn[topic]

    def __iter__(self) -> Iterator[str]:
        return iter(self._stated)

    def __len__(self) -> int:
        return len(self._stated)

    def _draw(self, market: str, own: Sequence[Estimate], derived: Sequence[Derived]) -> tuple[Chart, ...]:
        """All estimates of a market together, then, where there are several, each alone."""
        name, labels = self._graph.topics[market].name, self._labels
        together = forecast_chart(f"{market}-forecast", name, own, derived, labels)
        # A source keeps its colour and its sign in the chart of its own.
        numbers = {one.seed: one.colour for one in together.series} if together else {}
        alone = (
            forecast_chart(
                f"{market}-{one.seed}-forecast", f"{name}, {labels[one.seed]}", [one], derived, labels, numbers
            )
            for one in own
            if len(own) > 1 and one.seed in numbers
        )
        return tuple(chart for chart in (together, *alone) if chart is not None)


def charts(graph: Graph, stated: Sequence[Estimate], derived: Sequence[Derived]) -> Charts:
    """The charts of each topic's page, by topic."""
    return Charts(graph, stated, derived)
