"""`sitegen publish`: builds completely, then brings the site to its target.

Comes in: a root and the name of a target. Goes out: what was done. Apart from the targets, which know no content.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sitegen.cards import missing
from sitegen.delivery.branch import Branch
from sitegen.delivery.extras import extras
from sitegen.delivery.folder import Folder
from sitegen.delivery.model import Target
from sitegen.delivery.storage import storage_at
from sitegen.drawing import Prepared
from sitegen.loading import load
from sitegen.preparing import prepare
from sitegen.problems import Problem
from sitegen.render import TemplateFault
from sitegen.revisions import NoRevision, commit

__all__ = ["Delivered", "go_back", "publish_to"]

_PROTOCOL = re.compile(r"[a-z][a-z0-9+.-]*://")
_BRANCH = "branch:"


@dataclass(frozen=True, slots=True)
class Delivered:
    """`done` is False where nothing was delivered: the content has errors."""

    done: bool
    problems: tuple[Problem, ...]
    summary: str


def publish_to(
    root: Path, name: str, *, remote: str, base_url: str | None, strict: bool, compress: bool | None
) -> Delivered:
    """Build the site of a root and deliver it. Raises `EnvironmentFailure`; the target is then as it was.

    `compress` makes gzip and brotli files: by default for a directory, whose web server can choose.
    """
    loaded = load(root)
    if loaded.graph is None or loaded.failing(strict=strict):
        return Delivered(False, loaded.problems, f"{loaded.summary}; nothing was published")
    # Pages name their pictures only where these can be drawn: a site without them is whole, one with broken links is not.
    without = missing()
    try:
        prepared = prepare(root, loaded, base_url, cards=not without)
        outputs = list(prepared.everything(os.cpu_count() or 1))
    except TemplateFault as fault:
        return Delivered(False, (fault.problem,), "1 error; nothing was published")
    target = _target(root, name, remote, prepared)
    more = extras(prepared, outputs, compress=isinstance(target, Folder) if compress is None else compress)
    receipt = target.publish((*outputs, *more))
    said = f"\nno pictures for links elsewhere: {without}" if without else ""
    return Delivered(True, loaded.problems, f"{loaded.summary}{said}\n{receipt.summary}")


def go_back(root: Path, name: str, *, remote: str) -> str:
    """Bring back what a target had before. Raises `EnvironmentFailure` where it had nothing."""
    return _target(root, name, remote, None).roll_back().summary


def _target(root: Path, name: str, remote: str, prepared: Prepared | None) -> Target:
    if _PROTOCOL.match(name):
        return storage_at(name)
    if name.startswith(_BRANCH):
        day = prepared.material.built if prepared is not None else ""
        stamp = int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()) if day[:1].isdigit() else 0
        try:
            source = commit(root, "HEAD")[:12]
        except NoRevision:
            source = "content without a commit"
        return Branch(root, name.removeprefix(_BRANCH), remote, stamp, source)
    return Folder(Path(name))
