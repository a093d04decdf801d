"""Ranks: what is called the largest, the leading, the fastest growing.

Comes in: a document with its frame. Goes out: `Found`s of measure `rank`, `by` being `size` or `growth`, about a place
or a segment. Apart, because a rank is a claim without a number that readers compare with numbers.
"""

from __future__ import annotations

import re
from dataclasses import replace

from sitegen.extract.layout import Clause
from sitegen.extract.model import Document, Found, Subject
from sitegen.extract.places import find_places, is_region

__all__ = ["ranks"]

_SIZE = re.compile(
    r"\b(?:largest|biggest|leading|leads?|led|dominat\w+|dominant|highest (?:revenue |market )?(?:share|revenue|demand)|major(?:ity)? (?:revenue |market )?share|majority|greatest share|main market|top (?:region|market|segment|position)|most of the (?:market|revenue)|foremost|lion's share|in front|in the lead|first place|ahead of (?=[A-Z])|number one|more than any other(?: region| country| segment)?|largest (?:part|portion|slice|chunk|proportion)|bulk of|the most of any|tops? the list)\b",
    re.IGNORECASE,
)
_GROWTH = re.compile(
    r"\b(?:fastest|quickest|most rapid(?:ly)?|highest (?:\w+ )?(?:CAGR|growth|rate)|grow(?:s|ing)? (?:the )?(?:fastest|quickest|most rapidly)|highest compound|rapidest|most lucrative|greatest growth|strongest growth|exponential growth|high(?:est)? rate|(?:faster|more (?:quickly|rapidly)) than (?:any|all) (?:of the )?other|leads? (?:the (?:field|pack|way) )?(?:with|at|in) (?:a |the |an )?(?:\w+ )?(?:growth|CAGR|rate))\b",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"\b(?:leading (?:to|cause|causes|companies|players|manufacturers|vendors|providers|factor|brands|producers|suppliers|edge|position of)|led (?:to|by the|to the)|leads? to|largest (?:companies|players|manufacturers|economy|economies|cities|city|producer|producers|exporter|country|continent|hospitals?|association|company|population)|"
    r"dominated by (?:a few|few|companies|several|players)|lead(?:ing)? (?:author|time|users))\b",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:not|never|no longer|hardly|nor|cannot)\b[\w ]{0,12}$|n't [\w ]{0,12}$", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"\b(?:largest|biggest|fastest|leading)\b[\w -]{0,25}\bin the world\b|\bworld's (?:largest|biggest)\b",
    re.IGNORECASE,
)
_NOUN = r"(?:segment|sub-?segment|category|type|source|application|product|channel|end[- ]?use(?:r)?|vertical|technology|component|material|industry|form|sector|mode|class|group|field|area|option|use|route|service|system|grade|process|platform)s?"
_NP = r"(?:[\w&/+'.®()-]+ ){0,5}?[\w&/+'.®()-]+"
_SUBJECT = re.compile(
    rf"(?:^[\"'(]?|[.,;:] |\band |\bwhile |\bwhereas |\bthat |\bthere )(?:the |an? )?(?P<name>{_NP})(?: {_NOUN})?,?(?: (?:alone|in particular|also|now|today|still|currently|already))? "
    rf"(?:is|was|are|were|remains?|remained|has been|have been|had|has|have|held|holds?|will|would|should|may|could|can|is expected|accounted|accounts?|represents?|represented|dominat\w+|led|leads?|leading|captured|captures|commanded|took|takes|makes|made|grows?|emerged|continues|continued|contributed|contributes?|generat(?:ed|es?)|form(?:s|ed)?|constitut\w+|account(?:ing)?|make up|bring in|draws?|drew|register\w*|stands?|stood|ranks?|ranked|comes?|came|brings?|brought|commands?|claimed|shows?|to )\b",
    re.IGNORECASE,
)
_THE_SEGMENT = re.compile(
    r"\b(?:the )?(?P<name>(?:[\w&/+'-]+ ){0,4}?[\w&/+'-]+) (?:segment|sub-?segment|category)\b", re.IGNORECASE
)
_WAS = re.compile(
    rf"\b(?:largest|biggest|dominant|leading|fastest[- ]growing|main|most rapidly growing)(?: (?:market|revenue|and \w+[- ]?\w*))? ?(?P<noun>{_NOUN}|region|market|country)?(?: (?:by|in|of|for) [\w -]{{2,30}}?)?,? (?:is|was|are|were|being|will be|remains|:|-)\s*(?:the |that of )?(?:(?:segment|category|group) (?=[A-Z\"']))?(?P<name>{_NP})(?=[,.;:(]| with| at| which| and |$| because| by| in| owing| due)",
    re.IGNORECASE,
)
# "the biggest federal state": the word says that it is a place, whether or not we know its name.
_PLACE_NOUN = re.compile(
    r",? (?:and \w+[- ]?\w* )?(?:\w+ )?(?:states?|provinces?|regions?|countr(?:y|ies)|cit(?:y|ies)|territor(?:y|ies)|cantons?|districts?|prefectures?)\b",
    re.IGNORECASE,
)
# "Demand grows fastest in Oceania": what grows is no segment.
_FLOWS = re.compile(
    r"\b(?:demand|sales|revenues?|the market|growth|consumption|uptake|adoption|it) \w+ ?(?:the )?$", re.IGNORECASE
)
_PRONOUN = frozenset(
    [
        "it",
        "this",
        "that",
        "they",
        "these",
        "those",
        "which",
        "who",
        "market",
        "industry",
        "region",
        "segment",
        "company",
        "he",
        "she",
        "we",
        "you",
        "one",
        "there",
        "what",
        "growth",
        "demand",
        "report",
        "study",
        "revenue",
        "sales",
        "share",
        "largest",
        "fastest",
        "type",
        "product",
        "application",
        "others",
        "asia",
        "world",
        "sector",
        "category",
        "both",
        "others",
        "its",
        "all",
        "some",
    ]
)
# A segment's rank is told in the words of markets; without them "the largest" is something in the world.
_CONTEXT = re.compile(
    rf"\b(?:markets?|shares?|revenues?|sales|value|demand|CAGR|growth|growing|industry|{_NOUN})\b", re.IGNORECASE
)
_LABEL = re.compile(
    r"\b(?:largest|biggest|leading|dominant|dominating|fastest|quickest|top|in front|leader|leads)\b", re.IGNORECASE
)


