"""What a systematic review says of itself: databases, dates, registration, outcome, participants.

Comes in: a document. Goes out: `Found`s of the measures of a review. Apart from `flow`, which counts its records.
"""

from __future__ import annotations

import re

from sitegen.extract.frame import PAPER
from sitegen.extract.layout import Clause
from sitegen.extract.lists import list_end, members
from sitegen.extract.mentions import counts, dates, years
from sitegen.extract.model import Document, Found

__all__ = [
    "PEOPLE",
    "databases",
    "journals",
    "looks_like_review",
    "participants",
    "primary_outcomes",
    "registrations",
    "search_dates",
]

_KNOWN = re.compile(
    r"\b(?:(?:APA )?Psyc(?:INFO|Info|ARTICLES|Articles)|PubMed(?: Central)?|MEDLINE|Medline|E[Mm][Bb][Aa][Ss][Ee]|Cochrane(?: [A-Z][\w-]+)*(?: of (?:Systematic|Controlled)(?: [A-Z]\w+)+)?|CENTRAL|Scopus|SCOPUS|Web of (?:Science|Knowledge)|WoS|CINAHL(?: [A-Z]\w+)?|PsycINFO|PsycInfo|PSYCINFO|"
    r"PsycARTICLES|Google Scholar|ClinicalTrials\.gov|LILACS|SciELO|ProQuest|ERIC|AMED|Ovid|OVID|EBSCO\w*|ICTRP|International Clinical Trials Registry Platform|CNKI|China National Knowledge Infrastructure|Wanfang|WanFang|VIP|CBM|SinoMed|"
    r"IEEE Xplore|IEEE|ACM Digital Library|ScienceDirect|Science Direct|SpringerLink|Springer|DOAJ|OpenGrey|Open Grey|BIOSIS|Global Health|Global Index Medicus|TRIP|HTA|DARE|NHS EED|SPORTDiscus|PEDro|JSTOR|EconLit|Dimensions|medRxiv|bioRxiv|arXiv|WHO ICTRP|African Index Medicus|KoreaMed|IndMED|Sociological Abstracts|Academic Search \w+|Health Technology Assessment|ASSIA|Epistemonikos|CAB Abstracts|AGRICOLA|Inspec|INSPEC|Compendex|ISI)\b"
)
_MASTHEAD = re.compile(r"Cochrane Database of Systematic Reviews,? ?(?:(?:19|20)\d\d|[Ii]ssue)")
_SEARCHED = re.compile(
    r"\b(?:search(?:ed|es|ing)?|databases?|sources?|sought|queried|consulted|screened|retrieved from|looked (?:in|through)|literature)\b",
    re.IGNORECASE,
)
_REVIEW = re.compile(
    r"\b(?:systematic(?:ally)? (?:literature )?review(?:ed)?|scoping review|systematic mapping|meta-?analys[ie]s|umbrella review|literature (?:flow|search)|PRISMA|PROSPERO)\b",
    re.IGNORECASE,
)
_TRIAL = re.compile(
    r"\b(?:were|was) randomly (?:assigned|allocated)\b|\bdouble-blind\b|\bphase (?:[1-4]|I{1,3}V?)\b", re.IGNORECASE
)
_STUDIES = re.compile(
    r"\b(?:citations|records|full[- ]texts?|articles|abstracts|duplicates|randomi[sz]ed|trials|studies|eligib\w+|inclusion criteria)\b",
    re.IGNORECASE,
)
_REGISTERED = re.compile(
    r"\b(CRD ?4\d{10}|CRD ?4\d{5,9}|CRD\d{8,12}|INPLASY ?\d[\d-]{5,}\d|10\.17605/OSF\.IO/\w+|osf\.io/\w+|10\.5281/zenodo\.\d+|10\.(?:37766/inplasy|17504/protocols\.io|6084/m9\.figshare|11124/JBI\w*)[./][\w./-]*\w|CD\d{6}|NCT\d{8}|ISRCTN\d+|UMIN\d+|ACTRN\d{14}|ChiCTR[\w-]*\d|RIDIE-STUDY-ID-\w+|reviewregistry\d+|researchregistry\d+)\b",
    re.IGNORECASE,
)
_PROSPERO_ONLY = re.compile(
    r"\bPROSPERO\b[^.;\n]{0,40}?\b(?:ID|no\.?|number|record|registration|#):? ?(?:\d{4}:)?(?P<id>4[12]\d{9}|\d{6})\b|\bPROSPERO ?[(:]? ?(?P<bare>4[12]\d{9})\b"
)
_OUTCOME = re.compile(
    r"\b(?:(?:primary|main|principal|headline) (?:outcomes?|measures?|end ?points?)(?:, [^,]{3,40},)?(?: measures?| of interest)?(?: (?:we )?(?:looked for|assessed|considered|studied|analy[sz]ed|chosen))?\s*(?:was|were|is|are|will be|:|\)|=|included|(?-i:(?<=OUTCOME)|(?<=OUTCOMES))(?= (?-i:[A-Z])))\s*(?:the |defined as |:)?\s*(?:(?:1|\(1\)|\(?[ia]\))[.)]? )?)(?P<what>[^.;:]{3,160}?)(?=[.;:]|,? (?:and (?:the )?secondary|while|which|whereas|secondary|with secondary|measured|defined)|$)",
    re.IGNORECASE,
)
_OUTCOME_AFTER = re.compile(
    r"(?:^|[.;,] |\band |\bmeasures? of )(?:the )?(?:[Ww]e (?:chose|took|used|defined|considered|set) (?:the )?)?(?!which\b|that\b)(?P<what>[\w ,/-]{3,80}?)(?:, (?=our|the)|,? (?:was|were|being|as|which (?:was|were|is)|(?:which|that) (?:we|was|were) [\w ]{0,20}?\b(?:as|being)) )(?:the |our |a )?(?:primary|main|principal) (?:outcomes?|end ?points?)\b",
    re.IGNORECASE,
)
PEOPLE = r"(?:patients|participants|subjects|individuals|children|adults|women|men|people|persons|infants|pregnancies|respondents|volunteers|cases|students|workers|adolescents|older adults|veterans|athletes|smokers|users|nurses|births|survivors|mothers|neonates|newborns|births|elderly people|pupils|learners|cows|piglets|lambs|ewes|goats|hens|chickens|broilers|heifers|steers|bulls|puppies|kittens|fish|salmon|colonies|trees|plants|animals|dogs|cats|horses|sheep|pigs|rats|mice|calves|birds|eyes|teeth|implants|procedures|households|schools|farms|plots|couples|families|carers|caregivers|residents|workers|drivers|teachers|employees|managers|tenants|consumers|citizens|clients|inmates|refugees|migrants|soldiers|farmers|officers)"
_JOURNAL = re.compile(
    r"^(?:(?:[Pp]ublished in|Journal|Source|In):? )?(?P<name>(?:[A-Z][\w.&:'-]*|of|the|and|in|for|&)(?: (?:[A-Z][\w.&:'-]*|of|the|and|in|for|&)){0,8}?)(?:\.|,)? ?(?:\((?:19|20)\d\d\)|(?:19|20)\d\d\b|,? ?[Vv]ol(?:\.|ume\b)|,? ?\d+ ?\(|[;,] ?\d+)"
)
_PERIODICAL = re.compile(
    r"(?:^|, |: |[Pp]ublished in )((?:[A-Z][\w&-]+ ){0,3}(?:Journal|Annals|Archives|Bulletin|Quarterly|Proceedings|Acta|Transactions|Review|Reviews|Letters) (?:of|for|in|on) (?:the )?[A-Z][\w&-]+(?: (?:and |of |in |& )?[A-Z][\w&-]+){0,4})(?=[.,;:(]|$| \d)"
)


