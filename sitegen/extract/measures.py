"""The measures that extraction knows: what each takes, and the role by which a site's pages and checks use it.

Comes in: nothing. Goes out: the table, and the lines by which a site declares some of them. Apart from `context`, which knows what one site
declares.
"""

from __future__ import annotations

from collections.abc import Iterable

from sitegen.edits import scalar

__all__ = ["MEASURES", "declaration"]

_TAKES = {
    "market size": "money", "CAGR": "percent", "market share": "percent", "rank": "term", "base year": "year", "forecast period": "period",
    "historical period": "period", "reporting period": "period", "increment": "money", "segments": "list", "regions": "list", "countries": "list", "companies": "list",
    "development date": "date", "databases": "list", "search date": "date", "registration": "reference", "participants": "count", "journal": "term",
    "records identified": "count", "records from other sources": "count", "duplicates removed": "count", "records screened": "count", "records excluded": "count",
    "reports sought": "count", "reports not retrieved": "count", "full texts assessed": "count", "full texts excluded": "count", "studies included": "count",
    "full texts excluded from other sources": "count",
    "outcome": "fraction", "outcome rate": "percent", "sample size": "count", "response rate": "percent", "title": "term", "reference": "reference", "number of studies": "count", "arm size": "count",
    "authors": "list", "response": "fraction", "response count": "count", "report attribute": "term", "currency and unit": "term", "eligibility": "claim",
    "risk of bias": "judgement", "certainty": "judgement", "risk-of-bias rating": "judgement", "inconsistency rating": "judgement", "indirectness rating": "judgement",
    "imprecision rating": "judgement", "other considerations rating": "judgement",
}  # fmt: skip
_ROLES = {
    "market size": "size", "CAGR": "growth", "market share": "share", "rank": "rank", "base year": "base-year", "forecast period": "forecast-period",
    "historical period": "historical-period", "search date": "search-date", "reference": "reference", "participants": "sample-size", "sample size": "sample-size",
    "arm size": "arm-size", "number of studies": "study-count", "outcome": "outcome", "outcome rate": "outcome-rate", "response": "response",
    "response rate": "response-rate", "response count": "response-count", "risk of bias": "risk-of-bias", "certainty": "certainty",
    "risk-of-bias rating": "certainty-rating", "inconsistency rating": "certainty-rating", "indirectness rating": "certainty-rating",
    "imprecision rating": "certainty-rating", "other considerations rating": "certainty-rating",
    "records identified": "flow-identified", "duplicates removed": "flow-excluded", "records screened": "flow-assessed", "records excluded": "flow-excluded",
    "reports sought": "flow-assessed", "reports not retrieved": "flow-excluded", "full texts assessed": "flow-assessed", "full texts excluded": "flow-excluded",
    "studies included": "flow-included", "full texts excluded from other sources": "flow-other-excluded", "records from other sources": "flow-other-identified",
}  # fmt: skip
MEASURES = {name: (takes, _ROLES.get(name, "")) for name, takes in _TAKES.items()}
"""(what it takes, its role or nothing), by our name of it; the steps of a flow in their order, which is how pages draw them."""


def declaration(names: Iterable[str]) -> list[str]:
    """The lines of site.yaml, below `measures:`, that declare measures of ours in the order of the table; others take claims."""
    wanted = set(names)
    if "records from other sources" in wanted:
        wanted.add("full texts excluded from other sources")  # or all of them would seem to be included
    lines = []
    for name in [*(known for known in MEASURES if known in wanted), *sorted(wanted - set(MEASURES))]:
        takes, role = MEASURES.get(name, ("claim", ""))
        lines += [f"  {scalar(name)}:", f"    takes: {takes}", *([f"    role: {role}"] if role else [])]
    return lines
