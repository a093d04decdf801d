"""The Changes pages of the site and of each market: old → new, why, and who brought it up.

Comes in: `Material` and corrections, or None where there is no history. Goes out: views. Apart from `pages`, because
these are the pages that show what content was before; `feeds` says the same to programs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from sitegen import formats
from sitegen.charts.sketch import shortened
from sitegen.corrections import Correction
from sitegen.graph import Graph
from sitegen.leaves import PER_LEAF, leaf_count, leaf_of, leaf_path
from sitegen.messages import Foreign, as_printed, made, msg
from sitegen.values import valueclass
from sitegen.views.frame import Frame, Here, Link, address_of
from sitegen.views.leaves import Leaves, leaf_title, leaves
from sitegen.views.material import Material, page_frame

__all__ = ["ChangeGroup", "ChangeRow", "ChangesView", "changes_pages", "latest"]

ADDRESS = "changes/"
_BRIEF = 110
_FEEDS = (("Atom", "feed.xml", "application/atom+xml"), ("JSON Feed", "feed.json", "application/feed+json"))
_KINDS = {
    "correction": msg("Correction"), "edition": msg("New edition"), "withdrawal": msg("Withdrawal"), "": msg("Change"),
}  # fmt: skip


@valueclass(frozen=True, slots=True)
class ChangeRow:
    """One value: `fact` is its id, `link` leads to it where it still is, `document` to the document that says it."""

    fact: str
    link: Link
    document: Link | None
    old: str
    new: str


@valueclass(frozen=True, slots=True)
class ChangeGroup:
    """The values that changed for one reason; `goes_on` where a page begins within them."""

    anchor: str
    day: str
    kind: str
    reason: str
    source: str
    rows: tuple[ChangeRow, ...]
    goes_on: bool = False


@valueclass(frozen=True, slots=True)
class FeedLink:
    """A feed beside its page, with its type for programs."""

    text: str
    href: str
    plain: str
    type: str


@valueclass(frozen=True, slots=True)
class ChangesView:
    """`known` is False where there is no history, `whole` where only its end is at hand; `of` is the market, if one."""

    frame: Frame
    known: bool
    whole: bool
    of: Link | None
    feeds: tuple[FeedLink, ...]
    groups: tuple[ChangeGroup, ...]
    leaves: Leaves | None


def changes_pages(material: Material, market: str = "") -> Iterator[ChangesView]:
    """The pages of the site or, where `market` is named, of that market: the last changes first."""
    graph = material.graph
    first = f"{address_of(graph, market)}{ADDRESS}" if market else ADDRESS
    shown = [one for one in material.corrections or () if not market or _touches(one, market, graph)]
    ordered = [(name, one) for name, members in _by_reason(shown) for one in members]
    for number in range(1, leaf_count(len(ordered)) + 1):
        here = material.here(leaf_path(first, number))
        own = leaf_of(ordered, number)
        goes_on = number > 1 and ordered[(number - 1) * PER_LEAF - 1][0] == own[0][0]
        way = leaves(here, first, number, len(ordered))
        yield _page(material, here, market, number, _groups(here, own, goes_on=goes_on), way)


def _page(
    material: Material, here: Here, market: str, number: int, groups: tuple[ChangeGroup, ...], way: Leaves | None
) -> ChangesView:
    graph = material.graph
    name = graph.topics[market].name if market else ""
    title = msg("{name}: changes", name=name) if market else msg("Changes")
    said = (
        msg("{name}: published values that changed: what they were, what they are, and why.", name=name)
        if market
        else msg("Published values that changed: what they were, what they are, and why.")
    )
    crumbs = (here.topic(market),) if market else ()
    return ChangesView(
        frame=page_frame(material, here, leaf_title(title, number), said, *crumbs),
        known=material.corrections is not None,
        whole=not material.shallow,
        of=here.topic(market) if market else None,
        feeds=tuple(FeedLink(text, file, "", kind) for text, file, kind in _FEEDS) if material.base_url else (),
        groups=groups,
        leaves=way,
    )


def latest(material: Material, here: Here, most: int) -> tuple[ChangeGroup, ...]:
    """The last reasons for which values changed, `most` of them, each with at most as many rows, for a strip of a page."""
    last = [(name, one) for name, members in _by_reason(material.corrections or ())[:most] for one in members[:most]]
    return tuple(replace(group, rows=tuple(map(_brief, group.rows))) for group in _groups(here, last))


def _brief(row: ChangeRow) -> ChangeRow:
    return replace(row, old=shortened(row.old, _BRIEF), new=shortened(row.new, _BRIEF))


def _touches(correction: Correction, market: str, graph: Graph) -> bool:
    """Whether a value is one of a market: about it or a part of it, or told by it; a withdrawn one by its document."""
    fact = graph.facts.get(correction.fact)
    if fact is None:
        seed = graph.seeds.get(correction.fact.partition("/")[0])
        return seed is not None and seed.record.subject == market
    family = {market, *(child.id for child in graph.children.get(market, ()))}
    return fact.about in family or fact.of in family or fact in graph.facts_touching.get(market, ())


def _by_reason(found: Sequence[Correction]) -> list[tuple[str, list[Correction]]]:
    """Corrections of one reason together, those without one by day; the last day first."""
    by_name: dict[str, list[Correction]] = {}
    for one in found:
        by_name.setdefault(one.change.id if one.change else f"{one.day}-unexplained", []).append(one)
    return sorted(by_name.items(), key=lambda pair: (_day(pair[1][0]), pair[0]), reverse=True)


def _day(correction: Correction) -> str:
    return correction.change.day if correction.change else correction.day


def _groups(here: Here, found: Sequence[tuple[str, Correction]], *, goes_on: bool = False) -> tuple[ChangeGroup, ...]:
    """Named corrections as groups; the first of them `goes_on` from the page before."""
    files = {change.id: change.file for change in here.graph.corpus.changes}
    groups: list[ChangeGroup] = []
    for name, several in groupby(found, key=lambda pair: pair[0]):
        members = [one for _, one in several]
        change = members[0].change
        file = files.get(change.id) if change is not None else None
        groups.append(
            ChangeGroup(
                anchor=f"change-{name}",
                day=formats.day(_day(members[0])),
                kind=_KINDS[file.kind if file else ""],
                reason=made(_on_one_line, file.reason) if file else "",
                source=(file.source or "") if file else "",
                rows=tuple(_row(here, member) for member in members),
                goes_on=goes_on and not groups,
            )
        )
    return tuple(groups)


def _on_one_line(text: str) -> str:
    line = " ".join(text.split())
    return Foreign.of(line, text.language) if isinstance(text, Foreign) else line


def _row(here: Here, correction: Correction) -> ChangeRow:
    fact = here.graph.facts.get(correction.fact)
    seed = correction.fact.partition("/")[0]
    document = here.source(seed) if seed in here.graph.seeds else None
    if fact is None:
        main = here.language.main
        old, new = as_printed(correction.old, main), as_printed(correction.new, main)
        return ChangeRow(correction.fact, Link(correction.fact, ""), document, old, new)
    named = Link(
        msg("{name}: {measure}", name=here.graph.topics[fact.about].name, measure=fact.measure), here.fact(fact)
    )
    # A statement is ours, in the main language of the site; all else stands in the language of the document.
    language = here.language.main if fact.statement else fact.language
    old, new = as_printed(correction.old, language), as_printed(correction.new, language)
    return ChangeRow(correction.fact, named, document, old, new)
