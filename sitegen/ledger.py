"""Which pieces of the last build stand as they are: what each read, and what it wrote.

Comes in: the ledger that the last build left, the present materials, the folder with its outputs. Goes out: the outputs of
pieces that would read the same again, and the ledger of this build. Apart from `memo`, which knows only whether anything has
changed at all. It is a memory around pure functions (verifying traces, in the words of "Build systems à la carte"): nothing is
ever out of date, and whatever cannot be read, or is not as it was left, is drawn again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from sitegen.outputs import Kept, Output, Stamp, digest, stamp
from sitegen.staging import published_file
from sitegen.traces import Read, State
from sitegen.twins import entry

__all__ = ["Ledger", "Made"]

_Group = tuple[str, str, str]
"""The name of a material, what of it was read, and how: reads of a group differ in their key alone. There are millions of reads."""
_Key = str | int


@dataclass(frozen=True, slots=True)
class Made:
    """What a piece of work made, and what it read of the material that `tag` names."""

    name: str
    tag: str
    outputs: tuple[Output, ...]
    reads: frozenset[Read]


@dataclass(frozen=True, slots=True)
class _Piece:
    """`reads` are stretches of their numbers; an output is its path and, of a page with a twin, its title and description.

    In `left` each output has its digest and its stamp, as the build before left it; it is empty of what is new.
    """

    reads: tuple[range, ...]
    outputs: Sequence[tuple[str, ...]]
    left: Sequence[tuple[str, Stamp]] = ()


class Ledger:
    """The pieces of one build. `key` is a digest of all that no piece reads: the program, its templates, its libraries.

    `old` finds what `told` told of an earlier build, or nothing; it is asked for when the site that will be replaced is locked.
    """

    def __init__(self, key: str, state: State, target: Path, old: Callable[[], Mapping[str, Any]]) -> None:
        self._key, self._state, self._target, self._find = key, state, target, old
        self._old: dict[str, _Piece] = {}
        self._pieces: dict[str, _Piece] = {}
        self._groups: dict[_Group, dict[_Key, int]] = {}
        self._digests: list[str | None] = []
        self._changed: set[int] = set()
        self.drawn: list[str] = []

    def open(self) -> None:
        """Read what the last build told."""
        old = self._find()
        fitting = old if old.get("key") == self._key else {}
        self._old = {name: _read_piece(*piece) for name, piece in fitting.get("pieces", {}).items()}
        for tag, of, how, keys, digests in fitting.get("reads", ()):
            group = (tag, of, how)
            for key, was in zip(keys, digests, strict=True):
                number = self._number(group, key)
                if not was or self._digest(group, key, number) != was:
                    self._changed.add(number)

    def __len__(self) -> int:
        return len(self._pieces)

    def kept(self, name: str) -> list[Kept] | None:
        """The outputs of a piece that would read what it read before, where all of them stand as they were left."""
        piece = self._old.get(name)
        if piece is None or any(not self._changed.isdisjoint(stretch) for stretch in piece.reads if self._changed):
            return None
        kept = []
        for (path, *told), (wanted, left) in zip(piece.outputs, piece.left, strict=True):
            one = self._standing(path, wanted, left, (told[0], told[1]) if told else None)
            if one is None:
                return None
            kept.append(one)
        self._pieces[name] = piece
        return kept

    def _standing(self, path: str, wanted: str, left: Stamp, told: tuple[str, str] | None) -> Kept | None:
        with suppress(OSError):
            seen = stamp(os.lstat(f"{self._target}/{path}"))
            if seen[:2] != left[:2]:
                return None
            # Of a folder that was copied the files are elsewhere on the disk, with the same times: then they are read.
            if seen[2] != left[2] and digest(Output(path, published_file(self._target, path) or b"")) != wanted:
                return None
            return Kept(path, wanted, seen, told)
        return None

    def note(self, made: Made) -> None:
        """A piece was drawn."""
        self.drawn.append(made.name)
        outputs: list[tuple[str, ...]] = []
        for output in made.outputs:
            told = entry(output)
            outputs.append((output.path, told.title, told.description) if told is not None else (output.path,))
        numbers = (self._number((made.tag, of, how), key) for of, how, key in made.reads)
        self._pieces[made.name] = _Piece(_stretches(numbers), outputs)

    def _number(self, group: _Group, key: _Key) -> int:
        known = self._groups.setdefault(group, {})
        number = known.get(key)
        if number is None:
            number = known[key] = len(self._digests)
            self._digests.append(None)
        return number

    def _digest(self, group: _Group, key: _Key, number: int) -> str:
        found = self._digests[number]
        if found is None:
            tag, of, how = group
            found = self._digests[number] = self._state.digest(tag, (of, how, key))
        return found

    def told(self, files: Mapping[str, tuple[str, Stamp]]) -> dict[str, Any]:
        """All of it as plain values, for the next build; `files` are the digest and the stamp of everything that was published."""
        used = set(chain.from_iterable(chain.from_iterable(piece.reads for piece in self._pieces.values())))
        # Numbers go by what is read, so that what is read of one thing stands together.
        renumbered: dict[int, int] = {}
        reads = list(self._folded(used, renumbered))
        pieces = {}
        for name, piece in self._pieces.items():
            stretches = _stretches(renumbered[number] for number in chain.from_iterable(piece.reads))
            outputs = [[*files[path], path, *told] for path, *told in piece.outputs]
            pieces[name] = [[[one.start, len(one)] for one in stretches], outputs]
        return {"key": self._key, "reads": reads, "pieces": pieces}

    def _folded(self, used: Collection[int], renumbered: dict[int, int]) -> Iterator[list[Any]]:
        """Each group with its keys and digests; `renumbered` is filled with the new number of each read."""
        for group, known in sorted(self._groups.items()):
            keys = sorted((key for key, number in known.items() if number in used), key=_place)
            for key in keys:
                renumbered[known[key]] = len(renumbered)
            if keys:
                yield [*group, keys, [self._digest(group, key, known[key]) for key in keys]]


def _read_piece(stretches: Iterable[tuple[int, int]], outputs: Iterable[list[Any]]) -> _Piece:
    rows = list(outputs)
    reads = tuple([range(start, start + length) for start, length in stretches])
    return _Piece(reads, [tuple(row[2:]) for row in rows], [(row[0], tuple(row[1])) for row in rows])


def _stretches(numbers: Iterable[int]) -> tuple[range, ...]:
    """Numbers as stretches in which each follows the one before: thousands of facts of one document are one of them."""
    found: list[range] = []
    start = end = -1
    for number in sorted(numbers):
        if number != end:
            found.append(range(start, end))
            start = number
        end = number + 1
    return (*found[1:], range(start, end)) if end >= 0 else ()


def _place(key: _Key) -> tuple[bool, _Key]:
    return isinstance(key, int), key
