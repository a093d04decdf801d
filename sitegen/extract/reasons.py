"""What a number of the flow is made of: reasons for leaving out, databases that records came from.

Comes in: a clause and one of its numbers. Goes out: the numbers that make it up, each with its words. Apart from `flow`, because
here arithmetic decides: parts are parts only where they add up to their whole.
"""

from __future__ import annotations

import re

from sitegen.extract.layout import Clause
from sitegen.extract.mentions import Mention, counts

__all__ = ["parts_of", "told_parts"]

_ITEM = re.compile(
    r"[;,]\s+(?:and )?(?=[^;,]*\d|[^;,]*\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b)|,? and (?=\d|(?:[A-Z][\w.]*|of|for|the)(?: (?:[A-Z][\w.]*|of|for|the)){0,4} \(?\d)"
)
_PARTED = re.compile(r";\s+(?:and )?")
_EQUALS = re.compile(r",? ?\(?\b[nNk] ?= ?\)?|[:(\[]\s*$")
_LINK = re.compile(
    r"^(?:because|as|since|for|due to|owing to|on account of|that|which|were|was|had|in|from|with|of (?:them|these|those))\b(?: of| the)?\s*",
    re.IGNORECASE,
)


def told_parts(clause: Clause, whole: Mention, later: list[Mention]) -> list[tuple[Mention, str]]:
    """`(no control, n = 30; no outcome, n = 41)`, `88 were excluded: 39 because …, 27 as …`: parts and what each counts."""
    text, start = clause.text, whole.end
    for opened in re.finditer(
        r"[(\[:]|\b(?:owing to|due to|because of|on account of|for)\b", text[start : start + 200]
    ):
        begin = start + opened.end()
        shut = {"(": ")", "[": "]"}.get(opened.group())
        end = _closing(text, begin, opened.group(), shut) if shut else len(text)
        between = text[start : start + opened.start()]
        if counts(re.sub(r"^\W*of (?:them|these|those)\b", "", between)) or (
            shut and any(item.start < begin - 1 for item in later)
        ):
            return []  # another number stands between: what follows is its own
        if parts := parts_of(text, begin, end, int(whole.amount)):
            return parts
    return []


def parts_of(text: str, begin: int, end: int, whole: int) -> list[tuple[Mention, str]]:
    """The parts that stand between two places, where they add up to a whole; nothing where they do not."""
    parts = [part for low, high in _pieces(text, begin, end) if (part := _part(text, low, high)) is not None]
    while len(parts) >= 2 and sum(int(item.amount) for item, _ in parts) > whole:
        parts.pop()  # "…, 17 had overlapping data; figure 1"
    return parts if len(parts) >= 2 and sum(int(item.amount) for item, _ in parts) == whole else []


def _closing(text: str, begin: int, opener: str, closer: str) -> int:
    depth = 1
    for at in range(begin, len(text)):
        depth += (text[at] == opener) - (text[at] == closer)
        if not depth:
            return at
    return len(text)


def _pieces(text: str, begin: int, end: int) -> list[tuple[int, int]]:
    found, start = [], begin
    # Where semicolons part the pieces, commas stand within them.
    item = _PARTED if len(_PARTED.findall(text, begin, end)) >= 2 else _ITEM
    for joint in item.finditer(text, begin, end):
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
    # Of several numbers the one at an end counts: "abstract of fewer than 500 words, 16".
    outer = [
        item
        for item in numbers
        if not text[low + item.end : high].strip(" .)]") or not text[low : low + item.start].strip()
    ]
    item = (marked or outer[-1:] or numbers)[0]
    words = f"{text[low : low + item.start]} {text[low + item.end : high]}"
    words = _LINK.sub("", _EQUALS.sub(" ", words).strip(" ,;:.()[]")).strip(" ,;:.()[]")
    by = re.sub(r" (?:in|of|from|for|by|with|at|on|and)$", "", " ".join(words.split()))
    if not re.search("[A-Za-z]{2}", by) or len(by) > 90:
        return None
    return Mention("count", low + item.start, low + item.end, item.amount), by
