"""A flow as facts have it: what a number counts, where the arithmetic of the others says it better than its words.

Comes in: what was found of a review. Goes out: the same, some of it under another measure or as a part. Apart from `flow`, which reads
words: a summary keeps what they say, a draft must add up where the document does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sitegen.extract.model import Found

__all__ = ["reconciled"]

_FOUND, _OTHERS, _COPIES, _SCREENED = (
    "records identified",
    "records from other sources",
    "duplicates removed",
    "records screened",
)
_SOUGHT, _LOST, _READ, _OUT, _IN = (
    "reports sought",
    "reports not retrieved",
    "full texts assessed",
    "full texts excluded",
    "studies included",
)


def reconciled(found: Sequence[Found]) -> list[Found]:
    """What was found, with other sources as a part of the records identified, and reports sought told from those read."""
    return _as_sought(_as_parts(list(found)))


def _amount(item: Found) -> int | None:
    return int(item.mention.amount) if item.mention is not None and item.mention.kind == "count" else None


def _totals(found: Sequence[Found], *measures: str) -> list[int | None]:
    """The surest number of each step, the first among equals; None where none is told."""
    numbers = []
    for measure in measures:
        told = [item for item in found if item.measure == measure and not item.by and _amount(item) is not None]
        surest = max(told, key=lambda item: item.confidence, default=None)
        numbers.append(_amount(surest) if surest is not None else None)
    return numbers


def _as_parts(found: list[Found]) -> list[Found]:
    """Records of other sources that were screened with the rest are parts of those identified, not a branch of their own.

    Either they come on top of what the databases gave, or a greater number holds both. Where the databases are counted one by one, these
    are the other parts, and their own sum is no part beside them.
    """
    identified, others, copies, screened = _totals(found, _FOUND, _OTHERS, _COPIES, _SCREENED)
    if identified is None or not others:
        return found
    on_top = copies is not None and screened is not None and identified + others - copies == screened
    plain = {_amount(item) for item in found if item.measure == _FOUND and not item.by}
    within = identified - others in plain
    if not on_top and not within:
        return found
    counted = any(item.measure == _FOUND and item.by for item in found)
    databases = identified if on_top else identified - others
    kept = []
    for item in found:
        if item.measure == _OTHERS and _amount(item) == others:
            kept.append(replace(item, measure=_FOUND, by="other sources"))
        elif item.measure == _FOUND and not item.by and _amount(item) == databases:
            kept += [] if counted else [replace(item, by="databases")]
        else:
            kept.append(item)
    return kept


def _as_sought(found: list[Found]) -> list[Found]:
    """Of reports assessed of which some could not be had, and the others were kept or left out, so many were only sought."""
    sought, lost, read, out, kept = _totals(found, _SOUGHT, _LOST, _READ, _OUT, _IN)
    if sought is not None or not lost or read is None or out is None or kept is None or read - lost - out != kept:
        return found
    return [
        replace(item, measure=_SOUGHT) if item.measure == _READ and _amount(item) == read else item for item in found
    ]
