"""The editor's guide says what happens: every command of it is run, every answer compared."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from sitegen.loading import load

ROOT = Path(__file__).parent.parent
GUIDE = ROOT / "content/pages/editors-guide.md"
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def steps() -> list[tuple[str, str]]:
    """(command, expected answer) of every console block, in order."""
    found: list[tuple[str, str]] = []
    for block in BLOCK.findall(GUIDE.read_text("utf-8")):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line.removeprefix("$ "), ""))
            else:
                command, said = found[-1]
                found[-1] = (command, f"{said}{line}\n")
    return found


def run(command: str, folder: Path) -> str:
    """What a command prints, errors first. `edit` and `write` stand for what an editor does by hand."""
    name, *arguments = shlex.split(command)
    if name == "edit":
        path, old, new = arguments
        text = (folder / path).read_text()
        assert text.count(old) == 1, command
        (folder / path).write_text(text.replace(old, new))
        return ""
    if name == "write":
        (folder / arguments[0]).write_text(arguments[1] + "\n")
        return ""
    assert name == "sitegen", command
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-m", "sitegen.cli", *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode in {0, 1}, done.stderr
    return done.stderr + done.stdout


def test_every_command_of_the_guide_answers_as_it_says(tmp_path: Path) -> None:
    folder = tmp_path
    told = steps()
    assert len(told) > 15
    for command, said in told:
        if command.startswith("cd "):
            folder = folder / command.removeprefix("cd ")
            continue
        assert run(command, folder) == said, command
    assert load(folder).problems == ()


@pytest.mark.parametrize("path", [GUIDE, ROOT / "README.md"], ids=["guide", "readme"])
def test_every_command_that_prose_names_exists(path: Path) -> None:
    helped = subprocess.run(
        [sys.executable, "-m", "sitegen.cli", "--help"], capture_output=True, text=True, check=True
    ).stdout
    for command in set(re.findall(r"`sitegen ([a-z]+)", path.read_text("utf-8"))):
        assert re.search(rf"^  {command} ", helped, re.MULTILINE), command
