"""The build: one call a stage, in the order of the picture.

Comes in: a root and an output folder. Goes out: what was published, or why nothing was. Apart, because it is the only
module that knows all stages.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sitegen import sources
from sitegen.graph import Graph, build_graph
from sitegen.problems import Problem, sort_problems
from sitegen.validate import validate

__all__ = ["Loaded", "load"]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the content says, and what is wrong with it. `graph` is None where site.yaml cannot be read."""

    graph: Graph | None
    problems: tuple[Problem, ...]

    @property
    def summary(self) -> str:
        errors = sum(problem.severity == "error" for problem in self.problems)
        warnings = sum(problem.severity == "warning" for problem in self.problems)
        if self.graph is None:
            return f"{_count(errors, 'error')}, {_count(warnings, 'warning')}"
        corpus = self.graph.corpus
        drafts = sum(seed.drafts for seed in corpus.seeds)
        return (
            f"{_count(len(corpus.facts), 'fact')} of {_count(len(corpus.seeds), 'document')}, each proved by its quote; "
            f"{_count(len(corpus.topics), 'topic')}; " + (f"{_count(drafts, 'draft')} left out; " if drafts else "")
            + f"{_count(errors, 'error')}, {_count(warnings, 'warning')}"
        )  # fmt: skip


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
