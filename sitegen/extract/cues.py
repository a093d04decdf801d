"""Which box of a selection flow a number belongs to: the words around it, and where it stands among the others.

Comes in: a clause, its numbers, what was counted before. Goes out: the name of a measure, and how sure it is. Apart from `flow`, which
finds the numbers: all that is known of how reviews say it stands here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sitegen.extract.layout import Clause
from sitegen.extract.mentions import Mention
from sitegen.extract.model import Found
from sitegen.extract.reviews import PEOPLE

__all__ = ["THING", "TOPIC", "measure_of"]

THING = r"(?:records?|(?:field )?experiments?|articles?|citations?|studies|study|references?|papers?|publications?|titles?|abstracts?|reports?|full[- ]?texts?|hits|items|trials?|RCTs?|documents|texts|results|entries|manuscripts|duplicates?|potentially|relevant|eligible|unique|original|more|others?|of (?:them|these|those|which))"
TOPIC = re.compile(rf"\b{THING}\b", re.IGNORECASE)
_CUES = (
    ("records screened", re.compile(r"^after (?:\w+ )*duplicates?", re.IGNORECASE)),
    ("reports not retrieved", re.compile(r"\b(?:could not|unable to|failed to|did not|never) (?:be )?(?:obtain|retriev|locat|access|get|find)\w*|\b(?:could not be|cannot be|not|un)[ -]?(?:obtained|retriev\w+|located|available|accessed|found)|\bunavailable|\bnot (?:be )?(?:obtained|retrieved|accessible)|\bno access\b|\bnever arrived\b|\bunobtainable\b", re.IGNORECASE)),
    ("duplicates removed", re.compile(r"\bduplicat\w*|\bde-?duplicat\w*|\bduplicity|\b(?:appeared|occurred|found|listed) (?:twice|more than once)|(?<!search was )(?<!searches were )(?<!was )\brepeat(?:ed|s)\b|\boverlap\w*|\bcopies\b", re.IGNORECASE)),
    ("records from other sources", re.compile(r"\bhand[- ]?search\w*|\bother (?:sources?|means|methods|routes)|\breference lists?|\bmanual(?:ly)? search\w*|\bgr[ea]y literature|\bcitation (?:search|track|chas)\w*|\bsnowball\w*|\badditional(?:ly)?\b(?=(?: [\w-]+){0,2} (?:records?|articles?|citations?|stud(?:y|ies)|references?|papers?|publications?|reports?|titles?|trials?|RCTs?|hits|items|ones)\b|\W*$|,| (?:were|was|came|found|identified|from)\b)|\bbibliograph\w+|\bsupplied\b|\bexperts\b|\bby hand\b|\bwebsites?\b|\borgani[sz]ations\b|\b(?:trials? )?regist(?:ers|ries)\b|\bsupplement\w+ search|\bproceedings\b", re.IGNORECASE)),
    ("full texts excluded", re.compile(r"\b(?:excluded|exclusion|exclud\w+|turned down|rejected|removed|discarded|eliminated|dropped|ruled out|failed|did not (?:meet|fulfil|qualify|fit|match)|not meeting|ineligible|unsuitable|left out|thr(?:own|ew) out|took out|set aside)\b", re.IGNORECASE)),
    ("full texts assessed", re.compile(r"\bfull[- ]?texts?|\bin full\b|\bfull (?:reading|review|assessment|screening)|\bgot hold\b|\bcould be (?:obtained|had|read|found|retrieved|located)|\bread in\b|\bassessed\b(?! (?:with|using|by|risk|an?|whether|how|either|both)\b)|^ for eligibility|\bfull[- ](?:article|paper|length|manuscript)|\beligibility assessment|\bto read\b|\bfull reports?\b|\bread (?:in|closely|through|entirely)", re.IGNORECASE)),
    ("studies included", re.compile(r"\b(?:includ(?:ed|ing)|met (?:\w+ ){0,3}(?:criteria|inclusion)|fulfil\w* (?:\w+ ){0,3}criteria|what is left|(?:that|this|which) (?:leaves|left)|are left|were left(?! to| for)|left (?:is|us|were|in)|final(?:ly)?|qualified|were (?:analy[sz]ed|kept|retained|selected)|retained|synthesi[sz]\w+|meta-?analys\w+|remained in|(?:review|map|synthesis|analysis|sample|evidence base) (?:covers|rests|draws|holds|has|contains|comprises|consists)|(?:in|for|into) (?:the|our|this) (?:review|final|analysis|qualitative|narrative|systematic|present|synthesis)|satisfied|entered|went into|made it into|eligible for inclusion|(?:were|proved|was) eligible(?! for (?:full|screen|assess))|survived|(?:kept|came through|stayed in)|(?:make|made) up (?:this|the|our) (?:review|sample|analysis)|analy[sz]ed)\b", re.IGNORECASE)),
    ("records screened", re.compile(r"\bscreen\w*|\btitles?[- ](?:and|/|&)[- ]abstracts?|\btitles? (?:or|and)\b(?! the\b)|\btitle stage|\babstracts? (?:were )?(?:read|reviewed)|\bunique\b|\bremain(?:ed|ing|der)\b|\bleft (?:to|for)|\bstood at", re.IGNORECASE)),
    ("records identified", re.compile(r"\b(?:identif\w+|yield\w*|retriev\w+|found|returned|produced|located|brought|delivered|obtained|turned up|gave|generated|gathered|came up|initial(?:ly)?|in total|total of|search\w* .{0,40}(?:had|gave)|(?:from|in) (?:the )?databases?\b|\bdatabase (?:hits|search\w*|records|results)|collected|hits|detected|revealed)\b", re.IGNORECASE)),
)  # fmt: skip
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
            r",? and (?:the )?(?=(?:trials? )?(?:conference )?(?:proceedings|remaining|rest|organi[sz]ations|registers|registries|websites|experts|citation|hand|manual|reference|other|gr[ae]y|another|a further|snowball)\w*\b)",
            after,
        )[0]
    after = re.split(r",? (?:and|but) (?:we )?(?=(?:could not|were unable|failed to)\b)", after)[0]
    after = re.split(
        r"(?:, |,? (?:and|we)(?: then)? )(?=excluded|rejected|removed|threw|took|ruled|set aside|discarded|dropped|assessed|screened|included|ordered|obtained|requested|got|read\b)|, plus\b",
        after,
    )[0]
    before = re.split(r"[;.]\s|,? (?:of which|leaving|and then|but|while|then)\b", before)[-1]
    before = re.split(r"\bwe (?=(?:then |also )?\w+ed\b)", before)[-1]
    if order:  # "removed 1,003 duplicates, and excluded a further 2,980": the words before belong to the number before
        before = re.split(r", (?:and )?(?=\w)|,? and (?=(?:finally|then|we|a further|another|\w+ed)\b)", before)[-1]
    after = re.split(
        r"[;.](?:\s|$)|, (?:of which|leaving|so|and|but|while|with|which|whereas|then|could|did)\b|, (?=\d)|, (?=snowball|citation|hand|reference|manual)|\bleaving\b|(?<=\w )\bof which\b| after (?=(?:excl|remov|dupl|screen))",
        after,
    )[0]
    # Brackets say what was counted in other words: "references (titles and abstracts) were identified".
    return re.sub(r"\([^()]*\)", " ", before), re.sub(r"\([^()]*\)", " ", after)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a number stands: the words on both sides, as far as they are its own, and what was counted before it.

    `lead` are the words before the first number of the clause, `following` all words up to the next number. `labelled` says that its words stand before it: `duplicates (n = 257)`.
    """

    clause: Clause
    order: int
    lead: str
    before: str
    after: str
    following: str
    found: list[Found]
    labelled: bool

    @property
    def done(self) -> set[str]:
        return {item.measure for item in self.found}

    @property
    def label(self) -> str:
        return self.clause.label if self.clause.kind == "field" else ""


