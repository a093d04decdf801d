"""What is refused, and in which words: commands in this process, each on a copy of the small site."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen import comparison, edits, instruments, nearest, registry, revisions
from sitegen.audit.model import Finding
from sitegen.charts import labels
from sitegen.cli import main
from sitegen.editing import Editor
from sitegen.edits import CannotEdit
from sitegen.exports import csv_cell
from sitegen.live import LiveSite
from sitegen.messages import Foreign, Mixed, capitalised, joined, parts_of
from sitegen.problems import Place
from sitegen.quantities import parse
from sitegen.scaffold import CannotMake, facts_of_finding
from sitegen.schema import files as schema_files
from sitegen.shards import SHARD

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """A command on the small site, whose folder is put where `ROOT` stands: its exit status and all that it says."""

    def ran(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["sitegen", *(str(small) if one == "ROOT" else one for one in arguments)])
        with pytest.raises(SystemExit) as done:
            main()
        said = capsys.readouterr()
        return int(str(done.value.code)), said.out + said.err

    return ran


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["explain", "share-sun"], "there is no rule `share-sun`; did you mean `share-sum`?"),
        (
            ["explain", "nothing-like-it"],
            "there is no rule `nothing-like-it`; one of: growth-arithmetic, size-disagreement,",
        ),
        (
            ["schema", "sight", "--root", "ROOT"],
            "`sight` is not one of: change, decision, facts, glossary, moved, page, relations, seed, site, topic",
        ),
        (
            ["new", "relation", "helps", "--root", "ROOT"],
            "`helps` is no relation; one of: `contradicts`, `qualifies`, `supports`",
        ),
        (
            ["new", "relation", "supports", "--root", "ROOT"],
            "name two facts: `--fact CLAIM --fact EVIDENCE`, each as seed/fact",
        ),
        (
            ["new", "relation", "supports", "--fact", "one", "--fact", "a/b", "--root", "ROOT"],
            "`one` names no fact: write it as seed/fact",
        ),
        (
            ["new", "relation", "supports", "--fact", "a/a", "--fact", "a/b", "--root", "ROOT"],
            'say why, for readers: `--reason "The trial had no such effect."`',
        ),
        (
            ["new", "relation", "supports", "--fact", "a/a", "--fact", "a/b", "--reason", "So.", "--root", "ROOT"],
            "say the day of the decision: `--day 2026-11-22`",
        ),
        (
            [
                "new",
                "relation",
                "supports",
                "--fact",
                "a/a",
                "--fact",
                "a/b",
                "--reason",
                "So.",
                "--day",
                "today",
                "--root",
                "ROOT",
            ],
            "say the day of the decision: `--day 2026-11-22`, not `today`",
        ),
        (["build", "--shard", "1/2", "--from", "x", "--root", "ROOT"], "exclude each other"),
        (["build", "--shard", "3/2", "--root", "ROOT"], "`3/2` is no part: write `2/5` for the second of five"),
        (["health", "--date", "soon", "--root", "ROOT"], "Invalid isoformat string: 'soon'"),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, list) else "",
)
def test_a_wrong_call_says_why(run: Run, arguments: list[str], said: str) -> None:
    status, told = run(*arguments)
    assert (status, said in " ".join(told.split())) == (2, True), told


def test_a_relations_file_that_cannot_be_read_is_not_added_to(run: Run, small: Path) -> None:
    path = small / "content/relations.yaml"
    for text, said in (
        ("relations: none\n", "content/relations.yaml cannot be read: `sitegen check` says why"),
        ("relations: [{claim: a/a}]\n", "content/relations.yaml: only a list in block style can be added to"),
    ):
        path.write_text(text)
        done = run(
            "new", "relation", "supports", "--fact", "a/a", "--fact", "a/b", "--reason", "So.", "--day", "2026-11-22", "--root", "ROOT"
        )  # fmt: skip
        assert (done[0], said in " ".join(done[1].split()), path.read_text()) == (2, True, text)


def test_several_open_findings_of_a_rule_are_told_apart_by_their_facts() -> None:
    found = [
        Finding("share-sum", "warning", "fails", "pumps", f"Sum {name}.", (f"a/{name}", "a/list"), (), "", Place("x"))
        for name in ("one", "two")
    ]
    assert facts_of_finding(found, "share-sum", ("a/two",)) == ("a/two", "a/list")
    assert facts_of_finding(found, "growth-arithmetic", ("a/two",)) == ("a/two",)
    with pytest.raises(CannotMake) as refused:
        facts_of_finding(found, "share-sum", ("a/list",))
    assert str(refused.value) == (
        "2 findings of `share-sum` are open; say which:\n"
        "  --fact a/one --fact a/list   Sum one.\n  --fact a/two --fact a/list   Sum two."
    )


def test_schemas_are_written_where_editors_look_for_them(run: Run, small: Path) -> None:
    status, told = run("schema", "--write", "--root", "ROOT")
    assert (status, told.splitlines()) == (0, [f"wrote {path}" for path in schema_files()])
    assert {path: (small / path).read_text() for path in schema_files()} == dict(schema_files())


class _Person(io.StringIO):
    """What somebody types at a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_site_is_founded_by_what_a_person_at_a_terminal_answers(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", _Person("Wells of the valley\nen\nwell, \n"))
    status, told = run("init", str(tmp_path / "wells"))
    assert (status, "Title of the site" in told) == (0, True)
    said = (tmp_path / "wells/content/site.yaml").read_text()
    assert "title: Wells of the valley" in said and "\n  well:\n" in said


def test_health_looks_at_links_where_it_may(run: Run, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sitegen import links

    page = small / "content/pages/about.md"
    page.write_text(page.read_text() + "\nSee [there](https://example.org/there) too.\n")
    asked: list[str] = []
    monkeypatch.setattr(links, "dead_links", lambda found: asked.extend(found) or ())
    status, told = run("health", "--date", "2026-11-22", "--root", "ROOT")
    assert (status, asked) == (0, ["https://example.org/there"]), told

    def offline(_: object) -> None:
        raise links.NoNetwork("nobody answers")

    monkeypatch.setattr(links, "dead_links", offline)
    assert "nobody answers" in run("health", "--date", "2026-11-22", "--root", "ROOT")[1]
    (small / "content/glossary.yaml").write_text("terms: 5\n")
    status, told = run("health", "--date", "2026-11-22", "--root", "ROOT")
    assert (status, "content/glossary.yaml:1:8: error[wrong-type]" in told) == (1, True), told


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (
            "Bad Id",
            "one two three four",
            "`Bad Id` is no id: lower-case letters, digits and single hyphens, a letter first",
        ),
        ("few", "one two", "few.txt holds fewer than 3 words"),
    ],
)
def test_what_is_no_document_is_not_registered(tmp_path: Path, name: str, text: str, said: str) -> None:
    source = tmp_path / f"{name}.txt"
    source.write_text(text)
    with pytest.raises(ValueError, match=said):
        registry.register(tmp_path, source, name, {})
    assert not (tmp_path / "seeds").exists()


