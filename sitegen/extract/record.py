"""What a report or a review says of itself as a document: title, authors, eligibility, attributes of the report.

Comes in: a document. Goes out: `Found`s. Apart from what is found of the subject, because readers cite by these.
"""

from __future__ import annotations

import re

from sitegen.extract.lists import members
from sitegen.extract.mentions import counts
from sitegen.extract.model import Document, Found

__all__ = ["authors", "eligibility", "report_attributes", "titles"]

_NAME = r"(?:[A-ZÀ-Þ][\w'’-]*\.?|de|da|del|di|la|van|von|der|den|bin|al|el)"
_PERSON = re.compile(
    rf"(?:[A-ZÀ-Þ][\w'’-]*\.?|(?:[A-Z]\.[ -]?){{1,3}})(?: ?{_NAME}){{0,3}} [A-ZÀ-Þ][\w'’-]+(?: (?:Jr|Sr)\.?)?"
)
_INITIALS = re.compile(
    r"(?:(?:van|von|de|der|den|del|da|di|la|le|el|al|bin) )*[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+)?,? (?:[A-Z]-?){1,3}|(?:(?:van|von|de|der|den|del|da|di) )*[A-ZÀ-Þ][\w'’-]+,? (?:[A-Z]\.[ -]?){1,3}"
)
_ELIGIBLE = re.compile(
    r"\beligib\w+|\b(?:inclusion|exclusion|selection) criteri\w+|\b[Ww]e (?:only )?(?:included|considered|excluded)\b(?! \d)|\b(?:studies|trials|RCTs|reviews|articles) (?:that \w+ [^.;]{3,80} )?were (?:included|eligible|considered|excluded) (?:if|when|only|where|that)\b",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"(?:report )?(?P<name>currency(?: and unit)?|unit|market (?:unit|currency)|(?:forecast|quantitative) units?|customi[sz]ation(?: (?:option|scope|offered|available))?|pages|no\. of pages|number of pages|report (?:id|code|format)|delivery(?: (?:format|mode|time))?|"
    r"format|publi(?:shed|cation)(?: date)?|(?:date )?published|tables?(?: (?:and|&) figures)?|number of tables|pricing(?: and purchase options)?|analyst support|licen[cs]e(?: type)?)",
    re.IGNORECASE,
)
_UNIT = re.compile(r"currency|unit", re.IGNORECASE)


def titles(document: Document) -> list[Found]:
    """The title, where it is short enough to be quoted."""
    title = document.frame.title
    return [Found("title", (title,), value=title, confidence=0.85)] if title else []


def authors(document: Document) -> list[Found]:
    """A line of personal names near the title, or behind `Authors:`; else those of the line that says how to cite."""
    text = document.normal.text
    title = document.frame.title
    below = False
    for start, end in _lines(text, 40):
        if _ABSTRACT.match(text, start, end):
            break
        if title is not None and start <= title[0] < end:
            continue
        label = _LABEL.match(text, start, end)
        people = _people(text, label.end() if label else start, end)
        if any(text[last : last + 1].isdigit() for _, last in people) and (cited := _cited_as(text)):
            return cited  # marks stick to the names below the title: no word there is the name alone
        if people and (len(people) >= 2 or label or below):
            return [Found("authors", (people[0],), members=people, confidence=0.8)]
        below = bool(_HEADED.fullmatch(text[start:end]))
    return _cited_as(text)


_CITE = re.compile(
    r"^\W*(?:citation|cite (?:this (?:article|review|paper) )?as|to cite(?: this (?:article|paper))?|how to cite(?: this (?:article|paper))?|recommended citation)\W+(?P<names>[A-ZÀ-Þ][^\n().]{5,600}?)(?:\.| \((?:19|20)\d\d)",
    re.IGNORECASE | re.MULTILINE,
)


def _cited_as(text: str) -> list[Found]:
    """`Citation: Lee A, Ray BC (2022) …`: names without marks, where those below the title have them."""
    match = _CITE.search(text)
    if match is not None and re.search(r"\bet al\b", match["names"]):
        return []
    people = _people(text, *match.span("names")) if match else ()
    return [Found("authors", (people[0],), members=people, confidence=0.75)] if len(people) >= 2 else []


_LABEL = re.compile(
    r"\W*(?:authors?|by|written by|review authors?|reviewers?)(?:\W*\|\W*|:\s*|\t|\s+(?=[A-ZÀ-Þ]))", re.IGNORECASE
)
_HEADED = re.compile(r"\W*(?:review )?authors?\W*", re.IGNORECASE)
_ABSTRACT = re.compile(
    r"\W*(?:abstract|summary|introduction|background|objectives?|methods?|key points|importance)\b", re.IGNORECASE
)
_DEGREE = r"(?:MDs?|PhD|DPhil|MSc|MPH|M[SA]|BA|BSc|RN|Dr|DVM|MBBS|MBChB|FRCP|FRCS|MRCP|Prof|PharmD|DrPH|MBA|MEd|EdD|DDS|DMD|BVSc|MRCVS|Jr|Sr)"
_MARKS = re.compile(rf"(?:[\s,;^]*[\d*†‡§¶#∗☯]+|[\s,]+[a-f](?=[\s,*†‡]|$)|(?:,? {_DEGREE}\b\.?)+)+[\s,]*$")


