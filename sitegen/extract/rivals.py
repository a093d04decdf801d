"""What a text seems to give one thing and cannot all be its own: the surest value stands, a person says what the others are of.

Comes in: values and lists of draft facts, each with what it is said of. Goes out: which of them wait, and for what. Apart from
`draft`, because no recogniser can know it: a company's sales and a part's growth are told in the words of the market's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from sitegen.extract.context import slug
from sitegen.extract.model import Found

__all__ = ["Told", "waiting"]

APART = Decimal("1.5")
"""Sizes further apart than so many times are no two answers to one question: the smaller is a part's, or a company's."""
LESS = 0.1
"""A rate so much less sure than another is a part's."""
_VALUES = frozenset({"market size", "CAGR", "market share"})
_LISTS = frozenset({"segments", "regions", "countries", "companies"})


class Told(NamedTuple):
    """A value or a list, and `of`: topic, measure, dimension, whole and place of the draft fact, `dated` where it says its time."""

    of: tuple[str, ...]
    dated: bool
    item: Found
    value: str
    members: tuple[str, ...]


def waiting(told: Sequence[Told]) -> dict[int, str]:
    """What those that rival a surer one wait for, by their place."""
    groups: dict[tuple[object, ...], list[int]] = {}
    for place, one in enumerate(told):
        measure, item = one.item.measure, one.item
        if measure in _LISTS and one.members:
            groups.setdefault((one.of, "list"), []).append(place)
        elif measure in _VALUES and item.mention is not None:
            years = (item.first, item.last) if one.dated else ()
            groups.setdefault((one.of, years, _counted_in(item)), []).append(place)
    found: dict[int, str] = {}
    for group in groups.values():
        several = {place: told[place] for place in group}
        found |= _of_lists(several) if told[group[0]].members else _of_values(several)
    return found


def _counted_in(item: Found) -> str:
    return item.mention.unit if item.mention is not None and item.mention.kind == "volume" else ""


def _of_values(told: Mapping[int, Told]) -> dict[int, str]:
    surest = max(told.values(), key=lambda one: (one.item.agreed, one.item.confidence, -one.item.start))
    of = "what it is of" if surest.dated else "what it is of, and when"
    needs = f"somebody who says {of}: for the same thing stands `{surest.value}`"
    return {place: needs for place, one in told.items() if _is_of_another(one, surest)}


def _is_of_another(one: Told, surest: Told) -> bool:
    """Whether a value must be that of another thing or time. A document may contradict itself, by a little: that is for readers to see."""
    low, high = sorted((_amount(one.item), _amount(surest.item)))
    if low == high:
        return False
    if one.item.measure == "CAGR" and one.dated:
        return surest.item.agreed > one.item.agreed or surest.item.confidence - one.item.confidence >= LESS
    return not one.dated or high > APART * low


def _amount(item: Found) -> Decimal:
    return item.mention.plain if item.mention is not None else Decimal(0)


def _of_lists(told: Mapping[int, Told]) -> dict[int, str]:
    longest = max(told.values(), key=lambda one: (len(one.members), -one.item.start))
    every = {slug(member) for member in longest.members}
    needs = f"somebody who says whether it names all: another list names {len(longest.members)}"
    return {place: needs for place, one in told.items() if {slug(member) for member in one.members} < every}
