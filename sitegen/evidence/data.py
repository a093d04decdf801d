"""Evidence for machines: every result with its statistics, every response, every check, as one JSON file.

Comes in: the evidence of all topics. Goes out: `data/evidence.json`. Each result stands once, with the ids of the facts
that it was computed from; what does not exist is null, and says why.
"""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.evidence.gather import Evidence, checks
from sitegen.evidence.model import ArmResult, Outcome, Response, StudyResult
from sitegen.outputs import Output, json_rows
from sitegen.statistics import Comparison, Interval, Needed

__all__ = ["evidence_file"]

Row = dict[str, object]
_METHODS = {
    "share": "Wilson’s score interval, 95%", "difference": "Newcombe’s hybrid score interval, 95%",
    "ratio": "Katz’s interval of the logarithm, 95%", "p_value": "Fisher’s exact test, two-sided",
    "needed": "inverse of the difference and its limits",
}  # fmt: skip


def evidence_file(found: Mapping[str, Evidence]) -> Output:
    """Results by outcome and study, responses by fact, checks by rule."""
    results: dict[tuple[str, str], Row] = {}
    responses: dict[str, Row] = {}
    for one in found.values():
        for outcome in one.outcomes:
            for result in outcome.results:
                results.setdefault((outcome.label, result.study), _result(outcome, result))
        for response in one.responses:
            responses.setdefault(response.fact.id, _response(response))
    made = [
        {
            "rule": c.rule, "about": c.about, "facts": list(c.facts), "stated": c.stated, "computed": c.computed, "formula": c.formula,
            "state": c.state, "why": c.why,
        }
        for c in checks(found)
    ]  # fmt: skip
    rows = {
        "methods": _METHODS, "results": [results[key] for key in sorted(results)],
        "responses": [responses[key] for key in sorted(responses)], "checks": made,
    }  # fmt: skip
    return json_rows("data/evidence.json", rows)


def _result(outcome: Outcome, result: StudyResult) -> Row:
    pairs = zip(result.arms, result.comparisons, strict=False)
    return {
        "outcome": outcome.label, "study": result.study, "arms": [_arm(arm) for arm in result.arms],
        "comparisons": [_comparison(arm, result.arms[-1], c) for arm, c in pairs if c is not None],
        "certainty": outcome.certainty.id if outcome.certainty is not None else None,
    }  # fmt: skip


def _arm(arm: ArmResult) -> Row:
    fact = arm.fact or arm.size
    return {
        "topic": arm.topic, "fact": fact.id if fact is not None else None, "events": arm.arm.events if arm.arm else None,
        "total": arm.arm.total if arm.arm else None, "share": _interval(arm.share),
    }  # fmt: skip


def _comparison(first: ArmResult, second: ArmResult, found: Comparison) -> Row:
    return {
        "first": first.topic, "second": second.topic, "difference": _interval(found.difference), "ratio": _interval(found.ratio),
        "p_value": _rounded(found.p_value), "needed": _needed(found.needed), "why_no_ratio": found.why,
    }  # fmt: skip


def _response(row: Response) -> Row:
    return {
        "fact": row.fact.id, "treatments": list(row.treatments), "study": row.study or None, "definition": row.definition,
        "population": row.population or None, "design": row.design.id if row.design else None,
        "events": row.arm.events if row.arm else None, "total": row.arm.total if row.arm else None, "inferred": row.inferred,
        "low": round(row.low, 6), "high": round(row.high, 6), "share": _interval(row.share),
    }  # fmt: skip


def _interval(found: Interval | None) -> Row | None:
    """Shares and ratios, not per cent."""
    if found is None:
        return None
    return {"estimate": _rounded(found.estimate), "low": _rounded(found.low), "high": _rounded(found.high)}


def _needed(found: Needed | None) -> Row | None:
    """An interval through infinity has no finite run between its limits, and says so."""
    if found is None:
        return None
    limits = {
        name: _rounded(value) if abs(value) < 1e12 else None
        for name, value in (("low", found.low), ("high", found.high))
    }
    return {"estimate": _rounded(found.estimate), **limits, "through_infinity": found.unbounded}


def _rounded(value: float | None) -> float | None:
    """Ten significant figures: beyond them machines differ."""
    return None if value is None else float(f"{value:.10g}")
