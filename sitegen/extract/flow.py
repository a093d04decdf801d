"""The study-selection flow: how many records were found, left out and kept, and what each number counts.

Comes in: a document. Goes out: `Found`s of the flow's measures. Apart, because each number of a flow is known by the words around it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from sitegen.extract.arms import fractions_of
from sitegen.extract.layout import Clause
from sitegen.extract.mentions import Mention, counts
from sitegen.extract.model import Document, Found
from sitegen.extract.reasons import told_parts
from sitegen.extract.reviews import PEOPLE

__all__ = ["FLOW", "flow_counts"]

FLOW = {
    "records identified": "identified", "records from other sources": "other_sources", "duplicates removed": "duplicates_removed",
    "records screened": "screened", "records excluded": "excluded_screening", "reports sought": "sought", "full texts assessed": "full_text", "reports not retrieved": "not_retrieved",
    "full texts excluded": "excluded_full_text", "studies included": "included",
}  # fmt: skip
"""Measures of the flow, and the names of the boxes of a PRISMA diagram."""

_THING = r"(?:records?|(?:field )?experiments?|articles?|citations?|studies|study|references?|papers?|publications?|titles?|abstracts?|reports?|full[- ]?texts?|hits|items|trials?|RCTs?|documents|texts|results|entries|manuscripts|duplicates?|potentially|relevant|eligible|unique|original|more|others?|of (?:them|these|those|which))"
_TOPIC = re.compile(rf"\b{_THING}\b", re.IGNORECASE)
_CUES = (
    ("records screened", re.compile(r"^after (?:\w+ )*duplicates?", re.IGNORECASE)),
    ("reports not retrieved", re.compile(r"\b(?:could not|unable to|failed to|did not|never) (?:be )?(?:obtain|retriev|locat|access|get|find)\w*|\b(?:could not be|cannot be|not|un)[ -]?(?:obtained|retriev\w+|located|available|accessed|found)|\bunavailable|\bnot (?:be )?(?:obtained|retrieved|accessible)|\bno access\b|\bnever arrived\b|\bunobtainable\b", re.IGNORECASE)),
    ("duplicates removed", re.compile(r"\bduplicat\w*|\bde-?duplicat\w*|\bduplicity|\b(?:appeared|occurred|found|listed) (?:twice|more than once)|(?<!search was )(?<!searches were )(?<!was )\brepeat(?:ed|s)\b|\boverlap\w*|\bcopies\b", re.IGNORECASE)),
    ("records from other sources", re.compile(r"\bhand[- ]?search\w*|\bother (?:sources?|means|methods|routes)|\breference lists?|\bmanual(?:ly)? search\w*|\bgr[ea]y literature|\bcitation (?:search|track|chas)\w*|\bsnowball\w*|\badditional(?:ly)?\b|\bbibliograph\w+|\bsupplied\b|\bexperts\b|\bby hand\b|\bwebsites?\b|\borgani[sz]ations\b|\b(?:trials? )?regist(?:ers|ries)\b|\bsupplement\w+ search", re.IGNORECASE)),
    ("full texts excluded", re.compile(r"\b(?:excluded|exclusion|exclud\w+|turned down|rejected|removed|discarded|eliminated|dropped|ruled out|failed|did not (?:meet|fulfil|qualify)|not meeting|ineligible|unsuitable|left out|thr(?:own|ew) out|took out|set aside)\b", re.IGNORECASE)),
    ("full texts assessed", re.compile(r"\bfull[- ]?texts?|\bin full\b|\bgot hold\b|\bcould be (?:obtained|had|read|found|retrieved|located)|\bread in\b|\bassessed\b(?! (?:with|using|by|risk|an?|whether|how|either|both)\b)|^ for eligibility|\bfull[- ](?:article|paper|length|manuscript)|\beligibility assessment|\bto read\b|\bfull reports?\b|\bread (?:in|closely|through|entirely)", re.IGNORECASE)),
    ("studies included", re.compile(r"\b(?:includ(?:ed|ing)|met (?:\w+ ){0,3}(?:criteria|inclusion)|fulfil\w* (?:\w+ ){0,3}criteria|what is left|(?:that|this|which) (?:leaves|left)|are left|were left(?! to| for)|left (?:is|us|were|in)|final(?:ly)?|qualified|were (?:analy[sz]ed|kept|retained|selected)|retained|synthesi[sz]\w+|meta-?analys\w+|remained in|(?:review|map|synthesis|analysis|sample|evidence base) (?:covers|rests|draws|holds|has|contains|comprises|consists)|(?:in|for|into) (?:the|our|this) (?:review|final|analysis|qualitative|narrative|systematic|present|synthesis)|satisfied|entered|went into|made it into|eligible for inclusion|survived|(?:kept|came through|stayed in)|(?:make|made) up (?:this|the|our) (?:review|sample|analysis)|analy[sz]ed)\b", re.IGNORECASE)),
    ("records screened", re.compile(r"\bscreen\w*|\btitles?[- ](?:and|/|&)[- ]abstracts?|\btitles? (?:or|and)\b(?! the\b)|\btitle stage|\babstracts? (?:were )?(?:read|reviewed)|\bunique\b|\bremain(?:ed|ing|der)\b|\bleft (?:to|for)|\bstood at", re.IGNORECASE)),
    ("records identified", re.compile(r"\b(?:identif\w+|yield\w*|retriev\w+|found|returned|produced|located|brought|delivered|obtained|turned up|gave|generated|gathered|came up|initial(?:ly)?|in total|total of|search\w* .{0,40}(?:had|gave)|(?:from|in) (?:the )?databases?\b|\bdatabase (?:hits|search\w*|records|results)|collected|hits|detected|revealed)\b", re.IGNORECASE)),
)  # fmt: skip
_PEOPLE = re.compile(
    rf"^ for (?!full|eligib|detailed|further|screening|retriev|inclusion|review|assess|title)|^ of us\b|^ (?:(?!from\b|through\b|via\b|by\b)[\w-]+ ){{0,2}}?(?:{PEOPLE}|organi[sz]ations|databases|countries|years?|months?|weeks?|days?|authors?|reviewers?|researchers|domains|centres|centers|hours|points|domains|questions?|serve|groups?|arms?|outcomes?|times|languages|electronic|search|websites?|registers|registries|platforms|engines|libraries|categories|themes|different|cases|events|minutes|tools?|items on|thirds|quarters|halves|fifths|observations|comparisons|pairs|effect sizes|data points|estimates|datasets)\b",
    re.IGNORECASE,
)
_SERIAL = re.compile(
    r"\bn ?= ?$|\d ?(?:to|-) ?$|\bat (?:least|most) $|\b(?:first|grades?|years|question|table|figure|fig\.|version|phase|type|step|stage|reviewer|section|appendix|prisma|revman|endnote|stata|aged?|p ?[=<]|I2 ?=|level|part|chapter|ci|or|rr|hr)\s*$",
    re.IGNORECASE,
)


def flow_counts(document: Document) -> list[Found]:
    """The numbers of the flow in the order of the text, each with the measure that its words name."""
    found = _boxes(document)
    if len(found) >= 3:
        return found
    found = []
    for clause in document.clauses:
        text, labelled = _without_brackets(clause.text)
        numbers = [
            item
            for item in counts(text)
            if not (clause.kind == "field" and item.end <= clause.cut and counts(text[clause.cut :]))
            and not _PEOPLE.match(text[item.end :])
            and not _SERIAL.search(text[: item.start])
            and not _is_year(text, item)
        ]
        if not numbers or (not _TOPIC.search(text) and not found) or ("%" in text and len(numbers) < 2):
            continue
        if re.search(r"\bet al\b|doi\.org|\bWe included only\b", text) or len(text) > 900 or _OF_OTHERS.search(text):
            continue
        if fractions_of(clause) and not _RECORDS.search(text):
            continue  # fractions of people
        bare = replace(clause, text=text)
        parts: set[int] = set()
        for order, item in enumerate(numbers):
            if order in parts or _told_again(text, item, found):
                continue
            taken = _measure(bare, numbers, order, found, named_before=item.start in labelled)
            if taken is not None and not (
                taken[0] in {"records identified", "records screened"} and int(item.amount) < 5
            ):
                found.append(_found(bare, item, *taken))
                told = told_parts(clause, item, numbers[order + 1 :]) if taken[0] in _PARTED else []
                found += [_found(clause, part, taken[0], 0.75, by) for part, by in told]
                parts |= {at for at, one in enumerate(numbers) if any(one.start == part.start for part, _ in told)}
    return _coherent(found)


def _told_again(text: str, item: Mention, found: list[Found]) -> bool:
    """`Sixteen of these 64`, where 64 was counted before; `11 of them in the meta-analysis`, which are no more studies."""
    back = re.search(r"\w (?:out )?of (?:the|these|those|our)(?: remaining)? $", text[: item.start])
    if back and any(one.mention is not None and one.mention.amount == item.amount for one in found):
        return True
    pooled = re.match(
        r" (?:[\w-]+ ){0,4}?(?:in|into|for) (?:the |a )?(?:quantitative|meta-?analys[ie]s|pooled)", text[item.end :]
    )
    return bool(pooled) and any(one.measure == "studies included" for one in found)


def _coherent(found: list[Found]) -> list[Found]:
    """Without a number of records identified that is smaller than what became of them: `seven trials were found`."""

    def most(*measures: str) -> int:
        return max((int(item.mention.amount) for item in found if item.mention and item.measure in measures), default=0)

    later = max(most("records screened", "duplicates removed"), most("full texts assessed"))
    return [
        item
        for item in found
        if item.measure != "records identified" or item.by or not item.mention or int(item.mention.amount) >= later
    ]


def _is_year(text: str, item: Mention) -> bool:
    """`between January 2016 and September 2020 were sought`."""
    dated = re.search(
        r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|in|since|until|between|from|to|and|through|year|before|after)\s*$",
        text[: item.start],
    )
    alone = not re.match(rf" {_THING}\b", text[item.end :], re.IGNORECASE)
    return bool(dated) and alone and len(text[item.start : item.end]) == 4 and 1950 <= int(item.amount) <= 2035


_PARTED = frozenset(
    {"records identified", "duplicates removed", "records excluded", "full texts excluded", "reports not retrieved"}
)
# What another review counted, and tools that carry a number in their name.
_OF_OTHERS = re.compile(
    r"\b(?:earlier|previous|prior|former|original|another|other|last|past) (?:\w+ )?(?:reviews?|meta-analys[ei]s)\b|\b(?:RoB|AMSTAR|QUADAS|ROBINS|SYRCLE) ?-?\d?\b",
    re.IGNORECASE,
)
_RECORDS = re.compile(
    r"\b(?:records?|articles?|citations?|full[- ]?texts?|screen\w*|duplicat\w*|eligib\w*|papers?|abstracts?)\b",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\[\]]*\]")
_COUNTED = re.compile(rf"[(\[]\s*(?:[nNk] ?= ?)?(?P<n>\d[\d,]*)(?: {_THING})?\s*[)\]]", re.IGNORECASE)


def _without_brackets(text: str) -> tuple[str, set[int]]:
    """A clause whose brackets are blank, but for `(n = 257)`, whose number stays; and where such numbers begin."""
    labelled: set[int] = set()

    def blank(match: re.Match[str]) -> str:
        kept = _COUNTED.fullmatch(match.group())
        beside = re.search(
            r"\d [\w-]+ $|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|\w+teen|\w+ty(?:-\w+)?) [\w-]+ $",
            text[: match.start()],
            re.IGNORECASE,
        )
        if kept is None or (beside and "=" not in match.group()) or re.fullmatch(r"(?:19|20)\d\d", kept["n"]):
            return " " * len(match.group())
        labelled.add(match.start() + kept.start("n"))
        return " " * kept.start("n") + kept["n"] + " " * (len(match.group()) - kept.end("n"))

    return _BRACKET.sub(blank, text), labelled


_BOXES = (
    ("reports not retrieved", re.compile(r"reports? not retrieved|not retrieved", re.IGNORECASE)),
    ("reports sought", re.compile(r"reports? sought(?: for retrieval)?", re.IGNORECASE)),
    ("duplicates removed", re.compile(r"duplicates?(?: records?)?(?: removed)?", re.IGNORECASE)),
    ("records screened", re.compile(r"(?:records|titles and abstracts|abstracts|citations|articles|studies) screened", re.IGNORECASE)),
    ("records excluded", re.compile(r"records excluded.*", re.IGNORECASE)),
    ("full texts assessed", re.compile(r"(?:reports|full[- ]texts?(?: articles| reports)?|articles|studies) assessed(?: for eligibility)?", re.IGNORECASE)),
    ("full texts excluded", re.compile(r"(?:reports|full[- ]texts?(?: articles| reports)?|articles|studies) excluded.*", re.IGNORECASE)),
    ("studies included", re.compile(r"(?:total )?(?:studies|trials|reviews) included(?: in (?:the )?(?:review|synthesis|qualitative synthesis))?", re.IGNORECASE)),
    ("records from other sources", re.compile(r"(?:registers?|citation searching|websites|organisations|other (?:sources|methods)|hand searching|additional records.*)", re.IGNORECASE)),
    ("records identified", re.compile(r"databases|records (?:identified|from databases|retrieved).*|identified (?:from|through) (?:databases|database searching)", re.IGNORECASE)),
)  # fmt: skip
"""The boxes of a PRISMA diagram, as the statement of 2020 and its forerunner name them."""
_BOX = re.compile(
    r"(?:^|-->|->|\u2192|[;|]|(?<=[.:,])\s)\W*(?P<label>[A-Z][^()\n|;:>]{4,70}?)\s*[:(]?\s*\(?n ?= ?(?P<n>\d{1,3}(?:,\d{3})*|\d+)\)?",
    re.MULTILINE,
)


def _boxes(document: Document) -> list[Found]:
    """The boxes of a diagram that was copied as text: `Records screened (n = 5,273)`."""
    found: list[Found] = []
    for match in _BOX.finditer(document.normal.text):
        measure = next((name for name, label in _BOXES if label.fullmatch(match["label"].strip())), "")
        number = match["n"].replace(",", "")
        told = {item.measure for item in found}
        if measure and measure not in told and (number != "0" or measure != "records from other sources"):
            span = match.span("n")
            found.append(
                Found(
                    measure,
                    (span, match.span("label")),
                    value=span,
                    mention=Mention("count", *span, number),
                    confidence=0.85,
                )
            )
    return found


_TREATED = re.compile(
    r" (?:of (?:the|these|those) [\w-]+ (?:did|were|was|proved|failed)\b|(?:(?:were|was|are) )?(?:assessed|excluded|included|screened|eligible|rejected|retained|removed|discarded)\b)"
)


_LEFT_OUT = re.compile(
    r"\b(?:excluded|rejected|discarded|eliminated|threw out|ruled out|left out)\s+(?:a further |another )?$"
)
# "Twenty-nine studies, with 68,214 students in all, met the criteria"
_WITH_PEOPLE = re.compile(
    rf"(?:, | \()(?:with|in|of|among|covering|involving|reporting on|and)? ?(?:a total of )?\d[\d,]* (?:[\w-]+ ){{0,2}}{PEOPLE}\b[^,;().]{{0,30}}[,)]",
    re.IGNORECASE,
)
_PART_OF = re.compile(r" (?:out )?of (?:the|these|those)(?: remaining)? ")


def _parts(text: str, numbers: list[Mention], order: int) -> tuple[str, str]:
    """What stands between a number and its neighbours, cut where another statement begins."""
    low = numbers[order - 1].end if order else 0
    high = numbers[order + 1].start if order + 1 < len(numbers) else len(text)
    if order + 2 < len(numbers) and _PART_OF.fullmatch(text[numbers[order].end : high]):
        high = numbers[order + 2].start  # "Sixty of the 91 were excluded"
    elif order + 1 < len(numbers) and _PART_OF.fullmatch(text[numbers[order].end : high]):
        high = len(text)
    before, after = text[low : numbers[order].start], _WITH_PEOPLE.sub("", text[numbers[order].end : high])
    if order + 1 < len(numbers):  # "… 2,918 records and citation tracking another 37"
        after = re.split(
            r",? and (?:the )?(?=(?:remaining|rest|organi[sz]ations|registers|registries|websites|experts|citation|hand|manual|reference|other|gr[ae]y|another|a further|snowball)\w*\b)",
            after,
        )[0]
    after = re.split(
        r"(?:, |,? (?:and|we)(?: then)? )(?=excluded|rejected|removed|threw|took|ruled|set aside|discarded|dropped|assessed|screened|included|ordered|obtained|requested|got|read\b)|, plus\b",
        after,
    )[0]
    before = re.split(r"[;.]\s|,? (?:of which|leaving|and then|but|while|then)\b", before)[-1]
    if order:  # "removed 1,003 duplicates, and excluded a further 2,980": the words before belong to the number before
        before = re.split(r", (?:and )?(?=\w)|,? and (?=(?:finally|then|we|a further|another|\w+ed)\b)", before)[-1]
    after = re.split(
        r"[;.](?:\s|$)|, (?:of which|leaving|so|and|but|while|with|which|whereas|then|could|did)\b|, (?=\d)|\bleaving\b|(?<=\w )\bof which\b| after (?=(?:excl|remov|dupl|screen))",
        after,
    )[0]
    # Brackets say what was counted in other words: "references (titles and abstracts) were identified".
    return re.sub(r"\([^()]*\)", " ", before), re.sub(r"\([^()]*\)", " ", after)


def _measure(
    clause: Clause, numbers: list[Mention], order: int, found: list[Found], *, named_before: bool = False
) -> tuple[str, float] | None:
    """The measure of a number and how sure it is. `named_before`: its words stand before it, `duplicates (n = 257)`."""
    before, after = _parts(clause.text, numbers, order)
    if named_before:
        after = after if re.match(r"\s*(?:were|was|remained|met)\b", after) and not _cued(before) else ""
    # "Fifty-two were excluded." speaks of what the sentence before it counted.
    goes_on = bool(found) and (
        (order == 0 and _GOES_ON.fullmatch(clause.text[: numbers[0].start]) and re.match(r" (?:\w+ )?were\b", after))
        or _TREATED.match(after)
    )
    left = bool(found) and _LEFT_OUT.search(before)
    row = clause.kind == "field" and bool(found) and len(numbers) == 1
    if not (row or left or goes_on or _TOPIC.search(before) or _TOPIC.search(after) or _TOPIC.search(clause.text)):
        return None
    if _SOUGHT_AFTER.match(after) or _SOUGHT.search(before):
        return "reports sought", 0.8
    label = clause.label if clause.kind == "field" else ""
    # "excluded 350 on title" is told by its verb, whatever follows.
    told = re.search(
        r"\b(?:identified|yielded|retrieved|returned|produced|^\W*(?:[Ff]rom|[Oo]f|[Oo]ut of))\s+(?:a total of |the )?$",
        before,
    )
    if told and "records identified" not in {item.measure for item in found}:
        return "records identified", 0.8
    if found and found[-1].measure == "records excluded" and _AND_AT.fullmatch(before.strip() + after[:40]):
        return "full texts excluded", 0.75  # "… 2871 were excluded on title and 201 after full-text review"
    following = clause.text[numbers[order].end : numbers[order + 1].start if order + 1 < len(numbers) else None]
    if not named_before and (special := _by_its_place(before, following, {item.measure for item in found}, found)):
        return special
    verb = _LEFT_OUT.search(before)
    scopes = ((label, 0.9), (verb.group() if verb else "", 0.8), (after, 0.8), (before[-70:], 0.7))
    for scope, sure in scopes:
        for measure, cue in _CUES:
            match = cue.search(scope)
            if match and not (measure == "records from other sources" and re.search(r"\bduplicat", scope)):
                return _refine(measure, scope, before, clause, found), sure
    return None


# What was asked for is a box of its own, before what came.
_SOUGHT = re.compile(
    r"\b(?:sought|ordered|requested)\W*(?:(?:for )?(?:retrieval|the|full|texts?|of|copies|reports|papers|articles|a total) ?)*$",
    re.IGNORECASE,
)
_SOUGHT_AFTER = re.compile(r" (?:[\w-]+ ){0,4}?(?:were|was) (?:then )?(?:sought|ordered|requested)\b")
_ONCE_UNIQUE = re.compile(
    r"\b(?:after|following|upon|once|without|excluding|net of)\b[^,;.\d]{0,40}\b(?:de-?)?duplic\w*[^;.\d]{0,30}$",
    re.IGNORECASE,
)
_UNIQUE_THEN = re.compile(
    r" ?(?:[\w-]+ ){0,3}?(?:(?:remain\w*|were left|left|stayed|were kept|unique)\b[^;.\d]{0,40}|(?:after|once|following) )(?:[\w-]+ ){0,4}?(?:de-?)?duplic\w*",
    re.IGNORECASE,
)
_LOST = re.compile(
    r"\b(?:could not|unable to|failed to|did not|never|not) (?:be )?(?:able to )?(?:obtain|retriev|locat|access|get|find)\w*\s+$",
    re.IGNORECASE,
)
_TAKEN_OUT = re.compile(
    r" ?(?:[\w-]+ ){0,3}?(?:were|was|had been|being) (?:\w+ )?(?:excluded|removed|discarded|deleted|duplicates|dropped)\b|^ ?duplic",
    re.IGNORECASE,
)


def _by_its_place(before: str, after: str, done: set[str], found: list[Found]) -> tuple[str, float] | None:
    """What a number counts that is told less by a word than by where it stands: what remains, a part of what was counted."""
    if not _TAKEN_OUT.match(after) and (_ONCE_UNIQUE.search(before) or _UNIQUE_THEN.match(after)):
        return "records screened", 0.8
    if (
        found
        and found[-1].measure == "reports not retrieved"
        and re.fullmatch(r" ?(?:out )?of (?:the|these|those) ?", before)
    ):
        return "reports sought", 0.75
    if _LOST.search(before):
        return "reports not retrieved", 0.8
    at_title = re.search(
        r"\b(?:titles?|abstracts?|screening)\b[^;.]*\b(?:kept|retained|left|leaving|leaves|remained)\s+$", before
    )
    if at_title and not done & {"full texts assessed", "full texts excluded"}:
        return "full texts assessed", 0.75
    return None


_GOES_ON = re.compile(
    r"\W*(?:(?:(?:The|All) )?(?:remaining|other|rest|final)?|All|Of (?:these|those|them)|In all|Finally|Ultimately|Eventually|The)?\W*",
    re.IGNORECASE,
)
_AND_AT = re.compile(
    r".*?(?:and|then|another|a further)?(?:,|;)? ?(?:a further|another)?(?: \w+)? (?:after|at|on|upon|following|during) (?:the )?(?:full|reading|eligib|assessment of).*",
    re.IGNORECASE,
)


def _cued(text: str) -> bool:
    return any(cue.search(text) for _, cue in _CUES)


def _refine(measure: str, scope: str, before: str, clause: Clause, found: list[Found]) -> str:
    """Exclusion after full texts were read is another box than exclusion by title; so for a leaving and a coming in."""
    done = {item.measure for item in found}
    if (
        measure in {"full texts excluded", "studies included"}
        and re.search(r"\bduplicat", before, re.IGNORECASE)
        and "exclu" in scope
    ):
        return "duplicates removed"
    if measure == "full texts excluded":
        full = re.search(r"\bfull[- ]?text", scope + before, re.IGNORECASE) or "full texts assessed" in done
        titled = re.search(r"\btitles?\b|\babstracts?\b|\bscreening\b", scope + before, re.IGNORECASE)
        return "full texts excluded" if full and not titled else "records excluded"
    if (
        measure == "records identified"
        and "records identified" in done
        and re.search(r"\bfull[- ]?text", clause.text, re.IGNORECASE)
    ):
        return "full texts assessed"
    if measure == "records screened" and "full texts excluded" in done and re.match(r"[^.;]*\bremained\b", scope):
        return "studies included"
    return measure


def _found(clause: Clause, item: Mention, measure: str, sure: float, by: str = "") -> Found:
    start, end = clause.start + item.start, clause.start + item.end
    noun = re.match(
        r" (?:records|articles|citations|studies|references|papers|publications|titles|reports)\b",
        clause.text[item.end :],
    )
    value = (start, end + noun.end()) if noun else (start, end)
    return Found(measure, (value,), value=value, mention=item, by=by, confidence=sure)
