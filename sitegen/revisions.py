"""What git knows of earlier states: which commit, which files it had, which values a main branch has published.

Comes in: a root and names of revisions. Goes out: commit ids and files in memory; nothing is checked out. Apart from
`history`, which dates a build: here the content of other commits is read. Every call is of the `git` command.
"""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sitegen.problems import SitegenError
from sitegen.sources import Files

__all__ = [
    "NoRevision", "Step", "base_of", "changed_since", "commit", "files_at", "holds", "is_main", "is_shallow", "merge_base", "state", "steps",
]  # fmt: skip

_MAIN = ("origin/HEAD", "origin/main", "origin/master", "main", "master")


class NoRevision(SitegenError):
    """There is no such revision, or no repository."""


@dataclass(frozen=True, slots=True)
class Step:
    """One file of facts in one commit of the first-parent history; `before` is empty where it was new."""

    day: str
    path: str
    before: bytes
    after: bytes


def commit(root: Path, name: str) -> str:
    """The id of the commit that a name means. Raises `NoRevision`."""
    done = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    if done.returncode != 0:
        raise NoRevision(f"`{name}` is no revision of the repository at {root}")
    return done.stdout.decode().strip()


def state(root: Path) -> str:
    """The commit and whether its past was cut off, in one text: as long as it is the same, a build hears the same of git."""
    return _git(root, "rev-parse", "HEAD", "--is-shallow-repository").stdout.decode("utf-8", "replace")


def holds(root: Path, folder: str) -> bool:
    """Whether anything in a folder belongs to the repository."""
    return bool(_git(root, "ls-files", "-z", "--", folder).stdout)


def merge_base(root: Path, one: str, other: str) -> str:
    """The commit where two branches parted; the first of the two where they have nothing in common."""
    done = _git(root, "merge-base", one, other)
    return done.stdout.decode().strip() or one


def is_main(root: Path) -> bool:
    """Whether the main branch is what is checked out, by name or by its commit."""
    branch = _git(root, "symbolic-ref", "--quiet", "--short", "HEAD").stdout.decode().strip()
    if branch:
        return branch in {name.rpartition("/")[2] for name in _mains(root)}
    head = _git(root, "rev-parse", "HEAD").stdout
    return any(_git(root, "rev-parse", "--verify", "--quiet", name).stdout == head for name in _mains(root))


def _mains(root: Path) -> list[str]:
    found = _git(root, "rev-parse", "--abbrev-ref", "origin/HEAD").stdout.decode().strip()
    known = [found] if found and found != "origin/HEAD" else []
    return (
        known + [name for name in _MAIN[1:] if _git(root, "rev-parse", "--verify", "--quiet", name).returncode == 0][:1]
    )


def base_of(root: Path) -> str | None:
    """What is published, as far as the repository knows: where this branch left the main one.

    On the main branch itself, the remote's where commits wait to be pushed, else the commit before this one. None where
    there is no repository, and where its history was cut off.
    """
    if not root.exists() or _git(root, "rev-parse", "--verify", "--quiet", "HEAD").returncode != 0:
        return None
    mains = _mains(root)
    if not is_main(root):
        return merge_base(root, mains[0], "HEAD") if mains else None
    head = commit(root, "HEAD")
    pushed = next((found for name in mains if name.startswith("origin/") and (found := commit(root, name)) != head), "")
    if pushed and _git(root, "merge-base", "--is-ancestor", pushed, head).returncode == 0:
        return pushed
    before = _git(root, "rev-parse", "--verify", "--quiet", "HEAD^1").stdout.decode().strip()
    return before or (None if is_shallow(root) else head)


def is_shallow(root: Path) -> bool:
    """Whether the repository was cloned without its past."""
    return _git(root, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"


def changed_since(root: Path, revision: str, folder: str) -> tuple[str, ...]:
    """The files below a folder that differ from a commit's, those that git does not know yet included."""
    tracked = _git(root, "diff", "--name-only", "--no-renames", "--relative", "-z", revision, "--", folder).stdout
    new = _git(root, "ls-files", "--others", "--exclude-standard", "-z", "--", folder).stdout
    return tuple(sorted({path for path in (tracked + new).decode("utf-8", "replace").split("\0") if path}))


def files_at(root: Path, revision: str, folders: Sequence[str] = ("content", "seeds")) -> Files:
    """The files of a commit as `sources.read` would have them, read into memory."""
    import tarfile  # only where an earlier state is read

    present = _git(root, "ls-tree", "--name-only", "-z", revision, "--", *folders).stdout.decode().split("\0")
    found = [name for name in present if name]
    if not found:
        return {}
    done = _git(root, "archive", "--format=tar", revision, "--", *found)
    if done.returncode != 0:
        raise NoRevision(done.stderr.decode("utf-8", "replace").strip().partition("\n")[0])
    files: Files = {}
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        for member in archive:
            data = archive.extractfile(member) if member.isreg() else None
            if data is not None and not Path(member.name).name.startswith("."):
                files[member.name] = data.read()
    return files


def steps(root: Path, folder: str = "content/facts") -> tuple[Step, ...] | None:
    """Every change of a file below a folder in the first-parent history, oldest first; None where there is no history."""
    if not (root / ".git").exists():
        return None
    done = _git(
        root, "log", "--first-parent", "--reverse", "-m", "--raw", "--no-abbrev", "--no-renames", "--relative", "-z",
        "--format=commit %ct", "--", folder,
    )  # fmt: skip
    if done.returncode != 0:
        return None
    rows = list(_rows(done.stdout.decode("utf-8", "replace")))
    blobs = _blobs(root, sorted({blob for _, _, *pair in rows for blob in pair if blob.strip("0")}))
    return tuple(
        Step(day, path, blobs.get(before, b""), blobs.get(after, b""))
        for day, path, before, after in rows
        if path.endswith(".yaml")
    )


def _rows(log: str) -> Iterator[tuple[str, str, str, str]]:
    """(day, path, blob before, blob after) of a raw log whose fields end with NUL."""
    day, blobs = "", ("", "")
    for field in log.replace("\n", "\0").split("\0"):
        if field.startswith("commit "):
            day = datetime.fromtimestamp(int(field.removeprefix("commit ")), UTC).strftime("%Y-%m-%d")
        elif field.startswith(":"):
            _, _, before, after, _ = field.split(" ")
            blobs = (before, after)
        elif field and blobs[1]:
            yield day, field, *blobs
            blobs = ("", "")


def _blobs(root: Path, names: Sequence[str]) -> dict[str, bytes]:
    """The contents of blobs, by one call."""
    out = _git(root, "cat-file", "--batch", data="\n".join(names).encode() + b"\n").stdout if names else b""
    found: dict[str, bytes] = {}
    position = 0
    while position < len(out):
        head, _, _ = out[position : position + 200].partition(b"\n")
        fields = head.decode().split(" ")
        position += len(head) + 1
        if len(fields) == 3 and fields[2].isdigit():
            found[fields[0]] = out[position : position + int(fields[2])]
            position += int(fields[2]) + 1
    return found


def _git(root: Path, *arguments: str, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            ["git", "-C", str(root), *arguments], input=data, capture_output=True, timeout=120, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return subprocess.CompletedProcess(arguments, 127, b"", str(error).encode())
