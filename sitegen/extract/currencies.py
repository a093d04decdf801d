"""Currencies and scales as documents print them, before a number or behind it.

Comes in: nothing. Goes out: tables and the pieces of patterns made of them. Apart, because it is a list of data, and grows.
"""

from __future__ import annotations

import re

__all__ = ["AFTER", "BEFORE", "SCALE", "code_of", "scale_of"]

_SIGNS = {
    "USD": "US$ USD USD$ $ U.S.$ U.S.\u00a0$ US\u00a0$", "EUR": "EUR €", "GBP": "GBP £ UK£", "INR": "INR ₹ Rs Rs. Re", "JPY": "JPY ¥ JP¥", "CNY": "CNY RMB CN¥", "KRW": "KRW ₩",
    "CHF": "CHF SFr", "CAD": "CAD C$ CA$ CDN$", "AUD": "AUD A$ AU$", "NZD": "NZD NZ$", "SGD": "SGD S$", "HKD": "HKD HK$", "TWD": "TWD NT$", "BRL": "BRL R$",
    "MXN": "MXN MX$", "SEK": "SEK", "NOK": "NOK", "DKK": "DKK", "PLN": "PLN", "CZK": "CZK", "HUF": "HUF", "TRY": "TRY ₺", "RUB": "RUB ₽", "ZAR": "ZAR", "AED": "AED",
    "SAR": "SAR", "QAR": "QAR", "ILS": "ILS ₪ NIS", "THB": "THB ฿", "IDR": "IDR", "MYR": "MYR", "PHP": "PHP ₱", "VND": "VND ₫", "NGN": "NGN ₦", "KES": "KES", "EGP": "EGP",
    "PKR": "PKR", "BDT": "BDT", "LKR": "LKR", "ISK": "ISK", "RON": "RON", "CLP": "CLP", "COP": "COP", "ARS": "ARS",
}  # fmt: skip
_WORDS = {
    "USD": "dollar|us dollar|u.s. dollar", "EUR": "euro", "GBP": "pound|pounds sterling|pound sterling", "INR": "rupee|indian rupee", "JPY": "yen",
    "CNY": "yuan|renminbi", "KRW": "won|korean won", "CHF": "swiss franc|franc", "CAD": "canadian dollar", "AUD": "australian dollar", "NZD": "new zealand dollar",
    "SGD": "singapore dollar", "SEK": "swedish krona|swedish kronor|krona|kronor", "NOK": "norwegian krone|norwegian kroner", "DKK": "danish krone|danish kroner",
    "BRL": "reais|brazilian real", "ZAR": "rand", "PLN": "zloty|złoty", "THB": "baht", "MYR": "ringgit", "IDR": "rupiah", "TRY": "lira", "MXN": "mexican peso",
    "PHP": "philippine peso", "VND": "dong", "RUB": "rouble|ruble", "AED": "dirham", "ILS": "shekel",
}  # fmt: skip
_CODES = {
    **{sign.replace("\u00a0", " ").lower(): code for code, signs in _SIGNS.items() for sign in signs.split(" ")},
    **{word: code for code, words in _WORDS.items() for word in words.split("|")},
}
_MAGNITUDES = {
    "thousand": "k thousand", "lakh": "lakh lac", "million": "m mn mm mio mil mln million", "crore": "cr crore", "billion": "b bn bln billion milliard", "trillion": "t tn trn trillion",
}  # fmt: skip
_POWERS = {word: name for name, words in _MAGNITUDES.items() for word in words.split()}


def _any(names: list[str]) -> str:
    """Alternatives, the longest first."""
    return "|".join(
        re.escape(name).replace(r"\ ", " ") for name in sorted(set(names), key=lambda name: (-len(name), name))
    )


_PRINTED = [sign.replace("\u00a0", " ") for signs in _SIGNS.values() for sign in signs.split(" ")]
BEFORE = rf"(?:USD ?\$|(?<![A-Za-z])(?:{_any(_PRINTED)}))"
AFTER = rf"(?:{_any([word for words in _WORDS.values() for word in words.split('|')])})s?|U\.?S\.? dollars?|{_any([name for name in _PRINTED if name not in {'$', 'Re', 'Rs', 'Rs.'}])}"
SCALE = r"lakh crores?|thousand|millions?|billions?|trillions?|crores?|lakhs?|lacs|[Cc]r|[Mm]n|[Mm]ln|[Bb]n|[Bb]ln|[Tt]n|trn|[Mm]io|mil|MM|MN|BN|[MBTK](?![\w-])|[mbk](?=[\s.,;:)]|$)|MILLION|BILLION|TRILLION|CRORE|Million|Billion|Trillion|Thousand|Crores?|Lakhs?"


def code_of(sign: str) -> str:
    """The ISO 4217 code of a sign, code or word, or nothing: `Rs.`, `US$`, `euros`."""
    bare = sign.strip().lower()
    return _CODES.get(bare) or _CODES.get(bare.rstrip("s")) or _CODES.get(bare.rstrip("."), "")


def scale_of(word: str) -> str:
    """`Bn` is billion; nothing for what is no scale."""
    bare = word.strip().lower()
    if bare.startswith("lakh crore"):
        return "trillion"
    return _POWERS.get(bare) or _POWERS.get(bare.rstrip("s"), "")
