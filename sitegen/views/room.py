"""How much room a section of a page takes, roughly: browsers keep it until they lay the section out.

Comes in: how many letters its rows have, how many headings, how tall its drawings are. Goes out: a step, from 1, that the
style sheet turns into a height. Apart from `parts`, because this knows letters and pixels and nothing of facts.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

__all__ = ["STEPS", "room"]

STEPS = 9
# Of a phone, in pixels, all of them generous: what is kept too small would lie over what follows it.
_PER_LINE, _LINE, _ROW, _HEAD, _CAPTION, _LEAST, _STEP = 40, 26, 12, 64, 300, 256, 1.5


def room(rows: Iterable[tuple[int, int]], heads: int, drawings: Iterable[float]) -> int:
    """The step: each is half as much again as the one before. `rows` are letters of a row, and of what stands below it."""
    tall = _HEAD * heads + sum(_CAPTION + one for one in drawings)
    for letters, below in rows:
        tall += _ROW + _LINE * (1 + letters // _PER_LINE) + (_LINE * (2 + below // _PER_LINE) if below else 0)
    return min(STEPS, 1 + max(0, math.ceil(math.log(tall / _LEAST, _STEP))))
