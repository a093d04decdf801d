"""What the fact explorer filters and sorts: every fact as a short row, in chunks of a size that browsers take well.

Comes in: the graph and the findings of each fact. Goes out: outputs below data/explorer/. Apart from `exports`, whose rows are complete and three
times as long: 50,000 facts must fit a phone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from sitegen.audit.model import SIGNS, Finding
from sitegen.facts import Fact
from sitegen.graph import Graph
from sitegen.languages import ENGLISH, Language
from sitegen.messages import msg
from sitegen.outputs import Output
from sitegen.quantities import Quantity

__all__ = ["CHUNK", "explorer_chunks"]

CHUNK = 5_000
STATES = tuple(SIGNS)


def explorer_chunks(
    graph: Graph,
    marks: Mapping[str, tuple[Finding, ...]],
    told: Mapping[str, str],
    language: Language = ENGLISH,
) -> tuple[Output, ...]:
    """`data/explorer/index.json` (what rows refer to by number, how many chunks) and `data/explorer/facts-N.json`.

    `marks` are the findings of each fact, `told` the addresses at which they are told. A row ends with the findings, as
    (rule, state, address), and with whether a person has compared the fact with its document.
    """
    rules = sorted({one.rule for found in marks.values() for one in found})
    places = {rule: place for place, rule in enumerate(rules)}
    topics = {topic: number for number, topic in enumerate(graph.topics)}
    seeds = {seed: number for number, seed in enumerate(graph.seeds)}
    measures = {measure: number for number, measure in enumerate(graph.corpus.measures)}
    rows = [
        [topics[fact.about], measures[fact.measure], seeds[fact.seed], fact.name, fact.when.printed if fact.when else "",
         _said(fact), _amount(fact.quantity), " … ".join(proof.quote for proof in fact.proofs),
         [[places[one.rule], STATES.index(one.state), told[one.id]] for one in marks.get(fact.id, ())], int(bool(fact.checked_by))]
        for fact in graph.facts.values()
    ]  # fmt: skip
    chunks = [rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK)]
    index = {
        "topics": [topic.name for topic in graph.topics.values()],
        "seeds": [[seed.id, seed.record.label] for seed in graph.seeds.values()],
        "measures": list(measures), "rules": rules, "states": STATES, "chunks": len(chunks), "facts": len(rows),
    }  # fmt: skip
    parts = (_output(f"facts-{number}", part, language) for number, part in enumerate(chunks, 1))
    return (_output("index", index, language), *parts)


def _output(name: str, value: object, language: Language) -> Output:
    text = json.dumps(language.of(value), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Output(f"{language.prefix}data/explorer/{name}.json", text.encode("utf-8"))


def _said(fact: Fact) -> str:
    if fact.empty:
        return msg("left empty in the document")
    return fact.value or fact.statement or "; ".join(fact.members) or " ".join(text for _, text in fact.record)


def _amount(quantity: Quantity | None) -> float | None:
    return float(quantity.amount) if quantity is not None else None
