"""Prose: Markdown with `{seed/fact}` references → safe HTML.

Comes in: an editor's Markdown and a way to show a fact. Goes out: `Markup`. Raw HTML is text, links lead only where
they may, images are not allowed. Apart, because here and nowhere else HTML is made outside of templates.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from sitegen.messages import Foreign, ForeignMarkup, Mixed

if TYPE_CHECKING:  # `check` reads references, and must not pay for what only pages need
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

__all__ = [
    "MAX_PROSE",
    "Explainer",
    "ShowFact",
    "coded",
    "front_matter",
    "headings",
    "inline",
    "json_in_html",
    "prose",
    "references",
    "spoken",
]

MAX_PROSE = 64_000
ShowFact = Callable[[str], Markup]
"""Shows the fact of an id; the id is known to exist."""

_REFERENCE = re.compile(r"\{([a-z][a-z0-9-]*/[a-z][a-z0-9-]*)\}")
_PLAIN = re.compile(r"\{plain:([^{}\n]{1,40})\}")
_SCHEMES = frozenset({"https", "http", "mailto", ""})


def front_matter(text: str) -> tuple[str, str] | None:
    """(YAML, Markdown) of a page, or None where it does not begin with front matter between two lines of `---`."""
    head, line, body = text.partition("\n---\n")
    return (head.removeprefix("---\n") + "\n", body) if line and head.startswith("---\n") else None


def references(text: str) -> tuple[tuple[str, int, int], ...]:
    """Every `{seed/fact}` of a text: its id, the line (from 0) and the column (from 0) at which it begins."""
    return tuple(
        (match[1], text.count("\n", 0, match.start()), match.start() - (text.rfind("\n", 0, match.start()) + 1))
        for match in _REFERENCE.finditer(text)
    )


def prose(text: str, show: ShowFact) -> Markup:
    """Blocks of Markdown as HTML."""
    return _tagged(text, "div", Markup(_reader().render(text, {"show": show})))


def inline(text: str, show: ShowFact) -> Markup:
    """One paragraph of Markdown without the paragraph's tags."""
    return _tagged(text, "span", Markup(_reader().renderInline(text, {"show": show})))


def _tagged(text: str, tag: str, made: Markup) -> Markup:
    """What was made of a text, with the text's language where that is not the page's."""
    if not isinstance(text, Foreign):
        return made
    return ForeignMarkup(f'<{tag} lang="{escape(text.language)}" dir="auto">{made}</{tag}>')


def spoken(text: str, tag: str = "span") -> str:
    """A text in which whatever is not in the page's language says its own; in drawings `tag` is what they have for that."""
    if isinstance(text, Mixed):
        return Markup("").join(spoken(piece, tag) for piece in text.pieces)
    if not isinstance(text, Foreign):
        return text
    direction = ' dir="auto"' if tag == "span" else ""
    return Markup(f'<{tag} lang="{{}}"{direction}>{{}}</{tag}>').format(text.language, str(text))


def headings(text: str) -> tuple[tuple[str, str], ...]:
    """(anchor, text) of every second-level heading, for a page's contents."""
    tokens = _reader().parse(text, {"show": lambda _: Markup("")})
    return tuple(
        (str(token.attrs.get("id", "")), tokens[index + 1].content)
        for index, token in enumerate(tokens)
        if token.type == "heading_open" and token.tag == "h2"
    )


def json_in_html(value: object) -> Markup:
    """JSON that can stand in a script element whatever its texts hold."""
    text = _encoded(value)
    for char, escaped in _IN_SCRIPTS:
        text = text.replace(char, escaped)
    return Markup(text)


_encoded = json.JSONEncoder(ensure_ascii=False, sort_keys=True, allow_nan=False, separators=(",", ":")).encode
_IN_SCRIPTS = [(char, f"\\u{ord(char):04x}") for char in "<>&\u2028\u2029"]


def plainly(text: str) -> Markup:
    """Our words as HTML, nothing explained."""
    return _tagged(text, "span", escape(str(text)))


def coded(text: str) -> str:
    """Our words in which whatever stands between backquotes is code."""
    pieces = text.split("`")
    if len(pieces) < 3 or not len(pieces) % 2:
        return text
    shown = (Markup("<code>{}</code>").format(one) if at % 2 else escape(one) for at, one in enumerate(pieces))
    return _tagged(text, "span", Markup("").join(shown))


