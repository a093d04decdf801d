"""What programs ask a site for: robots.txt, the web-app manifest and, where the site's address is known, its sitemap.

Comes in: the addresses of pages and the site's settings. Goes out: outputs at the root. Apart from the pages: no reader
sees these.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from xml.sax.saxutils import escape

from sitegen.outputs import Output
from sitegen.shapes import SiteFile

__all__ = ["MANIFEST_PATH", "crawler_files", "is_indexable"]

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
        listed = "".join(
            f"<url><loc>{escape(base + path)}</loc></url>\n" for path in sorted(paths) if is_indexable(path)
        )
        text = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{listed}</urlset>\n'
        found.append(Output("sitemap.xml", text.encode("utf-8")))
    return tuple(found)


def _manifest(site: SiteFile, icon: str) -> Output:
    value = {
        "name": site.title, "description": site.description, "lang": site.language, "start_url": "./", "scope": "./",
        "display": "browser", "background_color": "#fdfcf9", "theme_color": "#0b5563",
        "icons": [{"src": icon, "sizes": "any", "type": "image/svg+xml"}],
    }  # fmt: skip
    return Output(MANIFEST_PATH, (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8"))
