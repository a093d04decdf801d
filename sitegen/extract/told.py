"""Dimensions whose members stand in a sentence: `Three product types are covered: manual, motorised and hybrid.`

Comes in: a clause. Goes out: the names of dimensions with the spans of their members. Apart from `segments`, whose lists have
a label, a bracket or a verb of splitting: here only the noun before the list says that it names a dimension.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.extract.folded import holds
from sitegen.extract.layout import Clause
from sitegen.extract.lists import list_end, members
from sitegen.extract.model import Document
from sitegen.extract.names import COMPANY, SELLERS, companies_by_form
from sitegen.extract.places import find_places
from sitegen.extract.stacks import dimension_named
from sitegen.quantities import number_in_words

__all__ = ["asked_for", "told_dimensions"]

Span = tuple[int, int]
# What leads from the noun to its list.
_CUE = re.compile(
    r"(?P<sure>\s*:|,? (?:namely|that is|i\.e\.),?|,? (?:which|that|these) are:?| (?:falls?|fell|divides?|come|comes) (?:in(?:to)?|under):?)\s+|\s+(?:are|include|includes|comprise|comprises|consist of|span|cover)\s+(?=[A-Za-z])"
)
_LEADS = (":", "namely", "that is", "i.e.", " are", "fall", "fell", "divide", "come", "include", "comprise", "consist", "span", "cover")  # fmt: skip
_QUALIFIED = re.compile(
    r"(?: (?:matter|exist|are sold|are common|are in use|can be told apart)|,? (?:(?:that|which) )?(?:(?:is|are|was|were|have been|being) )?(?:covered|considered|studied|analy[sz]ed|examined|reviewed|included|distinguished|told apart|recogni[sz]ed|compared|looked at|tracked|surveyed|identified|assessed|named|offered|available|(?:here|in (?:the|this|our) (?:report|study|market|survey|analysis|text))))+$",
    re.IGNORECASE,
)
_BEFORE = frozenset([
    "the", "its", "their", "our", "these", "those", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "several", "various", "different", "main", "major", "key", "principal", "broad", "basic", "typical", "other", "such",
    "both", "all", "by", "of", "in", "at", "into", "through", "across", "on", "for", "and", "or", "from", "with", "among",
    "under", "is", "are", "we", "it", "report", "study", "market", "covers", "cover", "distinguishes", "distinguish",
    "considers", "sold", "offered", "made", "separates", "recognises", "recognizes", "has", "have", "there", "examines",
    "compares", "looks", "takes", "knows", "uses", "names", "lists", "tells", "sorts", "puts", "split", "splits", "divides",
    "segments", "covered", "considered", "studied", "common", "popular", "important", "possible", "usual", "chief", "following",
    "further",
])  # fmt: skip
_COUNTED = re.compile(r"\b(two|three|four|five|six|seven|eight|[2-8])\b[\w -]{0,40}$", re.IGNORECASE)
_NO_MEMBER = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|should|may|not|that|which|who|because|than|more|most|less|expected|likely|growing|rising|increasing(?:ly)?|often|also|now|still|very|too|it|they|we|you|there|this)\b|\b(?:in|of|so|to|by|with|for|a|the)$|[:;?!]|\d{3}",
    re.IGNORECASE,
)
_LONGEST = 5
# "Small businesses" buy; businesses sell.
_BY_SIZE = re.compile(r"(?:small|large|big|mid|medium|micro|private|public)[\w-]*(?: (?:and|or) [\w-]+)? [a-z]+$")


def told_dimensions(text: str, clause: Clause) -> Iterator[tuple[str, Span, list[Span], float]]:
    """(name, where it stands, members, confidence) of each dimension that the clause lists. `text` is the document's."""
    within = list(_within(text, clause))
    yield from within
    for cue in _CUE.finditer(clause.text) if not within and holds(clause.text, _LEADS) else ():
        head = clause.text[: cue.start()]
        head = head[: len(head) - len(match.group())] if (match := _QUALIFIED.search(head)) else head
        named = _name(head) or _name(_OF.sub("", head))
        if named is None or (":" in cue.group() and re.search(r"\bby $", head[: named[0]], re.IGNORECASE)):
            continue  # "By form: …" is a label
        start = clause.start + cue.end()
        spans = members(text, start, min(list_end(text, start), clause.end))
        counted = _COUNTED.search(head)
        known = match is not None or cue["sure"] is not None
        if counted and known and abs(_number(counted[1]) - len(spans)) > 1:
            continue
        opens = re.fullmatch(
            r"\W*(?:(?:The|Its) (?:main|major|various|different|key|primary|principal)|(?:The|Its|These)|(?:The )?(?:[Ss]egments?|[Cc]ategories) by) ",
            head[: named[0]],
        )
        if cue.group().strip() == "are" and not (counted or known or opens):
            continue  # "millet products are mixes, noodles and batters": what they are, and no kinds of theirs
        if len(spans) < (2 if counted or known else 3) or not _are_parts([text[slice(*span)] for span in spans]):
            continue
        yield head[slice(*named)], (clause.start + named[0], clause.start + named[1]), spans, 0.7 if known else 0.6