def looks_like_review(document: Document) -> bool:
    """Whether the text reports a review of studies, not merely names one."""
    head = document.normal.text[:60_000]
    told = len({match.group().lower() for match in _KNOWN.finditer(head)})
    counted = sum(bool(counts(clause.text)) and bool(_STUDIES.search(clause.text)) for clause in document.clauses[:400])
    said = len(_REVIEW.findall(head))
    return _reports_a_search(document, head) and (
        (said >= 1 and counted >= 1 and (told >= 1 or counted >= 2 or said >= 2))
        or (told >= 2 and counted >= 2 and not _TRIAL.search(head))
        or (said >= 2 and told >= 2)
    )


_DONE = re.compile(
    r"\b(?:search\w*|queried|consulted|sought|looked (?:in|through|for)|databases?|sources?|flow)\b", re.IGNORECASE
)
_COUNTED = re.compile(
    r"\b(?:yielded|returned|retrieved|identified|produced|screened|excluded|included|left|remained|duplicates)\b|\b(?:gave|found)\b",
    re.IGNORECASE,
)
_NO_SEARCH = re.compile(
    r"\bno (?:literature|databases?|systematic|formal)(?: literature)?(?: search| review)? (?:was|were|is|has|had)\b",
    re.IGNORECASE,
)


