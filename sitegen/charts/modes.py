"""The other ways to see a forecast chart: size, index and growth, on a linear or a logarithmic scale.

Comes in: the estimates of a chart and their derived paths. Goes out: one Plotly figure for each way, every number of it
computed here, so that scripts only choose among them. Apart from `forecast`, because pages fetch these when asked to.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

from sitegen import formats
from sitegen.charts.scales import Scale, year_ticks
from sitegen.derive import Derived, implied_rate, projected
from sitegen.estimates import Estimate
from sitegen.messages import joined, made, msg
from sitegen.values import valueclass

__all__ = ["COLOURS", "SYMBOLS", "Figure", "Numbered", "axis_text", "escape", "mode_figures", "unit_text", "what_if"]

Figure = dict[str, Any]
Numbered = tuple[int, Estimate]
"""An estimate and its number (from 1), which stands for its colour and sign wherever it is drawn."""
# Of different lengths, without a common factor: twelve series look different before any look comes again.
SYMBOLS = ("circle", "square", "diamond")
COLOURS = 4


@valueclass(frozen=True, slots=True)
class _Value:
    year: int
    amount: Decimal
    text: str
    note: str
    fact: str = ""


@valueclass(frozen=True, slots=True)
class _Path:
    """Values of one estimate that belong together: `kind` is stated, stated-rate or implied-rate."""

    kind: str
    seed: str
    name: str
    number: int
    values: tuple[_Value, ...]


def escape(text: str) -> str:
    """A label for Plotly, which reads texts as markup."""
    return made(_escape, text)


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("%{", "% {")


def axis_text(value: float, sign: str = "") -> str:
    return formats.printed(f"{value:,.10g}{sign}")


def unit_text(unit: str, scale: str) -> str:
    """What an axis of sizes is in: the currency as documents name it, and the power of ten by its name; or so many tonnes."""
    if not scale:
        return unit
    if not unit:
        return {"billion": msg("billion"), "million": msg("million")}[scale]
    if formats.is_currency(unit):
        return {
            "billion": msg("{currency} billion", currency=unit),
            "million": msg("{currency} million", currency=unit),
        }[scale]
    return {"billion": msg("billion {unit}", unit=unit), "million": msg("million {unit}", unit=unit)}[scale]


def mode_figures(
    drawn: Sequence[Numbered],
    paths: Mapping[str, Sequence[Derived]],
    labels: Mapping[str, str],
    unit: Decimal,
    title: str,
) -> dict[str, Figure]:
    """Figures by name: `size-linear`, `size-log`, `index-linear`, `index-log`, `growth-linear`, `rate-linear`.

    `title` names the unit of sizes; a logarithmic way is left out where a size is not above zero.
    """
    sizes = [path for number, one in drawn for path in _paths(number, one, paths[one.seed], labels)]
    bases = {one.seed: one.start.fact.quantity.amount for _, one in drawn if one.start and one.start.fact.quantity}
    units = {one.seed: one.start.fact.quantity.unit for _, one in drawn if one.start and one.start.fact.quantity}
    first = {one.seed: one.start.year for _, one in drawn if one.start}

    def index(path: _Path, value: _Value) -> _Value:
        share = 100 * value.amount / bases[path.seed]
        text = formats.printed(formats.rounded(share, 1))
        note = msg("100 × {size} ÷ the size of {year}", size=value.text, year=first[path.seed])
        return _Value(value.year, share, text, note, value.fact)

    def growth(path: _Path, value: _Value) -> _Value:
        grown = value.amount - bases[path.seed]
        text, note = (
            formats.money(grown, units[path.seed]),
            msg("{size} − the size of {year}", size=value.text, year=first[path.seed]),
        )
        return _Value(value.year, grown / unit, text, note, value.fact)

    def size(_path: _Path, value: _Value) -> _Value:
        return _Value(value.year, value.amount / unit, value.text, value.note, value.fact)

    indexed = msg("Index, each source’s first year = 100")
    above = all(value.amount > 0 for path in sizes for value in path.values)
    by_size, by_index = _seen(sizes, size), _seen(sizes, index)
    grown = msg("Growth since each source’s first year, {unit}", unit=title)
    figures = {"size-linear": _figure(by_size, title), "index-linear": _figure(by_index, indexed)}
    if above:
        figures["size-log"] = _figure(by_size, msg("{unit}, logarithmic scale", unit=title), log=True)
        figures["index-log"] = _figure(by_index, msg("{unit}, logarithmic scale", unit=indexed), log=True)
    figures["growth-linear"] = _figure(_seen(sizes, growth), grown)
    found = [path for path in map(_yearly, sizes) if path.values]
    if found:
        figures["rate-linear"] = _figure(_seen(found, lambda _, value: value), msg("Growth a year, %"))
    return figures


def _yearly(path: _Path) -> _Path:
    """The growth a year that leads from each value of a path to the next, in per cent."""
    values = []
    for before, after in pairwise(path.values):
        if before.amount > 0 and after.amount > 0:
            grown = implied_rate(before.amount, after.amount, after.year - before.year)
            note = f"({after.text} ÷ {before.text})^(1 ÷ {after.year - before.year}) − 1"
            values.append(_Value(after.year, grown, formats.percent(grown), note))
    return replace(path, values=tuple(values))


def what_if(drawn: Sequence[Numbered], labels: Mapping[str, str], unit: Decimal) -> tuple[dict[str, object], ...]:
    """Where a reader's own rate starts from, for each estimate: the year, the size in the unit of the axis, its text."""
    return tuple(
        {
            "seed": one.seed, "name": labels[one.seed], "year": one.start.year, "number": number,
            "size": float(one.start.fact.quantity.amount / unit), "text": one.start.fact.value,
            "rate": float(one.growth.quantity.amount) if one.growth and one.growth.quantity else 5.0,
            "until": max(one.horizon or one.start.year, one.start.year + 1),
        }
        for number, one in drawn
        if one.start is not None and one.start.fact.quantity is not None
    )  # fmt: skip


