"""Times that a figure takes from elsewhere in the document, and figures that bear each other out.

Comes in: everything found. Goes out: the same, with rates tied to the period they name ("over the forecast period"), sizes to
the year that their label or question names ("in the base year"), and confidence where a size, a later size and a rate agree by
arithmetic. Apart, because only here one thing found looks at another.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from itertools import product

from sitegen.extract.layout import Clause
from sitegen.extract.listed import as_listed, of_parts
from sitegen.extract.mentions import years
from sitegen.extract.model import UNTOLD, Document, Found, Subject
from sitegen.extract.pairs import ranks_of_two

__all__ = ["leads", "tie"]

_NAMED = re.compile(
    r"\b(?:(?:forecast|projection|projected|assessment|prediction) (?:period|years?|timeframe|horizon)|over (?:the|this|that) period)\b",
    re.IGNORECASE,
)
_BASE = re.compile(r"\b(?:base|reference|starting|first) year\b", re.IGNORECASE)
_FINAL = re.compile(
    r"\b(?:final|end|ending|last|target|terminal|forecast) year\b|\bend of (?:the )?(?:forecast|period)", re.IGNORECASE
)
_AGREES = 0.12
"""Points by which a rate, rounded to a tenth, may differ from what two rounded sums imply."""
_MOST = 40
"""Sums compared with one another, at most."""


def tie(document: Document, found: list[Found]) -> list[Found]:
    """The same things found, each with the time that its document gives it elsewhere."""
    found = of_parts(document, found)
    tied = _agreed(_led_to(_rates_tied(document, _sizes_tied(document, found))))
    tied = as_listed(document, tied)
    tied += ranks_of_two(document, tied)
    return [item for item in tied if item.measure != "market size" or item.confidence > UNTOLD]


def _sizes_tied(document: Document, found: list[Found]) -> list[Found]:
    bases = [item for item in found if item.measure == "base year"]
    forecasts = [item for item in found if item.measure == "forecast period"]
    tied = []
    for item in found:
        if item.measure == "market size" and not item.last:
            index = bisect_right(document.clauses, item.spans[0][0], key=lambda clause: clause.start) - 1
            clause = document.clauses[index]
            tied.append(
                _dated(item, clause, bases, forecasts)
                or _asked(document, item, index)
                or _carried(document, item, index)
                or item
            )
        else:
            tied.append(item)
    return tied


def _dated(item: Found, clause: Clause, bases: list[Found], forecasts: list[Found]) -> Found | None:
    """The year that a label names by its part in the report."""
    if bases and _BASE.search(clause.text):
        year = bases[0]
        return replace(
            item,
            first=year.first,
            last=year.first,
            defined_by=year.spans[0],
            confidence=0.9,
            doubts=("its year is the base year",),
        )
    if forecasts and _FINAL.search(clause.text):
        last = forecasts[0].last
        return replace(
            item, first=last, last=last, confidence=0.9, doubts=("its year is the last of the forecast period",)
        )
    return None


def _asked(document: Document, item: Found, index: int) -> Found | None:
    """The year in the question or heading above: `How big will it be in 2034?` – `EUR 171 million.`"""
    for above in reversed(document.clauses[max(0, index - 3) : index]):
        title = document.frame.title
        if above.kind != "heading" or (title and above.start <= title[0] < above.end):
            continue
        stated = years(above.text)
        if len({year.first for year in stated}) != 1:
            return None
        when = (above.start + stated[0].start, above.start + stated[0].end)
        return replace(
            item, first=stated[0].first, last=stated[0].first, when=when, spans=(*item.spans, when), confidence=0.8,
            doubts=("its year stands in the line above",),
        )  # fmt: skip
    return None


_OPENING = re.compile(
    r"\W*(?:In|For|During|Over) (?:the year |FY ?)?(?P<year>(?:19|20)\d\d)\b(?! ?(?:-|to|and) ?(?:19|20)\d\d)"
)
_AHEAD = re.compile(r"\b(?:will|should|expected|forecast|projected|likely|until|by)\b", re.IGNORECASE)


def _carried(document: Document, item: Found, index: int) -> Found | None:
    """The year with which the sentence before opens, where nothing looks ahead: `In 2024, shops sold more. Turnover was EUR 62 million.`"""
    before, clause = document.clauses[index - 1 : index], document.clauses[index]
    opens = _OPENING.match(before[0].text) if before and before[0].kind == "sentence" else None
    if opens is None or "\n" in document.normal.text[before[0].end - 1 : clause.start] or _AHEAD.search(clause.text):
        return None
    year = int(opens["year"])
    when = (before[0].start + opens.start("year"), before[0].start + opens.end("year"))
    return replace(
        item, first=year, last=year, when=when, spans=(*item.spans, when), confidence=0.75,
        doubts=("its year stands in the sentence before",),
    )  # fmt: skip


def _led_to(found: list[Found]) -> list[Found]:
    """A size without a year that a rate leads to from one with a year: `at 3.4% from 2024 to 2030, to EUR 9 million`."""
    rates = [item for item in found if item.measure == "CAGR" and item.last][:_MOST]
    dated = [item for item in found if item.measure == "market size" and item.last][:_MOST]
    led = []
    for size in found:
        item = size
        if item.measure == "market size" and not item.last:
            last = next(
                (
                    rate.last
                    for rate, one in product(rates, dated)
                    if one.last < rate.last and leads(one, replace(item, last=rate.last), rate)
                ),
                0,
            )
            doubts = ("its year is the last of the rate that leads to it",)
            item = replace(item, first=last, last=last, doubts=doubts) if last else item
        led.append(item)
    return led


def _agreed(found: list[Found]) -> list[Found]:
    """Two sizes of one subject and a rate that leads from one to the other are surely what they seem.

    Where the rate leads from a place's size to the market's, the place is where the market is.
    """
    rates = [item for item in found if item.measure == "CAGR" and item.mention is not None][:_MOST]
    sizes = [item for item in found if item.measure == "market size" and item.last and item.mention is not None][:_MOST]
    sure: dict[int, Subject] = {}
    for rate, one, two in product(rates, sizes, sizes):
        same = one.about == two.about == rate.about
        placed = one.about.kind == "place" and two.about == rate.about == Subject()
        if one.last < two.last and (same or placed) and leads(one, two, rate):
            sure[id(rate)], sure[id(two)] = rate.about, two.about
            sure.setdefault(id(one), one.about if same else Subject("market", one.about.name))
    return [
        replace(item, confidence=max(item.confidence, 0.95), agreed=True, about=sure[id(item)])
        if id(item) in sure
        else item
        for item in found
    ]


def leads(one: Found, two: Found, rate: Found) -> bool:
    """Whether a rate, rounded as it is, leads from one size to a later one."""
    if one.mention is None or two.mention is None or rate.mention is None or one.mention.unit != two.mention.unit:
        return False
    if not one.last < two.last:
        return False
    low, high = float(one.mention.plain), float(two.mention.plain)
    if low <= 0 or high <= 0:
        return False
    implied: float = ((high / low) ** (1 / (two.last - one.last)) - 1) * 100
    return abs(implied - float(rate.mention.amount)) <= _AGREES


def _clause_of(document: Document, item: Found) -> Clause | None:
    index = bisect_right(document.clauses, item.spans[0][0], key=lambda clause: clause.start) - 1
    return document.clauses[index] if index >= 0 else None


def _rates_tied(document: Document, found: list[Found]) -> list[Found]:
    forecasts = [item for item in found if item.measure == "forecast period"]
    others = [item for item in found if item.measure in {"reporting period", "increment"} and item.first and item.last]
    tied = []
    for item in found:
        if item.measure == "CAGR" and item.when is None:
            tied.append(_tied(document, item, forecasts, others, found))
        else:
            tied.append(item)
    return tied


def _tied(document: Document, item: Found, forecasts: list[Found], others: list[Found], found: list[Found]) -> Found:
    text = document.normal.text
    own = _clause_of(document, item)
    near = text[max(0, item.spans[0][0] - 160) : min(item.spans[0][1] + 90, own.end if own else len(text))]
    defined = None
    if item.first and not item.last:
        return item
    if item.last:
        defined = next((period for period in (*forecasts, *others) if period.last == item.last), None)
    elif _NAMED.search(near) and forecasts:
        defined = forecasts[0]
    elif others and not forecasts and _NAMED.search(near):
        defined = others[0]
    doubts = ("the years are those of the period that its sentence names",)
    if defined is None and not item.last:
        # Two sizes in its sentence whose years are those of a period: the rate leads from one to the other.
        clause = _clause_of(document, item)
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
