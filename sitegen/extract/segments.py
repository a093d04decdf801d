"""Segmentations: dimensions with their members.

Comes in: a document. Goes out: `Found`s of measure `segments`. Apart, because documents list
dimensions in half a dozen layouts that share nothing but the word "by".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.extract.columns import parts
from sitegen.extract.folded import small
from sitegen.extract.layout import Clause, rows_below
from sitegen.extract.listed import name_words
from sitegen.extract.lists import members
from sitegen.extract.model import Document, Found
from sitegen.extract.parted import called_one, may_be_dimension, may_be_parts, names_of
from sitegen.extract.places import find_places
from sitegen.extract.regions import REGIONAL
from sitegen.extract.splits import SPLIT, bulleted, split_up
from sitegen.extract.stacks import dimension_named, stacks
from sitegen.extract.told import asked_for, told_dimensions
from sitegen.extract.turns import told_in_turn

__all__ = ["segmentations"]

_WORDS = (
    r"Types?|Class(?:es)?|Channels?|Administration|Users?|Use|Applications?|Form|Nature|Source|Technolog(?:y|ies)|Components?|Deployment(?: Mode| Model)?|Industry(?: Vertical)?|Verticals?|"
    r"Size|Materials?|Modes?|Products?|Category|Grade|Process|Function|Services?|Platform|Offering|Solution|Indication|Disease|Treatment|Age(?: Group)?|Gender|Crop|Price(?: Range)?|Packaging|"
    r"Ingredients?|Capacity|Power|Voltage|Vehicle|Propulsion|Chemistry|Distribution|Sales|Model|System|Method|Design|Purpose|Animal|Sector|Enterprise|Organization Size|Device|Delivery|Consumer|Therapy|Drug|Route|Flavou?r|Fuel|Equipment|Species|Connectivity|Format|Business Model|Pathology|Specialty|Modality|Phase|Purity|Fabric|Installation|Design"
)
_DIMENSION = rf"(?:[A-Z][\w/-]*[ -](?:of |and |& )?){{0,3}}(?:{_WORDS})(?: (?:{_WORDS}))?"
_BY = re.compile(
    r"^\s*(?:segments? |market |breakdown |segmentation |split |analysis |outlook )*(?:by|based on)\s+(?P<name>[^:|(;,.]{2,50}?)\s*(?:outlook|segment(?:ation)?|insights?|analysis)?\s*(?:\((?:[^)]*(?:USD|20\d\d|Mn|revenue)[^)]*)\))?\s*$",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"\bsegment(?:s|ed|ation)?\b|\bscope\b|\bbreak-?(?:down|up)\b|\bcategories\b|\bsplits?\b", re.IGNORECASE
)
_INLINE = re.compile(rf"\b[Bb]y (?P<name>{_DIMENSION})\b\s*(?P<colon>[:(-]|\s-\s)?\s*(?P<list>)(?=[A-Z0-9])")
_INLINE_LOWER = re.compile(r"\b[Bb]y (?P<name>[a-z][\w /-]{2,30}?)(?P<colon>:| -) (?P<list>)")
_SAYS = re.compile(r"\b(?:they|we) \w+|\bit (?:is|has|uses)\b")
_FIELD_NOISE = re.compile(
    r"\b(?:report|published?|date|pages?|id|contact|tel|phone|email|currency|unit|author|updated?|note|figure|table|units?|quantitative|price|cagr|(?:market|industry) size|value|period|year|players?|compan(?:y|ies)(?! size)|drivers?|restraints?|why|what|how|who|when|keywords?|key|about|background|methods?|results?|conclusions?|brands?|suppliers?|vendors?|manufacturers?|makers?|firms?|producers?|providers?|attributes?|targets?|respondents?|interviewees?|methods?|customi[sz]ation|sample|survey\w*)\b",
    re.IGNORECASE,
)
_OTHER_LIST = re.compile(
    r"\b(?:benefits?|sources?|uses? of|includes?|format|features?|customers?|clients|topics?|contents?|services|languages?|tags?|ingredients|you|we|our)\b",
    re.IGNORECASE,
)
_PLAIN = re.compile(
    r"^(?:key |main |major |market |covered |by )*segment(?:s|ation)?(?: covered| analy[sz]ed| included)?$",
    re.IGNORECASE,
)
_LARGEST = re.compile(r"\b(?:largest|fastest|leading|biggest|dominant|highest)\b", re.IGNORECASE)
Lists = Iterator[tuple[str, tuple[int, int], list[tuple[int, int]], float]]


def segmentations(document: Document) -> list[Found]:
    """Each dimension of each list in the document; one that is stated twice is found twice."""
    found = []
    text = document.normal.text
    called = called_one(text)
    for name, label, listed, sure in _all(document):
        if document.frame.title and label[1] <= document.frame.title[0] and _MENU.fullmatch(name):
            continue
        spans = names_of(text, listed, document.frame.market, called)
        dimension = re.sub(
            r"^(?:(?:the|by|and|its|their|within|across|per|among)\s+)+",
            "",
            re.sub(r"\s+", " ", name).strip(" -:").lower(),
        )
        dimension = re.sub(r"^(?:[\w-]+ )+by (?=\w)", "", dimension)  # "Sales by user"
        dimension = dimension.removeprefix(f"{document.frame.market.lower()} ")
        if not dimension or len(dimension.split()) > 5 or len(spans) < 2 or not may_be_parts(text, spans):
            continue
        titled = _TITLED.search(text, max(0, label[0] - 14), label[0])
        if titled and _are_dimensions([text[slice(*span)] for span in spans]):
            continue
        if REGIONAL.search(dimension) or not may_be_dimension(dimension):
            continue
        found.append(Found("segments", (label, *spans), members=tuple(spans), by=dimension, confidence=sure))
    for name, label, spans, sure in told_in_turn(document):
        if not REGIONAL.search(name) and not _listed(text, found, name, spans):
            found.append(Found("segments", (label, *spans), members=tuple(spans), by=name.lower(), confidence=sure))
    return found


_TITLED = re.compile(r"\b(?:market|analysis|trends|report|size|share),? by $", re.IGNORECASE)


def _are_dimensions(names: list[str]) -> bool:
    """Whether a list names dimensions, and no members of one: `Market by Drug Class, Packaging, End User`."""
    last = [re.split(r"[\s-]", name.lower())[-1] for name in names if dimension_named(name)]
    return len(last) >= 3 and len(last) * 3 >= len(names) * 2 and len(set(last)) == len(last)


def _listed(text: str, found: list[Found], name: str, spans: list[tuple[int, int]]) -> bool:
    """Whether a list says already what sentences go through: it has the dimension's name, or one of the members'."""
    told = [set(name_words(text[slice(*span)])) for span in spans]
    known = [set(name_words(text[slice(*span)])) for item in found for span in item.members]
    same = any(one and (one <= other or other <= one) for one in told for other in known if other)
    return same or any(name_words(item.by) == name_words(name) for item in found)


# What a page's menu above the title lists.
_MENU = re.compile(r"(?:industries|industry|services|solutions|sectors|products|categories)", re.IGNORECASE)


def _all(document: Document) -> Lists:
    for table in parts(document):
        yield table.head[2], table.head[:2], [row[0][:2] for row in table.rows], 0.8
    yield from _tabled(document)
    yield from bulleted(document.normal.text)
    for stack in stacks(document.normal.text):
        yield stack.name, stack.heading, list(stack.members), 0.85
    alone = _one_each(document)
    yield from ((name, rows[0][1], [member for _, _, member in rows], 0.8) for name, rows in alone.items())
    done = {index for rows in alone.values() for index, _, _ in rows}
    title = document.frame.title
    for index, clause in enumerate(document.clauses):
        if title is not None and clause.start <= title[0] < clause.end and clause.kind == "field":
            continue  # "Felt: wool, not nylon" is a headline
        if index in done:
            continue
        yield from asked_for(document, index)
        labelled = list(_fields(document, clause, _beside(document, index))) if clause.kind == "field" else []
        yield from labelled
        tabled = bool(clause.cells)
        if not labelled and not tabled:
            yield from (row for row in told_dimensions(document.normal.text, clause) if not _FIELD_NOISE.search(row[0]))
        if not tabled:
            yield from split_up(document, clause)
        if clause.kind == "sentence" or len(clause.text) > 120 or _PLAIN.match(clause.label):
            yield from _in_brackets(document, clause)
        if " by " in small(clause.text) or "By " in clause.text:
            yield from _inline(document, clause)


_OF_DIMENSIONS = re.compile(
    r"(?:by )?(?:dimensions?|segment(?:ation|s)?(?: (?:by|type|basis))?|bas[ie]s|criteri(?:on|a)|split)",
    re.IGNORECASE,
)
_OF_MEMBERS = re.compile(
    r"(?:sub-? ?segments?|segments?|members?|classes|categories|sub-?categories|types|options|break-?down|segments? (?:covered|included))",
    re.IGNORECASE,
)


def _tabled(document: Document) -> Lists:
    """`Dimension | Sub-segments | Leader` over `By Power | Low; Medium; High | Low`: a dimension a row, its members in the second cell."""
    for index, clause in enumerate(document.clauses):
        head = clause.cells
        if len(head) < 2 or not (_OF_DIMENSIONS.fullmatch(head[0][2]) and _OF_MEMBERS.fullmatch(head[1][2])):
            continue
        for label, listed, *_ in rows_below(document.clauses, index, len(head)):
            name = re.sub(r"^by ", "", label[2], flags=re.IGNORECASE)
            if not _FIELD_NOISE.search(name):
                yield name, label[:2], members(document.normal.text, *listed[:2]), 0.85


_ONE_OF = re.compile(r"\W*By (?P<name>[A-Za-z][\w /-]{1,30}?)(?: ?:| [-\u2013\u2014]) (?P<member>[^,;:.|\t]{2,60}?)\W*")
_Row = tuple[int, tuple[int, int], tuple[int, int]]


def _one_each(document: Document) -> dict[str, list[_Row]]:
    """`By Nature: Organic` over a paragraph, further on `By Nature: Conventional`: one member a heading, by its dimension."""
    rows: dict[str, list[_Row]] = {}
    for index, clause in enumerate(document.clauses):
        match = _ONE_OF.fullmatch(clause.text) if "By " in clause.text[:6] else None
        if match and not REGIONAL.search(match["name"]) and not find_places(match["member"]):
            label, member = (
                (clause.start + start, clause.start + end) for start, end in (match.span("name"), match.span("member"))
            )
            rows.setdefault(match["name"].lower(), []).append((index, label, member))
    text = document.normal.text
    return {
        name: told for name, told in rows.items() if len({text[slice(*member)].lower() for _, _, member in told}) > 1
    }


def _beside(document: Document, index: int) -> bool:
    """Whether a neighbouring field lists the members of a dimension: then its neighbours do so too."""
    around = document.clauses[max(0, index - 3) : index] + document.clauses[index + 1 : index + 4]
    return any(
        clause.kind == "field"
        and "," in clause.body
        and (dimension_named(clause.label) or bool(_BY.match(clause.label)))
        for clause in around
    )


def _fields(document: Document, clause: Clause, beside: bool) -> Lists:
    """`By Nature: Organic, Conventional`; under a heading of segments, or beside such a field, "by" may be missing."""
    label = re.sub(
        r"\s+(?:mix|split|break-?down|break-?up|segments?|categories|structure|coverage|covered|options)$",
        "",
        clause.label,
        flags=re.IGNORECASE,
    )
    by = _BY.match(label)
    if by and _SAYS.search(by["name"]):
        return  # "By power they use three classes: …"
    listed = _SECTION.search(clause.section) or beside
    if _PLAIN.match(clause.label) and re.search(r"\([^)]*,", clause.body):
        return  # dimensions with their members in brackets
    if _PLAIN.match(clause.label):
        spans = members(document.normal.text, clause.start + clause.cut, clause.end)
        named = [document.normal.text[a:b] for a, b in spans]
        dimensions = sum(
            dimension_named(name) or bool(re.search(rf"\b(?:{_WORDS})$", name, re.IGNORECASE)) for name in named
        )
        if dimensions * 2 <= len(spans) and not re.match(r"\W*by\b", clause.body, re.IGNORECASE):
            yield "type", (clause.start, clause.start + clause.cut), spans, 0.6
        return
    if (
        not by
        and dimension_named(label)
        and not _FIELD_NOISE.search(label)
        and ". " not in clause.body.strip().rstrip(".")
    ):
        spans = members(document.normal.text, clause.start + clause.cut, clause.end)
        yield label, (clause.start, clause.start + len(label)), spans, 0.6
        return
    if not by and not listed and (spans := _shortly(document, clause, label)):
        yield label, (clause.start, clause.start + len(label)), spans, 0.55
        return
    if not by and (not listed or _FIELD_NOISE.search(label) or len(label.split()) > 4 or not label[:1].isupper()):
        return
    if ". " in clause.body.strip().rstrip(".") or not re.search(r"[,;|]| and ", clause.body) or _LARGEST.search(label):
        return
    start, end = clause.start + clause.cut, clause.end
    spans = members(document.normal.text, start, end)
    yield (
        (by["name"] if by else label),
        (clause.start, clause.start + max(1, len(clause.text[: clause.cut].rstrip(" :|\t\n")))),
        spans,
        0.9 if by else 0.75,
    )


def _shortly(document: Document, clause: Clause, label: str) -> list[tuple[int, int]]:
    """`Route to patient: audiologist, chain, hospital`: three names or more that are no sentence, and a label of no other use."""
    body = clause.body.strip().rstrip(".")
    if _FIELD_NOISE.search(label) or _OTHER_LIST.search(label) or not label[:1].isupper() or len(label.split()) > 4:
        return []
    if re.search(r"[.\d:%$]", body) or len(body) > 160 or body.count(",") < 2 or find_places(body):
        return []
    spans = members(document.normal.text, clause.start + clause.cut, clause.end)
    names = [document.normal.text[start:end] for start, end in spans]
    return spans if len(names) >= 3 and all(len(name.split()) <= 4 and name[:1].islower() for name in names) else []


_SPLIT_CUE = re.compile(rf"\b{SPLIT}\b|\bsegment(?:s|ation)\b|\bby\b", re.IGNORECASE)
_BRACKETED = re.compile(
    r"(?:^|[;,.:(|\t]|\band\b|\bby\b|\bon\b|\bbased\b|\binto\b)\s*(?:and )?(?:by )?(?P<name>[A-Z]?[\w/ -]{2,40}?)\s*[(\[](?P<list>[^()\[\]]*(?:[(\[][^()\[\]]*[)\]][^()\[\]]*)*(?:,| and | & )[^()\[\]]*(?:[(\[][^()\[\]]*[)\]][^()\[\]]*)*)[)\]]",
    re.IGNORECASE,
)


def _in_brackets(document: Document, clause: Clause) -> Lists:
    """`by Type (A, B), Location (C, D)`."""
    text, normal = clause.text, document.normal.text
    if "(" not in text or not _SPLIT_CUE.search(text):
        return
    before = 0
    for match in _BRACKETED.finditer(text):
        # "by Type (A, B), Anchor, Location (C, D)": names and commas carry "by" to the next bracket.
        carried = before and re.fullmatch(
            r"(?:,? (?:and )?[A-Z][\w -]{2,24},?){0,3}[,;]?(?: and)?", text[before : match.start("name")].rstrip()
        )
        name = re.split(r"\b(?:based on|on the basis of|into|by|segmented)\b", match["name"], flags=re.IGNORECASE)[-1]
        by = re.search(
            r"\bby\s*$", text[: match.start("name")] + match["name"][: len(match["name"]) - len(name)], re.IGNORECASE
        )
        plain = clause.kind == "field" and _PLAIN.match(clause.label)
        before = 0
        if _FIELD_NOISE.search(name) or not (by or plain or carried or re.search(rf"(?:{_WORDS})\b", name.title())):
            continue
        before = match.end()
        start, end = clause.start + match.start("list"), clause.start + match.end("list")
        at = clause.start + match.end("name") - len(name.lstrip())
        yield name, (at, at + len(name.strip())), members(normal, start, end), 0.85


def _inline(document: Document, clause: Clause) -> Lists:
    """`By Drug Class A, B, C By Route of Administration D, E`: lists that only the next "By" ends."""
    normal = document.normal.text
    found = list(_INLINE.finditer(clause.text))
    if clause.kind == "field" and clause.text.lower().startswith("by ") and len(found) <= 1:
        return
    found += [
        match
        for match in _INLINE_LOWER.finditer(clause.text)
        if not _SAYS.search(match["name"])
        if not any(match.start() <= other.start() < match.end() for other in found)
    ]
    found.sort(key=lambda match: match.start())
    for order, match in enumerate(found):
        start = clause.start + match.start("list")
        limit = clause.start + found[order + 1].start() if order + 1 < len(found) else clause.end
        stop = re.search(
            r"[;.)]|\s(?:By|Country|Market|Regional|Key|Competitive|Report|Geograph\w+|Regions?|Historical|Forecast|Table|Chapter|\d+\.)\s",
            normal[start:limit],
        )
        end = start + stop.start() if stop else limit
        if end - start > 300 or "," not in normal[start:end]:
            continue
        if not match["colon"] and any(len(normal[a:b].split()) > 6 for a, b in members(normal, start, end)):
            continue
        yield (
            match["name"],
            (clause.start + match.start("name"), clause.start + match.end("name")),
            members(normal, start, end),
            0.7,
        )
