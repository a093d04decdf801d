"""Disks that are full, read-only or failing: the published site stays as it was, and one line says which path and why.

The full and the read-only disk are real: a small file system in memory, mounted where only the child process sees it. The
failing one is the kernel's answer to a chosen call, changed by strace; where there is no strace these cases are left out.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path
from random import Random

from sitegen.build import How, build
from soak.kills import newer
from soak.run import ROOT, Campaign, Run
from soak.sites import copy, tree

__all__ = ["CAMPAIGN"]

_CALLS = ("write", "openat", "rename,renameat2", "mkdir", "fsync", "syncfs", "unlinkat", "rmdir", "flock")
_FAULTS = ("ENOSPC", "EIO", "EDQUOT", "EROFS", "EACCES")
_NEWNS, _NEWUSER, _REMOUNT, _RDONLY, _PRIVATE = 0x20000, 0x10000000, 32, 1, 1 << 18 | 1 << 14


def _apart(root: Path, size: int, *, readonly: bool) -> None:
    """Mount a small file system at `root`, seen by this process alone, with what stood there."""
    library = ctypes.CDLL(None, use_errno=True)
    user, group = os.getuid(), os.getgid()
    if library.unshare(_NEWNS if user == 0 else _NEWNS | _NEWUSER) != 0:
        os._exit(99)
    if user != 0:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"0 {user} 1")
        Path("/proc/self/gid_map").write_text(f"0 {group} 1")
    held = [(path.relative_to(root), path.read_bytes() if path.is_file() else None) for path in sorted(root.rglob("*"))]
    where = os.fsencode(root)
    if library.mount(None, b"/", None, _PRIVATE, None) or library.mount(
        b"tmpfs", where, b"tmpfs", 0, f"size={size}".encode()
    ):
        os._exit(99)
    for name, data in held:
        if data is None:
            (root / name).mkdir(exist_ok=True)
        else:
            (root / name).write_bytes(data)
    if readonly and library.mount(None, where, None, _REMOUNT | _RDONLY, None):
        os._exit(99)


def _small_disk(run: Run, number: int, random: Random, root: Path) -> None:
    """Build on a disk that ends somewhere in the middle of the new site, or takes nothing at all."""
    held = sum(-(-path.stat().st_size // 4096) * 4096 + 4096 for path in root.rglob("*"))
    readonly = random.random() < 0.2
    size = held + 40_000 + random.randrange(held)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        said = "a bug"
        try:
            _apart(root, size, readonly=readonly)
            old = tree(root / "public")
            newer(root) if not readonly else None
            done = subprocess.run(
                [sys.executable, "-m", "sitegen.cli", "build", "--root", str(root), "--jobs", random.choice("12"), "--no-memo"],
                capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
            )  # fmt: skip
            litter = [path.name for path in (root / ".public.sitegen").glob("*") if path.name != "lock"]
            if done.returncode == 0:
                said = "published" if tree(root / "public") != old and not litter else "says that it published"
            else:
                named = str(root) in done.stderr or "public" in done.stderr
                whole = (
                    tree(root / "public") == old
                    and not litter
                    and named
                    and done.returncode == 3
                    and done.stderr.count("\n") == 1
                )
                said = "refused" if whole else f"exit {done.returncode}, litter {litter}, {done.stderr[-300:]}"
        except OSError as error:
            said = "too small to begin with" if error.errno == 28 else repr(error)
        except BaseException as error:
            said = repr(error)
        os.write(writer, said.encode()[:4000])
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        said = pipe.read().decode()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status == 99:
        run.counts["NO MOUNTS HERE"] += 1
        return
    run.counts[
        ("read-only: " if readonly else "small: ")
        + (said if said in {"published", "refused", "too small to begin with"} else "wrong")
    ] += 1
    run.hold(number, said in {"published", "refused", "too small to begin with"}, said)


def _failing_disk(run: Run, number: int, random: Random, root: Path, old: dict[str, str], new: dict[str, str]) -> None:
    """Build where the K-th call of a kind fails."""
    calls, fault, when = random.choice(_CALLS), random.choice(_FAULTS), random.choice([1, 1, 1, 2, 3])
    newer(root)
    # Only calls that concern the output: an interpreter that cannot open its own modules is nothing of ours.
    paths = [
        one
        for name in ("public", ".public.sitegen", ".public.sitegen/lock", ".public.sitegen/new")
        for one in ("-P", str(root / name))
    ]
    under = [] if calls in {"write", "openat"} else paths
    if calls in {"write", "openat"}:
        files = sorted(new)
        under = [
            one
            for name in random.sample(files, min(40, len(files)))
            for one in ("-P", str(root / ".public.sitegen/new" / name))
        ]
        when = random.choice([1, 1, 2, 5, 20])
    command = ["strace", "-f", "-qq", "-o", "/dev/null", *under, "-e", f"inject={calls}:error={fault}:when={when}"]
    done = subprocess.run(
        [*command, sys.executable, "-m", "sitegen.cli", "build", "--root", str(root), "--jobs", "1", "--no-memo"],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    what = f"{fault} at call {when} of {calls}"
    found = tree(root / "public") if (root / "public").exists() else {}
    run.hold(number, found in (old, new), f"{what}: the site is neither the old nor the new one")
    run.hold(number, done.returncode in {0, 3}, f"{what}: exit {done.returncode}: {done.stderr[-400:]}")
    run.hold(number, done.returncode == 0 or done.stderr.count("\n") == 1, f"{what}: {done.stderr[-400:]}")
    run.hold(number, done.returncode != 0 or found == new, f"{what}: it says that it published")
    run.counts[f"{fault}: " + ("refused" if done.returncode else "did not come up")] += 1
    build(root, root / "public", how=How(1))
    run.hold(number, tree(root / "public") == new, f"{what}: the next build is not the clean one")
    left = [path.name for path in (root / ".public.sitegen").iterdir() if path.name != "lock"]
    run.hold(number, not left, f"{what}: litter {left}")


def attack(run: Run) -> None:
    base = copy(run.folder / "base")
    build(base, base / "public", how=How(1))
    old = tree(base / "public")
    clean = Path(shutil.copytree(base, run.folder / "clean"))
    newer(clean)
    build(clean, clean / "public", how=How(1))
    new = tree(clean / "public")
    for number, random in run.each():
        root = Path(shutil.copytree(base, run.folder / f"case{number}"))
        if number % 2 and shutil.which("strace"):
            _failing_disk(run, number, random, root, old, new)
        else:
            _small_disk(run, number, random, root)
        shutil.rmtree(root)


CAMPAIGN = Campaign(
    "disks",
    "a full, read-only or failing disk leaves the published site as it was, and one line says why",
    "a build on a disk that is too small or read-only, or whose K-th call fails",
    attack,
    short=2,
    weight=3,
)
