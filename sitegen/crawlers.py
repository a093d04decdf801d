"""What programs ask a site for: robots.txt, the web-app manifest and, where the site's address is known, its sitemap.

Comes in: the addresses of pages and the site's settings. Goes out: outputs at the root. Apart from the pages: no reader
sees these.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

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
        found += _sitemaps(base, sorted(path for path in paths if is_indexable(path)))
    return tuple(found)


def _sitemaps(base: str, paths: Sequence[str]) -> list[Output]:
    """sitemap.xml; where there are more addresses than one may hold, it lists others that hold them."""
    leaves = [paths[start : start + MOST_ADDRESSES] for start in range(0, len(paths), MOST_ADDRESSES)]
    if len(leaves) <= 1:
        return [_sitemap("sitemap.xml", "urlset", "url", (base + path for path in paths))]
    names = [f"sitemap-{number}.xml" for number in range(1, len(leaves) + 1)]
    found = [_sitemap("sitemap.xml", "sitemapindex", "sitemap", (base + name for name in names))]
    return found + [
        _sitemap(name, "urlset", "url", (base + path for path in leaf))
        for name, leaf in zip(names, leaves, strict=True)
    ]


def _sitemap(name: str, root: str, item: str, addresses: Iterable[str]) -> Output:
    listed = "".join(f"<{item}><loc>{escape(address)}</loc></{item}>\n" for address in addresses)
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{listed}</{root}>\n'
    return Output(name, text.encode("utf-8"))


def _manifest(site: SiteFile, icon: str) -> Output:
    value = {
        "name": site.title, "description": site.description, "lang": site.language, "start_url": "./", "scope": "./",
        "display": "browser", "background_color": "#fdfcf9", "theme_color": "#0b5563",
        "icons": [{"src": icon, "sizes": "any", "type": "image/svg+xml"}],
    }  # fmt: skip
    return Output(MANIFEST_PATH, (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8"))
