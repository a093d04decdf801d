"""Companies: lists that a cue announces, and names that carry a legal form.

Comes in: a document. Goes out: `Found`s of measure `companies`. Apart, because company names need their own splitting.
"""

from __future__ import annotations

import re
from itertools import islice, pairwise

from sitegen.extract.layout import Clause
from sitegen.extract.lists import list_end, members
from sitegen.extract.model import Document, Found
from sitegen.extract.names import COMPANY, LEGAL, companies_by_form
from sitegen.extract.places import find_places

__all__ = ["company_lists", "company_mentions"]

_NOUN = r"(?:(?:market |key |major |top |leading |prominent |main |global |service |industry |established |important |significant |notable |big |largest |dominant |other |active |some |several |the )*(?:players?|compan(?:y|ies)|manufacturers?|vendors?|providers?|competitors?|participants?|producers?|suppliers?|firms?|makers?|brands?|names?|enterprises|developers|operators|underwriters|insurers|businesses|giants|contenders|top (?:three|four|five|six|ten|\d+)|(?:largest|leading|key|major|biggest|prominent|main) (?:\w+ ){0,2}?\w{4,}(?:ers|ors)))"
_CUE = re.compile(
    rf"\b(?:{_NOUN}|competitive (?:field|landscape|environment|set))(?:\s+[\w'&-]+){{0,9}}?\s*"
    r"(?:\b(?:includes?|included|are|is|were|being|comprises?|such as|like|namely|consists? of|among (?:them|others)|counts?|have|:)|[:;-]|,? (?:including|e\.g\.|among them|for example|for instance))\s*:?\s*(?:the following:?|companies (?:such as|like))?\s*(?P<list>)(?=[A-Z0-9\"])",
    re.IGNORECASE,
)
_DOMINATED = re.compile(
    r"\b(?:[Dd]ominated|[Ll]ed|[Rr]epresented|[Ss]erved|[Ss]upplied|[Mm]ade|profiles?|covers?|profiled|[Nn]ames) (?:by )?(?:companies |players |firms )?(?:such as |like |including )?(?P<list>)(?=[A-Z])"
)
_HEADING = re.compile(
    rf"(?:[^.:;!?]{{0,60}}\b)?(?:{COMPANY.pattern}|competitive landscape)[^.:;!?]{{0,60}}", re.IGNORECASE
)
# "Acme AG, Bolt Inc. and Zeta are among the vendors", "… captured a combined 31% share".
_BEFORE = re.compile(
    rf"(?:^|(?<=[.;:] )|(?<=\()|\bwhile )(?P<list>(?=[A-Z0-9\"])[^;:]{{6,400}}?)(?:,)? (?:are|is|were|rank|count|stand|belong)\b (?:also |all )?(?:among|amongst|some of|the|to) (?:the )?(?:\w+ ){{0,5}}?{_NOUN}\b"
    r"|(?:^|(?<=[.;:] ))(?P<joint>(?=[A-Z0-9])[^;:]{6,400}?) (?:together |jointly )?(?:captured|held|hold|accounted for|account for|controll?ed|control|share[d]?|took) (?:together |jointly )?(?:a |an )?(?:combined|joint|collective|aggregate)\b"
)
_LABEL = re.compile(rf"\b(?:{COMPANY.pattern}|who (?:supplies|makes|sells|leads)\b)", re.IGNORECASE)
_TRIED = 6
_NO_NAME = re.compile(
    r"^(?:[a-z]|(?:Some|Most|Many|Several|Among|One) of\b|The (?:market|report|company)\b|This |It |In |North America|Europe|Asia|\d{4}$|\d+$|By |Table|Figure|Page|Others?$|Market\b|Global\b|CAGR|USD)|\b(?:market|segment|region|growth|expected|report)\b",
    re.UNICODE,
)
_LOWER_NAME = re.compile(r"^(?:[a-z]{1,3}[A-Z]|i[A-Z]|e[A-Z]|[a-z]+\.[a-z]{2,3}\b|[a-z]+[A-Z]|de |von )")


