"""A page at each retired address, for hosts that know no redirects: it leads on by itself.

Comes in: `Material`. Goes out: a `MovedView` an address. Apart from `moved`, which decides where addresses lead.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sitegen.moved import moves
from sitegen.views.frame import Frame
from sitegen.views.material import Material, page_frame

__all__ = ["MovedView", "moved_pages"]


@dataclass(frozen=True, slots=True)
class MovedView:
    """`refresh` is what a browser follows, `href` what a reader does."""

    frame: Frame
    refresh: str
    href: str


def moved_pages(material: Material) -> tuple[MovedView, ...]:
    found = []
    for was, now in moves(material.graph).items():
        here = material.here(was)
        frame = page_frame(material, here, "This page has moved", "The page of this address stands elsewhere now.")
        found.append(MovedView(replace(frame, indexable=False, twin=""), f"0; url={here.to(now)}", here.to(now)))
    return tuple(found)
