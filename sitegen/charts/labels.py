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
_Place = tuple[float, _Anchor]
"""The height of a label, and where it is held."""


def untangled(series: Sequence[Series], left: float, right: float, bottom: float) -> tuple[Series, ...]:
    """Labels in the order of series; stated values before derived ones, as readers look for them first.

    `left`, `right` and `bottom` are the edges of the drawing that labels stay within.
    """
    points = [(number, place, point) for number, one in enumerate(series) for place, point in enumerate(one.points)]
    lines = [piece for one in series for line in one.lines for piece in _pieces(line.points)]
    dots = [(point.x, point.y, _around(point.x, point.y)) for _, _, point in points]
    taken: list[_Box] = []
    chosen: dict[tuple[int, int], Point] = {}
    for number, place, point in sorted(points, key=lambda item: item[2].state != "stated"):
        found = None
        if point.labelled:
            others = [box for x, y, box in dots if x != point.x or y != point.y]
            found = _best(point, (left, right, bottom), (*taken, *others), lines)
        if found is None:
            chosen[number, place] = replace(point, labelled=False) if point.labelled else point
        else:
            (label_y, anchor), box = found
            same = label_y == point.label_y and anchor == point.anchor
            chosen[number, place] = point if same else replace(point, label_y=label_y, anchor=anchor)
            taken.append(box)
    return tuple(
        replace(one, points=tuple(chosen[number, place] for place in range(len(one.points))))
        for number, one in enumerate(series)
    )


def _best(
    point: Point, edges: tuple[float, float, float], taken: Sequence[_Box], lines: Sequence[_Piece]
) -> tuple[_Place, _Box] | None:
    """The first of the free places that fewest lines run through; None where no place is free."""
    least, best = 0.0, None
    for place in _places(point):
        box = _box(point, place)
        if _within(box, place[1], *edges) and not _covered(box, taken):
            crossed = _crossed(point, box, lines)
            if best is None or crossed < least:
                least, best = crossed, (place, box)
            if crossed == 0:
                break
    return best


def _places(point: Point) -> Iterator[_Place]:
    """Where a label may stand, the best first: where it was, else above, else below its point, else to one side."""
    yield point.label_y, point.anchor
    anchors: tuple[_Anchor, ...] = (point.anchor, *(one for one in ("middle", "start", "end") if one != point.anchor))
    for anchor in anchors:
        for rise in (_ABOVE, _BELOW):
            yield round(point.y + rise, 1), anchor


def _within(box: _Box, anchor: _Anchor, left: float, right: float, bottom: float) -> bool:
    start, end, top, base = box
    return base <= bottom and top >= 0 and (anchor == "start" or start >= left) and (anchor == "end" or end <= right)


def _box(point: Point, place: _Place) -> _Box:
    (label_y, anchor), width = place, _LETTER * len(point.text)
    left = point.x if anchor == "start" else point.x - width / 2 if anchor == "middle" else point.x - width
    return left, left + width, label_y - _LINE, label_y


def _around(x: float, y: float) -> _Box:
    return x - _REACH, x + _REACH, y - _REACH, y + _REACH


def _covered(box: _Box, others: Sequence[_Box]) -> bool:
    """Whether it overlaps one of the others."""
    start, end, top, base = box
    return any(start < right and left < end and top < below and above < base for left, right, above, below in others)


def _pieces(points: str) -> Iterator[_Piece]:
    """The straight pieces of a line."""
    at = [tuple(map(float, pair.split(","))) for pair in points.split()]
    for (x, y), (to_x, to_y) in pairwise(at):
        yield x, y, to_x, to_y


def _crossed(point: Point, box: _Box, lines: Sequence[_Piece]) -> float:
    """How many lines run through a label; its point's own sign, where one may come to stand, is half a line."""
    start, end, top, base = box
    middle = (start + _MIDDLE, end - _MIDDLE, top + _MIDDLE, base - _MIDDLE)
    sign = (point.x + _SIGN[0], point.x + _SIGN[1], point.y + _SIGN[0], point.y + _SIGN[1])
    return sum(_runs_through(piece, middle) for piece in lines) + 0.5 * _covered(middle, (sign,))


def _runs_through(piece: _Piece, box: _Box) -> bool:
    """Whether a straight piece meets a box (Liang and Barsky's clipping, ACM Trans. Graph. 1984)."""
    x, y, to_x, to_y = piece
    left, right, above, below = box
    # Most lie wholly to one side of it, and more than rounding away.
    if max(x, to_x) < left - 1 or min(x, to_x) > right + 1 or max(y, to_y) < above - 1 or min(y, to_y) > below + 1:
        return False
    first, last = 0.0, 1.0
    for step, low, high in ((to_x - x, left - x, right - x), (to_y - y, above - y, below - y)):
        if step == 0:
            if low > 0 or high < 0:
                return False
            continue
        enter, leave = sorted((low / step, high / step))
        first, last = max(first, enter), min(last, leave)
    return first <= last
