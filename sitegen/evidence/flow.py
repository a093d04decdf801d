"""The selection of studies: stages, what left between them, and whether the arithmetic closes.

Comes in: the facts of one study. Goes out: a `Flow`, or None where nothing is stated. Which stages there are, and in
which order, is what the site's measures say: `flow-identified`, `flow-assessed` (as many as there are) and
`flow-included` are stages, `flow-excluded` stands between. A fact with `by` is a part of its step: a database, a reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from sitegen.evidence.model import Branch, Check, CountOf, Exclusion, Flow, Scope, Stage, State, whole
from sitegen.facts import Fact
from sitegen.messages import called, joined, msg
from sitegen.values import valueclass

__all__ = ["flow"]

STAGES = ("flow-identified", "flow-assessed", "flow-included")
OTHER = ("flow-other-identified", "flow-other-assessed")
LEFT, OTHER_LEFT = "flow-excluded", "flow-other-excluded"
RULE = "flow-arithmetic"


@valueclass(frozen=True, slots=True)
class _Joining:
    """What other methods brought to the studies included; `number` is None where nothing says how many."""

    number: int | None
    formula: str = ""
    inputs: tuple[str, ...] = ()


def flow(scope: Scope) -> Flow | None:
    roles = (*STAGES, LEFT, *OTHER, OTHER_LEFT, "flow-other")
    facts = [fact for fact in scope.own if fact.role in roles and not fact.empty]
    if not any(fact.role in (*STAGES, LEFT) for fact in facts):
        return None
    stages, groups = _layout(scope, facts, STAGES, LEFT)
    branch, joining, checks = _branch(scope, facts)
    checks += [check for step in (*stages, *(one for group in groups for one in group)) for check in _parts(step)]
    filled, left, edges = _filled(stages, groups[:-1], joining)
    return Flow(filled, left, (*edges, *checks), branch)


def _layout(
    scope: Scope, facts: Sequence[Fact], of_stages: tuple[str, ...], of_left: str
) -> tuple[list[Stage], list[list[Exclusion]]]:
    """Stages in the order of the site's measures, and after each what left there."""
    stages: list[Stage] = []
    groups: list[list[Exclusion]] = []
    for measure, entry in scope.graph.corpus.measures.items():
        if entry.role in of_stages:
            stages.append(Stage(*_step(called(measure, entry.labels), facts)))
            groups.append([])
        elif entry.role == of_left and stages:
            groups[-1].append(Exclusion(*_step(called(measure, entry.labels), facts)))
    return stages, groups


def _branch(scope: Scope, facts: Sequence[Fact]) -> tuple[Branch | None, _Joining | None, list[Check]]:
    """What was found by other methods, what it brings, and its own checks; nothing where nothing says that there was any."""
    told = tuple(fact for fact in facts if fact.role == "flow-other")
    language = scope.graph.seeds[facts[0].seed].record.language
    if not told and not any(fact.role in (*OTHER, OTHER_LEFT) for fact in facts):
        return None, None, []
    stages, groups = _layout(scope, facts, OTHER, OTHER_LEFT)
    checks = [check for step in (*stages, *(one for group in groups for one in group)) for check in _parts(step)]
    filled, left, edges = _filled(stages, groups[:-1], None) if stages else ((), (), [])
    shown = tuple(fact for fact in told if fact.language == language)
    if not any(step.number is not None for step in (*stages, *(one for group in groups for one in group))):
        # Nothing is counted: one box says so, not one for every step that could have been.
        return Branch(filled[:1], ((),) if stages else (), shown), _Joining(None), []
    branch = Branch(filled, (*left, tuple(groups[-1])) if stages else (), shown)
    return branch, _joining(stages, groups), [*edges, *checks]


def _joining(stages: Sequence[Stage], groups: Sequence[Sequence[Exclusion]]) -> _Joining:
    known = [index for index, stage in enumerate(stages) if stage.number is not None]
    if not known:
        return _Joining(None)
    slots = [one for group in groups[known[-1] :] for one in group]
    gone = [one for one in slots if one.number is not None]
    if slots and not gone:
        return _Joining(None)
    formula, inputs = _remainder(stages[known[-1]], gone)
    return _Joining(_rest(stages[known[-1]], gone), formula, inputs)


def _step(
    measure: str, facts: Iterable[Fact]
) -> tuple[str, Fact | None, int | None, str, tuple[str, ...], tuple[Fact, ...], tuple[Fact, ...]]:
    own = [fact for fact in facts if fact.measure == measure and whole(fact) is not None]
    totals = [fact for fact in own if not fact.by]
    parts = tuple(fact for fact in own if fact.by)
    if not parts and totals and totals[0].role in (LEFT, OTHER_LEFT) and len({_number(fact) for fact in totals}) > 1:
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
    why = (
        ""
        if total == stated
        else msg(
            "the parts of “{measure}” add up to {total}, not {stated}", measure=step.measure, total=total, stated=stated
        )
    )
    return [Check(RULE, step.fact.about, ids, str(stated), str(total), _sum(step.parts), state, why)]


