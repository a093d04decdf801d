"""Who published the figures of a document, as the document names it.

Comes in: the text and its title. Goes out: a name, or nothing. Apart, because a publisher is known by what it does: it
estimates, publishes, is a source. Every such sign is a vote for the name beside it.
"""

from __future__ import annotations

import re
from collections import Counter

from sitegen.extract.names import COMPANY, LEGAL, NO_NAME
from sitegen.extract.places import find_places
from sitegen.extract.stacks import dimension_named

__all__ = ["publisher"]

_END = r"(?:Research Reports|Market Research(?: Future)?|Business Insights|Market Insights|Research and Markets|Market Reports?|Research|Insights?|Intelligence|Analytics|Consulting|Advisors?|Advisory|Reports|Consultants|Future|Statistics|Council|Institute|Bureau|Association|Associates|Agency|Observatory|Monitor|Surveys?|Studies|Markets|Data|Group|Partners|Study|Analysts|Analysis|Economics|Strateg(?:y|ies)|Consult\w*|Institut\w*|Foundation|Cent(?:re|er)|Chamber|Federation|Forum|Alliance|Board|Society|Barometer|Intel|Labs?|Think Tank)"
_KNOWN = r"(?:MarketsandMarkets|Technavio|Statista|TechSci Research|IMARC(?: Group)?|Mordor Intelligence|Gartner|IDC|Frost & Sullivan|Euromonitor(?: International)?|GlobeNewswire Research|Arizton|Fact\.MR|IBISWorld|Persistence Market Research|BIS Research|Research Nester|ReportLinker|BCC Research|The Insight Partners|Precedence Research|DelveInsight|GlobalData|Freedonia|Roots Analysis|MarketResearch\.biz|Market\.us|SkyQuest|HTF MI|QYResearch|SNS Insider|Zion Market Research|Kalorama Information|Grand View Research|Emergen Research|Polaris Market Research|Verified Market Research|Coherent Market Insights|Future Market Insights|Transparency Market Research|Data Bridge Market Research|Allied Market Research|Fortune Business Insights|P&S Intelligence|Vision Research Reports|6Wresearch|Reports and Data|Research and Markets|ResearchAndMarkets(?:\.com)?|Data Bridge|Facts & Factors|Global Market Insights|Maximize Market Research|Knowledge Sourcing Intelligence|Ken Research|Custom Market Insights|Spherical Insights|Strategic Market Research|Bonafide Research|Expert Market Research|Business Research Company|The Business Research Company|Straits Research|Acumen Research and Consulting|Stratistics MRC|Meticulous Research|Astute Analytica|Infinium Global Research|Market Research Future|UnivDatos|Inkwood Research|Global Industry Analysts|Credence Research|Industry Research|Value Market Research|Adroit Market Research)"
_WORD = r"[A-Z][\w&'-]*(?:\.[\w]+)*(?:(?:(?<=\b[A-Z])|(?<=\bCo))\.(?= [A-Z]|$))?"
_NAME = rf"(?:{_WORD}|[a-z][A-Z]\w+)(?:(?: (?:&|and|of|for|on) | ){_WORD}){{0,5}}"
_FIRM = rf"(?:{_NAME} )?{_END}"
_REPORTS = r"(?:says|said|gives|gave|estimates?d?|expects?|forecasts?|projects|projected|puts?|reports|reported|valued|values|predicts|sees|finds|found|notes|noted|reckons|thinks|argues|foresees|anticipates|states|reckons|calculates|analy[sz]es|tracks|monitors|calculated|believes|counts|measures|assumes|publish(?:ed|es)|(?:released|launched)(?= [^.;\n]{0,60}\b(?:reports?|study|studies|survey|research|analysis|forecasts?|outlook|figures|data|edition|briefing)\b)|has (?:put|valued|published|released|estimated|calculated|measured))"
_WORK = r"(?:analysts?|researchers|forecasters?|economists|consultants|model|outlook|forecasts?|estimates?|figures|numbers|data|report|study|survey|projections?|base case|team|reckoning|count|note|briefing|deck)"
_KNOWN_RE = re.compile(rf"(?<![\w]){_KNOWN}(?![\w])")
# (sign, votes): the more plainly it says who is responsible, the more.
_SIGNS = tuple(
    (re.compile(pattern, re.MULTILINE), votes)
    for pattern, votes in (
        (rf"\b(?:[Pp]ublished|[Pp]repared|[Ii]ssued|[Cc]ompiled|[Rr]eleased|[Ww]ritten|[Rr]esearched|[Cc]onducted|[Pp]roduced|[Rr]eali[sz]ed|[Cc]arried out|[Aa]uthored|[Dd]rawn up) by:? (?:the )?({_NAME})", 5),
        (rf"(?:\u00a9|\([Cc]\)|[Cc]opyright) ?(?:(?:19|20)\d\d(?:-\d+)?,? )?(?:by )?({_NAME})", 4),
        (rf"(?:^[^\w\n]*|[|(.;] ?|\t)(?:[Ss]ource|SOURCE|[Pp]ublisher|[Ii]ssued|[Dd]ata)s?: ?(?:[Tt]he )?({_NAME})", 5),
        (rf"^({_FIRM}) (?:>|\u00bb|\u203a) (?:Blog|Insights?|News|Research|Articles?|Reports?|Resources)\b", 5),
        (rf"^[^\w\n]*({_FIRM})(?:,? (?:{LEGAL}))* [.|\u00b7/] \W*(?:Privacy|Terms|Contact|Careers|About|Imprint|Legal)\b", 5),
        # A ministry at the head of its paper.
        (rf"\A\W*(?:The )?((?:Federal |National |Royal |State )?(?:Department|Ministry|Directorate|Office|Agency|Bureau|Institute|Council|Commission|Authority|Chamber) (?:for|of) {_NAME})$", 6),
        (rf"(?<=[^\n])[:(|\u2014-] ?({_FIRM})\)?(?: Says)?$", 3),
        (rf"^(?![-*\u2022] )[^\w\n]*({_FIRM})[^\w\n]*$", 3),
        (rf"\b(?:[Aa]ccording to|[Aa]s per|[Ss]ays|[Ss]aid|[Bb]y|[Ff]rom|[Oo]f|[Ff]or) (?:the |an? )?(?:new |recent |latest )?(?:report |study |data |figures |numbers )?(?:by |from |of |published by )?(?:the )?({_FIRM})(?![\w])", 3),
        (rf"\b({_FIRM})(?: \([A-Z][\w. -]{{1,14}}\))?,? {_REPORTS}\b", 4),
        (rf"\b(?:research|consult\w+|advisory|intelligence|analysis|analyst|polling) (?:firm|compan\w+|house|institute|group|agency|consultancy|boutique|outfit|provider|specialists?|consultants),? (?:called |named )?({_NAME})", 5),
        (rf"\b[Aa]ccording to (?:the |an? )?(?:[A-Z]\w+-based )?(?:(?:new|recent|latest|market|research) )*(?:(?:report|study|data|figures|estimates|analysts?|consultants?) )?(?:(?:by|from|of|published by) )?(?:the )?({_NAME})", 3),
        (rf"(?:^|[.;:\"] |-- ?|\b(?:that|which|and|as) )({_NAME}),? {_REPORTS}\b", 4),
        (rf"\b({_NAME})(?:'s?|,) (?:own |latest |new |\w+-year )?{_WORK}\b", 3),
        (rf"\b(?:{_WORK}|view|reckoning) (?:at|of|from|by|with|published by) (?:the )?({_NAME})", 3),
        (rf"\b({_NAME})(?: \([^()]*\))?, (?:the|an?) [\w -]{{0,60}}\b(?:analysts?|researcher|research|consultan\w+|publisher|advis\w+|intelligence|think tank|pollster)\b", 5),
        (rf"^(?=\w+ \w)({_NAME}), (?:[A-Z]\w+, )?(?:\d{{1,2}} )?(?:January|February|March|April|May|June|July|August|September|October|November|December) (?:\d{{1,2}}, )?(?:19|20)\d\d$", 3),
        (rf"^[^\n,.]{{3,40}}, ({_FIRM}), (?:\d{{1,2}} )?(?:January|February|March|April|May|June|July|August|September|October|November|December) (?:19|20)\d\d$", 3),
        (rf"^\(?({_NAME}), (?:(?:Equity|Market|Economic|Industry|Consumer|Sector) )?(?:Research|Insights?|Analysis|Economics|Intelligence|Strategy|Advisory|Consulting)\b", 4),
        (rf"\b({_NAME})'s? (?:new |latest |annual )?(?:[A-Z]\w+ ){{1,4}}(?:Tracker|Report|Index|Survey|Study|Monitor|Outlook|Barometer)\b", 3),
        (rf"\b(?:desk|team|analysts|staff) (?:of|at) ({_NAME})", 4),
        (rf"^(?:The )?({_FIRM}), (?:[^\n]{{3,40}}|[^\n]{{3,80}}\b(?:19|20)\d\d\b[^\n]{{0,30}})$", 3),
        (rf"[|] (?:the )?({_FIRM})(?:, [A-Z][\w .,]{{2,40}})?(?: \||$)", 3),
        (rf"[:|] (?:the )?({_FIRM})(?: (?:[A-Z]\w+ ){{0,2}}(?:Report|Review|Brief|Study|Survey|Digest|Update)s?)?(?: (?:19|20)\d\d)?$", 3),
        (rf"^[^\w\n]*(?:(?:[Ww]ritten )?[Bb]y|[Aa]uthors?:|[Aa]nalysts?:) [A-Z][\w.' -]{{2,40}}, (?:[Tt]he )?({_NAME})$", 6),
        (rf"^[^\w\n]*[Bb]y (?:the )?({_FIRM}(?: Desk| Team| Staff)?)(?= [|·.-] |,|\W*$)", 3),
        (rf"^(?:[Aa]uthor|[Pp]ublisher|[Ss]ource|[Ii]ssued by|[Rr]esearch (?:firm|house|company)|[Pp]roducer) ?[\t|:]+ ?(?:the )?((?>{_NAME}))(?!, [A-Z])", 5),
        (rf"(?:^|: |- )({_NAME}(?:,? (?:{LEGAL}))?)(?: \([^()]*\))? has (?:\w+ )?(?:published|released|carried out|prepared|conducted|completed|added|compiled|updated|finished|issued)\b", 5),
        (rf"\b(?:consultancy|consultants|pollster|think tank|research house|market researcher|data provider)s? ({_NAME})", 5),
        (rf"\b({_FIRM}) has (?:carried out|prepared|conducted|completed|compiled|updated|issued|segmented|divided|classified|surveyed|interviewed|profiled|broken down|analy[sz]ed|estimated|assessed)\b", 4),
        (rf"\b({_NAME})(?:,? (?:{LEGAL}))?(?:\u2122|\u00ae)? is (?:a|an|the) [^.\n]{{0,60}}?\b(?:research|consult\w+|advisory|intelligence|analyst|publish\w+|information)\b(?: and \w+)? (?:firm|company|house|group|agency|provider|institute|business|practice|boutique|consultancy)\b", 5),
        (rf"\b(?:[Ff]igures|[Nn]umbers|[Ee]stimates|[Ff]orecasts?|[Dd]ata|[Pp]rojections) (?:\w+ )?(?:are|is|come from|stem from|belong to) (?:the )?({_NAME})'s? (?:own|work)\b", 4),
        (rf"\b(?:[Ff]igures|[Nn]umbers|[Ee]stimates|[Dd]ata|[Cc]harts?|[Aa]nalysis|[Rr]esearch|[Tt]ext): ?(?:the )?({_NAME})", 4),
        (rf"\b(?:author|analyst|editor|writer)s? (?:at|of|for|with) (?:the )?({_NAME})", 4),
        (rf"\b(?:study|report|survey|research|analysis|note|forecast|paper)\b[^.;\n]{{0,40}}\b(?:released|published|issued|presented|conducted|compiled|unveiled|out)\b[^.;\n]{{0,20}}\b(?:by|from) (?:the )?({_NAME})", 4),
        (rf"\b({_NAME}), (?:the|an?) (?![^,;\n]*\b(?:makers?|manufacturers?|producers?|brands?|suppliers?|retailers?|vendors?|start-?ups?)\b)[^,;.\n]{{3,60}}, {_REPORTS}\b", 4),
    )
)  # fmt: skip
_NO_NAME = re.compile(
    r"(?:\w+-wise\b|Secondary|Primary|Desk|Field|Drivers?|Restraints?|Annual|Quarterly|Monthly|Weekly|Key|Report|Market|Details?|Other|Related|Table|Figure|Regional|Historical|Competitive|Global|By|How|What|Which|This|These|It|They|We|He|She|There|Industry|Company|Companies|Segment|Demand|Growth|Revenue|Sales|Forecast|"
    r"January|February|March|April|May|June|July|August|September|October|November|December|Type|Product|Base|Study|Published|Pages|Analysts?|Experts\b|Independent|Recent|Latest|Official|Similar|Related|Also|Having|That|End|Such|New|Some|Most|Many|Our|Its|Their|No|All|Full|Free|Read|More|Total|Overall|Top|About|Contact)\b",
)
_TITLED_PART = re.compile(
    r"\b(?:Market|Industry) (?:Segment\w*|Size|Share|Overview|Dynamics|Regional|Key|Scope|Summary)\b"
)
_BARE = re.compile(
    r"(?:The )?(?:Research|Group|Data|Markets?|Reports?|Insights?|Study|Partners|Future|Key Statistics|Statistics|Monitor|Survey|Analytics|Council|Institute|Agency|Bureau|Association)"
)
_TITLE_WORD = re.compile(
    r"\b(?:Market|Industry|Forecast|Report|Size|Analysis|Outlook|Growth|Global|Trends|Share|Review|Trial|Study|Sector|Prospects|Opportunit\w+)\b"
)


