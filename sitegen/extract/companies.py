"""Companies: where documents list them, and names that carry a legal form.

Comes in: a document. Goes out: `Found`s of measure `companies` and `company`. Apart, because company names need their own
splitting; which words can be a firm's name `firms` knows.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from itertools import islice, pairwise

from sitegen.extract.firms import names_among, run_of_firms, told_one_by_one
from sitegen.extract.folded import holds, small
from sitegen.extract.layout import Clause, rows_below
from sitegen.extract.lists import list_end, members
from sitegen.extract.model import Document, Found
from sitegen.extract.names import COMPANY, LEGAL, companies_by_form
from sitegen.extract.places import find_places
from sitegen.extract.stacks import stacks
from sitegen.extract.trade import told_of_the_trade

__all__ = ["company_lists", "company_mentions"]

Span = tuple[int, int]
Way = Callable[[Document, int], list[Span]]

_NOUN = r"(?:(?:market |key |major |top |leading |prominent |main |global |service |industry |established |important |significant |notable |big |largest |dominant |other |active |some |several |the )*(?:players?|compan(?:y|ies)|manufacturers?|vendors?|providers?|competitors?|participants?|producers?|suppliers?|firms?|makers?|brands?|names?|enterprises|developers|operators|underwriters|insurers|businesses|giants|contenders|top (?:three|four|five|six|ten|\d+)|(?:largest|leading|key|major|biggest|prominent|main) (?:\w+ ){0,2}?\w{4,}(?:ers|ors)|(?:best|better)[- ]known(?: of them| among them)?))"
_CUE = re.compile(
    rf"\b(?:{_NOUN}|competitive (?:field|landscape|environment|set))(?:\s+[\w'&-]+){{0,9}}?\s*"
    rf"(?:\b(?:includes?|included|are|is|were|being|comprises?|such as|like|namely|consists? of|among (?:them|others)|counts?|have|:)|[:;-]|,? (?:including|e\.g\.|among them|for example|for instance))\s*:?\s*(?:the following:?|companies (?:such as|like)|{_NOUN}:)?\s*(?P<list>)(?=[A-Z0-9\"])",
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
    r"|(?:^|(?<=[.;:] ))(?P<joint>(?=[A-Z0-9])[^;:]{6,400}?) (?:(?:together|jointly|between them) (?:have |make up |supply |hold |held |control |account for |share |take |took |accounted for |combine )|(?:together |jointly )?(?:captured|held|hold|accounted for|account for|controll?ed|control|share[d]?|took) (?:together |jointly )?(?:(?:a |an )?(?:combined|joint|collective|aggregate)\b|[^;.]{1,40} (?:between|among) them\b))"
)
# What each pattern needs, in one cheap look.
_GATES = (
    (_CUE, ("player", "compan", "manufact", "vendor", "provider", "competit", "participant", "producer", "supplier", "firm", "maker", "brand", "name", "enterprise", "developer", "operator", "underwriter", "insurer", "business", "giant", "contender", "ers ", "ors ", "top ", "known ")),
    (_DOMINATED, ("dominated", "led ", "represented", "served", "supplied", "made ", "profile", "covers", "names ")),
)  # fmt: skip
_JOINTLY = (
    "among",
    "some of",
    "combined",
    "joint",
    "collective",
    "aggregate",
    " to the ",
    " them",
    "together",
    "jointly",
)
_LABEL = re.compile(rf"\b(?:{COMPANY.pattern}|who (?:supplies|makes|sells|leads|is who)\b)", re.IGNORECASE)
_OF_FIRMS = re.compile(rf"\b(?:{COMPANY.pattern}|groups|giants|rivals)\b", re.IGNORECASE)
_ASKING = re.compile(r"\b(?:who|which|what)\b", re.IGNORECASE)
_LISTED = re.compile(rf"(?:{_NOUN}|A|Answer)(?: [\w ]{{0,30}})?\s*:\s+(?=[A-Z0-9])", re.IGNORECASE)
_TELLING = re.compile(
    r"[\w ,'()-]{0,120}?\b(?:includes?|included|are|is|as follows:?|such as|namely)\s*:?\s+(?=[A-Z0-9])"
)
_LEAD = re.compile(
    r"(?:In|The|At|By|For|From|And|With|Meanwhile|Moreover|While|On|Of|Its|Also|Companies|Players|As|Like|January|February|March|April|May|June|July|August|September|October|November|December|\d{4}) (?:\d{4} )?"
)
_TRIED = 6
_ANSWER = re.compile(r"A(?:nswer|ns)?[.:)] +(?=[A-Z])")


def company_lists(document: Document) -> list[Found]:
    """Lists of companies, in the order of the text: the first way that finds names in a clause."""
    found: list[Found] = []
    formal = False
    title = document.frame.title
    listed = stacks(document.normal.text)
    heads = sorted(span[0] for stack in listed for span in (stack.heading, *stack.members))
    for index, clause in enumerate(document.clauses):
        if bisect_left(heads, clause.start) < bisect_left(heads, clause.end) or (
            title is not None and clause.start <= title[0] < clause.end
        ):
            continue  # no list of companies, whatever it names: "By Provider", "… Region and Companies - Outlook"
        for way, sure in _WAYS:
            named = way(document, index)
            spans = names_among(document, named) if named else []
            if spans:
                head = (clause.start, clause.start + min(60, len(clause.text)))
                found.append(Found("companies", (head, *spans), members=tuple(spans), confidence=sure))
                told = way is _headed and clause.kind == "sentence"
                formal = formal or (way in _FORMAL and not told and len(spans) >= _SEVERAL)
            if spans:
                break
    for spans in () if formal else told_of_the_trade(document):
        found.append(Found("companies", (spans[0], *spans), members=tuple(spans), confidence=0.6))
    return found


_FIGURE = re.compile(r"[A-Z$€£₹¥~ ]{0,4}\d[\d.,]*\s?%?$")
_KINDS = re.compile(r"\b(?:types?|sizes?|kinds?|categor(?:y|ies)|structure)$", re.IGNORECASE)


def _labelled(document: Document, index: int) -> list[Span]:
    """`Key players: Acme Ltd., Bolt AG`."""
    clause = document.clauses[index]
    if clause.kind != "field" or not _LABEL.search(clause.label) or _KINDS.search(clause.label):
        return []
    text, start = document.normal.text, clause.start + clause.cut
    start += told.end() if (told := _TELLING.match(clause.body)) else 0
    end = clause.end if "|" in clause.text or "\t" in clause.text else min(clause.end, list_end(text, start))
    spans = [_without_numbers(text, *span) for span in members(text, start, end)]
    return [_without_lead(text, *span) for span in spans[:1]] + spans[1:]


def _answering(document: Document, index: int) -> list[Span]:
    """`Acme Ltd., Bolt AG` below `Who are the key players?`; a row `Answer: Acme …`."""
    clause = document.clauses[index]
    before = document.clauses[index - 1].text.strip() if index else ""
    asked = before.endswith("?") and _LABEL.search(before) and _ASKING.search(before)
    if (not asked and clause.kind != "row") or clause.text.rstrip().endswith("?"):
        return []
    lead = _LISTED.match(clause.text)
    if not asked and not lead:
        return []
    lead = lead or _TELLING.match(clause.text) or (_ANSWER.match(clause.text) if before.startswith("Q") else None)
    spans = members(document.normal.text, clause.start + (lead.end() if lead else 0), clause.end)
    return [_without_lead(document.normal.text, *span) for span in spans[:1]] + spans[1:]


def _column(document: Document, index: int) -> list[Span]:
    """The column of a table whose head says `Company`, where it is one of the first."""
    head = document.clauses[index].cells
    named = next((place for place, cell in enumerate(head[:3]) if COMPANY.search(cell[2])), None)
    if len(head) < 2 or named is None or any(len(name.split()) > 4 or _FIGURE.match(name) for _, _, name in head):
        return []
    rows = rows_below(document.clauses, index, len(head))
    if any(row[0][2].startswith("By ") for row in rows):
        return []  # the leader of each dimension is a part of it
    return [row[named][:2] for row in rows if row[named][2][:1].isalnum() and not row[named][2][:1].isdigit()]


def _headed(document: Document, index: int) -> list[Span]:
    """Names below a heading of companies, or in the line below it."""
    clause = document.clauses[index]
    short = clause.kind in {"heading", "sentence"} and len(clause.text) < 120 and len(clause.text.split()) <= 10
    told = short and (COMPANY.search(clause.text) or "competitive landscape" in small(clause.text))
    if not told or not _HEADING.fullmatch(_ORDER.sub("", clause.text.strip(" #:.*?"))):
        return []
    contents = _CHAPTER.match(clause.text) and any(
        _CHAPTER.match(document.normal.text[below.start - 8 : below.end].lstrip().split("\n")[-1])
        for below in document.clauses[index + 1 : index + 2]
    )
    return [] if contents else _below(document, index)  # no line of a table of contents


_ORDER = re.compile(r"^\d+ ?[.)]\s+")
_CHAPTER = re.compile(r"\d{1,2}(?:\.? |\.\d)")


def _announced(document: Document, index: int) -> list[Span]:
    """`Key players include …`, `dominated by …`."""
    clause, normal = document.clauses[index], document.normal.text
    lower = small(clause.text)
    for pattern in [pattern for pattern, stems in _GATES if holds(lower, stems)]:
        for match in islice(pattern.finditer(clause.text), _TRIED):
            start = clause.start + match.start("list")
            end = min(list_end(normal, start, 3_000), clause.end)
            spans = names_among(document, members(normal, start, end, keep_others=False))
            if pattern is _DOMINATED and "by " in match.group() and not COMPANY.search(clause.text):
                spans = spans if companies_by_form(normal[start:end]) else []
            if len(spans) >= 2 or (spans and pattern is _CUE and companies_by_form(normal[start:end])):
                return spans
    return []


def _counted_among(document: Document, index: int) -> list[Span]:
    """`A and B are among the vendors`; `A and B held a combined 31%`."""
    clause, normal = document.clauses[index], document.normal.text
    if not holds(small(clause.text), _JOINTLY):
        return []
    for match in islice(_BEFORE.finditer(clause.text), _TRIED):
        group = "list" if match["list"] else "joint"
        start, end = clause.start + match.start(group), clause.start + match.end(group)
        spans = names_among(document, members(normal, start, end, keep_others=False))
        around = f"{clause.section} {document.clauses[index - 1].text if index else ''} {clause.text}"
        named = group == "joint" and len(spans) >= 3 and _OF_FIRMS.search(around)
        if len(spans) >= 2 and (named or companies_by_form(normal[start : end + 1])):
            return spans
    return []


def _by_form(document: Document, index: int) -> list[Span]:
    """`Acme Ltd., Bolt AG and Zeta Works` in a sentence about the trade."""
    clause = document.clauses[index]
    alone = clause.kind == "item" and len(companies_by_form(clause.text)) < 2 and len(clause.text.split()) <= 8
    return [] if alone else run_of_firms(document, clause)  # "- Air Products and Chemicals, Inc." is one name


def _one_by_one(document: Document, index: int) -> list[Span]:
    """`Acme, in northern France, … Bolt, a London firm, …`."""
    return told_one_by_one(document, document.clauses[index])


_OPENS = re.compile(r"(?::|\b(?:includes?|are|as follows|the following)[.:]?)$")


def _announced_below(document: Document, index: int) -> list[Span]:
    """Names below a sentence such as `The following companies are profiled:`."""
    clause = document.clauses[index]
    opens = _OPENS.search(clause.text.rstrip()[-20:])
    listed = document.clauses[index + 1 : index + 3] if clause.kind == "sentence" else ()
    told = len(listed) == 2 and listed[0].kind == listed[1].kind == "item"
    if not opens and not told:
        return []
    said = " ".join(one.text for one in document.clauses[index - told : index + 1])
    return _below(document, index) if _LABEL.search(said) else []


_SETTLED = re.compile(r"\b(?:[Ff]ounded|[Hh]eadquartered|[Ee]stablished|[Bb]ased in|[Ii]ncorporated in)\b")


def _profiled(document: Document, index: int) -> list[Span]:
    """Headings that name a company each, above a sentence that says where it is and since when."""
    if not _is_profile(*document.clauses[index : index + 2]):
        return []
    here = document.clauses[index : index + 60]
    if index > 1 and _is_profile(*document.clauses[index - 2 : index]):
        return []
    spans = [_without_place(one) for one, below in pairwise(here) if _is_profile(one, below)]
    return spans if len(spans) >= 2 else []


def _is_profile(clause: Clause, below: Clause | None = None) -> bool:
    name = clause.text.strip(" #*")
    short = (
        below is not None and clause.kind in {"heading", "sentence"} and name[:1].isupper() and len(name.split()) <= 6
    )
    return bool(short and below and below.kind == "sentence" and _SETTLED.search(below.text))


# "Acme is the best-selling brand, followed by Bolt and Zeta."; "Acme holds the top spot, ahead of Bolt."
_IN_ORDER = re.compile(
    rf"(?:^|[.;] )(?P<first>[A-Z][\w&'-]+(?: [A-Z][\w&'-]+){{0,3}})(?: of [A-Z]\w+)? (?:now |still )?(?:is|remains|stays|leads|ranks|comes|holds|has|takes)(?: (?:the|as|first))* (?:[\w-]+ ){{0,3}}?(?:market leader|top spot|first place|pole position|{COMPANY.pattern})(?:[^.;]{{0,40}}?,? (?:followed|trailed) by|[^.;]{{0,20}}, ahead of) (?P<list>[^.;]+)"
)


def _ranked(document: Document, index: int) -> list[Span]:
    """Firms that a sentence ranks one behind the other."""
    clause, normal = document.clauses[index], document.normal.text
    told = clause.kind == "sentence" and holds(clause.text, ("followed by", "trailed by", "ahead of"))
    match = _IN_ORDER.search(clause.text) if told else None
    if match is None:
        return []
    listed = members(normal, clause.start + match.start("list"), clause.start + match.end("list"), keep_others=False)
    first = (clause.start + match.start("first"), clause.start + match.end("first"))
    spans = names_among(document, [first, *listed])
    return spans if len(spans) >= 2 else []


# "Among them are Acme, Bolt and Zeta", where the sentence before speaks of firms.
_AMONG_THEM = re.compile(
    r"\W*(?:(?:[Aa]mong|[Oo]f) (?:them|these|those)|[Tt]hese|[Tt]hey|[Tt]he (?:best known|biggest|largest|leading ones|first)) (?:are|include|were)(?: the)? (?=[A-Z])"
)


def _among_them(document: Document, index: int) -> list[Span]:
    """The firms that a sentence names of those of which the one before it tells."""
    clause, normal = document.clauses[index], document.normal.text
    lead = _AMONG_THEM.match(clause.text)
    if lead is None or not any(COMPANY.search(one.text) for one in document.clauses[max(0, index - 2) : index]):
        return []
    start = clause.start + lead.end()
    end = min(list_end(normal, start), clause.end)
    stop = normal.find(";", start, end)
    spans = names_among(document, members(normal, start, stop if stop > 0 else end, keep_others=False))
    return spans if len(spans) >= 2 else []


_WAYS: tuple[tuple[Way, float], ...] = (
    (_column, 0.85), (_labelled, 0.85), (_answering, 0.85), (_headed, 0.85),
    (_announced, 0.8), (_profiled, 0.8), (_ranked, 0.8), (_among_them, 0.8), (_counted_among, 0.8), (_by_form, 0.8), (_announced_below, 0.8), (_one_by_one, 0.75),
)  # fmt: skip
"""How documents list companies, surest first, each with its confidence."""
_FORMAL = (_column, _labelled, _answering, _headed, _announced)
_SEVERAL = 4
"""Firms of a list that is announced: where there is such a list, prose has no others."""


def _without_numbers(text: str, start: int, end: int) -> Span:
    """`Acme Pumps ASA, 7.5 % of sales` ends before its share."""
    bracket = re.search(r"\s*[(,]\s*\d[\d.]*\s*%.*$", text[start:end])
    return start, start + bracket.start() if bracket else end


def _without_lead(text: str, start: int, end: int) -> Span:
    """`The report profiles Acme Ltd.` begins with Acme."""
    lead = re.match(
        r"[\w .,&'-]*?\b(?:profiles?|covers?|features?|analy[sz]es|assesses|analysis of|includ(?:e|es|ing)|such as|are):?\s+(?=[A-Z0-9])",
        text[start:end],
    )
    return start + (lead.end() if lead else 0), end


# "*Disclaimer: major players in no particular order", between a heading and its list.
_NOTE = re.compile(r"\W*(?:disclaimer|note|\(?in no particular order|\(?listed)\b", re.IGNORECASE)
_COMMAS = re.compile(r"[A-Z][^,]*(?:, [A-Z][^,]*){2,}")


def _below(document: Document, index: int) -> list[Span]:
    """The items, or the list in the line, under a heading of companies."""
    spans: list[Span] = []
    normal = document.normal.text
    gaps: list[bool] = []
    in_rows = False
    for place, (before, clause) in enumerate(pairwise(document.clauses[index : index + 80]), index + 1):
        if not spans and _NOTE.match(clause.text):
            continue
        # A blank line ends a list whose members stand without one.
        gaps.append("\n\n" in re.sub(r"\n[ \t]+", "\n", normal[before.end - 1 : clause.start + 1]))
        if len(spans) > 1 and gaps[-1] and not gaps[1]:
            break
        if len(clause.cells) == 2 and (not spans or in_rows) and _beside_place(clause):
            spans.append(clause.cells[0][:2])
            in_rows = True
            continue
        listed = clause.kind == "heading" and not spans and _COMMAS.fullmatch(clause.text.strip())
        if listed and len(found := _in_line(document, place)) >= 2:
            return found
        if _may_be_name(document, index, clause, first=not spans):
            spans.append(_without_place(clause))
            continue
        if (
            not spans
            and clause.kind in {"sentence", "row", "field"}
            and sum(clause.text.count(mark) for mark in (",", ";", " / ")) >= 2
        ):
            return _in_line(document, place)
        break
    sure = len(spans) > 1 or bool(spans and companies_by_form(normal[spans[0][0] : spans[0][1] + 1]))
    return spans if sure and len(names_among(document, spans)) * 2 > len(spans) else []


def _beside_place(clause: Clause) -> bool:
    """Whether a row is a name and where it is: `Acme Ltd. | Spain`."""
    (_, _, name), (_, _, where) = clause.cells
    placed = find_places(where)
    return bool(placed) and len(where) <= placed[0][1] + 4 and name[:1].isupper() and len(name.split()) <= 8


def _may_be_name(document: Document, index: int, clause: Clause, *, first: bool) -> bool:
    """Whether a line below a heading is an item, or a short line among such."""
    if clause.kind == "item":
        return True
    bare = clause.text.strip(" ;,*")
    named = clause.kind == "heading" or re.fullmatch(rf"[^.]*(?:{LEGAL})", bare)
    if not named or len(bare.split()) > 8:
        return False
    below = document.clauses[index + 1]
    if clause.text.startswith("#") and not below.text.startswith("#"):
        return False
    alike = (below.kind == "heading" or bool(_FORM.search(below.text.strip()))) and len(clause.text.split()) <= 6
    return first or (alike and not _LABEL.search(_FORM.sub("", bare)))


_FORM = re.compile(rf" (?:{LEGAL})$")


def _without_place(clause: Clause) -> Span:
    """`Acme Ltd. - Leeds`, `Bolt AG (Bern)`: the name alone."""
    bare = clause.text.strip(" ;,*")
    stop = re.search(r"\s*\(|\s+[-—]\s+|: |,? (?:based|headquartered) in\b|\s*http", bare)
    bare = bare[: stop.start()] if stop else bare
    bare = bare if re.search(rf"(?:{LEGAL})$", bare) else bare.rstrip(".")
    at = clause.start + clause.text.index(bare)
    return at, at + len(bare)


def _in_line(document: Document, index: int) -> list[Span]:
    """A list that fills the line under its heading."""
    for way in (_announced, _counted_among, _by_form):
        if spans := way(document, index):
            return spans
    clause, normal = document.clauses[index], document.normal.text
    end = min(clause.end, list_end(normal, clause.start))
    spans = names_among(document, members(normal, clause.start, end, keep_others=False))
    return spans if len(spans) >= 3 else []


def company_mentions(document: Document) -> list[Found]:
    """Single companies that their legal form gives away."""
    found, seen = [], set()
    text = document.normal.text
    for at, end in companies_by_form(text[:300_000]):
        lead = _LEAD.match(text[at:end])
        start = at + (lead.end() if lead else 0)
        name = text[start:end].lower()
        if (
            name in seen
            or len(name.split()) < 2
            or name == document.frame.publisher.lower()
            or name.startswith("holdings ")
        ):
            continue
        seen.add(name)
        found.append(Found("company", ((start, end),), members=((start, end),), confidence=0.6))
    return found
