"""rank-consistency, unsupported-rank: bounds that stated ranks imply, against stated numbers.

A region that leads has at least the share of any other; a country that leads its region at least that of any other
there. So one country's known share bounds what regions must have, and what is left for the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from sitegen import formats
from sitegen.audit.disagreement import residual
from sitegen.audit.model import Dossier, Finding, Number, State, finding
from sitegen.estimates import Estimate, estimates_of
from sitegen.facts import Fact
from sitegen.graph import Graph
from sitegen.messages import counted, joined, msg

__all__ = ["LEADING", "rank_consistency", "unsupported_rank"]

LEADING = frozenset(word.casefold() for word in (
    "largest", "leads", "leading", "lead", "dominates", "dominate", "dominant", "leader", "biggest",
    "größte", "größter", "größtes", "führend", "führende", "mayor", "líder", "lidera", "principal", "premier", "première",
))  # fmt: skip
"""Words of those that lead, with their cases folded: `größte` is `grösste` then."""
LITTLE = Decimal(10)
"""Per cent left for all other regions below which stated ranks and stated sizes are hard to believe together."""


def rank_consistency(dossier: Dossier) -> Iterator[Finding]:
    """Two holders of one "largest" of one seed; a part's share against the ranks of others; across seeds too."""
    yield from _bounds(dossier)
    yield from _shares(dossier)


def _leads(fact: Fact) -> bool:
    return fact.role == "rank" and any(word in LEADING for word in fact.value.casefold().split())


def _bounds(dossier: Dossier) -> Iterator[Finding]:
    """A nested market in a country: its share of the whole bounds its region's and the leading region's."""
    graph = dossier.graph
    for part in dossier.estimates:
        topic = graph.topics[part.market].file
        country = graph.topics.get(topic.where or "")
        region = graph.topics.get(country.file.parent or "") if country is not None else None
        if not topic.parent or region is None:
            continue
        assert country is not None
        for whole in estimates_of(topic.parent, dossier.estimates):
            ranks = [fact for fact in graph.facts_of(whole.seed) if _leads(fact) and fact.of == topic.parent]
            ahead = {f.about: f for f in ranks if f.where == region.id and f.about != country.id}
            regions = {child.id for child in graph.children.get(region.file.parent or "", ())}
            leader = next((f for f in ranks if f.about in regions and f.about != region.id and not f.where), None)
            found = _bound(dossier, part, whole, list(ahead.values()), leader, region.name)
            if found is not None:
                yield found


def _bound(
    dossier: Dossier, part: Estimate, whole: Estimate, ahead: list[Fact], leader: Fact | None, region: str
) -> Finding | None:
    small, large = part.start, whole.start
    if small is None or large is None or small.year != large.year or not ahead or leader is None:
        return None
    one, other = small.fact.quantity, large.fact.quantity
    assert one is not None and other is not None
    if one.unit != other.unit or other.amount <= 0:
        return None
    graph = dossier.graph
    share = 100 * one.amount / other.amount
    least = 100 * one.interval[0] / other.interval[1]
    count = len(ahead) + 1
    bound, sure = 2 * count * share, 2 * count * least
    left = 100 - bound
    state: State = "fails" if sure > 100 else "near" if left < LITTLE else "exact"
    if state == "exact":
        return None
    names = joined(msg(" and "), [graph.topics[fact.about].name for fact in ahead])
    left_text = formats.percent(max(Decimal(0), left), 1)
    ratio = joined(" ÷ ", [small.fact.value, large.fact.value])
    numbers = [
        Number(msg("part, {year}", year=small.year), small.fact.value, small.fact.id),
        Number(msg("whole, {year}", year=large.year), large.fact.value, large.fact.id),
        Number(msg("share of the part"), formats.percent(share, 1), formula=ratio),
        Number(
            msg("least share of {region}", region=region),
            formats.percent(count * share, 1),
            formula=joined("", [str(count), " × ", ratio]),
        ),
        Number(
            msg("left for all other regions, at most"), left_text, formula=joined("", [f"100% − 2 × {count} × ", ratio])
        ),
    ]
    message = counted(
        "{part} would be {share} of the whole. {names} is ranked ahead of it in {region}, and {leader} ahead of {region}: together that leaves at most {left} for all other regions.",
        "{part} would be {share} of the whole. {names} are ranked ahead of it in {region}, and {leader} ahead of {region}: together that leaves at most {left} for all other regions.",
        len(ahead),
        part=graph.topics[part.market].name,
        share=formats.percent(share, 1),
        names=names,
        region=region,
        leader=graph.topics[leader.about].name,
        left=left_text,
    )
    facts = [small.fact, large.fact, *ahead, leader]
    convention = msg(
        "a leader has at least the share of those that it leads; central values, bounds of rounding decide what fails"
    )
    return finding("rank-consistency", state, facts, message, numbers, about=part.market, convention=convention)


