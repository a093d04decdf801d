"""For machines that read: the Markdown twin of each page, and llms.txt, which leads to them.

Comes in: drawn pages. Goes out: `index.md` beside each, and llms.txt (https://llmstxt.org). Apart from the templates: a
twin is made from the page's own `<main>`, so it cannot say anything else than the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape

from sitegen.outputs import Output
from sitegen.shapes import SiteFile
from sitegen.views.frame import TWIN

__all__ = ["Entry", "entry", "llms", "twin"]

_TOKEN = re.compile(r"<(/?)([a-z][a-z0-9]*)([^>]*)>|([^<]+)", re.DOTALL)
_HREF = re.compile(r'\bhref="([^"]*)"')
_SPACE = re.compile(r"\s+")
# What is drawn or handled, and not read.
_SILENT = frozenset(["svg", "script", "style", "button", "select", "label", "input", "output", "template"])
_DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_VOID = frozenset(["input", "br", "hr", "img", "meta", "link", "path", "line", "rect", "circle", "polyline"])
_BLOCKS = frozenset(
    ["p", "div", "section", "header", "footer", "article", "ul", "ol", "dl", "figure", "figcaption", "nav", "aside",
     "details", "summary", "caption", "blockquote", "main", "thead", "tbody", "table"]
)  # fmt: skip
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_MARKS = {"em": "*", "strong": "**", "code": "`", "del": "~~"}
_TITLE = re.compile("<title>(.*?)</title>", re.DOTALL)
_DESCRIPTION = re.compile('<meta name="description" content="([^"]*)"')
_ESCAPED = re.compile(r"([\\`*_\[\]<>|~])")


def twin(page: Output) -> Output:
    """The Markdown of a page's `<main>`, beside it. Links stay as they are: both stand in one folder."""
    text = page.data.decode("utf-8")
    start = text.find("<main")
    # Drawings are most of a page's tags, and say nothing that their tables do not.
    body = _DRAWING.sub("<svg></svg>", text[text.find(">", start) + 1 : text.rfind("</main>")])
    return Output(f"{page.path.rpartition('/')[0]}/{TWIN}".lstrip("/"), _Writer().markdown(body).encode("utf-8"))


class _Writer:
    """Tags and texts one after another → blocks of Markdown. Our own pages are well formed: tests see to it."""

    def __init__(self) -> None:
        self.blocks: list[str] = []
        self.line: list[str] = []
        self.prefix = ""
        self.lists: list[str] = []
        self.links: list[str] = []
        self.row: list[str] = []
        self.first = self.cell = self.code = False
        self.verbatim = False

    def markdown(self, body: str) -> str:
        silent, before = 0, ""
        for match in _TOKEN.finditer(body):
            closing, tag, attributes, text = match.groups()
            if tag in _SILENT:
                silent += 0 if tag in _VOID else -1 if closing else 1
            elif silent:
                continue
            elif tag is None:
                self._text(unescape(text))
            elif closing:
                self._close(tag)
            else:
                # Neighbours without a blank between them stand apart on the page.
                self.line.append("; " if before == tag == "span" else "")
                self._open(tag, attributes)
            before = tag if closing else ""
        self._flush()
        return "\n".join(self._spaced()) + "\n"

    def _spaced(self) -> list[str]:
        """Blocks parted by an empty line, but for lists and rows of one table."""
        found: list[str] = []
        for block in self.blocks:
            close = bool(found) and any(
                block.lstrip().startswith(mark) and found[-1].lstrip().startswith(mark) for mark in ("- ", "| ")
            )
            found += [block] if close or not found else ["", block]
        return found

    def _text(self, text: str) -> None:
        if self.verbatim:
            self.line.append(text)
        elif self.code:
            # Nothing is markup between backticks; a bar would still part the cells of a table.
            self.line.append(_SPACE.sub(" ", text).replace("`", "'").replace("|", r"\|" if self.cell else "|"))
        elif text.strip():
            self.line.append(_ESCAPED.sub(r"\\\1", _spaced(text)))
        elif self.line and not self.line[-1].endswith(" "):
            self.line.append(" ")

    def _flush(self) -> None:
        text = "".join(self.line)
        text = text.strip("\n") if self.verbatim else _spaced(text).strip()
        if text:
            self.blocks.append(self.prefix + text)
            # What follows within one item of a list is set in below its text.
            self.prefix = " " * len(self.prefix) if self.lists else ""
        self.line.clear()

    def _open(self, tag: str, attributes: str) -> None:
        if tag in _MARKS and not self.verbatim:
            self._mark(tag, opens=True)
        elif tag == "a":
            href = _HREF.search(attributes)
            self.links.append(unescape(href[1]) if href else "")
            self.line.append("[" if href else "")
        elif tag == "q":
            self.line.append("“")
        elif tag in {"td", "th"}:
            self.line.clear()
            self.cell = True
        elif tag == "tr":
            self._flush()
            self.row = []
        elif tag in {"br", "small"}:
            self.line.append(" ")
        elif tag not in {"span", "i", "b", "abbr", "time", "sub", "sup", "ins", "mark", "var"}:
            self._block(tag)

    def _mark(self, tag: str, *, opens: bool) -> None:
        self.line.append(_MARKS[tag])
        if tag == "code":
            self.code = opens

    def _block(self, tag: str) -> None:
        if self.cell:
            self.line.append("; " if "".join(self.line).strip() else "")
        if self.cell or (tag not in _BLOCKS | {"li", "dt", "dd", "pre"} and not tag.startswith("h")):
            return
        self._flush()
        if tag in {"ul", "ol"}:
            self.lists.append(tag)
        elif tag == "li":
            self.prefix = "  " * (len(self.lists) - 1) + "- "
        elif tag == "table":
            self.first = True
        elif tag == "pre":
            self.verbatim = True
        elif tag == "dd":
            self.prefix = "- "
        elif tag in _HEADINGS:
            self.prefix = "#" * int(tag[1]) + " "

    def _close(self, tag: str) -> None:
        if tag in _MARKS and not self.verbatim:
            self._mark(tag, opens=False)
        elif tag == "a":
            href = self.links.pop()
            self.line.append(f"]({href})" if href else "")
        elif tag == "q":
            self.line.append("”")
        elif tag in {"td", "th", "tr"}:
            self._close_row(tag)
        elif tag == "pre":
            self.blocks.append("```\n" + "".join(self.line).strip("\n") + "\n```")
            self.line.clear()
            self.verbatim = False
        elif not self.cell and (tag in _BLOCKS or tag in {"li", "dt", "dd"} or tag in _HEADINGS):
            self._flush()
            if tag in {"ul", "ol"}:
                self.lists.pop()
            if not self.lists or tag != "p":
                self.prefix = ""

    def _close_row(self, tag: str) -> None:
        if tag != "tr":
            self.row.append(_spaced("".join(self.line)).strip() or " ")
            self.line.clear()
            self.cell = False
            return
        self.blocks.append(f"| {' | '.join(self.row)} |")
        if self.first:
            self.blocks.append("| " + " | ".join("---" for _ in self.row) + " |")
        self.first, self.row = False, []


