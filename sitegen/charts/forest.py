"""A forest plot: for each outcome and study the difference, or the ratio, of two arms with its interval.

Comes in: outcomes, the lights of each study, the names of topics. Goes out: a `Sketch`, or None where no study has it.
Nothing is pooled; a diamond is drawn only where a fact states a pooled ratio.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

from sitegen import formats
from sitegen.charts.model import Cell
from sitegen.charts.scales import Scale
from sitegen.charts.sketch import Mark, Sketch, dot, escaped, line, rect, shortened, text
from sitegen.evidence.model import Outcome, Pooled
from sitegen.instruments import Judgement
from sitegen.messages import joined, msg
from sitegen.statistics import Interval
from sitegen.values import valueclass

__all__ = ["Light", "forest_sketch"]

WIDTH, LEFT, RIGHT = 400.0, 12.0, 388.0
ROW, HEAD, TOP = 74.0, 34.0, 6.0

Name = Callable[[str], str]
Kind = Literal["difference", "ratio"]
_TITLES = {
    "difference": msg("Difference between arms, per 100 people"),
    "ratio": msg("Risk ratio between arms, logarithmic scale"),
}
_METHODS = {"difference": msg("Newcombe’s interval"), "ratio": msg("Katz’s interval of the logarithm")}


@valueclass(frozen=True, slots=True)
class Light:
    """One judgement of a study's bias, for the tiles beside its row."""

    judgement: Judgement
    fact: str


@valueclass(frozen=True, slots=True)
class _Row:
    outcome: str
    study: str
    arms: str
    counts: str
    interval: Interval
    facts: tuple[str, ...]
    formula: str


def forest_sketch(
    sketch_id: str,
    title: str,
    kind: Kind,
    outcomes: Sequence[Outcome],
    lights: Mapping[str, Sequence[Light]],
    name: Name,
) -> Sketch | None:
    groups = [(outcome, rows) for outcome in outcomes if (rows := _rows(outcome, kind, name))]
    if not groups:
        return None
    pooled = [(o.label, o.pooled) for o, _ in groups if o.pooled is not None and kind == "ratio"]
    scale = _scale(
        [r.interval for _, rows in groups for r in rows] + [Interval(p.estimate, p.low, p.high) for _, p in pooled],
        kind,
    )
    marks, y = _drawn(groups, kind, scale, lights, name)
    axis = [
        text(scale.at(tick), y + 16, _tick(tick, kind), "tick", anchor=_anchor(tick, scale), plain="axis")
        for tick in scale.ticks
    ]
    rows = [row for _, own in groups for row in own]
    return Sketch(
        sketch_id, title, msg("{title}; right of the line is more in the arm named first. {method}, 95%", title=_TITLES[kind], method=_METHODS[kind]),
        _sentence(groups, kind, name), WIDTH, y + 24, (*axis, *marks),
        (msg("Outcome"), msg("Study"), msg("Arms"), msg("Counts"), _TITLES[kind]), (*(_cells(o, r, kind, name) for o, own in groups for r in own), *(_pooled_cells(label, one) for label, one in pooled)),
        tuple(dict.fromkeys([*(fact for row in rows for fact in row.facts), *(one.fact.id for _, one in pooled)])),
        _figure(rows, pooled, kind, scale, name),
        msg("Squares and bars are derived by us from the stated counts; nothing is pooled by us. Tiles are the stated judgements of bias."),
    )  # fmt: skip


def _rows(outcome: Outcome, kind: Kind, name: Name) -> list[_Row]:
    found = []
    for result in outcome.results:
        for arm, comparison in zip(result.arms, result.comparisons, strict=False):
            interval = getattr(comparison, kind) if comparison is not None else None
            if interval is None or comparison is None:
                continue
            last = result.arms[-1]
            counts = f"{comparison.first.events}/{comparison.first.total} v {comparison.second.events}/{comparison.second.total}"
            sign = "÷" if kind == "ratio" else "−"
            found.append(
                _Row(
                    outcome.label,
                    result.study, msg("{first} v {second}", first=name(arm.topic), second=name(last.topic)), counts, interval,
                    tuple(fact.id for fact in (arm.fact, last.fact) if fact is not None),
                    joined(", ", [counts.replace(" v ", f" {sign} "), _METHODS[kind]]),
                )
            )  # fmt: skip
    return found


