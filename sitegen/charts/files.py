"""What a chart offers besides the page: its further figures as JSON, its table as CSV.

Comes in: charts. Goes out: outputs below data/charts/. Apart from `exports`, whose rows are facts and not years.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable

from sitegen.charts.comparison import seed_of
from sitegen.charts.model import Chart
from sitegen.charts.sketch import Sketch
from sitegen.exports import csv_cell
from sitegen.graph import Graph
from sitegen.languages import ENGLISH, Language
from sitegen.messages import msg
from sitegen.outputs import Output

__all__ = ["chart_files", "other_files", "sketch_files"]

_VERIFIED = msg("quotes of all values stood in their documents when this was built")
_COLUMNS = ("year", "series", "value", "amount", "fact", "formula", "finding")


def chart_files(charts: Iterable[Chart], graph: Graph, language: Language = ENGLISH) -> tuple[Output, ...]:
    """Two outputs for every chart; in a further language one, as the table stands for all of them."""
    return tuple(
        output
        for chart in map(language.of, charts)
        for output in (
            Output(f"{language.prefix}data/charts/{chart.id}.json", _json(chart, graph, language)),
            *(() if language.prefix else (Output(f"data/charts/{chart.id}.csv", _csv(chart)),)),
        )
    )


def other_files(charts: Iterable[Chart], language: Language = ENGLISH) -> tuple[Output, ...]:
    """For each chart that has room for some markets only, the others as rows of id, name and seeds."""
    return tuple(
        Output(
            f"{language.prefix}data/charts/{chart.id}-others.json",
            _dumped([[one.market, language.of(one.name), one.seeds] for one in chart.others]),
        )
        for chart in charts
        if chart.others
    )


def sketch_files(sketches: Iterable[Sketch], graph: Graph, language: Language = ENGLISH) -> tuple[Output, ...]:
    """Two outputs for every sketch: its figure, and its table with the facts and formulas of each row."""
    return tuple(
        output
        for sketch in map(language.of, sketches)
        for output in (
            Output(f"{language.prefix}data/charts/{sketch.id}.json", _figure(sketch, graph, language)),
            *(() if language.prefix else (Output(f"data/charts/{sketch.id}.csv", _table(sketch)),)),
        )
    )


def _figure(sketch: Sketch, graph: Graph, language: Language) -> bytes:
    seeds = dict.fromkeys(fact.partition("/")[0] for fact in sketch.facts)
    value = {
        "title": sketch.title, "text": sketch.text, "sources": [graph.seeds[seed].record.label for seed in seeds],
        "facts": sketch.facts, "figure": sketch.figure, "verified": language.of(_VERIFIED),
    }  # fmt: skip
    return _dumped(value)


def _table(sketch: Sketch) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*sketch.headers, "facts", "formulas", "findings"])
    for row in sketch.rows:
        facts = dict.fromkeys(cell.fact for cell in row if cell.fact)
        formulas = dict.fromkeys(cell.formula for cell in row if cell.formula)
        remarks = dict.fromkeys(one for cell in row for one in cell.remark.split("; ") if one)
        cells = (*(cell.text for cell in row), "; ".join(facts), "; ".join(formulas), "; ".join(remarks))
        writer.writerow([csv_cell(value) for value in cells])
    return text.getvalue().encode("utf-8")


def _json(chart: Chart, graph: Graph, language: Language) -> bytes:
    sources = list(dict.fromkeys(graph.seeds[seed_of(one.seed)].record.label for one in chart.series))
    value = {
        "title": chart.title, "text": chart.text, "sources": sources, "facts": chart.facts, "figure": chart.figure, "figures": chart.modes,
        "what_if": chart.what_if, "unit": chart.unit, "verified": language.of(_VERIFIED),
    }  # fmt: skip
    return _dumped(value)


def _dumped(value: object) -> bytes:
    return _encoded(value).encode("utf-8")


_encoded = json.JSONEncoder(ensure_ascii=False, sort_keys=True, allow_nan=False, separators=(",", ":")).encode


def _csv(chart: Chart) -> bytes:
    """One row a value that stands in the chart's table; what no document states has none."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for year, *cells in chart.rows:
        for header, cell in zip(chart.headers[1:], cells, strict=True):
            if cell.fact or cell.formula:
                row = (year.text, header, cell.text, cell.amount, cell.fact, cell.formula, cell.remark)
                writer.writerow([csv_cell(value) for value in row])
    return text.getvalue().encode("utf-8")
