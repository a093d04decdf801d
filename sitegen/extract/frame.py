"""What the whole document is: its title, publisher, market and geography.

Comes in: the document's clauses. Goes out: a `Frame` whose `kind` is still to be judged from what is found. Apart,
because a sentence such as "It generated $98 billion in 2021" means nothing without it.
"""

from __future__ import annotations

import re
from itertools import pairwise

from sitegen.extract.layout import Clause, is_label
from sitegen.extract.mentions import money
from sitegen.extract.model import Document, Frame
from sitegen.extract.names import NO_NAME, market_phrases, settle_market
from sitegen.extract.places import GLOBAL, WORLD, find_places, same_place
from sitegen.extract.publishers import publisher

__all__ = ["PAPER", "read_frame"]

_NAVIGATION = re.compile(
    r"^\W*home\b(?=\W|$)(?! [\w&-]+ [a-z])|\b(?:login|log in|sign (?:in|up)|menu|search|subscribe|cookies?|contact us|skip to|share this|report description|table of contents|download|about us|press room|my account)\b|[>»›|]|\w / \w.* / ",
    re.IGNORECASE,
)
# A title that speaks of a trade, or a business, and of no market.
_TRADE = re.compile(
    r"(?:\b(?:the|our) |^)(?P<name>(?:[\w&/'-]+ ){0,5}?[\w&/'-]+) (?:trade|business|sales|demand|spending|consumption|revenues?|output|makers|producers|manufacturers|suppliers|growers)\b(?! (?-i:[A-Z]))",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"(?:prepared|published|written|compiled|issued|by|source|report id|contact|press release|news release|for immediate release)\b|(?:[A-Z]\w+,? )?(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November|December)\b.{0,12}(?:19|20)\d\d$",
    re.IGNORECASE,
)
# "Acme Market Briefing, 9 September 2025", below a title: the paper that it stands in.
_DATED = re.compile(
    r"^[A-Z][\w&. -]{3,50}, (?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November|December) (?:\d{1,2},? )?(?:19|20)\d\d$"
)
_ENDS_DATED = re.compile(r"[.|] (?:\d{1,2}[/.])?\d{1,2}[/.](?:19|20)\d\d$")
# What stands above a title and says only what kind of text follows.
_KICKER = re.compile(
    r"(?:contents lists? available at \w+|(?:open access|free access|review|research article|original article)(?: ?\| ?(?:open access|free access|review|research article|original article))*|for immediate release|(?:press|news|media) (?:release|statement|information|notice)(?: (?:no\.?|number|#)? ?[\w/-]+)?|(?:(?:systematic|scoping|literature|rapid|umbrella|original|research|review) ?)+(?:review|article|research|paper|report)?|meta-?analysis|"
    r"(?:key )?market insights|opinion|comment(?:ary)?|analysis|special report|research (?:report|note|brief)|(?:industry|trade|market|sector) (?:news|insights?|watch|focus|outlook)|press note|(?:table|figure|exhibit|chart) \d+\b.*|news|new (?:study|report|research)|executive summary|abstract|summary|sample pages?)",
    re.IGNORECASE,
)
_REVIEW = re.compile(
    r"\b(?:systematic|scoping|literature|umbrella|rapid) review|meta-?analys[ie]s\b|\bsystematic mapping\b|\bmapping (?:study|review)\b",
    re.IGNORECASE,
)


_ONLY_KIND = re.compile(
    r"(?:an? )?(?:updated |living |rapid )*(?:(?:systematic|scoping|literature|umbrella|rapid) (?:literature )?review|(?:network )?meta-?analysis)(?:(?:,| and| with)(?: an?)?(?: network| updated)* meta-?analys[ie]s)?(?: of [a-z -]{3,60})?",
    re.IGNORECASE,
)
_COMMA = re.compile(r"\d(?<![\d.,].)\d{0,2}(?:\.\d{3})*,\d{1,2} ?(?:%|million|billion|bn|m\b)(?!\d)", re.IGNORECASE)


