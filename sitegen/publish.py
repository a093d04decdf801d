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

from sitegen.outputs import MANIFEST, Output, digest, manifest
from sitegen.problems import EnvironmentFailure

__all__ = ["bring_back", "publish", "published_file", "replace"]

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
# The generation before, beside the site that `sitegen publish` put into a directory; and a site on its way to be that.
_KEPT = "before"
_LEAVING = "leaving"


def publish(outputs: Iterable[Output], target: Path) -> tuple[str, ...]:
    """Replace `target` by the outputs and their manifest; returns the paths of the files it now has.

    Raises `EnvironmentFailure` with the path and the cause; the target is then as it was.
    """
    with _workshop(target) as (staging, here):
        written = _stage(outputs, staging / "new", None)
        _swap(staging, here, keep=False)
        return written


def replace(outputs: Iterable[Output], target: Path) -> None:
    """The same, but that files which did not change are linked, and the old site stays aside."""
    with _workshop(target) as (staging, here):
        _stage(outputs, staging / "new", here)
        _swap(staging, here, keep=True)


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


def published_file(target: Path, path: str) -> bytes | None:
    """A file of the published site, or None."""
    file = target / path
    return file.read_bytes() if ".." not in Path(path).parts and file.is_file() and not file.is_symlink() else None


@contextlib.contextmanager
def _workshop(target: Path) -> Iterator[tuple[Path, Path]]:
    """The staging folder beside the target, mended and locked, and the target itself."""
    target = target.resolve()
    staging = target.parent / f".{target.name}.sitegen"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        staging.mkdir(exist_ok=True)
        with _locked(staging / "lock"):
            _mend(staging, target)
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
    for name in ("new", "old"):
        if (staging / name).exists():
            shutil.rmtree(staging / name)


def _settle(staging: Path) -> None:
    """The site that was left becomes the generation before. Whoever is killed in here is followed by one who does it again."""
    if (staging / _LEAVING).exists():
        if (staging / _KEPT).exists():
            shutil.rmtree(staging / _KEPT)
        (staging / _LEAVING).rename(staging / _KEPT)


def _stage(outputs: Iterable[Output], folder: Path, present: Path | None) -> tuple[str, ...]:
    """Write each output as it comes; their manifest last. Returns their paths.

    A file that stands below `present` with the same bytes is linked, not written.
    """
    folder.mkdir()
    made = {folder}
    digests: dict[str, str] = {}

    def write(output: Output) -> None:
        path = folder / output.path
        if folder not in path.parents or ".." in Path(output.path).parts:
            raise EnvironmentFailure(f"{output.path}: leads outside of the output folder")
        if path.parent not in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        if present is None or not _linked(present, output, path):
            # A name that stands already would be another output's file: two pages at one address.
            with path.open("xb") as file:
                file.write(output.data)
        digests[output.path] = digest(output)

    try:
        for output in outputs:
            write(output)
        write(manifest(digests))
        _sync(folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return tuple(digests)


def _linked(present: Path, output: Output, path: Path) -> bool:
    """Link an output's file to the one that stands below `present`, where that has the same bytes."""
    if published_file(present, output.path) != output.data:
        return False
    try:
        os.link(present / output.path, path)
    except OSError:  # not every file system has links
        return False
    return True


def _sync(folder: Path) -> None:
    """Everything staged is on the disk before any name points to it."""
    library = ctypes.CDLL(None, use_errno=True)
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        if not hasattr(library, "syncfs"):
            os.sync()
        elif library.syncfs(handle) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), str(folder))
    finally:
        os.close(handle)


def _swap(staging: Path, target: Path, *, keep: bool) -> None:
    new, old = staging / "new", staging / (_LEAVING if keep else "old")
    if not target.exists():
        new.rename(target)
    elif _exchange(new, target):
        new.rename(old)
    else:
        target.rename(old)
        new.rename(target)
    _sync_names(target.parent)
    if keep:
        _settle(staging)
    elif old.exists():
        shutil.rmtree(old)


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
