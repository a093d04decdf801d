"""Each rule fires where it should and stays silent where it should: the cases are tests/data/audit/*.case."""

from __future__ import annotations

import random
import re
import shutil
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from conftest import DATA, Case
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.audit.disagreement import residual
from sitegen.audit.model import Dossier, Finding, Rule, State, addresses, remarks
from sitegen.audit.prose import COPIED, Documents, copied_prose, prose_problems, unsourced_numbers
from sitegen.audit.table import RULES, audit, rule_named, unanswered_decisions
from sitegen.derive import derive, projected
from sitegen.estimates import estimates
from sitegen.facts import Decision
from sitegen.loading import judged_by, load
from sitegen.problems import Place
from sitegen.registry import register
from sitegen.seeds import fingerprint
from sitegen.shapes import DecisionFile
from sitegen.shares import share_lists

CASES = [Case(path) for path in sorted((DATA / "audit").glob("*.case"))]
FILLER = " ".join(f"filler{number}" for number in range(400))


def lay(case: Case, root: Path) -> int | None:
    """Lay a case over the base site, its texts registered as seeds; returns the year of the build."""
    year = None
    for name, data in case.files.items():
        if name == "year":
            year = int(data)
        elif name.endswith(".txt"):
            (root / name).write_text(data.decode() + FILLER)
            register(root, root / name, name.removesuffix(".txt"), {"label": f"Report {name[0].upper()}"})
        elif not name.endswith(".record"):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(data)
    for name, data in case.files.items():
        if name.endswith(".record"):
            path = root / name.replace(".record", ".yaml")
            kept = [line for line in path.read_text().splitlines() if line.split(":")[0] != data.decode().split(":")[0]]
            path.write_text("\n".join([*kept, data.decode()]))
    return year


def findings(root: Path, year: int | None) -> tuple[Finding, ...]:
    loaded = load(root)
    assert [problem for problem in loaded.problems if problem.severity == "error"] == []
    assert loaded.graph is not None
    stated = estimates(loaded.graph)
    return audit(Dossier(loaded.graph, stated, derive(stated), share_lists(loaded.graph), year, judged_by(root)[0]))


def report(found: tuple[Finding, ...]) -> str:
    lines = []
    for one in found:
        lines.append(f"{one.rule}: {one.state} ({one.severity}): {', '.join(one.facts)}")
        lines += [
            f"  {one.id}, about {one.about}, {one.source.path}:{one.source.line}:{one.source.column}",
            f"  {one.message}",
        ]
        lines += [f"  {number.label}: {number.text} <- {number.fact or number.formula}" for number in one.numbers]
        lines += [f"  read as {one.convention}"] if one.convention else []
        lines += [f"  decision: {one.decision.file.decision}"] if one.decision else []
    return "\n".join(lines) + "\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return shutil.copytree(DATA / "audit" / "base", tmp_path / "site")


@pytest.mark.parametrize("audited", CASES, ids=[case.path.stem for case in CASES])
def test_cases_are_found_as_expected(audited: Case, site: Path, request: pytest.FixtureRequest) -> None:
    found = report(findings(site, lay(audited, site)))
    if request.config.getoption("--rewrite-expected"):
        audited.rewrite(found)
    assert found == audited.report


@pytest.mark.parametrize("rule", [rule.name for rule in RULES if rule.check is not None])
def test_every_rule_has_a_case_that_fires_and_one_that_does_not(rule: str) -> None:
    fires = re.compile(rf"^{rule}: (?!exact)", re.MULTILINE)
    own = [case for case in CASES if case.path.stem.startswith(rule)]
    assert any(fires.search(case.report) for case in own)
    assert any(not fires.search(case.report) for case in own)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_is_explained(rule: object) -> None:
    found = rule_named(getattr(rule, "name", ""))
    assert found is not None
    assert found.compares and found.meaning and found.good and found.bad


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_is_as_severe_as_what_it_finds(rule: Rule) -> None:
    """What is refused while files are read is an error; the others say in the table what their findings ask for."""
    assert rule_named(rule.name) is rule
    found = re.findall(rf"^{rule.name}: (?:near|fails) \((\w+)\)", "".join(case.report for case in CASES), re.MULTILINE)
    asks = "warning" in found or rule.name == "claim-disagreement"
    assert rule.severity == ("error" if rule.check is None else "warning" if asks else "note")


