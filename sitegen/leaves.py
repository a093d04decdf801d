"""A long list in leaves: how many, where each stands, what is on it.

Comes in: a list, or its length. Goes out: numbers from 1, addresses, parts of the list. Apart, because findings are told where
lists stand before there are pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

__all__ = ["PER_CHUNK", "PER_LEAF", "chunk_count", "is_whole", "leaf_count", "leaf_of", "leaf_path"]

PER_LEAF = 100
"""Rows on a leaf, where a kind of page does not say otherwise."""

PER_CHUNK = 5_000
"""Rows in a file that a browser fetches when it is asked to look through all of them; so many leaves together."""

_WHOLE = 20_000
"""Rows of facts that one data file may hold: with more it has over 20 MB, and common hosts take no file over 25."""

T = TypeVar("T")


def is_whole(facts: int) -> bool:
    """Whether there are data files with the facts of all documents; of a larger site each document has its own, and only those."""
    return facts <= _WHOLE


def leaf_count(total: int, most: int = PER_LEAF) -> int:
    """How many leaves `total` rows need; an empty list has one."""
    return max(1, -(-total // most))


def chunk_count(total: int) -> int:
    """How many chunks `total` rows need; none where there are none."""
    return -(-total // PER_CHUNK)


def leaf_path(first: str, number: int) -> str:
    """The address of a leaf: the first is the list's own, the others stand below it. No id begins with a digit."""
    return first if number == 1 else f"{first}{number}/"


def leaf_of(rows: Sequence[T], number: int, most: int = PER_LEAF) -> Sequence[T]:
    return rows[(number - 1) * most : number * most]
