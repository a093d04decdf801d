"""flow-arithmetic, percent-of-count, bias-consistency, certainty-consistency: what studies count and judge.

The arithmetic and the readings of judgements are those of the evidence that pages draw; here they become findings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from sitegen.audit.model import Dossier, Finding, Number, State, finding
from sitegen.evidence.flow import flow
from sitegen.evidence.judgements import bias_rows, certainty_check, ratings
from sitegen.evidence.model import Check, Scope
from sitegen.evidence.outcomes import percent_check, possible_check
from sitegen.facts import Fact
from sitegen.graph import grouped
from sitegen.messages import capitalised, counted, joined, made, msg
from sitegen.quantities import plain

__all__ = ["bias_consistency", "certainty_consistency", "flow_arithmetic", "percent_of_count"]


def _scopes(dossier: Dossier, *roles: str) -> Iterator[Scope]:
    """What the document says of each topic, wherever it says something of these roles."""
    for topic in dict.fromkeys(fact.about for fact in dossier.graph.facts.values() if fact.role in roles):
        own = dossier.graph.facts_about[topic]
        yield Scope(dossier.graph, dossier.instruments, topic, own, own, computing=False)


def flow_arithmetic(dossier: Dossier) -> Iterator[Finding]:
    """Each stretch of a selection flow: what came in, less what is stated to have left, is what is left."""
    for scope in _scopes(dossier, "flow-identified", "flow-excluded", "flow-assessed", "flow-included"):
        found = flow(scope)
        for check in found.checks if found is not None else ():
            facts = _facts(dossier, check)
            numbers = [_stated(fact) for fact in facts]
            if check.state == "not checked" and "→" not in check.formula:
                yield finding(
                    check.rule,
                    check.state,
                    facts,
                    msg("{formula}: {why}.", formula=check.formula, why=check.why),
                    numbers,
                )
            elif check.state == "not checked":
                message = msg(
                    "{before} at one stage and {after} at the next, with no count of what was excluded between them.",
                    before=facts[0].value,
                    after=facts[-1].value,
                )
                yield finding(check.rule, check.state, facts, message, numbers)
            elif check.state != "exact":
                gap = plain(abs(Decimal(check.computed) - Decimal(check.stated)))
                message = msg(
                    "{formula} leaves {computed}, but the document states {stated}: a difference of {gap}.",
                    formula=check.formula,
                    computed=check.computed,
                    stated=check.stated,
                    gap=gap,
                )
                numbers.append(Number(msg("left"), check.computed, formula=check.formula))
                yield finding(check.rule, check.state, facts, message, numbers)


def percent_of_count(dossier: Dossier) -> Iterator[Finding]:
    """n/N against the percentage stated beside it; a percentage that no whole number of N people makes."""
    for scope in _scopes(dossier, "outcome-rate", "response-rate"):
        rates = scope.of_role("outcome-rate", "response-rate")
        for count in scope.of_role("outcome", "response"):
            for rate in (one for one in rates if (one.by, one.of) == (count.by, count.of)):
                yield from _told(dossier, percent_check(count, rate), (msg("count"), msg("stated")), msg("computed"))
        sized = grouped(
            (size.quantity.amount, size) for size in scope.of_role("sample-size") if size.quantity is not None
        )
        if len(sized) == 1:
            ((size, *_),) = sized.values()
            for rate in scope.of_role("response-rate"):
                yield from _told(dossier, possible_check(rate, size), (msg("stated"), msg("of")), "")


def _told(dossier: Dossier, check: Check | None, labels: tuple[str, ...], computed: str) -> Iterator[Finding]:
    """A finding of two facts and their labels, with what was computed where that has a label."""
    if check is None or check.state == "exact":
        return
    facts = _facts(dossier, check)
    numbers = [Number(label, fact.value, fact.id) for label, fact in zip(labels, facts, strict=True)]
    numbers += [Number(computed, check.computed, formula=check.formula)] if computed else []
    yield finding(check.rule, check.state, facts, msg("{why}.", why=made(capitalised, check.why)), numbers)


def bias_consistency(dossier: Dossier) -> Iterator[Finding]:
    """The overall risk of bias is no better than the worst domain (the rule of RoB 2, and of the tools after it)."""
    for scope in _scopes(dossier, "risk-of-bias"):
        for row in bias_rows(scope):
            check = row.check
            if check is None or check.state in {"exact", "near"}:
                continue  # several doubts may add up to a worse judgement
            assert row.overall is not None
            overall = row.overall.fact
            if check.state == "not checked":
                yield finding(
                    check.rule, check.state, [overall], msg("{why}.", why=check.why), [_stated(overall, msg("overall"))]
                )
                continue
            worst = next(one.fact for cell in row.cells for one in cell.judged if one.fact.value == check.computed)
            message = msg(
                "The overall risk of bias is {overall}, better than {worst} for {domain}.",
                overall=overall.value,
                worst=worst.value,
                domain=worst.by,
            )
            numbers = [_stated(overall, msg("overall")), _stated(worst, worst.by)]
            yield finding(check.rule, check.state, [overall, worst], message, numbers)


def certainty_consistency(dossier: Dossier) -> Iterator[Finding]:
    """A certainty against where its evidence starts, and its stated downgrades and upgrades (GRADE)."""
    for scope in _scopes(dossier, "certainty"):
        studied = _studied(dossier, scope)
        for level in scope.of_role("certainty"):
            found = ratings(scope, level.by, (scope.topic,))
            check = certainty_check(studied, level, found, _studies(studied, level))
            reasons = [one.fact for one in found]
            moved = [one.fact for one in found if one.change]
            if check is None:
                continue
            if check.state == "exact":
                yield from _doubted(dossier, level, moved)
                continue
            state: State = check.state
            numbers = [_stated(level, "certainty"), *(_stated(fact) for fact in moved)]
            if check.computed:
                numbers.append(Number(msg("follows"), check.computed, formula=check.formula))
            yield finding(
                check.rule, state, [level, *reasons], msg("{outcome}: {why}.", outcome=level.by, why=check.why), numbers
            )


def _studied(dossier: Dossier, scope: Scope) -> Scope:
    """The scope with the designs of the studies that the document gives outcomes of."""
    designs = (fact for fact in dossier.graph.facts.values() if fact.role in {"study-design", "outcome", "arm-size"})
    return replace(scope, facts=tuple(dict.fromkeys((*scope.facts, *designs))))


def _studies(scope: Scope, level: Fact) -> tuple[str, ...]:
    """The studies that counted the outcome whose certainty is judged, and what the judgement is about."""
    studies = (fact.about for fact in scope.of_role("outcome", "arm-size") if fact.by == level.by)
    return tuple(dict.fromkeys((*studies, scope.topic)))


def _facts(dossier: Dossier, check: Check) -> list[Fact]:
    return [dossier.graph.facts[fact] for fact in check.facts]


def _stated(fact: Fact, label: str = "") -> Number:
    return Number(label or fact.measure, fact.value, fact.id)


def _doubted(dossier: Dossier, level: Fact, reasons: Iterable[Fact]) -> Iterator[Finding]:
    """The same certainty explained elsewhere in the document by fewer reasons than its level needs."""
    moved = list(reasons)
    about = dossier.graph.facts_about.get(level.about, ())
    for text in (fact for fact in about if fact.role == "certainty-reasons"):
        if text.by not in ("", level.by) or len(text.members) >= len(moved):
            continue
        message = counted(
            "{outcome}: the text explains “{level}” by {number} reason ({reasons}), the table needs {needed}.",
            "{outcome}: the text explains “{level}” by {number} reasons ({reasons}), the table needs {needed}.",
            len(text.members),
            outcome=level.by,
            level=level.value,
            reasons=joined(", ", text.members),
            needed=len(moved),
        )
        numbers = [
            _stated(level, msg("certainty")),
            Number(msg("reasons in the text"), joined(", ", text.members), text.id),
        ]
        numbers += [_stated(fact) for fact in moved]
        yield finding("certainty-consistency", "near", [level, text, *moved], message, numbers)
