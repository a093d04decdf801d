"""A page for each chart by itself, for others to embed, with its source baked in.

Comes in: `Material`. Goes out: an `EmbedView` a chart. Apart from topic pages: no navigation, nothing but the chart.
"""

from __future__ import annotations

from sitegen.messages import msg
from sitegen.values import valueclass
from sitegen.views.frame import Frame, Link
from sitegen.views.material import Material, page_frame
from sitegen.views.sized import ChartView, chart_view
from sitegen.views.words import SketchView, filed_view

__all__ = ["EmbedView", "embed_pages"]


@valueclass(frozen=True, slots=True)
class EmbedView:
    """`page` is where the chart stands among the facts. Either `charts` holds it or `sketches`."""

    frame: Frame
    charts: tuple[ChartView, ...]
    sketches: tuple[SketchView, ...]
    page: Link


def embed_pages(material: Material, topic: str) -> tuple[EmbedView, ...]:
    """Those of a topic's charts and drawings; of the comparison's where `topic` is empty."""
    found = []
    for chart in material.charts.get(topic, ()) if topic else material.comparison:
        here = material.here(f"embed/{chart.id}/")
        page = here.topic(topic) if topic else Link(msg("Compare"), here.to("compare/"))
        told = page_frame(material, here, chart.title, chart.text)
        found.append(EmbedView(told, (chart_view(chart, here),), (), page))
    for sketch in material.sketches.get(topic, ()):
        here = material.here(f"embed/{sketch.id}/")
        own = here.topic(topic)
        page = (
            own
            if sketch.section
            else Link(msg("{name}: where sources disagree", name=own.text), f"{own.href}conflicts/")
        )
        told = page_frame(material, here, sketch.title, sketch.text)
        found.append(EmbedView(told, (), (filed_view(sketch, here),), page))
    return tuple(found)
