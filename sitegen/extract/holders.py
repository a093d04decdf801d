"""Of whom a clause says something: its subject, or what follows "is", "led by", "in".

Comes in: the text of one statement and the place of a word in it ("largest"). Goes out: spans of names. Apart, because
finding a subject needs verbs and lead-ins, and nothing of markets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.extract.folded import Folded
from sitegen.extract.superlatives import GROWTH, SIZE
from sitegen.quantities import number_in_words

__all__ = [
    "MARK_OF_RANK",
    "complement",
    "names_nothing",
    "statement",
    "subject",
    "trimmed",
    "without_asides",
    "without_brackets",
]

Span = tuple[int, int]
_STOP = Folded(
    r"[;:]\s|(?<=[a-z)\d% ])\.\s(?=[a-z])|,? ?\b(?:while|whereas|although|though)\b(?!,)(?! (?:still )?\w+,),? |, but | and (?!(?:is|was|are|were|has|had|have|remains?|will|also|still)\b)(?=(?:(?!(?:\w+(?:ed|ing)|is|are|was|were|remains?|held|holds?|has|have|became|become) )[\w-]+ ){1,3}the (?:fastest|largest|quickest|biggest|most|second))|, (?=(?!\w+ing |\w+ed |took |held |led |made |saw |won |got |came |stood |grew |rose |brought |bought |sold |takes? |holds? |makes? |is |are |was |were |remains? |stays? |has |have |had |will |should |would )[a-z][\w-]*(?: (?!\w+ed )[a-z][\w-]*){0,2} the (?:fastest|largest|quickest|biggest|most|second))|,? followed by |, (?:ahead of|then|not) "
)
_SIGHT = 80
_JOINED = Folded(
    r",? (?:and|with(?! \d)) |, (?=(?!which|who|driven|led|followed|and|with|while|it|by|up|down|as|in|at|where|that)(?:the )?[\w&-]+(?: [\w&-]+){0,4} (?:is|are|was|were|being|showing|posting|registering|having|shows?|ha[sd]|have|grows?|leads?|comes?|will)\b)"
)
_AUXILIARY = r"being|showing|posting|registering|having|recording|holding|taking|gaining|advancing|commanding|seeing|contributing|capturing|generating|enjoying|is|are|was|were|has|have|had|will|would|should|may|might|could|can|must|do|does|did"
_PLAIN = (
    r"account|remain|hold|lead|dominat|represent|generat|contribut|captur|command|tak|mak|grow|expand|ris|post|see|spend|bring|com|draw|constitut|stand|rank|register|witness|enjoy|follow|trail|"
    r"win|earn|get|giv|add|attract|absorb|deliver|provid|gain|emerg|continu|appear|seem|tend|promis|outpac|outsell|exceed|advanc|increas|climb|surg|show|claim|form|us|top|tail|record|lag|contain|keep|buy|need|boast|"
    r"sit|comprise|head|drive|own|control|supply|benefit|occup|possess|secur|achiev|experienc|display|exhibit|demonstrat|develop|move|mov|swallow|soak|eat|stay|gobble|carr|pay|overtak|surpass|pass|fall|drop|belong|dwarf|replac|work|rule|depend|reli|call|ask|want|hav|catch|sell|shrink|slow|los|look|turn|run|find|fare|burn|becom|consum|offer|requir|cost|includ|contain|produc|suppl"
)
_IRREGULAR = r"held|led|took|made|grew|rose|saw|spent|brought|came|drew|stood|won|got|gave|kept|bought|drove|sat|paid|starts(?= (?:small|low|from|out|late))|overtook|sold|lost|caught|went|became|sought|spoke|began|dominates|dominated"
# A bare form is a verb only behind a plural: "schools show", not "trade show".
_VERB = Folded(
    rf"(?P<verb>\b(?:{_AUXILIARY}|{_IRREGULAR}|(?:{_PLAIN})(?:e?s|ies|ed|ied)|(?<=[a-z]s )(?:{_PLAIN})(?:e|y)?|(?:{_PLAIN})(?:e|y)?(?= (?:the|an?|most|more)\b)|to (?=(?:{_PLAIN}|be)(?:e|y)?\b)|(?:already|also|still|now|currently|generally|usually|typically|together) (?=(?:{_PLAIN})(?:e?s|ies|ed|ied|e|y)?\b))\b)(?! (?:segment|category|rate|of)\b)"
)
_LEAD_IN = re.compile(
    r"\s*(?:(?:and|but|so|yet|that|as)\b,?\s+|(?:we|they|the authors?|(?:the |its |our )?analysts?|researchers|it) (?:see|expect|forecast|find|predict|anticipate|believe|foresee)s?\s+(?:that )?(?=[A-Zt])|(?:[\w&.-]+ ){1,3}(?:reckons?|thinks?|believes?|estimates?|forecasts?|predicts?|expects?|says|notes?|finds?|calculates?) that\s+|by [\w-]+(?: [\w-]+){0,2} insights\s+(?=the )|on the [\w' -]{2,30} side,?\s+|[A-Z][a-z]+-?wise,\s+|(?:also|still|however|meanwhile|moreover|furthermore|overall|similarly|notably|regionally|geographically|today|currently|again|here|there|by contrast|in contrast|in turn),\s+|"
    r"(?:(?:looked at|seen|viewed|taken|sorted|measured|split) )?(?:in|by|among|on|of|for|within|across|from|at|per|as per|based on|in terms of|when it comes to|as for|as to|over|during|with|according to|measured by|looking at|behind|after)\b(?: [^,;]{1,70}?),\s+|"
    r"(?:in|during|by|since|as of) (?:(?:FY ?)?(?:19|20)\d\d)\s+|(?:in|by|of|among|within|across|for) (?:the )?(?:[\w-]+ ){0,2}(?:terms|segments?|types|products|users|regions|categories|channels)\s+(?=the |[A-Z])|(?:among|of) (?:all )?(?:the )?(?:[\w-]+ ){0,2}[\w-]+s\s+(?=the (?!(?:fastest|largest|biggest|quickest|most)\b)))",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r",\s+(?:which|where|who|whose|already|at|up|worth|long|home|driven|helped|thanks|with|now|still|in particular|too|though|although|while|meaning|that is|namely|i\.e\.|the|a)\b[^,;]*,|\s*\([^()]*\)|,$",
    re.IGNORECASE,
)
_OWN_ASIDE = re.compile(
    r"(?:[\w&/'-]+ ){0,4}[\w&/'-]+(?P<aside>), (?:which|where|whose|who)\b[^,;]{3,120}, (?!and\b)", re.IGNORECASE
)
_DETERMINER = re.compile(
    r"(?:meanwhile|currently|again|the|an?|its|their|our|this|that|these|those|both|all|(?:growth|demand|sales|spending|uptake|expansion|use|revenues?|turnover|consumption) (?:in|of|for|from|to)|(?:market|industry|trade|business) in|that of|those of|in|from|across)\s+",
    re.IGNORECASE,
)
_SHARE = re.compile(r"\s+\d[\d.]*\s?%$")
_HEAD_NOUN = re.compile(
    r"(?<! in)(?<! of)(?<! by)(?<! for)\s+(?:(?:end[- ]?use(?:r)?|application|type) )?(?:segment|sub-?segment|category|region|group|type|division|vertical|market|sector|industry)s?$|(?:(?<=line)|(?<=rect)|(?<=tail)|(?<=[bB]2[bBcC]))\s+(?:sales|revenues?|turnover)$",
    re.IGNORECASE,
)
MARK_OF_RANK = re.compile(
    r"\s*\((?:the )?(?:largest|biggest|leading|dominant|fastest|quickest)[^()]*\)?$", re.IGNORECASE
)
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2})*[.)]?\s+(?=[A-Z])")
_ADVERB = re.compile(
    r"[,\s]+(?:also|now|today|still|currently|already|alone|again|clearly|easily|by far|together|too|each|both|all|in particular|as a whole|then|meanwhile|growing|rising|expanding|advancing|climbing)$",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?:[\w&/+'.®()%-]+,? ){0,7}?[\w&/+'.®()%-]+")
_TO_COMPLEMENT = re.compile(
    r"[\w %-]{0,60}?\b(?:is|are|was|were|be|being|remains?|by|from|in|among|within|across|to|of|with|for|goes|went|belongs?|comes?|came|:|-)(?: (?:expected|projected|forecast|anticipated|seen|foreseen|ascribed|attributed|likely|set|predicted|estimated|held|taken|spent|earned|made|sold|bought|generated|posted|recorded|registered|shown|found|due|to|be|found|come|by|from|in|among|within|across|that|of|for|again|still|currently|the|an?))*\s+(?=[\w\"'])",
    re.IGNORECASE,
)
# "The largest part of the premium comes from …"
_OF_TRADE = re.compile(
    r"(?: (?:single )?(?:part|share|portion|slice|chunk|bulk))? of (?:(?:all|the|its|total|annual|gross|written|worldwide|global|net) )*(?:premiums?|sales|revenues?|demand|spending|turnover|income|money|market|business|trade|consumption|volumes?|value|orders|growth|increase|expansion|gains?)(?:,? \([^()]*\)|, (?:about |some |nearly |almost |over )?\d[\d.]* ?%,)?(?= )",
    re.IGNORECASE,
)
_END = re.compile(
    r"[,.;:()\n]|\s(?:with|at|which|that|who|where|because|by|owing|due|thanks|since|as|and (?=(?:it|this|will|is|are|has|was)\b)|on (?:the )?(?:back|account)|through|over|during|between|from|in (?=(?:19|20)\d\d|terms|the\b|revenue|value|this|that|\w+ing)|is|are|was|were|will|has|have|to|for|accounting|holding|worth|driven|led|followed|ahead)\b",
    re.IGNORECASE,
)


_BRACKETS = re.compile(r"\([^()]*\)")


def without_brackets(text: str) -> str:
    """The text with blanks where it has brackets, so that every place in it stays."""
    return _BRACKETS.sub(lambda match: " " * len(match.group()), text) if "(" in text else text


_VERB_NEXT = r"(?=(?: that)? (?:is|are|was|were|has|have|had|will|should|would|could|may|might|can|[a-z]+(?:s|ed)) )"
_BETWEEN = re.compile(
    rf", (?:where|although|though|while|whereas|despite|even if|once|because) [^,;.()]{{3,90}},{_VERB_NEXT}|, (?:led|headed|helped|driven) by [^;.()]{{3,90}}?,{_VERB_NEXT}"
    r"|, (?:however|though|predictably|of course|meanwhile|by contrast|in turn|it seems|it says|the (?:report|study|paper|authors?) (?:notes?|says?|adds?|finds?)),"
)


# The words with which those asides begin: a look that costs less.
_ASIDES = (
    "where",
    "although",
    "though",
    "while",
    "whereas",
    "despite",
    "even",
    "once",
    "because",
    "led",
    "headed",
    "helped",
    "driven",
    "however",
    "predictably",
    "of",
    "meanwhile",
    "by",
    "in",
    "it",
    "the",
)


def without_asides(text: str) -> str:
    """The text with blanks where it has brackets, and where `, although it is small,` parts a subject from its verb."""
    plain = without_brackets(text)
    told = plain.count(", ") >= 2 and any(f", {word}" in plain for word in _ASIDES)
    return _BETWEEN.sub(lambda match: " " * len(match.group()), plain) if told else plain


def statement(text: str, cue: Span, first: int = 0) -> Span:
    """Where the statement that holds a cue begins and ends: another begins with a subject and a verb of its own."""
    # An end at the cue would blind what looks ahead, so that matches beyond it are left out by hand.
    low = max((match.end() for match in _stops(text, first, cue[0] + _SIGHT) if match.end() <= cue[0]), default=first)
    for match in _JOINED.finditer(text, low, cue[0] + _SIGHT):
        if match.end() > cue[0]:
            break
        later = _verb(text, match.end(), len(text))
        if _verb(text, low, match.start()) and later and match.end() < later.start() <= cue[1]:
            low = match.end()
    stop = next(_stops(text, cue[1], len(text)), None)
    return low, stop.start() if stop else len(text)


def _stops(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Where one statement ends and another begins. After a full stop a sentence begins with a capital: not so `U.S. sales`."""
    found = _STOP.finditer(text, start, end)
    return (match for match in found if match.group()[0] != "." or text[match.end() : match.end() + 1].isupper())


