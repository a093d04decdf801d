"""A page for each chart by itself, for others to embed, with its source baked in.

Comes in: `Material`. Goes out: an `EmbedView` a chart. Apart from topic pages: no navigation, nothing but the chart.
"""

from __future__ import annotations

from dataclasses import dataclass

from sitegen.views.frame import Frame, Link
from sitegen.views.material import Material, page_frame
from sitegen.views.parts import ChartView, chart_view

__all__ = ["EmbedView", "embed_pages"]


@dataclass(frozen=True, slots=True)
class EmbedView:
    """`page` is where the chart stands among the facts."""

    frame: Frame
    item: ChartView
    page: Link


def embed_pages(material: Material, topic: str) -> tuple[EmbedView, ...]:
    """Those of a topic's charts; of the comparison's where `topic` is empty."""
    found = []
    for chart in material.charts.get(topic, ()) if topic else material.comparison:
        here = material.here(f"embed/{chart.id}/")
        page = here.topic(topic) if topic else Link("Compare", here.to("compare/"))
        found.append(EmbedView(page_frame(material, here, chart.title, chart.text), chart_view(chart, here), page))
    return tuple(found)
