"""How far apart sources stand: in one year, in one unit, by the largest over the smallest, never averaged."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from sitegen.align import Spread, spread
from sitegen.derive import projected
from sitegen.estimates import estimates
from sitegen.loading import load

CASES = json.loads((Path(__file__).parent / "data" / "what-if.json").read_text())


@pytest.fixture(scope="module")
def real_spreads(root: Path) -> tuple[Spread, ...]:
    graph = load(root).graph
    assert graph is not None
    stated = estimates(graph)
    found = (spread(market, stated) for market in dict.fromkeys(one.market for one in stated))
    return tuple(one for one in found if one is not None)


def test_a_market_with_one_source_has_no_spread(real_spreads: tuple[Spread, ...]) -> None:
    assert [one.market for one in real_spreads] == ["infantile-spasms-therapeutics"]


def test_a_source_of_another_year_is_taken_at_its_stated_rate(real_spreads: tuple[Spread, ...]) -> None:
    (apart,) = real_spreads
    assert apart.year == 2024
    assert [size.text for size in apart.sized] == ["USD 257.5 million", "USD 3.454 billion"]
    assert apart.formula == "(USD 3.20 billion × (1 + 3.90%)^2) ÷ USD 257.5 million"
    assert apart.ratio == pytest.approx(Decimal("3.20e9") * Decimal("1.039") ** 2 / Decimal("257.5e6"))
    assert apart.text == "13.4"
    assert set(apart.inputs) == {
        "infantile-spasms-a/size-2024",
        "infantile-spasms-b/size-2022",
        "infantile-spasms-b/growth",
    }


@pytest.mark.parametrize("row", CASES, ids=lambda row: f"{row['start']} at {row['rate']}% for {row['years']}")
def test_growth_is_compounded_as_the_shared_cases_say(row: dict[str, float]) -> None:
    end = projected(Decimal(str(row["start"])), Decimal(str(row["rate"])), int(row["years"]))
    assert float(end) == pytest.approx(row["end"], rel=2e-5)
