"""The pictures that stand beside a link to a market or a review elsewhere: its name, its numbers, its sources.

Comes in: `Material`. Goes out: which pages have a picture, and the pictures as outputs below cards/. Apart, because only
publishing draws them: drawing takes a library (extra `cards`) and the fonts of the machine, which no page needs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from markupsafe import escape

from sitegen import markup
from sitegen.charts.sketch import lines_of, shortened
from sitegen.estimates import Estimate
from sitegen.graph import Graph
from sitegen.outputs import Output
from sitegen.problems import EnvironmentFailure
from sitegen.views.frame import address_of
from sitegen.views.headline import Headline, headline
from sitegen.views.material import Material
from sitegen.views.parts import show_fact

__all__ = ["HEIGHT", "WIDTH", "Card", "addresses", "card_svg", "cards", "missing", "picture"]

WIDTH, HEIGHT = 1200, 630
_LEFT, _ROWS = 72, 3
# As on light pages; a picture has no dark scheme.
_COLOURS = ("#0a5ea8", "#b8480a", "#08775a", "#8f3b76")
_PAPER, _INK, _MUTED, _RULE, _ACCENT = "#fdfcf9", "#1a1e22", "#5a636c", "#1a1e22", "#0b5563"
_SERIF = "'Iowan Old Style', Palatino, Charter, 'Source Serif 4', Georgia, 'Liberation Serif', 'DejaVu Serif', serif"
_SANS = "'Helvetica Neue', Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"

Draw = Callable[[str], bytes]
"""An SVG → a PNG."""


@dataclass(frozen=True, slots=True)
class Card:
    """What one picture says. `rows` are values with who states them; `apart` how far sources differ, or empty."""

    site: str
    kind: str
    name: str
    rows: tuple[tuple[str, str], ...]
    apart: str
    text: str
    foot: str


def addresses(graph: Graph, estimates: Iterable[Estimate]) -> dict[str, str]:
    """The address of the picture of each page that has one, by the page's: markets that are sized, subjects of documents."""
    subjects = (seed.record.subject for seed in graph.seeds.values())
    topics = dict.fromkeys((*(one.market for one in estimates), *(name for name in subjects if name in graph.topics)))
    return {address_of(graph, topic): f"cards/{topic}.png" for topic in topics if topic}


def cards(material: Material, draw: Draw | None = None) -> Iterator[Output]:
    """A picture for each page that has one. Raises `EnvironmentFailure` where the library or every font is missing."""
    draw = draw or picture
    for page, path in material.cards.items():
        topic = page.rstrip("/").rpartition("/")[2]
        yield Output(path, draw(card_svg(_card(material, topic))))


def _card(material: Material, name: str) -> Card:
    graph, here = material.graph, material.here("")
    topic, site = graph.topics[name], graph.corpus.site
    told = headline(name, material, here)
    summary = str(markup.prose(topic.file.summary, show_fact(here)).striptags()) if topic.file.summary else ""
    sources = dict.fromkeys(fact.seed for fact in graph.facts_about.get(name, ()))
    labels = ", ".join(graph.seeds[seed].record.label for seed in sources)
    spread = f"{told.spread.text} times apart in {told.spread.year}" if told and told.spread else ""
    return Card(
        site.title, graph.corpus.kinds[topic.kind].label, topic.name, _rows(told) if told else (), spread,
        "" if told else shortened(summary, 230), f"Every number with the words that prove it. From {labels}." if labels else "",
    )  # fmt: skip


def _rows(told: Headline) -> tuple[tuple[str, str], ...]:
    rates = {item.source.text: item.value.text for item in told.rates}
    rows = []
    for item in told.sizes[:_ROWS]:
        source = item.source.text
        rate = f", growing {rates[source]} a year" if source in rates else ""
        rows.append((item.value.text, f"{item.value.year}, {source}{rate}"))
    return tuple(rows)


def card_svg(card: Card) -> str:
    """The picture as SVG, 1,200 by 630, as networks show it."""
    name = lines_of(shortened(card.name, 78), 34)[:3]
    size = 68 if len(name) < 3 else 56
    drawn = [
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{_PAPER}"/>',
        f'<rect width="{WIDTH}" height="12" fill="{_ACCENT}"/>',
        _text(_LEFT, 84, shortened(card.site, 70), 26, _ACCENT, 600),
    ]
    y = 84 + 34 + size
    for line in name:
        drawn.append(_text(_LEFT, y, line, size, _INK, 600, _SERIF))
        y += round(size * 1.12)
    drawn.append(f'<path d="M{_LEFT} {y - size * 0.55:.0f}H{WIDTH - _LEFT}" stroke="{_RULE}" stroke-width="2"/>')
    drawn += list(_values(card, y + 22)) if card.rows else list(_words(card, y + 14))
    drawn.append(_text(_LEFT, HEIGHT - 40, shortened(card.foot, 92), 23, _MUTED))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f"{''.join(drawn)}</svg>"
    )


def _values(card: Card, y: int) -> Iterator[str]:
    for place, (value, who) in enumerate(card.rows):
        colour = _COLOURS[place % len(_COLOURS)]
        yield f'<circle cx="{_LEFT + 11}" cy="{y - 13}" r="11" fill="{colour}"/>'
        yield _text(_LEFT + 40, y, value, 42, colour, 600, _SERIF)
        yield _text(_LEFT + 40, y + 34, shortened(who, 74), 25, _MUTED)
        y += 92
    if card.apart:
        yield _text(WIDTH - _LEFT, HEIGHT - 92, card.apart, 32, _INK, 600, _SERIF, anchor="end")


def _words(card: Card, y: int) -> Iterator[str]:
    for place, line in enumerate(lines_of(card.text, 66)[:4]):
        yield _text(_LEFT, y + 46 * place, line, 34, _INK)


def _text(
    x: float, y: float, words: str, size: int, fill: str, weight: int = 400, family: str = _SANS, anchor: str = "start"
) -> str:
    return (
        f'<text x="{x}" y="{y}" font-family="{family}" font-size="{size}" font-weight="{weight}" fill="{fill}"'
        f' text-anchor="{anchor}">{escape(words)}</text>'
    )


def picture(svg: str) -> bytes:
    """An SVG as PNG, with the fonts of the machine. Raises `EnvironmentFailure` where nothing can be drawn."""
    try:
        import resvg_py
    except ImportError as error:
        raise EnvironmentFailure("pictures for links need a library: pip install 'sitegen[cards]'") from error
    empty, letter = (
        bytes(resvg_py.svg_to_bytes(svg_string=_sample(word), serif_family="Liberation Serif")) for word in ("", "M")
    )
    if empty == letter:
        raise EnvironmentFailure("pictures for links need a font, and this machine has none: install fonts-liberation")
    return bytes(resvg_py.svg_to_bytes(svg_string=svg))


def missing() -> str:
    """What is missing to draw pictures, or nothing."""
    try:
        picture(_sample("M"))
    except EnvironmentFailure as error:
        return str(error)
    return ""


def _sample(word: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">{_text(4, 30, word, 24, _INK)}</svg>'