def ranks(document: Document) -> list[Found]:
    """Every rank that a clause states of a place or a segment."""
    found: list[Found] = []
    for index, clause in enumerate(document.clauses):
        if (
            clause.kind == "field"
            and _LABEL.search(clause.label)
            and not re.search(r"compan|player|vendor|leader\b|manufacturer", clause.label, re.IGNORECASE)
        ):
            found += _field(clause)
            continue
        if clause.kind == "heading":
            found += _heading(document, index)
        elif clause.kind == "field" and (told := _told_of_label(clause)):
            found += told
        elif clause.text.rstrip().endswith("?") and _LABEL.search(clause.text):
            found += _answered(document, index)
        elif not _ELSEWHERE.search(clause.text):
            found += _cues(clause)
    return _once(found)


def _cues(clause: Clause) -> list[Found]:
    """What each cue of a sentence ranks."""
    found: list[Found] = []
    for pattern, by in ((_GROWTH, "growth"), (_SIZE, "size")):
        for match in pattern.finditer(clause.text):
            if _DENIED.search(clause.text[: match.start()]):
                continue
            if by == "size" and (_GROWTH.match(clause.text, match.start()) or _NOT.match(clause.text, match.start())):
                continue
            found += _sentence(clause, match, by)
    return found


def _rank(clause: Clause, cue: tuple[int, int], name: tuple[int, int], subject: Subject, by: str, sure: float) -> Found:
    at = (clause.start + cue[0], clause.start + cue[1])
    return Found(
        "rank", (at, (clause.start + name[0], clause.start + name[1])), value=at, about=subject, by=by, confidence=sure
    )


def _field(clause: Clause) -> list[Found]:
    """`Largest Market | North America`; `Leading product | Sulfur`."""
    by = "growth" if re.search(r"fastest|quickest|most rapid", clause.label, re.IGNORECASE) else "size"
    cue = _LABEL.search(clause.text)
    stop = re.match(r"[\s|]*([^,.;|\n(]+?)\s*(?=[,.;|\n(]|$)", clause.body)
    if cue is None or stop is None or re.match(r"\d", stop[1]):
        return []
    start = clause.cut + stop.start(1)
    name = stop[1].strip()
    placed = find_places(name)
    kind = "place" if placed and placed[0][1] - placed[0][0] >= len(name) - 4 else "segment"
    if len(name.split()) > 6:
        return []
    where = find_places(clause.label)
    subject = Subject(kind, re.sub(r"\s+segment$", "", name, flags=re.IGNORECASE))
    item = _rank(clause, cue.span(), (start, start + len(name)), subject, by, 0.85)
    return [replace(item, of=where[0][2])] if where else [item]