def read_frame(document: Document) -> Frame:
    """Title, publisher, market and geography, each empty where the text does not say."""
    text = document.normal.text
    title = _first_line(text) or _title(document.clauses)
    heading = text[title[0] : title[1]] if title else ""
    who = publisher(text, heading)
    named = [row for row in _weighted(heading, document.clauses, title) if not who or not _same_name(row[0], who)]
    market = settle_market(heading, named)
    return Frame(
        "none",
        title,
        market,
        _geography(document, heading, market),
        who,
        bool(_COMMA.search(text)),
    )


def _same_name(phrase: str, publisher: str) -> bool:
    """Whether a phrase before "market" is who publishes: `Acme Market Briefing`, by Acme."""
    return phrase.lower() == publisher.lower() or publisher.lower().startswith(phrase.lower() + " market")


def _first_line(text: str) -> tuple[int, int] | None:
    """The document's first line, where it says what the document is, and a full stop or one bar parts it in two."""
    start = len(text) - len(text.lstrip())
    end = text.find("\n", start)
    line = text[start : end if end >= 0 else len(text)].rstrip()
    parted = re.search(r"\w\w\. [A-Z]", line) or line.count(" | ") == 1
    if (
        not parted
        or line[-1:] in ".!;:"
        or not 4 <= len(line.split()) <= 40
        or not text[end : end + 2].startswith("\n")
        or _KICKER.fullmatch(line)
        or PAPER.fullmatch(line)
    ):
        return None
    return (start, start + len(line)) if _REVIEW.search(line) or _KIND.search(line) else None


_KIND = re.compile(r"\b(?:market|industry|report|snapshot|brief(?:ing)?|outlook|forecast|review)\b", re.IGNORECASE)


def _title(clauses: tuple[Clause, ...]) -> tuple[int, int] | None:
    """The first line that is a heading; one that names a market or a review is preferred among the first few."""
    lines = []
    for clause in clauses[:8]:
        bare = clause.text.strip(" #*")
        long = 90 if _LISTS_PARTS.search(bare) else 45
        short = len(bare.split()) <= long and bare[-1:] not in {".", ";", ","}
        if clause.kind in {"heading", "field", "sentence"} and "\n" not in bare and short and len(bare.split()) >= 2:
            offset = clause.text.index(bare) if bare else 0
            lines.append((clause, clause.start + offset, clause.start + offset + len(bare), bare))
    headings = [
        line
        for line in lines
        if line[0].kind == "heading"
        or (len(line[3].split()) > 16 and re.search(r"\bmarket\b", line[3], re.IGNORECASE) and line[0] in clauses[:3])
        or _LISTS_PARTS.search(line[3])
        or _REVIEW.search(line[3])
        or line[3].endswith("?")
        or line[0] is clauses[0]
        or _headline(line[0])
    ]
    headings = [
        line
        for line in headings
        if not _NAVIGATION.search(line[3])
        or (re.search(r"\bmarket\b", line[3], re.IGNORECASE) and not re.search(r"[>»›]|\w / \w", line[3]))
    ]
    headings = [
        line
        for line in headings
        if not _says_only_what(line[3])
        and not (line[0] is not clauses[0] and (_DATED.search(line[3]) or _ENDS_DATED.search(line[3])))
    ] or headings
    headings = _below_masthead(headings, clauses)
    if (
        headings
        and not re.search(r"\b(?:market|industry)\b", headings[0][3], re.IGNORECASE)
        and (deep := _below_menu(clauses))
    ):
        return deep
    for line in headings[:4]:
        if (
            re.search(r"\b(?:market|industry)\b", line[3], re.IGNORECASE)
            and (not re.search(r"\bby [A-Z]", line[3]) or _LISTS_PARTS.search(line[3]) or line[0] is clauses[0])
        ) or _REVIEW.search(line[3]):
            # Below a title may stand, on a line of its own, what kind of review it is.
            above = lines[lines.index(line) - 1] if _ONLY_KIND.fullmatch(line[3]) and line is not lines[0] else line
            return above[1:3] if above in headings else line[1:3]
    return (headings[0][1], headings[0][2]) if headings else None


