"""Tells that something an editor writes has changed.

Comes in: a root. Goes out: a call for each burst of changes. Apart from `live`, because it is the only thing that waits
for the disk: by the system's events where the library watchfiles is there, else (or with `--poll`) by looking.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

__all__ = ["FOLDERS", "watch"]

FOLDERS = ("content", "seeds", "templates")
_PAUSE = 0.25
_SETTLED_MS, _STEP_MS = 60, 8
"""The longest that a burst is followed, and how long it must be quiet to be over: what an editor saves is written in less."""


def watch(root: Path, changed: Callable[[], object], stop: Event, *, poll: bool) -> None:
    """Call `changed` after each burst of changes below the root's folders, until `stop` is set."""
    if not poll and _has_watchfiles() and all((root / name).is_dir() for name in FOLDERS[:2]):
        import watchfiles

        folders = [root / name for name in FOLDERS if (root / name).is_dir()]
        for _ in watchfiles.watch(
            *folders, watch_filter=None, debounce=_SETTLED_MS, step=_STEP_MS, stop_event=stop, rust_timeout=500,
            yield_on_timeout=False, raise_interrupt=False,
        ):  # fmt: skip
            changed()
        return
    before = _stamps(root)
    while not stop.wait(_PAUSE):
        now = _stamps(root)
        if now != before:
            before = now
            changed()


def _has_watchfiles() -> bool:
    import importlib.util

    return importlib.util.find_spec("watchfiles") is not None


def _stamps(root: Path) -> dict[str, tuple[int, int, int]]:
    return {entry.path: _stamp(entry) for name in FOLDERS for entry in _files(root / name)}


def _stamp(entry: os.DirEntry[str]) -> tuple[int, int, int]:
    try:
        status = entry.stat(follow_symlinks=False)
    except OSError:
        return (0, 0, 0)
    return (status.st_mtime_ns, status.st_size, status.st_ino)


def _files(folder: Path) -> Iterator[os.DirEntry[str]]:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            if entry.name != "node_modules":
                yield from _files(Path(entry.path))
        else:
            yield entry
