"""Ranks of two: where a dimension has but two members, who outdoes the other is the first of it.

Comes in: a document and what was found in it. Goes out: the ranks that comparisons of two members give. Apart from `ranks`: that `cloud
grows faster than on-premises` says anything of the market shows only beside the list of both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, permutations

from sitegen.extract.folded import Folded
from sitegen.extract.layout import Clause
from sitegen.extract.model import Document, Found, Subject

__all__ = ["ranks_of_two"]

_FASTER = r"(?:faster|quicker|more (?:quickly|rapidly|steeply|strongly|briskly)|at (?:a|the) (?:[\w-]+ )?(?:faster|higher|quicker|steeper|brisker) (?:rate|pace|clip|cagr)|outpac\w+|outgrow\w*|gain\w* on|catch\w* up with|(?:higher|faster|stronger|quicker) (?:growth|cagr|rate|gains))"
_SLOWER = r"(?:slower|more slowly|at (?:a|the) (?:[\w-]+ )?(?:slower|lower) (?:rate|pace|clip|cagr))"
_LARGER = r"(?:(?:is|are|was|were|remains?|stays?|still) (?:[\w-]+ ){0,3}?(?:larger|bigger|greater)|more (?:[\w-]+ ){1,3}?|(?:larger|bigger|greater|higher) (?:share|part|revenues?|sales|portion|slice|market)|outsell\w*|outweigh\w*|outnumber\w*|ahead of)"
_SMALLER = r"(?:(?:is|are|was|were|remains?|stays?|still) (?:[\w-]+ ){0,3}?smaller|less (?:[\w-]+ ){1,3}?|fewer (?:[\w-]+ ){1,3}?|(?:smaller|lower) (?:share|part|revenues?|sales|portion|slice))"
# (what is said between the two, by what it ranks, whether the first of them is the winner)
_WAYS = tuple(
    (Folded(rf"\b{words}(?: \w+){{0,2}}(?: than(?: (?:that|those|the sales) of| (?:in|for|through))?(?: the)?)? ?$"), by, first)
    for words, by, first in ((_FASTER, "growth", True), (_SLOWER, "growth", False), (_LARGER, "size", True), (_SMALLER, "size", False))
)  # fmt: skip
# "The cloud segment is to record the higher CAGR": of two, whoever is named.
_HIGHER = Folded(
    r"[^.;,]{0,70}?\b(?:(?:higher|faster|quicker) (?:cagr|growth|rate|pace)|grow(?:ing|s)? (?:somewhat |slightly |more |even )?(?:faster|quickly|rapidly))\b(?! than)"
)
_THAN = re.compile(
    r"\b(?:[Hh]igher|[Ff]aster|[Qq]uicker|more (?:quickly|rapidly)|than|out[gpsnw]\w+|ahead of|gain\w* on|catch\w* up with)\b"
)
_TRADE = re.compile(r"\b(?:sales|revenues?|markets?|shares?|segments?|demand|turnover|spending|gr[oe]w\w*)\b|[$€£%]")
_OTHERS = re.compile(r"\bothers?\b", re.IGNORECASE)
_APART = 110
_MOST = 60
"""Pairs, and sentences that compare, which are looked through."""


def ranks_of_two(document: Document, found: list[Found]) -> list[Found]:
    """What the comparisons of the two members of a dimension rank, where nothing else ranks them."""
    text = document.normal.text
    told = []
    known = {(item.by, item.about.name.lower()) for item in found if item.measure == "rank"}
    twos = {
        tuple(name.lower() for span in item.members if not _OTHERS.search(name := text[slice(*span)])): item
        for item in found
        if item.measure == "segments" and len(item.members) <= 3
    }
    if not any(len(names) == 2 for names in twos):
        return []
    compared = list(islice((clause for clause in document.clauses if _THAN.search(clause.text)), _MOST))
    for item in islice((item for names, item in twos.items() if len(names) == 2), _MOST):
        names = [text[slice(*span)] for span in item.members if not _OTHERS.search(text[slice(*span)])]
        for rank in _between(compared, names):
            if not any((rank.by, name.lower()) in known for name in names):
                told.append(rank)
                known.add((rank.by, rank.about.name.lower()))
    return told


def _between(compared: list[Clause], names: list[str]) -> Iterator[Found]:
    """The ranks that sentences give by naming both of two, the one behind the other."""
    for clause in compared:
        for one, two in permutations(names):
            alone = _named(one).search(clause.text) if not _named(two).search(clause.text) else None
            if alone and (grows := _HIGHER.match(clause.text, alone.end())):
                cue = (clause.start + alone.end(), clause.start + grows.end())
                spans = (cue, (clause.start + alone.start(), clause.start + alone.end()))
                yield Found("rank", spans, value=cue, about=Subject("segment", one), by="growth", confidence=0.6)
            first, second = _named(one).search(clause.text), None
            second = _named(two).search(clause.text, first.end(), first.end() + _APART) if first else None
            if first is None or second is None or re.search(r"[;.] ", clause.text[first.end() : second.start()]):
                continue
            for words, by, wins in _WAYS:
                if (by == "growth" or _TRADE.search(clause.text)) and words.search(
                    clause.text[first.end() : second.start()]
                ):
                    name, held = (one, first) if wins else (two, second)
                    cue = (clause.start + first.end(), clause.start + second.start())
                    spans = (cue, (clause.start + held.start(), clause.start + held.end()))
                    yield Found("rank", spans, value=cue, about=Subject("segment", name), by=by, confidence=0.6)


@lru_cache(maxsize=256)
def _named(name: str) -> re.Pattern[str]:
    words = [re.escape(word.removesuffix("s")) for word in re.findall(r"\w+", name)]
    return re.compile(r"\b" + r"s?\W+".join(words) + r"s?\b", re.IGNORECASE)
