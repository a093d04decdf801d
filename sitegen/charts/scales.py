"""Scales and ticks: numbers → positions in a box, chosen once for the drawing and the figure alike."""

from __future__ import annotations

import math

from sitegen.values import valueclass

__all__ = ["Scale", "year_ticks"]


@valueclass(frozen=True, slots=True)
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
            return cls.logarithmic(values, start, end)
        return cls.linear(values, start, end)

    @classmethod
    def linear(cls, values: list[float], start: float, end: float) -> Scale:
        """From zero, or below it where values are, in round steps."""
        smallest, largest = min(0.0, *values), max(0.0, *values)
        step = _round_step(((largest - smallest) or 1.0) / 4)
        if smallest < 0:
            low, top = math.floor(smallest / step) * step, math.ceil(largest / step) * step
            ticks = tuple(round(low + index * step, 6) for index in range(round((top - low) / step) + 1))
            return cls(low, top, start, end, False, ticks)
        step = _round_step((largest or 1.0) / 4)
        top = max(1, math.ceil(largest * 1.04 / step)) * step
        ticks = tuple(round(index * step, 6) for index in range(round(top / step) + 1))
        return cls(0.0, top, start, end, False, ticks)

    @classmethod
    def logarithmic(cls, values: list[float], start: float, end: float) -> Scale:
        """From a 1, 2 or 5 of a power of ten to another; every value is above zero."""
        smallest, largest = min(values), max(values)
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