def _finding(number: int, state: State, rule: str = "growth-arithmetic") -> Finding:
    return Finding(rule, "warning", state, "pumps", "", (f"a/{number}", "a/all"), (), "", Place("x.yaml"))


def test_what_findings_say_of_a_fact_begins_with_what_fails() -> None:
    several = [_finding(1, "not checked"), _finding(2, "near", "share-sum"), _finding(3, "fails"), _finding(4, "exact")]
    assert remarks([*several, _finding(5, "fails")]) == {
        "a/1": "? growth-arithmetic: could not be checked",
        "a/2": "≈ share-sum: nearly agrees",
        "a/3": "≠ growth-arithmetic: does not agree",
        "a/5": "≠ growth-arithmetic: does not agree",
        "a/all": "≠ growth-arithmetic: does not agree; ≈ share-sum: nearly agrees; ? growth-arithmetic: could not be checked",
    }


def test_a_finding_is_told_on_the_page_of_its_rule_or_a_later_one() -> None:
    many = [_finding(number, "near") for number in range(201)]
    told = addresses([_finding(900, "exact"), *many, _finding(901, "near", "share-sum")])
    pages = [told[one.id].partition("#") for one in many]
    assert [page for page, _, _ in pages] == [
        *["rules/growth-arithmetic/"] * 100,
        *["rules/growth-arithmetic/2/"] * 100,
        "rules/growth-arithmetic/3/",
    ]
    assert [name for _, _, name in pages] == [one.id for one in many]
    assert len(told) == 202


def test_an_editor_owes_an_answer_to_what_does_not_agree() -> None:
    failing = _finding(1, "fails")
    assert failing.open is True
    assert replace(failing, severity="note").open is False


def test_what_is_looked_up_by_topic_is_all_of_it_in_order() -> None:
    loaded = load(DATA / "heat-pumps")
    assert loaded.graph is not None
    stated = estimates(loaded.graph)
    dossier = Dossier(loaded.graph, stated, derive(stated), share_lists(loaded.graph), None)
    for flat, about in (
        ([(one.market, one) for one in dossier.estimates], dossier.estimates_about),
        ([(one.about, one) for one in dossier.derived], dossier.derived_about),
        ([(one.listed.about, one) for one in dossier.shares], dossier.shares_about),
    ):
        assert flat
        assert about == {topic: tuple(one for key, one in flat if key == topic) for topic, _ in flat}


def _decision(name: str, *facts: str) -> Decision:
    said = DecisionFile(
        rule="growth-arithmetic", facts=facts, decided="2026-11-22", decision="Shown", reason="So it is.", by="Tester"
    )
    place = Place(f"content/decisions/{name}.yaml")
    return Decision(name, said, place, (), place)


def test_a_decision_that_answers_nothing_open_is_told() -> None:
    needed, closed, lost = _decision("needed", "a/1"), _decision("closed", "a/2"), _decision("lost", "a/3")
    found = [replace(_finding(1, "near"), decision=needed), replace(_finding(2, "exact"), decision=closed)]
    told = unanswered_decisions([*found, _finding(4, "fails")], [needed, closed, lost])
    assert [(one.rule, one.place.path, one.severity, one.message) for one in told] == [
        ("unused-decision", f"content/decisions/{name}.yaml", "warning", "this decision answers no finding")
        for name in ("closed", "lost")
    ]


def test_the_order_of_files_changes_no_finding(root: Path) -> None:
    loaded = load(root)
    assert loaded.graph is not None
    expected = [one.id for one in loaded.findings]
    from sitegen.graph import build_graph

    corpus = loaded.graph.corpus
    for seed in range(3):
        shuffled = random.Random(seed)
        mixed = {
            name: tuple(shuffled.sample(value, len(value)))
            for name in ("topics", "seeds", "decisions")
            for value in [getattr(corpus, name)]
        }
        told = {name: tuple(shuffled.sample(facts, len(facts))) for name, facts in corpus.told.items()}
        graph, _ = build_graph(replace(corpus, told=told, **mixed))
        stated = estimates(graph)
        assert [
            one.id
            for one in audit(Dossier(graph, stated, derive(stated), share_lists(graph), None, judged_by(root)[0]))
        ] == expected


