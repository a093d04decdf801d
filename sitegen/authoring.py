"""The commands of editors: `extract`, `new`, `init`, `upgrade`, `format`, `seed`, `explain`, `schema`.

Comes in: arguments. Goes out: an exit status, and what the modules of these names make. Apart from `cli`, which checks,
builds and shows a site: these write, or explain, what goes into it.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sitegen.problems import did_you_mean, printable
from sitegen.terminal import ROOT, command, report

if TYPE_CHECKING:  # commands import what they need when they run
    from sitegen.extract.command import Result
    from sitegen.founding import Wishes

__all__ = ["COMMANDS"]


@command("extract")
@click.argument("text", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--format", "form", type=click.Choice(["yaml", "json"]), default="yaml", show_default=True)
@click.option("--write", is_flag=True, help="Write content/facts/<seed>.yaml, as a draft; never over an existing file.")
@click.option(
    "--new", is_flag=True, help="Of a document with facts: print those that its file lacks, to paste into it."
)
def extract(root: Path, text: Path, form: str, write: bool, new: bool) -> int:
    """Draft facts from a text, each with its quote, for a person to accept. Prints; writes only with --write.

    Where the document has facts already, shows what is new (+), changed (~) and no longer found (-) instead.
    """
    from sitegen import sources
    from sitegen.extract.command import run
    from sitegen.extract.inputs import UnreadableInput, read_text

    try:
        plain = read_text(text.read_bytes(), text.name)
    except UnreadableInput as error:
        raise click.BadParameter(str(error)) from error
    result = run(sources.read(root)[0], plain, text.stem)
    click.echo(printable(result.report), err=True)
    if form == "json":
        shown = result.json + "\n"
    elif result.exists:
        shown = result.missing if new else result.difference
    else:
        shown = result.yaml if result.draft.something and not (write and result.seed) else ""
    click.echo(shown.encode("utf-8", "replace"), nl=False)
    if write:
        _write_draft(root, result)
    return 0


def _write_draft(root: Path, result: Result) -> None:
    """Makes the facts file, where there is none, and says so."""
    from sitegen.registry import write_draft

    if result.broken:
        raise click.UsageError("the site's content has errors: mend what `sitegen check` says, then extract again")
    if not result.seed:
        raise click.UsageError("no seed has this text: register it first with `sitegen seed add`")
    if result.exists:
        again = ", a draft still; delete it to have a new one" if result.waits else ""
        click.echo(f"content/facts/{result.seed}.yaml stands{again}: nothing was written", err=True)
    elif result.draft.entries:
        click.echo(f"wrote {write_draft(root, result.seed, result.yaml)}", err=True)


@click.command("explain")
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


@command("schema")
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


@command("new")
@click.argument("kind")
@click.argument("name", metavar="ID")
@click.option(
    "--fact",
    "facts",
    multiple=True,
    metavar="SEED/FACT",
    help="For a change: a fact whose value changed, by default all that lack a reason. For a decision: a fact of the finding. For a relation: the claim, then the evidence.",
)
@click.option("--reason", default="", help="For a change, a decision, a relation: why, for readers.")
@click.option("--rule", default="", help="For a decision: the rule of the finding that it answers.")
@click.option("--day", default="", help="For a decision or a relation: its day, as 2026-11-22.")
@click.option("--by", default="The editors", show_default=True, help="For a decision or a relation: who says so.")
@click.option("--decision", default="show as stated", show_default=True, help="For a decision: what is done.")
def new(root: Path, kind: str, name: str, **said: Any) -> int:
    """Write a new file: facts, page, change, decision, relation (ID: supports, contradicts, qualifies), catalogue
    (ID: a language), or a topic."""
    from sitegen import sources
    from sitegen.loading import load, unexplained
    from sitegen.scaffold import CannotMake, Said, facts_of_finding, new_catalogue, new_file
    from sitegen.writing import write_file

    asked = Said(**said)
    try:
        if kind == "change" and not asked.facts:
            asked = replace(asked, facts=tuple(unexplained(root, load(root))))
        if kind == "decision":
            asked = replace(asked, facts=facts_of_finding(load(root).findings, asked.rule, asked.facts))
        if kind == "catalogue":
            path, text = new_catalogue(root, name)
        else:
            path, text = new_file(sources.read(root)[0], kind, name, asked)
    except CannotMake as error:
        raise click.UsageError(str(error)) from error
    write_file(root, path, text)
    click.echo(f"wrote {path}")
    return 0


def _asked() -> Wishes:
    """What a person at a terminal answers."""
    from sitegen.founding import TITLE, Wishes, kind_named

    title = click.prompt("Title of the site", default=TITLE)
    language = click.prompt("Language of its prose, as a tag", default="en")
    kinds = click.prompt("Kinds of topics beside markets and regions, with commas", default="", show_default=False)
    return Wishes(title, language, tuple(kind_named(name.strip()) for name in kinds.split(",") if name.strip()))


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--title", help="What the site is called.")
@click.option("--language", help="The language of its prose, as a tag such as `en`.")
@click.option("--kind", "kinds", multiple=True, metavar="ID[:LABEL[:PLURAL]]", help="A further kind of topics.")
@click.option("--base-url", default="", help="Where the site will be published.")
@click.option("--repository", default="", help="Where its content can be read and corrected.")
def init(
    folder: Path, title: str | None, language: str | None, kinds: tuple[str, ...], base_url: str, repository: str
) -> None:
    """Make a new, small, working site in DIR. Asks on a terminal for what no option says."""
    from sitegen.founding import TITLE, CannotFound, Wishes, founded, kind_named
    from sitegen.writing import write_file

    if folder.exists() and any(entry.name != ".git" for entry in folder.iterdir()):
        raise click.UsageError(f"{folder} is not empty")
    try:
        if sys.stdin.isatty() and not (title or language or kinds or base_url or repository):
            wishes = _asked()
        else:
            named = tuple(kind_named(kind) for kind in kinds)
            wishes = Wishes(title or TITLE, language or "en", named, base_url, repository)
        files = founded(wishes)
    except CannotFound as error:
        raise click.UsageError(str(error)) from error
    folder.mkdir(parents=True, exist_ok=True)
    for path, text in files.items():
        write_file(folder, path, text)
    click.echo(f"made a site in {folder}: try `sitegen serve --root {folder}`")


@command("upgrade")
def upgrade(root: Path) -> int:
    """Rewrite content of an older format in the newest one. Commit before, and look at the difference after."""
    from sitegen import sources
    from sitegen.upgrades import FORMS, CannotUpgrade, upgraded
    from sitegen.writing import write_file

    files = sources.read(root)[0]
    try:
        made = upgraded(files)
    except CannotUpgrade as error:
        raise click.UsageError(str(error)) from error
    changed = [path for path in sorted(made) if made[path] != files.get(path)]
    gone = sorted(files.keys() - made.keys())
    for path in changed:
        write_file(root, path, made[path].decode("utf-8"))
        click.echo(f"wrote {path}")
    for path in gone:
        click.echo(f"remove {path}: it stands elsewhere now")
    if not changed and not gone:
        click.echo(f"the content has format {FORMS[-1].version}, the newest; nothing to do")
    return 0


@command("format")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", "look", is_flag=True, help="Only say which files would change; exit with 1 if any would.")
def format_(root: Path, paths: tuple[Path, ...], look: bool) -> int:
    """Put YAML files into their canonical form; comments and the order of keys survive."""
    from sitegen.tidying import tidy

    done = tidy(root, paths, write=not look)
    report(done.problems, root)
    for path in done.changed:
        click.echo(f"{'would format' if look else 'formatted'} {path}")
    count = f"{len(done.changed)} file{'' if len(done.changed) == 1 else 's'} of {done.files}"
    click.echo(f"{count} {'is' if len(done.changed) == 1 else 'are'} not in its form" if look else f"{count} changed")
    return 1 if done.problems or (look and done.changed) else 0


@click.group()
def seed() -> None:
    """Register source documents."""


@seed.command("add")
@ROOT
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
@ROOT
@click.argument("seed_id", metavar="ID")
def seed_coverage(root: Path, seed_id: str) -> None:
    """List the figures that no fact touches; with their words, and with untouched sentences, where the text is at hand."""
    from sitegen import sources
    from sitegen.extract.command import UnknownSeed, covered

    try:
        found, at_hand = covered(sources.read(root)[0], seed_id)
    except UnknownSeed as error:
        raise click.BadParameter(str(error)) from error
    for gap in found.gaps:
        click.echo(printable(f"{gap.share:5.1f} %  word {gap.token:<6} {gap.kind:9} {gap.text}"))
    figures = f"{found.figures - found.bare} of {found.figures} figures"
    if not at_hand:
        figures += " (by their positions: the text is not at hand)"
    if not found.figures and not at_hand:
        figures = f"where figures stand nobody wrote down: there is no seeds/{seed_id}.figures"
    click.echo(f"{seed_id}: facts touch {found.touched} of {found.tokens} words; {figures}")


COMMANDS = (extract, explain, schema, new, init, upgrade, format_, seed)
