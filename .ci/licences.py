"""`python .ci/licences.py`: what comes with the site or builds it, and its licences → THIRD-PARTY.md.

Names and versions are those of the lock files; a licence is what the installed package says of itself. Apart from the generator,
which knows nothing of how it was installed.
"""

from __future__ import annotations

import json
import re
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "THIRD-PARTY.md"
_HEAD = """# What others made

Everything that `requirements.lock` and `templates/package-lock.json` bring: what pages load, and what builds them. Written by
`make licences`; a test holds it against the lock files, and refuses licences that would bind those who use a site.

| package | version | licence | used |
|---|---|---|---|
"""
_SHORT = {
    "Apache Software License": "Apache-2.0",
    "MIT License": "MIT",
    "BSD License": "BSD-3-Clause",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}


def locked(name: str) -> dict[str, str]:
    """Package → version of a lock file of Python."""
    return dict(re.findall(r"(?m)^([A-Za-z0-9._-]+)==([^\s;]+)", (ROOT / name).read_text("utf-8")))


def licence(name: str) -> str:
    """What an installed package says of its licence, as SPDX writes it where it can be told."""
    said = metadata.metadata(name)
    if said["License-Expression"]:
        return said["License-Expression"]
    named = [one.rpartition(" :: ")[2] for one in said.get_all("Classifier") or [] if one.startswith("License ::")]
    kinds = [_SHORT.get(one, one) for one in named if one != "OSI Approved"]
    own = (said["License"] or "").strip()
    if own and "\n" not in own and len(own) < 40:
        return own
    return " AND ".join(kinds) or _by_text(name)


def _by_text(name: str) -> str:
    """Some packages say it by the text of the licence alone."""
    files = [path for path in metadata.files(name) or [] if "licen" in path.name.lower()]
    texts = [Path(str(path.locate())).read_text("utf-8") for path in files]
    return "MIT" if any("Permission is hereby granted, free of charge" in text for text in texts) else "unknown"


def table() -> str:
    rows = [(name, version, licence(name), "builds") for name, version in locked("requirements.lock").items()]
    scripts = json.loads((ROOT / "templates/package-lock.json").read_text("utf-8"))["packages"]
    rows += [
        (path.rpartition("node_modules/")[2], one["version"], one["license"], "on pages")
        for path, one in scripts.items()
        if path
    ]
    return _HEAD + "".join(f"| {' | '.join(row)} |\n" for row in sorted(rows))


if __name__ == "__main__":
    TABLE.write_text(table(), "utf-8")
