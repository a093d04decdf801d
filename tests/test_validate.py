"""Every mistake in a file is a problem with file, line, column, message and hint; all of them in one run."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Case

from sitegen.loading import load
from sitegen.problems import to_text


def report(root: Path) -> str:
    """What `sitegen check` prints on a terminal without colours."""
    loaded = load(root)
    sources = {
        problem.place.path: (root / problem.place.path).read_bytes().decode("utf-8-sig", "replace")
        for problem in loaded.problems
        if (root / problem.place.path).is_file()
    }
    return "\n\n".join(to_text(problem, sources) for problem in loaded.problems) + "\n"


def lay(files: dict[str, bytes], root: Path) -> None:
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)


def test_the_small_site_has_no_problem(small: Path) -> None:
    assert load(small).problems == ()


def test_cases_are_reported_as_expected(case: Case, small: Path, request: pytest.FixtureRequest) -> None:
    lay(case.files, small)
    found = report(small)
    if request.config.getoption("--rewrite-expected"):
        case.rewrite(found)
    assert found == case.report
    assert "error[" in found or "warning[" in found


def test_faults_of_several_files_are_all_reported_in_one_run(small: Path) -> None:
    facts = small / "content/facts/pumps-a.yaml"
    facts.write_text(
        facts.read_text()
        .replace("EUR 410.0 million\n  quote", "EUR 411.0 million\n  quote")
        .replace("by: source\n  when", "bye: source\n  when")
    )
    (small / "content/topics/region/northland.yaml").write_text("nam: Northland\n")
    (small / "content/pages/about.md").write_text("no front matter")
    rules = [problem.rule for problem in load(small).problems]
    assert rules.count("value-not-in-quote") == 1
    assert rules.count("unknown-key") == 2
    assert rules.count("missing-key") == 1
    assert rules.count("front-matter") == 1
    assert len(rules) == 5


def test_a_draft_is_counted_and_left_out(small: Path) -> None:
    facts = small / "content/facts/pumps-a.yaml"
    facts.write_text("status: draft\n" + facts.read_text())
    (small / "content/topics/market/heat-pumps.yaml").write_text("name: Heat pumps\n")
    loaded = load(small)
    assert loaded.problems == ()
    assert loaded.graph is not None
    assert loaded.graph.seeds["pumps-a"].drafts == 11
    assert not loaded.graph.facts


def test_a_draft_entry_is_left_out_alone(small: Path) -> None:
    facts = small / "content/facts/pumps-a.yaml"
    facts.write_text(facts.read_text() + "  status: draft\n")
    loaded = load(small)
    assert loaded.graph is not None
    assert loaded.graph.seeds["pumps-a"].drafts == 1
    assert "pumps-a/fee" not in loaded.graph.facts


def test_a_quote_past_the_budget_is_refused(small: Path) -> None:
    facts = small / "content/facts/pumps-a.yaml"
    text = facts.read_text()
    for number, quote in enumerate(
        [
            "Builders say that the choice between the three kinds depends on the plot",
            "On the coast, where winters are mild, most new homes take their warmth",
            "Installers complain that apprentices are hard to find and that parts arrive late",
            "The ministry has promised a simpler form for grants, yet nobody we asked had",
        ]
    ):
        text += (
            f"- id: extra-{number}\n  about: heat-pumps\n  measure: restraint\n  statement: Said.\n  quote: {quote}\n"
        )
    facts.write_text(text)
    assert [problem.rule for problem in load(small).problems] == ["quote-budget"]


def test_line_endings_and_a_byte_order_mark_change_nothing(small: Path) -> None:
    before = load(small)
    for path in small.rglob("*.yaml"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    after = load(small)
    assert after.problems == ()
    assert before.graph is not None and after.graph is not None
    assert list(before.graph.facts) == list(after.graph.facts)


def test_the_text_at_hand_must_be_the_registered_one(small: Path) -> None:
    (small / "seeds/documents/pumps-a.txt").write_text("Another text altogether.")
    assert [problem.rule for problem in load(small).problems] == ["fingerprint"]
