"""A release has one version, and a changelog in the form of Keep a Changelog."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from click.testing import CliRunner

from sitegen import __version__
from sitegen.cli import cli
from sitegen.scaffold import starter

KINDS = ("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security")


def test_the_version_stands_in_one_place(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text())
    assert "version" not in project["project"] and project["project"]["dynamic"] == ["version"]
    assert project["tool"]["hatch"]["version"]["path"] == "sitegen/__init__.py"
    assert re.fullmatch(r"\d+\.\d+\.\d+", __version__)
    said = [path for path in (root / "sitegen").rglob("*.py") if f'"{__version__}"' in path.read_text()]
    assert said == [root / "sitegen/__init__.py"]
    assert CliRunner().invoke(cli, ["--version"]).output.strip().endswith(__version__)
    assert starter()["requirements.txt"] == f"sitegen=={__version__}\n"


def test_the_changelog_is_in_its_form(root: Path) -> None:
    text = (root / "CHANGELOG.md").read_text()
    assert text.startswith("# Changelog\n") and "keepachangelog.com" in text
    releases = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert releases[0] in {"Unreleased", "[Unreleased]"}
    assert all(re.fullmatch(r"\[?\d+\.\d+\.\d+\]? - \d{4}-\d{2}-\d{2}", one) for one in releases[1:])
    kinds = re.findall(r"^### (.*)$", text, re.MULTILINE)
    assert kinds and set(kinds) <= set(KINDS)
    for part in re.split(r"^## .*$", text, flags=re.MULTILINE)[1:]:
        own = re.findall(r"^### (.*)$", part, re.MULTILINE)
        assert len(own) == len(set(own)), "each kind of change stands once in a release"
