"""The build: one call a stage, in the order of the picture.

Comes in: a root and an output folder. Goes out: what was published, or why nothing was. Apart, because it is the only
module that knows all stages.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from sitegen import sources
from sitegen.graph import Graph, build_graph
from sitegen.problems import Problem, sort_problems
from sitegen.validate import validate

__all__ = ["Built", "Loaded", "build", "load"]


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


def load(root: Path) -> Loaded:
    """Stages 1 to 3: the graph, and every problem of the content."""
    files, problems = sources.read(root)
    validated = validate(files)
    found = [*problems, *validated.problems]
    if validated.corpus is None:
        return Loaded(None, sort_problems(found))
    graph, unresolved = build_graph(validated.corpus, validated.broken)
    return Loaded(graph, sort_problems([*found, *unresolved]))


def build(root: Path, output: Path, *, base_url: str | None = None, strict: bool = False) -> Built:
    """Stages 1 to 7. Nothing is written where the content has errors."""
    from sitegen import assets, exports, history, render
    from sitegen.charts.files import chart_files
    from sitegen.charts.table import charts, compared_charts
    from sitegen.crawlers import crawler_files
    from sitegen.derive import derive
    from sitegen.estimates import estimates
    from sitegen.explorer import explorer_chunks
    from sitegen.publish import publish
    from sitegen.search import search_index
    from sitegen.spreads import spreads
    from sitegen.views.material import Material
    from sitegen.views.pages import views

    loaded = load(root)
    if loaded.graph is None or loaded.failing(strict=strict):
        return Built(False, loaded.problems, f"{loaded.summary}; nothing was written")
    graph = loaded.graph
    stated = estimates(graph)
    derived = derive(stated)
    apart = spreads(stated, derived)
    folders = assets.template_folders(root)
    addresses, shared = assets.collect(folders)
    drawn = charts(graph, stated, derived)
    compared = compared_charts(graph, stated, derived)
    material = Material(
        graph, stated, derived, drawn, addresses, history.build_date(root, os.environ),
        base_url if base_url is not None else graph.corpus.site.base_url or "", apart, compared,
    )  # fmt: skip
    templates = render.environment(folders)
    made = views(material)
    try:
        pages = [render.render(view, templates) for view in made]
    except render.TemplateFault as fault:
        return Built(False, (fault.problem,), "1 error; nothing was written")
    crawled = crawler_files([view.frame.path for view in made], graph.corpus.site, material.base_url, addresses.icon)
    written = publish(
        [
            *pages,
            *shared,
            *exports.exports(graph, derived),
            *chart_files({**drawn, "": compared}, graph),
            *search_index(graph),
            *explorer_chunks(graph),
            *crawled,
        ],
        output,
    )
    return Built(
        True, loaded.problems, f"{loaded.summary}; {_count(len(pages), 'page')}, {_count(written, 'file')} in {output}"
    )
