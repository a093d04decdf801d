"""What git knows: when the commit that is built was made. One call of the `git` command, or "no history here".

Comes in: the root and the environment. Goes out: values. Apart, because it is the only stage that asks another program.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

__all__ = ["UNKNOWN", "build_date", "build_day"]

UNKNOWN = "unknown"


def build_date(root: Path, environment: Mapping[str, str]) -> str:
    """The day of the build, YYYY-MM-DD in UTC: `SOURCE_DATE_EPOCH`, else the commit's; `unknown` where neither is."""
    epoch = environment.get("SOURCE_DATE_EPOCH", "")
    if not epoch.isdigit() and (root / ".git").exists():
        epoch = _git(root, "log", "-1", "--format=%ct").strip()
    if not epoch.isdigit() or len(epoch) > 11:
        return UNKNOWN
    return datetime.fromtimestamp(int(epoch), UTC).strftime("%Y-%m-%d")


def build_day(root: Path) -> str:
    """The day that a build of this root is dated, here and now."""
    return build_date(root, os.environ)


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments], capture_output=True, text=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout if done.returncode == 0 else ""
