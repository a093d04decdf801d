"""What faults the tests notice is what the tables say, and each of the others is answered: python -m soak.sabotage."""

from __future__ import annotations

import json
import re

from soak import branches, scores
from soak.operators import faults
from soak.sabotage import TARGETS, everything
from soak.table import README

NEEDED = 90


def test_every_module_is_tried_whole_and_nine_of_ten_faults_are_noticed() -> None:
    rows = {one.target: one for one in scores.read()}
    assert rows.keys() == TARGETS.keys()
    for one in rows.values():
        assert one.tried == one.faults == one.noticed + len(one.survivors)
        assert 100 * one.noticed >= NEEDED * one.tried, one.target


def test_every_survivor_is_answered_and_nothing_else_is() -> None:
    survivors = {name for one in scores.read() for name in one.survivors}
    assert set(scores.answers()) == survivors
    grouped = json.loads(scores.SURVIVORS.read_text("utf-8"))
    assert all(why.endswith(".") and len(why.split()) > 5 for why in grouped)
    assert sum(map(len, grouped.values())) == len(scores.answers())


def test_no_answer_is_of_a_fault_that_the_program_no_longer_has() -> None:
    known = {fault.key for target in TARGETS for fault in everything(target)}
    assert sorted(scores.answers().keys() - known) == []


def test_the_tables_are_those_of_the_last_run() -> None:
    rows = scores.read()
    assert scores.readme_table(rows) in README.read_text("utf-8")
    for path, head in scores.HEADS.items():
        assert scores.page_table(rows, head) in path.read_text("utf-8")


def test_the_branches_that_tests_run_are_counted() -> None:
    (told,) = branches.LINE.finditer(README.read_text("utf-8"))
    covered, whole = int(told[1]), int(told[2])
    assert told[0] == branches.line(covered, whole)
    assert 100 * covered >= branches.NEEDED * whole


TEXT = """
def first(rows: list[int]) -> int:
    if len(rows) > 1 and rows[0]:
        return rows[0] + 1
    raise ValueError("no row")
"""


def test_faults_are_named_once_each_and_compile() -> None:
    made = list(faults(README, TEXT))
    names = [fault.key for fault in made]
    assert len(set(names)) == len(names)
    assert [re.sub(r" in `.*`( \(\d\))?$", r"\1", name.removeprefix("README.first: ")) for name in names] == [
        "condition always holds: `if len(rows) > 1 and rows[0]:`",
        "condition never holds: `if len(rows) > 1 and rows[0]:`",
        "`and` is `or`: `len(rows) > 1 and rows[0]`",
        "operand 1 is dropped: `len(rows) > 1 and rows[0]`",
        "operand 2 is dropped: `len(rows) > 1 and rows[0]`",
        "Gt is GtE: `len(rows) > 1`",
        "Gt is LtE: `len(rows) > 1`",
        "constant plus one: `1`",
        "constant minus one: `1`",
        "constant plus one: `0`",
        "constant minus one: `0`",
        "result is lost: `return rows[0] + 1`",
        "Add is Sub: `rows[0] + 1`",
        "constant plus one: `0`",
        "constant minus one: `0`",
        "constant plus one: `1`",
        "constant minus one: `1`",
        "statement is dropped: `raise ValueError('no row')`",
    ]
    results = []
    for fault in made:
        space: dict[str, object] = {}
        exec(fault.code, space)
        try:
            results.append(space["first"]([2, 3]))  # type: ignore[operator]
        except (ValueError, IndexError) as error:
            results.append(type(error).__name__)
    assert results.count(3) < len(results) - 8
