"""Sizes: sums of money or volumes that a market has, had or will have in a year, and increments, kept apart.

Comes in: a document with its frame. Goes out: `Found`s of measure `market size` or `increment`. Apart, because binding a
sum to its year and its subject is the heart of extraction.
"""

from __future__ import annotations

import re
from dataclasses import replace

from sitegen.extract.folded import Folded, holds
from sitegen.extract.layout import Clause
from sitegen.extract.mentions import Mention, money, periods, years
from sitegen.extract.model import UNTOLD, Document, Found, Subject
from sitegen.extract.subjects import OTHER, subject_at

__all__ = ["increments", "sizes"]

_LEAST = 100_000
"""Units of money that a market is worth at least, where no year stands beside the sum."""
_CUE = Folded(
    r"\b(?:markets?|industry|sector|business|revenues?|sales|turnover|size|valu(?:e|ed|es|ation)|worth|spending|demand|consumption|production|shipments|output|"
    r"trade|bill|pays?|reach|turned over|turns over|takings|generat\w+|account\w* for|stood at|amount\w* to|totall?ed|exceed|surpass|cross|climb|touch|hit|estimated|project(?:ed|s)?|outlays?|laid out|premiums?|anticipated|expected|forecast\w*|"
    r"billion (?:in|by)|estimates?|(?:people|consumers|shoppers|buyers|households|customers|users|families|patients|guests|owners|farmers|travellers|drivers|britons|americans|the world) (?:[\w-]+ ){0,3}?spen[dt]s?)\b"
)
_MARKET_CUE = Folded(r"\b(?:markets?|industry|sector|revenues?|sales|valued|valuation|worth|size|value)\b")
_INCREMENT = Folded(
    r"\b(?:(?:grow|increase|expand|rise|climb|swell|gain|widen|progress|go up)(?:s|ing|n)? (?:in (?:size|value) )?by|adding|adds?|add up|increment(?:al|s)?|growth of|an increase of|increase of|gain of|"
    r"opportunit(?:y|ies) (?:of|worth)|by another|absolute (?:dollar )?(?:growth|opportunity)|growth in money|"
    # The row of a table of attributes: "Market growth 2024-2028: USD 2.1 billion".
    r"market growth\W*(?:\d{4}\W+(?:to )?\d{4}\W*)?[:|\t])\W*(?:of |worth |about |around |over |nearly |approximately |an? |at |to |is |another |some |opportunity |estimated |market |growth |revenue |more than )*$"
)
_INCREMENT_STEMS = ("grow", "increas", "expand", "ris", "climb", "swell", "gain", "widen", "progress", "go up", "going up", "gon up", "add", "increment", "opportunit", "another", "absolute")  # fmt: skip
# "Down from EUR 3 million a year earlier": the year is none that is printed.
_EARLIER = re.compile(
    r",? ?(?:in )?(?:(?:a|one|the) year (?:before|earlier|ago|prior)|(?:the )?(?:previous|prior|preceding|current|present|running) year|(?:today|now|currently|at present)\b|\w+ years (?:before|earlier|ago))\b",
    re.IGNORECASE,
)
# The line that sells the report.
_PRICE = Folded(
    r"\b\d+ pages\b|\bpages? ?[:|]|\b(?:single|multi|corporate|enterprise)[- ]user|\bprice ?[:|(]|\blicen[cs]e\b|\bbuy now\b|\badd to cart\b"
)
_PRICE_STEMS = ("page", "user", "price", "licen", "buy now", "add to cart")
_GLUE = frozenset(
    [
        "in",
        "by",
        "the",
        "end",
        "of",
        "year",
        "during",
        "for",
        "at",
        "as",
        "until",
        "till",
        "through",
        "fy",
        "cy",
        "around",
        "and",
        "a",
    ]
)
_AHEAD = re.compile(
    r"^[\s,(:;|-]*(?:(?:in|by|for|during|until|till|at|the|end|of|as|year|fy|USD|forecast)\b[\s,(]*)*$", re.IGNORECASE
)


def sizes(document: Document) -> list[Found]:
    """Every sum that is the size of a market or of a part of it."""
    found: list[Found] = []
    for index, clause in enumerate(document.clauses):
        if money(clause.text):
            found += _in_clause(document, index)
    return found


def increments(document: Document) -> list[Found]:
    """Sums by which a market grows over a period: `will grow by USD 2.1 billion during 2024-2028`."""
    found = []
    for clause in document.clauses:
        for item in money(clause.text):
            if not _is_increment(clause.text, item) or not item.amount:
                continue
            span = next((period for period in periods(clause.text)), None)
            subject = subject_at(clause, item.start, document.frame)
            found.append(_found(clause, item, "increment", subject, span, 0.8, ()))
    return found


