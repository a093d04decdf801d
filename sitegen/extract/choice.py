"""Which of the stated sizes and rates are the market's own: base, forecast, growth.

Comes in: an `Extraction`. Goes out: `Chosen`, with what the numbers imply. Apart, because a document states many sums and
a reader asks for three.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from sitegen.extract.links import leads
from sitegen.extract.model import Found
from sitegen.extract.pipeline import Extraction
from sitegen.quantities import number_in_words

__all__ = ["Chosen", "choose"]

_FUTURE = re.compile(
    r"\b(?:reach|by|projected|expected|forecast|anticipated|will|poised|predicted|set to|should|hit|exceed|surpass|grow to|to)\b[^.;]{0,60}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a summary states. `first` and `last` are the years of the rate."""

    base: Found | None
    start: Found | None
    forecast: Found | None
    increment: Found | None
    rate: Found | None
    base_year: int
    first: int
    last: int

    @property
    def named(self) -> tuple[tuple[str, Found | None], ...]:
        return (
            ("base_value", self.base),
            ("forecast_value", self.forecast),
            ("cagr", self.rate),
            ("incremental_value", self.increment),
        )

    @property
    def implied(self) -> float | None:
        """The yearly rate, in per cent, from the start (else the base) to the forecast."""
        one, two = self.start or self.base, self.forecast
        if one is None or two is None or one.mention is None or two.mention is None or not one.last < two.last:
            return None
        low, high = one.mention.plain, two.mention.plain
        if low <= 0 or high <= 0:
            return None
        rate: float = (float(high / low) ** (1 / (two.last - one.last)) - 1) * 100
        return round(rate, 2)

    @property
    def consistent(self) -> bool | None:
        """Whether the implied rate is within 0.5 points or 2 % of the stated one."""
        if self.implied is None or self.rate is None or self.rate.mention is None:
            return None
        stated = float(Decimal(self.rate.mention.amount))
        return abs(self.implied - stated) <= max(0.5, 0.02 * abs(stated))


_SPAN = re.compile(
    r"\b(?:over|during|across|for|in|throughout) (?:the |a |this |that )?(?:next |coming |following )?(?P<n>\d{1,2}|five|six|seven|eight|nine|ten|fifteen|twenty)[- ]years? (?:forecast )?(?:period|span|window|horizon|time)",
    re.IGNORECASE,
)


def choose(extraction: Extraction) -> Chosen:
    """Base, forecast and rate of the document's own market."""
    own = [item for item in extraction.of("market size") if item.about.kind == "market"]
    own = own or [item for item in extraction.of("market size") if item.about.kind == "other market"]
    sums = [item for item in own if item.mention is not None and item.mention.kind == "money"] or own
    volumes = [item for item in own if item not in sums]
    if len({item.last for item in sums if item.last}) < 2 <= len({item.last for item in volumes if item.last}):
        sums = volumes
    elif sum(item.agreed for item in volumes) >= 2 and not any(item.agreed for item in sums):
        sums = volumes  # the rate leads from one volume to the other, and from no sum to another
    sums = _of_one_currency(sums)
    rates = _rates(extraction)
    stated = [item.first for item in extraction.of("base year")]
    period = _forecast_period(extraction)
    rate = rates[0] if rates else None
    base, start, forecast = _ends(extraction, sums, stated[0] if stated else 0, rate)
    if base is not None and forecast is not None:
        borne = next((item for item in rates if leads(base, forecast, item)), None)
        later = next((item for item in rates if start and leads(start, forecast, item)), None)
        rate = borne or later or rate
        if borne is None and later is not None and not later.first:
            # "… to USD 107 billion in 2023. It is expected to grow to USD 134 billion in 2027 at 5.7%."
            rate = replace(later, first=start.last if start else 0, last=forecast.last)
    first, last = _years_of(extraction, rate, base, start, forecast, period)
    grown = [item for item in extraction.of("increment") if item.about.kind == "market"]
    year = stated[0] if stated else base.last if base is not None else 0
    return Chosen(
        base, start, forecast, grown[0] if grown and not (base or forecast) else None, rate, year, first, last
    )


