"""All outputs or none: the published site is the old one or the new one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitegen.outputs import Output
from sitegen.problems import EnvironmentFailure
from sitegen.publish import publish


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_manifest_lists_every_other_file(tmp_path: Path) -> None:
    target = tmp_path / "public"
    written = publish([Output("index.html", b"one"), Output("a/b.txt", b"two")], target)
    listed = json.loads((target / "manifest.json").read_bytes())
    assert sorted(written) == ["a/b.txt", "index.html", "manifest.json"]
    assert listed == {"a/b.txt": hashlib.sha256(b"two").hexdigest(), "index.html": hashlib.sha256(b"one").hexdigest()}


def test_a_second_build_replaces_the_first_whole(tmp_path: Path) -> None:
    target = tmp_path / "public"
    publish([Output("index.html", b"one"), Output("gone.html", b"x")], target)
    publish([Output("index.html", b"two")], target)
    assert set(tree(target)) == {"index.html", "manifest.json"}
    assert (target / "index.html").read_bytes() == b"two"
    assert sorted(path.name for path in (tmp_path / ".public.sitegen").iterdir()) == ["lock"]


def test_a_build_that_fails_half_way_leaves_the_old_site(tmp_path: Path) -> None:
    target = tmp_path / "public"
    publish([Output("index.html", b"one")], target)
    before = tree(target)

    def failing() -> Iterator[Output]:
        yield Output("index.html", b"two")
        raise OSError(28, "No space left on device")

    with pytest.raises(EnvironmentFailure, match="No space left"):
        publish(failing(), target)
    assert tree(target) == before
    publish([Output("index.html", b"three")], target)
    assert (target / "index.html").read_bytes() == b"three"


@pytest.mark.parametrize("path", ["../outside.txt", "/etc/outside", "a/../../outside"])
def test_nothing_is_written_outside_of_the_output(tmp_path: Path, path: str) -> None:
    with pytest.raises(EnvironmentFailure):
        publish([Output(path, b"x")], tmp_path / "public")
    assert not (tmp_path / "public").exists()
    assert not (tmp_path / "outside.txt").exists()


def test_two_outputs_at_one_address_are_refused(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFailure):
        publish([Output("a", b"1"), Output("a", b"2")], tmp_path / "public")


def test_a_folder_of_somebody_else_is_not_replaced(tmp_path: Path) -> None:
    target = tmp_path / "home"
    target.mkdir()
    (target / "thesis.txt").write_text("years of work")
    with pytest.raises(EnvironmentFailure, match="not written by sitegen"):
        publish([Output("index.html", b"x")], target)
    assert (target / "thesis.txt").read_text() == "years of work"


def test_the_site_that_a_killed_build_set_aside_comes_back(tmp_path: Path) -> None:
    target = tmp_path / "public"
    publish([Output("index.html", b"one")], target)
    target.rename(tmp_path / ".public.sitegen" / "old")
    (tmp_path / ".public.sitegen" / "new").mkdir()
    with pytest.raises(EnvironmentFailure):
        publish([Output("../x", b"")], target)
    assert (target / "index.html").read_bytes() == b"one"


def test_an_output_folder_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "public").symlink_to(tmp_path / "real")
    publish([Output("index.html", b"one")], tmp_path / "public")
    assert (tmp_path / "real" / "index.html").read_bytes() == b"one"
    assert (tmp_path / "public").is_symlink()