def _is_increment(text: str, item: Mention) -> bool:
    """Whether the words that lead up to a sum make it what something grows by."""
    near = text[max(0, item.start - 90) : item.start]
    return holds(near.lower(), _INCREMENT_STEMS) and bool(_INCREMENT.search(near))


def _in_clause(document: Document, index: int) -> list[Found]:
    clause = document.clauses[index]
    sums = [item for item in money(clause.text) if not _is_increment(clause.text, item)]
    sums = [_with_currency(_as_written(item, document), clause) for item in sums if not _priced(clause.text, item)]
    if not sums:
        return []
    told = bool(_CUE.search(clause.text)) or bool(_CUE.search(clause.section))
    bound = [
        None if _EARLIER.match(clause.text, item.end) else year
        for item, year in zip(sums, _bind(clause.text, sums), strict=True)
    ]
    bound = [year or _end_of_period(clause.text, item) for item, year in zip(sums, bound, strict=True)]
    stated = [(_in_known_currency(document, index, item, year), year) for item, year in zip(sums, bound, strict=True)]
    found = []
    for item, year in stated:
        if item is None or (item.kind == "volume" and not year):
            continue
        if year is None and item.kind == "money" and item.plain < _LEAST:
            continue  # what one piece costs
        bare = not told and not _only_figures(clause.text) and not (clause.kind == "field" and year is not None)
        if bare and year is None:
            continue
        subject = subject_at(clause, item.start, document.frame)
        subject = _meant(document, index) if subject == Subject() and _IT.match(clause.text) else subject
        if subject is OTHER:
            continue
        sure = (
            0.55 + (0.2 if year else 0) + (0.15 if _MARKET_CUE.search(clause.text) else 0) + (0.05 if item.unit else 0)
        )
        # A sum of which nothing says that it is a market's counts where a rate bears it out.
        sure = UNTOLD if bare else sure
        doubts = () if year else ("no year stands beside this sum",)
        found.append(_found(clause, item, "market size", subject, year, sure, doubts))
    return found


def _end_of_period(text: str, item: Mention) -> Mention | None:
    """`between 2024 and 2029 to reach GBP 140 million`: the last year of the period is the sum's."""
    if not _TOWARDS.search(text[: item.start]):
        return None
    before = [period for period in periods(text) if period.end <= item.start <= period.end + 60]
    if not before or money(text[before[-1].end : item.start]):
        return None
    last = before[-1]
    return replace(last, kind="year", start=max(last.start, last.end - 4), first=last.last)


def _as_written(item: Mention, document: Document) -> Mention:
    """`1.498 million` is 1498 million in a document whose numbers have a decimal comma."""
    thousand = document.frame.comma and re.fullmatch(r"\d{1,3}\.\d{3}", item.amount)
    return replace(item, amount=item.amount.replace(".", "")) if thousand else item


# "Vendors shipped 96.4 million cameras"
_SHIPPED = re.compile(
    r"\b(?:shipped|sold|delivered|produced|installed|bought|shipments of|sales of|deliveries of)(?: (?:about|around|nearly|almost|some|roughly|over|more than))* $"
)
_PIECES = re.compile(r" (?!(?:of|in|on|at|for|to|from|more|less|and|or|a|the|people|customers|users|patients)\b)[a-z]")


def _in_known_currency(document: Document, index: int, item: Mention, year: Mention | None) -> Mention | None:
    """A sum with its currency, which the sentences before it may have to give; nothing for a number that is no money."""
    clause = document.clauses[index]
    if item.kind != "money" or item.unit or _bare_is_money(clause, item):
        return item
    if item.magnitude and _SHIPPED.search(clause.text[: item.start]) and _PIECES.match(clause.text, item.end):
        return replace(item, kind="volume", unit="units")
    if year is None or not _TOLD_BARE.search(clause.text[: item.start]):
        return None
    for before in reversed(document.clauses[max(0, index - 3) : index]):
        units = [one.unit for one in money(before.text) if one.kind == "money" and one.unit]
        if units:
            return replace(item, unit=units[-1])
    return None


_IT = re.compile(r"(?:It|This segment|The segment|This category|The category|These|They)\b")
_SEGMENT_BEFORE = re.compile(
    r"(?:\d+(?:\.\d+)*\.? )?(?:The )?((?:[\w&/-]+ ){1,5}?)(?:segment|category|sub-?segment)s?\b", re.IGNORECASE
)


def _meant(document: Document, index: int) -> Subject:
    """Whom "it" means: the segment with which the sentence before begins, else the market."""
    before = _SEGMENT_BEFORE.match(document.clauses[index - 1].text) if index else None
    return Subject("segment", before[1].strip()) if before else Subject()


def _priced(text: str, item: Mention) -> bool:
    """Whether a sum is what the report itself costs."""
    near = text[max(0, item.start - 45) : item.end + 25]
    return (
        holds(near.lower(), _PRICE_STEMS)
        and bool(_PRICE.search(near))
        and not _MARKET_CUE.search(text[max(0, item.start - 60) : item.start])
    )


