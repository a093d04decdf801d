"""Edits by span: one value of a YAML text is changed, and every other character stays as it was.

Comes in: a text, the path of a mapping in it, a key and its new value. Goes out: the new text. Apart from `canonical`,
which rewrites a file as a whole: an editing view must change the lines concerned and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sitegen.problems import SitegenError
from sitegen.spans import Leaf, Listing, Spanned, Table, quoted, spans, stands_plain

__all__ = ["CannotEdit", "append_item", "at_path", "scalar", "set_key"]

Value = str | tuple[str, ...]


class CannotEdit(SitegenError):
    """The text has no such place, or is not of the form that an edit needs."""


def at_path(node: Spanned, path: Sequence[str | int]) -> Spanned:
    """The node at a path of keys and numbers. Raises `CannotEdit`."""
    for part in path:
        found: Spanned | None = None
        if isinstance(node, Table) and isinstance(part, str):
            found = node.get(part)
        elif isinstance(node, Listing) and isinstance(part, int) and part < len(node.items):
            found = node.items[part]
        if found is None:
            raise CannotEdit(f"there is no `{part}`")
        node = found
    return node


def set_key(text: str, path: Sequence[str | int], key: str, value: Value | None, order: Sequence[str] = ()) -> str:
    """The text with `key` of the mapping at `path` set, added (after the keys that `order` puts first) or removed."""
    table = at_path(spans(text), path)
    if not isinstance(table, Table) or table.flow or not table.items:
        raise CannotEdit("only keys of a mapping in block style can be edited")
    old = table.get(key)
    if old is None:
        return text if value is None else _insert(text, table, key, value, order)
    if value is None:
        return _remove(text, table, key)
    if isinstance(old, Leaf) and isinstance(value, str):
        return _replace(text, old, scalar(value, old.style))
    name = next(name for name, found in table.items if found is old)
    indent = _column(text, name.start)
    said = _written(key, value, indent).removeprefix(" " * indent)
    return text[: name.start] + said + text[_last(text, old) :]


def append_item(text: str, path: Sequence[str | int], after: int, pairs: Mapping[str, Value]) -> str:
    """The text with a mapping added to the list at `path`, behind its item `after` (from 0; -1 for the first place)."""
    listing = at_path(spans(text), path)
    if not isinstance(listing, Listing):
        raise CannotEdit("facts are a list")
    if not listing.items:
        start, end = (listing.start, listing.end) if listing.flow else (listing.end, listing.end)
        return text[:start].rstrip(" ") + "\n" + _item(pairs, 0) + text[end:].removeprefix("\n")
    if listing.flow:
        raise CannotEdit("only a list in block style can be added to")
    dash = _dash(text, listing.items[0])
    if after < 0:
        at = text.rfind("\n", 0, dash) + 1
        return text[:at] + _item(pairs, dash - at) + text[at:]
    at = _line_end(text, _last(text, listing.items[after]))
    before = text[:at] if text[:at].endswith("\n") else text[:at] + "\n"
    return before + _item(pairs, dash - text.rfind("\n", 0, dash) - 1) + text[at:]


def scalar(value: str, style: str = "") -> str:
    """A text as it stands in a file: without quotes where they are not needed, in the quotes it had where it had some."""
    if style in ("'", '"'):
        return quoted(value, style)
    return value if stands_plain(value) else quoted(value)


def _item(pairs: Mapping[str, Value], indent: int) -> str:
    lines = "".join(_written(key, value, indent + 2) + "\n" for key, value in pairs.items())
    return " " * indent + "- " + lines[indent + 2 :]


def _written(key: str, value: Value, indent: int) -> str:
    """A key with its value, the list of texts below it, without the last line's end."""
    start = " " * indent
    if isinstance(value, str):
        return f"{start}{key}: {scalar(value)}"
    return "\n".join([f"{start}{key}:", *(f"{start}- {scalar(item)}" for item in value)])


def _replace(text: str, old: Leaf, said: str) -> str:
    end = old.end
    if old.style and old.style in "|>":  # a block text ends with its last line
        return text[: old.start] + said + "\n" + text[end:]
    return text[: old.start] + said + text[end:]


def _insert(text: str, table: Table, key: str, value: Value, order: Sequence[str]) -> str:
    before = order[: order.index(key)] if key in order else [name.text for name, _ in table.items]
    last = next((value for name, value in reversed(table.items) if name.text in before), table.items[-1][1])
    at = _line_end(text, _last(text, last))
    indent = _column(text, table.items[0][0].start)
    head = text[:at] if text[:at].endswith("\n") else text[:at] + "\n"
    return head + _written(key, value, indent) + "\n" + text[at:]


def _remove(text: str, table: Table, key: str) -> str:
    index = next(index for index, (name, _) in enumerate(table.items) if name.text == key)
    name, value = table.items[index]
    start = text.rfind("\n", 0, name.start) + 1
    if text[start : name.start].strip():
        raise CannotEdit(f"`{key}` begins its entry and cannot be removed")
    return text[:start] + text[_line_end(text, _last(text, value)) :]


def _last(text: str, node: Spanned) -> int:
    """Where the last character of a value stands, plus one."""
    return node.end - 1 if text[node.start : node.end].endswith("\n") else node.end


def _line_end(text: str, position: int) -> int:
    found = text.find("\n", position)
    return len(text) if found < 0 else found + 1


def _column(text: str, position: int) -> int:
    return position - text.rfind("\n", 0, position) - 1


def _dash(text: str, item: Spanned) -> int:
    """Where the dash before an item of a block list stands."""
    return text.rfind("-", 0, item.start)
