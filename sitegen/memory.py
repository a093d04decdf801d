"""What a running server remembers between two loads: results by everything they were made from.

Comes in: keys that hold all inputs, and functions of them. Goes out: their results, made once. Apart, because memory is
only ever around a pure function: nothing is ever found out of date, it is only not asked for again.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeVar

__all__ = ["Memory", "Same"]

T = TypeVar("T")
_NOTHING: Any = object()


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
        self._old: dict[Hashable, Any] = {}
        self._new: dict[Hashable, Any] = {}

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The result for a key. A result must never be changed by whoever gets it."""
        value: T = self._new.get(key, _NOTHING)
        if value is _NOTHING:
            value = self._old.get(key, _NOTHING)
            value = self._new[key] = make() if value is _NOTHING else value
        return value

    def get_all(self, jobs: Sequence[tuple[Hashable, Callable[[], T]]]) -> list[T]:
        """The result of each key, in their order."""
        return [self.get(key, make) for key, make in jobs]

    def turn(self) -> None:
        """Forget what the load that ends did not ask for."""
        self._old, self._new = self._new, {}
