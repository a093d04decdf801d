"""Names of parts as the document's own lists have them: `stationary arrays` is the member `Stationary` of a list.

Comes in: everything found. Goes out: the same, where a rank or a share of a part that a list has bears the list's name of it.
Apart, because running text says of a part what it is (a system, a buyer), and a list does not.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from sitegen.extract.holders import statement, subject
from sitegen.extract.model import UNTOLD, Document, Found, Subject
from sitegen.extract.places import find_places

__all__ = ["as_listed", "dimensions", "name_words", "of_parts"]

_WORD = re.compile(r"[a-z0-9]+")
_EMPTY = frozenset({"and", "the", "of", "for", "other", "others", "segment", "category", "type"})


def as_listed(document: Document, found: list[Found]) -> list[Found]:
    """Ranks and shares of parts, named as the lists of the document name them."""
    parts, places = _members(document, found, "segments"), _members(document, found, "regions")
    market = document.frame.market
    named = [
        _named(item, parts, places, market) if item.measure in {"rank", "market share"} else item for item in found
    ]
    firms = {
        name_words(document.normal.text[slice(*span)])
        for item in found
        if item.measure == "companies"
        for span in item.members
    }
    return [
        item for item in named if item.measure != "rank" or (item.confidence > UNTOLD and not _is_firm(item, firms))
    ]


_OF_ALL = re.compile(r"\b(?:markets?|industry|sector|total|all|overall|together|it|they)\b", re.IGNORECASE)


def of_parts(document: Document, found: list[Found]) -> list[Found]:
    """Sums and rates of which a listed part is the subject are that part's, though nothing calls it a segment."""
    names = {words for item in found if item.measure == "segments" for words in dimensions(document, [item])}
    return [_of_part(document, item, names) if names and item.about == Subject() else item for item in found]


def _of_part(document: Document, item: Found, names: set[tuple[str, ...]]) -> Found:
    if item.measure not in {"market size", "CAGR"}:
        return item
    at = item.spans[0][0]
    clause = document.clauses[bisect_right(document.clauses, at, key=lambda clause: clause.start) - 1]
    place = at - clause.start
    if clause.kind not in {"sentence", "item"} or _OF_ALL.search(clause.text[:place]):
        return item
    low = statement(clause.text, (place, place))[0]
    held = subject(clause.text, low, place)
    words = name_words(clause.text[slice(*held)]) if held else ()
    # "folding models" is the member Folding.
    part = words if words in names else words[:-1] if len(words) > 1 and words[:-1] in names else ()
    name = clause.text[slice(*held)] if held and part else ""
    return replace(item, about=Subject("segment", name)) if name else item


def _is_firm(item: Found, firms: set[tuple[str, ...]]) -> bool:
    """Whether a company is ranked, by its name or by what it begins with: `Acme` of `Acme Pumps Ltd.`"""
    words = name_words(item.about.name)
    return (
        item.about.kind == "segment"
        and item.about.name[:1].isupper()
        and any(words == firm[: len(words)] for firm in firms)
    )


def dimensions(document: Document, found: Iterable[Found]) -> dict[tuple[str, ...], str]:
    """The dimension of each listed member, by the words of its name; of two lists the first counts."""
    by: dict[tuple[str, ...], str] = {}
    for item in found:
        for span in item.members if item.measure == "segments" else ():
            by.setdefault(name_words(document.normal.text[slice(*span)]), item.by)
    return by


def _members(document: Document, found: list[Found], measure: str) -> dict[tuple[str, ...], str]:
    text = document.normal.text
    spans = (span for item in found if item.measure == measure for span in item.members)
    printed = {name_words(text[slice(*span)]): document.normal.printed(*span) for span in spans}
    return {words: name for words, name in printed.items() if set(words) - _EMPTY}


def _of_the_market(item: Found, market: str) -> Found:
    """`Asia-Pacific Kettle` is Asia-Pacific where the market is that of kettles."""
    name = item.about.name
    bare = re.sub(rf" {re.escape(market)}$", "", name, flags=re.IGNORECASE) if market else name
    placed = find_places(bare)
    if bare == name or not placed or placed[0][:2] != (0, len(bare)):
        return item
    return replace(item, about=Subject("place", bare), confidence=max(item.confidence, 0.75))


def _named(item: Found, names: dict[tuple[str, ...], str], places: dict[tuple[str, ...], str], market: str) -> Found:
    if item.about.kind != "segment":
        return item
    item = _of_the_market(item, market)
    words = name_words(item.about.name)
    if words in places and words not in names:
        return replace(item, about=Subject("place", places[words]), confidence=max(item.confidence, 0.6))
    same = [name for member, name in names.items() if member == words]
    # "stationary arrays" is Stationary; "children and school" are the school groups that a list has.
    longer = [name for member, name in names.items() if member[: len(words)] == words or words[: len(member)] == member]
    fit = same or longer
    if len(fit) != 1:
        return item
    return replace(item, about=Subject("segment", fit[0]), confidence=max(item.confidence, 0.6))


@lru_cache(maxsize=4096)
def name_words(name: str) -> tuple[str, ...]:
    """The words of a name in small letters, without an s that makes many of one."""
    bare = re.sub(r"\s*\([^()]*\)", "", name).lower().replace("&", " and ")
    return tuple(re.sub(r"(?<=[a-z]{2})s$", "", re.sub(r"ies$", "y", word)) for word in _WORD.findall(bare))
