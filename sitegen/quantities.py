"""Values exactly as printed: what they say, and the interval of true values that would be printed so.

Comes in: text as a document prints it (`USD 257.5 million`, `nearly 42%`, `9/46`, `2024 – 2030`). Goes out:
`Quantity`, exact decimals, nothing rounded. Apart, because every check and chart rests on this reading.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from sitegen.tokens import words
from sitegen.values import valueclass

__all__ = [
    "Kind",
    "NumberFormat",
    "Quantity",
    "UnreadableQuantity",
    "currency",
    "number_in_words",
    "parse",
    "plain",
    "scale",
]

Kind = Literal["money", "percent", "count", "fraction", "rate", "year", "period", "date"]
NumberFormat = Literal["point", "comma"]

CURRENCIES = {
    "USD": "USD", "US$": "USD", "$": "USD", "EUR": "EUR", "€": "EUR", "Euro": "EUR", "euros": "EUR", "GBP": "GBP", "£": "GBP", "JPY": "JPY",
    "¥": "JPY", "INR": "INR", "₹": "INR", "CNY": "CNY", "KRW": "KRW", "CHF": "CHF", "CAD": "CAD", "CA$": "CAD",
    "AUD": "AUD", "A$": "AUD", "HK$": "HKD", "NZ$": "NZD", "S$": "SGD",
}  # fmt: skip
SCALES = {
    "thousand": 3, "lakh": 5, "million": 6, "millions": 6, "Million": 6, "Mn": 6, "mn": 6, "M": 6, "MM": 6,
    "crore": 7, "billion": 9, "billions": 9, "Billion": 9, "Bn": 9, "bn": 9, "B": 9,
    "trillion": 12, "Trillion": 12, "Tn": 12, "tn": 12, "trn": 12,
    # German, Spanish, French, Italian, Portuguese, Dutch; without the words that mean another number in English.
    "Tausend": 3, "Mio": 6, "Millionen": 6, "Mrd": 9, "Milliarde": 9, "Milliarden": 9,
    "millón": 6, "millones": 6, "milliard": 9, "milliards": 9, "milione": 6, "milioni": 6, "miliardo": 9, "miliardi": 9,
    "milhão": 6, "milhões": 6, "miljoen": 6, "miljard": 9,
}  # fmt: skip
NUMBER_WORDS = {
    word: number
    for number, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"]
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100,
     "none": 0}  # fmt: skip
_WORDS = NUMBER_WORDS | {
    tens + ones: NUMBER_WORDS[tens] + NUMBER_WORDS[ones]
    for tens in ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
    for ones in ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
}
MONTHS = {
    name: number
    for number, name in enumerate(
        [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
        1,
    )
}
_SHORT_MONTHS = {name[:3]: number for name, number in MONTHS.items()} | {"Sept": 9}
# After `no` these say that nothing is known, not that nothing was counted.
UNSAID = frozenset({
    "answer", "data", "detail", "details", "estimate", "estimates", "evidence", "figure", "figures", "information", "number",
    "numbers", "value",
})  # fmt: skip
# What a qualifier does to the value: the bound that it leaves open.
QUALIFIERS = {
    "nearly": "about", "almost": "about", "about": "about", "around": "about", "approximately": "about", "roughly": "about",
    "circa": "about", "~": "about", "≈": "about", "some": "about", "over": "above", "above": "above", "exceeding": "above",
    ">": "above", "≥": "least", "more than": "above", "greater than": "above", "at least": "least", "under": "below",
    "below": "below", "<": "below", "≤": "most", "less than": "below", "fewer than": "below", "up to": "most",
    "at most": "most", "as high as": "most", "only": "", "as many as": "most", "within": "most",
    "upwards of": "above", "as low as": "least",
}  # fmt: skip
_QUALIFIER_LENGTH = max(len(name.split()) for name in QUALIFIERS)
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*(?P<percent>%)?")
_FRACTION = re.compile(r"(\d+)/(\d+)")


class UnreadableQuantity(ValueError):
    """The text is no quantity. The message says why, for an editor."""


@valueclass(frozen=True, slots=True)
class Quantity:
    """A value as printed.

    `low` and `high` are in base units (dollars, not millions; percent, not shares) and equal but for a range.
    `unit` is an ISO 4217 code, `%`, a noun, or empty where the text gives none. `step` is the value of one unit of
    the last digit printed, 0 for years and counted things. `total` is the N of n/N or the base of a rate.
    """

    printed: str
    kind: Kind
    low: Decimal
    high: Decimal
    unit: str = ""
    qualifier: str = ""
    step: Decimal = Decimal(0)
    total: Decimal | None = None
    month: int = 0
    day: int = 0

    @property
    def amount(self) -> Decimal:
        """The value, or the middle of a range."""
        return self.low if self.low == self.high else (self.low + self.high) / 2

    @property
    def is_range(self) -> bool:
        return self.low != self.high

    @property
    def bound(self) -> str:
        """What the qualifier leaves open: `about`, `above`, `least`, `below`, `most`, or nothing."""
        return QUALIFIERS.get(self.qualifier, "")

    @property
    def interval(self) -> tuple[Decimal, Decimal]:
        """The closed interval of the values that round to what is printed (qualifiers aside)."""
        half = self.step / 2
        return self.low - half, self.high + half


@lru_cache(maxsize=8192)
def parse(text: str, number_format: NumberFormat | None = None) -> Quantity:
    """The one quantity that a text states, all of it.

    Raises `UnreadableQuantity` where the text is no quantity, or where a separator could mean two things and the
    seed's record (`number_format`) does not say which: `100.000`, `1,2`.
    """
    tokens = list(words(text))
    if not tokens:
        raise UnreadableQuantity("there is no number in it")
    rest, qualifier = _take_qualifier(tokens)
    if qualifier and rest[0].lower() == "no":
        raise UnreadableQuantity(f"`{text}` leaves open how many")
    for reader in (_read_date, _read_years, _read_fraction, _read_nothing, _read_amount):
        found = reader(rest, number_format)
        if found is not None:
            return _with(found, printed=text, qualifier=qualifier)
    raise UnreadableQuantity(_why_not(text, tokens))


def currency(token: str) -> str:
    """The ISO 4217 code of a currency sign or code, or nothing."""
    return CURRENCIES.get(token, "")


def number_in_words(token: str) -> int | None:
    """`nine` → 9, `twenty-two` → 22 (a token holds no hyphen), for whole numbers written as one word."""
    return _WORDS.get(token.lower())


def scale(token: str) -> int:
    """The power of ten that a scale word stands for (`Mn` → 6), or 0."""
    return SCALES.get(token, 0)


def plain(number: Decimal) -> str:
    """A decimal without exponent or idle zeros, for machines: `257500000`, `6.7`."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _with(quantity: Quantity, *, printed: str, qualifier: str) -> Quantity:
    return Quantity(
        printed, quantity.kind, quantity.low, quantity.high, quantity.unit, qualifier, quantity.step, quantity.total,
        quantity.month, quantity.day,
    )  # fmt: skip


