"""What a review judges: the risk of bias of its studies, domain by domain, and the certainty of its outcomes.

Comes in: a document. Goes out: `Found`s of judgements. Apart from `evidence`, which reads figures: a judgement is one of few
words, and a table of them has three layouts (a row a judgement, studies against domains, domains against studies).
"""

from __future__ import annotations

import re

from sitegen.extract.grids import Cell, Grid, grids, judged, line_of, study_named, study_of
from sitegen.extract.model import Document, Found, Subject

__all__ = ["bias_judgements", "certainty_ratings"]

_BIAS = re.compile(
    r"\bbias\b|\bRoB\b|\bROBINS|\bdomains?\b|\bquality (?:assessment|appraisal)|\bjudge?ments?\b|\bmethodological quality\b",
    re.IGNORECASE,
)
_DOMAIN = re.compile(
    r"\b(?:randomi[sz]\w+|sequence|allocation|conceal\w+|blind\w*|mask\w*|deviations?|missing|attrition|incomplete|measurement|detection|performance|select\w+|report\w+|confound\w+|classification|overall|bias|comparab\w+|outcome data|D\d{1,2})\b",
    re.IGNORECASE,
)
_RATINGS = {
    "risk of bias": "risk-of-bias rating", "inconsistency": "inconsistency rating", "indirectness": "indirectness rating", "imprecision": "imprecision rating",
    "other considerations": "other considerations rating", "publication bias": "other considerations rating",
}  # fmt: skip
_CERTAINTY = re.compile(
    r"(?:overall )?(?:(?:certainty|quality|strength|confidence|level)(?: (?:of|in)(?: the)? (?:evidence|estimates?|effect))?|(?:evidence )?(?:certainty|quality)|GRADE(?: (?:rating|certainty|quality|level|assessment))?)(?: ?[(,]? ?\(?GRADE\)?)?",
    re.IGNORECASE,
)
_LEVEL = re.compile(r"(?<![\w-])(?:very[ -]low|low|moderate|high)(?![\w])", re.IGNORECASE)
_RATED = re.compile(r"[A-Za-z][A-Za-z -]*[A-Za-z]")
_OUTCOME = re.compile(
    r"(?:primary |main |key |critical )*(?:outcomes?|end ?points?)(?: measures?| and follow-?up| domain)?",
    re.IGNORECASE,
)
_LEGEND = r"\b{}\s*[:=]\s*(?P<name>[A-Za-z][^;.,\n|]{{4,70}})"
_SUMMARY = re.compile(r"(?:sub-?)?total|overall(?: .*)?|legend.*", re.IGNORECASE)


def bias_judgements(document: Document) -> list[Found]:
    """Judgements by domain, of each study that a table or a list of fields names."""
    found: list[Found] = []
    for grid in grids(document):
        if len(_rating_columns(grid)) >= 2:
            continue
        found += _matrix(document, grid) or _rows(document, grid) or _in_signs(grid)
    return found + _fields(document)


def _judged_columns(grid: Grid) -> list[int]:
    """Columns of which most cells hold nothing but a judgement."""
    columns = []
    for column in range(1, grid.width):
        said = [text for text in grid.column(column) if text and text not in {"-", "NA", "N/A"}]
        if said and sum(bool(judged(text)) for text in said) * 3 > len(said) * 2:
            columns.append(column)
    return columns


def _matrix(document: Document, grid: Grid) -> list[Found]:
    """Studies against domains, or domains against studies: every cell a judgement of its row and its column."""
    columns = _judged_columns(grid)
    if len(columns) < 2:
        return []
    at = grid.studies or 0
    domains = sum(bool(_DOMAIN.search(grid.head(column))) for column in columns)
    turned = sum(bool(study_named(grid.head(column))) for column in columns) * 2 > len(columns)
    if not turned and grid.studies is None and not (domains * 2 > len(columns) or _BIAS.search(grid.said_above)):
        return []
    if not (turned or domains or _BIAS.search(grid.said_above)):
        return []
    found = []
    for row in grid.rows:
        label = row[at]
        for column in [one for one in columns if one < len(row)]:
            match, head = judged(row[column].text), grid.heads[column]
            if match is None or not label.text or not head.text:
                continue
            study, domain = (head, label) if turned else (label, head)
            if not turned and _SUMMARY.fullmatch(label.text):
                continue
            value = (row[column].start, row[column].start + match.end(1))
            told = (line_of(row, label, row[column]), line_of(grid.heads, head, head))
            found.append(_judgement(document, value, told, study.text, domain.text))
    return found


