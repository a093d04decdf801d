"""Scales and ticks: numbers → positions in a box, chosen once for the drawing and the figure alike."""

from __future__ import annotations

import math
from dataclasses import dataclass

__all__ = ["Scale", "year_ticks"]


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps values from `low` to `high` onto positions from `start` to `end`, linearly or by their logarithm."""

    low: float
    high: float
    start: float
    end: float
    log: bool
    ticks: tuple[float, ...]

    def at(self, value: float) -> float:
        if self.log:
            share = (math.log10(value) - math.log10(self.low)) / (math.log10(self.high) - math.log10(self.low))
        else:
            share = (value - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)

    @classmethod
    def of_sizes(cls, values: list[float], start: float, end: float) -> Scale:
        """From zero in round steps; by the logarithm where the largest value is more than six times the smallest."""
        smallest, largest = min(values), max(values)
        if smallest > 0 and largest / smallest > 6:
            return cls.logarithmic(smallest, largest, start, end)
        step = _round_step(largest / 4)
        top = math.ceil(largest * 1.04 / step) * step
        ticks = tuple(round(index * step, 6) for index in range(round(top / step) + 1))
        return cls(0.0, top, start, end, False, ticks)

    @classmethod
    def logarithmic(cls, smallest: float, largest: float, start: float, end: float) -> Scale:
        """Over whole steps of 1, 2 and 5; both values above zero."""
        first, last = math.floor(math.log10(smallest)), math.ceil(math.log10(largest * 1.02))
        marks = [factor * 10.0**power for power in range(first, last + 1) for factor in (1, 2, 5)]
        low = max(mark for mark in marks if mark <= smallest)
        high = min(mark for mark in marks if mark >= largest)
        return cls(low, high, start, end, True, tuple(mark for mark in marks if low <= mark <= high))


def _round_step(rough: float) -> float:
    """1, 2, 2.5 or 5 times a power of ten, the first that is not below `rough`."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough * 0.999)


def year_ticks(first: int, last: int, most: int = 9) -> tuple[int, ...]:
    """Years for the axis: all, or every second, third … so that no more than `most` stand there; the last always."""
    step = max(1, math.ceil((last - first) / (most - 1)))
    return tuple(range(last, first - 1, -step))[::-1]
