"""Outcomes as tables give them: n/N of each arm, events beside totals, n (%) below an arm's size; and sizes of samples.

Comes in: a document. Goes out: `Found`s, most of them cells of tables whose header says what they are. Apart from `arms`,
which reads sentences: here a cell means what its row and column say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from sitegen.extract.cited import subject_of
from sitegen.extract.fractions import FRACTION, WHOLE, makes, plain
from sitegen.extract.grids import Cell, Grid, grids, line_of, study_named, study_of
from sitegen.extract.layout import Clause
from sitegen.extract.mentions import counts
from sitegen.extract.model import Document, Found, Subject

__all__ = ["outcomes", "sample_sizes"]

_PEOPLE = r"(?:patients|participants|subjects|individuals|children|adults|women|men|people|infants|pacientes)"
_STUDY = re.compile(r"\b([A-Z][\w'-]+(?: [A-Z][\w'-]+)?(?: et al\.?| and [A-Z][\w'-]+))(?: \(?((?:19|20)\d\d)\)?)?")
_SIZED = re.compile(rf"^ (?:[\w-]+ )?{_PEOPLE}\b")
_SIZE_CUE = re.compile(
    r"\b(?:included|involved|enrolled|recruited|study of|trial of|cohort of|series of|sample of|randomi[sz]ed|compris\w+|(?:one|two|three|none|\d+) of|participaron|trial in|study in|study with)\s+(?:a total of |about |only )?$",
    re.IGNORECASE,
)
_WHOLE = re.compile(WHOLE)
_EVENTS = re.compile(
    r"\b(?:events?|cases|deaths?|responders?|successes|failures|cured|infections?|with (?:the )?(?:event|outcome)|affected|n)\b",
    re.IGNORECASE,
)
_TOTALS = re.compile(
    r"\b(?:N|(?i:totals?|randomi[sz]ed|allocated|participants|patients|sample|group size|analy[sz]ed|number in (?:group|arm)))\b(?! ?=)"
)
_SIZE_IN_HEAD = re.compile(r"\(?\b[nN] ?= ?(?P<n>\d[\d,]*)\)?")
_PERCENT_CELL = re.compile(r"(?P<n>\d[\d,]*) ?\(\s*(?P<rate>\d{1,3}(?:\.\d+)?) ?(?P<sign>%?)\s*\)")
# Tables of points and of how the groups began hold fractions that are no outcomes.
_SCORED = re.compile(
    r"\b(?:scores?|quality|points?|items|stars?|PEDro|Newcastle|NOS|JBI|Jadad|checklist|scale)\b", re.IGNORECASE
)
_BASELINE = re.compile(r"\b(?:baseline|demographics?|characteristics)\b", re.IGNORECASE)
_TOTAL_ROW = re.compile(
    r"(?:sub-?)?total\b|overall\b|pooled\b|all (?:studies|trials)\b|combined\b|summary\b", re.IGNORECASE
)
_NUMBERED = re.compile(
    r"(?:(?:supplementary |appendix )?(?:tables?|figs?\.?|figures?|forest plot|panel|box|analysis|comparison)\.? ?(?:[\dIVX]+[A-Za-z]?|[A-Z](?=[.:)]))?(?:\.\d+)*[.:)]?|\d+(?:\.\d+)*\.?)\s+[-–—|:]?\s*",
    re.IGNORECASE,
)


def outcomes(document: Document) -> list[Found]:
    """n/N of each arm, with its percentage where the cell has one."""
    own = study_of(document)
    found: list[Found] = []
    for grid in grids(document):
        if _BASELINE.search(grid.said_above) or any(_BASELINE.search(head.text) for head in grid.heads[:1]):
            continue
        found += _fractions(grid, own) or [*_events(grid, own), *_of_sized_arms(grid, own)]
    return found


def _labelled(grid: Grid, row: tuple[Cell, ...], own: Subject) -> tuple[Subject, str, Cell]:
    """(study, outcome, the cell that names the row): a row names an outcome or, below a caption that does, a study."""
    at = grid.studies
    label = row[0]
    if at is None:
        return own, label.text, label
    label = row[at] if row[at].text else label
    outcome = next(
        (
            row[index].text
            for index, head in enumerate(grid.heads)
            if re.fullmatch(r"(?:primary )?(?:outcomes?|end ?points?|events?)(?: measures?)?", head.text, re.IGNORECASE)
            and not row[index].text[:1].isdigit()
        ),
        "",
    )
    outcome = outcome or _captioned(grid)
    if _TOTAL_ROW.match(label.text):
        return Subject(), outcome, label
    return Subject("study", study_named(label.text) or label.text.strip(" *†‡")), outcome, label


def _captioned(grid: Grid) -> str:
    """What the table is of, as the line above it says: `Table 2. Pass rates at first attempt`."""
    for line in (grid.caption.text, grid.heading.text):
        bare = line
        while number := _NUMBERED.match(bare):  # "Fig 2. Forest plot of falls"
            bare = bare[number.end() :]
        bare = bare.removeprefix("of ").strip(" .:*#")
        bare = re.split(r"(?<=\w)\. |; | \(|: (?=[a-z])| in (?:the )?(?:\w+ )?(?:trials|studies)\b", bare)[0].strip(
            " ."
        )
        bare = re.sub(
            r" (?:by|per|across|in|for) (?:each |the )?(?:included )?(?:stud(?:y|ies)|trials?|groups?|arms?)$",
            "",
            bare,
            flags=re.IGNORECASE,
        )
        bare = _counted(bare)
        if 1 <= len(bare.split()) <= 12 and re.search("[A-Za-z]{3}", bare):
            return bare
    return ""


def _fractions(grid: Grid, own: Subject) -> list[Found]:
    """Cells that hold a fraction: `9/46 (19.6%)`, `2 of 141`."""
    arms = {column for column in range(1, grid.width) if any(FRACTION.match(text) for text in grid.column(column))}
    arms -= {column for column in arms if _scored(grid, column)}
    found: list[Found] = []
    for row in grid.rows:
        about, outcome, label = _labelled(grid, row, own)
        if not re.search("[A-Za-z]", label.text):
            continue
        for column in sorted(arms & set(range(len(row)))):
            cell, arm = row[column], _arm(grid, column)
            line = line_of(row, label, cell)
            if cell.text.isdigit():
                found.append(_cell("arm size", cell.span, line, about, outcome, arm, 0.7))
                continue
            match = FRACTION.match(cell.text)
            if match is None or not makes(match["n"], match["of"], match["rate"]):
                continue
            value, of = (cell.start, cell.start + match.end("of")), None
            if (
                "," in match["n"] + match["of"] or " out " in match.group()
            ):  # n/N in figures that are grouped: each for itself
                value, of = (cell.start, cell.start + match.end("n")), (cell.start + match.start("of"), value[1])
            one = _cell("outcome", value, line, about, outcome, arm, 0.8)
            found.append(replace(one, whole=of, spans=(value, of, line)) if of else one)
            if match["rate"] and match["sign"]:
                rate = (cell.start + match.start("rate"), cell.start + match.end("sign"))
                found.append(_cell("outcome rate", rate, line, about, outcome, arm, 0.8))
    return found


def _scored(grid: Grid, column: int) -> bool:
    """Points out of the same few for everyone: `7/9`, below a head that speaks of quality."""
    wholes = {match["of"] for text in grid.column(column) if (match := FRACTION.match(text))}
    small = len(wholes) == 1 and plain(next(iter(wholes))) <= 30
    return small and bool(_SCORED.search(grid.head(column)) or _SCORED.search(grid.said_above))


def _arm(grid: Grid, column: int) -> str:
    """The name of an arm: what its column is headed with, less what says how it counts."""
    head = grid.head(column)
    above = next((cell.text for cell in reversed(grid.over[: column + 1]) if cell.text), "") if grid.over else ""
    named = _bare(head) or _bare(above)
    return named if not above or above == head or not _bare(above) else _bare(above)


def _bare(head: str) -> str:
    bare = _SIZE_IN_HEAD.sub(" ", head.rpartition(": ")[2])
    bare = re.sub(r"\([^()]*\)|\[[^\[\]]*\]", " ", bare)
    bare = re.sub(
        r"(?i)\b(?:no\.? ?(?:of|/) ?(?:total)?(?: no\.?)?|no\.|number of|n ?/ ?N|events?|totals?|cases|deaths|n|participants|patients|with event|rates?|affected|randomi[sz]ed|analy[sz]ed|groups?|arms?)(?![\w])|%|/",
        " ",
        bare,
    )
    return " ".join(bare.split()).strip(" ,;:.-/")


def _cell(
    measure: str, value: tuple[int, int], line: tuple[int, int], about: Subject, outcome: str, arm: str, sure: float
) -> Found:
    return Found(measure, (value, line), value=value, about=about, by=outcome, of=arm, confidence=sure)


def _events(grid: Grid, own: Subject) -> Iterator[Found]:
    """Events in one column and their total in the next: `14 | 210`, as a forest plot has them."""
    pairs = [
        (column, column + 1)
        for column in range(1, grid.width - 1)
        if _EVENTS.search(_how(grid, column))
        and _TOTALS.search(_how(grid, column + 1))
        and not _TOTALS.search(_how(grid, column))
    ]
    if len(pairs) < 1 or not all(_whole_numbers(grid, column) for pair in pairs for column in pair):
        return
    for row in grid.rows:
        about, outcome, label = _labelled(grid, row, own)
        for events, total in pairs:
            if total >= len(row) or not (_WHOLE.fullmatch(row[events].text) and _WHOLE.fullmatch(row[total].text)):
                continue
            if makes(row[events].text, row[total].text, ""):
                value, of, line = row[events].span, row[total].span, line_of(row, label, row[total])
                yield Found(
                    "outcome", (value, of, line), value=value, whole=of, about=about, by=outcome,
                    of=_arm(grid, events), confidence=0.75,
                )  # fmt: skip


def _how(grid: Grid, column: int) -> str:
    """What a column counts; a lone N is a total, a lone n events."""
    return re.sub(r"\([^()]*\)", " ", grid.head(column)) if len(grid.head(column)) > 12 else grid.head(column)


def _whole_numbers(grid: Grid, column: int) -> bool:
    said = [text for text in grid.column(column) if text]
    return bool(said) and sum(bool(_WHOLE.fullmatch(text)) for text in said) * 3 >= len(said) * 2


def _of_sized_arms(grid: Grid, own: Subject) -> Iterator[Found]:
    """`41 (4.2%)` below `Soap (n=978)`: the percentage says that the two belong together."""
    sizes = _sizes(grid)
    for row in grid.rows:
        about, outcome, label = _labelled(grid, row, own)
        for column, size in sizes.items():
            cell = row[column] if column < len(row) else None
            match = _PERCENT_CELL.fullmatch(cell.text) if cell is not None else None
            if cell is None or match is None or not makes(match["n"], size.text, match["rate"], close=True):
                continue
            line = line_of(row, label, cell)
            value = (cell.start + match.start("n"), cell.start + match.end("n"))
            yield Found(
                "outcome", (value, line, size.span), value=value, whole=size.span, about=about, by=_counted(outcome),
                of=_arm(grid, column), confidence=0.75,
            )  # fmt: skip
            if match["sign"]:
                rate = (cell.start + match.start("rate"), cell.start + match.end("sign"))
                yield _cell("outcome rate", rate, line, about, _counted(outcome), _arm(grid, column), 0.75)


_SIZED_ROW = re.compile(
    r"(?:(?:no\.?|number) (?:of )?)?(?:participants|patients|people|subjects|children|women|men|animals|randomi[sz]ed|analy[sz]ed|sample size|n)(?:,? (?:n|no\.?|randomi[sz]ed|analy[sz]ed))?",
    re.IGNORECASE,
)


def _sizes(grid: Grid) -> dict[int, Cell]:
    """The size of each arm, as the head of its column or a row of sizes says."""
    sizes = {}
    for column in range(1, grid.width):
        match, head = _SIZE_IN_HEAD.search(grid.head(column)), grid.heads[column]
        if match:
            sizes[column] = Cell(head.start + match.start("n"), head.start + match.end("n"), match["n"])
    if sizes:
        return sizes
    row = next((row for row in grid.rows if _SIZED_ROW.fullmatch(row[0].text.strip(" *"))), ())
    return {column: cell for column, cell in enumerate(row) if column and _WHOLE.fullmatch(cell.text)}


def _counted(label: str) -> str:
    """The outcome without how it is counted: `Death, n (%)`."""
    return re.sub(
        r"[,:]? *\(?\b(?:events ?/ ?(?:patients|totals?|participants)|[nN] ?/ ?N(?: ?\(%\))?|[nN]o?\.? ?\(%\)|%)\)?$",
        "",
        label,
    ).strip(" ,:(")


def _goes_on(before: Clause | None, text: str) -> bool:
    """`… combined in 20 patients`, where the sentence, or the one that it goes on from, tells of a trial that assessed something."""
    said = (before.text if before is not None and text[:1].islower() else "") + " " + text
    return bool(re.search(r"\bin (?:a total of )?$", text)) and bool(_ASSESSED.search(said))


_ASSESSED = re.compile(
    r"\b(?:trial|study|RCT) (?:\w+ )?(?:assess|compar|evaluat|test|investigat|examin)\w*\b", re.IGNORECASE
)


def sample_sizes(document: Document) -> list[Found]:
    """`a study of 78 patients`, `Sharma et al. included 91 children`, and the column that says so."""
    own, found = study_of(document), []
    for before, clause in zip((None, *document.clauses), document.clauses, strict=False):
        for item in counts(clause.text):
            noun = _SIZED.match(clause.text[item.end :])
            if noun is None or not (
                _SIZE_CUE.search(clause.text[: item.start]) or _goes_on(before, clause.text[: item.start])
            ):
                continue
            study = [match[1] for match in _STUDY.finditer(clause.text[: item.start])]
            if not study and re.search(
                r"\b(?:[Tt]his|[Tt]he only|[Tt]hat|[Dd]icho|[Ee]ste) (?:one )?(?:study|trial|RCT|estudio|ensayo)\b",
                clause.text[: item.start],
            ):
                study = [own.name] if own.name else []
            value = (clause.start + item.start, clause.start + item.end + noun.end())
            found.append(
                Found(
                    "sample size",
                    (value,),
                    value=value,
                    mention=item,
                    about=Subject("study", study[-1]) if study else subject_of(document, before, clause, item.end),
                    confidence=0.8 if study else 0.65,
                )
            )
    for grid in grids(document):
        columns = [
            index
            for index, head in enumerate(grid.heads)
            if re.fullmatch(r"sample size|participants|n|no\. of (?:patients|participants)", head.text, re.IGNORECASE)
        ]
        for row in grid.rows if columns else ():
            match = _STUDY.match(row[0].text)
            named = study_named(row[0].text) or (match[1] if match else "")
            for index in columns if named else []:
                if index < len(row) and re.fullmatch(r"\d[\d,]*", row[index].text):
                    found.append(
                        Found(
                            "sample size",
                            (row[index].span, row[0].span),
                            value=row[index].span,
                            about=Subject("study", named),
                            confidence=0.85,
                        )
                    )
    return found
