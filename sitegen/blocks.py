"""YAML in plain block style → nodes, line by line, or None for everything else.

Comes in: a text. Goes out: the same nodes, with the same places, that `documents` makes of it by PyYAML's events, several
times as fast; or None, wherever a text uses more of YAML than keys, `- ` lists, one-line texts and `|` or `>` blocks, or is
wrong in any way. Apart from `documents`, which stays the judge: a property test holds the two equal on whatever this reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from sys import intern
from typing import Any

from sitegen.nodes import Mapping, Node, Scalar, Sequence
from sitegen.problems import Place

__all__ = ["read_blocks"]

# Characters that no reader of YAML stumbles over; the rest is for the judge.
_SAFE = re.compile("[\n\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufefe\uff00-\ufffd\U00010000-\U0001fffd]*")
_LINE = re.compile(
    r"""
    (?P<indent>\ *)
    (?:
      (?P<dash>-\ )?
      # A key begins like a word and ends at the first colon that a blank or the line's end follows.
      (?:(?P<key>[A-Za-z0-9\u2264\u2265](?:[A-Za-z0-9 _./%(),\u2264\u2265-]*[A-Za-z0-9_./%(),\u2264\u2265-])?):(?:\ (?=[^\s])|(?=\n)))?
      (?(dash)|(?(key)|(?=\n)))
      (?:
        "(?P<double>[^"\\\n]*)"
      | '(?P<single>(?:[^'\n]|'')*)'
      | (?P<block>[|>]-?)
      | (?P<plain>[^\s\-?:,\[\]{}#&*!|>'"%@`][^\n:#]*(?:(?::(?=[^\s])|(?<!\ )\#)[^\n:#]*)*(?<!\ ))
      )?
    | \#[^\n]*
    )
    \n
    """,
    re.VERBOSE,
)
_MAX_DEPTH, _MAX_LINES, _MAX_TEXT = 30, 12_000, 200_000
_SHORT = 40
"""Characters of a text that may well stand in other files, too: a name, a year, a word. All of them then share one."""
_LONG = re.compile(r"[^\n]{20000}")

# Values are tuples that a file has thousands of: made without the detour through their classes' constructors.
_new: Callable[[Any, tuple[object, ...]], Any] = tuple.__new__


class _NotPlain(Exception):
    """The text uses something that only the whole of YAML says how to read."""


class _Open:
    """A list or a mapping that is still being read; `key` waits for its value."""

    __slots__ = ("column", "items", "key", "place", "seen")

    def __init__(self, column: int, place: Place, seen: set[str] | None) -> None:
        self.column = column
        self.place = place
        self.items: list[Any] = []
        self.seen = seen  # None for a list
        self.key: Scalar | None = None

    def add(self, value: Node) -> None:
        if self.seen is None:
            self.items.append(value)
        elif self.key is not None:
            self.items.append((self.key, value))
            self.key = None
        else:
            raise _NotPlain

    def begin(self, key: str, path: str, number: int) -> None:
        """A key, whose value follows."""
        if self.seen is None or key in self.seen:
            raise _NotPlain
        self.seen.add(key)
        self.key = _new(Scalar, (key, _new(Place, (path, number, self.column + 1, len(key)))))

    def closed(self) -> Node:
        if self.key is not None:
            raise _NotPlain
        return Sequence(tuple(self.items), self.place) if self.seen is None else Mapping(tuple(self.items), self.place)


def read_blocks(text: str, path: str) -> Node | None:
    """The one document of the text, or None where this reader does not vouch for it."""
    if not text.endswith("\n") or text.count("\n") > _MAX_LINES or not _SAFE.fullmatch(text) or _LONG.search(text):
        return None
    try:
        return _read(text, path)
    except _NotPlain:
        return None


def _read(text: str, path: str) -> Node:
    stack: list[_Open] = []
    at, number, end, match = 0, 0, len(text), _LINE.match
    while at < end:
        line = match(text, at)
        if line is None:
            raise _NotPlain
        number += 1
        blanks, dash, key, double, single, block, plain = line.groups()
        said = plain if plain is not None else double if double is not None else _single(single)
        at, begin = line.end(), at
        if dash is None and key is None and said is None and block is None:
            continue  # a blank line, or a comment
        column = len(blanks)
        if dash is not None:
            _open_list(stack, column, path, number)
            column += 2
        if key is not None:
            _open_mapping(stack, column, path, number, fresh=dash is not None).begin(key, path, number)
            column += len(key) + 2
        if said is not None:
            said = intern(said) if len(said) <= _SHORT else said
            place = _new(Place, (path, number, column + 1, at - 1 - begin - column))
            stack[-1].add(_new(Scalar, (said, place)))
        elif block is not None:
            said, at, lines = _text_block(text, at, block, stack[-1].column)
            stack[-1].add(Scalar(said, Place(path, number, column + 1, len(block))))
            number += lines
        elif key is None:
            raise _NotPlain
    return _closed(stack)


def _closed(stack: list[_Open]) -> Node:
    while len(stack) > 1:
        _close(stack)
    if not stack:
        raise _NotPlain
    return stack[0].closed()


def _single(said: str | None) -> str | None:
    """A text in single quotes, in which two of them stand for one."""
    return said.replace("''", "'") if said is not None and "''" in said else said


def _close(stack: list[_Open]) -> None:
    done = stack.pop()
    if not stack:
        raise _NotPlain
    stack[-1].add(done.closed())


def _open_list(stack: list[_Open], column: int, path: str, number: int) -> None:
    """Make a list in this column the innermost: one that is open, or a new one where a value is waited for."""
    while stack and stack[-1].column > column:
        _close(stack)
    top = stack[-1] if stack else None
    if top is not None and top.seen is None and top.column == column:
        return
    if (top is None and column == 0) or (top is not None and top.key is not None):
        _push(stack, _Open(column, Place(path, number, column + 1, 1), None))
        return
    raise _NotPlain


def _open_mapping(stack: list[_Open], column: int, path: str, number: int, *, fresh: bool) -> _Open:
    """The same for keys; `fresh` where the keys begin behind a dash."""
    if not fresh:
        while stack and (stack[-1].column > column or (stack[-1].seen is None and stack[-1].column == column)):
            _close(stack)
        top = stack[-1] if stack else None
        if top is not None and top.column == column and top.key is None:
            return top
        if not ((top is None and column == 0) or (top is not None and top.key is not None and top.column < column)):
            raise _NotPlain
    opened = _Open(column, Place(path, number, column + 1, 1), set())
    _push(stack, opened)
    return opened


def _push(stack: list[_Open], opened: _Open) -> None:
    if len(stack) >= _MAX_DEPTH:
        raise _NotPlain
    stack.append(opened)


def _text_block(text: str, at: int, kind: str, indent: int) -> tuple[str, int, int]:
    """A text of several lines, all indented alike, blank lines between its paragraphs; where it ends, and its lines."""
    lines: list[str] = []
    inner = count = 0
    while at < len(text):
        stop = text.index("\n", at)
        line = text[at:stop]
        bare = line.lstrip(" ")
        deep = len(line) - len(bare)
        if bare and deep <= indent:
            break
        inner = inner or deep
        if (bare and (deep < inner or (deep > inner and kind[0] == ">"))) or (not bare and (line or not lines)):
            raise _NotPlain
        lines.append(line[inner:])
        at, count = stop + 1, count + 1
    while lines and not lines[-1]:
        lines.pop()
    if not lines:
        raise _NotPlain
    said = ("\n".join(lines) if kind[0] == "|" else _folded(lines)) + ("" if kind[1:] else "\n")
    if len(said) > _MAX_TEXT:
        raise _NotPlain
    return said, at, count


def _folded(lines: list[str]) -> str:
    """Lines joined by blanks; so many line breaks as blank lines stand between two of them."""
    text, breaks = lines[0], 0
    for line in lines[1:]:
        if not line:
            breaks += 1
            continue
        text += "\n" * breaks + line if breaks else f" {line}"
        breaks = 0
    return text
