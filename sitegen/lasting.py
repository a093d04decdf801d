"""What the facts of each document came to, kept from one build to the next.

Comes in: the keys under which stages remember results: all that a result was made from. Goes out: the same results, made or
read back. Apart from `memory`, which lasts as long as its process: this one lies on a disk, may be cut short or deleted at any
time, and is believed only where its digests agree. It is JSON, so that reading it can never run anything; what came with the
repository is nobody's memory and is not looked at.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar, cast

from sitegen.digests import Digests, NotDigestible
from sitegen.memo import forget, shelve, unshelved
from sitegen.memory import Same
from sitegen.plain import read_back, written
from sitegen.readers import Readers
from sitegen.reading import Desk, FactsRead

__all__ = ["Lasting"]

T = TypeVar("T")
_OURS = "_ours"
"""The name of no document: what is known of texts that are only ours."""


class Lasting(Readers):
    """The memory of one build. `program` is a digest of what reads and proves."""

    def __init__(self, root: Path, program: str, digests: Digests, workers: int) -> None:
        super().__init__(workers)
        self._root, self._program, self._digests = root, program, digests
        self._documents = ""
        self._topics: tuple[object, str] = (None, "")
        self._fine: frozenset[str] = frozenset()
        self._seen: set[str] = set()
        self._names = {_OURS}

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        kind, *parts = cast("tuple[Any, ...]", key)
        if kind == "documents":
            self._documents = _digest(self._program, self._digests.of(parts[0]))
            known = unshelved(self._root, _OURS)
            self._fine = frozenset(known["fine"]) if known.get("documents") == self._documents else frozenset()
        return make()

    def known(self, key: Hashable) -> Any:
        """What a file is known to say, from the disk; of prose that nothing is wrong with it."""
        kind, *parts = cast("tuple[Any, ...]", key)
        if kind == "facts":
            return self._facts(key)
        digest = self._prose(parts[1]) if kind == "prose" else ""
        if digest not in self._fine:
            return None
        self._seen.add(digest)
        return ()

    def note(self, key: Hashable, found: object) -> None:
        """A text of ours, or the statements of a document's facts: where nothing was wrong with them, nothing is."""
        kind, *parts = cast("tuple[Any, ...]", key)
        if kind == "prose" and not found:
            self._seen.add(self._prose(parts[1]))

    def _prose(self, prose: Any) -> str:
        return self._digests.of(prose.value if isinstance(prose, Same) else (prose.text, prose.numbers))

    def _facts(self, key: Hashable) -> FactsRead | None:
        name, path, digest = self._file(key)
        self._names.add(name)
        kept = unshelved(self._root, name)
        if kept.get("facts") == digest:
            with suppress(KeyError, ValueError, TypeError, IndexError):
                facts = tuple([read_back(row, name, path) for row in kept["rows"]])
                found = facts, kept["drafts"], Desk({}, declared=set(kept["declared"]))
                return self.told(found, kept["digests"])
        return None

    def read(self, key: Hashable, make: Callable[[], FactsRead]) -> tuple[FactsRead, list[str]]:
        """What a file says; it is noted for the next build where nothing was wrong with it."""
        name, _, digest = self._file(key)
        facts, drafts, desk = found = make()
        digests: list[str] = []
        if not (desk.problems or desk.broken):
            with suppress(NotDigestible):
                digests = [self._digests.of(fact) for fact in facts]
                told = {"facts": digest, "rows": [written(fact) for fact in facts], "digests": digests}
                shelve(self._root, name, told | {"drafts": drafts, "declared": sorted(desk.declared)})
        return found, digests

    def told(self, found: FactsRead, digests: Sequence[str]) -> FactsRead:
        for fact, digest in zip(found[0], digests, strict=bool(digests)):
            self._digests.know(fact, digest)
        return found

    def _file(self, key: Hashable) -> tuple[str, str, str]:
        """The name of a document, the path of its facts, and a digest of all that they are read from."""
        _, path, *inputs, topics = cast("tuple[Any, ...]", key)
        if self._topics[0] is not topics:
            self._topics = topics, _digest(*sorted(topics))
        return path.rpartition("/")[2].removesuffix(".yaml"), path, _digest(self._program, *inputs, self._topics[1])

    def keep(self) -> None:
        """Write down what is new of prose, and forget the documents that are gone."""
        if self._seen != self._fine:
            shelve(self._root, _OURS, {"documents": self._documents, "fine": sorted(self._seen)})
        forget(self._root, self._names)


def _digest(*parts: object) -> str:
    found = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part if isinstance(part, bytes) else repr(part).encode()
        found.update(type(part).__name__.encode() + len(data).to_bytes(8, "big"))
        found.update(data)
    return found.hexdigest()