def publisher(text: str, title: str) -> str:
    """The name with the most votes, or nothing."""
    head = text[:60_000]
    if known := _KNOWN_RE.search(title) or _KNOWN_RE.search(head):
        return known.group()
    return _in_title(title) or _voted(text, head)


def _in_title(title: str) -> str:
    """`Cement in Chad: Acme Lens Pocket Report 2024`, `Felt demand grows | Acme`."""
    for pattern in _TITLED:
        match = pattern.search(title)
        if (
            match
            and not NO_NAME.fullmatch(match[1])
            and not _TITLE_WORD.search(match[1])
            and not _NO_NAME.match(match[1])
            and not find_places(match[1])
        ):
            return match[1]
    return ""


_TITLED = (
    re.compile(
        rf": (?:the )?(?=\w+ \w+ \w)({_NAME}?)(?: (?:Pocket|Annual|Quarterly|Monthly|Market|Industry|Trade))* (?:Report|Review|Brief|Survey|Digest|Outlook)(?: (?:19|20)\d\d)?$"
    ),
    re.compile(rf" [|\u2013\u2014-] ({_NAME})$"),
)


def _voted(text: str, head: str) -> str:
    votes: Counter[str] = Counter()
    if imprint := _imprint(text):
        votes[imprint] += 3
    for sign, weight in _SIGNS:
        for match in sign.finditer(head):
            if name := _plain(match[1], formed=weight >= 5):
                votes[name] += weight
    for name in _at_home(text):
        votes[name] += 4
    for name in [one for one in votes if _heads_sections(one, text) or _is_title(one, text)]:
        del votes[name]
    for short in list(votes):
        whole = [name for name in votes if name != short and name.startswith(short + " ")]
        if whole:  # "Acme says", where "Acme Research" has been named
            votes[whole[0]] += votes.pop(short)
    return max(votes, key=lambda name: (votes[name], len(name))) if votes and max(votes.values()) >= 3 else ""


