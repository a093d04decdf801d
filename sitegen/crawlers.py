"""What programs ask a site for: robots.txt, the web-app manifest and, where the site's address is known, its sitemap.

Comes in: the addresses of pages and the site's settings. Goes out: outputs at the root. Apart from the pages: no reader
sees these.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from sitegen.outputs import Output
from sitegen.shapes import SiteFile

__all__ = ["MANIFEST_PATH", "crawler_files", "is_indexable"]

MOST_ADDRESSES = 50_000
"""Addresses in one sitemap, at most: https://www.sitemaps.org/protocol.html."""

MANIFEST_PATH = "app.webmanifest"


def is_indexable(path: str) -> bool:
    """Whether search engines shall list a page: embedded charts and the page of errors stand for nothing of their own."""
    return path != "404.html" and not path.startswith("embed/")


def crawler_files(paths: Iterable[str], site: SiteFile, base_url: str, icon: str) -> tuple[Output, ...]:
    """`paths` are relative to the root, `base_url` is empty where none is set, `icon` the address of the icon."""
    base = base_url.rstrip("/") + "/" if base_url else ""
    robots = "User-agent: *\nAllow: /\n" + (f"Sitemap: {base}sitemap.xml\n" if base else "")
    found = [Output("robots.txt", robots.encode("utf-8")), _manifest(site, icon)]
    if base:
        found += _sitemaps(base, sorted(path for path in paths if is_indexable(path)), site.all_languages)
    return tuple(found)


def _sitemaps(base: str, paths: Sequence[str], tags: Sequence[str]) -> list[Output]:
    """sitemap.xml; where there are more addresses than one may hold, it lists others that hold them."""
    leaves = [paths[start : start + MOST_ADDRESSES] for start in range(0, len(paths), MOST_ADDRESSES)]
    if len(leaves) <= 1:
        return [_sitemap("sitemap.xml", "urlset", "url", _entries(base, paths, paths, tags), many=len(tags) > 1)]
    names = [f"sitemap-{number}.xml" for number in range(1, len(leaves) + 1)]
    found = [_sitemap("sitemap.xml", "sitemapindex", "sitemap", (_located(base + name) for name in names))]
    return found + [
        _sitemap(name, "urlset", "url", _entries(base, leaf, paths, tags), many=len(tags) > 1)
        for name, leaf in zip(names, leaves, strict=True)
    ]


def _located(address: str) -> str:
    return f"<loc>{escape(address, quote=False)}</loc>"


def _entries(base: str, leaf: Sequence[str], paths: Sequence[str], tags: Sequence[str]) -> Iterator[str]:
    """Addresses; where a site has several languages, each with the same page in all of them."""
    known = frozenset(paths)
    folders = {tag: "" if tag == tags[0] else f"{tag}/" for tag in tags}
    for path in leaf:
        own = next((folder for folder in folders.values() if folder and path.startswith(folder)), "")
        places = {tag: folder + path.removeprefix(own) for tag, folder in folders.items()}
        others = (
            f'<xhtml:link rel="alternate" hreflang="{tag}" href="{escape(base + place, quote=False)}"/>'
            for tag, place in places.items()
            if len(tags) > 1 and place in known
        )
        yield _located(base + path) + "".join(others)


def _sitemap(name: str, root: str, item: str, entries: Iterable[str], *, many: bool = False) -> Output:
    listed = "".join(f"<{item}>{entry}</{item}>\n" for entry in entries)
    names = ' xmlns:xhtml="http://www.w3.org/1999/xhtml"' if many else ""
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"{names}>\n{listed}</{root}>\n'
    return Output(name, text.encode("utf-8"))


def _manifest(site: SiteFile, icon: str) -> Output:
    value = {
        "name": site.title, "description": site.description, "lang": site.main_language, "start_url": "./", "scope": "./",
        "display": "browser", "background_color": "#fdfcf9", "theme_color": "#0b5563",
        "icons": [{"src": icon, "sizes": "any", "type": "image/svg+xml"}],
    }  # fmt: skip
    return Output(MANIFEST_PATH, (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8"))
