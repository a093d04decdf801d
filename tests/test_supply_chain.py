"""Nothing unpinned, nothing unknown: lock files, licences, bills of materials."""

from __future__ import annotations

import importlib.util
import json
import re
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

_FREE = {"MIT", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "ISC", "PSF-2.0", "MPL-2.0"}
"""Licences that ask nothing of those who build or show a site."""
_LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-supply.lock")


@pytest.fixture
def licences(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("licences", root / ".ci/licences.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", _LOCKS)
def test_every_library_is_pinned_by_version_and_hash(root: Path, name: str) -> None:
    entries = re.sub(r"\\\n *", "", (root / name).read_text()).strip().splitlines()
    assert len(entries) > 20
    for entry in entries:
        assert re.fullmatch(r"[a-z0-9._-]+==[\w.+!-]+( ;[^-]*)?( *--hash=sha256:[0-9a-f]{64})+", entry), entry[:100]


def test_every_library_of_pages_is_pinned_by_version_and_hash(root: Path) -> None:
    wanted = json.loads((root / "templates/package.json").read_text())["dependencies"]
    locked = json.loads((root / "templates/package-lock.json").read_text())["packages"]
    assert {f"node_modules/{name}" for name in wanted} <= set(locked)
    for path, one in locked.items():
        assert not path or one["integrity"].startswith("sha512-"), path
    assert all(re.fullmatch(r"[\d.]+", version) for version in wanted.values())


def test_what_we_declare_is_in_the_lock(root: Path, licences: ModuleType) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    names = {re.split(r"[>=<\[]", one)[0].lower().replace("_", "-") for one in project["dependencies"]}
    assert names <= set(licences.locked("requirements.lock"))


def test_licences_are_listed_and_free(licences: ModuleType) -> None:
    assert licences.TABLE.read_text() == licences.table(), "make licences"
    rows = [line.strip("| ").split(" | ") for line in licences.table().splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 20
    for name, _, licence, _ in rows:
        alternatives = re.split(r" OR ", licence)
        assert any(set(one.split(" AND ")) <= _FREE for one in alternatives), f"{name}: {licence}"
