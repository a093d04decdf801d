"""Outputs → a folder that holds them and nothing else.

Comes in: outputs, the folder, the site that stands published. Goes out: the folder, and what it now has. Apart from `publish`,
which knows whose turn it is and exchanges names: here a folder is only filled. What stands in it already, from a build before,
stays where it is the very file that is wanted, so that after a small edit few names change; nothing else of it is believed.
"""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISDIR

from sitegen.outputs import Kept, Known, Output, Stamp, Written, digest, manifest, stamp
from sitegen.problems import EnvironmentFailure

__all__ = ["Staged", "published_file", "stage"]


@dataclass(frozen=True, slots=True)
class Staged:
    """What a folder was filled with; `kept` files of it are those of the published site."""

    files: Written
    kept: int


def stage(outputs: Iterable[Output | Kept], folder: Path, present: Path, *, sparing: bool = False) -> Staged:
    """Fill the folder with each output as it comes; their manifest last. On an error nothing of it is left.

    What is kept is linked to its file below `present`; where `sparing`, so is whatever stands there with the same bytes.
    Raises `EnvironmentFailure` and `OSError`.
    """
    try:
        filling = _Filling(folder, present, sparing=sparing)
        for output in outputs:
            filling.add(output)
        filling.add(manifest({path: known.digest for path, known in filling.written.items()}))
        filling.clear()
        _sync(folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return Staged(filling.written, filling.kept)


def published_file(target: Path, path: str) -> bytes | None:
    """A file of the published site, or None."""
    file = target / path
    return file.read_bytes() if ".." not in Path(path).parts and file.is_file() and not file.is_symlink() else None


class _Filling:
    """A folder that is being filled. Paths are texts here: there are many, and few need to be taken apart."""

    def __init__(self, folder: Path, present: Path, *, sparing: bool) -> None:
        self._folder, self._present, self._sparing = str(folder), present, sparing
        self._used = not _made(self._folder)
        self._folders = {""}
        self.written: Written = {}
        self.kept = 0

    def add(self, output: Output | Kept) -> None:
        where = output.path
        if where.startswith("/") or ".." in where.split("/"):
            raise EnvironmentFailure(f"{where}: leads outside of the output folder")
        if where in self.written:
            raise EnvironmentFailure(f"{where}: two outputs have this address")
        parent = where.rpartition("/")[0]
        if parent not in self._folders:
            self._enter(parent)
        path = f"{self._folder}/{where}"
        if isinstance(output, Kept):
            self.written[where] = self._stays(output, path)
            self.kept += 1
        else:
            found = self._alike(output, path) if self._sparing else None
            self.written[where] = Known.of(digest(output), found or self._new(path, output.data))

    def clear(self) -> None:
        """Remove what an earlier build left and this one has not."""
        if self._used:
            self._clear(self._folder, "")

    def _clear(self, folder: str, inner: str) -> None:
        with os.scandir(folder) as entries:
            for entry in entries:
                path = f"{inner}{entry.name}"
                if not entry.is_dir(follow_symlinks=False):
                    if path not in self.written:
                        Path(entry.path).unlink()
                elif path in self._folders:
                    self._clear(entry.path, f"{path}/")
                else:
                    shutil.rmtree(entry.path)

    def _enter(self, parent: str) -> None:
        """Make a folder and those that it is in. Where a link or a file of an earlier build is in the way, it goes."""
        above = parent.rpartition("/")[0]
        if above not in self._folders:
            self._enter(above)
        _made(f"{self._folder}/{parent}")
        self._folders.add(parent)

    def _stays(self, output: Kept, path: str) -> Known:
        """Link what is kept, if it still is what it was a moment ago: nobody but us may change it, and we hold the lock."""
        left = output.known.stamp
        if self._used:
            with suppress(OSError):
                if stamp(os.lstat(path)) == left:
                    return output.known
            _remove(path)
        linked = True
        try:
            os.link(f"{self._present}/{output.path}", path, follow_symlinks=False)
        except FileExistsError:
            raise
        except OSError:  # not every file system has links
            linked = False
        if linked and stamp(os.lstat(path)) == left:
            return output.known
        data = published_file(self._present, output.path)
        if data is None or digest(Output(output.path, data)) != output.known.digest:
            where = self._present / output.path
            raise EnvironmentFailure(f"{where}: was changed while the site was built; build it again")
        if linked:
            Path(path).unlink()
        return Known.of(output.known.digest, self._new(path, data))

    def _alike(self, output: Output, path: str) -> Stamp | None:
        """Link an output's file to the one that stands below `present`, where that has the same bytes."""
        if published_file(self._present, output.path) != output.data:
            return None
        try:
            if self._used:
                _remove(path)
            os.link(self._present / output.path, path)
        except OSError:  # not every file system has links
            return None
        return stamp(os.lstat(path))

    def _new(self, path: str, data: bytes) -> Stamp:
        if self._used:
            _remove(path)
        # A name that stands already would be another output's file: two pages at one address.
        with open(path, "xb", buffering=0) as file:
            left = memoryview(data)
            while left:
                left = left[file.write(left) :]
            return stamp(os.fstat(file.fileno()))


def _made(folder: str) -> bool:
    """Whether the folder had to be made. What is in the way of one is removed, and a link is never followed."""
    try:
        os.mkdir(folder)
    except FileExistsError:
        if S_ISDIR(os.lstat(folder).st_mode):
            return False
        os.unlink(folder)
        os.mkdir(folder)
    return True


def _remove(path: str) -> None:
    """Make room for a file: what stands at its name is of an earlier build, and may even have been a folder."""
    try:
        with suppress(FileNotFoundError):
            os.unlink(path)
    except IsADirectoryError:
        shutil.rmtree(path)


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