def _filled(
    stages: Sequence[Stage], exclusions: Sequence[Sequence[Exclusion]], joining: _Joining | None
) -> tuple[tuple[Stage, ...], tuple[tuple[Exclusion, ...], ...], list[Check]]:
    """Every count that the others determine, and a check of each stretch between stages that are stated.

    A stretch closes where what was left, less all that is stated to have left, is what is left: steps that nobody
    reports take nothing away, so that an error cannot hide in them. Where nothing at all is stated to have left, the
    one exclusion of the stretch is the difference; several cannot be told apart, and none is computed. What `joining`
    brings, it brings to the last stage.
    """
    found, left = list(stages), [list(group) for group in exclusions]
    known = [index for index, stage in enumerate(stages) if stage.number is not None]
    checks = []
    for first, last in pairwise(known):
        slots = [(at, one) for at in range(first, last) for one in exclusions[at]]
        stated = [one for _, one in slots if one.number is not None]
        joined = joining if last == len(stages) - 1 else None
        if stated:
            checks.append(_edge(stages[first], stated, stages[last], joined))
        else:
            checks.append(_unchecked(stages[first], [one for _, one in slots], stages[last], joined))
            if len(slots) == 1:
                at, one = slots[0]
                left[at] = [_difference(one, stages[first], stages[last], joined)]
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


def _difference(one: Exclusion, before: Stage, after: Stage, joined: _Joining | None) -> Exclusion:
    brought = joined.number or 0 if joined is not None else 0
    number = (before.number or 0) + brought - (after.number or 0)
    formula = f"{before.number}{_plus(joined)} − {after.number}"
    if joined is not None and joined.number is None:
        formula = msg("{formula}, if other methods brought none", formula=formula)
    inputs = (*_ids(before), *(joined.inputs if joined is not None else ()), *_ids(after))
    return replace(one, computed=number, formula=formula, inputs=inputs)


def _plus(joined: _Joining | None) -> str:
    """` + 12 − 10` for what joins, or nothing."""
    return f" + {joined.formula}" if joined is not None and joined.formula else ""


def _edge(before: Stage, group: Sequence[Exclusion], after: Stage, joined: _Joining | None) -> Check:
    formula, inputs = _remainder(before, group)
    expected, stated = _rest(before, group), after.number or 0
    if joined is not None:
        expected += joined.number or 0
        formula, inputs = formula + _plus(joined), (*inputs, *joined.inputs)
    state: State = "exact" if expected == stated else "fails"
    why = (
        ""
        if expected == stated
        else msg(
            "{formula} leaves {expected}, but “{measure}” is {stated}",
            formula=formula,
            expected=expected,
            measure=after.measure,
            stated=stated,
        )
    )
    if joined is not None and joined.number is None and stated > expected:
        state, why = "not checked", msg("it is not reported how many other methods brought")
    ids = (*inputs, *_ids(after))
    return Check(
        RULE, _about(after), ids, str(stated), str(expected) if state != "not checked" else "", formula, state, why
    )


def _unchecked(before: Stage, slots: Sequence[Exclusion], after: Stage, joined: _Joining | None) -> Check:
    """A stretch of which nothing but its ends is stated; it fails only where there is more at its end."""
    start, stated = before.number or 0, after.number or 0
    ids = (*_ids(before), *_ids(after))
    open_ended = joined is not None and joined.number is None
    most = start + (joined.number or 0 if joined is not None else 0)
    if stated > most and not open_ended:
        why = msg(
            "“{measure}” is {stated}, more than the {most} of “{before}”",
            measure=after.measure,
            stated=stated,
            most=most,
            before=before.measure,
        )
        return Check(RULE, _about(after), ids, str(stated), str(most), f"{start}{_plus(joined)}", "fails", why)
    why = (
        msg("it is not reported how many left: {listed}", listed=_named(slots))
        if slots
        else msg("no step between is declared")
    )
    return Check(RULE, _about(after), ids, str(stated), "", f"{start}{_plus(joined)} → {stated}", "not checked", why)


def _named(slots: Sequence[Exclusion]) -> str:
    return joined(", ", [one.measure for one in slots])


def _about(step: CountOf) -> str:
    fact = step.fact or next(iter(step.parts), None)
    return fact.about if fact is not None else ""
