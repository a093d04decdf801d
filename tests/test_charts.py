"""A chart's four faces say the same, and Plotly accepts the figure."""

from __future__ import annotations

from pathlib import Path

import pytest
from plotly import graph_objects as go
from plotly.offline import get_plotlyjs_version

from sitegen.charts.model import Chart
from sitegen.charts.scales import Scale, year_ticks
from sitegen.charts.table import charts
from sitegen.derive import derive
from sitegen.estimates import estimates
from sitegen.loading import load


@pytest.fixture(scope="module")
def all_charts(root: Path) -> tuple[Chart, ...]:
    graph = load(root).graph
    assert graph is not None
    stated = estimates(graph)
    return tuple(chart for found in charts(graph, stated, derive(stated)).values() for chart in found)


def test_every_market_has_its_chart(all_charts: tuple[Chart, ...]) -> None:
    ids = [chart.id for chart in all_charts]
    assert len(ids) == len(set(ids))
    assert {
        "infantile-spasms-therapeutics-forecast",
        "intrathecal-therapy-forecast",
        "intrathecal-therapy-south-korea-forecast",
    } <= set(ids)


def test_plotly_accepts_every_figure(all_charts: tuple[Chart, ...]) -> None:
    for chart in all_charts:
        go.Figure(chart.figure)


def test_drawing_figure_and_table_hold_the_same_stated_values(all_charts: tuple[Chart, ...]) -> None:
    for chart in all_charts:
        drawn = sorted(point.fact for one in chart.series for point in one.points if point.state == "stated")
        tabled = sorted(cell.fact for row in chart.rows for cell in row if cell.fact)
        hovered = sorted(
            data[0]
            for trace in chart.figure["data"]
            if trace["name"].endswith(", stated")
            for data in trace["customdata"]
        )
        assert drawn == tabled
        assert hovered == sorted(point.text for one in chart.series for point in one.points if point.state == "stated")
        assert all(point.text in chart.text for one in chart.series for point in one.points if point.state == "stated")


def test_points_lie_within_the_box(all_charts: tuple[Chart, ...]) -> None:
    for chart in all_charts:
        for one in chart.series:
            for point in one.points:
                assert chart.left <= point.x <= chart.right
                assert chart.top <= point.y <= chart.bottom


def test_a_market_with_one_size_and_a_rate_gets_a_derived_path(all_charts: tuple[Chart, ...]) -> None:
    chart = next(
        chart for chart in all_charts if chart.id == "infantile-spasms-therapeutics-infantile-spasms-b-forecast"
    )
    (one,) = chart.series
    assert [point.state for point in one.points] == ["stated"] + ["derived"] * 6
    assert all(point.formula for point in one.points if point.state == "derived")


@pytest.mark.parametrize(("values", "log"), [([257.5, 381.2], False), ([0.2575, 3.2], True), ([1.0], False)])
def test_the_scale_is_logarithmic_where_sizes_differ_by_far(values: list[float], log: bool) -> None:
    scale = Scale.of_sizes(values, 100.0, 0.0)
    assert scale.log is log
    assert all(0 <= scale.at(value) <= 100 for value in (*values, *scale.ticks))


def test_years_on_the_axis_end_with_the_last() -> None:
    assert year_ticks(2022, 2030) == tuple(range(2022, 2031))
    assert year_ticks(1990, 2030)[-1] == 2030
    assert len(year_ticks(1990, 2030)) <= 9


def test_the_two_plotly_packages_are_of_one_major_version(root: Path) -> None:
    package = (root / "templates" / "package.json").read_text()
    assert f'"plotly.js-basic-dist-min": "{get_plotlyjs_version().split(".")[0]}.' in package
