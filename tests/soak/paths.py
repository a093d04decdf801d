"""Names and links that lead elsewhere: nothing outside of the project is read, nothing outside of the output is written.

A build runs in a process whose every opening, renaming, making and removing of a file is watched by an audit hook.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

from soak.run import ROOT, Campaign, Run
from soak.sites import copy

__all__ = ["CAMPAIGN"]

_SECRET = "canary-that-nobody-may-read"
_WATCH = """
import json, os, sys
seen = []
def hook(event, args):
    if event == "open" and isinstance(args[0], (str, bytes)):
        seen.append(("write" if isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) else "read", os.fsdecode(args[0])))
    elif event in ("os.rename", "os.link", "os.symlink"):
        seen.extend(("write", os.fsdecode(one)) for one in args[:2])
    elif event in ("os.mkdir", "os.remove", "os.rmdir", "os.truncate", "os.chmod", "os.utime", "shutil.rmtree"):
        seen.append(("write", os.fsdecode(args[0]) if not isinstance(args[0], int) else "/proc/fd"))
log, sys.argv = sys.argv[1], ["sitegen", *sys.argv[2:]]
home = os.getcwd()
sys.addaudithook(hook)
from sitegen.cli import main
try:
    main()
finally:
    rows = sorted({(kind, os.path.normpath(os.path.join(home, path))) for kind, path in seen})
    with open(log, "w") as file:
        json.dump(rows, file)
