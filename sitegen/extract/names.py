"""Names that a text gives: markets and companies.

Comes in: text. Goes out: names as printed, with their spans. Apart, because names are found by their company, not by a list.
"""

from __future__ import annotations

import re
from collections import Counter

from sitegen.extract.folded import Folded
from sitegen.extract.places import GLOBAL, find_places

__all__ = ["COMPANY", "LEGAL", "NO_NAME", "SELLERS", "companies_by_form", "market_phrases", "settle_market"]

LEGAL = r"(?:Inc\.?|Incorporated|Ltd\.?|Limited|LLC|L\.L\.C\.|Corp\.?|Corporation|Co\.,? Ltd\.?|Co\.|Company|PLC|plc|Plc|GmbH(?: & Co\. KG(?:aA)?)?|AG|S\.p\.A\.?|SpA|S\.r\.l\.?|Srl|s\.r\.o\.?|d\.o\.o\.?|Lda\.?|Ltda\.?|Sp\. z o\.o\.?|SAS|SARL|S\.A\.(?:B\. )?(?:de C\.V\.)|SA de CV|S\.L\.U?\.?|SIA|UAB|S\. de R\.L\.(?: de C\.V\.)?|S\.A\.S\.?|Sdn\.? Bhd\.?|e\.K\.|OHG|KG|ApS|a\.s\.|A\.Ş\.|Zrt\.?|PJSC|PCL|FZE|OOO|Cooperative|Co-operative|KK|K\.K\.?|Kft\.?|AS|Bhd\.?|Tbk\.?|JSC|OÜ|S\.A\.?|SA|N\.V\.|NV|KGaA|SE|AB|A/S|ASA|Oyj?|Pty\.? Ltd\.?|Pvt\.? Ltd\.?|Pte\.? Ltd\.?|Private Limited|B\.V\.|BV|LLP|L\.P\.|Holdings?)"
COMPANY = Folded(
    r"(?<!-)\b(?:compan(?:y|ies)|players?|vendors?|manufacturers?|competitors?|participants?|leaders?|providers?|producers?|suppliers?|makers?|firms?|underwriters?|insurers?|brands?|operators?|developers?|businesses|enterprises|contractors?|retailers?|sellers?|builders?|exporters?|importers?|processors?|growers?|distributors?|traders?|fabricators?|installers?|rivals?|contenders?|chains?|banks|airlines|reinsurers?|agencies|brokers?|carriers)\b(?!-)",
)
"""What those are called who sell in a market."""
SELLERS = Folded(
    r"(?<!-)\b(?:compan(?:y|ies)|players?|vendors?|manufacturers?|competitors?|participants?|leaders?|providers?|producers?|suppliers?|makers?|firms?|brands?|rivals?|contenders?)\b(?!-)"
)
"""Those of them who are nothing else: chains, contractors and banks may as well be who buys, or by which way."""
_MARKET = re.compile(
    r"\b(?:[Mm]arkets?|MARKET|[Ii]ndustry|[Ss]ector|[Cc]ategory(?= (?:will|is|was|should|could)\b))\b(?! (?:share|player|leader)s?\b(?=[^:]*\bof\b))"
)
_MARKET_FOR = re.compile(
    r"[Mm]arket (?:size )?(?:for|of|in(?= [a-z])(?! (?:base|forecast|final|first|last|year|terms|question|general|recent|which|value|volume|the|its|this|both|each|all|many|most|some|place|developing|emerging|growing)\b)) (?:the )?(?P<name>(?:[a-z]+- (?:and|or) )?(?!this|these|no\b|it\b|its|our|such|which|over|more|about|all)[a-z][\w/+'-]*(?: (?!last|this|next|is|was|are|were|will|has|had|have|in|by|at|of|for|to|from|with|on|grew|should|would|could|can|may|stood|reached|rose|fell|grew|climbed|increased|declined|expanded|dropped|hit|totall?ed|amounted|stands|remains|continues|came|generated|earned|worldwide|globally|during|rising|growing|climbing|falling|more|than|reaching|expected|worth|up)[\w/+'-]+){0,5})"
)
_WORD = re.compile(r"[\w&/+'.®()-]+,?")
# Words before which a market's name cannot reach back.
_STOP = frozenset(
    [
        "the",
        "a",
        "an",
        "this",
        "that",
        "these",
        "its",
        "their",
        "our",
        "your",
        "his",
        "her",
        "any",
        "each",
        "every",
        "overall",
        "entire",
        "whole",
        "same",
        "said",
        "such",
        "other",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "has",
        "have",
        "had",
        "will",
        "would",
        "should",
        "could",
        "may",
        "might",
        "can",
        "do",
        "does",
        "did",
        "of",
        "in",
        "on",
        "for",
        "to",
        "from",
        "by",
        "with",
        "at",
        "as",
        "into",
        "than",
        "about",
        "over",
        "under",
        "between",
        "through",
        "during",
        "says",
        "said",
        "according",
        "report",
        "reports",
        "study",
        "studies",
        "research",
        "new",
        "latest",
        "global",
        "globally",
        "world",
        "worldwide",
        "world's",
        "international",
        "current",
        "growing",
        "emerging",
        "key",
        "major",
        "top",
        "expected",
        "projected",
        "estimated",
        "which",
        "where",
        "while",
        "when",
        "what",
        "how",
        "why",
        "who",
        "and",
        "but",
        "or",
        "so",
        "that",
        "it",
        "they",
        "we",
        "you",
        "he",
        "she",
        "not",
        "no",
        "also",
        "both",
        "total",
        "valued",
        "worth",
        "today",
        "annual",
        "analysis",
        "insights",
        "overview",
        "outlook",
        "free",
        "see",
        "more",
        "read",
        "related",
        "home",
        "covers",
        "covering",
        "covered",
        "describes",
        "calls",
        "call",
        "puts",
        "values",
        "sees",
        "forecasts",
        "estimates",
        "per",
        "including",
        "within",
        "across",
        "it's",
        "there",
        "here",
        "stock",
        "labour",
        "labor",
        "job",
        "housing",
        "farmers'",
        "farmers",
        "flea",
        "target",
        "real-estate",
        "local",
        "black",
        "free",
        "free-trade",
        "super",
        "open",
        "common",
        "single",
        "money",
        "capital",
        "financial",
        "bond",
        "press",
        "release",
        "million",
        "billion",
        "trillion",
        "define",
        "defines",
    ]
)
# Stops right before "market" only: the labour market is another thing, and labour software is a thing sold.
_OF_OTHER_MARKETS = frozenset(
    ["stock", "labour", "labor", "job", "housing", "money", "capital", "financial", "bond", "press", "flea"]
)
_JOIN = frozenset({"and", "&", "for", "of", "in"})
# Money of a thing is a market of it, where nothing is called a market.
_REVENUE = re.compile(
    r"\b(?:[Pp]remiums?|[Ss]hipments|[Tt]rade|[Rr]evenues?|[Ss]ales|[Ss]pending|[Dd]emand|[Tt]urnover|[Ee]xpenditure|[Cc]onsumption|[Ss]pen[dt]s? (?:[^.;]|\.\d){0,40}?) ?\b(?:from|of|on|for|in) (?:the )?(?P<name>(?:[a-z]+- (?:and|or) )?(?!this|these|no\b|it\b|its|our|such|more|about|all|over|up)[a-z][\w/+'-]*(?: (?!last|this|next|is|was|are|were|will|has|had|have|in|by|at|of|for|to|from|with|on|grew|should|would|could|can|may|stood|reached|came|rose|worldwide|globally|during|and|the|over|were|amounted|totall?ed|climbed|hit|rising|growing|climbing|falling|more|than|reaching|expected|worth|up)[\w/+'-]+){0,4})"
)
_RANKED = re.compile(
    r"^(?:second[- ]|third[- ])?(?:largest|biggest|leading|fastest[- ]growing|dominant)(?: (?:country|regional|national|single))?$",
    re.IGNORECASE,
)
# "Acme Market Intelligence" is a firm's name; a title may well say "Kettle Market Insights".
_IN_NAME = re.compile(
    r"(?:Markets?|Sector|Industry) (?:Intelligence|Monitor|Advisors|Economics|Observatory|Lab|Notes|Watch|Pulse|Partners)\b"
)
_VAGUE = re.compile(
    r"(?:the|domestic|home|local|national|overall|total|whole|entire|world|european|regional|end|soft|hard|weak|strong|small|large|big|huge|tiny|young|mature|serviceable|addressable|obtainable|niche)",
    re.IGNORECASE,
)
_NOISE = re.compile(r"^(?:market|markets|size|industry|sector|trends?|growth|share|forecast)$", re.IGNORECASE)