# "The main types of valves are …": what they are types of goes without saying.
_OF = re.compile(r"(?<=s) (?:of|for|in) (?:the )?[\w&-]+(?: [\w&-]+){0,4}$")
# "In sales channel, the report looks at …": the dimension stands before the comma.
_WITHIN = re.compile(
    r"\b(?:[Ii]n|[Bb]y|[Ff]or|[Oo]n) (?:the |its )?(?P<name>[\w/-]+(?: [\w/-]+){0,2}), (?:the |this |our )?(?:report|study|survey|analysis|market|review|we) (?:also )?(?:looks? at|covers?|studies|discusses|reviews|assesses|distinguish(?:es)?|considers?|includes?|examines?|compares?|separates?|takes? in)\s+(?=\w)"
)
# "By frame material Acme distinguishes …", "By class, sales are recorded for …"
_SAID_BY = re.compile(
    r"\b[Bb]y (?P<name>[a-z][\w/-]*(?: (?!the |this |our |we |they |it )[a-z][\w/-]*){0,2}),? (?:(?:the|this|our) )?(?:[\w&'-]+ ){1,3}?(?:distinguish(?:es|ed)?|separates?|sorts?|tells? apart|names?|lists?|tracks?|knows?|counts?|(?:(?:is|are|was|were) (?:recorded|reported|given|available|published|shown|told apart|counted|collected|split|broken down)(?: separately)?(?: for| as| under| in| into| among| between)?)):? (?=\w)"
)


# "By power they use three classes: …"
_IN_CLASSES = re.compile(
    r"\b[Bb]y (?P<name>[\w/-]+(?: [\w/-]+){0,2}?),? (?:they|we|it|the (?:report|study|survey|analysis|authors|consultants)) \w+ (?:\w+ )?(?:classes|groups|kinds|types|categories|segments|bands|sorts): (?=\w)"
)


# "By route the study knows …", "By use it covers …", "By process there are two that count, …": whoever tells, and however.
_TELLER = r"(?:(?:the|this|our|its) (?:report|study|survey|analysis|review|house|firm|publication|authors?|analysts|researchers|consultants|team)|it|we|they|there)"
_NO_LIST = r"is|has|have|had|will|was|were|can|may|expects?|finds?|sees?|says?|notes?|shows?|predicts?|projects?|puts?|estimates?|values?|believes?|thinks?|ranks?|forecasts?|reckons?|assumes?|reports?|states?"
_TOLD_BY = re.compile(
    rf"\b(?:[Bb]y|[Bb]ased on|[Oo]n the basis of) (?P<name>[A-Za-z][\w/-]*(?: (?!(?:the|this|our|its|it|we|they|there)\b)[\w/-]+){{0,2}}),? {_TELLER} (?:(?:also|further|mainly) )?(?!(?:{_NO_LIST})\b)[a-z]+"
    r"(?: (?:up|out|apart)\b)?(?: (?:between|among|at|for|into|as|in)\b| (?:the |this |its )?[\w-]+(?: [\w-]+){0,2}? (?:in(?:to)?|among|between)\b| (?:two|three|four|five|six) [\w ]{3,30}[,:])? (?:the )?(?=\w)"
)
_ASIDE = re.compile(r", (?:with|while|whereas|of which|where|although|but|and (?:the|its) \w+ (?:is|are))\b|; ")
_LOOKS = (
    " look",
    " cover",
    "stud",
    "discuss",
    "review",
    "assess",
    "disting",
    "consider",
    "include",
    "examin",
    "compar",
    "separat",
    "take",
)
_STEMS = (
    "classes",
    "groups",
    "kinds",
    "types",
    "categor",
    "segments",
    "bands",
    "sort",
    "disting",
    "separat",
    "tell",
    "name",
    "list",
    "track",
    "know",
    "count",
    "record",
    "report",
    "given",
    "avail",
    "publish",
    "shown",
    "told",
    "collect",
    "split",
    "broken",
)


