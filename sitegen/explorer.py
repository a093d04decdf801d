"""What the fact explorer filters and sorts: every fact and every derived value as a short row, in chunks that browsers take well.

Comes in: the graph, the findings of each fact, the derived values. Goes out: outputs below data/explorer/. Apart from `exports`, whose rows are complete and three
times as long: 50,000 facts must fit a phone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from sitegen.audit.model import SIGNS, Finding
from sitegen.derive import Derived
from sitegen.facts import Fact
from sitegen.graph import Graph
from sitegen.languages import ENGLISH, Language
from sitegen.messages import msg
from sitegen.outputs import Output
from sitegen.quantities import Quantity
from sitegen.views.frame import address_of

__all__ = ["CHUNK", "explorer_chunks"]

CHUNK = 5_000
STATES = tuple(SIGNS)


def explorer_chunks(
    graph: Graph,
    marks: Mapping[str, tuple[Finding, ...]],
    told: Mapping[str, str],
    derived: Sequence[Derived] = (),
    language: Language = ENGLISH,
) -> tuple[Output, ...]:
    """`data/explorer/index.json` (what rows refer to by number, how many chunks), `facts-N.json` and `derived-N.json` beside it.

    `marks` are the findings of each fact, `told` the addresses at which they are told. A row ends with the findings, as
    (rule, state, address), and with whether a person has compared the fact with its document; that of a derived value has
    its formula in the place of the quote, and ends with the page on which it stands.
    """
    rules = sorted({one.rule for found in marks.values() for one in found})
    places = {rule: place for place, rule in enumerate(rules)}
    topics = {topic: number for number, topic in enumerate(graph.topics)}
    seeds = {seed: number for number, seed in enumerate(graph.seeds)}
    named = dict.fromkeys((*graph.corpus.measures, *(value.measure for value in derived)))
    measures = {measure: number for number, measure in enumerate(named)}
    rows = [
        [topics[fact.about], measures[fact.measure], seeds[fact.seed], fact.name, fact.when.printed if fact.when else "",
         _said(fact), _amount(fact.quantity), " … ".join(proof.quote for proof in fact.proofs),
         [[places[one.rule], STATES.index(one.state), told[one.id]] for one in marks.get(fact.id, ())], int(bool(fact.checked_by))]
        for fact in graph.facts.values()
    ]  # fmt: skip
    computed: list[object] = [
        [topics[one.about], measures[one.measure], seeds.get(one.seed, -1), one.id, one.when, one.text, float(one.amount), one.formula,
         address_of(graph, one.about)]
        for one in derived
    ]  # fmt: skip
    chunks, others = _parted(rows), _parted(computed)
    index = {
        "topics": [topic.name for topic in graph.topics.values()],
        "seeds": [[seed.id, seed.record.label] for seed in graph.seeds.values()],
        "measures": list(measures), "rules": rules, "states": STATES, "chunks": len(chunks), "facts": len(rows),
        "derived": len(computed), "derived_chunks": len(others),
    }  # fmt: skip
    facts = (_output(f"facts-{number}", part, language) for number, part in enumerate(chunks, 1))
    return (
        _output("index", index, language),
        *facts,
        *(_output(f"derived-{number}", part, language) for number, part in enumerate(others, 1)),
    )


def _parted(rows: Sequence[object]) -> list[Sequence[object]]:
    return [rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK)]


def _output(name: str, value: object, language: Language) -> Output:
    text = json.dumps(language.of(value), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Output(f"{language.prefix}data/explorer/{name}.json", text.encode("utf-8"))


def _said(fact: Fact) -> str:
    if fact.empty:
        return msg("left empty in the document")
    return fact.value or fact.statement or "; ".join(fact.members) or " ".join(text for _, text in fact.record)


def _amount(quantity: Quantity | None) -> float | None:
    return float(quantity.amount) if quantity is not None else None
