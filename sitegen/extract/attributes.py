"""Base years and periods that a document declares.

Comes in: a document. Goes out: `Found`s of measures `base year`, `forecast period`, `historical period`, `reporting
period`. Apart, because what a period is for stands in the words before it.
"""

from __future__ import annotations

import re

from sitegen.extract.folded import Folded
from sitegen.extract.layout import Clause
from sitegen.extract.mentions import Mention, periods, years
from sitegen.extract.model import Document, Found

__all__ = ["base_years", "declared_periods"]

_BASE = Folded(
    r"\bbase[- ]?(?:line )?year\b|\breference year\b|\byear (?:taken )?as (?:the )?base\b|\bbase for estimation\b"
)
_KINDS = (
    (
        "historical period",
        Folded(
            r"\b(?:historic(?:al)?|past|actual|review)(?: (?:market|data|period|years?|size|sizing|sales|value|range|information|analysis|study|revenue|demand|performance))*(?: for| from| in| of| \(|:| \||\n|$|\W)|\bsize available for(?: the)? years\b"
        ),
    ),
    (
        "forecast period",
        Folded(
            r"\b(?:forecast(?:ing|ed|s)?|projection|projected|prediction|outlook|assessment)(?: (?:market|period|years?|size|sizing|data|timeline|range|horizon|term|window|timeframe))*\b"
        ),
    ),
    (
        "reporting period",
        Folded(
            r"\b(?:stud(?:y|ied)|years? (?:studied|considered|covered)|report(?:ing)? (?:period|years?)|period (?:covered|studied)|analysis period|review period|time ?frame|years covered)\b|\breport (?=\()"
        ),
    ),
)
_IN_MONEY = re.compile(r"\b(?:revenue|volume|USD|US\$)", re.IGNORECASE)
_RATE = re.compile(r"\bCAGR|\bgrowth rate|compound annual|%", re.IGNORECASE)


def base_years(document: Document) -> list[Found]:
    """The years that the document calls its base."""
    found = []
    for clause in document.clauses:
        for match in _BASE.finditer(clause.text):
            after = [item for item in years(clause.text) if match.end() <= item.start <= match.end() + 40]
            before = [
                item
                for item in years(clause.text)
                if match.start() - 30 <= item.start < match.start()
                and re.search(
                    r"\b(?:as|being|is|was|:|the|,)\W*(?:the |a |our |its )*$", clause.text[item.end : match.start()]
                )
            ]
            chosen = (after or before)[:1]
            if chosen and not (
                after and re.search(r"\bforecast|historic", clause.text[match.end() : after[0].start], re.IGNORECASE)
            ):
                found.append(_found(clause, "base year", match.span(), chosen[0], 0.9))
    return found


def declared_periods(document: Document) -> list[Found]:
    """Periods by the words that announce them; the CAGR's own period is none of these."""
    found: list[Found] = []
    for clause in document.clauses:
        stated = periods(clause.text)
        if (
            clause.kind == "heading"
            and len(stated) == 1
            and _RATE.search(clause.text)
            and len(clause.text.split()) <= 5
        ):
            # A label such as "CAGR (2023-2028)" whose value is missing still says which years are meant.
            found.append(_found(clause, "reporting period", (0, stated[0].start), stated[0], 0.6))
            continue
        for order, item in enumerate(stated):
            low = stated[order - 1].end if order else 0
            best = _announced(clause.text, low, item)
            if best is not None:
                found.append(_found(clause, best[0], best[1], item, best[2]))
    return found


def _announced(text: str, low: int, item: Mention) -> tuple[str, tuple[int, int], float] | None:
    """(measure, span of the announcing words, confidence) of the nearest cue before a period, or just behind it."""
    cues = []
    for measure, pattern in _KINDS:
        for match in pattern.finditer(text, low, item.start):
            if (
                item.start - match.end() <= 45
                and not _RATE.search(text[match.end() : item.start])
                and not re.search(r"\d{4}", text[match.end() : item.start])
            ):
                cues.append((match.end(), measure, match.span()))
        behind = pattern.match(text, item.end + (text[item.end : item.end + 1] == " "))
        if behind and not cues:
            cues.append((0, measure, behind.span()))
    if not cues:
        return None
    _, measure, span = max(cues)
    if _IN_MONEY.search(text[span[1] : item.start]):
        measure = "reporting period"  # "Outlook (Revenue, USD million, 2018-2030)": of past and future
    both = re.search(
        r"historic\w* and forecast|forecast and historic", text[max(0, span[0] - 25) : item.start], re.IGNORECASE
    )
    return ("reporting period" if both else measure), span, 0.85 if span[1] <= item.start else 0.65


def _found(clause: Clause, measure: str, cue: tuple[int, int], item: Mention, sure: float) -> Found:
    value = (clause.start + item.start, clause.start + item.end)
    return Found(
        measure,
        (value, (clause.start + cue[0], clause.start + cue[1])),
        value=value,
        mention=item,
        first=item.first,
        last=item.last,
        confidence=sure,
    )
