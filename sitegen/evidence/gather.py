"""Everything together: for each study, what its facts amount to; for each treatment, what studies found.

Comes in: the graph and the instruments. Goes out: `Evidence`, by topic. The checks of all of it are what audit rules
turn into findings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sitegen.evidence.flow import flow
from sitegen.evidence.judgements import bias_rows
from sitegen.evidence.languages import Twin, twins
from sitegen.evidence.model import BiasRow, Check, Flow, Outcome, Reference, Response, Scope
from sitegen.evidence.network import Network, Pair, network, pairs_of
from sitegen.evidence.outcomes import outcomes
from sitegen.evidence.references import references
from sitegen.evidence.responses import responses, treatments_of
from sitegen.evidence.strategies import Search, search
from sitegen.facts import Topic
from sitegen.graph import Graph
from sitegen.instruments import Instruments
from sitegen.values import valueclass

__all__ = ["Evidence", "checks", "evidence", "scope_of"]


@valueclass(frozen=True, slots=True)
class Evidence:
    """What one study's page shows of evidence; empty parts are not shown."""

    scope: Scope
    flow: Flow | None
    search: Search | None
    bias: tuple[BiasRow, ...]
    outcomes: tuple[Outcome, ...]
    responses: tuple[Response, ...]
    pairs: tuple[Pair, ...]
    twins: tuple[Twin, ...]
    references: tuple[Reference, ...]
    network: Network | None = None


def evidence(graph: Graph, instruments: Instruments, *, computing: bool = True) -> Mapping[str, Evidence]:
    """The evidence of every study and every treatment that has any; without statistics where `computing` is False."""
    found = {}
    for topic in graph.topics.values():
        parts = graph.corpus.kinds[topic.kind].parts
        one = _of_study(scope_of(graph, instruments, topic, computing=computing)) if "studies" in parts else None
        if "interventions" in parts:
            one = _of_treatment(scope_of(graph, instruments, topic, computing=computing))
        if one is not None and _holds_something(one):
            found[topic.id] = one
    return found


def _holds_something(one: Evidence) -> bool:
    return any((one.flow, one.search, one.bias, one.outcomes, one.responses, one.pairs, one.references))


def scope_of(graph: Graph, instruments: Instruments, topic: Topic, *, computing: bool) -> Scope:
    """A study's page tells the facts about it, those that touch it, and all of a document whose subject it is."""
    told = {seed.id for seed in graph.seeds.values() if seed.record.subject == topic.id}
    own = graph.facts_about.get(topic.id, ())
    ids = {fact.id for fact in (*own, *graph.facts_touching.get(topic.id, ()))}
    facts = tuple(fact for fact in graph.facts.values() if fact.id in ids or fact.seed in told)
    return Scope(graph, instruments, topic.id, own, facts, computing)


def _of_study(scope: Scope) -> Evidence:
    graph = scope.graph
    seeds = [seed.id for seed in graph.seeds.values() if seed.record.subject == scope.topic]
    found = outcomes(scope)
    return Evidence(
        scope, flow(scope), search(scope), bias_rows(scope), found, responses(scope), pairs_of(found), twins(scope),
        tuple(row for seed in seeds for row in references(graph, seed)), network(found),
    )  # fmt: skip


def _of_treatment(scope: Scope) -> Evidence:
    """What studies found of one treatment: results of its own arms and of those that compare it."""
    rows = tuple(row for row in responses(scope) if scope.topic in row.treatments)
    found = tuple(
        outcome for outcome in outcomes(_compared(scope))
        if any(arm.topic == scope.topic for result in outcome.results for arm in result.arms)
    )  # fmt: skip
    return Evidence(scope, None, None, (), found, rows, (), (), ())


def _compared(scope: Scope) -> Scope:
    """The scope with every fact of the studies and documents that tested the treatment, so that both arms are there."""
    studies = {fact.about for fact in scope.of_role("outcome", "arm-size") if scope.topic in treatments_of(scope, fact)}
    facts = tuple(f for f in scope.graph.facts.values() if f.about in studies)
    return replace(scope, facts=facts)


def checks(found: Mapping[str, Evidence]) -> tuple[Check, ...]:
    """Every check of every study, once each, in one order."""
    made: list[Check] = []
    for one in found.values():
        made += one.flow.checks if one.flow is not None else ()
        made += [wanted.check for wanted in one.search.wanted] if one.search is not None else []
        made += [row.check for row in one.bias if row.check is not None]
        made += [outcome.check for outcome in one.outcomes if outcome.check is not None]
        arms = (arm for outcome in one.outcomes for result in outcome.results for arm in result.arms)
        made += [arm.check for arm in arms if arm.check is not None]
        made += [row.check for row in one.responses if row.check is not None]
        made += [twin.check for twin in one.twins]
    return tuple(sorted(dict.fromkeys(made), key=lambda check: (check.rule, check.facts, check.why)))