_SECTION_WORD = re.compile(r" (Analysis|Insights?|Research|Data|Statistics|Studies|Study|Forecasts?|Markets?)$")


_TOLD_OF = re.compile(r"(.+) (?:Insights?|Analysis|Studies|Data|Statistics)")


def _heads_sections(name: str, text: str) -> bool:
    """Whether a name is one of several headings that end alike: `Trade Analysis`, where `User Analysis` stands further on."""
    told = _TOLD_OF.fullmatch(name)
    if (
        told
        and dimension_named(told[1])
        and re.search(rf"^\W*(?:by )?{re.escape(name)}\W*$", text, re.MULTILINE | re.IGNORECASE)
    ):
        return True
    word = _SECTION_WORD.search(name)
    if word is None or not re.search(rf"^[^\w\n]*(?:\w+ )?{re.escape(name)}\W*$", text, re.MULTILINE):
        return False
    ends = re.findall(rf"^(?!.*{re.escape(name)})[^\n.]{{3,60}} {word[1]}\W*$", text, re.MULTILINE)
    return len(set(ends)) >= 2


def _is_title(name: str, text: str) -> bool:
    """Whether a name is the title, or begins as it does: `Kettle Market Analysis` below `Kettle Market Size`."""
    line = text.lstrip()[:200].lower()
    begins = re.match(r".{3,80}? market\b", line)
    return " Market " in name and (
        line.startswith(name.lower()) or bool(begins and name.lower().startswith(begins.group()))
    )


