"""The time that documents speak of: their periods, one row a document, and below them dated developments.

Comes in: the ground and a market. Goes out: a `Sketch` on an axis of years, or none where nothing is dated.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal

from sitegen.charts.ground import Ground
from sitegen.charts.model import Cell
from sitegen.charts.scales import Scale, year_ticks
from sitegen.charts.sketch import Mark, Sketch, dot, line, lines_of, points, rect, rows_figure, shortened, spans, text
from sitegen.estimates import Estimate
from sitegen.facts import Fact
from sitegen.graph import Graph
from sitegen.messages import joined, msg
from sitegen.values import valueclass

__all__ = ["timeline_sketches"]

WIDTH, LEFT, RIGHT, ROW, LINE = 400.0, 12.0, 388.0, 62.0, 16.0
_LETTERS = 56
Part = Literal["looking back", "base year", "looking ahead"]
_ROLES: dict[str, Part] = {
    "historical-period": "looking back",
    "base-year": "base year",
    "forecast-period": "looking ahead",
}


_PARTS: dict[Part, str] = {
    "looking back": msg("looking back"), "base year": msg("base year"), "looking ahead": msg("looking ahead"),
}  # fmt: skip


@valueclass(frozen=True, slots=True)
class _Span:
    """A period or a year that a document speaks of, from the first to the last year."""

    part: Part
    fact: Fact
    first: int
    last: int
    text: str


@valueclass(frozen=True, slots=True)
class _Row:
    name: str
    spans: tuple[_Span, ...]


def timeline_sketches(ground: Ground, market: str) -> Iterator[Sketch]:
    graph = ground.dossier.graph
    own = [one for one in ground.dossier.estimates_about.get(market, ()) if not one.superseded]
    rows = [_Row(graph.seeds[one.seed].record.label, found) for one in own if (found := _spans(one, graph))]
    events = _events(ground, market, [one.seed for one in own])
    if rows:
        yield _sketch(market, graph, rows, events)


def _spans(one: Estimate, graph: Graph) -> tuple[_Span, ...]:
    """The first statement of each kind; where there is no period ahead, that of the stated growth."""
    found: dict[Part, _Span] = {}
    for fact in graph.facts_about.get(one.market, ()):
        part = _ROLES.get(fact.role)
        if fact.seed == one.seed and part and fact.quantity is not None and part not in found:
            found[part] = _Span(part, fact, int(fact.quantity.low), int(fact.quantity.high), fact.value)
    growth, start = one.growth, one.start
    if (
        "looking ahead" not in found
        and growth is not None
        and growth.when is not None
        and growth.when.last > growth.when.first
    ):
        found["looking ahead"] = _Span(
            "looking ahead", growth, growth.when.first, growth.when.last, growth.when.printed
        )
    if "base year" not in found and start is not None:
        found["base year"] = _Span("base year", start.fact, start.year, start.year, str(start.year))
    return tuple(found[part] for part in _ROLES.values() if part in found)


def _events(ground: Ground, market: str, seeds: Sequence[str]) -> list[Fact]:
    """Dated developments of the documents that size this market, all of those that tell it; the earliest first."""
    known = ground.dossier.graph.seeds
    found = [
        fact
        for seed in seeds
        for fact in ground.events(seed)
        if fact.about == market or known[seed].record.subject == market
    ]
    return sorted(found, key=lambda fact: (_moment(fact), fact.id))


def _moment(fact: Fact) -> float:
    """A year, and the share of it that had passed; an event without a month stands in the middle of its year."""
    assert fact.when is not None
    return fact.when.first + ((fact.when.month - 0.5) / 12 if fact.when.month else 0.5)


def _sketch(market: str, graph: Graph, rows: Sequence[_Row], events: Sequence[Fact]) -> Sketch:
    years = [year for row in rows for span in row.spans for year in (span.first, span.last)]
    first, last = (
        min([*years, *(int(_moment(fact)) for fact in events)]),
        max([*years, *(int(_moment(fact)) for fact in events)]),
    )
    ticks = year_ticks(first, last, 6)
    # A year is as wide as its twelve months: a period ends with its last year.
    x = Scale(first, last + 1, LEFT, RIGHT, False, tuple(float(year) for year in ticks))
    marks = [mark for place, row in enumerate(rows) for mark in _marks(row, ROW * place, x)]
    y = ROW * len(rows)
    axis = [text(x.at(year + 0.5), y + 14, str(year), "tick", anchor="middle", plain="axis") for year in ticks]
    axis += [line(x.at(year), 0, x.at(year), y, "grid") for year in range(first, last + 2)]
    y += 34
    for fact in events:
        told, y = _event(fact, y, x)
        marks += told
    name = graph.topics[market].name
    return Sketch(
        f"{market}-timeline",
        msg("{name}: the years that documents speak of, and dated developments", name=name)
        if events
        else msg("{name}: the years that documents speak of", name=name),
        msg("Periods and base years as printed"), _sentence(rows, events), WIDTH, y + 4, (*axis, *marks), (msg("What"), msg("When"), msg("Who says so")),
        tuple(_cells(rows, events, graph)), (*(fact.id for fact in events), *(span.fact.id for row in rows for span in row.spans)),
        _figure(rows, events, x), msg("Filled: looking back; dot: the base year; hollow: looking ahead; diamond: a development."),
        graph.corpus.measures[(events[0] if events else rows[0].spans[0].fact).measure].section or "",
    )  # fmt: skip


def _marks(row: _Row, y: float, x: Scale) -> list[Mark]:
    found = [text(0, y + 14, row.name, "label", plain="name")]
    at = 0.0
    for span in row.spans:
        found.append(text(at, y + 30, span.text, "muted", fact=span.fact.id, href=span.fact.id))
        at += 8.0 * len(span.text) + 28  # a finding's sign stands between
    for span in row.spans:
        if span.part == "base year":
            found.append(dot(x.at(span.first + 0.5), y + 45, "solid", fact=span.fact.id))
        else:
            style = "bar" if span.part == "looking back" else "ahead"
            found.append(rect(x.at(span.first), y + 38, x.at(span.last + 1), y + 52, style, fact=span.fact.id))
    return found


def _event(fact: Fact, y: float, x: Scale) -> tuple[list[Mark], float]:
    """A diamond on a thin line of its own, its date, and what happened below it; and where the next begins."""
    assert fact.when is not None
    at, middle = x.at(_moment(fact)), y + 5
    near = at > WIDTH * 0.7
    found = [
        line(LEFT, middle, RIGHT, middle, "grid"),
        dot(at, middle, "solid", "diamond", fact=fact.id),
        text(at - 12 if near else at + 12, y, fact.when.printed, "number", anchor="end" if near else "start", fact=fact.id, href=fact.id),
    ]  # fmt: skip
    y += 22
    for words in lines_of(shortened(fact.statement, 2 * _LETTERS), _LETTERS):
        found.append(text(0, y, words, "part", fact=fact.id))
        y += LINE
    return found, y + 12


def _cells(rows: Sequence[_Row], events: Sequence[Fact], graph: Graph) -> Iterator[tuple[Cell, ...]]:
    for row in rows:
        for span in row.spans:
            yield (Cell(_PARTS[span.part]), Cell(span.text, fact=span.fact.id), Cell(row.name, plain="name"))
    for fact in events:
        when = fact.when.printed if fact.when else ""
        label = graph.seeds[fact.seed].record.label
        yield (Cell(fact.statement, fact=fact.id), Cell(when, fact=fact.id), Cell(label, plain="name"))


def _sentence(rows: Sequence[_Row], events: Sequence[Fact]) -> str:
    said = [
        msg(
            "{source}: {said}.",
            source=row.name,
            said=joined(", ", [joined(" ", [_PARTS[span.part], span.text]) for span in row.spans]),
        )
        for row in rows
    ]
    told = [joined(": ", [fact.when.printed if fact.when else "", fact.statement]) for fact in events]
    return joined(" ", [*said, *told])


def _figure(rows: Sequence[_Row], events: Sequence[Fact], x: Scale) -> dict[str, Any]:
    labels = [*(row.name for row in rows), *([msg("Developments")] if events else [])]
    placed = [(len(labels) - place, row.name, span) for place, row in enumerate(rows) for span in row.spans]
    parts = {part: [(s.first, s.last + 1, y) for y, _, s in placed if s.part == part] for part in _ROLES.values()}
    data = [
        spans("looking back", parts["looking back"], 12), spans("looking ahead", parts["looking ahead"], 4, "dash"),
        points(
            "periods", [((s.first + s.last + 1) / 2, y) for y, _, s in placed], [(name, joined(": ", [_PARTS[s.part], s.text])) for _, name, s in placed],
            ["circle" if s.part == "base year" else "line-ns-open" for _, _, s in placed], facts=[s.fact.id for _, _, s in placed],
        ),
    ]  # fmt: skip
    if events:
        said = [(fact.when.printed if fact.when else "", *lines_of(fact.statement, 60)) for fact in events]
        data.append(
            points(
                "developments",
                [(_moment(fact), 1) for fact in events],
                said,
                ["diamond"] * len(events),
                2,
                [fact.id for fact in events],
            )
        )
    ticks = {
        "tickmode": "array", "tickvals": [year + 0.5 for year in x.ticks], "ticktext": [f"{year:.0f}" for year in x.ticks],
        "range": [x.low, x.high],
    }  # fmt: skip
    return rows_figure(data, ticks, labels)
