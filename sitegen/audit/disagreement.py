"""size-disagreement, self-disagreement, list-disagreement: facts about the same thing that say different things.

Facts are recognised as being about the same thing through the graph: topic, measure, dimension, time and scope.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from sitegen import formats
from sitegen.align import Aligned, align, in_one_year
from sitegen.audit.model import Dossier, Finding, Number, State, finding
from sitegen.estimates import estimates_of, measured_in
from sitegen.facts import Fact
from sitegen.graph import Graph
from sitegen.messages import counted, joined, msg
from sitegen.quantities import Quantity
from sitegen.tokens import words

__all__ = ["list_disagreement", "residual", "self_disagreement", "size_disagreement"]

NEAR_SHARE = Decimal("0.005")
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
_RESIDUAL = re.compile(r"(rest of\b.*|others?)", re.IGNORECASE)


def size_disagreement(dossier: Dossier) -> Iterator[Finding]:
    """Estimates of one market across seeds, aligned in year; superseded editions are left out."""
    for market in dict.fromkeys(estimate.market for estimate in dossier.estimates):
        own = [one for one in estimates_of(market, dossier.estimates) if not one.superseded and one.start is not None]
        if len({one.seed for one in own}) < 2:
            continue
        aligned = align(own)
        facts = [fact for one in aligned for fact in one.facts]
        numbers = [
            Number(msg("{source}, {year}", source=_label(dossier.graph, one), year=one.year), one.text, *_stated(one))
            for one in aligned
        ]
        if len({one.unit for one in aligned}) > 1:
            message = msg("The sizes are in different currencies, and no fact states the rate: not comparable.")
            yield finding("size-disagreement", "not checked", facts, message, numbers, about=market)
            continue
        compared = in_one_year(aligned)
        if len(compared) < 2:
            message = msg(
                "The sizes are of different years, and no growth leads from one to the other: not comparable."
            )
            yield finding("size-disagreement", "not checked", facts, message, numbers, about=market)
            continue
        least, *_, most = sorted(compared, key=lambda one: one.amount)
        if least.amount <= 0:
            message = msg("A ratio needs sizes above zero.")
            yield finding("size-disagreement", "not checked", facts, message, numbers, about=market)
            continue
        ratio = most.amount / least.amount
        state: State = "exact" if least.high >= most.low else "near" if ratio - 1 <= NEAR_SHARE else "fails"
        text = msg("{ratio} times", ratio=formats.printed(formats.rounded(ratio, 1)))
        numbers.append(Number(msg("ratio"), text, formula=joined(" ÷ ", [most.text, least.text])))
        message = msg(
            "{larger} puts the market at {ratio} what {smaller} does: {most} against {least} in {year}.",
            larger=_label(dossier.graph, most),
            ratio=text,
            smaller=_label(dossier.graph, least),
            most=most.text,
            least=least.text,
            year=most.year,
        )
        convention = msg("each brought to {year} by its own growth, as stated or as its sizes imply", year=most.year)
        yield finding("size-disagreement", state, facts, message, numbers, about=market, convention=convention)


def _label(graph: Graph, one: Aligned) -> str:
    return graph.seeds[one.seed].record.label


def _stated(one: Aligned) -> tuple[str, str]:
    """(fact, formula) of an aligned size: stated for that very year, or computed."""
    return (one.facts[0].id, "") if not one.formula else ("", one.formula)


def self_disagreement(dossier: Dossier) -> Iterator[Finding]:
    """One seed stating one measure of one thing with two values."""
    # What was excluded at one step of a flow and at another are parts of a sum, not two answers.
    parts = {"flow-excluded", "flow-other-excluded"}
    for group in _same(
        dossier.graph,
        lambda fact: (
            fact.quantity is not None and fact.quantity.kind != "period" and not (fact.role in parts and not fact.by)
        ),
    ):
        # Values of different nature under one measure (a year beside a count) are not two answers to one question.
        kinds = {quantity.kind for quantity in _quantities(group)}
        if len(kinds) > 1 and not kinds <= {"money", "count"} and not kinds <= {"year", "date"}:
            continue
        state = _agreement(group)
        if state == "exact":
            continue
        first = group[0]
        differ = _distinct(group)
        said = msg("{others} and {last}", others=joined(", ", differ[:-1]), last=differ[-1])
        name = dossier.graph.topics[first.about].name
        what = msg("{measure} of {name}", measure=first.measure, name=name)
        if first.by:
            what = msg("{measure} ({dimension}) of {name}", measure=first.measure, dimension=first.by, name=name)
        message = msg("The document gives {said} for one and the same: {what}.", said=said, what=what)
        if state == "near" and len({quantity.amount for quantity in _quantities(group)}) == 1:
            message = msg("The document bounds one number in different ways, {said}: {what}.", said=said, what=what)
        yield finding("self-disagreement", state, group, message, [Number(f.name, f.value, f.id) for f in group])


def _same(graph: Graph, wanted: Callable[[Fact], bool]) -> Iterator[list[Fact]]:
    """Facts of one seed with the same topic, measure, dimension, time and scope, two or more."""
    groups: dict[tuple[object, ...], list[Fact]] = {}
    for fact in graph.facts.values():
        if wanted(fact):
            when = (fact.when.first, fact.when.last) if fact.when else None
            # What a market sells in tonnes is no other answer to what it sells in dollars.
            unit = measured_in(fact.quantity) if fact.role == "size" and fact.quantity is not None else ""
            key = (fact.seed, fact.about, fact.measure, fact.by.casefold(), fact.of, fact.where, when, unit)
            groups.setdefault(key, []).append(fact)
    yield from (group for group in groups.values() if len(group) > 1)


def _quantities(group: Sequence[Fact]) -> list[Quantity]:
    return [fact.quantity for fact in group if fact.quantity is not None]


def _distinct(group: Sequence[Fact]) -> list[str]:
    """The values as printed, those that say the same once."""
    seen: dict[tuple[object, ...], str] = {}
    for fact, q in zip(group, _quantities(group), strict=True):
        seen.setdefault((q.low, q.high, q.total, q.unit, q.bound, q.month, q.day), fact.value)
    return list(seen.values())


def _agreement(group: Sequence[Fact]) -> State:
    """Exact where all could be one value; near where only a bound or less than half a per cent differs."""
    quantities = _quantities(group)
    kind = quantities[0].kind
    if kind in {"date", "year"}:
        parts = [{getattr(q, name) for q in quantities if getattr(q, name)} for name in ("low", "month", "day")]
        return "exact" if all(len(part) <= 1 for part in parts) else "fails"
    if len({q.unit for q in quantities if q.kind == "money"}) > 1:
        return "not checked"
    if len({q.total for q in quantities}) > 1:
        return "fails"
    low, high = max(q.interval[0] for q in quantities), min(q.interval[1] for q in quantities)
    if low <= high:
        bounds = {q.bound for q in quantities} - {"about"}
        return "near" if len(bounds) > 1 else "exact"
    amounts = [q.amount for q in quantities]
    spread = max(amounts) - min(amounts)
    close = spread <= Decimal("0.1") if kind == "percent" else spread <= NEAR_SHARE * abs(max(amounts))
    return "near" if close else "fails"


def list_disagreement(dossier: Dossier) -> Iterator[Finding]:
    """One seed listing a dimension twice with different members, or giving a period twice with other years."""
    graph = dossier.graph
    for group in _same(graph, lambda fact: bool(fact.members)):
        by_language: dict[str, list[Fact]] = {}
        for fact in group:
            by_language.setdefault(fact.language, []).append(fact)
        for facts in by_language.values():
            yield from _lists(facts, graph)
    for group in _same(graph, lambda fact: fact.quantity is not None and fact.quantity.kind == "period"):
        if len({(quantity.low, quantity.high) for quantity in _quantities(group)}) > 1:
            said = joined(msg(" and "), tuple(dict.fromkeys(fact.value for fact in group)))
            message = msg("The document gives the {measure} as {said}.", measure=group[0].measure, said=said)
            yield finding("list-disagreement", "fails", group, message, [Number(f.name, f.value, f.id) for f in group])


def _lists(facts: Sequence[Fact], graph: Graph) -> Iterator[Finding]:
    everything: dict[str, str] = {}
    keyed: list[dict[str, str]] = []
    for fact in facts:
        own = {_same_as(_member(member, graph), member, everything): member for member in fact.members}
        keyed.append(own)
        for key, member in own.items():
            everything.setdefault(key, member)
    odd = {key: member for key, member in everything.items() if any(key not in members for members in keyed)}
    if not odd:
        return
    state: State = "near" if all(residual(member) for member in odd.values()) else "fails"
    first = facts[0]
    # A name that holds a comma would read as two.
    shown = joined("; " if any("," in member for member in odd.values()) else ", ", list(odd.values())[:8])
    if len(odd) > 8:
        shown = msg("{listed} and {number} more", listed=shown, number=len(odd) - 8)
    scope = msg(" of {name}", name=graph.topics[first.of].name) if first.of else ""
    by = msg(" by {dimension}", dimension=first.by) if first.by else ""
    message = msg(
        "The document lists its {measure}{by}{scope} in {number} places that differ in: {shown}.",
        measure=first.measure,
        by=by,
        scope=scope,
        number=len(facts),
        shown=shown,
    )
    numbers = [
        Number(fact.name, counted("{number} member", "{number} members", len(fact.members)), fact.id) for fact in facts
    ]
    yield finding("list-disagreement", state, facts, message, numbers)


def _member(name: str, graph: Graph) -> str:
    """What a member stands for: its topic, else its letters and digits without what stands in brackets."""
    bare = _BRACKETS.sub("", name)
    topic = graph.topic_of(name) or graph.topic_of(bare)
    return topic.id if topic else "".join(char for char in bare.casefold() if char.isalnum())


def _same_as(key: str, member: str, known: Mapping[str, str]) -> str:
    """The key of a member seen before that says the same but for a word of many: "with more than half" for "more than half"."""
    if key in known:
        return key
    tokens = set(words(member.casefold()))
    for other, text in known.items():
        theirs = set(words(text.casefold()))
        if len(tokens & theirs) >= 5 and len(tokens & theirs) >= 0.85 * len(tokens | theirs):
            return other
    return key


def residual(name: str) -> bool:
    """Whether a member only stands for what the others leave: "Rest of Europe", "Others"."""
    return _RESIDUAL.fullmatch(name.strip()) is not None
