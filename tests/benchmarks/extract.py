"""How much of the accepted numeric facts `sitegen extract` finds again, on the documents whose texts are at hand.

    python tests/benchmarks/extract.py [--root DIR] [--errors]
    python tests/benchmarks/extract.py --long        how long a megabyte of dense text takes

A fact is found where a draft has one of the same topic, measure, time and normalised value; a fact stated twice counts once.
Precision is over the drafts' numeric facts of the same measures. "Numeric" are sizes, growth rates, shares, periods and
counts: facts whose measure has such a role, or takes a count or n/N.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from sitegen import sources
from sitegen.extract.context import Context, context_of
from sitegen.extract.draft import Draft, draft
from sitegen.extract.pipeline import extract
from sitegen.facts import Corpus, Fact
from sitegen.quantities import UnreadableQuantity, parse
from sitegen.validate import validate

ROLES = frozenset({"size", "growth", "share", "base-year", "forecast-period", "historical-period"})
TAKES = frozenset({"count", "fraction", "period"})
Key = tuple[str, str, str, str]


def numeric(corpus: Corpus, measure: str) -> bool:
    entry = corpus.measures.get(measure)
    return entry is not None and (entry.role in ROLES or entry.takes in TAKES)


def value_key(value: str) -> str:
    try:
        quantity = parse(value)
    except UnreadableQuantity:
        return value
    return (
        f"{quantity.low}-{quantity.high}/{quantity.total or ''}"
        if quantity.low != quantity.high
        else f"{quantity.low.normalize():f}/{quantity.total or ''}"
    )


def accepted(facts: list[Fact], corpus: Corpus) -> set[Key]:
    return {
        (fact.about, fact.measure, f"{fact.when.first}-{fact.when.last}" if fact.when else "", value_key(fact.value))
        for fact in facts
        if fact.value and numeric(corpus, fact.measure)
    }


def drafted(made: Draft, corpus: Corpus) -> set[Key]:
    values = {entry.id: entry.value for entry in made.entries}
    found = set()
    for entry in made.entries:
        if not entry.value or not numeric(corpus, entry.measure):
            continue
        when = values.get(entry.when, entry.when)
        years = parse(when) if when else None
        found.add((entry.about, entry.measure, f"{years.low}-{years.high}" if years else "", value_key(entry.value)))
    return found


SENTENCES = (
    "The global {name} market was valued at USD {low}.25 billion in 2023 and is projected to reach USD {high}.10 billion by 2030, growing at a CAGR of 8.2% from 2024 to 2030.",
    "North America held the largest share of the market, while Asia Pacific is the fastest-growing region. The U.S. market was worth USD {low}.90 million in 2023.",
    "By Material: Steel, Glass, Plastic",
    "Key players include Acme{low} Appliances Inc., Bolt Kitchen Ltd. and Zeta. In May 2023, Acme{low} Appliances Inc. launched a {name}.",
    "Base Year | 2023\nForecast Period | 2024-2030",
)


def long_document() -> int:
    """Seconds of processor time for a megabyte in which every sentence states something."""
    parts = [
        "\n\n".join(SENTENCES).format(name=f"smart kettle{number}", low=number, high=number + 5)
        for number in range(1, 2_500)
    ]
    text = "\n\n".join(parts)[:1_000_000]
    start = time.process_time()
    extraction = extract(text)
    draft(extraction, Context())
    print(f"{len(text):,} characters, {len(extraction.found):,} things found: {time.process_time() - start:.1f} s")
    return 0


def main() -> int:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--root", type=Path, default=Path())
    reader.add_argument("--errors", action="store_true")
    reader.add_argument("--long", action="store_true")
    arguments = reader.parse_args()
    if arguments.long:
        return long_document()
    corpus = validate(sources.read(arguments.root)[0]).corpus
    if corpus is None or not any(seed.text for seed in corpus.seeds):
        print("no texts at hand: put them into seeds/documents/", file=sys.stderr)
        return 1
    context = context_of(corpus)
    total = [0, 0, 0]
    for seed in corpus.seeds:
        if not seed.text:
            continue
        wanted = accepted([fact for fact in corpus.facts if fact.seed == seed.id], corpus)
        got = drafted(draft(extract(seed.text), context, seed.record.subject or ""), corpus)
        hits = len(wanted & got)
        total = [total[0] + hits, total[1] + len(got), total[2] + len(wanted)]
        print(
            f"{seed.id:34} precision {hits / max(1, len(got)):.2f}  recall {hits / max(1, len(wanted)):.2f}  ({hits} of {len(got)} drafted, {len(wanted)} accepted)"
        )
        if arguments.errors:
            print(
                *(f"    missed {key}" for key in sorted(wanted - got)),
                *(f"    extra  {key}" for key in sorted(got - wanted)),
                sep="\n",
            )
    print(f"{'all':34} precision {total[0] / max(1, total[1]):.2f}  recall {total[0] / max(1, total[2]):.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
