"""Content says its form: the newest is read, an older one is rewritten step by step, an unknown one refused with what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from sitegen.cli import cli
from sitegen.loading import load
from sitegen.shapes import SiteFile
from sitegen.sources import read
from sitegen.upgrades import FORMS, CannotUpgrade, Form, form_problem, upgraded


def renamed(files: dict[str, bytes]) -> dict[str, bytes]:
    return {path: data.replace(b"\nnotice:", b"\ndisclaimer:") for path, data in files.items()}


def moved(files: dict[str, bytes]) -> dict[str, bytes]:
    return {path.replace("content/pages/", "content/prose/"): data for path, data in files.items()}


LATER = (*FORMS, Form("2", "`notice` is called `disclaimer`", renamed), Form("3", "pages are prose", moved))


def test_rows_count_up_and_the_last_is_what_the_shape_reads() -> None:
    assert [form.version for form in FORMS] == [str(number) for number in range(1, len(FORMS) + 1)]
    assert FORMS[0].upgrade is None and all(form.upgrade for form in FORMS[1:])
    assert SiteFile.model_json_schema()["properties"]["format"]["const"] == FORMS[-1].version


def test_an_old_form_becomes_the_newest_step_by_step_and_keeps_its_comments(small: Path) -> None:
    files = dict(read(small)[0])
    files["content/site.yaml"] = b"format:  1  # ours\n" + files["content/site.yaml"].partition(b"\n")[2]
    made = upgraded(files, LATER)
    assert made["content/site.yaml"].startswith(b"format:  3  # ours\n")
    assert b"\ndisclaimer: Written for tests." in made["content/site.yaml"]
    assert "content/prose/about.md" in made and "content/pages/about.md" not in made
    assert upgraded(made, LATER) == made
    assert form_problem(made, LATER) is None


def test_an_old_form_is_a_problem_that_names_the_command(small: Path) -> None:
    problem = form_problem(read(small)[0], LATER)
    assert problem is not None and problem.place[:3] == ("content/site.yaml", 1, 9)
    assert (problem.message, problem.hint) == (
        "this is format 1; the newest is 3", "`sitegen upgrade` rewrites the files",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("said", "hint"), [("7", "install a newer sitegen"), ("0", "write `format: 1`"), ("one", "write `format: 1`")]
)
def test_an_unknown_form_is_refused_with_what_to_do(small: Path, said: str, hint: str) -> None:
    site = small / "content/site.yaml"
    site.write_text(site.read_text().replace("format: 1", f"format: {said}", 1))
    (problem,) = load(small).problems
    assert problem.rule == "format" and f"`{said}` is no format" in problem.message and problem.hint == hint
    with pytest.raises(CannotUpgrade, match="is no format"):
        upgraded(read(small)[0])
    done = CliRunner().invoke(cli, ["upgrade", "--root", str(small)], standalone_mode=False)
    assert isinstance(done.exception, Exception) and hint in str(done.exception)


def test_what_has_the_newest_form_is_left_alone(small: Path) -> None:
    before = {path: path.read_bytes() for path in small.rglob("*") if path.is_file()}
    done = CliRunner().invoke(cli, ["upgrade", "--root", str(small)])
    assert done.exit_code == 0 and "nothing to do" in done.output
    assert {path: path.read_bytes() for path in small.rglob("*") if path.is_file()} == before