def _of_one_currency(sums: list[Found]) -> list[Found]:
    """The sums in the currency that the surest and first of them has: no market grows from pounds to dollars."""
    units = [item.mention.unit for item in sorted(sums, key=lambda item: (not item.agreed, item.start)) if item.mention]
    same = {units[0], ""} if units else set()
    return [item for item in sums if item.mention and (item.mention.unit in same or item.mention.kind == "volume")]


def _rates(extraction: Extraction) -> list[Found]:
    """The market's growth rates, the forecast's first."""
    own = [item for item in extraction.of("CAGR") if item.about.kind == "market"] or [
        item for item in extraction.of("CAGR") if item.about.kind == "other market"
    ]
    base = [item.first for item in extraction.of("base year")]
    sizes = [item.last for item in extraction.of("market size") if item.about.kind == "market" and item.last]
    newest = max([*base, *[year for year in sizes if year != max(sizes, default=0)]], default=0)

    def rank(item: Found) -> tuple[bool, float, bool, int]:
        past = (item.by == "past" and not item.last) or bool(item.last and newest and item.last <= newest)
        return past, -item.confidence, not item.first, item.start

    return sorted((item for item in own if item.confidence >= 0.5), key=rank)


def _forecast_period(extraction: Extraction) -> Found | None:
    found = extraction.of("forecast period")
    return found[0] if found else None


def _ends(
    extraction: Extraction, sums: list[Found], base_year: int, rate: Found | None
) -> tuple[Found | None, Found | None, Found | None]:
    """(base, start, forecast): the last of the years is the forecast where it lies ahead, the base stands before it."""
    by_year: dict[int, Found] = {}
    for item in sorted(sums, key=lambda item: (-item.confidence, item.start)):
        known = by_year.setdefault(item.last, item)
        if _rounds(item, known):
            by_year[item.last] = item
    dated = sorted(year for year in by_year if year)
    if not dated:
        loose = by_year.get(0)
        if loose is None:
            return None, None, None
        return (None, None, loose) if _ahead(extraction, loose) else (loose, None, None)
    if len(dated) == 1:
        only = by_year[dated[0]]
        loose = by_year.get(0)
        if _ahead(extraction, only) and dated[0] != base_year:
            now = loose is not None and (_risen_from(extraction, loose) or not _ahead(extraction, loose))
            return (loose if now else None), None, only
        return only, None, (loose if loose is not None and _ahead(extraction, loose) else None)
    forecast = by_year[dated[-1]]
    past = dated[:-1]
    # "EUR 86 million, up 9% on 2022 (EUR 79 million)": the year before is what the base is compared with.
    past = [year for year in past if not _compared(extraction, by_year[year])] or past
    first = rate.first if rate else 0
    beside = sorted((year for year in (first - 1, first) if year in past), key=lambda year: by_year[year].start)
    if rate and {first - 2, first - 1, first} <= set(past) and leads(by_year[first], forecast, rate):
        beside = [first]  # of a row of years the one from which the rate leads; of two, the other may be the base
    risen = [year for year in past if _risen_from(extraction, by_year[year])]
    risen_beside = [year for year in risen if year in beside and year < first]
    led = [year for year in past if rate and leads(by_year[year], forecast, rate)]
    wanted = next((year for year in (base_year, *risen_beside, *beside, *led[-1:], *risen) if year in past), None)
    if wanted is None:
        # Years of history may stand before the base: the nearest to now of those that are not said to lie ahead.
        real = [year for year in past if not _ahead(extraction, by_year[year])] or past
        wanted = real[0] if real[-1] - real[0] <= 1 else real[-1]
    before = by_year.get(wanted - 1) if wanted in risen and wanted - 1 in past and wanted != base_year else None
    if before is not None and before.start < by_year[wanted].start and not _ahead(extraction, before):
        wanted -= 1  # "was valued at 1.27 in 2024. It will grow from 1.37 in 2025 to …": the rate leads from the year after the base
    start = next((by_year[year] for year in past if wanted < year <= wanted + 2), None)
    return by_year[wanted], start, forecast