class Explainer:
    """Our words as HTML in which each abbreviation is explained where a page first uses it: one object a page."""

    def __init__(self, terms: Mapping[str, str]) -> None:
        """`terms`: abbreviation → what it stands for."""
        self._terms = terms
        self._left = set(terms)
        names = sorted(terms, key=len, reverse=True)
        self._find = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, names))})(?![\w-])") if names else None

    def __call__(self, text: str) -> Markup:
        if self._find is None:
            return _tagged(text, "span", escape(str(text)))
        done: list[Markup] = []
        end = 0
        for match in self._find.finditer(text):
            if match[0] in self._left:
                self._left.discard(match[0])
                done += [escape(text[end : match.start()]), self._explained(match[0])]
                end = match.end()
        return _tagged(text, "span", Markup("").join([*done, escape(text[end:])]))

    def _explained(self, term: str) -> Markup:
        return Markup('<abbr title="{}">{}</abbr>').format(self._terms[term], term)


@cache
def _reader() -> MarkdownIt:
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False, "typographer": True})
    reader.enable(["table", "replacements", "smartquotes"]).disable("image")
    reader.validateLink = _may_link  # type: ignore[method-assign]
    reader.inline.ruler.before("link", "fact", _fact_rule)
    reader.add_render_rule("fact", _render_fact)
    reader.add_render_rule("table_open", _render_table_open)
    reader.add_render_rule("table_close", _render_table_close)
    reader.core.ruler.push("finish", _finish)
    return reader


def _may_link(url: str) -> bool:
    """Only https, http, mailto and relative addresses; nothing that begins with `//`."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return False
    return (
        parts.scheme.lower() in _SCHEMES
        and not url.strip().startswith(("//", "\\"))
        and ":" not in (url.split("/", maxsplit=1)[0] if not parts.scheme else "")
    )


def _fact_rule(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "{":
        return False
    for pattern, kind in ((_REFERENCE, "reference"), (_PLAIN, "plain")):
        match = pattern.match(state.src, state.pos)
        if match is not None:
            if not silent:
                token = state.push("fact", "", 0)
                token.content, token.info = match[1], kind
            state.pos = match.end()
            return True
    return False


def _render_fact(_self: Any, tokens: Any, index: int, _options: Any, env: Any) -> str:
    token = tokens[index]
    if token.info == "plain":
        return f'<span data-plain="prose">{escape(token.content)}</span>'
    return str(env["show"](token.content))


def _render_table_open(_self: Any, tokens: Any, index: int, _options: Any, _env: Any) -> str:
    """A table scrolls by itself where it is wider than its page; it is called as the heading above it is."""
    named = tokens[index].meta.get("heading", "")
    group = f' role="group" aria-labelledby="{named}"' if named else ""
    return f'<div class="frame" tabindex="0"{group}>\n<table>\n'


def _render_table_close(_self: Any, _tokens: Any, _index: int, _options: Any, _env: Any) -> str:
    return "</table>\n</div>\n"


def _finish(state: Any) -> None:
    """Headings get an id, tables know it, links to other sites say so, numerals of code state nothing, table cells a class instead of a style."""
    used: dict[str, int] = {}
    heading = ""
    for index, token in enumerate(state.tokens):
        if token.type == "heading_open":
            base = re.sub(r"[^a-z0-9]+", "-", state.tokens[index + 1].content.lower()).strip("-") or "section"
            used[base] = used.get(base, 0) + 1
            heading = base if used[base] == 1 else f"{base}-{used[base]}"
            token.attrSet("id", heading)
        if token.type == "table_open":
            token.meta["heading"] = heading
        if token.type in {"th_open", "td_open"} and "style" in token.attrs:
            align = str(token.attrs.pop("style")).rpartition(":")[2]
            token.attrSet("class", f"align-{align}")
        if token.type in {"fence", "code_block"}:
            token.attrSet("data-plain", "code")
        for child in token.children or ():
            if child.type == "code_inline":
                child.attrSet("data-plain", "code")
            if child.type == "link_open" and urlsplit(str(child.attrs.get("href", ""))).netloc:
                child.attrSet("rel", "noopener nofollow ugc")
