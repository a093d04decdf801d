"""Which charts a site has: one chart kind, one function, one row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sitegen.charts.forecast import forecast_chart
from sitegen.charts.model import Chart
from sitegen.derive import Derived
from sitegen.estimates import Estimate, estimates_of
from sitegen.graph import Graph

__all__ = ["charts"]


class _Drawn(Mapping[str, tuple[Chart, ...]]):
    """The charts of each topic's page, each drawn when it is first asked for: a served page needs only its own."""

    def __init__(self, graph: Graph, stated: Sequence[Estimate], derived: Sequence[Derived]) -> None:
        self._names = {market: graph.topics[market].name for market in dict.fromkeys(one.market for one in stated)}
        self._labels = {seed.id: seed.record.label for seed in graph.seeds.values()}
        self._stated, self._derived = stated, derived
        self._found: dict[str, tuple[Chart, ...]] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __getitem__(self, market: str) -> tuple[Chart, ...]:
        if market not in self._found:
            self._found[market] = self._drawn(market, self._names[market])
        return self._found[market]

    def _drawn(self, market: str, name: str) -> tuple[Chart, ...]:
        own = estimates_of(market, self._stated)
        together = forecast_chart(f"{market}-forecast", name, own, self._derived, self._labels)
        # A source keeps its colour and its sign in the chart of its own.
        numbers = {one.seed: one.colour for one in together.series} if together else {}
        alone = [
            forecast_chart(
                f"{market}-{one.seed}-forecast",
                f"{name}, {self._labels[one.seed]}",
                [one],
                self._derived,
                self._labels,
                numbers,
            )
            for one in own
            if len(own) > 1 and one.seed in numbers
        ]
        return tuple(chart for chart in (together, *alone) if chart is not None)


def charts(graph: Graph, stated: Sequence[Estimate], derived: Sequence[Derived]) -> Mapping[str, tuple[Chart, ...]]:
    """The charts of each topic's page: all estimates together, then, where there are several, each alone."""
    return _Drawn(graph, stated, derived)
