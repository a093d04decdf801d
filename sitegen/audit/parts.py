"""part-exceeds-whole, share-sum: parts and shares against their whole."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from sitegen import formats
from sitegen.audit.disagreement import residual
from sitegen.audit.model import Dossier, Finding, Number, finding
from sitegen.estimates import estimates_of
from sitegen.facts import Fact

__all__ = ["part_exceeds_whole", "share_sum"]


def part_exceeds_whole(dossier: Dossier) -> Iterator[Finding]:
    """A nested market against the market that it is part of, year by year; a share against all."""
    graph = dossier.graph
    for part in dossier.estimates:
        parent = graph.topics[part.market].file.parent
        wholes = [one for one in estimates_of(parent, dossier.estimates) if one.seed == part.seed] if parent else []
        for whole in wholes:
            for size in part.sizes:
                total = next((other for other in whole.sizes if other.year == size.year), None)
                if total is not None and total.fact.quantity is not None and size.fact.quantity is not None:
                    yield from _compare(size.fact, total.fact, size.year)
    for fact in graph.facts.values():
        if fact.role == "share" and fact.quantity is not None and fact.quantity.interval[0] > 100:
            message = f"{fact.value} is more than the whole."
            yield finding("part-exceeds-whole", "fails", [fact], message, [Number("share", fact.value, fact.id)])


def _compare(part: Fact, whole: Fact, year: int) -> Iterator[Finding]:
    small, large = part.quantity, whole.quantity
    assert small is not None and large is not None
    if small.unit and large.unit and small.unit != large.unit:
        return
    if small.interval[0] > large.interval[1]:
        share = formats.percent(100 * small.amount / large.amount, 1)
        numbers = [Number(f"part, {year}", part.value, part.id), Number(f"whole, {year}", whole.value, whole.id)]
        numbers.append(Number("share", share, formula=f"{part.value} ÷ {whole.value}"))
        message = f"In {year} the part ({part.value}) is larger than the whole ({whole.value})."
        yield finding("part-exceeds-whole", "fails", [part, whole], message, numbers)


def share_sum(dossier: Dossier) -> Iterator[Finding]:
    """Shares of one list of segments: together no more than the whole; what they leave is shown."""
    graph = dossier.graph
    first = {(fact.seed, fact.about, fact.by): fact for fact in reversed(tuple(graph.facts.values())) if fact.members}
    for listed in sorted(first.values(), key=lambda fact: (fact.seed, fact.start, fact.name)):
        names = [graph.topic_of(member) for member in listed.members]
        topics = {topic.id for topic in names if topic is not None}
        shares = [
            fact
            for fact in graph.facts.values()
            if fact.role == "share" and fact.seed == listed.seed and fact.of == listed.about and fact.about in topics
        ]
        years = {fact.when.first if fact.when else None for fact in shares}
        for year in sorted(years, key=lambda value: value or 0):
            yield from _sum(
                listed, [f for f in shares if (f.when.first if f.when else None) == year], len(listed.members)
            )


def _sum(listed: Fact, shares: list[Fact], members: int) -> Iterator[Finding]:
    known: dict[str, Fact] = {}
    for fact in shares:
        known.setdefault(fact.about, fact)
    facts = list(known.values())
    total = sum((fact.quantity.amount for fact in facts if fact.quantity), Decimal(0))
    slack = sum((fact.quantity.step / 2 for fact in facts if fact.quantity), Decimal(0))
    numbers = [Number(f"share of {fact.about.replace('-', ' ')}", fact.value, fact.id) for fact in facts]
    formula = " + ".join(fact.value for fact in facts)
    if total - slack > 100:
        message = f"The shares add up to {formats.percent(total, 1)}, more than the whole."
        yield finding(
            "share-sum",
            "fails",
            [*facts, listed],
            message,
            [*numbers, Number("sum", formats.percent(total, 1), formula=formula)],
        )
    elif len(facts) < members:
        rest = formats.percent(100 - total, 0)
        others = [member for member in listed.members if not residual(member)]
        message = (
            f"{len(facts)} of {members} segments by {listed.by or listed.measure} ({', '.join(others)}) have a share; "
            f"{rest} is not allocated."
        )
        numbers.append(Number("not allocated", rest, formula=" − ".join(["100%", *(fact.value for fact in facts)])))
        yield finding("share-sum", "not checked", [*facts, listed], message, numbers)
    elif total + slack < 100:
        message = f"The shares of all {members} segments add up to {formats.percent(total, 1)}, less than the whole."
        yield finding(
            "share-sum",
            "fails",
            [*facts, listed],
            message,
            [*numbers, Number("sum", formats.percent(total, 1), formula=formula)],
        )
