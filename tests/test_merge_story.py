"""The whole way of a number: an editor's change, a host that refuses a bad one, the merge, the publish, a reader who sees it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from served import served
from test_comparison import change, commit, git

# What a host runs. `pre-receive` checks the commit that is pushed to the main branch and refuses a bad one; `post-receive`
# publishes the main branch. LIMIT stands for a disk that fills up while a site is written, on which nothing else is measured.
PRE_RECEIVE = """#!/bin/sh
set -eu
while read -r old new ref; do
  [ "$ref" = refs/heads/main ] || continue
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  git archive "$new" | tar -x -C "$work"
  {python} -m sitegen.cli check --strict --root "$work" 1>&2
done
"""
POST_RECEIVE = """#!/bin/sh
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
git archive main | tar -x -C "$work"
if [ -f {limit} ]; then unset COVERAGE_PROCESS_CONFIG; ulimit -f 60; fi
{python} -m sitegen.cli publish {www} --root "$work" --no-compress 1>&2
"""


@pytest.fixture
def world(tmp_path: Path, root: Path) -> Iterator[tuple[Path, Path, Callable[[str], str]]]:
    """A host with its hooks, an editor's clone, and a reader who fetches pages by HTTP."""
    host, editor, www, limit = (tmp_path / name for name in ("host.git", "editor", "www", "full"))
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(host)], check=True)
    for name, text in (("pre-receive", PRE_RECEIVE), ("post-receive", POST_RECEIVE)):
        hook = host / "hooks" / name
        python = f"PYTHONPATH={root} {sys.executable}"
        hook.write_text(text.format(python=python, www=www, limit=limit))
        hook.chmod(0o755)
    git(tmp_path, "clone", "-q", str(host), "editor")
    shutil.copytree(root / "tests/data/small", editor, dirs_exist_ok=True, ignore=shutil.ignore_patterns("documents"))
    git(editor, "checkout", "-q", "-b", "main")
    commit(editor, "The first state")
    git(editor, "push", "-q", "origin", "main")
    with served(www) as address:

        def reader(path: str) -> str:
            with urlopen(address + path, timeout=30) as answer:
                return answer.read().decode("utf-8")

        yield editor, limit, reader


def push(editor: Path) -> subprocess.CompletedProcess[str]:
    command = ["git", "-C", str(editor), "push", "origin", "HEAD:main"]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | {"NO_COLOR": "1"})


def test_a_change_goes_from_an_editor_to_a_reader_and_a_bad_one_nowhere(
    world: tuple[Path, Path, Callable[[str], str]],
) -> None:
    editor, limit, reader = world
    page = "markets/heat-pumps/index.html"
    assert ">nearly 70%<" in reader(page) and ">70%<" not in reader(page)

    # A slip of the pen: the quote does not say it, so the host does not take it, and readers see nothing of it.
    git(editor, "checkout", "-q", "-b", "work")
    change(editor, "value: nearly 70%", "value: nearly 71%")
    commit(editor, "A slip")
    refused = push(editor)
    assert refused.returncode != 0 and "value-not-in-quote" in refused.stderr and "pumps-a.yaml" in refused.stderr
    assert git(editor, "ls-remote", "origin", "main").split()[0] == git(editor, "rev-parse", "main")
    assert "nearly 70%" in reader(page) and "71%" not in reader(page)

    # Put right, with its reason; the check of the branch says what it changes; merged, it is live.
    change(editor, "value: nearly 71%", "value: 70%")
    commit(editor, "The qualifier is the document's own")
    said = subprocess.run(
        [sys.executable, "-m", "sitegen.cli", "diff", "main", "--format", "markdown", "--root", str(editor)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "| pumps\\-a/share\\-air | changed | value | nearly 70% | 70% |" in said.stdout
    git(editor, "checkout", "-q", "main")
    git(editor, "merge", "-q", "--no-ff", "-m", "Merge work", "work")
    merged = push(editor)
    assert merged.returncode == 0 and "files uploaded" in merged.stderr, merged.stderr
    assert ">nearly 70%<" not in reader(page) and ">70%<" in reader(page)
    assert '"value": "70%"' in reader("data/facts.json")

    # The disk fills up half-way through the next one: the commit is there, the site is the one before, whole.
    before = {path: reader(path) for path in (page, "index.html", "manifest.json", "data/facts.json")}
    change(editor, "title: Heat pumps in Northland", "title: Heat pumps of Northland", "content/site.yaml")
    commit(editor, "A title")
    limit.touch()
    failed = push(editor)
    assert "File too large" in failed.stderr and "Traceback" not in failed.stderr
    assert git(editor, "ls-remote", "origin", "main").split()[0] == git(editor, "rev-parse", "main")
    assert {path: reader(path) for path in before} == before

    # With room again, the next push publishes it.
    limit.unlink()
    git(editor, "commit", "-q", "--allow-empty", "-m", "Again")
    assert push(editor).returncode == 0
    assert "Heat pumps of Northland" in reader("index.html")
