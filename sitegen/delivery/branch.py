"""A branch of a git repository as a target, such as gh-pages: one commit a delivery, made of objects, with no checkout.

Comes in: outputs. Goes out: a commit on the remote's branch, which moves in one step or not at all. Neither the working
tree nor the index is touched, and no branch of the content ever holds a page. Every call is of the `git` command.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from sitegen.delivery.model import CARRIED, Receipt, listed, plan, to_carry, whole
from sitegen.outputs import MANIFEST, Output
from sitegen.problems import EnvironmentFailure

__all__ = ["Branch"]

_REF = "refs/sitegen/delivery"
# Hosts that would run a generator of their own over the branch are told not to.
_MARKER = ".nojekyll"
_AUTHOR = ("sitegen", "sitegen@localhost")


class Branch:
    """`name` on `remote` of the repository at `root`; `stamp` are the seconds that date the commit, `source` its origin."""

    def __init__(self, root: Path, name: str, remote: str, stamp: int, source: str) -> None:
        self.root, self.name, self.remote, self.stamp, self.source = root, name, remote, stamp, source
        self.where = f"branch {name} of {remote}"
        if self._run("check-ref-format", f"refs/heads/{name}").returncode != 0:
            raise EnvironmentFailure(f"{name}: is no name of a branch")

    def published(self) -> Mapping[str, bytes]:
        tip = self._fetched()
        return self._files(tip, (MANIFEST, CARRIED)) if tip else {}

    def publish(self, outputs: Iterable[Output]) -> Receipt:
        tip = self._fetched()
        if tip and not self._files(tip, (MANIFEST,)):
            raise EnvironmentFailure(f"{self.where}: was not written by sitegen; name another branch")
        before = self._files(tip, (MANIFEST, CARRIED)) if tip else {}
        new = list(outputs)
        kept = self._files(tip, to_carry(new, before)) if tip else {}
        made = whole(new, [Output(path, data) for path, data in kept.items()])
        done = plan(listed(before.get(MANIFEST, b"")), listed(made[-1].data))
        if tip and not done.upload and not done.delete:
            return Receipt(self.where, 0, 0, len(done.same))
        self._import(made, tip)
        self._push(tip)
        return Receipt(self.where, len(done.upload), len(done.delete), len(done.same))

    def roll_back(self) -> Receipt:
        tip = self._fetched()
        parent = self._run("rev-parse", "--verify", "--quiet", f"{tip}^1").stdout.decode().strip() if tip else ""
        if not parent:
            raise EnvironmentFailure(f"{self.where}: there is no earlier site to go back to")
        files = [self._files(commit, (MANIFEST,)) for commit in (tip, parent)]
        done = plan(*(listed(found.get(MANIFEST, b"")) for found in files))
        message = f"Go back to {parent[:12]}"
        made = self._must("commit-tree", f"{parent}^{{tree}}", "-p", tip, "-m", message)
        self._must("update-ref", _REF, made.stdout.decode().strip())
        self._push(tip)
        return Receipt(self.where, len(done.upload), len(done.delete), len(done.same))

    def _fetched(self) -> str:
        """The commit at the remote's branch, brought here; empty where the remote has no such branch."""
        there = self._must("ls-remote", "--heads", self.remote, f"refs/heads/{self.name}").stdout.decode().split()
        if not there:
            return ""
        self._must("fetch", "--quiet", "--no-tags", self.remote, there[0])
        return there[0]

    def _files(self, commit: str, paths: Iterable[str]) -> dict[str, bytes]:
        found = {}
        for path in paths:
            done = self._run("cat-file", "blob", f"{commit}:{path}")
            if done.returncode == 0:
                found[path] = done.stdout
        return found

    def _import(self, outputs: Iterable[Output], tip: str) -> None:
        """One commit with exactly these files, as a stream of objects."""
        self._run("update-ref", "-d", _REF)
        self._must("fast-import", "--quiet", "--done", "--date-format=raw", stream=b"".join(self._stream(outputs, tip)))

    def _stream(self, outputs: Iterable[Output], tip: str) -> Iterator[bytes]:
        message = f"Publish {self.source}".encode()
        yield f"commit {_REF}\ncommitter {_AUTHOR[0]} <{_AUTHOR[1]}> {self.stamp} +0000\n".encode()
        yield b"data %d\n%s\n" % (len(message), message)
        if tip:
            yield f"from {tip}\n".encode()
        yield b"deleteall\n"
        for output in (*outputs, Output(_MARKER, b"")):
            path = output.path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
            yield f'M 100644 inline "{path}"\ndata {len(output.data)}\n'.encode() + output.data + b"\n"
        yield b"done\n"

    def _push(self, tip: str) -> None:
        """Move the remote's branch, if it still is where it was."""
        lease = f"--force-with-lease=refs/heads/{self.name}:{tip}"
        done = self._run("push", "--quiet", "--porcelain", lease, self.remote, f"{_REF}:refs/heads/{self.name}")
        self._run("update-ref", "-d", _REF)
        if done.returncode != 0:
            why = (done.stderr or done.stdout).decode("utf-8", "replace").strip().splitlines()
            raise EnvironmentFailure(f"{self.where}: the host refused it: {' '.join(why[-2:])}")

    def _must(self, *arguments: str, stream: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        done = self._run(*arguments, stream=stream)
        if done.returncode != 0:
            why = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["failed"]
            # What git says first is the cause, what it says last is advice.
            fatal = next((line for line in why if line.startswith("fatal: ")), why[-1]).removeprefix("fatal: ")
            raise EnvironmentFailure(f"git {arguments[0]}: {fatal}")
        return done

    def _run(self, *arguments: str, stream: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """One call of git, by the name and at the time of the delivery: the same content gives the same commit."""
        name, address, time = *_AUTHOR, f"@{self.stamp} +0000"
        settings = [f"GIT_{who}_{what}={value}" for who in ("AUTHOR", "COMMITTER") for what, value in (
            ("NAME", name), ("EMAIL", address), ("DATE", time),
        )]  # fmt: skip
        command = ["env", *settings, "git", "-C", str(self.root), *arguments]
        try:
            return subprocess.run(command, input=stream, capture_output=True, check=False, timeout=600)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise EnvironmentFailure(f"git {arguments[0]}: {error}") from error
