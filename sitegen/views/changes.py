"""The Changes page and its feed: old → new, why, and who brought it up.

Comes in: `Material` and corrections, or None where there is no history. Goes out: a view, and an Atom feed. Apart from
`pages`, because it is the one page that shows what content was before.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sitegen.charts.sketch import shortened
from sitegen.corrections import Correction
from sitegen.outputs import Output
from sitegen.views.frame import Frame, Here, Link
from sitegen.views.material import Material, page_frame

__all__ = ["ChangeGroup", "ChangeRow", "ChangesView", "changes_page", "feed", "latest"]

ADDRESS = "changes/"
_BRIEF = 110
_KINDS = {"correction": "Correction", "edition": "New edition", "withdrawal": "Withdrawal", "": "Change"}


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One value: `fact` is its id, `link` leads to it where it still is."""

    fact: str
    link: Link
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
class ChangesView:
    """`known` is False where there is no history to compare with."""

    frame: Frame
    known: bool
    feed: str
    groups: tuple[ChangeGroup, ...]


def changes_page(material: Material) -> ChangesView:
    found, here = material.corrections, material.here(ADDRESS)
    said = "Published values that changed: what they were, what they are, and why."
    feed_address = here.to(f"{ADDRESS}feed.xml") if material.base_url else ""
    return ChangesView(
        page_frame(material, here, "Changes", said), found is not None, feed_address, _groups(here, found or ())
    )


def latest(material: Material, here: Here, most: int) -> tuple[ChangeGroup, ...]:
    """The last reasons for which values changed, `most` of them, each with at most as many rows, for a strip of a page."""
    groups = _groups(here, material.corrections or ())[:most]
    return tuple(replace(group, rows=tuple(map(_brief, group.rows[:most]))) for group in groups)


def _brief(row: ChangeRow) -> ChangeRow:
    return replace(row, old=shortened(row.old, _BRIEF), new=shortened(row.new, _BRIEF))


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
        groups.append(
            ChangeGroup(
                anchor=f"change-{name}",
                day=change.day if change else members[0].day,
                kind=_KINDS[change.file.kind if change else ""],
                reason=" ".join(change.file.reason.split()) if change else "",
                source=(change.file.source or "") if change else "",
                rows=tuple(_row(here, member) for member in members),
            )
        )
    return tuple(sorted(groups, key=lambda group: (group.day, group.anchor), reverse=True))


def _row(here: Here, correction: Correction) -> ChangeRow:
    fact = here.graph.facts.get(correction.fact)
    if fact is None:
        return ChangeRow(correction.fact, Link(correction.fact, ""), correction.old, correction.new)
    topic = here.graph.topics[fact.about]
    return ChangeRow(
        correction.fact, Link(f"{topic.name}: {fact.measure}", here.fact(fact)), correction.old, correction.new
    )


def feed(material: Material, view: ChangesView) -> tuple[Output, ...]:
    """The Atom feed, where the site says at what address it is published; else none."""
    if not material.base_url:
        return ()
    base = material.base_url.rstrip("/") + "/"
    site = material.graph.corpus.site
    root = ET.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": site.language})
    latest = view.groups[0].day if view.groups else material.built
    for tag, text in (("id", base + ADDRESS), ("title", f"{site.title}: changes"), ("updated", _instant(latest))):
        ET.SubElement(root, tag).text = text
    ET.SubElement(root, "link", {"rel": "self", "href": f"{base}{ADDRESS}feed.xml"})
    ET.SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": base + ADDRESS})
    ET.SubElement(ET.SubElement(root, "author"), "name").text = site.title
    for group in view.groups:
        entry = ET.SubElement(root, "entry")
        page = f"{base}{ADDRESS}#{group.anchor}"
        facts = ", ".join(row.link.text for row in group.rows)
        for tag, text in (("id", page), ("title", f"{group.kind}: {facts}"[:200]), ("updated", _instant(group.day))):
            ET.SubElement(entry, tag).text = text
        ET.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": page})
        lines = [
            group.reason or "No reason was given.",
            *(f"{row.link.text}: {row.old} → {row.new or 'withdrawn'}" for row in group.rows),
        ]
        ET.SubElement(entry, "content", {"type": "text"}).text = "\n".join(
            [*lines, *([f"Source: {group.source}"] if group.source else [])]
        )
    ET.indent(root)
    data = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return (Output(f"{ADDRESS}feed.xml", data + b"\n"),)


def _instant(day: str) -> str:
    return f"{day}T00:00:00Z" if day[:1].isdigit() else "1970-01-01T00:00:00Z"
