"""The data of the site for machines: facts as JSON and CSV, schemas.

Comes in: the graph and derived values. Goes out: outputs below data/. Apart from the pages: the same facts, no words
about them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from decimal import Decimal

from sitegen.audit.model import Dossier, Finding, addresses
from sitegen.derive import Derived
from sitegen.facts import Decision, Fact
from sitegen.graph import Graph
from sitegen.outputs import Output, json_output
from sitegen.quantities import Quantity
from sitegen.views.frame import address_of

__all__ = ["SCHEMA_VERSION", "csv_cell", "exports", "fact_rows", "finding_row", "finding_rows"]

SCHEMA_VERSION = "1"

Row = dict[str, object]
_COLUMNS = (
    "id", "seed", "about", "kind", "measure", "when", "where", "by", "of", "value", "members", "statement", "amount", "low", "high",
    "total", "unit", "qualifier", "formula", "inputs", "quote", "place", "verified", "page",
)  # fmt: skip
# A cell that a spreadsheet would run as a formula; a number with a sign is none.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def exports(dossier: Dossier, findings: Iterable[Finding]) -> tuple[Output, ...]:
    """Every output below data/."""
    graph = dossier.graph
    rows = fact_rows(graph)
    rows += [_derived_row(value, graph) for value in dossier.derived]
    checked = tuple(findings)
    told = addresses(checked)
    checks = [finding_row(one, told) for one in checked]
    return (
        json_output("data/facts.json", rows),
        _csv("data/facts.csv", rows),
        json_output("data/findings.json", [row for row in checks if row["state"] != "exact"]),
        json_output("data/checks.json", checks),
        json_output("data/datapackage.json", _package(graph)),
    )


def fact_rows(graph: Graph) -> list[Row]:
    """The row of every fact, as facts.json has it."""
    return [_fact_row(fact, graph) for fact in graph.facts.values()]


def _package(graph: Graph) -> Row:
    """What the data are, with the version of their schema."""
    site = graph.corpus.site
    resources = (
        ("facts", "facts.json", "Every fact, and every derived value with its formula"),
        ("facts-csv", "facts.csv", "The same as a table"),
        ("findings", "findings.json", "What the rules found, with facts, numbers and decisions"),
        (
            "evidence",
            "evidence.json",
            "Results of studies with their statistics, by method; responses; the checks of both",
        ),
        ("checks", "checks.json", "The same, with the checks that agree within rounding"),
    )
    return {
        "name": "facts", "title": site.title, "description": site.description, "schema_version": SCHEMA_VERSION,
        "resources": [
            {
                "name": name, "path": path, "title": title, "schema_version": SCHEMA_VERSION, "encoding": "utf-8",
                "format": path.rpartition(".")[2], "mediatype": "text/csv" if path.endswith("csv") else "application/json",
            }
            for name, path, title in resources
        ],
        "sources": [{"title": seed.record.label, "path": f"../sources/{seed.id}/"} for seed in graph.seeds.values()],
    }  # fmt: skip


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
