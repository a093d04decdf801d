"""What can be made of each document by itself, made by several processes: its facts above all, read and proved.

Comes in: for each document a key that holds all inputs, and a function of them. Goes out: the results, in their order. Apart
from `memory`, which only ever asks one function: documents know nothing of each other until they are compared, and most of
the time of a check goes by before they are. Facts that another process has read come back as plain rows, which are quicker to
send.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from sitegen.digests import NotDigestible
from sitegen.memory import Memory
from sitegen.plain import Row, read_back, written
from sitegen.reading import Desk, FactsRead

__all__ = ["Readers", "processors"]

T = TypeVar("T")
Job = tuple[Hashable, Callable[[], T]]

_WORTH = 150_000
"""Bytes to be read for which it is worth while to begin processes."""

_MANY = 400
"""Documents of which something else is to be made for which it is."""


def processors() -> int:
    """How many processes work at a time where nobody says how many."""
    return os.cpu_count() or 1


class Readers(Memory):
    """Remembers nothing. With more than one worker, what there are many of is made by processes of this machine."""

    def __init__(self, workers: int) -> None:
        super().__init__()
        self._workers = workers

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        del key
        return make()

    def get_all(self, jobs: Sequence[Job[T]]) -> list[T]:
        if jobs and _kind(jobs[0][0]) == "facts":
            return cast("list[T]", self._read_all(cast("Sequence[Job[FactsRead]]", jobs)))
        found, left = self._looked_up(jobs)
        if self._workers > 1 and len(left) > _MANY:
            made = self._spread(left, lambda number: jobs[number][1]())
        else:
            made = ((number, jobs[number][1]()) for number in left)
        for number, one in made:
            self.note(jobs[number][0], one)
            found[number] = one
        return [found[number] for number in range(len(jobs))]

    def _read_all(self, jobs: Sequence[Job[FactsRead]]) -> list[FactsRead]:
        found, left = self._looked_up(jobs)
        if self._workers > 1 and sum(_weight(jobs[number][0]) for number in left) > _WORTH:
            packed = self._spread(left, lambda number: _Packed.of(*self.read(*jobs[number])))
            found.update((number, self.told(one.facts(), one.digests)) for number, one in packed)
        else:
            found.update((number, self.read(*jobs[number])[0]) for number in left)
        return [found[number] for number in range(len(jobs))]

    def _looked_up(self, jobs: Sequence[Job[T]]) -> tuple[dict[int, T], list[int]]:
        """The results that are known, by the numbers of their jobs, and the numbers of the other jobs."""
        found: dict[int, T] = {n: one for n, (key, _) in enumerate(jobs) if (one := self.known(key)) is not None}
        return found, [number for number in range(len(jobs)) if number not in found]

    def _spread(self, numbers: Sequence[int], make: Callable[[int], T]) -> Iterator[tuple[int, T]]:
        """What several processes make of each number, as it comes."""
        from sitegen.workers import drawn, forked

        jobs = _Jobs(numbers, make)
        with forked(jobs, self._workers, 1) as executor:
            yield from drawn(jobs, executor, self._workers)

    def known(self, key: Hashable) -> Any:
        """The result for a key without making it, or None."""
        del key

    def note(self, key: Hashable, found: object) -> None:
        """Something other than facts was made."""

    def read(self, key: Hashable, make: Callable[[], FactsRead]) -> tuple[FactsRead, list[str]]:
        """What a file says, and digests of its facts where somebody wants them."""
        del key
        return make(), []

    def told(self, found: FactsRead, digests: Sequence[str]) -> FactsRead:
        """What another process has read."""
        del digests
        return found


@dataclass(frozen=True, slots=True)
class _Jobs(Generic[T]):
    """Jobs that any process may do that has inherited them."""

    numbers: Sequence[int]
    make: Callable[[int], T]

    def __len__(self) -> int:
        return len(self.numbers)

    def draw(self, at: int) -> list[tuple[int, T]]:
        return [(self.numbers[at], self.make(self.numbers[at]))]


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


def _kind(key: Any) -> object:
    return key[0]


def _weight(key: Any) -> int:
    """The bytes that a key holds."""
    return sum(len(part) for part in key if type(part) is bytes)
