"""Facts, estimates, findings, sources and topics as rows of tables.

Comes in: the dossier and findings. Goes out: tables, in one order. Apart from the formats they are written in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from sitegen.audit.model import Dossier, Finding
from sitegen.dataset import columns
from sitegen.dataset.model import Table, filled, head
from sitegen.derive import Derived
from sitegen.estimates import Estimate, Size
from sitegen.exports import Row, every_row, finding_rows, number, part_of
from sitegen.facts import Fact
from sitegen.graph import Graph, grouped
from sitegen.leaves import is_whole
from sitegen.views.frame import address_of

__all__ = ["HEADS", "counts", "estimate_rows", "head_of", "heads", "size_rows", "tables"]


def tables(dossier: Dossier, findings: Iterable[Finding]) -> tuple[Table, ...]:
    """Every table that there is one file of; those that are not public hold lists that CSV joins into one cell."""
    rows = _rows(dossier, findings)
    return tuple(filled(one, rows[one.name]()) for one in heads(dossier.graph))


def head_of(name: str) -> Table:
    """The table of a name without its rows."""
    return next(one for one in HEADS if one.name == name)


def heads(graph: Graph) -> tuple[Table, ...]:
    """The tables that there is one file of: all of them, or those that do not grow with every fact."""
    return HEADS if is_whole(len(graph.facts)) else tuple(one for one in HEADS if one.name in _BRIEF)


def counts(dossier: Dossier, findings: Iterable[Finding]) -> dict[str, int]:
    """How many rows each public table has, without making them."""
    graph = dossier.graph
    stated = sum(1 + len(size.restated) for one in dossier.estimates for size in one.sizes)
    return {
        "facts": len(graph.facts) + len(dossier.derived),
        "estimates": len(dossier.estimates),
        "sizes": stated + sum(value.family == "path" for value in dossier.derived),
        "findings": sum(one.state != "exact" for one in findings),
        "sources": len(graph.seeds),
        "topics": len(graph.topics),
    }


HEADS = (
    head("facts", "Facts", "Every fact, and every derived value with its formula", "id", columns.FACTS),
    head("estimates", "Estimates", "What each document says of the size and growth of each market", "id", columns.ESTIMATES),
    head(
        "sizes", "Sizes by year", "Every size of every market: stated, stated again, forecast, and at the stated rate",
        "market seed year kind fact", columns.SIZES,
    ),
    head("findings", "Findings", "What the rules found that does not agree or could not be checked", "id", columns.FINDINGS),
    head("sources", "Sources", "The documents that the facts come from", "id", columns.SOURCES),
    head("topics", "Topics", "What facts are about", "id", columns.TOPICS),
    head(
        "finding_facts", "Facts of findings", "Which facts take part in which finding", "finding fact", columns.FINDING_FACTS,
        public=False,
    ),
    head("quotes", "Quotes", "Each quote of each fact", "fact position", columns.QUOTES, public=False),
    head("members", "Members of lists", "Each member of each list", "fact position", columns.MEMBERS, public=False),
    head(
        "derived_inputs", "Inputs of derived values", "What each derived value was computed from", "derived fact",
        columns.INPUTS, public=False,
    ),
)  # fmt: skip
"""The tables without their rows."""

_BRIEF = frozenset(["estimates", "findings", "sources", "topics"])


def _rows(dossier: Dossier, findings: Iterable[Finding]) -> dict[str, Callable[[], list[Row]]]:
    graph, found = dossier.graph, finding_rows(findings)
    return {
        "facts": lambda: every_row(dossier),
        "estimates": lambda: estimate_rows(dossier.estimates, dossier.derived, graph),
        "sizes": lambda: size_rows(dossier.estimates, dossier.derived),
        "findings": lambda: [_flat(row) for row in found],
        "sources": lambda: source_rows(graph),
        "topics": lambda: _topics(graph),
        "finding_facts": lambda: [{"finding": row["id"], "fact": one} for row in found for one in _items(row, "facts")],
        "quotes": lambda: _quotes(graph),
        "members": lambda: _members(graph),
        "derived_inputs": lambda: [
            {"derived": value.id, "fact": fact} for value in dossier.derived for fact in dict.fromkeys(value.inputs)
        ],
    }


def _items(row: Row, key: str) -> list[object]:
    found = row[key]
    assert isinstance(found, list)
    return found


def _flat(row: Row) -> Row:
    """A finding on one line."""
    decision = row["decision"]
    said = decision if isinstance(decision, dict) else {}
    shown = [f"{one['label']}: {one['value']}" for one in _items(row, "numbers") if isinstance(one, dict)]
    return row | {
        "numbers": shown, "decision": said.get("decision"), "decided": said.get("decided"), "reason": said.get("reason"),
    }  # fmt: skip


def estimate_rows(stated: Iterable[Estimate], derived: Iterable[Derived], graph: Graph) -> list[Row]:
    """One row an estimate; `derived` are values of the same markets."""
    implied = {(one.about, one.seed): one.amount for one in derived if one.id.endswith("/implied-cagr")}
    return [_estimate(one, graph, implied.get((one.market, one.seed))) for one in stated]


def _estimate(one: Estimate, graph: Graph, implied: Decimal | None) -> Row:
    row: Row = {
        "id": f"{one.market}/{one.seed}", "market": one.market, "seed": one.seed,
        "source": graph.seeds[one.seed].record.label, "superseded": one.superseded, "base_year": one.base_year,
        "page": f"{address_of(graph, one.market)}#estimates",
    }  # fmt: skip
    for name, size in (("start", one.start), ("end", one.end)):
        if size is not None and size.fact.quantity is not None:
            row[f"{name}_year"], row[f"{name}_value"] = size.year, size.fact.value
            row[f"{name}_amount"], row[f"{name}_fact"] = number(size.fact.quantity.amount), size.fact.id
            row.setdefault("unit", size.fact.quantity.unit)
    if one.growth is not None and one.growth.quantity is not None:
        row |= {
            "growth": one.growth.value, "growth_percent": number(one.growth.quantity.amount),
            "growth_period": one.growth.when.printed if one.growth.when else None, "growth_fact": one.growth.id,
        }  # fmt: skip
    if implied is not None:
        row["implied_percent"] = number(implied)
    return row


def size_rows(stated: Iterable[Estimate], derived: Iterable[Derived]) -> list[Row]:
    """Every size by market, document and year; what is computed says its formula. `derived` are values of the same markets."""
    paths = grouped(((value.about, value.seed), value) for value in derived if value.family == "path")
    found: list[Row] = []
    for one in stated:
        for size in one.sizes:
            found += [_size(one, size, fact) for fact in (size.fact, *size.restated)]
        found += [_computed(one, value) for value in paths.get((one.market, one.seed), ())]
    return found


def _size(one: Estimate, size: Size, fact: Fact) -> Row:
    kind = "restated" if fact is not size.fact else "forecast" if size.forecast else "stated"
    amount = number(fact.quantity.amount) if fact.quantity is not None else None
    return {
        "market": one.market, "seed": one.seed, "year": size.year, "kind": kind, "value": fact.value, "amount": amount,
        "unit": fact.quantity.unit if fact.quantity is not None else None, "fact": fact.id,
    }  # fmt: skip


def _computed(one: Estimate, value: Derived) -> Row:
    return {
        "market": one.market, "seed": one.seed, "year": value.year, "kind": "derived", "value": value.text,
        "amount": number(value.amount), "unit": value.unit, "formula": value.formula, "fact": value.id,
    }  # fmt: skip


def source_rows(graph: Graph) -> list[Row]:
    """The record of every document."""
    plain = (
        "label",
        "title",
        "publisher",
        "kind",
        "published",
        "licence",
        "language",
        "sha256",
        "supersedes",
        "withdrawn",
    )
    return [
        {name: getattr(seed.record, name) for name in plain}
        | {"id": seed.id, "words": int(seed.record.words), "facts": len(graph.facts_of(seed.id)), "page": f"sources/{seed.id}/", "data": f"data/{part_of(seed.id)}.csv"}
        for seed in graph.seeds.values()
    ]  # fmt: skip


def _topics(graph: Graph) -> list[Row]:
    return [
        {
            "id": topic.id, "kind": topic.kind, "name": topic.name, "aliases": list(topic.names[1:]),
            "parent": topic.file.parent, "page": address_of(graph, topic.id),
        }
        for topic in graph.topics.values()
    ]  # fmt: skip


def _quotes(graph: Graph) -> list[Row]:
    return [
        {"fact": fact.id, "position": position, "quote": proof.quote}
        for fact in graph.facts.values()
        for position, proof in enumerate(fact.proofs, 1)
    ]


def _members(graph: Graph) -> list[Row]:
    found: list[Row] = []
    for fact in graph.facts.values():
        for position, member in enumerate(fact.members, 1):
            topic = graph.topic_of(member)
            found.append({
                "fact": fact.id, "position": position, "member": member, "topic": topic.id if topic is not None else None,
            })  # fmt: skip
    return found
