"""`sitegen init`: whatever a team wishes, the new site passes its own check and is published by its own workflows."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from crawl import crawl

from sitegen import __version__
from sitegen.build import build
from sitegen.canonical import canonical
from sitegen.cli import cli
from sitegen.founding import CannotFound, Kind, Wishes, founded, kind_named
from sitegen.loading import load

WISHED = (
    "--title", "Boats: a survey", "--language", "pt-BR", "--kind", "maker", "--kind", "wood:Kind of wood:Kinds of wood",
    "--base-url", "https://example.org/boats/", "--repository", "https://example.org/team/boats",
)  # fmt: skip


@pytest.fixture
def made(tmp_path: Path) -> Path:
    done = CliRunner().invoke(cli, ["init", str(tmp_path / "site"), *WISHED])
    assert done.exit_code == 0, done.output
    return tmp_path / "site"


def test_a_site_has_what_was_wished_and_passes_its_check(made: Path) -> None:
    loaded = load(made)
    assert [one.rule for one in loaded.problems] == ["no-catalogue"] and loaded.graph is not None
    site = loaded.graph.corpus.site
    assert (site.title, site.main_language) == ("Boats: a survey", "pt-BR")
    assert (site.base_url, site.repository) == ("https://example.org/boats/", "https://example.org/team/boats")
    assert {kind: entry.plural for kind, entry in site.kinds.items()} == {
        "market": "Markets", "region": "Regions", "maker": "Makers", "wood": "Kinds of wood",
    }  # fmt: skip
    text = (made / "content/site.yaml").read_text()
    assert canonical(text) == text and "# A kind is a folder" in text
    assert build(made, made / "public", strict=True).published
    pages = crawl(made / "public")
    assert {page.path: page.orphans for page in pages.values() if page.orphans} == {}
    assert {"makers/index.html", "kinds-of-wood/index.html"} <= pages.keys()


@pytest.mark.parametrize(
    ("wishes", "said"),
    [
        (Wishes(language="Spanish!"), "is no language tag"),
        (Wishes(kinds=(Kind("a", "A", "As"), Kind("a", "B", "Bs"))), "named twice"),
        (Wishes(kinds=(Kind("thing", "Thing", "Sources"),)), "address"),
        (Wishes(base_url="example.org"), "`example.org` is no address"),
        (Wishes(title=" "), "the value is missing"),
    ],
)
def test_what_would_not_be_valid_is_refused_before_anything_is_written(wishes: Wishes, said: str) -> None:
    with pytest.raises(CannotFound) as error:
        founded(wishes)
    assert said in str(error.value)


def test_a_kind_is_named_in_three_ways() -> None:
    assert kind_named("heat-source") == Kind("heat-source", "Heat source", "Heat sources")
    assert kind_named("lorry:Lorry:Lorries") == Kind("lorry", "Lorry", "Lorries")
    for wrong in ("Heat Source", "market", ""):
        with pytest.raises(CannotFound):
            kind_named(wrong)


def test_its_makefile_checks_and_builds_with_whatever_sitegen_is_asked_for(made: Path) -> None:
    assert (made / "requirements.txt").read_text() == f"sitegen=={__version__}\n"
    (made / ".venv/bin").mkdir(parents=True)
    tool = made / ".venv/bin/sitegen"
    tool.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m sitegen.cli "$@"\n')
    tool.chmod(0o755)
    here = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    for command in (["make", "check"], ["make", "site"], ["make", "publish", "TARGET=.cache/site"]):
        done = subprocess.run(command, cwd=made, env=here, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    assert (made / "public/index.html").read_bytes() == (made / ".cache/site/index.html").read_bytes()


def test_its_workflows_run_its_make_targets_and_have_no_finding(made: Path) -> None:
    workflows = sorted((made / ".github/workflows").glob("*.yml"))
    assert [path.stem for path in workflows] == ["check", "publish"]
    targets = set(re.findall(r"^([a-z]+):", (made / "Makefile").read_text(), re.MULTILINE))
    for path in workflows:
        for job in yaml.load(path.read_text(), yaml.BaseLoader)["jobs"].values():
            for step in job["steps"]:
                assert "run" not in step or step["run"].split()[1] in targets
    zizmor = Path(sys.executable).with_name("zizmor")
    command = [zizmor, "--offline", "--pedantic", "--format", "json", *workflows]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and json.loads(done.stdout) == [], done.stdout + done.stderr


def test_its_workflows_use_the_same_actions_as_ours(made: Path, root: Path) -> None:
    def actions(folder: Path) -> set[str]:
        return {use for path in folder.glob("*.yml") for use in re.findall(r"uses: (.*)", path.read_text())}

    assert actions(made / ".github/workflows") <= actions(root / ".github/workflows")
