"""Developments: what a company did, and when.

Comes in: a document. Goes out: `Found`s of measure `development` whose `mention` is the date. Apart, because a date
beside a sum of money is something else.
"""

from __future__ import annotations

import re

from sitegen.extract.folded import Folded
from sitegen.extract.layout import Clause
from sitegen.extract.mentions import Mention, dates, years
from sitegen.extract.model import Document, Found

__all__ = ["developments"]

Span = tuple[int, int]
_LEADS_IN = re.compile(r"(?:\b[Ii]n|\b[Dd]uring|\A|[Ee]arly|[Ll]ate|mid-)\s*\Z")
_NEXT = re.compile(r";\s+(?:and )?|, and (?=in (?:[A-Z][a-z]+ )?20\d\d\b)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_VERB = Folded(
    r"\b(?:(?:launch|announc|acquir|unveil|introduc|partner|collaborat|approv|receiv|sign|expand|open|invest|releas|merg|agree|complet|finish|establish|form|secur|team|join|purchas|debut|start|initiat|rais|grant|clear|obtain|present|develop|commission|inaugurat|divest|add|clos|rebrand|extend|fil|select|upgrad|show|showcas|reveal|contract|issu|publish|list|float|switch|doubl|appoint|recall|licens|deliver|demonstrat|pick|rename|relocat|plac|order|enter|halt|cancel|suspend|resum|sponsor|hir|back|recruit|invest)(?:e?d|e?s|ing)"
    r"|announcement|partnership|collaboration|approval|agreement|acquisition|merger|entered into|brought|came into force|began|won|wins|bought|buys|sold|sells|took|takes over|set up|sets up|rolled out|rolls out|built|builds|struck|put|made|gave|tied up|went public|followed (?:suit )?(?=in\b|with\b)|said (?:(?:in|on) [^,;]{3,20} )?(?:that )?it (?:would|will|had|has)|withdrew|withdraws|lost|loses|sought|lifted|lowered|cut|cuts|shut|shuts|left|lit|teamed|spun off|commission\w*)\b"
)
_STRONG = re.compile(
    r"\b(?:launch(?:ed|ing)|launches (?=an?\b|the\b|its\b|new\b)|announc\w+|acquired|unveil\w*|introduced|partnered|collaborat\w+|approved|signed|opened|released|merged|completed|established|brought out|bought|won)\b",
    re.IGNORECASE,
)
# "China opened more gyms in 2023 than any other country" compares, and tells of no event.
_COMPARES = re.compile(r"\bmore (?:[\w-]+ ){1,4}(?:in (?:19|20)\d\d )?than\b", re.IGNORECASE)
_OF_A_STUDY = re.compile(
    r"\W*(?:[Aa]|[Tt]he|[Tt]his|[Oo]ur|[Aa]nother) (?:(?:new|recent|latest|\w+ing) )?(?:report|study|survey|analysis|forecast)\b"
)
# "When she opened her first shop in 2019 …": a story, and no news of a market.
_TOLD_ASIDE = re.compile(r"\W*(?:[Ww]hen|[Ss]ince|[Bb]efore|[Aa]fter|[Uu]ntil|[Aa]lthough|[Tt]hough|[Ii]f) ")
_PUBLICATION = re.compile(
    r"\b(?:published?(?! (?:its|her|his|the|an?|new)\b)|updated?|posted|prnewswire|globe newswire|business wire|report id|last update|press release|accessed|copyright|\d+ pages|corrected|newswire|announced (?:on [^,;]{0,40} )?that (?:the )?(?:global )?(?:[\w-]+ ){0,8}(?:market|demand|sales)\b|einpresswire)\b|/ ?--|\(GLOBE|^\W*(?-i:[A-Z]{4,})[^.;:]{0,60}\d{4} ?(?:\([^()]*\) ?)?--?\s",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(r"(?<![.!?] )(?<!^)\b[A-Z][\w&.-]+|^[^a-z]*[A-Z][\w&.'-]+ [A-Z]?")
_FORECAST = Folded(r"\b(?:cagr|expected to|projected to|forecast|is anticipated)\b|\bmarket (?:was|is) valued")


def developments(document: Document) -> list[Found]:
    """Dated events: a date, a name, a verb of doing, and no publication notice."""
    return [
        item
        for clause in document.clauses
        if _YEAR.search(clause.text)
        for start, end in _statements(clause)
        if (item := _told(clause, start, end)) is not None and not _PUBLICATION.search(clause.text[:160])
    ]


def _statements(clause: Clause) -> list[Span]:
    """The parts of a sentence between semicolons, of which each may tell of another event."""
    cuts = [match.end() for match in _NEXT.finditer(clause.text)]
    return list(zip([0, *cuts], [*cuts, len(clause.text)], strict=True))


def _told(clause: Clause, start: int, end: int) -> Found | None:
    text = clause.text[start:end]
    when = _when(text) if _YEAR.search(text) and not _FORECAST.search(text) else None
    if (
        when is None
        or (not when.month and _COMPARES.search(text))
        or _OF_A_STUDY.match(text)
        or (not when.month and _TOLD_ASIDE.match(text))
        or not (_VERB.search(text) or _dated_entry(text, when))
    ):
        return None
    if not _SOMEBODY.search(text[: when.start] + text[when.end :]):
        return None
    entry = re.match(r"\W*(?:19|20)\d\d ?(?:[:|]|--?|[\u2013\u2014]) ", text)
    if not when.month and not entry and (not _STRONG.search(text) or "%" in text):
        return None
    first = clause.start + start
    span = (first + when.start, first + when.end)
    return Found(
        "development", (span, (first, clause.start + end)), value=span, mention=when, when=span, first=when.first, last=when.last,
        confidence=0.75 if when.month else 0.55,
    )  # fmt: skip


def _dated_entry(text: str, when: Mention) -> bool:
    """`January 2024: Acme halted its mill`: an entry of a list of dates, whatever its verb."""
    return bool(when.month) and when.start <= 4 and bool(re.match(r"\s*[:|\t]|\s-\s|\s{2,}", text[when.end :]))


def _when(text: str) -> Mention | None:
    stated = dates(text)
    if stated:
        return stated[0]
    plain = [item for item in years(text) if _LEADS_IN.search(text, max(0, item.start - 12), item.start)]
    opens = plain and (plain[0].start < 12 or re.search(r"\b[Ii]n $", text[: plain[0].start]))
    return plain[0] if opens and len(years(text)) == 1 else None