def _verb(text: str, start: int, end: int) -> re.Match[str] | None:
    """The first verb. `LED` is none, whatever its letters."""
    return next((match for match in _VERB.finditer(text, start, end) if not text[slice(*match.span())].isupper()), None)


def subject(text: str, low: int, cue: int) -> Span | None:
    """The span of the subject of the statement that begins at `low`: what stands before its first verb, up to `cue`."""
    start = low
    while start < cue and text[start] in " *>-\"'(":
        start += 1
    while lead := _LEAD_IN.match(text, start, max(cue, start)):
        if not lead.end() - start:
            break
        start = lead.end()
    # "Africa, where six ports opened, grows faster …": a verb of the aside is none of the subject's.
    if beside := _OWN_ASIDE.match(text, start, cue):
        return trimmed(text, start, beside.start("aside"))
    # "Built-in units, which grow fastest, …": the cue stands in an aside to its own subject.
    inner = re.search(r",? (?:which|who|that) (?!of\b)[^,]*$", text[start:cue])
    if inner and not _verb(text, start, start + inner.start()):
        return trimmed(text, start, start + inner.start())
    verb = _verb(text, start, len(text))
    dash = text.find(" - ", start, cue)
    if dash > start and not (verb and verb.start() < dash):
        return trimmed(text, start, dash)  # "seaweed extracts - the leader"
    end = verb.start() if verb and verb.start() <= cue else cue
    cleft = re.search(r"\b[Ii]t is (?:the |in |that )?", text[start:cue])
    if cleft and (told := re.search(r"(?:,[^,]{1,20},)? (?:that|which|who)\b", text[start + cleft.end() : cue])):
        return trimmed(text, start + cleft.end(), start + cleft.end() + told.start())
    aside = _ASIDE.search(text, start, end)
    if aside:
        end = aside.start()
    elif text[start:end].rstrip().endswith(",") and "," in (head := text[start:end].rstrip()[:-1]):
        end = start + head.index(",")  # "Trainers, cheap and portable, are …"
    return trimmed(text, start, end)