def _scale(intervals: Sequence[Interval], kind: Kind) -> Scale:
    low, high = min(one.low for one in intervals), max(one.high for one in intervals)
    if kind == "ratio":
        marks = [m * 10.0**p for p in range(-4, 5) for m in (1, 2, 5)]
        first, last = max(m for m in marks if m <= min(low, 0.9)), min(m for m in marks if m >= max(high, 1.1))
        ticks = tuple(m for m in marks if first <= m <= last)
        return Scale(
            first, last, LEFT, RIGHT, True, ticks if len(ticks) <= 7 else tuple(t for t in ticks if f"{t:e}"[0] == "1")
        )
    step = 0.1 if max(high, 0) - min(low, 0) <= 0.6 else 0.25
    first, last = math.floor(min(low, 0) / step), math.ceil(max(high, 0) / step)
    return Scale(
        first * step, last * step, LEFT, RIGHT, False, tuple(round(i * step, 4) for i in range(first, last + 1))
    )


def _anchor(tick: float, scale: Scale) -> Any:
    return "start" if tick == scale.ticks[0] else "end" if tick == scale.ticks[-1] else "middle"


def _tick(value: float, kind: Kind) -> str:
    return (
        formats.printed(f"{value:g}") if kind == "ratio" else f"{100 * value:+.0f}".replace("-", "−").replace("+0", "0")
    )


def _drawn(
    groups: Sequence[tuple[Outcome, Sequence[_Row]]],
    kind: Kind,
    scale: Scale,
    lights: Mapping[str, Sequence[Light]],
    name: Name,
) -> tuple[list[Mark], float]:
    marks: list[Mark] = []
    y = TOP
    for outcome, rows in groups:
        facts = " ".join(dict.fromkeys(fact for row in rows for fact in row.facts))
        marks.append(text(0, y + 20, outcome.label, "group", fact=facts))
        y += HEAD
        for row in rows:
            marks += _row(row, y, kind, scale, lights.get(row.study, ()), name)
            y += ROW
        if outcome.pooled is not None and kind == "ratio":
            marks += _diamond(outcome.pooled, y, scale)
            y += ROW
    return marks, y


def _row(row: _Row, y: float, kind: Kind, scale: Scale, lights: Sequence[Light], name: Name) -> list[Mark]:
    track, facts, nought = y + 58, " ".join(row.facts), scale.at(1.0 if kind == "ratio" else 0.0)
    marks = [
        text(0, y + 12, name(row.study), "label", plain="name"),
        text(WIDTH, y + 12, _shown(row.interval, kind), "computed", anchor="end", formula=row.formula),
        text(0, y + 27, row.arms, "muted", plain="name"),
        text(0, y + 42, row.counts, "muted", fact=facts),
        line(nought, track - 9, nought, track + 9, "nought"),
        line(scale.at(row.interval.low), track, scale.at(row.interval.high), track, "interval", formula=row.formula),
        dot(scale.at(row.interval.estimate), track, "hollow", "square", formula=row.formula),
    ]
    for index, light in enumerate(lights):
        x = WIDTH - 15 * (len(lights) - index) + 2
        marks.append(rect(x, y + 32, x + 13, y + 45, f"tile {light.judgement.tone}", fact=light.fact, href=light.fact))
        marks.append(text(x + 6.5, y + 42.5, light.judgement.sign, "sign", anchor="middle", fact=light.fact))
    return marks


def _diamond(pooled: Pooled, y: float, scale: Scale) -> list[Mark]:
    said = {"fact": pooled.fact.id, "href": pooled.fact.id}
    track = y + 40
    return [
        text(0, y + 12, msg("Pooled, as stated"), "label"),
        text(WIDTH, y + 12, pooled.fact.value, "number", anchor="end", **said),
        line(scale.at(pooled.low), track, scale.at(pooled.high), track, "pooled", **said),
        dot(scale.at(pooled.estimate), track, "solid", "diamond", **said),
    ]


def _shown(interval: Interval, kind: Kind) -> str:
    factor, places = (1, 2) if kind == "ratio" else (100, 1)
    shown = [
        f"{factor * value:.{places}f}".replace("-", "−") for value in (interval.estimate, interval.low, interval.high)
    ]
    estimate, low, high = map(formats.printed, shown)
    return msg("{estimate} ({low} to {high})", estimate=estimate, low=low, high=high)


def _cells(outcome: Outcome, row: _Row, kind: Kind, name: Name) -> tuple[Cell, ...]:
    facts = " ".join(row.facts)
    return (
        Cell(outcome.label, fact=facts), Cell(name(row.study), plain="name"), Cell(row.arms, plain="name"), Cell(row.counts, fact=facts),
        Cell(_shown(row.interval, kind), formula=row.formula),
    )  # fmt: skip


def _sentence(groups: Sequence[tuple[Outcome, Sequence[_Row]]], kind: Kind, name: Name) -> str:
    unit = msg("ratio") if kind == "ratio" else msg("per 100")
    return joined(
        " ",
        tuple(
            msg(
                "{outcome}, {study}: {counts}, {unit} {interval}.",
                outcome=outcome.label,
                study=name(row.study),
                counts=row.counts,
                unit=unit,
                interval=_shown(row.interval, kind),
            )
            for outcome, rows in groups
            for row in rows
        ),
    )


