"""A treatment between two worlds: what each kind of document says of it, and to what else it leads.

Comes in: the facts about one topic and those that touch it. Goes out: one column for each kind of document and the
topics that stand beside it in facts: who sells it, for what, where.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sitegen.evidence.gather import Evidence
from sitegen.evidence.shown import shown
from sitegen.facts import Fact
from sitegen.messages import capitalised, made, msg
from sitegen.values import valueclass
from sitegen.views.frame import Here, Link
from sitegen.views.parts import FactView, Tell
from sitegen.views.words import Words, computed

__all__ = ["RelatedView", "WorldView", "WorldsView", "told_claims", "told_facts", "untold", "worlds_view"]

SHOWN, BESIDE = 6, 40


@valueclass(frozen=True, slots=True)
class WorldView:
    """What documents of one kind say: claims first about the topic itself, then those that touch it."""

    kind: str
    sources: tuple[Link, ...]
    claims: tuple[FactView, ...]
    more: Words | None


@valueclass(frozen=True, slots=True)
class RelatedTopic:
    link: Link
    count: Words


@valueclass(frozen=True, slots=True)
class RelatedView:
    """The topics of a kind that stand beside it, the most often named first; `more` counts those left out."""

    label: str
    topics: tuple[RelatedTopic, ...]
    more: Words | None


@valueclass(frozen=True, slots=True)
class WorldsView:
    worlds: tuple[WorldView, ...]
    related: tuple[RelatedView, ...]


def worlds_view(topic: str, here: Here, tell: Tell) -> WorldsView | None:
    """None where no document says anything of the topic."""
    claims = _claims(topic, here)
    if not claims:
        return None
    own = _facts(_with_descendants(topic, here), here)
    return WorldsView(
        tuple(_world(kind, found, here, tell) for kind, found in claims.items()), _related(topic, own, here)
    )


def told_claims(topic: str, here: Here) -> frozenset[str]:
    """The ids of the claims that `worlds_view` tells whole."""
    return frozenset(fact.id for found in _claims(topic, here).values() for fact in _first(found, here))


def _claims(topic: str, here: Here) -> dict[str, list[Fact]]:
    """What documents say of a topic in their own language, by the kind of document."""
    seeds = here.graph.seeds
    claims = [f for f in told_facts(topic, here) if f.statement and f.language == seeds[f.seed].record.language]
    kinds = dict.fromkeys(seeds[fact.seed].record.kind for fact in sorted(claims, key=lambda fact: fact.seed))
    return {kind: [fact for fact in claims if seeds[fact.seed].record.kind == kind] for kind in kinds}


def told_facts(topic: str, here: Here) -> list[Fact]:
    """What is said of a brand or a variety is said of the treatment, too; after it, what is said of its class."""
    own = _facts(_with_descendants(topic, here), here)
    return list({fact.id: fact for fact in (*own, *_facts(_ancestors(topic, here), here))}.values())


def _facts(names: list[str], here: Here) -> list[Fact]:
    """What is about the topics, then what touches them."""
    about = [fact for name in names for fact in here.graph.facts_about.get(name, ())]
    touching = [fact for name in names for fact in here.graph.facts_touching.get(name, ())]
    return list({fact.id: fact for fact in (*about, *touching)}.values())


def _with_descendants(topic: str, here: Here) -> list[str]:
    names = [topic]
    for name in names:
        names += [child.id for child in here.graph.children.get(name, ()) if child.id not in names]
    return names


def _ancestors(topic: str, here: Here) -> list[str]:
    found: list[str] = []
    parent = here.graph.topics[topic].file.parent
    while parent and parent in here.graph.topics and parent not in found:
        found.append(parent)
        parent = here.graph.topics[parent].file.parent
    return found


def _world(kind: str, claims: Sequence[Fact], here: Here, tell: Tell) -> WorldView:
    rest = len(claims) - SHOWN
    return WorldView(
        made(capitalised, kind), tuple(here.source(seed) for seed in sorted({fact.seed for fact in claims})),
        tuple(tell(fact) for fact in _first(claims, here)),
        computed(str(rest), msg("claims on this page beyond those shown here")) if rest > 0 else None,
    )  # fmt: skip


def _first(claims: Sequence[Fact], here: Here) -> list[Fact]:
    """What an editor has held against a claim comes first: there the two worlds meet."""
    linked = here.graph.relations_of
    return sorted(claims, key=lambda fact: fact.id not in linked)[:SHOWN]


def _related(topic: str, facts: list[Fact], here: Here) -> tuple[RelatedView, ...]:
    """Topics that stand in the same facts, by kind in the site's order, the most often named first."""
    graph = here.graph
    counts: dict[str, int] = {}
    for fact in facts:
        named = {fact.about, fact.where, fact.of, *fact.topics} - {"", topic}
        named |= {
            alias.id for member in (*fact.members, fact.value) if (alias := graph.topic_of(member)) is not None
        } - {topic}
        for name in named & graph.topics.keys():
            counts[name] = counts.get(name, 0) + 1
    found = []
    for kind, entry in graph.corpus.kinds.items():
        own = sorted((t for t in counts if graph.topics[t].kind == kind), key=lambda t: (-counts[t], t))
        if own:
            rows = tuple(
                RelatedTopic(here.topic(t), computed(str(counts[t]), msg("count of the facts that name both")))
                for t in own[:BESIDE]
            )
            rest = len(own) - BESIDE
            more = computed(str(rest), msg("topics beyond those named here")) if rest > 0 else None
            found.append(RelatedView(entry.plural, rows, more))
    return tuple(found)


def untold(facts: Sequence[Fact], found: Evidence | None, whole: Collection[str]) -> list[Fact]:
    """The facts without those that the page tells above: claims `whole`, and what its synthesis shows.

    What a note or a judged relation says more of stays, where only the synthesis shows it.
    """
    told = shown(found) if found is not None else frozenset()
    related = found.scope.graph.relations_of if found is not None else {}
    return [
        fact
        for fact in facts
        if fact.id not in whole and (fact.id not in told or (fact.note and not fact.record) or fact.id in related)
    ]
