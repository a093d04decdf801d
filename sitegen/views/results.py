"""Results as readers meet them: each outcome in words, numbers and figures; the forest; responses to treatment.

Comes in: outcomes and responses of one page. Goes out: frozen views. Everything computed carries its formula and the
name of its method.
"""

from __future__ import annotations

from collections.abc import Mapping

from sitegen import formats
from sitegen.charts.icons import per_hundred
from sitegen.charts.responses import share_text
from sitegen.charts.synthesis import icons_id
from sitegen.evidence.gather import Evidence
from sitegen.evidence.model import ArmResult, Outcome, Rating, StudyResult
from sitegen.facts import Fact
from sitegen.messages import capitalised, counted, declared, joined, made, msg
from sitegen.statistics import Arm, Comparison
from sitegen.values import valueclass
from sitegen.views.frame import Here, Link
from sitegen.views.parts import FactView, Tell
from sitegen.views.words import CheckView, SketchView, Words, check_view, computed, said, stated

__all__ = [
    "ArmView", "ComparisonView", "OutcomeView", "RatingView", "ResponsesView", "ResultView", "outcome_views", "responses_view",
]  # fmt: skip


Drawn = Mapping[str, SketchView]
"""The drawings of a page, by their ids."""


@valueclass(frozen=True, slots=True)
class ArmView:
    """`stated_rate` is the percentage as printed, `share` the recomputed one with its interval."""

    topic: Link
    count: Words
    stated_rate: Words | None
    share: Words | None
    interval: Words | None
    of_hundred: Words | None
    check: CheckView | None


@valueclass(frozen=True, slots=True)
class ComparisonView:
    """Two arms against each other; `why` says why there is no ratio, where there is none."""

    first: str
    second: str
    more: str
    per_hundred: Words | None
    per_thousand: Words | None
    ratio: Words | None
    why: str
    p_value: Words | None
    needed: Words | None


@valueclass(frozen=True, slots=True)
class ResultView:
    study: Link
    arms: tuple[ArmView, ...]
    comparisons: tuple[ComparisonView, ...]
    effect: Words | None
    means: str
    icons: SketchView | None


@valueclass(frozen=True, slots=True)
class RatingView:
    label: str
    value: Words
    change: str
    reasons: tuple[Words, ...]


@valueclass(frozen=True, slots=True)
class OutcomeView:
    """`level` is the certainty as signs, as many filled as it is high; `phrase` what it means in plain words."""

    label: Words
    results: tuple[ResultView, ...]
    studies: Words | None
    pooled: Words | None
    certainty: Words | None
    signs: str
    phrase: str
    ratings: tuple[RatingView, ...]
    check: CheckView | None


@valueclass(frozen=True, slots=True)
class ResponsesView:
    """The dot plot, why its rows cannot simply be compared, and what is said in words only."""

    sketch: SketchView
    caveats: tuple[tuple[Words, ...], ...]
    claims: tuple[FactView, ...]


def outcome_views(one: Evidence, here: Here, drawn: Drawn) -> tuple[OutcomeView, ...]:
    return tuple(_outcome(outcome, one, here, index, drawn) for index, outcome in enumerate(one.outcomes, 1))


def _outcome(outcome: Outcome, one: Evidence, here: Here, index: int, drawn: Drawn) -> OutcomeView:
    scale = one.scope.instruments.certainty
    level = scale.level(outcome.certainty.value) if outcome.certainty is not None else None
    first = next((arm.fact or arm.size for result in outcome.results for arm in result.arms), None)
    filled = len(scale.levels) - level if level is not None else 0
    return OutcomeView(
        label=Words(
            outcome.label, fact=first.id if first is not None else "", plain="" if first is not None else "name"
        ),
        results=tuple(
            _result(result, here, drawn.get(icons_id(one.scope.topic, index, number)))
            for number, result in enumerate(outcome.results, 1)
        ),
        studies=stated(outcome.studies, here) if outcome.studies is not None else None,
        pooled=stated(outcome.pooled.fact, here) if outcome.pooled is not None else None,
        certainty=stated(outcome.certainty, here) if outcome.certainty is not None else None,
        signs="⊕" * filled + "○" * (len(scale.levels) - filled) if level is not None else "",
        phrase=declared(scale.levels[level].phrase) if level is not None else "",
        ratings=tuple(_rating(rating, here) for rating in outcome.ratings),
        check=check_view(outcome.check),
    )


