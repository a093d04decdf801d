"""What evidence is made of: frozen values that pages draw and audit rules compare.

Comes in: nothing. Goes out: values. A number is either stated, and then a fact is beside it, or computed, and then
its formula is.
"""

from __future__ import annotations

from typing import Literal

from sitegen.facts import Fact
from sitegen.graph import Graph
from sitegen.instruments import BiasTool, Design, Instruments, Judgement
from sitegen.statistics import Arm, Comparison, Interval
from sitegen.values import valueclass

__all__ = [
    "ArmResult", "BiasCell", "BiasRow", "Branch", "Check", "CountOf", "Exclusion", "Flow", "Judged", "Outcome", "Pooled", "Rating", "Reference",
    "Response", "Scope", "Stage", "State", "StudyResult", "whole",
]  # fmt: skip

State = Literal["exact", "near", "fails", "not checked"]


@valueclass(frozen=True, slots=True)
class Scope:
    """What evidence is gathered from: the graph, the instruments, and the facts that one page is about.

    `computing` is False where statistics are not wanted: checks need none.
    """

    graph: Graph
    instruments: Instruments
    topic: str
    own: tuple[Fact, ...]
    facts: tuple[Fact, ...]
    computing: bool = True

    def of_role(self, *roles: str) -> tuple[Fact, ...]:
        return tuple(fact for fact in self.facts if fact.role in roles)

    def has_part(self, topic: str, part: str) -> bool:
        """Whether a topic is of a kind whose pages have this part: `studies`, `interventions`, `conditions`."""
        found = self.graph.topics.get(topic)
        return found is not None and part in self.graph.corpus.kinds[found.kind].parts


@valueclass(frozen=True, slots=True)
class Check:
    """One comparison of stated with computed: what an audit rule of this name needs to make a finding."""

    rule: str
    about: str
    facts: tuple[str, ...]
    stated: str
    computed: str
    formula: str
    state: State
    why: str = ""


@valueclass(frozen=True, slots=True)
class CountOf:
    """A count of one step of a selection: stated by a fact, computed with a formula, or neither (not reported).

    `parts` are the counts of the same step by database or reason, `restated` further statements of the whole.
    """

    measure: str
    fact: Fact | None
    computed: int | None
    formula: str
    inputs: tuple[str, ...]
    parts: tuple[Fact, ...]
    restated: tuple[Fact, ...]

    @property
    def number(self) -> int | None:
        return whole(self.fact) if self.fact is not None else self.computed


class Stage(CountOf):
    """What is left at a stage."""

    __slots__ = ()


class Exclusion(CountOf):
    """What left between two stages."""

    __slots__ = ()


@valueclass(frozen=True, slots=True)
class Branch:
    """What was found otherwise than in databases and registers, down to where it joins the studies included.

    `exclusions[i]` left after stage i; `told` are claims that such ways were gone, with counts or without.
    """

    stages: tuple[Stage, ...]
    exclusions: tuple[tuple[Exclusion, ...], ...]
    told: tuple[Fact, ...]


@valueclass(frozen=True, slots=True)
class Flow:
    """Stages in their order; `exclusions[i]` left between stage i and stage i + 1. `other` joins at the last stage."""

    stages: tuple[Stage, ...]
    exclusions: tuple[tuple[Exclusion, ...], ...]
    checks: tuple[Check, ...]
    other: Branch | None = None


@valueclass(frozen=True, slots=True)
class Judged:
    """A printed judgement, read by its tool; `reasons` are claims of the same study and domain."""

    fact: Fact
    judgement: Judgement | None
    reasons: tuple[Fact, ...]


@valueclass(frozen=True, slots=True)
class BiasCell:
    """One domain of one study; `judged` is empty where the review states nothing for it."""

    domain: str
    printed: str
    judged: tuple[Judged, ...]


@valueclass(frozen=True, slots=True)
class BiasRow:
    study: str
    tool: BiasTool | None
    cells: tuple[BiasCell, ...]
    overall: Judged | None
    check: Check | None


@valueclass(frozen=True, slots=True)
class ArmResult:
    """One arm's result for one outcome. `share` is None where the arm holds nobody or no count is stated."""

    topic: str
    fact: Fact | None
    size: Fact | None
    rate: Fact | None
    arm: Arm | None
    share: Interval | None
    check: Check | None


@valueclass(frozen=True, slots=True)
class StudyResult:
    """One study's arms for one outcome; each arm but the last is compared with the last, the reference."""

    study: str
    arms: tuple[ArmResult, ...]
    effect: Fact | None
    comparisons: tuple[Comparison | None, ...]


@valueclass(frozen=True, slots=True)
class Rating:
    """A reason for a certainty, the levels that it takes or adds (None: words unknown), its footnotes."""

    label: str
    fact: Fact
    change: int | None
    reasons: tuple[Fact, ...]


@valueclass(frozen=True, slots=True)
class Pooled:
    """A pooled effect that a fact states, with its limits where the text gives them."""

    fact: Fact
    estimate: float
    low: float
    high: float


@valueclass(frozen=True, slots=True)
class Outcome:
    label: str
    results: tuple[StudyResult, ...]
    certainty: Fact | None
    ratings: tuple[Rating, ...]
    studies: Fact | None
    pooled: Pooled | None
    check: Check | None


@valueclass(frozen=True, slots=True)
class Response:
    """How many responded to a treatment, as one document tells of one study.

    `arm` is known where both numbers are; `inferred` then says how, where the document prints only a percentage.
    `low` and `high` are per cent; equal but for a range.
    """

    fact: Fact
    treatments: tuple[str, ...]
    study: str
    definition: str
    population: str
    design: Design | None
    design_fact: Fact | None
    follow_up: Fact | None
    size: Fact | None
    arm: Arm | None
    inferred: str
    low: float
    high: float
    share: Interval | None
    check: Check | None


@valueclass(frozen=True, slots=True)
class Reference:
    """A cited work by its printed pieces; `cited_by` are the facts of the same document that rest on it."""

    fact: Fact
    key: str
    doi: str
    pieces: dict[str, str]
    problem: str
    duplicate_of: str
    cited_by: tuple[Fact, ...]


def whole(fact: Fact | None) -> int | None:
    """The whole number that a count states, or None for a range, a scaled number or none at all."""
    if fact is None or fact.quantity is None or fact.quantity.is_range:
        return None
    amount = fact.quantity.amount
    return int(amount) if amount == amount.to_integral_value() else None
