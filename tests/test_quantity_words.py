"""Every word that the reader of quantities knows, and every bound at which it changes its mind: faults of one word are seen here."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sitegen.quantities import QUALIFIERS, UnreadableQuantity, currency, number_in_words, parse, plain, scale

_CURRENCIES = {
    "USD": "USD US$ $", "EUR": "EUR € Euro euros", "GBP": "GBP £", "JPY": "JPY ¥", "INR": "INR ₹", "CNY": "CNY", "KRW": "KRW",
    "CHF": "CHF", "CAD": "CAD CA$", "AUD": "AUD A$", "HKD": "HK$", "NZD": "NZ$", "SGD": "S$",
}  # fmt: skip
_SCALES = {
    3: "thousand Tausend", 5: "lakh", 7: "crore", 12: "trillion Trillion Tn tn trn",
    6: "million millions Million Mn mn M MM Mio Millionen millón millones milione milioni milhão milhões miljoen",
    9: "billion billions Billion Bn bn B Mrd Milliarde Milliarden milliard milliards miliardo miliardi miljard",
}  # fmt: skip
_NUMBERS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
_TENS = {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100}
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_BOUNDS = {
    "about": ["nearly", "almost", "about", "around", "approximately", "roughly", "circa", "~", "≈", "some"],
    "above": ["over", "above", "exceeding", ">", "more than", "greater than", "upwards of"],
    "least": ["≥", "at least", "as low as"],
    "below": ["under", "below", "<", "less than", "fewer than"],
    "most": ["≤", "up to", "at most", "as high as", "as many as", "within"],
    "": ["only"],
}
_UNSAID = [
    "answer",
    "data",
    "detail",
    "details",
    "estimate",
    "estimates",
    "evidence",
    "figure",
    "figures",
    "information",
    "number",
    "numbers",
    "value",
]


def test_currencies() -> None:
    for code, words in _CURRENCIES.items():
        assert {currency(word) for word in words.split()} == {code}
    assert currency("usd") == currency("dollars") == ""
    assert parse("5 dollars").unit == parse("1 dollar").unit == "USD"
    assert parse("5 million euros").low == 5_000_000


def test_scales() -> None:
    for power, words in _SCALES.items():
        assert {scale(word) for word in words.split()} == {power}
    assert scale("people") == 0
    assert parse("3 mil millones").low == 3 * 10**9


def test_numbers_in_words() -> None:
    assert [number_in_words(word) for word in _NUMBERS] == list(range(21))
    assert {word: number_in_words(word) for word in _TENS} == _TENS
    assert number_in_words("none") == 0 and number_in_words("Nine") == 9
    assert number_in_words("half") is number_in_words("many") is None


def test_dates() -> None:
    for number, name in enumerate(_MONTHS, 1):
        assert (parse(f"{name} 2024").month, parse(f"{name} 2024").day) == (number, 0)
    assert [parse(text).day for text in ("1 March 2024", "March 31, 2024", "31 March 2024")] == [1, 31, 31]
    for text in (
        "0 March 2024",
        "32 March 2024",
        "x March 2024",
        "March April 2024",
        "5 6 March 2024",
        "March",
        "March 24",
    ):
        with pytest.raises(UnreadableQuantity):
            parse(text)


def test_qualifiers() -> None:
    for bound, words in _BOUNDS.items():
        for word in words:
            found = parse(f"{word} 5 people")
            assert (found.qualifier, found.bound, found.low) == (word, bound, 5)
    assert sum(map(len, _BOUNDS.values())) == len(QUALIFIERS)
    assert parse("As High As 5%").qualifier == "as high as"


def test_nothing_counted_is_not_nothing_known() -> None:
    for word in _UNSAID:
        with pytest.raises(UnreadableQuantity):
            parse(f"no {word}")
    for word in ("more", "less", "fewer"):
        with pytest.raises(UnreadableQuantity):
            parse(f"no {word} patients")
    found = parse("no full or partial early response")
    assert (found.kind, found.low, found.high, found.unit) == ("count", 0, 0, "full or partial early response")
    with pytest.raises(UnreadableQuantity):
        parse("no full or partial early late response")
    for text in ("no -", "no USD", "no 5", "no nine", "yes response"):
        with pytest.raises(UnreadableQuantity):
            parse(text)


def test_years_and_periods() -> None:
    assert [parse(text).kind for text in ("1800", "2199", "1799", "2200")] == ["year", "year", "count", "count"]
    for text in (
        "2024-2030",
        "2024 to 2030",
        "from 2024 to 2030",
        "2024 through 2030",
        "2024 and 2030",
        "2024 until 2030",
    ):
        found = parse(text)
        assert (found.kind, found.low, found.high, found.amount) == ("period", 2024, 2030, 2027)
    assert parse("2024-2024").kind == "period"
    for text in ("many to 2024", "2024 or 2030"):
        with pytest.raises(UnreadableQuantity):
            parse(text)
    assert parse("2024 to 20300").kind == "count"
    with pytest.raises(UnreadableQuantity, match="the period ends before it begins: 2030 is after 2024"):
        parse("from 2030 to 2024")


def test_fractions() -> None:
    for text, low, total, unit in (
        ("9/46", 9, 46, ""), ("9/46 young people", 9, 46, "young people"), ("one of nine", 1, 9, ""), ("5/5", 5, 5, ""),
        ("30 of 46 people", 30, 46, "people"), ("30 of the 46 people", 30, 46, "people"), ("2 of the 3", 2, 3, ""),
    ):  # fmt: skip
        found = parse(text)
        assert (found.kind, found.low, found.high, found.total, found.unit) == ("fraction", low, low, total, unit)
    for text in ("of 46", "many of 46", "30 people of 46"):
        with pytest.raises(UnreadableQuantity):
            parse(text)
    assert {parse(text).kind for text in ("30 of", "30 of the", "30 of many")} == {"count"}
    with pytest.raises(UnreadableQuantity, match="10 of 9: the part is larger than the whole"):
        parse("10/9")


@pytest.mark.parametrize(
    ("text", "kind", "low", "high", "unit", "step"),
    [
        ("between 30 and 50%", "percent", "30", "50", "%", "1"),
        ("from 30 to 50.5%", "percent", "30", "50.5", "%", "1"),
        ("30% - 50%", "percent", "30", "50", "%", "1"),
        ("30% to 50", "percent", "30", "50", "%", "1"),
        ("5 percent", "percent", "5", "5", "%", "1"),
        ("5 per cent", "percent", "5", "5", "%", "1"),
        ("5 percentage points", "percent", "5", "5", "%", "1"),
        ("USD 2 to 3 million", "money", "2000000", "3000000", "USD", "1000000"),
        ("USD 2 million to USD 3.5 million", "money", "2000000", "3500000", "USD", "1000000"),
        ("USD 2 million to 3 billion", "money", "2000000", "3000000000", "USD", "1000000000"),
        ("2.5 million EUR", "money", "2500000", "2500000", "EUR", "100000"),
        ("46 people", "count", "46", "46", "people", "0"),
        ("-5", "count", "-5", "-5", "", "0"),
        ("+5.5", "count", "5.5", "5.5", "", "0.1"),
        ("1.2 million", "count", "1200000", "1200000", "", "100000"),
        ("20 kg per square metre each", "count", "20", "20", "kg per square metre each", "0"),
        ("3 per patient", "count", "3", "3", "per patient", "0"),
        ("seven to nine people", "count", "7", "9", "people", "0"),
        ("2 to people", "count", "2", "2", "to people", "0"),
        ("1.234.567", "count", "1234567", "1234567", "", "0"),
        ("1.234,5", "count", "1234.5", "1234.5", "", "0.1"),
        ("1,234.5", "count", "1234.5", "1234.5", "", "0.1"),
        ("5 to 5%", "percent", "5", "5", "%", "1"),
        ("USD 2 million to 3", "money", "2000000", "3000000", "USD", "1000000"),
        ("fifty percent", "percent", "50", "50", "%", "0"),
        ("two to 3%", "percent", "2", "3", "%", "1"),
        ("5 people EUR", "count", "5", "5", "people EUR", "0"),
        ("3 per", "count", "3", "3", "per", "0"),
        ("5 to", "count", "5", "5", "to", "0"),
        ("02024", "count", "2024", "2024", "", "0"),
        ("1.000001 million", "count", "1000001", "1000001", "", "1"),
        ("12,34,567", "count", "1234567", "1234567", "", "0"),
        ("15,197", "count", "15197", "15197", "", "0"),
        ("0.125", "count", "0.125", "0.125", "", "0.001"),
        ("1234.567", "count", "1234.567", "1234.567", "", "0.001"),
    ],
)  # fmt: skip
def test_amounts(text: str, kind: str, low: str, high: str, unit: str, step: str) -> None:
    found = parse(text)
    assert (found.kind, found.low, found.high, found.unit, found.step) == (
        kind,
        Decimal(low),
        Decimal(high),
        unit,
        Decimal(step),
    )
    assert found.is_range == (low != high)
    half = found.step / 2
    assert found.interval == (found.low - half, found.high + half)


def test_rates() -> None:
    found = parse("2 to 4 per 10,000 live births")
    assert (found.kind, found.low, found.high, found.total, found.unit, found.step) == (
        "rate",
        2,
        4,
        10000,
        "live births",
        1,
    )
    assert parse("2.5 per 10").step == Decimal("0.1")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "there is no number in it"),
        ("much", "`much` holds no number"),
        ("12 34", "`12 34` is not one quantity"),
        ("USD 5 people", "`USD 5 people` is not one quantity"),
        ("USD 5%", "`USD 5%` is not one quantity"),
        ("5% people", "`5% people` is not one quantity"),
        ("5 a b c d e f", "`5 a b c d e f` is not one quantity"),
        ("5 a b 6", "`5 a b 6` is not one quantity"),
        ("nearly no response", "`nearly no response` leaves open how many"),
        ("over", "`over` holds no number"),
        ("from", "`from` holds no number"),
        ("USD", "`USD` is not one quantity"),
        ("2 to EUR", "`2 to EUR` is not one quantity"),
        ("5 EUR people", "`5 EUR people` is not one quantity"),
        ("USD 5 EUR", "`USD 5 EUR` is not one quantity"),
        ("5 dollars people", "`5 dollars people` is not one quantity"),
        ("EUR 5 dollars", "`EUR 5 dollars` is not one quantity"),
        ("5 percent people", "`5 percent people` is not one quantity"),
        ("5 per cent people", "`5 per cent people` is not one quantity"),
        ("5² people", "`5² people` is not one quantity"),
        ("9/46/2", "`9/46/2` is not one quantity"),
        ("-5 -6", "`-5 -6` is not one quantity"),
        ("5 kg 6.5", "`5 kg 6.5` is not one quantity"),
        ("5 to 3%", "the range runs backwards: 5 is more than 3"),
        ("1.2.3", "`1.2.3` is no number: its separators do not stand where they can"),
        ("1,23,4", "`1,23,4` is no number: its separators do not stand where they can"),
        ("1.5,5.5", "`1.5,5.5` is no number: its separators do not stand where they can"),
        ("100.000", "`100.000` can be read in two ways: say `number_format: point` or `comma` in the seed's record"),
        ("1,2", "`1,2` can be read in two ways: say `number_format: point` or `comma` in the seed's record"),
        ("0,125", "`0,125` can be read in two ways: say `number_format: point` or `comma` in the seed's record"),
        ("1.234", "`1.234` can be read in two ways: say `number_format: point` or `comma` in the seed's record"),
    ],
)  # fmt: skip
def test_a_refusal_says_why(text: str, why: str) -> None:
    with pytest.raises(UnreadableQuantity) as refused:
        parse(text)
    assert str(refused.value) == why


@pytest.mark.parametrize("text", ["1.2.3", "1.5,5", "1,2345"])
def test_a_number_format_makes_no_number_of_what_is_none(text: str) -> None:
    with pytest.raises(UnreadableQuantity, match=f"`{text}` is no number: its separators do not stand where they can"):
        parse(text, "point")


def test_an_amount_is_exact_however_long_it_is() -> None:
    assert parse("9" * 28).amount == Decimal("9" * 28)


def test_plain_numbers_have_no_exponent_and_no_idle_zeros() -> None:
    written = [plain(Decimal(text)) for text in ("2.575E+8", "6.70", "100", "0.0", "-1.50", "1E-7")]
    assert written == ["257500000", "6.7", "100", "0", "-1.5", "0.0000001"]


def test_numbers_of_two_words_and_short_months_are_read() -> None:
    assert parse("Twenty-two studies").amount == 22
    assert parse("forty-one of 90").total == 90
    date = parse("Feb 28, 2021")
    assert (date.kind, date.month, date.day) == ("date", 2, 28)
    assert parse("Sept 2020").month == 9
