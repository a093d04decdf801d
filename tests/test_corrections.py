"""A published value that changes has a dated reason, and readers see what it was."""

from __future__ import annotations

import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import feedparser
import pytest
from crawl import crawl
from test_comparison import FACTS, change, commit, git, repository

from sitegen import documents
from sitegen.build import build
from sitegen.corrections import Correction, changed_values
from sitegen.loading import load, unexplained
from sitegen.preparing import prepare
from sitegen.problems import Problem
from sitegen.revisions import NoRevision
from sitegen.views.changes import changes_pages
from sitegen.views.single import view_at

__all__ = ["repository"]

REASON = (
    "facts:\n- pumps-a/share-air\nkind: correction\nreason: The qualifier was ours & not theirs.\nsource: a reader\n"
)


def reason(root: Path, text: str = REASON, name: str = "2026-11-22-share") -> None:
    (root / "content/changes").mkdir(exist_ok=True)
    (root / f"content/changes/{name}.yaml").write_text(text)


def problems(root: Path) -> list[Problem]:
    return list(unexplained(root, load(root)).values())


def publish(root: Path) -> None:
    change(root, "title:", "base_url: https://example.org/pumps/\ntitle:", "content/site.yaml")
    commit(root, "An address")


def test_a_changed_value_on_the_main_branch_needs_a_reason(repository: Path) -> None:
    publish(repository)
    change(repository, "value: nearly 70%", "value: 70%")
    commit(repository, "A value")
    (problem,) = problems(repository)
    assert (problem.rule, problem.severity) == ("change-without-reason", "error")
    assert problem.message == "`pumps-a/share-air` was published as `nearly 70% (2023)`"
    assert (repository / FACTS).read_text().split("\n")[problem.place.line - 1].strip() == "value: 70%"
    reason(repository)
    assert problems(repository) == []


def test_a_site_without_an_address_is_asked_too(repository: Path) -> None:
    change(repository, "value: nearly 70%", "value: 70%")
    assert [problem.severity for problem in problems(repository)] == ["error"]


def test_all_commits_that_wait_to_be_pushed_are_looked_at(repository: Path, tmp_path: Path) -> None:
    git(repository, "clone", "-q", "--bare", str(repository), str(tmp_path / "remote.git"))
    git(repository, "remote", "add", "origin", str(tmp_path / "remote.git"))
    git(repository, "fetch", "-q", "origin")
    change(repository, "value: nearly 70%", "value: 70%")
    commit(repository, "A value")
    change(repository, "title:", "title: Other #", "content/site.yaml")
    last = commit(repository, "Another thing")
    assert [problem.rule for problem in problems(repository)] == ["change-without-reason"]
    git(repository, "push", "-q", "origin", "main")
    assert problems(repository) == []  # what the last commit did; whoever knows of more says since when
    loaded = load(repository)
    assert [*unexplained(repository, loaded, f"{last}~2")] == ["pumps-a/share-air"]
    with pytest.raises(NoRevision):
        unexplained(repository, loaded, "no-such-commit")


