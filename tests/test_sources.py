"""What is no file of content is not read: links, devices, pipes, strange and clashing names, files without measure."""

from __future__ import annotations

import os
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
