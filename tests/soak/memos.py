"""Histories of edits with a memo that is damaged on the way: after each step the site is the clean one of that content."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

from sitegen.build import How, build
from soak.run import Campaign, Run
from soak.sites import copy, tree

__all__ = ["CAMPAIGN", "damaged"]


_HISTORY = 500
"""Edits of one history: then another site begins."""


def _edit(random: Random, root: Path) -> None:
    """One of a few states a file, so that histories come back to where they were."""
    path, states = random.choice(_STATES)
    state = random.choice(states)
    if state is None:
        (root / path).unlink(missing_ok=True)
    else:
        (root / path).write_text(state)


_PAGE = "---\ntitle: {0}\ndescription: {0}.\n---\n\nOf {0}.\n"
_STATES = (
    ("content/pages/one.md", (None, _PAGE.format("One"), _PAGE.format("Uno"))),
    ("content/pages/two.md", (None, _PAGE.format("Two"), _PAGE.format("Due"))),
    ("content/topics/region/northland.yaml", ("name: Northland\n", "name: Northland  # a remark\n", "name: Southland\n")),
    ("content/topics/region/coast.yaml", (None, "name: Coast\n", "name: Coast\nparent: northland\n")),
    ("content/glossary.yaml", (None, "terms:\n- term: CAGR\n  expansion: compound annual growth rate\n")),
    ("content/pages/bad.md", (None, None, None, "no front matter")),
)  # fmt: skip


def _record(root: Path, random: Random) -> Path | None:
    found = sorted((root / ".sitegen").glob("*")) if (root / ".sitegen").is_dir() else []
    return random.choice(found) if found else None


def damaged(random: Random, root: Path, kept: list[bytes]) -> str:
    """Damage what a build remembers, or what it published; `kept` are earlier memos. Returns what was done."""
    path = _record(root, random)
    if path is None or not path.is_file():
        return "nothing"
    data = path.read_bytes()
    kept.append(data)
    spot = random.randrange(max(1, len(data)))
    damages: dict[str, Callable[[], object]] = {
        "flipped": lambda: path.write_bytes(data[:spot] + bytes([(data[spot] if data else 0) ^ 1 << random.randrange(8)]) + data[spot + 1 :]),
        "truncated": lambda: path.write_bytes(data[:spot]),
        "older": lambda: path.write_bytes(random.choice(kept)),
        "foreign": lambda: path.write_bytes(random.randbytes(200)),
        "empty": lambda: path.write_bytes(b""),
        "deleted": path.unlink,
        "huge": lambda: path.write_bytes(b"0" * 3_000_000),
        "a folder": lambda: (path.unlink(), path.mkdir()),
        "no folder": lambda: shutil.rmtree(root / ".sitegen"),
        "unreadable": lambda: path.chmod(0),
        "forged": lambda: path.write_text(_forged(data)),
        "a page lost": lambda: (root / "public/index.html").unlink(missing_ok=True),
        "a page changed": lambda: (root / "public/about/index.html").write_text("x") if (root / "public/about").is_dir() else None,
    }  # fmt: skip
    name = random.choice(sorted(damages))
    damages[name]()
    return name


def _forged(data: bytes) -> str:
    """A record with a right digest and wrong contents."""
    text = data.decode("utf-8", "replace").partition("\n")[2].replace('"key": "', '"key": "0')
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest() + "\n" + text


def attack(run: Run) -> None:
    root = run.folder / "site"
    clean = copy(run.folder / "clean")
    known: dict[str, dict[str, str] | None] = {}
    kept: list[bytes] = []
    for number, random in run.each():
        if number % _HISTORY == 0 or not root.exists():
            shutil.rmtree(root, ignore_errors=True)
            copy(root)
            kept.clear()
            run.counts["histories"] += 1
        for _ in range(random.choice([0, 1, 1, 3])):
            _edit(random, root)
        done = damaged(random, root, kept) if random.random() < 0.6 else "nothing"
        run.counts[f"memo {done}"] += 1
        built = build(root, root / "public", how=How(1))
        run.counts["not built again"] += built.summary.endswith("nothing has changed since")
        state = str(sorted(tree(root / "content").items()))
        if state not in known:
            shutil.rmtree(clean / "content")
            shutil.copytree(root / "content", clean / "content")
            fresh = build(clean, clean / "public", how=How(1, memo=False))
            known[state] = tree(clean / "public") if fresh.published else None
        expected = known[state]
        run.hold(number, built.published == (expected is not None), f"after {done}: {built.summary}")
        if expected is not None:
            run.hold(number, tree(root / "public") == expected, f"after {done}: not the clean build")


CAMPAIGN = Campaign(
    "memos",
    "a damaged memo is never believed; an incremental build equals a clean one",
    "a step of a history of five hundred edits, the memo damaged in more than half of them",
    attack,
    short=12,
    weight=2,
)
