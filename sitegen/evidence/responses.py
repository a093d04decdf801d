"""Responses to treatment: every share of people that a document says responded, by treatment and kind of study.

Comes in: counts, percentages and sample sizes. Goes out: one `Response` for each statement, and for what is said only
in words the claims. Nothing is made comparable that is not: definition, population and follow-up stay beside each row.
"""

from __future__ import annotations

from collections.abc import Sequence

from sitegen.evidence.model import Response, Scope, whole
from sitegen.evidence.outcomes import arm_of, possible_check
from sitegen.facts import Fact
from sitegen.instruments import Design
from sitegen.messages import msg
from sitegen.statistics import Arm, counts_that_print, wilson

__all__ = ["by_design", "responses", "treatments_of"]


def responses(scope: Scope) -> tuple[Response, ...]:
    """By kind of study, then by share, the largest first; ranges by their upper end."""
    stated = [
        fact for fact in scope.of_role("response", "response-rate", "response-count", "outcome") if not fact.empty
    ]
    found = [row for fact in stated if _is_told(scope, fact) and (row := _response(scope, fact)) is not None]
    return tuple(sorted(found, key=lambda row: (_rank(scope, row.design), -row.high, -row.low, row.fact.id)))


def by_design(rows: Sequence[Response]) -> tuple[tuple[Design | None, tuple[Response, ...]], ...]:
    """The rows in groups, in the order of the instruments; those of no known kind last."""
    kinds = list(dict.fromkeys(row.design.id if row.design else "" for row in rows))
    return tuple(
        (own[0].design, own)
        for kind in kinds
        if (own := tuple(r for r in rows if (r.design.id if r.design else "") == kind))
    )


def treatments_of(scope: Scope, fact: Fact) -> tuple[str, ...]:
    """The treatments that a result is of: what it is about, else its arm, else what it touches."""
    for names in ((fact.about,), (fact.of,), fact.topics):
        found = tuple(name for name in names if scope.has_part(name, "interventions"))
        if found:
            return found
    return ()


def _is_told(scope: Scope, fact: Fact) -> bool:
    language = scope.graph.seeds[fact.seed].record.language
    return fact.language == language and bool(treatments_of(scope, fact))


def _rank(scope: Scope, design: Design | None) -> int:
    kinds = [one.id for one in scope.instruments.designs]
    return kinds.index(design.id) if design is not None else len(kinds)


def _study(scope: Scope, fact: Fact) -> str:
    """The study that a result comes from: what it is about or touches, the document's own subject aside."""
    subject = scope.graph.seeds[fact.seed].record.subject
    named = [name for name in (fact.about, *fact.topics) if scope.has_part(name, "studies")]
    return next((name for name in named if name != subject), "")


def _response(scope: Scope, fact: Fact) -> Response | None:
    quantity = fact.quantity
    if quantity is None:
        return None
    study = _study(scope, fact)
    size = _size(scope, fact, study)
    arm, inferred, check = arm_of(fact), "", None
    low, high = float(quantity.low), float(quantity.high)
    if fact.role == "response-count":
        events, total = whole(fact), whole(size)
        if events is None or not total or events > total:
            return None
        arm, inferred = Arm(events, total), msg("{part} of {all}", part=fact.value, all=size.value if size else "")
    if fact.role == "response-rate":
        check = possible_check(fact, size) if size is not None else None
        arm, inferred = _counted(fact, size)
    if arm is not None and fact.role != "response-rate":
        low = high = 100 * arm.events / arm.total if arm.total else 0.0
    design, design_fact = _design(scope, fact, study)
    return Response(
        fact, treatments_of(scope, fact), study, fact.by, _population(scope, fact), design, design_fact, _follow_up(scope, study),
        size, arm, inferred, low, high, wilson(arm) if arm is not None and scope.computing else None, check,
    )  # fmt: skip


def _counted(rate: Fact, size: Fact | None) -> tuple[Arm | None, str]:
    """The count behind a percentage of a known total, where only one count prints so."""
    total, quantity = whole(size), rate.quantity
    if quantity is None or not total or quantity.is_range or quantity.bound:
        return None, ""
    low, high = (float(bound) for bound in quantity.interval)
    counts = counts_that_print(low, high, total)
    if len(counts) != 1:
        return None, ""
    return Arm(counts[0], total), msg("the one whole number of {total} that is {rate}", total=total, rate=rate.value)


def _size(scope: Scope, fact: Fact, study: str) -> Fact | None:
    """The sample that the statement is of: stated of the same topic and study by the same document."""
    sizes = scope.graph.facts_about.get(fact.about, ())
    own = [
        s
        for s in sizes
        if s.role == "sample-size" and s.seed == fact.seed and s.name != fact.name and s.of in ("", fact.of)
    ]
    same = [s for s in own if not study or study == s.about or study in s.topics]
    return same[0] if same and fact.role != "outcome" else None


def _population(scope: Scope, fact: Fact) -> str:
    """The condition of the people: what the fact says it is of, else the first condition that it touches."""
    return next((name for name in (fact.of, *fact.topics) if scope.has_part(name, "conditions")), "")


def _design(scope: Scope, result: Fact, study: str) -> tuple[Design | None, Fact | None]:
    """The first stated design of the study that the instruments know, or the first stated at all.

    Where a document tells the design of several studies of a treatment together, and cites one, it is the treatment's.
    """
    near = scope.graph.facts_about.get(result.about, ()) if study else ()
    shared = [f for f in near if f.seed == result.seed and study in f.topics]
    stated = [f for f in (*scope.graph.facts_about.get(study, ()), *shared) if f.role == "study-design"]
    for fact in stated:
        design = scope.instruments.design_of(fact.value)
        if design is not None:
            return design, fact
    return None, stated[0] if stated else None


def _follow_up(scope: Scope, study: str) -> Fact | None:
    return next((f for f in scope.graph.facts_about.get(study, ()) if f.role == "follow-up"), None)
