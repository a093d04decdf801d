"""What findings say of the points of a chart: a ring and a sign in the drawing, words in the hover text and the table.

Comes in: a chart and the remarks of facts. Goes out: the chart with them on its four faces. Apart from the charts, so
that none of them needs to know what a finding is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sitegen.charts.model import Cell, Chart, Drawing, Series
from sitegen.charts.modes import Figure, escape
from sitegen.messages import joined, parts_of

__all__ = ["remarked"]

FACT = 3
"""Where a trace's customdata names the fact of a point."""


def remarked(chart: Chart, remarks: Mapping[str, str]) -> Chart:
    """`remarks` say of a fact what findings say of it, beginning with their sign; see `audit.model.remarks`."""
    own = {fact: remarks[fact] for fact in chart.facts if fact in remarks}
    if not own:
        return chart
    drawings = tuple(_drawing(one, own) for one in chart.drawings)
    return replace(
        chart,
        series=drawings[0].series,
        drawings=drawings,
        rows=tuple(tuple(_cell(cell, own) for cell in row) for row in chart.rows),
        figure=_figure(chart.figure, own),
        modes={name: _figure(figure, own) for name, figure in chart.modes.items()},
        remarks=tuple(dict.fromkeys(one for said in own.values() for one in parts_of(said))),
    )


def _drawing(drawing: Drawing, remarks: Mapping[str, str]) -> Drawing:
    return replace(drawing, series=tuple(_series(one, remarks) for one in drawing.series))


def _series(series: Series, remarks: Mapping[str, str]) -> Series:
    return replace(series, points=tuple(replace(p, remark=remarks.get(p.fact, "")) for p in series.points))


def _cell(cell: Cell, remarks: Mapping[str, str]) -> Cell:
    return replace(cell, remark=remarks.get(cell.fact, ""))


def _figure(figure: Figure, remarks: Mapping[str, str]) -> Figure:
    return {**figure, "data": [_trace(trace, remarks) for trace in figure["data"]]}


def _trace(trace: dict[str, Any], remarks: Mapping[str, str]) -> dict[str, Any]:
    said = [remarks.get(data[FACT], "") for data in trace["customdata"]]
    if not any(said):
        return trace
    return {
        **trace,
        "mode": f"{trace['mode']}+text",
        "text": [one[:1] for one in said],
        "textposition": "bottom right",
        "customdata": [_data(data, one) for data, one in zip(trace["customdata"], said, strict=True)],
        "marker": {**trace["marker"], "line": {"width": [3 if one else 0 for one in said]}},
    }


def _data(data: Sequence[str], remark: str) -> list[str]:
    text, year, note, fact = data
    return [text, year, joined("; ", [note, escape(remark)]) if remark else note, fact]
