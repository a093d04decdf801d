"""A directory as a target: the whole site is staged beside it and swapped in by one rename; the one before stays aside.

Comes in: outputs. Goes out: the directory. Apart from `publish`, which knows no manifests but writes them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from sitegen.delivery.model import CARRIED, Receipt, listed, plan, to_carry, whole
from sitegen.outputs import MANIFEST, Output
from sitegen.problems import EnvironmentFailure
from sitegen.publish import bring_back, replace
from sitegen.staging import published_file

__all__ = ["Folder"]


class Folder:
    """A directory that a web server shows. Files that did not change are not written again, only linked."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def published(self) -> Mapping[str, bytes]:
        found = {name: published_file(self.path, name) for name in (MANIFEST, CARRIED)}
        return {name: data for name, data in found.items() if data is not None}

    def publish(self, outputs: Iterable[Output]) -> Receipt:
        new, before = list(outputs), self.published()
        kept = [
            Output(path, data)
            for path in to_carry(new, before)
            if (data := published_file(self.path, path)) is not None
        ]
        made = whole(new, kept)
        done = plan(_with(before), listed(made[-1].data))
        if done.upload or done.delete or MANIFEST not in before:
            replace(made[:-1], self.path)
        return Receipt(str(self.path), len(done.upload), len(done.delete), len(done.same))

    def roll_back(self) -> Receipt:
        before = _with(self.published())
        if not bring_back(self.path):
            raise EnvironmentFailure(f"{self.path}: there is no earlier site to go back to")
        done = plan(before, _with(self.published()))
        return Receipt(str(self.path), len(done.upload), len(done.delete), len(done.same))


def _with(published: Mapping[str, bytes]) -> dict[str, str]:
    return listed(published.get(MANIFEST, b""))
