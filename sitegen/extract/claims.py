"""Drivers, restraints, opportunities, trends, questions: sentences that an editor will put in own words.

Comes in: a document. Goes out: `Found`s that hold the sentence and no statement. Apart, because a statement must be
written by a person: copying the document's sentence is what the rules of the site forbid.
"""

from __future__ import annotations

import re

from sitegen.extract.folded import Folded, holds, small
from sitegen.extract.layout import Clause
from sitegen.extract.model import Document, Found

__all__ = ["claims", "questions"]

_KINDS = (
    ("driver", Folded(r"\bdriv(?:es?|en|ers?|ing)\b|\bfuel(?:s|led|ling|ing)?\b|\bpropel|\bboost(?:s|ed|ing)?\b|\bcontribut\w+ to (?:the )?(?:market )?growth|\bincreas\w+ (?:the )?demand|\bsupport\w* (?:the )?(?:market )?growth|\bgrowth factors?\b|\bwhy it grows\b")),
    ("restraint", Folded(r"\brestrain\w*|\bhamper\w*|\bhinder\w*|\bimped\w+|\bchallenges?\b|\blimit(?:s|ing|ed)? (?:the )?(?:market |growth|adoption)|\bbarriers?\b|\bslow(?:s|ed)? (?:the |it|down)|\bdeter\w*")),
    ("opportunity", Folded(r"\bopportunit(?:y|ies)\b|\bopen(?:s|ing)? (?:up )?(?:new )?(?:avenues|revenue|doors)|\bpotential for\b")),
    ("trend", Folded(r"\btrends?\b|\bgaining traction\b|\bincreasingly\b|\bshift(?:ing|s)? (?:to|toward)")),
)  # fmt: skip
# Pieces of words without which none of them is there.
_STEMS = (
    "driv", "fuel", "propel", "boost", "contribut", "increas", "support", "growth factor", "why it", "restrain", "hamper", "hinder", "imped", "challenge", "limit", "barrier", "slow", "deter",
    "opportunit", "open", "potential", "trend", "traction", "shift",
)  # fmt: skip
_SECTIONS = {
    "driver": "driver",
    "restrain": "restraint",
    "challenge": "restraint",
    "opportunit": "opportunity",
    "trend": "trend",
    "why it grows": "driver",
    "slows": "restraint",
}
_ABOUT = re.compile(r"\b(?:market|demand|growth|industry|sector|adoption|sales|revenue)\b", re.IGNORECASE)
_MAX = 120


def claims(document: Document) -> list[Found]:
    """Sentences that say why a market grows or does not; the heading above decides where it names the kind."""
    found = []
    for clause in document.clauses:
        if clause.kind != "sentence" or not 5 <= len(clause.text.split()) <= 80:
            continue
        measure = next((kind for word, kind in _SECTIONS.items() if word in clause.section), "")
        kinds = _KINDS if holds(small(clause.text), _STEMS) else ()
        cue = next(((kind, match) for kind, pattern in kinds if (match := pattern.search(clause.text))), None)
        if not measure and (cue is None or not _ABOUT.search(clause.text)):
            continue
        start, end = _heart(clause, cue[1] if cue else None)
        found.append(
            Found(measure or (cue[0] if cue else ""), ((start, end), (clause.start, clause.end)), confidence=0.5)
        )
        if len(found) >= _MAX:
            break
    return found


def questions(document: Document) -> list[Found]:
    """Questions, each with the sentence that answers it as its second span; `by` is what is asked, where that is plain."""
    found = []
    for clause, after in zip(document.clauses, document.clauses[1:], strict=False):
        if clause.text.rstrip().endswith("?") and len(clause.text.split()) >= 4:
            words = [match.end() for match in re.finditer(r"\S+", clause.text)]
            head = (clause.start, clause.start + words[min(len(words), 8) - 1])
            asked = next((name for name, pattern in _ASKED if pattern.search(clause.text)), "")
            found.append(Found("question", (head, (after.start, after.end)), by=asked, confidence=0.6))
    return found[:_MAX]


_ASKED = (
    ("growth", re.compile(r"\bCAGR\b|\bgrowth rate\b|\b(?:how (?:fast|quickly)|at what rate)\b", re.IGNORECASE)),
    ("drivers", re.compile(r"\b(?:driv\w+|growth factors?|fuel\w*)\b", re.IGNORECASE)),
    ("challenges", re.compile(r"\b(?:challenges?|restrain\w*|barriers?|hinder\w*|hamper\w*)\b", re.IGNORECASE)),
    ("opportunities", re.compile(r"\bopportunit\w+\b", re.IGNORECASE)),
    ("trends", re.compile(r"\btrends?\b", re.IGNORECASE)),
    ("region", re.compile(r"\b(?:which|what) (?:\w+ )?(?:region|country|geograph\w+)\b", re.IGNORECASE)),
    (
        "segment",
        re.compile(
            r"\b(?:which|what) (?:[\w-]+ ){0,3}(?:segment|type|product|application|category|material|channel)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "companies",
        re.compile(
            r"\b(?:who|which|what) (?:\w+ ){0,4}(?:players?|compan(?:y|ies)|vendors?|manufacturers?|leaders?|suppliers?|competitors)\b",
            re.IGNORECASE,
        ),
    ),
    ("size", re.compile(r"\bhow (?:big|large|much)\b|\b(?:size|value|worth)\b", re.IGNORECASE)),
)


def _heart(clause: Clause, cue: re.Match[str] | None) -> tuple[int, int]:
    """Some eight words round the cue: what the quote will hold."""
    words = [match.span() for match in re.finditer(r"\S+", clause.text)]
    at = next((index for index, (_, end) in enumerate(words) if cue is not None and end >= cue.end()), 0)
    first = max(0, min(at - 2, len(words) - 6))
    last = min(len(words), first + 6)
    return clause.start + words[first][0], clause.start + words[last - 1][1]
