"""The boxes of a selection flow: their measures, and a diagram of them that was copied as text.

Comes in: a document. Goes out: `Found`s. Apart from `flow`, which reads sentences: in a box the words have one form.
"""

from __future__ import annotations

import re

from sitegen.extract.mentions import Mention
from sitegen.extract.model import Document, Found

__all__ = ["FLOW", "boxes"]

FLOW = {
    "records identified": "identified", "records from other sources": "other_sources", "duplicates removed": "duplicates_removed",
    "records screened": "screened", "records excluded": "excluded_screening", "reports sought": "sought", "full texts assessed": "full_text", "reports not retrieved": "not_retrieved",
    "full texts excluded": "excluded_full_text", "studies included": "included",
}  # fmt: skip
"""Measures of the flow, and the names of the boxes of a PRISMA diagram."""

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


def boxes(document: Document) -> list[Found]:
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
