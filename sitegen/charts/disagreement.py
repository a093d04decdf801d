"""Where sources disagree: sizes in one common year, and rates of growth, one row a source.

Comes in: the ground and a market. Goes out: `Sketch` values, with what rounding leaves of each size, and hollow marks for
what is derived. Nothing is averaged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from math import log10
from typing import Any

from sitegen.align import Aligned, align
from sitegen.charts.ground import Ground
from sitegen.charts.model import Cell
from sitegen.charts.modes import axis_text, unit_text
from sitegen.charts.scales import Scale
from sitegen.charts.sketch import Mark, Sketch, dot, line, points, rect, rows_figure, spans, text
from sitegen.estimates import Estimate
from sitegen.messages import joined, msg
from sitegen.values import valueclass

__all__ = ["disagreement_sketches"]

WIDTH, LEFT, RIGHT, ROW = 400.0, 14.0, 386.0, 48.0
_UNITS = ((10**9, "billion"), (10**6, "million"), (1, ""))


@valueclass(frozen=True, slots=True)
class _Value:
    """A number of one source: stated by `fact`, or computed by `formula`. `low` to `high` is what rounding leaves."""

    amount: float
    low: float
    high: float
    text: str
    fact: str
    formula: str
    inputs: tuple[str, ...]

    @property
    def how(self) -> str:
        return msg("derived: {formula}", formula=self.formula) if self.formula else msg("stated")

    @property
    def said(self) -> str:
        return msg("{text} (derived)", text=self.text) if self.formula else self.text


Rows = Sequence[tuple[str, Sequence[_Value]]]


def disagreement_sketches(ground: Ground, market: str) -> Iterator[Sketch]:
    graph = ground.dossier.graph
    own = [one for one in ground.dossier.estimates_about.get(market, ()) if not one.superseded]
    labels = {one.seed: graph.seeds[one.seed].record.label for one in own}
    name = graph.topics[market].name
    aligned = align(own)
    if len(aligned) > 1 and len({one.unit for one in aligned}) == 1 and min(one.low for one in aligned) > 0:
        yield _sizes(market, name, aligned, labels)
    rates = [(labels[one.seed], found) for one in own if (found := _rates(ground, one))]
    if sum(len(found) for _, found in rates) > 1:
        values = [value for _, found in rates for value in found]
        scale = Scale.linear([bound for value in values for bound in (value.low, value.high)], LEFT, RIGHT)
        yield _sketch(
            f"{market}-rates", msg("{name}: growth a year", name=name), msg("Per cent; stated, and implied by the sizes that are stated"), rates, scale, "%"
        )  # fmt: skip


def _sizes(market: str, name: str, aligned: Sequence[Aligned], labels: Mapping[str, str]) -> Sketch:
    unit, word = next((unit, name) for unit, name in _UNITS if min(one.amount for one in aligned) >= unit)
    rows = [
        (msg("{source}, {year}", source=labels[one.seed], year=one.year), [_size(one, Decimal(unit))])
        for one in aligned
    ]
    scale = Scale.logarithmic([bound for _, (v,) in rows for bound in (v.low, v.high)], LEFT, RIGHT)
    title, below = (
        msg("{name}: sizes in {year}", name=name, year=aligned[0].year),
        msg("{unit}, logarithmic scale", unit=unit_text(aligned[0].unit, word)),
    )
    return _sketch(f"{market}-alignment", title, below, rows, scale, "")


def _size(one: Aligned, unit: Decimal) -> _Value:
    fact = "" if one.formula else one.facts[0].id
    return _value(one.amount / unit, one.low / unit, one.high / unit, one.text, fact, one.formula, one.inputs)


def _rates(ground: Ground, one: Estimate) -> list[_Value]:
    """The rate that a source states, and the one that its sizes imply."""
    found, growth = [], one.growth
    if growth is not None and growth.quantity is not None:
        low, high = growth.quantity.interval
        found.append(_value(growth.quantity.amount, low, high, growth.value, growth.id, "", (growth.id,)))
    for value in ground.values.get(one.market, ()):
        if value.seed == one.seed and value.id.endswith("/implied-cagr"):
            found.append(_value(value.amount, value.amount, value.amount, value.text, "", value.formula, value.inputs))
    return found


def _value(
    amount: Decimal, low: Decimal, high: Decimal, said: str, fact: str, formula: str, inputs: tuple[str, ...]
) -> _Value:
    return _Value(float(amount), float(low), float(high), said, fact, formula, inputs)


def _sketch(sketch_id: str, title: str, unit: str, rows: Rows, scale: Scale, sign: str) -> Sketch:
    marks = [mark for place, (name, values) in enumerate(rows) for mark in _row(name, values, ROW * place, scale)]
    foot = ROW * len(rows)
    shown = scale.ticks if len(scale.ticks) <= 8 else scale.ticks[::2]
    grid = [line(scale.at(tick), 0, scale.at(tick), foot, "grid") for tick in shown]
    ticks = [
        text(scale.at(tick), foot + 16, axis_text(tick, sign), "tick", anchor=_anchor(scale.at(tick)), plain="axis")
        for tick in shown
    ]
    said = joined(
        "; ",
        [
            msg("{name}: {values}", name=name, values=joined(msg(" and "), [v.said for v in values]))
            for name, values in rows
        ],
    )
    flat = [(name, value) for name, values in rows for value in values]
    return Sketch(
        sketch_id, title, unit, msg("{said}.", said=said), WIDTH, foot + 24, (*grid, *marks, *ticks), (msg("Source"), msg("Value"), msg("How")),
        tuple(_cells(name, value) for name, value in flat), tuple(dict.fromkeys(fact for _, value in flat for fact in value.inputs)),
        _figure(rows, scale, sign), msg("A filled mark is stated, a hollow one derived by us; the bar is what rounding leaves."),
    )  # fmt: skip


def _anchor(x: float) -> Any:
    return "start" if x < 30 else "end" if x > WIDTH - 30 else "middle"


def _said(value: _Value) -> dict[str, Any]:
    return {"formula": value.formula} if value.formula else {"fact": value.fact}


def _row(name: str, values: Sequence[_Value], y: float, scale: Scale) -> list[Mark]:
    found = [text(0, y + 14, name, "label", plain="name")]
    track = y + 34
    for value in values:
        style = "hollow" if value.formula else "solid"
        found.append(
            rect(
                scale.at(value.low),
                track - 3,
                max(scale.at(value.high), scale.at(value.low) + 1),
                track + 3,
                "range",
                **_said(value),
            )
        )
        found.append(dot(scale.at(value.amount), track, style, **_said(value)))
    # Two values of one source stand side by side at the end of its line, the stated before the derived.
    for value, x in zip(values, (WIDTH,) if len(values) == 1 else (WIDTH - 70, WIDTH), strict=True):
        style = "computed" if value.formula else "number"
        found.append(text(x, y + 14, value.text, style, anchor="end", href=value.fact, **_said(value)))
    return found


def _cells(name: str, value: _Value) -> tuple[Cell, ...]:
    shown = Cell(value.text, fact=value.fact, formula=value.formula, amount=f"{value.amount:.6g}")
    return (Cell(name, plain="name"), shown, Cell(value.how, formula=value.formula))


def _figure(rows: Rows, scale: Scale, sign: str) -> dict[str, Any]:
    placed = [(len(rows) - place, name, value) for place, (name, values) in enumerate(rows) for value in values]
    bounds = [scale.low, scale.high]
    x = {
        "type": "log" if scale.log else "linear", "range": [round(log10(one), 6) for one in bounds] if scale.log else bounds,
        "tickmode": "array", "tickvals": list(scale.ticks), "ticktext": [axis_text(tick, sign) for tick in scale.ticks],
    }  # fmt: skip
    return rows_figure(
        [
            spans("rounding", [(value.low, value.high, y) for y, _, value in placed], 6),
            points(
                "values", [(value.amount, y) for y, _, value in placed], [(name, value.text, value.how) for _, name, value in placed],
                ["circle-open" if value.formula else "circle" for _, _, value in placed], facts=[value.fact for _, _, value in placed],
            ),
        ],
        x, [name for name, _ in rows],
    )  # fmt: skip
