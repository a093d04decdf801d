"""Derived numbers as readers see them. Stated values are never formatted: they stand as printed.

Comes in: exact decimals. Goes out: text, in English as it stands, in the form of any other language when it is said in that.
Apart, so that no template and no chart rounds anything by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Decimal

from sitegen.messages import Speaker, Worded, msg
from sitegen.quantities import CURRENCIES

__all__ = ["compact", "day", "factor", "is_currency", "money", "percent", "printed", "rounded"]

_CODES = frozenset(CURRENCIES.values())
_SCALES = ((12, "trillion"), (9, "billion"), (6, "million"), (3, "thousand"))


class _Formatted(Worded):
    """A number or a day. `form` is what `locales` does with the values for a language."""

    __slots__ = ("form", "values")

    form: str
    values: tuple[object, ...]

    def said_in(self, language: Speaker) -> str:
        from sitegen import locales

        form: Callable[..., str] = getattr(locales, self.form)
        return form(*self.values, language.tag)


def _formatted(text: str, form: str, *values: object) -> str:
    made = _Formatted(text)
    made.form, made.values = form, values
    return made


def rounded(number: Decimal, places: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)


def printed(number: object) -> str:
    """A number that we have written in English: `0.42`, `+3`, `20.6%`."""
    text = str(number)
    return _formatted(text, "number", text)


def percent(number: Decimal, places: int = 2) -> str:
    """`6.76 %` is written `6.76%`, as the documents do."""
    return printed(f"{rounded(number, places)}%")


def factor(rate: str) -> str:
    """What a year at a rate multiplies by, in a formula: `10%` is `(1 + 10%)`, `-10%` is `(1 − 10%)`."""
    return f"(1 − {rate[1:]})" if rate[:1] in {"-", "−", "–"} else f"(1 + {rate})"


def compact(number: Decimal, figures: int = 4) -> str:
    """`257500000` → `257.5 million`; four significant figures by default."""
    size = abs(number)
    power, word = next(((power, word) for power, word in _SCALES if size >= Decimal(10) ** power), (0, ""))
    value = number.scaleb(-power)
    whole = len(str(int(abs(value))))
    text = f"{rounded(value, max(0, figures - whole))}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return _formatted(f"{text} {word}".strip(), "compact", number, figures)


def money(number: Decimal, unit: str) -> str:
    """`USD 4.026 billion`; of what is counted in another unit `4.026 million tonnes`, `92 MW`."""
    amount = compact(number)
    if is_currency(unit):
        return _formatted(f"{unit} {amount}", "money", number, unit)
    return _formatted(f"{amount} {unit}".strip(), "measured", number, unit)


def is_currency(unit: str) -> bool:
    """Whether the unit of a quantity is a currency, by its code."""
    return unit in _CODES


def day(text: str) -> str:
    """A day as `2026-11-22`; where it is not known, words in its place."""
    if not text[:1].isdigit():
        return msg("an unknown day")
    return _formatted(text, "day", text)
