"""flow-arithmetic, percent-of-count, bias-consistency, certainty-consistency: what studies count and judge."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_CEILING, Decimal

from sitegen import formats
from sitegen.audit.model import Dossier, Finding, Number, State, finding
from sitegen.facts import Fact
from sitegen.quantities import Quantity, plain

__all__ = ["bias_consistency", "certainty_consistency", "flow_arithmetic", "percent_of_count"]

_JUDGEMENTS = {"low": 0, "some concerns": 1, "moderate": 1, "unclear": 1, "serious": 2, "high": 2, "critical": 3}
_LEVELS = {"high": 0, "moderate": 1, "low": 2, "very low": 3}
_DOWNGRADES = {"serious": 1, "very serious": 2, "extremely serious": 3}
_NONE = ("not serious", "none", "undetected", "not detected", "no ")


def _by_seed(dossier: Dossier, *roles: str) -> dict[tuple[str, str], list[Fact]]:
    """Facts of some roles by seed and topic, in the order of the document."""
    found: dict[tuple[str, str], list[Fact]] = {}
    for fact in dossier.graph.facts.values():
        if fact.role in roles and not fact.empty:
            found.setdefault((fact.seed, fact.about), []).append(fact)
    return found


def flow_arithmetic(dossier: Dossier) -> Iterator[Finding]:
    """Each stage of a selection flow: what came in, less what was excluded before the next stage, is what is left."""
    roles = ("flow-identified", "flow-excluded", "flow-assessed", "flow-included")
    for stated in _by_seed(dossier, *roles).values():
        facts = _wholes(stated)
        identified = [fact for fact in facts if fact.role == "flow-identified"]
        if not identified:
            continue
        at, out = identified[:1], []
        for fact in facts[facts.index(identified[0]) + 1 :]:
            if fact.role == "flow-excluded":
                out.append(fact)
            elif fact.role in {"flow-assessed", "flow-included"} and out:
                yield from _edge(at[0], out, fact)
                at, out = [fact], []
            elif fact.role == "flow-included":
                amounts = (at[0].quantity, fact.quantity)
                if amounts[0] and amounts[1] and amounts[1].amount < amounts[0].amount:
                    yield _unexplained(at[0], fact)
                at = [fact]


def _wholes(facts: list[Fact]) -> list[Fact]:
    """The facts without those that tell a part (by database, by reason) of a step whose whole is stated, too."""
    told = {fact.measure for fact in facts if not fact.by}
    return [fact for fact in facts if not fact.by or fact.measure not in told]


def _edge(start: Fact, out: list[Fact], end: Fact) -> Iterator[Finding]:
    quantities = [fact.quantity for fact in (start, *out, end)]
    if any(quantity is None for quantity in quantities):
        return
    first, *middle, last = [quantity.amount for quantity in quantities if quantity is not None]
    left = first - sum(middle, Decimal(0))
    if left == last:
        return
    formula = " − ".join(plain(number) for number in (first, *middle))
    message = f"{formula} leaves {plain(left)}, but the document states {plain(last)}: a difference of {plain(abs(left - last))}."
    numbers = [Number(fact.measure, fact.value, fact.id) for fact in (start, *out, end)]
    numbers.append(Number("left", plain(left), formula=formula))
    yield finding("flow-arithmetic", "fails", [start, *out, end], message, numbers)


def _unexplained(start: Fact, end: Fact) -> Finding:
    message = (
        f"{start.value} at one stage and {end.value} at the next, with no count of what was excluded between them."
    )
    numbers = [Number(start.measure, start.value, start.id), Number(end.measure, end.value, end.id)]
    return finding("flow-arithmetic", "not checked", [start, end], message, numbers)


def percent_of_count(dossier: Dossier) -> Iterator[Finding]:
    """n/N against the percentage stated beside it; a percentage that no whole number of N people makes."""
    for facts in _by_seed(dossier, "outcome", "outcome-rate", "response", "response-rate", "sample-size").values():
        for counted in (fact for fact in facts if fact.role in {"outcome", "response"} and fact.quantity is not None):
            for rate in (
                fact for fact in facts if fact.role in {"outcome-rate", "response-rate"} and fact.quantity is not None
            ):
                if (counted.by, counted.of) == (rate.by, rate.of) and counted.quantity and counted.quantity.total:
                    yield from _rate(counted, counted.quantity, rate)
        totals = [fact for fact in facts if fact.role == "sample-size" and fact.quantity is not None]
        if len({fact.quantity.amount for fact in totals if fact.quantity}) == 1:
            for rate in (fact for fact in facts if fact.role == "response-rate" and fact.quantity is not None):
                yield from _possible(rate, totals[0])


def _rate(counted: Fact, quantity: Quantity, rate: Fact) -> Iterator[Finding]:
    assert rate.quantity is not None and quantity.total is not None
    true = 100 * quantity.amount / quantity.total
    low, high = rate.quantity.interval
    if low <= true <= high:
        return
    state: State = "near" if abs(true - rate.quantity.amount) <= Decimal("0.1") else "fails"
    shown = formats.percent(true, 1)
    numbers = [Number("count", counted.value, counted.id), Number("stated", rate.value, rate.id)]
    numbers.append(Number("computed", shown, formula=f"100 × {counted.value}"))
    message = f"{counted.value} is {shown}, but the document states {rate.value}."
    yield finding("percent-of-count", state, [counted, rate], message, numbers)


def _possible(rate: Fact, total: Fact) -> Iterator[Finding]:
    assert rate.quantity is not None and total.quantity is not None
    if rate.quantity.is_range or rate.quantity.bound or total.quantity.amount < 1:
        return
    low, high = (bound * total.quantity.amount / 100 for bound in rate.quantity.interval)
    count = low.to_integral_value(ROUND_CEILING)
    if count <= high:
        return
    nearest = [f"{plain(n)} is {formats.percent(100 * n / total.quantity.amount, 1)}" for n in (low // 1, count)]
    message = f"No whole number of {total.value} makes {rate.value}: {nearest[0]}, {nearest[1]}."
    numbers = [Number("stated", rate.value, rate.id), Number("of", total.value, total.id)]
    yield finding("percent-of-count", "fails", [rate, total], message, numbers)


def bias_consistency(dossier: Dossier) -> Iterator[Finding]:
    """The overall risk of bias is no better than the worst domain (the rule of RoB 2, and of the tools after it)."""
    for facts in _by_seed(dossier, "risk-of-bias").values():
        overall = [fact for fact in facts if fact.by.casefold().startswith("overall")]
        domains = [fact for fact in facts if fact not in overall and fact.value.casefold() in _JUDGEMENTS]
        for fact in overall:
            level = _JUDGEMENTS.get(fact.value.casefold())
            if level is None or not domains:
                continue
            worst = max(domains, key=lambda domain: _JUDGEMENTS[domain.value.casefold()])
            if _JUDGEMENTS[worst.value.casefold()] > level:
                message = f"The overall risk of bias is {fact.value}, better than {worst.value} for {worst.by}."
                numbers = [Number("overall", fact.value, fact.id), Number(worst.by, worst.value, worst.id)]
                yield finding("bias-consistency", "fails", [fact, worst], message, numbers)


def certainty_consistency(dossier: Dossier) -> Iterator[Finding]:
    """A certainty against its reasons: levels below high (where trials begin) against stated downgrades (GRADE)."""
    facts = _by_seed(dossier, "certainty", "certainty-rating")
    for group in facts.values():
        for level in (fact for fact in group if fact.role == "certainty" and fact.value.casefold() in _LEVELS):
            reasons = [fact for fact in group if fact.role == "certainty-rating" and fact.by == level.by]
            if not reasons:
                continue
            steps = {fact.id: _steps(fact.value) for fact in reasons}
            needed = _LEVELS[level.value.casefold()]
            raised = sum(_raised(fact.value) for fact in reasons)
            # Only evidence that begins low, as that of observational studies does, is ever raised.
            begins = 2 if raised or _observational(dossier, level) else 0
            given = min(3, max(0, begins + sum(steps.values()) - raised))
            if given == needed:
                yield from _doubted(dossier, level, [f for f in reasons if steps[f.id]])
                continue
            state: State = "fails"
            message = f"{level.by}: certainty “{level.value}” needs {needed} steps down from high, the table gives reasons for {given}."
            numbers = [
                Number("certainty", level.value, level.id),
                *(Number(f.measure, f.value, f.id) for f in reasons if steps[f.id]),
            ]
            yield finding("certainty-consistency", state, [level, *reasons], message, numbers)


def _raised(value: str) -> int:
    """Levels up, for a large effect, a response to dose, or doubts that would have hidden it."""
    text = value.casefold()
    return 2 if "very large" in text else int(any(word in text for word in ("large", "dose", "plausible confounding")))


def _observational(dossier: Dossier, level: Fact) -> bool:
    """Whether the study that is judged states a design, and one without chance."""
    about = dossier.graph.facts_about.get(level.about, ())
    designs = [fact.value.casefold() for fact in about if fact.role == "study-design"]
    words = ("retrospective", "prospective", "cohort", "case series", "observational", "non-random")
    return any(word in design for design in designs for word in words)


def _steps(value: str) -> int:
    text = value.casefold().strip()
    if text.startswith(_NONE):
        return 0
    return _DOWNGRADES.get(text, 1 if "suspected" in text or "detected" in text or "serious" in text else 0)


def _doubted(dossier: Dossier, level: Fact, reasons: list[Fact]) -> Iterator[Finding]:
    """The same certainty explained elsewhere in the document by fewer reasons than its level needs."""
    about = dossier.graph.facts_about.get(level.about, ())
    for text in (fact for fact in about if fact.role == "certainty-reasons" and fact.seed == level.seed):
        if text.by not in ("", level.by) or len(text.members) >= len(reasons):
            continue
        message = (
            f"{level.by}: the text explains “{level.value}” by {len(text.members)} reasons ({', '.join(text.members)}), "
            f"the table needs {len(reasons)}."
        )
        numbers = [
            Number("certainty", level.value, level.id),
            Number("reasons in the text", ", ".join(text.members), text.id),
        ]
        numbers += [Number(fact.measure, fact.value, fact.id) for fact in reasons]
        yield finding("certainty-consistency", "near", [level, text, *reasons], message, numbers)