def _could_start(token: str) -> bool:
    return token[:1].isdigit() or token[:1] in "+-" or token in CURRENCIES or number_in_words(token) is not None


def _take_qualifier(tokens: list[str]) -> tuple[list[str], str]:
    for length in range(min(_QUALIFIER_LENGTH, len(tokens) - 1), 0, -1):
        phrase = " ".join(tokens[:length]).lower()
        if phrase in QUALIFIERS:
            return tokens[length:], phrase
    return tokens, ""


def _read_date(tokens: list[str], _: NumberFormat | None) -> Quantity | None:
    """`March 2024`, `March 05, 2024`, `5 March 2024`, `Mar 5, 2024`."""
    months = [index for index, token in enumerate(tokens) if token in MONTHS or token in _SHORT_MONTHS]
    if len(months) != 1 or len(tokens) > 3:
        return None
    (month,) = months
    rest = [token for index, token in enumerate(tokens) if index != month]
    if not rest or not _is_year(rest[-1]):
        return None
    day = 0
    if len(rest) == 2:
        if not rest[0].isdigit() or not 1 <= int(rest[0]) <= 31:
            return None
        day = int(rest[0])
    year = Decimal(rest[-1])
    return Quantity("", "date", year, year, month=_SHORT_MONTHS.get(tokens[month]) or MONTHS[tokens[month]], day=day)


