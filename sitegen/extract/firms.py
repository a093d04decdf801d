"""Names of firms: which words can be one, and runs of names that their form or their country gives away.

Comes in: a document and spans, or one clause. Goes out: spans of names. Apart from `companies`, which knows where
documents list them: here only the names themselves speak.
"""

from __future__ import annotations

import re
from itertools import islice

from sitegen.extract.folded import Folded
from sitegen.extract.layout import Clause
from sitegen.extract.lists import members
from sitegen.extract.model import Document
from sitegen.extract.names import COMPANY, LEGAL, companies_by_form
from sitegen.extract.places import find_places

__all__ = ["OF_STATE", "actor", "names_among", "run_of_firms", "told_one_by_one"]

Span = tuple[int, int]
_NO_NAME = re.compile(
    r":$|^[A-Z][a-z]+ (?:arms|units|subsidiaries|branches) of\b|^(?:[a-z]|\d[\d.,]*\s*%|(?:Some|Most|Many|Several|Among|One) of\b|(?:Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Several) [a-z]+$|The (?:market|report|company)\b|This |It |In |North America\b|Europe\b|Asia\b|\d{4}$|\d+$|By |Table|Figure|Page|Others?$|(?:Total|Sum|Average|All|Companies|Company|Vendors?|Players)$|Market\b|Global\b|CAGR|USD)|\b(?:its|their|is|are|was|were|has|have|had|will|market|segment|region|growth|expected|report|(?:base|forecast|historical) (?:year|period)|year value|sorted|[Dd]isclaimer)\b|\b(?i:companies|players|vendors|manufacturers|suppliers) (?i:profiled|covered|included|analy[sz]ed|sorted|listed)\b",
)
_LOWER_NAME = re.compile(r"^(?:[a-z]{1,3}[A-Z]|i[A-Z]|e[A-Z]|[a-z]+\.[a-z]{2,3}\b|[a-z]+[A-Z]|de |von )")
_PLAIN_WORD = re.compile(
    r"(?<![\w.&'-])(?!(?:of|and|for|the|de|del|della|di|do|da|du|la|le|van|von|der|den|und|et|y)\b)[a-z]{2,}(?![\w.&'-])"
)
# Where a company is, where its shares are traded: behind its name, and no part of it.
_BRACKET = re.compile(
    r"\s*\([^()]*\)?\.?$| (?:together|jointly|combined)$|,? (?:based|headquartered) in .*$|, of [A-Z]\w+$"
)
_WORD = r"(?:[A-Z0-9][\w&.'+/-]*|[a-z]{1,3}[A-Z]\w*)"
_PROPER = rf"{_WORD}(?: (?:(?:&|and|of|de|do|da|dos|di|du|la|le|y|und|et|van|for|the) )?{_WORD}){{0,5}}(?:, (?:{LEGAL})(?![\w]))?(?: ?\([^()]{{2,40}}\))?"
_RUN = re.compile(
    rf"(?<![\w])(?:{_PROPER}(?:, |; )){{1,40}}(?:{_PROPER},? (?:and|as well as|plus) )?{_PROPER}|{_PROPER} and {_PROPER}"
)
# What every run has: a name behind a comma, or behind "and".
_JOINED = re.compile(rf"(?:[,;]|(?<=[\w.)+'/-]) (?:and|as well as|plus)) (?:(?:and|as well as|plus) )?{_WORD}")
_FIRM = re.compile(
    rf"\b(?:{LEGAL}|Group|Industries|Systems|Electronics|Technolog(?:y|ies)|Solutions|Partners|Works|Labs?|Laboratories|Foods|Appliances|Brothers|Bros\.?|Sons|Motors|Pharma\w*|Chemicals?|Medical|Energy|Robotics|Brands|International|Instruments|Products|Devices|"
    rf"Engineering|Manufacturing|Enterprises|Ventures|Dynamics|Materials|Biotech\w*|Sciences?|Therapeutics|Healthcare|Networks?|Software|Design|Studios?|Mills|Farms?|Exports|Trading|Supply|Services?)\.?(?: \([^()]+\))?"
)
_TOLD = Folded(rf"\b(?:{COMPANY.pattern}|rivals?|competition|competitive|names?|named|market|sales)")
_OF_FIRMS = re.compile(
    rf",? (?:together |all |also )?(?:are|is|were|head|lead|led|top|dominate|rank|count|stand|belong|compete|make up|have|hold|share|control|supply)\b[^.;]{{0,60}}?\b(?:{COMPANY.pattern})",
    re.IGNORECASE,
)
# "The reinsurers A, B and C stand behind most covers"; "agencies such as A, B and C design them"
_CALLED = re.compile(rf"{COMPANY.pattern},? (?:such as |like |including |namely )?(?:the )?$", re.IGNORECASE)
_TRIED = 6


def names_among(document: Document, spans: list[Span]) -> list[Span]:
    """Those spans that can be names of companies."""
    normal = document.normal.text
    found = []
    for start, whole in spans:
        end = start + len(_BRACKET.sub("", normal[start:whole]))
        name = normal[start:end]
        if (_NO_NAME.search(name) and not _LOWER_NAME.match(name)) or len(name) < 2 or len(name.split()) > 8:
            continue
        if len(_PLAIN_WORD.findall(name)) > 1:
            continue  # "Acme runs two mills": a sentence
        named = find_places(name)
        if named and named[0][1] - named[0][0] >= len(name.strip()) - 4:
            continue
        found.append((start, end))
    return found


