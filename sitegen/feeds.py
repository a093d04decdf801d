"""Changes for programs that follow them: an Atom feed and a JSON Feed beside each page of changes.

Comes in: views of changes, and the site's settings. Goes out: outputs, none where the site does not say its address.
Apart from `views`, because a feed is no page: it says in full what a page links to.
"""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urljoin

from sitegen.languages import ENGLISH, Language
from sitegen.messages import joined, msg
from sitegen.outputs import Output
from sitegen.shapes import SiteFile
from sitegen.views.changes import ChangeGroup, ChangesView

__all__ = ["feeds"]


def feeds(
    pages: Iterable[ChangesView], site: SiteFile, base_url: str, built: str, language: Language = ENGLISH
) -> tuple[Output, ...]:
    """feed.xml (RFC 4287) and feed.json (JSON Feed 1.1) beside each page, in its language: the last changes, which that page shows.

    `base_url` may be empty, `built` unknown.
    """
    if not base_url:
        return ()
    base = base_url.rstrip("/") + "/"
    told = (
        _Feed(language.of(page), tuple(str(group.day) for group in page.groups), site, base, built, language)
        for page in pages
    )
    return tuple(output for feed in told for output in (_atom(feed), _json(feed)))


@dataclass(frozen=True, slots=True)
class _Feed:
    """A page of changes, said in a language, and what its feeds must know besides: `days` are for programs."""

    page: ChangesView
    days: tuple[str, ...]
    site: SiteFile
    base: str
    built: str
    language: Language

    @property
    def tag(self) -> str:
        return self.page.frame.language

    @property
    def own(self) -> str:
        return self.base + self.page.frame.path

    def title(self) -> str:
        what = self.page.frame.title if self.page.of else msg("changes")
        return self.language.of(msg("{site}: {what}", site=self.site.title, what=what))


def _headline(group: ChangeGroup) -> str:
    return f"{group.kind}: {', '.join(row.link.text for row in group.rows)}"[:200]


def _told(group: ChangeGroup, language: Language) -> str:
    """An entry in full: why, each number with what it was and is, whose it is, who brought it up."""
    lines = [group.reason or msg("No reason was given.")]
    for row in group.rows:
        of = f" ({row.document.text})" if row.document is not None else ""
        lines.append(joined("", [row.link.text, of, ": ", row.old, " → ", row.new or msg("withdrawn")]))
    source = [msg("Brought up by {source}.", source=group.source)] if group.source else []
    return "\n".join(language.of([*lines, *source]))


def _atom(feed: _Feed) -> Output:
    page, own = feed.page, feed.own
    root = ET.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": feed.tag})
    latest = feed.days[0] if feed.days else feed.built
    for tag, text in (("id", own), ("title", feed.title()), ("updated", _instant(latest))):
        ET.SubElement(root, tag).text = text
    ET.SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": f"{own}feed.xml"})
    ET.SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": own})
    for other in page.frame.languages:
        if not other.current:
            said = {"rel": "alternate", "type": "application/atom+xml", "hreflang": other.tag}
            ET.SubElement(root, "link", {**said, "href": f"{other.address}feed.xml"})
    ET.SubElement(ET.SubElement(root, "author"), "name").text = feed.site.title
    for group, day in zip(page.groups, feed.days, strict=True):
        entry = ET.SubElement(root, "entry")
        address = f"{own}#{group.anchor}"
        for tag, text in (("id", address), ("title", _headline(group)), ("updated", _instant(day))):
            ET.SubElement(entry, tag).text = text
        ET.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": address})
        for row in group.rows:
            if row.link.href:
                ET.SubElement(entry, "link", {"rel": "related", "href": urljoin(own, row.link.href)})
        ET.SubElement(entry, "content", {"type": "text"}).text = _told(group, feed.language)
    ET.indent(root)
    data = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return Output(f"{page.frame.path}feed.xml", data + b"\n")


def _json(feed: _Feed) -> Output:
    page, own = feed.page, feed.own
    items = [
        {
            "id": f"{own}#{group.anchor}",
            "url": f"{own}#{group.anchor}",
            "title": _headline(group),
            "content_text": _told(group, feed.language),
            "date_published": _instant(day),
            "_facts": [{"id": row.fact, "before": row.old, "after": row.new} for row in group.rows],
        }
        for group, day in zip(page.groups, feed.days, strict=True)
    ]
    said = {
        "version": "https://jsonfeed.org/version/1.1", "title": feed.title(), "home_page_url": own,
        "feed_url": f"{own}feed.json", "language": feed.tag, "authors": [{"name": feed.site.title}], "items": items,
    }  # fmt: skip
    return Output(f"{page.frame.path}feed.json", (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode())


def _instant(day: str) -> str:
    return f"{day}T00:00:00Z" if day[:1].isdigit() else "1970-01-01T00:00:00Z"
