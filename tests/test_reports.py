"""Reports for people, for CI logs and for tools: all of a run, and nothing that content could forge."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from conftest import DATA, Case
from hypothesis import given
from hypothesis import strategies as st
from test_validate import lay

from sitegen.loading import load
from sitegen.problems import Place, Problem
from sitegen.reports import annotation, render

PROBLEM = Problem("some-rule", Place("content/a.yaml", 3, 5, 4), "the message", "do this", "found that")


def unescaped(text: str) -> str:
    """As GitHub reads a property or the text of a command."""
    for code, char in (("%2C", ","), ("%3A", ":"), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        text = text.replace(code, char)
    return text


def test_an_annotation_stands_beside_its_line() -> None:
    assert annotation(PROBLEM) == (
        "::error file=content/a.yaml,line=3,col=5,endColumn=9,title=some-rule::the message%0Afound that%0Ahint: do this"
    )
    assert annotation(replace(PROBLEM, severity="note")).startswith("::notice ")


@given(st.text(), st.text(), st.text())
def test_no_text_of_content_forges_a_second_command(path: str, message: str, hint: str) -> None:
    line = annotation(Problem("r", Place(path), message, hint))
    assert len(line.splitlines()) == 1
    head, _, said = line.removeprefix("::").partition("::")
    assert head.startswith("error file=") and head.count(",") == 4
    assert "\x1b" not in line
    if message.isascii() and message.isprintable() and message:
        assert unescaped(said).split("\n")[0] == message


def test_a_forged_command_in_a_file_stays_text(small: Path) -> None:
    about = small / "content/topics/region/northland.yaml"
    about.write_text('name: Northland\n"::error::owned\\n::error file=x::owned": x\n')
    loaded = load(small)
    for form in ("github", "text"):
        sources = {problem.place.path: about.read_text() for problem in loaded.problems}
        report = render(form, loaded.problems, sources, loaded.summary, colour=False)
        assert not [line for line in report.splitlines() if line.startswith("::error::") or "file=x" in line[:20]]


# The standard's whole schema may not be copied here and no package carries it; the part that we use is closed, so that
# nothing passes it which the whole would refuse. Whoever has the whole one names it: SITEGEN_SARIF_SCHEMA=path.
SCHEMAS = [DATA / "schemas/sarif-2.1.0-part.json", *map(Path, filter(None, [os.environ.get("SITEGEN_SARIF_SCHEMA")]))]


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda path: path.stem)
def test_sarif_is_valid_for_every_case(case: Case, small: Path, schema: Path) -> None:
    lay(case.files, small)
    loaded = load(small)
    log = json.loads(render("sarif", loaded.problems, {}, "", colour=False))
    jsonschema.Draft7Validator(json.loads(schema.read_text())).validate(log)
    (run,) = log["runs"]
    assert len(run["results"]) == len(loaded.problems)
    for result, problem in zip(run["results"], loaded.problems, strict=True):
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == problem.rule


def test_sarif_fingerprints_do_not_move_with_lines() -> None:
    def prints(problem: Problem) -> object:
        return json.loads(render("sarif", [problem], {}, "", colour=False))["runs"][0]["results"][0][
            "partialFingerprints"
        ]

    assert prints(PROBLEM) == prints(replace(PROBLEM, place=Place("content/a.yaml", 90)))
    assert prints(PROBLEM) != prints(replace(PROBLEM, message="another"))


def test_colours_change_nothing_but_the_colour() -> None:
    sources = {"content/a.yaml": "a\nb\nkey: text\n"}
    bare = render("text", [PROBLEM], sources, "", colour=False)
    painted = render("text", [PROBLEM], sources, "", colour=True)
    assert "\x1b[1;31merror[some-rule]\x1b[0m" in painted
    assert re.sub(r"\x1b\[[0-9;]*m", "", painted) == bare


def test_an_escape_sequence_of_a_file_reaches_no_terminal() -> None:
    problem = replace(PROBLEM, message="\x1b[2Jgone", place=Place("content/a.yaml", 1))
    report = render("text", [problem], {"content/a.yaml": "\x1b]0;title\x07"}, "", colour=False)
    assert "\x1b" not in report and "\\u{001B}" in report


@pytest.mark.parametrize(("quote", "said"), [
    ("worth EUR 401.0 million in 2023", "closest are words 20–25 of 190, `worth EUR 410.0 million in 2023`: `410.0` stands where the quote has `401.0`"),
    ("Electricity costs may slow the uptake", "closest are words 74–79 of 190, `Electricity prices may slow the uptake`: `prices` stands where the quote has `costs`"),
    ("Builders say the choice between", "closest are words 83–88 of 190, `Builders say that the choice between`: the quote leaves out `that`"),
])  # fmt: skip
def test_a_near_miss_shows_the_closest_passage_and_what_differs(small: Path, quote: str, said: str) -> None:
    facts = small / "content/facts/pumps-a.yaml"
    facts.write_text(facts.read_text().replace("quote: Electricity prices may slow", f"quote: {quote}"))
    (problem,) = [problem for problem in load(small).problems if problem.rule == "quote-not-found"]
    assert problem.hint == said


def test_without_the_text_the_hint_is_the_plain_one(small: Path) -> None:
    (small / "seeds/documents/pumps-a.txt").unlink()
    facts = small / "content/facts/pumps-a.yaml"
    facts.write_text(facts.read_text().replace("Electricity prices may slow", "Electricity costs may slow"))
    assert [problem.hint for problem in load(small).problems] == ["copy the words from the document"]