def _told_of_label(clause: Clause) -> list[Found]:
    """`Black Tea: Holds the biggest share.`"""
    for pattern, by in ((_GROWTH, "growth"), (_SIZE, "size")):
        cue = pattern.search(clause.text, clause.cut)
        lead = re.match(
            r"\W*(?:holds?|held|has|had|is|was|dominates?|leads?|takes?|commands?|shows?|accounts?|remains?|captures?)\b",
            clause.body,
            re.IGNORECASE,
        )
        if lead and cue and len(clause.label.split()) <= 5 and "." not in clause.text[clause.cut : cue.start()]:
            start = clause.text.index(clause.label)
            kind = "place" if find_places(clause.label) else "segment"
            return [_rank(clause, cue.span(), (start, start + len(clause.label)), Subject(kind, clause.label), by, 0.7)]
    return []


def _answered(document: Document, index: int) -> list[Found]:
    """`Which region leads?` and the name with which the answer begins."""
    clause = document.clauses[index]
    cue = _LABEL.search(clause.text) or re.search(r"\bleads?\b", clause.text)
    asked = re.search(
        r"\b(?:which|what) (?:\w+ ){0,3}?(?P<what>region|country|market|segment|type|product|application|material|category)\b",
        clause.text,
        re.IGNORECASE,
    )
    if cue is None or asked is None or index + 1 >= len(document.clauses):
        return []
    below = document.clauses[index + 1]
    begins = re.match(
        r"\s*(?:A(?:nswer)?\s*[:.]\s*)?(?:The )?(?P<name>[A-Z][\w&/ -]{1,40}?)(?= (?:is|was|held|holds|leads|led|dominate\w*|accounted|has|segment)\b|[,.;(]|$)",
        below.text,
    )
    if begins is None or len(begins["name"].split()) > 5:
        return []
    by = "growth" if re.search(r"fastest|quickest", clause.text, re.IGNORECASE) else "size"
    kind = "place" if find_places(begins["name"]) else "segment"
    spans = (
        (clause.start + cue.start(), clause.start + cue.end()),
        (below.start + begins.start("name"), below.start + begins.end("name")),
    )
    return [Found("rank", spans, value=spans[0], about=Subject(kind, begins["name"]), by=by, confidence=0.7)]


def _heading(document: Document, index: int) -> list[Found]:
    """A heading `Type, largest` and the name that begins the next line."""
    clause = document.clauses[index]
    cue = _LABEL.search(clause.text)
    if (
        cue is None
        or len(clause.text.split()) > 6
        or index + 1 >= len(document.clauses)
        or re.search(r"compan|player|vendor|manufactur|produc|\btop\b|brand", clause.text, re.IGNORECASE)
    ):
        return []
    below = document.clauses[index + 1]
    name = re.match(r"[A-Z][\w&/ -]{2,40}?(?=[,.:(]|$)", below.text.strip())
    if name is None or len(name.group().split()) > 5:
        return []
    by = "growth" if re.search(r"fastest|quickest", clause.text, re.IGNORECASE) else "size"
    kind = "place" if find_places(name.group()) else "segment"
    spans = ((clause.start + cue.start(), clause.start + cue.end()), (below.start, below.start + len(name.group())))
    return [Found("rank", spans, value=spans[0], about=Subject(kind, name.group()), by=by, confidence=0.7)]


