"""What a market comes to in one glance: how big, how fast, according to whom, and how far apart they stand.

Comes in: a market's estimates and its spread. Goes out: a `Headline`, or None where no source sizes the market.
Apart, because the first page and the market's own show the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from math import floor, log10

from sitegen.align import Spread, spread
from sitegen.estimates import Estimate
from sitegen.values import valueclass
from sitegen.views.frame import Here, Link
from sitegen.views.material import Material
from sitegen.views.sized import ValueView, value_view
from sitegen.views.words import in_our_words

__all__ = ["Dot", "Headline", "Quoted", "SpreadView", "headline"]

_LEFT, _RIGHT = 10.0, 310.0


@valueclass(frozen=True, slots=True)
class Quoted:
    """A stated value with the source that states it; `means` says a large amount in the words of another language, or nothing."""

    value: ValueView
    source: Link
    means: str


@valueclass(frozen=True, slots=True)
class Dot:
    """One source in the drawing of a spread: its position, its size as text, and what proves or makes it."""

    x: float
    shape: int
    name: str
    text: str
    fact: str
    formula: str
    y: int
    anchor: str


@valueclass(frozen=True, slots=True)
class SpreadView:
    """How far apart the sources are: `text` times in `year`. `dots` stand on a logarithmic line."""

    text: str
    year: str
    formula: str
    low: str
    high: str
    dots: tuple[Dot, ...]


@valueclass(frozen=True, slots=True)
class Headline:
    """`sizes` are base sizes, `ends` forecasts, `rates` stated rates; each says its source."""

    sizes: tuple[Quoted, ...]
    ends: tuple[Quoted, ...]
    rates: tuple[Quoted, ...]
    spread: SpreadView | None
    sources: int
    order: str


def headline(market: str, material: Material, here: Here) -> Headline | None:
    own = [
        one for one in material.dossier.estimates_about.get(market, ()) if not one.superseded and one.start is not None
    ]
    if not own:
        return None
    apart = spread(market, material.dossier.estimates_about.get(market, ()))
    return Headline(
        sizes=tuple(_size(one, here, last=False) for one in own),
        ends=tuple(_size(one, here, last=True) for one in own if one.end is not None),
        rates=tuple(_rate(one, here) for one in own if one.growth is not None),
        spread=_spread_view(apart, here) if apart else None,
        sources=len(own),
        order=str(max(_amount(one) for one in own)),
    )


def _amount(estimate: Estimate) -> Decimal:
    start = estimate.start
    return start.fact.quantity.amount if start is not None and start.fact.quantity is not None else Decimal(0)


def _size(estimate: Estimate, here: Here, *, last: bool) -> Quoted:
    size = estimate.end if last else estimate.start
    assert size is not None
    return Quoted(
        value_view(size.fact, str(size.year), here), here.source(estimate.seed), in_our_words(size.fact, here)
    )


def _rate(estimate: Estimate, here: Here) -> Quoted:
    fact = estimate.growth
    assert fact is not None
    return Quoted(value_view(fact, fact.when.printed if fact.when else "", here), here.source(estimate.seed), "")


def _spread_view(apart: Spread, here: Here) -> SpreadView:
    amounts = [float(size.amount) for size in apart.sized]
    low, high = floor(log10(min(amounts)) * 2) / 2 - 0.1, log10(max(amounts)) + 0.1
    places = [_LEFT + (log10(amount) - low) / (high - low) * (_RIGHT - _LEFT) for amount in amounts]
    order = _shapes(apart)
    dots = tuple(
        Dot(
            round(x, 1), order.index(size.seed) + 1, here.graph.seeds[size.seed].record.label, size.text,
            "" if size.formula else size.inputs[0], size.formula,
            -16 if place % 2 == 0 else 30, "start" if x < (_LEFT + _RIGHT) / 2 else "end",
        )
        for place, (x, size) in enumerate(zip(places, apart.sized, strict=True))
    )  # fmt: skip
    return SpreadView(apart.text, str(apart.year), apart.formula, apart.sized[0].text, apart.sized[-1].text, dots)


def _shapes(apart: Spread) -> Sequence[str]:
    """The seeds in the order in which the market's chart numbers them, so that signs mean the same in both."""
    return sorted({size.seed for size in apart.sized})