def measure_of(
    clause: Clause, numbers: list[Mention], order: int, found: list[Found], *, labelled: bool = False
) -> tuple[str, float] | None:
    """The measure of a number and how sure it is, or None where it counts nothing of the flow."""
    before, after = _parts(clause.text, numbers, order)
    if labelled:
        after = after if re.match(r"\s*(?:were|was|remained|met)\b", after) and not _cued(before) else ""
    following = clause.text[numbers[order].end : numbers[order + 1].start if order + 1 < len(numbers) else None]
    place = _Place(clause, order, clause.text[: numbers[0].start], before, after, following, found, labelled)
    if not _of_the_flow(place, len(numbers)) or _counted_elsewhere(place):
        return None
    return _asked_for(place) or _found_first(place) or _by_its_place(place) or _by_its_words(place)


def _of_the_flow(place: _Place, numbers: int) -> bool:
    """Whether the words, or those of the sentence before, speak of records or studies."""
    # "Fifty-two were excluded." speaks of what the sentence before it counted.
    alone = place.order == 0 and _GOES_ON.fullmatch(place.lead)
    goes_on = (alone and re.match(r" (?:\w+ )?were\b", place.after)) or _TREATED.match(place.after)
    row = place.clause.kind == "field" and numbers == 1
    told = bool(place.found) and (goes_on or _LEFT_OUT.search(place.before) or row)
    return bool(told or TOPIC.search(place.clause.text))


