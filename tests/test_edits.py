"""An edit changes the lines of one value and nothing else, in every real file."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.edits import CannotEdit, append_item, at_path, set_key
from sitegen.shapes import FactEntry
from sitegen.spans import Leaf, Listing, Table, spans

ROOT = Path(__file__).parent.parent
FACTS = sorted((ROOT / "content/facts").glob("*.yaml"))
REAL = [*FACTS, *sorted(ROOT.glob("content/topics/*/*.yaml")), *sorted(ROOT.glob("seeds/*.yaml"))]
ORDER = tuple(FactEntry.model_fields)


def changed(before: str, after: str) -> tuple[list[str], list[str]]:
    """(lines removed, lines added)."""
    rows = [row for row in difflib.ndiff(before.splitlines(), after.splitlines()) if row[:2] in {"- ", "+ "}]
    return [row[2:] for row in rows if row[0] == "-"], [row[2:] for row in rows if row[0] == "+"]


TEXT = """\
# head
facts:
# a section
- id: one
  about:   heat-pumps   # two blanks too many
  value: 'EUR 1'  # why
  quote:
  - first part
  - second part

- id: two
  statement: >-
    a long
    statement
  note: |
    kept
# tail
"""


def test_a_value_is_replaced_and_its_comment_and_quotes_stay() -> None:
    made = set_key(TEXT, ("facts", 0), "value", "EUR 2: two")
    assert changed(TEXT, made) == (["  value: 'EUR 1'  # why"], ["  value: 'EUR 2: two'  # why"])


def test_a_block_text_and_a_list_are_replaced_whole() -> None:
    made = set_key(TEXT, ("facts", 1), "statement", "Short.")
    assert changed(TEXT, made) == (["  statement: >-", "    a long", "    statement"], ["  statement: Short."])
    made = set_key(TEXT, ("facts", 0), "quote", ("first part", "third: part"))
    assert changed(TEXT, made) == (["  - second part"], ['  - "third: part"'])
    made = set_key(TEXT, ("facts", 0), "quote", "one text")
    assert yaml.safe_load(made)["facts"][0]["quote"] == "one text"
    made = set_key(TEXT, ("facts", 1), "note", "changed")
    assert changed(TEXT, made) == (["  note: |", "    kept"], ["  note: changed"])


def test_a_key_is_added_at_its_place_and_removed() -> None:
    made = set_key(TEXT, ("facts", 0), "when", "2024", ORDER)
    assert changed(TEXT, made) == ([], ["  when: 2024"])
    assert made.index("when: 2024") > made.index("second part")
    assert set_key(made, ("facts", 0), "when", None) == TEXT
    assert set_key(TEXT, ("facts", 0), "when", None) == TEXT
    with pytest.raises(CannotEdit):
        set_key(TEXT, ("facts", 0), "id", None)
    with pytest.raises(CannotEdit):
        set_key(TEXT, ("facts", 7), "value", "x")


def test_a_fact_is_added_where_it_belongs() -> None:
    new = {"id": "new", "value": "EUR 3", "quote": ("a # b", "c d e")}
    for after, neighbours in ((-1, ["new", "one", "two"]), (0, ["one", "new", "two"]), (1, ["one", "two", "new"])):
        made = append_item(TEXT, ("facts",), after, new)
        loaded = yaml.load(made, yaml.BaseLoader)["facts"]
        assert [fact["id"] for fact in loaded] == neighbours
        assert changed(TEXT, made)[0] == []
        assert {**loaded[neighbours.index("new")], "quote": tuple(loaded[neighbours.index("new")]["quote"])} == new
    assert yaml.safe_load(append_item("# x\nfacts: []\n", ("facts",), -1, {"id": "a"})) == {"facts": [{"id": "a"}]}


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_in_every_real_file_an_edit_changes_the_lines_of_its_field(path: Path) -> None:
    """Each text of each mapping is changed in turn (some forty of many); all else stays, byte for byte."""
    text = path.read_text("utf-8")
    edits = [(where, key, leaf) for where, key, leaf in leaves(text)]
    for where, key, leaf in edits[:: max(1, len(edits) // 40)]:
        made = set_key(text, where, key, "An edited: text")
        kept = text[leaf.start : leaf.end]
        lines = set(
            range(text.count("\n", 0, leaf.start), text.count("\n", 0, leaf.start + len(kept.rstrip("\n"))) + 1)
        )
        untouched = [line for number, line in enumerate(text.split("\n")) if number not in lines]
        first = min(lines)
        rest = made.split("\n")
        assert rest[:first] + rest[first + 1 :] == untouched
        node = at_path(spans(made), where)
        assert isinstance(node, Table) and isinstance(found := node.get(key), Leaf) and found.text == "An edited: text"
        if leaf.style not in {"|", ">"} and "\n" not in kept:
            assert set_key(set_key(text, where, key, "Edited"), where, key, leaf.text) == text


def leaves(text: str) -> list[tuple[tuple[str | int, ...], str, Leaf]]:
    found: list[tuple[tuple[str | int, ...], str, Leaf]] = []

    def visit(node: object, path: tuple[str | int, ...]) -> None:
        if isinstance(node, Table):
            for key, value in node.items:
                if isinstance(value, Leaf):
                    found.append((path, key.text, value))
                else:
                    visit(value, (*path, key.text))
        elif isinstance(node, Listing):
            for index, item in enumerate(node.items):
                visit(item, (*path, index))

    visit(spans(text), ())
    return found


VALUES = st.text(st.characters(codec="utf-8", exclude_categories=("C",)), min_size=1, max_size=30)


@settings(max_examples=300, deadline=None)
@given(
    VALUES | st.lists(VALUES, min_size=1, max_size=3).map(tuple),
    st.sampled_from(["value", "quote", "note", "new", "statement"]),
    st.integers(0, 1),
)
def test_whatever_is_written_is_read_again_and_nothing_else_changes(
    value: str | tuple[str, ...], key: str, index: int
) -> None:
    before = yaml.load(TEXT, yaml.BaseLoader)
    made = set_key(TEXT, ("facts", index), key, value, ORDER)
    after = yaml.load(made, yaml.BaseLoader)
    assert after["facts"][index].pop(key) == (value if isinstance(value, str) else list(value))
    before["facts"][index].pop(key, None)
    assert after == before
    assert [row for row in TEXT.split("\n") if row.startswith("#")] == [
        row for row in made.split("\n") if row.startswith("#")
    ]
