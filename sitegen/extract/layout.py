"""Where sentences, headings, items, table rows and labelled fields begin and end.

Comes in: normal text. Goes out: `Clause`s in the order of the text; each is what one relation may span. Apart, because
documents differ in layout and recognisers should not have to know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import takewhile
from typing import Literal

from sitegen.extract.folded import holds
from sitegen.extract.stacks import dimension_named
from sitegen.values import valueclass

__all__ = ["OPENING", "SHORT_FORM", "Clause", "Kind", "clauses", "is_label", "rows_below", "sentence_opens"]

Cell = tuple[int, int, str]
Kind = Literal["sentence", "heading", "item", "row", "field"]


@valueclass(frozen=True, slots=True)
class Clause:
    """`text[start:end]`. `cut` ends the label of a field. `section` is the heading above it, in lower case."""

    kind: Kind
    start: int
    end: int
    text: str
    cut: int = 0
    section: str = ""

    @property
    def label(self) -> str:
        """The label of a field, without marks."""
        if self.kind != "field":
            return ""
        bare = self.text[: self.cut].strip(" |:.\t\n-#*")
        return _ENUMERATED.sub("", bare) if ")" in bare[1:3] else bare

    @property
    def cells(self) -> list[Cell]:
        """The cells of a row: where each begins and ends, and what it says."""
        if ("|" not in self.text and "\t" not in self.text) or self.kind not in {"row", "field"} or "\n" in self.text:
            return []
        return [(self.start + start, self.start + end, said) for start, end, said in _cells(self.text)]

    @property
    def body(self) -> str:
        """What stands behind the label."""
        return self.text[self.cut :] if self.kind == "field" else self.text


@lru_cache(maxsize=64)
def _cells(row: str) -> tuple[Cell, ...]:
    """What stands between the bars of a row. Remembered, because a dozen recognisers ask one row after the other."""
    pieces = ((match.start(), match.group()) for match in _CELL.finditer(row))
    told = ((at + piece.index(said), said) for at, piece in pieces if (said := piece.strip()))
    return tuple((start, start + len(said), said) for start, said in told)


_ENUMERATED = re.compile(r"^\(?[a-z]\)\s+")
_CELL = re.compile(r"[^|\t]+")
_ITEM = re.compile(r"\s*(?:[-*>\u00a7]|o(?= [A-Z])|\d{1,2} ?[.)]|\([a-z\d]\))\s+(?=\S)")
_LABELLED = re.compile(
    r"\s*(?:[-*]\s+)?(?:([^:|\t.!?]{2,60}?)\s*:\s+(?=\S)|(?<=[-*] )([A-Z][^:|\t.!?,-]{2,30}?) - (?=[^,.]{2,60},))"
)
_END = re.compile(r"[.!?][\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9$€£₹¥])|\s[-=]{3,}\s")
SHORT_FORM = re.compile(
    r"(?:\b(?:S\.r\.l|s\.r\.o|d\.o\.o|Pte|Sdn|Mfg|Inc|Ltd|Corp|Co|Bros|vs|e\.g|i\.e|approx|No|Nos|Dr|Mr|Mrs|Ms|St|Vol|Fig|al|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|est|incl|resp|cf|Rev|Prof|Mio|Rs|Pvt|Pty|Lda|Ltda|Cia|Kft|Bhd|Tbk|p\.a|etc)"
    r"|\b[A-Z]|\b[A-Za-z]\.[A-Za-z]|[A-Za-z]\.[A-Za-z]\.[A-Za-z])\.$"
)
OPENING = re.compile(
    r"(?:In|On|By|For|At|As|With|The|This|These|It|Its|According to|During|However|Moreover|Among|Meanwhile|Rising|Growing) [a-z\d]|(?:In|During|On) [A-Z][a-z]+ \d"
)
"""Words that begin a sentence, though a short form stands before them: `… and Bolt Ltd. In May 2024 …`."""
_FORM_ENDS = re.compile(r"\b(?:Ltd|Inc|Corp|Co|Bhd|Tbk)\.$")
_DOES = re.compile(
    r"[A-Z][\w&-]+(?: [A-Z][\w&-]+){0,2} (?:won|said|says|opened|launched|bought|acquired|announced|signed|introduced|completed|is|are|was|were|has|have|had|will|plans|holds|held|leads?|led|makes?|remains?)\b"
)


def sentence_opens(tail: str, text: str, at: int) -> bool:
    """Whether a sentence begins at a place, though a short form stands before it."""
    return bool(OPENING.match(text, at) or (_FORM_ENDS.search(tail) and _DOES.match(text, at)))


_LABEL = re.compile(
    r"(?:(?:global |the |estimated |expected |projected |overall |revenue |total |study |report(?:ing)? )*"
    r"(?:market size|market value|size|revenue|value|valuation|sales|forecast|projection|cagr|growth rate|growth|compound annual growth rate"
    r"|base year|historical|historic|forecast(?:ing)? (?:period|years?)|study period|years? (?:studied|considered|covered)"
    r"|largest|biggest|leading|dominant|dominating|fastest|segments?|regions?|countr(?:y|ies)|compan(?:y|ies)|key (?:players|companies|vendors)|players|vendors"
    r"|report coverage|units?|drivers?|restraints?|application|product|type|end[- ]use|currency|leader|market leader)\b"
    r"|[\w/&, -]{3,40}\bmarket (?:size|value|growth rate|growth|revenue|share|cagr)\b)",
    re.IGNORECASE,
)
_RANKED = re.compile(r"\b(?:largest|biggest|fastest|leading|dominant|leader|in front|in the lead)\b", re.IGNORECASE)
# "Largest Market North America": a label and its value with nothing between them.
_BARE_FIELD = re.compile(
    r"(?:(?:Largest|Leading|Dominant|Dominating|Fastest[- ][Gg]rowing) (?:Market|Region|Country|Segment|Sub-[Ss]egment))\s+(?!Players|Compan|Vendors|Manufacturers|Suppliers|Producers|Trends|Drivers|Analysis|Overview|Insights|Outlook|Size|Share|By)(?=[A-Z][\w&'-]*(?: [\w&'-]+){0,4}$)"
)
# "Homes 61%", "- Offices 28 %": a name and its share.
_NAMED_SHARE = re.compile(r"(?:[-*]\s+)?(?P<name>[A-Za-z][A-Za-z&/' -]{1,40}?)\s+(?P<figure>\d[\d.,]* ?%)")
_OF_GROWTH = re.compile(r"(?:[\w-]+ ){0,2}(?:growth|cagr)\b", re.IGNORECASE)
_VALUE = re.compile(
    r"[\s~≈>]*(?:USD|EUR|GBP|US\$|[$€£₹¥])?\s*\d[\d.,]*\s*(?:%|percent|million|billion|trillion|mn|bn|tn|[MBT])?\s*(?:USD|EUR|GBP|\([^)]*\))?\s*",
    re.IGNORECASE,
)
_ANNOUNCES = re.compile(
    r"\b(?:compan(?:ies|y profiles)|players|vendors|manufacturers|suppliers|producers|makers|firms|brands|providers|segments|regions|countries|geographies)\b",
    re.IGNORECASE,
)
# "3. Suppliers. Acme AS, Bolt Ltd.", "Regions. Europe leads.": a heading that ends in a full stop.
_RUN_IN = re.compile(
    r"((?:Where|Who|What|How|Why|When)\b[\w ,'-]{0,40}|[A-Z][\w&/'-]+(?: [\w&/'-]+){0,3})\.\s+(?=[A-Z0-9\"'])"
)
_THEME = re.compile(
    r"(?:(?:market|industry|the|by|key|main) )*(?:size|structure|forecasts?|outlook|segments?|segmentation|regions?|geography|countries|places|competition|competitors|growth|demand|drivers?|prospects|environment|overview|trends?|risks?|restraints?|methods?|background|results?|search|selection)(?: (?:and|of|by|in) [\w ]+)?",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"(?:Q(?:uestion)?\s*\d*\s*[:.)-]\s*)?(?=[A-Z])[^.!?]{6,200}\?$")
_MAX_SENTENCE = 3_000
_LONG_CELL, _LONG_LINE = 200, 120
# "METHODS We searched …": a structured abstract in one line.
_CAPS_LABEL = re.compile(r"\b([A-Z]{4,}(?: (?:AND |OF )?[A-Z]{3,}){0,3}) (?=[A-Z0-9][\w,-]*[a-z0-9,]+ )")
# What pages say around their text. In a document of one long line these words part what they stand between.
_CHROME = re.compile(
    r"\s*(?:\b(?:Skip to (?:main )?content|Cart \(\d+\)|Log ?in|Sign (?:in|up)|Subscribe(?: now)?|My account|(?:Get|Request|Download|View) (?:a |an |your |the )?(?:free |full )?(?:PDF |report )?(?:sample|report|brochure|toc)(?: copy| report| pdf| pages)?(?: now)?|"
    r"Buy now|Add to cart|Inquir[ye] (?:before|now)(?: buying)?|(?:Speak|Talk) to (?:an |our )?analysts?|Request (?:for )?(?:a )?customi[sz]ation|Share (?:this|on)(?: page| article)?(?: on)?|Privacy policy|Terms (?:of (?:use|service)|and conditions)|Cookie (?:policy|settings)|"
    r"Accept (?:all )?cookies|Read more|Learn more|Contact us|Table of contents|All rights reserved)\b[.!]?)+\s*",
    re.IGNORECASE,
)
_CHROME_STEMS = (
    "skip to", "cart (", "login", "log in", "sign in", "sign up", "subscribe", "my account", "get ", "request", "download", "view ", "buy now", "add to cart", "inquir", "speak to",
    "talk to", "share this", "share on", "privacy policy", "terms ", "cookie", "read more", "learn more", "contact us", "table of contents", "all rights",
)  # fmt: skip


def clauses(text: str) -> tuple[Clause, ...]:
    """All clauses of a text, none overlapping another, in order."""
    return tuple(_with_sections(_clauses(text)))


def is_label(line: str) -> bool:
    """Whether a short line announces a value: `Market Size (2022)`, `Largest Market`."""
    bare = line.strip(" |:#\t-")
    if len(bare.split()) > 8 or bare[-1:] in ".!?" or ": " in bare:
        return False
    return bool(_LABEL.match(bare)) or (len(bare.split()) <= 6 and bool(_RANKED.search(bare)))


def rows_below(clauses: tuple[Clause, ...], index: int, width: int) -> list[list[Cell]]:
    """The rows under the head of a table, as far as they are as wide as it is."""
    below = (clause.cells for clause in clauses[index + 1 : index + 81])
    return list(takewhile(lambda row: len(row) == width, below))


@valueclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str

    @property
    def cells(self) -> list[str]:
        if "|" not in self.text and "\t" not in self.text:
            return [self.text]
        return [cell.strip() for cell in self.text.replace("\t", "|").split("|") if cell.strip()]


def _lines(text: str) -> list[_Line]:
    found, start = [], 0
    for raw in text.split("\n"):
        bare = raw.strip()
        if bare and (bare[0] not in "-|=:+_*" or not re.fullmatch(r"[-|=:+\s_*]+", bare)):
            at = start + raw.index(bare)
            found.append(_Line(at, at + len(bare), bare))
        start += len(raw) + 1
    return found


def _clauses(text: str) -> Iterator[Clause]:
    lines = _lines(text)
    index = 0
    while index < len(lines):
        taken = _pair(text, lines, index)
        if taken is not None:
            yield taken
            index += 2
            continue
        if _numbered_heading(lines, index):
            line = lines[index]
            yield Clause("heading", line.start, line.end, line.text)
        else:
            yield from _line(text, lines[index])
        index += 1


_NUMBERED = re.compile(r"(\d{1,2}) ?[.)]\s+(?=[A-Z])")


def _numbered_heading(lines: list[_Line], index: int) -> bool:
    """`3. Regions` that no line `4. …` follows, and none `2. …` stands before, at once: a heading and no item of a list."""
    line = lines[index]
    number = _NUMBERED.match(line.text)
    if number is None or len(line.text.split()) > 8 or line.text[-1] in ".,;:!" or len(line.cells) != 1:
        return False
    beside = (_NUMBERED.match(one.text) for one in (*lines[max(0, index - 1) : index], *lines[index + 1 : index + 2]))
    return index + 1 < len(lines) and not any(one and abs(int(one[1]) - int(number[1])) == 1 for one in beside)


def _pair(text: str, lines: list[_Line], index: int) -> Clause | None:
    """A label and its value on two lines, or the value first: `3.20 billion`, `USD, 2024`."""
    if index + 1 >= len(lines):
        return None
    one, two = lines[index], lines[index + 1]
    if len(one.text) > 90 or len(one.cells) != 1 or len(two.cells) != 1:
        return None
    first, second = one.cells[0], two.cells[0]
    table = "|" in one.text and "|" in two.text
    if not table and (
        len(two.text) > 160 or _LABELLED.match(two.text) or _ITEM.match(one.text) or _ITEM.match(two.text)
    ):
        return None
    if _ANNOUNCES.search(first) and (
        (index + 2 < len(lines) and _alike(two, lines[index + 2])) or (not table and _has_sentences(two.text))
    ):
        return None
    value_first = _VALUE.fullmatch(first) and not _VALUE.fullmatch(second) and len(second.split()) <= 6
    if _OF_GROWTH.match(first) and not re.search(r"\d", second):
        return None  # "Growth by country", and a sentence below it
    if _BARE_FIELD.match(one.text) or one.text.startswith("# "):
        return None
    known = is_label(first) and not is_label(second) and not re.search(r"\d{3}[^)]*$|[.!?]$", first)
    if known or (value_first and not is_label(first)) or (_VALUE.fullmatch(second) and is_label(first)):
        cut = two.start - one.start
        return Clause("field", one.start, two.end, text[one.start : two.end], cut)
    return None


def _alike(one: _Line, two: _Line) -> bool:
    """Two short lines, neither a sentence nor a field: members of a list that stands one a line."""
    return all(
        len(line.cells) == 1
        and len(line.text.split()) <= 9
        and not _LABELLED.match(line.text)
        and line.text[-1] not in "!?"
        and not is_label(line.text)
        for line in (one, two)
    )


def _line(text: str, line: _Line) -> Iterator[Clause]:
    if len(line.cells) >= 2 and any(len(cell) > _LONG_CELL and _END.search(cell) for cell in line.cells):
        # A page in one line, whose bars part menus and no columns.
        for match in re.finditer(r"[^|\t]+", line.text):
            if match.group().strip():
                yield from _sentences(text, _Line(line.start + match.start(), line.start + match.end(), match.group()))
        return
    listed = _LABELLED.match(line.cells[0]) if len(line.cells) >= 2 else None
    if listed and listed[1] and len(listed[1].split()) <= 4 and not any(": " in cell for cell in line.cells[1:]):
        yield Clause("field", line.start, line.end, line.text, listed.end())  # `Nature: Organic | Conventional`
        return
    if len(line.cells) >= 2:
        cut = line.text.find(line.cells[1], len(line.cells[0])) if len(line.cells) == 2 else 0
        yield Clause("field" if cut > 0 else "row", line.start, line.end, line.text, max(cut, 0))
        return
    if line.text.startswith("#"):
        yield Clause("heading", line.start, line.end, line.text)
        return
    if head := _runs_in(line.text):
        yield from _run_in(text, line, head)
        return
    yield from _plain_line(text, line)


def _plain_line(text: str, line: _Line) -> Iterator[Clause]:
    """A line without columns or a heading of its own."""
    if joined := _BARE_FIELD.match(line.text):
        yield Clause("field", line.start, line.end, line.text, joined.end())
        return
    if line.text.endswith("%") and (share := _NAMED_SHARE.fullmatch(line.text)):
        start, cut = line.start + share.start("name"), share.start("figure") - share.start("name")
        yield Clause("field", start, line.end, text[start : line.end], cut)
        return
    item = _ITEM.match(line.text)
    if item and len(line.text) < 200 and not _LABELLED.match(line.text):
        yield Clause("item", line.start + item.end(), line.end, line.text[item.end() :])
        return
    if _QUESTION.match(line.text):
        yield Clause("heading", line.start, line.end, line.text)
        return
    words = line.text.split()
    bare = line.text.rstrip("\"')]")
    # "Bolt Inc. (U.S.)" ends in a bracket, and no sentence with it.
    closed = bare[-1:] in ".!?;" and not (line.text.endswith(")") and SHORT_FORM.search(bare[-24:]))
    labelled = _LABELLED.match(line.text)
    if (
        labelled
        and len(words) <= 150
        and len((labelled[1] or labelled[2]).split()) <= (11 if _RANKED.search(labelled[1] or "") else 7)
        and not _has_sentences(line.text)
    ):
        yield Clause("field", line.start, line.end, line.text, labelled.end())
    elif len(words) <= 16 and not closed and (not line.start or not _stops(line.text)):
        yield Clause("heading", line.start, line.end, line.text)
    else:
        yield from _sentences(text, line)


def _runs_in(line: str) -> re.Match[str] | None:
    """The heading in which a line begins, if it does."""
    item = _ITEM.match(line)
    head = _RUN_IN.match(line, item.end() if item else 0)
    if head is None or SHORT_FORM.search(f"{head[1]}."):
        return None
    known = _ANNOUNCES.search(head[1]) or _THEME.fullmatch(head[1]) or dimension_named(head[1])
    return head if item or known or head[1].startswith(("Wh", "How")) else None


def _run_in(text: str, line: _Line, head: re.Match[str]) -> Iterator[Clause]:
    """`3. Suppliers. Acme AS, Bolt Ltd.`: a heading and what it heads stand in one line."""
    start, below = line.start + head.start(1), line.start + head.end()
    if _has_sentences(line.text[head.end() :]):
        yield Clause("heading", start, below, text[start:below])
        yield from _sentences(text, _Line(below, line.end, text[below : line.end]))
    else:
        yield Clause("field", start, line.end, text[start : line.end], below - start)


def _stops(line: str) -> bool:
    """Whether a full stop within a line ends a sentence."""
    return any(not SHORT_FORM.search(line[: match.end() - 2][-24:]) for match in re.finditer(r"\w\w\.\s+[A-Z]", line))


def _has_sentences(line: str) -> bool:
    return any(not SHORT_FORM.search(line[: match.start() + 1][-24:]) for match in _END.finditer(line))


def _sentences(text: str, line: _Line) -> Iterator[Clause]:
    """The sentences of a line, without the words that only lead about a page."""
    start = line.start
    for low, high in _boundaries(text, line):
        if low < start:
            continue
        yield from _bounded(text, start, low)
        start = high
    yield from _bounded(text, start, line.end)


def _boundaries(text: str, line: _Line) -> list[tuple[int, int]]:
    """Where one sentence ends and where the next begins."""
    found = []
    last = line.start
    for match in _END.finditer(text, line.start, line.end):
        tail = text[max(last, match.start() - 24) : match.start() + 1]
        if match.group()[0] == "." and SHORT_FORM.search(tail) and not sentence_opens(tail, text, match.end()):
            continue
        if text[match.start()] in ".!?" or match.end() - last > 40:
            found.append((match.end(), match.end()))
            last = match.end()
    if line.end - line.start > _LONG_LINE:
        found += [
            (match.start(), match.start())
            for match in _CAPS_LABEL.finditer(text, line.start, line.end)
            if match.start() > line.start and text[match.start() - 2] in ".?!)"
        ]
        if holds(line.text.lower(), _CHROME_STEMS):
            found += [match.span() for match in _CHROME.finditer(text, line.start, line.end)]
    return sorted(found)


def _bounded(text: str, start: int, end: int) -> Iterator[Clause]:
    """No sentence is longer than recognisers can read in bounded time."""
    while end - start > _MAX_SENTENCE:
        cut = text.rfind(" ", start, start + _MAX_SENTENCE) + 1 or start + _MAX_SENTENCE
        yield Clause("sentence", start, cut, text[start:cut])
        start = cut
    if text[start:end].strip():
        sentence = text[start:end]
        labelled = _LABELLED.match(sentence)
        capitals = _CAPS_LABEL.match(sentence)
        if capitals:
            yield Clause("field", start, end, sentence, capitals.end())
        elif labelled and labelled[1] and len(labelled[1].split()) <= 4 and labelled[1][:1].isupper():
            yield Clause("field", start, end, sentence, labelled.end())
        else:
            yield Clause("sentence", start, end, sentence)


def _with_sections(found: Iterator[Clause]) -> Iterator[Clause]:
    section = ""
    for clause in found:
        if clause.kind == "heading":
            section = clause.text.strip(" #:").lower()
            yield clause
        else:
            yield Clause(clause.kind, clause.start, clause.end, clause.text, clause.cut, section)
