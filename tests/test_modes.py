"""Every way to see a chart holds the same values, computed here, and Plotly accepts each."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import pytest
from plotly import graph_objects as go

from sitegen.charts.files import chart_files
from sitegen.charts.model import Chart
from sitegen.charts.scales import Scale
from sitegen.charts.table import charts, compared_charts
from sitegen.derive import derive
from sitegen.estimates import estimates
from sitegen.graph import Graph
from sitegen.loading import load


@pytest.fixture(scope="module")
def graph(root: Path) -> Graph:
    graph = load(root).graph
    assert graph is not None
    return graph


@pytest.fixture(scope="module")
def drawn(graph: Graph) -> dict[str, tuple[Chart, ...]]:
    stated = estimates(graph)
    return charts(graph, stated, derive(stated))


@pytest.fixture(scope="module")
def together(drawn: dict[str, tuple[Chart, ...]]) -> Chart:
    return drawn["infantile-spasms-therapeutics"][0]


def test_plotly_accepts_every_figure_of_every_chart(drawn: dict[str, tuple[Chart, ...]]) -> None:
    for found in drawn.values():
        for chart in found:
            assert set(chart.modes) == {
                "size-linear",
                "size-log",
                "index-linear",
                "index-log",
                "growth-linear",
                "rate-linear",
            }
            for figure in chart.modes.values():
                go.Figure(figure)
                json.dumps(figure, allow_nan=False)


def test_an_index_begins_at_a_hundred_and_growth_at_zero(together: Chart) -> None:
    for name, first in (("index-linear", 100), ("index-log", 100), ("growth-linear", 0)):
        assert {trace["y"][0] for trace in together.modes[name]["data"]} == {first}


def test_linear_and_logarithmic_figures_hold_the_same_values(together: Chart) -> None:
    for view in ("size", "index"):
        linear, log = together.modes[f"{view}-linear"], together.modes[f"{view}-log"]
        assert [trace["y"] for trace in linear["data"]] == [trace["y"] for trace in log["data"]]
        assert (linear["layout"]["yaxis"]["type"], log["layout"]["yaxis"]["type"]) == ("linear", "log")


def test_the_implied_rate_leads_to_the_stated_end_and_is_hidden_until_asked_for(together: Chart) -> None:
    traces = {(t["meta"]["seed"], t["meta"]["path"]): t for t in together.modes["size-linear"]["data"]}
    stated, implied = traces["infantile-spasms-a", "stated"], traces["infantile-spasms-a", "implied-rate"]
    assert implied["y"][-1] == pytest.approx(stated["y"][-1])
    assert implied["visible"] is False
    assert ("infantile-spasms-b", "implied-rate") not in traces


def test_growth_a_year_at_the_stated_rate_is_the_stated_rate(together: Chart) -> None:
    traces = {(t["meta"]["seed"], t["meta"]["path"]): t for t in together.modes["rate-linear"]["data"]}
    assert set(traces["infantile-spasms-a", "stated-rate"]["y"]) == {6.7}
    assert traces["infantile-spasms-a", "stated"]["y"] == pytest.approx([6.758], abs=0.01)


def test_the_comparison_holds_every_estimate_once_a_currency(graph: Graph) -> None:
    stated = estimates(graph)
    charts = compared_charts(graph, stated, derive(stated))
    assert [chart.id for chart in charts] == ["comparison-usd"]
    assert len(charts[0].series) == len([one for one in stated if one.start is not None])
    looks = [(one.colour, one.shape % 3) for one in charts[0].series]
    assert len(set(looks)) == len(looks)
    for figure in charts[0].modes.values():
        go.Figure(figure)


def test_a_source_keeps_its_colour_in_the_chart_of_its_own(drawn: dict[str, tuple[Chart, ...]]) -> None:
    first, *alone = drawn["infantile-spasms-therapeutics"]
    numbers = {one.seed: one.colour for one in first.series}
    assert {one.seed: one.colour for chart in alone for one in chart.series} == numbers


def test_both_drawings_show_the_same_points_within_their_box(drawn: dict[str, tuple[Chart, ...]]) -> None:
    for found in drawn.values():
        for chart in found:
            wide, narrow = chart.drawings
            assert [[p.text for p in s.points] for s in wide.series] == [
                [p.text for p in s.points] for s in narrow.series
            ]
            for drawing in chart.drawings:
                for point in (point for one in drawing.series for point in one.points):
                    assert drawing.left <= point.x <= drawing.right
                    assert drawing.top <= point.y <= drawing.bottom


def test_the_table_of_a_chart_agrees_with_the_facts(graph: Graph, drawn: dict[str, tuple[Chart, ...]]) -> None:
    files = {
        output.path: output.data.decode()
        for output in chart_files((chart for found in drawn.values() for chart in found), graph)
    }
    rows = list(csv.DictReader(io.StringIO(files["data/charts/infantile-spasms-therapeutics-forecast.csv"])))
    stated = [row for row in rows if row["fact"]]
    assert {row["fact"] for row in stated} == {
        "infantile-spasms-a/size-2024",
        "infantile-spasms-a/size-2030",
        "infantile-spasms-b/size-2022",
    }
    for row in stated:
        fact = graph.facts[row["fact"]]
        assert fact.quantity is not None
        assert (row["value"], Decimal(row["amount"])) == (fact.value, fact.quantity.amount)
    assert all(row["formula"] for row in rows if not row["fact"])


@pytest.mark.parametrize("values", [[-3.0, 5.0], [0.0], [-7.0], [0.0, 12.0]])
def test_a_linear_scale_takes_zero_and_less(values: list[float]) -> None:
    scale = Scale.linear(values, 100.0, 0.0)
    assert all(0 <= scale.at(value) <= 100 for value in (*values, *scale.ticks))


def test_a_comparison_of_too_many_begins_with_some_and_knows_the_others(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sitegen.charts.comparison.FIRST", 2)
    stated = estimates(graph)
    sized = {(one.seed, one.market) for one in stated if one.start is not None}
    (chart,) = compared_charts(graph, stated, derive(stated))
    shown = {tuple(one.seed.split("@")) for one in chart.series}
    assert len({market for _, market in shown}) == 1  # the market of most documents, however little room there is
    assert shown | {(seed, one.market) for one in chart.others for seed in one.seeds} == sized
    assert not shown & {(seed, one.market) for one in chart.others for seed in one.seeds}
    assert {trace["meta"]["seed"] for trace in chart.modes["size-linear"]["data"]} == {one.seed for one in chart.series}
