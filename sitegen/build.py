"""The build: one call a stage, in the order of the picture.

Comes in: a root and an output folder. Goes out: what was published, or why nothing was. Apart, because it is the only
module that knows all stages.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen import assets, history, instruments, revisions, sources
from sitegen.align import compared
from sitegen.audit.model import Dossier, Finding, remarks
from sitegen.audit.model import addresses as addresses_of
from sitegen.audit.prose import prose_problems
from sitegen.audit.table import RULES, audit, unanswered_decisions
from sitegen.catalogues import silent
from sitegen.corrections import corrections, missing_reasons
from sitegen.derive import derive, unallocated
from sitegen.drawing import Prepared
from sitegen.estimates import estimates
from sitegen.extensions import extension_problems
from sitegen.graph import Graph, build_graph
from sitegen.heap import give_back, uncollected
from sitegen.instruments import Instruments
from sitegen.languages import languages_of
from sitegen.literals import in_script
from sitegen.memory import Memory
from sitegen.moved import moved_problems
from sitegen.problems import Problem, sort_problems
from sitegen.readers import Readers
from sitegen.shares import share_lists
from sitegen.translation import translated
from sitegen.validate import Validated, validate

if TYPE_CHECKING:  # `check` must not pay for what only a build needs
    from sitegen.digests import Digests
    from sitegen.languages import Language
    from sitegen.ledger import Ledger
    from sitegen.outputs import Kept, Output
    from sitegen.shards import Share
    from sitegen.views.material import Material

__all__ = [
    "Built",
    "How",
    "Loaded",
    "build",
    "build_day",
    "examine",
    "judged",
    "judged_by",
    "load",
    "opened",
    "prepare",
    "unexplained",
]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the content says, and what is wrong with it. `dossier` is None where site.yaml cannot be read.

    `problems` are what an editor must mend and the warnings that nobody has answered; `findings` all results of the audit.
    """

    dossier: Dossier | None
    problems: tuple[Problem, ...]
    findings: tuple[Finding, ...] = ()
    built: str = history.UNKNOWN

    @property
    def graph(self) -> Graph | None:
        return self.dossier.graph if self.dossier is not None else None

    @property
    def summary(self) -> str:
        errors = sum(problem.severity == "error" for problem in self.problems)
        warnings = sum(problem.severity == "warning" for problem in self.problems)
        found = f"{_count(errors, 'error')}, {_count(warnings, 'warning')}"
        if self.graph is None:
            return found
        corpus = self.graph.corpus
        notes = sum(one.state != "exact" and not one.open for one in self.findings)
        drafts = sum(seed.drafts for seed in corpus.seeds)
        left_out = f"; {_count(drafts, 'draft')} left out" if drafts else ""
        facts, seeds, topics = sum(map(len, corpus.told.values())), len(corpus.seeds), len(corpus.topics)
        return (
            f"{_count(facts, 'fact')} proved by their quotes, from {_count(seeds, 'document')}, "
            f"on {_count(topics, 'topic')}{left_out}; {found}, {_count(notes, 'note')}"
        )

    def failing(self, *, strict: bool) -> bool:
        return any(p.severity == "error" or (strict and p.severity == "warning") for p in self.problems)


@dataclass(frozen=True, slots=True)
class Built:
    """`published` is False where nothing was written."""

    published: bool
    problems: tuple[Problem, ...]
    summary: str


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def load(root: Path, memory: Memory | None = None) -> Loaded:
    """Stages 1 to 4 and the audit: everything that `check` says."""
    with uncollected():
        files, problems, judging = opened(root)
        memory = memory or Readers(How().processes)
        return _heard(root, examine(files, problems, memory, build_day(root), judging))


def _heard(root: Path, loaded: Loaded) -> Loaded:
    """With a note for each language of the site in which its pages cannot speak."""
    tags = loaded.graph.corpus.site.all_languages if loaded.graph is not None else ()
    notes = tuple(silent(tags, partial(assets.catalogues, assets.template_folders(root)))) if tags != ("en",) else ()
    return replace(loaded, problems=sort_problems([*loaded.problems, *notes])) if notes else loaded


