"""What is delivered, in which order, and what a delivery did.

Comes in: outputs and the manifest of what is published. Goes out: a `Plan`. Apart from the targets: the order in which
no page ever points to a missing file is decided once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sitegen.outputs import MANIFEST, Output, digest, json_output, manifest

__all__ = ["CARRIED", "Plan", "Receipt", "Target", "is_lasting", "listed", "plan", "to_carry", "whole"]

CARRIED = "carried.json"
"""The assets of the generation before, which stay for readers whose page is still open."""

_LASTING = re.compile(r"assets/[^/]+\.[0-9a-f]{10}\.[a-z0-9]+(\.(gz|br))?")


@dataclass(frozen=True, slots=True)
class Plan:
    """`upload` in this order, then `delete`; `same` files stay as they are. The manifest is last of all uploads."""

    upload: tuple[str, ...]
    delete: tuple[str, ...]
    same: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a delivery did, in numbers of files."""

    where: str
    uploaded: int
    deleted: int
    same: int

    @property
    def summary(self) -> str:
        if not self.uploaded and not self.deleted:
            return f"{self.where}: nothing changed, {self.same} files stand"
        return f"{self.where}: {self.uploaded} files uploaded, {self.deleted} deleted, {self.same} unchanged"


class Target(Protocol):
    """Somewhere a site can be. Both raise `EnvironmentFailure`, and the site is then as it was."""

    def published(self) -> Mapping[str, bytes]:
        """The manifest and the list of carried assets, as far as they are there."""
        ...

    def publish(self, outputs: Iterable[Output]) -> Receipt:
        """Replace what is published by these outputs."""
        ...

    def roll_back(self) -> Receipt:
        """Bring back what was published before."""
        ...


def is_lasting(path: str) -> bool:
    """Whether a file's name changes with its content, so that it may be kept for ever by whoever fetched it."""
    return _LASTING.fullmatch(path) is not None


def listed(manifest_file: bytes) -> dict[str, str]:
    """Path → SHA-256 of a manifest; empty where there is none that can be read."""
    try:
        found = json.loads(manifest_file or b"{}")
    except ValueError:
        return {}
    return (
        {path: digest for path, digest in found.items() if isinstance(digest, str)} if isinstance(found, dict) else {}
    )


def whole(outputs: Sequence[Output], carry: Sequence[Output]) -> tuple[Output, ...]:
    """The outputs with the assets that are carried, the list of these, and last the manifest of it all."""
    everything = [*outputs, *carry, json_output(CARRIED, [output.path for output in carry])]
    return (*everything, manifest({output.path: digest(output) for output in everything}))


def to_carry(outputs: Sequence[Output], published: Mapping[str, bytes]) -> list[str]:
    """The assets that the present generation brought and the new one lacks; an asset is carried once.

    Where the new generation is the present one again, what that carries stays: nothing has changed.
    """
    present, new = listed(published.get(MANIFEST, b"")), {output.path: digest(output) for output in outputs}
    try:
        old = sorted(json.loads(published.get(CARRIED, b"[]")))
    except (ValueError, TypeError):
        old = []
    if {path: digest for path, digest in present.items() if path not in (*old, CARRIED)} == new:
        return [path for path in old if path in present]
    return sorted(path for path in present if is_lasting(path) and path not in new and path not in old)


def plan(before: Mapping[str, str], after: Mapping[str, str]) -> Plan:
    """From one manifest to another: what pages need, then new pages, then changed ones, the first page and the manifest last.

    A changed page may link to a new one. What no page of the new generation needs is deleted, pages before their assets.
    """
    changed = [path for path, digest in after.items() if before.get(path) != digest]
    upload = sorted(changed, key=lambda path: (_rank(path, before), path))
    same = tuple(sorted(path for path in after if path not in set(changed)))
    delete = sorted(set(before) - set(after), key=lambda path: (-_rank(path, before), path))
    return Plan(tuple(upload), tuple(delete), same)


def _rank(path: str, before: Mapping[str, str]) -> int:
    base = path.removesuffix(".gz").removesuffix(".br")
    if base.startswith("assets/"):
        return 0
    if not base.endswith(".html"):
        return 1
    if base in {"index.html", "404.html"}:
        return 4
    return 3 if path in before else 2
