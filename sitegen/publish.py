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

from sitegen.outputs import MANIFEST, Kept, Output, Stamp, Written, digest, manifest, stamp
from sitegen.problems import EnvironmentFailure

__all__ = ["bring_back", "publish", "published_file", "replace"]

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
# The generation before, beside the site that `sitegen publish` put into a directory; and a site on its way to be that.
_KEPT = "before"
_LEAVING = "leaving"


def publish(outputs: Iterable[Output | Kept], target: Path) -> Written:
    """Replace `target` by the outputs and their manifest; returns the files that it now has.

    What is asked of `target` while `outputs` are made is asked of the site that they will replace. Raises `EnvironmentFailure` with the path and the cause; the target is then as it was.
    """
    with _workshop(target) as (staging, here):
        written = _stage(outputs, staging / "new", here)
        _swap(staging, here, keep=False)
        return written


def replace(outputs: Iterable[Output], target: Path) -> None:
    """The same, but that files which did not change are linked, and the old site stays aside."""
    with _workshop(target) as (staging, here):
        _stage(outputs, staging / "new", here, sparing=True)
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


def _stage(outputs: Iterable[Output | Kept], folder: Path, present: Path, *, sparing: bool = False) -> Written:
    """Write each output as it comes; their manifest last. Returns what was written.

    What is kept is linked to its file below `present`; where `sparing`, so is whatever stands there with the same bytes.
    """
    folder.mkdir()
    made = {""}
    written: Written = {}

    def write(output: Output | Kept) -> None:
        if output.path.startswith("/") or ".." in output.path.split("/"):
            raise EnvironmentFailure(f"{output.path}: leads outside of the output folder")
        path, parent = folder / output.path, output.path.rpartition("/")[0]
        if parent not in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            made.add(parent)
        if isinstance(output, Kept):
            written[output.path] = output.digest, _kept(present, output, path)
        else:
            found = _linked(present, output, path) if sparing else None
            written[output.path] = digest(output), found or _new(path, output.data)

    try:
        for output in outputs:
            write(output)
        write(manifest({path: known for path, (known, _) in written.items()}))
        _sync(folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return written


def _new(path: Path, data: bytes) -> Stamp:
    # A name that stands already would be another output's file: two pages at one address.
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        return stamp(os.fstat(file.fileno()))


def _kept(present: Path, output: Kept, path: Path) -> Stamp:
    """Link what is kept, if it still is what it was a moment ago: nobody but us may change it, and we hold the lock."""
    try:
        os.link(present / output.path, path, follow_symlinks=False)
        linked = True
    except FileExistsError:
        raise
    except OSError:  # not every file system has links
        linked = False
    if linked and stamp(path.lstat()) == output.stamp:
        return output.stamp
    data = published_file(present, output.path)
    if data is None or digest(Output(output.path, data)) != output.digest:
        raise EnvironmentFailure(f"{present / output.path}: was changed while the site was built; build it again")
    if linked:
        path.unlink()
    return _new(path, data)


def _linked(present: Path, output: Output, path: Path) -> Stamp | None:
    """Link an output's file to the one that stands below `present`, where that has the same bytes."""
    if published_file(present, output.path) != output.data:
        return None
    try:
        os.link(present / output.path, path)
    except OSError:  # not every file system has links
        return None
    return stamp(path.lstat())


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
