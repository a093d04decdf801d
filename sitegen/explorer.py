"""What the fact explorer filters and sorts: every fact and every derived value as a short row, in chunks that browsers take well.

Comes in: the graph, the findings of each fact, the derived values. Goes out: outputs below data/explorer/. Apart from `exports`, whose rows are complete and three
times as long: 50,000 facts must fit a phone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sitegen.audit.model import SIGNS, Finding
from sitegen.derive import Derived
from sitegen.facts import Fact
from sitegen.graph import Graph
from sitegen.languages import ENGLISH, Language
from sitegen.leaves import PER_CHUNK, chunk_count
from sitegen.messages import msg
from sitegen.outputs import Output, dense_json
from sitegen.quantities import Quantity
from sitegen.views.frame import address_of

__all__ = ["explorer_facts", "explorer_index"]

STATES = tuple(SIGNS)


def explorer_index(
    graph: Graph, rules: Sequence[str], derived: Sequence[Derived] = (), language: Language = ENGLISH
) -> Iterator[Output]:
    """`data/explorer/index.json`: what rows refer to by number, how many chunks; and `derived-N.json` beside it.

    `rules` are those by which some fact is marked. The row of a derived value is that of a fact with its formula in the place of
    the quote, and ends with the page on which it stands.
    """
    measures = dict.fromkeys((*graph.corpus.measures, *(value.measure for value in derived)))
    topics, named, seeds = _numbered(graph.topics), _numbered(measures), _numbered(graph.seeds)
    rows = [
        [topics[one.about], named[one.measure], seeds.get(one.seed, -1), one.id, one.when, one.text, float(one.amount), one.formula,
         address_of(graph, one.about)]
        for one in derived
    ]  # fmt: skip
    index = {
        "topics": [topic.name for topic in graph.topics.values()],
        "seeds": [[seed.id, seed.record.label] for seed in graph.seeds.values()],
        "measures": list(measures), "rules": rules, "states": STATES, "chunks": chunk_count(len(graph.facts)),
        "facts": len(graph.facts), "derived": len(rows), "derived_chunks": chunk_count(len(rows)),
    }  # fmt: skip
    yield _output("index", index, language)
    for number, start in enumerate(range(0, len(rows), PER_CHUNK), 1):
        yield _output(f"derived-{number}", rows[start : start + PER_CHUNK], language)


def explorer_facts(
    number: int,
    facts: Iterable[Fact],
    graph: Graph,
    rules: Sequence[str],
    marks: Mapping[str, tuple[Finding, ...]],
    told: Mapping[str, str],
    language: Language = ENGLISH,
) -> Output:
    """`data/explorer/facts-N.json`: the rows of one chunk of facts.

    `marks` are the findings of each fact, `told` the addresses at which they are told. A row ends with the findings, as
    (rule, state, address), and with whether a person has compared the fact with its document.
    """
    topics, measures = _numbered(graph.topics), _numbered(graph.corpus.measures)
    seeds, places = _numbered(graph.seeds), _numbered(rules)
    rows = [
        [topics[fact.about], measures[fact.measure], seeds[fact.seed], fact.name, fact.when.printed if fact.when else "",
         _said(fact), _amount(fact.quantity), " … ".join(proof.quote for proof in fact.proofs),
         [[places[one.rule], STATES.index(one.state), told[one.id]] for one in marks.get(fact.id, ())], int(bool(fact.checked_by))]
        for fact in facts
    ]  # fmt: skip
    return _output(f"facts-{number}", rows, language)


def _numbered(names: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(names)}


def _output(name: str, value: object, language: Language) -> Output:
    return dense_json(f"{language.prefix}data/explorer/{name}.json", language.of(value))


def _said(fact: Fact) -> str:
    if fact.empty:
        return msg("left empty in the document")
    return fact.value or fact.statement or "; ".join(fact.members) or " ".join(text for _, text in fact.record)


def _amount(quantity: Quantity | None) -> float | None:
    return float(quantity.amount) if quantity is not None else None
