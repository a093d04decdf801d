"""Which pieces of the last build stand as they are: what each read, and what it wrote.

Comes in: the ledger that the last build left, the present materials, the folder with its outputs. Goes out: the outputs of
pieces that would read the same again, and the ledger of this build. Apart from `memo`, which knows only whether anything has
changed at all. It is a memory around pure functions (verifying traces, in the words of "Build systems à la carte"): nothing is
ever out of date, and whatever cannot be read, or is not as it was left, is drawn again.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from sitegen.outputs import Kept, Known, Output, Written, digest, stamp
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
    """`reads` are stretches of their numbers: where one begins and where it ends, then the next one's. An output is its path and,
    of a page with a twin, its title and description.

    In `left` is by what each output is known, as the build before left it; it is empty of what is new.
    """

    reads: array[int]
    outputs: Sequence[tuple[str, ...]]
    left: Sequence[Known] = ()

    @property
    def stretches(self) -> Iterator[range]:
        return map(range, self.reads[::2], self.reads[1::2])


class Ledger:
    """The pieces of one build. `key` is a digest of all that no piece reads: the program, its templates, its libraries.

    `old` finds what `told` told of an earlier build, or nothing; it is asked for when the site that will be replaced is locked.
    """

    def __init__(self, key: str, state: State, target: Path, old: Callable[[], Iterator[Any]]) -> None:
        self._key, self._state, self._target, self._find = key, state, target, old
        self._old: dict[str, _Piece] = {}
        self._pieces: dict[str, _Piece] = {}
        self._groups: dict[_Group, dict[_Key, int]] = {}
        self._digests: list[str | None] = []
        self._changed: set[int] = set()
        self.drawn: list[str] = []

    def open(self) -> None:
        """Read what the last build told."""
        rows = self._find()
        if next(rows, None) != self._key:
            return
        for kind, *row in rows:
            if kind == "piece":
                name, reads, outputs = row
                self._old[name] = _read_piece(reads, outputs)
            else:
                tag, of, how, keys, digests = row
                self._compare((tag, of, how), keys, digests)

    def _compare(self, group: _Group, keys: Iterable[_Key], digests: Iterable[str]) -> None:
        """Note which reads of a group found something else."""
        for key, was in zip(keys, digests, strict=True):
            number = self._number(group, key)
            if not was or self._digest(group, key, number) != was:
                self._changed.add(number)

    def __len__(self) -> int:
        return len(self._pieces)

    def kept(self, name: str) -> list[Kept] | None:
        """The outputs of a piece that would read what it read before, where all of them stand as they were left."""
        piece = self._old.get(name)
        if piece is None or (
            self._changed and any(not self._changed.isdisjoint(stretch) for stretch in piece.stretches)
        ):
            return None
        kept = []
        for (path, *told), known in zip(piece.outputs, piece.left, strict=True):
            one = self._standing(path, known, (told[0], told[1]) if told else None)
            if one is None:
                return None
            kept.append(one)
        self._pieces[name] = piece
        return kept

    def _standing(self, path: str, known: Known, told: tuple[str, str] | None) -> Kept | None:
        with suppress(OSError):
            seen, left = stamp(os.lstat(f"{self._target}/{path}")), known.stamp
            if seen == left:
                return Kept(path, known, told)
            # Of a folder that was copied the files are elsewhere on the disk, with the same times: then they are read.
            if seen[:2] != left[:2] or digest(Output(path, published_file(self._target, path) or b"")) != known.digest:
                return None
            return Kept(path, Known.of(known.digest, seen), told)
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

    def told(self, files: Written) -> Iterator[object]:
        """All of it as rows of plain values, for the next build; `files` are all that was published."""
        yield self._key
        used = bytearray(len(self._digests))
        for piece in self._pieces.values():
            for one in piece.stretches:
                used[one.start : one.stop] = b"\1" * len(one)
        # Numbers go by what is read, so that what is read of one thing stands together.
        renumbered = array("I", bytes(len(used) * array("I").itemsize))
        yield from self._folded(used, renumbered)
        for name, piece in self._pieces.items():
            numbers = chain.from_iterable(renumbered[one.start : one.stop] for one in piece.stretches)
            outputs = [[files[path].hex(), path, *told] for path, *told in piece.outputs]
            yield ["piece", name, _stretches(numbers).tolist(), outputs]

    def _folded(self, used: bytearray, renumbered: array[int]) -> Iterator[list[Any]]:
        """Each group with its keys and digests; `renumbered` is filled with the new number of each read."""
        count = 0
        for group, known in sorted(self._groups.items()):
            keys = sorted((key for key, number in known.items() if used[number]), key=_place)
            for number, key in enumerate(keys, count):
                renumbered[known[key]] = number
            count += len(keys)
            if keys:
                yield ["reads", *group, keys, [self._digest(group, key, known[key]) for key in keys]]


def _read_piece(reads: Iterable[int], outputs: Iterable[list[Any]]) -> _Piece:
    rows = list(outputs)
    return _Piece(array("I", reads), [tuple(row[1:]) for row in rows], [Known.fromhex(row[0]) for row in rows])


def _stretches(numbers: Iterable[int]) -> array[int]:
    """Numbers as stretches in which each follows the one before: thousands of facts of one document are one of them."""
    found = array("I")
    end = -1
    for number in sorted(numbers):
        if number != end:
            if found:
                found.append(end)
            found.append(number)
        end = number + 1
    if found:
        found.append(end)
    return found


def _place(key: _Key) -> tuple[bool, _Key]:
    return isinstance(key, int), key
