"""The one place that writes what an editor would write: files of content/, seeds/ and their settings, below a root.

Comes in: a root, a path relative to it, a text. Goes out: the file, whole or as it was. Apart from `publish`, which
writes the site: nothing here is generated, so nothing may be lost, and no name or link leads outside.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from sitegen.problems import EnvironmentFailure

__all__ = ["write_file"]


def write_file(root: Path, path: str, text: str | Iterable[str], *, synced: bool = True) -> Path:
    """Replace one file below `root` by one rename; `text` may come piece by piece. Raises `EnvironmentFailure` where it leads outside or cannot be.

    What is not `synced` may be cut short where the machine fails: that is for what nobody believes without looking.
    """
    base = root.resolve()
    target = base / path
    if ".." in Path(path).parts or not target.resolve().is_relative_to(base) or target.is_symlink():
        raise EnvironmentFailure(f"{path}: leads outside of {root}")
    target.parent.mkdir(parents=True, exist_ok=True)
    staged = target.with_name(f".{target.name}.sitegen~")
    try:
        with staged.open("w", encoding="utf-8", newline="") as file:
            file.writelines([text] if isinstance(text, str) else text)
            file.flush()
            if synced:
                os.fsync(file.fileno())
        if target.exists():
            staged.chmod(target.stat().st_mode & 0o777)
        staged.replace(target)
    except BaseException:
        staged.unlink(missing_ok=True)
        raise
    return target
