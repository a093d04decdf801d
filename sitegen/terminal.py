"""What every command shares: the root it works on, its exit status, problems on a terminal.

Comes in: a function that returns an exit status, or problems. Goes out: a command, or lines on standard error. Apart from
`cli` and `authoring`, whose commands are made of it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

import click

from sitegen.problems import Problem

__all__ = ["ROOT", "command", "report"]

ROOT = click.option(
    "--root",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="The folder that holds content/ and seeds/.",
)


def command(name: str) -> Callable[[Callable[..., int]], click.Command]:
    """A command whose function returns its exit status."""

    def register(function: Callable[..., int]) -> click.Command:
        @click.command(name)
        @ROOT
        @wraps(function)
        def run(**arguments: Any) -> None:
            raise click.exceptions.Exit(function(**arguments))

        return run

    return register


def report(problems: Sequence[Problem], root: Path) -> None:
    """Problems with the lines they point at, on standard error."""
    from sitegen.reports import render

    click.echo(render("text", problems, _sources(problems, root), "", colour=_colour()), err=True, nl=False)


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
