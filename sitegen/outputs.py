"""An output: a path below the site's root and its bytes. Apart, because many stages make them and one writes them."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from struct import Struct

__all__ = [
    "MANIFEST",
    "Kept",
    "Known",
    "Output",
    "Stamp",
    "Written",
    "stamp",
    "dense_json",
    "digest",
    "fingerprinted",
    "json_output",
    "json_rows",
    "manifest",
]

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Output:
    """`path` is relative, with `/`, and never leaves the root."""

    path: str
    data: bytes


Stamp = tuple[int, int, int]
"""By what a file is known without reading it: size, time of the last change in nanoseconds, place on the disk."""


class Known(bytes):
    """By what a file that was written is known: its digest and its stamp, packed, as there are hundreds of thousands."""

    __slots__ = ()

    @classmethod
    def of(cls, digest: str, stamp: Stamp) -> Known:
        return cls(_KNOWN.pack(bytes.fromhex(digest), *stamp))

    @property
    def digest(self) -> str:
        return self[:_SHA].hex()

    @property
    def stamp(self) -> Stamp:
        _, size, time, place = _KNOWN.unpack(self)
        return size, time, place


_SHA = 32
_KNOWN = Struct(f">{_SHA}sQqQ")

Written = dict[str, Known]
"""Files of a site, by their paths."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An output that stays as it stands in the site that is replaced; `told` are a page's title and description, where it has a twin."""

    path: str
    known: Known
    told: tuple[str, str] | None = None


def stamp(seen: os.stat_result) -> Stamp:
    return seen.st_size, seen.st_mtime_ns, seen.st_ino


def fingerprinted(path: str, data: bytes) -> Output:
    """An asset under a name that changes with its content: `assets/site.css` → `assets/site.1f2e3d4c5b.css`."""
    stem, _, ending = path.rpartition(".")
    return Output(f"{stem}.{hashlib.sha256(data).hexdigest()[:10]}.{ending}", data)


def json_output(path: str, value: object) -> Output:
    text = json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False)
    return Output(path, (text + "\n").encode("utf-8"))


def json_rows(path: str, value: Sequence[object] | Mapping[str, object]) -> Output:
    """A list with one row a line, or members some of which are such lists: quick to write, and to look through."""
    if isinstance(value, Mapping):
        members = (
            f"{_compact(name)}: {_rows(one) if isinstance(one, list) else _compact(one)}" for name, one in value.items()
        )
        return Output(path, ("{\n" + ",\n".join(members) + "\n}\n").encode("utf-8"))
    return Output(path, (_rows(value) + "\n").encode("utf-8"))


def _rows(value: Sequence[object]) -> str:
    return "[\n" + ",\n".join(map(_compact, value)) + "\n]" if value else "[]"


_compact = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def dense_json(path: str, value: object) -> Output:
    """JSON without a blank, for what browsers fetch to look through."""
    return Output(path, _dense(value).encode("utf-8"))


_dense = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


def digest(output: Output) -> str:
    """SHA-256, in hexadecimal digits."""
    return hashlib.sha256(output.data).hexdigest()


def manifest(digests: Mapping[str, str]) -> Output:
    """Path → SHA-256 of every other output: written last, so that its presence says that the site is whole."""
    rows = ",\n".join([f' {_compact(path)}: "{digests[path]}"' for path in sorted(digests)])
    return Output(MANIFEST, f"{{\n{rows}\n}}\n".encode() if rows else b"{}\n")
