"""The network of treatments: a dot for each treatment, a line for each pair that studies compared, all on a circle.

Comes in: a `Network` and the names of topics. Goes out: a `Sketch`. Where a dot stands follows from its place in the list
alone, so that the same facts give the same drawing.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from sitegen.charts.model import Cell
from sitegen.charts.sketch import Mark, Sketch, dot, line, lines_of, shortened, text
from sitegen.evidence.network import Network, Node, Pair
from sitegen.messages import counted, joined, msg

__all__ = ["network_sketch"]

WIDTH, MIDDLE, ROUND, MARGIN = 400.0, 200.0, 92.0, 62.0
LINE, NEAR, LETTERS = 15.0, 14.0, 13

Name = Callable[[str], str]
Places = dict[str, tuple[float, float]]


def network_sketch(sketch_id: str, title: str, found: Network, name: Name) -> Sketch:
    nodes = [node for part in found.parts for node in part]
    places = _places(nodes)
    marks: list[Mark] = [mark for pair in found.pairs for mark in _edge(pair, places)]
    for node in nodes:
        marks += _node(node, places[node.topic], name)
    return Sketch(
        sketch_id, title, msg("A line for each pair of treatments that studies compared, with their number"), _sentence(found, name),
        WIDTH, 2 * (ROUND + MARGIN), tuple(marks), (msg("Treatments"), msg("Studies"), msg("Which")),
        tuple(_row(pair, name) for pair in found.pairs),
        tuple(dict.fromkeys(fact for pair in found.pairs for fact in pair.facts)), None,
        msg("Below each treatment the people who were given it. Treatments that no line joins, directly or by way of others, were not compared."),
    )  # fmt: skip


def _places(nodes: list[Node]) -> Places:
    """On a circle, clockwise from the top."""
    step = 2 * math.pi / len(nodes)
    return {
        node.topic: (MIDDLE + ROUND * math.sin(index * step), MARGIN + ROUND - ROUND * math.cos(index * step))
        for index, node in enumerate(nodes)
    }


def _edge(pair: Pair, places: Places) -> list[Mark]:
    """The line, as heavy as its studies are many, and their number beside its middle, off the line."""
    (x, y), (to_x, to_y) = places[pair.first], places[pair.second]
    count = len(pair.studies)
    weight = "one" if count == 1 else "two" if count == 2 else "many"
    length = math.hypot(to_x - x, to_y - y) or 1.0
    aside = 10.0
    at = ((x + to_x) / 2 - aside * (to_y - y) / length, (y + to_y) / 2 + aside * (to_x - x) / length + 4)
    return [
        line(x, y, to_x, to_y, f"edge {weight}", fact=" ".join(pair.facts)),
        text(*at, str(count), "muted", anchor="middle", formula=msg("count of the studies that compared them")),
    ]


def _node(node: Node, place: tuple[float, float], name: Name) -> list[Mark]:
    """The dot, and outside the circle its name in lines and the people below it."""
    x, y = place
    across, down = (x - MIDDLE) / ROUND, (y - MARGIN - ROUND) / ROUND
    anchor: Any = "middle" if abs(across) < 0.3 else "start" if across > 0 else "end"
    names = lines_of(shortened(name(node.topic), 3 * LETTERS), LETTERS if anchor != "middle" else 2 * LETTERS)
    rows = len(names) + 1
    left = x + (0.0 if anchor == "middle" else NEAR if across > 0 else -NEAR)
    if anchor == "middle":
        top = y - NEAR - LINE * (rows - 1) if down < 0 else y + NEAR + LINE * 0.7
    else:
        top = y - LINE * (rows - 1) / 2 + 4
    said = [
        text(left, top + LINE * index, words, "label", anchor=anchor, plain="name") for index, words in enumerate(names)
    ]
    people = text(
        left,
        top + LINE * len(names),
        msg("{number} people", number=node.people),
        "computed",
        anchor=anchor,
        formula=node.formula,
    )
    return [dot(x, y, "solid node", fact=" ".join(node.facts)), *said, people]


def _row(pair: Pair, name: Name) -> tuple[Cell, ...]:
    return (
        Cell(f"{name(pair.first)} – {name(pair.second)}", plain="name"),
        Cell(str(len(pair.studies)), formula=msg("count of the studies that compared them")),
        Cell(", ".join(map(name, pair.studies)), plain="name"),
    )


def _sentence(found: Network, name: Name) -> str:
    said = []
    for pair in found.pairs:
        count = len(pair.studies)
        studies = ", ".join(map(name, pair.studies))
        said.append(
            counted(
                "{first} and {second}: {number} study ({studies}).",
                "{first} and {second}: {number} studies ({studies}).",
                count,
                first=name(pair.first),
                second=name(pair.second),
                studies=studies,
            )
        )
    if len(found.parts) > 1:
        parts = "; ".join(", ".join(name(node.topic) for node in part) for part in found.parts)
        said.append(msg("No study joins these {number} groups: {groups}.", number=len(found.parts), groups=parts))
    return joined(" ", said)
