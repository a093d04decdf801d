"""Facts, derived values and findings as rows of JSON, and the one form of a CSV cell.

Comes in: the graph, derived values, findings. Goes out: rows, and the JSON outputs below data/. Apart from `dataset`,
whose tables are made from these rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from sitegen.audit.model import Dossier, Finding, addresses
from sitegen.derive import Derived
from sitegen.facts import Decision, Fact
from sitegen.graph import Graph
from sitegen.leaves import is_whole
from sitegen.outputs import Output, json_rows
from sitegen.quantities import Quantity
from sitegen.views.frame import address_of

__all__ = [
    "SCHEMA_VERSION", "Row", "csv_cell", "csv_text", "derived_row", "document_rows", "every_row", "exports", "fact_rows", "finding_row", "finding_rows",
    "number", "part_of",
]  # fmt: skip

SCHEMA_VERSION = "1"

Row = dict[str, object]
# A text that a spreadsheet would run as a formula gets an apostrophe before it, and so does one that has such an
# apostrophe already: taking one away gives the text back. Numbers with a sign are no texts.
_FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
_RISKY = frozenset("'=+-@\t\r＝＋－＠")


def exports(dossier: Dossier, findings: Iterable[Finding]) -> tuple[Output, ...]:
    """The rows as JSON below data/."""
    checked = tuple(findings)
    told = addresses(checked)
    checks = [finding_row(one, told) for one in checked]
    facts = (json_rows("data/facts.json", every_row(dossier)),) if is_whole(len(dossier.graph.facts)) else ()
    return (
        *facts,
        json_rows("data/findings.json", [row for row in checks if row["state"] != "exact"]),
        json_rows("data/checks.json", checks),
    )


def fact_rows(graph: Graph) -> list[Row]:
    """The row of every fact, as facts.json has it."""
    return [_fact_row(fact, graph) for fact in graph.facts.values()]


def every_row(dossier: Dossier) -> list[Row]:
    """The row of every fact and of every derived value: all of facts.json."""
    return [*fact_rows(dossier.graph), *(derived_row(value, dossier.graph) for value in dossier.derived)]


def part_of(seed: str) -> str:
    """Where a document's own rows of facts stand below data/, without the ending."""
    return f"sources/{seed}"


def document_rows(seed: str, dossier: Dossier) -> list[Row]:
    """The same of one document: its facts, and what was derived from them alone."""
    graph = dossier.graph
    facts = graph.facts_of(seed)
    about = dict.fromkeys(fact.about for fact in facts)
    derived = (value for topic in about for value in dossier.derived_about.get(topic, ()) if value.seed == seed)
    return [*(_fact_row(fact, graph) for fact in facts), *(derived_row(value, graph) for value in derived)]


def finding_rows(findings: Iterable[Finding]) -> list[Row]:
    """Every finding as data; checks that agree within rounding are none."""
    several = tuple(findings)
    told = addresses(several)
    return [finding_row(one, told) for one in several if one.state != "exact"]


def finding_row(one: Finding, told: Mapping[str, str]) -> Row:
    """A finding for machines: the facts that take part, the numbers compared, the decision or null."""
    numbers = []
    for number in one.numbers:
        row: Row = {"label": number.label, "value": number.text}
        if number.fact:
            row["fact"] = number.fact
        if number.formula:
            row["formula"] = number.formula
        numbers.append(row)
    return {
        "id": one.id, "rule": one.rule, "severity": one.severity, "state": one.state, "about": one.about, "message": one.message,
        "facts": list(one.facts), "numbers": numbers, "convention": one.convention, "decision": _decision(one.decision),
        "page": told.get(one.id, f"rules/{one.rule}/"),
    }  # fmt: skip


def _decision(decision: Decision | None) -> Row | None:
    if decision is None:
        return None
    file = decision.file
    reason = file.reason.strip()
    return {"id": decision.id, "decision": file.decision, "decided": file.decided, "by": file.by, "reason": reason}


def _fact_row(fact: Fact, graph: Graph) -> Row:
    row: Row = {"id": fact.id, "seed": fact.seed, "about": fact.about, "kind": fact.kind, "measure": fact.measure}
    if fact.when is not None:
        row["when"] = fact.when.printed
    for key, text in (
        ("where", fact.where),
        ("by", fact.by),
        ("of", fact.of),
        ("value", fact.value),
        ("statement", fact.statement),
    ):
        if text:
            row[key] = text
    cited = [f"{fact.seed}/{name}" for name in fact.cites]
    for key, names in (("members", list(fact.members)), ("topics", list(fact.topics)), ("cites", cited)):
        if names:
            row[key] = names
    if fact.record:
        row["record"] = dict(fact.record)
    if fact.empty:
        row["empty"] = True
    if fact.quantity is not None:
        row |= _quantity(fact.quantity)
    if fact.note:
        row["note"] = fact.note
    quotes = [proof.quote for proof in fact.proofs]
    row["quote"] = quotes[0] if len(quotes) == 1 else quotes
    row["place"] = {"token": fact.start, "of": graph.seeds[fact.seed].print.tokens}
    row["verified"] = True  # a fact whose quote is not proved never becomes one
    row["page"] = f"sources/{fact.seed}/#{fact.name}"
    return row


def _quantity(quantity: Quantity) -> Row:
    row: Row = {"amount": number(quantity.amount)}
    if quantity.is_range:
        row |= {"low": number(quantity.low), "high": number(quantity.high)}
    if quantity.total is not None:
        row["total"] = number(quantity.total)
    if quantity.unit:
        row["unit"] = quantity.unit
    if quantity.qualifier:
        row["qualifier"] = quantity.qualifier
    return row


def number(value: Decimal) -> int | float:
    """A JSON number; whole where the value is."""
    return int(value) if value == value.to_integral_value() else float(value)


def derived_row(value: Derived, graph: Graph) -> Row:
    """The row of a computed value, as facts.json has it."""
    return {
        "id": value.id, "seed": value.seed, "about": value.about, "kind": "derived", "measure": value.measure, "when": value.when,
        "value": value.text, "amount": number(value.amount), "unit": value.unit, "formula": value.formula, "method": value.method,
        "inputs": list(value.inputs), "verified": None, "page": address_of(graph, value.about),
    }  # fmt: skip


def csv_cell(value: object) -> object:
    """A value as a cell that no spreadsheet runs as a formula."""
    if isinstance(value, str):
        return "'" + value if value[:1] in _RISKY and _FORMULA.match(value) else value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    text = str(value)
    return "'" + text if _FORMULA.match(text) else text


def csv_text(cell: str) -> str:
    """The text that a cell of text stands for: what `csv_cell` did, undone."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
