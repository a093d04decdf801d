"""Ranks that a label, a question or a heading gives: `Leading product | Sulfur`, `Which region leads?`, `Type, largest`.

Comes in: a document and the place of a clause in it. Goes out: `Found`s of measure `rank`. Apart from `ranks`, which reads
sentences: here the holder stands in the value, the answer or the line below.
"""

from __future__ import annotations

import re
from dataclasses import replace

from sitegen.extract.folded import holds, small
from sitegen.extract.holders import names_nothing, subject
from sitegen.extract.layout import Clause
from sitegen.extract.model import Document, Found, Subject
from sitegen.extract.names import COMPANY
from sitegen.extract.places import find_places
from sitegen.extract.stacks import dimension_named
from sitegen.extract.superlatives import GROWTH, NO_RANK, SIZE, WAYS

__all__ = ["LABEL", "MARKED", "answered", "below_heading", "in_field", "of_label", "rank"]

LABEL = re.compile(
    r"\b(?:largest|biggest|leading|dominant|dominating|fastest|quickest|top|in front|leader|leads|dominat\w+)\b",
    re.IGNORECASE,
)
# "Europe (largest), Asia (fastest)": a member of a list that bears its rank.
MARKED = re.compile(r"(?:^|[,;:|] )(?P<name>[\w&/-]+(?: [\w&/-]+){0,4}) \((?:the |currently )?$")
_BRIEF = re.compile(
    r"\W*(?:(?:the|an?|by far|clearly|our|its|currently|still|now|today|single|second|third|also|growing|\d[\d.,]*%?)\W*)*",
    re.IGNORECASE,
)
# "Which region leads?", "The fastest?"
_ASKED = re.compile(r"\b(?:which|what|who)\b|^\W*(?:(?:and|the) )*\w+(?: [\w-]+)?\?$", re.IGNORECASE)
_OF_TELLING = re.compile(
    r"\b(?:trends?|drivers?|takeaways?|findings|challenges|news|developments?|facts|questions|stor(?:y|ies)|reasons|risks|causes|factors)\b",
    re.IGNORECASE,
)


def rank(clause: Clause, cue: tuple[int, int], name: tuple[int, int], subject: Subject, by: str, sure: float) -> Found:
    at = (clause.start + cue[0], clause.start + cue[1])
    return Found(
        "rank", (at, (clause.start + name[0], clause.start + name[1])), value=at, about=subject, by=by, confidence=sure
    )


def in_field(clause: Clause) -> list[Found]:
    """`Largest Market | North America`; `Leading product | Sulfur`."""
    by = "growth" if re.search(r"fastest|quickest|most rapid", clause.label, re.IGNORECASE) else "size"
    cue = LABEL.search(clause.text)
    stop = re.match(r"[\s|]*([^,.;|\n(]+?)\s*(?=[,.;|\n(]|$)", clause.body)
    if cue is None or stop is None or re.match(r"\d", stop[1]):
        return []
    start = clause.cut + stop.start(1)
    name = stop[1].strip()
    placed = find_places(name)
    kind = "place" if placed and placed[0][1] - placed[0][0] >= len(name) - 4 else "segment"
    if len(name.split()) > 6:
        return []
    where = find_places(clause.label)
    subject = Subject(kind, re.sub(r"\s+segment$", "", name, flags=re.IGNORECASE))
    item = rank(clause, cue.span(), (start, start + len(name)), subject, by, 0.85)
    return [replace(item, of=where[0][2])] if where else [item]


def of_label(clause: Clause) -> list[Found]:
    """`Black Tea: Holds the biggest share.`"""
    label = clause.label
    if dimension_named(label) or len(label.split()) > 5 or re.search(r"\b(?:is|are|was|were|has|have)\b", label):
        return []
    for pattern, by, stems in WAYS:
        cue = pattern.search(clause.text, clause.cut) if holds(small(clause.text), stems) else None
        if cue is None:
            continue
        lead = re.match(
            r"\W*(?:holds?|held|has|had|is|was|dominates?|leads?|takes?|commands?|shows?|accounts?|remains?|captures?)\b",
            clause.body,
            re.IGNORECASE,
        )
        brief = _BRIEF.fullmatch(clause.text, clause.cut, cue.start())
        if (
            (lead or brief)
            and not NO_RANK.search(clause.text, cue.start(), cue.end() + 30)
            and not MARKED.search(clause.text, max(0, cue.start() - 70), cue.start())
            and "." not in clause.text[clause.cut : cue.start()]
        ):
            start = clause.text.index(label)
            kind = "place" if find_places(label) else "segment"
            return [rank(clause, cue.span(), (start, start + len(label)), Subject(kind, label), by, 0.7)]
    return []


def answered(document: Document, index: int) -> list[Found]:
    """`Which region leads?` and the name with which the answer begins."""
    clause = document.clauses[index]
    cue = GROWTH.search(clause.text) or LABEL.search(clause.text) or SIZE.search(clause.text)
    asked = _ASKED.search(clause.text)
    grows = GROWTH.search(clause.text)
    if grows and SIZE.search(clause.text, 0, grows.start()):
        return []  # "Which leads, and which grows fastest?": the answer says it of each
    if cue is None or asked is None or COMPANY.search(clause.text) or index + 1 >= len(document.clauses):
        return []
    below = document.clauses[index + 1]
    lead = re.match(r"\s*(?:A(?:ns(?:wer)?)?\.?\s*[:.]\s*)?", below.text)
    first = lead.end() if lead else 0
    stop = re.search(r"[.,;:(]|$", below.text[first:])
    held = subject(below.text, first, first + (stop.start() if stop else 0))
    if held is None or names_nothing(below.text[slice(*held)]):
        return []
    by = "growth" if GROWTH.search(clause.text) else "size"
    name = below.text[slice(*held)]
    placed = find_places(name)
    spans = (
        (clause.start + cue.start(), clause.start + cue.end()),
        (below.start + held[0], below.start + held[1]),
    )
    return [
        Found(
            "rank", spans, value=spans[0], about=Subject("place" if placed else "segment", name), by=by, confidence=0.7
        )
    ]


def below_heading(document: Document, index: int) -> list[Found]:
    """A heading `Type, largest` and the name that begins the next line."""
    clause = document.clauses[index]
    cue = LABEL.search(clause.text)
    if (
        cue is None
        or _OF_TELLING.search(clause.text)
        or len(clause.text.split()) > 6
        or index + 1 >= len(document.clauses)
        or COMPANY.search(clause.text)
    ):
        return []
    below = document.clauses[index + 1]
    name = re.match(r"[A-Z][\w&/ -]{2,40}?(?=[,.:(](?!\d)|$)", below.text.strip())
    if name is None or len(name.group().split()) > 5 or re.search(r"\d$", name.group()):
        return []
    by = "growth" if re.search(r"fastest|quickest", clause.text, re.IGNORECASE) else "size"
    kind = "place" if find_places(name.group()) else "segment"
    spans = ((clause.start + cue.start(), clause.start + cue.end()), (below.start, below.start + len(name.group())))
    return [Found("rank", spans, value=spans[0], about=Subject(kind, name.group()), by=by, confidence=0.7)]
