"""`sitegen publish`: every target has the whole site or the old one, and no page ever points to a file that is not there."""

from __future__ import annotations

import gzip
import json
import posixpath
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import brotli
import fsspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.delivery.branch import Branch
from sitegen.delivery.command import publish_to
from sitegen.delivery.extras import extras
from sitegen.delivery.folder import Folder
from sitegen.delivery.model import Receipt, Target, listed, plan
from sitegen.delivery.storage import Storage, storage_at
from sitegen.loading import load
from sitegen.outputs import Output
from sitegen.preparing import prepare
from sitegen.problems import EnvironmentFailure

SMALL = Path(__file__).parent / "data/small"


def site(generation: int, *, gone: bool = False) -> list[Output]:
    """A site of a few pages whose asset has another name in each generation."""
    asset = f"assets/site.{generation:010x}.js"
    pages = {"index.html": "", "a/index.html": "../", "b/index.html": "../"} | ({} if gone else {"c/index.html": "../"})
    found = {path: f'<script src="{up}{asset}"></script>{generation}'.encode() for path, up in pages.items()}
    found |= {asset: b"//" + str(generation).encode(), "same.txt": b"the same", "data/x.csv": str(generation).encode()}
    if generation > 1:
        found[f"new-{generation}/index.html"] = f'<script src="../{asset}"></script>'.encode()
        found["a/index.html"] += f'<a href="../new-{generation}/index.html">'.encode()
    return [Output(path, data) for path, data in found.items()]


def as_files(outputs: list[Output]) -> dict[str, bytes]:
    return {output.path: output.data for output in outputs}


def missing(files: Mapping[str, bytes]) -> list[tuple[str, str]]:
    """What pages point to and readers would not find."""
    found = []
    for path, data in files.items():
        if path.endswith(".html"):
            for link in re.findall(r'(?:src|href)="([^"]+)"', data.decode()):
                target = posixpath.normpath(posixpath.join(posixpath.dirname(path), link))
                if target not in files:
                    found.append((path, target))
    return found


