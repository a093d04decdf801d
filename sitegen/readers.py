"""The facts of many documents, read and proved by several processes.

Comes in: for each file a key that holds all inputs, and a function of them. Goes out: what each file says, in their order.
Apart from `memory`, which only ever asks one function: reading is most of the time of a check, and files know nothing of each
other. What is read in another process comes back as plain rows, which are quicker to send than facts.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from sitegen.digests import NotDigestible
from sitegen.memory import Memory
from sitegen.plain import Row, read_back, written
from sitegen.reading import Desk, FactsRead

__all__ = ["Readers", "processors"]

T = TypeVar("T")
Job = tuple[Hashable, Callable[[], FactsRead]]

_WORTH = 150_000
"""Bytes to be read for which it is worth while to begin processes."""


def processors() -> int:
    """How many processes work at a time where nobody says how many."""
    return os.cpu_count() or 1


class Readers(Memory):
    """Remembers nothing. With more than one worker, files of facts are read by processes of this machine."""

    def __init__(self, workers: int) -> None:
        super().__init__()
        self._workers = workers

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        del key
        return make()

    def known(self, key: Hashable) -> FactsRead | None:
        """What a file is known to say without reading it."""
        del key
        return None

    def read(self, key: Hashable, make: Callable[[], FactsRead]) -> tuple[FactsRead, list[str]]:
        """What a file says, and digests of its facts where somebody wants them."""
        del key
        return make(), []

    def told(self, found: FactsRead, digests: Sequence[str]) -> FactsRead:
        """What another process has read."""
        del digests
        return found

    def get_all(self, jobs: Sequence[tuple[Hashable, Callable[[], T]]]) -> list[T]:
        return cast("list[T]", self._read_all(cast("Sequence[Job]", jobs)))

    def _read_all(self, jobs: Sequence[Job]) -> list[FactsRead]:
        found = {number: one for number, (key, _) in enumerate(jobs) if (one := self.known(key)) is not None}
        left = [number for number in range(len(jobs)) if number not in found]
        if self._workers > 1 and sum(_weight(jobs[number][0]) for number in left) > _WORTH:
            self._spread(jobs, left, found)
        for number in left:
            if number not in found:
                found[number] = self.read(*jobs[number])[0]
        return [found[number] for number in range(len(jobs))]

    def _spread(self, jobs: Sequence[Job], left: Sequence[int], found: dict[int, FactsRead]) -> None:
        from sitegen.workers import drawn, forked

        readings = _Readings(self, jobs, left)
        with forked(readings, self._workers, 1) as executor:
            for number, packed in drawn(readings, executor, self._workers) if executor is not None else ():
                found[number] = self.told(packed.facts(), packed.digests)


class _Readings:
    """Files that any process may read that has inherited them."""

    def __init__(self, readers: Readers, jobs: Sequence[Job], numbers: Sequence[int]) -> None:
        self._readers, self._jobs, self._numbers = readers, jobs, numbers

    def __len__(self) -> int:
        return len(self._numbers)

    def draw(self, at: int) -> list[tuple[int, _Packed]]:
        number = self._numbers[at]
        return [(number, _Packed.of(*self._readers.read(*self._jobs[number])))]


@dataclass(frozen=True, slots=True)
class _Packed:
    """What a file says, as it is sent: rows of facts, or facts themselves where they cannot be written as rows."""

    rows: list[Row] | None
    seed: str
    path: str
    found: FactsRead
    digests: list[str]

    @classmethod
    def of(cls, found: FactsRead, digests: list[str]) -> _Packed:
        facts, drafts, desk = found
        apart = Desk({}, desk.problems, desk.broken, desk.declared)
        try:
            rows = [written(fact) for fact in facts]
        except NotDigestible:
            return cls(None, "", "", (facts, drafts, apart), digests)
        first = facts[0] if facts else None
        seed, path = (first.seed, first.source.path) if first is not None else ("", "")
        return cls(rows, seed, path, ((), drafts, apart), digests)

    def facts(self) -> FactsRead:
        facts, drafts, desk = self.found
        if self.rows is not None:
            facts = tuple([read_back(row, self.seed, self.path) for row in self.rows])
        return facts, drafts, desk


def _weight(key: Any) -> int:
    """The bytes that a key holds."""
    return sum(len(part) for part in key if type(part) is bytes)
