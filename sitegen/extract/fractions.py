"""n/N as documents print it: `9/46`, `2 of 141`, `212 out of 1311 (16.2%)`, and whether the three figures agree.

Comes in: text. Goes out: matches, and a yes or no. Apart, because cells and sentences print fractions alike.
"""

from __future__ import annotations

import re

from sitegen.quantities import number_in_words

__all__ = ["FRACTION", "WHOLE", "makes", "plain"]

WHOLE = r"\d{1,3}(?:,\d{3})+|\d{1,7}"
_RATE = r"(?:\s*[(\[,;=]\s*(?P<rate>\d{1,3}(?:\.\d+)?)\s?(?P<sign>%)?\s*[)\]]?)?"
FRACTION = re.compile(
    rf"(?<![\d./])(?P<n>{WHOLE})\s?(?:/|(?:out )?of(?: the)?)\s?(?P<of>{WHOLE})(?![\d/]|[.,]\d){_RATE}", re.IGNORECASE
)
"""At the start of a cell, with the percentage that follows in brackets."""


def plain(number: str) -> int:
    """A whole number in figures or words, or -1."""
    digits = number.replace(",", "").strip()
    if digits.isdigit():
        return int(digits)
    parts = [number_in_words(word) for word in re.split(r"[- ]", number.lower())]
    if len(parts) == 1 and parts[0] is not None:
        return parts[0]
    if len(parts) == 2 and parts[0] is not None and parts[1] is not None and 20 <= parts[0] <= 90 and parts[1] < 10:
        return parts[0] + parts[1]
    return -1


def makes(part: str, whole: str, rate: str | None, *, close: bool = False) -> bool:
    """Whether n/N can be a fraction of people, and a stated percentage is about theirs; `close` asks for one that is.

    Documents round, and some err: two points are forgiven where the fraction is printed as one, half a point where only the
    percentage says that two numbers belong together.
    """
    n, of = plain(part), plain(whole)
    if not 0 <= n <= of or of < 3 or (1900 <= of <= 2100 and n <= 31 and not rate):
        return False
    if not rate:
        return not close
    return abs(100 * n / of - float(rate)) <= (0.6 if close else 2.5)
