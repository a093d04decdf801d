"""An example of a package with which a site adds a rule, a drawing and an export: each one function and one row.

Its rows are the entry points of its pyproject.toml:

    [project.entry-points."sitegen.rules"]
    boats = "boats_extension:ROUND_NUMBER"
    [project.entry-points."sitegen.sketches"]
    boats = "boats_extension:claims_sketches"
    [project.entry-points."sitegen.exports"]
    boats = "boats_extension:claims_export"

A site that lists `boats` under `extensions` of its content/site.yaml uses all three.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sitegen.audit.model import Dossier, Finding, Number, Rule, finding
from sitegen.charts.ground import Ground
from sitegen.charts.sketch import Cell, Sketch, line, text
from sitegen.outputs import Output, json_output


def round_number(dossier: Dossier) -> Iterator[Finding]:
    """Shares that are printed without decimals, where the document prints others with them."""
    shares = [fact for fact in dossier.graph.facts.values() if fact.role == "share" and fact.quantity is not None]
    for fact in shares:
        others = [one for one in shares if one.seed != fact.seed and one.about == fact.about]
        if others and "." not in fact.value and "," not in fact.value:
            said = f"{fact.value} is printed without decimals; {others[0].seed} prints {others[0].value}."
            numbers = [Number(one.seed, one.value, one.id) for one in (fact, others[0])]
            yield finding("round-number", "not checked", [fact, others[0]], said, numbers)


ROUND_NUMBER = Rule(
    "round-number", "note", "a share printed without decimals against one printed with them",
    "A rounded share may hide a difference.", "64.0% beside 71.5%.", "64% beside 71,5%.", round_number,
)  # fmt: skip


def claims_sketches(ground: Ground, market: str) -> Iterator[Sketch]:
    """A line for each source of the market, with its sign."""
    own = [one for one in ground.dossier.estimates if one.market == market]
    if len(own) < 2:
        return
    marks, labels = [], ground.dossier.graph.seeds
    for row, one in enumerate(own):
        y = 20.0 + 24 * row
        marks += [
            line(150, y, 300, y, "edge one"),
            text(0, y + 4, labels[one.seed].record.label, "label", plain="name"),
        ]
    yield Sketch(
        f"{market}-boats", "Who sizes the market", "A line a source", "Several sources size it.",
        320, 20 + 24 * len(own), tuple(marks), ("Source",), tuple((Cell(one.seed, plain="name"),) for one in own), tuple(fact.id for fact in ground.dossier.graph.facts_about.get(market, ()) if fact.role == "size"), None,
    )  # fmt: skip


def claims_export(dossier: Dossier, findings: Sequence[Finding]) -> Iterable[Output]:
    """How many facts and findings each source has."""
    rows = [
        {
            "seed": seed,
            "facts": sum(fact.seed == seed for fact in dossier.graph.facts.values()),
            "findings": sum(any(fact.startswith(f"{seed}/") for fact in one.facts) for one in findings),
        }
        for seed in sorted(dossier.graph.seeds)
    ]
    return (json_output("counts.json", rows),)
