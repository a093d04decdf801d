"""Object storage as a target, through fsspec (extra `publish`): s3://, gs://, file://, memory:// and more.

Comes in: outputs. Goes out: objects below an address. Object storage knows no rename, so a delivery is a journal, uploads
in the order of the plan with the manifest as the last, then deletions. What is overwritten is copied aside first, within
the storage: a delivery that fails puts it back, one that was killed is put back by the next, and `roll_back` is a
delivery of what lies aside. Apart from the other targets, which have one step that changes everything.
"""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, Protocol

from sitegen.delivery.model import CARRIED, Plan, Receipt, is_lasting, listed, plan, to_carry, whole
from sitegen.outputs import MANIFEST, Output, json_output
from sitegen.problems import EnvironmentFailure

__all__ = ["FileSystem", "Storage", "storage_at"]

_ASIDE = ".sitegen/objects/"
_JOURNAL = ".sitegen/journal.json"
_BEFORE = ".sitegen/before.json"
_KEPT = ".sitegen/kept.json"
_CACHE = {True: "public, max-age=31536000, immutable", False: "public, max-age=60, must-revalidate"}


class FileSystem(Protocol):
    """What is used of an fsspec file system."""

    def cat_file(self, path: str) -> bytes: ...
    def pipe_file(self, path: str, value: bytes, **settings: Any) -> object: ...
    def cp_file(self, path1: str, path2: str) -> object: ...
    def rm_file(self, path: str) -> object: ...
    def exists(self, path: str) -> bool: ...
    def makedirs(self, path: str, exist_ok: bool) -> object: ...


def storage_at(address: str) -> Storage:
    """The storage at an address with a protocol. Raises `EnvironmentFailure` where its library is missing."""
    try:
        import fsspec

        files, path = fsspec.core.url_to_fs(address)
    except (ImportError, ValueError) as error:
        raise EnvironmentFailure(
            f"{address}: {error}; `pip install 'sitegen[publish]'` and the storage's own library"
        ) from error
    return Storage(files, path, address, address.partition("://")[0])


