"""For machines that read: the Markdown twin of each page, and llms.txt, which leads to them.

Comes in: drawn pages. Goes out: `index.md` beside each, and llms.txt (https://llmstxt.org). Apart from the templates: a
twin is made from the page's own `<main>`, so it cannot say anything else than the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape, unescape

from sitegen.languages import ENGLISH, Language
from sitegen.messages import msg
from sitegen.outputs import Kept, Output
from sitegen.shapes import SiteFile
from sitegen.views.frame import TWIN

__all__ = ["Entry", "entry", "llms", "twin"]

_TAG = re.compile(r"<(/?[a-z][a-z0-9]*)[^>]*>")
_UNESCAPED = re.compile(r"\\(.)", re.DOTALL)
# What is drawn or handled, and not read; then what leaves no sign in a line.
_SILENT = re.compile(rb"<(svg|script|style|button|select|label|output|template)\b")
_PLAIN = re.compile(rb"</?(?:span|i|b|abbr|time|sub|sup|ins|mark|var|input|svg)(?:\s[^>]*)?/?>")
_BLOCKS = frozenset(
    ["p", "div", "section", "header", "footer", "article", "ul", "ol", "dl", "figure", "figcaption", "nav", "aside",
     "details", "summary", "caption", "blockquote", "main", "thead", "tbody", "table"]
)  # fmt: skip
_PREFIXES = {**{f"h{level}": "#" * level + " " for level in range(1, 7)}, "dd": "- "}
_STARTS = _BLOCKS | _PREFIXES.keys() | {"li", "dt", "pre", "hr", "tr"}
_ENDS = frozenset(f"/{tag}" for tag in _STARTS)
_CELLS = frozenset(["td", "th", "/td", "/th"])
_BLANK = re.compile(r"<(?:br|small)(?:\s[^>]*)?>")
_QUOTE = re.compile(r"<q(?:\s[^>]*)?>")
_MARKS = {
    f"{end}{tag}": sign
    for tag, sign in {"em": "*", "strong": "**", "code": "`", "del": "~~"}.items()
    for end in ("", "/")
}
_TITLE = re.compile("<title>(.*?)</title>", re.DOTALL)
_DESCRIPTION = re.compile('<meta name="description" content="([^"]*)"')


def twin(page: Output) -> Output:
    """The Markdown of a page's `<main>`, beside it. Links stay as they are: both stand in one folder."""
    start = page.data.find(b"<main")
    body = page.data[page.data.find(b">", start) + 1 : page.data.rfind(b"</main>")]
    text = _Writer().markdown(_linked(_escaped(_read(body)).decode("utf-8")))
    return Output(f"{page.path.rpartition('/')[0]}/{TWIN}".lstrip("/"), text.encode("utf-8"))


def _read(body: bytes) -> bytes:
    """A body without what is not read, and without the tags that leave no sign in a line."""
    first, *others = _SILENT.split(body)
    kept, open_yet = [first], b""
    for tag, rest in zip(others[::2], others[1::2], strict=True):
        end = open_yet or b"</%b>" % tag
        _, closed, after = rest.partition(end)
        open_yet = b"" if closed else end
        kept.append(after)
    # Neighbours without a blank between them stand apart on the page.
    return _PLAIN.sub(b"", b"<svg>".join(kept).replace(b"</span><span", b"</span>; <span"))


def _escaped(text: bytes) -> bytes:
    """With what would be markup in Markdown escaped: the backslash first, as all others are escaped with it."""
    for sign in (b"\\", b"`", b"*", b"_", b"[", b"]", b"|", b"~", b"&lt;", b"&gt;"):
        text = text.replace(sign, b"\\" + sign)
    return text


def _linked(body: str) -> str:
    """A body with its links, quotes and lesser breaks as in Markdown."""
    first, *others = _BLANK.sub(" ", _QUOTE.sub("“", body)).replace("</q>", "”").split("<a ")
    return "".join([first, *map(_link, others)])


def _link(text: str) -> str:
    """What follows the beginning of a link's tag: the link, and what stands behind it."""
    attributes, _, rest = text.partition(">")
    inside, _, rest = rest.partition("</a>")
    href = _verbatim(attributes.partition('href="')[2].partition('"')[0])
    return f"[{inside}]({href}){rest}" if href else inside + rest


def _verbatim(text: str) -> str:
    return _UNESCAPED.sub(r"\1", text) if "\\" in text else text


