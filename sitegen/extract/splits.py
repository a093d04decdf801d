"""Dimensions of which a sentence says into what they split: `On the basis of form, the market is divided into powder and liquid.`

Comes in: a document and one clause. Goes out: names of dimensions with the spans of their members. Apart from `segments`, whose lists
have a label, and from `told`, where no verb of splitting stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.extract.folded import holds
from sitegen.extract.layout import Clause
from sitegen.extract.lists import list_end, members
from sitegen.extract.model import Document
from sitegen.extract.stacks import dimension_headed, dimension_named

__all__ = ["SPLIT", "bulleted", "split_up"]

Lists = Iterator[tuple[str, tuple[int, int], list[tuple[int, int]], float]]
SPLIT = r"(?:divides?|splits|segments|breaks? down|segmented|divided|categori[sz]ed|classified|bifurcated|split|broken down|segregated|sub-?divided|fragmented|grouped|separated|trifurcated|sorted|falls|cut)"
_MADE_OF = r"(?:consists? of|comprises?|is made up of|is composed of|includes|spans|encompasses)"
_INTO = re.compile(
    rf"\b(?:[Oo]n the basis of|[Bb]ased on|[Bb]y|[Ii]n terms of|[Aa]ccording to|[Dd]epending on|[Aa]s per|[Ww]ith (?:respect|regard) to|[Rr]egarding)\s+(?:the )?(?P<name>[\w/ &-]{{2,40}}?)(?:,\s*|\s+(?=(?:the|this|it|is|are|has|can)\b))(?:the |this )?(?:[\w,&/ -]{{0,70}}?) ?\b(?:(?:is|are|has been|can be|was|has also been) )?(?:further |also |mainly |broadly )?(?:{SPLIT}\s+(?:(?:itself|themselves)\s+)?(?:(?:the |this |its |total )?(?:[\w-]+ ){{0,4}}?(?:market|demand|sales|trade|industry|business) )?(?:in(?:to)?|to|as)\s*:?|{_MADE_OF})\s+(?:the )?(?:following:?\s*)?(?P<list>)",
)
# "By contract, a distinction is made between annual inspection and on-call repair"
_BETWEEN = re.compile(
    r"\b(?:[Oo]n the basis of|[Bb]ased on|[Bb]y|[Ii]n terms of|[Aa]ccording to|[Aa]s to) (?:the )?(?P<name>[\w/ &-]{2,40}?),? [\w ]{0,40}?\b(?:distinction is (?:made|drawn)|distinguish(?:es|ed)?|differentiates?|separates?) between (?:the )?(?P<list>)(?=\w)"
)
# A look that costs less than the patterns.
_STEMS = (
    "divide",
    "split",
    "segment",
    "break",
    "broken",
    "categor",
    "classif",
    "bifurc",
    "segregat",
    "fragment",
    "group",
    "separat",
    "trifurc",
    "sorted",
    "sorts",
    "falls",
    "cut ",
    "consist",
    "compris",
    "made up",
    "compos",
    "includes",
    "spans",
    "encompass",
    "distin",
    "differ",
    "sort ",
)
# "The report divides users into schools, homes and offices"
_OBJECT = re.compile(
    r"\b(?:divides?|splits?|segments?|sorts?|groups?|classif(?:y|ies)|breaks?|cuts?) (?:up )?(?:the |its )?(?P<name>[a-z-]+(?: [a-z-]+)?)(?: down| up)? into (?:the )?(?P<list>)(?=\w)"
)
# "Three kinds of pad share the market: felt (48%), cork (31%) and rubber (21%)"
_KINDS = re.compile(
    r"\b(?:[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix) (?:main |broad |different )?(?P<name>kinds|types|sorts|forms|grades|classes) of [a-z-]+(?: [a-z-]+)? (?!is\b|are\b)[a-z][^.:;,]{3,60}: (?P<list>)(?=\w)"
)
# "… by product into boards and batts; by use into roof and floor"
_BY_INTO = re.compile(r"\bby (?P<name>[a-z][\w/ -]{2,30}?) into (?P<list>)(?=[\w\d])")
# "We break the market down into …", below "By type"
_DOWN = re.compile(
    rf"\b(?:{SPLIT}|break|divide|split|segment)(?: (?:the|this|our|its) (?:[\w-]+ ){{0,3}}?(?:market|business|trade|industry|demand|sales))?(?: down)? (?:in)?to (?:the )?(?:\w+ (?:types|groups|kinds|categories|classes|segments): )?(?P<list>)(?=\w)"
)
# "We distinguish A, B and C", below "Products"
_TOLD_APART = re.compile(
    r"(?:We|It|They|(?:The|This|Our) (?:report|study|survey|analysis)) (?:distinguish(?:es)?|separates?|compares?|tells? apart)(?: between)? (?:the )?(?P<list>)(?=[a-z])"
)
# "(Type: A, B, and C; Form: D and E)" in a title
_LABELLED = re.compile(r"(?<=[(;]) ?(?!By )(?P<name>[A-Z][\w /-]{2,30}): (?P<list>[^();:]{5,300})(?=[;)])")
# "Function (A, B & C)": a line of its own
_LINE = re.compile(r"(?P<name>[A-Z][\w/ -]{2,30}?) \((?P<list>[^()]+,[^()]+)\)[.;]?")
_MARK = re.compile(";")
_CLOSED = re.compile(r", [^;]* and [^,;]{2,40}$|^[^,;]+ and [^,;]+$")
_NEXT_BY = re.compile(r"[;,] (?:and )?by [\w ]{2,40} into\b")
# "Pads are classified into wet and dry types by method"
_THEN_BY = re.compile(
    rf"\b{SPLIT} (?:in)?to (?P<list>[\w][^.;:()]{{5,120}}?)(?: (?:types|kinds|segments|categories|groups|classes))? (?:by|based on|according to|on the basis of) (?:the |its |their )?(?P<name>[a-z][\w ]{{2,30}}?)(?=[.;,]|$)"
)
# "Based on material, the wood, steel and glass are the segments considered"
_SEGMENTS_ARE = re.compile(
    r"\b(?:[Oo]n the basis of|[Bb]ased on|[Bb]y|[Ii]n terms of|[Ii]n|[Ff]or) (?P<name>[\w/ -]{2,30}?), (?:the )?(?P<list>[\w][^.;:]{6,200}?) (?:(?:are|were|form|make up) (?:the )?(?:\w+ )?(?:segments|categories|classes|groups|kinds)|(?:are|were) (?:considered|covered|studied|included|distinguished|examined|assessed|tracked))\b"
)


_OPENS = ("Based on ", "By ", "On the basis of ")


def split_up(document: Document, clause: Clause) -> Lists:
    """Each dimension that the clause splits, or lists in a bracket of its own."""
    yield from _said(document, clause)
    yield from _below_heading(document, clause)
    yield from _labelled(document, clause)


def _said(document: Document, clause: Clause) -> Lists:
    text, normal = clause.text, document.normal.text
    opened: tuple[re.Pattern[str], ...] = (_SEGMENTS_ARE,) if text.lstrip().startswith(_OPENS) else ()
    split = (_INTO, _BY_INTO, _BETWEEN, _THEN_BY, _SEGMENTS_ARE, _OBJECT) if holds(text, _STEMS) else opened
    for pattern in (*split, _KINDS) if ": " in text and " of " in text else split:
        for match in pattern.finditer(text):
            if pattern is _OBJECT and not dimension_named(match["name"]):
                continue
            start = clause.start + match.start("list")
            end = clause.start + match.end("list") if match["list"] else min(list_end(normal, start), clause.end)
            semicolon = normal.find(";", start, end)
            if semicolon > 0 and _CLOSED.search(normal, start, semicolon):
                end = semicolon  # "A, B and C; C is largest"
            if next_one := (_MARK if pattern is _BY_INTO else _NEXT_BY).search(text, match.start("list")):
                end = min(end, clause.start + next_one.start())
            yield (
                match["name"],
                (clause.start + match.start("name"), clause.start + match.end("name")),
                members(normal, start, end),
                0.85,
            )


# "Breakup by Component: - Pumps - Valves - Others Pumps lead": a page whose lines were lost, its bullets not.
_BULLETED = re.compile(
    r"\b[Bb]y (?P<name>[A-Z][\w/-]*(?: [\w/-]+){0,3}): - (?P<list>[^.;:\n]+?)(?= (?:Market )?(?:Break-?(?:up|down)|Segment\w*|Analysis|Split) [Bb]y\b|[.;:\n]|$)"
)
_BULLET = re.compile(r" - ")
_VERB = re.compile(
    r" (?:is|are|was|were|has|have|will|holds?|leads?|accounts?|represents?|exhibits?|dominates?|makes?|contributes?)\b"
)


def bulleted(text: str) -> Lists:
    """Members behind bullets in one line; what follows the last of them begins with the name of one, or with a verb of its own."""
    for match in _BULLETED.finditer(text) if ": - " in text else ():
        marks = [one.span() for one in _BULLET.finditer(text, *match.span("list"))]
        starts = [match.start("list"), *(end for _, end in marks)]
        *spans, (first, last) = zip(starts, [*(start for start, _ in marks), match.end("list")], strict=True)
        told = text[first:last].lower()
        again = [at for start, end in spans if (at := told.find(f" {text[start:end].lower()}")) > 0]
        again += [len("others")] if told.startswith("others ") else []
        if again or not _VERB.search(told):
            spans.append((first, first + min(again) if again else last))
        if len(spans) >= 2:
            yield match["name"], match.span("name"), spans, 0.85


def _below_heading(document: Document, clause: Clause) -> Lists:
    """`We break the market down into A, B and C`, where the heading above says by what."""
    if clause.kind != "sentence" or not clause.section:
        return
    name = dimension_headed(clause.section.strip(" .:"))
    name = name if len(name.split()) <= 2 else ""
    match = (_DOWN.search(clause.text) or _TOLD_APART.match(clause.text)) if name else None
    if match is None or re.search(r"\b(?:[Bb]y|[Bb]ased on|[Bb]asis of) \w+", clause.text[: match.start()]):
        return
    start = clause.start + match.start("list")
    spans = members(document.normal.text, start, min(list_end(document.normal.text, start), clause.end))
    yield name, (clause.start, clause.start + 1), spans, 0.8


def _labelled(document: Document, clause: Clause) -> Lists:
    """`Function (A, B & C)` in a line of its own; `(Type: A and B; Form: C and D)`."""
    line = _LINE.fullmatch(clause.text.strip()) if clause.text.rstrip(" .;").endswith(")") else None
    inner = _LABELLED.finditer(clause.text) if "(" in clause.text and ";" in clause.text else ()
    offset = clause.start + len(clause.text) - len(clause.text.lstrip())
    for match, first in [(line, offset)] if line else [(match, clause.start) for match in inner]:
        if dimension_named(match["name"]):
            label = (first + match.start("name"), first + match.end("name"))
            listed = members(document.normal.text, first + match.start("list"), first + match.end("list"))
            yield match["name"], label, listed, 0.8
