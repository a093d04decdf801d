"""A value follows from its quotes, or it is refused: what `no` proves and what it does not."""

from __future__ import annotations

import pytest

from sitegen.entailment import read_value, read_when, value_follows
from sitegen.problems import Place
from sitegen.tokens import words

HERE = Place("content/facts/a.yaml", 1, 1)


def follows(value: str, quote: str) -> bool:
    quantity, problem = read_value(value, "count", None, HERE)
    assert problem is None and quantity is not None
    return value_follows(value, quantity, (tuple(words(quote)),), HERE) is None


@pytest.mark.parametrize(
    ("value", "quote"),
    [
        ("no clinical response", "there was no clinical response"),
        ("No deaths", "no deaths occurred"),
        ("none", "none of the rest responded"),
        ("zero patients", "zero patients left"),
        ("0 patients", "none of the patients left"),
    ],
)
def test_nothing_in_words_is_nought(value: str, quote: str) -> None:
    assert follows(value, quote)


@pytest.mark.parametrize(
    ("value", "quote"),
    [
        ("no response", "no pain but a response in all"),
        ("no response", "almost no response was seen"),
        ("no response", "virtually no response was seen"),
        ("no response", "a response in every child"),
        ("no response", "none had a response"),
        ("0 patients", "no patients left"),
    ],
)
def test_words_that_do_not_say_nothing_prove_no_nought(value: str, quote: str) -> None:
    assert not follows(value, quote)


@pytest.mark.parametrize("value", ["no", "no data", "no information given", "no more than 5", "almost no response"])
def test_what_is_not_known_is_no_count(value: str) -> None:
    quantity, problem = read_value(value, "count", None, HERE)
    assert quantity is None
    assert problem is not None and problem.rule == "not-a-quantity"


def fraction_follows(value: str, *quotes: str) -> bool:
    quantity, problem = read_value(value, "fraction", None, HERE)
    assert problem is None and quantity is not None
    return value_follows(value, quantity, tuple(tuple(words(quote)) for quote in quotes), HERE) is None


def test_a_fraction_may_be_told_in_two_figures() -> None:
    assert fraction_follows("14/210", "Abbas 2009 14 210")
    assert fraction_follows("41/968", "Chlorhexidine (n=968)", "Any reaction 41 (4.2%)")
    assert fraction_follows("8412/10744", "8,412 (78.3%) of 10,744 children")
    assert fraction_follows("5/38", "against five of 38 on the list")


def test_a_fraction_does_not_follow_from_other_figures() -> None:
    assert not fraction_follows("14/210", "14 of 211")
    assert not fraction_follows("14/210", "114 of 210")
    assert not fraction_follows("14/210", "14 of 210 million")
    assert not fraction_follows("4/96", "4.2% of 968")
    assert not fraction_follows("14/210", "$14 of 210 patients")
    assert not fraction_follows("14/210", "after 14 weeks in 210 patients")
    assert not fraction_follows("14/210", "14 % of 210 patients")
    assert not fraction_follows("5/5", "all 5 patients responded")
    assert fraction_follows("5/5", "all 5 of 5 responded")


def test_a_year_may_carry_what_kind_of_year_it_is() -> None:
    quote = (tuple(words("worth 412.6 billion yen in FY2023 and 471 billion in 2028F")),)
    assert read_when("2023", quote, HERE)[1] is None
    assert read_when("2028", quote, HERE)[1] is None
    assert read_when("2024", quote, HERE)[1] is not None
