"""Changes for programs that follow them: an Atom feed and a JSON Feed beside each page of changes.

Comes in: views of changes, and the site's settings. Goes out: outputs, none where the site does not say its address.
Apart from `views`, because a feed is no page: it says in full what a page links to.
"""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from urllib.parse import urljoin

from sitegen.outputs import Output
from sitegen.shapes import SiteFile
from sitegen.views.changes import ChangeGroup, ChangesView

__all__ = ["feeds"]


def feeds(pages: Iterable[ChangesView], site: SiteFile, base_url: str, built: str) -> tuple[Output, ...]:
    """feed.xml (RFC 4287) and feed.json (JSON Feed 1.1) beside each page. `base_url` may be empty, `built` unknown."""
    if not base_url:
        return ()
    base = base_url.rstrip("/") + "/"
    return tuple(output for page in pages for output in (_atom(page, site, base, built), _json(page, site, base)))


def _title(page: ChangesView, site: SiteFile) -> str:
    return f"{site.title}: {page.frame.title if page.of else 'changes'}"


def _headline(group: ChangeGroup) -> str:
    return f"{group.kind}: {', '.join(row.link.text for row in group.rows)}"[:200]


def _told(group: ChangeGroup) -> str:
    """An entry in full: why, each number with what it was and is, whose it is, who brought it up."""
    lines = [group.reason or "No reason was given."]
    for row in group.rows:
        of = f" ({row.document.text})" if row.document is not None else ""
        lines.append(f"{row.link.text}{of}: {row.old} → {row.new or 'withdrawn'}")
    return "\n".join([*lines, *([f"Brought up by {group.source}."] if group.source else [])])


def _atom(page: ChangesView, site: SiteFile, base: str, built: str) -> Output:
    root = ET.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": site.main_language})
    own, latest = base + page.frame.path, page.groups[0].day if page.groups else built
    for tag, text in (("id", own), ("title", _title(page, site)), ("updated", _instant(latest))):
        ET.SubElement(root, tag).text = text
    ET.SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": f"{own}feed.xml"})
    ET.SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": own})
    ET.SubElement(ET.SubElement(root, "author"), "name").text = site.title
    for group in page.groups:
        entry = ET.SubElement(root, "entry")
        address = f"{own}#{group.anchor}"
        for tag, text in (("id", address), ("title", _headline(group)), ("updated", _instant(group.day))):
            ET.SubElement(entry, tag).text = text
        ET.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": address})
        for row in group.rows:
            if row.link.href:
                ET.SubElement(entry, "link", {"rel": "related", "href": urljoin(own, row.link.href)})
        ET.SubElement(entry, "content", {"type": "text"}).text = _told(group)
    ET.indent(root)
    data = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return Output(f"{page.frame.path}feed.xml", data + b"\n")


def _json(page: ChangesView, site: SiteFile, base: str) -> Output:
    own = base + page.frame.path
    items = [
        {
            "id": f"{own}#{group.anchor}",
            "url": f"{own}#{group.anchor}",
            "title": _headline(group),
            "content_text": _told(group),
            "date_published": _instant(group.day),
            "_facts": [{"id": row.fact, "before": row.old, "after": row.new} for row in group.rows],
        }
        for group in page.groups
    ]
    said = {
        "version": "https://jsonfeed.org/version/1.1", "title": _title(page, site), "home_page_url": own,
        "feed_url": f"{own}feed.json", "language": site.main_language, "authors": [{"name": site.title}], "items": items,
    }  # fmt: skip
    return Output(f"{page.frame.path}feed.json", (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode())


def _instant(day: str) -> str:
    return f"{day}T00:00:00Z" if day[:1].isdigit() else "1970-01-01T00:00:00Z"
