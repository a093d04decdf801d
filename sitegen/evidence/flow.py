"""The selection of studies: stages, what left between them, and whether the arithmetic closes.

Comes in: the facts of one study. Goes out: a `Flow`, or None where nothing is stated. Which stages there are, and in
which order, is what the site's measures say: `flow-identified`, `flow-assessed` (as many as there are) and
`flow-included` are stages, `flow-excluded` stands between. A fact with `by` is a part of its step: a database, a reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from sitegen.evidence.model import Check, CountOf, Exclusion, Flow, Scope, Stage, State, whole
from sitegen.facts import Fact

__all__ = ["flow"]

STAGES = ("flow-identified", "flow-assessed", "flow-included")
RULE = "flow-arithmetic"


def flow(scope: Scope) -> Flow | None:
    facts = [fact for fact in scope.own if fact.role in (*STAGES, "flow-excluded") and not fact.empty]
    if not facts:
        return None
    stages: list[Stage] = []
    between: list[list[Exclusion]] = []
    for measure, entry in scope.graph.corpus.measures.items():
        if entry.role in STAGES:
            stages.append(Stage(*_step(measure, facts)))
            between.append([])
        elif entry.role == "flow-excluded" and stages:
            between[-1].append(Exclusion(*_step(measure, facts)))
    exclusions = tuple(tuple(found) for found in between[:-1])
    checks = [check for step in (*stages, *(one for found in exclusions for one in found)) for check in _parts(step)]
    filled, left, edges = _filled(stages, exclusions)
    return Flow(filled, left, (*edges, *checks))


def _step(
    measure: str, facts: Iterable[Fact]
) -> tuple[str, Fact | None, int | None, str, tuple[str, ...], tuple[Fact, ...], tuple[Fact, ...]]:
    own = [fact for fact in facts if fact.measure == measure and whole(fact) is not None]
    totals = [fact for fact in own if not fact.by]
    parts = tuple(fact for fact in own if fact.by)
    if not parts and totals and totals[0].role == "flow-excluded" and len({_number(fact) for fact in totals}) > 1:
        # Two different counts of one kind that left are two groups of what left; the same count twice is one.
        parts, totals = tuple({_number(fact): fact for fact in reversed(totals)}.values())[::-1], []
    if totals or not parts:
        return measure, totals[0] if totals else None, None, "", (), parts, tuple(totals[1:])
    return measure, None, sum(_number(part) for part in parts), _sum(parts), tuple(part.id for part in parts), parts, ()


def _number(fact: Fact) -> int:
    return whole(fact) or 0


def _sum(parts: Sequence[Fact]) -> str:
    return " + ".join(str(_number(part)) for part in parts)


def _parts(step: CountOf) -> list[Check]:
    """Whether the parts of a step add up to its stated whole."""
    if step.fact is None or not step.parts:
        return []
    total, stated = sum(_number(part) for part in step.parts), _number(step.fact)
    ids = (step.fact.id, *(part.id for part in step.parts))
    state: State = "exact" if total == stated else "fails"
    why = "" if total == stated else f"the parts of “{step.measure}” add up to {total}, not {stated}"
    return [Check(RULE, step.fact.about, ids, str(stated), str(total), _sum(step.parts), state, why)]


def _filled(
    stages: Sequence[Stage], exclusions: Sequence[Sequence[Exclusion]]
) -> tuple[tuple[Stage, ...], tuple[tuple[Exclusion, ...], ...], list[Check]]:
    """Every count that the others determine, and a check of each stretch between stages that are stated.

    A stretch closes where what was left, less all that is stated to have left, is what is left: steps that nobody
    reports take nothing away, so that an error cannot hide in them. Where nothing at all is stated to have left, the
    one exclusion of the stretch is the difference; several cannot be told apart, and none is computed.
    """
    found, left = list(stages), [list(group) for group in exclusions]
    known = [index for index, stage in enumerate(stages) if stage.number is not None]
    checks = []
    for first, last in pairwise(known):
        slots = [(at, one) for at in range(first, last) for one in exclusions[at]]
        stated = [one for _, one in slots if one.number is not None]
        if stated:
            checks.append(_edge(stages[first], stated, stages[last]))
        else:
            checks.append(_unchecked(stages[first], [one for _, one in slots], stages[last]))
            if len(slots) == 1:
                at, one = slots[0]
                left[at] = [_difference(one, stages[first], stages[last])]
        _fill_stages(found, exclusions, first, last)
    if known:
        _fill_stages(found, exclusions, known[-1], len(stages))
    return tuple(found), tuple(tuple(group) for group in left), checks


def _fill_stages(found: list[Stage], exclusions: Sequence[Sequence[Exclusion]], first: int, last: int) -> None:
    """The stages after `first` that follow from it, as far as every exclusion on the way is stated."""
    gone: list[Exclusion] = []
    for index in range(first + 1, last):
        group = exclusions[index - 1]
        if not group or any(one.number is None for one in group):
            return
        gone += group
        formula, inputs = _remainder(found[first], gone)
        found[index] = replace(found[index], computed=_rest(found[first], gone), formula=formula, inputs=inputs)


def _rest(before: Stage, group: Sequence[Exclusion]) -> int:
    return (before.number or 0) - sum(one.number or 0 for one in group)


def _remainder(before: Stage, group: Sequence[Exclusion]) -> tuple[str, tuple[str, ...]]:
    """`15197 − 9469` and the ids of the facts that it rests on."""
    steps = (before, *group)
    ids = [fact for step in steps for fact in ((step.fact.id,) if step.fact is not None else step.inputs)]
    return " − ".join(map(_printed, steps)), tuple(ids)


def _printed(step: CountOf) -> str:
    """The number of a step; of what left in groups their sum: `(60 + 30)`."""
    grouped = isinstance(step, Exclusion) and step.fact is None and " + " in step.formula
    return f"({step.formula})" if grouped else str(step.number)


def _ids(step: CountOf) -> tuple[str, ...]:
    return (step.fact.id,) if step.fact is not None else step.inputs


def _difference(one: Exclusion, before: Stage, after: Stage) -> Exclusion:
    number = (before.number or 0) - (after.number or 0)
    return replace(
        one, computed=number, formula=f"{before.number} − {after.number}", inputs=(*_ids(before), *_ids(after))
    )


def _edge(before: Stage, group: Sequence[Exclusion], after: Stage) -> Check:
    formula, inputs = _remainder(before, group)
    expected, stated = _rest(before, group), after.number or 0
    why = "" if expected == stated else f"{formula} leaves {expected}, but “{after.measure}” is {stated}"
    return Check(
        RULE, _about(after), (*inputs, *_ids(after)), str(stated), str(expected), formula,
        "exact" if expected == stated else "fails", why,
    )  # fmt: skip


def _unchecked(before: Stage, slots: Sequence[Exclusion], after: Stage) -> Check:
    """A stretch of which nothing but its ends is stated; it fails only where there is more at its end."""
    start, stated = before.number or 0, after.number or 0
    ids = (*_ids(before), *_ids(after))
    if stated > start:
        why = f"“{after.measure}” is {stated}, more than the {start} of “{before.measure}”"
        return Check(RULE, _about(after), ids, str(stated), str(start), str(start), "fails", why)
    why = (
        "it is not reported how many left: " + ", ".join(one.measure for one in slots)
        if slots
        else "no step between is declared"
    )
    return Check(RULE, _about(after), ids, str(stated), "", f"{start} → {stated}", "not checked", why)


def _about(step: CountOf) -> str:
    fact = step.fact or next(iter(step.parts), None)
    return fact.about if fact is not None else ""
