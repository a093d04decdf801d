"""Each statistic agrees with a published value, and every edge of a table of counts has an answer."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.statistics import Arm, Interval, compare, counts_that_print, difference, fisher, needed, risk_ratio, wilson

arms = st.integers(1, 400).flatmap(lambda total: st.builds(Arm, st.integers(0, total), st.just(total)))


# R. G. Newcombe, Two-sided confidence intervals for the single proportion, Stat Med 1998;17:857–872, table I, method 3.
@pytest.mark.parametrize(
    ("events", "total", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_as_published(events: int, total: int, low: float, high: float) -> None:
    found = wilson(Arm(events, total))
    assert found is not None
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


# R. G. Newcombe, Interval estimation for the difference between independent proportions, Stat Med 1998;17:873–890,
# table II, method 10: the paper's eight worked contrasts.
@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        (Arm(56, 70), Arm(48, 80), 0.0524, 0.3339), (Arm(9, 10), Arm(3, 10), 0.1705, 0.8090),
        (Arm(6, 7), Arm(2, 7), 0.0582, 0.8062), (Arm(5, 56), Arm(0, 29), -0.0381, 0.1926),
        (Arm(0, 10), Arm(0, 20), -0.1611, 0.2775), (Arm(0, 10), Arm(0, 10), -0.2775, 0.2775),
        (Arm(10, 10), Arm(0, 20), 0.6791, 1.0), (Arm(10, 10), Arm(0, 10), 0.6075, 1.0),
    ],
)  # fmt: skip
def test_newcombe_as_published(first: Arm, second: Arm, low: float, high: float) -> None:
    found = difference(first, second)
    assert found is not None
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


# The examples of R's help page of fisher.test (R Core Team): tea tasting, and Fisher's criminal twins.
@pytest.mark.parametrize(
    ("first", "second", "p"), [(Arm(3, 4), Arm(1, 4), 0.4857), (Arm(2, 17), Arm(10, 13), 0.0005367)]
)
def test_fisher_as_r_gives_it(first: Arm, second: Arm, p: float) -> None:
    found = fisher(first, second)
    assert found is not None
    assert float(f"{found:.4g}") == p


def test_the_ratio_of_the_physicians_health_study() -> None:
    # A. Agresti, Categorical Data Analysis, table 2.1: 189 of 11,034 on placebo, 104 of 11,037 on aspirin; 1.82 (1.43–2.31).
    found = risk_ratio(Arm(189, 11034), Arm(104, 11037))
    assert found is not None
    assert (round(found.estimate, 2), round(found.low, 2), round(found.high, 2)) == (1.82, 1.43, 2.31)
    # By hand from Katz's formula: ln RR ± z √(1/a − 1/n + 1/b − 1/m).
    error = math.sqrt(1 / 189 - 1 / 11034 + 1 / 104 - 1 / 11037)
    assert found.low == pytest.approx(found.estimate * math.exp(-1.959963985 * error), rel=1e-8)


def test_a_difference_that_passes_nought_needs_infinitely_many() -> None:
    # D. G. Altman, BMJ 1998;317:1309: a reduction of 10% (−5% to 25%) is 10, from 4 for benefit over ∞ to 20 for harm.
    found = needed(Interval(0.10, -0.05, 0.25))
    assert found is not None and found.unbounded
    assert (round(found.estimate, 6), round(found.low, 6), round(found.high, 6)) == (10, 4, -20)


def test_a_difference_against_the_treatment_is_for_harm() -> None:
    found = needed(Interval(-0.2, -0.4, -0.1))
    assert found is not None and not found.unbounded
    assert (found.estimate, found.low, found.high) == (-5, -2.5, -10)


def test_arms_without_events_have_a_difference_and_no_ratio() -> None:
    found = compare(Arm(9, 46), Arm(0, 45))
    assert found.ratio is None and "no event" in found.why
    assert found.difference is not None and found.difference.low > 0
    assert found.needed is not None and round(found.needed.estimate, 2) == 5.11


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        (Arm(0, 10), Arm(0, 12), "neither arm"), (Arm(0, 10), Arm(3, 12), "first arm"), (Arm(3, 10), Arm(0, 12), "second arm"),
        (Arm(0, 0), Arm(3, 12), "nobody"), (Arm(3, 12), Arm(0, 0), "nobody"), (Arm(0, 0), Arm(0, 0), "nobody"),
    ],
)  # fmt: skip
def test_a_ratio_that_does_not_exist_says_why(first: Arm, second: Arm, reason: str) -> None:
    found = compare(first, second)
    assert found.ratio is None
    assert reason in found.why


def test_nobody_has_no_statistic() -> None:
    found = compare(Arm(0, 0), Arm(1, 2))
    assert (found.first_share, found.difference, found.p_value, found.needed) == (None, None, None, None)


def test_all_events_in_both_arms_have_no_interval_of_a_ratio() -> None:
    found = compare(Arm(5, 5), Arm(7, 7))
    assert found.ratio is None and "everybody" in found.why
    assert found.difference is not None and found.difference.estimate == 0 and found.difference.low < 0
    assert found.p_value == 1.0 and found.needed is None


@pytest.mark.parametrize(("events", "total"), [(-1, 5), (6, 5), (1, 0), (0, -1)])
def test_counts_that_cannot_be_are_refused(events: int, total: int) -> None:
    with pytest.raises(ValueError, match="cannot be"):
        Arm(events, total)


@pytest.mark.parametrize(
    ("low", "high", "total", "counts"),
    [(60.15, 60.25, 171, (103,)), (33.25, 33.35, 10, ()), (22.15, 22.25, 171, (38,)), (0, 100, 2, (0, 1, 2))],
)
def test_counts_that_print_a_percentage(low: float, high: float, total: int, counts: tuple[int, ...]) -> None:
    assert counts_that_print(low, high, total) == counts


@given(arms, arms)
def test_limits_enclose_their_estimate(first: Arm, second: Arm) -> None:
    found = compare(first, second)
    for interval in (found.first_share, found.second_share, found.difference, found.ratio):
        if interval is not None:
            assert interval.low <= interval.estimate <= interval.high
    assert found.p_value is not None and 0 <= found.p_value <= 1
    assert (found.ratio is None) == bool(found.why)


@given(arms, arms)
def test_arms_that_change_places_change_the_sign(first: Arm, second: Arm) -> None:
    one, two = difference(first, second), difference(second, first)
    assert one is not None and two is not None
    assert one.low == pytest.approx(-two.high) and one.high == pytest.approx(-two.low)


@given(arms)
def test_the_percentage_of_a_count_prints_that_count(arm: Arm) -> None:
    share = 100 * arm.events / arm.total
    assert arm.events in counts_that_print(share - 0.05, share + 0.05, arm.total)


@settings(deadline=None)  # the first example imports SciPy
@given(arms, arms)
def test_statistics_are_those_of_scipy(first: Arm, second: Arm) -> None:
    from scipy import stats
    from scipy.stats import contingency

    found = compare(first, second)
    for arm, interval in ((first, found.first_share), (second, found.second_share)):
        limits = stats.binomtest(arm.events, arm.total).proportion_ci(0.95, method="wilson")
        assert interval is not None
        assert (interval.low, interval.high) == pytest.approx((limits.low, limits.high), rel=1e-9, abs=1e-12)
    table = [[first.events, first.total - first.events], [second.events, second.total - second.events]]
    assert found.p_value == pytest.approx(stats.fisher_exact(table).pvalue, rel=1e-7)
    if found.ratio is not None:
        theirs = contingency.relative_risk(first.events, first.total, second.events, second.total)
        limits = theirs.confidence_interval(0.95)
        assert found.ratio.estimate == pytest.approx(theirs.relative_risk, rel=1e-12)
        assert (found.ratio.low, found.ratio.high) == pytest.approx((limits.low, limits.high), rel=1e-9)


def test_more_people_than_can_be_enumerated_have_no_exact_test() -> None:
    found = compare(Arm(10**11, 10**12), Arm(5, 10**12))
    assert found.p_value is None and found.difference is not None
    assert fisher(Arm(20_000, 49_000), Arm(20_500, 51_000)) is not None