def _judgement(
    document: Document, value: tuple[int, int], told: tuple[tuple[int, int], ...], study: str, domain: str
) -> Found:
    named = study_named(study) or study.strip(" *†‡")
    about = Subject("study", named) if named else study_of(document)
    legend = None
    if re.fullmatch(r"D\d{1,2}|[A-Z]\d?|Q\d{1,2}", domain.strip()):
        legend = re.search(_LEGEND.format(re.escape(domain.strip())), document.normal.text)
    by = legend["name"].strip() if legend else domain
    return Found(
        "risk of bias",
        (value, *told),
        value=value,
        about=about,
        by=by,
        confidence=0.75,
    )


def _in_signs(grid: Grid) -> list[Found]:
    """The first of the signs in which a table judges: what it says is in no word, and the draft says that it was left out."""
    if not _BIAS.search(grid.said_above) or grid.studies is None:
        return []
    signs = [cell for row in grid.rows for cell in row[1:] if re.fullmatch(r"[+?!–−-]|[●○◐⊕⊖]", cell.text)]
    if len(signs) < 2 * len(grid.rows):
        return []
    return [Found("risk of bias", (signs[0].span,), value=signs[0].span, by=grid.head(1), confidence=0.5)]


def _rows(document: Document, grid: Grid) -> list[Found]:
    """A row a judgement: one column judges, one names the domain, one may name the study."""
    columns = _judged_columns(grid)
    named = [
        index
        for index, head in enumerate(grid.heads)
        if re.search(
            r"\bdomains?\b|\bitems?\b|\bentry\b|\bcriteri|\bbias$|^bias\b|\bsource of bias\b", head.text, re.IGNORECASE
        )
    ]
    named = [index for index in named if index not in columns]
    labels = grid.column(named[0]) if named else []
    of_bias = bool(_BIAS.search(grid.said_above)) or any(_BIAS.search(head.text) for head in grid.heads)
    of_bias = of_bias or sum(bool(_DOMAIN.search(text)) for text in labels) * 2 > len(labels)
    if not columns or not of_bias:
        return []
    judging = columns[0]
    at = grid.studies
    alone = len(columns) == 1 and at is not None and _BIAS.search(grid.head(judging))  # a column of overall judgements
    domain = named[0] if named else None if alone or judging - 1 == at else judging - 1
    above = study_named(grid.caption.text) or study_named(grid.heading.text)
    found, study = [], above
    for row in grid.rows:
        if at is not None and row[at].text:
            study = study_named(row[at].text) or row[at].text
        match = judged(row[judging].text) if judging < len(row) else None
        if match is None:
            continue
        label = row[domain] if domain is not None else grid.heads[judging]
        value = (row[judging].start, row[judging].start + match.end(1))
        if label.text and (domain is not None or at is not None):
            told = line_of(row, label, row[judging]) if domain is None else label.span
            found.append(_judgement(document, value, (told,), study, label.text))
    return found


_ENTRY = re.compile(
    r"^\W*(?:study|trial|author|reference):\s*(?P<name>[^\n]{3,60})$|^\W*(?P<line>[^\n|:]{4,60})$", re.IGNORECASE
)
_FIELD = re.compile(
    r"^\W*(?P<domain>[A-Z][^\n:|]{4,90}?)\s*:\s*(?P<value>low|high|unclear|some concerns|moderate|serious|critical)(?P<risk> risk(?: of bias)?)?(?=\s*(?:$|[-–—.(;,]))",
    re.IGNORECASE,
)


def _fields(document: Document) -> list[Found]:
    """`Study: Lee 2019` over lines such as `Allocation concealment: Low risk - sealed envelopes`."""
    text = document.normal.text
    found, study, start = [], "", 0
    for line in text.split("\n"):
        match, entry = _FIELD.match(line), _ENTRY.match(line)
        if match and _DOMAIN.search(match["domain"]) and (study or study_of(document).name):
            value = (start + match.start("value"), start + (match.end("risk") if match["risk"] else match.end("value")))
            domain = Cell(start + match.start("domain"), start + match.end("domain"), match["domain"])
            found.append(_judgement(document, value, (domain.span,), study, match["domain"]))
        elif entry and not match:
            named = study_named((entry["name"] or entry["line"]).strip(" #*"))
            study = named or (entry["name"] or "").strip() or (study if len(line.split()) > 8 else "")
        start += len(line) + 1
    return found


