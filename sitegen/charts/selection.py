"""The flow of a selection: a box for each stage, beside the arrow what left, every box linked to its fact.

Comes in: a `Flow`. Goes out: a `Sketch`. A step that the review does not report has a dashed box that says so, with
what the arithmetic leaves where it leaves something.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sitegen.charts.model import Cell
from sitegen.charts.sketch import Mark, Sketch, line, lines_of, rect, text
from sitegen.evidence.model import Branch, CountOf, Flow
from sitegen.languages import ENGLISH, Language
from sitegen.messages import capitalised, joined, made, msg

__all__ = ["flow_sketch"]

WIDTH = 360.0
STAGE_RIGHT, SIDE_LEFT, ARROW = 300.0, 62.0, 30.0
# The branch of other methods is set in, so that the main line can pass on its left.
SET_IN, RAIL = 44.0, 14.0
LINE, PAD = 18.0, 10.0


@dataclass(slots=True)
class _Pen:
    language: Language
    y: float = 1.0
    marks: list[Mark] = field(default_factory=list)


def flow_sketch(sketch_id: str, title: str, found: Flow, language: Language = ENGLISH) -> Sketch:
    """Boxes are as high as their texts are long, which depends on the language."""
    pen = _Pen(language)
    if found.other is not None:
        _heading(pen, msg("Databases and registers"))
    for index, stage in enumerate(found.stages):
        joins = found.other is not None and index == len(found.stages) - 1
        if index:
            _between(pen, found.exclusions[index - 1], arrow=not joins)
        if joins and found.other is not None:
            _other(pen, found.other)
        _box(pen, stage, 1.0, STAGE_RIGHT, "stage")
    steps = _steps(found)
    return Sketch(
        sketch_id, title, msg("Records at each step, and what left between them"), _sentence(found), WIDTH, round(pen.y + 2, 1),
        tuple(pen.marks), (msg("Step"), msg("Stated"), msg("Computed"), msg("How")), tuple(_row(step, left) for step, left in steps),
        tuple(fact.id for step, _ in steps for fact in (step.fact, *step.parts, *step.restated) if fact is not None), None,
        msg("Dashed boxes are steps that the review does not report; slanted numbers are derived by us."),
    )  # fmt: skip


def _heading(pen: _Pen, words: str, left: float = 1.0) -> None:
    pen.marks.append(text(left, pen.y + LINE, words, "group", plain="name"))
    pen.y += LINE + 10


def _other(pen: _Pen, other: Branch) -> None:
    """The branch, set in: the line of what was found before goes on beside it, down to where both meet."""
    start = pen.y
    pen.y += 8
    _heading(pen, msg("Other methods"), SET_IN)
    if not other.stages:
        pen.marks.append(text(SET_IN, pen.y + LINE, msg("counts not declared"), "muted"))
        pen.y += LINE + 10
    for index, stage in enumerate(other.stages):
        _box(pen, stage, SET_IN, WIDTH - 1, "stage")
        _between(pen, other.exclusions[index], inset=SET_IN)
    pen.marks.append(Mark("arrow", RAIL, start, RAIL, pen.y, "thread"))


def _steps(found: Flow) -> list[tuple[CountOf, bool]]:
    """(step, whether it left), in the order of the flow; those of other methods before the stage at which they join."""
    out: list[tuple[CountOf, bool]] = []
    for index, stage in enumerate(found.stages):
        if index:
            out += [(one, True) for one in found.exclusions[index - 1]]
        if found.other is not None and index == len(found.stages) - 1:
            for other, left in zip(found.other.stages, found.other.exclusions, strict=True):
                out += [(other, False), *((one, True) for one in left)]
        out.append((stage, False))
    return out


def _between(pen: _Pen, exclusions: Sequence[CountOf], *, arrow: bool = True, inset: float = 0.0) -> None:
    """What left, in boxes beside the line; `arrow` is False where the line goes on beside other boxes."""
    start, at = pen.y, inset + ARROW if inset else ARROW
    pen.y += 12
    for one in exclusions:
        top = pen.y
        _box(pen, one, inset / 2 + SIDE_LEFT, WIDTH - 1, "left")
        middle = (top + pen.y) / 2
        pen.marks.append(line(at, middle, inset / 2 + SIDE_LEFT, middle, "thread"))
        pen.y += 10
    pen.y += 6
    if arrow:
        pen.marks.append(Mark("arrow", at, start, at, pen.y, "thread"))
    else:
        pen.marks += [line(at, start, at, pen.y, "thread"), line(at, pen.y, RAIL, pen.y, "thread")]


def _box(pen: _Pen, step: CountOf, left: float, right: float, style: str) -> None:
    """A box with the measure, its number, and its parts; a step without a fact is dashed."""
    said = _said(step)
    most = int((right - left - 2 * PAD) / 7.4)
    rows = [(words, mark) for whole, mark in said for words in lines_of(pen.language.of(whole), most)]
    height = len(rows) * LINE + 2 * PAD - 4
    state = "" if step.fact is not None or step.parts else " absent"
    sign = (
        {"fact": step.fact.id}
        if step.fact is not None
        else {"formula": step.formula}
        if step.formula
        else {"plain": "not reported"}
    )
    pen.marks.append(
        rect(
            left,
            pen.y,
            right,
            pen.y + height,
            style + state,
            **sign,
            href=step.fact.id if step.fact is not None else "",
        )
    )
    for index, (words, mark) in enumerate(rows):
        pen.marks.append(text(left + PAD, pen.y + PAD + LINE * (index + 0.62), words, **mark))
    pen.y += height


def _said(step: CountOf) -> list[tuple[str, dict[str, str]]]:
    head: list[tuple[str, dict[str, str]]] = [(_title(step.measure), {"style": "label", "plain": "name"})]
    if step.fact is not None:
        head.append((step.fact.value, {"style": "number", "fact": step.fact.id, "href": step.fact.id}))
    elif step.parts:
        head.append((msg("{computed} in all", computed=step.computed), {"style": "computed", "formula": step.formula}))
    else:
        head.append((msg("not reported"), {"style": "muted"}))
        if step.computed is not None:
            head.append(
                (
                    msg("arithmetic leaves {computed}", computed=step.computed),
                    {"style": "computed", "formula": step.formula},
                )
            )
    head += [
        (
            msg("{name}: {value}", name=part.by, value=part.value) if part.by else part.value,
            {"style": "part", "fact": part.id, "href": part.id},
        )
        for part in step.parts
    ]
    return head


def _title(measure: str) -> str:
    return made(capitalised, measure)


def _row(step: CountOf, left: bool) -> tuple[Cell, ...]:
    stated = Cell(step.fact.value, fact=step.fact.id) if step.fact is not None else Cell(msg("not reported"))
    computed = Cell(str(step.computed), formula=step.formula) if step.computed is not None else Cell("–")
    how = Cell(step.formula, formula=step.formula) if step.formula else Cell("–")
    return (Cell(joined("− " if left else "", ["", _title(step.measure)])), stated, computed, how)


def _sentence(found: Flow) -> str:
    """The flow in words: stated numbers plain, computed ones named so."""
    parts = []
    for step, left in _steps(found):
        if step.fact is not None:
            sign = "− " if left else ""
            parts.append(msg("{measure}: {value}", measure=step.measure, value=f"{sign}{step.fact.value}"))
        elif step.computed is not None and step.parts:
            parts.append(msg("{measure}: {number} (added up)", measure=step.measure, number=step.computed))
        elif step.computed is not None:
            parts.append(
                msg("{measure}: not reported ({number} by arithmetic)", measure=step.measure, number=step.computed)
            )
        else:
            parts.append(msg("{measure}: not reported", measure=step.measure))
    return msg("{said}.", said=joined("; ", parts))
