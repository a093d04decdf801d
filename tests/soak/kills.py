"""Killed builds: before every operation on files in turn, and at random instants. The published site is the old or the new one.

A child process builds a newer content over a published site and is killed with SIGKILL, which nothing can answer. Then the
site is the one or the other, no worker of the dead process goes on, the next build is the clean one, and nothing lies about.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from pathlib import Path
from random import Random

from sitegen import workers
from sitegen.build import How, build
from soak.run import Campaign, Run
from soak.sites import copy, listing, tree

__all__ = ["CAMPAIGN", "forked_build", "newer"]

_EVENTS = frozenset(
    {
        "open",
        "os.rename",
        "os.link",
        "os.mkdir",
        "os.remove",
        "os.rmdir",
        "os.scandir",
        "shutil.rmtree",
        "ctypes.dlsym",
        "fcntl.flock",
    }
)


def newer(root: Path) -> None:
    """The content as it is after an edit."""
    page = root / "content/pages/about.md"
    page.write_text(page.read_text() + "\nAnd a newer sentence.\n")
    (root / "content/pages/more.md").write_text("---\ntitle: More\ndescription: A page more.\n---\n\nMore.\n")


def forked_build(
    root: Path, target: Path, *, jobs: int = 1, kill_at: int | None = None, count: Path | None = None
) -> int:
    """The process that builds; it kills itself at its `kill_at`-th operation on files. Its status is 0 where it published.

    `count` is a file that is told how many such operations there were.
    """
    child = os.fork()
    if child:
        return child
    status = 70
    try:
        # The small site is too small for several workers, unless a worker gets one bundle.
        workers._ROUNDS = 1
        if kill_at is not None:
            left, home = [kill_at], os.getpid()

            def hook(event: str, _: object) -> None:
                if event in _EVENTS and os.getpid() == home:
                    left[0] -= 1
                    if left[0] == 0:
                        os.kill(home, signal.SIGKILL)

            sys.addaudithook(hook)
        status = 0 if build(root, target, how=How(jobs, memo=jobs == 1)).published else 1
        if count is not None and kill_at is not None:
            count.write_text(str(kill_at - left[0]))
    except BaseException:
        status = 3
    os._exit(status)


def _descendants(mark: str) -> list[int]:
    """The processes whose working folder is `mark`, this one apart: workers of a build that was started there."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                # A dead process that nobody has asked after has no folder.
                if os.readlink(entry / "cwd") == mark:  # noqa: PTH115
                    found.append(int(entry.name))
            except OSError:
                continue
    return found


def attack(run: Run) -> None:
    home = Path.cwd()
    base = copy(run.folder / "base")
    build(base, base / "public", how=How(1))
    old = tree(base / "public")
    clean = Path(
        shutil.copytree(
            base, run.folder / "clean", ignore=shutil.ignore_patterns("public", ".sitegen", ".public.sitegen")
        )
    )
    newer(clean)
    began = time.monotonic()
    build(clean, clean / "public", how=How(1))
    usual = time.monotonic() - began
    new, beside = tree(clean / "public"), listing(clean)
    operations = {jobs: _operations(base, run.folder / f"counted{jobs}", jobs) for jobs in (1, 2, 3)}
    run.counts["operations of a build"] = operations[1]
    for number, random in run.each():
        root = Path(shutil.copytree(base, run.folder / f"case{number}", symlinks=True))
        newer(root)
        os.chdir(root)
        try:
            _kill(root, number, random, usual, operations, run)
        finally:
            os.chdir(home)
        found = tree(root / "public") if (root / "public").exists() else {}
        # Between two renames a system without an exchange of names has the old site aside; the next build puts it back.
        run.hold(
            number,
            found in (old, new),
            f"the site is neither the old nor the new one: {sorted(set(found.items()) ^ set(new.items()))[:4]}",
        )
        run.counts["left the old site" if found == old else "left the new site"] += 1
        waited = time.monotonic()
        while _descendants(str(root)) and time.monotonic() - waited < 20:
            time.sleep(0.05)
        left = _descendants(str(root))
        run.hold(number, not left, f"processes go on: {left}")
        for process in left:
            os.kill(process, signal.SIGKILL)
        build(root, root / "public", how=How(1))
        run.hold(number, tree(root / "public") == new, "the next build is not the clean one")
        run.hold(number, listing(root) == beside, f"litter: {set(listing(root)) ^ set(beside)}")
        shutil.rmtree(root)


def _operations(base: Path, root: Path, jobs: int) -> int:
    """The operations on files of a build that nobody kills."""
    shutil.copytree(base, root)
    newer(root)
    os.waitpid(forked_build(root, root / "public", jobs=jobs, kill_at=10**9, count=root / "operations"), 0)
    return int((root / "operations").read_text())


def _kill(root: Path, number: int, random: Random, usual: float, operations: dict[int, int], run: Run) -> None:
    """Even cases take the operations of a build by one worker in their order, until there are none; odd ones take chance."""
    jobs, at = 1, number // 2 + 1
    if not run.thorough or at > operations[1]:
        # Many of them among the last operations, where the site is swapped in and the old one removed.
        jobs = random.choice([1, 2, 3])
        last = operations[jobs]
        at = random.randrange(random.choice([1, last - last // 3]), last)
    chosen = number % 2 == 0
    if not chosen:
        jobs = random.choice([1, 1, 2, 3])
    child = forked_build(root, root / "public", jobs=jobs, kill_at=at if chosen else None)
    if not chosen:
        time.sleep(random.random() * usual * (1.2 if jobs == 1 else 2))
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    kind = "at an operation" if chosen else "at an instant"
    run.counts[f"killed {kind}" if os.WIFSIGNALED(status) else "done before it was killed"] += 1
    if os.WIFSIGNALED(status):
        run.counts["killed"] += 1


CAMPAIGN = Campaign(
    "kills",
    "a killed build leaves the old site or the new one, no orphan and no litter; the next build is the clean one",
    "a build killed with SIGKILL, by one to three workers",
    attack,
    short=3,
    weight=3,
)