_DOMAIN = re.compile(r"(?:@|\bwww\.|https?://(?:www\.)?)([a-z0-9-]{5,40})\.[a-z]{2,}", re.IGNORECASE)


def _at_home(text: str) -> list[str]:
    """The names whose letters are those of an address: `Marlowe & Finch`, at `sales@marlowefinch.example`."""
    found = []
    for address in dict.fromkeys(match[1].lower().replace("-", "") for match in _DOMAIN.finditer(text[-20_000:])):
        first = re.compile(rf"(?<![\w@./-])((?i:{address[:3]})[\w'-]*(?:(?: (?:&|and|of) | )[A-Z][\w'-]*){{0,4}})")
        names = [_plain(match[1]) for match in first.finditer(text[:60_000]) if match[1][:1].isupper()]
        fit = [
            name
            for name in names
            if name and _letters(name) and (address.startswith(_letters(name)) or _letters(name).startswith(address))
        ]
        fit = [name for name in fit if len(_letters(name)) >= 5]
        if fit:
            found.append(max(fit, key=lambda name: (len(_letters(name)) <= len(address), len(name))))
    return found


def _letters(name: str) -> str:
    return re.sub(r"\band\b|[^a-z0-9]", "", name.lower())


_BARRED = re.compile(rf"({_NAME}(?:,? (?:{LEGAL}))*) ?(?:\||::|\u00b7|/) .*")
_PARTED = re.compile(rf"({_NAME}(?:,? (?:{LEGAL}))*) ?(?:\||::|\u00b7|\.) .*")


