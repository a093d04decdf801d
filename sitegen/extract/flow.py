"""The study-selection flow: how many records were found, left out and kept, and what each number counts.

Comes in: a document. Goes out: `Found`s of the flow's measures. Apart, because each number of a flow is known by the words around it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from sitegen.extract.arms import fractions_of
from sitegen.extract.boxes import boxes
from sitegen.extract.cues import THING, TOPIC, measure_of
from sitegen.extract.layout import Clause
from sitegen.extract.mentions import Mention, counts
from sitegen.extract.model import Document, Found
from sitegen.extract.reasons import parts_of, told_parts
from sitegen.extract.reviews import PEOPLE

__all__ = ["flow_counts"]

_PEOPLE = re.compile(
    rf"^ for (?!full|eligib|detailed|further|screening|retriev|inclusion|review|assess|title)|^ of us\b|^ or (?:more|fewer|less)\b|^ ?(?:g|mg|kg|mL|ml|mmol|km|cm|mm|IU|µg)(?:/\w+)?\b|^ (?:(?!from\b|through\b|via\b|by\b)[\w-]+ ){{0,2}}?(?:{PEOPLE}|organi[sz]ations|databases|countries|years?|months?|weeks?|days?|authors?|reviewers?|researchers|domains|centres|centers|hours|points|domains|questions?|serve|groups?|arms?|outcomes?|times|languages|electronic|search|websites?|registers|registries|platforms|engines|libraries|categories|themes|different|cases|events|minutes|tools?|items on|thirds|quarters|halves|fifths|observations|comparisons|pairs|samples|zones|effect sizes|data points|estimates|datasets)\b",
    re.IGNORECASE,
)
_SERIAL = re.compile(
    r"\bn ?= ?$|\d ?(?:to|-) ?$|\b(?:at (?:least|most)|(?:more|fewer|less|greater|larger|smaller) than|over|under) $|\b(?:first|grades?|years|question|table|figure|fig\.|version|phase|type|step|stage|reviewer|section|file|supplement|etable|appendix|prisma|revman|endnote|stata|aged?|p ?[=<]|I2 ?=|level|part|chapter|ci|or|rr|hr)\s*$",
    re.IGNORECASE,
)


def flow_counts(document: Document) -> list[Found]:
    """The numbers of the flow in the order of the text, each with the measure that its words name."""
    found = boxes(document)
    if len(found) >= 3:
        return found
    found = []
    for before, clause in zip((None, *document.clauses), document.clauses, strict=False):
        if reasons := _listed_reasons(clause, before, found):
            found += reasons
        else:
            _read(clause, found)
    return _coherent(found)


def _read(clause: Clause, found: list[Found]) -> None:
    """Adds what a clause counts, each number read in the light of those before it."""
    if len(clause.text) > _LONG:
        return
    text, labelled = _without_brackets(clause.text)
    numbers = _numbers(clause, text)
    if not numbers or (not TOPIC.search(text) and not found) or ("%" in text and len(numbers) < 2):
        return
    if re.search(r"\bet al\b|doi\.org|\bWe included only\b", text) or _OF_OTHERS.search(text):
        return
    if fractions_of(clause) and not _RECORDS.search(text):
        return  # fractions of people
    bare = replace(clause, text=text)
    parts: set[int] = set()
    for order, item in enumerate(numbers):
        if item.start in parts or _told_again(text, item, found):
            continue
        taken = measure_of(bare, numbers, order, found, labelled=item.start in labelled)
        if taken is None or (taken[0] in _FIRST and (int(item.amount) < 5 or _past(text, found))):
            continue
        found.append(_found(bare, item, *taken))
        told = told_parts(clause, item, numbers[order + 1 :]) if taken[0] in _PARTED else []
        found += [_found(clause, part, taken[0], 0.75, by) for part, by in told]
        parts |= {part.start for part, _ in told}


_LONG = 900
"""No sentence on a selection is longer."""
_FIRST = frozenset({"records identified", "records screened"})


def _numbers(clause: Clause, text: str) -> list[Mention]:
    """The numbers of a clause that may count records, without those of a label such as `Step 3`."""
    short = clause.kind == "field" and len(clause.label.split()) <= 5 and not _VERB.search(clause.label)
    return [
        item
        for item in counts(text)
        if not (short and item.end <= clause.cut and counts(text[clause.cut :]))
        and not _PEOPLE.match(text[item.end :])
        and not _SERIAL.search(text[: item.start])
        and not _is_year(text, item)
    ]


def _past(text: str, found: list[Found]) -> bool:
    """Whether the studies are told already and a sentence names no records: what remains there is a part of them."""
    return (
        any(item.measure == "studies included" for item in found)
        and not _RECORDS.search(text)
        and not _SEARCHING.search(text)
    )


_SEARCHING = re.compile(r"\b(?:search\w*|databases?|hits|references)\b", re.IGNORECASE)


def _told_again(text: str, item: Mention, found: list[Found]) -> bool:
    """`Sixteen of these 64`, where 64 was counted before; `11 of them in the meta-analysis`, which are no more studies."""
    back = re.search(r"\w (?:out )?of (?:the|these|those|our)(?: remaining)? $", text[: item.start])
    if back and any(one.mention is not None and one.mention.amount == item.amount for one in found):
        return True
    pooled = re.match(
        r" (?:[\w-]+ ){0,4}?(?:in|into|for) (?:the |a )?(?:quantitative|meta-?analys[ie]s|pooled)",
        re.sub(r"\s+", " ", text[item.end :]),
    )
    return bool(pooled) and any(one.measure == "studies included" for one in found)


def _coherent(found: list[Found]) -> list[Found]:
    """Without a number of records identified that is smaller than what became of them: `seven trials were found`."""

    def most(*measures: str) -> int:
        return max((int(item.mention.amount) for item in found if item.mention and item.measure in measures), default=0)

    later = max(most("records screened", "duplicates removed"), most("full texts assessed"))
    return [
        item
        for item in found
        if item.measure != "records identified" or item.by or not item.mention or int(item.mention.amount) >= later
    ]


_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"


def _is_year(text: str, item: Mention) -> bool:
    """`between January 2016 and September 2020 were sought`, `on 5 October 2022`."""
    dated = re.search(
        rf"\b(?:{_MONTHS}|in|since|until|between|from|to|and|through|year|before|after)\s*$",
        text[: item.start],
    )
    if re.match(rf" (?:{_MONTHS})\b", text[item.end :]):
        return True
    alone = not re.match(rf" {THING}\b", text[item.end :], re.IGNORECASE)
    return bool(dated) and alone and len(text[item.start : item.end]) == 4 and 1950 <= int(item.amount) <= 2035


def _listed_reasons(clause: Clause, before: Clause | None, found: list[Found]) -> list[Found]:
    """`Reasons for exclusion: no control, 21; …`, or what a line that ends in a colon announced."""
    last = found[-1] if found else None
    if last is None or last.mention is None or last.measure not in _PARTED:
        return []
    announced = before is not None and before.text.rstrip().endswith(":") and last.start >= before.start
    if not announced and not _REASONS.match(clause.label):
        return []
    parts = parts_of(clause.text, 0 if announced else clause.cut, len(clause.text), int(last.mention.amount))
    return [_found(clause, part, last.measure, 0.75, by) for part, by in parts]


_REASONS = re.compile(r"(?:main |the )?reasons?\b|(?:causes|grounds)\b", re.IGNORECASE)
_VERB = re.compile(r"\b(?:were|was|excluded|screened|assessed|read|produced|yielded|returned)\b", re.IGNORECASE)
_PARTED = frozenset(
    {"records identified", "duplicates removed", "records excluded", "full texts excluded", "reports not retrieved"}
)
# What another review counted, and tools that carry a number in their name.
_OF_OTHERS = re.compile(
    r"\b(?:earlier|previous|prior|former|original|another|other|last|past) (?:\w+ )?(?:reviews?|meta-analys[ei]s)\b|\b(?:RoB|AMSTAR|QUADAS|ROBINS|SYRCLE) ?-?\d?\b",
    re.IGNORECASE,
)
_RECORDS = re.compile(
    r"\b(?:records?|articles?|citations?|full[- ]?texts?|screen\w*|duplicat\w*|eligib\w*|papers?|abstracts?)\b",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\[\]]*\]")
_COUNTED = re.compile(rf"[(\[]\s*(?:[nk] ?= ?(?P<n>\d[\d,]*)|(?P<records>\d[\d,]*) {THING})\s*[)\]]", re.IGNORECASE)


# "Seventeen studies (23 reports)": the bracket counts something else.
_BESIDE = re.compile(
    rf"(?:\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty(?:-\w+)?)) (?:[\w-]+ )?{THING} $",
    re.IGNORECASE,
)


def _without_brackets(text: str) -> tuple[str, set[int]]:
    """A clause whose brackets are blank, but for `(n = 257)`, whose number stays; and where such numbers begin."""
    labelled: set[int] = set()

    def blank(match: re.Match[str]) -> str:
        kept = _COUNTED.fullmatch(match.group())
        if kept is None or _BESIDE.search(text[: match.start()]):
            return " " * len(match.group())
        start, end = kept.span("n" if kept["n"] else "records")
        labelled.add(match.start() + start)
        return " " * start + match.group()[start:end] + " " * (len(match.group()) - end)

    return _BRACKET.sub(blank, text), labelled


def _found(clause: Clause, item: Mention, measure: str, sure: float, by: str = "") -> Found:
    start, end = clause.start + item.start, clause.start + item.end
    noun = re.match(
        r" (?:records|articles|citations|studies|references|papers|publications|titles|reports)\b",
        clause.text[item.end :],
    )
    value = (start, end + noun.end()) if noun else (start, end)
    return Found(measure, (value,), value=value, mention=item, by=by, confidence=sure)
