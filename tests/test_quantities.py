"""Values are read exactly as printed: the cases are tests/data/quantities.yaml."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sitegen.quantities import UnreadableQuantity, parse, plain

CASES = yaml.load((Path(__file__).parent / "data" / "quantities.yaml").read_text(), Loader=yaml.BaseLoader)
DECIMALS = st.decimals(min_value=0, max_value=10**6, places=2, allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(("printed", "expected"), CASES.items(), ids=list(CASES))
def test_what_is_printed_is_read(printed: str, expected: str) -> None:
    found = parse(printed)
    kind, low, high, unit, qualifier, step, total = expected.split()
    assert found.kind == kind
    assert (found.low, found.high) == (Decimal(low), Decimal(high))
    assert found.unit.replace(" ", "-") == unit.replace("-", "", unit == "-")
    assert found.qualifier.replace(" ", "-") == ("" if qualifier == "-" else qualifier)
    assert found.step == Decimal(step)
    assert found.total == (None if total == "-" else Decimal(total))


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "much",
        "USD Million",
        "US$ XX billion",
        "100.000",
        "1,2",
        "USD 3-2 billion",
        "24/7",
        "2030-2024",
        "1.2.3",
        "12 34",
        "no",
        "no data",
        "no more than 5",
        "no fewer patients",
        "no 1",
        "almost no response",
        "no 5 patients",
    ],
)
def test_what_is_no_quantity_or_ambiguous_is_refused(printed: str) -> None:
    with pytest.raises(UnreadableQuantity):
        parse(printed)


def test_the_number_format_of_a_seed_decides_what_is_ambiguous() -> None:
    assert parse("100.000", "comma").amount == 100000
    assert parse("100.000", "point").amount == 100
    assert parse("1,2", "comma").amount == Decimal("1.2")


@given(DECIMALS)
def test_the_rounding_interval_holds_what_would_be_printed_so(value: Decimal) -> None:
    for places in (0, 1, 2):
        printed = f"{value:.{places}f}"
        low, high = parse(f"USD {printed} million", "point").interval
        assert low <= value * 10**6 <= high


@given(DECIMALS)
def test_a_decimal_survives_printing_and_reading(value: Decimal) -> None:
    assert parse(f"{value}%", "point").amount == value
    assert Decimal(plain(value)) == value


@given(st.text(max_size=40))
def test_any_text_is_a_quantity_or_is_refused(text: str) -> None:
    try:
        found = parse(text)
    except UnreadableQuantity:
        return
    assert found.low <= found.high


def test_trailing_zeros_carry_meaning() -> None:
    assert parse("1.2 Billion").interval == (Decimal("1.15E9"), Decimal("1.25E9"))
    assert parse("1.20 Billion").interval == (Decimal("1.195E9"), Decimal("1.205E9"))
