"""The data of the site for machines: facts as JSON and CSV, schemas.

Comes in: the graph and derived values. Goes out: outputs below data/. Apart from the pages: the same facts, no words
about them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from decimal import Decimal

from sitegen.derive import Derived
from sitegen.facts import Fact
from sitegen.graph import Graph
from sitegen.outputs import Output, json_output
from sitegen.quantities import Quantity
from sitegen.views.frame import address_of

__all__ = ["SCHEMA_VERSION", "csv_cell", "exports", "fact_rows"]

SCHEMA_VERSION = "1"

Row = dict[str, object]
_COLUMNS = (
    "id", "seed", "about", "kind", "measure", "when", "where", "by", "of", "value", "members", "statement", "amount", "low", "high",
    "total", "unit", "qualifier", "formula", "inputs", "quote", "place", "verified", "page",
)  # fmt: skip
# A cell that a spreadsheet would run as a formula; a number with a sign is none.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def exports(graph: Graph, derived: Iterable[Derived]) -> tuple[Output, ...]:
    """Every output below data/."""
    rows = [
        *(_fact_row(fact, graph) for fact in graph.facts.values()),
        *(_derived_row(value, graph) for value in derived),
    ]
    return (json_output("data/facts.json", rows), _csv("data/facts.csv", rows))


def fact_rows(graph: Graph) -> list[Row]:
    return [_fact_row(fact, graph) for fact in graph.facts.values()]


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
    if fact.members:
        row["members"] = list(fact.members)
    if fact.record:
        row["record"] = dict(fact.record)
    if fact.empty:
        row["empty"] = True
    if fact.quantity is not None:
        row |= _quantity(fact.quantity)
    if fact.topics:
        row["topics"] = list(fact.topics)
    if fact.note:
        row["note"] = fact.note
    quotes = [proof.quote for proof in fact.proofs]
    row["quote"] = quotes[0] if len(quotes) == 1 else quotes
    row["place"] = {"token": fact.start, "of": graph.seeds[fact.seed].print.tokens}
    row["verified"] = True  # a fact whose quote is not proved never becomes one
    row["page"] = f"sources/{fact.seed}/#{fact.name}"
    return row


def _quantity(quantity: Quantity) -> Row:
    row: Row = {"amount": _number(quantity.amount)}
    if quantity.is_range:
        row |= {"low": _number(quantity.low), "high": _number(quantity.high)}
    if quantity.total is not None:
        row["total"] = _number(quantity.total)
    if quantity.unit:
        row["unit"] = quantity.unit
    if quantity.qualifier:
        row["qualifier"] = quantity.qualifier
    return row


def _number(value: Decimal) -> int | float:
    """A JSON number; whole where the value is."""
    return int(value) if value == value.to_integral_value() else float(value)


def _derived_row(value: Derived, graph: Graph) -> Row:
    return {
        "id": value.id, "seed": value.seed, "about": value.about, "kind": "derived", "measure": value.measure, "when": value.when,
        "value": value.text, "amount": _number(value.amount), "unit": value.unit, "formula": value.formula, "method": value.method,
        "inputs": list(value.inputs), "verified": None, "page": address_of(graph, value.about),
    }  # fmt: skip


def _csv(path: str, rows: Iterable[Row]) -> Output:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for row in rows:
        writer.writerow([csv_cell(row.get(column)) for column in _COLUMNS])
    return Output(path, text.getvalue().encode("utf-8"))


def csv_cell(value: object) -> object:
    """A value as a cell that no spreadsheet runs as a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    if isinstance(value, dict):
        return f"{value['token']} of {value['of']}"
    text = "; ".join(str(item) for item in value) if isinstance(value, list) else str(value)
    return "'" + text if text.startswith(_FORMULA) else text