_NUMBERED = re.compile(r"(?:fy|cy)?'?\d+")
_LETTER = re.compile(r"[a-z]")
_WORLD = ("Global ", "global ", "Worldwide ", "worldwide ", "International ", "international ")


def market_phrases(text: str) -> list[tuple[int, int]]:
    """Spans of what stands before `market`, `industry`, `sector`: the names that markets go by."""
    found = []
    for match in _MARKET.finditer(text):
        if _IN_NAME.match(text, match.start()):
            continue
        before = text[max(0, match.start() - 14) : match.start()]
        world = next((word for word in _WORLD if before.endswith(word)), "")
        end = match.start() - len(world)
        start = _reach_back(text, end)
        after = _MARKET_FOR.match(text, match.start())
        vague = start is not None and _VAGUE.fullmatch(_without_places(text[start : end - 1]) or "the")
        if start is not None and not _RANKED.match(text[start : end - 1]) and not (vague and after):
            found.append((start, end - 1))
        elif after:
            found.append(after.span("name"))
    return found or [match.span("name") for match in _REVENUE.finditer(text)][:1]


def _reach_back(text: str, end: int) -> int | None:
    window = text[max(0, end - 110) : end]
    window = window[
        max(
            window.rfind("\n"),
            window.rfind(". "),
            window.rfind("|"),
            window.rfind('"'),
            window.rfind(": "),
            window.rfind("; "),
        )
        + 1 :
    ]
    offset = end - len(window)
    words = [(match.group(), offset + match.start()) for match in _WORD.finditer(window)]
    start: int | None = None
    taken = 0
    for index in range(len(words) - 1, -1, -1):
        word, place = words[index]
        bare = word.strip(".,()'").lower()
        if taken >= 8 or (word.endswith((",", ";")) and taken) or word.endswith(";"):
            # A list before the noun ("parts, devices and services market") belongs to it only after an "and".
            break
        if bare in _JOIN and start is not None and index > 0 and bare in {"and", "&"}:
            before = words[index - 1][0].strip(".,()'").lower()
            if before in _STOP or not before:
                break
            taken += 1
            continue
        if (
            (bare in _STOP and not (taken and bare in _OF_OTHER_MARKETS))
            or not bare
            or _NUMBERED.fullmatch(bare)
            or not _LETTER.search(bare)
            or (taken and _NOISE.match(bare))
        ):
            break
        start, taken = place, taken + 1
    return start


