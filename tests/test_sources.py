"""What is no file of content is not read: links, devices, pipes, strange and clashing names, files without measure."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen import sources
from sitegen.problems import EnvironmentFailure


@pytest.mark.parametrize(
    ("name", "make", "said"),
    [
        ("link.md", lambda path: path.symlink_to("/etc/passwd"), "links are not followed"),
        ("folder", lambda path: path.symlink_to("/etc"), "links are not followed"),
        ("pipe.md", os.mkfifo, "neither a file nor a folder"),
        ("aux.txt", Path.touch, "reserve this name for a device"),
        ("CON", Path.mkdir, "reserve this name for a device"),
        ("nul.md", Path.touch, "reserve this name for a device"),
        ("a b.md", Path.touch, "the file's name is no id"),
        ("é.md", Path.touch, "the file's name is no id"),
        ("x" * 90, Path.touch, "the file's name is no id"),
        ("About.md", Path.touch, "in case only"),
        ("large.md", lambda path: path.write_bytes(b"x" * 20_000_001), "the file has 20000001 bytes"),
    ],
)
def test_what_is_no_file_of_content_is_a_problem(
    small: Path, name: str, make: Callable[[Path], object], said: str
) -> None:
    make(small / "content/pages" / name)
    files, problems = sources.read(small)
    assert len(problems) == 1 and said in problems[0].message
    assert len([path for path in files if path.lower().endswith("about.md")]) == 1
    assert not any(name in path for path in files if name != "About.md")


@pytest.mark.parametrize("name", [".hidden.yaml", "about.md~", "about.md.swp"])
def test_what_editors_leave_is_passed_by(small: Path, name: str) -> None:
    before = sources.read(small)
    (small / "content/pages" / name).write_text("x")
    assert sources.read(small) == before


def test_where_there_is_no_content_there_are_no_files(tmp_path: Path) -> None:
    assert sources.read(tmp_path) == ({}, [])
    (tmp_path / "content").write_text("no folder")
    with pytest.raises(EnvironmentFailure, match="content"):
        sources.read(tmp_path)


def test_a_shelf_sees_whatever_changes(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "_TICK", 20_000_000)
    shelf, pages = sources.Shelf(), small / "content/pages"
    changes: tuple[Callable[[], object], ...] = (
        lambda: (pages / "new.md").write_text("x"),
        lambda: (pages / "new.md").write_text("y"),
        lambda: (pages / "new.md").rename(pages / "other.md"),
        lambda: ((pages / "staged~").write_text("z"), (pages / "staged~").replace(pages / "other.md")),
        lambda: ((pages / "other.md").unlink(), (pages / "other.md").symlink_to("/etc/passwd")),
        (pages / "other.md").unlink,
        lambda: (pages / "About.md").write_text("twin"),
        (pages / "About.md").unlink,
        (small / "content/topics/maker").mkdir,
        lambda: (small / "content/topics/maker/one.yaml").write_text("name: One\n"),
        lambda: shutil.rmtree(small / "content/topics/maker"),
        lambda: shutil.rmtree(small / "seeds"),
        lambda: None,
    )
    for change in changes:
        change()
        for _ in range(2):
            assert sources.read(small, shelf) == sources.read(small)
            time.sleep(0.03)