def _within(text: str, clause: Clause) -> Iterator[tuple[str, Span, list[Span], float]]:
    by = ("by " in clause.text or "By " in clause.text) and holds(clause.text, _STEMS)
    within = (_WITHIN,) if ", " in clause.text and holds(clause.text, _LOOKS) else ()
    patterns = (*within, _IN_CLASSES, _SAID_BY) if by else within
    told = (_TOLD_BY,) if holds(clause.text, ("by ", "By ", "based on ", "Based on ", "basis of ")) else ()
    seen: set[int] = set()
    for match in (one for pattern in (*patterns, *told) for one in pattern.finditer(clause.text)):
        start = clause.start + match.end()
        end = min(list_end(text, start), clause.end)
        aside = _ASIDE.search(text, start, end) if match.re is _TOLD_BY else None
        spans = members(text, start, aside.start() if aside else end)
        known = dimension_named(match["name"]) or match.re is _IN_CLASSES or (match.re is _TOLD_BY and len(spans) > 2)
        if match.start("name") in seen:
            continue
        if known and len(spans) >= 2 and _are_parts([text[slice(*span)] for span in spans]):
            seen.add(match.start("name"))
            yield match["name"], (clause.start + match.start("name"), clause.start + match.end("name")), spans, 0.75


def asked_for(document: Document, index: int) -> Iterator[tuple[str, Span, list[Span], float]]:
    """`Which product types are covered?`, and a list for an answer."""
    clause, below = document.clauses[index], document.clauses[index + 1 : index + 2]
    asked = _ASKS.search(clause.text) if clause.text.rstrip().endswith("?") and below else None
    if asked is None or _RANKS.search(clause.text) or COMPANY.search(clause.text):
        return
    before = re.search(r"[\w-]+(?= $)", clause.text[: asked.start("name")])
    known = before and before.group().lower() not in _BEFORE | {"which", "what", "who"}
    first = before.start() if before and known else asked.start("name")
    text = document.normal.text
    start, end = below[0].start, min(below[0].end, list_end(text, below[0].start))
    spans = members(text, start, end)
    if len(spans) >= 2 and _are_parts([text[slice(*span)] for span in spans]):
        label = (clause.start + first, clause.start + asked.end("name"))
        yield text[slice(*label)], label, spans, 0.7


_ASKS = re.compile(
    r"\b(?:[Ww]hich|[Ww]hat|[Ww]ho) (?:(?:are|is) )?(?:[\w-]+ ){0,4}?(?P<name>(?:types?|products?|applications?|(?:end[ -])?users?|buyers|customers|channels|materials|technologies|grades|forms|services|components|modes))\b(?= (?:are|is|does|do|has|have|can|covered|of|in|for)\b|\?)"
)
_RANKS = re.compile(
    r"\b(?:largest|biggest|fastest|leads?|leading|dominat\w+|most|best|highest|grows?|growing)\b", re.IGNORECASE
)


def _name(head: str) -> Span | None:
    """The noun at the end of what stands before a list, where it names a dimension: `sales channels`, `end users`."""
    words = list(re.finditer(r"[A-Za-z][\w/'-]*", head))
    if not words or words[-1].end() != len(head) or not dimension_named(words[-1].group()):
        return None
    first = len(words) - 1
    while first and len(words) - first < 3:
        before = words[first - 1]
        if before.group().lower() in _BEFORE or head[before.end() : words[first].start()] != " ":
            break
        first -= 1
    # A long run of words is a sentence, and its last word no name.
    lead = words[first - 1].group().lower() if first else ""
    return (words[first].start(), len(head)) if not lead or lead in _BEFORE else None


def _number(said: str) -> int:
    return int(said) if said.isdigit() else number_in_words(said.lower()) or 0


def _are_parts(names: list[str]) -> bool:
    """Whether members can be parts of a market: short, no clauses, no firms, no places."""
    if any(
        len(name.split()) > _LONGEST or _NO_MEMBER.search(name) or (SELLERS.search(name) and not _BY_SIZE.match(name))
        for name in names
    ):
        return False
    placed = sum(bool(find_places(name)) for name in names)
    return placed * 2 < len(names) and not any(companies_by_form(name) for name in names)
