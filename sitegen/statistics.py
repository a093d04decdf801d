"""Intervals and exact tests for counts out of totals.

Comes in: whole numbers, events and the total they were counted in. Goes out: frozen values in shares (0 to 1), or None
where a statistic does not exist, never an infinity and never a guess. Apart, because a formula and its source belong
together, and the tests hold each against SciPy, whose import alone would cost more time than the whole build.
"""

from __future__ import annotations

import math
from functools import cache
from statistics import NormalDist

from sitegen.messages import msg
from sitegen.values import valueclass

__all__ = [
    "CONFIDENCE", "Arm", "Comparison", "Interval", "Needed", "compare", "counts_that_print", "difference", "fisher", "needed",
    "risk_ratio", "wilson",
]  # fmt: skip

CONFIDENCE = 0.95
MOST_PEOPLE = 100_000
_Z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)


@valueclass(frozen=True, slots=True)
class Interval:
    """An estimate and its confidence limits, all in one unit."""

    estimate: float
    low: float
    high: float


@valueclass(frozen=True, slots=True)
class Arm:
    """`events` among `total` people. Raises ValueError for counts that cannot be."""

    events: int
    total: int

    def __post_init__(self) -> None:
        if not 0 <= self.events <= self.total:
            raise ValueError(f"{self.events} of {self.total} cannot be")


@valueclass(frozen=True, slots=True)
class Needed:
    """The number needed to treat, for benefit where it is positive and for harm where it is negative.

    `low` is the limit nearest to no treatment at all; where `unbounded`, the interval passes through infinity, from
    `low` for benefit over ∞ to `high` for harm.
    """

    estimate: float
    low: float
    high: float
    unbounded: bool


@valueclass(frozen=True, slots=True)
class Comparison:
    """Everything that two arms say against each other. What does not exist is None, and `why` says why not."""

    first: Arm
    second: Arm
    first_share: Interval | None
    second_share: Interval | None
    difference: Interval | None
    ratio: Interval | None
    p_value: float | None
    needed: Needed | None
    why: str


@cache
def wilson(arm: Arm) -> Interval | None:
    """The share of events with Wilson's score interval, without continuity correction; None for 0/0.

    E. B. Wilson, J Am Stat Assoc 1927;22:209–212; method 3 of R. G. Newcombe, Stat Med 1998;17:857–872:
    (2np + z² ± z √(z² + 4npq)) / 2(n + z²).
    """
    if arm.total == 0:
        return None
    count, share, square = arm.total, arm.events / arm.total, _Z * _Z
    middle, whole = 2 * arm.events + square, 2 * (count + square)
    reach = _Z * math.sqrt(square + 4 * arm.events * (1 - share))
    # A share of nothing or of all lies on the bound; the score limit equals it but for the last bit of the arithmetic.
    low = 0.0 if arm.events == 0 else (middle - reach) / whole
    high = 1.0 if arm.events == arm.total else (middle + reach) / whole
    return Interval(share, low, high)


def difference(first: Arm, second: Arm) -> Interval | None:
    """The difference of two independent shares, first less second, with Newcombe's hybrid score interval.

    Method 10 of R. G. Newcombe, Stat Med 1998;17:873–890, composed of two Wilson intervals; None where an arm has no
    people. It exists for arms without events, too.
    """
    one, two = wilson(first), wilson(second)
    if one is None or two is None:
        return None
    gap = one.estimate - two.estimate
    below = math.hypot(one.estimate - one.low, two.high - two.estimate)
    above = math.hypot(one.high - one.estimate, two.estimate - two.low)
    return Interval(gap, max(-1.0, gap - below), min(1.0, gap + above))