def _asked_for(place: _Place) -> tuple[str, float] | None:
    """What was sought is a box of its own, before what came."""
    asked = re.search(r"\b(?:sought|wanted|ordered|requested)\b", place.label) or _SOUGHT_AFTER.match(place.after)
    if asked or (_SOUGHT.search(place.before) and not _NOT_HAD.search(place.after)):
        return "reports sought", 0.8
    return None


def _found_first(place: _Place) -> tuple[str, float] | None:
    told = _IDENTIFIED.search(place.before)
    return ("records identified", 0.8) if told and "records identified" not in place.done else None


_IDENTIFIED = re.compile(
    r"\b(?:identified|yielded|retrieved|returned|produced|^\W*(?:[Ff]rom|[Oo]f|[Oo]ut of))\s+(?:a total of |the )?$"
)
_SOUGHT = re.compile(
    r"\b(?:sought|ordered|requested)\W*(?:(?:for )?(?:retrieval|the|full|texts?|of|copies|reports|papers|articles|a total) ?)*[\s,]*$",
    re.IGNORECASE,
)
_SOUGHT_AFTER = re.compile(r" (?:[\w-]+ ){0,4}?(?:(?:were|was) (?:then )?)?(?:sought|ordered|requested)\b")
_ONCE_UNIQUE = re.compile(
    r"\b(?:after|following|upon|once|without|excluding|net of)\b[^,;.\d]{0,40}\b(?:de-?)?duplic\w*[^;.\d]{0,30}$",
    re.IGNORECASE,
)
_UNIQUE_THEN = re.compile(
    r" ?(?:[\w-]+ ){0,3}?(?:(?:remain\w*|were left|left|stayed|were kept|unique)\b[^;.\d]{0,40}|(?:after|once|following) )(?:[\w-]+ ){0,4}?(?:de-?)?duplic\w*",
    re.IGNORECASE,
)
_SHOWN = re.compile(
    r"\b(?:remaining|other|rest)\b.*\b(?:shown|given|listed|described|presented) in (?:the )?(?:e?Table|e?Figure|Fig|Additional|Supplement|Appendix|appendix|supplement|online)"
)
_ELSEWHERE = re.compile(
    r"^ included (?:trial|study)\b|^ (?:[\w-]+ ){0,4}?(?:are|is|were) (?:shown|given|listed|set out|described) in\b|^ (?:[\w-]+ ){0,3}?(?:will|would) be\b"
)
_LOST = re.compile(
    r"\b(?:could not|unable to|failed to|did not|never|not) (?:be )?(?:able to )?(?:obtain|retriev|locat|access|get|find)\w*\s+$",
    re.IGNORECASE,
)
_TAKEN_OUT = re.compile(
    r" ?(?:[\w-]+ ){0,3}?(?:were|was|had been|being) (?:\w+ )?(?:excluded|removed|discarded|deleted|duplicates|dropped)\b|^ ?duplic",
    re.IGNORECASE,
)


def _counted_elsewhere(place: _Place) -> bool:
    """`17 trials, two from citation searching`; all but the first number behind `Citation searching:`; what a table shows."""
    if _ELSEWHERE.search(place.following) or _SHOWN.search(place.clause.text):
        return True
    last = place.found[-1] if place.found else None
    if last is not None and last.measure == "studies included" and last.start >= place.clause.start:
        return bool(re.match(r" (?:were |came )?from\b", place.following))
    if "full texts excluded" in place.done and re.match(r" from\b", place.following):
        return True
    return bool(place.order and _OTHER.search(place.label))


