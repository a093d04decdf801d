"""The build: one call a stage, in the order of the picture.

Comes in: a root and an output folder. Goes out: what was published, or why nothing was. Apart, because it is the only
module that knows all stages.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen import sources
from sitegen.graph import Graph, build_graph
from sitegen.memory import Memory
from sitegen.problems import Problem, sort_problems
from sitegen.validate import validate

if TYPE_CHECKING:  # `check` must not pay for what only a build needs
    from jinja2 import Environment

    from sitegen.comparison import Snapshot
    from sitegen.outputs import Output
    from sitegen.views.pages import Material, View

__all__ = ["Built", "Loaded", "Prepared", "build", "examine", "load", "prepare", "snapshot"]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the content says, and what is wrong with it. `graph` is None where site.yaml cannot be read."""

    graph: Graph | None
    problems: tuple[Problem, ...]

    @property
    def summary(self) -> str:
        errors = sum(problem.severity == "error" for problem in self.problems)
        warnings = sum(problem.severity == "warning" for problem in self.problems)
        found = f"{_count(errors, 'error')}, {_count(warnings, 'warning')}"
        if self.graph is None:
            return found
        corpus = self.graph.corpus
        drafts = sum(seed.drafts for seed in corpus.seeds)
        left_out = f"; {_count(drafts, 'draft')} left out" if drafts else ""
        facts, seeds, topics = len(corpus.facts), len(corpus.seeds), len(corpus.topics)
        return (
            f"{_count(facts, 'fact')} proved by their quotes, from {_count(seeds, 'document')}, "
            f"on {_count(topics, 'topic')}{left_out}; {found}"
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
    """Stages 1 to 3: the graph, and every problem of the content."""
    files, problems = sources.read(root)
    return examine(files, problems, memory)


def examine(files: sources.Files, problems: Iterable[Problem] = (), memory: Memory | None = None) -> Loaded:
    """Stages 2 and 3, of files wherever they came from."""
    validated = validate(files, memory)
    found = [*problems, *validated.problems]
    if validated.corpus is None:
        return Loaded(None, sort_problems(found))
    graph, unresolved = build_graph(validated.corpus, validated.broken)
    return Loaded(graph, sort_problems([*found, *unresolved]))


@dataclass(frozen=True, slots=True)
class Prepared:
    """What pages are drawn from, and the templates that draw them; `shared` are styles, scripts, libraries."""

    material: Material
    templates: Environment
    shared: tuple[Output, ...]

    def page(self, view: View) -> Output:
        """A view's page. Raises `TemplateFault`."""
        from sitegen.render import render

        return render(view, self.templates)

    def data(self) -> tuple[Output, ...]:
        """Everything for machines."""
        from sitegen import exports, schema

        return (*exports.exports(self.material.graph, self.material.derived), *schema.outputs())


def prepare(root: Path, graph: Graph, base_url: str | None = None) -> Prepared:
    """Stages 4 and 5, up to the views, which are made from `material`."""
    from sitegen import assets, history, render
    from sitegen.charts.table import charts
    from sitegen.derive import derive
    from sitegen.estimates import estimates
    from sitegen.views.pages import Material

    stated = estimates(graph)
    derived = derive(stated)
    folders = assets.template_folders(root)
    addresses, shared = assets.collect(folders)
    material = Material(
        graph, stated, derived, charts(graph, stated, derived), addresses, history.build_date(root, os.environ),
        base_url if base_url is not None else graph.corpus.site.base_url or "",
    )  # fmt: skip
    return Prepared(material, render.environment(folders), shared)


def snapshot(root: Path, graph: Graph) -> Snapshot:
    """What a state of the content says beside its facts, for a comparison with another state."""
    from sitegen.comparison import Snapshot
    from sitegen.views.pages import views

    prepared = prepare(root, graph)
    derived = {value.id: value.text for value in prepared.material.derived}
    return Snapshot(derived, None, {view.frame.path: view for view in views(prepared.material)})


def build(root: Path, output: Path, *, base_url: str | None = None, strict: bool = False) -> Built:
    """Stages 1 to 7. Nothing is written where the content has errors."""
    from sitegen.publish import publish
    from sitegen.render import TemplateFault
    from sitegen.views.pages import views

    loaded = load(root)
    if loaded.graph is None or loaded.failing(strict=strict):
        return Built(False, loaded.problems, f"{loaded.summary}; nothing was written")
    prepared = prepare(root, loaded.graph, base_url)
    try:
        pages = [prepared.page(view) for view in views(prepared.material)]
    except TemplateFault as fault:
        return Built(False, (fault.problem,), "1 error; nothing was written")
    written = publish([*pages, *prepared.shared, *prepared.data()], output)
    return Built(
        True, loaded.problems, f"{loaded.summary}; {_count(len(pages), 'page')}, {_count(written, 'file')} in {output}"
    )
