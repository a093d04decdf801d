"""The installed wheel builds a copy of the content in an empty folder."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from functools import partial
from pathlib import Path

from playwright.sync_api import Page, expect
from served import served

from sitegen import __version__


def test_the_wheel_builds_the_site_without_the_checkout(tmp_path: Path, root: Path, quiet: Page) -> None:
    tracked = shutil.ignore_patterns(
        ".git", ".venv", "public", ".*cache*", "documents", ".public.sitegen", ".hypothesis"
    )
    checkout = shutil.copytree(root, tmp_path / "checkout", ignore=tracked)
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=checkout,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / "bin" / "python"
    # The libraries come from this environment, the package only from the wheel: so the test needs no network.
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", str(wheel)], check=True)
    libraries = next(path for path in map(Path, sys.path) if path.name == "site-packages")
    (tmp_path / "libraries").mkdir()
    for entry in libraries.iterdir():
        if "sitegen" not in entry.name and entry.suffix != ".pth":
            (tmp_path / "libraries" / entry.name).symlink_to(entry)
    site = tmp_path / "site"
    for part in ("content", "seeds"):
        shutil.copytree(checkout / part, site / part)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment["PYTHONPATH"] = str(tmp_path / "libraries")
    done = subprocess.run(
        [python, "-m", "sitegen.cli", "build"], cwd=site, env=environment, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert (site / "public/markets/infantile-spasms-therapeutics/index.html").is_file()
    assert list((site / "public/assets").glob("plotly.*.js"))

    made = subprocess.run(
        [python, "-m", "sitegen.cli", "init", "fresh"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    for command in ("check", "build"):
        done = subprocess.run(
            [python, "-m", "sitegen.cli", command, "--root", "fresh"],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert "0 errors, 0 warnings" in done.stdout
    assert (tmp_path / "fresh/public/markets/rain-barrels/index.html").is_file()
    # Its own Makefile, and a site on another subject, by the same wheel.
    tool = tmp_path / "venv/bin/sitegen"
    run = partial(subprocess.run, env=environment, capture_output=True, text=True, check=False)
    done = run(["make", "-C", "fresh", "-o", str(tool), f"VENV={tmp_path / 'venv'}", "check", "site"], cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    shutil.copytree(root / "tests/data/heat-pumps", tmp_path / "heat-pumps")
    done = run([tool, "build", "--strict", "--root", "heat-pumps"], cwd=tmp_path)
    assert done.returncode == 0 and "0 errors, 0 warnings" in done.stdout, done.stderr
    for folder, market in (("fresh", "rain-barrels"), ("heat-pumps", "heat-pumps")):
        with served(tmp_path / folder / "public") as there:
            quiet.goto(there)
            quiet.locator(f'main a[href$="markets/{market}/"]').first.click()
            chart = quiet.locator("[data-chart]").first
            chart.scroll_into_view_if_needed()
            chart.hover()
            expect(chart.locator(".js-plotly-plot .main-svg").first).to_be_visible()
            quiet.locator(".estimates a.value").first.press("Enter")
            expect(quiet.get_by_role("dialog")).to_contain_text("the quote stands in the document")


def test_two_builds_of_one_commit_give_the_same_wheel_and_source(tmp_path: Path, root: Path) -> None:
    """What `make wheel` does, in two places, at two times and under two masks of permissions."""
    digests = []
    for name, mask in (("one", 0o022), ("another/place", 0o077)):
        left_out = shutil.ignore_patterns(
            ".git", ".venv", "public", ".*cache*", "documents", ".public.sitegen", "tests"
        )
        checkout = shutil.copytree(root, tmp_path / name, ignore=left_out, copy_function=shutil.copy)
        environment = {**os.environ, "SOURCE_DATE_EPOCH": "1790000000"}
        command = [
            sys.executable,
            "-m",
            "hatchling",
            "build",
            "-t",
            "wheel",
            "-t",
            "sdist",
            "-d",
            str(tmp_path / name / "dist"),
        ]
        subprocess.run(command, cwd=checkout, env=environment, check=True, capture_output=True, umask=mask)
        made = sorted((tmp_path / name / "dist").iterdir())
        assert [path.name for path in made] == [
            f"sitegen-{__version__}-py3-none-any.whl",
            f"sitegen-{__version__}.tar.gz",
        ]
        digests.append([hashlib.sha256(path.read_bytes()).hexdigest() for path in made])
    assert digests[0] == digests[1]
