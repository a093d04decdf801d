"""The forecast chart: sizes of one market by year, stated, forecast and derived, for one estimate or several.

Comes in: a market's name, estimates, derived values. Goes out: a `Chart`, or None where no estimate states a size.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any, Literal

from sitegen.charts.labels import untangled
from sitegen.charts.model import Cell, Chart, Drawing, Line, Point, Series, Tick
from sitegen.charts.modes import COLOURS, SYMBOLS, Numbered, axis_text, escape, mode_figures, unit_text, what_if
from sitegen.charts.scales import Scale, year_ticks
from sitegen.derive import Derived
from sitegen.estimates import Estimate, Size
from sitegen.formats import rounded
from sitegen.messages import joined, msg
from sitegen.values import valueclass

__all__ = ["forecast_chart"]

_UNITS = ((Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million"))


@valueclass(frozen=True, slots=True)
class _Box:
    """The room of a drawing; `edge` is how near to its sides a label leans inwards."""

    shape: Literal["wide", "narrow"]
    width: int
    height: int
    left: float
    right: float
    top: float
    bottom: float
    edge: float
    ticks: int


_WIDE = _Box("wide", 760, 400, 62.0, 735.0, 26.0, 360.0, 70.0, 9)
_NARROW = _Box("narrow", 400, 360, 46.0, 388.0, 26.0, 322.0, 90.0, 5)


@valueclass(frozen=True, slots=True)
class _Frame:
    """The scales that all series share."""

    x: Scale
    y: Scale
    unit: Decimal
    box: _Box


def forecast_chart(
    chart_id: str,
    market: str,
    own: Sequence[Estimate],
    derived: Sequence[Derived],
    labels: dict[str, str],
    numbers: Mapping[str, int] | None = None,
) -> Chart | None:
    """`labels` are the short names of the seeds, `numbers` their colours and signs where others are drawn elsewhere.

    Values in the drawing are in the unit that the axis names.
    """
    drawn = [estimate for estimate in own if estimate.start is not None and _amount(estimate.start) > 0]
    if not drawn:
        return None
    numbered = [(numbers[one.seed] if numbers else place, one) for place, one in enumerate(drawn, 1)]
    paths = {estimate.seed: _path(estimate, derived) for estimate in drawn}
    amounts = [_amount(size) for e in drawn for size in e.sizes] + [d.amount for path in paths.values() for d in path]
    years = [size.year for e in drawn for size in e.sizes] + [d.year for path in paths.values() for d in path]
    currency = next(
        (s.fact.quantity.unit for e in drawn for s in e.sizes if s.fact.quantity and s.fact.quantity.unit), ""
    )
    unit, unit_name = next(((unit, name) for unit, name in _UNITS if max(amounts) >= unit), (Decimal(1), ""))
    values = [float(amount / unit) for amount in amounts]
    frames = [_frame(box, values, years, unit) for box in (_WIDE, _NARROW)]
    drawings = tuple(_drawing(frame, numbered, labels, paths) for frame in frames)
    wide, title = drawings[0], unit_text(currency, unit_name)
    y_title = msg("{unit}, logarithmic scale", unit=title) if frames[0].y.log else title
    return Chart(
        id=chart_id, title=msg("{market}: size by year", market=market), subtitle=y_title, text=_text(drawn, paths, labels),
        width=wide.width, height=wide.height, left=wide.left, right=wide.right, top=wide.top, bottom=wide.bottom,
        x_ticks=wide.x_ticks, y_ticks=wide.y_ticks, y_title=y_title, series=wide.series,
        headers=_headers(drawn, labels), rows=_rows(drawn, paths),
        facts=tuple(fact for e in drawn for fact in _facts(e)),
        figure=_figure(wide.series, drawn, paths, frames[0], y_title), log=frames[0].y.log, drawings=drawings,
        modes=mode_figures(numbered, paths, labels, unit, title), what_if=what_if(numbered, labels, unit), unit=int(unit),
    )  # fmt: skip


def _frame(box: _Box, values: list[float], years: list[int], unit: Decimal) -> _Frame:
    first, last = min(years), max(*years, min(years) + 1)
    pad = 0.25 if last - first < 12 else 0.5
    ticks = tuple(float(year) for year in year_ticks(first, last, box.ticks))
    x = Scale(first - pad, last + pad, box.left, box.right, False, ticks)
    return _Frame(x, Scale.of_sizes(values, box.bottom, box.top), unit, box)


def _drawing(
    frame: _Frame, numbered: Sequence[Numbered], labels: Mapping[str, str], paths: Mapping[str, list[Derived]]
) -> Drawing:
    box = frame.box
    series = [_series(number, labels[one.seed], one, paths[one.seed], frame) for number, one in numbered]
    return Drawing(
        box.shape, box.width, box.height, box.left, box.right, box.top, box.bottom,
        x_ticks=tuple(Tick(frame.x.at(year), str(int(year))) for year in frame.x.ticks),
        y_ticks=tuple(Tick(frame.y.at(value), axis_text(value)) for value in frame.y.ticks),
        series=untangled(series, box.left - 6, box.width, box.bottom),
    )  # fmt: skip


def _amount(size: Size) -> Decimal:
    return size.fact.quantity.amount if size.fact.quantity is not None else Decimal(0)


def _facts(estimate: Estimate) -> list[str]:
    found = [size.fact.id for size in estimate.sizes]
    return [*found, estimate.growth.id] if estimate.growth is not None else found


def _path(estimate: Estimate, derived: Sequence[Derived]) -> list[Derived]:
    """The derived sizes of the estimate, in order of year."""
    mine = [d for d in derived if d.seed == estimate.seed and d.about == estimate.market and d.family == "path"]
    return sorted(mine, key=lambda value: value.year)


def _series(index: int, name: str, estimate: Estimate, path: list[Derived], frame: _Frame) -> Series:
    stated = {size.year for size in estimate.sizes}
    points = [_stated_point(size, estimate, frame) for size in estimate.sizes]
    shown = [value for value in path if value.year not in stated] if len(stated) == 1 else path[-1:]
    hollow = [_derived_point(value, value is path[-1] and len(stated) == 1, frame) for value in shown]
    # What is stated is drawn over what is derived where both stand in one place.
    points = [*hollow, *points] if len(stated) > 1 else [*points, *hollow]
    return Series(
        name, estimate.seed, (index - 1) % COLOURS + 1, index, tuple(_lines(estimate, path, frame)), tuple(points)
    )


def _stated_point(size: Size, estimate: Estimate, frame: _Frame) -> Point:
    x, y = frame.x.at(size.year), frame.y.at(float(_amount(size) / frame.unit))
    falling = size is estimate.sizes[-1] and len(estimate.sizes) > 1 and _amount(size) < _amount(estimate.sizes[-2])
    anchor = _anchor(x, frame.box)
    return Point(
        x,
        y,
        size.year,
        size.fact.value,
        "stated",
        size.forecast,
        size.fact.id,
        "",
        _label_y(y, frame.box, below=falling),
        anchor,
        True,
    )


def _derived_point(value: Derived, labelled: bool, frame: _Frame) -> Point:
    x, y = frame.x.at(value.year), frame.y.at(float(value.amount / frame.unit))
    return Point(
        x,
        y,
        value.year,
        value.text,
        "derived",
        True,
        "",
        value.formula,
        _label_y(y, frame.box, below=False),
        _anchor(x, frame.box),
        labelled,
    )


def _anchor(x: float, box: _Box) -> Any:
    return "start" if x < box.left + box.edge else "end" if x > box.right - box.edge else "middle"


def _label_y(y: float, box: _Box, *, below: bool) -> float:
    return round(y + 24, 1) if below and y + 30 < box.bottom else round(y - 12, 1)


def _lines(estimate: Estimate, path: list[Derived], frame: _Frame) -> list[Line]:
    def at(year: int, amount: Decimal) -> str:
        return f"{frame.x.at(year)},{frame.y.at(float(amount / frame.unit))}"

    found = []
    known = [(size.year, _amount(size), size.forecast) for size in estimate.sizes]
    for (year, amount, _), (next_year, next_amount, forecast) in pairwise(known):
        found.append(Line("forecast" if forecast else "solid", f"{at(year, amount)} {at(next_year, next_amount)}"))
    start = estimate.start
    if path and start is not None:
        points = " ".join([at(start.year, _amount(start)), *(at(value.year, value.amount) for value in path)])
        found.append(Line("ghost" if len(known) > 1 else "forecast", points))
    return found


def _headers(drawn: Sequence[Estimate], labels: dict[str, str]) -> tuple[str, ...]:
    return (
        msg("Year"),
        *(
            text
            for e in drawn
            for text in (
                msg("{source}: stated", source=labels[e.seed]),
                msg("{source}: at its stated rate", source=labels[e.seed]),
            )
        ),
    )


def _rows(drawn: Sequence[Estimate], paths: dict[str, list[Derived]]) -> tuple[tuple[Cell, ...], ...]:
    years = sorted({s.year for e in drawn for s in e.sizes} | {d.year for path in paths.values() for d in path})
    rows = []
    for year in years:
        cells = [Cell(str(year), plain="year")]
        for estimate in drawn:
            size = next((size for size in estimate.sizes if size.year == year), None)
            value = next((value for value in paths[estimate.seed] if value.year == year), None)
            cells.append(
                Cell(size.fact.value, fact=size.fact.id, amount=f"{_amount(size):f}")
                if size
                else Cell(msg("not stated"))
            )
            cells.append(
                Cell(value.text, formula=value.formula, amount=f"{rounded(value.amount, 2):f}") if value else Cell("–")
            )
        rows.append(tuple(cells))
    return tuple(rows)


def _text(drawn: Sequence[Estimate], paths: dict[str, list[Derived]], labels: dict[str, str]) -> str:
    """The chart as a sentence for each estimate."""
    said = []
    for estimate in drawn:
        parts = [
            msg("{size} in {year} (forecast)", size=size.fact.value, year=size.year)
            if size.forecast
            else msg("{size} in {year}", size=size.fact.value, year=size.year)
            for size in estimate.sizes
        ]
        path = paths[estimate.seed]
        if estimate.growth is not None:
            parts.append(msg("growing at {rate} a year", rate=estimate.growth.value))
        if path and len(estimate.sizes) == 1:
            parts.append(msg("which makes {size} in {year} (derived)", size=path[-1].text, year=path[-1].year))
        said.append(msg("{source}: {said}.", source=labels[estimate.seed], said=joined(", ", parts)))
    return joined(" ", said)


def _figure(
    series: Sequence[Series], drawn: Sequence[Estimate], paths: dict[str, list[Derived]], frame: _Frame, y_title: str
) -> dict[str, Any]:
    """The Plotly figure as plain data. Labels are escaped, because Plotly reads texts as markup."""
    traces = []
    for one, estimate in zip(series, drawn, strict=True):
        stated = [p for p in one.points if p.state == "stated"]
        traces.append(
            _trace(
                one,
                msg("{source}, stated", source=one.name),
                stated,
                [_value(_amount(s), frame) for s in estimate.sizes],
                "solid",
            )
        )
        path = paths[estimate.seed]
        if path and estimate.start is not None:
            # The path leaves from the stated size: the line begins there, its hollow marks after it.
            points = [_stated_point(estimate.start, estimate, frame), *(_derived_point(v, False, frame) for v in path)]
            values = [_value(_amount(estimate.start), frame), *(_value(v.amount, frame) for v in path)]
            traces.append(_trace(one, msg("{source}, at its stated rate", source=one.name), points, values, "derived"))
    ticks = {
        "tickmode": "array",
        "tickvals": [float(v) for v in frame.y.ticks],
        "ticktext": [axis_text(v) for v in frame.y.ticks],
    }
    y_range = [frame.y.low, frame.y.high]
    if frame.y.log:
        y_range = [round(math.log10(frame.y.low), 6), round(math.log10(frame.y.high), 6)]
    return {
        "data": traces,
        "layout": {
            "xaxis": {
                "tickmode": "array", "tickvals": [int(v) for v in frame.x.ticks], "ticktext": [str(int(v)) for v in frame.x.ticks],
                "range": [frame.x.low, frame.x.high], "fixedrange": True,
            },
            "yaxis": {**ticks, "type": "log" if frame.y.log else "linear", "range": y_range, "title": {"text": escape(y_title)}, "fixedrange": True},
            "margin": {"l": 70, "r": 20, "t": 20, "b": 40},
            "hovermode": "closest",
            "showlegend": False,
        },
    }  # fmt: skip


def _value(amount: Decimal, frame: _Frame) -> float:
    return round(float(amount / frame.unit), 6)


def _trace(one: Series, name: str, points: Sequence[Point], values: list[float], style: str) -> dict[str, Any]:
    derived = style == "derived"
    symbol = SYMBOLS[(one.shape - 1) % len(SYMBOLS)]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "cliponaxis": False,
        "name": escape(name),
        "x": [point.year for point in points],
        "y": values,
        "customdata": [
            [
                escape(point.text),
                str(point.year),
                escape(point.formula or (msg("stated, a forecast") if point.forecast else msg("stated"))),
                point.fact,
            ]
            for point in points
        ],
        "hovertemplate": "%{customdata[0]}<br>%{customdata[1]} · %{customdata[2]}<extra>"
        + escape(one.name)
        + "</extra>",
        "marker": {"symbol": symbol + ("-open" if derived else ""), "size": 8 if derived else 11},
        "line": {"dash": "dot" if derived else "dash", "width": 1.5 if derived else 2},
        "meta": {"colour": one.colour, "seed": one.seed, "path": "stated-rate" if derived else "stated"},
    }
