"""The build: what `loading` made of the content → a published site, one call a stage, in the order of the picture.

Comes in: a root and an output folder. Goes out: what was published, or why nothing was. Apart, because it is the only
module that knows all stages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen import assets, revisions
from sitegen.audit.model import addresses as addresses_of
from sitegen.audit.model import remarks
from sitegen.corrections import corrections
from sitegen.drawing import Prepared
from sitegen.heap import give_back, uncollected
from sitegen.languages import languages_of
from sitegen.literals import in_script
from sitegen.loading import Loaded, build_day, count_of, heard, judged, opened, processors
from sitegen.problems import Problem
from sitegen.readers import Readers
from sitegen.translation import translated
from sitegen.validate import validate

if TYPE_CHECKING:  # `check` must not pay for what only a build needs
    from sitegen.digests import Digests
    from sitegen.languages import Language
    from sitegen.ledger import Ledger
    from sitegen.outputs import Kept, Output
    from sitegen.shards import Share
    from sitegen.views.material import Material

__all__ = ["Built", "How", "build", "prepare"]


@dataclass(frozen=True, slots=True)
class Built:
    """`published` is False where nothing was written."""

    published: bool
    problems: tuple[Problem, ...]
    summary: str


def prepare(
    root: Path,
    loaded: Loaded,
    base_url: str | None = None,
    before: Prepared | None = None,
    *,
    cards: bool = False,
) -> Prepared:
    """Everything that views are made from. `loaded` has a dossier.

    `before` is an earlier state, where no template has changed since; with `cards`, pages name pictures for links
    elsewhere, where the site has an address.
    """
    from sitegen import render
    from sitegen.cards import addresses as card_addresses
    from sitegen.evidence.gather import evidence
    from sitegen.views.material import Listed, Material, marks_of

    dossier = loaded.dossier
    assert dossier is not None
    folders = assets.template_folders(root)
    site = dossier.graph.corpus.site
    main, *others = languages_of(site.all_languages, partial(assets.catalogues, folders))
    told = before if before is not None and before.material.language == main else None
    known = {one.material.language: one for one in told.others} if told is not None else {}
    addresses, shared = (
        (told.material.assets, told.shared)
        if told is not None
        else assets.collect(folders, partial(in_script, language=main))
    )
    url = base_url if base_url is not None else dossier.graph.corpus.site.base_url or ""
    marks, judged = marks_of(loaded.findings), evidence(dossier.graph, dossier.instruments)
    past = revisions.steps(root)
    corrected = None if past is None else corrections(past, dossier.graph.corpus.changes)
    material = Material(
        dossier,
        loaded.findings,
        marks,
        remarks(loaded.findings),
        Listed.of(loaded.findings),
        addresses_of(loaded.findings),
        judged,
        addresses,
        loaded.built,
        url,
        corrected,
        card_addresses(dossier.graph, dossier.estimates) if cards and url else {},
        revisions.is_shallow(root),
        main,
    )
    return Prepared(
        material,
        told.templates if told is not None else render.environment(folders, main),
        shared,
        tuple(_spoken(material, language, folders, known.get(language)) for language in others),
    )


def _spoken(material: Material, language: Language, folders: Sequence[Path], known: Prepared | None) -> Prepared:
    """The same in a further language. Estimates, findings and evidence are not made again: their texts remember messages."""
    from sitegen.render import environment

    dossier = replace(material.dossier, graph=translated(material.graph, language))
    if known is not None:
        told = replace(material, dossier=dossier, language=language, assets=known.material.assets)
        return replace(known, material=told)
    own, scripts = assets.spoken(material.assets, folders, partial(in_script, language=language))
    told = replace(material, dossier=dossier, language=language, assets=own)
    return Prepared(told, environment(folders, language), scripts)


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
        return self.workers or processors()


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
    from sitegen.assets import template_folders
    from sitegen.digests import Digests
    from sitegen.lasting import Lasting
    from sitegen.memo import FOLDER, inputs_key, program_key, recall

    files, problems, judging = opened(root)
    day, program, key = build_day(root), "", ""
    whole = how.share is None and not how.parts
    # What an extension does may change while no file of the site does.
    remembered = whole and how.memo and b"\nextensions:" not in files.get("content/site.yaml", b"")
    # What came with the repository is nobody's memory: a stranger may have put it there.
    remembered = remembered and not problems and not revisions.holds(root, FOLDER)
    if not problems and (how.memo or not whole):
        options = (day, revisions.state(root), base_url or "", str(base_url is None), str(strict), str(cards))
        program = program_key(template_folders(root))
        key = inputs_key(files, program, options)
        known = recall(root, output, key) if remembered else None
        if known is not None:
            return Built(True, known.problems, f"{known.summary}; nothing has changed since")
    digests = Digests()
    lasting = Lasting(root, program_key(()), digests, how.processes) if remembered else None
    memory = lasting or Readers(how.processes)
    with uncollected():
        validated = validate(files, memory)
        del files  # of a large site there is no room for both
        give_back()
        loaded = heard(root, judged(validated, problems, memory, day, judging))
    give_back()
    if lasting is not None:
        lasting.keep()
    if loaded.graph is None or loaded.failing(strict=strict):
        return Built(False, loaded.problems, f"{loaded.summary}; nothing was written")
    keys = _Keys(key, program if remembered else "", digests)
    return _write(root, output, loaded, base_url, keys, how, cards=cards)


@dataclass(frozen=True, slots=True)
class _Keys:
    """Digests of all that a site is made from, and of what draws it; without the second nothing is remembered. `facts` are
    those of facts, as far as they are known."""

    inputs: str
    program: str
    facts: Digests


def _write(
    root: Path, output: Path, loaded: Loaded, base_url: str | None, keys: _Keys, how: How, *, cards: bool
) -> Built:
    from sitegen import memo
    from sitegen.publish import publish
    from sitegen.render import TemplateFault

    try:
        prepared = prepare(root, loaded, base_url, cards=cards)
        ledger = _ledger(root, output, prepared, keys) if keys.program else None
        written = publish(_outputs(prepared, keys.inputs, how, ledger), output)
    except TemplateFault as fault:
        return Built(False, (fault.problem,), "1 error; nothing was written")
    pages = sum(path.endswith(".html") for path in written)
    files = count_of(len(written), "file")
    summary = f"{loaded.summary}; {count_of(pages, 'page')}, {files} in {output}"
    if ledger is None:
        return Built(True, loaded.problems, summary)
    memo.remember(root, output, keys.inputs, memo.Said(summary, loaded.problems), written)
    memo.remember_pieces(root, output, ledger.told(written))
    drawn, total = len(ledger.drawn), len(ledger)
    again = f"; {drawn} of {total} pieces drawn again" if drawn < total else ""
    return Built(True, loaded.problems, summary + again)


def _ledger(root: Path, output: Path, prepared: Prepared, keys: _Keys) -> Ledger:
    from sitegen.ledger import Ledger
    from sitegen.memo import pieces
    from sitegen.traces import State

    materials = (one.material for one in (prepared, *prepared.others))
    state = State({material.language.tag: material for material in materials}, keys.facts)
    return Ledger(keys.program, state, output.resolve(), partial(pieces, root, output))


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
