"""Which lists hold parts of a market, and what of an item is its name: `Felt (largest)` is felt, interviews are no segment.

Comes in: a text, the spans of a list, the name of its dimension. Goes out: the spans of the names; whether they can be a market's
parts. Apart from `segments`, which knows where documents list dimensions: here it is only judged what was found.
"""

from __future__ import annotations

import re

from sitegen.extract.holders import MARK_OF_RANK

__all__ = ["called_one", "may_be_dimension", "may_be_parts", "names_of"]


def names_of(text: str, listed: list[tuple[int, int]], market: str, called: set[str]) -> list[tuple[int, int]]:
    """The names of the items of a list; `called` are what the document calls one segment, as `called_one` tells."""
    plain = [_unmarked(text, *span) for span in listed]
    return _joined(_without_noun(text, plain, market), text, called)


def called_one(text: str) -> set[str]:
    """The members of several words with commas that a text calls one segment."""
    return {re.sub(r"\W+", " ", match[1].lower()) for match in _CALLED.finditer(text[:_LONG])}


def may_be_dimension(name: str) -> bool:
    """Whether a name can be that of a dimension: not what a survey asked, what a page offers besides, nor firms."""
    return not (_OF_A_SURVEY.search(name) or _OF_FIRMS.fullmatch(name))


# "The meat, poultry & seafood segment": a member whose name has a comma.
_CALLED = re.compile(r"\b[Tt]he ((?:[\w'-]+, ){1,3}[\w'-]+(?: (?:&|and) [\w'-]+){0,2}) (?:segment|category)\b(?!s)")
_LONG = 300_000


def _joined(spans: list[tuple[int, int]], text: str, called: set[str]) -> list[tuple[int, int]]:
    """Neighbours that the document elsewhere calls one segment are one member."""
    joined: list[tuple[int, int]] = []
    for start, end in spans if called else ():
        first = next((one for one in joined if re.sub(r"\W+", " ", text[one[0] : end].lower()) in called), None)
        joined = [*joined[: joined.index(first)], (first[0], end)] if first else [*joined, (start, end)]
    return joined or spans


_SHARED_NOUN = re.compile(
    r" (?:systems|products|units|types|models|segments|categories|variants|versions|kinds|grades|devices)$",
    re.IGNORECASE,
)


def _unmarked(text: str, start: int, end: int) -> tuple[int, int]:
    """`Felt (largest)` is felt."""
    mark = MARK_OF_RANK.search(text, start, end) if end - start < _BRIEF else None
    return start, mark.start() if mark and mark.start() > start else end


_BRIEF = 80


def _without_noun(text: str, spans: list[tuple[int, int]], market: str) -> list[tuple[int, int]]:
    """`air-source, ground-source and water-source systems`: what all of them are stands behind the last and is none's name."""
    if len(spans) < 2:
        return spans
    *others, (start, end) = spans
    noun = _SHARED_NOUN.search(text, start, end)
    kind = market.lower().split()[-1].removesuffix("s") if market else ""
    first, _, final = text[start:end].rpartition(" ")
    if noun is None and kind and first and final.lower().removesuffix("s") == kind:
        last = first  # "manual, motorised and hybrid pads", of walking pads
    else:
        last = text[start : noun.start()] if noun else ""
    plain = all(" " not in text[slice(*span)].strip() for span in others)
    alike = last.count(" ") == 0 and last[:1].islower() and (len(others) >= 2 or "-" in last)
    return [*others, (start, start + len(last))] if last and plain and alike else spans


# How a study was made, and no parts of a market.
_OF_A_SURVEY = re.compile(
    r"^sources$|^(?:browse|related|read|see|view|also|download|you)\b|\b(?:company (?:type|tier)|designation|respondents?|job title|interviewees?|tier)\b"
)
_OF_FIRMS = re.compile(
    r"(?:(?:key|leading|main|major|top) )?(?:compan(?:y|ies)|players?|manufacturers?|vendors?|firms?)"
)
_WORK = re.compile(
    r"\b(?:interviews?|customs (?:data|records)|company accounts|annual reports|(?:primary|secondary) research|analyst review|databases?|store visits|questionnaires?|desk research|company data|(?:own |department |analyst )?estimates|trade statistics|(?:association|tax) returns|company reports|published statistics|literature)\b",
    re.IGNORECASE,
)
_SAYS = re.compile(r"\b(?:is|are|was|were|has|have|will|expected|because|covers?|besides|their|owes?|which)\b")
_RANGE = re.compile(
    r"(?:(?:up to|above|below|over|under|less than|more than|at least|between|from) )?\d[\d.,]*(?: ?[%\w]{1,12})?(?: ?(?:-|to|and) ?\d[\d.,]*(?: ?[%\w]{1,12})?)?(?: (?:and|or) (?:above|below|more|less|over))?",
    re.IGNORECASE,
)


def may_be_parts(text: str, spans: list[tuple[int, int]]) -> bool:
    """Whether the items of a list can be parts of a market."""
    shorts = [text[start:end] for start, end in spans]
    if any(re.fullmatch(r"\d+\.\d+", item) for item in shorts):
        return False  # "under-desk pads 10 and 9.8"
    ranges = sum(bool(_RANGE.fullmatch(item)) for item in shorts) * 2 > len(shorts)
    if any(len(item.split()) > 9 for item in shorts) or (not ranges and any("%" in item for item in shorts)):
        return False
    if sum(bool(re.search(r"\d{3}", item)) for item in shorts) * 2 >= len(shorts):
        return False
    return not any(_WORK.search(item) or _SAYS.search(item) for item in shorts)
