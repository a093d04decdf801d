"""Which pieces of the last build stand as they are: what each read, and what it wrote.

Comes in: the ledger that the last build left, the present materials, the folder with its outputs. Goes out: the outputs of
pieces that would read the same again, and the ledger of this build. Apart from `memo`, which knows only whether anything has
changed at all. It is a memory around pure functions (verifying traces, in the words of "Build systems à la carte"): nothing is
ever out of date, and whatever cannot be read, or is not as it was left, is drawn again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
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
    """`reads` by their numbers; the path of each output and, of a page with a twin, its title and description."""

    reads: list[int]
    outputs: list[list[str]]


class Ledger:
    """The pieces of one build. `key` is a digest of all that no piece reads: the program, its templates, its libraries.

    `old` finds what `told` told of an earlier build, or nothing; it is asked for when the site that will be replaced is locked.
    """

    def __init__(self, key: str, state: State, target: Path, old: Callable[[], Mapping[str, Any]]) -> None:
        self._key, self._state, self._target, self._find = key, state, target, old
        self._files: Mapping[str, list[Any]] = {}
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
        self._files = fitting.get("files", {})
        self._old = {name: _Piece(*piece) for name, piece in fitting.get("pieces", {}).items()}
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
        if piece is None or not self._changed.isdisjoint(piece.reads):
            return None
        kept = []
        for path, *told in piece.outputs:
            one = self._standing(path, (told[0], told[1]) if told else None)
            if one is None:
                return None
            kept.append(one)
        self._pieces[name] = piece
        return kept

    def _standing(self, path: str, told: tuple[str, str] | None) -> Kept | None:
        wanted, *left = self._files.get(path, ("",))
        with suppress(OSError):
            seen = stamp((self._target / path).lstat())
            if seen[:2] != tuple(left[:2]):
                return None
            # Of a folder that was copied the files are elsewhere on the disk, with the same times: then they are read.
            if seen[2] != left[2] and digest(Output(path, published_file(self._target, path) or b"")) != wanted:
                return None
            return Kept(path, wanted, seen, told)
        return None

    def note(self, made: Made) -> None:
        """A piece was drawn."""
        self.drawn.append(made.name)
        outputs = []
        for output in made.outputs:
            told = entry(output)
            outputs.append([output.path, told.title, told.description] if told is not None else [output.path])
        numbers = [self._number((made.tag, of, how), key) for of, how, key in made.reads]
        self._pieces[made.name] = _Piece(sorted(numbers), outputs)

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
        used = {number for piece in self._pieces.values() for number in piece.reads}
        # Numbers go by what is read, so that what is read of one thing stands together.
        renumbered: dict[int, int] = {}
        reads = list(self._folded(used, renumbered))
        pieces = {
            name: [[renumbered[number] for number in piece.reads], piece.outputs]
            for name, piece in self._pieces.items()
        }
        own = {path: [files[path][0], *files[path][1]] for piece in self._pieces.values() for path, *_ in piece.outputs}
        return {"key": self._key, "reads": reads, "pieces": pieces, "files": own}

    def _folded(self, used: Collection[int], renumbered: dict[int, int]) -> Iterator[list[Any]]:
        """Each group with its keys and digests; `renumbered` is filled with the new number of each read."""
        for group, known in sorted(self._groups.items()):
            keys = sorted((key for key, number in known.items() if number in used), key=_place)
            for key in keys:
                renumbered[known[key]] = len(renumbered)
            if keys:
                yield [*group, keys, [self._digest(group, key, known[key]) for key in keys]]


def _place(key: _Key) -> tuple[bool, _Key]:
    return isinstance(key, int), key
