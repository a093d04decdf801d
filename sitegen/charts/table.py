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
from sitegen.languages import ENGLISH, Language

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
        self,
        graph: Graph,
        stated: Mapping[str, tuple[Estimate, ...]],
        derived: Mapping[str, tuple[Derived, ...]],
        remarks: Mapping[str, str],
    ) -> None:
        """`stated` and `derived` by topic."""
        self._graph, self._remarks, self._stated, self._derived = graph, remarks, stated, derived
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
        name, seeds = self._graph.topics[market].name, self._graph.seeds
        labels = {one.seed: seeds[one.seed].record.label for one in own}
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
        self,
        dossier: Dossier,
        evidence: Mapping[str, Evidence] = NO_EVIDENCE,
        remarks: Mapping[str, str] = NO_REMARKS,
        language: Language = ENGLISH,
    ) -> None:
        self._dossier, self._evidence, self._remarks, self._language = dossier, evidence, remarks, language
        self._kinds = (*SKETCHES, *extensions(dossier.graph.corpus.site.extensions).sketches)
        self._drawn: dict[str, tuple[Sketch, ...]] = {}

    def __getitem__(self, topic: str) -> tuple[Sketch, ...]:
        if topic not in self._dossier.estimates_about and topic not in self._evidence:
            raise KeyError(topic)
        if topic not in self._drawn:
            _forget(self._drawn)
            self._drawn[topic] = tuple(annotated(sketch, self._remarks) for sketch in self._draw(topic))
        return self._drawn[topic]

    def _draw(self, topic: str) -> Iterator[Sketch]:
        if topic in self._dossier.estimates_about:
            yield from (sketch for draw in self._kinds for sketch in draw(Ground(self._dossier), topic))
        if topic in self._evidence:
            topics = self._dossier.graph.topics
            yield from evidence_sketches(self._evidence[topic], lambda one: topics[one].name, self._language)

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys((*self._dossier.estimates_about, *self._evidence)))

    def __len__(self) -> int:
        return len(list(iter(self)))


def charts(
    graph: Graph, stated: Sequence[Estimate], derived: Sequence[Derived], remarks: Mapping[str, str] = NO_REMARKS
) -> Charts:
    """The charts of each topic's page, by topic; `remarks` are what findings say of facts."""
    by_market = grouped((one.market, one) for one in stated), grouped((one.about, one) for one in derived)
    return Charts(graph, *by_market, remarks)


def compared_charts(
    graph: Graph, stated: Sequence[Estimate], derived: Sequence[Derived], remarks: Mapping[str, str] = NO_REMARKS
) -> tuple[Chart, ...]:
    """The charts of the comparison page."""
    labels = {seed.id: seed.record.label for seed in graph.seeds.values()}
    markets = {topic.id: topic.name for topic in graph.topics.values()}
    return tuple(remarked(chart, remarks) for chart in comparison_charts(stated, derived, labels, markets))
