"""What a figure in a clause is about: the whole market, a place, a segment, or nothing of ours.

Comes in: a clause, the place of the figure in it, the frame. Goes out: a `Subject`. Apart, because mistaking a
country's figure for the market's is the commonest error of all.
"""

from __future__ import annotations

import re
from functools import lru_cache

from sitegen.extract.folded import Folded, holds, small
from sitegen.extract.layout import Clause
from sitegen.extract.model import Frame, Subject
from sitegen.extract.names import market_phrases
from sitegen.extract.places import GLOBAL, find_places, same_place
from sitegen.extract.stacks import OPENS_BY, dimension_named

__all__ = ["OTHER", "STAGE", "subject_at"]

OTHER = Subject("other")
# Every way begins with its mark, so that the search can leap to it.
STAGE = Folded(r";\s|\.(?<!\b[a-z]\.)\s(?=[a-z])|w(?<!\ww)(?:hile|hereas)\b|, but\b| but\b")
_SEGMENT = re.compile(
    r"\b(?:the |by )?((?:(?!our|my|their|his|her\b)[\w&/+'-]+ ){0,5}?(?!our|my|their|his|her\b)[\w&/+'-]+) (?:segment|sub-?segment|category|sub-?market|vertical|channel)\b(?!s)(?! (?:size|share|check|survey|research|interview)s?)",
    re.IGNORECASE,
)
# A sum that follows "the market was worth" is the market's, whatever is said before or after.
_TOLD = Folded(
    r"\b(?:market|industry|sector|business|consumption|demand)(?: (?:size|value|revenue)| (?:for|in|of) (?:[\w-]+ ){1,6}?)? ?\b(?:is|was|rose|grew|fell|climbed|came|will|to|had|has|stood|reached|generated|accounted|amounted|at|size|value|revenue|could|should|would|may|might)\b"
)
_LEADING_RANK = re.compile(
    r"^(?:type|segment|product|application|region|country|crop type|mode|category|company)\b.*\b(?:largest|fastest|grows|leading)",
    re.IGNORECASE,
)
# Money that is in a market report without being the size of a market: it is dealt with, or it is a company's.
_DEALT = (
    r"invest(?:s|ed|ing|ments?)?|fund(?:s|ed|ing)?|rais(?:ed|es|ing)|acquir\w+|acquisition|merger|takeover|deal|pact|partnership|round|series [a-f]|set aside|grants?|contracts?|budget|subsid(?:y|ies|i[sz]ed)|"
    r"donat\w+|loans?|fines?|penalt\w+|damages|saves?|savings?|costs?|priced|(?<!current )(?<!constant )(?<!retail )(?<!at )(?<!selling )prices?|salary|wages?|pay bill|"
    r"allocat\w+|appropriat\w+|pledg\w+|stimulus|relief|(?<!world )(?<!people )(?<!shoppers )(?<!consumers )(?<!households )(?<!buyers )(?<!customers )(?<!families )(?:bought|buys?|buying)(?! (?:[a-z]+ ){0,2}\d[\d,.]*(?: million)? [a-z])|sold for|sells? for|paid|pays?|fees?|wiping|wiped|market cap\w*|trading|"
    r"fetch(?:es|ed)?|net income|profits?|earnings|shares? (?:rose|fell)|dividend|debt|ipo|valuation of the company|gdp|exports?|imports?|loss(?:es)?|lost sales|tax(?:es)?|ebitda|backlog|pipeline|plant worth|facility worth"
)
_UNRELATED = Folded(
    rf"\b(?:{_DEALT}|(?:its|their|his|her|our|the (?:company|firm|group|maker|chain|retailer)'s|company|group|quarterly|(?:first|second|third|fourth)[- ]quarter|(?:full|half)[- ]year) (?:annual |net |total )?(?:revenues?|sales|turnover))\b"
)
_UNRELATED_AFTER = re.compile(
    rf"[\s)]*(?:,? ?(?:in|of|worth of|on|as|for|from) (?:an? |the |its )?(?:[\w-]+ ){{0,3}}?(?:{_DEALT})\b|(?:per|a|each) (?:unit|person|patient|head|capita|tonne|ton|kg|litre|barrel|day|hour|share|piece|metre|employee|household)\b|(?:{_DEALT})\b)",
    re.IGNORECASE,
)