def _is_year(token: str) -> bool:
    return len(token) == 4 and token.isdigit() and 1800 <= int(token) <= 2199


def _read_years(tokens: list[str], _: NumberFormat | None) -> Quantity | None:
    """`2024`, `2024 – 2030`, `from 2024 to 2030`."""
    rest = tokens[1:] if tokens[:1] == ["from"] else tokens
    if len(rest) == 1 and _is_year(rest[0]):
        return Quantity("", "year", Decimal(rest[0]), Decimal(rest[0]))
    if len(rest) == 3 and rest[1] in {"-", "to", "through", "and", "until"} and _is_year(rest[0]) and _is_year(rest[2]):
        first, last = Decimal(rest[0]), Decimal(rest[2])
        if first > last:
            raise UnreadableQuantity(f"the period ends before it begins: {first} is after {last}")
        return Quantity("", "period", first, last)
    return None


def _read_fraction(tokens: list[str], number_format: NumberFormat | None) -> Quantity | None:
    """`9/46`, `one of nine`, `30 of 46 people`."""
    match = _FRACTION.fullmatch(tokens[0])
    if match:
        part, whole, rest = Decimal(match[1]), Decimal(match[2]), tokens[1:]
    else:
        if tokens[1:2] != ["of"] or len(tokens) < 3:
            return None
        after = 3 if tokens[2] == "the" and len(tokens) > 3 else 2
        left, right = _number(tokens[0], number_format), _number(tokens[after], number_format)
        if left is None or right is None:
            return None
        part, whole, rest = left[0], right[0], tokens[after + 1 :]
    if part > whole:
        raise UnreadableQuantity(f"{plain(part)} of {plain(whole)}: the part is larger than the whole")
    return Quantity("", "fraction", part, part, unit=" ".join(rest), total=whole)


def _read_nothing(tokens: list[str], _: NumberFormat | None) -> Quantity | None:
    """`no response`, `no full or partial response`: a count of nought, of what the other words name.

    `no` counts only at the head and before words alone: `no data` says that nothing is known, `no more than 5` a bound.
    """
    head, *rest = tokens
    if head.lower() != "no" or not 1 <= len(rest) <= 5 or rest[0] in {"more", "less", "fewer"}:
        return None
    if any(word.lower() in UNSAID or _could_start(word) for word in rest):
        return None
    return Quantity("", "count", Decimal(0), Decimal(0), unit=" ".join(rest))


def _number(token: str, number_format: NumberFormat | None) -> tuple[Decimal, Decimal, bool] | None:
    """(value, step of its last digit, whether it carries a per cent sign), or nothing."""
    match = _NUMBER.fullmatch(token)
    if match is None:
        word = number_in_words(token)
        return None if word is None else (Decimal(word), Decimal(0), False)
    digits = token.rstrip("%")
    value, places = _decimal(digits, number_format)
    return value, Decimal(1).scaleb(-places), match["percent"] is not None


def _decimal(digits: str, number_format: NumberFormat | None) -> tuple[Decimal, int]:
    """The value of printed digits and the number of decimal places."""
    points, commas = digits.count("."), digits.count(",")
    group, point = (",", ".") if number_format != "comma" else (".", ",")
    if number_format is None:
        last = digits[max(digits.rfind("."), digits.rfind(",")) + 1 :]
        if points and commas:
            point = "." if digits.rfind(".") > digits.rfind(",") else ","
            group = "," if point == "." else "."
        elif points + commas == 1 and _ambiguous(digits, last, commas=bool(commas)):
            raise UnreadableQuantity(
                f"`{digits}` can be read in two ways: say `number_format: point` or `comma` in the seed's record"
            )
        elif points > 1:
            group, point = ".", ","
    whole, _, decimals = digits.partition(point)
    parts = whole.lstrip("+-").split(group)
    if point in decimals or group in decimals or any(len(part) not in {2, 3} for part in parts[1:]):
        raise UnreadableQuantity(f"`{digits}` is no number: its separators do not stand where they can")
    return Decimal(f"{whole.replace(group, '')}.{decimals}"), len(decimals)