# What stands before the colon of a title and names no market: "Snapshot", "Market report no. 118".
NO_NAME = re.compile(
    r"(?:(?:the |an? )?(?:market|industry|sector|research|global|world|quarterly|annual)?\s*(?:snapshot|brief(?:ing)?|report (?:scope|overview)|scope(?: of the report)?|executive summary|key (?:market )?(?:takeaways|findings|figures|facts|data|insights)|frequently asked questions|faqs?|press release|report|profile|overview|outlook|update|review|monitor|note|study|analysis|focus|spotlight|insights?|in focus)(?: (?:no\.?|number|#) ?\d+|\s*\d*)?)?\s*",
    re.IGNORECASE,
)


def settle_market(title: str, weighted: list[tuple[str, int]]) -> str:
    """The name that a document's market goes by, from phrases of its title and its sentences with their weights."""
    votes: Counter[str] = Counter()
    printed: dict[str, str] = {}
    for phrase, weight in weighted:
        name = re.sub(r"\s*\([^()]*\)?$", "", _without_places(phrase))
        key = re.sub(r"[^a-z0-9]+", " ", name.lower()).strip()
        if (
            not key
            or _VAGUE.fullmatch(key)
            or key in {"market", "consumer", "regional", "domestic", "overseas", "end user", "mass", "product"}
        ):
            continue
        votes[key] += weight
        printed.setdefault(key, name)
    titled = f" {re.sub(r'[^a-z0-9]+', ' ', title.lower())} "
    for key in votes:
        votes[key] += 4 if f" {key} " in titled else 0
    if not votes:
        head = re.sub(r"^(?:Table|Figure|Exhibit|Chart) \d+[.:]?\s*", "", title.strip(" #*"))
        parts = [part for part in re.split(r"\s*[:(|,?]\s*| - | — ", head) if not NO_NAME.fullmatch(part)]
        head = re.sub(
            r"^(?:[Tt]he )?(?:[Ff]uture|[Ss]tate|[Bb]usiness|[Rr]ise) of (?:the )?", "", parts[0] if parts else ""
        )
        head = re.sub(
            r" in the (?:world|global|international) market$|^(?:[Tt]he )?(?:[Mm]arket|[Tt]rade|[Bb]usiness) (?:for|in|of) |(?: (?:market|trade|business|sales))? in(?: [Tt]he)?$",
            "",
            _without_places(head),
        )
        head = re.sub(
            r"\b(?:at a glance|in brief|in figures|overview|outlook|key figures|snapshot|report|statistics|facts|forecast)\b.*$",
            "",
            head,
            flags=re.IGNORECASE,
        ).strip()
        return _without_places(head) if 0 < len(head.split()) <= 6 else ""
    most = max(votes.values())
    first, *others = (key for key, count in votes.items() if count == most)
    # Of names that are told of as often the first is the document's, in its longest form.
    return printed[max([first, *(key for key in others if first in key)], key=len)]