def complement(text: str, cue: int, high: int) -> Span | None:
    """What a cue at the head of its statement leads to: `the largest is X`, `led by X`, `grows fastest in X`."""
    of = _OF_TRADE.match(text, cue, high)
    link = _TO_COMPLEMENT.match(text, of.end() if of else cue, high)
    if link is None:
        return None
    stop = _END.search(text, link.end() + 1, high)
    return trimmed(text, link.end(), stop.start() if stop else high)


def trimmed(text: str, start: int, end: int) -> Span | None:
    """A name without determiners, adverbs and the word "segment"; nothing where it is too long for a name."""
    while start < end and text[start] in " \"'(,-:":
        start += 1
    start = numbered.end() if (numbered := _NUMBERED.match(text, start, end)) else start
    while lead := _DETERMINER.match(text, start, end):
        start = lead.end()
    mark = MARK_OF_RANK.search(text, start, end)
    end = mark.start() if mark else end
    bare = re.sub(
        r"(?:,?\s+(?:the|an?|at|with|on|in|of|by|for|from|to|and|or))+$",
        "",
        _SHARE.sub("", text[start:end].rstrip(" ,.\"':;-")),
    )
    while tail := _ADVERB.search(bare) or _HEAD_NOUN.search(bare):
        bare = bare[: tail.start()]
    if not bare or not _NAME.fullmatch(bare):
        return None
    if re.search(r"\b[A-Z]\.[A-Z]$", bare) and text[start + len(bare) : start + len(bare) + 1] == ".":
        bare += "."  # "U.S."
    return start, start + len(bare)


