"""YAML text → nodes in which every value keeps its place. Scalars stay text; nothing is guessed.

Comes in: a path and its bytes. Goes out: a `Node` tree, or problems. A strict subset of YAML, read from the event
stream under budgets: no aliases, tags, second documents, non-scalar keys or duplicate keys. Apart, because
`yaml.safe_load` guesses types, drops duplicate keys and can be made to run for minutes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from sitegen.blocks import read_blocks
from sitegen.nodes import Mapping, Node, Scalar, Sequence
from sitegen.problems import Place, Problem

__all__ = ["Mapping", "Node", "Scalar", "Sequence", "decode", "parse", "parse_events"]

MAX_BYTES = 2_000_000
MAX_DEPTH = 32
MAX_NODES = 50_000
MAX_TEXT = 200_000

_FLOW_ITEM = re.compile(r"[A-Za-z0-9][A-Za-z0-9/_.-]*")


class _Refused(Exception):
    """Reading stops here; the problem says why."""

    def __init__(self, rule: str, place: Place, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.problem = Problem(rule, place, message, hint)


def decode(data: bytes, path: str) -> tuple[str, list[Problem]]:
    """Bytes → text: UTF-8, with or without a byte-order mark, lines ended by LF or CRLF; no control characters."""
    if len(data) > MAX_BYTES:
        return "", [
            Problem("too-large", Place(path), f"the file has {len(data)} bytes, more than {MAX_BYTES}", "split it")
        ]
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        message = f"byte 0x{data[error.start]:02x} is no UTF-8 text"
        return "", [Problem("encoding", Place(path, line, column), message, "save the file as UTF-8")]
    problems: list[Problem] = []
    if _FORBIDDEN.search(text) is None:
        return text, problems
    for number, line_text in enumerate(text.split("\n"), 1):
        for match in _FORBIDDEN.finditer(line_text):
            char = match.group()
            place = Place(path, number, match.start() + 1)
            problems.append(_forbidden(char, place))
    return text, problems


# Control characters, bidirectional overrides, invisible joiners, tags: they change what a reader sees.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def _forbidden(char: str, place: Place) -> Problem:
    message = f"the invisible character U+{ord(char):04X} is not allowed"
    return Problem(
        "hidden-character", place, message, "delete it; it changes what readers see, or cannot be seen at all"
    )


def parse(text: str, path: str) -> tuple[Node | None, list[Problem]]:
    """The one document in a YAML text, or None and what is wrong with it."""
    node = read_blocks(text, path)
    return (node, []) if node is not None else parse_events(text, path)


def parse_events(text: str, path: str) -> tuple[Node | None, list[Problem]]:
    """The same by PyYAML: the judge of what the quick reader may read, and the reader of everything else."""
    reader = _Reader(text, path)
    try:
        node = reader.document()
    except _Refused as refused:
        return None, [*reader.problems, refused.problem]
    except yaml.MarkedYAMLError as error:
        return None, [*reader.problems, reader.syntax(error)]
    except (yaml.YAMLError, ValueError, RecursionError, OverflowError) as error:
        return None, [*reader.problems, Problem("yaml-syntax", Place(path), f"this is no YAML: {error}")]
    return node, reader.problems


class _Reader:
    """The state of one reading: the event stream, the budgets, the problems found on the way."""

    def __init__(self, text: str, path: str) -> None:
        self.path = path
        self.lines = text.split("\n")
        self.problems: list[Problem] = []
        self.nodes = 0
        loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
        self.events: Iterator[yaml.Event] = iter(yaml.parse(text, Loader=loader))

    def document(self) -> Node:
        next(self.events)  # stream start
        start = next(self.events)
        if isinstance(start, yaml.StreamEndEvent):
            raise _Refused(
                "empty-file", Place(self.path), "the file is empty", "`sitegen schema` says what belongs there"
            )
        event = next(self.events)
        if isinstance(event, yaml.ScalarEvent) and event.value == "" and event.implicit[0]:
            raise _Refused("empty-file", Place(self.path), "the file holds only comments")
        node = self.node(event, 1)
        next(self.events)  # document end
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            raise _Refused("second-document", self.place(after), "a file holds one document", "remove the `---`")
        return node

    def node(self, event: yaml.Event, depth: int) -> Node:
        self.nodes += 1
        if depth > MAX_DEPTH:
            raise _Refused("too-deep", self.place(event), f"values are nested more than {MAX_DEPTH} deep")
        if self.nodes > MAX_NODES:
            raise _Refused("too-large", self.place(event), f"the file has more than {MAX_NODES} values", "split it")
        self.refuse_features(event)
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(event, depth)
        return self.mapping(event, depth)

    def refuse_features(self, event: yaml.Event) -> None:
        """Aliases and tags: they make a text mean something other than what stands there."""
        if isinstance(event, yaml.AliasEvent):
            what, hint = f"the alias `*{event.anchor}`", "write the value out, or quote a text that begins with `*`"
            raise _Refused("alias", self.place(event), f"{what} is not allowed", hint)
        if not isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
            return
        if event.anchor:
            what, hint = f"the anchor `&{event.anchor}`", "remove it, or quote a text that begins with `&`"
            raise _Refused("alias", self.place(event), f"{what} is not allowed", hint)
        if event.tag is not None:
            what, hint = f"the tag `{event.tag}`", "remove it, or quote a text that begins with `!`"
            raise _Refused("tag", self.place(event), f"{what} is not allowed", hint)

    def scalar(self, event: yaml.ScalarEvent) -> Scalar:
        if len(event.value) > MAX_TEXT:
            raise _Refused(
                "too-large", self.place(event), f"the text has {len(event.value)} characters, more than {MAX_TEXT}"
            )
        return Scalar(event.value, self.place(event))

    def sequence(self, event: yaml.SequenceStartEvent, depth: int) -> Sequence:
        items = []
        while not isinstance(child := next(self.events), yaml.SequenceEndEvent):
            items.append(self.node(child, depth + 1))
            plain = child.value if isinstance(child, yaml.ScalarEvent) and not child.style else None
            if event.flow_style and plain is not None and not _FLOW_ITEM.fullmatch(plain):
                self.problems.append(
                    Problem(
                        "flow-list",
                        self.place(child),
                        "texts in `[…]` break at every comma",
                        "write the list in block style, one `- text` a line",
                    )
                )
        return Sequence(tuple(items), self.place(event))

    def mapping(self, event: yaml.Event, depth: int) -> Mapping:
        items: list[tuple[Scalar, Node]] = []
        first: dict[str, Place] = {}
        while not isinstance(child := next(self.events), yaml.MappingEndEvent):
            key = self.node(child, depth + 1)
            if not isinstance(key, Scalar):
                raise _Refused(
                    "key-not-text", key.place, "a key must be a text", "quote a text that begins with `[` or `{`"
                )
            value = self.node(next(self.events), depth + 1)
            if key.text in first:
                message = f"`{key.text}` stands twice; first in line {first[key.text].line}"
                self.problems.append(Problem("duplicate-key", key.place, message, "keep one of them"))
            else:
                first[key.text] = key.place
                items.append((key, value))
        return Mapping(tuple(items), self.place(event))

    def place(self, event: yaml.Event) -> Place:
        start, end = event.start_mark, event.end_mark
        if start is None or end is None:
            return Place(self.path)
        whole = isinstance(event, yaml.CollectionStartEvent)
        last = end.column if end.line == start.line else len(self.lines[start.line])
        return Place(self.path, start.line + 1, start.column + 1, 1 if whole else max(1, last - start.column))

    def syntax(self, error: yaml.MarkedYAMLError) -> Problem:
        # A text that is never closed is only missed at the end of the file: point to where it began.
        unclosed = "unexpected end of stream" in (error.problem or "")
        mark = (unclosed and error.context_mark) or error.problem_mark or error.context_mark
        place = Place(self.path, mark.line + 1, mark.column + 1) if mark else Place(self.path)
        what = error.problem or error.context or "this is no YAML"
        line = self.lines[place.line - 1] if place.line <= len(self.lines) else ""
        before = self.lines[place.line - 2] if place.line >= 2 else ""
        return Problem("yaml-syntax", place, f"this is no YAML: {what}", _syntax_hint(line, before, what))


def _syntax_hint(line: str, before: str, what: str) -> str:
    if "\t" in line[: len(line) - len(line.lstrip())] or "'\\t'" in what:
        return "indent with spaces, not with tabs"
    if "mapping values are not allowed" in what:
        return "a text that holds `: ` must stand in quotes"
    value = line.partition(":")[2].lstrip() or line.lstrip(" -")
    if value[:1] in set("%@`") or "cannot start any token" in what:
        return "a text that begins with `%`, `@` or a backquote must stand in quotes"
    if value[:1] in set("[{'\"&*!|>"):
        return f"a text that begins with `{value[:1]}` must stand in quotes, closed at its end"
    if "expected <block end>" in what or "did not find expected" in what:
        return f"check the indentation and the quotes here and in the line before: `{before.strip()[:60]}`"
    return ""
