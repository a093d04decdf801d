"""What a branch changes, seen from where it left the main one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from sitegen import revisions

FACTS = "content/facts/pumps-a.yaml"


def git(root: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=Editor", "-c", "user.email=editor@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", "-C", str(root), *identity, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def commit(root: Path, message: str) -> str:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", message)
    return git(root, "rev-parse", "HEAD")


def change(root: Path, old: str, new: str, path: str = FACTS) -> None:
    text = (root / path).read_text()
    assert old in text
    (root / path).write_text(text.replace(old, new, 1))


@pytest.fixture
def repository(small: Path) -> Path:
    (small / ".gitignore").write_text("/public\n/.sitegen/\n/seeds/documents/\n")
    git(small, "init", "-q", "-b", "main")
    commit(small, "The first state")
    return small


def diff(root: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "sitegen.cli", "diff", "--root", str(root), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_nothing_changed_is_said(repository: Path) -> None:
    said = diff(repository, "main")
    assert said.startswith("facts: none differs\nderived: none differs\n") and said.endswith("pages: 0 affected\n")


def test_added_removed_and_changed_facts_are_seen_with_their_pages(repository: Path) -> None:
    change(repository, "- id: owners\n", "- id: owners-again\n")
    change(repository, "value: nearly 70%", "value: 70%")
    change(
        repository,
        "value: EUR 620.5 million\n  quote: reach EUR 620.5 million by 2028",
        "value: 620.5 million\n  quote: reach EUR 620.5 million by 2028",
    )
    said = diff(repository, "main")
    assert "facts: 1 added, 2 removed, 1 changed" in said
    assert "  + pumps-a/owners-again: 18/60\n" in said and "  - pumps-a/owners: 18/60\n" in said
    assert "  ~ pumps-a/share-air\n      value: nearly 70% → 70%\n" in said
    assert "  /markets/heat-pumps/\n" in said and "  /sources/pumps-a/\n" in said
    assert "/about/" not in said and "/regions/northland/" not in said


def test_the_pages_that_a_change_touches_are_named(repository: Path) -> None:
    change(repository, "value: nearly 70%", "value: 70%")
    said = diff(repository, "main")
    assert "  /markets/heat-pumps/\n" in said and "  /sources/pumps-a/\n" in said
    assert "/about/" not in said and "/regions/northland/" not in said


def test_a_dropped_zero_and_another_unit_are_seen(repository: Path) -> None:
    text = (repository / "seeds/documents/pumps-a.txt").read_text()
    assert "8.6%" in text
    change(repository, "value: 8.6%", "value: 8.60%")
    found = json.loads(diff(repository, "main", "--format", "json"))
    # The quote does not say 8.60%: the fact has an error, so it is left out, and that is what is shown.
    assert [(row["id"], row["kind"]) for row in found["facts"]] == [("pumps-a/growth", "removed")]
    change(repository, "value: 8.60%\n  quote: a CAGR of 8.6%", "value: 8.6%\n  quote: CAGR of 8.6% (2023-2028)")
    found = json.loads(diff(repository, "main", "--format", "json"))
    assert [field["field"] for field in found["facts"][0]["fields"]] == ["quote"]


def test_derived_numbers_are_compared(repository: Path) -> None:
    change(
        repository,
        "- id: size-2028\n  about: heat-pumps\n  measure: market size\n  when: 2028\n  value: EUR 620.5 million\n  quote: reach EUR 620.5 million by 2028\n",
        "",
    )
    found = json.loads(diff(repository, "main", "--format", "json"))
    assert found["facts"][0]["kind"] == "removed"
    assert "removed" in {row["kind"] for row in found["derived"]}


def test_the_comparison_begins_where_the_branches_parted(repository: Path) -> None:
    git(repository, "checkout", "-q", "-b", "work")
    change(repository, "Dear electricity", "Costly electricity")
    commit(repository, "Mine")
    git(repository, "checkout", "-q", "main")
    change(repository, "value: nearly 70%", "value: 70%")
    commit(repository, "Theirs")
    found = json.loads(diff(repository, "main", "work", "--format", "json"))
    assert [row["id"] for row in found["facts"]] == ["pumps-a/restraint-prices"]
    git(repository, "checkout", "-q", "work")
    assert json.loads(diff(repository, "main", "--format", "json")) == found


def test_markdown_shows_content_as_text(repository: Path) -> None:
    change(repository, "Dear electricity could", "See [this](http://x) | @all `could`")
    said = diff(repository, "main", "--format", "markdown")
    (row,) = [line for line in said.splitlines() if line.startswith("| pumps")]
    assert "\\[this\\]\\(http://x\\) \\| @\u200ball \\`could\\`" in row
    assert "- `/markets/heat-pumps/`" in said


@pytest.mark.parametrize("name", ["nosuch", "--output=/tmp/x", "-h^", ""])
def test_a_name_that_is_no_revision_is_a_wrong_call(repository: Path, name: str) -> None:
    with pytest.raises(revisions.NoRevision):
        revisions.commit(repository, name)


def test_files_of_a_commit_are_those_on_the_disk(repository: Path) -> None:
    files = revisions.files_at(repository, revisions.commit(repository, "HEAD"))
    for path, data in files.items():
        assert (repository / path).read_bytes() == data
    assert "content/site.yaml" in files and "seeds/documents/pumps-a.txt" not in files


def test_a_folder_below_the_repository_is_a_root_too(tmp_path: Path, small: Path) -> None:
    git(small.parent, "init", "-q", "-b", "main")
    commit(small.parent, "One")
    files = revisions.files_at(small, revisions.commit(small, "HEAD"))
    assert "content/site.yaml" in files
    change(small, "value: nearly 70%", "value: 70%")
    assert revisions.changed_since(small, "HEAD", "content/facts") == (FACTS,)
    assert "~ pumps-a/share-air" in diff(small, "HEAD")
    assert tmp_path.is_dir()