_BYLINE = re.compile(r"\W*[Bb]y [A-Z][\w.'-]+(?: [A-Z][\w.'-]+){1,3}\W*")
_ISSUE = re.compile(r"\b(?:issue|volume|vol\.|no\.|edition|updated|published)\b|\b(?:19|20)\d\d\b", re.IGNORECASE)
# A ministry, or a council, at the head of its paper.
_OFFICE = re.compile(
    r"(?:The )?(?:Federal |National |Royal |State )?(?:Department|Ministry|Directorate|Office|Agency|Bureau|Institute|Council|Commission|Authority|Chamber) (?:for|of)\b[^,.:;|]{3,80}"
)
_MASTHEAD = re.compile(
    r"[A-Z][A-Z&' .]{5,50}(?:,| [-|\u2014]) (?:(?:spring|summer|autumn|winter|issue|january|february|march|april|may|june|july|august|september|october|november|december)\b.{0,12})?(?:19|20)\d\d",
    re.IGNORECASE,
)
_NAMED_MARKET = re.compile(r"(?:Global |The )*(\w[\w&/' -]{3,60} Market)\b")
_Line = tuple[Clause, int, int, str]


_REPORT_LINE = re.compile(
    r"[A-Z][\w&/' -]+ Market(?: Size|,| Report| Share| Analysis| Outlook| Trends|: )[^|>]{8,}(?:Report|Analysis|Forecasts?|Outlook|Share|Trends)\b"
)


def _below_menu(clauses: tuple[Clause, ...]) -> tuple[int, int] | None:
    """The line that names a market report, below a page's menu and notices and above its first sum."""
    for clause in clauses[8:60]:
        if money(clause.text):
            return None
        if (
            _REPORT_LINE.match(clause.text)
            and clause.kind in {"heading", "sentence"}
            and "\n" not in clause.text.strip()
        ):
            return clause.start, clause.start + len(clause.text.rstrip())
    return None


def _below_masthead(headings: list[_Line], clauses: tuple[Clause, ...]) -> list[_Line]:
    """Without the name of a paper or an office at the head, where a title stands further down: right above its author, or below a date."""
    if len(headings) < 2 or headings[0][0] is not clauses[0]:
        return headings
    first, *others = headings
    dated = len(clauses) > 2 and len(clauses[1].text.split()) <= 9 and bool(_ISSUE.search(clauses[1].text))
    for above, below in pairwise(clauses[:8]) if first[3].isupper() or dated else ():
        signed = next((line for line in others if line[0] is above), None)
        if signed and _BYLINE.fullmatch(below.text.strip()):
            return [signed, *others]
    dated = dated and clauses[2].kind == "heading"
    named = _NAMED_MARKET.match(first[3])
    if named and sum(named[1].lower() in clause.text.lower() for clause in clauses[1:30]) > 1:
        return headings  # "Walking Pad Market Research, 2033": of what the text goes on to tell
    masthead = first[3].isupper() and dated and not re.search(r"\bmarket\b", first[3], re.IGNORECASE)
    if not (masthead or _OFFICE.fullmatch(first[3]) or _MASTHEAD.fullmatch(first[3])):
        return headings
    while (
        len(others) > 1 and len(others[0][3].split()) <= 5 and (_ISSUE.search(others[0][3]) or others[0][3].isupper())
    ):
        others = others[1:]
    return others


