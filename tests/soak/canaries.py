"""What must not get out and what must not be run: secrets of the checkout in any output, formulas in any table."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from random import Random

from soak.run import ROOT, Campaign, Run
from soak.sites import copy, lay, planted

__all__ = ["CAMPAIGN", "FORMULAS"]

FORMULAS = (
    "=1+1",
    "+1",
    "-1+x",
    "@SUM(A1)",
    "=cmd|'/C calc'!A1",
    "＝x",
    "＋x",
    "－x",
    "＠x",
    '=HYPERLINK("http://evil.example")',
    "'=x",
    "|x",
    "%x",
    "-",
    "=",
)
_STARTS = tuple("=+-@\t\r＝＋－＠")


def _mark(random: Random) -> str:
    return "canary" + "".join(random.choices("bcdfghjkmpqrtvwxz", k=12))


def _secrets(run: Run, number: int, random: Random, root: Path) -> None:
    """Marks in all places that a build might look at and must not tell."""
    copy(root)
    marks = {
        name: _mark(random)
        for name in (
            "environment",
            "git",
            "dotfile",
            "draft",
            "comment",
            "env file",
            "editor's copy",
            "seed text",
            "home",
        )
    }
    (root / ".git").mkdir()
    (root / ".git/config").write_text(f"[remote]\n  url = https://{marks['git']}@example.org\n")
    (root / "content/.secret.yaml").write_text(f"name: {marks['dotfile']}\n")
    (root / ".env").write_text(f"TOKEN={marks['env file']}\n")
    (root / "content/site.yaml~").write_text(f"title: {marks[chr(101) + 'ditor' + chr(39) + 's copy']}\n")
    facts = root / "content/facts/pumps-a.yaml"
    facts.write_text(
        facts.read_text().replace(
            "- id: restraint-prices\n",
            f"- id: restraint-prices  # {marks['comment']}\n  status: draft\n  note: {marks['draft']}\n",
        )
    )
    (root / "home").mkdir()
    (root / "home/.netrc").write_text(marks["home"])
    (root / "seeds/documents/other.txt").write_text(marks["seed text"])
    env = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "GITHUB_TOKEN": marks["environment"],
        "AWS_SECRET_ACCESS_KEY": marks["environment"],
        "HOME": str(root / "home"),
    }
    done = subprocess.run(
        [sys.executable, "-m", "sitegen.cli", "build", "--root", str(root)],
        capture_output=True,
        text=True,
        check=False,
        env=env,
    )
    run.hold(number, (root / "public").is_dir(), f"was not built: {done.stderr[-300:]}")
    said = {"the log": (done.stdout + done.stderr).encode()}
    said |= {
        str(path.relative_to(root)): path.read_bytes()
        for folder in ("public", ".sitegen")
        for path in (root / folder).rglob("*")
        if path.is_file()
    }
    # Of a document's text no more than its quotes gets out: this sentence is quoted by no fact.
    marks["the document"] = "inland, wells are drilled more often, and by the lakes"
    for name, mark in marks.items():
        for where, data in said.items():
            run.hold(number, mark.encode() not in data, f"{where} tells what stands in: {name}")
    run.counts["secrets looked for"] += len(marks)


def _formulas(run: Run, number: int, random: Random, root: Path) -> None:
    """Texts that a spreadsheet would run, in every field: no cell begins as a formula, and the text can be had back."""
    files, _ = planted(
        lambda name: f"{random.choice(FORMULAS)} x{name.replace(' ', '').translate(str.maketrans('0123', 'abcd'))}"
    )
    lay(files, root)
    done = subprocess.run(
        [sys.executable, "-m", "sitegen.cli", "build", "--root", str(root)], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    if not (root / "public").is_dir():
        run.hold(number, done.returncode == 1, f"exit {done.returncode}: {done.stderr[-400:]}")
        run.counts["refused"] += 1
        return
    for path in sorted((root / "public").rglob("*.csv")):
        for row in csv.reader(io.StringIO(path.read_text("utf-8"), newline="")):
            for cell in row:
                run.counts["cells"] += 1
                number_like = cell.replace(".", "").replace("-", "").isdigit() and cell.count("-") <= 1
                run.hold(
                    number, not cell.startswith(_STARTS) or number_like, f"{path.name}: the cell {cell!r} is a formula"
                )
    rows = json.loads((root / "public/data/facts.json").read_bytes())
    table = list(csv.DictReader(io.StringIO((root / "public/data/facts.csv").read_text("utf-8-sig"), newline="")))
    for row, cells in zip(rows, table, strict=True):
        for key in ("value", "measure", "by", "statement", "quote"):
            if isinstance(row.get(key), str):
                text = cells[key]
                run.hold(
                    number,
                    row[key] == (text[1:] if text[:1] == "'" and text != row[key] else text),
                    f"{key}: {row[key]!r} came as {text!r}",
                )


def attack(run: Run) -> None:
    for number, random in run.each():
        root = run.folder / f"case{number}" / "site"
        (_secrets if number % 2 else _formulas)(run, number, random, root)
        shutil.rmtree(root.parent)


CAMPAIGN = Campaign(
    "canaries",
    "no secret of a checkout gets out, and no cell of a table is a formula",
    "a site with marks where nothing may be told, or with formulas in every text",
    attack,
    short=4,
    weight=1,
)
