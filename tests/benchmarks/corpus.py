"""A site of N synthetic markets in our own content format, to be built against the clock.

    python tests/benchmarks/corpus.py N DIR [--seed 7]

Each market is one document of its own: about 13 kB of YAML with fifteen yearly sizes, a growth rate, shares and rates of
six segments and five regions, shares of eight companies, claims, every fact with its quote, and 580 words of prose that
cite them. Companies are max(8, N/5), regions 20. The same N and seed give the same bytes. The documents' texts are made up
here, their fingerprints are made here too, and both are thrown away: a build never times them.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from sitegen.seeds import fingerprint
from sitegen.tokens import words

BASE_YEAR, FIRST, LAST = 2024, 2019, 2033

_SITE = """\
format: 1
title: Synthetic markets
description: Markets that do not exist, to measure how long a site takes to build.
language: en
notice: Every number here was made up by a program.
navigation:
- {label: Markets, to: markets/}
- {label: Sources, to: sources/}
kinds:
  market: {label: Market, plural: Markets, address: markets, parts: [estimates]}
  company: {label: Company, plural: Companies, address: companies}
  region: {label: Region, plural: Regions, address: regions, parts: [regions]}
  segment: {label: Segment, plural: Segments, address: segments}
sections: [Size, Segments, Regions, Companies, Dynamics]
measures:
  market size: {takes: money, role: size, section: Size}
  CAGR: {takes: percent, role: growth, section: Size}
  base year: {takes: year, role: base-year, section: Size}
  forecast period: {takes: period, role: forecast-period, section: Size}
  segments: {takes: list, section: Segments}
  share: {takes: percent, role: share, section: Segments}
  growth: {takes: percent, section: Segments}
  regions: {takes: list, section: Regions}
  companies: {takes: list, section: Companies}
  company share: {takes: percent, section: Companies}
  driver: {takes: claim, section: Dynamics}
  restraint: {takes: claim, section: Dynamics}
