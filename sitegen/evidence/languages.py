"""A document in two languages: where both state a number of the same thing, the two are held together.

Comes in: the facts of one document whose quotes are in another language than the document. Goes out: one `Twin` for
each that states a number, with what the main language says of the same.
"""

from __future__ import annotations

import re

from sitegen.evidence.model import Check, Scope, State
from sitegen.facts import Fact
from sitegen.messages import joined, msg
from sitegen.values import valueclass

__all__ = ["Twin", "twins"]

RULE = "self-disagreement"
_NUMERAL = re.compile(r"\d+(?:[.,]\d+)*%?")


@valueclass(frozen=True, slots=True)
class Twin:
    """A statement in another language and its counterparts in the document's own; `same` are those that agree."""

    fact: Fact
    numbers: tuple[str, ...]
    same: tuple[Fact, ...]
    other: tuple[Fact, ...]
    check: Check


def twins(scope: Scope) -> tuple[Twin, ...]:
    found = []
    for fact in scope.facts:
        main = scope.graph.seeds[fact.seed].record.language
        if fact.language != main and _says(fact):
            found.append(_twin(scope, fact, main))
    return tuple(found)


def _says(fact: Fact) -> tuple[str, ...]:
    """What is compared: the numerals of its value or statement; for a list, how many members it has."""
    if fact.members:
        return (str(len(fact.members)),)
    if fact.takes not in {"term", "reference"}:
        return tuple(sorted(_NUMERAL.findall(fact.value or fact.statement)))
    return ()


def _twin(scope: Scope, fact: Fact, main: str) -> Twin:
    """Counterparts state the same measure of the same topic, or else the same numbers of it in other words."""
    own = [
        f
        for f in scope.graph.facts_about.get(fact.about, ())
        if f.seed == fact.seed and f.language == main and _says(f)
    ]
    counterparts = [f for f in own if f.measure == fact.measure and f.by == fact.by]
    if fact.statement or not counterparts:
        counterparts = [
            f for f in own if not f.members and not fact.members and _says(f) == _says(fact)
        ] or counterparts
    same = tuple(f for f in counterparts if _says(f) == _says(fact))
    other = tuple(f for f in counterparts if f not in same)
    state: State = "exact" if same else "fails" if other else "not checked"
    why = (
        ""
        if same
        else msg("no counterpart states it")
        if not other
        else msg("elsewhere: {values}", values=joined(", ", (f.value for f in other)))
    )
    ids = (fact.id, *(f.id for f in (*same, *other)))
    said = ", ".join(_says(fact))
    check = Check(
        RULE,
        fact.about,
        ids,
        said,
        ", ".join(_says((same or other or (fact,))[0])),
        "number against number",
        state,
        why,
    )
    return Twin(fact, _says(fact), same, other, check)
