"""All outputs or none: the published site is the old one or the new one."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sitegen import publish as publishing
from sitegen.outputs import Kept, Output, Written
from sitegen.problems import EnvironmentFailure
from sitegen.publish import bring_back, publish, replace


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


def _kept(written: Written, *paths: str) -> list[Kept]:
    return [Kept(path, written[path]) for path in paths]


def test_after_a_small_edit_the_names_of_what_stays_are_not_made_again(tmp_path: Path) -> None:
    target, spare = tmp_path / "public", tmp_path / ".public.sitegen" / "new"
    first = [Output(f"{name}/index.html", name.encode()) for name in "abc"]
    written = publish([*first, Output("gone/index.html", b"x")], target)
    written = publish([*_kept(written, "a/index.html", "b/index.html"), Output("c/index.html", b"2")], target)
    assert (spare / "gone" / "index.html").read_bytes() == b"x"
    places = {path: (spare / path).lstat().st_ctime_ns for path in ("a", "b")}
    written = publish([*_kept(written, "a/index.html", "b/index.html"), Output("c/index.html", b"3")], target)
    assert {path: (target / path).lstat().st_ctime_ns for path in ("a", "b")} == places
    assert {path: data for path, data in tree(target).items() if path != "manifest.json"} == {
        "a/index.html": b"a", "b/index.html": b"b", "c/index.html": b"3",
    }  # fmt: skip
    assert tree(spare)["c/index.html"] == b"2"
    publish([Output("index.html", b"all new")], target)
    assert not spare.exists(), "a site of which nothing stays is not kept beside the new one"


def _spoilt_by_a_link(spare: Path, outside: Path) -> None:
    shutil.rmtree(spare / "a")
    (spare / "a").symlink_to(outside)


def _spoilt_by_a_file(spare: Path, _: Path) -> None:
    shutil.rmtree(spare / "a")
    (spare / "a").write_text("a file where a folder is wanted")


def _spoilt_by_a_folder(spare: Path, _: Path) -> None:
    (spare / "b" / "index.html").unlink()
    (spare / "b" / "index.html" / "deep").mkdir(parents=True)


def _spoilt_by_other_bytes(spare: Path, _: Path) -> None:
    (spare / "b" / "index.html").unlink()
    (spare / "b" / "index.html").write_bytes(b"B")


def _spoilt_by_links_of_files(spare: Path, outside: Path) -> None:
    for path in ("b/index.html", "c/index.html"):
        (spare / path).unlink()
        (spare / path).symlink_to(outside / "theirs")


def _spoilt_by_more(spare: Path, outside: Path) -> None:
    (spare / "more" / "deep").mkdir(parents=True)
    (spare / "more" / "deep" / "x.html").write_text("x")
    (spare / "link").symlink_to(outside)


@pytest.mark.parametrize(
    "spoil",
    [
        _spoilt_by_a_link, _spoilt_by_a_file, _spoilt_by_a_folder, _spoilt_by_other_bytes, _spoilt_by_links_of_files,
        _spoilt_by_more,
    ],
)  # fmt: skip
def test_nothing_of_the_site_before_is_believed(tmp_path: Path, spoil: Callable[[Path, Path], None]) -> None:
    target, outside = tmp_path / "public", tmp_path / "outside"
    outside.mkdir()
    (outside / "theirs").write_text("theirs")
    outputs = [Output(f"{name}/index.html", name.encode()) for name in "abc"]
    written = publish(outputs, target)
    for text in (b"2", b"3"):
        written = publish([*_kept(written, "a/index.html", "b/index.html"), Output("c/index.html", text)], target)
        if text == b"2":
            spoil(tmp_path / ".public.sitegen" / "new", outside)
    found = tree(target)
    assert sorted(found) == sorted(written)
    assert (found["a/index.html"], found["b/index.html"], found["c/index.html"]) == (b"a", b"b", b"3")
    assert not any(path.is_symlink() for path in target.rglob("*"))
    assert tree(outside) == {"theirs": b"theirs"}


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


def _killed_at(step: int, act: Callable[[], object], monkeypatch: pytest.MonkeyPatch, *, exchanges: bool) -> bool:
    """Do it in a process that is killed before its `step`-th change of a name, or removal; was it?"""
    child = os.fork()
    if child:
        return os.WIFSIGNALED(os.waitpid(child, 0)[1])
    left, whole = [step], publishing._exchange

    def before(function: Callable[..., object]) -> Callable[..., object]:
        def counted(*given: object, **named: object) -> object:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return function(*given, **named)

        return counted

    monkeypatch.setattr(Path, "rename", before(Path.rename))
    monkeypatch.setattr(shutil, "rmtree", before(shutil.rmtree))
    monkeypatch.setattr(publishing, "_exchange", before(whole) if exchanges else lambda *_: False)
    monkeypatch.setattr(publishing, "_sync_names", before(publishing._sync_names))
    act()
    os._exit(0)


@pytest.mark.parametrize("exchanges", [True, False])
@pytest.mark.parametrize("back", [True, False])
def test_whoever_is_killed_on_the_way_loses_no_generation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, exchanges: bool, back: bool
) -> None:
    killed, step = True, 0
    while killed:
        step += 1
        target = tmp_path / str(step) / "www"
        for number in "12":
            replace([Output("index.html", number.encode())], target)
        act = (
            (lambda at=target: bring_back(at))
            if back
            else (lambda at=target: replace([Output("index.html", b"3")], at))
        )
        killed = _killed_at(step, act, monkeypatch, exchanges=exchanges)
        found = set()
        for _ in range(2):
            assert bring_back(target), f"killed at {step}: nothing to go back to"
            found.add((target / "index.html").read_bytes())
        assert found == {b"1", b"2"} or (not back and found in ({b"3", b"2"}, {b"3", b"1"})), (step, found)
        assert sorted(path.name for path in (target.parent / ".www.sitegen").iterdir()) == ["before", "lock"]
    assert step > 1
