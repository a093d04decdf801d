"""Normal text, layout, mentions, places: the stages before any meaning."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.extract import mentions
from sitegen.extract.layout import clauses
from sitegen.extract.lists import list_end, members
from sitegen.extract.normal import normalise
from sitegen.extract.places import find_places, is_region, same_place


@given(st.text(max_size=300))
def test_the_map_back_never_falls_and_stays_inside(text: str) -> None:
    normal = normalise(text)
    origin = list(normal.origin)
    assert len(origin) == len(normal.text)
    assert origin == sorted(origin)
    assert all(0 <= place < len(text) for place in origin)


@given(st.text(max_size=400))
def test_clauses_follow_one_another_and_are_the_text(text: str) -> None:
    end = 0
    for clause in clauses(text):
        assert clause.start >= end
        assert text[clause.start : clause.end] == clause.text
        end = clause.end


def test_markup_and_look_alikes_are_gone_and_found_again() -> None:
    original = "The **mаrket**<sup>2</sup> grew to US$\u20095\u2009000 – a record."  # the first а is Cyrillic
    normal = normalise(original)
    assert normal.text == "The market grew to US$ 5000 - a record."
    start = normal.text.index("market")
    assert normal.printed(start, start + 6) == "mаrket"
    start = normal.text.index("5000")
    assert normal.printed(start, start + 4) == "5 000"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("worth $612.3 billion", ("612.3", "billion", "USD")),
        ("at US$ 1.2 Bn.", ("1.2", "billion", "USD")),
        ("USD 40720 million", ("40720", "million", "USD")),
        ("EUR 2,318.45 mn", ("2318.45", "million", "EUR")),
        ("£4.5bn", ("4.5", "billion", "GBP")),
        ("₹ 500 crore", ("500", "crore", "INR")),
        ("12.5 billion dollars", ("12.5", "billion", "USD")),
        ("a $10-billion trade", ("10", "billion", "USD")),
        ("USD Million 257", ("257", "million", "USD")),
        ("3.5 million tons", ("3.5", "million", "tons")),
    ],
)
def test_money_in_its_many_spellings(text: str, expected: tuple[str, str, str]) -> None:
    (found,) = mentions.money(text)
    assert (found.amount, found.magnitude, found.unit) == expected


@pytest.mark.parametrize(
    "text", ["3.2 billion users", "in 2024 USD was strong", "US$ XX billion", "a 5% rise", "chapter 12"]
)
def test_what_is_no_money(text: str) -> None:
    assert mentions.money(text) == []


def test_a_year_before_a_sum_is_not_the_sum() -> None:
    (found,) = mentions.money("Value in 2024 USD 257.5 Million")
    assert (found.amount, found.magnitude) == ("257.5", "million")


@given(
    st.sampled_from(["USD ", "US$", "US$ ", "$", "€", "£", "₹", "EUR "]),
    st.decimals(min_value="0.1", max_value="99999", places=2, allow_nan=False),
    st.sampled_from(
        [("million", "million"), ("Mn", "million"), ("bn", "billion"), ("Billion", "billion"), ("trillion", "trillion")]
    ),
)
def test_every_currency_amount_and_magnitude_is_read_back(sign: str, amount: object, scale: tuple[str, str]) -> None:
    (found,) = mentions.money(f"was worth {sign}{amount} {scale[0]} in 2024")
    assert (found.amount, found.magnitude) == (str(amount), scale[1])


def test_placeholders_are_seen_and_are_no_sums() -> None:
    text = "worth US$ XX billion, or USD X.X Mn, at XX%"
    assert len(mentions.placeholders(text)) == 3
    assert mentions.money(text) == []


def test_years_inside_a_period_are_not_years_of_their_own() -> None:
    text = "from 2022 to 2030, in 2021 and 2017-23"
    assert [(item.first, item.last) for item in mentions.periods(text)] == [(2022, 2030), (2017, 2023)]
    assert [item.first for item in mentions.years(text)] == [2021]


def test_dates_and_counts() -> None:
    assert [(d.first, d.month, d.day) for d in mentions.dates("March 05, 2024; 5 May 2023; Feb. 2018; 2024-03-05")] == [
        (2024, 3, 5), (2023, 5, 5), (2018, 2, 0), (2024, 3, 5),
    ]  # fmt: skip
    assert [item.amount for item in mentions.counts("18,240 citations, seventy-nine of them and six more")] == [
        "18240",
        "79",
        "6",
    ]


def test_layouts() -> None:
    text = "# Pumps\n\nBase Year |\n2023 |\nSize (2024) | USD 3 bn\n2.71 %\nCAGR (2017-2023)\n- Acme Inc.\nA sentence by Acme Inc. of the U.S. market. Another one."
    assert [(clause.kind, clause.label) for clause in clauses(text)] == [
        ("heading", ""), ("field", "Base Year"), ("field", "Size (2024)"), ("field", "2.71 %"), ("item", ""), ("sentence", ""), ("sentence", ""),
    ]  # fmt: skip


def test_lists_keep_names_whole() -> None:
    text = "Apex Corp., Fuji Lift Co., Ltd., Becton, Dickinson and Company, and Lift (Oyj, Finland). More."
    spans = members(text, 0, list_end(text, 0))
    assert [text[start:end] for start, end in spans] == [
        "Apex Corp.",
        "Fuji Lift Co., Ltd.",
        "Becton, Dickinson and Company",
        "Lift (Oyj, Finland)",
    ]


def test_places() -> None:
    assert [name for _, _, name in find_places("In the U.S., Asia-Pacific and South India; US$ 5")] == [
        "U.S.",
        "Asia-Pacific",
        "South India",
    ]
    assert same_place("APAC", "Asia-Pacific") and same_place("UK", "United Kingdom")
    assert is_region("Latin America") and not is_region("Brazil")


def test_a_sentence_wrapped_over_lines_is_one_and_a_list_of_lines_is_not() -> None:
    text = "The market was worth USD 5 billion in 2023 and should reach USD 9.10\nbillion by 2030, says Acme.\nBase Year\n2023"
    assert [clause.kind for clause in clauses(normalise(text).text)] == ["sentence", "field"]
    assert [item.amount for item in mentions.money(normalise(text).text)] == ["5", "9.10"]
