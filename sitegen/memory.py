"""What a running server remembers between two loads: results by everything they were made from.

Comes in: keys that hold all inputs, and functions of them. Goes out: their results, made once. Apart, because memory is
only ever around a pure function: nothing is ever found out of date, it is only not asked for again.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeVar, cast

__all__ = ["Memory", "Same"]

T = TypeVar("T")


class Same:
    """A value as a part of a key: the very same object, which is quick to see however much it holds.

    What a memory gave is the same object as long as what it was made from is equal, so keys of keys need not look inside.
    """

    __slots__ = ("_value",)

    def __init__(self, value: object) -> None:
        self._value = value

    @property
    def value(self) -> object:
        return self._value

    def __hash__(self) -> int:
        return id(self._value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other._value is self._value


class Memory:
    """Keeps what the last two loads asked for; `turn` ends a load."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, list[Any]] = {}
        self._load = 0

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The result for a key. A result must never be changed by whoever gets it."""
        known = self._kept.get(key)
        if known is not None:
            known[0] = self._load
            return cast("T", known[1])
        value = make()
        self._kept[key] = [self._load, value]
        return value

    def get_all(self, jobs: Sequence[tuple[Hashable, Callable[[], T]]]) -> list[T]:
        """The result of each key, in their order."""
        return [self.get(key, make) for key, make in jobs]

    def turn(self) -> None:
        """Forget what the load that ends did not ask for."""
        for key in [key for key, (load, _) in self._kept.items() if load != self._load]:
            del self._kept[key]
        self._load += 1
