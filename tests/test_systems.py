"""Where the system or an installation lacks something: what is done instead, or what is said."""

from __future__ import annotations

import ctypes
import errno
import importlib.util
import os
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from sitegen import assets, publish, staging
from sitegen.outputs import Kept, Known, Output, digest, stamp
from sitegen.problems import EnvironmentFailure


def _library(monkeypatch: pytest.MonkeyPatch, number: int = 0, **functions: object) -> None:
    """The C library has these functions alone, and the last call left this error."""
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: SimpleNamespace(**functions))
    monkeypatch.setattr(ctypes, "get_errno", lambda: number)


def test_without_an_exchange_of_names_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    _library(monkeypatch)
    assert publish._exchange(one, other) is False
    for number in (errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP):
        _library(monkeypatch, number, renameat2=lambda *_: -1)
        assert publish._exchange(one, other) is False
    _library(monkeypatch, errno.EIO, renameat2=lambda *_: -1)
    with pytest.raises(OSError, match="Input/output error") as failed:
        publish._exchange(one, other)
    assert (failed.value.errno, failed.value.filename) == (errno.EIO, str(other))
    _library(monkeypatch, renameat2=lambda *_: 0)
    assert publish._exchange(one, other) is True


def test_without_a_sync_of_one_file_system_all_are_synced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "sync", lambda: synced.append(1))
    _library(monkeypatch)
    staging._sync(tmp_path)
    assert synced == [1]
    _library(monkeypatch, errno.ENOSPC, syncfs=lambda _: -1)
    with pytest.raises(OSError, match="No space left on device") as failed:
        staging._sync(tmp_path)
    assert (failed.value.filename, synced) == (str(tmp_path), [1])


@pytest.mark.parametrize("links", [True, False])
def test_what_is_kept_is_what_it_was_or_the_build_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    """Touched, it is copied; changed, the build says so; and so where the file system has no links."""
    present = tmp_path / "present"
    present.mkdir()
    (present / "a.html").write_bytes(b"as it was")
    output = Kept("a.html", Known.of(digest(Output("a.html", b"as it was")), stamp((present / "a.html").lstat())))
    if not links:

        def refused(*_: object, **__: object) -> None:
            raise OSError(errno.EPERM, "no links")

        monkeypatch.setattr(os, "link", refused)
    os.utime(present / "a.html", (1, 1))
    staging.stage([output], tmp_path / "first", present)
    made = tmp_path / "first/a.html"
    assert (made.read_bytes(), made.stat().st_nlink) == (b"as it was", 1)
    (present / "a.html").write_bytes(b"something else")
    with pytest.raises(EnvironmentFailure, match="was changed while the site was built; build it again"):
        staging.stage([output], tmp_path / "second", present)
    (present / "a.html").unlink()
    with pytest.raises(EnvironmentFailure, match="was changed while the site was built; build it again"):
        staging.stage([output], tmp_path / "third", present)


@pytest.fixture
def templates(root: Path, tmp_path: Path) -> Path:
    """Our templates without the libraries that npm brings."""
    return shutil.copytree(root / "templates", tmp_path / "templates", ignore=shutil.ignore_patterns("node_modules"))


def test_the_chart_library_comes_from_the_package_where_npm_brought_none(
    root: Path, templates: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from_npm = assets.collect([root / "templates"])
    (tmp_path / "plotly/package_data").mkdir(parents=True)
    (script,) = (root / "templates/node_modules").glob("plotly*/plotly-basic.min.js")
    shutil.copy(script, tmp_path / "plotly/package_data/plotly.min.js")
    spec = SimpleNamespace(origin=str(tmp_path / "plotly/__init__.py"))
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: spec if name == "plotly" else None)
    names, made = assets.collect([templates])
    by_path = {one.path: one.data for one in made}
    assert by_path[names.plotly] == script.read_bytes()
    assert by_path["assets/plotly.LICENSE.txt"] == (
        b"plotly.js, MIT licence, Copyright (c) Plotly, Inc. https://github.com/plotly/plotly.js\n"
    )
    # Without the library of the search, pages search by whole words.
    assert from_npm[0].minisearch and not names.minisearch
    assert "assets/minisearch.LICENSE.txt" not in by_path


def test_an_installation_that_lacks_a_part_says_which(templates: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(
        EnvironmentFailure, match="the chart library is missing: run `make site`, or install the Python"
    ):
        assets.collect([templates])
    (templates / "assets/icon.svg").unlink()
    with pytest.raises(EnvironmentFailure, match=r"templates/assets/icon\.svg is missing"):
        assets.collect([templates])
    with pytest.raises(EnvironmentFailure, match=r"this version of plotly.js keeps its styles elsewhere"):
        assets.library_styles("nothing of it")