def _paths(number: int, one: Estimate, path: Sequence[Derived], labels: Mapping[str, str]) -> list[_Path]:
    start, end, name = one.start, one.end, labels[one.seed]
    if start is None or start.fact.quantity is None:
        return []
    base = start.fact.quantity.amount
    stated = tuple(
        _Value(
            size.year,
            size.fact.quantity.amount,
            size.fact.value,
            msg("stated, a forecast") if size.forecast else msg("stated"),
            size.fact.id,
        )
        for size in one.sizes
        if size.fact.quantity is not None
    )
    origin = _Value(start.year, base, start.fact.value, msg("stated"))
    found = [_Path("stated", one.seed, name, number, stated)]
    if path:
        grown = tuple(_Value(value.year, value.amount, value.text, value.formula) for value in path)
        found.append(_Path("stated-rate", one.seed, name, number, (origin, *grown)))
    if end is not None and end.fact.quantity is not None and end.fact.quantity.unit in (start.fact.quantity.unit, ""):
        rate = implied_rate(base, end.fact.quantity.amount, end.year - start.year)
        between = []
        for year in range(start.year + 1, end.year + 1):
            amount = projected(base, rate, year - start.year)
            text = formats.money(amount, start.fact.quantity.unit)
            formula = joined(
                "", [start.fact.value, " × ", made(formats.factor, formats.percent(rate)), f"^{year - start.year}"]
            )
            note = msg("{formula}, at the implied rate", formula=formula)
            between.append(_Value(year, amount, text, note))
        found.append(_Path("implied-rate", one.seed, name, number, (origin, *between)))
    return found


_NAMES = {"stated": msg("stated"), "stated-rate": msg("at its stated rate"), "implied-rate": msg("at its implied rate")}


@valueclass(frozen=True, slots=True)
class _Seen:
    """Values in one way, and their traces: the same on a linear and on a logarithmic scale."""

    values: tuple[_Value, ...]
    traces: tuple[Figure, ...]


def _seen(paths: Sequence[_Path], way: Callable[[_Path, _Value], _Value]) -> _Seen:
    shown = [(path, [way(path, value) for value in path.values]) for path in paths]
    return _Seen(
        tuple(value for _, values in shown for value in values),
        tuple(_trace(path, values) for path, values in shown),
    )


def _figure(seen: _Seen, title: str, *, log: bool = False) -> Figure:
    amounts = [float(value.amount) for value in seen.values]
    years = [value.year for value in seen.values]
    first, last = min(years), max(*years, min(years) + 1)
    pad = 0.25 if last - first < 12 else 0.5
    scale = Scale.logarithmic(amounts, 1.0, 0.0) if log else Scale.linear(amounts, 1.0, 0.0)
    bounds = [scale.low, scale.high]
    return {
        "data": list(seen.traces),
        "layout": {
            "xaxis": {
                "tickmode": "array", "tickvals": list(year_ticks(first, last)),
                "ticktext": [str(year) for year in year_ticks(first, last)],
                "range": [first - pad, last + pad], "fixedrange": True,
            },
            "yaxis": {
                "tickmode": "array", "tickvals": list(scale.ticks), "ticktext": [axis_text(tick) for tick in scale.ticks],
                "type": "log" if log else "linear", "title": {"text": escape(title)}, "fixedrange": True,
                "range": [round(math.log10(bound), 6) for bound in bounds] if log else bounds,
            },
            "margin": {"l": 70, "r": 20, "t": 20, "b": 40}, "hovermode": "closest", "showlegend": False,
        },
    }  # fmt: skip


def _trace(path: _Path, values: Sequence[_Value]) -> Figure:
    stated = path.kind == "stated"
    symbol = SYMBOLS[(path.number - 1) % len(SYMBOLS)]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "cliponaxis": False,
        "name": escape(joined(", ", [path.name, _NAMES[path.kind]])),
        "x": [value.year for value in values],
        "y": [round(float(value.amount), 6) for value in values],
        "customdata": [[escape(value.text), str(value.year), escape(value.note), value.fact] for value in values],
        "hovertemplate": "%{customdata[0]}<br>%{customdata[1]} · %{customdata[2]}<extra>"
        + escape(path.name)
        + "</extra>",
        "marker": {"symbol": symbol + ("" if stated else "-open"), "size": 11 if stated else 8},
        "line": {
            "dash": {"stated": "dash", "stated-rate": "dot", "implied-rate": "dashdot"}[path.kind],
            "width": 2 if stated else 1.5,
        },
        "visible": path.kind != "implied-rate",
        "meta": {"colour": path.number, "seed": path.seed, "path": path.kind},
    }
