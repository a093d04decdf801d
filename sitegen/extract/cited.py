"""What a review tells of single studies that it cites: who responded, how many trials there are.

Comes in: a document. Goes out: `Found`s of `response`, `response count` and `number of studies`. Apart from `evidence`,
which reads tables: here a sentence gives a number, and the study is named by the mark of its reference.
"""

from __future__ import annotations

import re
from itertools import pairwise

from sitegen.extract.layout import Clause
from sitegen.extract.mentions import Mention, counts
from sitegen.extract.model import Document, Found, Subject
from sitegen.extract.reviews import PEOPLE

__all__ = ["responded", "responses", "study_counts", "subject_of"]

_OF = re.compile(rf" (?:out )?of (?:the )?(?=\w+ (?:[\w-]+ )?{PEOPLE}\b)")
_RESPONDED = re.compile(
    r"\b(?:responded|(?:were|was|became|remained) (?:\w+-)?(?:free|cured|healed|responders?)|achieved (?:a |an )?(?:\w+ ){0,2}(?:response|remission|freedom|cessation|resolution)|improved|recovered|relapsed)\b",
    re.IGNORECASE,
)
_NONE = re.compile(r"\bno (?:[\w-]+ (?:or |and ))?(?:[\w-]+ )?response\b(?! (?:rate|time|bias)|\w)", re.IGNORECASE)
_ONLY_IN = re.compile(
    r"\b(?:respons\w+|reduction|freedom|improvement|remission|cessation|resolution|effect)\b[^.;]{0,60}\b(?:only |but )in $",
    re.IGNORECASE,
)
_STUDIES = re.compile(
    r" (?:(?:small|large|randomi[sz]ed|controlled|clinical|single|such|further|additional) ){0,3}(?P<noun>RCTs?|trials?|studies|study)\b (?:comparing|that compared?|evaluating|assessing|which compared?)"
)
# "This has been shown in three trials of …": of what the sentence before it names.
_POINTS_BACK = re.compile(
    r"\W*(?:This|That|These|Those|It|They|Such|Both)\b(?! (?:review|study|trial|paper|article)s?\b)"
)
_MARK = re.compile(r"<sup>\s*(\d{1,3})\s*</sup>|\[(\d{1,3})\]")


def responded(text: str) -> bool:
    """Whether what follows a fraction says that so many responded to a treatment."""
    return bool(_RESPONDED.search(text))


def responses(document: Document) -> list[Found]:
    """`only one of nine patients responded`; `two patients responded`."""
    found = []
    for before, clause in _pairs(document):
        numbers = counts(clause.text)
        for none in _NONE.finditer(clause.text):
            item = Mention("count", *none.span(), "0")
            found.append(_found(document, before, clause, item, "response count", none.span(), 0.6))
        for order, item in enumerate(numbers):
            after = clause.text[item.end :]
            parted = _OF.match(after)
            total = next(
                (one for one in numbers[order + 1 : order + 2] if parted and one.start <= item.end + parted.end() + 1),
                None,
            )
            if (
                total is not None
                and _RESPONDED.search(clause.text, total.end)
                and int(item.amount) <= int(total.amount)
            ):
                noun = re.match(rf" (?:[\w-]+ )?{PEOPLE}\b", clause.text[total.end :])
                value = (item.start, total.end + (noun.end() if noun else 0))
                found.append(_found(document, before, clause, item, "response", value, 0.75))
                continue
            people = re.match(rf" {PEOPLE}\b", after)
            told = people and re.match(
                r" (?:\w+ly )?" + _RESPONDED.pattern.removeprefix(r"\b"), after[people.end() :], re.IGNORECASE
            )
            if (
                people
                and (told or _ONLY_IN.search(clause.text[: item.start]))
                and not re.search(r"\bof (?:the )?$", clause.text[: item.start])
            ):
                value = (item.start, item.end + people.end())
                found.append(_found(document, before, clause, item, "response count", value, 0.65))
    return found


def study_counts(document: Document) -> list[Found]:
    """`We found one trial comparing A and B`: a number of studies with what they compare."""
    found = []
    for before, clause in _pairs(document):
        for item in counts(clause.text):
            noun = _STUDIES.match(clause.text[item.end :])
            if noun is None or re.search(r"\d ?%|\bof (?:the )?$", clause.text[: item.start][-8:]):
                continue
            value = (item.start, item.end + noun.end("noun"))
            ours = re.search(r"\b(?:[Ww]e|review|search)\b[^.;]{0,40}$", clause.text[: item.start])
            one = _found(document, before, clause, item, "number of studies", value, 0.7)
            found.append(Found(one.measure, one.spans, value=one.value, mention=item, confidence=0.7) if ours else one)
    return found


def subject_of(document: Document, before: Clause | None, clause: Clause, place: int) -> Subject:
    """The cited trial, where the sentence speaks of a trial; else what the sentence, or the one before it, names first."""
    said = f"{clause.text} {before.text if before is not None else ''}"
    # A sentence that a page's end cut in two goes on with a small letter.
    if re.search(r"\b(?:trial|RCT)\b", said if clause.text[:1].islower() else clause.text):
        author = _cited(document, clause, place)
        if author:
            return Subject("study", author)
    if before is not None and _POINTS_BACK.match(clause.text):
        said = f"{before.text} {clause.text}"
    return Subject("named", said)


def _cited(document: Document, clause: Clause, place: int) -> str:
    """The first author of the reference whose mark follows a place of the clause."""
    normal = document.normal
    start, end = normal.span(clause.start + place, clause.end)
    mark = _MARK.search(normal.original, start, min(len(normal.original), end + 24))
    if mark is None:
        return ""
    number = mark[1] or mark[2]
    entry = re.search(rf"^\s*(?:- )?\[?{number}[.\]]\s+(?P<author>[A-Z][\w'-]+)", normal.original, re.MULTILINE)
    return entry["author"] if entry else ""


def _pairs(document: Document) -> list[tuple[Clause | None, Clause]]:
    """Each sentence with the one before it."""
    listed: tuple[Clause | None, ...] = (None, *document.clauses)
    return [(before, clause) for before, clause in pairwise(listed) if clause is not None and clause.kind == "sentence"]


def _found(
    document: Document,
    before: Clause | None,
    clause: Clause,
    item: Mention,
    measure: str,
    value: tuple[int, int],
    sure: float,
) -> Found:
    span = (clause.start + value[0], clause.start + value[1])
    subject = subject_of(document, before, clause, item.end)
    return Found(measure, (span,), value=span, mention=item, about=subject, confidence=sure)
