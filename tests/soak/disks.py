"""Disks that are full, read-only or failing: the published site stays as it was, and one line says which path and why.

The full and the read-only disk are real: a small file system in memory, mounted where only the child process sees it. The
failing one is the kernel's answer to a chosen call, changed by strace, which is attached to a fork of this process: first the calls
of one build are counted, then each of them fails in turn. Where there is no strace these cases are left out.
"""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random

from sitegen.build import How, build
from sitegen.cli import main
from soak.kills import newer
from soak.run import Campaign, Run
from soak.sites import copy, litter, tree

__all__ = ["CAMPAIGN"]

_FAULTS = {
    "write": ("ENOSPC", "EIO", "EDQUOT"), "openat": ("ENOSPC", "EIO", "EDQUOT", "EROFS", "EACCES", "EMFILE"), "read": ("EIO",),
    "getdents64": ("EIO",), "mkdir": ("ENOSPC", "EIO", "EDQUOT", "EROFS", "EACCES"), "rename": ("ENOSPC", "EIO", "EROFS", "EACCES"),
    "renameat2": ("ENOSPC", "EIO", "EROFS", "EACCES", "EINVAL"), "fsync": ("ENOSPC", "EIO", "EDQUOT", "EROFS"),
    "syncfs": ("ENOSPC", "EIO", "EDQUOT"), "unlinkat": ("EIO", "EROFS", "EACCES"), "rmdir": ("EIO", "EROFS"), "flock": ("EIO", "ENOLCK"),
}  # fmt: skip
_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
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


def _command(root: Path, jobs: str, output: int) -> int:
    """`sitegen build` in this process, what it says into a file; its exit status."""
    os.dup2(output, 1)
    os.dup2(output, 2)
    sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w")
    sys.argv = ["sitegen", "build", "--root", str(root), "--jobs", jobs]
    try:
        main()
    except SystemExit as left:
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError):
                stream.flush()
        return left.code if isinstance(left.code, int) else 1
    return 0


