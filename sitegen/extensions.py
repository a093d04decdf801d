"""What a site adds in a package of its own: rules, drawings of markets, exports, found by their entry points.

Comes in: the names that site.yaml lists under `extensions`. Goes out: the rows of the tables that they join, and what is
wrong with them. Apart, because only here code that is not ours is loaded: never because it is installed, only by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from sitegen.audit.model import Dossier, Finding, Rule
from sitegen.outputs import Output
from sitegen.problems import Place, Problem, did_you_mean

if TYPE_CHECKING:  # `check` must not pay for what only a build needs
    from sitegen.charts.ground import Ground
    from sitegen.charts.sketch import Sketch

__all__ = ["GROUPS", "Export", "Extensions", "SketchKind", "extension_problems", "extensions", "own_exports"]

GROUPS = ("sitegen.rules", "sitegen.sketches", "sitegen.exports")
"""Groups of entry points: a `Rule`, a `SketchKind`, an `Export`. One name may stand in several."""

SketchKind: TypeAlias = "Callable[[Ground, str], Iterator[Sketch]]"
"""(what the charts of all markets rest on, the market's topic) → drawings of it, or none."""

Export: TypeAlias = Callable[[Dossier, Sequence[Finding]], Iterable[Output]]
"""Facts, estimates, derived values, findings → files, whose paths are relative to the extension's folder below data/."""


@dataclass(frozen=True, slots=True)
class Extensions:
    """The rows that a site's extensions add, in the order in which site.yaml names them; `faults` say what was wrong."""

    rules: tuple[Rule, ...] = ()
    sketches: tuple[SketchKind, ...] = ()
    exports: tuple[tuple[str, Export], ...] = ()
    faults: tuple[tuple[str, str], ...] = ()


@lru_cache(maxsize=8)
def extensions(names: tuple[str, ...]) -> Extensions:
    """The extensions of these names. What cannot be loaded is a fault and no exception."""
    from importlib.metadata import entry_points

    rules: list[Rule] = []
    sketches: list[SketchKind] = []
    exports: list[tuple[str, Export]] = []
    faults: list[tuple[str, str]] = []
    known = {(group, entry.name): entry for group in GROUPS if names for entry in entry_points(group=group)}
    for name in names:
        if not any((group, name) in known for group in GROUPS):
            installed = sorted({found for _, found in known})
            hint = did_you_mean(name, installed) or "install the package that offers it in the environment of sitegen"
            faults.append((name, f"no installed package offers the extension `{name}`; {hint}"))
        for group in GROUPS:
            entry = known.get((group, name))
            if entry is None:
                continue
            try:
                found = entry.load()
            except Exception as error:  # whatever foreign code does when it is imported
                faults.append((name, f"`{entry.value}` cannot be loaded: {type(error).__name__}: {error}"))
                continue
            if group == "sitegen.rules" and isinstance(found, Rule) and found.check is not None:
                rules.append(found)
            elif group == "sitegen.sketches" and callable(found):
                sketches.append(found)
            elif group == "sitegen.exports" and callable(found):
                exports.append((name, found))
            else:
                kind = "a `Rule` with a check" if group == "sitegen.rules" else "a function"
                faults.append((name, f"`{entry.value}` is not {kind}"))
    return Extensions(tuple(rules), tuple(sketches), tuple(exports), tuple(faults))


def extension_problems(names: tuple[str, ...], taken: Iterable[str]) -> tuple[Problem, ...]:
    """What an editor must mend in site.yaml, or whoever wrote the extension. `taken` are the names of our own rules."""
    found, ours = extensions(names), set(taken)
    place = Place("content/site.yaml")
    twice = [
        f"the rule `{rule.name}` of an extension has the name of another" for rule in found.rules if rule.name in ours
    ]
    return tuple(Problem("extension", place, said) for said in (*(text for _, text in found.faults), *twice))


def own_exports(names: tuple[str, ...], dossier: Dossier, findings: Sequence[Finding]) -> tuple[Output, ...]:
    """The files of a site's own exports, each below data/<name of the extension>/."""
    return tuple(
        Output(f"data/{name}/{output.path}", output.data)
        for name, export in extensions(names).exports
        for output in export(dossier, findings)
    )
