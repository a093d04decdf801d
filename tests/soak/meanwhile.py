"""What changes while a build runs, or between two: files that go or turn into something else, a clock that runs backwards, a server beside.

A fork builds; at one of its operations on files something happens to a file of the content, to the folder of the output or to the memo.
The published site is then the one of the old content or a whole one of what was read; and the next build is the clean one.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random

from sitegen.build import How, build
from sitegen.live import LiveSite
from soak.kills import newer
from soak.run import Campaign, Run
from soak.sites import copy, litter, tree

__all__ = ["CAMPAIGN"]

_EVENTS = frozenset(
    {"open", "os.rename", "os.mkdir", "os.scandir", "os.listdir", "os.remove", "ctypes.dlsym", "fcntl.flock"}
)
_PAGE = "---\ntitle: Other\ndescription: Another page.\n---\n\nOther.\n"


def _content(random: Random, root: Path) -> Path:
    return random.choice(sorted(path for path in (root / "content").rglob("*") if path.is_file() or path.is_symlink()))


def _becomes_link(random: Random, root: Path) -> None:
    path = _content(random, root)
    path.unlink()
    path.symlink_to(root.parent / "secret")


def _becomes_folder(random: Random, root: Path) -> None:
    path = _content(random, root)
    path.unlink()
    path.mkdir()


def _clock(random: Random, root: Path) -> None:
    """The content was written in the future, or before computers."""
    for path in (root / "content").rglob("*"):
        os.utime(path, (moment := random.choice([1, 4_000_000_000]), moment))


_HAPPENINGS: Mapping[str, Callable[[Random, Path], object]] = {
    "a file goes": lambda random, root: _content(random, root).unlink(),
    "a file becomes a link": _becomes_link,
    "a file becomes a folder": _becomes_folder,
    "a file comes": lambda _, root: (root / "content/pages/other.md").write_text(_PAGE),
    "a file is cut": lambda random, root: os.truncate(_content(random, root), random.choice([0, 40])),
    "the content goes": lambda _, root: (root / "content").rename(root / "elsewhere"),
    "the memo goes": lambda _, root: shutil.rmtree(root / ".sitegen", ignore_errors=True),
    "the clock jumps": _clock,
    "the output cannot be written": lambda *_: None,
    "the server reads too": lambda *_: None,
}  # fmt: skip


def _whole(target: Path) -> bool:
    """Whether a published site is what its manifest says: no file missing, none more, none of another build."""
    listed = json.loads((target / "manifest.json").read_bytes())
    found = {name: digest for name, digest in tree(target).items() if name != "manifest.json"}
    return listed == found and bool(listed)


def _built(root: Path, what: str, at: int, random: Random) -> int:
    """A build in a fork, to which it happens at its `at`-th operation: the status of the fork."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    status = 70
    try:
        left, happen = [at], _HAPPENINGS[what]

        def hook(event: str, _: object) -> None:
            if event in _EVENTS:
                left[0] -= 1
                if left[0] == 0:
                    with contextlib.suppress(OSError):
                        happen(random, root)

        sys.addaudithook(hook)
        if what == "the clock jumps":
            real, jump = time.time, random.choice([-(10**9), 10**9])
            time.time = lambda: real() + jump
        if what == "the output cannot be written" and os.getuid() == 0:
            os.setegid(65534)
            os.seteuid(65534)
        if what == "the server reads too":
            site = LiveSite(root)
            happen = lambda *_: (site.reload(), site.output("index.html"))  # noqa: E731
        status = 0 if build(root, root / "public", how=How(1)).published else 1
    except BaseException as error:
        status = 3 if type(error).__name__ == "EnvironmentFailure" else 70
        if status == 70:
            print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
    os._exit(status)


def attack(run: Run) -> None:
    base = copy(run.folder / "base")
    (run.folder / "secret").write_text("canary-of-a-link")
    build(base, base / "public", how=How(1))
    old = tree(base / "public")
    names = sorted(_HAPPENINGS)
    for number, random in run.each():
        root = Path(shutil.copytree(base, run.folder / f"case{number}"))
        newer(root)
        what = names[number % len(names)]
        status = _built(root, what, random.randrange(1, random.choice([40, 400])), random)
        run.counts[f"{what}: " + {0: "built", 1: "refused", 3: "failed in one line"}.get(status, "wrong")] += 1
        run.hold(number, status in {0, 1, 3}, f"{what}: status {status}")
        found = tree(root / "public")
        run.hold(number, found == old or _whole(root / "public"), f"{what}: the site is no whole one")
        run.hold(number, status == 0 or found == old, f"{what}: refused, and yet the site is another")
        told = any(b"canary-of-a-link" in path.read_bytes() for path in (root / "public").rglob("*") if path.is_file())
        run.hold(number, not told, f"{what}: a link was followed")
        _again(run, number, root, what)
        shutil.rmtree(root)


def _again(run: Run, number: int, root: Path, what: str) -> None:
    """The next build, of the content of before, is the clean one, and nothing lies about."""
    for name in ("content", "elsewhere"):
        shutil.rmtree(root / name, ignore_errors=True)
    shutil.copytree(run.folder / "base/content", root / "content")
    build(root, root / "public", how=How(1))
    run.hold(
        number,
        tree(root / "public") == tree(run.folder / "base/public"),
        f"{what}: the next build is not the clean one",
    )
    run.hold(number, not litter(root / "public"), f"{what}: litter {litter(root / 'public')}")
    records = sorted(path.name for path in (root / ".sitegen").iterdir()) if (root / ".sitegen").is_dir() else []
    # What is so by itself, what is known of facts, and two files for each of the two folders that a case builds into.
    run.hold(number, len(records) <= 6, f"{what}: the memo grows: {records}")


CAMPAIGN = Campaign(
    "meanwhile",
    "whatever changes while a build runs, the site is a whole one, and the next build is the clean one",
    "a build during which a file goes, comes or turns into something else, the clock jumps, or the output is read-only",
    attack,
    short=10,
    weight=1,
)
