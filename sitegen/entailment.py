"""Does what a fact says follow from its quotes: the value, the time, the statement?

Comes in: what an editor wrote and the tokens of the fact's quotes. Goes out: typed values, or problems. Apart from
`proofs`, which knows documents: here a quote is taken as it stands, and the number must be in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from sitegen.facts import When
from sitegen.problems import Place, Problem
from sitegen.quantities import (
    NumberFormat,
    Quantity,
    UnreadableQuantity,
    currency,
    number_in_words,
    parse,
    scale,
)  # fmt: skip
from sitegen.tokens import words

__all__ = ["Parts", "read_value", "read_when", "stands_in", "statement_follows", "value_follows", "when_of"]

Parts = tuple[tuple[str, ...], ...]
"""The tokens of the parts of a fact's quotes, in their order."""

_PLACEHOLDER = re.compile(r"X+|x{2,}|TBD|TBA|NA")
_TIME_UNITS = frozenset({
    "day", "days", "week", "weeks", "month", "months", "year", "years", "hour", "hours", "minute", "minutes", "second", "seconds",
    "s", "h", "min",
})  # fmt: skip
_SHARES = frozenset({"%", "percent", "per"})
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_MARKED_YEAR = re.compile(r"(?:FY|CY)?((?:19|20)\d\d)[EFPAef]?")
_NOT_QUITE = frozenset({"almost", "hardly", "nearly", "practically", "scarcely", "virtually"})
_TAKES = {
    "money": ("money", "count"),
    "percent": ("percent",),
    "count": ("count",),
    "fraction": ("fraction",),
    "rate": ("rate", "percent", "fraction"),
    "duration": ("count",),
    "year": ("year",),
    "period": ("period", "year"),
    "date": ("date", "year", "period"),
    "amount": ("money", "percent", "count", "fraction", "rate", "year", "period", "date"),
}
_ASKS_FOR = {
    "money": "an amount of money", "percent": "a percentage", "count": "a number", "fraction": "n/N",
    "rate": "a rate such as `2 to 4 per 10,000`", "duration": "a length of time", "year": "a year",
    "period": "a period of years", "date": "a date", "amount": "a quantity",
}  # fmt: skip


def read_value(
    value: str, takes: str, number_format: NumberFormat | None, at: Place
) -> tuple[Quantity | None, Problem | None]:
    """The quantity that a value prints, where its measure takes one."""
    tokens = words(value)
    if any(_PLACEHOLDER.fullmatch(token) for token in tokens) and takes in _TAKES:
        return None, Problem(
            "placeholder-value",
            at,
            f"`{value}` is a placeholder, not a value",
            "leave the fact out, or record the cell as `empty: true`",
        )
    if takes not in _TAKES:
        return None, None
    try:
        quantity = parse(value, number_format)
    except UnreadableQuantity as error:
        return None, Problem(
            "not-a-quantity", at, str(error), f"this measure takes {_ASKS_FOR[takes]}, exactly as printed"
        )
    if takes == "count" and quantity.kind == "year":
        quantity = replace(quantity, kind="count")  # 1873 records: the measure says that it is no year
    wrong_time = takes == "duration" and not set(quantity.unit.lower().split()) & _TIME_UNITS and quantity.unit
    if quantity.kind not in _TAKES[takes] or wrong_time:
        return None, Problem(
            "not-a-quantity", at, f"`{value}` is not {_ASKS_FOR[takes]}", f"this measure takes {_ASKS_FOR[takes]}"
        )
    return quantity, None


def value_follows(value: str, quantity: Quantity | None, parts: Parts, at: Place) -> Problem | None:
    """A value follows from its quotes: number, sign, scale and unit, each as printed."""
    tokens = words(value)
    if quantity is None or tokens[0].lower() == "no":
        # `no response` is nought only as one run: the words alone also stand in "no pain, but a response".
        if any(_says_so(tokens, part) for part in parts):
            return None
        return Problem(
            "value-not-in-quote",
            at,
            "the quote does not say so",
            "print the value exactly as the document does",
            "not in the quote",
        )
    missing = _missing(tokens, quantity, parts)
    if not missing:
        return None
    said = _mentions(parts, years=quantity.kind in {"year", "period", "date"})
    found = f"the quote says {' and '.join(said[:3])}" if said else "the quote holds no number"
    return Problem("value-not-in-quote", at, missing, "print the value exactly as the document does", found)


def _missing(tokens: tuple[str, ...], quantity: Quantity, parts: Parts) -> str:
    """What of a quantity the quotes do not say, or nothing."""
    numerals = [index for index, token in enumerate(tokens) if _numeral(token)]
    everything = {word.lower() for part in parts for word in part}
    for index in numerals:
        if not any(_same_number(tokens, index, part, quantity) for part in parts) and not _apart(tokens[index], parts):
            return f"`{tokens[index]}` does not stand in the quote with this sign, scale and unit"
    for index, token in enumerate(tokens):
        if index in numerals or scale(token):
            continue
        if currency(token):
            if not any(currency(word) == currency(token) for part in parts for word in part):
                return f"the quote does not say `{token}`"
        elif token != "-" and not {token.lower(), token.lower().rstrip("s"), token.lower() + "s"} & everything:
            return f"the quote does not say `{token}`"
    return ""


def _numeral(token: str) -> bool:
    return any(char.isdigit() for char in token) or number_in_words(token) is not None


def _same_number(tokens: tuple[str, ...], index: int, part: tuple[str, ...], quantity: Quantity) -> bool:
    """Whether the number at `index` stands in a part of the quote with the same scale, sign, per cent and currency."""
    own_scale = _scale_after(tokens, index)
    for at, word in enumerate(part):
        if not _equal(tokens[index], word):
            continue
        if own_scale != _scale_after(part, at):
            continue
        before = currency(part[at - 1]) if at else ""
        if before and not quantity.unit and quantity.kind == "count":
            continue  # the quote gives a currency that the value leaves out
        return True
    return False


