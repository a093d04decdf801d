"""The YAML reader keeps places, guesses nothing, and survives what is hostile."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.documents import MAX_BYTES, Mapping, Scalar, Sequence, decode, parse


def test_scalars_stay_text_with_their_place() -> None:
    node, problems = parse("a: NO\nb:\n  - 6.70\n  - ~\n", "f.yaml")
    assert problems == []
    assert isinstance(node, Mapping)
    first, second = node.get("a"), node.get("b")
    assert isinstance(first, Scalar) and first.text == "NO"
    assert isinstance(second, Sequence)
    assert [item.text for item in second.items if isinstance(item, Scalar)] == ["6.70", "~"]
    assert (second.items[0].place.line, second.items[0].place.column, second.items[0].place.length) == (3, 5, 4)


HOSTILE = {
    "deep flow": "[" * 200_000,
    "deep block": "".join(" " * i + "a:\n" for i in range(200)),
    "billion laughs": "a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
    "merge keys": "a: &a\n  x: 1\nb:\n  <<: *a\n",
    "tag": "!!python/object/apply:os.system ['true']",
    "key": "? {a: b}\n: c",
    "many": "- a\n" * 60_000,
    "long text": "a: " + "x" * 300_000,
    "directive": "%YAML 9.9\n---\na: b",
    "stray": "\x00",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_hostile_is_refused_with_a_place_in_bounded_time(text: str) -> None:
    started = time.process_time()
    _, problems = parse(text, "f.yaml")
    assert problems and problems[0].place.line >= 1
    assert time.process_time() - started < 5  # a bound against running away, no measure of speed


def test_a_file_past_the_budget_is_refused() -> None:
    assert decode(b"a" * (MAX_BYTES + 1), "f.yaml")[1][0].rule == "too-large"


@given(st.binary(max_size=200))
def test_any_bytes_are_a_document_or_a_problem(data: bytes) -> None:
    text, problems = decode(data, "f.yaml")
    if not problems:
        node, problems = parse(text, "f.yaml")
        assert (node is not None) or problems


@given(st.text(max_size=200))
def test_any_text_is_a_document_or_a_problem(text: str) -> None:
    node, problems = parse(text, "f.yaml")
    assert (node is not None) or problems
