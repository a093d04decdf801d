"""The Changes pages of the site and of each market: old → new, why, and who brought it up.

Comes in: `Material` and corrections, or None where there is no history. Goes out: views. Apart from `pages`, because
these are the pages that show what content was before; `feeds` says the same to programs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sitegen import formats
from sitegen.charts.sketch import shortened
from sitegen.corrections import Correction
from sitegen.messages import Foreign, as_printed, made, msg
from sitegen.views.frame import Frame, Here, Link, address_of
from sitegen.views.material import Material, page_frame

__all__ = ["ChangeGroup", "ChangeRow", "ChangesView", "changes_page", "changes_pages", "latest"]

ADDRESS = "changes/"
_BRIEF = 110
_FEEDS = (("Atom", "feed.xml", "application/atom+xml"), ("JSON Feed", "feed.json", "application/feed+json"))
_KINDS = {
    "correction": msg("Correction"), "edition": msg("New edition"), "withdrawal": msg("Withdrawal"), "": msg("Change"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One value: `fact` is its id, `link` leads to it where it still is, `document` to the document that says it."""

    fact: str
    link: Link
    document: Link | None
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    anchor: str
    day: str
    kind: str
    reason: str
    source: str
    rows: tuple[ChangeRow, ...]


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed beside its page, with its type for programs."""

    text: str
    href: str
    plain: str
    type: str


@dataclass(frozen=True, slots=True)
class ChangesView:
    """`known` is False where there is no history, `whole` where only its end is at hand; `of` is the market, if one."""

    frame: Frame
    known: bool
    whole: bool
    of: Link | None
    feeds: tuple[FeedLink, ...]
    groups: tuple[ChangeGroup, ...]


def changes_page(material: Material, market: str = "") -> ChangesView:
    """The page of the site or, where `market` is named, of that market."""
    graph = material.graph
    path = f"{address_of(graph, market)}{ADDRESS}" if market else ADDRESS
    here = material.here(path)
    found = material.corrections
    shown = [one for one in found or () if not market or _touches(one, market, here)]
    name = graph.topics[market].name if market else ""
    title = msg("{name}: changes", name=name) if market else msg("Changes")
    said = (
        msg("{name}: published values that changed: what they were, what they are, and why.", name=name)
        if market
        else msg("Published values that changed: what they were, what they are, and why.")
    )
    crumbs = (here.topic(market),) if market else ()
    return ChangesView(
        frame=page_frame(material, here, title, said, *crumbs),
        known=found is not None,
        whole=not material.shallow,
        of=here.topic(market) if market else None,
        feeds=tuple(FeedLink(text, file, "", kind) for text, file, kind in _FEEDS) if material.base_url else (),
        groups=_groups(here, shown),
    )


def latest(material: Material, here: Here, most: int) -> tuple[ChangeGroup, ...]:
    """The last reasons for which values changed, `most` of them, each with at most as many rows, for a strip of a page."""
    groups = _groups(here, material.corrections or ())[:most]
    return tuple(replace(group, rows=tuple(map(_brief, group.rows[:most]))) for group in groups)


def _brief(row: ChangeRow) -> ChangeRow:
    return replace(row, old=shortened(row.old, _BRIEF), new=shortened(row.new, _BRIEF))


def changes_pages(material: Material) -> list[ChangesView]:
    """The site's page and one for each market that has estimates."""
    return [changes_page(material), *(changes_page(material, market) for market in material.dossier.estimates_about)]


def _touches(correction: Correction, market: str, here: Here) -> bool:
    """Whether a value is one of a market: about it or a part of it, or told by it; a withdrawn one by its document."""
    graph = here.graph
    fact = graph.facts.get(correction.fact)
    if fact is None:
        seed = graph.seeds.get(correction.fact.partition("/")[0])
        return seed is not None and seed.record.subject == market
    family = {market, *(child.id for child in graph.children.get(market, ()))}
    return fact.about in family or fact.of in family or fact in graph.facts_touching.get(market, ())


def _groups(here: Here, found: Sequence[Correction]) -> tuple[ChangeGroup, ...]:
    """Corrections of one reason together; those without one by day."""
    by_name: dict[str, list[Correction]] = {}
    for correction in found:
        by_name.setdefault(correction.change.id if correction.change else f"{correction.day}-unexplained", []).append(
            correction
        )
    groups = []
    for name, members in by_name.items():
        change = members[0].change
        file = next((c.file for c in here.graph.corpus.changes if change and c.id == change.id), None)
        groups.append(
            ChangeGroup(
                anchor=f"change-{name}",
                day=formats.day(change.day if change else members[0].day),
                kind=_KINDS[file.kind if file else ""],
                reason=made(_on_one_line, file.reason) if file else "",
                source=(file.source or "") if file else "",
                rows=tuple(_row(here, member) for member in members),
            )
        )
    return tuple(sorted(groups, key=lambda group: (group.day, group.anchor), reverse=True))


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
