"""What a finished build leaves behind: from what the site in a folder was made, so that it need not be made again.

Comes in: everything that a site is made from, and the folder it went to. Goes out: what the last build said, where nothing
has changed since, else None. Apart, because it may be deleted, cut short or lied to at any time: it is believed only where
its own digest, the inputs' and the written files' all agree.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import platform
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sitegen.outputs import Written
from sitegen.problems import EnvironmentFailure, Place, Problem
from sitegen.sources import Files
from sitegen.writing import write_file

__all__ = [
    "FOLDER",
    "Said",
    "code_key",
    "forget",
    "inputs_key",
    "pieces",
    "program_key",
    "recall",
    "remember",
    "remember_pieces",
    "shelve",
    "unshelved",
]

FOLDER = ".sitegen"
_SHELF = f"{FOLDER}/facts"
_LIBRARIES = ("babel", "jinja2", "markdown-it-py", "markupsafe", "pydantic", "pyyaml")


@dataclass(frozen=True, slots=True)
class Said:
    """What a build said at its end."""

    summary: str
    problems: tuple[Problem, ...]


def inputs_key(files: Files, program: str, options: Iterable[str]) -> str:
    """One digest of all that a site is made from: content, what `program_key` knows, the options.

    The same on every machine that has the same of these: parts of a site are put together by it.
    """
    found = hashlib.blake2b(digest_size=16)
    for piece in (program, *options):
        _add(found, piece.encode())
    for name, data in sorted(files.items()):
        _add(found, name.encode(), data)
    return found.hexdigest()


def code_key() -> str:
    """One digest of what reads and proves: this program and its libraries."""
    libraries = (f"{name} {version(name)}" for name in _LIBRARIES)
    return _digest_of_folders((platform.python_version(), *libraries), [Path(__file__).parent])


def program_key(code: str, templates: Sequence[Path]) -> str:
    """One digest of what draws a site: what `code_key` knows, and the templates, styles and scripts."""
    return _digest_of_folders([code], templates)


def _digest_of_folders(said: Iterable[str], folders: Iterable[Path]) -> str:
    found = hashlib.blake2b(digest_size=16)
    for piece in said:
        _add(found, piece.encode())
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
            _add(found, path.relative_to(folder).as_posix().encode(), path.read_bytes())
    return found.hexdigest()


def _add(found: hashlib.blake2b, *pieces: bytes) -> None:
    for piece in pieces:
        found.update(len(piece).to_bytes(8, "big"))
        found.update(piece)


def recall(root: Path, target: Path, key: str) -> Said | None:
    """What the build said that made the target from just this, if the target is still as it was left."""
    try:
        (known,) = _read(root / _record("built", target))
        if known["key"] != key or known["written"] != _digest_of(_rows(str(target), "")):
            return None
        problems = (Problem(one[0], Place(*one[1]), *one[2:]) for one in known["problems"])
        return Said(known["summary"], tuple(problems))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remember(root: Path, target: Path, key: str, said: Said, written: Written) -> None:
    """Note what was just built and written. Where nothing can be noted, the next build makes everything again."""
    stamps = ((path, *known.stamp) for path, known in written.items())
    rows = (f"{path} {size} {time}" for path, size, time, _ in stamps)
    problems = [astuple(problem) for problem in said.problems]
    value = {"key": key, "written": _digest_of(rows), "summary": said.summary, "problems": problems}
    _write(root, _record("built", target), [value])


def pieces(root: Path, target: Path) -> Iterator[Any]:
    """What `remember_pieces` was last given for a target, row by row; nothing where that cannot be read."""
    with suppress(OSError, ValueError):
        yield from _read(root / _record("pieces", target))


def remember_pieces(root: Path, target: Path, rows: Iterable[object]) -> None:
    """Note of which pieces the target consists: see `ledger`. The rows of a large site are never in memory together."""
    _write(root, _record("pieces", target), rows)


def unshelved(root: Path, name: str) -> dict[str, Any]:
    """What `shelve` was last given under a name; nothing where that cannot be read."""
    with suppress(OSError, ValueError):
        (value,) = _read(root / _SHELF / f"{name}.json")
        if isinstance(value, dict):
            return value
    return {}


def shelve(root: Path, name: str, value: Mapping[str, Any]) -> None:
    """Note what is told of a document."""
    _write(root, f"{_SHELF}/{name}.json", [value], synced=False)


def forget(root: Path, names: Collection[str]) -> None:
    """Remove what is told of any document but those of these names."""
    shelf = root / _SHELF
    with suppress(OSError):
        # Nothing is ever removed where a link leads.
        for path in shelf.iterdir() if shelf.resolve() == root.resolve() / _SHELF else ():
            if path.name.endswith(".sitegen~") or (path.suffix == ".json" and path.stem not in names):
                path.unlink(missing_ok=True)


def _read(path: Path) -> Iterator[Any]:
    """The rows of a record. Raises `OSError`, or `ValueError` where it is not as it was written, before the first of them."""
    data = path.read_bytes()
    end = data.rfind(b"\n") + 1
    if data[end:] != _signature(memoryview(data)[:end]):
        raise ValueError(path.name)
    lines = io.BytesIO(data)
    while lines.tell() < end:
        yield json.loads(lines.readline())


def _write(root: Path, path: str, rows: Iterable[object], *, synced: bool = True) -> None:
    """A record: a row a line, and at the end by what it is known to be whole."""
    with suppress(OSError, EnvironmentFailure):
        # What can be made again is no concern of git's, whatever the site's own list of ignored files says.
        if not (root / FOLDER / ".gitignore").exists():
            write_file(root, f"{FOLDER}/.gitignore", "*\n")
        write_file(root, path, _signed(rows), synced=synced)


def _signed(rows: Iterable[object]) -> Iterator[str]:
    found = hashlib.blake2b(digest_size=16)
    for row in rows:
        # Escaped throughout: the name of a folder need not be text in this locale.
        line = json.dumps(row) + "\n"
        found.update(line.encode())
        yield line
    yield found.hexdigest()


def _signature(data: memoryview) -> bytes:
    return hashlib.blake2b(data, digest_size=16).hexdigest().encode()


def _record(kind: str, target: Path) -> str:
    """One record a target; a site may be built into several."""
    return f"{FOLDER}/{kind}-{_digest(str(target.resolve()))[:12]}.json"


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _digest_of(rows: Iterable[str]) -> str:
    """A digest of the names, sizes and times of all files of a target: no byte of them is read."""
    found = hashlib.blake2b(digest_size=16)
    for row in sorted(rows):
        _add(found, row.encode("utf-8", "surrogateescape"))
    return found.hexdigest()


def _rows(folder: str, name: str) -> Iterable[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _rows(entry.path, f"{name}{entry.name}/")
            else:
                seen = entry.stat(follow_symlinks=False)
                yield f"{name}{entry.name} {seen.st_size} {seen.st_mtime_ns}"
