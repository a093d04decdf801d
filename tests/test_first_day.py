"""A new editor's first day, with real git and a real server: from a clone to a previewed change that can be merged."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_comparison import change, commit, git
from test_live import Client, events

from sitegen.editing import Editor
from sitegen.live import LiveSite

ROOT = Path(__file__).parent.parent
FACTS = "content/facts/pumps-a.yaml"


def sitegen(folder: Path, *arguments: str) -> tuple[int, str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-m", "sitegen.cli", *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False)  # fmt: skip
    return done.returncode, done.stderr + done.stdout


@pytest.fixture
def clone(small: Path, tmp_path: Path) -> Path:
    """A clone of a published site, without the documents' texts, as every clone is."""
    (small / ".gitignore").write_text("/public\n/.*.sitegen/\n/.sitegen/\n/seeds/documents/\n")
    change(small, "title:", "base_url: https://example.org/pumps/\ntitle:", "content/site.yaml")
    git(small, "init", "-q", "-b", "main")
    commit(small, "A site")
    git(tmp_path, "clone", "-q", "--bare", str(small), "origin.git")
    git(tmp_path, "clone", "-q", str(tmp_path / "origin.git"), "clone")
    return tmp_path / "clone"


@pytest.fixture
def preview(clone: Path) -> Iterator[Client]:
    """`sitegen serve --edit` as a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    arguments = [sys.executable, "-m", "sitegen.cli", "serve", "--port", "0", "--edit"]
    with subprocess.Popen(arguments, cwd=clone, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:  # fmt: skip
        assert server.stdout is not None
        address = next(found for line in server.stdout if (found := re.match(r"http://localhost:(\d+)/", line)))
        yield Client(int(address[1]))
        server.terminate()


def test_from_a_clone_to_a_previewed_change(clone: Path, preview: Client) -> None:
    assert sitegen(clone, "check")[0] == 0
    git(clone, "checkout", "-q", "-b", "my-first-change")

    # The editor looks at a page, breaks a file by accident, sees it in the page, and mends it.
    news = events(preview.port)
    first = next(news)
    assert first["problems"] == []
    assert b"nearly 70%" in preview.ask("GET", "/sources/pumps-a/")[2]
    broken = (clone / FACTS).read_text()
    (clone / FACTS).write_text(broken.replace("  measure: CAGR", "\tmeasure: CAGR"))
    told = next(news)
    assert "indent with spaces, not with tabs" in json.dumps(told["problems"])
    assert b"nearly 70%" in preview.ask("GET", "/sources/pumps-a/")[2]
    (clone / FACTS).write_text(broken)
    assert next(news)["problems"] == []

    # A value is corrected by the form, with its reason, and the page shows it.
    state = json.loads(preview.ask("GET", "/~live/edit/facts/pumps-a")[2])
    form = {
        "digest": state["digest"], "values": {"value": "70%"},
        "reason": {"name": "2026-11-22-share", "text": "The qualifier was ours."},
    }  # fmt: skip
    status, said = preview.post("fact/pumps-a/share-air", form, state["token"])
    assert status == 200, said
    page = preview.ask("GET", "/sources/pumps-a/")[2]
    assert b'<b class="value">70%</b>' in page and b"nearly 70%</b>" not in page

    # Git sees one line and one file; the tools agree that it can be handed in.
    assert git(clone, "diff", "--numstat") == f"1\t1\t{FACTS}"
    assert git(clone, "ls-files", "--others", "--exclude-standard") == "content/changes/2026-11-22-share.yaml"
    assert sitegen(clone, "format", "--check")[0] == 0
    assert sitegen(clone, "check", "--strict") == (0, sitegen(clone, "check")[1])
    assert "      value: nearly 70% → 70%\n" in sitegen(clone, "diff", "main")[1]
    commit(clone, "The share as printed")
    git(clone, "push", "-q", "origin", "my-first-change")

    # It is merged; on the main branch the page of changes tells readers.
    git(clone, "checkout", "-q", "main")
    git(clone, "merge", "-q", "--no-ff", "-m", "Merge", "my-first-change")
    assert sitegen(clone, "check", "--strict")[0] == 0
    assert sitegen(clone, "build")[0] == 0
    changes = (clone / "public/changes/index.html").read_text()
    assert "<del>nearly 70% (2023)</del> → <ins>70% (2023)</ins>" in changes and "The qualifier was ours." in changes
    assert git(clone, "status", "--porcelain") == ""


def test_without_the_reason_the_main_branch_refuses_it(clone: Path) -> None:
    change(clone, "value: nearly 70%", "value: 70%")
    commit(clone, "A value, just like that")
    status, said = sitegen(clone, "check")
    assert status == 1 and "error[change-without-reason]" in said


def test_the_preview_answers_this_machine_only(preview: Client) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=5)
    connection.request("GET", "/", headers={"Host": "example.org"})
    assert connection.getresponse().status == 403


def test_in_every_real_file_a_saved_form_changes_one_line_in_git(tmp_path: Path) -> None:
    for name in ("content", "seeds"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("documents"))
    git(tmp_path, "init", "-q", "-b", "main")
    commit(tmp_path, "The real content")
    site = LiveSite(tmp_path)
    editor = Editor(site)
    graph = site.loaded.graph
    assert graph is not None and graph.seeds
    for seed in graph.seeds:
        facts = graph.facts_of(seed)
        fact = facts[len(facts) // 2]
        status, state = editor.show(f"facts/{seed}")
        assert status == 200
        # A note that is given in several languages has a field for each.
        field = "note.en" if "note.en" in state["facts"][fact.name] else "note"  # type: ignore[index]
        form = {"digest": state["digest"], "values": {field: "Looked at again: it stands."}}
        status, said = editor.save(f"fact/{seed}/{fact.name}", json.dumps(form).encode())
        assert status == 200, said
        added, removed, path = git(tmp_path, "diff", "--numstat").split("\t")
        assert (added, removed) in {("1", "0"), ("1", "1")} and path == f"content/facts/{seed}.yaml"
        git(tmp_path, "checkout", "-q", "--", ".")
        site.reload()