"""

_FIRST_NAMES = [
    "Amber",
    "Basalt",
    "Cedar",
    "Delta",
    "Ember",
    "Fjord",
    "Granite",
    "Harbour",
    "Indigo",
    "Juniper",
    "Kelp",
    "Larch",
    "Maple",
    "Nimbus",
    "Opal",
    "Prairie",
    "Quartz",
    "River",
    "Slate",
    "Tundra",
]
_LAST_NAMES = [
    "Engineering",
    "Supply",
    "Instruments",
    "Union",
    "Metals",
    "Foods",
    "Optics",
    "Transport",
    "Chemical",
    "Power",
]
_QUALITIES = [
    "Coastal",
    "Folding",
    "Silent",
    "Heated",
    "Rural",
    "Nordic",
    "Solar",
    "Hollow",
    "Woven",
    "Magnetic",
    "Tidal",
    "Layered",
    "Dry",
    "Rolling",
    "Clear",
    "Soft",
    "Alpine",
    "Narrow",
    "Printed",
    "Sealed",
]
_GOODS = [
    "Ladders",
    "Kettles",
    "Tents",
    "Motors",
    "Panels",
    "Lamps",
    "Filters",
    "Gears",
    "Boats",
    "Bricks",
    "Scales",
    "Tiles",
    "Cables",
    "Tanks",
    "Looms",
    "Mirrors",
    "Ovens",
    "Pipes",
    "Wheels",
    "Springs",
]
_REGIONS = [
    "Arland",
    "Borvia",
    "Cestria",
    "Dunmark",
    "Elvania",
    "Fenland",
    "Gallia",
    "Hestia",
    "Istria",
    "Jorvik",
    "Karelia",
    "Lusia",
    "Moravia",
    "Norland",
    "Ostia",
    "Pontia",
    "Quenia",
    "Rutania",
    "Sarmia",
    "Thule",
]
_SEGMENTS = ["Domestic", "Commercial", "Public", "Export", "Repair", "Rental"]
_NOUNS = [
    "orders",
    "stock",
    "demand",
    "freight",
    "wages",
    "energy",
    "harvests",
    "rents",
    "tariffs",
    "repairs",
    "deliveries",
    "imports",
    "workshops",
    "dealers",
    "standards",
    "licences",
    "credit",
    "weather",
    "tools",
    "buyers",
]
# Our own prose has words of its own: else, among thousands of documents, one would say the same by chance.
_OUR_NOUNS = [
    "readers",
    "figures",
    "sellers",
    "makers",
    "offers",
    "habits",
    "seasons",
    "prices",
    "fashions",
    "tastes",
    "talks",
    "rules",
    "stores",
    "fairs",
    "towns",
    "roads",
]
_VERBS = ["raises", "slows", "steadies", "delays", "lifts", "shifts", "follows", "limits", "feeds", "outpaces"]
_PLACES = [
    "in spring",
    "in most towns",
    "along the coast",
    "after the audit",
    "across the border",
    "before winter",
    "in older plants",
    "by contract",
    "at the port",
    "in dry years",
]


@dataclass(slots=True)
class _Document:
    """The sentences of one document, and the facts that they prove."""

    seed: str
    sentences: list[str] = field(default_factory=list)
    facts: list[dict[str, object]] = field(default_factory=list)

    def states(self, sentence: str, name: str, quote: str, **says: object) -> None:
        self.sentences.append(sentence)
        self.facts.append({"id": name, **says, "quote": quote})


def generate(count: int, folder: Path, seed: int = 7) -> None:
    """Write a site of `count` markets into an empty `folder`."""
    companies = [_company(number) for number in range(max(8, count // 5))]
    _write(folder / "content/site.yaml", _SITE)
    for kind, names in (("company", companies), ("region", _REGIONS), ("segment", _SEGMENTS)):
        for name in names:
            text = f"name: {name}\nsummary: What documents say of {name}, gathered here.\n"
            _write(folder / f"content/topics/{kind}/{_slug(name)}.yaml", text)
    for number in range(count):
        _market(number, random.Random(seed * 1_000_003 + number), companies, folder)


def market_id(number: int) -> str:
    return f"{_slug(_market_name(number))}"


def _company(number: int) -> str:
    name = f"{_FIRST_NAMES[number % 20]} {_LAST_NAMES[number // 20 % 10]}"
    return name if number < 200 else f"{name} {_letters(number // 200)}"


def _market_name(number: int) -> str:
    name = f"{_QUALITIES[number % 20]} {_GOODS[number // 20 % 20]}"
    return name if number < 400 else f"{name} {_letters(number // 400)}"


def _letters(number: int) -> str:
    """1 → A, 26 → Z, 27 → AA: a number that is a name."""
    text = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


def _slug(name: str) -> str:
    return name.lower().replace(" ", "-")


def _sentence(chance: random.Random, count: int, nouns: Sequence[str] = _NOUNS) -> str:
    pieces = []
    while len(pieces) < count:
        pieces += [chance.choice(nouns), chance.choice(_VERBS), chance.choice(nouns), *chance.choice(_PLACES).split()]
    text = " ".join(pieces[:count])
    return text[0].upper() + text[1:]


def _shares(chance: random.Random, count: int) -> list[str]:
    """Percentages that add up to the whole."""
    weights = [chance.uniform(1, 4) for _ in range(count)]
    tenths = [int(1000 * weight / sum(weights)) for weight in weights[1:]]
    return [f"{tenth / 10:.1f}%" for tenth in (1000 - sum(tenths), *tenths)]


def _market(number: int, chance: random.Random, companies: list[str], folder: Path) -> None:
    name, topic = _market_name(number), market_id(number)
    document = _Document(f"{topic}-report")
    _sizes(document, chance, name, topic)
    _parts(document, chance, topic, "segment", "segments", _SEGMENTS)
    _parts(document, chance, topic, "region", "regions", chance.sample(_REGIONS, 5))
    _sellers(document, chance, topic, chance.sample(companies, 8))
    for index in range(6):
        measure = "driver" if index % 2 == 0 else "restraint"
        noun, verb = chance.choice(_NOUNS), chance.choice(_VERBS)
        said = f"Analysts hold that {noun} point {_letters(index + 1)} {verb} sales"
        document.states(
            f"{said} {chance.choice(_PLACES)}.", f"{measure}-{_letters(index + 1).lower()}", said, about=topic,
            measure=measure, statement=f"What {noun} do {verb} sales, as analysts see it.",
        )  # fmt: skip
    _write_market(folder, document, chance, name, topic)


def _sizes(document: _Document, chance: random.Random, name: str, topic: str) -> None:
    rate, size = chance.randint(30, 120) / 10, chance.uniform(2, 90)
    document.states(
        f"The base year {BASE_YEAR} holds for the study of {name}.", "base-year", f"base year {BASE_YEAR} holds", about=topic,
        measure="base year", value=str(BASE_YEAR),
    )  # fmt: skip
    document.states(
        f"Forecasts cover {BASE_YEAR}-{LAST} without a gap.", "period", f"Forecasts cover {BASE_YEAR}-{LAST}", about=topic,
        measure="forecast period", value=f"{BASE_YEAR}-{LAST}",
    )  # fmt: skip
    document.states(
        f"The market grows at a CAGR of {rate}% throughout.", "growth", f"a CAGR of {rate}%", about=topic, measure="CAGR",
        when="period", value=f"{rate}%",
    )  # fmt: skip
    for year in range(FIRST, LAST + 1):
        value = f"USD {size * (1 + rate / 100) ** (year - BASE_YEAR):.2f} billion"
        document.states(
            f"Sales of {name} came to {value} in {year} worldwide.", f"size-{year}", f"came to {value} in {year}", about=topic,
            measure="market size", when=year, value=value,
        )  # fmt: skip


def _parts(document: _Document, chance: random.Random, topic: str, by: str, measure: str, names: list[str]) -> None:
    """A list of parts, with a share of the market and a rate of growth for each."""
    document.states(
        f"By {by} the market splits into {', '.join(names)}.", measure, f"By {by} the market splits into", about=topic,
        measure=measure, by=by, members=names,
    )  # fmt: skip
    for name, share in zip(names, _shares(chance, len(names)), strict=True):
        rate = f"{chance.randint(10, 140) / 10}%"
        document.states(
            f"{name} held {share} of sales in {BASE_YEAR}.", f"share-{_slug(name)}", f"{name} held {share} of sales in {BASE_YEAR}",
            about=_slug(name), measure="share", of=topic, when=BASE_YEAR, value=share,
        )  # fmt: skip
        document.states(
            f"{name} should grow by {rate} a year.", f"growth-{_slug(name)}", f"{name} should grow by {rate}", about=_slug(name),
            measure="growth", of=topic, value=rate,
        )  # fmt: skip


def _sellers(document: _Document, chance: random.Random, topic: str, names: list[str]) -> None:
    document.states(
        f"The companies profiled are {', '.join(names)}.", "companies", "The companies profiled are", about=topic,
        measure="companies", members=names,
    )  # fmt: skip
    for name, share in zip(names, _shares(chance, len(names)), strict=True):
        document.states(
            f"{name} sold {share} of it.", f"company-{_slug(name)}", f"{name} sold {share} of it", about=_slug(name),
            measure="company share", of=topic, value=share,
        )  # fmt: skip


def _write_market(folder: Path, document: _Document, chance: random.Random, name: str, topic: str) -> None:
    # The quotes may hold a third of a document's words: the rest of it says nothing that anybody took down.
    filler = [f"{_sentence(chance, 14)}." for _ in range(60)]
    text = "\n".join(sentence for pair in zip(document.sentences, filler, strict=False) for sentence in pair)
    text += "\n" + "\n".join(filler[len(document.sentences) :]) + "\n"
    tokens = words(text)
    record = {
        "label": f"Report on {name}", "title": f"{name} to {LAST}", "publisher": "not stated", "kind": "synthetic report",
        "published": "not stated", "licence": "not stated", "language": "en", "words": str(len(tokens)), "sha256": "0" * 64,
        "subject": topic,
    }  # fmt: skip
    _write(folder / f"seeds/{document.seed}.yaml", _dump(record))
    _write(folder / f"seeds/{document.seed}.fingerprint", fingerprint(tokens).dumps())
    _write(folder / f"content/facts/{document.seed}.yaml", _dump({"facts": document.facts}))
    summary = "\n".join(f"  {line}" if line else "" for line in _prose(document, chance).split("\n"))
    _write(folder / f"content/topics/market/{topic}.yaml", f"name: {name}\nsummary: |\n{summary}\n")


def _prose(document: _Document, chance: random.Random) -> str:
    """Four sections of about 145 words, each citing two facts."""
    cited = [fact["id"] for fact in document.facts if "value" in fact]
    found = []
    for title in ("Overview", "Demand", "Supply", "Outlook"):
        one, two = chance.sample(cited, 2)
        paragraphs = [
            f"## {title}",
            f"{_sentence(chance, 22, _OUR_NOUNS)}, at **{{{document.seed}/{one}}}** in all. {_sentence(chance, 20, _OUR_NOUNS)}.",
            "\n".join(f"- *{_sentence(chance, 3, _OUR_NOUNS)}*: {_sentence(chance, 12, _OUR_NOUNS)}" for _ in range(4)),
            f"{_sentence(chance, 18, _OUR_NOUNS)}, against {{{document.seed}/{two}}}. {_sentence(chance, 20, _OUR_NOUNS)}.",
        ]
        found.append("\n\n".join(paragraphs))
    return "\n\n".join(found)


def _dump(value: object) -> str:
    return yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10_000)


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """No anchors: our content has none."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 — the name that PyYAML gives it
        return True


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("count", type=int, metavar="N")
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    generate(given.count, given.folder, given.seed)


if __name__ == "__main__":
    main()