@cache
def risk_ratio(first: Arm, second: Arm) -> Interval | None:
    """The ratio of two shares, first over second, with the interval of its logarithm.

    D. Katz et al., Biometrics 1978;34:469–474: ln RR ± z √(1/a − 1/n + 1/b − 1/m). None where an arm has no events or no
    people: the logarithm of the ratio, or its standard error, is then infinite; and where everybody in both arms had
    the event, as the standard error is then nought and the interval a lie.
    """
    if _why_not(first, second):
        return None
    ratio = first.events * second.total / (second.events * first.total)
    error = math.sqrt(1 / first.events - 1 / first.total + 1 / second.events - 1 / second.total)
    return Interval(ratio, ratio * math.exp(-_Z * error), ratio * math.exp(_Z * error))


@cache
def fisher(first: Arm, second: Arm) -> float | None:
    """The two-sided p value of Fisher's exact test: the sum over tables no more likely than the one seen.

    R. A. Fisher, J R Stat Soc 1935;98:39–82; the convention of R's `fisher.test`. Whole numbers of ways are added, so that
    no rounding decides which tables are as likely as the one seen. None where an arm has no people, and for more than
    `MOST_PEOPLE` in both arms together: there the exact sum takes too long, and says nothing that the intervals do not.
    """
    people, events = first.total + second.total, first.events + second.events
    if 0 in (first.total, second.total) or people > MOST_PEOPLE:
        return None
    least, most = max(0, events - second.total), min(first.total, events)
    ways = [math.comb(first.total, least) * math.comb(second.total, events - least)]
    for count in range(least, most):
        # From one table to the next: one event more in the first arm, one fewer in the second.
        more, fewer = (first.total - count) * (events - count), (count + 1) * (second.total - events + count + 1)
        ways.append(ways[-1] * more // fewer)
    seen = ways[first.events - least]
    return sum(one for one in ways if one <= seen) / math.comb(people, events)


def needed(gap: Interval) -> Needed | None:
    """The number needed to treat, the inverse of a difference of shares; None where the difference is nought.

    D. G. Altman, BMJ 1998;317:1309–1312: limits are the inverses of the difference's limits, and the interval passes
    through infinity where those have different signs.
    """
    if gap.estimate == 0:
        return None
    unbounded = gap.low <= 0 <= gap.high
    strong, weak = (gap.high, gap.low) if gap.estimate > 0 else (gap.low, gap.high)
    return Needed(
        1 / gap.estimate, 1 / strong if strong else math.copysign(math.inf, gap.estimate),
        1 / weak if weak else math.inf, unbounded,
    )  # fmt: skip


@cache
def compare(first: Arm, second: Arm) -> Comparison:
    """All of the above for two arms."""
    gap = difference(first, second)
    return Comparison(
        first, second, wilson(first), wilson(second), gap, risk_ratio(first, second), fisher(first, second),
        needed(gap) if gap is not None else None, _why_not(first, second),
    )  # fmt: skip


def _why_not(first: Arm, second: Arm) -> str:
    """Why the arms have no risk ratio, or nothing where they have one."""
    if 0 in (first.total, second.total):
        return msg("an arm holds nobody, so nothing can be estimated")
    if first.events == 0 and second.events == 0:
        return msg("neither arm had an event, so that the ratio is nought over nought")
    if second.events == 0:
        return msg("the second arm had no event, and nothing can be divided by a share of nought")
    if first.events == 0:
        return msg("the first arm had no event, so that the ratio is nought and its logarithm has no limits")
    if first.events == first.total and second.events == second.total:
        return msg("everybody in both arms had the event, so that the interval of the ratio has no width")
    return ""


def counts_that_print(low: float, high: float, total: int) -> tuple[int, ...]:
    """The counts out of `total` whose percentage lies in `low` to `high` (both in per cent, bounds included).

    Empty where no whole number of people can give the percentage: then it is impossible for this total.
    """
    slack = 1e-9
    first = max(0, math.ceil(low * total / 100 - slack))
    last = min(total, math.floor(high * total / 100 + slack))
    return tuple(range(first, last + 1))
