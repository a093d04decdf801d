"""A drawing made of a few kinds of mark, with its table and its sentence: what the charts of evidence are.

Comes in: nothing. Goes out: frozen values. Apart from `model`, whose charts have axes of years and sizes; here every
mark already stands where it is drawn, and carries the fact or the formula of what it says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from sitegen.charts.model import Cell

__all__ = ["Mark", "Sketch", "dot", "escaped", "line", "lines_of", "rect", "shortened", "text"]

Shape = Literal["rect", "line", "dot", "square", "diamond", "arrow", "text"]


@dataclass(frozen=True, slots=True)
class Mark:
    """`x`, `y` is the place (the centre of a dot, square or diamond); `to_x`, `to_y` the far end or corner.

    `style` is the class that colours it. Exactly one of `fact`, `formula` and `plain` is said of a mark with a number.
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


@dataclass(frozen=True, slots=True)
class Sketch:
    """A chart whose drawing is marks; `note` says what their looks mean. `figure` is a Plotly figure, or None where nothing is gained by touching it."""

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


def rect(x: float, y: float, to_x: float, to_y: float, style: str = "", **said: Any) -> Mark:
    return Mark("rect", round(x, 1), round(y, 1), round(to_x - x, 1), round(to_y - y, 1), style, **said)


def line(x: float, y: float, to_x: float, to_y: float, style: str = "", **said: Any) -> Mark:
    return Mark("line", round(x, 1), round(y, 1), round(to_x, 1), round(to_y, 1), style, **said)


def dot(x: float, y: float, style: str = "", shape: Shape = "dot", **said: Any) -> Mark:
    return Mark(shape, round(x, 1), round(y, 1), style=style, **said)


def text(x: float, y: float, words: str, style: str = "", **said: Any) -> Mark:
    return Mark("text", round(x, 1), round(y, 1), style=style, text=words, **said)


def lines_of(words: str, most: int) -> tuple[str, ...]:
    """A text in lines of at most `most` characters, broken at blanks; a longer word stands alone."""
    found: list[str] = []
    for word in words.split():
        if found and len(found[-1]) + 1 + len(word) <= most:
            found[-1] += f" {word}"
        else:
            found.append(word)
    return tuple(found)


def shortened(words: str, most: int) -> str:
    """At most `most` characters, with an ellipsis where something is left out."""
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def escaped(words: str) -> str:
    """Text that Plotly shows as it is: it reads texts as markup and `%{}` as a place to fill."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("%{", "% {")
