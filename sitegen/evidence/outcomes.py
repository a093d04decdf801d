"""Outcomes of studies with arms: what was counted, what follows from it, and how certain it is said to be.

Comes in: counts, percentages, arm sizes, effects and judgements. Goes out: one `Outcome` a label, with one result a
study; every statistic is computed from the stated counts and says so. The last arm is the reference.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from sitegen import formats
from sitegen.evidence.judgements import certainty_check, ratings
from sitegen.evidence.model import ArmResult, Check, Outcome, Pooled, Scope, State, StudyResult, whole
from sitegen.facts import Fact
from sitegen.messages import msg
from sitegen.statistics import Arm, compare, counts_that_print, wilson

__all__ = ["arm_of", "outcomes", "percent_check", "possible_check"]

RULE = "percent-of-count"
_INTERVAL = re.compile(r"(-?\d+(?:\.\d+)?)\D+?(?:95\s*%\s*CI\D*?)?(-?\d+(?:\.\d+)?)\s*(?:[-–,]|to)\s*(-?\d+(?:\.\d+)?)")


def outcomes(scope: Scope) -> tuple[Outcome, ...]:
    """Every outcome that has arms, in the order in which the document's facts were written."""
    facts = [fact for fact in scope.of_role("outcome", "arm-size", "outcome-effect") if fact.by and not fact.empty]
    labels = dict.fromkeys(fact.by for fact in sorted(facts, key=_written))
    return tuple(_outcome(scope, label) for label in labels)


def _written(fact: Fact) -> tuple[str, int]:
    return fact.source.path, fact.source.line


def _outcome(scope: Scope, label: str) -> Outcome:
    own = [
        f
        for f in scope.of_role("outcome", "arm-size", "outcome-effect", "outcome-rate")
        if f.by == label and not f.empty
    ]
    studies = tuple(
        dict.fromkeys(
            f.about for f in sorted(own, key=_written) if f.role != "outcome-effect" or f.about != scope.topic
        )
    )
    results = tuple(_result(scope, study, [f for f in own if f.about == study]) for study in studies)
    judged = [f for f in scope.of_role("certainty") if f.by == label and f.about in (*studies, scope.topic)]
    counted = [f for f in scope.of_role("study-count") if f.by == label and f.about in (*studies, scope.topic)]
    reasons = ratings(scope, label, studies)
    certainty = judged[0] if judged else None
    return Outcome(
        label, results, certainty, reasons, counted[0] if counted else None, _pooled(scope, label, studies),
        certainty_check(scope, certainty, reasons, studies),
    )  # fmt: skip


def _result(scope: Scope, study: str, facts: Sequence[Fact]) -> StudyResult:
    counts = {fact.of: fact for fact in facts if fact.role == "outcome"}
    sizes = {fact.of: fact for fact in facts if fact.role == "arm-size"}
    rates = {fact.of: fact for fact in facts if fact.role == "outcome-rate"}
    written = [fact.of for fact in sorted((*counts.values(), *sizes.values()), key=_written) if fact.of]
    tested = _tested(scope, study)
    order = sorted(dict.fromkeys(written), key=lambda topic: topic not in tested)
    arms = tuple(_arm(scope, topic, counts.get(topic), sizes.get(topic), rates.get(topic)) for topic in order)
    reference = arms[-1].arm if arms and scope.computing else None
    comparisons = tuple(
        compare(arm.arm, reference) if arm.arm is not None and reference is not None else None for arm in arms[:-1]
    )
    effect = next((fact for fact in facts if fact.role == "outcome-effect"), None)
    return StudyResult(study, arms, effect, comparisons)


def _tested(scope: Scope, study: str) -> set[str]:
    """The topics that the study's facts call its intervention: their arms come first."""
    named = (scope.graph.topic_of(f.value) for f in scope.graph.facts_about.get(study, ()) if f.role == "intervention")
    return {topic.id for topic in named if topic is not None}


def _arm(scope: Scope, topic: str, count: Fact | None, size: Fact | None, rate: Fact | None) -> ArmResult:
    arm = arm_of(count)
    return ArmResult(
        topic, count, size, rate, arm, wilson(arm) if arm and scope.computing else None, percent_check(count, rate)
    )


def arm_of(fact: Fact | None) -> Arm | None:
    """The n/N of a fact, or None where it states none."""
    if fact is None or fact.quantity is None or fact.quantity.total is None:
        return None
    events, total = whole(fact), fact.quantity.total
    return Arm(events, int(total)) if events is not None and total == total.to_integral_value() else None


def percent_check(count: Fact | None, rate: Fact | None) -> Check | None:
    """Whether a stated percentage is that of its count: within rounding, within 0.1 points, or not."""
    arm = arm_of(count)
    if count is None or rate is None or rate.quantity is None or arm is None or arm.total == 0:
        return None
    share = 100 * arm.events / arm.total
    low, high = (float(bound) for bound in rate.quantity.interval)
    state: State = (
        "exact" if low - 1e-9 <= share <= high + 1e-9 else "near" if low - 0.1 <= share <= high + 0.1 else "fails"
    )
    why = (
        ""
        if state == "exact"
        else msg(
            "{count} is {share}, but the document states {rate}",
            count=count.value,
            share=formats.printed(f"{share:.2f}%"),
            rate=rate.value,
        )
    )
    formula = f"100 × {arm.events} ÷ {arm.total}"
    return Check(
        RULE, count.about, (count.id, rate.id), rate.value, formats.printed(f"{share:.2f}%"), formula, state, why
    )


def possible_check(rate: Fact, size: Fact) -> Check | None:
    """Whether any whole number of people gives a stated percentage of a stated total."""
    total = whole(size)
    if rate.quantity is None or rate.quantity.is_range or rate.quantity.bound or not total:
        return None
    low, high = (float(bound) for bound in rate.quantity.interval)
    counts = counts_that_print(low, high, total)
    shown = ", ".join(map(str, counts[:3])) + (" …" if len(counts) > 3 else "")
    near = round(total * float(rate.quantity.amount) / 100)
    below = math.floor(total * low / 100)
    beside = ", ".join(f"{n} is {100 * n / total:.2f}%" for n in (below, below + 1) if n <= total)
    why = (
        ""
        if counts
        else msg("no whole number of {size} makes {rate}: {beside}", size=size.value, rate=rate.value, beside=beside)
    )
    return Check(
        RULE, rate.about, (rate.id, size.id), rate.value, shown or formats.printed(f"{100 * near / total:.2f}%"),
        f"whole numbers n with 100 × n ÷ {total} = {rate.value}", "exact" if counts else "fails", why,
    )  # fmt: skip


def _pooled(scope: Scope, label: str, studies: Sequence[str]) -> Pooled | None:
    """The pooled effect that a fact states for this outcome, with limits on both sides of it."""
    for fact in scope.of_role("pooled"):
        match = _INTERVAL.search(fact.value) if fact.by == label and fact.about in (*studies, scope.topic) else None
        if match is not None:
            estimate, low, high = (float(text) for text in match.groups())
            if 0 < low <= estimate <= high:
                return Pooled(fact, estimate, low, high)
    return None
