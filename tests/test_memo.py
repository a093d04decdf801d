"""A build of what has not changed does nothing; whatever has changed, or is damaged, is built again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import DATA

from sitegen.build import Built, How, build
from sitegen.memo import code_key, inputs_key, program_key
from sitegen.sources import read

Change = Callable[[Path], object]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    shutil.copytree(DATA / "small", tmp_path / "site")
    assert run(tmp_path / "site").published
    return tmp_path / "site"


def run(site: Path) -> Built:
    return build(site, site / "public", how=How(1))


def tree(site: Path) -> dict[str, bytes]:
    public = site / "public"
    return {str(path.relative_to(public)): path.read_bytes() for path in public.rglob("*") if path.is_file()}


def test_nothing_is_done_where_nothing_has_changed(site: Path) -> None:
    before = (site / "public").stat().st_ino
    again = run(site)
    assert again.published and again.summary.endswith("; nothing has changed since")
    assert (site / "public").stat().st_ino == before


def test_what_was_said_is_said_again(site: Path) -> None:
    topic = site / "content/topics/market/heat-pumps.yaml"
    shutil.copy(topic, site / "content/topics/market/spare.yaml")
    (site / "content/decisions").mkdir()
    decision = (
        "rule: share-sum\nfacts: [pumps-a/share-air]\ndecided: 2026-01-01\nby: us\ndecision: none\nreason: None.\n"
    )
    (site / "content/topics/market/spare.yaml").unlink()
    (site / "content/decisions/idle.yaml").write_text(decision)
    first, second = run(site), run(site)
    assert [problem.rule for problem in first.problems] == ["unused-decision"]
    assert second.problems == first.problems and second.summary != first.summary


def _record(site: Path) -> Path:
    (found,) = (site / ".sitegen").glob("built-*.json")
    return found


def _edit(path: str, old: str, new: str) -> Change:
    return lambda site: (site / path).write_text((site / path).read_text().replace(old, new))


CHANGES: dict[str, Change] = {
    "a fact": _edit("content/facts/pumps-a.yaml", "about: heat-pumps\n  measure: restraint", "about: northland\n  measure: restraint"),
    "a comment": _edit("content/site.yaml", "format: 1", "format: 1  # ours"),
    "a new page": lambda site: (site / "content/pages/new.md").write_text("---\ntitle: New\ndescription: New.\n---\nNew.\n"),
    "a page less": lambda site: (site / "content/pages/about.md").unlink(),
    "a template of the site's own": lambda site: (
        (site / "templates/pages").mkdir(parents=True), (site / "templates/pages/404.html").write_text("Gone"),
    ),
    "a published page is lost": lambda site: (site / "public/index.html").unlink(),
    "a published page is changed": lambda site: (site / "public/index.html").write_text("x"),
    "a file too many": lambda site: (site / "public/more.txt").write_text("x"),
    "the record is lost": lambda site: _record(site).unlink(),
    "the record is cut short": lambda site: _record(site).write_bytes(_record(site).read_bytes()[:-40]),
    "the record is empty": lambda site: _record(site).write_bytes(b""),
    "a bit of the record is flipped": lambda site: _record(site).write_bytes(
        _record(site).read_bytes()[:60] + bytes([_record(site).read_bytes()[60] ^ 1]) + _record(site).read_bytes()[61:]
    ),
    "the record is another file": lambda site: _record(site).write_bytes(b"\x00\xff not ours"),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_build_after_a_change_is_the_build_without_a_memo(site: Path, change: Change) -> None:
    change(site)
    built = run(site)
    assert built.published and not built.summary.endswith("nothing has changed since")
    found = tree(site)
    assert build(site, site / "public", how=How(1, memo=False)).published
    assert tree(site) == found


def test_a_folder_that_cannot_hold_the_record_only_costs_time(site: Path) -> None:
    shutil.rmtree(site / ".sitegen")
    (site / ".sitegen").write_text("in the way")
    assert run(site).published
    assert not run(site).summary.endswith("nothing has changed since")


def test_two_outputs_of_a_site_do_not_know_of_each_other(site: Path) -> None:
    assert build(site, site / "other", how=How(1)).published
    assert run(site).summary.endswith("nothing has changed since")
    other = build(site, site / "other", how=How(1), base_url="https://example.org")
    assert not other.summary.endswith("nothing has changed since")


def test_the_key_is_the_same_wherever_the_same_is_built_from(site: Path) -> None:
    def key() -> str:
        return inputs_key(read(site)[0], program_key(code_key(), [site / "templates"]), ["day"])

    library = site / "templates/node_modules/chart.js"
    library.parent.mkdir(parents=True)
    library.write_text("draw()")
    before = key()
    os.utime(library, (1, 1))
    assert key() == before
    library.write_text("drop()")
    assert key() != before


def test_where_nothing_has_changed_no_stage_is_even_loaded(site: Path) -> None:
    code = (
        "import sys; sys.argv = ['sitegen', 'build', '--root', sys.argv[1]]\n"
        "from sitegen.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print(sorted(set(sys.modules) & {'pydantic', 'yaml', 'jinja2', 'sitegen.loading', 'sitegen.drawing'}))"
    )

    def said() -> list[str]:
        done = subprocess.run([sys.executable, "-c", code, str(site)], capture_output=True, text=True, check=True)
        return done.stdout.splitlines()[-2:]

    summary, loaded = said()
    assert summary.endswith("nothing has changed since") and loaded == "[]"
    _edit("content/site.yaml", "format: 1", "format: 1  # ours")(site)
    summary, loaded = said()
    assert "drawn again" in summary and "sitegen.drawing" in loaded