def _sentence(clause: Clause, cue: re.Match[str], by: str) -> list[Found]:
    text = clause.text
    low = max(
        (match.end() for match in re.finditer(r"[;]\s|\bwhile\b|\bwhereas\b|, but\b", text[: cue.start()])), default=0
    )
    stop = re.search(r"[;]\s|\bwhile\b|\bwhereas\b|, but\b|, followed by", text[cue.end() :])
    high = cue.end() + stop.start() if stop else len(text)
    places = [item for item in find_places(text[low:high])]
    before = [item for item in places if low + item[1] <= cue.start()]
    behind = re.match(r"[\w -]{0,40}?(?:,? (?:is|was|are|were|being|by|:|in)|:)\s+(?:the )?", text[cue.end() : high])
    after = [
        item
        for item in places
        if low + item[0] >= cue.end() and (behind is not None and low + item[0] <= cue.end() + behind.end() + 1)
    ]
    placed = places and [item for item in places if low + item[0] >= cue.end()][:1]
    if (
        placed
        and re.fullmatch(r" (?:in|across) (?:the )?", text[cue.end() : low + placed[0][0]])
        and _FLOWS.search(text[low : cue.start()])
    ):
        after, before = placed, []
    segment = None if after and not before and placed == after else _segment(text, low, cue, high)
    if segment is not None and re.search(r"\bsegment|category|sub-?segment", text[low:high], re.IGNORECASE):
        before = []
    if after and segment is not None and low + after[0][0] <= segment[0] < low + after[0][1]:
        segment, before = None, []
    picked = _adjacent(text, low, before, cue) if before else after[:1] if after and segment is None else []
    if picked:
        return [
            _rank(clause, cue.span(), (low + start, low + end), Subject("place", name), by, 0.75)
            for start, end, name in picked
        ]
    if segment is None or not (_CONTEXT.search(text) or _CONTEXT.search(clause.section)):
        return []
    start, end = segment
    kind = "place" if _PLACE_NOUN.match(text, cue.end()) else "segment"
    return [_rank(clause, cue.span(), segment, Subject(kind, text[start:end]), by, 0.65)]


def _adjacent(
    text: str, low: int, before: list[tuple[int, int, str]], cue: re.Match[str]
) -> list[tuple[int, int, str]]:
    """The last place before the cue with those that an "and" joins to it; `in Asia` before a subject is none."""
    picked = [before[-1]]
    for item in reversed(before[:-1]):
        between = text[low + item[1] : low + picked[0][0]]
        if not re.fullmatch(r",? (?:and )?(?:the )?|, ", between):
            break
        picked.insert(0, item)
    if (
        len(picked) > 1
        and is_region(picked[0][2])
        and not is_region(picked[1][2])
        and re.search(r"\b[Ii]n (?:the )?$", text[: low + picked[0][0]])
    ):
        picked = picked[1:]  # "In Asia, Japan and China lead"
    start = low + picked[0][0]
    if re.search(r"\b(?:[Ii]n|across|within|of|for) (?:the )?$", text[max(0, start - 12) : start]) and _SUBJECT.search(
        text[low + picked[-1][1] : cue.end()]
    ):
        return []
    return picked


def _segment(text: str, low: int, cue: re.Match[str], high: int) -> tuple[int, int] | None:
    was = _WAS.match(text, cue.start())
    subject = None
    # What was cut off before `low` ends a statement: the subject that follows begins one.
    begun = ";" * low + text[low:]
    for match in _SUBJECT.finditer(begun, max(0, low - 1), cue.end()):
        subject = match
    named = None
    for match in _THE_SEGMENT.finditer(text, low, high):
        if match.end() <= cue.start() or not (was or subject):
            named = match
    for match in (item for item in (was, named, subject) if item is not None):
        name = re.sub(
            rf"^(?:(?:the|an?|and)\b|among (?:the )?\w+ (?:\w+ )?segments, the|in (?:19|20)\d\d,? (?:the )?)\s*|\s+(?:{_NOUN})$",
            "",
            match["name"],
            flags=re.IGNORECASE,
        )
        words = re.findall(r"[\w-]+", name.lower())
        if (
            not words
            or set(words) & _PRONOUN
            or len(words) > 6
            or name[:1].isdigit()
            or re.search(
                r"\b(?:in|by|with|is|was|has|expected|will|estimated)\b|\b(?:share|part|most|one|many|some|all|rest|number|majority|half|size|value) of\b|^of\b",
                name.lower(),
            )
        ):
            continue
        start = match.start("name") + match["name"].find(name)
        return start, start + len(name)
    return None


def _once(found: list[Found]) -> list[Found]:
    """One rank for each subject and place of the text."""
    seen: dict[tuple[str, str, int], Found] = {}
    for item in found:
        seen.setdefault((item.by, item.about.name.lower(), item.spans[1][0]), item)
    return list(seen.values())
