"""The network of treatments: who was compared with whom, by which studies, and what no study connects.

Comes in: the outcomes of one review. Goes out: pairs of treatments, and a `Network` where there are several. People are
counted once a study: of its outcomes the one with the most people in the arm.
"""

from __future__ import annotations

from collections.abc import Sequence

from sitegen.evidence.model import ArmResult, Outcome
from sitegen.values import valueclass

__all__ = ["Network", "Node", "Pair", "network", "pairs_of"]


@valueclass(frozen=True, slots=True)
class Pair:
    """Two treatments that studies compared head to head."""

    first: str
    second: str
    studies: tuple[str, ...]
    facts: tuple[str, ...]


@valueclass(frozen=True, slots=True)
class Node:
    """A treatment, the people who were given it in all studies, and the sum that this is."""

    topic: str
    people: int
    formula: str
    facts: tuple[str, ...]


@valueclass(frozen=True, slots=True)
class Network:
    """`parts` hold the nodes that comparisons connect, the largest part first; treatments of different parts cannot be
    compared even indirectly."""

    parts: tuple[tuple[Node, ...], ...]
    pairs: tuple[Pair, ...]


def pairs_of(found: Sequence[Outcome]) -> tuple[Pair, ...]:
    """Over all outcomes, in the order of the treatments' ids."""
    by_pair: dict[tuple[str, str], dict[str, list[str]]] = {}
    for outcome in found:
        for result in outcome.results:
            named = [arm for arm in result.arms if arm.arm is not None]
            for index, first in enumerate(named):
                for second in named[index + 1 :]:
                    key = (min(first.topic, second.topic), max(first.topic, second.topic))
                    facts = [arm.fact.id for arm in (first, second) if arm.fact is not None]
                    by_pair.setdefault(key, {}).setdefault(result.study, []).extend(facts)
    return tuple(
        Pair(first, second, tuple(sorted(studies)), tuple(dict.fromkeys(f for own in studies.values() for f in own)))
        for (first, second), studies in sorted(by_pair.items())
    )


def network(found: Sequence[Outcome]) -> Network | None:
    """None for fewer than two comparisons: a single one is no network."""
    pairs = pairs_of(found)
    if len(pairs) < 2:
        return None
    nodes = {topic: _node(topic, found) for topic in sorted({end for p in pairs for end in (p.first, p.second)})}
    parts = (tuple(nodes[topic] for topic in part) for part in _parts(list(nodes), pairs))
    return Network(tuple(parts), pairs)


def _node(topic: str, found: Sequence[Outcome]) -> Node:
    largest: dict[str, ArmResult] = {}
    for outcome in found:
        for result in outcome.results:
            for arm in result.arms:
                kept = largest.get(result.study)
                if arm.topic == topic and arm.arm is not None and (kept is None or _total(kept) < arm.arm.total):
                    largest[result.study] = arm
    arms = [largest[study] for study in sorted(largest)]
    facts = tuple(arm.fact.id for arm in arms if arm.fact is not None)
    return Node(topic, sum(map(_total, arms)), " + ".join(str(_total(arm)) for arm in arms), facts)


def _total(arm: ArmResult) -> int:
    return arm.arm.total if arm.arm is not None else 0


def _parts(topics: list[str], pairs: Sequence[Pair]) -> list[list[str]]:
    """What comparisons connect, each part in the order in which it is walked: neighbours stand near each other."""
    beside: dict[str, list[str]] = {topic: [] for topic in topics}
    for pair in pairs:
        beside[pair.first].append(pair.second)
        beside[pair.second].append(pair.first)
    parts: list[list[str]] = []
    seen: set[str] = set()
    for topic in topics:
        if topic in seen:
            continue
        part, waiting = [], [topic]
        while waiting:
            here = waiting.pop()
            if here not in seen:
                seen.add(here)
                part.append(here)
                waiting += sorted(beside[here], reverse=True)
        parts.append(part)
    return sorted(parts, key=lambda part: (-len(part), part))