"""

_NAMES = (
    "CON", "nul", "AUX", "com1", "lpt9", "prn", "..", "...", ".hidden", "a/../../outside", "/etc/passwd", "-rf", "a b", "a\nb", "a\\b", "a:b", "a*b",
    "a" * 200, "ä", "a\u0308", "Heat-Pumps", "HEAT-PUMPS", "heat-pumps", "index", "manifest", "404", "data", "assets", "embed", "search", "schema", "sources",
    "facts", "con.aux", "a.", "a ", "~", "$HOME", "`id`", "%2e%2e", "\u202egnp", "site", "__proto__", "robots", "changes", "findings", "compare", "conflicts",
)  # fmt: skip
_ADDRESSES = (
    *_NAMES,
    "../x",
    "/abs",
    "//host",
    "data/x",
    "sources/pumps-a",
    "",
    ".",
    "a//b",
    "x" * 5000,
    "https://example.org/",
)
Trick = Callable[[Random, Path], object]


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    except (OSError, ValueError):
        return  # a name that this file system does not take either


def _page(random: Random, root: Path) -> None:
    _write(root / "content/pages" / f"{random.choice(_NAMES)}.md", "---\ntitle: X\ndescription: X.\n---\n\nText.\n")


def _topic(random: Random, root: Path) -> None:
    name = random.choice(_NAMES)
    _write(
        root / "content/topics" / random.choice(["region", "market", "nothing"]) / f"{name}.yaml",
        f"name: Topic {random.random()}\n",
    )


def _kind(random: Random, root: Path) -> None:
    name, address = random.choice(_NAMES), json.dumps(random.choice(_ADDRESSES))
    site = root / "content/site.yaml"
    added = f"  {json.dumps(name)}:\n    label: L\n    plural: P\n    address: {address}\n"
    site.write_text(site.read_text().replace("sections:\n", added + "sections:\n"))


def _swap(path: str, old: str) -> Trick:
    def swap(random: Random, root: Path) -> None:
        file = root / path
        file.write_text(
            file.read_text().replace(
                old, old.split(":", maxsplit=1)[0] + ": " + json.dumps(random.choice(_ADDRESSES)), 1
            )
        )

    return swap


def _navigation(random: Random, root: Path) -> None:
    site = root / "content/site.yaml"
    site.write_text(site.read_text() + f"navigation:\n  - label: N\n    to: {json.dumps(random.choice(_ADDRESSES))}\n")


def _link(random: Random, root: Path) -> None:
    """A link to a file, a folder or itself in the place of something that is read or written."""
    target = random.choice(
        [root.parent / "outside/secret.yaml", root.parent / "outside", root, Path("/etc/passwd"), Path("loop")]
    )
    names = [
        "content/pages/about.md", "content/facts/more.yaml", "content/topics/region", "content/site.yaml", "seeds/pumps-a.yaml", "seeds/documents",
        "seeds/pumps-a.fingerprint", "content", "templates", "templates/base.html", ".sitegen", ".public.sitegen", "content/topics/region/loop.yaml",
    ]  # fmt: skip
    chosen = root / random.choice(names)
    if chosen.is_dir() and not chosen.is_symlink():
        shutil.rmtree(chosen)
    chosen.unlink(missing_ok=True)
    chosen.parent.mkdir(parents=True, exist_ok=True)
    chosen.symlink_to(target)


def _special(random: Random, root: Path) -> None:
    """What is no file: reading it would never end."""
    path = root / "content" / random.choice(["pages/fifo.md", "facts/fifo.yaml", "topics/region/fifo.yaml"])
    path.parent.mkdir(exist_ok=True, parents=True)
    os.mkfifo(path)


_TRICKS: Sequence[Trick] = (
    _page, _page, _topic, _topic, _kind, _link, _link, _special, _navigation,
    _swap("content/site.yaml", "address: markets"), _swap("content/site.yaml", "address: regions"), _swap("content/facts/pumps-a.yaml", "id: fee"),
    _swap("content/facts/pumps-a.yaml", "about: heat-pumps"), _swap("content/topics/market/heat-pumps.yaml", "where: northland"),
)  # fmt: skip


def attack(run: Run) -> None:
    watch = run.folder / "watch.py"
    watch.write_text(_WATCH)
    for number, random in run.each():
        box = run.folder / f"case{number}"
        root = copy(box / "site")
        (box / "outside").mkdir()
        (box / "outside/secret.yaml").write_text(f"name: {_SECRET}\n")
        for _ in range(random.choice([1, 1, 2])):
            # What one trick left may be no file for the next.
            with contextlib.suppress(OSError):
                random.choice(_TRICKS)(random, root)
        command = ["build", "--jobs", "1"]
        if random.random() < 0.15:
            command = [
                "new",
                random.choice(["page", "market", "facts", "change", "region"]),
                random.choice(_ADDRESSES) or "x",
            ]
        elif random.random() < 0.1:
            _write(box / "new.txt", "Some words of a new document.\n")
            command = ["seed", "add", str(box / "new.txt"), "--id", random.choice(_ADDRESSES), "--label", "L"]
        command = [one.replace("\x00", "") for one in command]
        done = subprocess.run(
            [sys.executable, str(watch), str(box / "log"), *command, "--root", str(root)],
            capture_output=True, text=True, errors="replace", check=False, timeout=300, env={**os.environ, "PYTHONPATH": str(ROOT)}, cwd=box,
        )  # fmt: skip
        run.counts[f"exit {done.returncode}"] += 1
        _judge(run, number, box, root, done)
        shutil.rmtree(box)


def _judge(run: Run, number: int, box: Path, root: Path, done: subprocess.CompletedProcess[str]) -> None:
    said = done.stdout + done.stderr
    run.hold(number, done.returncode in {0, 1, 2, 3}, f"exit {done.returncode}: {said[-600:]}")
    run.hold(number, "Traceback" not in said, said[-600:])
    run.hold(number, done.returncode != 1 or "error[" in said, f"exit 1 without a problem: {said[-300:]}")
    allowed = (f"{root}/", str(root), f"{box}/log")
    for kind, path in json.loads((box / "log").read_text()):
        if kind == "write":
            inside = path.startswith(
                (f"{root}/public", f"{root}/.public.sitegen", f"{root}/.sitegen", f"{root}/content/", f"{root}/seeds/")
            )
            run.hold(
                number,
                inside or path in {str(root), "/dev/null", "/proc/fd"} or "__pycache__" in path,
                f"writes {path}",
            )
        elif path.startswith(str(box)) and not path.startswith(allowed) and not path.endswith(("watch.py", "new.txt")):
            run.fail(number, f"reads {path}")
    for path in (root / "public").rglob("*"):
        if path.is_file():
            run.hold(
                number,
                _SECRET.encode() not in path.read_bytes() and b"root:x:0" not in path.read_bytes(),
                f"{path} tells a secret",
            )
    stray = {path.name for path in box.iterdir()} - {"site", "outside", "log", "new.txt", "sites"}
    run.hold(number, not stray, f"wrote {stray}")
    run.hold(
        number,
        sorted(path.name for path in (box / "outside").iterdir()) == ["secret.yaml"],
        "something was written outside",
    )


CAMPAIGN = Campaign(
    "paths",
    "files stay where they belong",
    "a build, `new` or `seed add` with one or two hostile names or links, every file operation watched",
    attack,
    short=6,
    weight=2,
)
