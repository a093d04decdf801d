"""An icon array: of a hundred people in each arm, how many had the outcome.

Comes in: the arms of one study's outcome. Goes out: a `Sketch`. The hundred are the arm's share, rounded to whole
people: a way to see a stated count, marked as derived.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sitegen.charts.model import Cell
from sitegen.charts.sketch import Mark, Sketch, dots, lines_of, squares, text
from sitegen.evidence.model import ArmResult
from sitegen.messages import joined, msg

__all__ = ["icons_sketch", "per_hundred"]

WIDTH, STEP, GAP = 360.0, 15.0, 30.0


def per_hundred(arm: ArmResult) -> int | None:
    """The arm's share in whole people of a hundred, halves upwards; None without a share."""
    if arm.arm is None or arm.arm.total == 0:
        return None
    return (200 * arm.arm.events + arm.arm.total) // (2 * arm.arm.total)


def icons_sketch(sketch_id: str, label: str, arms: Sequence[ArmResult], name: Callable[[str], str]) -> Sketch | None:
    shown = [(arm, count) for arm in arms if (count := per_hundred(arm)) is not None]
    if len(shown) < 2:
        return None
    marks: list[Mark] = []
    y, height = 0.0, 0.0
    for index, (arm, count) in enumerate(shown):
        left = (index % 2) * (10 * STEP + GAP)
        if index and index % 2 == 0:
            y, height = y + height + 20, 0.0
        own, tall = _array(arm, count, left, y, name)
        marks += own
        height = max(height, tall)
    rows = tuple(
        (Cell(name(arm.topic), plain="name"), Cell(arm.fact.value if arm.fact else "–", fact=arm.fact.id if arm.fact else ""),
         Cell(str(count), formula=_formula(arm)))
        for arm, count in shown
    )  # fmt: skip
    said = joined(
        "; ", [msg("{number} of 100 with {topic}", number=count, topic=name(arm.topic)) for arm, count in shown]
    )
    return Sketch(
        sketch_id, msg("In a hundred people"), msg("Each figure stands for one of them"), msg("{label}: {said} (derived).", label=label, said=said), WIDTH, round(y + height, 1),
        tuple(marks), (msg("Arm"), msg("Counted"), msg("Of 100")), rows, tuple(arm.fact.id for arm, _ in shown if arm.fact is not None), None,
        msg("Filled figures are people with the outcome, derived by us from the stated counts."),
    )  # fmt: skip


def _formula(arm: ArmResult) -> str:
    return (
        msg("100 × {counted}, in whole people", counted=f"{arm.arm.events} ÷ {arm.arm.total}")
        if arm.arm is not None
        else ""
    )


def _array(arm: ArmResult, count: int, left: float, top: float, name: Callable[[str], str]) -> tuple[list[Mark], float]:
    """Ten rows of ten, filled from the top."""
    head = lines_of(name(arm.topic), 22)
    marks = [text(left, top + 14 + 16 * index, words, "label", plain="name") for index, words in enumerate(head)]
    start = top + 16 * len(head) + 22
    marks.append(text(left, start - 5, msg("{number} of 100", number=count), "computed", formula=_formula(arm)))
    places = [(left + STEP * (index % 10) + 6, start + STEP * (index // 10) + 8) for index in range(100)]
    marks += [squares(places[:count], "person yes")] if count else []
    marks += [dots(places[count:], "person no")] if count < 100 else []
    return marks, 16 * len(head) + 22 + 10 * STEP + 6