_COMPARED = re.compile(
    r"\b(?:up|down|higher|lower|more|less|rise|increase|growth)\b(?:[^.;]|\.\d){0,30}\b(?:on|from|than|over|against)\b[^.;]{0,45}$|\((?:in )?(?:19|20)\d\d: ?$|\b(?:compared (?:to|with)|versus|as against|after)\b[^.;]{0,30}$",
    re.IGNORECASE,
)


def _compared(extraction: Extraction, item: Found) -> bool:
    """Whether a sum is told only for comparison with the one before it."""
    start = item.spans[0][0]
    return bool(_COMPARED.search(extraction.document.normal.text[max(0, start - 90) : start]))


_FROM = re.compile(
    r"\bfrom (?:(?:its |the |a )?(?:(?:19|20)\d\d )?(?:value|level|volume|size|figure)s? of )?(?:(?:about|around|just|under|over|nearly|an estimated|some|roughly|almost) )*$",
    re.IGNORECASE,
)


def _risen_from(extraction: Extraction, item: Found) -> bool:
    """Whether a market grows "from" a sum to another."""
    start = item.spans[0][0]
    return bool(_FROM.search(extraction.document.normal.text[max(0, start - 60) : start]))


def _rounds(one: Found, known: Found) -> bool:
    """Whether one sum says in more digits what another, in a headline perhaps, rounds."""
    if one.mention is None or known.mention is None or one.mention.unit != known.mention.unit:
        return False
    fine, coarse = (Decimal(item.mention.amount) for item in (one, known) if item.mention)
    if len(fine.as_tuple().digits) <= len(coarse.as_tuple().digits) or not known.mention.plain:
        return False
    step = known.mention.plain / coarse * Decimal(1).scaleb(int(coarse.as_tuple().exponent)) if coarse else Decimal(0)
    return abs(one.mention.plain - known.mention.plain) <= step / 2


def _ahead(extraction: Extraction, item: Found) -> bool:
    text = extraction.document.normal.text
    start = item.spans[0][0]
    before = re.split(r"[.;]\s|\n", text[max(0, start - 90) : start])[-1]
    after = re.split(r"[.;]\s", text[item.spans[0][1] : item.spans[0][1] + 50])[0]
    after = re.split(r"\band\b|,", after)[0]
    if re.search(
        r"\b(?:expected|projected|forecast|anticipated|predicted|foreseen|likely)\b", after
    ) and not _FUTURE.search(before):
        return True
    return bool(_FUTURE.search(before)) and not re.search(
        r"\b(?:increased|grew|rose|climbed|jumped|fell|dropped|expanded|declined|advanced)\b|\bwas\b|\bvalued\b|\bstood\b|\breached\b|\bestimated at\b|\btotall?ed\b",
        before,
    )


def _years_of(
    extraction: Extraction,
    rate: Found | None,
    base: Found | None,
    start: Found | None,
    forecast: Found | None,
    period: Found | None,
) -> tuple[int, int]:
    """The years of the rate: its own, those of the forecast period it names, or those of the sums in its sentence."""
    if rate is None:
        return 0, 0
    if rate.first:
        return rate.first, rate.last or (forecast.last if forecast else 0)
    if period is not None and forecast is not None and forecast.last not in {0, period.last} and base is not None:
        # A period of the title that is not the one of the sizes: the rate leads from the base, or from the year after it.
        return (start or base).last, forecast.last
    text = extraction.document.normal.text
    near = text[max(0, rate.spans[0][0] - 200) : rate.spans[0][1] + 120]
    if period is not None and (
        re.search(
            r"\b(?:forecast|projection|assessment|analysis|review|study) (?:period|timeframe|years|horizon)|\bperiod\b",
            near,
            re.IGNORECASE,
        )
        or base is None
        or forecast is None
    ):
        return period.first, period.last
    last = rate.last or (forecast.last if forecast else 0)
    span = _SPAN.search(near)
    if span and last and not rate.last:
        count = int(span["n"]) if span["n"].isdigit() else number_in_words(span["n"].lower())
        if count and 2 <= count <= 30:
            return last - count, last
    if base is not None and forecast is not None and base.last < last:
        return base.last, last
    if period is not None:
        return period.first, period.last
    return 0, last