def test_a_merged_branch_is_seen_as_a_whole_and_a_shallow_clone_says_that_it_saw_nothing(
    repository: Path, tmp_path: Path
) -> None:
    git(repository, "checkout", "-q", "-b", "work")
    change(repository, "value: nearly 70%", "value: 70%")
    commit(repository, "A value")
    change(repository, "measure: CAGR", "measure: CAGR  # growth")
    commit(repository, "A comment")
    git(repository, "checkout", "-q", "main")
    git(repository, "merge", "-q", "--no-ff", "--no-edit", "work")
    assert [problem.severity for problem in problems(repository)] == ["error"]
    git(repository, "clone", "-q", "--depth", "1", f"file://{repository}", str(tmp_path / "shallow"))
    command = [sys.executable, "-m", "sitegen.cli", "check", "--root", str(tmp_path / "shallow")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stdout.endswith("was not checked: the clone has no history\n")


def test_check_says_so_and_passes_with_the_reason(repository: Path) -> None:
    publish(repository)
    change(repository, "value: nearly 70%", "value: 70%")

    def check() -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-m", "sitegen.cli", "check", "--root", str(repository)], capture_output=True, text=True, check=False)  # fmt: skip

    done = check()
    assert done.returncode == 1 and "error[change-without-reason]" in done.stderr
    assert "sitegen new change" in done.stderr
    command = (
        "new",
        "--root",
        str(repository),
        "change",
        "2026-11-22-share",
        "--reason",
        "Misread.",
    )
    assert (
        subprocess.run([sys.executable, "-m", "sitegen.cli", *command], check=False, capture_output=True).returncode
        == 0
    )
    assert check().returncode == 0


def test_on_another_branch_it_is_a_warning(repository: Path) -> None:
    publish(repository)
    git(repository, "checkout", "-q", "-b", "work")
    change(repository, "value: nearly 70%", "value: 70%")
    assert [problem.severity for problem in problems(repository)] == ["warning"]
    commit(repository, "A value")
    assert [problem.severity for problem in problems(repository)] == ["warning"]


def test_an_old_reason_does_not_cover_a_new_change(repository: Path) -> None:
    reason(repository)
    commit(repository, "A reason")
    publish(repository)
    change(repository, "value: nearly 70%", "value: 70%")
    assert [problem.rule for problem in problems(repository)] == ["change-without-reason"]


@pytest.mark.parametrize(("old", "new"), [
    ("  quote: held nearly 70% of sales in 2023", "  quote: held nearly 70% of sales in 2023\n  note: A remark."),
    ("measure: CAGR", "measure: CAGR  # growth"), ("value: 8.6%", "value: '8.6%'"),
    ("facts:\n", "facts:\n- id: again\n  about: heat-pumps\n  measure: share\n  value: nearly 70%\n  quote: held nearly 70% of sales\n"),
])  # fmt: skip
def test_what_changes_no_published_value_needs_none(repository: Path, old: str, new: str) -> None:
    change(repository, old, new)
    assert problems(repository) == []


def test_a_withdrawn_fact_needs_one_too_and_may_be_named(repository: Path) -> None:
    text = (repository / FACTS).read_text()
    entry = text[text.index("- id: restraint-prices") : text.index("- id: base-year")]
    change(repository, entry, "")
    (problem,) = problems(repository)
    assert "and is gone" in problem.message
    reason(repository, "facts:\n- pumps-a/restraint-prices\nkind: withdrawal\nreason: Not said.\n")
    assert problems(repository) == [] and load(repository).problems == ()


def test_without_a_repository_nothing_is_asked(small: Path) -> None:
    assert problems(small) == []


def test_drafts_were_never_published() -> None:
    before = b"facts:\n- id: a\n  value: USD 1\n  status: draft\n- id: b\n  value: USD 2\n"
    after = b"facts:\n- id: a\n  value: USD 3\n- id: b\n  value: USD 4\n"
    assert changed_values(before, after, "content/facts/s.yaml") == (("s/b", "USD 2", "USD 4"),)
    assert changed_values(b"facts: [", after, "content/facts/s.yaml") == ()


FILES = sorted((Path(__file__).parent.parent / "content/facts").glob("*.yaml"))
ODD = {
    "a draft": "status: draft\nfacts:\n- id: a\n  value: 1\n- id: b\n  value: 2\n- id: c\n  value: 3\n",
    "a draft, as said at its end": "facts:\n- id: a\n  value: 1\n- id: b\n  value: 2\n- id: c\n  value: 3\nstatus: draft\n",
    "two lists": "facts:\n- id: a\n  value: 1\n- id: d\n  value: 1\nother:\n- id: b\n  value: 2\n- id: c\n  value: 3\n",
    "comments and drafts": "facts:\n- id: a\n  value: 1\n\n# Next\n\n- id: b\n  statement: |\n    Two\n\n    lines\n  status: draft\n- id: c\n  value: 3\n\n",
    "an entry within a text": 'facts:\n- id: z\n  value: 0\n- id: a\n  value: "one\n- id: b\n  value: 2\n- id: c"\n- id: d\n  value: 3',
    "an entry within a text in single quotes": "facts:\n- id: z\n  value: 0\n- id: a\n  value: 'it''s\n- id: b\n  value: 2\n- id: c'\n- id: d\n  value: 3",
    "lines of another system": "facts:\r\n- id: a\r\n  value: 1\r\n- id: b\r\n  value: 2\r\n- id: c\r\n  members:\r\n  - x\r\n",
    "not the id first": "facts:\n- about: x\n  id: a\n  value: 1\n- id: b\n  value: 2\n- about: y\n  id: c\n  empty: true\n- id: d\n  value: 4\n",
}  # fmt: skip


@pytest.mark.parametrize("text", [*(path.read_text("utf-8") for path in FILES), *ODD.values()])
def test_what_changed_is_what_two_whole_files_say(text: str) -> None:
    path = "content/facts/s.yaml"
    lines = text.split("\n")
    for number in range(1, len(lines), max(1, len(lines) // 40)):
        for other in ([], ["  value: changed"], ["- id: new", "  value: 9"]):
            after = "\n".join([*lines[:number], *other, *lines[number + 1 :]])
            if documents.parse(after, path)[0] is None:
                continue  # such a file was never published
            said = changed_values(text.encode(), after.encode(), path)
            # Nothing can be left out beside an empty file.
            old, new = (
                {fact: value for fact, value, _ in changed_values(one.encode(), b"", path)} for one in (text, after)
            )
            expected = ((fact, value, new.get(fact, "")) for fact, value in old.items() if new.get(fact) != value)
            assert said == tuple(expected)


@pytest.mark.parametrize(("name", "text", "rule"), [
    ("2026-02-30-x", REASON, "file-name"), ("share", REASON, "file-name"), ("2026-11-22", REASON, "file-name"),
    ("2026-11-22-x", REASON.replace("share-air", "share-ari"), "unknown-reference"),
    ("2026-11-22-x", REASON.replace("correction", "typo"), "wrong-value"),
    ("2026-11-22-x", REASON.replace("reason: The qualifier was ours & not theirs.\n", ""), "missing-key"),
])  # fmt: skip
def test_a_bad_reason_is_a_problem_with_its_place(small: Path, name: str, text: str, rule: str) -> None:
    reason(small, text, name)
    (problem,) = load(small).problems
    assert problem.rule == rule and problem.place.path == f"content/changes/{name}.yaml"


def test_the_page_shows_old_and_new_reason_and_source_and_the_feed_has_it(repository: Path) -> None:
    publish(repository)
    change(repository, "value: nearly 70%", "value: 70%")
    reason(repository)
    commit(repository, "A correction")
    change(repository, "statement: Dear electricity", "statement: Costly electricity")
    commit(repository, "Without a reason")
    assert build(repository, repository / "public").published
    page = (repository / "public/changes/index.html").read_text()
    for text in (
        "<del>nearly 70% (2023)</del> → <ins>70% (2023)</ins>",
        "The qualifier was ours &amp; not theirs.",
        "Brought up by a reader.",
        "No reason was given.",
        'href="../sources/pumps-a/#share-air"',
    ):
        assert text in page, text
    home = (repository / "public/index.html").read_text()
    assert "What changed last" in home and "<del>nearly 70% (2023)</del> → <ins>70% (2023)</ins>" in home
    assert crawl(repository / "public")["index.html"].orphans == []
    assert crawl(repository / "public")["changes/index.html"].orphans == []
    feed = ET.fromstring((repository / "public/changes/feed.xml").read_bytes())
    atom = "{http://www.w3.org/2005/Atom}"
    entries = feed.findall(f"{atom}entry")
    assert len(entries) == 2 and feed.findtext(f"{atom}id") == "https://example.org/pumps/changes/"
    said = " ".join(entry.findtext(f"{atom}content") or "" for entry in entries)
    assert "nearly 70% (2023) → 70% (2023)" in said and "The qualifier was ours & not theirs." in said
    for element in (feed, *entries):
        for tag in ("id", "title", "updated"):
            assert element.findtext(f"{atom}{tag}")


@pytest.mark.parametrize("place", ["", "markets/heat-pumps/"])
def test_both_feeds_say_the_same_of_the_site_and_of_a_market(repository: Path, place: str) -> None:
    publish(repository)
    change(repository, "value: nearly 70%", "value: 70%")
    reason(repository)
    commit(repository, "A correction")
    assert build(repository, repository / "public").published
    folder = repository / "public" / place / "changes"
    atom = feedparser.parse((folder / "feed.xml").read_bytes())
    told = json.loads((folder / "feed.json").read_text())
    assert not atom.bozo and atom.version == "atom10"
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    assert told["home_page_url"] == atom.feed.id == f"https://example.org/pumps/{place}changes/"
    ((entry,), (item,)) = atom.entries, told["items"]
    assert (entry.id, entry.title, entry.updated) == (item["id"], item["title"], item["date_published"])
    assert entry.content[0].value == item["content_text"]
    for text in ("(Pumps A): nearly 70% (2023) → 70% (2023)", "The qualifier was ours & not theirs.", "Brought up by a reader."):  # fmt: skip
        assert text in item["content_text"]
    assert item["_facts"] == [{"id": "pumps-a/share-air", "before": "nearly 70% (2023)", "after": "70% (2023)"}]
    page = (folder / "index.html").read_text()
    assert f'id="{item["id"].partition("#")[2]}"' in page and 'href="feed.json"' in page
    related = [link.href for link in entry.links if link.rel == "related"]
    assert related == ["https://example.org/pumps/sources/pumps-a/#share-air"]


def test_a_shallow_copy_builds_and_the_page_says_so(repository: Path, tmp_path: Path) -> None:
    change(repository, "value: nearly 70%", "value: 70%")
    commit(repository, "A value")
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{repository}", "shallow")
    assert build(tmp_path / "shallow", tmp_path / "shallow/public").published
    shallow = (tmp_path / "shallow/public/changes/index.html").read_text()
    assert "Only the end of the history is here" in shallow and "No published value has changed" in shallow
    assert build(repository, repository / "public").published
    whole = (repository / "public/changes/index.html").read_text()
    assert "Only the end" not in whole and "<del>nearly 70% (2023)</del>" in whole


def test_without_an_address_there_is_no_feed_and_without_history_it_is_said(small: Path) -> None:
    assert build(small, small / "public").published
    assert not (small / "public/changes/feed.xml").exists()
    assert "There is no history here" in (small / "public/changes/index.html").read_text()
    assert "What changed last" not in (small / "public/index.html").read_text()


@pytest.mark.parametrize("market", ["", "heat-pumps"])
@pytest.mark.parametrize("total", [0, 1, 100, 101, 250])
def test_however_much_has_changed_a_page_shows_a_hundred_values(small: Path, market: str, total: int) -> None:
    reason(small)
    material = prepare(small, load(small)).material
    (why,) = material.graph.corpus.changes
    told = [
        Correction(
            "pumps-a/share-air", f"2026-01-{1 + number // 90:02}", str(number), "x", why if number < 120 else None
        )
        for number in range(total)
    ]
    pages = list(changes_pages(replace(material, corrections=tuple(told)), market))
    rows = [[row.old for group in page.groups for row in group.rows] for page in pages]
    assert len(pages) == max(1, -(-total // 100)) and all(len(one) <= 100 for one in rows)
    assert sorted(int(old) for one in rows for old in one) == list(range(total))
    groups = [group for page in pages for group in page.groups]
    begun = [group.anchor for group in groups if not group.goes_on]
    assert len(set(begun)) == len(begun) and set(begun) == {group.anchor for group in groups}
    assert [str(group.day) for group in groups] == sorted((str(group.day) for group in groups), reverse=True)
    for page in pages:
        assert view_at(replace(material, corrections=tuple(told)), page.frame.path) == page
