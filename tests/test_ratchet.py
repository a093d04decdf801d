"""Known warnings pass and are counted; new ones do not; the ceiling only comes down."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.problems import Place, Problem
from sitegen.ratchet import Baseline, NoBaseline, dumps, hold, loads, name_of

WARNINGS = st.lists(st.sampled_from("abcd"), max_size=8)


def warning(message: str, line: int = 1) -> Problem:
    return Problem("rule", Place("content/a.yaml", line), message, severity="warning")


def baseline(*messages: str) -> Baseline:
    return (
        hold([], Baseline({}), 0).lowered
        if not messages
        else Baseline({name_of(warning(m)): messages.count(m) for m in messages})
    )


def test_known_warnings_pass_wherever_they_stand_and_a_second_one_does_not() -> None:
    held = hold([warning("a", 7), warning("a", 9), warning("b")], baseline("a", "c"), 3)
    assert [problem.message for problem in held.new] == ["a", "b"]
    assert (held.known, held.fixed) == (1, 1)
    assert held.lowered == baseline("a")
    assert held.summary == "baseline: 1 known, 2 new, 1 fixed; 3 not checked"


def test_an_error_is_never_known() -> None:
    error = Problem("rule", Place("content/a.yaml"), "a")
    assert hold([error], baseline("a"), 0).new == (error,)


@given(WARNINGS, WARNINGS)
def test_the_ceiling_only_comes_down(before: list[str], now: list[str]) -> None:
    held = hold([warning(m) for m in now], baseline(*before), 0)
    assert len(held.new) + held.known == len(now) and held.known + held.fixed == len(before)
    assert all(held.lowered.known[name] <= baseline(*before).known[name] for name in held.lowered.known)
    again = hold([warning(m) for m in now], held.lowered, 0)
    assert (again.new, again.fixed, again.lowered) == (held.new, 0, held.lowered)
    assert loads(dumps(held.lowered)) == held.lowered


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 2, "known": {}}', '{"format": 1, "known": {"a": 0}}', '{"format": 1, "known": {"a": true}}'])  # fmt: skip
def test_what_is_no_baseline_is_refused(text: str) -> None:
    with pytest.raises(NoBaseline):
        loads(text)


def check(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "sitegen.cli", "check", "--root", str(root), *arguments], capture_output=True, text=True, check=False)  # fmt: skip


def test_on_the_command_line_it_is_written_held_and_lowered(small: Path) -> None:
    file = small / "known.json"
    assert check(small, "--baseline", str(file)).returncode == 2
    assert check(small, "--accept").returncode == 2
    facts = small / "content/facts/pumps-a.yaml"
    good = facts.read_text()
    # The stated growth no longer follows from the stated sizes: the audit says so.
    other = good.replace(
        "  measure: CAGR\n  when: period\n  value: 8.6%\n  quote: a CAGR of 8.6%",
        "  measure: CAGR\n  when: period\n  value: 30.0%\n  quote: 18/60 owners (30.0%)",
    )
    assert other != good
    facts.write_text(other)
    plain = check(small, "--strict")
    assert plain.returncode == 1 and "warning[" in plain.stderr
    done = check(small, "--baseline", str(file), "--accept")
    assert done.returncode == 0, done.stderr
    count = sum(json.loads(file.read_text())["known"].values())
    assert count >= 1 and f"baseline: {count} known, 0 new, 0 fixed" in done.stdout
    again = check(small, "--baseline", str(file))
    assert again.returncode == 0 and again.stderr == ""
    facts.write_text(good)
    fixed = check(small, "--baseline", str(file))
    assert fixed.returncode == 0 and f"0 known, 0 new, {count} fixed" in fixed.stdout and "wrote" in fixed.stdout
    facts.write_text(other)
    new = check(small, "--baseline", str(file))
    assert new.returncode == 1 and f"{count} new" in new.stdout and "warning[" in new.stderr
