"""The round trip of the editing view, in every real file of facts: one field is saved, and git sees its line and no other.

Each edit goes through the editor of a running site, checks included, in a copy of the content that git follows. What is
saved must pass those checks: each new value is another that the fact's quotes prove as well.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_comparison import commit, git

from sitegen.editing import Editor, pieces_of
from sitegen.live import LiveSite

ROOT = Path(__file__).parent.parent
# Field of the form, fact, key, what is typed. No fact of two of the files has a qualifier.
EDITS = {
    "infantile-spasms-a": [
        ("qualifier", "size-2030", "value", "USD 381.2 million"), ("unit", "size-2024", "value", "US$ 257.5 million"),
        ("when", "growth-answer", "when", "2024 – 2030"), ("value", "time-to-treatment-after", "value", "15"),
    ],
    "infantile-spasms-b": [
        ("unit", "size-2022", "value", "US$ 3.20 billion"), ("when", "growth", "when", "2028"),
        ("value", "age-at-onset", "value", "12 months"),
    ],
    "intrathecal-therapy": [
        ("unit", "size-2023", "value", "US$ 1.2 billion"), ("when", "size-2023-faq", "when", "base-year"),
        ("value", "pierre-date", "value", "2024"),
    ],
    "refractory-spasms-review": [
        ("qualifier", "refractory-share", "value", "30 to 50%"), ("unit", "trial-sample-size", "value", "91"),
        ("when", "table-2-sample-size", "when", "2021"), ("value", "cannabidiol-sample", "value", "9 patients"),
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    folder = tmp_path_factory.mktemp("round") / "site"
    for name in ("content", "seeds"):
        shutil.copytree(ROOT / name, folder / name)
    git(folder, "init", "-q", "-b", "main")
    commit(folder, "The first state")
    git(folder, "checkout", "-q", "-b", "work")
    yield LiveSite(folder)


def saved(site: LiveSite, seed: str, fact: str, values: dict[str, str], reason: dict[str, str] | None = None) -> None:
    editor = Editor(site)
    digest = editor.show(f"facts/{seed}")[1]["digest"]
    body = {"digest": digest, "values": values, **({"reason": reason} if reason else {})}
    status, said = editor.save(f"fact/{seed}/{fact}", json.dumps(body).encode())
    assert status == 200, said


def lines(site: LiveSite, path: str) -> list[str]:
    """The lines that a git diff takes away and adds."""
    shown = git(site.root, "diff", "-U0", "--no-color", "--", path).split("\n")
    return [line for line in shown if line[:1] in {"+", "-"} and line[:3] not in {"+++", "---"}]


def test_every_real_file_of_facts_is_edited() -> None:
    assert set(EDITS) == {path.stem for path in (ROOT / "content/facts").glob("*.yaml")}


@pytest.mark.parametrize("seed", EDITS)
def test_an_edit_of_a_field_changes_its_line_and_a_correction_adds_its_reason(site: LiveSite, seed: str) -> None:
    path = f"content/facts/{seed}.yaml"
    for field, name, key, said in EDITS[seed]:
        assert site.loaded.graph is not None
        fact = site.loaded.graph.facts[f"{seed}/{name}"]
        before = {"value": fact.value, "when": fact.when and (fact.when.defined_by or fact.when.printed)}[key]
        correction = field == "value"
        reason = {"name": f"2026-11-22-{seed}", "text": "It was: misread."} if correction else None
        saved(site, seed, name, {key: said}, reason)
        taken = [f"-  {key}: {before}"] if before else []
        assert lines(site, path) == [*taken, f"+  {key}: {said}"]
        new = f"content/changes/2026-11-22-{seed}.yaml"
        status = git(site.root, "status", "--porcelain", "-uall").replace(f"M {path}", "").split()
        assert status == (["??", new] if correction else [])
        if correction:
            assert f"- {seed}/{name}\n" in (site.root / new).read_text()
        elif key == "value":
            old, now = (pieces_of(text) for text in (before or "", said))
            changed = {piece for piece in old if old[piece] != now[piece]}
            assert changed == {field}
        commit(site.root, field)
