"""Every bug that a campaign found, as a test that failed before."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

from sitegen import sources
from sitegen.cli import main
from sitegen.comparison import compare, to_json, to_markdown, to_text
from sitegen.hosting import snapshot
from sitegen.loading import examine, load
from sitegen.outputs import Output
from sitegen.preparing import prepare
from sitegen.problems import EnvironmentFailure
from sitegen.workers import drawn, forked


def test_facts_wait_for_a_topic_whose_file_is_broken() -> None:
    files = sources.read(ROOT)[0]
    loaded = examine({**files, "content/topics/region/europe.yaml": b"nam: Europe\n"})
    assert {problem.place.path for problem in loaded.problems} == {"content/topics/region/europe.yaml"}
    assert loaded.graph is not None
    assert not any("europe" in (fact.about, fact.where, fact.of, *fact.topics) for fact in loaded.graph.facts.values())


def test_a_state_with_errors_is_compared_by_its_facts(small: Path) -> None:
    before = load(small)
    (small / "seeds/pumps-a.yaml").write_text("label: nothing else\n")
    after = load(small)
    assert before.graph is not None and after.graph is not None
    found = compare(before.graph, after.graph, snapshot(small, before), snapshot(small, after))
    assert found.pages is None and found.findings is None and len(found.facts) == 11
    assert to_text(found).endswith("findings: not compared\npages: not compared")
    assert "**Pages:** not compared." in to_markdown(found) and '"pages": null' in to_json(found)


def test_what_refers_to_an_entry_that_is_wrong_is_not_wrong_for_that(small: Path) -> None:
    facts = small / "content/facts/pumps-a.yaml"
    facts.write_text(facts.read_text().replace("- id: period\n", "- id: period\n  nmae: x\n"))
    assert [problem.rule for problem in load(small).problems] == ["unknown-key"]


class _Slow:
    """Pieces that outlast whoever is waiting for them."""

    def __len__(self) -> int:
        return 40

    def draw(self, number: int) -> list[Output]:
        time.sleep(0.05)
        return [Output(str(number), b"")]


def test_workers_end_with_their_build(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    child = os.fork()
    if child == 0:
        with lock.open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            with forked(_Slow(), 2) as executor:
                for _ in drawn(_Slow(), executor, 2):
                    (tmp_path / "begun").touch()
        os._exit(0)
    while not (tmp_path / "begun").exists():
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with lock.open("a") as file:
        for _ in range(1000):  # the workers have inherited the lock: it is free when the last of them is gone
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                time.sleep(0.02)
    pytest.fail("the lock of a killed build is still held")


def test_a_folder_may_have_a_name_that_is_no_text_here(small: Path) -> None:
    folder = Path(shutil.copytree(small, small.parent / "ä ö"))
    done = subprocess.run(
        [sys.executable, "-m", "sitegen.cli", "build", "--root", ".", "--output", str(folder / "public"), "--jobs", "1"],
        cwd=folder, capture_output=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    assert list((folder / ".sitegen").glob("built-*.json"))


def test_what_nobody_foresaw_says_that_it_is_a_bug(
    small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("unforeseen \x1b[31m")

    monkeypatch.setattr("sitegen.loading.load", fail)
    monkeypatch.setattr(sys, "argv", ["sitegen", "check", "--root", str(small)])
    with pytest.raises(SystemExit) as left:
        main()
    said = capsys.readouterr().err
    assert left.value.code == 70
    assert said.startswith("sitegen bug: RuntimeError: unforeseen \\u{001B}[31m\n  at test_hardening.py:")
    assert "report it" in said and "Traceback" not in said


@pytest.mark.parametrize(
    "error", [PermissionError(13, "Permission denied", "content"), OSError(28, "No space left on device")]
)
def test_what_the_machine_failed_at_is_one_line(
    small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: OSError
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("sitegen.loading.load", fail)
    monkeypatch.setattr(sys, "argv", ["sitegen", "check", "--root", str(small)])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 3
    assert capsys.readouterr().err.count("\n") == 1


def test_the_list_of_twins_shows_texts_as_text(small: Path) -> None:
    site = small / "content/site.yaml"
    site.write_text(re.sub(r"(?m)^description: .*$", "description: A <script>x</script> *of* _all_.", site.read_text()))
    said = next(one.data.decode() for one in prepare(small, load(small)).everything() if one.path == "llms.txt")
    assert r"> A \<script\>x\</script\> \*of\* \_all\_." in said


def test_a_file_that_became_a_link_since_it_was_listed_is_not_followed(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (small / "secret").write_text("canary")
    page, whole = small / "content/pages/about.md", sources._walk

    def changed(*given: object) -> Iterator[tuple[str, str]]:
        for path, name in whole(*given):  # type: ignore[arg-type]
            if Path(path) == page:
                page.unlink()
                page.symlink_to(small / "secret")
            yield path, name

    monkeypatch.setattr(sources, "_walk", changed)
    with pytest.raises(EnvironmentFailure, match=r"content/pages/about\.md"):
        sources.read(small)
