"""Labels of points that would lie upon each other, upon other points or across lines: moved around their point, or left to the table.

Comes in: the series of a drawing. Goes out: the same series. Apart from `forecast`, which places each label as if it
stood alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal

from sitegen.charts.model import Point, Series

__all__ = ["untangled"]

# Of the letters of a drawing, in its own units; generous, as fonts differ. Only their middle counts against lines.
_LETTER, _LINE, _ABOVE, _BELOW, _MIDDLE = 7.6, 16.0, -12.0, 24.0, 4.0
# How far a point reaches, with the ring of a finding; beside and below it stands the finding's sign.
_REACH, _SIGN = 9.5, (6.0, 22.0)

_Box = tuple[float, float, float, float]
_Piece = tuple[float, float, float, float]
_Anchor = Literal["start", "middle", "end"]


def untangled(series: Sequence[Series], left: float, right: float, bottom: float) -> tuple[Series, ...]:
    """Labels in the order of series; stated values before derived ones, as readers look for them first.

    `left`, `right` and `bottom` are the edges of the drawing that labels stay within.
    """
    points = [(number, place, point) for number, one in enumerate(series) for place, point in enumerate(one.points)]
    lines = [piece for one in series for line in one.lines for piece in _pieces(line.points)]
    dots = [(point.x, point.y) for _, _, point in points]
    taken: list[_Box] = []
    chosen: dict[tuple[int, int], Point] = {}
    for number, place, point in sorted(points, key=lambda item: item[2].state != "stated"):
        others = [_around(*dot) for dot in dots if dot != (point.x, point.y)]
        fitting = [one for one in _places(point) if _within(one, left, right, bottom)] if point.labelled else []
        free = [one for one in fitting if not any(_overlap(_box(one), box) for box in (*taken, *others))]
        if free:
            chosen[number, place] = min(free, key=lambda one: _crossed(one, lines))
            taken.append(_box(chosen[number, place]))
        else:
            chosen[number, place] = replace(point, labelled=False)
    return tuple(
        replace(one, points=tuple(chosen[number, place] for place in range(len(one.points))))
        for number, one in enumerate(series)
    )


def _places(point: Point) -> Iterator[Point]:
    """Where a label may stand, the best first: where it was, else above, else below its point, else to one side."""
    yield point
    anchors: tuple[_Anchor, ...] = (point.anchor, *(one for one in ("middle", "start", "end") if one != point.anchor))
    for anchor in anchors:
        for rise in (_ABOVE, _BELOW):
            yield replace(point, label_y=round(point.y + rise, 1), anchor=anchor)


def _within(point: Point, left: float, right: float, bottom: float) -> bool:
    start, end, top, base = _box(point)
    return (
        base <= bottom
        and top >= 0
        and (point.anchor == "start" or start >= left)
        and (point.anchor == "end" or end <= right)
    )


def _box(point: Point) -> _Box:
    width = _LETTER * len(point.text)
    left = {"start": point.x, "middle": point.x - width / 2, "end": point.x - width}[point.anchor]
    return left, left + width, point.label_y - _LINE, point.label_y


def _around(x: float, y: float) -> _Box:
    return x - _REACH, x + _REACH, y - _REACH, y + _REACH


def _overlap(one: _Box, other: _Box) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


def _pieces(points: str) -> Iterator[_Piece]:
    """The straight pieces of a line."""
    at = [tuple(map(float, pair.split(","))) for pair in points.split()]
    for (x, y), (to_x, to_y) in pairwise(at):
        yield x, y, to_x, to_y


def _crossed(point: Point, lines: Sequence[_Piece]) -> float:
    """How many lines run through a label; its point's own sign, where one may come to stand, is half a line."""
    start, end, top, base = _box(point)
    middle = (start + _MIDDLE, end - _MIDDLE, top + _MIDDLE, base - _MIDDLE)
    sign = (point.x + _SIGN[0], point.x + _SIGN[1], point.y + _SIGN[0], point.y + _SIGN[1])
    return sum(_runs_through(piece, middle) for piece in lines) + 0.5 * _overlap(middle, sign)


def _runs_through(piece: _Piece, box: _Box) -> bool:
    """Whether a straight piece meets a box (Liang and Barsky's clipping, ACM Trans. Graph. 1984)."""
    x, y, to_x, to_y = piece
    first, last = 0.0, 1.0
    for step, low, high in ((to_x - x, box[0] - x, box[1] - x), (to_y - y, box[2] - y, box[3] - y)):
        if step == 0:
            if low > 0 or high < 0:
                return False
            continue
        enter, leave = sorted((low / step, high / step))
        first, last = max(first, enter), min(last, leave)
    return first <= last
