"""How long builds take: cold, unchanged, one fact edited, one template edited; and other generators in turn beside ours.

    python tests/benchmarks/build.py [--sizes 100,1000] [--rounds 3] [--scenarios cold,unchanged] [--peer NAME=FOLDER=COMMAND ...] [--write]

Every build is a process of its own; wall and processor time are those of its whole tree, memory that of its largest
process. Builds take turns (ours, peer, ours, peer), so that what else the machine does burdens all alike: read the
ratios. A peer is a folder that is ready to build, with a command that writes `public/` in it; `{n}` in the folder
stands for the size. `--rounds 3,1` are those of each size; scenarios are named by their first word. `--write` puts the table into tests/benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus import generate, market_id

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
MARK = "<!-- builds -->"


@dataclass(frozen=True)
class Run:
    """Seconds of wall and of processor time, megabytes of the largest process."""

    wall: float
    cpu: float
    memory: float


@dataclass(frozen=True)
class Contender:
    """`before` undoes what an earlier run left; `only` names the scenario where it takes part."""

    name: str
    folder: Path
    command: tuple[str, ...]
    before: Callable[[Path], None]


def run(contender: Contender) -> Run:
    contender.before(contender.folder)
    start = time.perf_counter()
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(contender.command, cwd=contender.folder, stdout=log, stderr=log)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        if status:
            log.seek(0)
            sys.exit(f"{contender.name} failed:\n{log.read().decode(errors='replace')[-2000:]}")
    return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def clean(folder: Path) -> None:
    for name in ("public", ".sitegen", ".public.sitegen", "resources"):
        shutil.rmtree(folder / name, ignore_errors=True)


def warm(folder: Path) -> None:
    """The site as the last build left it."""
    del folder


def edit_fact(folder: Path) -> None:
    """Another share of the same market: the value and, as it must, the words that prove it stay true."""
    path = folder / f"content/facts/{market_id(0)}-report.yaml"
    text = path.read_text("utf-8")
    note = "  note: Edited.\n"
    path.write_text(
        text.replace(note, "") if note in text else text.replace("\n- id: size-2020", f"\n{note}- id: size-2020", 1)
    )


def edit_template(folder: Path) -> None:
    """A template of the site's own, changed each time."""
    path = folder / "templates/pages/404.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    ours = (ROOT / "templates/pages/404.html").read_text("utf-8")
    path.write_text(ours + ("" if path.exists() and path.read_text("utf-8") != ours else "\n"))


def contenders(folder: Path, size: int, peers: Sequence[str]) -> dict[str, list[Contender]]:
    ours = (sys.executable, "-m", "sitegen.cli", "build")
    found = {
        "cold": [Contender("sitegen", folder, ours, clean)],
        "unchanged": [Contender("sitegen", folder, ours, warm)],
        "one fact edited": [Contender("sitegen", folder, ours, edit_fact)],
        "one template edited": [Contender("sitegen", folder, ours, edit_template)],
        "forgetful, cold and keeping nothing for the next": [Contender("sitegen", folder, (*ours, "--no-memo"), clean)],
    }
    for peer in peers:
        name, place, command = peer.split("=", 2)
        site = Path(place.replace("{n}", str(size)))
        if site.is_dir():
            found["cold"].append(Contender(name, site, tuple(shlex.split(command)), clean))
    return found


def measure(size: int, rounds: int, scenarios: Sequence[str], peers: Sequence[str]) -> list[str]:
    """The rows of one size; the first scenario is the cold build."""
    rows = []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "site"
        generate(size, folder)
        ours = 0.0
        for scenario, competing in contenders(folder, size, peers).items():
            if scenarios and scenario.split()[0].strip(",") not in scenarios:
                continue
            runs: dict[str, list[Run]] = {}
            for _ in range(rounds):
                for one in competing:
                    runs.setdefault(one.name, []).append(run(one))
            cold = statistics.median(one.wall for one in runs["sitegen"])
            ours = ours or cold
            for name, found in runs.items():
                wall = statistics.median(one.wall for one in found)
                cpu = statistics.median(one.cpu for one in found)
                ratio = wall / ours if name == "sitegen" else wall / cold
                rows.append(
                    f"| {size:,} | {scenario} | {name} | {wall:.2f} | {cpu:.2f} | {1000 * cpu / size:.1f} "
                    f"| {max(one.memory for one in found):.0f} | {ratio:.2f} |"
                )
                print(rows[-1], flush=True)
        files = [path.stat().st_size for path in (folder / "public").rglob("*") if path.is_file()]
        print(f"{size} markets: {len(files)} files, {sum(files) / 1e6:.0f} MB")
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--sizes", default="100,1000")
    parser.add_argument("--rounds", default="3")
    parser.add_argument("--scenarios", default="")
    parser.add_argument("--peer", action="append", default=[])
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    sizes, rounds = given.sizes.split(","), given.rounds.split(",")
    rounds += rounds[-1:] * (len(sizes) - len(rounds))
    wanted = given.scenarios.split(",") if given.scenarios else []
    rows = [
        row
        for size, times in zip(sizes, rounds, strict=True)
        for row in measure(int(size), int(times), wanted, given.peer)
    ]
    if given.write:
        table = [
            "| markets | build | generator | wall s | processor s | ms processor a market | largest process MB | wall against our cold build |",
            "|--:|---|---|--:|--:|--:|--:|--:|",
            *rows,
        ]
        machine = f"{platform.machine()}, {os.cpu_count()} processors, {platform.system()}, Python {platform.python_version()}"
        path = HERE / "README.md"
        before, _, after = path.read_text("utf-8").partition(MARK)
        rest = after.partition(MARK)[2]
        path.write_text(
            f"{before}{MARK}\n{machine}; medians of {', '.join(rounds)} rounds.\n\n"
            + "\n".join(table)
            + f"\n{MARK}{rest}",
            "utf-8",
        )


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
