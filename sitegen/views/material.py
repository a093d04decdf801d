"""What the views are made of, and the frame that every page gets from it.

Comes in: what earlier stages made. Goes out: `Material` and frames. Apart from `pages`, so that each kind of page can
be a module of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sitegen import __version__
from sitegen.charts.model import Chart
from sitegen.derive import Derived
from sitegen.estimates import Estimate
from sitegen.graph import Graph
from sitegen.spreads import Spread
from sitegen.views.frame import Assets, Frame, Here, Link, frame

__all__ = ["Material", "page_frame"]


@dataclass(frozen=True, slots=True)
class Material:
    """What the views are made of. `built` says when, in words; `base_url` is empty where none is set."""

    graph: Graph
    estimates: tuple[Estimate, ...]
    derived: tuple[Derived, ...]
    charts: Mapping[str, tuple[Chart, ...]]
    assets: Assets
    built: str
    base_url: str
    spreads: tuple[Spread, ...] = ()
    comparison: tuple[Chart, ...] = ()


def page_frame(
    material: Material, here: Here, title: str, description: str, *crumbs: Link, schema: str = "WebPage"
) -> Frame:
    home_crumb = (Link("Home", here.to("")),) if here.path else ()
    return frame(
        here,
        title,
        description,
        (*home_crumb, *crumbs),
        material.assets,
        material.built,
        __version__,
        material.base_url,
        schema,
    )