def company_lists(document: Document) -> list[Found]:
    """Lists of companies, in the order of the text."""
    found: list[Found] = []
    for index, clause in enumerate(document.clauses):
        spans: list[tuple[int, int]] = []
        sure = 0.85
        if (
            clause.kind == "field"
            and _LABEL.search(clause.label)
            and not re.search(r"\bprofil(?:e|ing)\b.*\bcount|number of", clause.label, re.IGNORECASE)
        ):
            spans = members(document.normal.text, clause.start + clause.cut, _first_sentence(document, clause))
            spans = [_without_numbers(document.normal.text, *span) for span in spans]
            spans = [_without_lead(document.normal.text, *span) for span in spans[:1]] + spans[1:]
        elif _answers(document, index) or (clause.kind == "row" and _LISTED.match(clause.text)):
            lead = _LISTED.match(clause.text)
            spans = members(document.normal.text, clause.start + (lead.end() if lead else 0), clause.end)
        elif (
            clause.kind in {"heading", "sentence"}
            and len(clause.text) < 120
            and (COMPANY.search(clause.text) or "competitive" in clause.text.lower())
            and len(clause.text.split()) <= 10
            and _HEADING.fullmatch(clause.text.strip(" #:.*?"))
        ):
            spans = _below(document, index)
        if not _names(document, spans):
            spans, sure = _announced(document, clause), 0.8
        if (
            not _names(document, spans)
            and clause.text.rstrip().endswith((":", "include", "includes", "are"))
            and _LABEL.search(clause.text)
        ):
            spans = _below(document, index)
        spans = _names(document, spans)
        if spans:
            found.append(
                Found(
                    "companies",
                    ((clause.start, clause.start + min(60, len(clause.text))), *spans),
                    members=tuple(spans),
                    confidence=sure,
                )
            )
    return found


# What each pattern needs, in one cheap look.
_GATES = (
    (_CUE, ("player", "compan", "manufact", "vendor", "provider", "competit", "participant", "producer", "supplier", "firm", "maker", "brand", "name", "enterprise", "developer", "operator", "underwriter", "insurer", "business", "giant", "contender", "ers ", "ors ", "top ")),
    (_DOMINATED, ("dominated", "led ", "represented", "served", "supplied", "made ", "profile", "covers", "names ")),
)  # fmt: skip
_JOINTLY = ("among", "some of", "combined", "joint", "collective", "aggregate", " to the ")
_LISTED = re.compile(rf"(?:{_NOUN}|A|Answer)(?: [\w ]{{0,30}})?\s*:\s+(?=[A-Z0-9])", re.IGNORECASE)


def _answers(document: Document, index: int) -> bool:
    """Whether the clause before asks who the companies are."""
    before = document.clauses[index - 1].text.strip() if index else ""
    return (
        before.endswith("?")
        and bool(_LABEL.search(before))
        and bool(re.search(r"\b(?:who|which|what)\b", before, re.IGNORECASE))
    )


def _first_sentence(document: Document, clause: Clause) -> int:
    return min(clause.end, list_end(document.normal.text, clause.start + clause.cut))


def _without_numbers(text: str, start: int, end: int) -> tuple[int, int]:
    """`Acme Pumps ASA, 7.5 % of sales` ends before its share."""
    bracket = re.search(r"\s*[(,]\s*\d[\d.]*\s*%.*$", text[start:end])
    return start, start + bracket.start() if bracket else end


def _without_lead(text: str, start: int, end: int) -> tuple[int, int]:
    """`The report profiles Acme Ltd.` begins with Acme."""
    lead = re.match(
        r"[\w .,&'-]*?\b(?:profiles?|covers?|features?|analy[sz]es|assesses)\s+(?=[A-Z0-9])", text[start:end]
    )
    return start + (lead.end() if lead else 0), end