def read(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.relative_to(folder).parts[0].startswith(".")
    }


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), "-c", "user.name=a", "-c", "user.email=a@example.org", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.fixture(params=["folder", "branch", "file", "memory"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Target, Callable[[], dict[str, bytes]]]:
    """A target of each kind, and how readers see it."""
    if request.param == "folder":
        return Folder(tmp_path / "www"), lambda: read(tmp_path / "www")
    if request.param == "file":
        return storage_at(f"file://{tmp_path}/www"), lambda: read(tmp_path / "www")
    if request.param == "memory":
        files = fsspec.filesystem("memory")
        base = f"/{tmp_path.name}"
        return storage_at(f"memory:/{base}"), lambda: {
            path.removeprefix(f"{base}/"): files.cat_file(path)
            for path in files.find(base)
            if not path.startswith(f"{base}/.sitegen")
        }
    subprocess.run(["git", "init", "-q", "--bare", str(tmp_path / "host")], check=True)
    git(tmp_path, "init", "-q", "-b", "main", "work")
    git(tmp_path / "work", "remote", "add", "origin", str(tmp_path / "host"))
    (tmp_path / "work/content.yaml").write_text("content")
    git(tmp_path / "work", "add", "-A")
    git(tmp_path / "work", "commit", "-qm", "Content")

    def seen() -> dict[str, bytes]:
        shutil.rmtree(tmp_path / "out", ignore_errors=True)
        git(tmp_path, "clone", "-q", "-b", "gh-pages", str(tmp_path / "host"), "out")
        return read(tmp_path / "out")

    return Branch(tmp_path / "work", "gh-pages", "origin", 0, "abc"), seen


Seen = tuple[Target, Callable[[], dict[str, bytes]]]


def test_a_target_gets_what_changed_keeps_the_last_assets_and_goes_back(target: Seen) -> None:
    where, seen = target
    first = where.publish(site(1))
    assert (first.uploaded, first.deleted, first.same) == (len(site(1)) + 1, 0, 0)
    assert as_files(site(1)).items() <= seen().items()
    assert where.publish(site(1)) == Receipt(first.where, 0, 0, len(site(1)) + 1)

    second = where.publish(site(2))
    shown = seen()
    assert as_files(site(2)).items() <= shown.items()
    assert "assets/site.0000000001.js" in shown, "a reader who has the old page open may still ask for its script"
    assert json.loads(shown["carried.json"]) == ["assets/site.0000000001.js"]
    assert where.publish(site(2)).uploaded == 0
    assert second.same == 2  # same.txt and the carried asset
    assert set(listed(shown["manifest.json"])) == set(shown) - {"manifest.json"}

    where.publish(site(3, gone=True))
    shown = seen()
    assert "assets/site.0000000001.js" not in shown and "c/index.html" not in shown and "new-2/index.html" not in shown

    back = where.roll_back()
    assert as_files(site(2)).items() <= seen().items()
    assert "new-3/index.html" not in seen() and back.uploaded
    assert missing(seen()) == []
    where.roll_back()
    assert as_files(site(3, gone=True)).items() <= seen().items()


def test_there_must_be_something_to_go_back_to(target: Seen) -> None:
    where, _ = target
    with pytest.raises(EnvironmentFailure, match="no earlier site"):
        where.roll_back()
    where.publish(site(1))
    with pytest.raises(EnvironmentFailure, match="no earlier site"):
        where.roll_back()


@given(st.integers(1, 5), st.integers(1, 5), st.booleans())
@settings(max_examples=20)
def test_a_plan_uploads_what_pages_need_before_them(one: int, other: int, gone: bool) -> None:
    before, after = as_files(site(one)), as_files(site(other, gone=gone))
    digests = [{path: data.hex() for path, data in files.items()} for files in (before, after)]
    steps, shown = plan(*digests), dict(before)
    for path in steps.upload:
        shown[path] = after[path]
        assert missing(shown) == [], path
    for path in steps.delete:
        del shown[path]
        assert missing(shown) == [], path
    assert shown == after


class Failing:
    """A file system that dies at a write; `dead` ones answer nothing any more, as after a kill."""

    def __init__(self, files: Any, after: int, *, dead: bool) -> None:
        self.files, self.left, self.dead, self.failed = files, after, dead, False
        self.seen: list[dict[str, bytes]] = []

    def __getattr__(self, name: str) -> Any:
        real = getattr(self.files, name)

        def call(*arguments: Any, **settings: Any) -> Any:
            if self.failed and self.dead:
                raise ConnectionError("gone")
            if name in {"pipe_file", "cp_file", "rm_file"} and not self.failed:
                self.left -= 1
                if self.left < 0:
                    self.failed = True
                    raise ConnectionError("the line went dead")
            return real(*arguments, **settings)

        return call


@pytest.mark.parametrize("dead", [False, True], ids=["failed", "killed"])
def test_storage_that_fails_at_any_step_leaves_the_old_site_or_the_next_run_mends_it(
    dead: bool, tmp_path: Path
) -> None:
    files = fsspec.filesystem("memory")
    old, new = as_files(site(1)), as_files(site(2, gone=True))
    for step in range(200):
        base = f"/{tmp_path.name}-{dead}-{step}"

        def shown(base: str = base) -> dict[str, bytes]:
            found = {path.removeprefix(f"{base}/"): files.cat_file(path) for path in files.find(base)}
            return {path: data for path, data in found.items() if not path.startswith(".sitegen")}

        Storage(files, base, "memory").publish(site(1))
        before = shown()
        line = Failing(files, step, dead=dead)
        try:
            Storage(line, base, "memory").publish(site(2, gone=True))
        except EnvironmentFailure as failure:
            assert "the line went dead" in str(failure)
            there = shown()
            assert missing(there) == [], step
            if not dead and there["manifest.json"] == before["manifest.json"]:
                assert there == before, step
            if there["manifest.json"] != before["manifest.json"]:
                assert new.items() <= there.items(), step
        if not line.failed:
            assert step > 15
            return
        assert old.items() <= shown().items() or dead or new.items() <= shown().items()
        Storage(files, base, "memory").publish(site(2, gone=True))
        assert new.items() <= shown().items() and missing(shown()) == []
        assert "c/index.html" not in shown()
        Storage(files, base, "memory").roll_back()
        assert shown() == before
    pytest.fail("the delivery never came to its end")


def test_storage_labels_objects_in_the_words_of_its_library(tmp_path: Path) -> None:
    written: dict[str, dict[str, Any]] = {}

    class Labelled(Failing):
        def pipe_file(self, path: str, data: bytes, **labels: Any) -> None:
            written[path] = labels
            self.files.pipe_file(path, data)

    for protocol, keys in (("s3", {"ContentType", "CacheControl"}), ("gs", {"content_type", "fixed_key_metadata"})):
        base = f"/{tmp_path.name}-{protocol}"
        Storage(Labelled(fsspec.filesystem("memory"), 10**6, dead=False), base, "x", protocol).publish(site(1))
        assert set(written[f"{base}/index.html"]) == keys
        assert "text/html; charset=utf-8" in written[f"{base}/index.html"].values()
        assert "immutable" in str(written[f"{base}/assets/site.0000000001.js"])
        assert "immutable" not in str(written[f"{base}/data/x.csv"])


def test_a_storage_whose_library_is_missing_is_said() -> None:
    with pytest.raises(EnvironmentFailure, match="sitegen\\[publish\\]"):
        storage_at("nowhere://bucket/x")


def test_a_branch_never_touches_the_working_tree_and_loses_no_race(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", "--bare", str(tmp_path / "host")], check=True)
    git(tmp_path, "init", "-q", "-b", "main", "work")
    work = tmp_path / "work"
    git(work, "remote", "add", "origin", str(tmp_path / "host"))
    (work / "content.yaml").write_text("content")
    git(work, "add", "-A")
    git(work, "commit", "-qm", "Content")
    (work / "content.yaml").write_text("unsaved")
    (work / "stranger.txt").write_text("untracked")
    state = git(work, "status", "--porcelain"), git(work, "for-each-ref", "refs/heads"), git(work, "rev-parse", "HEAD")
    branch = Branch(work, "gh-pages", "origin", 0, "abc")
    branch.publish(site(1))
    tip = git(tmp_path / "host", "rev-parse", "gh-pages")
    branch.publish(site(2))
    assert (
        git(work, "status", "--porcelain"),
        git(work, "for-each-ref", "refs/heads"),
        git(work, "rev-parse", "HEAD"),
    ) == state
    assert git(tmp_path / "host", "rev-parse", "gh-pages^") == tip
    assert git(tmp_path / "host", "ls-tree", "-r", "--name-only", "gh-pages").split("\n")[0] == ".nojekyll"

    class Overtaken(Branch):
        def _push(self, tip: str) -> None:
            Branch(work, "gh-pages", "origin", 0, "abc").publish(site(3))
            super()._push(tip)

    with pytest.raises(EnvironmentFailure, match="the host refused it"):
        Overtaken(work, "gh-pages", "origin", 0, "abc").publish(site(4))
    assert "new-3/index.html" in git(tmp_path / "host", "ls-tree", "-r", "--name-only", "gh-pages")
    git(work, "push", "-q", "origin", "main")
    with pytest.raises(EnvironmentFailure, match="not written by sitegen"):
        Branch(work, "main", "origin", 0, "abc").publish(site(1))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small site with a retired address, published into a directory."""
    folder = shutil.copytree(SMALL, tmp_path_factory.mktemp("delivery") / "small")
    (folder / "content/moved.yaml").write_text(
        "moved:\n- was: markets/pumps\n  to: markets/warm-pumps\n- was: markets/warm-pumps\n  to: markets/heat-pumps\n"
    )
    done = publish_to(folder, str(folder / "www"), remote="origin", base_url="https://example.org/pumps/", strict=False, compress=None)  # fmt: skip
    assert done.done, done.summary
    return folder / "www"


def test_compressed_files_hold_the_same_and_are_shorter(published: Path) -> None:
    forms = [path for path in published.rglob("*") if path.suffix in {".gz", ".br"}]
    assert len(forms) > 40
    for form in forms:
        unpack = gzip.decompress if form.suffix == ".gz" else brotli.decompress
        plain = form.with_suffix("").read_bytes()
        assert unpack(form.read_bytes()) == plain and form.stat().st_size < len(plain)


def test_hosts_are_told_what_lasts_and_what_has_moved(published: Path) -> None:
    headers = (published / "_headers").read_text()
    for path in (published / "assets").iterdir():
        lasting = bool(re.fullmatch(r"[\w-]+\.[0-9a-f]{10}\.[a-z]+", path.name))
        assert (f"/assets/{path.name}\n  Cache-Control: public, max-age=31536000, immutable\n" in headers) == lasting
    assert "/markets/*\n  Content-Security-Policy: frame-ancestors 'self'" in headers and "/embed/" not in headers
    rules = (published / "_redirects").read_text().splitlines()
    assert rules == [f"/markets/{was}/ /markets/heat-pumps/ 301" for was in ("pumps", "warm-pumps")]
    page = (published / "markets/pumps/index.html").read_text()
    assert '<meta http-equiv="refresh" content="0; url=../heat-pumps/">' in page and 'content="noindex"' in page
    assert "markets/pumps/" not in (published / "sitemap.xml").read_text()


def test_a_workbook_stands_beside_the_page_of_each_market(published: Path) -> None:
    assert (published / "markets/heat-pumps/estimates.xlsx").read_bytes()[:2] == b"PK"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("moved:\n- was: markets/heat-pumps\n  to: regions/northland\n", "address-in-use"),
        ("moved:\n- was: markets/pumps\n  to: markets/heat-pump\n", "unknown-reference"),
        ("moved:\n- was: a\n  to: b\n- was: b\n  to: a\n", "unknown-reference"),
        ("moved:\n- was: /markets/pumps/\n  to: markets/heat-pumps\n", "wrong-value"),
    ],
)
def test_a_wrong_retired_address_is_a_problem_with_its_line(small: Path, text: str, rule: str) -> None:
    (small / "content/moved.yaml").write_text(text)
    found = load(small).problems
    assert {problem.rule for problem in found} == {rule}
    assert all(problem.place.path == "content/moved.yaml" and problem.place.line > 1 for problem in found)


def test_the_same_content_gives_the_same_bytes_published(small: Path) -> None:
    def made() -> dict[str, bytes]:
        prepared = prepare(small, load(small))
        outputs = list(prepared.everything())
        return {one.path: one.data for one in extras(prepared, outputs, compress=True)}

    assert made() == made()


def test_content_with_errors_is_not_published(small: Path) -> None:
    facts = small / "content/facts/pumps-a.yaml"
    facts.write_text(facts.read_text().replace("8.6%", "8.7%", 1))
    command = [sys.executable, "-m", "sitegen.cli", "publish", str(small / "www"), "--root", str(small)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "nothing was published" in done.stdout and not (small / "www").exists()