_OTHER = next(cue for name, cue in _CUES if name == "records from other sources")
_NOT_HAD = next(cue for name, cue in _CUES if name == "reports not retrieved")


def _by_its_place(place: _Place) -> tuple[str, float] | None:
    """What a number counts that is told less by a word than by where it stands: what remains, a part of what was counted."""
    before, after, last = place.before, place.following, place.found[-1].measure if place.found else ""
    if last == "records excluded" and _AND_AT.fullmatch(before.strip() + place.after[:40]):
        return "full texts excluded", 0.75  # "… 2871 were excluded on title and 201 after full-text review"
    if place.labelled:
        return None
    if not _TAKEN_OUT.match(after) and (_ONCE_UNIQUE.search(before) or _UNIQUE_THEN.match(after)):
        return "records screened", 0.8
    if last == "reports not retrieved" and re.fullmatch(r" ?(?:out )?of (?:the|these|those) ?", before):
        return "reports sought", 0.75
    if _LOST.search(before):
        return "reports not retrieved", 0.8
    if _TAKEN_IN.search(before) and re.match(r" (?:[\w-]+ ){0,2}?(?:studies|trials|RCTs|experiments)\b", after):
        return "studies included", 0.8
    if _AT_TITLE.search(before) and not place.done & {"full texts assessed", "full texts excluded"}:
        return "full texts assessed", 0.75
    return None


_TAKEN_IN = re.compile(r"\b(?:selected|included|retained|kept) $")
_AT_TITLE = re.compile(
    r"\b(?:titles?|abstracts?|screening)\b[^;.]*\b(?:kept|retained|left|leaving|leaves|remained)\s+$"
)


def _by_its_words(place: _Place) -> tuple[str, float] | None:
    """The first cue in its label, its verb, the words after it or those before it."""
    verb = _LEFT_OUT.search(place.before)
    scopes = ((place.label, 0.9), (verb.group() if verb else "", 0.8), (place.after, 0.8), (place.before[-70:], 0.7))
    for scope, sure in scopes:
        for measure, cue in _CUES[place.labelled :]:
            match = cue.search(scope)
            if match and not (measure == "records from other sources" and re.search(r"\bduplicat", scope)):
                return _refine(measure, scope, place), sure
    return None


_GOES_ON = re.compile(
    r"\W*(?:(?:(?:The|All) )?(?:remaining|other|rest|final)?|There|Here|At this stage|In the end|All|Of (?:these|those|them)|In all|Finally|Ultimately|Eventually|The)?\W*",
    re.IGNORECASE,
)
_AND_AT = re.compile(
    r".*?(?:and|then|another|a further)?(?:,|;)? ?(?:a further|another)?(?: \w+)? (?:after|at|on|upon|following|during) (?:the )?(?:full|reading|eligib|assessment of).*",
    re.IGNORECASE,
)


def _cued(text: str) -> bool:
    return any(cue.search(text) for _, cue in _CUES)


def _refine(measure: str, scope: str, place: _Place) -> str:
    """Exclusion after full texts were read is another box than exclusion by title; so for a leaving and a coming in."""
    done, before = place.done, place.before
    if (
        measure in {"full texts excluded", "studies included"}
        and re.search(r"\bduplicat", before, re.IGNORECASE)
        and "exclu" in scope
    ):
        return "duplicates removed"
    if measure == "full texts excluded":
        full = re.search(r"\bfull[- ]?text", scope + before, re.IGNORECASE) or done & {
            "full texts assessed",
            "reports sought",
        }
        titled = re.search(r"\btitles?\b|\babstracts?\b|\bscreening\b", scope + before, re.IGNORECASE)
        return "full texts excluded" if full and not titled else "records excluded"
    if (
        measure == "records identified"
        and "records identified" in done
        and re.search(r"\bfull[- ]?text", place.clause.text, re.IGNORECASE)
    ):
        return "full texts assessed"
    if measure == "records screened" and "full texts excluded" in done and re.match(r"[^.;]*\bremained\b", scope):
        return "studies included"
    return measure