def _imprint(text: str) -> str:
    """The name that opens one of the lines below the title, where a bar parts it from the rest: `Acme Data | Fact sheet`."""
    lines = [line.strip() for line in text[:2_000].split("\n") if line.strip()][1:4]
    for line in lines:
        match = _BARRED.fullmatch(line) or _PARTED.fullmatch(line)
        if (
            match
            and (
                len(line.split()) <= 12
                or (len(line.split()) <= 30 and re.search(rf" {_END}(?:,? {LEGAL})*$", match[1]))
            )
            and len(match[1].split()) >= 2
            and not _TITLE_WORD.search(match[1].split()[-1])
        ):
            return _plain(match[1])
    return ""


def _plain(said: str, *, formed: bool = False) -> str:
    """A name without the words that begin a sentence; nothing where it can be no publisher's.

    A legal form marks a company of the market, unless what it did is publishing (`formed`).
    """
    name = re.sub(r"^(?:The|According|In|A|An|This|Our|And|But|As|While) (?:to )?", "", said).strip(" .,-'")
    name = re.sub(r"'s?$| (?:Says|Said|Finds)$|^[A-Z]\w+-based(?: |$)| All Rights\b.*", "", name)
    if re.search(rf" {_END} of [A-Z]\w+$", name):
        name = re.sub(r" of [A-Z]\w+$", "", name)
    name = shorter if (shorter := name.removesuffix(" Reports")) != name and re.search(rf" {_END}$", shorter) else name
    if (told := _TOLD_OF.fullmatch(name)) and " " not in told[1] and dimension_named(told[1]):
        return ""  # "Technology Insights" is a heading
    if _TITLED_PART.search(name) or all(_TITLE_WORD.fullmatch(word) or word.islower() for word in name.split()):
        return ""
    if (
        len(name) < 4
        or _NO_NAME.match(name)
        or NO_NAME.fullmatch(name)
        or _BARE.fullmatch(name)
        or (find_places(name)[:1] and len(name.split()) < 2)
        or find_places(name)[:1] == [(0, len(name), name)]
    ):
        return ""
    if re.search(r"\b(?:[Mm]arket|Segment|Region|Industry)$", name) or (
        COMPANY.search(name) and not re.search(_END, name)
    ):
        return ""
    return "" if not formed and re.search(rf" (?:{LEGAL})$", name) and not re.search(_END, name) else name
