"""Responses to treatment on one dot plot: each share with its interval, in groups of like studies.

Comes in: groups of responses and the names of topics. Goes out: a `Sketch`. A filled dot is a stated count, a hollow one a
count inferred from a percentage, a hollow diamond a percentage of unknown many; a bar without a dot is a stated range.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sitegen import formats
from sitegen.charts.model import Cell
from sitegen.charts.sketch import Mark, Sketch, dot, escaped, line, percent_anchor, rect, shortened, text
from sitegen.evidence.model import Response
from sitegen.instruments import Design
from sitegen.messages import declared, joined, msg

__all__ = ["responses_sketch", "share_text"]

WIDTH, LEFT, RIGHT = 400.0, 12.0, 388.0
ROW, HEAD, TOP = 50.0, 34.0, 6.0
TICKS = (0, 25, 50, 75, 100)

Groups = Sequence[tuple[Design | None, Sequence[Response]]]
Name = Callable[[str], str]


def responses_sketch(sketch_id: str, title: str, groups: Groups, name: Name) -> Sketch | None:
    rows = [row for _, own in groups for row in own]
    if not rows:
        return None
    marks: list[Mark] = []
    y = TOP
    for design, own in groups:
        marks.append(text(0, y + 20, _group(design), "group", plain="name"))
        y += HEAD
        for row in own:
            marks += _row(row, y, name)
            y += ROW
    grid = [line(_x(tick), TOP + HEAD, _x(tick), y, "grid") for tick in TICKS]
    ticks = [text(_x(tick), y + 16, f"{tick}%", "tick", anchor=percent_anchor(tick), plain="axis") for tick in TICKS]
    return Sketch(
        sketch_id, title, msg("Share of people with the result named, with Wilson’s 95% interval where the number of people is known"),
        _sentence(rows, name), WIDTH, y + 24, (*grid, *marks, *ticks),
        (msg("Treatment"), msg("Response"), msg("Counted"), msg("Share"), msg("Interval, derived"), msg("Study cited")),
        tuple(_cells(row, name) for row in rows), tuple(dict.fromkeys(fact for row in rows for fact in _facts(row))), _figure(rows, name),
        msg("A filled dot is a stated count, a hollow one a count inferred from a percentage, a diamond a percentage of an unknown number "
        "of people, a broad bar a stated range; thin bars are intervals derived by us."),
    )  # fmt: skip


def _x(share: float) -> float:
    return LEFT + (RIGHT - LEFT) * share / 100


def _group(design: Design | None) -> str:
    return declared(design.name) if design is not None else msg("Kind of study not stated")


def _treatments(row: Response, name: Name) -> str:
    return joined(msg(" or "), tuple(map(name, row.treatments)))


def _row(row: Response, y: float, name: Name) -> list[Mark]:
    said = {"fact": row.fact.id}
    track = y + 38
    # A long value goes down beside the definition, where a phone's larger letters leave room for it.
    down = 14 if len(_treatments(row, name)) + len(_value(row)) > 48 else 0
    marks = [
        text(0, y + 12, _treatments(row, name), "label", plain="name"),
        text(WIDTH, y + 12 + down, _value(row), "number", anchor="end", href=row.fact.id, fact=" ".join(_facts(row))),
        text(0, y + 26, shortened(row.definition, 30 if down else 62), "muted", **said),
    ]
    if row.low != row.high:
        marks.append(rect(_x(row.low), track - 4, _x(row.high), track + 4, "range", **said))
        return marks
    if row.share is not None:
        marks.append(
            line(_x(100 * row.share.low), track, _x(100 * row.share.high), track, "interval", formula=_how(row))
        )
    hollow = row.fact.role == "response-rate"
    shape: Any = "diamond" if row.share is None else "dot"
    marks.append(dot(_x(row.low), track, "hollow" if hollow else "solid", shape, **said))
    return marks


def _value(row: Response) -> str:
    """The value as printed, for a bare count with the size of the sample that another fact states."""
    if row.fact.role != "response-count" or row.size is None:
        return row.fact.value
    first, *others = row.fact.value.split()
    # `no full response` names what stands beside it already: `no … of 78 people`.
    count = f"{first} …" if len(others) > 1 else row.fact.value
    return msg("{part} of {all}", part=count, all=row.size.value)


def _facts(row: Response) -> tuple[str, ...]:
    return (row.fact.id, row.size.id) if row.size is not None and row.fact.role == "response-count" else (row.fact.id,)


def _how(row: Response) -> str:
    arm = row.arm
    counted = f"{arm.events}/{arm.total}" if arm is not None else ""
    said = msg("Wilson’s score interval of {counted}", counted=counted)
    return joined(", ", [said, row.inferred]) if row.inferred else said


def share_text(share: float) -> str:
    """`19.6%`, of a share of one."""
    return formats.printed(f"{100 * share:.1f}%")


def _cells(row: Response, name: Name) -> tuple[Cell, ...]:
    counted, share, interval = Cell(msg("not stated")), Cell(row.fact.value, fact=row.fact.id), Cell("–")
    if row.arm is not None:
        printed = f"{row.arm.events}/{row.arm.total}"
        counted = Cell(printed, formula=row.inferred) if row.inferred else Cell(printed, fact=row.fact.id)
    if row.share is not None and row.arm is not None:
        if row.fact.role != "response-rate":
            share = Cell(share_text(row.share.estimate), formula=f"{row.arm.events} ÷ {row.arm.total}")
        interval = Cell(
            msg("{low} to {high}", low=share_text(row.share.low), high=share_text(row.share.high)), formula=_how(row)
        )
    study = name(row.study) if row.study else msg("not stated")
    return (
        Cell(_treatments(row, name), plain="name"), Cell(row.definition, fact=row.fact.id), counted, share, interval,
        Cell(study, plain="name"),
    )  # fmt: skip


def _sentence(rows: Sequence[Response], name: Name) -> str:
    return joined(
        " ",
        [
            msg(
                "{treatment}: {value} ({result}).",
                treatment=_treatments(row, name),
                value=_value(row),
                result=row.definition,
            )
            for row in rows
        ],
    )


def _figure(rows: Sequence[Response], name: Name) -> dict[str, Any]:
    """Rows from the top down; intervals and ranges are lines of their own."""
    place = {row.fact.id: len(rows) - index for index, row in enumerate(rows)}
    return {
        "data": [
            _lines(
                "interval", "solid", 1.5,
                [(100 * row.share.low, 100 * row.share.high, place[row.fact.id]) for row in rows if row.share is not None],
            ),
            _lines("range", "solid", 7, [(row.low, row.high, place[row.fact.id]) for row in rows if row.low != row.high]),
            _points([row for row in rows if row.low == row.high], place, name),
        ],
        "layout": {
            "xaxis": {
                "range": [-2, 102], "tickmode": "array", "tickvals": list(TICKS), "ticktext": [f"{tick}%" for tick in TICKS], "fixedrange": True,
            },
            "yaxis": {
                "tickmode": "array", "tickvals": [place[row.fact.id] for row in rows], "range": [0.4, len(rows) + 0.6], "fixedrange": True,
                "ticktext": [joined("<br>", [escaped(shortened(_treatments(row, name), 20)), escaped(shortened(row.definition, 20))]) for row in rows], "title": {"text": ""},
            },
            "margin": {"l": 150, "r": 12, "t": 8, "b": 30}, "hovermode": "closest", "showlegend": False,
        },
    }  # fmt: skip


def _lines(name: str, dash: str, width: float, spans: Sequence[tuple[float, float, int]]) -> dict[str, Any]:
    xs: list[float | None] = []
    ys: list[int | None] = []
    for low, high, at in spans:
        xs += [round(low, 4), round(high, 4), None]
        ys += [at, at, None]
    return {
        "type": "scatter", "mode": "lines", "name": name, "x": xs, "y": ys, "hoverinfo": "skip", "line": {"width": width, "dash": dash},
        "marker": {}, "meta": {"colour": 1},
    }  # fmt: skip


def _points(rows: Sequence[Response], place: dict[str, int], name: Name) -> dict[str, Any]:
    symbols = [
        "diamond-open" if r.share is None else "circle-open" if r.fact.role == "response-rate" else "circle"
        for r in rows
    ]
    return {
        "type": "scatter", "mode": "markers", "name": "share", "x": [round(row.low, 4) for row in rows],
        "y": [place[row.fact.id] for row in rows],
        "customdata": [[escaped(_treatments(r, name)), escaped(r.fact.value), escaped(r.definition), _limits(r)] for r in rows],
        "hovertemplate": "%{customdata[0]}: %{customdata[1]}<br>%{customdata[2]}<br>%{customdata[3]}<extra></extra>",
        "marker": {"symbol": symbols, "size": 11}, "line": {}, "meta": {"colour": 1, "facts": [row.fact.id for row in rows]},
    }  # fmt: skip


def _limits(row: Response) -> str:
    if row.share is None:
        return msg("number of people not stated")
    return msg("95% interval {low} to {high} (derived)", low=share_text(row.share.low), high=share_text(row.share.high))
