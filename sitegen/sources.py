"""The one place that opens what an editor wrote: content/ and seeds/ below a root → bytes by path.

Comes in: the root. Goes out: `{path: bytes}` with `/` in paths, and problems for files that may not be there.
Apart, because nothing outside the project may ever be read, whatever a name or a link says.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from sitegen.problems import EnvironmentFailure, Place, Problem

__all__ = ["Files", "read"]

Files = dict[str, bytes]

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}(\.[a-z]{1,16})?")
# Devices of a wide-spread system, with any ending: a folder with such a file, or a site with such a page, cannot be had there.
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
_MAX_FILE = 20_000_000


def read(root: Path) -> tuple[Files, list[Problem]]:
    """Every regular file of content/ and seeds/ (documents/ included, where it is), in the order of its path."""
    files: Files = {}
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    for folder in ("content", "seeds"):
        for path, relative in _walk(root / folder, folder, problems):
            twin = seen.setdefault(unicodedata.normalize("NFC", relative).casefold(), relative)
            if twin != relative:
                problems.append(
                    Problem("file-name", Place(relative), f"differs from `{twin}` in case only", "rename one of them")
                )
                continue
            try:
                size = path.stat().st_size
                if size > _MAX_FILE:
                    problems.append(Problem("too-large", Place(relative), f"the file has {size} bytes", "split it"))
                    continue
                files[relative] = path.read_bytes()
            except OSError as error:
                raise EnvironmentFailure(f"{relative}: {error.strerror}") from error
    return files, problems


def _walk(folder: Path, relative: str, problems: list[Problem]) -> Iterator[tuple[Path, str]]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    except OSError as error:
        raise EnvironmentFailure(f"{relative}: {error.strerror}") from error
    for entry in entries:
        name = f"{relative}/{entry.name}"
        if entry.name.startswith(".") or entry.name.endswith(("~", ".swp")):
            continue
        if entry.is_symlink():
            problems.append(Problem("symbolic-link", Place(name), "links are not followed", "put the file itself here"))
        elif _RESERVED.fullmatch(entry.name):
            problems.append(
                Problem("file-name", Place(name), "some systems reserve this name for a device", "choose another name")
            )
        elif entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path), name, problems)
        elif not entry.is_file(follow_symlinks=False):
            problems.append(Problem("file-name", Place(name), "this is neither a file nor a folder"))
        elif not _NAME.fullmatch(entry.name):
            problems.append(
                Problem(
                    "file-name", Place(name), "the file's name is no id", "use lower-case letters, digits and hyphens"
                )
            )
        else:
            yield Path(entry.path), name
