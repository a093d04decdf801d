"""What an audit rule says.

Comes in: nothing. Goes out: `Finding` and the `Dossier` that rules read. Apart, so that rules import no table.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from typing import Literal

from sitegen.derive import Derived
from sitegen.estimates import Estimate
from sitegen.facts import Decision, Fact
from sitegen.graph import Graph, grouped
from sitegen.instruments import NO_INSTRUMENTS, Instruments
from sitegen.leaves import leaf_count, leaf_path
from sitegen.messages import joined, msg
from sitegen.problems import Place
from sitegen.shares import ShareList
from sitegen.values import valueclass

__all__ = [
    "SIGNS", "STATE_WORDS", "Check", "Dossier", "Finding", "Number", "Rule", "Severity", "State", "addresses", "finding", "remarks",
]  # fmt: skip

State = Literal["exact", "near", "fails", "not checked"]
Severity = Literal["error", "warning", "note"]

SIGNS: Mapping[str, tuple[str, str]] = {
    "fails": ("≠", msg("does not agree")), "near": ("≈", msg("nearly agrees")), "not checked": ("?", msg("could not be checked")),
}  # fmt: skip
"""State → the sign beside a number that a finding concerns, and what it means. What is exact has none."""

STATE_WORDS: Mapping[str, str] = {
    "exact": msg("exact"), "near": msg("near"), "fails": msg("fails"), "not checked": msg("not checked"),
}  # fmt: skip
"""State → its name as readers see it."""


@valueclass(frozen=True, slots=True)
class Number:
    """One of the numbers compared: stated by `fact`, or computed by `formula`."""

    label: str
    text: str
    fact: str = ""
    formula: str = ""


@valueclass(frozen=True, slots=True)
class Finding:
    """What a rule says of some facts.

    `state` is exact (within rounding), near (within 0.1 percentage points or 0.5 %, bounds included), fails, or not
    checked. `convention` says how the check was read where there are several ways.
    """

    rule: str
    severity: Severity
    state: State
    about: str
    message: str
    facts: tuple[str, ...]
    numbers: tuple[Number, ...]
    convention: str
    source: Place
    decision: Decision | None = None

    @property
    def id(self) -> str:
        """Stable as long as the same facts take part."""
        digest = hashlib.sha256("\n".join([self.rule, *sorted(self.facts)]).encode()).hexdigest()
        return f"{self.rule}-{digest[:8]}"

    @property
    def open(self) -> bool:
        """Whether an editor still owes an answer."""
        return self.severity == "warning"


@valueclass(frozen=True, slots=True)
class Dossier:
    """Everything that a rule may read. `year` is that of the build's date, or None where it is unknown.

    What is looked up by topic is grouped once: `estimates_about` in the order of `estimates`, and so the others.
    """

    graph: Graph
    estimates: tuple[Estimate, ...]
    derived: tuple[Derived, ...]
    shares: tuple[ShareList, ...]
    year: int | None
    instruments: Instruments = NO_INSTRUMENTS
    estimates_about: Mapping[str, tuple[Estimate, ...]] = field(init=False, repr=False, compare=False)
    derived_about: Mapping[str, tuple[Derived, ...]] = field(init=False, repr=False, compare=False)
    shares_about: Mapping[str, tuple[ShareList, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "estimates_about", grouped((one.market, one) for one in self.estimates))
        object.__setattr__(self, "derived_about", grouped((one.about, one) for one in self.derived))
        object.__setattr__(self, "shares_about", grouped((one.listed.about, one) for one in self.shares))


Check = Callable[[Dossier], Iterable[Finding]]


@valueclass(frozen=True, slots=True)
class Rule:
    """One row of the table. `check` is None for what is already refused while files are read; one that is `alone` looks at
    one document at a time, and is given no other.
    """

    name: str
    severity: Severity
    compares: str
    meaning: str
    good: str
    bad: str
    check: Check | None
    alone: bool = False


def finding(
    rule: str,
    state: State,
    facts: Iterable[Fact],
    message: str,
    numbers: Iterable[Number],
    *,
    about: str = "",
    convention: str = "",
) -> Finding:
    """A finding on these facts, the first of which gives its place and, where `about` is not given, its topic.

    What could not be checked is a note: there is nothing to answer. What is exact is one as well.
    """
    listed = tuple(facts)
    severity: Severity = "warning" if state in {"near", "fails"} else "note"
    ids = tuple(dict.fromkeys(fact.id for fact in listed))
    return Finding(
        rule, severity, state, about or listed[0].about, message, ids, tuple(numbers), convention, listed[0].source
    )


def remarks(findings: Iterable[Finding]) -> dict[str, str]:
    """What findings say of each fact, for charts: the sign and the rules, what fails before what nearly agrees."""
    order = list(SIGNS)
    found: dict[str, list[str]] = {}
    told = [one for one in findings if one.state in SIGNS]
    for one in sorted(told, key=lambda one: order.index(one.state)):
        sign, meaning = SIGNS[one.state]
        for fact in one.facts:
            found.setdefault(fact, []).append(
                msg("{sign} {rule}: {meaning}", sign=sign, rule=one.rule, meaning=meaning)
            )
    return {fact: joined("; ", dict.fromkeys(several)) for fact, several in found.items()}


def addresses(findings: Iterable[Finding]) -> dict[str, str]:
    """Where each finding is told, by its id: its rule's page, or the page of that list on which it stands."""
    found: dict[str, str] = {}
    seen: dict[str, int] = {}
    for one in findings:
        if one.state == "exact":
            continue
        seen[one.rule] = seen.get(one.rule, 0) + 1
        found[one.id] = f"{leaf_path(f'rules/{one.rule}/', leaf_count(seen[one.rule]))}#{one.id}"
    return found
