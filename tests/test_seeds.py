"""A fingerprint proves what stands in a document, where, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.seeds import Fingerprint, FingerprintError, Span, find_list, find_quote, fingerprint, quote_parts
from sitegen.tokens import words

TEXT = words(
    "By Channel Hospital Pharmacies, Retail Pharmacies and Online Pharmacies. By Region North America, Europe, "
    "and the Rest of the World. Sales rose in North America, Europe and Asia."
)
WORDS = st.lists(st.sampled_from(["a", "b", "c", "d", "e"]), min_size=3, max_size=40)


@given(WORDS)
def test_a_fingerprint_survives_writing_and_reading(tokens: list[str]) -> None:
    made = fingerprint(tokens)
    assert Fingerprint.loads(made.dumps()).hashes == made.hashes
    assert made.tokens == len(tokens)


@given(WORDS, st.data())
def test_every_run_of_three_or_more_words_is_found_where_it_stands(tokens: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(tokens) - 3))
    end = data.draw(st.integers(start + 3, len(tokens)))
    assert Span(start, end) in fingerprint(tokens).find(tokens[start:end])


@given(WORDS, st.lists(st.sampled_from(["a", "b", "c", "d", "e", "f"]), min_size=3, max_size=6))
def test_nothing_else_is_found(tokens: list[str], quote: list[str]) -> None:
    count = len(quote)
    real = [i for i in range(len(tokens) - count + 1) if tokens[i : i + count] == quote]
    assert [span.start for span in fingerprint(tokens).find(quote)] == real


@pytest.mark.parametrize(
    "text", ["", "sitegen-fingerprint 2\n", "sitegen-fingerprint 1\nzzzzzzzz\n", "sitegen-fingerprint 1\nabc\n"]
)
def test_a_file_that_is_no_fingerprint_is_refused(text: str) -> None:
    with pytest.raises(FingerprintError):
        Fingerprint.loads(text)


def test_parts_stand_in_order_and_near_each_other() -> None:
    document = fingerprint(TEXT)
    assert find_quote(quote_parts("By Channel Hospital … By Region North"), document)
    assert not find_quote(quote_parts("By Region North … By Channel Hospital"), document)
    far = fingerprint(words("one two three " + "filler " * 90 + "four five six"))
    assert not find_quote(quote_parts("one two three … four five six"), far)


def listed(members: list[str], quote: str) -> int | None:
    document = fingerprint(TEXT)
    span, count = find_list(members, words(quote), document.find(words(quote))[0], document)
    return count if span is not None else None


def test_a_list_is_proved_as_one_run_behind_its_quote() -> None:
    assert listed(["Hospital Pharmacies", "Retail Pharmacies", "Online Pharmacies"], "By Channel Hospital") == 3
    assert listed(["North America", "Europe", "Rest of the World"], "Pharmacies By Region") == 3


def test_a_list_with_a_member_left_out_added_or_moved_is_not() -> None:
    assert listed(["Hospital Pharmacies", "Online Pharmacies"], "By Channel Hospital") is None
    assert listed(["Hospital Pharmacies", "Retail Pharmacies", "Corner Shops"], "By Channel Hospital") is None
    assert listed(["Retail Pharmacies", "Hospital Pharmacies"], "By Channel Hospital") is None
    assert listed(["North America", "Asia"], "Pharmacies By Region") is None
