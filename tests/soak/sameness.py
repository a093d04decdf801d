"""The same content gives the same bytes, wherever, whenever and by whomever it is built; and only content counts.

Each case is a build in a process of its own: another folder, user, time zone, locale, hash seed, clock, umask, number of
workers, order of files on the disk, and, in half of them, another way of writing the same YAML.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random

import yaml

from sitegen import sources
from soak.run import ROOT, SMALL, Campaign, Run
from soak.sites import tree

__all__ = ["CAMPAIGN"]

_USER, _HOST = "canary-user-zq", "canary-host-zq"


def _quoted(random: Random, text: str) -> str:
    """Some plain texts in quotes: of the lines that are a key and a text of letters, outside of blocks of text."""
    lines = text.splitlines()
    within = {
        number
        for token in yaml.scan(text, yaml.CSafeLoader)
        if isinstance(token, yaml.ScalarToken) and token.style in {"|", ">"}
        for number in range(token.start_mark.line + 1, token.end_mark.line + 1)
    }
    for number, line in enumerate(lines):
        head, colon, value = line.partition(": ")
        if (
            colon
            and number not in within
            and re.fullmatch(r"\s*(- )?[a-z_]+", head)
            and value
            and value[0].isalpha()
            and value[0] not in ">|"
            and random.random() < 0.5
            and "#" not in value
            and '"' not in value
            and "\\" not in value
        ):
            lines[number] = (
                f"{head}: {json.dumps(value, ensure_ascii=False)}"
                if random.random() < 0.5
                else f"{head}: '{value.replace(chr(39), chr(39) * 2)}'"
            )
    return "\n".join(lines) + "\n"


def _commented(random: Random, text: str) -> str:
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if not line.strip().endswith((">-", ">", "|", "|-")) and ":" in line and random.random() < 0.2:
            lines[number] = line + "  # a remark" if line.rstrip().endswith(":") or "'" not in line else line
    return "# A remark before all.\n" + "\n".join(lines) + "\n# A last remark.\n"


_WAYS: Mapping[str, Callable[[Random, str], str]] = {
    "as it is": lambda _, text: text,
    "CRLF": lambda _, text: text.replace("\n", "\r\n"),
    "a byte-order mark": lambda _, text: "\ufeff" + text,
    "quotes": _quoted,
    "comments": _commented,
}


def _lay(files: sources.Files, root: Path, random: Random, way: str) -> None:
    """The files in any order, with any time, written in a way."""
    names = sorted(files)
    random.shuffle(names)
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = files[name]
        if name.startswith("content/") and not (way in {"quotes", "comments"} and not name.endswith(".yaml")):
            data = _WAYS[way](random, data.decode()).encode()
        path.write_bytes(data)
        moment = random.randrange(10**9, 2 * 10**9)
        os.utime(path, (moment, moment))


def attack(run: Run) -> None:
    small, first = sources.read(SMALL)[0], {}
    real = sources.read(ROOT)[0]
    pythons = [sys.executable, *os.environ.get("SITEGEN_PYTHONS", "").split()]
    for number, random in run.each():
        large = run.thorough and number % 6 == 5
        root = (
            run.folder
            / "".join(random.choices("abcdefghij", k=random.choice([3, 40])))
            / random.choice(["site", "ä ö", "x.y"])
        )
        way = random.choice(sorted(_WAYS))
        _lay(real if large else small, root, random, way)
        python = random.choice(pythons)
        env = {
            **os.environ, "PYTHONPATH": str(ROOT), "TZ": random.choice(["UTC", "Pacific/Kiritimati", "America/St_Johns", "Asia/Kathmandu"]),
            "LC_ALL": random.choice(["C", "C.UTF-8", "POSIX", "tr_TR.UTF-8"]), "PYTHONHASHSEED": str(random.randrange(10**6)),
            "USER": _USER, "LOGNAME": _USER, "HOSTNAME": _HOST, "HOME": str(root.parent / _USER), "SOURCE_DATE_EPOCH": "1700000000",
            "PYTHONUTF8": random.choice(["0", "1"]), "COLUMNS": random.choice(["40", "200"]),
        }  # fmt: skip
        output = random.choice([root / "public", root.parent / "elsewhere"])
        command = [
            python,
            "-m",
            "sitegen.cli",
            "build",
            "--root",
            ".",
            "--output",
            str(output),
            "--jobs",
            random.choice("123"),
        ]
        done = subprocess.run(
            command,
            cwd=root,
            env=env,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            umask=random.choice([0o022, 0o077, 0o002]),
        )
        run.counts[f"written with {way}"] += 1
        run.hold(number, done.returncode == 0, f"{way}: exit {done.returncode} {done.stderr[-500:]}")
        found = tree(output) if output.is_dir() else {}
        expected = first.setdefault(large, found)
        differs = sorted(name for name in {*found, *expected} if found.get(name) != expected.get(name))
        run.hold(
            number,
            not differs,
            f"{way}, {env['LC_ALL']}, {env['TZ']}, {command[-1]} workers: differs in {differs[:5]} ({len(differs)})",
        )
        marks = [
            one.encode()
            for one in (
                _USER,
                _HOST,
                str(run.folder),
                str(ROOT),
                root.parent.name if len(root.parent.name) > 9 else _USER,
                socket.gethostname(),
            )
            if len(one) > 3
        ]
        for path in output.rglob("*"):
            if path.is_file() and path.name.endswith(
                (".html", ".json", ".csv", ".xml", ".txt", ".webmanifest", ".svg", ".css")
            ):
                data = path.read_bytes()
                for mark in marks:
                    run.hold(number, mark not in data, f"{path.relative_to(output)} holds {mark.decode()}")
        shutil.rmtree(root.parent)


CAMPAIGN = Campaign(
    "sameness",
    "builds are reproducible, and nothing but content matters",
    "a build in another folder, zone, locale, hash seed, umask, order of files, job count, way of writing the YAML",
    attack,
    short=5,
    weight=2,
)
