"""Which places the documents on a market speak of, and how: with figures, in a rank, in words, or in a list only.

Comes in: the ground and a market. Goes out: a `Sketch` with a row a place and a column a document, or none where the
market is confined to a part of the world. Apart from the audit of ranks: this shows what is said, and judges nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from sitegen.charts.ground import Ground
from sitegen.charts.model import Cell
from sitegen.charts.sketch import Mark, Sketch, dot, escaped, line, lines_of, points, rows_figure, text
from sitegen.facts import Fact
from sitegen.graph import Graph, grouped
from sitegen.messages import counted, joined, msg
from sitegen.values import valueclass

__all__ = ["presence_sketches"]

WIDTH, NAMES, TOP, ROW, LINE = 400.0, 152.0, 14.0, 22.0, 15.0
Sign = Literal["figures", "ranked", "told", "listed"]
_SHAPES: Mapping[Sign, tuple[Any, str, str]] = {
    "figures": ("square", "solid", "square"), "ranked": ("diamond", "solid", "diamond"),
    "told": ("dot", "solid", "circle"), "listed": ("dot", "hollow", "circle-open"),
}  # fmt: skip
_WORDS: Mapping[Sign, str] = {
    "figures": msg("figures of its own"), "ranked": msg("ranked"), "told": msg("spoken of"), "listed": msg("listed only"),
}  # fmt: skip
_FIGURES = frozenset({"size", "growth", "share"})


@valueclass(frozen=True, slots=True)
class _Cell:
    """What one document says of one place: all facts, and the rank, where it has one."""

    sign: Sign
    facts: tuple[Fact, ...]
    rank: Fact | None

    @property
    def counted(self) -> str:
        return counted("{number} statement", "{number} statements", len(self.facts))


@valueclass(frozen=True, slots=True)
class _Row:
    place: str
    name: str
    depth: int
    cells: Mapping[str, _Cell]


def presence_sketches(ground: Ground, market: str) -> Iterator[Sketch]:
    graph = ground.dossier.graph
    seeds = [one.seed for one in ground.dossier.estimates_about.get(market, ()) if not one.superseded]
    where = graph.topics[market].file.where
    if not seeds or (where and graph.topics[where].file.parent):
        return
    rows = _rows(ground, seeds)
    if len(rows) > 1:
        yield _sketch(market, graph, seeds, rows)


def _rows(ground: Ground, seeds: Sequence[str]) -> list[_Row]:
    """Every place that a document speaks of, the narrower below the wider."""
    graph = ground.dossier.graph
    placed = {seed: ground.places(seed) for seed in seeds}
    known = dict.fromkeys(place for places in placed.values() for place in places)
    wider: dict[str, str] = {}
    for place in known:
        at = place
        while at and at not in wider:
            parent = graph.topics[at].file.parent or ""
            wider[at] = parent if parent in graph.topics else ""
            at = wider[at]
    below = grouped((wider[place], place) for place in sorted(wider, key=lambda one: graph.topics[one].name.casefold()))
    rows: list[_Row] = []

    def add(place: str, depth: int) -> None:
        if place in known:
            cells = {seed: _cell(place, its[place]) for seed, its in placed.items() if place in its}
            rows.append(_Row(place, graph.topics[place].name, depth, cells))
        for inner in below.get(place, ()):
            add(inner, depth + (place in known))

    for place in below.get("", ()):
        add(place, 0)
    return rows


def _cell(place: str, facts: tuple[Fact, ...]) -> _Cell:
    rank = next((fact for fact in facts if fact.role == "rank" and fact.about == place), None)
    if any(fact.role in _FIGURES for fact in facts):
        return _Cell("figures", facts, rank)
    if rank is not None:
        return _Cell("ranked", facts, rank)
    return _Cell("listed" if all(fact.members for fact in facts) else "told", facts, None)


def _sketch(market: str, graph: Graph, seeds: Sequence[str], rows: Sequence[_Row]) -> Sketch:
    labels = [graph.seeds[seed].record.label for seed in seeds]
    wide = (WIDTH - NAMES) / len(seeds)
    columns = {seed: NAMES + 8 + wide * place for place, seed in enumerate(seeds)}
    most = int(wide / 7)
    heads = [
        _lines(columns[seed] - 6, 12, label, most, style="muted", plain="name")
        for seed, label in zip(seeds, labels, strict=True)
    ]
    marks = [mark for head in heads for mark in head]
    y = TOP + LINE * max(map(len, heads))
    for row in rows:
        own, y = _marks(row, y, columns, int((wide - 24) / 7.2))
        marks += own
    facts = dict.fromkeys(fact.id for row in rows for cell in row.cells.values() for fact in cell.facts)
    name = graph.topics[market].name
    return Sketch(
        f"{market}-presence", msg("{name}: which places the documents speak of", name=name), msg("Ranks as the documents print them"),
        _sentence(rows, seeds, labels), WIDTH, y, tuple(marks),
        (msg("Place"), *(header for label in labels for header in (msg("{source}: how", source=label), msg("{source}: rank", source=label), msg("{source}: how much", source=label)))),
        tuple(_cells(row, seeds) for row in rows), tuple(facts), _figure(rows, seeds, labels),
        msg("Square: figures of its own; diamond: ranked; filled dot: spoken of; hollow dot: listed only."), _section(graph, facts),
    )  # fmt: skip


def _section(graph: Graph, facts: Iterable[str]) -> str:
    """The heading under which most of these facts stand."""
    found = Counter(graph.corpus.measures[graph.facts[fact].measure].section or "" for fact in facts)
    return found.most_common(1)[0][0]


def _marks(row: _Row, y: float, columns: Mapping[str, float], most: int) -> tuple[list[Mark], float]:
    """The marks of a row, and where the next begins: names and ranks that are long take several lines."""
    indent = 12 * row.depth
    found = _lines(indent, y + 4, row.name, 19 - 2 * row.depth, style="" if row.depth else "label", plain="name")
    tallest = len(found)
    for seed, cell in row.cells.items():
        shape, style, _ = _SHAPES[cell.sign]
        found.append(dot(columns[seed], y, style, shape))
        if cell.rank is not None:
            rank = _lines(
                columns[seed] + 12, y + 4, cell.rank.value, most, style="muted", fact=cell.rank.id, href=cell.rank.id
            )
            tallest = max(tallest, len(rank))
            found += rank
    below = y + ROW + LINE * (tallest - 1)
    return [line(0, below - ROW / 2, WIDTH, below - ROW / 2, "grid"), *found], below


def _lines(x: float, y: float, words: str, most: int, **said: Any) -> list[Mark]:
    return [text(x, y + LINE * place, one, **said) for place, one in enumerate(lines_of(words, most))]


def _cells(row: _Row, seeds: Sequence[str]) -> tuple[Cell, ...]:
    found = [Cell(row.name, plain="name")]
    for seed in seeds:
        cell = row.cells.get(seed)
        if cell is None:
            found += [Cell(msg("not mentioned")), Cell("–"), Cell("–")]
            continue
        rank = Cell(cell.rank.value, fact=cell.rank.id) if cell.rank is not None else Cell("–")
        found += [
            Cell(_WORDS[cell.sign]),
            rank,
            Cell(cell.counted, formula=msg("facts of the document that concern the place")),
        ]
    return tuple(found)


def _sentence(rows: Sequence[_Row], seeds: Sequence[str], labels: Sequence[str]) -> str:
    said = []
    for seed, label in zip(seeds, labels, strict=True):
        own = [row for row in rows if seed in row.cells]
        ranked = [f"{row.name} ({rank.value})" for row in own if (rank := row.cells[seed].rank) is not None]
        if ranked:
            named = ", ".join(ranked)
            said.append(
                counted(
                    "{source} speaks of {number} place and ranks {ranked}.",
                    "{source} speaks of {number} places and ranks {ranked}.",
                    len(own),
                    source=label,
                    ranked=named,
                )
            )
        else:
            said.append(
                counted(
                    "{source} speaks of {number} place.", "{source} speaks of {number} places.", len(own), source=label
                )
            )
    return joined(" ", said)


def _figure(rows: Sequence[_Row], seeds: Sequence[str], labels: Sequence[str]) -> dict[str, Any]:
    data = []
    for place, (seed, label) in enumerate(zip(seeds, labels, strict=True)):
        own = [(len(rows) - number, row, row.cells[seed]) for number, row in enumerate(rows) if seed in row.cells]
        said = [
            (f"{row.name}, {label}", joined(": ", [_WORDS[cell.sign], cell.counted]), msg("rank: {rank}", rank=cell.rank.value) if cell.rank else "")
            for _, row, cell in own
        ]  # fmt: skip
        at = [(float(place), height) for height, _, _ in own]
        ranks = [cell.rank.id if cell.rank is not None else "" for _, _, cell in own]
        data.append(points(label, at, said, [_SHAPES[cell.sign][2] for _, _, cell in own], place % 4 + 1, ranks))
    columns = {
        "tickmode": "array", "tickvals": list(range(len(seeds))), "ticktext": [escaped(label) for label in labels],
        "range": [-0.5, len(seeds) - 0.5], "side": "top",
    }  # fmt: skip
    figure = rows_figure(data, columns, [row.name for row in rows])
    figure["layout"]["margin"] = {"l": 150, "r": 16, "t": 30, "b": 8}
    return figure
