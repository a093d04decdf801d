"""What stands where no page is: a page at each retired address, which leads on by itself, and the page of errors.

Comes in: `Material`. Goes out: views. Apart from `moved`, which decides where addresses lead.
"""

from __future__ import annotations

from dataclasses import replace

from sitegen.messages import msg
from sitegen.moved import moves
from sitegen.values import valueclass
from sitegen.views.frame import Frame, Link
from sitegen.views.material import Material, page_frame

__all__ = ["MovedView", "NotFoundView", "moved_pages", "not_found"]


@valueclass(frozen=True, slots=True)
class MovedView:
    """`refresh` is what a browser follows, `href` what a reader does."""

    frame: Frame
    refresh: str
    href: str


@valueclass(frozen=True, slots=True)
class NotFoundView:
    frame: Frame
    home: str
    kinds: tuple[Link, ...]


def moved_pages(material: Material) -> tuple[MovedView, ...]:
    found = []
    for was, now in moves(material.graph).items():
        here = material.here(was)
        frame = page_frame(
            material, here, msg("This page has moved"), msg("The page of this address stands elsewhere now.")
        )
        found.append(MovedView(replace(frame, indexable=False, twin=""), f"0; url={here.to(now)}", here.to(now)))
    return tuple(found)


def not_found(material: Material) -> NotFoundView:
    """Served from any address, so its links begin at the root of the site."""
    from urllib.parse import urlsplit

    root = urlsplit(material.base_url).path.rstrip("/") + "/" if material.base_url else "/"
    graph = material.graph
    here = material.here("404.html", absolute=root)
    kinds = tuple(Link(e.plural, here.to(f"{e.address}/")) for k, e in graph.corpus.kinds.items() if graph.of_kind(k))
    return NotFoundView(
        page_frame(material, here, msg("Page not found"), msg("There is no page at this address.")), here.to(""), kinds
    )
