"""Tables of parts: a first column whose head names what the rows are kinds of, and beside each row its figure.

Comes in: a document. Goes out: the rows of such tables, and `Found`s of measure `market share`. Apart from `tabled`, whose
columns are years, and from `segments`, which reads lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from sitegen.extract.layout import Clause, rows_below
from sitegen.extract.mentions import percents
from sitegen.extract.model import Document, Found, Subject
from sitegen.extract.places import find_places
from sitegen.extract.stacks import dimension_named

__all__ = ["Parts", "parts", "tabled_shares"]

Cell = tuple[int, int, str]
_FIGURE = re.compile(r"(?:USD|EUR|GBP|US\$|[$€£₹¥~])? ?\d")
_GROWTH = re.compile(r"\b(?:CAGR|growth|change|rise|trend)\b|p\.a", re.IGNORECASE)
_TOTAL = re.compile(r"\b(?:total|all|sum|world|global)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Parts:
    """A table of parts: the head of its first column, what its second column is said to hold, and its rows."""

    head: Cell
    told: str
    rows: tuple[tuple[Cell, ...], ...]


def parts(document: Document) -> Iterator[Parts]:
    """Every table of two rows or more whose second column holds figures."""
    for index, clause in enumerate(document.clauses):
        head = clause.cells
        if len(head) < 2 or not dimension_named(head[0][2]) or any(_FIGURE.match(name) for _, _, name in head):
            continue
        first = document.clauses[index + 1].cells if index + 1 < len(document.clauses) else []
        if len(first) != len(head) or not _FIGURE.match(first[1][2]):
            continue
        rows = rows_below(document.clauses, index, len(head))
        head = [_whole(document, index, head[0]), *head[1:]]
        if len(rows) >= 2 and all(_FIGURE.match(row[1][2]) for row in rows):
            yield Parts(head[0], head[1][2], tuple(tuple(row) for row in rows))
    yield from _headed_parts(document)


def _whole(document: Document, index: int, cell: Cell) -> Cell:
    """`Material`, in a table whose title says `by frame material`."""
    above = document.clauses[index - 1] if index else None
    match = (
        re.search(rf"\bby (?P<name>[\w -]{{2,24}} {re.escape(cell[2])})\b", above.text, re.IGNORECASE)
        if above
        else None
    )
    if above is None or match is None:
        return cell
    return above.start + match.start("name"), above.start + match.end("name"), match["name"]


# "Share by user, 2023", above "Households 62%"
_SPLIT_BY = re.compile(
    r"(?:[\w-]+ ){0,4}by (?P<name>[a-z][\w /-]{2,30}?)(?:,? (?:in )?(?:19|20)\d\d)?(?: ?\([^()]*\))?:?", re.IGNORECASE
)


def _headed_parts(document: Document) -> Iterator[Parts]:
    """Rows of a name and a figure below a heading that says what they are kinds of."""
    for index, clause in enumerate(document.clauses):
        named = _SPLIT_BY.fullmatch(clause.text.strip(" #*")) if clause.kind == "heading" else None
        if named is None or not dimension_named(named["name"]):
            continue
        rows = list(takewhile(bool, (_as_row(one) for one in document.clauses[index + 1 : index + 41])))
        if len(rows) >= 2:
            start = clause.start + clause.text.index(named["name"])
            yield Parts((start, start + len(named["name"]), named["name"]), clause.text, tuple(rows))


def _as_row(clause: Clause) -> tuple[Cell, ...]:
    """`Households: 62%` as two cells; nothing for what is no name with a figure."""
    body = clause.body.strip()
    if clause.kind != "field" or not _FIGURE.match(body) or len(body.split()) > 4:
        return ()
    start = clause.start + clause.text.index(clause.label)
    value = clause.start + clause.cut + clause.body.index(body)
    return (start, start + len(clause.label), clause.label), (value, value + len(body), body)


def tabled_shares(document: Document) -> list[Found]:
    """Shares that a table gives for parts or places: `Product | Share` over `Felt | 61%`."""
    found = []
    for table in [one for one in parts(document) if not _GROWTH.search(one.told)]:
        for label, figure in [row[:2] for row in table.rows]:
            rate = percents(figure[2])
            if len(rate) != 1 or rate[0].start or _TOTAL.search(label[2]):
                continue
            placed = find_places(label[2])
            about = Subject("place", placed[0][2]) if placed else Subject("segment", label[2])
            value = (figure[0], figure[0] + rate[0].end)
            found.append(
                Found(
                    "market share",
                    (value, label[:2]),
                    value=value,
                    mention=rate[0],
                    about=about,
                    by=table.head[2].lower(),
                    confidence=0.7,
                )
            )
    return found