def _ambiguous(digits: str, last: str, *, commas: bool) -> bool:
    """Whether one separator could group thousands or mark decimals. `15,197` and `0.125` can only be one of them."""
    head = digits.lstrip("+-")[: -len(last) - 1]
    can_group = len(last) == 3 and len(head) <= 3 and not head.startswith("0")
    return not can_group if commas else can_group


def _read_amount(tokens: list[str], number_format: NumberFormat | None) -> Quantity | None:
    """`USD 257.5 million`, `30 to 50%`, `2 to 4 per 10,000 live births`, `20 kg/m²/day`, `seven people`."""
    rest = tokens[1:] if tokens[:1] in (["from"], ["between"]) else tokens
    unit, rest = (currency(rest[0]), rest[1:]) if rest and currency(rest[0]) else ("", rest)
    first = _number(rest[0], number_format) if rest else None
    if first is None:
        return None
    power, rest = _take_scale(rest[1:])
    second = None
    if len(rest) >= 2 and rest[0] in {"-", "to", "and"}:
        tail = rest[1:]
        if currency(tail[0]):
            unit, tail = currency(tail[0]), tail[1:]
        second = _number(tail[0], number_format) if tail else None
        if second is not None:
            own, rest = _take_scale(tail[1:])
            power, own = power or own, own or power
            second = (second[0].scaleb(own), second[1].scaleb(own), second[2])
    low, step, percent = first[0].scaleb(power), first[1].scaleb(power), first[2]
    high = low
    if second is not None:
        high, percent = second[0], percent or second[2]
        step = max(step, second[1])
        if low > high:
            raise UnreadableQuantity(f"the range runs backwards: {plain(low)} is more than {plain(high)}")
    if rest and currency(rest[0]) and not unit:
        unit, rest = currency(rest[0]), rest[1:]
    if rest[:1] in (["dollars"], ["dollar"]) and not unit:
        unit, rest = "USD", rest[1:]
    return _amount(low, high, step, unit, percent, rest, bool(power), number_format)


def _take_scale(tokens: list[str]) -> tuple[int, list[str]]:
    # Spanish counts `mil millones`: a thousand millions.
    if tokens[:2] == ["mil", "millones"]:
        return 9, tokens[2:]
    power = scale(tokens[0]) if tokens else 0
    return power, tokens[1:] if power else tokens


def _amount(
    low: Decimal, high: Decimal, step: Decimal, unit: str, percent: bool, rest: list[str], scaled: bool,
    number_format: NumberFormat | None,
) -> Quantity | None:  # fmt: skip
    """The amount with its unit, where what follows the number can be a unit."""
    if unit:
        return None if percent or rest else Quantity("", "money", low, high, unit, step=step)
    if rest[:1] in (["percent"], ["percentage"]) or rest[:2] == ["per", "cent"]:
        rest, percent = rest[1 + (rest[0] in {"per", "percentage"}) :], True
    if percent:
        return Quantity("", "percent", low, high, "%", step=step) if not rest else None
    if rest[:1] == ["per"] and len(rest) >= 2:
        base = _number(rest[1], number_format)
        if base is not None:
            return Quantity("", "rate", low, high, " ".join(rest[2:]), step=step, total=base[0])
    if len(rest) > 5 or any(token.lstrip("+-")[:1].isdigit() for token in rest):
        return None
    # Only what was counted or scaled rounds: `46 people` is 46, `1.2 million` is 1.15 to 1.25 million.
    exact = not scaled and step == 1
    return Quantity("", "count", low, high, " ".join(rest), step=Decimal(0) if exact else step)


def _why_not(text: str, tokens: list[str]) -> str:
    if not any(_could_start(token) for token in tokens):
        return f"`{text}` holds no number"
    return f"`{text}` is not one quantity"
