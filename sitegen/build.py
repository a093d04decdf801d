"""The build: what `loading` made of the content → a published site, one call a stage, in the order of the picture.

Comes in: a root and an output folder. Goes out: what was published, or why nothing was. Apart, because it is the only
module that knows all stages. Where nothing has changed it calls none of them, and loads none: they are named where they are used.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen import memo, revisions, sources
from sitegen.assets import template_folders
from sitegen.history import build_day
from sitegen.problems import Problem

if TYPE_CHECKING:
    from sitegen.digests import Digests
    from sitegen.drawing import Prepared
    from sitegen.ledger import Ledger
    from sitegen.loading import Loaded
    from sitegen.outputs import Kept, Output
    from sitegen.shards import Share

__all__ = ["Built", "How", "build"]


@dataclass(frozen=True, slots=True)
class Built:
    """`published` is False where nothing was written."""

    published: bool
    problems: tuple[Problem, ...]
    summary: str


@dataclass(frozen=True, slots=True)
class How:
    """How a build is done; none of it changes a byte of the site.

    `workers` are as many as there are processors by default, those of the scheduler at `cluster` where one is named. With
    `memo`, nothing is done where nothing has changed. A `share` is built alone; `parts` are put together, not drawn.
    """

    workers: int | None = None
    memo: bool = True
    cluster: str = ""
    share: Share | None = None
    parts: tuple[Path, ...] = ()

    @property
    def processes(self) -> int:
        """How many of this machine's processes take part."""
        from sitegen.readers import processors

        return self.workers or processors()


@dataclass(slots=True)
class _Given:
    """All that a site is made from, and its digests: of everything, of what draws it, of what reads it. Without that of what
    draws nothing is remembered, without the first there are no parts to be put together. The files are let go when they have
    been read.
    """

    day: str
    files: sources.Files
    problems: list[Problem]
    key: str = ""
    program: str = ""
    code: str = ""


def build(
    root: Path,
    output: Path,
    base_url: str | None = None,
    *,
    strict: bool = False,
    cards: bool = False,
    how: How = How(),
) -> Built:
    """Stages 1 to 7. Nothing is written where the content has errors. With `cards`, pictures for links elsewhere are drawn."""
    options = (base_url or "", str(base_url is None), str(strict), str(cards))
    given = _given(root, options, how)
    known = memo.recall(root, output, given.key) if given.program else None
    if known is not None:
        return Built(True, known.problems, f"{known.summary}; nothing has changed since")
    from sitegen.preparing import prepare
    from sitegen.render import TemplateFault

    loaded, digests = _loaded(root, given, how)
    if loaded.graph is None or loaded.failing(strict=strict):
        return Built(False, loaded.problems, f"{loaded.summary}; nothing was written")
    try:
        prepared = prepare(root, loaded, base_url, cards=cards)
        ledger = _ledger(root, output, prepared, given.program, digests) if given.program else None
        return _write(root, output, loaded, given.key, _outputs(prepared, given.key, how, ledger), ledger)
    except TemplateFault as fault:
        return Built(False, (fault.problem,), "1 error; nothing was written")


def _given(root: Path, options: tuple[str, ...], how: How) -> _Given:
    files, problems = sources.read(root)
    given = _Given(build_day(root), files, problems)
    whole = how.share is None and not how.parts
    if problems or (whole and not how.memo):
        return given
    given.code = memo.code_key()
    program = memo.program_key(given.code, template_folders(root))
    given.key = memo.inputs_key(files, program, (given.day, revisions.state(root), *options))
    # What an extension does may change while no file of the site does. And what came with the repository is nobody's
    # memory: a stranger may have put it there.
    extended = b"\nextensions:" in files.get("content/site.yaml", b"")
    if whole and not extended and not revisions.holds(root, memo.FOLDER):
        given.program = program
    return given


def _loaded(root: Path, given: _Given, how: How) -> tuple[Loaded, Digests]:
    """Stages 1 to 4 and the audit, with what is remembered of the documents; and the digests of facts, as far as they are known."""
    from sitegen.digests import Digests
    from sitegen.heap import give_back, uncollected
    from sitegen.lasting import Lasting
    from sitegen.loading import heard, judged, judged_by
    from sitegen.readers import Readers
    from sitegen.validate import validate

    judging, faults = judged_by(root)
    if faults:
        given.program = ""
    digests = Digests()
    lasting = Lasting(root, given.code, digests, how.processes) if given.program else None
    memory = lasting or Readers(how.processes)
    with uncollected():
        validated = validate(given.files, memory)
        given.files = {}  # of a large site there is no room for both
        give_back()
        loaded = heard(root, judged(validated, [*given.problems, *faults], memory, given.day, judging))
    give_back()
    if lasting is not None:
        lasting.keep()
    return loaded, digests


def _write(
    root: Path, output: Path, loaded: Loaded, key: str, outputs: Iterator[Output | Kept], ledger: Ledger | None
) -> Built:
    """Stage 7, and what the next build may know of this one. Raises `TemplateFault`."""
    from sitegen.loading import count_of
    from sitegen.publish import publish

    written = publish(outputs, output)
    pages = sum(path.endswith(".html") for path in written)
    files = count_of(len(written), "file")
    summary = f"{loaded.summary}; {count_of(pages, 'page')}, {files} in {output}"
    if ledger is None:
        return Built(True, loaded.problems, summary)
    memo.remember(root, output, key, memo.Said(summary, loaded.problems), written)
    memo.remember_pieces(root, output, ledger.told(written))
    drawn, total = len(ledger.drawn), len(ledger)
    again = f"; {drawn} of {total} pieces drawn again" if drawn < total else ""
    return Built(True, loaded.problems, summary + again)


def _ledger(root: Path, output: Path, prepared: Prepared, program: str, digests: Digests) -> Ledger:
    from sitegen.ledger import Ledger
    from sitegen.traces import State

    materials = (one.material for one in (prepared, *prepared.others))
    state = State({material.language.tag: material for material in materials}, digests)
    return Ledger(program, state, output.resolve(), partial(memo.pieces, root, output))


def _outputs(prepared: Prepared, key: str, how: How, ledger: Ledger | None) -> Iterator[Output | Kept]:
    from sitegen import shards
    from sitegen.workers import cluster

    everything = partial(prepared.renewed, ledger) if ledger is not None else prepared.everything
    if how.parts:
        yield from prepared.completed(shards.gathered(how.parts, key))
    elif how.cluster:
        with cluster(how.cluster) as (executor, workers):
            yield from everything(workers, executor)
    elif how.share is not None:
        yield shards.described(how.share, key)
        yield from prepared.part(how.share, how.processes)
    else:
        yield from everything(how.processes)