def _reports_a_search(document: Document, head: str) -> bool:
    """Whether a text says in its title that it is a review, or tells what its own search did; an essay on reviews does neither."""
    title = head[slice(*document.frame.title)] if document.frame.title else ""
    if _REVIEW.search(title):
        return True
    if _NO_SEARCH.search(head):
        return False
    return any(
        (_KNOWN.search(clause.text) and _DONE.search(clause.text))
        or (counts(clause.text) and _STUDIES.search(clause.text) and _COUNTED.search(clause.text))
        for clause in document.clauses[:400]
    )


def databases(document: Document) -> list[Found]:
    """Lists of the databases that were searched."""
    found = []
    text = document.normal.text
    for clause in document.clauses:
        known = [match for match in _KNOWN.finditer(clause.body) if not _MASTHEAD.match(clause.body, match.start())]
        if (known and re.search(r"\bdoi\b|\b(?:19|20)\d\d;|Issue \d|\(\d+\):\d", clause.text)) or _ENTRY.match(
            clause.text
        ):
            continue  # an entry of the references
        if not known or not (_SEARCHED.search(clause.text) or _SEARCHED.search(clause.section)) or clause.kind == "row":
            continue
        offset = clause.end - len(clause.body)
        start, last = offset + known[0].start(), offset + known[-1].end()
        begin = max(
            (
                text.rfind(mark, offset, start) + len(mark)
                for mark in (":", "(", "searched ", "queried ", "databases ", " in ", " of ")
                if text.rfind(mark, offset, start) >= 0
            ),
            default=start,
        )
        if begin == start and clause.kind == "field":
            begin = offset
        begin = begin if re.fullmatch(r"\s*(?:the )?(?:[A-Z][\w .-]*, )*", text[begin:start]) else start
        end = min(list_end(text, last), clause.end)
        stop = re.search(
            r"\)?,? (?:from|until|up to|for|through|between|on|to|will be|are to be|in (?:January|February|March|April|May|June|July|August|September|October|November|December|20)|were|was|as well|searched|last searched|without|with|using|independently|ran\b|run\b|databases?|and six|and other)\b|\(inception|;|\) ",
            text[last:end],
        )
        end = last + stop.start() if stop else min(end, last + 60)
        spans = [_closed(text, *span) for span in members(text, begin, end)]
        spans = [span for span in spans if _is_database(text[span[0] : span[1]])]
        if sum(text[end - 1].isdigit() for _, end in spans) >= 2:
            continue  # "Medline 1204, Embase 1873": how many records each gave
        if spans and (len(spans) > 1 or "search" in clause.text.lower()):
            found.append(
                Found("databases", ((clause.start, clause.start + 40), *spans), members=tuple(spans), confidence=0.85)
            )
    return found


_ENTRY = re.compile(r"(?:\[?\d{1,3}[.\])] )?[A-ZÀ-Þ][\w'’-]+ [A-Z]{1,3}, [A-ZÀ-Þ][\w'’-]+ [A-Z]{1,3}\b")