# A look that costs less than the pattern.
_STEMS = ("invest", "fund", "rais", "acqui", "merger", "takeover", "deal", "pact", "partnership", "round", "series", "set aside", "grant", "contract", "budget", "subsid", "donat", "loan", "fine", "penalt", "damage", "sav", "cost", "price", "salar", "wage", "pay",
          "alloc", "approp", "pledg", "stimul", "relief", "bought", "buy", "sold", "sell", "paid", "fee", "wip", "market cap", "trading", "net ", "fetch", "profit", "earning", "shares", "dividend", "debt", "ipo",
          "valuation", "gdp", "export", "import", "loss", "tax", "ebit", "backlog", "pipeline", "worth", "revenue", "sales", "turnover")  # fmt: skip


_PRICED_AT = re.compile(r"\b(?:at|in) (?:[\w-]+ ){0,3}prices\b", re.IGNORECASE)
"""At which prices a market is counted says nothing of what the sum is."""


def _unrelated(near: str) -> bool:
    near = _PRICED_AT.sub(" ", near) if "prices" in near.lower() else near
    return holds(near.lower(), _STEMS) and bool(_UNRELATED.search(near))


def _without(near: str, market: str) -> str:
    """The words without the market's own name: pipeline compressors are no pipeline of orders."""
    return (
        re.sub(re.escape(market), "goods", near, flags=re.IGNORECASE)
        if market and market.lower() in near.lower()
        else near
    )


_PARTS = ("segment", "category", "submarket", "sub-market", "vertical", "channel")
_NAMED_MARKET = (
    "market",
    "industry",
    "sector",
    "trade",
    "revenue",
    "sales",
    "spending",
    "demand",
    "turnover",
    "expenditure",
)


# "Africa was the world's fastest region" is about Africa.
_SUPERLATIVE = re.compile(
    r"\bthe world's (?:[\w-]+ )?(?:fastest|largest|biggest|leading|most)\b|\b(?:fastest|largest|biggest|most) [\w -]{0,30}in the world\b",
    re.IGNORECASE,
)


_OF_THE_WORLD = ("global", "world", "international", "the globe")


# "By way of comparison, the market for … was worth …"
_BESIDE = Folded(r"\b(?:by way of|for|in|as a) comparison\b")


_UP_TO_VERB = re.compile(
    r" (?:is|are|was|were|has|have|had|will|should|would|accounts?|accounted|held|holds?|led|leads?|took|takes?|made|makes?|generated|reached|captured|stood|contributed|dominated|remains?|grew|grows?|brought|brings?)\b"
)


def subject_at(clause: Clause, place: int, frame: Frame) -> Subject:
    """The subject of a figure that begins at `place` of the clause's text."""
    text = clause.text
    lower = small(text)
    if "comparison" in lower and _BESIDE.search(text):
        return Subject("other market", text[:place].strip())
    start = 0
    for match in STAGE.finditer(text, 0, place):
        start = match.end()
    opens = OPENS_BY.match(text)
    if opens and not start and dimension_named(opens["name"]) and not holds(lower[opens.end() : place], _NAMED_MARKET):
        # "By type, folding models were worth …": a part's, though nothing calls it a segment.
        return Subject("segment", _UP_TO_VERB.split(text[opens.end() : place], maxsplit=1)[0].strip(" ,"))
    before = text[max(start, opens.end()) if opens and opens.end() <= place else start : place]
    stop = STAGE.search(text, place)
    after = text[place : stop.start() if stop else len(text)]
    told = [match.end() for match in _TOLD.finditer(before)]
    near = before[max(len(before) - 90, told[-1] if told else 0, 0) :]
    if _unrelated(_without(near, frame.market)) or _UNRELATED_AFTER.match(_behind(after)):
        return OTHER
    if clause.kind == "field" and _LEADING_RANK.search(clause.label):
        return Subject("segment", re.split(r"[,(]", clause.body)[0].strip())
    segment = None
    if holds(lower, _PARTS):
        segment = _SEGMENT.search(before) or (None if re.search(r"\bmarket\b", before) else _SEGMENT.search(after[:80]))
    if segment and not re.search(r"\b(?:by|each|every|per|which)$", segment[1].strip(), re.IGNORECASE):
        own = bool(frame.market) and segment[1].strip().lower().endswith(frame.market.lower())
        return Subject() if own else Subject("segment", segment[1].strip())
    other = _other_market(clause, before, frame) if holds(lower[:place], _NAMED_MARKET) else ""
    if other:
        return Subject("other market", other)
    if holds(lower[:place], _OF_THE_WORLD) and GLOBAL.search(_SUPERLATIVE.sub(" ", before)):
        return Subject()
    return _place(clause, place, (start, stop.start() if stop else len(text)), frame)


