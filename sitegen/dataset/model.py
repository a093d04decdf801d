"""A table: its columns, each with type, unit and meaning, and its rows.

Comes in: nothing. Goes out: `Table`, and the one CSV form that every table has. Apart, so that formats and contents
know nothing of each other.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from sitegen.exports import Row, csv_cell
from sitegen.values import valueclass

__all__ = ["Cell", "Column", "Table", "csv_bytes", "filled", "head"]

Cell = str | int | float | bool | None
Type = Literal["string", "number", "integer", "boolean"]


@valueclass(frozen=True, slots=True)
class Column:
    """`unit` says what numbers count; `to` is the `table.column` that a value refers to."""

    name: str
    type: Type
    meaning: str
    unit: str = ""
    to: str = ""


@valueclass(frozen=True, slots=True)
class Table:
    """`key` are the columns that name a row; `public` is False for those that only the database has."""

    name: str
    title: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    public: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        return tuple([column.name for column in self.columns])


def head(name: str, title: str, meaning: str, key: str, columns: Sequence[Column], *, public: bool = True) -> Table:
    """A table that has no rows yet."""
    return Table(name, title, meaning, tuple(key.split()), tuple(columns), (), public)


def filled(empty: Table, rows: Sequence[Row]) -> Table:
    """A table of rows by name; what a row does not say is an empty cell."""
    names = empty.names
    cells = (map(row.get, names) for row in rows)
    made: list[tuple[Any, ...]] = [
        tuple([_cell(cell) if type(cell) in _WRITTEN else cell for cell in row]) for row in cells
    ]
    return replace(empty, rows=tuple(made))


# What is not a cell as it is: a text may be empty.
_WRITTEN = frozenset([str, list, tuple, dict])


def _cell(value: object) -> Cell:
    """One cell: lists are joined, places of quotes said in words, records kept as JSON."""
    if isinstance(value, str):
        return value or None
    if isinstance(value, Mapping):
        if set(value) == {"token", "of"}:
            return f"{value['token']} of {value['of']}"
        return json.dumps(value, ensure_ascii=False)
    assert isinstance(value, list | tuple)
    return "; ".join(str(item) for item in value) or None


# What a CSV writer puts as we would; texts that remember their message are texts, too.
_AS_THEY_ARE = frozenset([int, float, type(None)])


def csv_bytes(made: Table) -> bytes:
    """RFC 4180 in UTF-8; no cell runs as a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(made.names)
    writer.writerows([cell if type(cell) in _AS_THEY_ARE else csv_cell(cell) for cell in row] for row in made.rows)
    return text.getvalue().encode("utf-8")
