"""The command line: arguments in, exit status out. Here the commands that check, build and show a site.

Apart, because only here, in `authoring` (the commands of editors) and in `hosting` (those of hosts) arguments are read and exit
statuses known: 0 fine, 1 the content has errors, 2 the call is wrong, 3 the environment failed, 70 a bug of ours.
"""

from __future__ import annotations

import gc
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen import __version__, authoring, hosting
from sitegen.problems import EnvironmentFailure, Problem, printable
from sitegen.terminal import command, report

if TYPE_CHECKING:  # commands import what they need when they run
    from sitegen.loading import Loaded
    from sitegen.shards import Share

__all__ = ["main"]


def main() -> None:
    """The console script. The last resort for what nobody foresaw is here and nowhere else."""
    # All that is read stays to the end: looking through it for cycles would take a sixth of a check or a build.
    gc.set_threshold(100_000, 50, 1000)
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
    """A command of ours, whose function returns its exit status."""

    def register(function: Callable[..., int]) -> click.Command:
        made = command(name)(function)
        cli.add_command(made)
        return made

    return register


for _made in (*authoring.COMMANDS, *hosting.COMMANDS):
    cli.add_command(_made)


@_command("check")
@click.option("--strict", is_flag=True, help="Fail on undecided warnings too.")
@click.option("--format", "form", type=click.Choice(["text", "json", "github", "gitlab", "sarif"]), default="text")
@click.option("--baseline", type=click.Path(path_type=Path, dir_okay=False), help="Warnings that are known and pass.")
@click.option("--accept", is_flag=True, help="Write the present warnings into the baseline.")
@click.option("--since", metavar="REV", help="What was published: values that changed since then need a reason.")
def check(root: Path, strict: bool, form: str, baseline: Path | None, accept: bool, since: str | None) -> int:
    """Check the content; write nothing, but for a baseline that can be lowered."""
    from sitegen.loading import load, unexplained
    from sitegen.problems import sort_problems
    from sitegen.reports import render
    from sitegen.revisions import NoRevision, base_of, is_shallow

    if accept and baseline is None:
        raise click.UsageError("--accept needs --baseline FILE")
    loaded = load(root)
    try:
        changed = unexplained(root, loaded, since).values()
    except NoRevision as error:
        raise click.UsageError(str(error)) from error
    loaded = replace(loaded, problems=sort_problems([*loaded.problems, *changed]))
    failing, summary, shown = loaded.failing(strict=strict), loaded.summary, loaded.problems
    if is_shallow(root) and not since and base_of(root) is None:
        summary += "\nwhether published values changed was not checked: the clone has no history"
    if baseline is not None:
        shown, said = _held(loaded, baseline, accept=accept)
        failing, summary = bool(shown), f"{summary}\n{said}"
    if form == "text":
        report(shown, root)
        click.echo(summary)
        return 1 if failing else 0
    extra = {}
    if form == "json":
        from sitegen.exports import finding_rows

        extra = {"findings": finding_rows(loaded.findings)}
    click.echo(render(form, shown, {}, summary, colour=False, extra=extra))
    return 1 if failing else 0


def _held(loaded: Loaded, path: Path, *, accept: bool) -> tuple[tuple[Problem, ...], str]:
    """The problems that a baseline does not know, and what to say of the rest. Lowers the baseline where it can be."""
    from sitegen import ratchet
    from sitegen.writing import write_file

    not_checked = sum(one.state == "not checked" for one in loaded.findings)
    present = ratchet.Baseline(Counter(ratchet.name_of(p) for p in loaded.problems if p.severity == "warning"))
    if not path.exists() and not accept:
        raise click.UsageError(f"{path} is not there; `--accept` writes it from the present warnings")
    try:
        known = present if accept else ratchet.loads(path.read_text("utf-8"))
    except (ratchet.NoBaseline, UnicodeDecodeError) as error:
        raise click.UsageError(f"{path}: {error}") from error
    held = ratchet.hold(loaded.problems, known, not_checked)
    said = held.summary
    if accept or held.fixed:
        write_file(path.parent, path.name, ratchet.dumps(held.lowered))
        said += f"\nwrote {path}: commit it, so that what is fixed stays fixed"
    return held.new, said


@_command("build")
@click.option("--strict", is_flag=True, help="Fail on undecided warnings too.")
@click.option("--base-url", metavar="URL", help="Overrides base_url of site.yaml.")
@click.option(
    "--output", type=click.Path(path_type=Path, file_okay=False), help="Where the site goes; public/ by default."
)
@click.option(
    "--jobs", type=click.IntRange(1, 256), help="Processes that draw pages; as many as processors by default."
)
@click.option("--no-memo", is_flag=True, help="Build even where nothing has changed.")
@click.option("--scheduler", default="", metavar="ADDRESS", help="Draw pages on the Dask cluster of this scheduler.")
@click.option("--shard", metavar="I/N", help="Build only the I-th of N parts, for another machine to put together.")
@click.option(
    "--from", "parts", multiple=True, type=click.Path(path_type=Path, file_okay=False), help="Put these parts together."
)
def build(
    root: Path, strict: bool, base_url: str | None, output: Path | None, jobs: int | None, no_memo: bool,
    scheduler: str, shard: str | None, parts: tuple[Path, ...],
) -> int:  # fmt: skip
    """Build the site. The published one stays as it is until the new one is whole."""
    from sitegen.build import How
    from sitegen.build import build as build_site

    share = _share(shard) if shard else None
    if sum(map(bool, (scheduler, share, parts))) > 1:
        raise click.UsageError("--scheduler, --shard and --from exclude each other")
    how = How(jobs, not no_memo, scheduler, share, parts)
    result = build_site(root, output or root / "public", base_url, strict=strict, how=how)
    report(result.problems, root)
    click.echo(result.summary)
    return 0 if result.published else 1


def _share(text: str) -> Share:
    from sitegen.shards import Share

    try:
        return Share.of(text)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--shard") from error


@_command("serve")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--poll", is_flag=True, help="Look for changes instead of waiting for the system's events.")
@click.option("--edit", is_flag=True, help="Add forms to the pages of sources.")
def serve(root: Path, port: int, poll: bool, edit: bool) -> int:
    """Show the site on this machine only; it follows every edit."""
    from threading import Event, Thread

    from sitegen.assets import serving_tools, template_folders
    from sitegen.editing import Editor
    from sitegen.live import LiveSite
    from sitegen.serve import make_live_server
    from sitegen.serve import serve as serve_site
    from sitegen.watch import watch

    site = LiveSite(root)
    report(site.loaded.problems, root)
    click.echo(site.loaded.summary)
    server = make_live_server(site, port, serving_tools(template_folders(root)), Editor(site) if edit else None)
    stop = Event()
    Thread(target=watch, args=(root, site.reload, stop), kwargs={"poll": poll}, daemon=True).start()
    try:
        serve_site(server, click.echo)
    finally:
        stop.set()
    return 0


if __name__ == "__main__":
    main()
