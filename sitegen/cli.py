"""The command line: arguments in, exit status out. Every effect of a command begins here.

Apart, because no other module reads arguments, prints, or knows exit statuses: 0 fine, 1 the content has errors,
2 the call is wrong, 3 the environment failed, 70 a bug of ours.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from sitegen import __version__
from sitegen.problems import EnvironmentFailure, Problem, did_you_mean, printable, to_text

__all__ = ["main"]

_ROOT = click.option(
    "--root",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="The folder that holds content/ and seeds/.",
)


def main() -> None:
    """The console script. The last resort for what nobody foresaw is here and nowhere else."""
    try:
        sys.exit(cli.main(standalone_mode=False) or 0)
    except click.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except EnvironmentFailure as error:
        click.echo(f"sitegen: {printable(str(error))}", err=True)
        sys.exit(3)
    except OSError as error:
        what = f"{error.filename}: {error.strerror}" if error.filename else str(error)
        click.echo(f"sitegen: {printable(what)}", err=True)
        sys.exit(3)
    except Exception as error:
        import traceback

        frame = traceback.extract_tb(error.__traceback__)[-1]
        click.echo(
            f"sitegen bug: {type(error).__name__}: {printable(str(error))}\n"
            f"  at {Path(frame.filename).name}:{frame.lineno} in {frame.name}\n"
            "  please report it with the command and the file that you ran it on",
            err=True,
        )
        sys.exit(70)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sitegen")
def cli() -> None:
    """YAML facts, traced to the words they came from, as a browsable static site."""


def _command(name: str) -> Callable[[Callable[..., int]], click.Command]:
    """A command whose function returns its exit status."""

    def register(function: Callable[..., int]) -> click.Command:
        @cli.command(name)
        @_ROOT
        @wraps(function)
        def run(**arguments: Any) -> None:
            raise click.exceptions.Exit(function(**arguments))

        return run

    return register


def _report(problems: Iterable[Problem], root: Path) -> None:
    sources: dict[str, str] = {}
    for problem in problems:
        path = problem.place.path
        if path not in sources:
            file = root / path
            shown = file.is_file() and not file.is_symlink()
            sources[path] = file.read_bytes().decode("utf-8-sig", "replace") if shown else ""
        click.echo(to_text(problem, sources), err=True)
        click.echo("", err=True)


@_command("check")
@click.option("--strict", is_flag=True, help="Fail on undecided warnings too.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def check(root: Path, strict: bool, form: str) -> int:
    """Check the content; write nothing."""
    from sitegen.build import load

    loaded = load(root)
    if form == "json":
        from sitegen.exports import finding_row

        problems = [_as_json(problem) for problem in loaded.problems]
        findings = [finding_row(one) for one in loaded.findings if one.state != "exact"]
        click.echo(json.dumps({"problems": problems, "findings": findings}, indent=2, ensure_ascii=False))
    else:
        _report(loaded.problems, root)
        click.echo(loaded.summary)
    return 1 if loaded.failing(strict=strict) else 0


def _as_json(problem: Problem) -> dict[str, object]:
    place = problem.place
    return {
        "rule": problem.rule, "severity": problem.severity, "path": place.path, "line": place.line, "column": place.column,
        "length": place.length, "message": problem.message, "found": problem.found, "hint": problem.hint,
    }  # fmt: skip


@_command("build")
@click.option("--strict", is_flag=True, help="Fail on undecided warnings too.")
@click.option("--base-url", metavar="URL", help="Overrides base_url of site.yaml.")
@click.option(
    "--output", type=click.Path(path_type=Path, file_okay=False), help="Where the site goes; public/ by default."
)
def build(root: Path, strict: bool, base_url: str | None, output: Path | None) -> int:
    """Build the site. The published one stays as it is until the new one is whole."""
    from sitegen.build import build as build_site

    result = build_site(root, output or root / "public", base_url=base_url, strict=strict)
    _report(result.problems, root)
    click.echo(result.summary)
    return 0 if result.published else 1


@_command("serve")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
def serve(root: Path, port: int) -> int:
    """Build the site and show it on this machine only."""
    from sitegen.build import build as build_site
    from sitegen.serve import serve as serve_site

    result = build_site(root, root / "public")
    _report(result.problems, root)
    click.echo(result.summary)
    if not (root / "public" / "index.html").is_file():
        return 1
    serve_site(root / "public", port, say=click.echo)
    return 0


@cli.command("explain")
@click.argument("rule")
def explain(rule: str) -> None:
    """Say what a rule means, with a good and a bad example."""
    from sitegen.audit.table import RULES, rule_named

    found = rule_named(rule)
    if found is None:
        hint = did_you_mean(rule, (one.name for one in RULES)) or "one of: " + ", ".join(one.name for one in RULES)
        raise click.BadParameter(f"there is no rule `{rule}`; {hint}", param_hint="RULE")
    click.echo(
        f"{found.name} ({found.severity}): {found.compares}\n\n{found.meaning}\n\ngood: {found.good}\nbad:  {found.bad}"
    )


@cli.command("schema")
@click.argument("kind", required=False)
def schema(kind: str | None) -> None:
    """Print the JSON Schema of one kind of file, or of all."""
    from sitegen.schema import schemas

    found = schemas()
    if kind is not None and kind not in found:
        raise click.BadParameter(f"`{kind}` is not one of: {', '.join(found)}", param_hint="KIND")
    click.echo(json.dumps(found[kind] if kind else found, indent=2, ensure_ascii=False))


@cli.group()
def seed() -> None:
    """Register source documents."""


@seed.command("add")
@_ROOT
@click.argument("text", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--id", "seed_id", required=True, help="The seed's id: lower-case letters, digits, hyphens.")
@click.option("--label", help="Our short name for it.")
@click.option("--title", default="not stated")
@click.option("--publisher", default="not stated")
@click.option("--kind", default="document", show_default=True)
@click.option("--published", default="not stated")
@click.option("--licence", default="not stated")
@click.option("--language", default="en", show_default=True)
def seed_add(root: Path, text: Path, seed_id: str, **record: str | None) -> None:
    """Fingerprint a document and write its record. The text itself stays where git does not look."""
    from sitegen.registry import AlreadyRegistered, register

    try:
        written = register(root, text, seed_id, record)
    except AlreadyRegistered as error:
        raise click.UsageError(str(error)) from error
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
    for path in written:
        click.echo(f"wrote {path}")


if __name__ == "__main__":
    main()
