"""Which charts a site has: one chart kind, one function, one row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sitegen.audit.model import Dossier
from sitegen.charts.comparison import comparison_charts
from sitegen.charts.disagreement import disagreement_sketches
from sitegen.charts.forecast import forecast_chart
from sitegen.charts.ground import Ground
from sitegen.charts.model import Chart
from sitegen.charts.presence import presence_sketches
from sitegen.charts.remarks import annotated, remarked
from sitegen.charts.shares import share_sketches
from sitegen.charts.sketch import Sketch
from sitegen.charts.synthesis import evidence_sketches
from sitegen.charts.timeline import timeline_sketches
from sitegen.derive import Derived
from sitegen.estimates import Estimate
from sitegen.evidence.gather import Evidence
from sitegen.extensions import extensions
from sitegen.graph import Graph, grouped

__all__ = ["SKETCHES", "Charts", "Sketches", "charts", "compared_charts"]

SKETCHES: tuple[Callable[[Ground, str], Iterator[Sketch]], ...] = (
    share_sketches, presence_sketches, timeline_sketches, disagreement_sketches,
)  # fmt: skip
"""What is drawn of a market besides its sizes by year; each function says where there is nothing to draw."""

NO_REMARKS: Mapping[str, str] = {}
NO_EVIDENCE: Mapping[str, Evidence] = {}


_KEPT = 16
"""Markets whose drawings are kept: the pages of one are made one after another, and few need those of another."""


def _forget(drawn: dict[str, Any]) -> None:
    """Make room for one more."""
    while len(drawn) >= _KEPT:
        del drawn[next(iter(drawn))]


class Charts(Mapping[str, tuple[Chart, ...]]):
    """The charts of each topic, drawn when they are first asked for: a server draws one page at a time."""

    def __init__(
        self, graph: Graph, stated: Sequence[Estimate], derived: Sequence[Derived], remarks: Mapping[str, str]
    ) -> None:
        self._graph, self._remarks = graph, remarks
        self._labels = {seed.id: seed.record.label for seed in graph.seeds.values()}
        self._stated = grouped((estimate.market, estimate) for estimate in stated)
        self._derived = grouped((value.about, value) for value in derived)
        self._drawn: dict[str, tuple[Chart, ...]] = {}
        self._compared: tuple[Chart, ...] | None = None

    def __getitem__(self, topic: str) -> tuple[Chart, ...]:
        if topic not in self._drawn:
            _forget(self._drawn)
            self._drawn[topic] = self._draw(topic, self._stated[topic], self._derived.get(topic, ()))
        return self._drawn[topic]

    @property
    def compared(self) -> tuple[Chart, ...]:
        """The charts of the comparison page, of all markets together."""
        if self._compared is None:
            stated = [estimate for found in self._stated.values() for estimate in found]
            derived = [value for found in self._derived.values() for value in found]
            self._compared = compared_charts(self._graph, stated, derived, self._remarks)
        return self._compared

    def __iter__(self) -> Iterator[str]:
        return iter(self._stated)

    def __len__(self) -> int:
        return len(self._stated)

    def _draw(self, market: str, own: Sequence[Estimate], derived: Sequence[Derived]) -> tuple[Chart, ...]:
        """All estimates of a market together, then, where there are several, each alone."""
        name, labels = self._graph.topics[market].name, self._labels
        together = forecast_chart(f"{market}-forecast", name, own, derived, labels)
        # A source keeps its colour and its sign in the chart of its own.
        numbers = {one.seed: one.shape for one in together.series} if together else {}
        alone = (
            forecast_chart(
                f"{market}-{one.seed}-forecast", f"{name}, {labels[one.seed]}", [one], derived, labels, numbers
            )
            for one in own
            if len(own) > 1 and one.seed in numbers
        )
        return tuple(remarked(chart, self._remarks) for chart in (together, *alone) if chart is not None)


class Sketches(Mapping[str, tuple[Sketch, ...]]):
    """The sketches of each market and of each page of evidence, drawn when they are first asked for."""

    def __init__(
        self, dossier: Dossier, evidence: Mapping[str, Evidence] = NO_EVIDENCE, remarks: Mapping[str, str] = NO_REMARKS
    ) -> None:
        self._dossier, self._evidence, self._remarks = dossier, evidence, remarks
        self._ground: Ground | None = None
        self._kinds = (*SKETCHES, *extensions(dossier.graph.corpus.site.extensions).sketches)
        self._markets = frozenset(one.market for one in dossier.estimates)
        self._known = dict.fromkeys((*(one.market for one in dossier.estimates), *evidence))
        self._drawn: dict[str, tuple[Sketch, ...]] = {}

    def __getitem__(self, topic: str) -> tuple[Sketch, ...]:
        if topic not in self._known:
            raise KeyError(topic)
        if topic not in self._drawn:
            _forget(self._drawn)
            self._drawn[topic] = tuple(annotated(sketch, self._remarks) for sketch in self._draw(topic))
        return self._drawn[topic]

    def _draw(self, topic: str) -> Iterator[Sketch]:
        if topic in self._markets:
            self._ground = self._ground or Ground.of(self._dossier)
            yield from (sketch for draw in self._kinds for sketch in draw(self._ground, topic))
        if topic in self._evidence:
            topics = self._dossier.graph.topics
            yield from evidence_sketches(self._evidence[topic], lambda one: topics[one].name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


def charts(
    graph: Graph, stated: Sequence[Estimate], derived: Sequence[Derived], remarks: Mapping[str, str] = NO_REMARKS
) -> Charts:
    """The charts of each topic's page, by topic; `remarks` are what findings say of facts."""
    return Charts(graph, stated, derived, remarks)


def compared_charts(
    graph: Graph, stated: Sequence[Estimate], derived: Sequence[Derived], remarks: Mapping[str, str] = NO_REMARKS
) -> tuple[Chart, ...]:
    """The charts of the comparison page."""
    labels = {seed.id: seed.record.label for seed in graph.seeds.values()}
    markets = {topic.id: topic.name for topic in graph.topics.values()}
    return tuple(remarked(chart, remarks) for chart in comparison_charts(stated, derived, labels, markets))
