"""What a takeaway tells: `By lease type, long-term leases led with 63.5% in 2024; master leases expand at a 6.4% CAGR.`

Comes in: a clause. Goes out: who leads and who grows fastest in the dimension that the clause names. Apart from `ranks`: no word
says "largest" here, and it is the form alone, one holder of a share and one rate of growth, that ranks.
"""

from __future__ import annotations

import re

from sitegen.extract.holders import trimmed
from sitegen.extract.stacks import OPENS_BY

__all__ = ["taken_away"]

Span = tuple[int, int]
_HOLDS = re.compile(
    r" (?P<verb>(?:segment )?(?:led|leads?|held|holds?|accounted for|accounts? for|captured|captures?|commanded|commands?|retained|retains?|took|takes?|contributed|represented|dominated|generated|secured|controlled|made up|makes? up|represents?|contributes?|owned))\b[^;.]{0,30}? (?P<share>\d{1,2}(?:\.\d+)?) ?(?:%|per ?cent)"
)
_GROWS = re.compile(
    r"(?:; |[,;] (?:and |while |whereas |but )|\. )(?:the )?(?P<name>[^;,.]{2,50}?) (?P<verb>(?:segment )?(?:is|are|will|should|records?|shows?|posts?|grows?|registers?|expands?|advances?|rises?|climbs?|expected|projected|forecast|poised|set))\b[^;]{0,70}?(?:\d ?%|\bfastest\b)(?=[^;]{0,40}(?:CAGR|growth|a year|per year|annually|yearly|fastest|$))"
)
# "… led with 91% in 2025, and is set to post the fastest growth": the leader itself.
_ITSELF = re.compile(r",? and (?P<verb>(?:is|are|will|should)\b)[^;,]{0,60}\b(?:fastest|highest|quickest)\b")
_NO_GROWTH = re.compile(r"\b(?:share|second|followed|fall|declin\w+|shrink\w*|lowest|slowest)\b")
_LEADERS_SHARE = 25
"""Per cent. A takeaway tells of the leader; a smaller share may be told of anybody."""


def taken_away(text: str) -> list[tuple[Span, Span, str]]:
    """(cue, holder, `size` or `growth`) of a clause that begins with a dimension and tells of one share in it."""
    lead = OPENS_BY.match(text)
    if lead is None:
        return []
    holds = _HOLDS.search(text, lead.end(), lead.end() + 140)
    if (
        holds is None
        or float(holds["share"]) < _LEADERS_SHARE
        or re.search(r"[;:]|, ", text[lead.end() : holds.start()])
    ):
        return []
    found = []
    if held := trimmed(text, lead.end(), holds.start()):
        found.append((holds.span("verb"), held, "size"))
    if held and (itself := _ITSELF.search(text, holds.end())):
        return [*found, (itself.span("verb"), held, "growth")]
    grows = _GROWS.search(text, holds.end())
    if grows and not _NO_GROWTH.search(grows.group()) and (held := trimmed(text, *grows.span("name"))):
        found.append((grows.span("verb"), held, "growth"))
    return found
