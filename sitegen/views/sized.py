"""An estimate and a chart as pages tell them: each value with its proof, its marks and where it came from.

Comes in: estimates, derived values, charts. Goes out: frozen parts. Apart from `parts`, which tell facts one by one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sitegen.charts.comparison import seed_of
from sitegen.charts.model import Chart
from sitegen.derive import Derived
from sitegen.estimates import Estimate, Size
from sitegen.facts import Fact
from sitegen.values import valueclass
from sitegen.views.frame import Here, Link
from sitegen.views.parts import MarkView, finding_marks

__all__ = ["ChartView", "DerivedView", "EstimateView", "ValueView", "chart_view", "estimate_view", "value_view"]


@valueclass(frozen=True, slots=True)
class ValueView:
    """A stated value that links to its proof. `amount` is what tables sort by."""

    text: str
    fact: str
    href: str
    year: str
    amount: str
    marks: tuple[MarkView, ...]


@valueclass(frozen=True, slots=True)
class DerivedView:
    text: str
    measure: str
    when: str
    formula: str
    method: str


@valueclass(frozen=True, slots=True)
class EstimateView:
    """One row of a market's headline: what a source states, and what follows from it."""

    source: Link
    superseded: bool
    sizes: tuple[ValueView, ...]
    forecasts: tuple[ValueView, ...]
    growth: ValueView | None
    derived: tuple[DerivedView, ...]


@valueclass(frozen=True, slots=True)
class ChartView:
    """A chart with where its estimates came from, and the addresses of its further ways, its table and its own page; `others` are the markets
    that a reader may add, where there are some."""

    chart: Chart
    sources: tuple[Link, ...]
    modes: str
    table: str
    embed: str
    marks: Mapping[str, tuple[MarkView, ...]]
    others: str


def estimate_view(estimate: Estimate, derived: Sequence[Derived], here: Here) -> EstimateView:
    own = [value for value in derived if value.seed == estimate.seed and value.about == estimate.market]
    shown = [value for value in own if value.family == "estimate"]
    path = [value for value in own if value.family == "path"]
    if path and estimate.end is None:
        shown.append(path[-1])
    return EstimateView(
        source=here.source(estimate.seed),
        superseded=estimate.superseded,
        sizes=tuple(_value(size, here) for size in estimate.sizes if not size.forecast),
        forecasts=tuple(_value(size, here) for size in estimate.sizes if size.forecast),
        growth=_growth(estimate, here),
        derived=tuple(DerivedView(v.text, v.measure, v.when, v.formula, v.method) for v in shown),
    )


def value_view(fact: Fact, year: str, here: Here) -> ValueView:
    amount = str(fact.quantity.amount) if fact.quantity is not None else ""
    return ValueView(fact.value, fact.id, here.fact(fact), year, amount, finding_marks(fact.id, here))


def _value(size: Size, here: Here) -> ValueView:
    return value_view(size.fact, str(size.year), here)


def _growth(estimate: Estimate, here: Here) -> ValueView | None:
    fact = estimate.growth
    if fact is None:
        return None
    return value_view(fact, fact.when.printed if fact.when else "", here)


def chart_view(chart: Chart, here: Here) -> ChartView:
    return ChartView(
        chart, chart_sources(chart, here), here.to(f"data/charts/{chart.id}.json"),
        here.to(f"data/charts/{chart.id}.csv"), here.to(f"embed/{chart.id}/"),
        {fact: finding_marks(fact, here) for fact in chart.facts},
        here.to(f"data/charts/{chart.id}-others.json") if chart.others else "",
    )  # fmt: skip


def chart_sources(chart: Chart, here: Here) -> tuple[Link, ...]:
    return tuple(here.source(seed) for seed in dict.fromkeys(seed_of(one.seed) for one in chart.series))