def _rating_columns(grid: Grid) -> dict[int, str]:
    named = {index: head.text.lower().strip(" *†") for index, head in enumerate(grid.heads)}
    return {index: _RATINGS[name] for index, name in named.items() if name in _RATINGS}


def certainty_ratings(document: Document) -> list[Found]:
    """The certainty of each outcome of a table, with the ratings that led to it where it has columns for them."""
    found: list[Found] = []
    subject = study_of(document)
    for grid in grids(document):
        reasons = _rating_columns(grid)
        levels = [
            index for index, head in enumerate(grid.heads) if _CERTAINTY.fullmatch(head.text.strip(" *†")) and index
        ]
        levels = [index for index in levels if _levels(grid, index)]
        if not levels and len(reasons) < 2:
            continue
        counted = [
            index
            for index, head in enumerate(grid.heads)
            if re.match(r"(?:n[°ºo.]*|no\.?|number) (?:of )?studies$", head.text.strip(), re.IGNORECASE)
        ]
        at = next((index for index, head in enumerate(grid.heads) if _OUTCOME.fullmatch(head.text.strip())), 0)
        for row in grid.rows:
            label = row[at] if row[at].text else row[0]
            for index in [one for one in [*reasons, *levels, *counted] if one < len(row) and label.text]:
                pattern = _LEVEL if index in levels else _RATED if index in reasons else re.compile(r"\d+")
                match = pattern.search(row[index].text)
                if match is None:
                    continue
                value = (row[index].start + match.start(), row[index].start + match.end())
                measure = "certainty" if index in levels else reasons.get(index, "number of studies")
                found.append(
                    Found(
                        measure,
                        (value, line_of(row, label, row[index])),
                        value=value,
                        about=subject,
                        by=label.text,
                        confidence=0.75,
                    )
                )
    return found + _told(document, subject)


def _levels(grid: Grid, column: int) -> bool:
    said = [text for text in grid.column(column) if text]
    return bool(said) and sum(bool(_LEVEL.search(text)) and len(text.split()) < 40 for text in said) * 2 > len(said)


_WHAT = r"(?P<what>(?!the (?:included|available|whole)\b)(?:the )?[a-z][\w /-]{2,60}?)"
_IS = r"(?:was|is|were|are)(?: (?:judged|rated|graded|considered|assessed|deemed|found))?(?: (?:as|to be))?"
_GRADED = r"(?P<level>very[ -]low|low|moderate|high)(?! risk)(?![\w-])"
_SURE = r"(?:certainty|quality|strength|confidence)(?: (?:of|in) (?:the )?(?:body of )?evidence)?(?: \(?GRADE\)?)?"
_SENTENCES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_SURE} (?:for|on|in|regarding|about) {_WHAT} {_IS} {_GRADED}",
        rf"\b{_SURE} {_IS} {_GRADED} for {_WHAT}(?=[,.;(]| and | but | because | due | owing |$)",
        rf"(?<=\w)(?:,|,? and|,? but|;) (?:it was )?for {_WHAT} (?:(?:it )?was )?{_GRADED}(?=[,.;(]| and | but |$)",
        rf"(?<=\w)(?:,| and|, and|, but) {_GRADED} for {_WHAT}(?=[,.;(]| and | because | due | owing |$)",
    )
)


def _told(document: Document, subject: Subject) -> list[Found]:
    """`The certainty of the evidence was low for pain and very low for sleep.`"""
    found = []
    for clause in document.clauses:
        if clause.kind not in {"sentence", "field", "item"} or not re.search(
            rf"\b{_SURE}\b", clause.text, re.IGNORECASE
        ):
            continue
        for pattern in _SENTENCES:
            for match in pattern.finditer(clause.text):
                value = (clause.start + match.start("level"), clause.start + match.end("level"))
                what = (clause.start + match.start("what"), clause.start + match.end("what"))
                by = match["what"].removeprefix("the ").strip()
                if not re.search(
                    r"\b(?:outcomes|studies|trials|evidence|effect on|reviews?)\b|^(?:all|each|both|most)\b", by
                ):
                    found.append(Found("certainty", (value, what), value=value, about=subject, by=by, confidence=0.65))
    return found