def _place(clause: Clause, place: int, stage: tuple[int, int], frame: Frame) -> Subject:
    """The place that a figure is of: named before it, behind it after "in", or in the heading above; else the market."""
    text = clause.text
    start, before = stage[0], text[stage[0] : place]
    limit = min(place + 60, stage[1])
    placed = find_places(text)
    named = [name for at, to, name in placed if start <= at and to <= place and not _of_the_frame(name, frame)]
    if not named and not re.search(r"\bmarket\b", before):
        named = [
            name
            for at, to, name in placed
            if place <= at
            and to <= limit
            and re.search(r"\bin (?:the )?$", text[place:at])
            and not _of_the_frame(name, frame)
        ]
    if named:
        return Subject("place", named[-1])
    if "market" not in clause.section:
        return Subject()
    heading = [name for _, _, name in find_places(clause.section.title()) if not _of_the_frame(name, frame)]
    if heading and not GLOBAL.search(clause.section + before):
        return Subject("place", heading[0])
    return Subject()


_FIGURE = re.compile(
    r"[^\sA-Za-z]*(?:[A-Z]{2,3}\$?)? ?[\d.,]+ ?(?:-?(?:thousand|million|billion|trillion|crore|lakh|[mbMB]n|[mbMB])\b)?(?: (?:dollars|euros|pounds|yen|won|yuan|rupees))?"
)


def _behind(after: str) -> str:
    """What follows the figure itself."""
    figure = _FIGURE.match(after)
    return after[figure.end() :] if figure else after


def _other_market(clause: Clause, before: str, frame: Frame) -> str:
    """The name of a market that shares no word with the document's own."""
    said = clause.label + " " if clause.kind == "field" else ""
    phrases = market_phrases(said + before)
    if not phrases or not frame.market:
        return ""
    name = (said + before)[slice(*phrases[-1])]
    words, own = _stems(name), _stems(frame.market)
    if not words or words & own or words <= _GENERIC_STEMS:
        return ""
    return "" if any(same_place(name, place) for _, _, place in find_places(name)) else name


_GENERIC = frozenset(
    [
        "value",
        "size",
        "revenue",
        "sales",
        "forecast",
        "estimated",
        "projected",
        "regional",
        "domestic",
        "local",
        "overall",
        "total",
        "whole",
        "end",
        "user",
        "target",
        "parent",
        "mass",
        "retail",
        "consumer",
        "market",
        "product",
        "service",
        "segment",
        "country",
        "north",
        "south",
        "east",
        "west",
        "latin",
        "central",
        "asia",
        "pacific",
        "europe",
        "european",
        "american",
        "african",
        "national",
        "niche",
        "growing",
        "emerging",
    ]
)


@lru_cache(maxsize=1 << 10)
def _stems(name: str) -> frozenset[str]:
    return frozenset(word.rstrip("s")[:6] for word in _WORD.findall(name.lower()))


_WORD = re.compile(r"[a-z]{3,}")
_GENERIC_STEMS = frozenset(word.rstrip("s")[:6] for word in _GENERIC)


def _of_the_frame(name: str, frame: Frame) -> bool:
    return bool(frame.geography) and same_place(name, frame.geography)
