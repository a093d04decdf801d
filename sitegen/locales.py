"""Numbers and days in the form of a language, by the CLDR data of Babel.

Comes in: numbers as we print them in English, and a language tag. Goes out: text. Apart from `formats`, because only a
site that is not in English alone needs Babel.
"""

from __future__ import annotations

import re
from copy import copy
from datetime import date
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import NumberPattern, format_compact_decimal, parse_pattern

__all__ = ["compact", "day", "language_name", "measured", "money", "number"]

_NUMBER = re.compile(r"([−+-]?)(\d+)(?:\.(\d+))?(%?)")


@lru_cache(maxsize=32)
def _locale(tag: str) -> Locale:
    """What Babel knows of a language; where it knows nothing, numbers stand as in English."""
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


@lru_cache(maxsize=64)
def _pattern(locale: Locale, places: int, *, percent: bool) -> NumberPattern:
    formats = locale.percent_formats if percent else locale.decimal_formats
    pattern = copy(parse_pattern(formats[None]))
    pattern.frac_prec = (places, places)
    pattern.scale = 0
    return pattern


@lru_cache(maxsize=8192)
def number(text: str, tag: str) -> str:
    """`6.76%` as the language writes it; what is no number stays as it is."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        return text
    sign, whole, rest, percent = found.groups()
    locale = _locale(tag)
    pattern = _pattern(locale, len(rest or ""), percent=bool(percent))
    shown: str = pattern.apply(Decimal(f"{whole}.{rest or 0}"), locale)
    return sign + shown


@lru_cache(maxsize=8192)
def compact(amount: Decimal, figures: int, tag: str) -> str:
    """`257500000` → `257,5 millones`, of so many significant figures at most."""
    locale = _locale(tag)
    size = Decimal(1) if not amount else abs(amount)
    whole = re.match(r"\D*(\d+)", format_compact_decimal(size, format_type="long", locale=locale))
    places = max(0, figures - len(whole[1])) if whole else 0
    return format_compact_decimal(amount, format_type="long", locale=locale, fraction_digits=places)


def money(amount: Decimal, currency: str, tag: str) -> str:
    """The currency as the document names it, on the side on which the language writes it."""
    text = compact(amount, 4, tag)
    first = _locale(tag).currency_formats["standard"].pattern.startswith("¤")
    return f"{currency} {text}" if first else f"{text} {currency}"


def measured(amount: Decimal, unit: str, tag: str) -> str:
    """An amount of something, or of nothing that is told."""
    return f"{compact(amount, 4, tag)} {unit}".strip()


def day(text: str, tag: str) -> str:
    """`2026-11-22` → `22 de noviembre de 2026`; what is no day stays as it is."""
    try:
        return format_date(date.fromisoformat(text), "long", locale=_locale(tag))
    except ValueError:
        return text


def language_name(tag: str, inside: str) -> str:
    """What a language is called in another one, or in itself."""
    locale = _locale(inside)
    return locale.languages.get(tag) or locale.languages.get(tag.partition("-")[0]) or tag
