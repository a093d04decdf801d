"""An independent reader of built pages: it knows HTML and DESIGN §10, and nothing of sitegen."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
MARKDOWN_TAGS = frozenset(
    ["p", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "br", "a"]
)  # fmt: skip
"""What CommonMark makes of prose, images and raw HTML left out."""

MARKED = ("data-fact", "data-derived", "data-plain")
NUMERAL = re.compile(r"(?<![^\W_])(?<![^\W\d_]-)[+-]?\d[\w.,%/–-]*")  # TSHA-102 is a name


@dataclass
class Page(HTMLParser):
    """One page: its links, ids, and what of its text stands where."""

    path: str
    links: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)
    facts: set[str] = field(default_factory=set)
    quotes: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    policy: str = ""
    requests: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.stack: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if "id" in attributes:
            self.ids.append(attributes["id"] or "")
        for name in ("href", "src"):
            if attributes.get(name) is not None:
                (self.links if tag in {"a", "link", "script"} else self.requests).append(attributes[name] or "")
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy":
            self.policy = attributes.get("content") or ""
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        self.facts |= set((attributes.get("data-fact") or "").split())
        if tag not in VOID:
            self.stack.append((tag, attributes))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.stack.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.stack and self.stack[-1][0] == tag, f"{self.path}: </{tag}> closes {self.stack[-1][0]}"
        self.stack.pop()

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self.stack]
        if "q" in tags:
            self.quotes.append(data)
        if "main" not in tags or tags[-1] in {"script", "style"}:
            return
        marked = any(name in attributes for _, attributes in self.stack for name in MARKED)
        if not marked:
            self.orphans += NUMERAL.findall(data)


def crawl(site: Path) -> dict[str, Page]:
    """Every page of a built site, by its path."""
    pages = {}
    for path in sorted(site.rglob("*.html")):
        page = Page(path.relative_to(site).as_posix())
        page.feed(path.read_text("utf-8"))
        page.close()
        assert not page.stack, f"{page.path}: {page.stack[-1][0]} is not closed"
        pages[page.path] = page
    return pages


def target_of(link: str, page: str) -> tuple[str, str] | None:
    """(file, fragment) that a link leads to, or None for another host."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None
    base = "/" + page
    path = parts.path or base
    if not path.startswith("/"):
        path = base.rpartition("/")[0] + "/" + path
    pieces: list[str] = []
    for piece in path.split("/")[1:]:
        if piece == "..":
            pieces.pop()
        elif piece != ".":
            pieces.append(piece)
    file = unquote("/".join(pieces))
    return (file + "index.html" if file.endswith("/") or not file else file), parts.fragment