def _lines(text: str, most: int) -> list[tuple[int, int]]:
    """The first lines that are not empty, without blanks at their ends."""
    found, start = [], 0
    for line in text[:20_000].split("\n"):
        bare = line.strip(" #*_")
        if bare:
            at = start + line.index(bare)
            found.append((at, at + len(bare)))
        start += len(line) + 1
    return found[:most]


def _people(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The names of a line that holds names, their degrees, marks and offices, and nothing else."""
    if end - start > 1_500:
        return ()
    end = start + len(text[start:end].rstrip(" ,;*†‡"))
    stop = re.search(r"[.;](?=\s+[A-Z][\w]+ (?:of|for|[A-Z]\w+ \w+))|[.;]\s*$", text[start:end])
    spans = [_bare(text, *span) for span in members(text, start, start + stop.start() if stop else end)]
    people = []
    for span in spans:
        name = text[span[0] : span[1]]
        if _is_person(name):
            people.append(span)
        elif not (_OFFICE.fullmatch(name) and people):
            return ()
    return tuple(people)


_OFFICE = re.compile(
    rf"[\d\s*†‡§¶#,]*|{_DEGREE}(?: {_DEGREE})*|on behalf of .{{3,60}}|(?:(?:associate|assistant|clinical|senior|research|consultant|principal|visiting|honorary|full|emeritus) )*(?:professor|fellow|lecturer|researcher|scientist|statistician|student|director|surgeon|consultant|specialist|nurse|librarian|registrar|epidemiologist|reader|psychologist|analyst|doctor|dean|head|chair)\b[\w ,-]{{0,60}}",
    re.IGNORECASE,
)


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """A name without the marks of footnotes, affiliations and degrees behind it."""
    while end > start and (marks := _MARKS.search(text[start:end])) and marks.group().strip():
        end = start + marks.start()
    while end > start and text[end - 1] in " ,;":
        end -= 1
    # "research fellow,1 Bo Ray": the mark of the one before.
    head = re.match(r"(?:\d{1,2}(?:,\d{1,2})*|[*†‡§])\s+", text[start:end])
    return start + (head.end() if head else 0), end


def _is_person(name: str) -> bool:
    if re.search(
        r"\d|\b(?:University|Hospital|Institute|Department|Journal|School|Review|Market|Centre|Center|Research|Medical|Abstract|Article|Volume|College|Faculty|Group|Investigation|Open|Access|Systematic|Medicine|Health|Science|Sciences)\b",
        name,
    ):
        return False
    return bool(_PERSON.fullmatch(name) or _INITIALS.fullmatch(name)) and len(name.split()) <= 6


def eligibility(document: Document) -> list[Found]:
    """Sentences that say which studies may enter; a person puts them into words of our own."""
    found = []
    for clause in document.clauses:
        cue = _ELIGIBLE.search(clause.text) if clause.kind in {"sentence", "field", "item"} else None
        if cue is None or len(clause.text.split()) < 5 or re.search(r"\bassessed for eligibility\b", clause.text):
            continue
        if any(_STUDIES_NEXT.match(clause.text, item.end) for item in counts(clause.text)):
            continue  # how many met the criteria is a count
        words = [match.span() for match in re.finditer(r"\S+", clause.text)]
        at = next(index for index, (_, end) in enumerate(words) if end >= cue.end())
        first = max(0, min(at, len(words) - 6))
        heart = (clause.start + words[first][0], clause.start + words[min(len(words), first + 6) - 1][1])
        found.append(Found("eligibility", (heart, (clause.start, clause.end)), confidence=0.5))
    return found[:20]


_STUDIES_NEXT = re.compile(
    r" (?:[\w-]+ ){0,3}?(?:studies|trials|RCTs|articles|papers|reports|records|publications|reviews|citations|full[- ]texts?|references)\b|(?: of (?:them|these|those|which))? (?:did not |failed to )?(?:met|meet|fulfil\w*|were (?:eligible|excluded|included))\b"
)


def report_attributes(document: Document) -> list[Found]:
    """`Unit | USD Million`, `Customization Option | Available upon request`: what is sold, as its table says."""
    found = []
    for clause in document.clauses:
        label = re.sub(r"^report ", "", clause.label, flags=re.IGNORECASE) if clause.kind == "field" else ""
        if not label or not _ATTRIBUTE.fullmatch(label):
            continue
        body = clause.body.strip(" |\t\n")
        if not body or len(body.split()) > 10 or ". " in body:
            continue
        at = clause.end - len(clause.body) + clause.body.index(body)
        value = (at, at + len(body))
        measure = "currency and unit" if _UNIT.search(label) else "report attribute"
        by = "" if measure == "currency and unit" else label.lower()
        found.append(
            Found(
                measure, (value, (clause.start, clause.start + len(clause.label))), value=value, by=by, confidence=0.7
            )
        )
    return found
