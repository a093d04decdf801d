"""What an editor must mend: a place, a message, a hint.

Comes in: nothing but text and numbers. Goes out: `Problem` values and their printed form. Apart from every
other module, because all of them report through it and none may depend on how a report is printed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

__all__ = [
    "EnvironmentFailure",
    "Place",
    "Problem",
    "Severity",
    "SitegenError",
    "did_you_mean",
    "plain",
    "printable",
    "sort_problems",
    "to_text",
]

_UNSHOWN = ("C", "Zl", "Zp")
"""Categories of characters that a terminal obeys or breaks lines at: controls, formats, separators of lines."""

Severity = Literal["error", "warning", "note"]


class SitegenError(Exception):
    """The one root of the exceptions that sitegen raises on purpose."""


class EnvironmentFailure(SitegenError):
    """The machine failed, not the content: no disk, no permission, another build at work (exit status 3)."""


class Place(NamedTuple):
    """A span in a file: `path` relative to the root with `/`, `line` and `column` from 1, `length` in characters.

    A tuple, because one is made for every value of every file.
    """

    path: str
    line: int = 1
    column: int = 1
    length: int = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend. `found` stands under the caret, `hint` says what to do."""

    rule: str
    place: Place
    message: str
    hint: str = ""
    found: str = ""
    severity: Severity = "error"


def sort_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Every distinct problem once, by place, then rule and message: the same order on every run."""
    return tuple(sorted(set(problems), key=lambda p: (p.place, p.rule, p.message, p.hint, p.found)))


def printable(text: str) -> str:
    """Text for a terminal or a log: control, format and surrogate characters are shown as `\\u{XXXX}`.

    Content is written by strangers, and a terminal obeys escape sequences.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        char if not unicodedata.category(char).startswith(_UNSHOWN) else f"\\u{{{ord(char):04X}}}" for char in text
    )


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint with the nearest known word, or with the whole list where it is short, or nothing."""
    from difflib import get_close_matches  # only on the way to an error report

    names = sorted(set(known))
    near = get_close_matches(word, names, n=1, cutoff=0.6)
    if near:
        return f"did you mean `{near[0]}`?"
    if 0 < len(names) <= 12:
        return "one of: " + ", ".join(f"`{name}`" for name in names)
    return ""


def plain(_style: str, text: str) -> str:
    """Text as it is: how a report is painted where there are no colours."""
    return text


def to_text(problem: Problem, sources: Mapping[str, str], paint: Callable[[str, str], str] = plain) -> str:
    """The problem in the form of DESIGN §7; `sources` maps a path to the text of that file.

    `paint` takes the role of a piece (`place`, `caret`, `frame`, `hint` or the severity) and the piece.
    """
    place = problem.place
    where = f"{printable(place.path)}:{place.line}:{place.column}:"
    out = [f"{paint('place', where)} {paint(problem.severity, f'{problem.severity}[{problem.rule}]')}"]
    lines = sources.get(place.path, "").splitlines()
    if 0 < place.line <= len(lines):
        line, start = _window(lines[place.line - 1], place.column - 1)
        number = f"{place.line:>5}"
        length = max(1, min(place.length, len(line) - start))
        indent = " " * len(printable(line[:start]))
        found = f" {printable(problem.found)}" if problem.found else ""
        carets = paint("caret", "^" * len(printable(line[start : start + length]) or "^") + found)
        out += [f"{paint('frame', number + ' |')} {printable(line)}"]
        out += [f"{paint('frame', ' ' * len(number) + ' |')} {indent}{carets}"]
    out.append(f"   {printable(problem.message)}")
    if problem.hint:
        out.append(f"   {paint('hint', 'hint:')} {printable(problem.hint)}")
    return "\n".join(out)


def _window(line: str, column: int) -> tuple[str, int]:
    """At most 120 characters of a line around a column, and the column within them."""
    if len(line) <= 120:
        return line, column
    start = max(0, min(column - 40, len(line) - 120))
    return line[start : start + 120], column - start