def _announced(document: Document, clause: Clause) -> list[tuple[int, int]]:
    normal = document.normal.text
    lower = clause.text.lower()
    patterns = [pattern for pattern, stems in _GATES if any(stem in lower for stem in stems)]
    for pattern in patterns:
        for match in islice(pattern.finditer(clause.text), _TRIED):
            start = clause.start + match.start("list")
            end = min(list_end(normal, start, 3_000), clause.end)
            spans = _names(document, members(normal, start, end, keep_others=False))
            if len(spans) >= 2 or (spans and pattern is _CUE and companies_by_form(normal[start:end])):
                return spans
    for match in islice(_BEFORE.finditer(clause.text), _TRIED) if any(stem in lower for stem in _JOINTLY) else ():
        group = "list" if match["list"] else "joint"
        start, end = clause.start + match.start(group), clause.start + match.end(group)
        spans = _names(document, members(normal, start, end, keep_others=False))
        if len(spans) >= 2 and companies_by_form(normal[start : end + 1]):
            return spans
    return _known_by_form(document, clause)


_WORD = r"(?:[A-Z0-9][\w&.'+/-]*|[a-z]{1,3}[A-Z]\w*)"
_PROPER = (
    rf"{_WORD}(?: (?:(?:&|and|of|de|van|for|the) )?{_WORD}){{0,5}}(?:, (?:{LEGAL})(?![\w]))?(?: ?\([^()]{{2,40}}\))?"
)
_RUN = re.compile(
    rf"(?<![\w])(?:{_PROPER}(?:, |; )){{1,40}}(?:{_PROPER},? (?:and|as well as|plus) )?{_PROPER}|{_PROPER} and {_PROPER}"
)
_FIRM = re.compile(
    rf"\b(?:{LEGAL}|Group|Industries|Systems|Electronics|Technolog(?:y|ies)|Solutions|Partners|Works|Labs?|Laboratories|Foods|Appliances|Brothers|Bros\.?|Sons|Motors|Pharma\w*|Chemicals?|Medical|Energy|Robotics|Brands|International|Instruments|Products|Devices|"
    rf"Engineering|Manufacturing|Enterprises|Ventures|Dynamics|Materials|Biotech\w*|Sciences?|Therapeutics|Healthcare|Networks?|Software|Design|Studios?|Mills|Farms?|Exports|Trading|Supply|Services?)\.?(?: \([^()]+\))?"
)
_TOLD = re.compile(rf"\b(?:{COMPANY.pattern}|rivals?|competition|competitive|names?|named|market|sales)", re.IGNORECASE)


_OF_FIRMS = re.compile(
    rf",? (?:together |all |also )?(?:are|is|were|head|lead|led|top|dominate|rank|count|stand|belong|compete|make up|have|hold|share|control|supply)\b[^.;]{{0,60}}?\b(?:{COMPANY.pattern})",
    re.IGNORECASE,
)


def _placed_after(text: str, end: int) -> bool:
    """Whether a bracket behind a name says where it is."""
    bracket = re.match(r" \(([^()]{2,40})\)", text[end : end + 44])
    return bool(bracket and find_places(bracket[1]))


def _known_by_form(document: Document, clause: Clause) -> list[tuple[int, int]]:
    """A run of names most of which look like firms, or stand with their countries, in a clause that speaks of the trade."""
    if clause.kind != "field" and not _TOLD.search(clause.text) and not _TOLD.search(clause.section):
        return []
    if not (
        _FIRM.search(clause.text) or COMPANY.search(clause.text) or " (" in clause.text or clause.section.endswith("?")
    ):
        return []
    normal = document.normal.text
    for match in islice(_RUN.finditer(clause.text), _TRIED):
        spans = _names(
            document, members(normal, clause.start + match.start(), clause.start + match.end(), keep_others=False)
        )
        told = not clause.text[: match.start()].strip(" \"'(") and _OF_FIRMS.match(clause.text, match.end())
        asked = (
            clause.section.endswith("?")
            and COMPANY.search(clause.section)
            and match.end() - match.start() > len(clause.text.strip()) - 4
        )
        if len(spans) >= 2 and (told or asked):
            return spans
        firms = sum(bool(_FIRM.search(normal[slice(*span)])) or _placed_after(normal, span[1]) for span in spans)
        if len(spans) >= 2 and firms * 2 > len(spans):
            return spans
    return []