# "X Market Size and Share, By Type (A, B, and C), By Use (D and E), Forecast 2025-2032"
# "Packaging Services 2025-2033 Analysis": a name, and what is told of it.
_YEARS_OF = re.compile(
    r"^(?:the )?(?:global |world(?:wide)? )?(?P<name>[A-Z][\w&/'-]*(?: [\w&/'-]+){0,6}?) (?:19|20)\d\d ?[-–] ?(?:(?:19|20)?\d\d)\b"
)
_LISTS_PARTS = re.compile(r"\bmarket\b[^()]{0,120}\bby [\w &/-]{2,40} ?\([^()]*(?:,| and )[^()]*\)", re.IGNORECASE)


# The head of a journal's page: its name, alone or with volume, year and page.
PAPER = re.compile(
    r"(?:(?P<name>Cochrane Database of Systematic Reviews|P[Ll][Oo]S [A-Z]\w+|Frontiers in [A-Z][\w &]+|(?:The )?(?:BMJ|Lancet|JAMA)(?: [A-Z][\w.]+){0,4}|BMC [A-Z][\w &]+|(?:[A-Z]\w+ )?(?:Journal|Annals|Archives|Acta) of [A-Z][\w ,&]+)"
    r"|(?P<dated>[A-Z][\w&.,' -]{3,60}?) \d{1,4} ?\((?:19|20)\d\d\) [\w\u2013-]+)(?: \| [A-Z][\w ]+)?"
)


def _says_only_what(line: str) -> bool:
    """Whether a line above a title says what kind of text it is, or who wrote it when."""
    bare = line.strip(" :.-")
    return bool(_CREDIT.match(line) or PAPER.fullmatch(line) or NO_NAME.fullmatch(bare) or _KICKER.fullmatch(bare))


def _headline(clause: Clause) -> bool:
    """`Stairlifts in Europe: an ageing continent stays at home`: words on both sides of the colon, and no label."""
    if clause.kind != "field" or "\t" in clause.text or "|" in clause.text or is_label(clause.label):
        return False
    plain = not re.match(r"\W*(?:\d|[$€£₹¥]|[A-Z]{2,3}\$? ?\d)", clause.body) and clause.text.rstrip()[-1:].isalnum()
    return plain and 2 <= len(clause.label.split()) <= 12 and len(clause.body.split()) >= 3


_TITLED = re.compile(
    r"(?:the )?(?:global |world(?:wide)? )?(?P<name>[A-Z][\w&/'-]*(?: [\w&/'-]+){0,5}?)(?: (?:in|of) (?:the )?[A-Z][\w ]+)?\s*(?:[:|(]| - )[^:]*\b(?:outlook|report|forecast|trends|size|prospects|briefing|survey|study|opportunity|snapshot|profile|to 20\d\d)\b",
    re.IGNORECASE,
)


# "Five things we learned from our smart home camera forecast"
_OURS = re.compile(
    r"\b(?:our|the latest) (?P<name>[a-z][\w-]+(?: [a-z][\w-]+){1,4}) (?:forecast|outlook|model|survey)\b"
)


def _weighted(heading: str, clauses: tuple[Clause, ...], title: tuple[int, int] | None) -> list[tuple[str, int]]:
    found = []
    for match in _TRADE.finditer(heading):
        found.append((match["name"], 5))
    titled = _YEARS_OF.match(heading) or _TITLED.match(heading)
    if titled and not NO_NAME.fullmatch(titled["name"]) and not _REVIEW.search(heading):
        found.append((titled["name"], 2))
    if ours := _OURS.search(heading):
        found.append((ours["name"], 3))
    placed = next((found for found in find_places(heading)), None)
    in_place = (
        re.match(r"(?:the )?((?:[\w&/'-]+ ){1,5})in (?:the )?$", heading[: placed[0]], re.IGNORECASE)
        if placed
        else None
    )
    if in_place and not NO_NAME.fullmatch(in_place[1].strip()) and not _REVIEW.search(heading):
        found.append((in_place[1].strip(), 4))
    for clause in clauses[:400]:
        own = title is not None and clause.start <= title[0] < clause.end
        for order, (start, end) in enumerate(market_phrases(clause.text)):
            weight = 6 if own and not order else 3 if money(clause.text) and not order else 1
            found.append(
                (clause.text[start:end], weight + (1 if GLOBAL.search(clause.text[max(0, start - 12) : start]) else 0))
            )
    return found


