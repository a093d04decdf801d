"""YAML text → nodes with exact spans: what an edit may replace, and what it must leave alone.

Comes in: a text that `documents.parse` accepts. Goes out: a tree whose leaves know where they begin and end in the text
and how they were quoted, and every comment. Apart from `documents`, which says what a text means and refuses what is
no fact; this says how it was written, for `canonical` and `edits`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml

__all__ = ["Comment", "Leaf", "Listing", "Spanned", "Table", "comments", "quoted", "spans", "stands_plain"]

_COMMENT = re.compile(r"(?:^|(?<=\s))#[^\n]*")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}


@dataclass(frozen=True, slots=True)
class Leaf:
    """A text: `style` is empty (plain), `'`, `"`, `|` or `>`; it stands at `start`..`end`, its quotes included."""

    text: str
    style: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Listing:
    items: tuple[Spanned, ...]
    start: int
    end: int
    flow: bool


@dataclass(frozen=True, slots=True)
class Table:
    items: tuple[tuple[Leaf, Spanned], ...]
    start: int
    end: int
    flow: bool

    def get(self, key: str) -> Spanned | None:
        return next((value for name, value in self.items if name.text == key), None)


Spanned = Leaf | Listing | Table


@dataclass(frozen=True, slots=True)
class Comment:
    """`own_line` is False where something stands before it on its line."""

    text: str
    start: int
    own_line: bool


def spans(text: str) -> Spanned:
    """The one document of a text. Raises `yaml.YAMLError` or ValueError where there is none."""
    events = iter(yaml.parse(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader)))
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            return _node(next(events), events)
    raise ValueError("the text holds no document")


def _node(event: yaml.Event, events: Iterator[yaml.Event]) -> Spanned:
    if not isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) or event.anchor or event.tag is not None:
        raise ValueError("aliases, anchors and tags are not allowed")
    start, end = _index(event.start_mark), _index(event.end_mark)
    if isinstance(event, yaml.ScalarEvent):
        return Leaf(event.value, event.style or "", start, end)
    flow = bool(getattr(event, "flow_style", False))
    if isinstance(event, yaml.SequenceStartEvent):
        items = []
        while not isinstance(child := next(events), yaml.SequenceEndEvent):
            items.append(_node(child, events))
        return Listing(tuple(items), start, _end(items[-1] if items else None, child, flow), flow)
    pairs = []
    while not isinstance(child := next(events), yaml.MappingEndEvent):
        key = _node(child, events)
        if not isinstance(key, Leaf):
            raise ValueError("a key must be a text")
        pairs.append((key, _node(next(events), events)))
    return Table(tuple(pairs), start, _end(pairs[-1][1] if pairs else None, child, flow), flow)


def _end(last: Spanned | None, closing: yaml.Event, flow: bool) -> int:
    """Where a collection ends: with its last value, not where the next thing begins."""
    return _index(closing.end_mark) if flow or last is None else last.end


def _index(mark: Any) -> int:
    """Characters before a mark; the event stream always has marks."""
    return int(mark.index)


def comments(text: str, node: Spanned) -> tuple[Comment, ...]:
    """Every comment of a text, in order. Between two leaves there are only signs, blanks and comments."""
    found = []
    position = 0
    for leaf in (*_leaves(node), None):
        end = leaf.start if leaf else len(text)
        for match in _COMMENT.finditer(text, position, end):
            line = text.rfind("\n", 0, match.start()) + 1
            found.append(Comment(match.group().rstrip(), match.start(), not text[line : match.start()].strip(" \t")))
        if leaf is not None:
            found += _header_comment(text, leaf)
            position = leaf.end
    return tuple(found)


def _header_comment(text: str, leaf: Leaf) -> tuple[Comment, ...]:
    """The comment behind the `|` or `>` that begins a block text."""
    header = text.find("\n", leaf.start, leaf.end) if leaf.style and leaf.style in "|>" else -1
    match = _COMMENT.search(text, leaf.start, header) if header > 0 else None
    return (Comment(match.group().rstrip(), match.start(), False),) if match else ()


def _leaves(node: Spanned) -> Iterator[Leaf]:
    if isinstance(node, Leaf):
        yield node
    elif isinstance(node, Listing):
        for item in node.items:
            yield from _leaves(item)
    else:
        for key, value in node.items:
            yield key
            yield from _leaves(value)


@lru_cache(maxsize=20_000)
def stands_plain(text: str, *, key: bool = False) -> bool:
    """Whether a text without quotes is read again as itself, as a value and as a list's item, or as a key."""
    if not text or "\n" in text or "\t" in text:
        return False
    tries = (f"{text}: x\n",) if key else (f"k: {text}\n", f"- {text}\n")
    for tried in tries:
        try:
            node = spans(tried)
        except (yaml.YAMLError, ValueError):
            return False
        leaf = (
            node.items[0]
            if isinstance(node, Listing)
            else node.items[0][0 if key else 1]
            if isinstance(node, Table)
            else None
        )
        if not isinstance(leaf, Leaf) or leaf.text != text or leaf.style or comments(tried, node):
            return False
    return True


def quoted(text: str, style: str = '"') -> str:
    """A text in quotes, in double ones where single ones cannot hold it."""
    if style == "'" and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(_ESCAPES.get(char) or (char if char.isprintable() else _escape(char)) for char in text) + '"'


def _escape(char: str) -> str:
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