def _rating(rating: Rating, here: Here) -> RatingView:
    change = {None: msg("not known"), 0: msg("no change")}.get(
        rating.change, f"{rating.change:+d}".replace("-", "−") if rating.change else ""
    )
    return RatingView(
        made(_label, rating.label), stated(rating.fact, here), change, tuple(stated(f, here) for f in rating.reasons)
    )


def _label(name: str) -> str:
    return capitalised(name.replace("-", " "))


def _result(result: StudyResult, here: Here, icons: SketchView | None) -> ResultView:
    names = {arm.topic: here.graph.topics[arm.topic].name for arm in result.arms}
    pairs = zip(result.arms, result.comparisons, strict=False)
    return ResultView(
        study=here.topic(result.study),
        arms=tuple(_arm(arm, here) for arm in result.arms),
        comparisons=tuple(
            _comparison(found, names[arm.topic], names[result.arms[-1].topic])
            for arm, found in pairs
            if found is not None
        ),
        effect=stated(result.effect, here) if result.effect is not None else None,
        means=_means(result.effect, here),
        icons=icons,
    )


def _means(effect: Fact | None, here: Here) -> str:
    """What an abbreviated effect stands for, its reference marks aside: `NE*`."""
    return here.graph.abbreviations.get(effect.value.rstrip("*†‡"), "").lower() if effect is not None else ""


def _arm(arm: ArmResult, here: Here) -> ArmView:
    fact: Fact | None = arm.fact or arm.size
    share = arm.share
    counted = _printed(arm.arm)
    hundred = per_hundred(arm)
    return ArmView(
        topic=here.topic(arm.topic),
        count=stated(fact, here) if fact is not None else said(msg("not stated")),
        stated_rate=stated(arm.rate, here) if arm.rate is not None else None,
        share=computed(share_text(share.estimate), counted) if share is not None else None,
        interval=computed(msg("{low} to {high}", low=share_text(share.low), high=share_text(share.high)), msg("Wilson’s score interval of {counted}", counted=counted)) if share is not None else None,
        of_hundred=computed(msg("{number} of 100", number=hundred), msg("100 × {counted}, in whole people", counted=counted)) if hundred is not None else None,
        check=check_view(arm.check),
    )  # fmt: skip


def _printed(arm: Arm | None) -> str:
    return f"{arm.events} ÷ {arm.total}" if arm is not None else ""


def _comparison(found: Comparison, first: str, second: str) -> ComparisonView:
    counts = msg("{first} and {second}", first=_printed(found.first), second=_printed(found.second))
    gap = found.difference
    how = msg(
        "{first} − {second}, Newcombe’s hybrid score interval, 95%",
        first=_printed(found.first),
        second=_printed(found.second),
    )
    return ComparisonView(
        first, second, msg("more") if gap is not None and gap.estimate >= 0 else msg("fewer"),
        computed(_signed(100, gap.estimate, gap.low, gap.high, 1), joined("", ["100 × (", how, ")"])) if gap is not None else None,
        computed(_signed(1000, gap.estimate, gap.low, gap.high, 0), msg("1,000 × ({how})", how=how)) if gap is not None else None,
        computed(
            _interval(f"{found.ratio.estimate:.2f}", f"{found.ratio.low:.2f}", f"{found.ratio.high:.2f}"),
            msg("({first}) ÷ ({second}), Katz’s interval of the logarithm, 95%", first=_printed(found.first), second=_printed(found.second)),
        ) if found.ratio is not None else None,
        found.why,
        computed(_p_text(found.p_value), msg("Fisher’s exact test of {counts}, two-sided", counts=counts)) if found.p_value is not None else None,
        _needed(found, how),
    )  # fmt: skip


