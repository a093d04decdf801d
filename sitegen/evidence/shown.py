"""Which facts a page's synthesis already shows, so that the page need not list them a second time.

Comes in: `Evidence`. Goes out: the ids of the facts whose values its tables, drawings and sentences show, each with a
link to its proof. Apart, because it must name every place of `Evidence` that a page draws, and nothing else does.
"""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.evidence.gather import Evidence
from sitegen.evidence.model import Judged, Outcome
from sitegen.facts import Fact

__all__ = ["shown"]


def shown(one: Evidence) -> frozenset[str]:
    """The ids of the facts that the synthesis of one page shows."""
    return frozenset(fact.id for fact in _facts(one) if fact is not None)


def _facts(one: Evidence) -> Iterator[Fact | None]:
    if one.flow is not None:
        steps = (*one.flow.stages, *(left for group in one.flow.exclusions for left in group))
        other = one.flow.other
        if other is not None:
            steps = (*steps, *other.stages, *(left for group in other.exclusions for left in group))
        for step in steps:
            yield step.fact
            yield from step.parts
    if one.search is not None:
        yield from (strategy.fact for strategy in one.search.strategies)
        yield from one.search.dates
    for row in one.bias:
        judged = [found for cell in row.cells for found in cell.judged]
        for found in (*judged, *((row.overall,) if row.overall is not None else ())):
            yield from _judged(found)
    for outcome in one.outcomes:
        yield from _outcome(outcome)
    yield from (row.fact for row in one.responses)
    yield from (twin.fact for twin in one.twins)
    yield from (row.fact for row in one.references)


def _judged(found: Judged) -> Iterator[Fact]:
    yield found.fact
    yield from found.reasons


def _outcome(outcome: Outcome) -> Iterator[Fact | None]:
    """Of an arm the count, or the size where there is none: what the table prints."""
    for result in outcome.results:
        yield result.effect
        for arm in result.arms:
            yield arm.fact or arm.size
            yield arm.rate
    yield outcome.certainty
    yield outcome.studies
    yield outcome.pooled.fact if outcome.pooled is not None else None
    for rating in outcome.ratings:
        yield rating.fact
        yield from rating.reasons
