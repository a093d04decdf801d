"""Outcomes that a sentence counts: `12 of 40 visited widows (30%), against five of 38 on the waiting list`.

Comes in: a document. Goes out: `Found`s of measure `outcome`. Apart from `evidence`, which reads tables: a sentence holds many
fractions that are none of people (of studies, of records, of countries), so each must show that it counts people or an arm.
"""

from __future__ import annotations

import re

from sitegen.extract.cited import responded
from sitegen.extract.fractions import WHOLE, makes
from sitegen.extract.grids import study_of
from sitegen.extract.layout import Clause
from sitegen.extract.model import Document, Found, Subject
from sitegen.extract.reviews import PEOPLE

__all__ = ["fractions_of", "told_outcomes"]

_LONG = 1_500
"""No sentence that counts people is longer."""
_WORD = r"(?:none|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-(?:one|two|three|four|five|six|seven|eight|nine))?)"
_NUMBER = rf"(?:{WHOLE}|{_WORD}\b)"
_RATE = r"(?P<{}>\d{{1,3}}(?:\.\d+)?) ?%"
_FRACTION = re.compile(
    rf"(?<![\d.,/-])(?:{_RATE.format('before')} ?[(\[,;] ?)?(?<![\w.,/-])(?P<n>{_NUMBER})(?: ?[(\[]{_RATE.format('inner')}[)\]])?(?P<noun> (?:[\w-]+ )?{PEOPLE})?"
    rf"(?: ?(?P<slash>/) ?| (?:out )?of (?:the |a total of |all )?)(?P<of>{_NUMBER})(?![\w/-]|[.,]\d|%)(?P<people> (?:[\w-]+ ){{0,2}}?{PEOPLE}\b)?(?: (?:[a-z][\w-]* ){{0,2}}?(?=\())?(?: ?[(\[,;=] ?(?:[\w ]{{0,12}}; ?)?{_RATE.format('after')})?",
    re.IGNORECASE,
)
# What is counted among studies, records and questions is no outcome.
_NOT_PEOPLE = re.compile(
    r"\b(?:stud(?:y|ies)|trials?|RCTs?|records?|articles?|papers?|reports?|reviews?|publications?|citations?|references?|abstracts?|full[- ]?texts?|databases|countries|domains?|items?|criteria|questions?|comparisons?|outcomes|meta-analyses|authors|centres|centers|sites|journals|points|tools|instruments|experiments|cohorts|experts|interventions)\b",
    re.IGNORECASE,
)
_ARM_NEAR = re.compile(
    r"\b(?:groups?|arms?|controls?|placebo|compared with|versus|vs\.?|v|against|respectively|randomi[sz]ed to|assigned to|allocated to|treated|received|receiving|waiting list|usual care)\b",
    re.IGNORECASE,
)
_NAME = r"[A-Za-z][\w-]*(?: (?!and\b|or\b|were\b|was\b|had\b|than\b|versus\b|vs\b|against\b|compared\b|in\b|at\b|with\b|groups?\b|arms?\b)[\w-]+){0,3}"
_GROUP = re.compile(
    rf"^[^.;]{{0,30}}?\b(?:in|of|from|on|with|after|among)(?: those (?:in|on|given))? (?:the |an? )?(?P<arm>(?!the\b|each\b|either\b|both\b|one\b|other\b|first\b|second\b|two\b){_NAME}) (?:groups?|arms?)\b"
)
_GIVEN = re.compile(
    rf"^[)\]]? ?(?:[\w-]+ ){{0,3}}?(?:treated with|receiving|who received|given|assigned to|allocated to|randomi[sz]ed to) (?:the )?(?P<arm>{_NAME})"
)
# Of two fractions that are held against each other: "38/1034 with negative pressure against 49/1021 …"
_BESIDE = re.compile(
    rf"^[)\]]? ?(?:with|on|after) (?:the )?(?P<arm>(?!(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|a|an|no|any|at|this|that|further)\b){_NAME})(?=\W*(?:and|against|versus|vs|v|compared|$)|[,;.])"
)
_TIME = re.compile(
    r"\b(?:months?|weeks?|days?|years?|hours?|follow-?up|operation|baseline|birth|risk|interval)\b", re.IGNORECASE
)
_HAPPENED = re.compile(
    r"^(?:[\w ,'-]{3,60}, )?(?:The )?(?:[Ii]ncidence of |[Rr]ates? of |[Pp]roportion (?:of patients )?with )?(?P<what>[A-Za-z][\w /-]{3,60}?) (?:occurred|developed|happened|arose|(?:was|were) (?:also )?(?:seen|reported|observed|recorded|noted|found|achieved|reached|counted|(?:more|less|equally|most|rather) (?:common|frequent|often)|common|rare|higher|lower))\b"
)
_NO_OUTCOME = re.compile(
    r"^(?:there|it|this|that|these|those|which|who|data|results?|overall|of|we|they|in|on|at|an?|the|complete data)\b",
    re.IGNORECASE,
)


# "Sixty of 91 (66%) were excluded": records, of which the sentence before spoke.
_TREATED = re.compile(
    r"\W*(?:\d+(?:\.\d+)? ?%\W*)?(?:(?:were|was|are) )?(?:then |also |later )?(?:excluded|screened|included|retrieved|eligible|assessed|rejected|duplicates)\b"
)