def _below(document: Document, index: int) -> list[tuple[int, int]]:
    """The items, or the list in the line, under a heading of companies."""
    spans: list[tuple[int, int]] = []
    normal = document.normal.text
    gaps: list[bool] = []
    for before, clause in pairwise(document.clauses[index : index + 80]):
        bare = clause.text.strip(" ;,*")
        # A blank line ends a list whose members stand without one.
        gaps.append("\n\n" in re.sub(r"\n[ \t]+", "\n", normal[before.end - 1 : clause.start + 1]))
        if len(spans) > 1 and gaps[-1] and not gaps[2 - 1]:
            break
        named = clause.kind in {"item", "heading"} or re.fullmatch(rf"[^.]*(?:{LEGAL})", bare)
        short = named and len(bare.split()) <= 8
        if clause.kind == "item" or (short and not spans) or (short and _only_headings(document, index, clause)):
            stop = re.search(r"\s*\(|\s+[-—]\s+|: |,? (?:based|headquartered) in\b|\s*http", bare)
            bare = bare[: stop.start()] if stop else bare
            bare = bare.rstrip(".") if not re.search(rf"(?:{LEGAL})$", bare) else bare
            at = clause.start + clause.text.index(bare)
            spans.append((at, at + len(bare)))
            continue
        if not spans and clause.kind in {"sentence", "row", "field"} and clause.text.count(",") >= 2:
            if announced := _announced(document, clause):
                return announced
            listed = _names(
                document,
                members(normal, clause.start, min(clause.end, list_end(normal, clause.start)), keep_others=False),
            )
            return listed if len(listed) >= 3 else []
        break
    return (
        spans
        if len(_names(document, spans)) * 2 > len(spans)
        and (len(spans) > 1 or companies_by_form(normal[spans[0][0] : spans[0][1] + 1]))
        else []
    )


def _only_headings(document: Document, index: int, clause: Clause) -> bool:
    first = document.clauses[index + 1]
    return first.kind == "heading" and len(clause.text.split()) <= 6 and not _LABEL.search(clause.text)


# Where a company is, where its shares are traded: behind its name, and no part of it.
_BRACKET = re.compile(r"\s*\([^()]*\)?\.?$|,? (?:based|headquartered) in .*$")


def _names(document: Document, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those spans that can be names of companies."""
    normal = document.normal.text
    found = []
    for start, whole in spans:
        end = start + len(_BRACKET.sub("", normal[start:whole]))
        name = normal[start:end]
        if (_NO_NAME.search(name) and not _LOWER_NAME.match(name)) or len(name) < 2 or len(name.split()) > 8:
            continue
        named = find_places(name)
        if named and named[0][1] - named[0][0] >= len(name.strip()) - 4:
            continue
        found.append((start, end))
    return found


def company_mentions(document: Document) -> list[Found]:
    """Single companies that their legal form gives away."""
    found, seen = [], set()
    for at, end in companies_by_form(document.normal.text[:300_000]):
        name = document.normal.text[at:end]
        lead = re.match(
            r"(?:In|The|At|By|For|From|And|With|Meanwhile|Moreover|While|On|Of|Its|Also|Companies|Players|As|Like) ",
            name,
        )
        start = at + (lead.end() if lead else 0)
        name = document.normal.text[start:end]
        if (
            name.lower() in seen
            or len(name.split()) < 2
            or name.lower() == document.frame.publisher.lower()
            or name.split()[0] == "Holdings"
        ):
            continue
        seen.add(name.lower())
        found.append(Found("company", ((start, end),), members=((start, end),), confidence=0.6))
    return found
