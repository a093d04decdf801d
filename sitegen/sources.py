"""The one place that opens what an editor wrote: content/ and seeds/ below a root → bytes by path.

Comes in: the root. Goes out: `{path: bytes}` with `/` in paths, and problems for files that may not be there.
Apart, because nothing outside the project may ever be read, whatever a name or a link says.
"""

from __future__ import annotations

import os
import re
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from sitegen.problems import EnvironmentFailure, Place, Problem

__all__ = ["Files", "Shelf", "read"]

Files = dict[str, bytes]

_Entry = tuple[str, str, Problem | str]
"""Something in a folder: where it is, its path from the root, and `file`, `folder`, or what is wrong with it."""

_NAME = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}((\.[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*)?\.[a-z]{1,16})?"
)  # `page.es.md` is a page in Spanish
# Devices of a wide-spread system, with any ending: a folder with such a file, or a site with such a page, cannot be had there.
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
_MAX_FILE = 20_000_000
_TICK = 2_000_000_000
"""Nanoseconds: the coarsest clock of a file system in use."""


class Shelf:
    """Files as they were read last: one is read again where its size, its time or its place on the disk differs.

    A file that was written a moment before it was read may be written once more within the same tick of the disk's clock, so
    it is not believed to be the same.
    """

    def __init__(self) -> None:
        self._kept: dict[str, tuple[tuple[int, ...], bytes]] = {}
        self._folders: dict[str, tuple[tuple[int, ...], list[_Entry]]] = {}

    def entries(self, folder: str, relative: str) -> list[_Entry]:
        """What stands in a folder, looked for again where the folder is not as it was. Raises `OSError`.

        Whatever comes, goes or becomes a link changes its folder; what is written into a file does not.
        """
        stamp, began = _stamp(folder), time.time_ns()
        kept = self._folders.get(folder)
        if kept is not None and kept[0] == stamp:
            return kept[1]
        found = list(_entries(folder, relative))
        if began - max(stamp[3:]) > _TICK:
            self._folders[folder] = (stamp, found)
        else:
            self._folders.pop(folder, None)
        return found

    def read(self, path: str) -> bytes | int:
        """The bytes, or the size where it is too large. Raises `OSError`."""
        stamp = _stamp(path)
        if stamp[2:3] > (_MAX_FILE,):
            return stamp[2]
        kept = self._kept.get(path)
        if kept is not None and kept[0] == stamp:
            return kept[1]
        began = time.time_ns()
        data = _bytes(path)
        if began - max(stamp[3:]) > _TICK:
            self._kept[path] = (stamp, data)
        else:
            self._kept.pop(path, None)
        return data


def _stamp(path: str) -> tuple[int, ...]:
    """Raises `OSError`."""
    seen = os.lstat(path)
    return seen.st_dev, seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns


def _bytes(path: str) -> bytes:
    """A file that was listed. It may have become a link, or something without an end, since: neither is followed."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as file:
        # Room for as much as there is: room for the largest that may be is taken from the system anew for every file.
        return file.read(min(os.fstat(handle).st_size + 1, _MAX_FILE))


def read(root: Path, shelf: Shelf | None = None) -> tuple[Files, list[Problem]]:
    """Every regular file of content/ and seeds/ (documents/ included, where it is), in the order of its path."""
    files: Files = {}
    problems: list[Problem] = []
    shelf = shelf or Shelf()
    seen: dict[str, str] = {}
    for folder in ("content", "seeds"):
        for path, relative in _walk(str(root / folder), folder, problems, shelf):
            twin = seen.setdefault(unicodedata.normalize("NFC", relative).casefold(), relative)
            if twin != relative:
                problems.append(
                    Problem("file-name", Place(relative), f"differs from `{twin}` in case only", "rename one of them")
                )
                continue
            try:
                data = shelf.read(path)
            except OSError as error:
                raise EnvironmentFailure(f"{relative}: {error.strerror}") from error
            if isinstance(data, int):
                problems.append(Problem("too-large", Place(relative), f"the file has {data} bytes", "split it"))
            else:
                files[relative] = data
    return files, problems


def _walk(folder: str, relative: str, problems: list[Problem], shelf: Shelf) -> Iterator[tuple[str, str]]:
    """Where each file is, and its path from the root."""
    try:
        entries = shelf.entries(folder, relative)
    except FileNotFoundError:
        return
    except OSError as error:
        raise EnvironmentFailure(f"{relative}: {error.strerror}") from error
    for path, name, what in entries:
        if isinstance(what, Problem):
            problems.append(what)
        elif what == "folder":
            yield from _walk(path, name, problems, shelf)
        else:
            yield path, name


def _entries(folder: str, relative: str) -> Iterator[_Entry]:
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        name = f"{relative}/{entry.name}"
        if entry.name.startswith(".") or entry.name.endswith(("~", ".swp")):
            continue
        yield entry.path, name, _judged(entry, name)


def _judged(entry: os.DirEntry[str], name: str) -> Problem | str:
    """Whether something is a `file` or a `folder` that may be here, or what is wrong with it."""
    if entry.is_symlink():
        return Problem("symbolic-link", Place(name), "links are not followed", "put the file itself here")
    if _RESERVED.fullmatch(entry.name):
        return Problem("file-name", Place(name), "some systems reserve this name for a device", "choose another name")
    if entry.is_dir(follow_symlinks=False):
        return "folder"
    if not entry.is_file(follow_symlinks=False):
        return Problem("file-name", Place(name), "this is neither a file nor a folder")
    if not _NAME.fullmatch(entry.name):
        return Problem(
            "file-name", Place(name), "the file's name is no id", "use lower-case letters, digits and hyphens"
        )
    return "file"
