"""A release tried as a stranger would: the wheel, installed with its libraries, makes and builds a site on each Python.

python tests/release.py dist/sitegen-0.1.0-py3-none-any.whl python3.11 python3.13
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path


def tried(wheel: Path, python: str, folder: Path) -> str:
    """What was built on one Python. Raises CalledProcessError where a step fails."""
    subprocess.run([python, "-m", "venv", folder / "venv"], check=True)
    tool = folder / "venv/bin/sitegen"
    run = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(wheel)]
    subprocess.run([folder / "venv/bin/python", *run], check=True)
    second = Path(__file__).parent / "data/heat-pumps"
    shutil.copytree(second, folder / "second")
    subprocess.run(
        [tool, "init", "site", "--title", "Tried", "--kind", "maker"], cwd=folder, check=True, capture_output=True
    )
    said = []
    for site in ("site", "second"):
        subprocess.run([tool, "check", "--strict", "--root", site], cwd=folder, check=True, capture_output=True)
        done = subprocess.run(
            [tool, "build", "--strict", "--root", site], cwd=folder, check=True, capture_output=True, text=True
        )
        said.append(done.stdout.strip().partition(";")[2].strip())
    version = subprocess.run(
        [folder / "venv/bin/python", "-V"], check=True, capture_output=True, text=True
    ).stdout.strip()
    return f"{version}: {' | '.join(said)}"


def main() -> None:
    wheel, *pythons = sys.argv[1:]
    for python in pythons:
        with tempfile.TemporaryDirectory() as folder:
            print(tried(Path(wheel).resolve(), python, Path(folder)), flush=True)


if __name__ == "__main__":
    main()
