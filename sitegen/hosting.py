"""The commands that hosts and their machines run: `diff`, `publish`, `health`.

Comes in: arguments. Goes out: exit statuses, as in `cli`. Apart from `cli`, which an editor uses at a desk.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen.terminal import command, report

if TYPE_CHECKING:
    from sitegen.comparison import Snapshot
    from sitegen.loading import Loaded

__all__ = ["COMMANDS", "diff", "health", "publish", "snapshot"]


@command("diff")
@click.argument("since", metavar="REV")
@click.argument("until", metavar="[REV]", required=False)
@click.option("--format", "form", type=click.Choice(["text", "markdown", "json"]), default="text")
@click.option("--weight", is_flag=True, help="Also draw both states: what the change does to weight and to links.")
def diff(root: Path, since: str, until: str | None, form: str, weight: bool) -> int:
    """What changed since the merge base of REV and the working tree, or of REV and REV: facts, findings, pages."""
    from sitegen import comparison, revisions
    from sitegen import weight as weights
    from sitegen.history import build_day
    from sitegen.loading import examine, opened
    from sitegen.preparing import prepare

    try:
        head = revisions.commit(root, until or "HEAD")
        base = revisions.merge_base(root, revisions.commit(root, since), head)
        day = build_day(root)
        now, strays, judging = opened(root)
        later, strays = (revisions.files_at(root, head), []) if until else (now, strays)
        earlier = revisions.files_at(root, base)
        states = [examine(earlier, (), None, day, judging), examine(later, strays, None, day, judging)]
    except revisions.NoRevision as error:
        raise click.UsageError(str(error)) from error
    before, after = (state.graph for state in states)
    for name, state in (("before", states[0]), ("after", states[1])):
        errors = sum(problem.severity == "error" for problem in state.problems)
        if errors:
            click.echo(f"the state {name} has {errors} errors; facts that have errors are left out", err=True)
    if before is None or after is None:
        click.echo("content/site.yaml cannot be read; nothing can be compared", err=True)
        return 1
    found = comparison.compare(before, after, *(snapshot(root, state) for state in states))
    forms = {"text": comparison.to_text, "markdown": comparison.to_markdown, "json": comparison.to_json}
    click.echo(forms[form](found))
    if weight and form != "json":
        old, new = (prepare(root, state).everything() for state in states)
        weighed = weights.weigh(old, new, after.corpus.site.base_url or "")
        click.echo(weights.to_text(weighed) if form == "text" else f"\n{weights.to_markdown(weighed)}")
    return 0


def snapshot(root: Path, loaded: Loaded) -> Snapshot:
    """What a state of the content says beside its facts, for a comparison with another state."""
    from sitegen.comparison import Snapshot
    from sitegen.graph import is_closed
    from sitegen.preparing import prepare
    from sitegen.views.pages import views

    assert loaded.dossier is not None
    if not is_closed(loaded.dossier.graph):
        return Snapshot({value.id: value.text for value in loaded.dossier.derived}, None, None)
    prepared = prepare(root, loaded)
    derived = {value.id: value.text for value in prepared.material.derived}
    findings = {
        f"{one.rule}: {', '.join(one.facts)}": f"{one.state}: {one.message}"
        for one in loaded.findings
        if one.state != "exact"
    }
    return Snapshot(derived, findings, {view.frame.path: view for view in views(prepared.material)})


@command("publish")
@click.argument("target")
@click.option("--base-url", metavar="URL", help="Overrides base_url of site.yaml.")
@click.option("--strict", is_flag=True, help="Fail on undecided warnings too.")
@click.option("--remote", default="origin", show_default=True, help="For a branch: the remote that has it.")
@click.option("--compress/--no-compress", default=None, help="Also gzip and brotli files; by default for a directory.")
@click.option("--rollback", is_flag=True, help="Bring back what was published before; nothing is built.")
def publish(
    root: Path, target: str, base_url: str | None, strict: bool, remote: str, compress: bool | None, rollback: bool
) -> int:
    """Build completely and bring the site to TARGET: a directory, branch:NAME, or an address such as s3://bucket/folder.

    Only what changed is uploaded; a page never points to a file that is not there; a failure leaves the old site up.
    """
    from sitegen.delivery.command import go_back, publish_to

    if rollback:
        click.echo(go_back(root, target, remote=remote))
        return 0
    done = publish_to(root, target, remote=remote, base_url=base_url, strict=strict, compress=compress)
    report(done.problems, root)
    click.echo(done.summary)
    return 0 if done.done else 1


@command("health")
@click.option("--date", "day", metavar="DAY", help="As of this day, YYYY-MM-DD; today by default.")
@click.option("--network/--no-network", default=True, help="Look at external links, where there is a network.")
@click.option("--format", "form", type=click.Choice(["text", "markdown", "json"]), default="text")
@click.option("--strict", is_flag=True, help="Exit with 1 where anything was found.")
def health(root: Path, day: str | None, network: bool, form: str, strict: bool) -> int:
    """Stale and withdrawn sources, forecasts that have passed, dead links. The one command that knows what day it is."""
    from sitegen import links
    from sitegen.health import FORMS
    from sitegen.health import health as report_of
    from sitegen.loading import examine, opened
    from sitegen.preparing import prepare

    try:
        # `today` is asked for here and nowhere else.
        as_of = (date.fromisoformat(day) if day else datetime.now(UTC).date()).isoformat()
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--date") from error
    files, problems, judging = opened(root)
    loaded = examine(files, problems, None, as_of, judging)
    if loaded.graph is None or loaded.failing(strict=False):
        report(loaded.problems, root)
        return 1
    dead, there, skipped = None, {}, "as asked"
    if network:
        prepared = prepare(root, loaded)
        there = links.external_links(prepared.everything(), prepared.material.base_url)
        try:
            dead, skipped = links.dead_links(there), ""
        except links.NoNetwork as error:
            skipped = str(error)
    found = report_of(as_of, loaded.findings, dead, len(there), skipped)
    click.echo(FORMS[form](found))
    return 1 if strict and not found.sound else 0


COMMANDS = (diff, health, publish)
