"""What YAML is read into: texts, lists and keys with values, each with its place.

Comes in: nothing. Goes out: `Node`. Apart, because two readers make it.
"""

from __future__ import annotations

from typing import NamedTuple

from sitegen.problems import Place
from sitegen.values import valueclass

__all__ = ["Mapping", "Node", "Scalar", "Sequence"]


class Scalar(NamedTuple):
    text: str
    place: Place


@valueclass(frozen=True, slots=True)
class Sequence:
    items: tuple[Node, ...]
    place: Place


@valueclass(frozen=True, slots=True)
class Mapping:
    """`items` are (key, value) in the order of the file; keys are distinct."""

    items: tuple[tuple[Scalar, Node], ...]
    place: Place

    def get(self, key: str) -> Node | None:
        for name, value in self.items:
            if name[0] == key:
                return value
        return None


Node = Scalar | Sequence | Mapping
