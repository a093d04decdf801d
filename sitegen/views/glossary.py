"""The glossary: every abbreviation and term that pages explain where they occur.

Comes in: `Material`. Goes out: `GlossaryView`, where a site explains anything. Apart from `terms`, which pages share.
"""

from __future__ import annotations

from markupsafe import Markup

from sitegen import markup
from sitegen.messages import msg
from sitegen.values import valueclass
from sitegen.views.frame import Frame
from sitegen.views.material import Material, page_frame
from sitegen.views.parts import show_fact

__all__ = ["GlossaryView", "Term", "glossary_pages"]


@valueclass(frozen=True, slots=True)
class Term:
    """`href` leads to the topic of that name, where there is one."""

    term: str
    expansion: str
    meaning: Markup
    href: str


@valueclass(frozen=True, slots=True)
class GlossaryView:
    frame: Frame
    terms: tuple[Term, ...]


def glossary_pages(material: Material) -> tuple[GlossaryView, ...]:
    graph, here = material.graph, material.here("glossary/")
    show = show_fact(here)
    meanings = {entry.term: entry.meaning or "" for entry in graph.corpus.glossary}
    expansions = graph.abbreviations
    terms = tuple(
        Term(
            term,
            expansions.get(term, ""),
            markup.inline(meanings.get(term, ""), show),
            here.named(term).href,
        )
        for term in sorted({*meanings, *expansions}, key=str.casefold)
    )
    told = page_frame(material, here, msg("Glossary"), msg("Abbreviations and terms, explained."))
    return (GlossaryView(told, terms),) if terms else ()
