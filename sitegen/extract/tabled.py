"""Sizes of tables whose columns, or whose rows, are years; the other way stand the market, its places or its parts.

Comes in: a document. Goes out: `Found`s of measure `market size`. Apart from `sizes`, which reads sentences: in a table the
year stands in the head and the scale in the head, the row's label, the corner or the line above.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from sitegen.extract.currencies import AFTER, BEFORE, SCALE
from sitegen.extract.layout import Clause, rows_below
from sitegen.extract.mentions import Mention, money
from sitegen.extract.model import Document, Found, Subject
from sitegen.extract.places import GLOBAL, find_places

__all__ = ["tabled_sizes"]

Cell = tuple[int, int, str]
_COLUMN = re.compile(r"(?:FY|CY)? ?(?P<year>(?:19|20)\d\d) ?\(?[EFPAefpa]?\)?(?P<rest>[,;: (]{1,2}[^\d]{1,24})?")
_SCALED = re.compile(rf"({BEFORE}) ?({SCALE})\b")
_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
_WORTH = re.compile(
    r"\b(?:markets?|industry|sector|revenues?|sales|valued|valuation|worth|size|value|turnover|spending|demand|consumption|shipments)\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"\b(?:total|world|global|overall|all)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Head:
    """`units` holds what each column's own head says of its scale; `said` what the corner and the line above say."""

    columns: tuple[Cell, ...]
    units: tuple[Mention | None, ...]
    said: str


def tabled_sizes(document: Document) -> list[Found]:
    """The sizes of every table whose columns or rows are years."""
    found = _by_rows(document) + _in_cells(document)
    head: _Head | None = None
    for index, clause in enumerate(document.clauses):
        row = clause.cells
        began = _head(document, index, row)
        if began is not None:
            head = began
        elif head is not None and len(row) == len(head.columns) + 1:
            found += _row(clause, row, head)
        elif clause.kind not in {"row", "field"}:
            head = None
    return found


_YEARS = re.compile(r"(?:(?:calendar|fiscal|financial|reporting) )?(?:years?|period|FY|CY)", re.IGNORECASE)


def _by_rows(document: Document) -> list[Found]:
    """`Year | Market value, USD million` over `2023 | 1,250`."""
    found: list[Found] = []
    for index, clause in enumerate(document.clauses):
        head = clause.cells
        if len(head) < 2 or not _YEARS.fullmatch(head[0][2]):
            continue
        told = (
            index and document.clauses[index - 1].kind in {"heading", "field"} and not document.clauses[index - 1].cells
        )
        above = document.clauses[index - 1].text if told else ""
        units = [unit_of(name) or unit_of(f"{name} {above}") for _, _, name in head[1:]]
        rows = rows_below(document.clauses, index, len(head))
        dated = [(row, match) for row in rows if (match := _COLUMN.fullmatch(row[0][2]))]
        for place, unit in enumerate(units, 1):
            said = head[place][2]
            if unit is None or "%" in said or len(dated) < 2 or not _WORTH.search(f"{said} {above}"):
                continue
            for row, _ in dated:
                if _FIGURE.fullmatch(row[place][2]):
                    item = _in_column(row[place], unit, row[0], head[place])
                    found.append(replace(item, about=_about(said)))
    return found


_DATED = re.compile(r"(?P<year>(?:FY|CY)? ?(?:19|20)\d\d ?\(?[EFPAefpa]?\)?) ?[:=] ?(?P<figure>\d[\d,]*(?:\.\d+)?)")


def _in_cells(document: Document) -> list[Found]:
    """`Market size (USD million) | 2024: 212.0 | 2035F: 561.8`: each cell has its year with it."""
    found = []
    for clause in document.clauses:
        row = clause.cells
        matches = [_DATED.fullmatch(text) for _, _, text in row[1:]]
        unit = unit_of(row[0][2]) if matches and all(matches) else None
        if unit is None or "%" in row[0][2] or not _WORTH.search(row[0][2]):
            continue
        for (start, _, _), match in zip(row[1:], matches, strict=True):
            if match:
                cell = (start + match.start("figure"), start + match.end("figure"), match["figure"])
                year = (start, start + match.end("year"), match["year"])
                found.append(replace(_in_column(cell, unit, year, row[0]), about=_about(row[0][2])))
    return found


def _head(document: Document, index: int, row: list[Cell]) -> _Head | None:
    """The head of a table: years behind a corner; a single year needs its scale beside it."""
    below = document.clauses[index + 1].cells if index + 1 < len(document.clauses) else []
    if row and len(below) == len(row) + 1 and _COLUMN.fullmatch(row[0][2]):
        row = [(row[0][0], row[0][0], ""), *row]  # an empty corner
    matches = [_COLUMN.fullmatch(text) for _, _, text in row[1:]]
    if not matches or not all(matches):
        return None
    units = tuple(unit_of(match["rest"] or "") if match else None for match in matches)
    if any(match and match["rest"] and unit is None for match, unit in zip(matches, units, strict=True)):
        return None
    if len(matches) == 1 and units[0] is None:
        return None
    above = document.clauses[index - 1].text if index and document.clauses[index - 1].kind != "row" else ""
    return _Head(tuple(row[1:]), units, f"{row[0][2]} {above}")


def _row(clause: Clause, row: list[Cell], head: _Head) -> list[Found]:
    label = row[0][2]
    found = []
    for cell, column, own in zip(row[1:], head.columns, head.units, strict=True):
        said = label if unit_of(label) else f"{label} {head.said}"
        unit = own or unit_of(said)
        if unit is None or "%" in label or not _FIGURE.fullmatch(cell[2]) or not (own or _WORTH.search(said)):
            continue
        found.append(replace(_found(clause, cell, unit, column), about=_about(label)))
    return found


def _about(label: str) -> Subject:
    named = find_places(label)
    if named and not GLOBAL.search(label):
        return Subject("place", named[0][2])
    return Subject() if _WORTH.search(label) or _WHOLE.search(label) else Subject("segment", label)


def unit_of(label: str) -> Mention | None:
    """The scale that a label names: `Value (CAD million)`."""
    bare = re.sub(r"[(),]", " ", label).strip()
    worded = re.search(rf"(?:{SCALE}) (?:of )?(?:{AFTER})\b", bare)
    sums = (
        (money(f"1 {worded.group().replace(' of ', ' ')}") if worded else [])
        or money(f"{bare} 1")
        or money(_SCALED.sub(r"\1 1 \2", bare))
    )
    return next((item for item in sums if item.unit and item.magnitude), None)


def _found(clause: Clause, cell: Cell, unit: Mention, column: Cell) -> Found:
    said = re.split(r"[|\t]", clause.text)[0].rstrip()
    return _in_column(cell, unit, column, (clause.start, clause.start + len(said), said))


def _in_column(cell: Cell, unit: Mention, column: Cell, label: Cell) -> Found:
    """The size in a cell; `column` says its year, `label` what it is of."""
    digits = re.search(r"(?:19|20)\d\d", column[2])
    year = int(digits.group()) if digits else 0
    item = replace(unit, start=0, end=len(cell[2]), amount=cell[2].replace(",", ""))
    when = (column[0] + column[2].index(str(year)), column[0] + column[2].index(str(year)) + 4) if year else column[:2]
    return Found(
        "market size", (cell[:2], when, label[:2]), value=cell[:2], mention=item, when=when, first=year, last=year,
        about=Subject(), confidence=0.8,
    )  # fmt: skip