def _without_places(phrase: str) -> str:
    name = GLOBAL.sub(" ", phrase)
    for start, end, _ in reversed([*find_places(name), *_nationality(name)]):
        if not name[:start].strip(" ,.'s") or not name[end:].strip():
            name = name[:start] + name[end:]
    name = re.sub(r"^\s*(?:'s\b)?\s*(?:(?:domestic|national|home|overall|total)\b\s*(?=\S))?", "", name)
    return re.sub(r"\s+", " ", name).strip(" ,.'-&:()")


def _nationality(name: str) -> list[tuple[int, int, str]]:
    """`Australian` in front of a market says where it is."""
    return [item for item in find_places(name, adjectives=True) if item[0] == 0 and not find_places(name[: item[1]])]


_NEXT = r"(?:,? (?:&|and|of|de) | )"
_FORMED = re.compile(
    rf"([A-Z0-9](?<![\w.].)[\w&.'+/-]*{_NEXT}(?:[A-Z0-9][\w&.'+/-]*{_NEXT}){{0,4}}?(?:{LEGAL}))(?![\w])(?!,? (?:{LEGAL})(?![\w]))"
)


def companies_by_form(text: str) -> list[tuple[int, int]]:
    """Names that end in a legal form: `Acme S.A.`, `Bolt Co., Ltd.`"""
    return [match.span(1) for match in _FORMED.finditer(text)]
