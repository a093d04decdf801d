"""One normalisation for documents and quotes: the cases are tests/data/matches.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sitegen.seeds import find_quote, fingerprint, quote_parts
from sitegen.tokens import tokenise, words

PAIRS: dict[str, list[dict[str, str]]] = yaml.safe_load((Path(__file__).parent / "data" / "matches.yaml").read_text())


def stands(pair: dict[str, str]) -> bool:
    return bool(find_quote(quote_parts(pair["quote"]), fingerprint(words(pair["text"]))))


def _id(pair: Any) -> str:
    return str(pair["why"])


@pytest.mark.parametrize("pair", PAIRS["match"], ids=_id)
def test_what_means_the_same_matches(pair: dict[str, str]) -> None:
    assert stands(pair)


@pytest.mark.parametrize("pair", PAIRS["miss"], ids=_id)
def test_what_means_something_else_does_not(pair: dict[str, str]) -> None:
    assert not stands(pair)


@pytest.mark.parametrize("pair", [*PAIRS["match"], *PAIRS["miss"]], ids=_id)
def test_spans_cover_the_original_words(pair: dict[str, str]) -> None:
    tokens = tokenise(pair["text"])
    for token, (start, end) in zip(tokens.words, tokens.spans, strict=True):
        assert 0 <= start < end <= len(pair["text"])
        own = pair["text"][start:end]
        assert words(own)[:1] == (token,) or "^" in token or token == "-" or own.startswith("\\")


@given(st.text(max_size=300))
def test_any_text_is_read_and_its_spans_are_in_order(text: str) -> None:
    spans = tokenise(text).spans
    assert all(start < end for start, end in spans)
    assert [start for start, _ in spans] == sorted(start for start, _ in spans)


@given(
    st.lists(
        st.sampled_from(
            [
                "USD",
                "257.5",
                "million",
                "6.7%",
                "9/46",
                "in",
                "2024",
                ",",
                "(",
                "p",
                "<",
                "=",
                "0.05",
                "-1",
                "multi-country",
                "10⁶",
            ]
        ),
        max_size=30,
    )
)
def test_reading_what_was_read_changes_nothing(pieces: list[str]) -> None:
    once = words(" ".join(pieces))
    assert words(" ".join(once)) == once


@given(
    st.lists(
        st.sampled_from(
            [
                "USD",
                "12.5%",
                "1,234",
                "2024",
                "7",
                "a",
                "The",
                "3.5",
                "%",
                "-2",
                "x1",
                "1.",
                "",
                "US$",
                "½",
                "*b*",
                "c_d",
                "|",
                "\n",
                "-\n",
                "a-b",
                "<sup>2</sup>",
                "\\(",
                "—",
                "5/8",
                "é",
                "’s",
                "–5",
                "ŉ",
                "e\u0301",
                "of-the-art\n",
                "$\\geq 5$",
                "<https://a.example>",
                "²",
                "1\u202f000",
            ]
        )
    ).map(" ".join)
)
def test_simple_texts_are_cut_as_all_others(text: str) -> None:
    assert words(text) == tokenise(text).words


@given(st.text(st.sampled_from("aZé’–-—5 .,%$/<>=^\\*|_\n\u00ad\u0301ŀſα²½ﬁ×·\u2009\u202f"), max_size=40))
def test_any_characters_are_cut_as_in_a_text_with_its_spans(text: str) -> None:
    assert words(text) == tokenise(text).words
