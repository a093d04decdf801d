"""Tables as grids: rows of cells, empty ones too, with the names of their columns and what stands above them.

Comes in: a document. Goes out: `Grid`s. Apart from `layout`, whose clauses are what one relation may span: here a cell means
what its row and its column say, and an empty cell counts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sitegen.extract.model import Document, Subject
from sitegen.tokens import words

__all__ = ["AUTHOR", "Cell", "Grid", "grids", "judged", "line_of", "study_named", "study_of"]

_RULE = re.compile(r"[-|=:+\s_*]*")
_HEADS = re.compile(
    r"(?:stud(?:y|ies)|trials?|sources?|authors?|references?|first author|publications?|papers?|articles?)(?: ?\(?(?:and|,|&|/)? ?(?:year|ref\w*|id|name|author)s?\)?)?(?: (?:id|name|and year|year))?|stud(?:y|ies) or subgroups?|(?:included )?stud(?:y|ies)",
    re.IGNORECASE,
)
AUTHOR = re.compile(
    r"(?P<name>(?:(?:van|von|de|del|della|di|da|dos|el|al|bin|ter|ten|der|den|la|le)[ -])*[A-ZÀ-Þ][\w'’-]+(?:[ -][A-ZÀ-Þ][\w'’-]+){0,2}(?P<others>,? et al\.?| (?:and|&) (?:(?:van|von|de|der) )*[A-ZÀ-Þ][\w'’-]+)?)"
    r"(?:(?:,? \(?|: )(?P<year>(?:19|20)\d\d[a-z]?)\)?)?(?: ?\[\d{1,3}\])?"
)
"""`Lee et al. (2019)`, `Lee 2019`, `Lee and Ray, 2019 [12]`."""
JUDGEMENT = re.compile(
    r"(?:probably |definitely )?(?:low|high|unclear|moderate|serious|critical|some concerns?|no information|no concerns?)(?: risk(?: of bias)?| concerns?)?",
    re.IGNORECASE,
)
_BESIDE = r"(?:\s*(?:[-(.,;:/]| {2}).*)?"
_STUDY_IN_TEXT = re.compile(
    r"\b([A-Z][\w'-]+(?: [A-Z][\w'-]+)?(?: et al\.?| and [A-Z][\w'-]+))(?: \(?((?:19|20)\d\d)\)?)?"
)
_LONGEST = 600
_SHORT = 14
"""Words of a row that can be one quote."""


@dataclass(frozen=True, slots=True)
class Cell:
    start: int
    end: int
    text: str

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class Grid:
    """`heads` are the cells that name the columns, `over` those of a row above them (as wide, or none); `caption` is the line
    above the table, `heading` the one above that; `studies` is the column that names studies, if one does."""

    caption: Cell
    heading: Cell
    over: tuple[Cell, ...]
    heads: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    studies: int | None = None

    @property
    def width(self) -> int:
        return len(self.heads)

    def head(self, column: int) -> str:
        return self.heads[column].text if column < len(self.heads) else ""

    def column(self, column: int) -> list[str]:
        return [row[column].text for row in self.rows if column < len(row)]

    @property
    def said_above(self) -> str:
        """All words that name the table."""
        return f"{self.caption.text}\n{self.heading.text}"


def study_named(text: str) -> str:
    """The study that a cell names, written `Lee 2019`, or nothing. A name alone counts with a year or `et al.`"""
    match = AUTHOR.fullmatch(text.strip(" *†‡"))
    if match is None or not (match["year"] or match["others"]):
        return ""
    name = re.sub(r",? et al\.?$", "", match["name"]) if match["year"] else match["name"]
    return f"{name} {match['year']}" if match["year"] else name


def judged(text: str) -> re.Match[str] | None:
    """The judgement in which a cell begins, where nothing but a reason follows it."""
    return re.match(rf"({JUDGEMENT.pattern}){_BESIDE}$", text, re.IGNORECASE)


def line_of(row: Sequence[Cell], first: Cell, last: Cell) -> tuple[int, int]:
    """What to quote of a row for the sake of its cells: all of it, if it is short, so that they share one quote; else its label."""
    if len(words(" ".join(cell.text for cell in row))) <= _SHORT:
        return row[0].start, max(row[-1].end, last.end)
    return first.span


def study_of(document: Document) -> Subject:
    """The one study that a review rests on, where one is named far more than others."""
    body = document.normal.text.split("\n## References")[0][:200_000]
    ranked = Counter(match[1] for match in _STUDY_IN_TEXT.finditer(body)).most_common(2)
    if ranked and ranked[0][1] >= 3 and (len(ranked) == 1 or ranked[0][1] >= 3 * ranked[1][1]):
        return Subject("study", ranked[0][0])
    return Subject()


def grids(document: Document) -> list[Grid]:
    """The tables of a document in its order."""
    return [grid for above, run in _runs(document.normal.text) if (grid := _grid(above, run)) is not None]


def _runs(text: str) -> Iterator[tuple[list[Cell], list[list[Cell]]]]:
    """Lines in columns that follow one another, each run with the two lines above it."""
    above: list[Cell] = []
    run: list[list[Cell]] = []
    blank, start = False, 0
    for line in [*text.split("\n"), ""]:
        cells = _cells(line, start)
        parted = bool(run) and len(cells) != len(run[-1]) and (blank or (";" in line and "|" not in line))
        if run and ((line.strip() and not cells and not _RULE.fullmatch(line)) or parted):
            yield above[-2:], run
            above, run = (above if parted and cells else []), []
        if cells:
            run.append(cells)
        elif line.strip() and not _RULE.fullmatch(line):
            bare = line.strip(" #*_")
            at = start + line.index(bare) if bare else start
            above.append(Cell(at, at + len(bare), bare))
        blank = not line.strip()
        start += len(line) + 1
    if run:
        yield above[-2:], run


# "Table 2 | Risk of bias": a bar that parts a number from a caption, not two columns.
_CAPTION = re.compile(
    r"\W*(?:Supplementary |Appendix |e)?(?:Table|Tab\.|Box|Figure|Fig\.?|Panel|TABLE|FIGURE) ?[\dIVX]+[.:]? ?\|[^|]*$"
)
_JOINTS = {"\t": re.compile(r"\t| {2,}"), "|": re.compile(r"\|\||\|"), ";": re.compile(r"; ")}


def _cells(line: str, start: int) -> list[Cell]:
    mark = "\t" if "\t" in line else "|" if "|" in line else ";" if line.count("; ") >= 2 else ""
    if not mark or _RULE.fullmatch(line) or len(line) > 40 * _LONGEST or _CAPTION.match(line):
        return []
    found, position = [], 0
    joints = [match.span() for match in _JOINTS[mark].finditer(line)]
    for index, (low, high) in enumerate([*joints, (len(line), len(line))]):
        piece = line[position:low]
        bare = piece.strip()
        at = start + position + (piece.find(bare) if bare else 0)
        if not (mark == "|" and index in {0, len(joints)} and not bare):
            found.append(Cell(at, at + len(bare), bare))
        position = high
    if mark == ";" and not all(len(cell.text.split()) <= 9 for cell in found):
        return []
    return found if len(found) >= 2 and all(len(cell.text) <= _LONGEST for cell in found) else []


def _grid(above: list[Cell], run: list[list[Cell]]) -> Grid | None:
    if len(run) < 2:
        return None
    heads = [run[0]]
    if len(run) > 2 and _goes_on(run[0], run[1]):
        heads.append(run[1])
    width = max(len(row) for row in run)
    lines = [tuple(row) + (Cell(row[-1].end, row[-1].end, ""),) * (width - len(row)) for row in heads]
    nowhere = Cell(run[0][0].start, run[0][0].start, "")
    caption, heading = ([nowhere, nowhere, *above][-1], [nowhere, nowhere, *above][-2])
    named = lines[-1]
    if len(lines) == 2:
        named = tuple(low if low.text else high for high, low in zip(*lines, strict=True))
    grid = Grid(
        caption, heading, lines[0] if len(lines) == 2 else (), named, tuple(tuple(row) for row in run[len(heads) :])
    )
    return replace(grid, studies=_study_column(grid))


def _study_column(grid: Grid) -> int | None:
    """The column that is headed so, or filled with authors and years."""
    for index in range(min(2, grid.width)):
        named = [
            text
            for text in grid.column(index)
            if text and not re.match(r"(?:sub)?total|overall|pooled", text, re.IGNORECASE)
        ]
        headed = _HEADS.fullmatch(grid.head(index).strip(" *")) and not re.match(
            r"studies\b", grid.head(index), re.IGNORECASE
        )
        if named and (headed or sum(bool(study_named(text)) for text in named) * 2 > len(named)):
            return index
    return None


def _goes_on(first: list[Cell], second: list[Cell]) -> bool:
    """Whether the second row names columns too: it has no figure, judges nothing, and does not name a row of its own."""
    said = [cell.text for cell in second if cell.text]
    if any(re.search(r"\d", text) and not re.search(r"\b[nN] ?=|\d ?%", text) for text in said):
        return False
    if any(judged(text) or study_named(text) for text in said) or len(said) < 2:
        return False
    low = {text.lower() for text in said}
    return not second[0].text or second[0].text == first[0].text or bool(low & {"events", "total", "n", "n/n", "n (%)"})