GROWTH = """facts:
- id: start
  about: pumps
  measure: size
  when: 2020
  value: EUR {start} million
  quote: worth EUR {start} million in 2020
- id: end
  about: pumps
  measure: size
  when: {year}
  value: EUR {end} million
  quote: reach EUR {end} million by {year}
- id: rate
  about: pumps
  measure: rate
  when: 2020-{year}
  value: {rate}%
  quote: at {rate}% over 2020-{year}
"""


@settings(max_examples=40, deadline=None)
@given(st.decimals("10", "9000", places=1), st.decimals("0.1", "40", places=1), st.integers(1, 15))
def test_a_true_series_never_fails(
    tmp_path_factory: pytest.TempPathFactory, start: object, rate: object, years: int
) -> None:
    from decimal import Decimal

    end = projected(Decimal(str(start)), Decimal(str(rate)), years)
    values = {"start": start, "end": f"{end:.1f}", "rate": rate, "year": 2020 + years}
    root = shutil.copytree(DATA / "audit" / "base", tmp_path_factory.mktemp("series") / "site")
    text = "It was worth EUR {start} million in 2020 and will reach EUR {end} million by {year} growing at {rate}% over 2020-{year} or so. "
    (root / "a.txt").write_text(text.format(**values) + FILLER)
    register(root, root / "a.txt", "a", {})
    (root / "content/facts").mkdir(exist_ok=True)
    (root / "content/facts/a.yaml").write_text(GROWTH.format(**values))
    (one,) = (found for found in findings(root, None) if found.rule == "growth-arithmetic")
    assert one.state == "exact"


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Rest of Europe", True), ("Others", True), ("Other", True), ("Restaurants", False), ("Brothers", False)],
)
def test_a_remainder_is_recognised(name: str, expected: bool) -> None:
    assert residual(name) is expected


CAREFUL = {
    "size-disagreement": ["infantile-spasms-a/size-2024", "infantile-spasms-b/size-2022"],
    "growth-arithmetic": ["infantile-spasms-a/growth", "infantile-spasms-a/size-2030"],
    "self-disagreement": [
        "refractory-spasms-review/abstract-sample-size",
        "refractory-spasms-review/table-2-sample-size",
    ],
    "list-disagreement": ["infantile-spasms-a/companies-text", "infantile-spasms-a/companies-answer"],
    "empty-cell": ["infantile-spasms-b/forecast-period-cell"],
    "share-sum": ["infantile-spasms-a/share-hormonal"],
    "rank-consistency": ["intrathecal-therapy/size-2023-south-korea", "intrathecal-therapy/size-2023"],
    "certainty-consistency": ["refractory-spasms-review/text-certainty-reasons"],
    "claim-disagreement": ["refractory-spasms-review/table-2-caption"],
}


@pytest.mark.parametrize(("rule", "facts"), CAREFUL.items(), ids=list(CAREFUL))
def test_what_careful_readers_find_in_the_real_documents_is_found(rule: str, facts: list[str], root: Path) -> None:
    found = [one for one in load(root).findings if one.rule == rule and one.state != "exact"]
    assert any(set(facts) <= set(one.facts) for one in found)


@pytest.mark.parametrize("fact", ["intrathecal-therapy/growth", "intrathecal-therapy/growth-south-korea"])
def test_rates_that_close_are_not_accused(fact: str, root: Path) -> None:
    found = [one for one in load(root).findings if one.rule == "growth-arithmetic" and fact in one.facts]
    assert [one.state for one in found] == ["exact"]


def test_no_warning_on_the_real_content_is_without_a_decision(root: Path) -> None:
    assert [one.message for one in load(root).findings if one.open and one.state != "exact"] == []


PROSE = {
    "content/pages/first.md": "---\ntitle: First\ndescription: The first.\n---\nIt begins with 13 pumps.\n",
    "content/pages/notes.md": "---\ntitle: Notes\ndescription: Some notes.\n---\n\nWorth 14, 1\nNothing there. Where it is all worth 15 pumps.\n",
    "content/topics/market/pumps.yaml": "name: Pump market\nsummary: |\n  None here.\n  Worth 16 pumps.\n",
    "content/glossary.yaml": "terms:\n- term: pump\n  meaning: Worth 18 pumps.\n",
    "content/decisions/x.yaml": "rule: share-sum\nfacts:\n- a/x\ndecided: 2026-11-22\nreason: Worth 19.\nby: Tester\ndecision: keep\n",
    "content/relations.yaml": "relations:\n- claim: a/x\n  relation: supports\n  evidence: a/y\n  reason: Worth 20 pumps.\n  decided: 2026-11-22\n  by: Tester\n",
}


