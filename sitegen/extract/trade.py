"""Firms that a paragraph about the trade names: `Acme, with its two mills, is the largest supplier. Bolt and Zeta compete with it on price.`

Comes in: a document. Goes out: spans of names, a paragraph at a time. Apart from `companies`, whose lists have a label, a heading or a
verb that announces them, and from `firms`, where a legal form or a trade beside the name speaks: here a name is known by its capitals
and by what the sentence lets it do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, islice

from sitegen.extract.firms import OF_STATE, names_among
from sitegen.extract.folded import Folded
from sitegen.extract.layout import Clause
from sitegen.extract.model import Document
from sitegen.extract.names import COMPANY, LEGAL
from sitegen.extract.places import find_places

__all__ = ["told_of_the_trade"]

Span = tuple[int, int]
_ABOUT = Folded(
    rf"{COMPANY.pattern}|\b(?:concentrat\w+|compet\w+|rivals?|top spot|supply side|market leaders?|manufacturing|brewers|groups|giants|houses|names on the shel\w+|who (?:makes|sells|supplies|leads|stands|wins|competes))\b"
)
_WORD = r"(?:(?:[A-Z]\.){2,}|[A-Z](?:[\w&+/-]|\.(?=\w))*(?:'(?!s\b)\w+)?|[a-z]{1,2}[A-Z]\w+)"
_NAME = rf"{_WORD}(?: (?:& |of (?=[A-Z]\w+ (?!is\b|has\b)))?{_WORD}){{0,4}}(?:,? (?:{LEGAL})(?![\w]))?"
_OWNED = r"(?:'s [\w.-]+(?: [A-Z]\w+)?)?"  # "Acme's Ring": the owner is the firm
_RUN = re.compile(rf"(?<![\w'.-]){_NAME}{_OWNED}(?:(?:, | and |, and | & ){_NAME}{_OWNED}){{0,14}}")
_ONE = re.compile(rf"(?P<name>{_NAME}){_OWNED}(?:, and |, | and | & |$)")
# Where a name may begin that does something, or that others are held against.
_BEFORE = re.compile(
    r"(?:^|[;:] |, (?:and|but|while|yet|whereas) |\b(?:while|whereas) |(?:^|[;:] )(?:[Ii]n|[Oo]n|[Aa]mong|[Aa]t|[Ff]or|[Bb]ehind|[Oo]utside|[Ww]ithin)\b[^,;]{2,40}(?:, | side |,? only )|^(?:In|On) (?:[\w ]{3,14} )?\d{4},? "
    r"|\b(?:[Tt]hen|[Nn]ext|[Bb]ehind (?:it|them)) (?:come|comes|are|is|follow|follows) |\b(?:ahead of|followed by|trailed by|led by|headed by|next to|behind|such as|including|namely)(?: the)? |, with |\b(?:rivals?|newcomer|challenger|leader|maker|manufacturer|firm|company|brand|supplier|producer|start-?up|giant|competitor) )$"
)
_AFTER = re.compile(
    r"(?: of [A-Z]\w+)?(?:, of [A-Z]\w+(?=[;.,])|(?:,? (?:which|who|with|a|an|the|of|in|from|both|based|known|part|owned|now|once|long|the)\b[^;:.]{2,110}?,)?"
    r" (?:both |all |still |now |also |each |together |jointly |alone |long |has |have |had |is |are |was |were |will )*"
    r"(?:is|are|was|were|has|have|had|will|do|does|did|make|sell|hold|lead|take|compete|follow|come|supply|buy|build|run|own|know|carry|stand|share|control|dominate|belong|close behind|further|not far|took|held|led|made|sold|bought|built|won|grew|came|began|[a-z]+(?:ed|[^s\W]s|ies))\b)"
)
_MEANT = re.compile(
    rf"(?:,|(?: of [A-Z]\w+)? (?:still |now )?(?:is|was|are|were|has|holds|remains|stays|leads|heads)\b)[^;:.]{{0,90}}?\b(?:{COMPANY.pattern})",
    re.IGNORECASE,
)
_DOES = re.compile(
    r" of [A-Z]\w+ (?:is|has|had|was|holds|takes|leads|remains)\b|(?: of [A-Z]\w+)? (?:makes|brews|sells|produces|builds|supplies|runs|owns|ships|operates|imports|exports|grows)\b"
)
# Who tells of the market, and is none of its firms.
_TELLS = re.compile(
    rf"(?<![\w'.-])(?P<name>{_NAME})(?:'s (?:report|study|analysts?|survey|figures|data|model)|,? (?:reckons?|estimates?d?|expects?|puts?|says?|said(?! it\b)|forecasts?|thinks?|projects?|sees|splits?|separates?|divides?|distinguish(?:es)?|predicts?|believes?|assumes?|counts?|values?|valued|tracks?|surveyed|segments|writes in))\b"
)
_PUBLISHES = re.compile(
    r"\b(?:Analytics|Research|Advisory|Insights|Consult\w+|Intelligence|Survey|Gazette|Week|Review|Institute|Data)$"
)
_PERSON = re.compile(r"(?:\b(?:says|said|adds|Mr|Ms|Mrs|Dr|Professor)\.? )$")
_PLACED = re.compile(r"\b(?:in|at|near|from|to|of|for|on|outside) $")
_OF_TIME = re.compile(
    r"(?:On|In|At|For|With|By|From|As|And|But|So|If|Among|Behind|After|Before|Then|Meanwhile|However|Moreover|Instead|Still|Yet|Here|There|Who|What|Which|Why|How|When|Where|This|These|It|They|Both|All|Most|Some|Few|Many|January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Christmas|Easter|CAGR|USD|EUR|GBP|Q[1-4]|FY\w*|Table|Figure|Chapter|CEO|EU|UK|US|I)(?![\w-])"
)
_QUOTED = re.compile(r"[\"\u201c][^\"\u201c\u201d]*[\"\u201d]")
_LOWER = re.compile(r"(?<![\w'-])[a-z][a-z'-]+")
_WITHIN = re.compile(r"(?<=[a-z,] )[A-Z][\w&.+/-]*")
_FEWEST = 3
"""Firms that a paragraph must name before it is taken to tell of the trade."""
_LONGEST = 40
_READ = 60_000
"""Characters in which prose tells of the trade: a longer document lists its firms."""


@dataclass(frozen=True, slots=True)
class _Said:
    """How a document writes its words: those in small letters, those with a capital inside a sentence, and who tells of the market."""

    small: frozenset[str]
    capital: frozenset[str]
    tellers: frozenset[str]


@lru_cache(maxsize=2)
def _said(text: str) -> _Said:
    tellers = {match["name"].split()[0] for match in _TELLS.finditer(text)}
    return _Said(frozenset(_LOWER.findall(text)), frozenset(_WITHIN.findall(text)), frozenset(tellers))


def told_of_the_trade(document: Document) -> Iterator[list[Span]]:
    """The firms of each paragraph that tells of the trade and names several."""
    said = _said(document.normal.text[:_READ])
    for paragraph in _paragraphs(document):
        if paragraph[0].start > _READ:
            return
        head = paragraph[0].section
        if not (_ABOUT.search(head) or any(_ABOUT.search(clause.text) for clause in paragraph)):
            continue
        spans = [span for clause in paragraph for span in _named(document, clause, said)]
        names = {document.normal.text[slice(*span)] for span in spans}
        if len(names) >= _FEWEST:
            yield spans


def _paragraphs(document: Document) -> Iterator[list[Clause]]:
    """The sentences of each line."""
    text = document.normal.text
    for alike, clauses in groupby(document.clauses, key=lambda clause: clause.kind == "sentence"):
        line: list[Clause] = []
        for clause in clauses if alike else ():
            if line and "\n" in text[line[-1].end - 1 : clause.start]:
                yield line[:_LONGEST]
                line = []
            line.append(clause)
        if line:
            yield line[:_LONGEST]


def _named(document: Document, clause: Clause, said: _Said) -> list[Span]:
    """The firms that a sentence lets do something, or holds against others."""
    text = _QUOTED.sub(lambda match: " " * len(match.group()), clause.text)
    found: list[Span] = []
    for run in islice(_RUN.finditer(text), _LONGEST):
        before, start = text[: run.start()], run.start()
        ones = [(start + one.start("name"), start + one.end("name")) for one in _ONE.finditer(run.group())]
        ones = [_seatless(text, one) for one in ones]
        if _PLACED.search(before):
            ones, before = ones[1:], ""  # "… in Newry, Acme runs …": the place is no member
        if not ones or not _BEFORE.search(before) or _PERSON.search(before):
            continue
        acts = _AFTER.match(text, run.end()) is not None
        if not acts and not re.search(
            r"(?:ahead of|followed by|trailed by|led by|headed by|behind|such as|including|namely|newcomer|challenger|come|comes|with|are) $",
            before,
        ):
            continue
        known = [one for one in ones if _may_be_firm(document, text, one, said)]
        if len(known) < len(ones) - 1 or not known:
            continue
        alone = len(known) == 1
        held = before.endswith(", with ") and text.startswith("'s ", known[0][1])  # "with Acme's money behind it"
        if alone and (held or not _proper(text, known[0], said, run.end())):
            continue
        found += [(clause.start + low, clause.start + high) for low, high in known]
    return names_among(document, found)


_SEAT = re.compile(r"[A-Z]\w+-based ")


def _seatless(text: str, span: Span) -> Span:
    """`Xiamen-based Acme` is Acme."""
    seat = _SEAT.match(text, *span)
    return (seat.end(), span[1]) if seat else span


def _may_be_firm(document: Document, text: str, span: Span, said: _Said) -> bool:
    name = text[slice(*span)].strip(" .")
    words = name.split()
    frame = document.frame
    return not (
        _OF_TIME.match(name)
        or OF_STATE.search(name)
        or _PUBLISHES.search(name)
        or words[0] in said.tellers
        or _is_place(name)
        or all(word.lower().strip(".") in said.small for word in words)
        or (frame.publisher and frame.publisher.split()[0] == words[0])
    )


def _is_place(name: str) -> bool:
    """Whether a name is no more than that of a place: not so `Acme India`."""
    placed = find_places(name, adjectives=True)
    return bool(placed) and (placed[0][0] == 0 or sum(end - start for start, end, _ in placed) * 2 > len(name))


def _proper(text: str, span: Span, said: _Said, end: int) -> bool:
    """Whether a name that stands alone is more than the word that begins a sentence."""
    name = text[slice(*span)]
    if span[0] and text[span[0] - 2] not in '.?!:;"':
        return True
    return bool(
        " " in name
        or re.search(r"\w[A-Z\d&]", name)
        or text.startswith("'s ", span[1])
        or name in said.capital
        or _MEANT.match(text, end)
        or _DOES.match(text, end)
    )
