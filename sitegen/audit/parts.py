"""part-exceeds-whole, share-sum: parts and shares against their whole."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen import formats
from sitegen.audit.disagreement import residual
from sitegen.audit.model import Dossier, Finding, Number, finding
from sitegen.estimates import estimates_of
from sitegen.facts import Fact
from sitegen.messages import counted, joined, msg

__all__ = ["part_exceeds_whole", "share_sum"]


def part_exceeds_whole(dossier: Dossier) -> Iterator[Finding]:
    """A nested market against the market that it is part of, year by year; a share against all."""
    graph = dossier.graph
    for part in dossier.estimates:
        parent = graph.topics[part.market].file.parent
        for whole in estimates_of(parent, dossier.estimates) if parent else ():
            for size in part.sizes:
                total = next((other for other in whole.sizes if other.year == size.year), None)
                if total is not None:
                    yield from _compare(size.fact, total.fact, size.year)
    for fact in graph.facts.values():
        if fact.role == "share" and fact.quantity is not None and fact.quantity.interval[0] > 100:
            message = msg("{value} is more than the whole.", value=fact.value)
            yield finding("part-exceeds-whole", "fails", [fact], message, [Number(msg("share"), fact.value, fact.id)])


def _compare(part: Fact, whole: Fact, year: int) -> Iterator[Finding]:
    small, large = part.quantity, whole.quantity
    assert small is not None and large is not None
    if small.unit and large.unit and small.unit != large.unit:
        return
    if small.interval[0] > large.interval[1]:
        numbers = [
            Number(msg("part, {year}", year=year), part.value, part.id),
            Number(msg("whole, {year}", year=year), whole.value, whole.id),
        ]
        if large.amount > 0:
            share = formats.percent(100 * small.amount / large.amount, 1)
            numbers.append(Number(msg("share"), share, formula=joined(" ÷ ", [part.value, whole.value])))
        message = msg(
            "In {year} the part ({part}) is larger than the whole ({whole}).",
            year=year,
            part=part.value,
            whole=whole.value,
        )
        yield finding("part-exceeds-whole", "fails", [part, whole], message, numbers)


def share_sum(dossier: Dossier) -> Iterator[Finding]:
    """Shares of one list of segments: together no more than the whole; what they leave is shown."""
    for one in dossier.shares:
        facts, members, topics = one.shares, len(one.listed.members), dossier.graph.topics
        numbers = [Number(msg("share of {name}", name=topics[fact.about].name), fact.value, fact.id) for fact in facts]
        added = Number(msg("sum"), formats.percent(one.total, 1), formula=joined(" + ", (fact.value for fact in facts)))
        involved = [*facts, one.listed]
        if one.total - one.slack > 100:
            message = msg("The shares add up to {added}, more than the whole.", added=added.text)
            yield finding("share-sum", "fails", involved, message, [*numbers, added])
        elif not one.whole:
            rest = formats.percent(100 - one.total, 0)
            listed = joined(", ", (member for member in one.listed.members if not residual(member)))
            message = counted(
                "{number} of {all} segments by {dimension} ({listed}) has a share; {rest} is not allocated.",
                "{number} of {all} segments by {dimension} ({listed}) have a share; {rest} is not allocated.",
                len(facts),
                all=members,
                dimension=one.listed.by or one.listed.measure,
                listed=listed,
                rest=rest,
            )
            left = Number(msg("not allocated"), rest, formula=joined(" − ", ["100%", *(fact.value for fact in facts)]))
            yield finding("share-sum", "not checked", involved, message, [*numbers, left])
        elif one.total + one.slack < 100:
            message = msg(
                "The shares of all {number} segments add up to {added}, less than the whole.",
                number=members,
                added=added.text,
            )
            yield finding("share-sum", "fails", involved, message, [*numbers, added])
