"""The comparison page: any markets and any estimates on one chart, with the choice kept in the address.

Comes in: `Material`. Goes out: `CompareView`. Apart from topic pages: it belongs to no topic.
"""

from __future__ import annotations

from sitegen.messages import msg
from sitegen.values import valueclass
from sitegen.views.frame import Frame
from sitegen.views.material import Material, page_frame
from sitegen.views.sized import ChartView, chart_view

__all__ = ["CompareView", "compare_pages"]


@valueclass(frozen=True, slots=True)
class CompareView:
    """One chart a currency."""

    frame: Frame
    charts: tuple[ChartView, ...]


def compare_pages(material: Material) -> tuple[CompareView, ...]:
    """The page, or none where no document sizes a market."""
    if not material.comparison:
        return ()
    here = material.here("compare/")
    told = page_frame(material, here, msg("Compare"), msg("Any markets and any estimates on one chart."))
    return (CompareView(told, tuple(chart_view(chart, here) for chart in material.comparison)),)