def _signed(factor: int, estimate: float, low: float, high: float, places: int) -> str:
    shown = [f"{factor * value:.{places}f}".replace("-", "−") for value in (estimate, low, high)]
    return _interval(*shown)


def _interval(estimate: str, low: str, high: str) -> str:
    return msg(
        "{estimate} ({low} to {high})",
        estimate=formats.printed(estimate), low=formats.printed(low), high=formats.printed(high),
    )  # fmt: skip


def _p_text(p: float) -> str:
    return msg("below {limit}", limit=formats.printed("0.0001")) if p < 0.0001 else formats.printed(f"{p:.4f}")


def _needed(found: Comparison, how: str) -> Words | None:
    """How many people make one more, or one fewer, with the outcome; through infinity where both are possible."""
    needed = found.needed
    if needed is None:
        return None
    numbers = {
        name: formats.printed(f"{abs(value):.1f}")
        for name, value in (("estimate", needed.estimate), ("low", needed.low), ("high", needed.high))
    }
    more = needed.estimate > 0
    if needed.unbounded and more:
        shown = msg("{estimate} for one more ({low} for one more, through ∞, to {high} for one fewer)", **numbers)
    elif needed.unbounded:
        shown = msg("{estimate} for one fewer ({low} for one fewer, through ∞, to {high} for one more)", **numbers)
    elif more:
        shown = msg("{estimate} for one more ({low} to {high})", **numbers)
    else:
        shown = msg("{estimate} for one fewer ({low} to {high})", **numbers)
    return computed(shown, joined("", ["1 ÷ (", how, ")"]))


def responses_view(one: Evidence, here: Here, tell: Tell, drawn: Drawn) -> ResponsesView | None:
    rows = one.responses
    sketch = drawn.get(f"{one.scope.topic}-responses")
    if sketch is None:
        return None
    told = {topic for row in rows for topic in row.treatments}
    claims = [
        fact for fact in one.scope.of_role("evidence-claim")
        if fact.about not in told and one.scope.has_part(fact.about, "interventions")
        and fact.language == here.graph.seeds[fact.seed].record.language
    ]  # fmt: skip
    return ResponsesView(sketch, _caveats(one, here), tuple(tell(fact) for fact in claims))


def _caveats(one: Evidence, here: Here) -> tuple[tuple[Words, ...], ...]:
    """What keeps the rows from being compared, counted and named."""
    rows = one.responses
    if len(rows) < 2:
        return ()
    definitions = list(dict.fromkeys(row.definition for row in rows if row.definition))
    populations = list(dict.fromkeys(row.population for row in rows if row.population))
    followed = [row for row in rows if row.follow_up is not None]
    unsized = [row for row in rows if row.share is None]
    of_definition = {row.definition: row for row in reversed(rows)}
    found: list[tuple[Words, ...]] = []
    if len(definitions) > 1:
        listed = [w for d in definitions for w in (stated(of_definition[d].fact, here, d), said("; "))][:-1]
        count = computed(str(len(definitions)), msg("count of the definitions that the rows state"))
        found.append((said(msg("“Response” has ")), count, said(msg(" definitions here: ")), *listed, said(".")))
    if len(populations) > 1:
        names = joined(", ", (here.graph.topics[topic].name for topic in populations))
        count = computed(str(len(populations)), msg("count of the conditions that the rows are of"))
        found.append((said(msg("The people had ")), count, said(msg(" conditions: {names}.", names=names))))
    share = (
        computed(str(len(followed)), msg("rows whose study states a follow-up")),
        said(msg(" of ")),
        computed(str(len(rows)), msg("rows of the plot")),
    )
    found.append((said(msg("How long people were followed is stated for ")), *share, said(msg(" rows."))))
    if unsized:
        count = computed(str(len(unsized)), msg("rows without a count or a sample size"))
        found.append(
            (
                count,
                said(
                    counted(
                        " row states no number of people, so that it has no interval.",
                        " rows state no number of people, so that they have no interval.",
                        len(unsized),
                    )
                ),
            )
        )
    return tuple(found)
