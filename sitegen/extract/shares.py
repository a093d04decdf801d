"""Shares of the market that places, segments and companies hold.

Comes in: a document with its frame. Goes out: `Found`s of measure `market share`. Apart from `rates`, whose percentages are of
growth: which of the two a percentage is, `rates` says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.extract.holders import names_nothing, statement, subject, trimmed
from sitegen.extract.layout import Clause
from sitegen.extract.mentions import Mention, percents, years
from sitegen.extract.model import Document, Found, Subject
from sitegen.extract.names import COMPANY
from sitegen.extract.places import find_places
from sitegen.extract.rates import sure_of_growth
from sitegen.extract.subjects import subject_at

__all__ = ["run_of_shares", "shares"]

_SHARE = re.compile(
    r"\b(?:shares?|accounted for|accounts? for|accounting for|held|holds?|t(?:ook|akes?)|represent\w*|contribut\w+|captured?|captures|made up|constitut\w+|with)\b|by value|of the market|of (?:total |global |all )?(?:revenues?|sales|spending|demand|turnover|trade|money|shipments|units|deliveries|installations)",
    re.IGNORECASE,
)
_OF_TRADE = re.compile(
    r"\b(?:market|revenues?|sales|share|value|spending|turnover|demand|trade|total|money|shipments|units|deliveries|installations)\b",
    re.IGNORECASE,
)
# "buyers commanded 57.3% in 2024": of what goes without saying.
_HELD = re.compile(
    r"\b(?:held|holds?|commanded|commands?|accounted for|accounts? for|captured|captures?|took|takes?|led with|leads? with|dominated with|made up|makes? up|contributed|represented|came to|stood at|handled?s?|moved?s?|bought|buys?)"
    r" (?:about |around |nearly |almost |over |some |roughly |approximately |more than |an estimated |a )*$",
    re.IGNORECASE,
)
# Whose share it is goes without saying, or is said to be the market's.
_OF_ALL = re.compile(
    r"(?:.{0,12}\bof )?(?:(?:the|all|its|total|global|world|worldwide|overall) )*(?:\w+ )?(?:markets?|revenues?|sales|spending|turnover|demand|trade|value|volume|consumption|business|share|shipments|units|deliveries|installations|purchases|tonnage)\b|(?: share)?,? in (?:19|20)\d\d",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"(?: share)?,?(?: (?:in|during|for|of) (?:FY ?)?(?:19|20)\d\d)?\s*(?:[,;.)]|$|\b(?:and|while|with|as|ahead)\b)"
)
_LEAD = re.compile(r"\b(?:about|around|nearly|almost|approximately|over|more than|roughly|some)\s+$", re.IGNORECASE)
_NOBODY = re.compile(
    r"^(?:(?:top|leading|biggest|largest|first) (?:two|three|four|five|six|seven|eight|ten|few|\d+)\b.*|it|this|that|they|these|which|we|growth|sales|revenues?|demand|prices|others?|total|half|the|imports?|exports?|about|roughly|nearly|around|some|production|distribution .*)$|\b(?:market|industry|share|rate|year|CAGR)\b",
    re.IGNORECASE,
)


def shares(document: Document) -> list[Found]:
    """Shares of the market that a place, a segment or a company holds."""
    found = []
    for clause in document.clauses:
        stated = percents(clause.text)
        run = run_of_shares(clause) if len(stated) > 1 else ()
        told = [(rate, _subject(clause.text[slice(*span)])) for rate, span in run]
        found += [_share(clause, rate, subject, _sure(clause, rate, 0.6)) for rate, subject in told]
        for rate in [one for one in stated if not any(one is rate for rate, _ in told)]:
            near = clause.text[max(0, rate.start - 60) : rate.start]
            after = clause.text[rate.end : rate.end + 50]
            held = _HELD.search(near) and _ENDS.match(after)
            if not (held or (_OF_TRADE.search(near + after) and _SHARE.search(near + after))) or sure_of_growth(
                clause.text, rate
            ):
                continue
            subject = subject_at(clause, rate.start, document.frame)
            if subject.kind in {"market", "other"}:
                subject = _holder(clause.text, rate.start)
            if subject.name and not names_nothing(subject.name) and not _NOBODY.match(subject.name):
                found.append(_share(clause, rate, subject, _sure(clause, rate, 0.65)))
    return found


def _sure(clause: Clause, rate: Mention, otherwise: float) -> float:
    """Surer where the words behind a share say that it is one of the market."""
    return 0.7 if _OF_ALL.match(clause.text[rate.end : rate.end + 50].lstrip()) else otherwise


def _share(clause: Clause, rate: Mention, about: Subject, sure: float) -> Found:
    year = next((item for item in years(clause.text) if abs(item.start - rate.start) < 90), None)
    lead = _LEAD.search(clause.text[: rate.start])
    start, end = clause.start + (lead.start() if lead else rate.start), clause.start + rate.end
    span = (clause.start + year.start, clause.start + year.end) if year else None
    return Found(
        "market share",
        ((start, end), *((span,) if span else ())),
        value=(start, end),
        mention=rate,
        when=span,
        first=year.first if year else 0,
        last=year.last if year else 0,
        about=about,
        confidence=sure,
    )


_GROWTH = re.compile(
    r"\bCAGR\b|\bgr[oe]w\w*|\b(?:a|per|each|every) year\b|\bannual|\b(?:rise|rose|fell|fall|up|down) |\bmargin|\bincrease|\bpoints\b|\b(?:tax|duty|tariff|discount|patients|people|adults)\b",
    re.IGNORECASE,
)
# What may stand between a part and its share.
_TAKES = re.compile(
    r",?(?: (?:with|at|took|takes?|have|had|has|held|holds?|for|another|made up|makes? up|account(?:s|ed)? for|contributed|contributes|about|around|nearly|some|roughly|almost|over|just|a|an|only|segment|follow(?:s|ed)? (?:with|at)|handles?|handled|moves?|moved|sells?|sold|buys?|bought|ships?|shipped|supply|supplied|supplies|takes up))*[ (:]*$"
)
_BEFORE = re.compile(
    r"[,;:.)] (?:and |while |with |then |but |to |by )?|\b(?:and|with|to|by|from|in|while|than|of)\b (?=\S+(?: \S+){0,3}$)"
)
_LEAST = 20
"""Per cent that the shares of a run make together at the least."""


def run_of_shares(clause: Clause) -> Iterator[tuple[Mention, tuple[int, int]]]:
    """`Offices took 46%, homes 31% and gyms 23%`, `offices (46%), homes (31%)`: each part right before its share."""
    text, stated = clause.text, percents(clause.text)
    if len(stated) < 2 or clause.cells or _GROWTH.search(text):
        return
    held, low = [], clause.cut
    for rate in stated:
        takes = _TAKES.search(text, low, rate.start)
        end = takes.start() if takes else rate.start
        starts = [match.end() for match in _BEFORE.finditer(text[:end], low) if match.end() < end]
        span = trimmed(text, starts[-1] if starts else low, end)
        low = rate.end
        if span and _may_hold(text[slice(*span)]):
            held.append((rate, span))
    total = sum(float(rate.amount) for rate, _ in held)
    if len(held) >= 2 and len(held) == len(stated) and _LEAST <= total <= 100.5:
        yield from held


def _may_hold(name: str) -> bool:
    plain = name[:1].isalpha() and len(name.split()) <= 4 and (not COMPANY.search(name) or name.islower())
    return plain and not names_nothing(name) and not _NOBODY.search(name) and not _VERBAL.search(name)


_VERBAL = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|from|to|by|of|in|on|at|that|which|more|less|than|about|said|paid|buys?|bought)\b"
)


_BY_WHOM = re.compile(r"\b(?:dominated|led|headed|held|controlled|supplied) by\b")


def _holder(text: str, place: int) -> Subject:
    """The subject of `X accounts for 42%`."""
    low = statement(text, (place, place))[0]
    if _BY_WHOM.search(text, low, place):
        return Subject()  # "Distribution is dominated by …": what is dominated holds no share
    held = subject(text, low, place)
    name = text[slice(*held)] if held else ""
    if not name or not name[:1].isalpha() or len(name.split()) > 6 or _NOBODY.search(name):
        return Subject()
    return _subject(name)


def _subject(name: str) -> Subject:
    placed = find_places(name)
    return Subject("place", placed[0][2]) if placed else Subject("segment", name)
