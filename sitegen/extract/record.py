"""What a report or a review says of itself as a document: title, authors, eligibility, attributes of the report.

Comes in: a document. Goes out: `Found`s. Apart from what is found of the subject, because readers cite by these.
"""

from __future__ import annotations

import re

from sitegen.extract.lists import members
from sitegen.extract.model import Document, Found

__all__ = ["authors", "eligibility", "report_attributes", "titles"]

_NAME = r"(?:[A-ZÀ-Þ][\w'’-]*\.?|de|da|del|di|la|van|von|der|den|bin|al|el)"
_PERSON = re.compile(rf"[A-ZÀ-Þ][\w'’-]*\.?(?: {_NAME}){{1,4}}(?:,? (?:MD|PhD|MSc|MPH|RN|Dr))*")
_INITIALS = re.compile(r"[A-ZÀ-Þ][\w'’-]+ [A-Z]{1,3}")
_ELIGIBLE = re.compile(
    r"\beligib\w+|\b(?:inclusion|exclusion|selection) criteri\w+|\b[Ww]e (?:only )?(?:included|considered|excluded)\b(?! \d)|\b(?:studies|trials|RCTs|reviews|articles) (?:that \w+ [^.;]{3,80} )?were (?:included|eligible|considered|excluded) (?:if|when|only|where|that)\b",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"(?:report )?(?P<name>currency(?: and unit)?|unit|market (?:unit|currency)|(?:forecast|quantitative) units?|customi[sz]ation(?: (?:option|scope|offered|available))?|pages|no\. of pages|number of pages|report (?:id|code|format)|delivery(?: (?:format|mode|time))?|"
    r"format|publi(?:shed|cation)(?: date)?|(?:date )?published|tables?(?: (?:and|&) figures)?|number of tables|pricing(?: and purchase options)?|analyst support|licen[cs]e(?: type)?)",
    re.IGNORECASE,
)
_UNIT = re.compile(r"currency|unit", re.IGNORECASE)


def titles(document: Document) -> list[Found]:
    """The title, where it is short enough to be quoted."""
    title = document.frame.title
    return [Found("title", (title,), value=title, confidence=0.85)] if title else []


def authors(document: Document) -> list[Found]:
    """A line of personal names below the title, or behind `Authors:`."""
    text = document.normal.text
    title = document.frame.title
    for clause in document.clauses[:14]:
        if title is not None and clause.start <= title[0] < clause.end:
            continue
        labelled = clause.kind == "field" and re.fullmatch(r"authors?|by|written by", clause.label, re.IGNORECASE)
        start = clause.start + (clause.cut if labelled else 0)
        stop = re.search(r"[.;](?=\s+[A-Z][\w]+ (?:of|for|[A-Z]\w+ \w+)|\s*$)", text[start : clause.end])
        end = start + stop.start() if stop else clause.end
        spans = [_bare(text, *span) for span in members(text, start, end)]
        people = [span for span in spans if _is_person(text[span[0] : span[1]])]
        if people and len(people) == len(spans) and (len(people) >= 2 or labelled):
            return [Found("authors", (people[0],), members=tuple(people), confidence=0.8)]
    return []


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """A name without the marks of footnotes and affiliations behind it."""
    marks = re.search(r"[\s\d*†‡§,]+$", text[start:end])
    return start, start + marks.start() if marks else end


def _is_person(name: str) -> bool:
    if re.search(
        r"\d|\b(?:University|Hospital|Institute|Department|Journal|School|Review|Market|Centre|Center|Research|Medical|Abstract)\b",
        name,
    ):
        return False
    return bool(_PERSON.fullmatch(name) or _INITIALS.fullmatch(name)) and len(name.split()) <= 6


def eligibility(document: Document) -> list[Found]:
    """Sentences that say which studies may enter; a person puts them into words of our own."""
    found = []
    for clause in document.clauses:
        cue = _ELIGIBLE.search(clause.text) if clause.kind in {"sentence", "field", "item"} else None
        if cue is None or len(clause.text.split()) < 5 or re.search(r"\bassessed for eligibility\b", clause.text):
            continue
        words = [match.span() for match in re.finditer(r"\S+", clause.text)]
        at = next(index for index, (_, end) in enumerate(words) if end >= cue.end())
        first = max(0, min(at, len(words) - 6))
        heart = (clause.start + words[first][0], clause.start + words[min(len(words), first + 6) - 1][1])
        found.append(Found("eligibility", (heart, (clause.start, clause.end)), confidence=0.5))
    return found[:20]


def report_attributes(document: Document) -> list[Found]:
    """`Unit | USD Million`, `Customization Option | Available upon request`: what is sold, as its table says."""
    found = []
    for clause in document.clauses:
        label = re.sub(r"^report ", "", clause.label, flags=re.IGNORECASE) if clause.kind == "field" else ""
        if not label or not _ATTRIBUTE.fullmatch(label):
            continue
        body = clause.body.strip(" |\t\n")
        if not body or len(body.split()) > 10 or ". " in body:
            continue
        at = clause.end - len(clause.body) + clause.body.index(body)
        value = (at, at + len(body))
        measure = "currency and unit" if _UNIT.search(label) else "report attribute"
        by = "" if measure == "currency and unit" else label.lower()
        found.append(
            Found(
                measure, (value, (clause.start, clause.start + len(clause.label))), value=value, by=by, confidence=0.7
            )
        )
    return found
