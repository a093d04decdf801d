"""The dot plot of estimates: one row a source, one common year, a logarithmic axis.

Comes in: aligned sizes and the sources' names. Goes out: positions for a template to draw, the same rows as a table and
a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sitegen.align import Aligned
from sitegen.charts.model import Tick
from sitegen.charts.scales import Scale

__all__ = ["Dot", "DotPlot", "dot_plot"]

WIDTH, LEFT, RIGHT, TOP, ROW = 760, 235.0, 720.0, 34.0, 46.0
_UNITS = ((10**9, "billion"), (10**6, "million"), (1, ""))


@dataclass(frozen=True, slots=True)
class Dot:
    """A row: `low` to `high` is what rounding leaves; hollow where `formula` says that it is derived."""

    name: str
    y: float
    x: float
    low: float
    high: float
    text: str
    fact: str
    formula: str


@dataclass(frozen=True, slots=True)
class DotPlot:
    id: str
    title: str
    unit: str
    text: str
    width: int
    height: int
    left: float
    right: float
    top: float
    bottom: float
    ticks: tuple[Tick, ...]
    dots: tuple[Dot, ...]


def dot_plot(plot_id: str, market: str, aligned: Sequence[Aligned], labels: Mapping[str, str]) -> DotPlot | None:
    """None where fewer than two sizes in one unit can be compared."""
    if len(aligned) < 2 or len({one.unit for one in aligned}) > 1 or min(one.low for one in aligned) <= 0:
        return None
    unit, name = next((unit, name) for unit, name in _UNITS if min(one.amount for one in aligned) >= unit)
    bounds = [float(value) / unit for one in aligned for value in (one.low, one.high)]
    scale = Scale.logarithmic(bounds, LEFT, RIGHT)
    dots = tuple(
        Dot(
            labels[one.seed], TOP + ROW * index + 16, scale.at(float(one.amount) / unit), scale.at(float(one.low) / unit),
            scale.at(float(one.high) / unit), one.text, "" if one.formula else one.facts[0].id, one.formula,
        )
        for index, one in enumerate(aligned)
    )  # fmt: skip
    said = "; ".join(
        f"{labels[one.seed]}: {one.text} in {one.year}{' (derived)' if one.formula else ''}" for one in aligned
    )
    bottom = TOP + ROW * len(dots)
    return DotPlot(
        plot_id, f"{market}: sizes in {aligned[0].year}", f"{aligned[0].unit} {name}, logarithmic scale".strip(), f"{said}.",
        WIDTH, int(bottom + 40), LEFT, RIGHT, TOP, bottom, tuple(Tick(scale.at(v), f"{v:,.10g}") for v in scale.ticks), dots,
    )  # fmt: skip
