"""Stages 1 to 4 and the audit, one call each: what the content says, and everything that is wrong with it.

Comes in: a root, or files wherever they came from. Goes out: `Loaded`. Apart from `build`, which makes a site of it: to check
costs nothing that only pages need.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path

from sitegen import assets, history, instruments, revisions, sources
from sitegen.align import compared
from sitegen.audit.model import Dossier, Finding
from sitegen.audit.prose import prose_problems
from sitegen.audit.table import RULES, audit, unanswered_decisions
from sitegen.catalogues import silent
from sitegen.corrections import missing_reasons
from sitegen.derive import derive, unallocated
from sitegen.estimates import estimates
from sitegen.extensions import extension_problems
from sitegen.graph import Graph, build_graph
from sitegen.heap import uncollected
from sitegen.instruments import Instruments
from sitegen.memory import Memory
from sitegen.moved import moved_problems
from sitegen.problems import Problem, sort_problems
from sitegen.readers import Readers, processors
from sitegen.shares import share_lists
from sitegen.validate import Validated, validate

__all__ = [
    "Loaded",
    "count_of",
    "examine",
    "heard",
    "judged",
    "judged_by",
    "load",
    "opened",
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
        found = f"{count_of(errors, 'error')}, {count_of(warnings, 'warning')}"
        if self.graph is None:
            return found
        corpus = self.graph.corpus
        notes = sum(one.state != "exact" and not one.open for one in self.findings)
        drafts = sum(seed.drafts for seed in corpus.seeds)
        left_out = f"; {count_of(drafts, 'draft')} left out" if drafts else ""
        facts, seeds, topics = sum(map(len, corpus.told.values())), len(corpus.seeds), len(corpus.topics)
        return (
            f"{count_of(facts, 'fact')} proved by their quotes, from {count_of(seeds, 'document')}, "
            f"on {count_of(topics, 'topic')}{left_out}; {found}, {count_of(notes, 'note')}"
        )

    def failing(self, *, strict: bool) -> bool:
        return any(p.severity == "error" or (strict and p.severity == "warning") for p in self.problems)


def count_of(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def load(root: Path, memory: Memory | None = None) -> Loaded:
    """Stages 1 to 4 and the audit: everything that `check` says."""
    with uncollected():
        files, problems, judging = opened(root)
        memory = memory or Readers(processors())
        return heard(root, examine(files, problems, memory, history.build_day(root), judging))


def heard(root: Path, loaded: Loaded) -> Loaded:
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
