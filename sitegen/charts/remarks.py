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
from sitegen.charts.sketch import Mark, Sketch
from sitegen.messages import joined, parts_of

__all__ = ["annotated", "remarked"]

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


def annotated(sketch: Sketch, remarks: Mapping[str, str]) -> Sketch:
    """A sketch with what findings say of its facts: a ring around a sign, the finding's own sign behind a value."""
    own = {fact: remarks[fact] for fact in sketch.facts if fact in remarks}
    if not own:
        return sketch
    return replace(
        sketch,
        marks=_annotated_marks(sketch.marks, own),
        rows=tuple(tuple(replace(cell, remark=_remark(cell.fact, own)) for cell in row) for row in sketch.rows),
        figure=_annotated_figure(sketch.figure, own) if sketch.figure is not None else None,
        remarks=tuple(dict.fromkeys(one for said in own.values() for one in parts_of(said))),
    )


def _remark(facts: str, remarks: Mapping[str, str]) -> str:
    """What is said of several facts, each thing once."""
    said = (one for fact in facts.split() if fact in remarks for one in parts_of(remarks[fact]))
    return joined("; ", dict.fromkeys(said))


def _annotated_marks(marks: Sequence[Mark], remarks: Mapping[str, str]) -> tuple[Mark, ...]:
    """Of the lines of text that say one value the last carries the sign."""
    last = {mark.fact: place for place, mark in enumerate(marks) if mark.shape == "text" and mark.style != "sign"}

    def signed(place: int, mark: Mark) -> Mark:
        pointed = mark.shape in {"dot", "square", "diamond"}
        if not mark.fact or not (pointed or last.get(mark.fact) == place):
            return mark
        return replace(mark, remark=_remark(mark.fact, remarks))

    return tuple(signed(place, mark) for place, mark in enumerate(marks))


def _annotated_figure(figure: Figure, remarks: Mapping[str, str]) -> Figure:
    return {**figure, "data": [_annotated_trace(trace, remarks) for trace in figure["data"]]}


def _annotated_trace(trace: dict[str, Any], remarks: Mapping[str, str]) -> dict[str, Any]:
    """`meta.facts` names what states each point; what is said of it is the last line that the point shows."""
    said = [_remark(facts, remarks) for facts in trace["meta"].get("facts", ())]
    if not any(said):
        return trace
    bars = trace["type"] == "bar"
    shown = {"textposition": "outside"} if bars else {"textposition": "top right", "mode": f"{trace['mode']}+text"}
    lines = [
        [*data[:-1], joined("<br>", [data[-1], escape(one)]) if one else data[-1]]
        for data, one in zip(trace["customdata"], said, strict=True)
    ]
    ring = {"line": {"width": [3 if one else 0 for one in said]}}
    return {
        **trace,
        **shown,
        "text": [one[:1] for one in said],
        "customdata": lines,
        "marker": {**trace["marker"], **ring},
    }
