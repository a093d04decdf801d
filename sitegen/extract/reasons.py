"""What a number of the flow is made of: reasons for leaving out, databases that records came from.

Comes in: a clause and one of its numbers. Goes out: the numbers that make it up, each with its words. Apart from `flow`, because
here arithmetic decides: parts are parts only where they add up to their whole.
"""

from __future__ import annotations

import re

from sitegen.extract.layout import Clause
from sitegen.extract.mentions import Mention, counts

__all__ = ["told_parts"]

_ITEM = re.compile(
    r"[;,]\s+(?:and )?(?=[^;,]*\d|[^;,]*\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b)|,? and (?=\d)"
)
_EQUALS = re.compile(r",? ?\(?\b[nNk] ?= ?\)?|[:(\[]\s*$")
_LINK = re.compile(
    r"^(?:because|as|since|for|due to|owing to|on account of|that|which|were|was|had|in|from|with|of (?:them|these|those))\b(?: of| the)?\s*",
    re.IGNORECASE,
)


def told_parts(clause: Clause, whole: Mention, later: list[Mention]) -> list[tuple[Mention, str]]:
    """`(no control, n = 30; no outcome, n = 41)`, `88 were excluded: 39 because …, 27 as …`: parts and what each counts."""
    start = whole.end
    opened = re.search(r"[(\[:]", clause.text[start : start + 160])
    if opened is None:
        return []
    begin = start + opened.end()
    shut = {"(": ")", "[": "]"}.get(opened.group())
    end = _closing(clause.text, begin, opened.group(), shut) if shut else len(clause.text)
    between = clause.text[start : begin - 1]
    if shut and any(item.start < begin - 1 for item in later):
        return []  # another number stands between: the bracket is its own
    if counts(between):
        return []
    parts = [
        part for low, high in _pieces(clause.text, begin, end) if (part := _part(clause.text, low, high)) is not None
    ]
    total = sum(int(item.amount) for item, _ in parts)
    return parts if len(parts) >= 2 and total == int(whole.amount) else []


def _closing(text: str, begin: int, opener: str, closer: str) -> int:
    depth = 1
    for at in range(begin, len(text)):
        depth += (text[at] == opener) - (text[at] == closer)
        if not depth:
            return at
    return len(text)


def _pieces(text: str, begin: int, end: int) -> list[tuple[int, int]]:
    found, start = [], begin
    for joint in _ITEM.finditer(text, begin, end):
        depth = text.count("(", start, joint.start()) - text.count(")", start, joint.start())
        if depth <= 0:
            found.append((start, joint.start()))
            start = joint.end()
    return [*found, (start, end)]


def _part(text: str, low: int, high: int) -> tuple[Mention, str] | None:
    """The one number of a piece and its words."""
    numbers = counts(text[low:high])
    if not numbers:
        return None
    marked = [item for item in numbers if re.search(r"[nNk] ?= ?$", text[low : low + item.start])]
    item = (marked or numbers)[0]
    words = f"{text[low : low + item.start]} {text[low + item.end : high]}"
    words = _LINK.sub("", _EQUALS.sub(" ", words).strip(" ,;:.()[]")).strip(" ,;:.()[]")
    by = re.sub(r" (?:in|of|from|for|by|with|at|on|and)$", "", " ".join(words.split()))
    if not re.search("[A-Za-z]{2}", by) or len(by) > 90:
        return None
    return Mention("count", low + item.start, low + item.end, item.amount), by
