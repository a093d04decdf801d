"""Words with their warrant: the smallest part of a page that says a number.

Comes in: facts, formulas, checks, sketches. Goes out: frozen parts. Apart from `parts`, because evidence is told in
sentences that mix what is stated with what is computed, and each word must know which it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from markupsafe import Markup

from sitegen.audit.model import STATE_WORDS
from sitegen.charts.sketch import Sketch
from sitegen.evidence.model import Check
from sitegen.facts import Fact
from sitegen.markup import json_in_html
from sitegen.views.frame import Here, Link, plain_name

__all__ = ["CheckView", "SketchView", "Words", "check_view", "computed", "filed_view", "said", "sketch_view", "stated"]


@dataclass(frozen=True, slots=True)
class Words:
    """`fact` for what a document states, `formula` for what is computed, `plain` for names and counters.

    `disputed` is the rule whose finding the stated value takes part in, or empty.
    """

    text: str
    fact: str = ""
    formula: str = ""
    plain: str = ""
    href: str = ""
    disputed: str = ""


@dataclass(frozen=True, slots=True)
class CheckView:
    """A check as readers see it: both numbers, the state, and why it is so."""

    state: str
    state_text: str
    stated: str
    computed: str
    formula: str
    why: str
    facts: str


@dataclass(frozen=True, slots=True)
class SketchView:
    """A sketch whose marks lead to their facts; `figure` is empty where there is nothing to touch.

    A sketch that stands in files of its own has the addresses of its figure, its table and its page for embedding.
    """

    sketch: Sketch
    figure: Markup
    sources: tuple[Link, ...]
    modes: str = ""
    table: str = ""
    embed: str = ""


def stated(fact: Fact, here: Here, text: str = "") -> Words:
    disputed = here.disputed(fact.id)
    return Words(text or fact.value or fact.statement, fact=fact.id, href=here.fact(fact), disputed=disputed)


def computed(text: str, formula: str) -> Words:
    return Words(text, formula=formula)


def said(text: str, plain: str = "") -> Words:
    return Words(text, plain=plain or plain_name(text))


def check_view(check: Check | None) -> CheckView | None:
    if check is None:
        return None
    return CheckView(
        check.state,
        STATE_WORDS[check.state],
        check.stated,
        check.computed,
        check.formula,
        check.why,
        " ".join(check.facts),
    )


def sketch_view(sketch: Sketch, here: Here) -> SketchView:
    facts = here.graph.facts
    marks = tuple(replace(m, href=here.fact(facts[m.href])) if m.href in facts else m for m in sketch.marks)
    seeds: Iterable[str] = dict.fromkeys(fact.partition("/")[0] for fact in sketch.facts)
    figure = json_in_html(here.say(sketch.figure)) if sketch.figure is not None else Markup("")
    return SketchView(replace(sketch, marks=marks), figure, tuple(here.source(seed) for seed in seeds))


def filed_view(sketch: Sketch, here: Here) -> SketchView:
    """A sketch whose figure a page fetches when a reader reaches for it; see `charts.files`."""
    topics = here.graph.topics
    marks = tuple(replace(m, href=here.topic(m.href).href) if m.href in topics else m for m in sketch.marks)
    return replace(
        sketch_view(replace(sketch, marks=marks), here),
        figure=Markup(""), modes=here.to(f"data/charts/{sketch.id}.json"), table=here.to(f"data/charts/{sketch.id}.csv"), embed=here.to(f"embed/{sketch.id}/"),
    )  # fmt: skip