def _small_disk(run: Run, number: int, random: Random, root: Path) -> None:
    """Build on a disk that ends somewhere in the middle of the new site, or takes nothing at all."""
    held = sum(-(-path.stat().st_size // 4096) * 4096 + 4096 for path in root.rglob("*"))
    readonly = random.random() < 0.2
    size = held + 40_000 + random.randrange(held)
    log = run.folder / f"said{number}"
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        found = "a bug"
        try:
            _apart(root, size, readonly=readonly)
            old = tree(root / "public")
            if not readonly:
                newer(root)
            status, said = _command(root, "1", os.open(log, _NEW)), log.read_text()
            if status == 0:
                whole = tree(root / "public") != old and not litter(root / "public")
                found = "published" if whole else f"says that it published; litter {litter(root / 'public')}"
            else:
                named = str(root) in said or "public" in said
                whole = tree(root / "public") == old and not litter(root / "public") and named and status == 3
                found = (
                    "refused"
                    if whole and said.count("\n") == 1
                    else f"exit {status}, {litter(root / 'public')}, {said[-300:]}"
                )
        except OSError as error:
            found = "too small to begin with" if error.errno == 28 else repr(error)
        except BaseException as error:
            found = repr(error)
        os.write(writer, found.encode()[:4000])
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        found = pipe.read().decode()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status == 99:
        run.counts["NO MOUNTS HERE"] += 1
        return
    expected = found in {"published", "refused", "too small to begin with"}
    run.counts[("read-only: " if readonly else "small: ") + (found if expected else "wrong")] += 1
    run.hold(number, expected, found)


def _traced(root: Path, said: Path, log: Path, *options: str) -> int | None:
    """A build under strace with these options; None where strace cannot be attached."""
    go, gone = os.pipe()
    output = os.open(said, _NEW)
    child = os.fork()
    if child == 0:
        os.close(gone)
        with suppress(OSError):  # this, too, may be the call that fails
            os.read(go, 1)
        os._exit(_command(root, "1", output))
    os.close(go)
    os.close(output)
    command = ["strace", "-f", "-o", str(log), *options, "-p", str(child)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as tracer:
        assert tracer.stderr is not None
        attached = "attached" in tracer.stderr.readline()
        if attached:
            os.write(gone, b"x")
        else:
            os.kill(child, signal.SIGKILL)
        os.close(gone)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        tracer.stderr.read()
    return status if attached else None


def _calls(base: Path, folder: Path) -> Counter[str]:
    """How often a build makes each of the calls."""
    root = Path(shutil.copytree(base, folder / "counted"))
    newer(root)
    if (
        not shutil.which("strace")
        or _traced(root, folder / "said", folder / "log", "-e", f"trace={','.join(_FAULTS)}") != 0
    ):
        return Counter()
    return Counter(re.findall(r"(?m)^\d+ +([a-z0-9]+)\(", (folder / "log").read_text(errors="replace")))


def _spots(calls: Counter[str], seed: int) -> Iterator[tuple[str, str, int]]:
    """Each call of a build once, in any order, with a fault; then again with other faults."""
    random = Random(seed)
    while True:
        spots = [
            (name, random.choice(_FAULTS[name]), when + 1) for name in sorted(calls) for when in range(calls[name])
        ]
        random.shuffle(spots)
        yield from spots


def _failing_disk(
    run: Run, number: int, spot: tuple[str, str, int], root: Path, old: dict[str, str], new: dict[str, str]
) -> None:
    """Build where the K-th call of a kind fails."""
    calls, fault, when = spot
    newer(root)
    said, log = run.folder / f"said{number}", run.folder / f"log{number}"
    status = _traced(root, said, log, "-e", f"trace={calls}", "-e", f"inject={calls}:error={fault}:when={when}")
    what, words, fired = (
        f"{fault} at call {when} of {calls}",
        said.read_text(),
        "(INJECTED)" in log.read_text(errors="replace"),
    )
    hit = next((line for line in log.read_text(errors="replace").splitlines() if "(INJECTED)" in line), "")
    found = tree(root / "public") if (root / "public").exists() else {}
    own = hit.startswith(("write(1,", "write(2,")) or " write(1," in hit or " write(2," in hit
    run.hold(number, found in (old, new), f"{what}: the site is neither the old nor the new one")
    run.hold(number, status in {0, 3} or own, f"{what}: exit {status}: {words[-400:]} {hit[:200]}")
    run.hold(number, status == 0 or words.count("\n") == 1 or own, f"{what}: {words[-400:]}")
    run.hold(number, status != 0 or found == new, f"{what}: it says that it published")
    run.counts[
        f"{calls}: " + ("did not come up" if not fired else "refused" if status else "published in spite of it")
    ] += 1
    build(root, root / "public", how=How(1))
    run.hold(number, tree(root / "public") == new, f"{what}: the next build is not the clean one")
    run.hold(number, not litter(root / "public"), f"{what}: litter {litter(root / 'public')}")


def attack(run: Run) -> None:
    base = copy(run.folder / "base")
    build(base, base / "public", how=How(1))
    old = tree(base / "public")
    clean = Path(shutil.copytree(base, run.folder / "clean"))
    newer(clean)
    build(clean, clean / "public", how=How(1))
    new = tree(clean / "public")
    calls = _calls(base, run.folder)
    run.counts["calls of a build"] = calls.total()
    spots = _spots(calls, run.seed)
    for number, random in run.each():
        root = Path(shutil.copytree(base, run.folder / f"case{number}"))
        if number % 8 and calls:
            if run.only is not None:
                for _ in range(number - number // 8 - 1):
                    next(spots)
            _failing_disk(run, number, next(spots), root, old, new)
        else:
            _small_disk(run, number, random, root)
        shutil.rmtree(root)
        for name in ("said", "log"):
            (run.folder / f"{name}{number}").unlink(missing_ok=True)


CAMPAIGN = Campaign(
    "disks",
    "a full, read-only or failing disk leaves the published site as it was, and one line says why",
    "a build on a disk that is too small or read-only, or of which one call of the system fails: each of them in turn",
    attack,
    short=2,
    weight=3,
)
