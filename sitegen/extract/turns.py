"""Dimensions whose members come in turn, each in a sentence of its own: `Based on gender, the women segment led. The men segment …`

Comes in: a document. Goes out: names of dimensions with the spans of their members. Apart from `told`, whose lists stand in one
sentence: here a paragraph is the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.extract.layout import Clause
from sitegen.extract.lists import members
from sitegen.extract.model import Document
from sitegen.extract.places import find_places
from sitegen.extract.stacks import dimension_named

__all__ = ["told_in_turn"]

Span = tuple[int, int]
_OPENS = re.compile(
    r"\W*(?:Based on|On the basis of|By|In terms of|With (?:regard|respect) to|Depending on|According to) (?:the )?(?P<name>[\w/-]+(?: [\w/-]+){0,2}), "
)
_MEMBER = re.compile(
    r"\b[Tt]he (?P<list>(?!same|other|second|third|whole|entire|first|last|latter|former|largest|fastest|leading|this|that)[\w&/-]+(?:,? (?:and |or )?(?!is\b|are\b|was\b|of\b|in\b|the\b)[\w&/-]+){0,7}?) (?:sub-?)?(?:segments?|categor(?:y|ies))\b(?! (?:of|size|analysis|insights))"
)
_NO_NAME = re.compile(
    r"\b(?:is|are|was|were|has|have|will|that|which|by|of|in|to|for|largest|fastest|growing|leading|dominant|second|third|each|every|key|major|report|study|market)\b",
    re.IGNORECASE,
)


def told_in_turn(document: Document) -> Iterator[tuple[str, Span, list[Span], float]]:
    """(name, where it stands, members, confidence) of each dimension that a paragraph goes through, segment by segment."""
    clauses = document.clauses
    for index, clause in enumerate(clauses):
        opens = _OPENS.match(clause.text) if clause.kind != "heading" else None
        if opens is None or not dimension_named(opens["name"]):
            continue
        spans = _distinct(document, [one for part in _paragraph(document, index) for one in _named(document, part)])
        if len(spans) >= 2:
            yield opens["name"], (clause.start + opens.start("name"), clause.start + opens.end("name")), spans, 0.6


def _paragraph(document: Document, index: int) -> Iterator[Clause]:
    """The clause and those that follow it in its line, as far as none opens another dimension."""
    text, first = document.normal.text, document.clauses[index]
    yield first
    for before, clause in zip(document.clauses[index:], document.clauses[index + 1 : index + 12], strict=False):
        if "\n" in text[before.end - 1 : clause.start] or _OPENS.match(clause.text):
            return
        yield clause


def _named(document: Document, clause: Clause) -> Iterator[Span]:
    for match in _MEMBER.finditer(clause.text):
        start, end = clause.start + match.start("list"), clause.start + match.end("list")
        for span in members(document.normal.text, start, end):
            name = document.normal.text[slice(*span)]
            if len(name.split()) <= 5 and not _NO_NAME.search(name) and not find_places(name):
                yield span


def _distinct(document: Document, spans: list[Span]) -> list[Span]:
    seen: dict[str, Span] = {}
    for span in spans:
        seen.setdefault(document.normal.text[slice(*span)].lower(), span)
    return list(seen.values())
