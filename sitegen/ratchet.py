"""`check --baseline FILE`: what was known before passes and is counted, what is new does not.

Comes in: the findings of a run, as texts of what they are, and the baseline. Goes out: what is new, and a baseline that
is never higher than before. Apart from the audit, which knows no yesterday; and a check that could not be made is
counted by itself: it never passes for one that was.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sitegen.problems import Problem, SitegenError

__all__ = ["Baseline", "Held", "NoBaseline", "dumps", "hold", "loads", "name_of"]

_FORMAT = 1


class NoBaseline(SitegenError):
    """The file is no baseline of ours."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """How often each known warning stands, by its name."""

    known: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Held:
    """`new` fail the run; `lowered` is the baseline with what is fixed taken out, `fixed` how many those are."""

    new: tuple[Problem, ...]
    known: int
    fixed: int
    not_checked: int
    lowered: Baseline

    @property
    def summary(self) -> str:
        said = f"baseline: {self.known} known, {len(self.new)} new, {self.fixed} fixed"
        return f"{said}; {self.not_checked} not checked" if self.not_checked else said


def name_of(problem: Problem) -> str:
    """What a problem is, wherever it stands in its file: lines move, problems do not."""
    return f"{problem.rule} | {problem.place.path} | {problem.message}"


def hold(problems: Iterable[Problem], baseline: Baseline, not_checked: int) -> Held:
    """Warnings against the baseline. Errors are never known: content that cannot be right has no yesterday."""
    left = Counter(baseline.known)
    new: list[Problem] = []
    kept: Counter[str] = Counter()
    for problem in problems:
        name = name_of(problem)
        if problem.severity == "warning" and left[name] > 0:
            left[name] -= 1
            kept[name] += 1
        elif problem.severity != "note":
            new.append(problem)
    return Held(tuple(new), kept.total(), left.total(), not_checked, Baseline(dict(kept)))


def loads(text: str) -> Baseline:
    """Read what `dumps` wrote. Raises `NoBaseline`."""
    try:
        found = json.loads(text)
        known = found["known"]
        fine = found["format"] == _FORMAT and isinstance(known, dict)
    except (ValueError, KeyError, TypeError) as error:
        raise NoBaseline("it is no baseline: `sitegen check --baseline FILE --accept` writes one") from error
    if not fine or not all(type(count) is int and count > 0 for count in known.values()):
        raise NoBaseline("it is no baseline: `sitegen check --baseline FILE --accept` writes one")
    return Baseline(known)


def dumps(baseline: Baseline) -> str:
    """A text in which every known warning is a line, so that a change of it reads well."""
    return (
        json.dumps({"format": _FORMAT, "known": dict(sorted(baseline.known.items()))}, indent=1, ensure_ascii=False)
        + "\n"
    )