def told_outcomes(document: Document) -> list[Found]:
    """The fractions of people that sentences give, with the outcome and the arm where the words name them."""
    found: list[Found] = []
    own = study_of(document)
    for clause in document.clauses:
        if clause.kind == "row" or ("|" in clause.text or "\t" in clause.text):
            continue
        found += _of_clause(clause, own)
    return found


def fractions_of(clause: Clause) -> list[re.Match[str]]:
    """The fractions of people that a clause gives."""
    if len(clause.text) > _LONG or not re.search(r"\bof\b|/", clause.text):
        return []
    every = list(_FRACTION.finditer(clause.text))
    # "in 57 of 96 studies (59%), … in 48 of 96 (50%)": where one is of studies, so is another of as many.
    studies = {match["of"] for match in every if _of_no_people(clause.text, match)}
    taken = [match for match in every if match["of"] not in studies and _plausible(clause.text, match)]
    told = any(_of_people(clause.text, match) for match in taken) or _set_against(clause.text, taken)
    return taken if told else []


def _of_clause(clause: Clause, own: Subject) -> list[Found]:
    taken = fractions_of(clause)
    if not taken:
        return []
    alone = len(taken) == 1
    ends = [match.start() for match in taken[1:]] + [len(clause.text)]
    arms = [_arm(clause.text[match.end() : end], paired=not alone) for match, end in zip(taken, ends, strict=True)]
    if not alone and len(set(filter(None, arms))) < len(taken):
        arms = [""] * len(taken)  # an arm without its counterpart compares nothing
    if alone and responded(clause.text[taken[0].end() :]):
        return []  # that one is a response
    found = []
    for order, match in enumerate(taken):
        low, high = clause.start + match.start("n"), clause.start + match.end("of")
        grouped = match["slash"] and "," in f"{match['n']}{match['of']}"
        plain = not match["noun"] and not match["inner"] and " out " not in match.group() and not grouped
        noun = match.end("people") if match["people"] and plain else match.end("of")
        value = (
            (low, clause.start + noun if plain and not match["slash"] else high)
            if plain
            else (low, clause.start + match.end("n"))
        )
        of = None if plain else (clause.start + match.start("of"), high)
        spans = (value,) if of is None else (value, of)
        found.append(
            Found(
                "outcome", spans, value=value, whole=of, about=own if alone else Subject(), by=_outcome(clause.text, taken[0].start()),
                of=arms[order], confidence=0.7 if match["after"] or match["before"] else 0.6,
            )
        )  # fmt: skip
    return found


def _plausible(text: str, match: re.Match[str]) -> bool:
    rate = match["after"] or match["inner"] or match["before"]
    if not makes(match["n"], match["of"], rate):
        return False
    tail = text[match.end("of") : match.end("of") + 70]
    if re.match(r"[-–]", tail):
        return False
    if not match["people"] and _TREATED.match(tail):
        return False
    return not re.search(
        r"\b(?:tables?|figs?\.?|figures?|page|pp?\.|vol\.?|chapter|section|aged?|grade|stage|phase|type|ratio|score[sd]?(?: of)?|1:|january|february|march|april|may|june|july|august|september|october|november|december)\s*$",
        text[: match.start("n")],
        re.IGNORECASE,
    )


def _of_no_people(text: str, match: re.Match[str]) -> bool:
    """Whether the noun behind a fraction, percentages aside, is studies, records or the like."""
    near = re.sub(r"\([^()]*\)", " ", text[match.end("of") : match.end("of") + 70])
    words = re.split(r"[,;.:]| (?:in|from|with|at|by|and|had|were|was|that|who) ", near)[0]
    return bool(_NOT_PEOPLE.search(" ".join(words.split()[:4])))


def _of_people(text: str, match: re.Match[str]) -> bool:
    """Whether a fraction says of itself that it is one of people: by a noun, its percentage, or the arm that it is of."""
    if match["people"] or match["noun"]:
        return True
    if match["after"] or match["before"] or match["inner"]:
        return True
    return bool(_ARM_NEAR.search(text[match.end() : match.end() + 60])) and not _NOT_PEOPLE.search(
        re.split("[,;:]", text[: match.start()])[-1][-40:]
    )


def _set_against(text: str, taken: list[re.Match[str]]) -> bool:
    """Whether two fractions are held against each other: `twelve of 40 … against five of 38 …`."""
    between = text[taken[0].end() : taken[1].start()] if len(taken) == 2 else ""
    return bool(
        re.search(
            r"\b(?:against|compared (?:with|to)|versus|vs\.?|v|as opposed to|while|whereas|but only)\b[^.;]{0,40}$",
            between,
        )
    )


def _outcome(text: str, start: int) -> str:
    """What happened, where the sentence begins with it: `Retention was more common after early removal: 212 of …`."""
    match = _HAPPENED.match(text[:start])
    what = match["what"].strip() if match else ""
    return "" if _NO_OUTCOME.match(what) or len(what.split()) > 7 or re.search(PEOPLE + r"$", what) else what


def _arm(after: str, *, paired: bool) -> str:
    match = _GROUP.match(after) or _GIVEN.match(after) or (_BESIDE.match(after) if paired else None)
    return match["arm"] if match and not _TIME.search(match["arm"]) else ""
