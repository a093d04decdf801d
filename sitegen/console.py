"""What every command of the command line shares: the group, `--root`, the report of problems.

Comes in: functions that return an exit status. Goes out: commands. Apart from `cli`, so that commands can live in more
than one module.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

import click

from sitegen import __version__
from sitegen.problems import Problem

__all__ = ["ROOT", "cli", "command", "report"]

ROOT = click.option(
    "--root",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="The folder that holds content/ and seeds/.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sitegen")
def cli() -> None:
    """YAML facts, traced to the words they came from, as a browsable static site."""


def command(name: str) -> Callable[[Callable[..., int]], click.Command]:
    """Registers a function that returns its exit status."""

    def register(function: Callable[..., int]) -> click.Command:
        @cli.command(name)
        @ROOT
        @wraps(function)
        def run(**arguments: Any) -> None:
            raise click.exceptions.Exit(function(**arguments))

        return run

    return register


def _sources(problems: Iterable[Problem], root: Path) -> dict[str, str]:
    """The texts of the files that problems point at, for the code frames."""
    sources: dict[str, str] = {}
    for path in {problem.place.path for problem in problems}:
        file = root / path
        shown = file.is_file() and not file.is_symlink()
        sources[path] = file.read_bytes().decode("utf-8-sig", "replace") if shown else ""
    return sources


def _colour() -> bool:
    """Colours on a terminal, unless the reader asked for none: https://no-color.org."""
    return sys.stderr.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def report(problems: Sequence[Problem], root: Path) -> None:
    """Problems with their code frames, on the error stream."""
    from sitegen.reports import render

    click.echo(render("text", problems, _sources(problems, root), "", colour=_colour()), err=True, nl=False)
