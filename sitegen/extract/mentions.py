"""What a clause mentions: amounts of money, volumes, percentages, years, periods, dates, counts.

Comes in: text. Goes out: `Mention`s with their spans. No meaning yet: whether a sum is a size is a relation. Apart from
`quantities`, which reads one value that an editor cut out; here values must be found first.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import lru_cache, wraps

from sitegen.extract.currencies import AFTER, BEFORE, SCALE, code_of, scale_of
from sitegen.quantities import MONTHS, number_in_words
from sitegen.values import valueclass

__all__ = ["DATE", "NUMBER", "Mention", "counts", "dates", "money", "percents", "periods", "placeholders", "years"]


@valueclass(frozen=True, slots=True)
class Mention:
    """`kind` is money, volume, percent, year, period, date or count. `amount` is in `magnitude`s of `unit`."""

    kind: str
    start: int
    end: int
    amount: str = ""
    magnitude: str = ""
    unit: str = ""
    first: int = 0
    last: int = 0
    month: int = 0
    day: int = 0

    @property
    def plain(self) -> Decimal:
        """The amount in base units."""
        try:
            return Decimal(self.amount) * _POWER.get(self.magnitude, Decimal(1))
        except InvalidOperation:
            return Decimal(0)


NUMBER = r"\d{1,3}(?:\.\d{3})+,\d{1,2}(?!\d)|\d{1,3}(?:,\d\d)*,\d{3}(?:\.\d+)?(?!\d)|\d{1,9},\d{1,2}(?!\d)|\d{1,15}(?:\.\d{1,6})?"
"""`1,234.5` and `12,34,000`, or with a decimal comma `1.234,5` and `7,3`."""
_UNIT = r"(?i:(?:metric |short |long )?(?:tons?|tonnes?)|kilotons?|kilotonnes?|kilograms?|units?|litres?|liters?|gallons?|barrels?|devices|vehicles|cubic met(?:er|re)s|square (?:met(?:er|re)s|feet|foot)|hectares|acres|head of cattle|(?:kilo|mega|giga|tera)watts?(?:[- ]hours?)?)|MT|kt|kg|[kKMGT]Wh?p?"
_QUALIFIED = r"(?P<about>~|≈)?"
_MONEY = re.compile(
    rf"(?<![\w.,$])(?![a-z\s]){_QUALIFIED}(?:"
    rf"(?P<cur>{BEFORE}) ?(?P<n1>{NUMBER})(?: ?(?:-|to|and) ?(?:{BEFORE})? ?(?P<high>{NUMBER}))?(?: ?-?(?P<s1>{SCALE})\b\.?(?P<off>))?"
    rf"|(?P<cur2>{BEFORE}) ?\(?(?P<s2>{SCALE})\)?[ :]+(?P<n2>{NUMBER})"
    rf"|(?!(?:19|20)\d\d \(?(?:{AFTER})(?!\w))(?P<n3>{NUMBER}) ?-?(?:(?P<s3>{SCALE})\.? )?\(?(?P<cur3>{AFTER})(?![\w$])"
    rf"|(?P<n4>{NUMBER}) ?-?(?P<s4>{SCALE})\b(?! ?(?:users|people|patients|births|devices|smartphone))(?: (?P<unit>{_UNIT})\b)?"
    rf"|(?P<n5>{NUMBER}) (?P<unit5>{_UNIT})\b)(?![\d%])"
)
_POWER = {
    name: Decimal(10) ** power
    for name, power in {"thousand": 3, "lakh": 5, "million": 6, "crore": 7, "billion": 9, "trillion": 12}.items()
}
_PLACEHOLDER = re.compile(
    rf"(?:{BEFORE}) ?(?:X+(?:[.,]X+)?|x{{2,}}(?:\.x+)?|TBD|__+)(?: ?(?:{SCALE}))?|\b[Xx]{{2,}}(?:\.[Xx]+)? ?(?:%|{SCALE}\b)"
)
_PERCENT = re.compile(
    rf"(?<![\w.,])(?P<minus>(?<=[\s(:|])-)?(?P<n>{NUMBER})(?: ?(?:-|to) ?(?P<high>{NUMBER}))? ?(?:%|percent\b|per cent\b|pct\b)"
)
_YEAR = r"(?:FY ?'?|CY ?|fiscal )?(?P<{}>(?:19|20)\d\d)(?:[EFPAefa](?!\w)|\([EFPAefa]\))?"
_PERIOD = re.compile(
    rf"(?<![\w.,$/-])(?=[FCf12]){_YEAR.format('first')}(?: ?(?:-|to|through|until|till) ?(?:the year )?|(?<=etween \d\d\d\d) and )(?:{_YEAR.format('last')}|(?P<short>\d\d))(?![\w%]|[.,]\d| ?(?:{SCALE})\b)"
)
# `2023-24`, `FY2023/24`, `FY24`: one year of accounts, known by the year in which it ends.
_ACCOUNTS = re.compile(
    r"(?<![\w.,$/-])(?:FY ?'?)?(?P<first>(?:19|20)\d\d)[/-](?P<short>\d\d)(?![\w%/-]|[.,]\d)|(?<!\w)FY ?'?(?P<bare>\d\d)(?:[EFP](?!\w))?(?![\w%]|[.,]\d)"
)
_ACCOUNTS_TO = re.compile(
    rf"(?P<first>{_ACCOUNTS.pattern.replace('?P<first>', '?:').replace('?P<short>', '?:').replace('?P<bare>', '?:')}) ?(?:to|through|until|till|-) ?(?P<last>(?:FY ?'?)?(?:(?:19|20)\d\d[/-])?\d\d(?![\w%/-]|[.,]\d))"
)
_SINGLE = re.compile(
    rf"(?<![\w.,$€£₹¥/])(?=[FCf12])(?:{_YEAR.format('year')})(?![\w%]|[.,/]\d|-\d\d?(?!\d)| ?(?:{SCALE}|dollars)\b)"
)
_MONTH = "|".join([*MONTHS, "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sept?", "Oct", "Nov", "Dec"])
DATE = re.compile(
    rf"\b(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?)?(?P<month>{_MONTH})\b\.?,?[ -]?(?:(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,? )?(?:of )?(?P<year>(?:19|20)\d\d)\b"
    r"|\b(?P<iso>(?:19|20)\d\d)-(?P<im>0[1-9]|1[0-2])(?:-(?P<id>\d\d))?\b(?!-)"
    rf"|\b(?P<yearfirst>(?:19|20)\d\d),? (?P<monthlast>{_MONTH})\b(?! (?:19|20)\d\d)|(?<![\d/.])(?P<dd>\d{{1,2}})\.(?P<dm>0?[1-9]|1[0-2])\.(?P<dy>20\d\d)\b|(?<![\d/.])(?P<mm>0[1-9]|1[0-2]) ?/ ?(?P<yy>20\d\d)\b"
)
_WORDS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred"
_COUNT = re.compile(
    rf"(?<![\w.,$/-])(?P<n>\d{{1,3}}(?:[, ]\d{{3}})+|\d{{1,9}})(?![\d/%]|[.,]\d|-\d)|\b(?P<w>(?:{_WORDS})(?:[- ](?:{_WORDS}))?)\b",
    re.IGNORECASE,
)


_DIGIT = re.compile(r"\d")


def _remembered(find: Callable[[str], list[Mention]]) -> Callable[[str], list[Mention]]:
    """A dozen recognisers ask the same of the same sentence; it is read once."""
    once = lru_cache(maxsize=1 << 15)(lambda text: tuple(find(text)))

    @wraps(find)
    def again(text: str) -> list[Mention]:
        # Every mention but a count in words has a figure.
        return list(once(text)) if _DIGIT.search(text) else []

    return again


@_remembered
def money(text: str) -> list[Mention]:
    """Sums of money, and volumes (`kind` volume). A number with a scale and no currency is money of no `unit`."""
    found = []
    for match in _MONEY.finditer(text):
        number = next(value for value in (match["n1"], match["n2"], match["n3"], match["n4"], match["n5"]) if value)
        word = next((value for value in (match["s1"], match["s2"], match["s3"], match["s4"]) if value), "")
        sign = next((value for value in (match["cur"], match["cur2"], match["cur3"]) if value), "")
        unit = match["unit"] or match["unit5"] or ""
        if match["s1"] is None and match["cur"] and not word and _is_year(number) and match["cur"].strip().isalpha():
            continue
        if match["unit5"] and _is_year(number) and unit[:1].isupper():
            continue  # "…, 2023 Units: …"
        end = match.end() - (1 if text[match.end() - 1] == "." else 0)
        kind = "volume" if unit else "money"
        scale = scale_of(word)
        found.append(Mention(kind, match.start(), end, _figure(number), scale, unit or code_of(sign)))
    return found


def _figure(number: str) -> str:
    """A number as Python reads it."""
    comma = re.fullmatch(r"([\d.]+),(\d{1,2})", number)
    return f"{comma[1].replace('.', '')}.{comma[2]}" if comma else number.replace(",", "")


def _is_year(number: str) -> bool:
    return len(number) == 4 and number[:2] in {"19", "20"}


def placeholders(text: str) -> list[tuple[int, int]]:
    """Where a publisher left the figure out: `US$ XX billion`."""
    if not any(mark in text for mark in ("X", "xx", "TBD", "__")):
        return []
    return [match.span() for match in _PLACEHOLDER.finditer(text)]


@_remembered
def percents(text: str) -> list[Mention]:
    if "%" not in text and "cent" not in text and "pct" not in text:
        return []
    return [
        Mention("percent", match.start(), match.end(), ("-" if match["minus"] else "") + _figure(match["n"]), "", "%")
        for match in _PERCENT.finditer(text)
    ]


_YEARS_TO = re.compile(
    r"\b(?P<n>\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty)(?:[- ]years?)(?: (?:period|span|window|horizon))? (?:(?:ending|leading|running|up) )?(?:in|to|until|till|through) (?P<last>(?:19|20)\d\d)(?![\w%]|[.,]\d)",
    re.IGNORECASE,
)


@_remembered
def periods(text: str) -> list[Mention]:
    """Pairs of years: `2024-2030`, `from 2022 to 2030`, `2017-23`; and `the five years to 2028`."""
    found = list(_pairs(text))
    for match in _YEARS_TO.finditer(text) if "year" in text.lower() else ():
        count = int(match["n"]) if match["n"].isdigit() else number_in_words(match["n"].lower())
        if count and 2 <= count <= 30:
            last = int(match["last"])
            found.append(Mention("period", match.start(), match.end(), first=last - count, last=last))
    return sorted(found, key=lambda item: item.start)


# What every pair of years has, and every year of accounts: looks that cost less than the patterns.
_JOINED = re.compile(r"\d[(EFPAefa)]{0,3} ?(?:-|to|through|until|till|and)")
_OF_ACCOUNTS = re.compile(r"\d[/-]\d\d|FY")


@lru_cache(maxsize=1 << 12)
def _pairs(text: str) -> tuple[Mention, ...]:
    found = []
    for match in _ACCOUNTS_TO.finditer(text) if _OF_ACCOUNTS.search(text) else ():
        first, last = (2000 + int(match[part].strip()[-2:]) for part in ("first", "last"))
        if first < last:
            found.append(Mention("period", match.start(), match.end(), first=first, last=last))
    for match in _PERIOD.finditer(text) if _JOINED.search(text) else ():
        first = int(match["first"])
        last = int(match["last"]) if match["last"] else first // 100 * 100 + int(match["short"])
        taken = any(item.start <= match.start() < item.end for item in found)
        if not taken and first + bool(match["short"]) < last <= first + 60:
            found.append(Mention("period", match.start(), match.end(), first=first, last=last))
    return tuple(sorted(found, key=lambda item: item.start))


@_remembered
def years(text: str) -> list[Mention]:
    """Years that are no part of a period or a date of day and month, years of accounts among them."""
    taken = [(item.start, item.end) for item in _pairs(text)]
    found = [(match.start(), match.end(), int(match["year"])) for match in _SINGLE.finditer(text)] + [
        (match.start(), match.end(), 2000 + int(match["bare"]) if match["bare"] else int(match["first"]) + 1)
        for match in (_ACCOUNTS.finditer(text) if _OF_ACCOUNTS.search(text) else ())
        if match["bare"] or (int(match["first"]) + 1) % 100 == int(match["short"])
    ]
    return [
        Mention("year", start, end, first=year, last=year)
        for start, end, year in sorted(found)
        if not any(low <= start < high for low, high in taken)
    ]


# What every date has: a month in letters, or figures beside a mark.
_DATED = re.compile(r"Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|\d-[01]|\d\.[01]?\d\.|\d ?/ ?20")


@_remembered
def dates(text: str) -> list[Mention]:
    """Months and days: `March 05, 2024`, `5 March 2024`, `Feb. 2018`, `2024-03-05`."""
    if not _DATED.search(text):
        return []
    found = []
    for match in DATE.finditer(text):
        if match["iso"]:
            year, month, day = int(match["iso"]), int(match["im"]), int(match["id"] or 0)
            if not day and month == (year + 1) % 100:
                continue  # `2009-10` is a year of accounts
        elif match["yearfirst"]:
            year, month, day = int(match["yearfirst"]), _month(match["monthlast"]), 0
        elif match["dd"]:
            year, month, day = int(match["dy"]), int(match["dm"]), int(match["dd"])
        elif match["mm"]:
            year, month, day = int(match["yy"]), int(match["mm"]), 0
        else:
            year, day = int(match["year"]), int(match["d1"] or match["d2"] or 0)
            month = _month(match["month"])
        if 1 <= month <= 12 and day <= 31:
            found.append(Mention("date", match.start(), match.end(), first=year, last=year, month=month, day=day))
    return found


def _month(name: str) -> int:
    return next(number for full, number in MONTHS.items() if full.startswith(name[:3]))


def counts(text: str) -> list[Mention]:
    """Whole numbers in figures or words, years excepted."""
    found = []
    for match in _COUNT.finditer(text):
        number = _whole(match)
        if number is not None and not (
            match["n"] and _is_year(match["n"]) and not text[match.end() : match.end() + 12].strip()[:1].isalpha()
        ):
            found.append(Mention("count", match.start(), match.end(), str(number)))
    return found


def _whole(match: re.Match[str]) -> int | None:
    if match["n"]:
        return int(re.sub(r"[, ]", "", match["n"]))
    parts = [number_in_words(word) for word in re.split(r"[- ]", match["w"])]
    if len(parts) == 1:
        return parts[0]
    tens, ones = parts
    return tens + ones if tens is not None and ones is not None and tens >= 20 and ones < 10 and tens < 100 else None