def opened(root: Path, shelf: sources.Shelf | None = None) -> tuple[sources.Files, list[Problem], Instruments]:
    """What an editor wrote, the instruments by which the site's reviews judge, and what is wrong before any of it is read."""
    files, problems = sources.read(root, shelf)
    judging, faults = judged_by(root)
    return files, [*problems, *faults], judging


def judged_by(root: Path) -> tuple[Instruments, tuple[Problem, ...]]:
    """The instruments by which a site's reviews judge, its own or ours; none, where what is wrong with the file is said."""
    data = assets.instruments(assets.template_folders(root))
    return _instruments(data)


@lru_cache(maxsize=4)
def _instruments(data: bytes) -> tuple[Instruments, tuple[Problem, ...]]:
    found, faults = instruments.parse(data, f"templates/{assets.INSTRUMENTS}")
    return found or instruments.NO_INSTRUMENTS, tuple(faults)


def unexplained(root: Path, loaded: Loaded, since: str | None = None) -> dict[str, Problem]:
    """Fact → problem: published values that changed since the main branch was last published, and that no new reason names.

    An error on the main branch, a warning elsewhere. `since` is what was published, where somebody knows better than git:
    the commit before a push of several. Raises `NoRevision`.
    """
    base = revisions.commit(root, since) if since else revisions.base_of(root)
    changed = revisions.changed_since(root, base, "content/facts") if base else ()
    if base is None or not changed or loaded.graph is None:
        return {}
    before = revisions.files_at(root, base, ("content/facts", "content/changes"))
    old = {path: data for path, data in before.items() if path in changed or path.startswith("content/changes/")}
    return missing_reasons(old, sources.read(root)[0], "error" if revisions.is_main(root) else "warning")


def build_day(root: Path) -> str:
    """The day that a build of this root is dated."""
    return history.build_date(root, os.environ)


def examine(
    files: sources.Files,
    problems: Iterable[Problem] = (),
    memory: Memory | None = None,
    built: str = history.UNKNOWN,
    judging: Instruments | None = None,
) -> Loaded:
    """The same, of files wherever they came from; `judging` are the site's own instruments, ours where it is None."""
    return judged(validate(files, memory), problems, memory, built, judging)


def judged(
    validated: Validated,
    problems: Iterable[Problem] = (),
    memory: Memory | None = None,
    built: str = history.UNKNOWN,
    judging: Instruments | None = None,
) -> Loaded:
    """Stages 3 and 4 and the audit, which need no file any more."""
    found = [*problems, *validated.problems]
    if validated.corpus is None:
        return Loaded(None, sort_problems(found))
    graph, unresolved = build_graph(validated.corpus, validated.broken, memory)
    stated, shares = estimates(graph, memory), share_lists(graph, memory)
    derived = (*derive(stated, memory), *compared(stated, memory), *unallocated(shares))
    year = int(built[:4]) if built != history.UNKNOWN else None
    dossier = Dossier(graph, stated, derived, shares, year, judging or judged_by(Path(__file__).parent)[0])
    findings = audit(dossier, memory)
    found += [*unresolved, *prose_problems(graph, memory), *moved_problems(graph)]
    found += extension_problems(validated.corpus.site.extensions, (rule.name for rule in RULES))
    if any(problem.severity == "error" for problem in found):
        # With facts missing, the audit would accuse documents of what an editor's slip made: it waits.
        return Loaded(dossier, sort_problems(found), findings, built)
    found += unanswered_decisions(findings, graph.corpus.decisions)
    found += [
        Problem(
            one.rule,
            one.source,
            one.message,
            f"mend the facts, or answer it in content/decisions/; `sitegen explain {one.rule}`",
            "",
            "warning",
        )
        for one in findings
        if one.open and one.state != "exact"
    ]
    return Loaded(dossier, sort_problems(found), findings, built)


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
        return self.workers or os.cpu_count() or 1


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
        loaded = _heard(root, judged(validated, problems, memory, day, judging))
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
    files = _count(len(written), "file")
    summary = f"{loaded.summary}; {_count(pages, 'page')}, {files} in {output}"
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