@pytest.mark.parametrize(("before", "after", "expected"), [
    ("yyyy " + "a" * 24, "b" * 8 + " zz end", "a" * 24 + " 15 " + "b" * 8 + " zz"),
    ("yyyy " + "a" * 23, "b" * 9 + " zz end", "yyyy " + "a" * 23 + " 15 " + "b" * 9),
    ("c" * 100, "d" * 100, "c" * 59 + " 15 " + "d" * 59),
])  # fmt: skip
def test_a_bare_number_is_told_with_whole_words_around_it_unless_they_have_no_end(
    before: str, after: str, expected: str
) -> None:
    (one,) = unsourced_numbers(f"{before} 15 {after}", Place("content/pages/a.md"))
    assert one.message == f"`15` stands in prose without a source: “{expected}”"


def test_copies_in_statements_and_bare_numbers_in_prose_are_told_where_they_stand(site: Path) -> None:
    copied = "one two three four five six seven eight nine ten eleven twelve"
    (site / "a.txt").write_text(f"It says {copied} thirteen. We counted 31 pumps there. {FILLER}")
    register(site, site / "a.txt", "a", {})
    (site / "content/facts").mkdir()
    entry = f"- id: x\n  about: pumps\n  measure: claim\n  statement: Then {copied}.\n  quote: one two three\n"
    entry += "- id: y\n  about: pumps\n  measure: claim\n  statement: So it is.\n  quote: four five six\n"
    entry += (
        "- id: z\n  about: pumps\n  measure: claim\n  statement: It has 31 pumps.\n  quote: We counted 31 pumps there\n"
    )
    (site / "content/facts/a.yaml").write_text(f"facts:\n{entry}")
    for name, text in PROSE.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text)
    told = [f"{one.place.path}:{one.place.line}:{one.place.column}: {one.message}" for one in load(site).problems]
    assert sorted(one for one in told if "rows" not in one) == [
        "content/decisions/x.yaml:5:9: `19` stands in prose without a source: “Worth 19.”",
        f"content/facts/a.yaml:2:7: 12 words in a row also stand in a: “{copied}”",
        "content/glossary.yaml:1:1: `18` stands in prose without a source: “Worth 18 pumps.”",
        "content/pages/first.md:5:16: `13` stands in prose without a source: “It begins with 13 pumps.”",
        "content/pages/notes.md:6:11: `1` stands in prose without a source: “Worth 14, 1 Nothing there.”",
        "content/pages/notes.md:6:7: `14` stands in prose without a source: “Worth 14, 1 Nothing”",
        "content/pages/notes.md:7:38: `15` stands in prose without a source: “there. Where it is all worth 15 pumps.”",
        "content/relations.yaml:2:3: `20` stands in prose without a source: “Worth 20 pumps.”",
        "content/topics/market/pumps.yaml:3:10: `16` stands in prose without a source: “None here. Worth 16 pumps.”",
    ]
    graph = load(site).graph
    assert graph is not None
    assert {one.message for one in prose_problems(graph)} == {
        one.partition(": ")[2] for one in told if "rows" not in one
    }


@given(st.integers(0, 60), st.integers(0, 5), st.integers(0, 5))
def test_no_copy_of_twelve_words_slips_between_the_windows_of_a_document(start: int, before: int, after: int) -> None:
    text = [f"word{number // 26}{chr(97 + number % 26)}" for number in range(72)]
    seed = SimpleNamespace(id="a", print=fingerprint(text))
    ours = ["our"] * before + text[start : start + COPIED] + ["own"] * after
    found = copied_prose(" ".join(ours), Place("x.yaml"), Documents([seed]))  # type: ignore[list-item]
    assert len(found) == 1
    fewer = ["our"] * before + text[start : start + COPIED - 1] + ["own"] * after
    assert copied_prose(" ".join(fewer), Place("x.yaml"), Documents([seed])) == []  # type: ignore[list-item]
