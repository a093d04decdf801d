"""The command line: arguments in, exit status out. Every effect of a command begins here.

Apart, because no other module reads arguments, prints, or knows exit statuses: 0 fine, 1 the content has errors,
2 the call is wrong, 3 the environment failed, 70 a bug of ours.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen import hosting
from sitegen.console import ROOT as _ROOT
from sitegen.console import cli
from sitegen.console import command as _command
from sitegen.console import report as _report
from sitegen.problems import EnvironmentFailure, Problem, did_you_mean, printable

if TYPE_CHECKING:  # commands import what they need when they run
    from sitegen.build import Loaded

__all__ = ["main"]


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


for _one in hosting.COMMANDS:
    cli.add_command(_one)


@_command("check")
@click.option("--strict", is_flag=True, help="Fail on undecided warnings too.")
@click.option("--format", "form", type=click.Choice(["text", "json", "github", "gitlab", "sarif"]), default="text")
@click.option("--baseline", type=click.Path(path_type=Path, dir_okay=False), help="Warnings that are known and pass.")
@click.option("--accept", is_flag=True, help="Write the present warnings into the baseline.")
def check(root: Path, strict: bool, form: str, baseline: Path | None, accept: bool) -> int:
    """Check the content; write nothing, but for a baseline that can be lowered."""
    from sitegen.build import load, unexplained
    from sitegen.problems import sort_problems
    from sitegen.reports import render

    if accept and baseline is None:
        raise click.UsageError("--accept needs --baseline FILE")
    loaded = load(root)
    loaded = replace(loaded, problems=sort_problems([*loaded.problems, *unexplained(root, loaded).values()]))
    failing, summary, shown = loaded.failing(strict=strict), loaded.summary, loaded.problems
    if baseline is not None:
        shown, said = _held(loaded, baseline, accept=accept)
        failing, summary = bool(shown), f"{summary}\n{said}"
    if form == "text":
        _report(shown, root)
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
def build(root: Path, strict: bool, base_url: str | None, output: Path | None, jobs: int | None, no_memo: bool) -> int:
    """Build the site. The published one stays as it is until the new one is whole."""
    from sitegen.build import build as build_site

    result = build_site(root, output or root / "public", base_url, strict=strict, workers=jobs, memo=not no_memo)
    _report(result.problems, root)
    click.echo(result.summary)
    return 0 if result.published else 1


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
    _report(site.loaded.problems, root)
    click.echo(site.loaded.summary)
    server = make_live_server(site, port, serving_tools(template_folders(root)), Editor(site) if edit else None)
    stop = Event()
    Thread(target=watch, args=(root, site.reload, stop), kwargs={"poll": poll}, daemon=True).start()
    try:
        serve_site(server, click.echo)
    finally:
        stop.set()
    return 0


@_command("extract")
@click.argument("text", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--format", "form", type=click.Choice(["yaml", "json"]), default="yaml", show_default=True)
@click.option("--write", is_flag=True, help="Write content/facts/<seed>.yaml, as a draft; never over an existing file.")
def extract(root: Path, text: Path, form: str, write: bool) -> int:
    """Draft facts from a text, each with its quote, for a person to accept. Prints; writes only with --write."""
    from sitegen import sources
    from sitegen.extract.command import run
    from sitegen.extract.inputs import UnreadableInput, read_text
    from sitegen.registry import write_draft

    try:
        plain = read_text(text.read_bytes(), text.name)
    except UnreadableInput as error:
        raise click.BadParameter(str(error)) from error
    result = run(sources.read(root)[0], plain, text.stem)
    click.echo(printable(result.report), err=True)
    if form == "json":
        click.echo(result.json.encode("utf-8", "replace"))
    elif result.exists:
        click.echo(result.difference.encode("utf-8", "replace"), nl=False)
    elif result.draft.entries or result.draft.left_out:
        click.echo(result.yaml.encode("utf-8", "replace"), nl=False)
    if write:
        if not result.seed:
            raise click.UsageError("no seed has this text: register it first with `sitegen seed add`")
        if result.exists:
            click.echo(f"content/facts/{result.seed}.yaml stands: nothing was written", err=True)
        elif result.draft.entries:
            click.echo(f"wrote {write_draft(root, result.seed, result.yaml)}", err=True)
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


@_command("schema")
@click.argument("kind", required=False)
@click.option("--write", is_flag=True, help="Write all below .schema/, and .vscode/settings.json that refers to them.")
def schema(root: Path, kind: str | None, write: bool) -> int:
    """Print the JSON Schema of one kind of file, or of all."""
    from sitegen.schema import files, schemas
    from sitegen.writing import write_file

    if write:
        for path, text in files().items():
            write_file(root, path, text)
            click.echo(f"wrote {path}")
        return 0
    found = schemas()
    if kind is not None and kind not in found:
        raise click.BadParameter(f"`{kind}` is not one of: {', '.join(found)}", param_hint="KIND")
    click.echo(json.dumps(found[kind] if kind else found, indent=2, ensure_ascii=False))
    return 0


@_command("new")
@click.argument("kind")
@click.argument("name", metavar="ID")
@click.option(
    "--fact",
    "facts",
    multiple=True,
    metavar="SEED/FACT",
    help="For a change: a fact whose value changed; by default all that lack a reason.",
)
@click.option("--reason", default="", help="For a change: why, for readers.")
def new(root: Path, kind: str, name: str, facts: tuple[str, ...], reason: str) -> int:
    """Write a new file: facts, page, change, or a topic of a kind that site.yaml declares."""
    from sitegen import sources
    from sitegen.scaffold import CannotMake, new_file
    from sitegen.writing import write_file

    if kind == "change" and not facts:
        from sitegen.build import load, unexplained

        facts = tuple(unexplained(root, load(root)))
    try:
        path, text = new_file(sources.read(root)[0], kind, name, facts, reason)
    except CannotMake as error:
        raise click.UsageError(str(error)) from error
    write_file(root, path, text)
    click.echo(f"wrote {path}")
    return 0


@cli.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
def init(folder: Path) -> None:
    """Make a new, small, working site in DIR."""
    from sitegen.scaffold import starter
    from sitegen.writing import write_file

    if folder.exists() and any(entry.name != ".git" for entry in folder.iterdir()):
        raise click.UsageError(f"{folder} is not empty")
    folder.mkdir(parents=True, exist_ok=True)
    for path, text in starter().items():
        write_file(folder, path, text)
    click.echo(f"made a site in {folder}: try `sitegen serve --root {folder}`")


@_command("format")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", "look", is_flag=True, help="Only say which files would change; exit with 1 if any would.")
def format_(root: Path, paths: tuple[Path, ...], look: bool) -> int:
    """Put YAML files into their canonical form; comments and the order of keys survive."""
    from sitegen.tidying import tidy

    done = tidy(root, paths, write=not look)
    _report(done.problems, root)
    for path in done.changed:
        click.echo(f"{'would format' if look else 'formatted'} {path}")
    count = f"{len(done.changed)} file{'' if len(done.changed) == 1 else 's'} of {done.files}"
    click.echo(f"{count} {'is' if len(done.changed) == 1 else 'are'} not in its form" if look else f"{count} changed")
    return 1 if done.problems or (look and done.changed) else 0


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


@seed.command("coverage")
@_ROOT
@click.argument("seed_id", metavar="ID")
def seed_coverage(root: Path, seed_id: str) -> None:
    """List the figures, and where the text is at hand the sentences, that no fact touches."""
    from sitegen import sources
    from sitegen.extract.command import UnknownSeed, covered

    try:
        found, at_hand = covered(sources.read(root)[0], seed_id)
    except UnknownSeed as error:
        raise click.BadParameter(str(error)) from error
    for gap in found.gaps:
        click.echo(printable(f"{gap.share:5.1f} %  word {gap.token:<6} {gap.kind:9} {gap.text}"))
    bare = sum(gap.kind == "figure" for gap in found.gaps)
    counted = f"{found.figures - bare} of {found.figures} figures"
    figures = f"; {counted if at_hand else 'the text is not at hand, so figures cannot be told'}"
    click.echo(f"{seed_id}: facts touch {found.touched} of {found.tokens} words{figures}")


if __name__ == "__main__":
    main()
