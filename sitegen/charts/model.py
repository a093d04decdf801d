"""What a chart is: one value with four faces.

Comes in: nothing. Goes out: frozen values that templates draw and scripts hand to Plotly, neither of which computes.
Positions are in the units of the drawing's own box, already chosen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any, Literal

from sitegen.values import valueclass

__all__ = ["Cell", "Chart", "Drawing", "Line", "Other", "Point", "Series", "Sign", "Tick"]

State = Literal["stated", "derived"]


@valueclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis: its position in the box and its text."""

    at: float
    text: str


@valueclass(frozen=True, slots=True)
class Sign:
    """A sign beside a point."""

    text: str
    x: float
    y: float
    anchor: Literal["start", "end"]


@valueclass(frozen=True, slots=True)
class Point:
    """One value. `fact` is the id of the fact that states it; a derived one has a `formula` instead.

    `remark` is what findings say of it, beginning with its sign.
    """

    x: float
    y: float
    year: int
    text: str
    state: State
    forecast: bool
    fact: str
    formula: str
    label_y: float
    anchor: Literal["start", "middle", "end"]
    labelled: bool
    remark: str = ""

    @property
    def sign(self) -> Sign:
        """The sign of what findings say: below the point, or above it where the label is below."""
        below = not self.labelled or self.label_y < self.y
        x, y = (self.x + 9, self.y + 19) if below else (self.x - 9, self.y - 9)
        return Sign(self.remark[:1], round(x, 1), round(y, 1), "start" if below else "end")


@valueclass(frozen=True, slots=True)
class Line:
    """A run of straight pieces: `solid` between stated values, `forecast` into the future, `ghost` at the stated rate."""

    style: Literal["solid", "forecast", "ghost"]
    points: str


@valueclass(frozen=True, slots=True)
class Series:
    """One estimate in the drawing. `shape` and `colour` (both from 1) tell series apart, never colour alone."""

    name: str
    seed: str
    colour: int
    shape: int
    lines: tuple[Line, ...]
    points: tuple[Point, ...]


@valueclass(frozen=True, slots=True)
class Drawing:
    """The chart as lines and marks in a box of its own: `wide` for a page's width, `narrow` for a phone or half of it."""

    shape: Literal["wide", "narrow"]
    width: int
    height: int
    left: float
    right: float
    top: float
    bottom: float
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    series: tuple[Series, ...]


@valueclass(frozen=True, slots=True)
class Cell:
    """`amount` is the number behind the text, in base units, for those who compute with it."""

    text: str
    fact: str = ""
    formula: str = ""
    plain: str = ""
    amount: str = ""
    remark: str = ""


@valueclass(frozen=True, slots=True)
class Other:
    """A market that a reader may add to a chart: those of its seeds that have the chart's currency."""

    market: str
    name: str
    seeds: tuple[str, ...]


@valueclass(frozen=True, slots=True)
class Chart:
    """`remarks` are what findings say of its points. `figure` is a Plotly figure as plain data; `headers` and `rows` the table; `text` says what the chart says.

    `modes` are further figures by name, `what_if` where a reader's own rate starts; pages fetch both when asked to. Sizes of
    figures are in so many base units as `unit` says; `others` may be added by a reader.
    """

    id: str
    title: str
    subtitle: str
    text: str
    width: int
    height: int
    left: float
    right: float
    top: float
    bottom: float
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    y_title: str
    series: tuple[Series, ...]
    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    facts: tuple[str, ...]
    figure: dict[str, Any]
    remarks: tuple[str, ...] = ()
    log: bool = False
    drawings: tuple[Drawing, ...] = ()
    modes: Mapping[str, Any] = field(default_factory=dict)
    what_if: tuple[Mapping[str, object], ...] = ()
    unit: int = 1
    others: tuple[Other, ...] = ()
