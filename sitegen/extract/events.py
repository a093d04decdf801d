"""Developments: what a company did, and when.

Comes in: a document. Goes out: `Found`s of measure `development` whose `mention` is the date. Apart, because a date
beside a sum of money is something else.
"""

from __future__ import annotations

import re

from sitegen.extract.layout import Clause
from sitegen.extract.mentions import Mention, dates, years
from sitegen.extract.model import Document, Found

__all__ = ["developments"]

_YEAR = re.compile(r"(?:19|20)\d\d")
_VERB = re.compile(
    r"\b(?:launch\w*|announc\w+|acquir\w+|brought out|unveil\w*|introduc\w+|partner\w*|collaborat\w+|approv\w+|received|signed|expand\w+|opened?|opens|invest(?:ed|s)|releas\w+|merg\w+|"
    r"agreed|complet\w+|enter\w+ into|establish\w+|form(?:ed|s)|won|secured|teamed|joined|bought|purchas\w+|sold|debut\w*|began|started|starts|initiat\w+|raised|granted|cleared|set up|took over|rolled out|"
    r"obtained|presented|developed|commission\w*|inaugurat\w+|divest\w+|acquisition|added|adds|built|closed|struck|put|rebranded|extended|filed|selected|upgraded|made|gave|showed|showcased|revealed|contract\w*|tied up|took|picked|issued)\b",
    re.IGNORECASE,
)
_STRONG = re.compile(
    r"\b(?:launch\w*|announc\w+|acquired|unveil\w*|introduced|partnered|collaborat\w+|approved|signed|opened|released|merged|completed|established|brought out|bought|won)\b",
    re.IGNORECASE,
)
_PUBLICATION = re.compile(
    r"\b(?:published?|updated?|posted|prnewswire|globe newswire|business wire|report id|last update|press release|accessed|copyright|corrected|newswire|einpresswire)\b|/ ?--|\(GLOBE",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(r"(?<![.!?] )(?<!^)\b[A-Z][\w&.-]+|^[^a-z]*[A-Z][\w&.'-]+ [A-Z]?")
_FORECAST = re.compile(
    r"\b(?:CAGR|expected to|projected to|forecast|is anticipated)\b|\bmarket (?:was|is) valued", re.IGNORECASE
)


def developments(document: Document) -> list[Found]:
    """Dated events: a date, a name, a verb of doing, and no publication notice."""
    found: list[Found] = []
    for clause in document.clauses:
        if (
            not _YEAR.search(clause.text)
            or _PUBLICATION.search(clause.text[:160])
            or not _VERB.search(clause.text)
            or _FORECAST.search(clause.text)
        ):
            continue
        when = _when(clause)
        if when is not None and not when.month and (not _STRONG.search(clause.text) or "%" in clause.text):
            continue
        if when is None or not _SOMEBODY.search(_rest(clause.text, when)):
            continue
        span = (clause.start + when.start, clause.start + when.end)
        whole = (clause.start, clause.end)
        found.append(
            Found(
                "development",
                (span, whole),
                value=span,
                mention=when,
                when=span,
                first=when.first,
                last=when.last,
                confidence=0.75 if when.month else 0.55,
            )
        )
    return found


def _when(clause: Clause) -> Mention | None:
    stated = dates(clause.text)
    if stated:
        return stated[0]
    plain = [
        item
        for item in years(clause.text)
        if re.search(r"(?:\b[Ii]n|\b[Dd]uring|^|[Ee]arly|[Ll]ate|mid-)\s*$", clause.text[: item.start])
    ]
    opens = plain and (plain[0].start < 12 or re.search(r"\b[Ii]n $", clause.text[: plain[0].start]))
    return plain[0] if opens and len(years(clause.text)) == 1 else None


def _rest(text: str, when: Mention) -> str:
    return text[: when.start] + text[when.end :]
