"""Dimensions whose members come in turn: `By source, skins make up 71%; bones are a distant second. Scales complete the picture.`

Comes in: a document. Goes out: names of dimensions with the spans of their members. Apart from `told`, whose lists stand in one
sentence: here a paragraph is the list, and a member is whoever holds a share, a rank or a rate in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from sitegen.extract.folded import holds
from sitegen.extract.holders import names_nothing, subject, trimmed, without_asides
from sitegen.extract.layout import Clause
from sitegen.extract.lists import members
from sitegen.extract.model import Document
from sitegen.extract.names import SELLERS, companies_by_form
from sitegen.extract.places import find_places
from sitegen.extract.shares import run_of_shares
from sitegen.extract.stacks import OPENS_BY, dimension_headed, dimension_named
from sitegen.extract.takeaways import taken_away

__all__ = ["told_in_turn"]

Span = tuple[int, int]
_RANK = r"largest|biggest|smallest|dominant|leading|main|chief|top|commonest|most (?:important|popular|common|widely used)|fastest(?:[- ]growing)?|quickest(?:[- ]growing)?"
# "Concrete is by far the dominant material": the noun of the rank is the dimension.
_RANKED = re.compile(
    rf"(?:(?:Of the total|Of these|In all|Overall|By value|By volume), )?(?:[A-Za-z][\w&/-]*)(?: [\w&/-]+){{0,4}} (?:is|are|was|were|became|remains?|stays?)(?: by far| now| still| clearly| also| again)? the (?:{_RANK}) (?P<name>[a-z-]+(?: [a-z-]+)?)\b"
    r"|(?:[A-Z][\w&/-]*)(?: [\w&/-]+){0,4} (?:is|are|was|were|remains?|stays?) the (?P<choice>[a-z-]+) of choice\b"
    r"|(?:[A-Z][\w&/-]*)(?: [\w&/-]+){0,4} (?:dominates?|leads?) among (?:the )?(?P<among>[a-z-]+(?: [a-z-]+)?)\b"
    # "Pads come in three drives.": how many there are, before they are gone through.
    r"|[A-Z][^,;:]{0,60}\b(?:two|three|four|five|six) (?:main |basic |broad |different )?(?P<counted>[a-z-]+(?: [a-z-]+)?)(?: (?:compete|exist|are sold|are offered|are told apart|matter|are in use|share it))?\.\s*$"
    # "The channel is shifting too.": a short sentence about the dimension itself.
    r"|(?:The )?(?P<itself>[A-Z]?[a-z-]+(?: [a-z-]+)?) (?:mix |split )?(?:is|are|matters?|makes?|counts?|differs?|shifts?|varies|vary)(?: [\w-]+){0,4}\.\s*$"
)
_SEGMENT = re.compile(
    r"\b[Tt]he (?P<list>(?!same|other|second|third|whole|entire|first|last|latter|former|largest|fastest|leading|this|that)[\w&/-]+(?:,? (?:and |or )?(?!is\b|are\b|was\b|of\b|in\b|the\b)[\w&/-]+){0,7}?) (?:sub-?)?(?P<noun>segments?|categor(?:y|ies))\b(?! (?:of|size|analysis|insights))"
)
_VERBS = (
    r"led|leads?|dominat(?:e|es|ed)|held|holds?|account(?:s|ed)? for|captur(?:e|es|ed)|command(?:s|ed)?|took|takes?|(?:made|makes?) up(?! (?:their|its|his|her|our))|represent(?:s|ed)?|contribut(?:e|es|ed)|generat(?:e|es|ed)|retain(?:s|ed)?|brought in|brings? in|absorb(?:s|ed)?|outs(?:ells?|old)|"
    r"follow(?:s|ed)?|trail(?:s|ed)?|lag(?:s|ged)?|rank(?:s|ed)?|c[ao]mes? (?:first|next|second|third|last|in second|after|close)|(?:is|are|was|were) (?:responsible for|next|worth)|br(?:ing|ings|ought) up the rear"
)
_JOINTLY = r"(?:complet(?:e|ed)|round(?:ed)? (?:out|off)|fill(?:ed)?(?: out)?|split|shared?|ma[dk]e up|account(?:ed)? for|form(?:ed)?) (?:the|what) (?:rest|remainder|remaining|balance|others?|picture|list|is left|field)|(?:are|were) the (?:others?|rest|remainder)"
_MARK = r"fastest|quickest|quickly|rapidly|steepest|strongest|highest|\d ?(?:%|per ?cent)"
_TELLS = re.compile(
    rf" (?:(?:also|still|already|now|alone|together|each) )?(?:(?P<jointly>{_JOINTLY})\b|(?:{_VERBS})\b"
    rf"|(?:is|are|was|were|became|remains?|stays?)(?: by far| still| now| clearly| also| again)? (?:(?:the|an?) )?(?:(?:distant|close|clear|runaway|undisputed) )?(?:second|third|smaller|leader|in front|in the lead|far behind|next|{_RANK})\b"
    r"|the (?:\w+est|most \w+)\b"
    r"|will (?:lose|gain|benefit|profit|shrink|suffer|survive|decline|fall)\b"
    rf"|(?:is|are|was|were|should|will|would|could|(?:grow|ris|advanc|expand|climb|increas|post|show|register|record)(?:e?s|e?d|e)?)\b(?:[^;.]|\.(?=\d)){{0,60}}?(?:{_MARK}))"
)
# Where one statement of a sentence ends and the next begins.
_PART = re.compile(
    rf"[;:] (?:and |but |while |whereas )?|, (?:and |but |while |whereas |with )|(?<!,) (?:while|whereas) |, (?=(?:the )?(?!is |are |was |were |with |at |in |on |by )[\w&/-]+(?: [\w&/-]+){{0,3}} (?:(?:is|are|was|were|{_VERBS})\b|the (?:\w+est|most)\b))"
)
_NEXT_TO = re.compile(
    r"(?:\b(?:followed (?:at (?:a|some) distance )?by|ahead of|trailed by|next to|(?:the )?(?:rest|remainder|remaining (?:share|part|\d+ ?%)|balance) (?:(?:is|are|was) (?:split|shared|divided) (?:between|among|by)|goes to|went to|comes? from|came from|falls? to|fell to|belongs to|is|are|was))|(?P<then>(?:,| and) then))"
    r" (?:the )?(?P<list>[\w&/'-]+(?:,? (?!which|where|with|at\b|in\b|is\b|are\b|was\b|were\b|(?:and )?then\b|mostly|mainly|chiefly|each|on\b|that|such|by\b|though|but\b|because|as\b)[\w&/'-]+){0,9})"
)
_NO_NAME = re.compile(
    r"\b(?:is|are|was|were|has|have|will|that|which|by|of|in|to|for|on|largest|fastest|growing|leading|dominant|second|third|each|every|key|major|report|study|market|prices?|costs?|supply|imports?|exports?|adoption|rules?|investments?|(?:first|second|third|last|next) (?:group|one)|year|half|quarter|rest|remainder|segments?|categor(?:y|ies)|kinds?|not|more|only|however|demand|growth|share|rates?|penetration|volumes?|trends?|figures?|latter|former|one)\b|^(?:a|an|at|with|from|as|if|when|where|there|here|we|you|they|he|she)\b|(?<![A-Za-z])\d",
    re.IGNORECASE,
)
_NO_DIMENSION = re.compile(
    r"\b(?:islands?|states?|provinces?|cit(?:y|ies)|districts?|area|value|volume|revenue|sales|contrast|comparison|then|now|far|end|countr(?:y|ies)|regions?|geography|year|share)\b|\d",
    re.IGNORECASE,
)
_OF_THIS = re.compile(r"\b(?:of|than) (?:this|these|it|them|that)\b(?! \w)")
_STEMS = (
    "largest",
    "biggest",
    "smallest",
    "dominant",
    "leading",
    "main",
    "chief",
    "top",
    "commonest",
    "most ",
    "fastest",
    "quickest",
    "of choice",
    " among ",
)
_SAYS = (" is ", " are ", " was ", " were ", "became", "remain", "stay", "dominate", "lead", "two", "three", "four", "five", "six", "matter", "make", "count", "differ", "shift", "var")  # fmt: skip
_BRIEF = 110
"""Characters of a sentence that only says of what its paragraph tells, at most."""
_TRIED = 12
"""Sentences of a paragraph, and statements of a sentence, that are looked through."""


def told_in_turn(document: Document) -> Iterator[tuple[str, Span, list[Span], float]]:
    """(name, where it stands, members, confidence) of each dimension that a paragraph goes through."""
    done = -1
    for index, clause in enumerate(document.clauses):
        if index <= done or clause.kind in {"heading", "row"} or (clause.kind == "field" and clause.cells):
            continue
        for named, headed in ((_opening(clause), False), (_headed(document, index), True)):
            if named is None:
                continue
            told = list(_paragraph(document, index, headed=headed))
            end = document.normal.text.find("\n", clause.start)
            lines = [(part, end < 0 or part.start < end) for part in told]
            spans = _distinct(document, [span for part, near in lines for span in _members(document, part, near=near)])
            if len(spans) >= 2:
                yield document.normal.text[slice(*named)], named, spans, 0.6
                done = index + len(told) - 1 if headed else index
                break


def _opening(clause: Clause) -> Span | None:
    """Where a clause names the dimension of which it tells."""
    text = clause.text
    brief = len(text) < _BRIEF or holds(text, _STEMS)
    opens = OPENS_BY.match(text) or (_RANKED.match(text) if brief and holds(text, _SAYS) else None)
    if opens is None:
        return None
    group = opens.lastgroup or "name"
    start = clause.start + opens.start(group)
    if taken_away(text) and not _NO_DIMENSION.search(opens[group]):
        return start, clause.start + opens.end(group)
    # "the largest use with 39%": of two words the first may be the name.
    names = (opens[group], opens[group].split()[0])
    return next(((start, start + len(name)) for name in names if dimension_named(name)), None)


def _headed(document: Document, index: int) -> Span | None:
    """Where the heading right above a clause names a dimension: `Material insights`."""
    above = document.clauses[index - 1] if index else None
    if above is None or above.kind != "heading" or document.clauses[index].kind != "sentence":
        return None
    said = above.text.strip(" #*:.")
    name = dimension_headed(said) or _beside_member(said, document.clauses[index].text)
    at = above.text.find(name) if name else -1
    return (above.start + at, above.start + at + len(name)) if at >= 0 else None


_INTO = re.compile(
    r"(?P<into>Insights? (?:into|on) (?:the )?)?(?P<all>[A-Z].*?)(?: [Ss]egments?)?(?: [Ii]nsights| [Aa]nalysis)?"
)


def _beside_member(said: str, below: str) -> str:
    """`Insights into the Berries Fruit Type Segment`, above `Berries hold …`: the words behind the member with which the text begins."""
    match = _INTO.fullmatch(said)
    words = match["all"].split() if match else []
    for first in (*range(1, len(words)), 0):
        name, member = " ".join(words[first:]), " ".join(words[:first]).lower().removesuffix("s")
        if dimension_named(name) and (below.lower().startswith(member) if member else match and match["into"]):
            return name
    return ""


def _paragraph(document: Document, index: int, *, headed: bool) -> Iterator[Clause]:
    """The clause and those that follow it, in its line or below its heading, as far as none opens another dimension."""
    text, first = document.normal.text, document.clauses[index]
    yield first
    for before, clause in zip(document.clauses[index:], document.clauses[index + 1 : index + _TRIED], strict=False):
        other = clause.kind != "sentence" if headed else "\n" in text[before.end - 1 : clause.start]
        if other or _opening(clause):
            return
        yield clause


def _members(document: Document, clause: Clause, *, near: bool = True) -> Iterator[Span]:
    """Who holds a share, a rank or a rate in a clause, and who is told of next to them; further on, what is called a segment."""
    text, said = document.normal.text, without_asides(clause.text)
    # (what is told of, whether it may be several)
    found = [
        (match.span("list"), match["noun"].endswith("s")) for match in islice(_SEGMENT.finditer(clause.text), _TRIED)
    ]
    nexts = islice(_NEXT_TO.finditer(clause.text), _TRIED if near else 0)
    found += [(match.span("list"), match["then"] is None) for match in nexts]
    for low, high in _parts(said) if near else ():
        tells = _TELLS.search(said, low, high)
        if tells and not _OF_THIS.search(said, tells.end(), tells.end() + 40):
            held = (trimmed if tells["jointly"] else subject)(said, low, tells.start())
            found += [(held, tells["jointly"] is not None)] if held else []
    found += [(span, False) for _, span in run_of_shares(clause)] if near else []
    for (low, high), several in sorted(found):
        start, end = clause.start + low, clause.start + high
        for span in members(text, start, end) if several else [(start, end)]:
            name = trimmed(text, span[0], span[1] if several else span[0] + len(text[slice(*span)].split(", ")[0]))
            if name and _may_be_part(text[slice(*name)]):
                yield name


def _parts(text: str) -> Iterator[Span]:
    """The statements of a sentence, the words that open its dimension left out."""
    opens = OPENS_BY.match(text)
    low = opens.end() if opens else 0
    for match in islice(_PART.finditer(text, low), _TRIED):
        yield low, match.start()
        low = match.end()
        if OPENS_BY.match(text[low:]):
            return  # "…, and by buyer, …": another dimension
    yield low, len(text)


def _may_be_part(name: str) -> bool:
    if len(name.split()) > 5 or _NO_NAME.search(name) or names_nothing(name) or SELLERS.search(name):
        return False
    return not find_places(name) and not companies_by_form(name) and name[:1].isalpha()


def _distinct(document: Document, spans: list[Span]) -> list[Span]:
    """One span of each name; `pads` and `Manual pads` are two."""
    seen: dict[str, Span] = {}
    for span in spans:
        seen.setdefault(document.normal.text[slice(*span)].lower().removesuffix("s"), span)
    return list(seen.values())
