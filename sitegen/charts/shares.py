"""Shares of a list of segments: one bar a member, and what the stated shares leave.

Comes in: the ground and a market. Goes out: a `Sketch` for each list and year that has shares. A member without a share
says so; what is left is derived, and hollow.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sitegen.charts.ground import Ground
from sitegen.charts.model import Cell
from sitegen.charts.sketch import Mark, Sketch, escaped, line, percent_anchor, rect, rows_figure, text
from sitegen.derive import Derived
from sitegen.facts import Fact
from sitegen.graph import Graph
from sitegen.messages import joined, msg
from sitegen.shares import ShareList
from sitegen.values import valueclass

__all__ = ["share_sketches"]

WIDTH, ROW = 400.0, 44.0
TICKS = (0, 25, 50, 75, 100)
REST = msg("Not allocated by the document")


@valueclass(frozen=True, slots=True)
class _Row:
    """A member with its share, or what is left of the whole."""

    name: str
    fact: Fact | None = None
    rest: Derived | None = None


def share_sketches(ground: Ground, market: str) -> Iterator[Sketch]:
    for one in ground.shares.get(market, ()):
        if one.total <= 100:
            yield _sketch(one, _rows(one, ground), ground.dossier.graph)


def _rows(one: ShareList, ground: Ground) -> tuple[_Row, ...]:
    by_topic = {fact.about: fact for fact in one.shares}
    rows = []
    for member in one.listed.members:
        topic = ground.dossier.graph.topic_of(member)
        rows.append(_Row(member, by_topic.get(topic.id) if topic else None))
    rest = [
        d
        for d in ground.values.get(one.listed.about, ())
        if d.family == "shares" and d.inputs == (*(f.id for f in one.shares), one.listed.id)
    ]
    return (*rows, *(_Row(REST, rest=value) for value in rest))


def _sketch(one: ShareList, rows: tuple[_Row, ...], graph: Graph) -> Sketch:
    listed, first = one.listed, one.shares[0]
    year = first.when.printed if first.when else ""
    by = listed.by or listed.measure
    name = graph.topics[listed.about].name
    title = msg("{name}: shares by {dimension}", name=name, dimension=by)
    if year:
        title = msg("{name}: shares by {dimension}, {year}", name=name, dimension=by, year=year)
    marks = [mark for place, row in enumerate(rows) for mark in _marks(row, ROW * place, float(one.total))]
    foot = ROW * len(rows)
    grid = [line(_x(tick), 0, _x(tick), foot, "grid") for tick in TICKS]
    ticks = [text(_x(tick), foot + 16, f"{tick}%", "tick", anchor=percent_anchor(tick), plain="axis") for tick in TICKS]
    said = joined("; ", [msg("{name}: {value}", name=row.name, value=_value(row)) for row in rows])
    return Sketch(
        f"{listed.about}-{listed.seed}-shares-{listed.name}" + (f"-{first.when.first}" if first.when else ""),
        title, msg("Per cent, as {source} states it", source=graph.seeds[listed.seed].record.label), msg("{said}.", said=said), WIDTH, foot + 24,
        (*grid, *marks, *ticks), (msg("Member"), msg("Share"), msg("How")), tuple(_cells(row) for row in rows),
        (*(fact.id for fact in one.shares), listed.id), _figure(rows, float(one.total)),
        msg("A filled bar is stated, a hollow one is what the stated shares leave, derived by us."),
        graph.corpus.measures[listed.measure].section or "",
    )  # fmt: skip


def _x(share: float) -> float:
    return WIDTH * share / 100


def _amount(row: _Row) -> float:
    if row.fact is not None and row.fact.quantity is not None:
        return float(row.fact.quantity.amount)
    return float(row.rest.amount) if row.rest is not None else 0.0


def _value(row: _Row) -> str:
    if row.fact is not None:
        return row.fact.value
    return msg("{text} (derived)", text=row.rest.text) if row.rest is not None else msg("not stated")


def _marks(row: _Row, y: float, total: float) -> list[Mark]:
    bar, foot = y + 20, y + 34
    name = text(0, y + 14, row.name, "label", plain="name")
    if row.fact is not None:
        fact = row.fact.id
        value = text(WIDTH, y + 14, row.fact.value, "number", anchor="end", href=fact, fact=fact)
        return [name, value, rect(0, bar, _x(_amount(row)), foot, "bar", fact=fact)]
    if row.rest is not None:
        formula = row.rest.formula
        value = text(WIDTH, y + 14, row.rest.text, "computed", anchor="end", formula=formula)
        return [name, value, rect(_x(total), bar, WIDTH, foot, "rest", formula=formula)]
    return [name, text(WIDTH, y + 14, msg("not stated"), "muted", anchor="end")]


def _cells(row: _Row) -> tuple[Cell, ...]:
    name = Cell(row.name, plain="name")
    if row.fact is not None:
        return (name, Cell(row.fact.value, fact=row.fact.id, amount=f"{_amount(row):g}"), Cell(msg("stated")))
    if row.rest is not None:
        derived = Cell(row.rest.text, formula=row.rest.formula, amount=f"{_amount(row):g}")
        return (name, derived, Cell(row.rest.formula, formula=row.rest.formula))
    return (name, Cell(msg("not stated")), Cell("–"))


def _figure(rows: tuple[_Row, ...], total: float) -> dict[str, Any]:
    heights = {row.name: len(rows) - place for place, row in enumerate(rows)}
    stated = [row for row in rows if row.fact is not None]
    rest = [row for row in rows if row.rest is not None]
    data = [_bars(stated, heights, 0.0, "stated", 1), *([_bars(rest, heights, total, "derived", 2)] if rest else [])]
    ticks = {
        "tickmode": "array",
        "tickvals": list(TICKS),
        "ticktext": [f"{tick}%" for tick in TICKS],
        "range": [0, 100],
    }
    return rows_figure(data, ticks, [row.name for row in rows])


def _bars(rows: list[_Row], heights: dict[str, int], base: float, name: str, colour: int) -> dict[str, Any]:
    """Bars of one state; derived ones are hatched, as colour alone says nothing."""
    how = [row.rest.formula if row.rest is not None else msg("stated") for row in rows]
    return {
        "type": "bar", "orientation": "h", "name": name, "base": base, "width": 0.5,
        "x": [_amount(row) for row in rows], "y": [heights[row.name] for row in rows],
        "customdata": [[joined("", [escaped(row.name), ": ", escaped(_value(row)), "<br>", escaped(one)])] for row, one in zip(rows, how, strict=True)],
        "hovertemplate": "%{customdata[0]}<extra></extra>",
        "marker": {"pattern": {"shape": "/" if name == "derived" else ""}}, "meta": {"colour": colour, "facts": [row.fact.id if row.fact is not None else "" for row in rows]},
    }  # fmt: skip
