"""The evidence of a review: outcomes as n/N, judgements of bias and certainty, sample sizes, references.

Comes in: a document. Goes out: `Found`s, most of them cells of tables whose header says what they are. Apart from
`reviews`, which reads sentences: here a cell means what its row and column say.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from sitegen.extract.cited import subject_of
from sitegen.extract.layout import Clause
from sitegen.extract.mentions import counts
from sitegen.extract.model import Document, Found, Subject

__all__ = ["bias_judgements", "certainty_ratings", "outcomes", "references", "sample_sizes"]

Span = tuple[int, int]
_FRACTION = re.compile(r"\b(\d{1,6})\s?/\s?(\d{1,6})\b(?:\s*\(\s*(\d{1,3}(?:\.\d+)?\s?%)\s*\))?")
_JUDGED = re.compile(
    r"(?:low(?: risk)?|high(?: risk)?|some concerns|unclear(?: risk)?|moderate|serious|critical|no information)",
    re.IGNORECASE,
)
_STUDY = re.compile(r"\b([A-Z][\w'-]+(?: [A-Z][\w'-]+)?(?: et al\.?| and [A-Z][\w'-]+))(?: \(?((?:19|20)\d\d)\)?)?")
_RATINGS = {
    "risk of bias": "risk-of-bias rating", "inconsistency": "inconsistency rating", "indirectness": "indirectness rating", "imprecision": "imprecision rating",
    "other considerations": "other considerations rating", "publication bias": "other considerations rating", "certainty": "certainty", "certainty of evidence": "certainty",
    "quality": "certainty", "grade": "certainty", "certainty of the evidence": "certainty",
}  # fmt: skip
_PEOPLE = r"(?:patients|participants|subjects|individuals|children|adults|women|men|people|infants|pacientes)"
_SIZED = re.compile(rf"^ (?:[\w-]+ )?{_PEOPLE}\b")
_SIZE_CUE = re.compile(
    r"\b(?:included|involved|enrolled|recruited|study of|trial of|cohort of|series of|sample of|randomi[sz]ed|compris\w+|(?:one|two|three|none|\d+) of|participaron|trial in|study in|study with)\s+(?:a total of |about |only )?$",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"(?:- )?(?:\[?\d{1,3}[.\]]\s+)?(?P<authors>[A-Z][^.\n]{2,400}?(?:et al)?)\.\s+(?P<title>[^\n]{12,350}?)[.?!]\s+(?P<journal>[A-Z][^\n;.]{1,80}?)\.?\s+(?P<year>(?:19|20)\d\d);\s?"
    r"(?P<volume>[\w]+)(?:\((?P<issue>[^)\n]{1,16})\))?(?::(?P<pages>[\w-]{1,24}))?\.?\s*[<\[(]{0,2}(?P<doi>(?:https?://(?:dx\.)?doi\.org/|doi: ?)10\.\d{4,9}/[^\s>\]]+)"
)


@dataclass(frozen=True, slots=True)
class _Row:
    clause: Clause
    cells: tuple[tuple[int, int, str], ...]

    def text(self, column: int) -> str:
        return self.cells[column][2] if 0 <= column < len(self.cells) else ""


def _tables(document: Document) -> list[tuple[list[str], list[_Row]]]:
    """Runs of rows with the names of their columns, as far as a header gives them."""
    found: list[tuple[list[str], list[_Row]]] = []
    run: list[_Row] = []
    for clause in (*document.clauses, None):
        row = _row(document.normal.text, clause) if clause is not None and clause.kind in {"row", "field"} else None
        if row is not None and len(row.cells) >= 2:
            run.append(row)
            continue
        if len(run) >= 2:
            found.append(_headed(run))
        run = []
    return found


def _row(text: str, clause: Clause) -> _Row | None:
    start = text.rfind("\n", 0, clause.start) + 1
    end = text.find("\n", clause.end)
    line = text[start : end if end >= 0 else len(text)]
    mark = "\t" if "\t" in line else "|" if line.count("|") >= 2 else ""
    if not mark or "\n" in clause.text:
        return None
    cells, position = [], start
    pieces = line.split(mark)
    for index, piece in enumerate(pieces):
        bare = piece.strip()
        at = position + piece.find(bare) if bare else position
        outer = mark == "|" and index in {0, len(pieces) - 1} and not bare
        if not outer:
            cells.append((at, at + len(bare), bare))
        position += len(piece) + 1
    return _Row(clause, tuple(cells))


def _headed(run: list[_Row]) -> tuple[list[str], list[_Row]]:
    width = max(len(row.cells) for row in run)
    heads = [row for row in run[:2] if not any(re.search(r"\d", cell[2]) for cell in row.cells)]
    heads = heads if len(run) > len(heads) else run[:1]
    names = ["" for _ in range(width)]
    for row in heads:
        for column, cell in enumerate(row.cells):
            names[column] = cell[2] or names[column]
    return names, run[len(heads) :]


def _study(document: Document) -> Subject:
    """The one study that a review rests on, where one is named far more than others."""
    body = document.normal.text.split("\n## References")[0][:200_000]
    named = Counter(match[1] for match in _STUDY.finditer(body))
    ranked = named.most_common(2)
    if ranked and ranked[0][1] >= 3 and (len(ranked) == 1 or ranked[0][1] >= 3 * ranked[1][1]):
        return Subject("study", ranked[0][0])
    return Subject()


def outcomes(document: Document) -> list[Found]:
    """n/N of each arm, with its percentage where the cell has one."""
    subject = _study(document)
    found = []
    for names, rows in _tables(document):
        arms = {column for row in rows for column, cell in enumerate(row.cells) if column and _FRACTION.match(cell[2])}
        for row in rows:
            label = row.cells[0]
            for column, (start, end, cell) in enumerate(row.cells[1:], 1):
                if column in arms and cell.isdigit():
                    found.append(
                        Found(
                            "arm size",
                            ((start, end), label[:2]),
                            value=(start, end),
                            about=subject,
                            by=label[2],
                            of=names[column],
                            confidence=0.7,
                        )
                    )
                match = _FRACTION.match(cell)
                if match is None or int(match[1]) > int(match[2]) or not re.search("[A-Za-z]", label[2]):
                    continue
                arm = names[column] if column < len(names) else ""
                value = (start, start + match.end(2))
                found.append(
                    Found(
                        "outcome",
                        (value, (label[0], label[1])),
                        value=value,
                        about=subject,
                        by=label[2],
                        of=arm,
                        confidence=0.8,
                    )
                )
                if match[3]:
                    rate = (start + match.start(3), start + match.end(3))
                    found.append(
                        Found(
                            "outcome rate",
                            (rate, (label[0], label[1])),
                            value=rate,
                            about=subject,
                            by=label[2],
                            of=arm,
                            confidence=0.8,
                        )
                    )
    return found


def bias_judgements(document: Document) -> list[Found]:
    """Judgements by domain: the last cell judges, the cell before names the domain."""
    found = []
    for names, rows in _tables(document):
        if not any(re.search(r"\bbias\b|\bdomain", name, re.IGNORECASE) for name in names):
            continue
        for row in rows:
            cells = [cell for cell in row.cells if cell[2]]
            if len(cells) < 2 or not _JUDGED.fullmatch(cells[-1][2]) or len(cells) > 4:
                continue
            study = next((match[1] for cell in row.cells[:1] if (match := _STUDY.match(cell[2]))), "")
            subject = Subject("study", study) if study else _study(document)
            found.append(
                Found(
                    "risk of bias",
                    (cells[-1][:2], cells[-2][:2]),
                    value=cells[-1][:2],
                    about=subject,
                    by=cells[-2][2],
                    confidence=0.75,
                )
            )
    return found


def certainty_ratings(document: Document) -> list[Found]:
    """Each cell of a certainty table under a column that names a reason."""
    subject = _study(document)
    found = []
    for names, rows in _tables(document):
        columns = {
            index: _RATINGS[name.lower().strip()]
            for index, name in enumerate(names)
            if name.lower().strip() in _RATINGS
        }
        counted = [
            index
            for index, name in enumerate(names)
            if re.match(r"(?:n[°ºo.]*|no\.?|number) (?:of )?studies", name.strip(), re.IGNORECASE)
        ]
        if len(columns) < 2:
            continue
        for row in rows:
            label = row.cells[0]
            for index in [*columns, *counted]:
                cell = row.cells[index] if index < len(row.cells) else (0, 0, "")
                words = re.search(r"[A-Za-z][A-Za-z -]*[A-Za-z]" if index in columns else r"\d+", cell[2])
                if words is None:
                    continue
                value = (cell[0] + words.start(), cell[0] + words.end())
                found.append(
                    Found(
                        columns.get(index, "number of studies"),
                        (value, (label[0], label[1])),
                        value=value,
                        about=subject,
                        by=label[2],
                        confidence=0.75,
                    )
                )
    return found


def _goes_on(before: Clause | None, text: str) -> bool:
    """`… combined in 20 patients`, where the sentence, or the one that it goes on from, tells of a trial that assessed something."""
    said = (before.text if before is not None and text[:1].islower() else "") + " " + text
    return bool(re.search(r"\bin (?:a total of )?$", text)) and bool(_ASSESSED.search(said))


_ASSESSED = re.compile(
    r"\b(?:trial|study|RCT) (?:\w+ )?(?:assess|compar|evaluat|test|investigat|examin)\w*\b", re.IGNORECASE
)


def sample_sizes(document: Document) -> list[Found]:
    """`a study of 78 patients`, `Sharma et al. included 91 children`, and the column that says so."""
    own, found = _study(document), []
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
    for names, rows in _tables(document):
        columns = [
            index
            for index, name in enumerate(names)
            if re.fullmatch(
                r"sample size|participants|n|no\. of (?:patients|participants)", name.strip(), re.IGNORECASE
            )
        ]
        for row in rows:
            match = _STUDY.match(row.text(0))
            for index in columns if match else []:
                cell = row.cells[index] if index < len(row.cells) else (0, 0, "")
                if match and re.fullmatch(r"\d[\d,]*", cell[2]):
                    found.append(
                        Found(
                            "sample size",
                            (cell[:2], row.cells[0][:2]),
                            value=cell[:2],
                            about=Subject("study", match[1]),
                            confidence=0.85,
                        )
                    )
    return found


def references(document: Document) -> list[Found]:
    """Entries of a list of references that carry a DOI, in pieces that stand one after another."""
    text = document.normal.text
    found = []
    for clause_start in [match.start() for match in re.finditer(r"^\s*(?:- )?\[?\d{1,3}[.\]]\s", text, re.MULTILINE)][
        :600
    ]:
        match = _REFERENCE.search(text, clause_start, min(len(text), clause_start + 1_200))
        if match is None or match.start() - clause_start > 12:
            continue
        names = [
            name for name in ("authors", "title", "journal", "year", "volume", "issue", "pages", "doi") if match[name]
        ]
        pieces = tuple((match.start(name), match.start(name) + len(match[name].rstrip(".,;"))) for name in names)
        found.append(Found("reference", (pieces[0], *pieces[-2:]), members=pieces, by=" ".join(names), confidence=0.7))
    return found