def _closed(text: str, start: int, end: int) -> tuple[int, int]:
    """A name without a bracket that opens behind it and does not close, or that says what was searched of it."""
    cut = text.rfind("(", start, end)
    if (
        cut > start
        and text[end - 1] == ")"
        and re.search(r"\d|\bvia\b|\bOvid\b|\bEBSCO|\bProQuest\b|\binception\b", text[cut:end])
    ):
        return start, start + len(text[start:cut].rstrip())
    return (start, end) if cut <= start or ")" in text[cut:end] else (start, cut - (text[cut - 1] == " "))


def _is_database(name: str) -> bool:
    lower = re.search(
        r"\b(?:grey|literature|reference lists?|hand|websites?|journals|citations?|six|other)\b", name, re.IGNORECASE
    )
    return bool(_KNOWN.search(name)) or (bool(re.match(r"[A-Z]", name)) and not lower and len(name.split()) <= 7)


def search_dates(document: Document) -> list[Found]:
    """The day, month or year up to which a search reached."""
    found = []
    for clause in document.clauses:
        if not re.search(
            r"\b(?:search\w*|databases?|data sources|published|sought|inception|literature)\b",
            clause.text,
            re.IGNORECASE,
        ):
            continue
        stated = dates(clause.text) or [
            item
            for item in years(clause.text)
            if re.search(r"\b(?:until|up to|through|to|till|in|and|of)(?: the end of)? $", clause.text[: item.start])
        ]
        told = re.search(r"\b(?:search\w*|sought|inception|databases|data sources)\b", clause.text, re.IGNORECASE)
        stated = [item for item in stated if not re.search(r"\bregistered\b[^;.]*$", clause.text[: item.start])]
        if not stated or not told:
            continue
        last = max(stated, key=lambda item: (item.first, item.month, item.day))
        span = (clause.start + last.start, clause.start + last.end)
        found.append(
            Found("search date", (span,), value=span, mention=last, first=last.first, last=last.last, confidence=0.75)
        )
    return found


def registrations(document: Document) -> list[Found]:
    """What a registry calls the protocol: PROSPERO, OSF, INPLASY, Zenodo, Cochrane and the registers of trials."""
    text = document.normal.text[:200_000]
    found = []
    for match in _REGISTERED.finditer(text):
        around = text[max(0, match.start() - 160) : match.end() + 80]
        own = match[1].upper().startswith(("CRD", "INPLASY", "10.37766", "RIDIE", "REVIEWREG"))
        if re.match(r"CD\d", match[1]):
            own = bool(
                re.search(
                    r"\bArt(?:icle|\.)? No\.?:? ?$|\bCochrane\b[^.\n]{0,60}$",
                    text[max(0, match.start() - 80) : match.start()],
                )
            )
            told = own
        else:
            around = (
                re.split(r"(?<=[a-z)])[.;]\s", text[max(0, match.start() - 160) : match.start()])[-1]
                + text[match.end() : match.end() + 80]
            )
            told = own or bool(re.search(r"\bregist|\bprotocol|\bprespecified|\bpre-specified", around, re.IGNORECASE))
            told = told and (
                own
                or not re.search(
                    r"\b(?:replication package|data (?:set|are|is)|code|dataset|materials)\b|\bno (?:protocol )?regist",
                    around,
                    re.IGNORECASE,
                )
            )
        if told and not _LISTED.search(text[max(0, match.start() - 200) : match.start()]):
            found.append(match.span(1))
    if not found:
        found = [match.span("id" if match["id"] else "bare") for match in _PROSPERO_ONLY.finditer(text)]
    return [Found("registration", (span,), value=span, members=(span,), confidence=0.9) for span in found[:3]]


# A registration in an entry of the references is that of another study.
_LISTED = re.compile(r"(?:^|\n)\s*(?:- )?\[?\d{1,3}[.\])] [A-Z][^\n]*$")


# "Outcomes | LDL cholesterol (primary); triglycerides", "Primary: worst pain, on any scale. Secondary: …"
_OUTCOME_MARKED = re.compile(
    r"\boutcomes?(?: measures?)?\W+(?P<what>[\w ,/-]{3,80}?) \(primary(?: outcome)?\)", re.IGNORECASE
)
_OUTCOME_LABEL = re.compile(r"^\W*(?:primary|main)(?: outcomes?)?: (?P<what>[^.;:]{3,120}?)(?=[.;:]|$)", re.IGNORECASE)