def _geography(document: Document, title: str, market: str) -> str:
    """`Global`, the place that the market is confined to, or nothing."""
    near = re.compile(r"(?:'s)? (?:[\w&/,+-]+ ){0,8}(?:market|industry|sector)\b", re.IGNORECASE)
    for start, end, name in find_places(title):
        tail = title[end:]
        if (
            near.match(tail)
            or re.search(r"\b(?:in|of) (?:the )?$", title[:start])
            or (not title[:start].strip() and market)
            or (re.search(r"[,:|(-] (?:the )?$", title[:start]) and not tail.strip(" .)"))
        ):
            return name
    if GLOBAL.search(title):
        return WORLD
    if beside := _named_with(document, market) or _adjective_of(document, market):
        return beside
    local: list[str] = []
    for clause in document.clauses[:400]:
        own = bool(title) and title in clause.text
        told = money(clause.text) or re.search(r"\bCAGR\b|\bmarket\b|\bindustry\b|\boutlook\b", clause.text)
        if told and GLOBAL.search(clause.text):
            return WORLD
        if money(clause.text) and re.search(
            r"\b(?:market|industry|sector|business|spending|sales|demand|consumption|retailers|trade)\b", clause.text
        ):
            here = [
                name
                for start, end, name in find_places(clause.text, adjectives=True)
                if _confines(clause.text, start, end)
            ]
            if not here and not local and not own and market_phrases(clause.text):
                break  # the market is told of first without a place: a place that follows is a part of it
            local += here
    if local and all(same_place(local[0], name) for name in local):
        return local[0]
    return WORLD if any(GLOBAL.search(clause.text) for clause in document.clauses[:400]) else ""


def _named_with(document: Document, market: str) -> str:
    """The place that stands before the market's name when money is first told of it: `the European felt market`."""
    if not market:
        return ""
    beside = re.compile(
        rf"(?:'s)? (?:(?:market|industry|sector|trade) (?:for|of|in) (?:the )?)?{re.escape(market)}\b", re.IGNORECASE
    )
    for clause in document.clauses[:40]:
        if money(clause.text) and (first := re.search(re.escape(market), clause.text, re.IGNORECASE)):
            named = find_places(clause.text[: first.start()], adjectives=True)
            return next((name for _, end, name in named if beside.match(clause.text, end)), "")
    return ""


def _adjective_of(document: Document, market: str) -> str:
    """The place whose adjective the market bears where it is first named: `the Japanese photomask blank market`."""
    if not market or any(GLOBAL.search(clause.text) for clause in document.clauses[:400]):
        return ""
    beside = re.compile(rf" {re.escape(market)} (?:market|industry|sector|trade)\b", re.IGNORECASE)
    told = next((clause.text for clause in document.clauses[:400] if beside.search(clause.text)), "")
    return next((name for _, end, name in find_places(told, adjectives=True) if beside.match(told, end)), "")


def _confines(text: str, start: int, end: int) -> bool:
    after = text[end : end + 60]
    if re.fullmatch(r"\W*(?:Across|In|Throughout|Within) (?:all of |all |the whole of )?(?:the )?", text[:start]):
        return True
    return bool(
        re.match(r"(?:'s)? (?:[\w&/+-]+ ){0,6}(?:market|industry|sector|spending|demand|consumption|sales)\b", after)
    ) or bool(re.search(r"\b(?:market|industry|sector)(?: for [\w -]{2,40}?)? (?:in|of) (?:the )?$", text[:start]))
