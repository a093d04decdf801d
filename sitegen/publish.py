"""Stage 7: outputs → a folder, all of them or none.

Comes in: outputs and a target folder. Goes out: the target, swapped in by one rename. Everything is staged beside the
target, written and synced, the manifest last; a build that fails or is killed leaves the published site as it was.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from sitegen.outputs import MANIFEST, Kept, Output, Written
from sitegen.problems import EnvironmentFailure
from sitegen.staging import stage

__all__ = ["bring_back", "publish", "replace"]

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
# The generation before, beside the site that `sitegen publish` put into a directory; and a site on its way to be that.
_KEPT = "before"
_LEAVING = "leaving"


def publish(outputs: Iterable[Output | Kept], target: Path) -> Written:
    """Replace `target` by the outputs and their manifest; returns the files that it now has.

    What is asked of `target` while `outputs` are made is asked of the site that they will replace. Raises `EnvironmentFailure` with the path and the cause; the target is then as it was.
    """
    with _workshop(target, keeping=True) as (staging, here):
        made = stage(outputs, staging / "new", here)
        old = _swap(staging, here)
        # A site of which most stays is the best beginning of the next one: the folder has its names already.
        if old is not None and 2 * made.kept < len(made.files):
            shutil.rmtree(old)
        return made.files


def replace(outputs: Iterable[Output], target: Path) -> None:
    """The same, but that files which did not change are linked, and the old site stays aside."""
    with _workshop(target) as (staging, here):
        stage(outputs, staging / "new", here, sparing=True)
        old = _swap(staging, here)
        if old is not None:
            old.rename(staging / _LEAVING)
            _settle(staging)


def bring_back(target: Path) -> bool:
    """Exchange `target` for the site that `replace` set aside; False where there is none."""
    with _workshop(target) as (staging, here):
        if not (staging / _KEPT).is_dir():
            return False
        if not _exchange(staging / _KEPT, here):
            here.rename(staging / _LEAVING)
            (staging / _KEPT).rename(here)
        _sync_names(here.parent)
        _settle(staging)
        return True


@contextlib.contextmanager
def _workshop(target: Path, *, keeping: bool = False) -> Iterator[tuple[Path, Path]]:
    """The staging folder beside the target, mended and locked, and the target itself. `keeping` is what was staged before."""
    target = target.resolve()
    staging = target.parent / f".{target.name}.sitegen"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        staging.mkdir(exist_ok=True)
        with _locked(staging / "lock"):
            _mend(staging, target)
            if not keeping and (staging / "new").exists():
                shutil.rmtree(staging / "new")
            if target.exists() and not _is_ours(target):
                raise EnvironmentFailure(
                    f"{target}: is not empty and was not written by sitegen; name another output folder"
                )
            yield staging, target
    except OSError as error:
        raise EnvironmentFailure(f"{error.filename or target}: {error.strerror or error}") from error


def _is_ours(target: Path) -> bool:
    return target.is_dir() and ((target / MANIFEST).is_file() or not any(target.iterdir()))


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    """One build at a time. The lock goes with its process, so a stale one never needs a person."""
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _mend(staging: Path, target: Path) -> None:
    """Clear what a killed build left. Between two renames the old site may stand aside: put it back."""
    for name in ("old", _LEAVING):
        if not target.exists() and (staging / name).is_dir():
            (staging / name).rename(target)
    _settle(staging)
    if (staging / "old").exists():
        shutil.rmtree(staging / "old")


def _settle(staging: Path) -> None:
    """The site that was left becomes the generation before. Whoever is killed in here is followed by one who does it again."""
    if (staging / _LEAVING).exists():
        if (staging / _KEPT).exists():
            shutil.rmtree(staging / _KEPT)
        (staging / _LEAVING).rename(staging / _KEPT)


def _swap(staging: Path, target: Path) -> Path | None:
    """Put the staged site where the published one is; where that now stands, if there was one."""
    new, old = staging / "new", staging / "old"
    if not target.exists():
        new.rename(target)
    elif not _exchange(new, target):
        target.rename(old)
        new.rename(target)
        old.rename(new)
    _sync_names(target.parent)
    return new if new.exists() else None


def _sync_names(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two names in one step; False where the system cannot."""
    library = ctypes.CDLL(None, use_errno=True)
    if not hasattr(library, "renameat2"):
        return False
    done = library.renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    if done == 0:
        return True
    number = ctypes.get_errno()
    if number in {errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP}:
        return False
    raise OSError(number, os.strerror(number), str(other))
