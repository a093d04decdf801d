"""How a reader moves between the leaves of a long list.

Comes in: the address of a list, a leaf's number, how many rows there are. Goes out: `Leaves`, or None where there is one leaf.
Apart, because facts, findings, topics, documents and what is told of a shared topic are all paged alike.
"""

from __future__ import annotations

from sitegen.leaves import PER_LEAF, leaf_count, leaf_path
from sitegen.messages import msg
from sitegen.values import valueclass
from sitegen.views.frame import Here

__all__ = ["LeafLink", "Leaves", "leaf_title", "leaves"]

# Neighbours on each side that a leaf links to besides the first and the last.
_NEAR = 3


@valueclass(frozen=True, slots=True)
class LeafLink:
    """`skips` where leaves between this link and the one before have none."""

    text: str
    href: str
    current: bool
    skips: bool


@valueclass(frozen=True, slots=True)
class Leaves:
    """`said` tells which rows of how many stand here; `before` and `after` are empty at the ends."""

    said: str
    before: str
    after: str
    links: tuple[LeafLink, ...]


def leaves(here: Here, first: str, number: int, total: int, most: int = PER_LEAF) -> Leaves | None:
    """`first` is the address of the list, relative to the root."""
    count = leaf_count(total, most)
    if count == 1:
        return None
    near = sorted({1, count, *range(max(1, number - _NEAR), min(count, number + _NEAR) + 1)})
    links = tuple(
        LeafLink(str(other), here.to(leaf_path(first, other)), other == number, other - previous > 1)
        for previous, other in zip((0, *near), near, strict=False)
    )
    start, end = (number - 1) * most + 1, min(total, number * most)
    return Leaves(
        said=msg("{first}–{last} of {all}", first=start, last=end, all=total),
        before=here.to(leaf_path(first, number - 1)) if number > 1 else "",
        after=here.to(leaf_path(first, number + 1)) if number < count else "",
        links=links,
    )


def leaf_title(title: str, number: int) -> str:
    return title if number == 1 else msg("{title}, page {number}", title=title, number=number)
