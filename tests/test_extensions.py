"""A site's own package adds a rule, a drawing and an export, each one function and one row; only where the site names it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import DATA
from crawl import crawl

from sitegen.build import build
from sitegen.extensions import extensions
from sitegen.loading import load

PACKAGE = DATA / "extension"


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The example package, as if it were installed."""
    monkeypatch.syspath_prepend(str(PACKAGE))
    extensions.cache_clear()
    yield
    extensions.cache_clear()


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return shutil.copytree(DATA / "heat-pumps", tmp_path / "site")


def use(site: Path, *names: str) -> None:
    path = site / "content/site.yaml"
    listed = "".join(f"- {name}\n" for name in names)
    path.write_text(path.read_text().replace("navigation:\n", f"extensions:\n{listed}navigation:\n", 1))


@pytest.mark.usefixtures("installed")
def test_a_rule_a_drawing_and_an_export_join_the_tables(site: Path) -> None:
    use(site, "boats")
    loaded = load(site)
    assert [one.rule for one in loaded.findings if one.rule == "round-number"] == ["round-number"]
    built = build(site, site / "public", strict=True)
    assert built.published, built.summary
    assert "round-number" in (site / "public/findings/index.html").read_text()
    assert (site / "public/rules/round-number/index.html").is_file()
    assert "Who sizes the market" in (site / "public/markets/heat-pumps/conflicts/index.html").read_text()
    rows = json.loads((site / "public/data/boats/counts.json").read_text())
    assert {row["seed"]: row["facts"] for row in rows} == {"alpine-outlook": 18, "valley-survey": 15}
    pages = crawl(site / "public")
    assert {page.path: page.orphans for page in pages.values() if page.orphans} == {}


@pytest.mark.usefixtures("installed")
def test_what_is_installed_and_not_named_changes_nothing(site: Path, heat_pumps: Path) -> None:
    assert build(site, site / "public", strict=True).published
    assert not (site / "public/data/boats").exists()
    index = "markets/heat-pumps/index.html"
    assert (site / "public" / index).read_bytes() == (heat_pumps / "public" / index).read_bytes()


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("boat", "no installed package offers the extension `boat`; did you mean `boats`?"),
        ("missing", "`no_such_module:function` cannot be loaded: ModuleNotFoundError"),
        ("broken-rule", "`boats_extension:claims_export` is not a `Rule` with a check"),
    ],
)
def test_what_cannot_be_used_is_a_problem_and_no_traceback(site: Path, name: str, said: str) -> None:
    use(site, name)
    (problem,) = [one for one in load(site).problems if one.rule == "extension"]
    assert said in problem.message
    assert not build(site, site / "public").published


def test_the_command_line_finds_it_too(site: Path) -> None:
    use(site, "boats")
    here = {**os.environ, "PYTHONPATH": str(PACKAGE)}
    command = [sys.executable, "-m", "sitegen.cli", "check", "--root", str(site), "--format", "json"]
    done = subprocess.run(command, env=here, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "round-number" in {one["rule"] for one in json.loads(done.stdout)["findings"]}