def _apart(token: str, parts: Parts) -> bool:
    """Whether an n/N is told in two figures: `9 of 46`, or 9 below a column's `n = 46`. One figure alone is never both."""
    pieces = token.split("/")
    if len(pieces) != 2:
        return False
    few, all_of_them = (
        {(number, at) for number, part in enumerate(parts) for at in _counts(one, part)} for one in pieces
    )
    return bool(few and all_of_them) and len(few | all_of_them) > 1


def _counts(piece: str, part: tuple[str, ...]) -> Iterator[int]:
    """Where a whole number stands in a part of a quote and counts something: no money, no time, no share, nothing scaled."""
    for at, word in enumerate(part):
        in_words = number_in_words(word)
        plain = _THOUSANDS.sub("", word) if in_words is None else str(in_words)
        unit = part[at + 1].lower() if at + 1 < len(part) else ""
        other = _scale_after(part, at) or unit in _TIME_UNITS or unit in _SHARES or (at and currency(part[at - 1]))
        if piece.isdigit() and plain == piece and not other:
            yield at


def _equal(token: str, word: str) -> bool:
    if token == word:
        return True
    left, right = number_in_words(token), number_in_words(word)
    if left is None and token.isdigit():
        left = int(token)
    if right is None and word.isdigit():
        right = int(word)
    if "/" in token and "/" not in word:
        return False
    return left is not None and left == right and len(token) < 4


def _scale_after(tokens: Sequence[str], index: int) -> int:
    """The scale of a number, its own or, in a range, that of the number after it: `$5–$6 million`."""
    rest = tokens[index + 1 : index + 5]
    if rest and scale(rest[0]):
        return scale(rest[0])
    if rest and rest[0] in {"-", "to"}:
        tail = [word for word in rest[1:] if not currency(word)]
        if len(tail) >= 2 and _numeral(tail[0]):
            return scale(tail[1])
    return 0


def _says_so(tokens: Sequence[str], part: Sequence[str]) -> bool:
    """Whether the words stand in the quote as one run; "almost no" does not say "no"."""
    at = stands_in(tokens, part)
    return at is not None and not (at and tokens[0].lower() == "no" and part[at - 1].lower() in _NOT_QUITE)


def stands_in(tokens: Sequence[str], part: Sequence[str]) -> int | None:
    """Where the tokens stand in a part of a quote, case aside, or None."""
    count = len(tokens)
    lowered = [word.lower() for word in tokens]
    low_part = [word.lower() for word in part]
    return next((i for i in range(len(part) - count + 1) if low_part[i : i + count] == lowered), None)


def _mentions(parts: Parts, *, years: bool) -> list[str]:
    """The numbers of the quotes as an editor would print them; bare years only where a time is asked for."""
    out = []
    for part in parts:
        for index, word in enumerate(part):
            is_year = len(word) == 4 and word.isdigit() and word[:2] in {"19", "20"}
            if any(char.isdigit() for char in word) and is_year <= years:
                after = part[index + 1 : index + 2]
                out.append(" ".join([word, *(after if after and scale(after[0]) else ())]))
    return out


def read_when(text: str, parts: Parts, at: Place) -> tuple[When | None, Problem | None]:
    """A `when` written out: a year, a period or a date whose years stand in the quotes."""
    try:
        quantity = parse(text)
    except UnreadableQuantity:
        return None, Problem(
            "not-a-time",
            at,
            f"`{text}` is no year, period or date",
            "write it as printed, or name the fact of this file that defines it",
        )
    if quantity.kind not in {"year", "period", "date"}:
        return None, Problem(
            "not-a-time",
            at,
            f"`{text}` is no year, period or date",
            "write it as printed, or name the fact of this file that defines it",
        )
    said = {word for part in parts for word in part}
    months = {word.lower() for word in said}
    for token in words(text):
        known = (
            token in said or any(_year_of(word) == token for word in said)
            if token.isdigit()
            else token in {"-", "to", "from", "and", "through"} or token.lower() in months
        )
        if not known:
            return None, Problem(
                "value-not-in-quote",
                at,
                f"the quote does not say `{token}`",
                "add the words that say when, or name the fact that defines the period",
                "not in the quote",
            )
    return when_of(quantity, text), None


def _year_of(word: str) -> str:
    """`FY2023`, `2030F`: the year that a word holds, with what says which kind of year."""
    match = _MARKED_YEAR.fullmatch(word)
    return match[1] if match else ""


def when_of(quantity: Quantity, printed: str, defined_by: str = "") -> When:
    return When(printed, int(quantity.low), int(quantity.high), quantity.month, quantity.day, defined_by)


def statement_follows(statement: str, parts: Parts, at: Place) -> Problem | None:
    """A statement in our words has no numeral that the quotes do not have."""
    said = {word for part in parts for word in part}
    counted = {str(number) for word in said if (number := number_in_words(word)) is not None}
    for token in words(statement):
        numeral = token[0].isdigit() or token[0] in "+-"
        if numeral and token not in said and token not in counted and not _as_decimal_in(token, said):
            return Problem(
                "value-not-in-quote",
                at,
                f"no quote of this fact says `{token}`",
                "take the number into the quote or out of the statement",
                f"`{token}` is not in the quote",
            )
    return None


def _as_decimal_in(token: str, said: set[str]) -> bool:
    """Whether a fraction's parts both stand in the quotes: 9/46 for "9 of 46"."""
    return "/" in token and all(
        piece in said or Decimal(piece) in {Decimal(w) for w in said if w.isdigit()}
        for piece in token.split("/")
        if piece.isdigit()
    )
