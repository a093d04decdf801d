"""New files and new sites are valid, commented and buildable at once."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import DATA, Case
from crawl import crawl
from test_audit import lay

from sitegen.build import build
from sitegen.canonical import canonical
from sitegen.loading import load
from sitegen.scaffold import CannotMake, kinds_of, new_file, starter
from sitegen.sources import read
from sitegen.writing import write_file


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    for path, text in starter().items():
        write_file(tmp_path / "fresh", path, text)
    return tmp_path / "fresh"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sitegen.cli", *arguments], capture_output=True, text=True, check=False
    )


def test_a_new_site_passes_check_and_builds(fresh: Path) -> None:
    loaded = load(fresh)
    assert loaded.problems == ()
    assert loaded.graph is not None and len(loaded.graph.facts) == 8
    assert build(fresh, fresh / "public").published
    pages = crawl(fresh / "public")
    assert {page.path: page.orphans for page in pages.values() if page.orphans} == {}
    assert "USD 160.8 million" in (fresh / "public/markets/rain-barrels/index.html").read_text()


def test_the_files_of_a_new_site_are_commented_and_in_their_form(fresh: Path) -> None:
    for path in [*fresh.glob("content/**/*.yaml"), *fresh.glob("seeds/*.yaml")]:
        text = path.read_text()
        assert text.startswith("# yaml-language-server: $schema=")
        assert text.count("#") >= 2, path
        assert canonical(text) == text
        target = path.parent / text.partition("$schema=")[2].partition("\n")[0]
        assert target.resolve().is_file()


def test_init_refuses_a_folder_that_holds_something(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    assert run("init", str(tmp_path / "a")).returncode == 0
    done = run("init", str(tmp_path / "a"))
    assert done.returncode == 2 and "is not empty" in done.stderr


WHY = ("--reason", "It was: wrong")
DATED = (*WHY, "--day", "2026-11-22")
OF_A_KIND = {
    "market": ("a-thing", ()), "region": ("a-thing", ()), "page": ("a-thing", ()),
    "change": ("2026-11-22-a-thing", ("--fact", "pumps-a/growth", *WHY)),
}  # fmt: skip


@pytest.mark.parametrize("kind", OF_A_KIND)
def test_every_kind_of_file_is_valid_at_once(small: Path, kind: str) -> None:
    name, extra = OF_A_KIND[kind]
    done = run("new", "--root", str(small), kind, name, *extra)
    assert done.returncode == 0, done.stderr
    (path,) = [line.removeprefix("wrote ") for line in done.stdout.splitlines()]
    assert load(small).problems == ()
    assert build(small, small / "public").published
    text = (small / path).read_text()
    head = text.removeprefix("---\n").partition("---\n")[0]
    assert head.startswith("# yaml-language-server: $schema=") and canonical(head) == head
    again = run("new", "--root", str(small), kind, name, *extra)
    assert again.returncode == 2 and "already" in again.stderr


def test_a_facts_file_is_made_for_a_registered_document(small: Path) -> None:
    (small / "content/facts/pumps-a.yaml").unlink()
    assert run("new", "--root", str(small), "facts", "pumps-a").returncode == 0
    problems = load(small).problems
    assert [p for p in problems if p.place.path.startswith("content/facts")] == []
    done = run("new", "--root", str(small), "facts", "pumps-b")
    assert done.returncode == 2 and "did you mean `pumps-a`?" in done.stderr


@pytest.fixture
def disputed(tmp_path: Path) -> Path:
    """A site with one open finding: a growth rate that no reading of the sizes gives."""
    site = shutil.copytree(DATA / "audit/base", tmp_path / "site")
    lay(Case(DATA / "audit/growth-arithmetic-fails-when-nothing-closes.case"), site)
    return site


def test_a_decision_answers_its_finding_and_is_valid_at_once(disputed: Path) -> None:
    (finding,) = [one for one in load(disputed).findings if one.open and one.state != "exact"]
    done = run("new", "--root", str(disputed), "decision", "growth", "--rule", finding.rule, *DATED)
    assert done.returncode == 0, done.stderr
    text = (disputed / "content/decisions/growth.yaml").read_text()
    assert text.startswith("# yaml-language-server: $schema=") and canonical(text) == text
    loaded = load(disputed)
    assert loaded.problems == ()
    assert [one.decision.id for one in loaded.findings if one.decision] == ["growth"]
    again = run("new", "--root", str(disputed), "decision", "more", "--rule", finding.rule, *DATED)
    assert again.returncode == 2 and "no open finding" in again.stderr


def test_a_relation_joins_the_others(disputed: Path) -> None:
    claim, evidence = list(load(disputed).graph.facts)[:2]  # type: ignore[union-attr]
    command = ("new", "--root", str(disputed), "relation", "qualifies", "--fact", claim, "--fact", evidence, *DATED)
    path = disputed / "content/relations.yaml"
    path.unlink(missing_ok=True)
    for count in (1, 2):
        done = run(*command)
        assert done.returncode == 0, done.stderr
        text = path.read_text()
        assert text.count("- claim: ") == count and canonical(text) == text
        assert text.startswith("# yaml-language-server: $schema=../.schema/relations.json\n# What")
        assert [problem for problem in load(disputed).problems if problem.place.path == "content/relations.yaml"] == []


@pytest.mark.parametrize(
    ("kind", "name", "said"),
    [
        ("markt", "x", "did you mean `market`?"),
        ("market", "Heat Pumps", "is no id"),
        ("region", "heat-pumps", "has this id already"),
        ("page", "sources", "is an address of the site"),
        ("seed", "x", "sitegen seed add"),
        ("change", "x", "does not begin with its day"),
        ("change", "2026-11-22-x", "--fact"),
        ("page", "search", "is an address of the site"),
        ("page", "markets", "is an address of the site"),
        ("decision", "x", "say which rule is answered"),
        ("relation", "contradict", "did you mean `contradicts`?"),
        ("relation", "supports", "name two facts"),
    ],
)
def test_what_would_not_be_valid_is_refused_with_what_to_do(small: Path, kind: str, name: str, said: str) -> None:
    with pytest.raises(CannotMake, match=None) as error:
        new_file(read(small)[0], kind, name)
    assert said in str(error.value)


def test_kinds_are_those_that_the_site_declares(small: Path) -> None:
    assert kinds_of(read(small)[0]) == (
        "facts",
        "page",
        "change",
        "decision",
        "relation",
        "market",
        "region",
    )


def test_nothing_is_written_outside_of_the_root(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "site/link").symlink_to(tmp_path / "elsewhere")
    for path in ("../x.yaml", "link/x.yaml"):
        with pytest.raises(Exception, match="leads outside"):
            write_file(tmp_path / "site", path, "x")
    assert list((tmp_path / "elsewhere").iterdir()) == []