def _shares(dossier: Dossier) -> Iterator[Finding]:
    """A segment said to be largest against the stated share of another of the same list."""
    graph = dossier.graph
    for rank in graph.facts.values():
        if not _leads(rank):
            continue
        siblings = _siblings(rank, graph)
        own = _share(rank.about, rank, graph)
        for other in sorted(siblings):
            larger = _share(other, rank, graph)
            if larger is None:
                continue
            least = _bounds_of(larger)[0]
            if (_bounds_of(own)[1] if own else 100 - least) < least:
                name, rival = graph.topics[rank.about].name, graph.topics[other].name
                message = msg(
                    "{name} is ranked “{rank}”, but {rival} has {larger}.",
                    name=name,
                    rank=rank.value,
                    rival=rival,
                    larger=larger.value,
                )
                numbers = [Number(msg("share of {rival}", rival=rival), larger.value, larger.id)]
                if own is not None:
                    numbers.append(Number(msg("share of {name}", name=name), own.value, own.id))
                facts = [rank, larger, *([own] if own else [])]
                yield finding("rank-consistency", "fails", facts, message, numbers, about=rank.of)


def _siblings(rank: Fact, graph: Graph) -> set[str]:
    """The other members of a list of the same seed and market in which the ranked topic stands."""
    found: set[str] = set()
    for fact in graph.facts_of(rank.seed):
        if fact.about == rank.of:
            topics = {topic.id for member in fact.members if (topic := graph.topic_of(member)) is not None}
            if rank.about in topics:
                found |= topics
    return found - {rank.about}


def _share(topic: str, rank: Fact, graph: Graph) -> Fact | None:
    about = graph.facts_about.get(topic, ())
    shares = (fact for fact in about if fact.role == "share" and fact.of == rank.of and fact.seed == rank.seed)
    return next((fact for fact in shares if fact.quantity is not None), None)


def _bounds_of(share: Fact) -> tuple[Decimal, Decimal]:
    assert share.quantity is not None
    return share.quantity.interval


def unsupported_rank(dossier: Dossier) -> Iterator[Finding]:
    """A rank by something countable for which the document gives no number."""
    graph = dossier.graph
    seen: set[tuple[str, str, str, str]] = set()
    for fact in graph.facts.values():
        if fact.role != "rank" or not fact.of or residual(fact.value):
            continue
        key = (fact.seed, fact.about, fact.of, fact.by)
        if key in seen or any(one.role in {"share", "size", "growth"} for one in graph.facts_about[fact.about]):
            continue
        seen.add(key)
        name = graph.topics[fact.about].name
        by = msg(" by {dimension}", dimension=fact.by) if fact.by else ""
        message = msg("The rank of {name}{by}, “{rank}”, has no number behind it.", name=name, by=by, rank=fact.value)
        yield finding(
            "unsupported-rank",
            "not checked",
            [fact],
            message,
            [Number(msg("rank"), fact.value, fact.id)],
            about=fact.of,
        )
