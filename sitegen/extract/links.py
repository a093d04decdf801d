"""Times that a figure takes from elsewhere in the document: "over the forecast period".

Comes in: everything found. Goes out: the same, with rates tied to the period they name. Apart, because only here one
thing found looks at another.
"""

from __future__ import annotations

import re
from dataclasses import replace

from sitegen.extract.model import Document, Found

__all__ = ["tie_periods"]

_NAMED = re.compile(
    r"\b(?:forecast|projection|projected|assessment|prediction) (?:period|years?|timeframe|horizon)\b", re.IGNORECASE
)


def tie_periods(document: Document, found: list[Found]) -> list[Found]:
    """Each rate without years of its own gets `period` where its sentence names one that the document defines."""
    forecasts = [item for item in found if item.measure == "forecast period"]
    others = [item for item in found if item.measure == "reporting period"]
    tied = []
    for item in found:
        if item.measure == "CAGR" and item.when is None:
            tied.append(_tied(document, item, forecasts, others, found))
        else:
            tied.append(item)
    return tied


def _tied(document: Document, item: Found, forecasts: list[Found], others: list[Found], found: list[Found]) -> Found:
    text = document.normal.text
    near = text[max(0, item.spans[0][0] - 160) : item.spans[0][1] + 90]
    defined = None
    if item.last:
        defined = next((period for period in (*forecasts, *others) if period.last == item.last), None)
    elif _NAMED.search(near) and forecasts:
        defined = forecasts[0]
    elif others and not forecasts and _NAMED.search(near):
        defined = others[0]
    doubts = ("the years are those of the period that its sentence names",)
    if defined is None and not item.last:
        # Two sizes in its sentence whose years are those of a period: the rate leads from one to the other.
        clause = next((part for part in document.clauses if part.start <= item.spans[0][0] < part.end), None)
        beside = {
            size.last
            for size in found
            if size.measure == "market size" and clause is not None and clause.start <= size.spans[0][0] < clause.end
        }
        defined = next((period for period in forecasts if {period.first, period.last} <= beside), None)
        doubts = ("its sentence names no period; its two sizes have the years of the forecast period",)
    if defined is None:
        return item
    return replace(item, first=defined.first, last=defined.last, defined_by=defined.spans[0], doubts=doubts)
