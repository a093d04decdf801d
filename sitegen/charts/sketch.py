"""A drawing made of a few kinds of mark, with its table and its sentence: what the charts of evidence are.

Comes in: nothing. Goes out: frozen values. Apart from `model`, whose charts have axes of years and sizes; here every
mark already stands where it is drawn, and carries the fact or the formula of what it says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Literal

from sitegen.charts.model import Cell
from sitegen.messages import Foreign, Mixed, joined, made, sliced
from sitegen.values import valueclass

__all__ = [
    "Mark", "Sketch", "dot", "dots", "escaped", "line", "lines_of", "percent_anchor", "placed", "points", "rect", "rows_figure", "shortened",
    "spans", "squares", "text",
]  # fmt: skip

Shape = Literal["rect", "line", "dot", "square", "diamond", "arrow", "text", "many"]


@valueclass(frozen=True, slots=True)
class Mark:
    """`x`, `y` is the place (the centre of a dot, square or diamond); `to_x`, `to_y` the far end or corner.

    `style` is the class that colours it; `many` are signs of one looks, drawn as the one `outline`;
    `remark` is what findings say of its fact, beginning with its sign. Exactly one of `fact`, `formula` and `plain` is said of a mark with a number.
    """

    shape: Shape
    x: float
    y: float
    to_x: float = 0.0
    to_y: float = 0.0
    style: str = ""
    text: str = ""
    anchor: Literal["start", "middle", "end"] = "start"
    fact: str = ""
    formula: str = ""
    plain: str = ""
    href: str = ""
    outline: str = ""
    remark: str = ""


@valueclass(frozen=True, slots=True)
class Sketch:
    """A chart whose drawing is marks; `note` says what their looks mean, `section` is the heading of a page under which it
    stands, or the address of it on the page (`#…`). `figure` is a Plotly figure, or None where nothing is gained by touching
    it; `remarks` are what findings say of its facts.
    """

    id: str
    title: str
    subtitle: str
    text: str
    width: float
    height: float
    marks: tuple[Mark, ...]
    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    facts: tuple[str, ...]
    figure: dict[str, Any] | None
    note: str = ""
    section: str = ""
    remarks: tuple[str, ...] = ()


def rect(x: float, y: float, to_x: float, to_y: float, style: str = "", **said: Any) -> Mark:
    return Mark("rect", placed(x), placed(y), placed(to_x - x), placed(to_y - y), style, **said)


def line(x: float, y: float, to_x: float, to_y: float, style: str = "", **said: Any) -> Mark:
    return Mark("line", placed(x), placed(y), placed(to_x), placed(to_y), style, **said)


def dot(x: float, y: float, style: str = "", shape: Shape = "dot", **said: Any) -> Mark:
    return Mark(shape, placed(x), placed(y), style=style, **said)


def text(x: float, y: float, words: str, style: str = "", **said: Any) -> Mark:
    return Mark("text", placed(x), placed(y), style=style, text=words, **said)


def placed(at: float) -> float:
    """A place to a tenth, whole where it is: what a page prints of it is as short as can be."""
    found = round(at, 1)
    return int(found) if found == int(found) else found


def dots(at: Sequence[tuple[float, float]], style: str) -> Mark:
    """Circles of one looks as one mark: a page with hundreds of elements is slow to draw."""
    return Mark(
        "many",
        0,
        0,
        style=style,
        outline="".join(f"M{placed(x - 5)} {placed(y)}a5 5 0 1 0 10 0a5 5 0 1 0-10 0" for x, y in at),
    )


def squares(at: Sequence[tuple[float, float]], style: str) -> Mark:
    """Squares of one looks as one mark."""
    return Mark(
        "many", 0, 0, style=style, outline="".join(f"M{placed(x - 5)} {placed(y - 5)}h10v10h-10z" for x, y in at)
    )


_WORD, _BLANKS = re.compile(r"\S+"), re.compile(r"[^\S ]|\s\s")


def lines_of(words: str, most: int) -> tuple[str, ...]:
    """A text in lines of at most `most` characters, broken at blanks; a longer word stands alone."""
    if _BLANKS.search(words):
        words = " ".join(words.split())
    found: list[tuple[int, int]] = []
    for word in _WORD.finditer(words):
        if found and word.end() - found[-1][0] <= most:
            found[-1] = (found[-1][0], word.end())
        else:
            found.append(word.span())
    return tuple(sliced(words, *line) for line in found)


def shortened(words: str, most: int) -> str:
    """At most `most` characters, with an ellipsis where something is left out: after a word, where one ends in the last third."""
    return made(_shortened, words, most)


def _shortened(words: str, most: int) -> str:
    if len(words) <= most:
        return words
    last = words.rfind(" ", 0, most)
    kept = sliced(words, 0, len(words[: last if 3 * last >= 2 * most else most - 1].rstrip(" ,;:")))
    return Mixed.of((kept, "…")) if isinstance(kept, (Foreign, Mixed)) else kept + "…"


def escaped(words: str) -> str:
    """Text that Plotly shows as it is: it reads texts as markup and `%{}` as a place to fill."""
    return made(_escaped, words)


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("%{", "% {")


def points(
    name: str,
    at: Sequence[tuple[float, int]],
    said: Sequence[Sequence[str]],
    symbols: Sequence[str],
    colours: int = 1,
    facts: Sequence[str] = (),
) -> dict[str, Any]:
    """A trace of marks; `said` are the lines that each shows when it is pointed at, `facts` what states each of them."""
    return {
        "type": "scatter", "mode": "markers", "name": escaped(name), "cliponaxis": False,
        "x": [round(x, 4) for x, _ in at], "y": [y for _, y in at],
        "customdata": [[joined("<br>", [escaped(one) for one in lines if one])] for lines in said],
        "hovertemplate": "%{customdata[0]}<extra></extra>", "marker": {"symbol": list(symbols), "size": 11}, "line": {},
        "meta": {"colour": colours, "facts": list(facts)},
    }  # fmt: skip


def spans(name: str, at: Sequence[tuple[float, float, int]], width: float, dash: str = "solid") -> dict[str, Any]:
    """A trace of lines from the first to the second number, in a row each."""
    xs: list[float | None] = []
    ys: list[int | None] = []
    for low, high, y in at:
        xs += [round(low, 4), round(high, 4), None]
        ys += [y, y, None]
    return {
        "type": "scatter", "mode": "lines", "name": escaped(name), "x": xs, "y": ys, "hoverinfo": "skip",
        "line": {"width": width, "dash": dash}, "marker": {}, "meta": {"colour": 1},
    }  # fmt: skip


def _label(words: str) -> str:
    return "<br>".join(map(_escaped, lines_of(words, 22)[:3]))


def rows_figure(data: Sequence[dict[str, Any]], x: dict[str, Any], labels: Sequence[str]) -> dict[str, Any]:
    """A figure whose rows have names, from the top down: the first label stands at the height of their number."""
    heights = list(range(len(labels), 0, -1))
    return {
        "data": list(data),
        "layout": {
            "xaxis": {**x, "fixedrange": True},
            "yaxis": {
                "tickmode": "array", "tickvals": heights, "ticktext": [made(_label, one) for one in labels],
                "range": [0.4, len(labels) + 0.6], "fixedrange": True, "title": {"text": ""},
            },
            "margin": {"l": 150, "r": 16, "t": 8, "b": 30}, "hovermode": "closest", "showlegend": False,
        },
    }  # fmt: skip


def percent_anchor(tick: int) -> Literal["start", "middle", "end"]:
    """Where the label of a tick from 0 to 100 % is held, so that those of both ends stay within the axis."""
    return "start" if tick == 0 else "end" if tick == 100 else "middle"