def _spaced(text: str) -> str:
    """One blank for every run of white space: most texts have no other."""
    return _SPACE.sub(" ", text) if "\n" in text or "  " in text or "\t" in text or not text.isascii() else text


@dataclass(frozen=True, slots=True)
class Entry:
    """A page that has a twin, as its head tells it."""

    path: str
    title: str
    description: str


def entry(page: Output) -> Entry | None:
    """What llms.txt says of a drawn page; None for what has no twin."""
    head = page.data[: page.data.find(b"</head>")].decode("utf-8") if page.path.endswith(".html") else ""
    if 'type="text/markdown"' not in head:
        return None
    found = [match[1] if (match := pattern.search(head)) else "" for pattern in (_TITLE, _DESCRIPTION)]
    title, description = (unescape(text) for text in found)
    return Entry(page.path.removesuffix("index.html"), title, description)


def _plain(text: str) -> str:
    """A text in one line that Markdown shows as it is."""
    return _ESCAPED.sub(r"\\\1", " ".join(text.split()))


def llms(entries: Iterable[Entry], site: SiteFile, base_url: str) -> Output:
    """llms.txt: what the site is, and its pages by kind, each as Markdown."""
    root = base_url.rstrip("/") + "/" if base_url else ""
    by_folder: dict[str, list[str]] = {}
    for one in sorted(entries, key=lambda one: one.path):
        title = _plain(one.title.removesuffix(f" · {site.title}"))
        line = f"- [{title}]({root}{one.path}{TWIN}): {_plain(one.description)}"
        by_folder.setdefault(one.path.split("/")[0], []).append(line)
    kinds = {kind.address: kind.plural for kind in site.kinds.values()}
    later = sorted(folder for folder in by_folder if folder not in kinds and folder in {"facts", "rules", "sources"})
    other = [
        line for folder, lines in by_folder.items() if folder not in kinds and folder not in later for line in lines
    ]
    sections = [(_plain(kinds[folder]), by_folder[folder]) for folder in kinds if folder in by_folder]
    sections += [("Pages", other), ("Optional", [line for folder in later for line in by_folder[folder]])]
    data = f"All facts as data: {root}data/facts.json, described in {root}data/datapackage.json."
    head = f"# {_plain(site.title)}\n\n> {_plain(site.description)}\n\n{_plain(site.notice)} {data}\n"
    body = "".join(f"\n## {title}\n\n" + "\n".join(lines) + "\n" for title, lines in sections if lines)
    return Output("llms.txt", (head + body).encode("utf-8"))
