"""The quick reader of YAML reads what our files are made of, and never reads anything otherwise than PyYAML does."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.blocks import read_blocks
from sitegen.documents import decode, parse_events

FILES = sorted(
    path for folder in ("content", "seeds", "tests/data/small", "tests/data/audit/base") for path in (ROOT / folder).rglob("*.yaml")
)  # fmt: skip

# Pieces that YAML reads in ways of its own: what the quick reader takes of them must be what PyYAML takes.
PIECES = st.sampled_from(
    [
        "a: b", "- a", "- a: b", "a:", "key two: 5", "- 'it''s'", "a: \"x\\ty\"", "a: 'x'", 'a: "x"', "a: |", "a: >-", "a: |-", "a: >",
        "  text", "    deeper", "", " ", "# note", "a: b # note", "a: b#c", "a: http://x", "a: b: c", "a:b", "- - x", "-", "- ", "a: -5",
        "a: [x, y]", "a: {x: y}", "a: &x b", "a: *x", "a: !t b", "? a", "---", "...", "a: b ", "a:  b", "a : b", "\ta: b", "a: 'x", "é: b",
        "a: é", "a: \u00a0b", "a: b\u00a0", "a: 'x' y", "- |", "<<: b", "a: ~", "a: 'x: y'", "%TAG", "a: @b", "a: b:", "a: ''", 'a: ""', "a: |+", "a: |2",
    ]
)  # fmt: skip
LINES = st.lists(st.tuples(st.integers(0, 3), PIECES), max_size=9).map(
    lambda rows: "".join(f"{'  ' * depth}{piece}\n" for depth, piece in rows)
)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=20)
VALUES = st.recursive(
    TEXTS, lambda inner: st.lists(inner, min_size=1, max_size=4) | st.dictionaries(TEXTS.filter(bool), inner, min_size=1, max_size=4), max_leaves=12
)  # fmt: skip


def held(text: str) -> bool:
    """Whether the quick reader vouches for a text; what it then says is what PyYAML says."""
    node = read_blocks(text, "x.yaml")
    if node is not None:
        assert parse_events(text, "x.yaml") == (node, [])
    return node is not None


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_file_of_ours_is_read_quickly_and_as_pyyaml_reads_it(path: Path) -> None:
    assert held(decode(path.read_bytes(), "x")[0])


@settings(max_examples=1500)
@given(LINES)
def test_whatever_is_read_quickly_is_read_as_pyyaml_reads_it(text: str) -> None:
    held(text)


@given(VALUES, st.booleans())
def test_so_is_whatever_pyyaml_writes(value: object, unicode: bool) -> None:
    held(yaml.safe_dump(value, allow_unicode=unicode, width=10_000, sort_keys=False))


@settings(max_examples=400)
@given(st.sampled_from(FILES), st.data())
def test_so_is_a_file_of_ours_with_a_slip_in_it(path: Path, data: st.DataObject) -> None:
    text = decode(path.read_bytes(), "x")[0]
    start = data.draw(st.integers(0, len(text)))
    text = text[max(0, start - 1500) : start + 1500]
    at, length = data.draw(st.integers(0, len(text))), data.draw(st.integers(0, 4))
    slip = data.draw(
        st.sampled_from(
            ["", " ", "\n", ":", "- ", "#", "'", '"', "|", ">", "  ", "\t", "é", "\n\n", ": ", " #", "&a", "]"]
        )
    )
    held(text[:at] + slip + text[at + length :])


def test_budgets_are_left_to_the_judge() -> None:
    for text in ("a:\n" + "".join(f"{' ' * n}a:\n" for n in range(1, 40)), "- a\n" * 60_000, f"a: {'b' * 250_000}\n"):
        assert read_blocks(text, "x.yaml") is None


def test_hostile_lines_take_no_longer_than_their_length() -> None:
    for text in (
        "a" * 19_000,
        ": " * 9_000,
        " :" * 9_000,
        "a " * 9_000,
        "-" * 19_000,
        "'" * 19_001,
        '"' * 19_001,
    ):
        assert read_blocks(f"a: b\n{text}\n", "x.yaml") is None
    assert held(f"a: b\n{'#' * 19_000}\n")
