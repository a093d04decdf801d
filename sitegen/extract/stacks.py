"""Lists that stand one member a line, below the line that names them: `By Material`, then `Steel`, then `Glass`.

Comes in: normal text. Goes out: `Stack`s, each a heading with its members. Apart from `layout`, for which such lines are
headings: only several of them together show what they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["OPENS_BY", "Stack", "dimension_headed", "dimension_named", "stacks"]

Span = tuple[int, int]
_MARK = re.compile(
    r"(?:[-*>+\u00a7]|o(?= +[A-Z])|\d{1,2}(?:\.\d{1,2})*[.)]|\d{1,2}(?:\.\d{1,2})*(?= +[A-Z])|\(?[a-z\d]\)|#{1,6})\s+(?=\S)"
)
_BY = re.compile(
    r"(?:(?:global|key|market|major)\s+)*(?:(?:[\w&-]+\s+){0,5}market\s+)?(?:(?:segments?|segmentation|market|break-?up|break-?down|split|analysis|outlook|insights?|size|share|covered)\s*(?:and\s+)?)*"
    r"[,:-]?\s*(?:by|based on|on the basis of)\s+(?P<name>[^:|;,.()]{2,45}?)\s*(?:outlook|segment(?:ation)?|insights?|analysis)?\s*(?:\([^()]*\))?\s*:?",
    re.IGNORECASE,
)
_ACCORDING = re.compile(
    r"\b(?:according to|by|based on|on the basis of) (?:the |its |different )*(?P<name>[\w-]+(?: [\w-]+){0,2}), ",
    re.IGNORECASE,
)
# "…, and by end user:", and a user a line below.
_TAIL = re.compile(r"\bby (?P<name>[\w-]+(?: [\w-]+){0,2}):$", re.IGNORECASE)
# "By derivative the study divides demand among", and a derivative a line below.
_AMONG = re.compile(
    r"(?:By|Based on|On the basis of) (?P<name>[a-z][\w-]*(?: (?!the |this )[\w-]+){0,2}?),? (?:the |this |our )?[\w ]{2,50} (?:among|into|between|as follows|follows)\s*:?",
)
# "The report covers market segmentation by Product", and a product a line below.
_SEGMENTED = re.compile(r".*\bsegment(?:ation|ed) by (?:1[.)] )?(?P<name>[A-Z][\w-]*(?: [\w-]+){0,2}):?")
OPENS_BY = re.compile(
    r"\W*(?:(?:seen|looked at|viewed|split|broken down|measured|sorted|taken) )?"
    r"(?:based on|on the basis of|by|in terms of|with (?:regard|respect) to|depending on|according to|as per|among|as (?:for|to)|when it comes to) (?:the )?(?P<name>[\w/&-]+(?: [\w/&-]+){0,3}), (?=\S)",
    re.IGNORECASE,
)
"""The words with which a sentence says of which dimension it tells: `By distribution channel, …`."""
_OUTLOOK = re.compile(
    r"(?P<name>[A-Z][\w&/ -]{2,40}?)\s+(?:outlook|segmentation|segments?|insights?)\s*(?:\([^()]*(?:revenue|volume|value|USD|20\d\d|%)[^()]*\))?\s*:?",
    re.IGNORECASE,
)
_DIMENSIONS = frozenset(
    [
        "type",
        "class",
        "channel",
        "user",
        "use",
        "usage",
        "application",
        "form",
        "nature",
        "source",
        "technology",
        "technique",
        "component",
        "deployment",
        "vertical",
        "size",
        "material",
        "mode",
        "product",
        "category",
        "grade",
        "process",
        "function",
        "service",
        "platform",
        "offering",
        "solution",
        "indication",
        "disease",
        "treatment",
        "age",
        "gender",
        "crop",
        "price",
        "packaging",
        "pack",
        "ingredient",
        "capacity",
        "power",
        "voltage",
        "vehicle",
        "propulsion",
        "chemistry",
        "model",
        "system",
        "method",
        "design",
        "purpose",
        "animal",
        "sector",
        "enterprise",
        "device",
        "delivery",
        "consumer",
        "customer",
        "therapy",
        "drug",
        "route",
        "flavour",
        "flavor",
        "fuel",
        "equipment",
        "species",
        "connectivity",
        "format",
        "modality",
        "phase",
        "purity",
        "fabric",
        "installation",
        "shape",
        "drive",
        "construction",
        "configuration",
        "industry",
        "buyer",
        "layer",
        "end-user",
        "end-use",
        "colour",
        "color",
        "mount",
        "structure",
        "ownership",
        "tier",
        "finish",
        "feature",
        "interface",
        "mechanism",
        "origin",
        "occasion",
        "operation",
        "output",
        "provider",
        "cargo",
        "range",
        "duration",
        "thickness",
        "strength",
        "substrate",
        "breed",
        "region",
        "geography",
        "country",
        "area",
    ]
)
_KNOWN_AHEAD = re.compile(
    r"\b(?:segment\w*|break-?up|break-?down|split|scope|coverage|covered|categories|taxonomy)\b", re.IGNORECASE
)
_NO_MEMBER = re.compile(
    r"[.:;!?|\t]\s*$|[|\t]|: |\d{3}|\b(?:is|are|was|were|has|have|will|by|report|table|figure|chapter|page|overview|introduction|conclusion|outlook|landscape|analysis|takeaways|"
    r"drivers?|restraints?|opportunities|trends|challenges|(?<![a-z] )companies|players|developments|attributes?|market|scope|covered|contact|about|methodology)\b",
    re.IGNORECASE,
)
_COVERED = re.compile(
    r"^(?:key|major|main|market)\s+(?=\w)|\s+(?:covered|analy[sz]ed|included|studied|overview)$", re.IGNORECASE
)
# "- Steel: USD 12 million", "(2) Glass, 31%": a member with its figure.
_FIGURE = re.compile(
    r"(?P<name>[A-Za-z][^\d:|()]{1,50}?(?: \([^()\d]{2,40}\))?)\s*[:,(|-]?\s*(?:(?:about|around|some|nearly) )?(?:(?:USD|EUR|GBP|US\$|[$€£₹¥]) ?)?\d[\d.,]*\s?(?:%|per cent|percent|[a-zA-Z]+\b)?.*"
)
# "Up to 35%", "Above 75%": a member that is a range.
_RANGE = re.compile(r"(?:up to|above|below|over|under|less than|more than|at least|from|between)\b", re.IGNORECASE)
_TAILED = re.compile(r"(?P<name>[A-Za-z][\w&/ -]{1,50}?) - (?=the |an? |\d).*")
_MOST = 40
# A hollow bullet stands below a full one, a section mark below both.
_DEEPER = {"o": 3, "\u00a7": 4}


@dataclass(frozen=True, slots=True)
class Stack:
    """`name` is what the members are kinds of; `heading` and `members` are spans of the text."""

    name: str
    heading: Span
    members: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    text: str
    indent: int
    after_blank: bool


@lru_cache(maxsize=4096)
def dimension_named(label: str) -> bool:
    """Whether a label is the name of a dimension by its last word: `Product Type`, `End-user`, `Sales channel`."""
    words = re.findall(r"[a-z][a-z-]*", label.lower())
    if not 1 <= len(words) <= 4 or not re.fullmatch(r"[\w&/ -]+", label.strip()):
        return False
    if words[0].startswith("route") and words[1:] == ["to", "market"]:
        return True
    last = words[-1]
    forms = {last, last.removesuffix("s"), last.removesuffix("es"), re.sub(r"ies$", "y", last), last.rpartition("-")[2]}
    return bool(forms & _DIMENSIONS)


@lru_cache(maxsize=4096)
def dimension_headed(said: str) -> str:
    """The dimension that a heading names: `Material insights`, `By end user`."""
    match = _BY.fullmatch(said) or (_OUTLOOK.fullmatch(said) if _known_outlook(said) else None)
    name = match["name"].strip() if match else said
    return name if dimension_named(name) else ""


@lru_cache(maxsize=2)
def stacks(text: str) -> tuple[Stack, ...]:
    """Every stack of the text, in its order. Remembered, because members and places are both looked for in them."""
    lines = _lines(text)
    found: list[Stack] = []
    section, index, after = "", 0, 0
    while index < len(lines):
        line = lines[index]
        name = _names(line.text, section, lines[index + 1 : index + 2], line.indent)
        if not name and section and found and index == after and _beside(line, lines[index + 1 : index + 2]):
            name = line.text
        members = _members(lines, index + 1, line.indent) if name else []
        if len(members) >= 2:
            spans = tuple((one.start, one.start + len(one.text)) for one in members)
            found.append(Stack(name, (line.start, line.start + len(line.text)), spans))
            index = after = lines.index(members[-1], index) + 1
            continue
        if (len(line.text.split()) <= 9 or line.text.endswith(":")) and line.text[-1:] not in ".;!?":
            section = line.text if _KNOWN_AHEAD.search(line.text) else section if line.indent else ""
        index += 1
    return tuple(found)


def _lines(text: str) -> list[_Line]:
    found: list[_Line] = []
    start, blank = 0, False
    for raw in text.split("\n"):
        bare = raw.strip()
        mark = _MARK.match(bare)
        said = bare[mark.end() :] if mark and len(bare) < 120 else bare
        said = said.strip("*_ ")
        figure = (_FIGURE.match(said) or _TAILED.match(said)) if mark else None
        said = figure["name"] if figure and not _RANGE.match(figure["name"]) else said
        if said:
            at = start + raw.index(said)
            # A bullet stands deeper than its heading, however it is typed.
            deep = _DEEPER.get(bare[0], 2) if mark and not bare.startswith("#") else 0
            # "1.1" stands below "1."
            deep += 2 * mark.group().rstrip(" .").count(".") if mark else 0
            indent = len(raw) - len(raw.lstrip()) + deep
            found.append(_Line(at, said, indent, blank))
        blank = not said
        start += len(raw) + 1
    return found


_TYPE_OF = re.compile(r"(?:Types?|Kinds?|Forms?|Modes?) of [A-Z]?[\w-]+(?: [\w-]+)?")


def _names(said: str, section: str, below: list[_Line], indent: int) -> str:
    """What the line announces, if anything: the name of a dimension."""
    tail = _TAIL.search(said) if said.endswith(":") else None
    if tail and dimension_named(tail["name"]):
        return tail["name"]
    if len(said) > 110 or len(said.split()) > 14:
        return ""
    match = _AMONG.fullmatch(said) or _BY.fullmatch(said)
    match = match or (_OUTLOOK.fullmatch(said) if _known_outlook(said) else None) or _SEGMENTED.fullmatch(said)
    if match:
        return match["name"].strip()
    if said.endswith(":") and (told := _ACCORDING.search(said)) and dimension_named(told["name"]):
        return told["name"]
    deeper = bool(below) and below[0].indent > indent
    plain = said.rstrip(" :")
    bare = _COVERED.sub("", plain)
    if bare.lower() == "structure" != plain.lower():
        return ""  # "Market structure" tells of competition
    section = section or ("covered" if bare != plain else "")
    known = dimension_named(bare) or _TYPE_OF.fullmatch(bare)
    return bare if known and (deeper or section) and bare[:1].isupper() else ""


def _beside(line: _Line, below: list[_Line]) -> bool:
    """Whether a line that heads items stands where another dimension may: below the items of one, and short."""
    return bool(below) and below[0].indent > line.indent and len(line.text.split()) <= 3 and _may_be_member(line)


def _known_outlook(said: str) -> bool:
    match = _OUTLOOK.fullmatch(said)
    return bool(match) and ("(" in said or dimension_named(match["name"] if match else ""))


def _members(lines: list[_Line], first: int, indent: int) -> list[_Line]:
    """The lines below a heading that are alike: as deep as the first, parted by blank lines or all of them not."""
    found: list[_Line] = []
    for line in lines[first : first + 3 * _MOST]:
        if not found:
            if not _may_be_member(line) or line.indent < indent:
                return []
            found.append(line)
            continue
        if line.indent > found[0].indent:
            continue  # members of a member
        parted = found[1].after_blank if len(found) > 1 else False
        if line.indent < found[0].indent or line.after_blank != parted or not _may_be_member(line):
            break
        if dimension_named(line.text) and line.text.lower() != "others" and len(found) > 1 and parted:
            break
        found.append(line)
    return found[:_MOST]


def _may_be_member(line: _Line) -> bool:
    words = line.text.split()
    return len(words) <= 7 and len(line.text) <= 64 and not _NO_MEMBER.search(line.text) and line.text[:1].isalnum()
