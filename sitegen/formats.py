"""Derived numbers as readers see them. Stated values are never formatted: they stand as printed.

Comes in: exact decimals. Goes out: text. Apart, so that no template and no chart rounds anything by itself.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

__all__ = ["compact", "money", "percent", "rounded"]

_SCALES = ((12, "trillion"), (9, "billion"), (6, "million"), (3, "thousand"))


def rounded(number: Decimal, places: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)


def percent(number: Decimal, places: int = 2) -> str:
    """`6.76 %` is written `6.76%`, as the documents do."""
    return f"{rounded(number, places)}%"


def compact(number: Decimal, figures: int = 4) -> str:
    """`257500000` → `257.5 million`; four significant figures by default."""
    size = abs(number)
    power, word = next(((power, word) for power, word in _SCALES if size >= Decimal(10) ** power), (0, ""))
    value = number.scaleb(-power)
    whole = len(str(int(abs(value))))
    text = f"{rounded(value, max(0, figures - whole))}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{text} {word}".strip()


def money(number: Decimal, currency: str) -> str:
    """`USD 4.026 billion`."""
    return f"{currency} {compact(number)}".strip()