def _pooled_cells(label: str, pooled: Pooled) -> tuple[Cell, ...]:
    fact = pooled.fact.id
    return (
        Cell(label, fact=fact),
        Cell(msg("Pooled, as stated")),
        Cell("–"),
        Cell("–"),
        Cell(pooled.fact.value, fact=fact),
    )


def _figure(
    rows: Sequence[_Row], pooled: Sequence[tuple[str, Pooled]], kind: Kind, scale: Scale, name: Name
) -> dict[str, Any]:
    """Studies from the top down, below them what is stated as pooled; the estimates are the last trace."""
    factor = 1 if kind == "ratio" else 100
    places = list(range(len(rows), 0, -1))
    under = list(range(0, -len(pooled), -1))
    top, bottom = len(rows) + 0.6, 0.4 - len(pooled)
    bounds = [math.log10(scale.low), math.log10(scale.high)] if kind == "ratio" else [100 * scale.low, 100 * scale.high]
    room = 0.03 * (bounds[1] - bounds[0])
    nought = 1 if kind == "ratio" else 0
    stated = [
        _lines("pooled", [(one.low, one.high) for _, one in pooled], under, 3.0, 2),
        {
            "type": "scatter", "mode": "markers", "name": msg("pooled, as stated"), "x": [one.estimate for _, one in pooled], "y": under,
            "customdata": [[escaped(label), escaped(one.fact.value)] for label, one in pooled],
            "hovertemplate": joined("", ["%{customdata[0]}<br>%{customdata[1]} (", msg("pooled, as stated"), ")<extra></extra>"]),
            "marker": {"symbol": "diamond", "size": 12}, "line": {},
            "meta": {"colour": 2, "facts": [one.fact.id for _, one in pooled]},
        },
    ]  # fmt: skip
    return {
        "data": [
            {
                "type": "scatter", "mode": "lines", "name": msg("no difference"), "x": [nought, nought], "y": [bottom, top],
                "hoverinfo": "skip", "line": {"width": 1, "dash": "dot"}, "marker": {}, "meta": {"colour": 4},
            },
            _lines("interval", [(factor * r.interval.low, factor * r.interval.high) for r in rows], places, 1.5, 1),
            *(stated if pooled else ()),
            {
                "type": "scatter", "mode": "markers", "name": "estimate", "x": [round(factor * row.interval.estimate, 6) for row in rows],
                "y": places, "customdata": [[escaped(name(r.study)), escaped(r.arms), r.counts, _shown(r.interval, kind)] for r in rows],
                "hovertemplate": joined(
                    "", ["%{customdata[0]}<br>%{customdata[1]}<br>%{customdata[2]}<br>%{customdata[3]} (", msg("derived"), ")<extra></extra>"]
                ),
                "marker": {"symbol": "square-open", "size": 11}, "line": {},
                "meta": {"colour": 1, "facts": [" ".join(row.facts) for row in rows]},
            },
        ],
        "layout": {
            "xaxis": {
                "type": "log" if kind == "ratio" else "linear", "range": [round(bounds[0] - room, 6), round(bounds[1] + room, 6)],
                "fixedrange": True, "tickmode": "array", "tickvals": [round(factor * tick, 6) for tick in scale.ticks],
                "ticktext": [_tick(tick, kind) for tick in scale.ticks],
            },
            "yaxis": {
                "tickmode": "array", "tickvals": [*places, *under], "fixedrange": True, "range": [bottom, top], "title": {"text": ""},
                "ticktext": [
                    *(_two_lines(name(row.study), row.outcome) for row in rows),
                    *(_two_lines(msg("Pooled, as stated"), label) for label, _ in pooled),
                ],
            },
            "margin": {"l": 150, "r": 12, "t": 8, "b": 30}, "hovermode": "closest", "showlegend": False,
        },
    }  # fmt: skip


def _two_lines(first: str, second: str) -> str:
    return joined("<br>", [escaped(shortened(first, 20)), escaped(shortened(second, 20))])


def _lines(
    name: str, spans: Sequence[tuple[float, float]], places: Sequence[int], width: float, colour: int
) -> dict[str, Any]:
    xs: list[float | None] = []
    ys: list[int | None] = []
    for (low, high), at in zip(spans, places, strict=True):
        xs += [round(low, 6), round(high, 6), None]
        ys += [at, at, None]
    return {
        "type": "scatter", "mode": "lines", "name": name, "x": xs, "y": ys, "hoverinfo": "skip", "line": {"width": width}, "marker": {},
        "meta": {"colour": colour},
    }  # fmt: skip