# "In May 2024 Acme opened …", "January 2025: Acme AS bought …": who did it.
_ACTOR = re.compile(
    rf"\W*(?:(?:[Ii]n|[Oo]n|[Dd]uring) [^,]{{4,18}}?\d{{4}},? |[^:]{{4,18}}\d{{4}}:? (?:[-\u2013\u2014] )?)?(?P<name>{_WORD}(?: (?:(?:&|of|de) )?{_WORD}){{0,4}}(?:,? (?:{LEGAL})(?![\w]))?) (?=[a-z]+(?:ed|es|s)\b|said\b|had\b|has\b|took\b|bought\b|sold\b|began\b|won\b|lit\b|put\b|cut\b|set\b|brought\b|shut\b|hit\b|spun\b|made\b|went\b)"
)
OF_STATE = re.compile(
    r"\b(?:[Gg]overnment|Ministry|Minister|Department|Commission|Authority|Council|Union|Parliament|Agency|Board|University|Hospital|Court|Association|Federation|Senate|Congress|State|Office|Institute|EU|FDA|The|It|They|We|He|She|This|That|These|Sales|Prices|Demand|Shares|Imports|Exports|Production|Officials|Regulators|Shares|Researchers)\b"
)


def actor(document: Document, span: Span) -> Span | None:
    """The firm that did what a dated sentence tells, where the sentence begins with its date and it."""
    text = document.normal.text
    match = _ACTOR.match(text, *span)
    if match is None or OF_STATE.search(match["name"]) or find_places(match["name"]):
        return None
    return next(iter(names_among(document, [match.span("name")])), None)


# "Acme, in northern France, which …", "Bolt, a London firm that …", one sentence after the other.
_EACH = re.compile(
    rf"(?:^|(?<=[.;?] )|(?<=, and ))(?:And |while )?(?P<name>{_WORD}(?: (?:(?:&|of|de) )?{_WORD}){{0,3}}), (?:(?:in|from|of|based in|out of) (?:[a-z]+ ){{0,2}}[A-Z]\w+|an? (?:[\w-]+ ){{0,3}}?(?:firm|company|maker|manufacturer|producer|supplier|brewer|start-?up|brand|outfit|vendor)\b)"
)
_LONGEST = 2_000
_MARKS = (", in ", ", from ", ", of ", ", based in ", ", out of ", ", a ", ", an ")


def told_one_by_one(document: Document, clause: Clause) -> list[Span]:
    """Firms of which the paragraph that begins with a clause tells in turn, each with its seat or its trade behind it."""
    text = document.normal.text
    if clause.kind != "sentence" or (clause.start and text[clause.start - 1] != "\n"):
        return []
    end = text.find("\n", clause.start, clause.start + _LONGEST)
    paragraph = text[clause.start : end if end > 0 else clause.start + _LONGEST]
    if sum(paragraph.count(mark) for mark in _MARKS) < 2:
        return []
    spans = [
        (clause.start + one.start("name"), clause.start + one.end("name"))
        for one in islice(_EACH.finditer(paragraph), 20)
    ]
    spans = [span for span in names_among(document, spans) if not OF_STATE.search(text[slice(*span)])]
    return spans if len({text[slice(*span)] for span in spans}) >= 2 else []


def run_of_firms(document: Document, clause: Clause) -> list[Span]:
    """A run of names most of which look like firms, or stand with their countries, in a clause that speaks of the trade."""
    if not _JOINED.search(clause.text):
        return []
    formed = len(companies_by_form(clause.text)) >= 3  # three legal forms in a row need no word of trade beside them
    if not formed and clause.kind != "field" and not _TOLD.search(clause.text) and not _TOLD.search(clause.section):
        return []
    if not formed and not (
        _FIRM.search(clause.text) or COMPANY.search(clause.text) or " (" in clause.text or clause.section.endswith("?")
    ):
        return []
    normal = document.normal.text
    for match in islice(_RUN.finditer(clause.text), _TRIED):
        listed = members(normal, clause.start + match.start(), clause.start + match.end(), keep_others=False)
        spans = names_among(document, [_with_form(normal, *span) for span in listed])
        if len(spans) < 2:
            continue
        firms = sum(bool(_FIRM.search(normal[slice(*span)])) or _placed_after(normal, span[1]) for span in spans)
        if firms * 2 > len(spans) or _said_to_be_firms(clause, match):
            return spans
    return []


_FORM_NEXT = re.compile(rf",? (?:{LEGAL})(?![\w])")


def _with_form(text: str, start: int, end: int) -> Span:
    """A name with the legal form behind it: `plc` and `a.s.` have no capital."""
    form = _FORM_NEXT.match(text, end)
    return start, form.end() if form else end


def _said_to_be_firms(clause: Clause, run: re.Match[str]) -> bool:
    """`A, B and C lead the suppliers`; or the whole answer to a question about companies."""
    told = not clause.text[: run.start()].strip(" \"'(") and _OF_FIRMS.match(clause.text, run.end())
    asked = clause.section.endswith("?") and COMPANY.search(clause.section)
    called = _CALLED.search(clause.text, 0, run.start())
    return bool(told or called or (asked and run.end() - run.start() > len(clause.text.strip()) - 4))


def _placed_after(text: str, end: int) -> bool:
    """Whether a bracket behind a name says where it is."""
    bracket = re.match(r" \(([^()]{2,40})\)", text[end : end + 44])
    return bool(bracket and find_places(bracket[1]))