def _found(
    clause: Clause,
    item: Mention,
    measure: str,
    subject: Subject,
    when: Mention | None,
    sure: float,
    doubts: tuple[str, ...],
) -> Found:
    start, end = clause.start + item.start, clause.start + item.end
    span = (clause.start + when.start, clause.start + when.end) if when else None
    return Found(
        measure, ((start, end), *((span,) if span else ())), value=(start, end), mention=item, when=span,
        first=when.first if when else 0, last=when.last if when else 0, about=subject, confidence=round(sure, 2), doubts=doubts,
    )  # fmt: skip


def _with_currency(item: Mention, clause: Clause) -> Mention:
    """A bare `36.1 Billion` takes the currency that stands beside it: `USD, 2024`, `(USD billion)`."""
    if item.unit or item.kind != "money":
        return item
    beside = re.search(r"\b(USD|EUR|GBP|INR|JPY|CNY)\b|(US\$|[$€£₹¥])(?! ?\d)|\b(dollars|euros)\b", clause.text)
    if beside is None:
        return item
    code = {"US$": "USD", "$": "USD", "€": "EUR", "£": "GBP", "₹": "INR", "¥": "JPY", "dollars": "USD", "euros": "EUR"}
    return replace(item, unit=code.get(beside.group(), beside.group()))


def _bare_is_money(clause: Clause, item: Mention) -> bool:
    return bool(
        re.search(
            r"market size|value|revenue|\bsales\b", (clause.label or clause.text[: item.start])[-60:], re.IGNORECASE
        )
    )


def _only_figures(text: str) -> bool:
    """`2022: around USD 31.4 billion.`: next to nothing but a year and a sum."""
    rest = re.sub(
        r"[\d.,:$€£%()|-]+|\b(?:USD|US|EUR|GBP|million|billion|trillion|around|about|over|nearly|bn|mn)\b",
        " ",
        text,
        flags=re.IGNORECASE,
    )
    return len(rest.split()) <= 2


# "…, to EUR 9 million": the year of the sum before is not this one's.
_NEARLY = r"(?: (?:about|around|nearly|over|some|almost|roughly|approximately))? $"
_TOWARDS = re.compile(rf"\b(?:to|reach(?:es|ing)?|hit(?:ting)?){_NEARLY}", re.IGNORECASE)
_TOLD_BARE = re.compile(rf"\b(?:to|be|was|is|at|of|reach(?:es|ing)?|hit(?:ting)?){_NEARLY}", re.IGNORECASE)


def _bind(text: str, sums: list[Mention]) -> list[Mention | None]:
    """One year for each sum: the one with the fewest words between them; a year serves its nearest sum first."""
    spans = [(item.start, item.end) for item in sums]
    stated = years(text)
    ranked = sorted(
        (gap, index, order)
        for index, (start, end) in enumerate(spans)
        for order, year in enumerate(stated)
        if (gap := _gap(text, start, end, year, spans)) is not None and not _bracketed(text, year, (start, end))
    )
    chosen: dict[int, Mention] = {}
    used: set[int] = set()
    for _, index, order in ranked:
        if index not in chosen and order not in used:
            chosen[index] = stated[order]
            used.add(order)
    for _, index, order in ranked:
        if not _TOWARDS.search(text[: spans[index][0]]):
            chosen.setdefault(index, stated[order])
    return [chosen.get(index) for index in range(len(sums))]


def _bracketed(text: str, year: Mention, span: tuple[int, int]) -> bool:
    """Whether a year stands in a bracket with a sum of its own: `61.9 million (2023: 57.4 million)`."""
    start, end = text.rfind("(", 0, year.start), text.find(")", year.end)
    inside = start >= 0 and end >= 0 and ")" not in text[start : year.start]
    return inside and not start < span[0] < end and bool(money(text[start : end + 1]))


def _gap(text: str, start: int, end: int, year: Mention, others: list[tuple[int, int]]) -> float | None:
    """How far a year stands from a sum, in words that mean something; None where another sum stands between."""
    low, high = (end, year.start) if year.start >= end else (year.end, start)
    if high < low or high - low > 220:
        return None
    between = text[low:high]
    crossed = sum(low <= at < high for at, _ in others)
    if re.search(r"[;]\s|\.\s[A-Z]", between):
        return None
    words = [word for word in re.findall(r"[A-Za-z]+", between.lower()) if word not in _GLUE]
    commas = between.count(",") + between.count(" while ")
    if year.start >= end:
        if _AHEAD.match(between):
            return 0.0 + 20 * crossed
        return len(words) + 1.5 + 3 * commas + 20 * crossed
    return len(words) * 0.9 + 0.4 + commas * 0.5 + 20 * crossed
