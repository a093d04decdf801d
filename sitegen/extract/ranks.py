"""Ranks: what is called the largest, the leading, the fastest growing.

Comes in: a document with its frame. Goes out: `Found`s of measure `rank`, `by` being `size` or `growth`, about a place
or a segment. Apart, because a rank is a claim without a number that readers compare with numbers.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice

from sitegen.extract.folded import Folded, holds, small
from sitegen.extract.holders import complement, names_nothing, statement, subject, trimmed, without_asides
from sitegen.extract.labelled import LABEL, MARKED, answered, below_heading, in_field, of_label, rank
from sitegen.extract.layout import Clause
from sitegen.extract.local import of_their_places
from sitegen.extract.model import UNTOLD, Document, Found, Subject
from sitegen.extract.names import COMPANY
from sitegen.extract.places import find_places, is_region, same_place
from sitegen.extract.stacks import dimension_named
from sitegen.extract.superlatives import DENIED, ELSEWHERE, GROWTH, NO_RANK, OF_GROWTH, WAYS
from sitegen.extract.takeaways import taken_away

__all__ = ["ranks"]

_NOUN = r"(?:segment|sub-?segment|category|type|source|application|product|channel|end[- ]?use(?:r)?|vertical|technology|component|material|industry|form|sector|mode|class|group|field|area|option|use|route|service|system|grade|process|platform|buyer|user|customer|outlet|spending|money|turnover)s?"
# "the biggest federal state": the word says that it is a place, whether or not we know its name.
_PLACE_NOUN = Folded(
    r",? (?:and \w+[- ]?\w* )?(?:(?:among|of) (?:the |all )?)?(?:\w+ )?(?:states?|provinces?|regions?|countr(?:y|ies)|cit(?:y|ies)|territor(?:y|ies)|cantons?|districts?|prefectures?)\b| (?:single |regional )?market (?:with)?in the (?:country|kingdom|nation|land|union)\b"
)
_BY_PLACE = re.compile(
    r"\b(?:by|across|among|of) (?:the |all |our |its |federal |single )*(?:islands?|states?|provinces?|regions?|countr(?:y|ies)|cit(?:y|ies)|territor(?:y|ies)|cantons?|districts?|prefectures?|count(?:y|ies)|geograph(?:y|ies)),",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    r"\b(?:in (?:the|that|this|its|their)|(?:led|leads?|dominat\w+|tops?|heads?) (?:the|that|this)) (?:region|continent|area)\b",
    re.IGNORECASE,
)
_COMPASS = re.compile(
    r"(?:North|South|East|West|Central)(?:ern)?(?:-?(?:east|west)(?:ern)?)?(?: [A-Z]\w+| of the country)?",
    re.IGNORECASE,
)
# A segment's rank is told in the words of markets; without them "the largest" is something in the world.
_CONTEXT = re.compile(
    rf"[$€£₹¥]|\d ?%|\b(?:markets?|shares?|revenues?|sales|value|demand|CAGR|gr[oe]w\w*|ris(?:es?|ing|ers?)|gain\w*|expan\w+|climb\w*|increase\w*|catching up|industry|premiums|fees|orders|purchases|outlays|buyers?|{_NOUN})\b",
    re.IGNORECASE,
)
# A rank whatever else is said.
_PLAINLY = re.compile(
    r"t(?:ook|akes?) the lead|in the lead|lion's share|mainstay|(?:ranks?|comes?) first|commonest|foremost|.*(?:larger|bigger|greater) (?:part|share|half|portion)|.*(?:thirds|fifths|quarters|tenths)|.*\bfront|.*first place|.*pole position|tops the .*",
    re.IGNORECASE,
)


def ranks(document: Document) -> list[Found]:
    """Every rank that a clause states of a place or a segment."""
    found: list[Found] = []
    for index, clause in enumerate(document.clauses):
        if clause.kind == "field" and LABEL.search(clause.label) and not COMPANY.search(clause.label):
            found += in_field(clause)
            continue
        if clause.text.rstrip().endswith("?"):
            found += answered(document, index)
        elif clause.kind == "heading":
            found += _cues(clause, None) or below_heading(document, index)
        elif clause.kind == "field" and (told := of_label(clause)):
            found += told
        elif "world" not in small(clause.text) or not ELSEWHERE.search(clause.text):
            told = _cues(clause, document.clauses[index - 1] if index else None)
            ways = {item.by for item in told}
            found += told
            for cue, held, by in taken_away(clause.text):
                found += [] if by in ways else _placed(clause, cue, held, by)
    who = document.frame.publisher.lower()
    found = [item for item in found if not who or not item.about.name.lower().startswith(who)]
    home = document.frame.geography
    found = [replace(item, of="") if item.of and same_place(item.of, home) else item for item in found]
    return _once(of_their_places(document, found))


# "… are finding their way from the biggest tours into theatres": of whom, and no rank.
_FROM = re.compile(r"\b(?:from|into|like|unlike) (?:the )?(?:(?:two|three|four|five|ten) )?$", re.IGNORECASE)
# "two thirds of the operating cost", "the larger part of its tile": a part of something else than a market.
_PORTION = re.compile(
    r".*(?:half|thirds|fifths|quarters|tenths|part|portion|slice|bulk|largest|biggest)", re.IGNORECASE
)
_OF_OTHER = re.compile(
    r"(?: slice| part| portion)? of (?:(?:the|these|those|all|its|both|our) )?(?![^.,;]{0,60}\b(?:markets?|revenues?|sales|demand|shares?|value|turnover|spending|premiums?|income|takings|expenditure|volumes?|consumption|money|business|trade|purchases|orders|units|tonnes|tonnage|output|capacity|installations|shipments|budgets?|total|all|them|what|global|world|segments?|regions?|types?|group|channels?|two|three|four|five)\b)",
    re.IGNORECASE,
)
# Who tops a list below "Growth by country" grows most.
_TOPS = re.compile(r"tops|(?:tops?|heads?) (?:the )?(?:list|table|ranking)", re.IGNORECASE)
_GROWTH_ABOVE = re.compile(r"^(?:[\w-]+ ){0,2}(?:growth|cagr)(?: rates?)?(?: by [\w ]+)?$", re.IGNORECASE)
# "Imports came above all from Peru": where goods come from is no market of theirs.
_OF_TRAFFIC = re.compile(
    r"\b(?:imports?|deliveries|components|raw materials?|supplies) (?:still |now |mostly )?$", re.IGNORECASE
)
_FRACTION = re.compile(r"half|thirds|fifths|quarters|tenths")
# "Ships carry four fifths of world trade", "costs fell by more than half": no part of a market is held.
_CARRIED = re.compile(
    r"\b(?:carr(?:y|ies|ied)|cover(?:s|ed)?|cuts?|los[et]s?|halv\w+|sav(?:es?|ed)|reduc\w+|fell by|f[ae]lls? by|dropped by|down by|rose by|up by|by|within|after|over|in|than|only)(?: (?:about|around|nearly|almost|some|roughly|the))* $"
)
_MOST = 24
"""Ranks that one sentence can hold."""


def _cues(clause: Clause, before: Clause | None) -> list[Found]:
    """What each cue of a sentence ranks; "it" may mean the subject of the sentence before."""
    found = _unequalled(clause)
    lower = small(clause.text)
    for pattern, by, stems in WAYS:
        if not holds(lower, stems):
            continue
        for match in islice(pattern.finditer(clause.text), _MOST):
            if clause.text[slice(*match.span())] == "LED" or DENIED.search(clause.text[: match.start()]):
                continue
            tops = by == "size" and _TOPS.match(match.group()) and _GROWTH_ABOVE.search(clause.section)
            if by == "growth" or tops:
                found += _sentence(clause, match, "growth", before)
            elif not _ranks_nobody(clause.text, match):
                found += _sentence(clause, match, by, before)
    return found


def _ranks_nobody(text: str, cue: re.Match[str]) -> bool:
    """Whether words that rank by size say here something else than who holds the most of a market."""
    said = cue.group()
    return bool(
        _FROM.search(text, 0, cue.start())
        or (_PORTION.fullmatch(said) and _OF_OTHER.match(text, cue.end()))
        or (said.lower().startswith("major ") and text[: cue.start()].endswith(" a "))
        or (said.startswith("more ") and text[: cue.start()].rstrip().endswith("raised"))
        or (_FRACTION.search(said) and _CARRIED.search(text, 0, cue.start()))
        or OF_GROWTH.search(text, 0, cue.start())
        or _OF_TRAFFIC.search(text, 0, cue.start())
        or GROWTH.match(text, cue.start())
        or NO_RANK.match(text, cue.start())
    )


# "No channel grows as fast as online stores", "Nowhere is more sold than in Peru".
_UNEQUALLED = re.compile(
    r"\b(?:no (?:other )?(?:[\w-]+ ){1,2}|nothing |nobody |nowhere |none )(?P<told>[^.;,]{0,50}?\b(?:(?P<fast>faster|quicker|more (?:quickly|rapidly|steeply)|as (?:fast|quickly|rapidly|steeply))|more|greater|larger|bigger|higher|better|as (?:much|many|well|large|big|high)))\b(?: [\w-]+){0,2}? (?:than|as) (?:in |by |from |on |with |through )?(?P<name>[^.;,(]{3,50}?)(?=[.;,(]|$|,? (?:which|where|with|and|at)\b)"
    r"|\bmore (?:is|are|was|were) (?:sold|spent|bought|earned|used|consumed|made) (?:in|on|by|through|for) (?P<most>[^.;,(]{3,40}?) than (?:anywhere|in any|any)"
)


def _unequalled(clause: Clause) -> list[Found]:
    """Ranks that are told by what does not surpass them."""
    found = []
    lower = small(clause.text)
    if not ("no " in lower or "nothing" in lower or "nowhere" in lower or "none" in lower or "more " in lower):
        return []
    for match in islice(_UNEQUALLED.finditer(lower), _MOST):
        group = "name" if match["name"] else "most"
        held = trimmed(clause.text, *match.span(group))
        if held is not None and not names_nothing(clause.text[slice(*held)]):
            cue = match.span("told") if match["name"] else (match.start(), match.start() + 4)
            found += _placed(clause, cue, held, "growth" if match["fast"] else "size")
    return found


def _sentence(clause: Clause, cue: re.Match[str], by: str, before: Clause | None) -> list[Found]:
    """The holder of a rank: the subject of its statement, else what the cue leads to."""
    marked = MARKED.search(clause.text, max(0, cue.start() - 70), cue.start())
    if marked and clause.text.find(")", cue.end()) - marked.end() < 40:
        return _held(clause, cue, marked.span("name"), by)
    text = without_asides(clause.text)
    low, high = statement(text, cue.span(), clause.cut)
    told = cue.group().strip() != "ahead of" and not cue.group().startswith("more ")
    if _of_a_part(text, cue):
        return []  # "Asia grows, with Korea in the lead": who leads in a part
    passive = _PASSIVE.match(f"{cue.group()}{text[cue.end() : cue.end() + 3]}")
    held = _apposed(text, low, cue) or (None if passive else subject(text, low, cue.start()))
    if held is not None and text[slice(*held)].endswith("'s") and find_places(text[slice(*held)]):
        held = (held[0], held[1] - 2)  # "China's market held the largest share"
    if not told and text[:low].endswith("ahead of "):
        return []
    if held is not None and _REFERS.fullmatch(
        _OWNER.sub("", text[max(low, held[0] - 6) : held[0]]) + text[slice(*held)].strip()
    ):
        held = _meant(text, low)
        if held is None:
            return _of_before(clause, cue, by, before) if before is not None else []
    if held is None and low and _ONLY_VERB.match(text, low):
        held = _meant(text, low)  # "The east is small, but is expected to grow fastest"
    if (held is None or names_nothing(text[slice(*held)])) and told:
        held = complement(text, cue.end(), high)
    if held is None or names_nothing(text[slice(*held)]):
        return []
    ranked = _held(clause, cue, _without_its_kind(text, held, cue.end()), by)
    where = find_places(text[low : cue.start()]) if passive else []
    return [replace(item, of=where[0][2]) for item in ranked] if where else ranked  # "Sales in Peru are led by …"


# "… coming from under-desk units, the fastest-growing type"
_APPOSED = re.compile(
    r"\b(?:from|to|of|by|than) (?:the )?(?P<name>(?:[A-Za-z][A-Za-z&/'-]* ){0,3}[A-Za-z][A-Za-z&/'-]*), (?:by far |easily |still )?the $"
)
_KIND = re.compile(
    r"(?:[- ]growing|[- ]selling)? (?:\w+ )?(?:types?|segment|category|group|users?|buyers?|customers?|channel|application|material|product|class|region|country|market)\b"
)


# "… is Poland, for which the authors predict the fastest growth"
_OF_WHICH = re.compile(r"(?P<name>[A-Z][\w&'-]*(?: [A-Z][\w&'-]*){0,3}), (?:for|in|of) which [^.;,]{0,40}$")


# "… into schools, offices and homes, with homes the largest"
_ABSOLUTE = re.compile(r", with (?:the )?(?P<name>[\w&/'-]+(?: [\w&/'-]+){0,3}?)(?: being| as)? (?:by far )?the $")


def _apposed(text: str, low: int, cue: re.Match[str]) -> tuple[int, int] | None:
    """The name right before a rank that says what it is."""
    match = _APPOSED.search(text, low, cue.start()) if _KIND.match(text, cue.end()) else None
    beside = _ABSOLUTE.search(text, max(0, cue.start() - 60), cue.start()) if ", with " in text else None
    if beside and beside["name"].lower() in text[: beside.start()].lower():
        return beside.span("name")
    match = match or (_OF_WHICH.search(text, low, cue.start()) if " which " in text else None)
    return match.span("name") if match and not names_nothing(match["name"]) else None


# "Led by hospitals", "goes mainly to hospitals": the holder comes behind.
_PASSIVE = re.compile(
    r"(?:.*\b(?:led|headed|dominated) by|(?:goes|go|went|comes?|came|stems?) (?:chiefly|mainly|mostly|largely|primarily|above all))\b",
    re.IGNORECASE,
)
_WITH = re.compile(r",? with (?:the )?(?:[A-Z][^,;.]{2,50} |[^,;.]{2,50} as (?:the|its|their) )$")
_IN_FRONT = re.compile(r"(?:out )?in (?:the lead|front)|at the top|ahead", re.IGNORECASE)


_ONLY_VERB = re.compile(r"(?:also |still )?(?:is|are|was|were|will|should|may|has|have|could|would)\b")


def _of_a_part(text: str, cue: re.Match[str]) -> bool:
    """Whether a rank stands in an aside, `Europe, led by Peru, is …`, or behind "with": it is one within what the sentence tells of."""
    beside = _WITH.search(text, 0, cue.start())
    led = bool(beside and (_IN_FRONT.match(cue.group()) or " as " in beside.group()))
    return led or text[slice(*cue.span())].isspace()


def _without_its_kind(text: str, held: tuple[int, int], after: int) -> tuple[int, int]:
    """`Online channels are now the largest distribution channel`: what it is the rank says already."""
    *first, last = re.findall(r"\S+", text[slice(*held)]) or [""]
    kind = re.compile(rf"(?: (?!by |in |of )[\w-]+)? {re.escape(last.removesuffix('s'))}s?\b", re.IGNORECASE)
    same = first and dimension_named(last) and kind.match(text, after)
    return (held[0], held[1] - len(last) - 1) if same else held


_REFERS = re.compile(
    r"it|they|this|these|those|(?:the )?same(?: segment)?|this (?:segment|category|region|area)|the latter|(?:its|their) (?:purchases|orders|sales|demand|spending|share|numbers|revenues?|turnover|bill|outlays)",
    re.IGNORECASE,
)


_OWNER = re.compile(r"^.*?(?=\b(?:its|their) $)|^(?!.*\b(?:its|their) $).*$", re.DOTALL | re.IGNORECASE)


def _meant(text: str, low: int) -> tuple[int, int] | None:
    """Whom "it" means: the subject of the statement before, in the same sentence."""
    before = text[:low].rstrip(" ;,.")
    start, _ = statement(text, (len(before), len(before)))
    return subject(text, start, len(before))


def _of_before(clause: Clause, cue: re.Match[str], by: str, before: Clause) -> list[Found]:
    """`The lithium segment is largest. It also grows fastest.`"""
    text = without_asides(before.text)
    held = subject(text, before.cut, len(text))
    if before.kind == "field" and (held is None or names_nothing(text[slice(*held)])):
        held = (
            (text.index(before.label), text.index(before.label) + len(before.label)) if before.label in text else None
        )
    if held is None or names_nothing(text[slice(*held)]) or len(text[slice(*held)].split()) > 6:
        return []
    held = _without_its_kind(f"{text} {clause.text}", held, len(text) + 1 + cue.end())
    name = before.text[slice(*held)]
    at = (clause.start + cue.start(), clause.start + cue.end())
    kind = "place" if find_places(name) else "segment"
    spans = (at, (before.start + held[0], before.start + held[1]))
    return [Found("rank", spans, value=at, about=Subject(kind, name), by=by, confidence=0.6)]


def _held(clause: Clause, cue: re.Match[str], held: tuple[int, int], by: str) -> list[Found]:
    """The ranks of one holder: each of several places, or a segment where the words are those of markets."""
    return _placed(clause, cue.span(), held, by, plainly=bool(_PLAINLY.fullmatch(cue.group())))


_FIRMS = re.compile(r"\b(?:players|compan(?:y|ies)|vendors|manufacturers|suppliers|competitors)\b(?!-)", re.IGNORECASE)


def _placed(
    clause: Clause, cue: tuple[int, int], held: tuple[int, int], by: str, *, plainly: bool = False
) -> list[Found]:
    text = clause.text
    name = text[slice(*held)]
    placed = find_places(name) or [one for one in find_places(name, adjectives=True) if one[:2] == (0, len(name))]
    covered = sum(end - start for start, end, _ in placed)
    if placed and covered * 2 >= len(name):
        if _WITHIN.search(text, held[1], cue[1] + 40) or _in_region(text, cue[1], placed[0][2]):
            return []  # the largest of a region's countries
        if (
            len(placed) > 1
            and is_region(placed[0][2])
            and re.match(r"\s*(?:'s|,)", name[placed[0][1] :])
            and not is_region(placed[1][2])
        ):
            placed = placed[1:]
        return [
            rank(clause, cue, (held[0] + start, held[0] + end), Subject("place", said), by, 0.75)
            for start, end, said in placed
        ]
    if len(name.split()) > 6 or _FIRMS.search(name):
        return []
    told = _CONTEXT.search(text) or _CONTEXT.search(clause.section) or plainly or _PLACE_NOUN.match(text, cue[1])
    # "…; Zambézia grows fastest", where the sentence tells of provinces, names another.
    beside = name[:1].isupper() and held[0] > 0 and bool(_PLACE_NOUN.search(text))
    among = _BY_PLACE.search(text, 0, held[0])
    kind = "place" if beside or among or _PLACE_NOUN.match(text, cue[1]) or _COMPASS.fullmatch(name) else "segment"
    # Without a word of markets "the largest" counts only of what a list of the document names.
    return [rank(clause, cue, held, Subject(kind, name), by, 0.65 if told else UNTOLD)]


_IN_REGION = re.compile(r" (?:the |in the |in )?$")


def _in_region(text: str, after: int, name: str) -> bool:
    """`The U.S. dominated the North America market`."""
    here = next(
        (one for one in find_places(text[after : after + 50]) if _IN_REGION.fullmatch(text[after : after + one[0]])),
        None,
    )
    return here is not None and is_region(here[2]) and not is_region(name)


def _once(found: list[Found]) -> list[Found]:
    """One rank for each subject and place of the text."""
    seen: dict[tuple[str, str, int], Found] = {}
    for item in found:
        seen.setdefault((item.by, item.about.name.lower(), item.spans[1][0]), item)
    return list(seen.values())