class _Writer:
    """Tags and texts one after another → blocks of Markdown. Our own pages are well formed: tests see to it.

    Text comes escaped for Markdown; its entities are resolved when all is written, at once.
    """

    def __init__(self) -> None:
        self.blocks: list[str] = []
        self.line: list[str] = []
        self.prefix = ""
        self.lists: list[str] = []
        self.row: list[str] = []
        self.first = self.cell = self.code = False
        self.verbatim = False

    def markdown(self, body: str) -> str:
        pieces = _TAG.split(body)
        line = self.line
        for text, tag in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
            if text:
                line.append(self._raw(text) if self.code or self.verbatim else text)
            if tag in _CELLS:
                self._cell(tag)
            elif tag in _MARKS:
                self._mark(tag)
            elif tag in _ENDS:
                self._close(tag)
            elif tag in _STARTS:
                self._open(tag)
        self._flush()
        return unescape("\n".join(self._parted())) + "\n"

    def _parted(self) -> list[str]:
        """Blocks parted by an empty line, but for lists and rows of one table."""
        found: list[str] = []
        last = ""
        for block in self.blocks:
            start = block.lstrip()[:2]
            found += [block] if not found or (start == last and start in {"- ", "| "}) else ["", block]
            last = start
        return found

    def _raw(self, text: str) -> str:
        text = _verbatim(text)
        # Nothing is markup between backticks; a bar would still part the cells of a table.
        return text if self.verbatim else text.replace("`", "'").replace("|", r"\|" if self.cell else "|")

    def _flush(self) -> None:
        text = _spaced("".join(self.line))
        self.line.clear()
        if text:
            self.blocks.append(self.prefix + text)
            # What follows within one item of a list is set in below its text.
            self.prefix = " " * len(self.prefix) if self.lists else ""

    def _mark(self, tag: str) -> None:
        if not self.verbatim:
            self.line.append(_MARKS[tag])
            self.code = tag == "code" or (self.code and tag != "/code")

    def _cell(self, tag: str) -> None:
        if tag in {"/td", "/th"}:
            self.row.append(_spaced("".join(self.line)) or " ")
        self.line.clear()
        self.cell = tag in {"td", "th"}

    def _open(self, tag: str) -> None:
        if tag == "tr":
            self._flush()
            self.row = []
        elif self.cell:
            self.line.append("; " if "".join(self.line).strip() else "")
        else:
            self._flush()
            self.prefix = _PREFIXES.get(tag, self.prefix)
            if tag in {"ul", "ol"}:
                self.lists.append(tag)
            elif tag == "li":
                self.prefix = "  " * (len(self.lists) - 1) + "- "
            elif tag == "table":
                self.first = True
            elif tag == "pre":
                self.verbatim = True

    def _close(self, tag: str) -> None:
        if tag == "/tr":
            self._close_row()
        elif tag == "/pre":
            self.blocks.append("```\n" + "".join(self.line).strip("\n") + "\n```")
            self.line.clear()
            self.verbatim = False
        elif not self.cell:
            self._flush()
            if tag in {"/ul", "/ol"}:
                self.lists.pop()
            if not self.lists or tag != "/p":
                self.prefix = ""

    def _close_row(self) -> None:
        self.blocks.append(f"| {' | '.join(self.row)} |")
        if self.first:
            self.blocks.append("| " + " | ".join("---" for _ in self.row) + " |")
        self.first, self.row = False, []


def _spaced(text: str) -> str:
    """One blank for every run of white space, none at the ends."""
    return " ".join(text.split())


@dataclass(frozen=True, slots=True)
class Entry:
    """A page that has a twin, as its head tells it."""

    path: str
    title: str
    description: str


def entry(page: Output | Kept) -> Entry | None:
    """What llms.txt says of a page; None for what has no twin."""
    if isinstance(page, Kept):
        return Entry(page.path.removesuffix("index.html"), *page.told) if page.told is not None else None
    head = page.data[: page.data.find(b"</head>")].decode("utf-8") if page.path.endswith(".html") else ""
    if 'type="text/markdown"' not in head:
        return None
    found = [match[1] if (match := pattern.search(head)) else "" for pattern in (_TITLE, _DESCRIPTION)]
    title, description = (unescape(text) for text in found)
    return Entry(page.path.removesuffix("index.html"), title, description)


def _markdown(text: str) -> str:
    """A text in one line that Markdown shows as it is."""
    return unescape(_escaped(escape(" ".join(text.split()), quote=False).encode("utf-8")).decode("utf-8"))


def _elsewhere(site: SiteFile, language: Language, root: str) -> list[str]:
    """Where the same stands for each further language of a site."""
    others = [tag for tag in site.all_languages if tag != language.tag]
    if not others:
        return []
    from sitegen.locales import language_name

    folders = {tag: "" if tag == site.main_language else f"{tag}/" for tag in others}
    return [f"{language_name(tag, tag).capitalize()}: {root}{folder}llms.txt." for tag, folder in folders.items()]


def llms(entries: Iterable[Entry], site: SiteFile, base_url: str, facts: str, language: Language = ENGLISH) -> Output:
    """llms.txt: what the site is, and its pages in one language by kind, each as Markdown; `entries` are those pages.

    `facts` is the address of the data file that leads to all of them.
    """
    root = base_url.rstrip("/") + "/" if base_url else "../" * language.prefix.count("/")
    by_folder: dict[str, list[str]] = {}
    for one in sorted(entries, key=lambda one: one.path):
        title = _markdown(one.title.removesuffix(f" · {site.title}"))
        line = f"- [{title}]({root}{one.path}{TWIN}): {_markdown(one.description)}"
        by_folder.setdefault(one.path.removeprefix(language.prefix).split("/")[0], []).append(line)
    kinds = {kind.address: kind.plural for kind in site.kinds.values()}
    later = sorted(folder for folder in by_folder if folder not in kinds and folder in {"facts", "rules", "sources"})
    other = [
        line for folder, lines in by_folder.items() if folder not in kinds and folder not in later for line in lines
    ]
    sections = [(_markdown(kinds[folder]), by_folder[folder]) for folder in kinds if folder in by_folder]
    sections += [
        (language.of(msg("Pages")), other),
        ("Optional", [line for folder in later for line in by_folder[folder]]),
    ]
    data = language.of(
        msg(
            "All facts as data: {facts}, described in {package}.",
            facts=root + facts,
            package=f"{root}data/datapackage.json",
        )
    )
    others = _elsewhere(site, language, root)
    head = f"# {_markdown(site.title)}\n\n> {_markdown(site.description)}\n\n{_markdown(site.notice)} {' '.join([data, *others])}\n"
    body = "".join(f"\n## {title}\n\n" + "\n".join(lines) + "\n" for title, lines in sections if lines)
    return Output(f"{language.prefix}llms.txt", (head + body).encode("utf-8"))
