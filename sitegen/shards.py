"""A build in parts, each drawn by another machine, and the parts put together.

Comes in: the pieces of a site and which part of them is wanted; later the folders of all parts. Goes out: outputs. Apart
from `workers`, whose processes share one memory: here only folders are exchanged, so each says what it was made from.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sitegen.outputs import MANIFEST, Output, digest, json_output
from sitegen.problems import EnvironmentFailure
from sitegen.workers import Pieces

__all__ = ["SHARD", "Part", "Share", "described", "gathered"]

SHARD = "shard.json"
_FORM = re.compile(r"([1-9]\d{0,3})/([1-9]\d{0,3})")


@dataclass(frozen=True, slots=True)
class Share:
    """Part `number` of `count`, both from 1."""

    number: int
    count: int

    @classmethod
    def of(cls, text: str) -> Share:
        """Reads `2/5`. Raises ValueError for anything else."""
        match = _FORM.fullmatch(text)
        if match is None or int(match[1]) > int(match[2]):
            raise ValueError(f"`{text}` is no part: write `2/5` for the second of five")
        return cls(int(match[1]), int(match[2]))


class Part:
    """The pieces that a share draws: every so-manieth of them."""

    def __init__(self, pieces: Pieces[Output], share: Share) -> None:
        self._pieces = pieces
        self._numbers = range(share.number - 1, len(pieces), share.count)

    def __len__(self) -> int:
        return len(self._numbers)

    def draw(self, number: int) -> Sequence[Output]:
        return self._pieces.draw(self._numbers[number])


def described(share: Share, key: str) -> Output:
    """What a part says of itself: which it is, and from what it was made."""
    return json_output(SHARD, {"part": share.number, "of": share.count, "from": key})


def gathered(folders: Sequence[Path], key: str) -> Iterator[Output]:
    """The outputs of all parts. Raises `EnvironmentFailure` where one is missing, damaged or made from something else."""
    counts: set[int] = set()
    numbers: list[int] = []
    for folder in folders:
        said = _read(folder / SHARD)
        part, of = said.get("part"), said.get("of")
        if said.get("from") != key or not isinstance(part, int) or not isinstance(of, int):
            raise EnvironmentFailure(f"{folder}: was made from another state of the content, or by another sitegen")
        counts.add(of)
        numbers.append(part)
    if len(counts) != 1 or sorted(numbers) != list(range(1, max(counts) + 1)):
        raise EnvironmentFailure(f"the parts are {sorted(numbers)} of {sorted(counts)}; each is needed once")
    for folder in folders:
        for path, wanted in sorted(_read(folder / MANIFEST).items()):
            if path == SHARD:
                continue
            output = Output(path, _bytes(folder / path))
            if digest(output) != wanted:
                raise EnvironmentFailure(f"{folder / path}: is not what its manifest says")
            yield output


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise EnvironmentFailure(f"{path}: {error.strerror}") from error


def _read(path: Path) -> dict[str, object]:
    try:
        value = json.loads(_bytes(path))
    except ValueError as error:
        raise EnvironmentFailure(f"{path}: cannot be read") from error
    if not isinstance(value, dict):
        raise EnvironmentFailure(f"{path}: cannot be read")
    return value