_PRONOUN = frozenset(
    [
        "it",
        "this",
        "that",
        "they",
        "these",
        "those",
        "which",
        "who",
        "market",
        "industry",
        "region",
        "segment",
        "company",
        "he",
        "she",
        "we",
        "you",
        "one",
        "there",
        "what",
        "growth",
        "demand",
        "report",
        "study",
        "analysts",
        "adoption",
        "rest",
        "most",
        "many",
        "revenue",
        "sales",
        "share",
        "largest",
        "fastest",
        "same",
        "type",
        "last",
        "first",
        "latter",
        "former",
        "both",
        "others",
        "its",
        "all",
        "some",
    ]
)
# Words that name nothing while they stand alone.
_NOUNS = frozenset(
    [
        "buyers",
        "makers",
        "users",
        "customers",
        "product",
        "products",
        "application",
        "applications",
        "category",
        "sector",
        "consumption",
        "uptake",
        "spending",
        "turnover",
        "countries",
        "regions",
        "states",
        "provinces",
        "segments",
        "channels",
        "types",
        "categories",
    ]
)


def names_nothing(name: str) -> bool:
    """Whether words name nothing that could hold a rank: `it`, `the largest share`, `growth`."""
    words = re.findall(r"[\w'-]+", name.lower())
    return (
        not words
        or bool(set(words) & _PRONOUN)
        or (len(words) == 1 and bool({words[0], f"{words[0]}s"} & _NOUNS))
        or name[:1].isdigit()
        or number_in_words(words[-1]) is not None
        or words[-1].endswith("'s")
        or (words[0] in {"last", "this", "next"} and words[-1] in {"year", "decade", "quarter", "month", "season"})
        or len(words) > 8
        or bool(SIZE.search(name.replace("LED", "")) or GROWTH.search(name))
        or bool(
            re.search(
                r"^(?:in|by|with)\b|\b(?:in|by|with)$|(?:^| )(?:is|was|has|expected|will|estimated|growing|rising|selling|earning|with)(?: |$)|\b(?:share|part|most|one|many|some|all|rest|number|majority|half|size|value) of\b|^of\b",
                name.lower(),
            )
        )
    )