def primary_outcomes(document: Document) -> list[Found]:
    found = []
    for clause in document.clauses:
        labelled = (_OUTCOME_LABEL,) if "outcome" in clause.section else ()
        for pattern in (_OUTCOME, _OUTCOME_AFTER, _OUTCOME_MARKED, *labelled):
            match = pattern.search(clause.text)
            if match:
                span = (clause.start + match.start("what"), clause.start + match.end("what"))
                found.append(
                    Found(
                        "primary outcome", (span, (clause.start + match.start(), span[1])), value=span, confidence=0.7
                    )
                )
                break
    return found


def participants(document: Document) -> list[Found]:
    """How many people the included studies had together."""
    found = []
    for clause in document.clauses:
        for item in counts(clause.text):
            lead = clause.text[max(0, item.start - 160) : item.start]
            after = re.match(
                rf" (?:(?!\d|studies|trials|RCTs|reports|articles|papers|records|of\b|with\b)[\w-]+ ){{0,3}}?{PEOPLE}\b",
                clause.text[item.end :],
            )
            before = re.search(rf"\b(?:{PEOPLE})\W*(?:\(?n ?= ?|numbered |totall?ed |: ?)$", lead, re.IGNORECASE)
            studied = re.search(r"\b(?:trials|studies|RCTs|samples) \([nN] ?= ?$", lead)
            if not after and not before and not studied:
                continue
            if before and re.search(r"\b(?:excluded|rejected|reasons?|left out)\b", lead):
                continue
            if (
                after
                and re.search(r"\b(?:excluded|rejected|left out)\b", lead)
                and not re.match(rf" {PEOPLE}\b", clause.text[item.end :])
            ):
                continue  # a reason for leaving out
            if re.search(
                r"(?:/ ?|(?:\d|\b(?:none|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty(?:-\w+)?)) (?:out )?of (?:the )?)$|\b(?:at least|more than|fewer than|less than) $",
                lead,
                re.IGNORECASE,
            ) or re.match(r" ?/ ?\d| (?:or|and) (?:more|fewer|over|older)\b", clause.text[item.end :]):
                continue  # one arm's, or a bound
            near = clause.text[max(0, item.start - 90) : item.end + 60]
            total = re.search(
                r"\btotal|altogether|overall|involv\w+|compris\w+|pooled|together|all in all|in all|includ\w+|with|enrol\w+|data (?:of|from|on)|cover\w*|representing|randomi[sz]ed|combined|report\w*",
                near,
                re.IGNORECASE,
            )
            total = total or re.search(r"\((?:n ?= ?)?$", lead, re.IGNORECASE)
            if not total or int(item.amount) < 2:
                continue
            item_n = re.search(r"\b[nN] ?= ?$", lead, re.IGNORECASE)
            whole = item_n or re.search(r"\btotal|altogether|pooled|together|in all|overall", near, re.IGNORECASE)
            # "41 trials (6,904 piglets)": whatever a bracket behind the studies counts.
            whole = whole or re.search(r"\b(?:studies|trials|RCTs|experiments)\W*\($", lead)
            plenty = re.search(r"\b(?:studies|trials|RCTs|articles|papers|reports)\b", clause.text, re.IGNORECASE)
            part = re.search(r"\bof (?:them|these|those|which|the \w+)\b[^.;]{0,30}$", lead)
            entered = re.search(r"\b(?:included|met (?:\w+ ){0,2}criteria|eligible)\b", clause.text)
            pooled = re.search(r"\b(?:CI|ratio|difference|SMD|OR|RR|HR)\b", clause.text)
            # Beside an effect stand the people of one analysis, not those of the review.
            sure = 0.5 + (0.2 if whole else 0) + (0.15 if plenty else 0) - (0.2 if pooled and not whole else 0)
            sure += (0.05 if entered else 0) - (0.3 if part else 0)
            span = (clause.start + item.start, clause.start + item.end)
            # The noun that was counted belongs to the value, where it follows at once.
            noun = re.match(rf" {PEOPLE}\b", clause.text[item.end :])
            value = (span[0], span[1] + noun.end()) if noun else span
            found.append(Found("participants", (value,), value=value, mention=item, confidence=round(sure, 2)))
    return found


