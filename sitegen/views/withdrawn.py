"""The banner of pages that rest on a withdrawn document: by a fact of it, or by a value computed from one.

Comes in: a drawn page, its view, `Material`. Goes out: the view with its banner, or None. Apart from the pages, because
none of them may forget it: every number of a page carries its fact or its formula, so the page itself says what it
rests on, and a new kind of page has its banner by itself.
"""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from typing import TypeVar

from sitegen import formats
from sitegen.facts import Seed
from sitegen.views.frame import Frame, Withdrawal
from sitegen.views.material import Material

__all__ = ["bannered"]

_MARK = re.compile(r'\bdata-(fact|derived)="([^"]*)"')
V = TypeVar("V")


def bannered(view: V, page: bytes, material: Material) -> V | None:
    """The view, its frame naming every withdrawn document that a number of its page rests on; None where none is."""
    frame = getattr(view, "frame", None)
    gone = material.withdrawn
    if not gone or not isinstance(frame, Frame):
        return None
    marks = _MARK.findall(page.decode("utf-8"))
    facts = {fact for kind, text in marks if kind == "fact" for fact in text.split()}
    computed = {unescape(text) for kind, text in marks if kind == "derived"}
    here = material.here(frame.path.removeprefix(material.language.prefix))
    found = tuple(
        Withdrawal(
            here.source(seed.id),
            seed.record.withdrawn or "",
            formats.day(seed.record.withdrawn or ""),
            here.to("rules/source-withdrawn/"),
        )
        for seed in gone
        if any(fact.startswith(f"{seed.id}/") for fact in facts) or computed & _rests_on(seed, material)
    )
    return replace(view, frame=replace(frame, withdrawn=found)) if found else None  # type: ignore[type-var]


def _rests_on(seed: Seed, material: Material) -> set[str]:
    """The formulas, and the lists of inputs, of all values computed from a document's facts."""
    values = [
        v for v in material.derived if v.seed == seed.id or any(one.startswith(f"{seed.id}/") for one in v.inputs)
    ]
    return {value.formula for value in values} | {" ".join(value.inputs) for value in values}