def test_a_document_that_is_registered_again_keeps_its_record(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text("one two three four")
    first = registry.register(tmp_path, source, "a", {"label": "The first"})
    record = (tmp_path / "seeds/a.yaml").read_text()
    again = registry.register(tmp_path, tmp_path / "seeds/documents/a.txt", "a", {"label": "The second"})
    assert (set(first) - set(again), (tmp_path / "seeds/a.yaml").read_text()) == ({"seeds/a.yaml"}, record)


def test_only_what_is_written_in_blocks_is_edited() -> None:
    for text, path in (("a: {b: c}\n", ("a",)), ("a:\n- b\n", ("a",)), ("a: {}\n", ("a",))):
        with pytest.raises(CannotEdit, match="only keys of a mapping in block style can be edited"):
            edits.set_key(text, path, "b", "d")
    with pytest.raises(CannotEdit, match="facts are a list"):
        edits.append_item("facts:\n  a: b\n", ("facts",), 0, {"id": "x"})
    with pytest.raises(CannotEdit, match="only a list in block style can be added to"):
        edits.append_item("facts: [{id: a}]\n", ("facts",), 0, {"id": "x"})


def test_instruments_that_cannot_be_read_are_told_with_their_place() -> None:
    for data, rule in ((b"bias: \xff\n", "encoding"), (b"bias: [\n", "yaml-syntax"), (b"bias: 5\n", "wrong-type")):
        found, problems = instruments.parse(data, "instruments.yaml")
        assert found is None
        assert {(one.rule, one.place.path) for one in problems} >= {(rule, "instruments.yaml")}


def test_a_commit_that_is_not_there_is_no_state(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    subprocess.run(
        ["git", "-C", str(tmp_path), "-c", "user.name=T", "-c", "user.email=t@example.org", "commit", "-q", "--allow-empty", "-m", "x"],
        check=True,
    )  # fmt: skip
    assert revisions.files_at(tmp_path, "HEAD") == {}
    subprocess.run(["git", "-C", str(tmp_path), "checkout", "-q", "--detach"], check=True)
    assert revisions.is_main(tmp_path) is True


def test_cells_are_what_spreadsheets_read() -> None:
    cells = [csv_cell(one) for one in ("=1+1", "text", None, True, False, 5, 2.5, parse("5").low, -5)]
    assert cells == ["'=1+1", "text", "", "true", "false", 5, 2.5, "5", -5]


def test_texts_are_taken_apart_as_they_were_joined() -> None:
    assert parts_of(joined("; ", ["one", "two"])) == ("one", "two")
    said = Mixed.of((Foreign.of("wort", "de"), " and more"))
    assert str(capitalised(said)) == "Wort and more"


def test_the_nearest_words_are_told_by_what_differs() -> None:
    text = "There were thirty people in the first trial of the new machine and nobody left it."
    quote = ["thirty", "brave", "people", "in", "the", "trial", "of", "the", "new", "machine"]
    assert str(nearest.nearest(quote, text)) == (
        "closest are words 3–12 of 16, `thirty people in the first trial of the new machine`: `brave` is not there; the quote leaves out `first`"
    )
    assert nearest.nearest((), text) is None
    assert nearest.nearest(["word"] * 90, text) is None


def test_a_part_whose_table_is_none_is_not_put_together(tmp_path: Path, run: Run) -> None:
    part = tmp_path / "part"
    assert run("build", "--shard", "1/1", "--output", str(part), "--root", "ROOT")[0] == 0
    (part / SHARD).write_text("[1]")
    status, told = run("build", "--from", str(part), "--output", str(tmp_path / "whole"), "--root", "ROOT")
    assert (status, told) == (3, f"sitegen: {part / SHARD}: cannot be read\n")


def test_the_editor_refuses_what_the_site_lacks(small: Path) -> None:
    editor = Editor(LiveSite(small))
    unknown = (404, {"message": "there is no such source"})
    for what in ("facts/nobody", "fact/pumps-a", ""):
        assert editor.show(what) == unknown
    for what in ("fact/nobody/x", "drop/pumps-a/x"):
        assert editor.save(what, b"{}") == unknown
    digest = dict(editor.show("facts/pumps-a")[1])["digest"]
    body = json.dumps({"digest": digest, "values": {"note": "So."}}).encode()
    status, told = editor.save("fact/pumps-a/nothing", body)
    assert (status, told["message"]) == (422, "content/facts/pumps-a.yaml has no fact `nothing`")
    assert editor.save("pick/pumps-a", b'{"start": 0, "end": 900000}')[0] == 422
    (small / "seeds/documents/pumps-a.txt").unlink()
    editor.site.reload()
    picked = editor.save("pick/pumps-a", b'{"start": 0, "end": 20}')
    assert picked == (404, {"message": "the document's text is not at hand"})


def test_a_selection_without_a_quantity_proposes_none(small: Path) -> None:
    editor = Editor(LiveSite(small))
    text = (small / "seeds/documents/pumps-a.txt").read_text()
    for said, value in (
        ("parts arrive late", ""),
        ("Base year 2023", ""),
        ("worth EUR 410.0 million in", "EUR 410.0 million"),
    ):
        start = text.index(said)
        body = json.dumps({"start": start, "end": start + len(said)}).encode()
        status, told = editor.save("pick/pumps-a", body)
        assert (status, told["quote"], told["value"]) == (200, said, value)


def test_an_older_form_is_rewritten_and_what_moved_is_told(
    run: Run, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sitegen import upgrades

    def moved(files: dict[str, bytes]) -> dict[str, bytes]:
        return {path.replace("pages/about", "pages/of-us"): data for path, data in files.items()}

    def forms(files: dict[str, bytes]) -> dict[str, bytes]:
        return upgraded(files, (*upgrades.FORMS, upgrades.Form("2", "a page moved", moved)))

    upgraded = upgrades.upgraded
    monkeypatch.setattr(upgrades, "upgraded", forms)
    status, told = run("upgrade", "--root", "ROOT")
    assert (status, told.splitlines()) == (
        0,
        [
            "wrote content/pages/of-us.md",
            "wrote content/site.yaml",
            "remove content/pages/about.md: it stands elsewhere now",
        ],
    )
    assert (small / "content/site.yaml").read_text().startswith("format: 2\n")


def test_a_branch_of_no_name_and_a_repository_that_is_none(tmp_path: Path, run: Run) -> None:
    status, told = run("publish", "branch:no name", "--root", "ROOT")
    assert (status, told) == (3, "sitegen: no name: is no name of a branch\n")
    status, told = run("publish", "branch:site", "--rollback", "--root", "ROOT")
    assert (status, told.startswith("sitegen: git ls-remote: ")) == (3, True), told
    status, told = run("publish", f"file://{tmp_path}/nowhere", "--rollback", "--root", "ROOT")
    assert (status, "nowhere" in told) == (3, True), told


def test_records_are_compared_by_their_fields() -> None:
    before = [{"id": "a/x", "record": {"database": "MedBase"}, "verified": True, "value": None}]
    after = [{"id": "a/x", "record": {"database": "Other", "strategy": "cough"}, "verified": False, "value": "5"}]
    shown = [comparison._shown(row.get(key)) for row in (*before, *after) for key in ("record", "verified", "value")]
    assert shown == ["database: MedBase", "yes", "", "database: Other; strategy: cough", "False", "5"]


def test_what_cannot_be_formatted_is_told_and_stays(run: Run, small: Path) -> None:
    (small / "content/glossary.yaml").write_bytes(b"terms:\n- term: \xff\n")
    (small / "content/pages/bare.md").write_text("No front matter.\n")
    status, told = run("format", "--root", "ROOT")
    assert (status, "content/glossary.yaml:2:9: error[encoding]" in told) == (1, True), told
    assert (small / "content/pages/bare.md").read_text() == "No front matter.\n"


@pytest.mark.parametrize(
    ("line", "met"),
    [
        ((0, 5, 20, 5), True),
        ((0, 11, 20, 11), False),
        ((5, -5, 5, 20), True),
        ((11, -5, 11, 20), False),
        ((0, 0, 10, 10), True),
        ((0, 20, 20, 0), True),
        ((0, 30, 20, 12), False),
    ],
)
def test_a_line_meets_a_box_where_it_goes_through_it(line: tuple[float, float, float, float], met: bool) -> None:
    assert labels._runs_through(line, (4, 10, 4, 10)) is met
