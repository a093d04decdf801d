"""Words with their warrant: the smallest part of a page that says a number.

Comes in: facts, formulas, checks, sketches. Goes out: frozen parts. Apart from `parts`, because evidence is told in
sentences that mix what is stated with what is computed, and each word must know which it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sitegen import formats
from sitegen.audit.model import SIGNS, STATE_WORDS
from sitegen.charts.sketch import Mark, Sketch
from sitegen.evidence.model import Check
from sitegen.facts import Fact
from sitegen.messages import msg
from sitegen.values import valueclass
from sitegen.views.frame import Here, Link, plain_name

__all__ = [
    "CheckView", "MarkView", "SketchView", "Words", "check_view", "computed", "filed_view", "finding_marks", "in_our_words", "said", "stated",
]  # fmt: skip


@valueclass(frozen=True, slots=True)
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


@valueclass(frozen=True, slots=True)
class CheckView:
    """A check as readers see it: both numbers, the state, and why it is so."""

    state: str
    state_text: str
    stated: str
    computed: str
    formula: str
    why: str
    facts: str


@valueclass(frozen=True, slots=True)
class MarkView:
    """A finding as a mark beside a number: a sign, what it means, where it is told."""

    state: str
    sign: str
    text: str
    href: str


@valueclass(frozen=True, slots=True)
class SketchView:
    """A sketch whose marks lead to their facts, with the addresses of its figure, its table and its page for embedding.

    `marks` are the findings of the cells of its table, by their facts.
    """

    sketch: Sketch
    sources: tuple[Link, ...]
    modes: str
    table: str
    embed: str
    marks: Mapping[str, tuple[MarkView, ...]]


def stated(fact: Fact, here: Here, text: str = "") -> Words:
    disputed = here.disputed(fact.id)
    return Words(text or fact.value or fact.statement, fact=fact.id, href=here.fact(fact), disputed=disputed)


_BILLION = 10**9


def in_our_words(fact: Fact, here: Here) -> str:
    """A large amount as a page of another language than its document's says it: a billion is not the same everywhere."""
    quantity = fact.quantity
    if not here.language.prefix or quantity is None or quantity.kind != "money" or abs(quantity.amount) < _BILLION:
        return ""
    return here.say(formats.money(quantity.amount, quantity.unit)) if here.foreign(fact.language) else ""


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


def finding_marks(fact: str, here: Here) -> tuple[MarkView, ...]:
    """The findings in which a fact takes part, one for each rule."""
    found = here.marks.get(fact)
    if not found:
        return ()
    by_rule = {one.rule: one for one in reversed(found)}
    return tuple(
        MarkView(
            one.state.replace(" ", "-"), SIGNS[one.state][0], msg("{rule}: {state}", rule=one.rule, state=SIGNS[one.state][1]),
            here.to(here.told[one.id]),
        )
        for one in reversed(by_rule.values())
    )  # fmt: skip


def filed_view(sketch: Sketch, here: Here) -> SketchView:
    """A sketch whose marks lead to their facts and topics; its figure and its table stand in files, see `charts.files`."""
    facts, topics = here.graph.facts, here.graph.topics

    def led(mark: Mark) -> Mark:
        if mark.href in facts:
            return replace(mark, href=here.fact(facts[mark.href]))
        return replace(mark, href=here.topic(mark.href).href) if mark.href in topics else mark

    seeds = dict.fromkeys(fact.partition("/")[0] for fact in sketch.facts)
    marked = {cell.fact for row in sketch.rows for cell in row if cell.remark}
    data = f"data/charts/{sketch.id}"
    return SketchView(
        replace(sketch, marks=tuple(map(led, sketch.marks))), tuple(here.source(seed) for seed in seeds), here.to(f"{data}.json"), here.to(f"{data}.csv"),
        here.to(f"embed/{sketch.id}/"), {several: _marks_of(several, here) for several in marked},
    )  # fmt: skip


def _marks_of(several: str, here: Here) -> tuple[MarkView, ...]:
    return tuple(dict.fromkeys(mark for fact in several.split() for mark in finding_marks(fact, here)))
