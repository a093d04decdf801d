"""Estimates and what follows from them, on the small site."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, localcontext
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.derive import derive, implied_rate, projected
from sitegen.estimates import estimates
from sitegen.facts import When
from sitegen.loading import load
from sitegen.quantities import parse


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


@pytest.mark.parametrize(("years", "rates", "base", "growth", "ends"), [
    ((2019, 2023, 2028), ("2019-2023", "2023-2028"), None, "2023-2028", (2023, 2028)),
    ((2023, 2028, 2033), ("2023-2028",), None, "2023-2028", (2023, 2028)),
    ((2019, 2023, 2028), ("2024-2028",), None, "2024-2028", (2023, 2028)),
    ((2019, 2023, 2028), ("2019-2023", ""), 2023, "", (2023, 2028)),
    ((2019, 2023, 2028), ("2019-2023", ""), None, "", (2023, 2028)),
    ((2019, 2023, 2028), ("2028", ""), None, "", (2019, 2028)),
    ((2019, 2023), ("2019-2023",), None, "2019-2023", (2019, 2023)),
    ((2019, 2023), ("2019-2023",), 2023, None, (2023, None)),
    ((2022, 2023, 2028), ("2023", "2023-2028"), None, "2023-2028", (2023, 2028)),
    ((2022, 2023, 2028), ("2023",), None, None, (2022, 2028)),
    ((2023, 2028), ("2028",), None, "2028", (2023, 2028)),
    ((2022, 2023), ("2023",), None, "2023", (2022, 2023)),
    ((2023, 2028, 2033), ("2023-2028", "2024-2033"), None, "2024-2033", (2023, 2033)),
    ((2022, 2028), ("2023-2028",), 2021, "2023-2028", (2022, 2028)),
    ((), ("2023-2028",), None, "2023-2028", (None, None)),
])  # fmt: skip
def test_growth_is_the_rate_that_looks_ahead_and_leads_from_the_size_before_it_to_the_one_at_its_end(
    small: Path, years: tuple[int, ...], rates: tuple[str, ...], base: int | None, growth: str | None, ends: tuple[int | None, int | None]
) -> None:  # fmt: skip
    graph = load(small).graph
    assert graph is not None
    known = {fact.name: fact for fact in graph.facts_by_seed["pumps-a"]}
    stated = [replace(known["size-2023"], when=When(str(year), year, year)) for year in years]
    for printed in rates:
        told = [int(year) for year in printed.split("-")] if printed else []
        stated.append(replace(known["growth"], when=When(printed, told[0], told[-1]) if told else None))
    if base is not None:
        stated.append(replace(known["base-year"], quantity=parse(str(base))))
    (one,) = estimates(replace(graph, facts_by_seed={"pumps-a": tuple(stated)}))
    assert [fact.when.printed if fact.when is not None else "" for fact in one.rates] == list(rates)
    told_growth = None if one.growth is None else one.growth.when.printed if one.growth.when is not None else ""
    found = tuple(size.year if size is not None else None for size in (one.start, one.end))
    assert (told_growth, found) == (growth, ends)


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