def journals(document: Document) -> list[Found]:
    """The journal, from a line such as `Rev. Ornitol. Vol. 35, N° 1, 2026` or `BMC Imaging (2022).`"""
    text = document.normal.text
    listed = _REFERENCES.search(text)
    own = [clause for clause in document.clauses if listed is None or clause.start < listed.start()]
    head, rest = own[:14], own[14:60]
    short = [clause for clause in own[12:80] if len(clause.text) < 90]
    looks = (
        (_masthead, own[:6]), (_periodical, head), (_cited_in, own[:60]), (_dated_line, own[:12]), (_periodical, rest), (_dated_line, short),
    )  # fmt: skip
    for look, among in looks:
        for clause in among:
            if span := look(text, clause):
                return [Found("journal", (span,), value=span, confidence=0.6)]
    return []


_REFERENCES = re.compile(
    r"^\W*(?:references?|bibliography|literature cited)\b[^.\n]{0,40}$", re.IGNORECASE | re.MULTILINE
)
# "Citation: Lee A (2022) Walking. PLoS ONE 17(5): e0267891"
_CITED_IN = re.compile(
    r"^\W*(?:citation|cite (?:this \w+ )?as|to cite|how to cite)\b.*[.?!] (?P<name>(?:[A-Z][\w&.]*|of|the|and|in|for|&)(?: (?:[A-Z][\w&.]*|of|the|and|in|for|&)){0,7}?)[.,]?(?: (?:(?:19|20)\d\d[;,]? ?)?\d+ ?[(:]| (?:19|20)\d\d;)",
    re.IGNORECASE,
)
_NO_JOURNAL = re.compile(
    r"\b(?:Table|Figure|Published|January|February|March|April|May|June|July|August|September|October|November|December|PROSPERO|Search|Received|Accepted|Volume|Data|Sources?|Abstract|Registered)\b"
)


_TITLED = re.compile(
    r"(?P<name>[A-Z][\w&]+(?: (?:and |of |in |& )?[A-Z][\w&]+){0,5} (?:Journal|Reports|Reviews|Annals|Quarterly|Letters|Bulletin|Archives|Gazette))"
)


def _masthead(text: str, clause: Clause) -> tuple[int, int] | None:
    """A journal's name on a line of its own, at the head of the page."""
    bare = clause.text.strip(" #*_")
    match = PAPER.fullmatch(bare) or _TITLED.fullmatch(bare)
    if match is None or re.match(r"(?:Systematic|Scoping|Research|Original|Rapid) ", bare):
        return None
    at, name = text.index(bare, clause.start), "name" if match["name"] else "dated"
    return at + match.start(name), at + match.end(name)


def _periodical(_: str, clause: Clause) -> tuple[int, int] | None:
    match = _PERIODICAL.search(clause.text)
    return (clause.start + match.start(1), clause.start + match.end(1)) if match else None


def _cited_in(text: str, clause: Clause) -> tuple[int, int] | None:
    line = text.find("\n", clause.start)
    match = _CITED_IN.match(text[clause.start : line if line >= 0 else None][:900])
    return (clause.start + match.start("name"), clause.start + match.end("name")) if match else None


def _dated_line(text: str, clause: Clause) -> tuple[int, int] | None:
    """A line that begins with a name and goes on with a year, a volume or an issue."""
    line = text.find("\n", clause.start)
    bare = text[clause.start : line if line >= 0 else None][:300].strip(" *#_")
    bare = re.sub(
        r"^[A-Z][\w'-]+(?: et al\.?| and [A-Z][\w'-]+),? (?=[A-Z])", "", bare
    )  # "Lee et al. BMC Imaging (2023) 23:94"
    match = _JOURNAL.match(bare)
    if match is None or not 1 <= len(match["name"].split()) <= 8 or _NO_JOURNAL.search(match["name"]):
        return None
    if len(match["name"]) < 5 and not re.fullmatch(r"[A-Z]{3,4}", match["name"]):
        return None
    at = text.index(bare, clause.start)
    return at + match.start("name"), at + match.end("name")
