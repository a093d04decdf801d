"""Growth rates with their periods.

Comes in: a document with its frame. Goes out: `Found`s of measure `CAGR`, of the market or of a part. Apart from sizes,
because a rate's period and its being forecast or past decide which rate it is.
"""

from __future__ import annotations

import re
from dataclasses import replace

from sitegen.extract.layout import Clause
from sitegen.extract.mentions import Mention, percents, periods, years
from sitegen.extract.model import Document, Found, Subject
from sitegen.extract.subjects import OTHER, subject_at

__all__ = ["growth_rates", "sure_of_growth"]

_STRONG = re.compile(r"\bCAGR\b|\bcompound", re.IGNORECASE)
_NAMED = re.compile(
    r"\b(?:growth rate|rate of (?:growth|expansion|increase)|(?:annual(?:i[sz]ed)?|yearly)(?: average)? (?:growth|rate|increase|gain|expansion|rise)|(?:grow|expand|rise|increase)s? at (?:a )?rate|"
    r"average (?:annual |yearly )?(?:growth|increase|pace|rise|gain|rate))\b",
    re.IGNORECASE,
)
_YEARLY = re.compile(
    r"\b(?:an?|per|each|every) year\b(?! (?:earlier|ago|before|later))|\b(?:annually|yearly|per annum|on average)\b|\bp\.a\b",
    re.IGNORECASE,
)
_GROWING = re.compile(
    r"\b(?:gr[oe]w(?:s|ing|th|n)?|expan\w+|increas\w+|advanc\w+|ris(?:e|es|ing|en)|rose|progress\w*|climb\w*|gain\w*|add(?:s|ing)?|up|swell\w*|pace|clip|rate)\b|\+$",
    re.IGNORECASE,
)
_MORE = re.compile(
    r" (?:more|higher|greater|bigger|larger|up|extra|on top)(?: in value)?,? (?:(?:each|every|a|per) year|annually|p\.a)",
    re.IGNORECASE,
)
# A percentage of these is no growth of a market.
_NOT_GROWTH = re.compile(
    r"^ ?(?:a|per|each|every) (?:month|week|day|quarter|hour)\b|^,? (?:from|on|over|against|versus|compared (?:to|with)) (?:the |a )?(?:previous|prior|preceding|last|year (?:before|earlier|ago))\b|^ ?(?:of (?:the|all|patients|people|adults|its|their|users|respondents|total)|share|by value|market share|increase in (?:cases|patients))",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:grew|has grown|had grown|historical(?:ly)?|registered|recorded|witnessed|past|previous(?:ly)?|last (?:five|few|several) years)\b",
    re.IGNORECASE,
)


def growth_rates(document: Document) -> list[Found]:
    """Every rate of growth a year, the market's and its parts'."""
    found: list[Found] = []
    for clause in document.clauses:
        rates = percents(clause.text)
        asked = clause.section.endswith("?") and any(cue.search(clause.section) for cue in (_STRONG, _NAMED, _YEARLY))
        if not rates or not (asked or any(cue.search(clause.text) for cue in (_STRONG, _NAMED, _YEARLY))):
            continue
        stated = periods(clause.text)
        for order, rate in enumerate(rates):
            if _NOT_GROWTH.match(clause.text[rate.end :]):
                continue
            sure = sure_of_growth(clause.text, rate) or (0.6 if asked and not order else 0.0)
            if sure == 0:
                continue
            subject = subject_at(clause, rate.start, document.frame)
            if subject is OTHER:
                subject, sure = Subject(), sure - 0.15
            when = _period(clause.text, rate, stated, rates, order)
            # A span of years beside "a year" makes a rate of growth of it.
            sure = 0.8 if sure in {0.6, 0.7} and when is not None and when.kind == "period" else sure
            found.append(_rate(clause, rate, when, subject, sure))
    return found


def sure_of_growth(text: str, rate: Mention) -> float:
    """How surely a percentage is a rate of growth a year: the words near it say."""
    near = re.split(r"(?<![a-z.]\.[a-z])[.;] (?=[A-Z])|; ", text[max(0, rate.start - 110) : rate.start])[-1]
    after = re.split(r"\d ?%|[.;] (?=[A-Z])|; ", text[rate.end : rate.end + 60])[0]
    strong = [match.end() for match in _STRONG.finditer(near)]
    if strong:
        return 0.95 if not re.search(r"\d ?%", near[strong[-1] :]) else 0.55
    if _STRONG.search(after[:40]):
        return 0.9
    if _NAMED.search(near + after[:30]):
        return 0.75
    if _MORE.match(after):
        return 0.7
    yearly = _YEARLY.search(after.lstrip(" ,(")[:25])
    if yearly and (_GROWING.search(near) or len(near) < 30):
        return 0.7
    beside = yearly is not None and yearly.start() == 0
    return 0.6 if beside or (_YEARLY.search(near[-60:]) and _GROWING.search(near)) else 0.0


def _period(text: str, rate: Mention, stated: list[Mention], rates: list[Mention], order: int) -> Mention | None:
    """The period of a rate: the nearest that is no other rate's; `through 2028` gives only its end."""
    low = rates[order - 1].end if order else 0
    high = rates[order + 1].start if order + 1 < len(rates) else len(text)
    own = [item for item in stated if low <= item.start and item.end <= high] or ([] if len(rates) > 1 else stated)
    after = [item for item in own if item.start >= rate.end]
    before = [item for item in own if item.end <= rate.start]
    if after and (not before or after[0].start - rate.end <= rate.start - before[-1].end):
        return after[0]
    if before:
        return before[-1]
    since = re.search(
        r"\b(?:from|since|starting(?: in)?|beginning(?: in)?) (?=(?:19|20)\d\d\b)", text[rate.end : rate.end + 60]
    )
    if since:
        place = rate.end + since.end()
        return next((replace(year, last=0) for year in years(text) if year.start == place), None)
    until = re.match(r"\s*(?:CAGR )?(?:through|until|till|to|by|up to)\s+(?:the (?:end of|year) )?", text[rate.end :])
    if until:
        place = rate.end + until.end()
        return next((year for year in years(text) if year.start == place), None)
    return None


def _rate(clause: Clause, rate: Mention, when: Mention | None, subject: Subject, sure: float) -> Found:
    start, end = clause.start + rate.start, clause.start + rate.end
    span = (clause.start + when.start, clause.start + when.end) if when else None
    first = when.first if when and (when.kind == "period" or not when.last) else 0
    if when is not None and when.kind != "period":
        span = None  # "through 2028" gives the end of a period, which is no time by itself
    past = bool(_PAST.search(clause.text[: rate.start]))
    return Found(
        "CAGR", ((start, end), *((span,) if span else ())), value=(start, end), mention=rate, when=span, first=first, last=when.last if when else 0,
        about=subject, by="past" if past else "", confidence=round(sure, 2), doubts=() if when else ("no period stands beside this rate",),
    )  # fmt: skip
