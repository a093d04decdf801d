"""The build: one call a stage, in the order of the picture.

Comes in: a root and an output folder. Goes out: what was published, or why nothing was. Apart, because it is the only
module that knows all stages.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from sitegen import history, sources
from sitegen.align import compared
from sitegen.audit.model import Dossier, Finding
from sitegen.audit.prose import prose_problems
from sitegen.audit.table import audit, unanswered_decisions
from sitegen.derive import derive, unallocated
from sitegen.estimates import estimates
from sitegen.graph import Graph, build_graph
from sitegen.problems import Problem, sort_problems
from sitegen.validate import validate

__all__ = ["Built", "Loaded", "build", "load"]


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
        facts, seeds, topics = len(corpus.facts), len(corpus.seeds), len(corpus.topics)
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


def load(root: Path) -> Loaded:
    """Stages 1 to 4 and the audit: everything that `check` says."""
    files, problems = sources.read(root)
    validated = validate(files)
    found = [*problems, *validated.problems]
    if validated.corpus is None:
        return Loaded(None, sort_problems(found))
    graph, unresolved = build_graph(validated.corpus, validated.broken)
    stated = estimates(graph)
    built = history.build_date(root, os.environ)
    derived = (*derive(stated), *compared(stated), *unallocated(graph))
    dossier = Dossier(graph, stated, derived, int(built[:4]) if built != history.UNKNOWN else None)
    findings = audit(dossier)
    found += [*unresolved, *prose_problems(graph), *unanswered_decisions(findings, graph.corpus.decisions)]
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


def build(root: Path, output: Path, *, base_url: str | None = None, strict: bool = False) -> Built:
    """Stages 1 to 7. Nothing is written where the content has errors."""
    from sitegen import assets, exports, instruments, render
    from sitegen.charts.files import chart_files
    from sitegen.charts.table import charts
    from sitegen.evidence.gather import evidence
    from sitegen.evidence.references import reference_files
    from sitegen.publish import publish
    from sitegen.search import search_index
    from sitegen.views.material import Material, marks_of
    from sitegen.views.pages import views

    loaded = load(root)
    dossier = loaded.dossier
    if dossier is None or loaded.failing(strict=strict):
        return Built(False, loaded.problems, f"{loaded.summary}; nothing was written")
    graph = dossier.graph
    folders = assets.template_folders(root)
    addresses, shared = assets.collect(folders)
    known, faults = instruments.parse(assets.instruments(folders), f"templates/{assets.INSTRUMENTS}")
    if known is None:
        return Built(False, (*loaded.problems, *faults), f"{loaded.summary}; nothing was written")
    drawn = charts(graph, dossier.estimates, dossier.derived)
    url = base_url if base_url is not None else graph.corpus.site.base_url or ""
    marks = marks_of(loaded.findings)
    material = Material(dossier, loaded.findings, marks, drawn, evidence(graph, known), addresses, loaded.built, url)
    templates = render.environment(folders)
    try:
        pages = [render.render(view, templates) for view in views(material)]
    except render.TemplateFault as fault:
        return Built(False, (fault.problem,), "1 error; nothing was written")
    data = [*exports.exports(dossier, loaded.findings), *reference_files(graph)]
    written = publish([*pages, *shared, *data, *chart_files(drawn, graph), *search_index(graph)], output)
    return Built(
        True, loaded.problems, f"{loaded.summary}; {_count(len(pages), 'page')}, {_count(written, 'file')} in {output}"
    )
