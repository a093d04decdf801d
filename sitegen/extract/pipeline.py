"""Extraction, one call a stage, in the order of the picture.

Comes in: a text. Goes out: an `Extraction`: the document as read, what was found, and what was refused. Apart, because it
is the only module that knows all stages.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace

from sitegen.extract.frame import read_frame
from sitegen.extract.layout import clauses
from sitegen.extract.links import tie
from sitegen.extract.mentions import placeholders
from sitegen.extract.model import Document, Found, Kind
from sitegen.extract.normal import normalise
from sitegen.extract.places import GLOBAL, WORLD
from sitegen.extract.reviews import looks_like_review
from sitegen.extract.table import MARKET, REVIEW

__all__ = ["Extraction", "extract"]

_ANOTHER = re.compile(
    r"\b(?:stock|equity|share|bond|labou?r|jobs?|employment|housing|property|mortgage|money|capital|financial|credit|currency|forex|farmers?'?|flea|street|night|fish|cattle|christmas|covered|indoor|open[- ]air|bear|bull|derivatives|black|common|internal)'? markets?\b|\bmarkets? (?:halls?|stalls?|squares?|traders|days?|towns?|gardens?|stands?)\b",
    re.IGNORECASE,
)
_ACCOUNTS = re.compile(
    r"\b(?:net (?:sales|income|profit|loss|revenues?)|operating (?:profit|income|margin|result|cash flow)|EBITD?A?|earnings per share|EPS|order (?:intake|backlog)|organic growth|like-for-like|(?:first|second|third|fourth|last|current)[- ]quarter|Q[1-4]|guidance|shareholders|dividend|"
    r"half[- ]year|gross (?:margin|profit)|cash flow|free cash|share buyback|balance sheet|pre-?tax|quarterly (?:results|revenues?|sales)|GAAP|year earlier|turnover of the group)\b",
    re.IGNORECASE,
)
# "Acme raises $60 million to take on the kettle market"
_RAISES = re.compile(
    r"\b(?:raises?|secures?|closes?|lands|bags|nets|receives?|wins?) (?:[\w-]+ ){0,2}?(?:(?:[A-Z]{3} ?|US\$|[$\u20ac\u00a3\u20b9]) ?)\d",
    re.IGNORECASE,
)
_SOLD = re.compile(r"\b(?:vendors|suppliers|manufacturers|segments?)\b", re.IGNORECASE)
_MARKET = re.compile(r"\b(?:markets?|industry|sector|business)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Extraction:
    """`refused` are the spans of placeholders: figures that the publisher left out."""

    document: Document
    found: tuple[Found, ...] = ()
    refused: tuple[tuple[int, int], ...] = ()

    def of(self, measure: str) -> list[Found]:
        return [item for item in self.found if item.measure == measure]


def extract(text: str) -> Extraction:
    """Everything that the recognisers see in a text. A text that is no report yields nothing; no text raises."""
    normal = normalise(text)
    read = Document(normal, clauses(normal.text))
    document = replace(read, frame=read_frame(read))
    review = looks_like_review(document)
    rows = REVIEW if review else MARKET
    found: list[Found] = []
    for row in rows:
        found += [replace(item, recogniser=row.name) for item in row.find(document)]
    found = tie(document, found)
    where = next(
        (item.about.name for item in found if item.agreed and item.about.kind == "market" and item.about.name), ""
    )
    if (
        where
        and not (document.frame.geography and GLOBAL.search(_heading(document)))
        and document.frame.geography in {"", WORLD}
    ):
        document = replace(document, frame=replace(document.frame, geography=where))
    kind: Kind = "review" if review else "market" if _is_market(document, found) else "none"
    document = replace(document, frame=replace(document.frame, kind=kind))
    if kind == "none":
        return Extraction(document)
    found.sort(key=lambda item: (item.start, item.measure))
    return Extraction(document, tuple(found), tuple(placeholders(normal.text)))


def _heading(document: Document) -> str:
    title = document.frame.title
    return document.normal.text[slice(*title)] if title else ""


def _is_market(document: Document, found: list[Found]) -> bool:
    """A market report states sizes of more than one year, or a size or increment with a rate, of something sold."""
    if _teaches(document) or (_RAISES.search(_heading(document)) and not _MARKET.search(_heading(document))):
        return False
    found = [item for item in found if not _supposed(document, item)]
    sizes = [item for item in found if item.measure == "market size"]
    if sizes and all(map(_small, sizes)):
        return False
    accounts = _of_one_company(document)
    # A company's sales, past and hoped for, may agree with a rate of theirs as a market's sizes do.
    if any(item.agreed for item in found) and not (accounts and not _MARKET.search(document.normal.text)):
        return True
    if accounts or _of_another_sense(document):
        return False
    own = [item for item in sizes if item.confidence >= 0.7 and item.first]
    rates = [item for item in found if item.measure == "CAGR" and item.confidence >= 0.75]
    grown = [item for item in found if item.measure == "increment"]
    if len({item.first for item in own}) >= 2 and rates:
        return True
    if not document.frame.market:
        return False
    text = document.normal.text
    if not _MARKET.search(text) and not (grown and rates and _SOLD.search(text)):
        return False
    ahead = any(_foretells(document, item) for item in own)
    return bool(
        (own and rates)
        or (grown and rates)
        or (len({item.first for item in own}) >= 2 and ahead)
        or (rates and _report(document))
        or (own and ahead and _report(document))
        or (own and _report(document))
    )


_LESSON = re.compile(
    r"^\W*how (?:to|do(?:es)? (?:you|one)|we)\b|\bhow we (?:measure|size|estimate|count|forecast|work)\b|\bmethod(?:s|ology)? behind\b|\b(?:guide|introduction|primer|beginners?|tutorial|lesson|course|glossary|handbook|checklist|template|workshop|webinar|explained|made easy|step[- ]by[- ]step|tips|mistakes)\b",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(
    r"\b(?:invented|imaginary|imagined|hypothetical|fictional|fictitious|made-up|worked|simple) (?:example|figures?|numbers?|case)\b|\b(?:suppose|imagine|say you|let us (?:say|take|assume|suppose|imagine)|let's (?:say|take|assume)|assume (?:that|you|a|the)|for example, if)\b",
    re.IGNORECASE,
)
# "A market that grows from USD 100 million in 2020 to …": any market, and none that the text is about.
_ANY_MARKET = re.compile(
    r"(?:^\W*|[:;.] )(?:[Aa] market (?:that|which|of|worth|growing|valued)|[Ii]f|[Ss]uppose|[Ss]ay|[Ii]magine|[Aa]ssume|[Ll]et us|[Ll]et's)\b(?:[^.;]|\.\d)*$"
)
_YOU = re.compile(r"\b(?:you|your|yours|yourself)\b", re.IGNORECASE)
_SPOKEN_TO = 70
"""One "you" in so few words, and more than a few of them: the text speaks to its reader."""


def _teaches(document: Document) -> bool:
    """Whether a text tells its reader how markets are measured, with figures that are an example: two signs of three."""
    text = document.normal.text[:60_000]
    said = len(_YOU.findall(text))
    spoken_to = said >= 4 and said * _SPOKEN_TO >= len(text.split())
    return bool(_LESSON.search(_heading(document))) + bool(_SUPPOSED.search(text)) + spoken_to >= 2


def _supposed(document: Document, item: Found) -> bool:
    """Whether a figure is of a market that only might be: `if sales go from 100 to 150, the CAGR is 8.4%`."""
    if item.measure not in {"market size", "CAGR", "increment"}:
        return False
    at = item.spans[0][0]
    index = bisect_right(document.clauses, at, key=lambda clause: clause.start) - 1
    return index >= 0 and bool(_ANY_MARKET.search(document.normal.text[document.clauses[index].start : at]))


def _of_another_sense(document: Document) -> bool:
    """Whether the markets of the text are those of shares, work, houses or fruit."""
    said = len(re.findall(r"\bmarkets?\b", document.normal.text, re.IGNORECASE))
    other = len(_ANOTHER.findall(document.normal.text))
    return 0 < said <= other * 2


_LEAST = 1_000_000


def _small(item: Found) -> bool:
    """Whether a sum is less than any market is worth: that of a stall, a street or a fair."""
    return item.mention is not None and item.mention.kind == "money" and 0 < item.mention.plain < _LEAST


def _of_one_company(document: Document) -> bool:
    """Whether a text tells of a company's results in the words of accounts."""
    told = {match.group().lower() for match in _ACCOUNTS.finditer(document.normal.text)}
    return len(told) >= 3 or bool(_RAISES.search(_heading(document)))


def _foretells(document: Document, item: Found) -> bool:
    text = document.normal.text
    around = text[max(0, item.spans[0][0] - 120) : item.spans[0][1] + 60]
    return bool(
        re.search(
            r"\b(?:by|reach|projected|expect(?:s|ed)|forecasts?|anticipated|will|poised|predicted|set to|estimated|should)\b",
            around,
            re.IGNORECASE,
        )
    )


def _report(document: Document) -> bool:
    head = document.normal.text[:20_000]
    return len(re.findall(r"\bmarket\b", head, re.IGNORECASE)) >= 2 and bool(
        re.search(
            r"\bmarket (?:size|research|share|report|analysis|overview|value|was valued|is valued|outlook|growth|forecast)|\bglobal [\w -]{2,60}market\b|\bsegment",
            head,
            re.IGNORECASE,
        )
    )
