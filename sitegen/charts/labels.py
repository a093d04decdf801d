"""Labels of points that would lie upon each other: moved below their point, or left to the table.

Comes in: the series of a drawing. Goes out: the same series. Apart from `forecast`, which places each label as if it
stood alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sitegen.charts.model import Point, Series

__all__ = ["untangled"]

# Of the letters of a drawing, in its own units; generous, as fonts differ.
_LETTER, _LINE, _ABOVE, _BELOW = 7.6, 16.0, -12.0, 24.0

_Box = tuple[float, float, float, float]


def untangled(series: Sequence[Series], bottom: float) -> tuple[Series, ...]:
    """Labels in the order of series; stated values before derived ones, as readers look for them first."""
    points = [(number, place, point) for number, one in enumerate(series) for place, point in enumerate(one.points)]
    taken: list[_Box] = []
    chosen: dict[tuple[int, int], Point] = {}
    for number, place, point in sorted(points, key=lambda item: item[2].state != "stated"):
        moved = _placed(point, taken, bottom) if point.labelled else point
        if moved.labelled:
            taken.append(_box(moved))
        chosen[number, place] = moved
    return tuple(
        replace(one, points=tuple(chosen[number, place] for place in range(len(one.points))))
        for number, one in enumerate(series)
    )


def _placed(point: Point, taken: Sequence[_Box], bottom: float) -> Point:
    """Where the label was, else above, else below its point; unlabelled where every place is taken."""
    for at in (point.label_y, round(point.y + _ABOVE, 1), round(point.y + _BELOW, 1)):
        tried = replace(point, label_y=at)
        if at <= bottom and not any(_overlap(_box(tried), box) for box in taken):
            return tried
    return replace(point, labelled=False)


def _box(point: Point) -> _Box:
    width = _LETTER * len(point.text)
    left = {"start": point.x, "middle": point.x - width / 2, "end": point.x - width}[point.anchor]
    return left, left + width, point.label_y - _LINE, point.label_y


def _overlap(one: _Box, other: _Box) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]