class Storage:
    """A site below `base` of a file system; `protocol` says how its objects are labelled."""

    def __init__(self, files: FileSystem, base: str, where: str, protocol: str = "") -> None:
        self.files, self.base, self.where, self.protocol = files, base.rstrip("/"), where, protocol
        self._folders: set[str] = set()

    def published(self) -> Mapping[str, bytes]:
        found = {name: self._read(name) for name in (MANIFEST, CARRIED)}
        return {name: data for name, data in found.items() if data is not None}

    def publish(self, outputs: Iterable[Output]) -> Receipt:
        new = list(outputs)
        with _failures(self.where):
            self._recover()
            before = self.published()
            kept = [Output(path, self._need(path)) for path in to_carry(new, before)]
            made = {output.path: output.data for output in whole(new, kept)}
            return self._deliver(listed(before.get(MANIFEST, b"")), listed(made[MANIFEST]), made.__getitem__)

    def roll_back(self) -> Receipt:
        with _failures(self.where):
            self._recover()
            earlier = listed(self._read(_BEFORE) or b"")
            if not earlier:
                raise EnvironmentFailure(f"{self.where}: there is no earlier site to go back to")
            bytes_of = {MANIFEST: json_output(MANIFEST, dict(sorted(earlier.items()))).data}
            present = listed(self._read(MANIFEST) or b"")
            return self._deliver(
                present,
                earlier,
                lambda path: bytes_of[path] if path in bytes_of else self._need(_ASIDE + earlier[path]),
            )

    def _deliver(self, before: Mapping[str, str], after: Mapping[str, str], data: Callable[[str], bytes]) -> Receipt:
        done = plan(before, after)
        if before and not done.upload and not done.delete:
            return Receipt(self.where, 0, 0, len(done.same))
        touched = [path for path in (*done.upload, *done.delete) if path in before]
        for path in touched:
            if not self.files.exists(self._at(_ASIDE + before[path])):
                self._copy(path, _ASIDE + before[path])
        self._note(done, before)
        try:
            for path in done.upload:
                self._write(path, data(path))
            if before:
                self._write(_BEFORE, json_output(_BEFORE, dict(before)).data)
            self._write(MANIFEST, data(MANIFEST))
        except Exception:
            # The old site must stand again; if even that fails, the journal stays and the next run sees to it.
            with suppress(Exception):
                self._recover()
            raise
        self._finish(done, before)
        return Receipt(self.where, len(done.upload), len(done.delete), len(done.same))

    def _note(self, done: Plan, before: Mapping[str, str]) -> None:
        told = {"upload": done.upload, "delete": done.delete, "before": dict(before)}
        self._write(_JOURNAL, json.dumps(told, sort_keys=True).encode())

    def _finish(self, done: Plan, before: Mapping[str, str]) -> None:
        """What no page needs any more goes last: deleted files, and copies that were aside for an older generation."""
        for path in done.delete:
            self._remove(path)
        needed = {before[path] for path in (*done.upload, *done.delete) if path in before}
        for digest in sorted(set(json.loads(self._read(_KEPT) or b"[]")) - needed):
            self._remove(_ASIDE + digest)
        self._write(_KEPT, json.dumps(sorted(needed)).encode())
        self._remove(_JOURNAL)

    def _recover(self) -> None:
        """Bring a delivery to an end that was broken off: back, or forth where its manifest is there already."""
        noted = self._read(_JOURNAL)
        if noted is None:
            return
        told = json.loads(noted)
        before, present = told["before"], listed(self._read(MANIFEST) or b"")
        if present == before:
            for path in reversed(told["upload"]):
                if path in before:
                    self._copy(_ASIDE + before[path], path)
                else:
                    self._remove(path)
            self._remove(_JOURNAL)
        else:
            self._finish(Plan(tuple(told["upload"]), tuple(told["delete"]), ()), before)

    def _at(self, path: str) -> str:
        if ".." in path.split("/") or path.startswith("/"):
            raise EnvironmentFailure(f"{path}: leads outside of {self.where}")
        return f"{self.base}/{path}"

    def _read(self, path: str) -> bytes | None:
        try:
            return self.files.cat_file(self._at(path))
        except FileNotFoundError:
            return None

    def _need(self, path: str) -> bytes:
        return self.files.cat_file(self._at(path))

    def _write(self, path: str, data: bytes) -> None:
        self._folder(path)
        self.files.pipe_file(self._at(path), data, **_labels(self.protocol, path))

    def _copy(self, path: str, to: str) -> None:
        self._folder(to)
        self.files.cp_file(self._at(path), self._at(to))

    def _folder(self, path: str) -> None:
        folder = self._at(path).rpartition("/")[0]
        if folder not in self._folders:
            self.files.makedirs(folder, exist_ok=True)
            self._folders.add(folder)

    def _remove(self, path: str) -> None:
        with suppress(FileNotFoundError):
            self.files.rm_file(self._at(path))


@contextmanager
def _failures(where: str) -> Iterator[None]:
    """Whatever a storage's library raises, as one kind of failure with the place."""
    try:
        yield
    except EnvironmentFailure:
        raise
    except Exception as error:
        raise EnvironmentFailure(f"{where}: {type(error).__name__}: {error}") from error


def _labels(protocol: str, path: str) -> dict[str, Any]:
    """What type an object is and how long it may be kept, in the words of its storage's library."""
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    kind = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
    cache = _CACHE[is_lasting(path)]
    if protocol in {"s3", "s3a"}:
        return {"ContentType": kind, "CacheControl": cache}
    if protocol in {"gs", "gcs"}:
        return {"content_type": kind, "fixed_key_metadata": {"cache_control": cache}}
    return {}
