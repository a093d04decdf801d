"""Estimates and what follows from them, on the small site."""

from __future__ import annotations

from decimal import Decimal, localcontext
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from sitegen.derive import derive, implied_rate, projected
from sitegen.estimates import estimates
from sitegen.loading import load


def test_an_estimate_holds_all_that_one_seed_says_of_one_market(small: Path) -> None:
    graph = load(small).graph
    assert graph is not None
    (one,) = estimates(graph)
    assert (one.seed, one.market, one.base_year, one.horizon) == ("pumps-a", "heat-pumps", 2023, 2028)
    assert [(size.year, size.fact.value, size.forecast) for size in one.sizes] == [
        (2023, "EUR 410.0 million", False),
        (2028, "EUR 620.5 million", True),
    ]
    assert one.growth is not None and one.growth.value == "8.6%"


def test_derived_values_carry_their_formula_and_inputs(small: Path) -> None:
    graph = load(small).graph
    assert graph is not None
    derived = {value.id.rsplit("/", 1)[1]: value for value in derive(estimates(graph))}
    rate = derived["implied-cagr"]
    assert rate.text == "8.64%"
    assert rate.formula == "(EUR 620.5 million ÷ EUR 410.0 million)^(1 ÷ 5) − 1"
    assert rate.inputs == ("pumps-a/size-2023", "pumps-a/size-2028")
    assert derived["absolute-growth"].text == "EUR 210.5 million"
    assert [derived[f"size-{year}"].year for year in range(2024, 2029)] == [2024, 2025, 2026, 2027, 2028]


def test_a_restated_size_is_listed_beside_the_first(small: Path) -> None:
    facts = small / "content/facts/pumps-a.yaml"
    facts.write_text(
        facts.read_text()
        .replace(
            "- id: period",
            "- id: size-2023-again\n  about: heat-pumps\n  measure: market size\n  when: 2023\n  value: 410.0 million\n  quote:\n  - was worth EUR 410.0 million in 2023\n- id: period",
        )
        .replace("value: 410.0 million", "value: EUR 410.0 million")
    )
    graph = load(small).graph
    assert graph is not None
    (one,) = estimates(graph)
    assert [fact.name for fact in one.sizes[0].restated] in (["size-2023"], ["size-2023-again"])


@given(st.decimals("1", "1000000", places=2), st.decimals("-50", "200", places=3), st.integers(1, 30))
def test_the_implied_rate_of_a_projection_is_its_rate(start: Decimal, rate: Decimal, periods: int) -> None:
    assert abs(implied_rate(start, projected(start, rate, periods), periods) - rate) < Decimal("1e-12")


@given(
    st.decimals("1e-200", "1e200", allow_nan=False, allow_infinity=False),
    st.decimals("1e-200", "1e200", allow_nan=False, allow_infinity=False),
    st.integers(1, 120),
)
def test_an_implied_rate_is_the_root_to_twenty_digits(start: Decimal, end: Decimal, periods: int) -> None:
    with localcontext() as context:
        context.prec = 60
        growth = (end / start) ** (Decimal(1) / periods)
        assert abs(implied_rate(start, end, periods) / 100 + 1 - growth) < max(growth, 1) * Decimal("1e-20")
