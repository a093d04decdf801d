"""The comparison page: any markets and any estimates on one chart, with the choice kept in the address.

Comes in: `Material`. Goes out: `CompareView`. Apart from topic pages: it belongs to no topic.
"""

from __future__ import annotations

from dataclasses import dataclass

from sitegen.views.frame import Frame
from sitegen.views.material import Material, page_frame
from sitegen.views.sized import ChartView, chart_view

__all__ = ["CompareView", "compare_pages"]


@dataclass(frozen=True, slots=True)
class CompareView:
    """One chart a currency; `left_out` are the estimates that are too many for a chart."""

    frame: Frame
    charts: tuple[ChartView, ...]
    left_out: int


def compare_pages(material: Material) -> tuple[CompareView, ...]:
    """The page, or none where no document sizes a market."""
    if not material.comparison:
        return ()
    here = material.here("compare/")
    told = page_frame(material, here, "Compare", "Any markets and any estimates on one chart.")
    sized = sum(one.start is not None and not one.superseded for one in material.estimates)
    left_out = max(0, sized - sum(len(chart.series) for chart in material.comparison))
    return (CompareView(told, tuple(chart_view(chart, here) for chart in material.comparison), left_out),)
