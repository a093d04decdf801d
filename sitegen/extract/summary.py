"""One row for the whole document: the market's size, growth and period, or the review's flow.

Comes in: an `Extraction`. Goes out: a plain mapping, empty where the document says nothing. Apart from the draft,
because a summary chooses among statements, and a draft keeps them all.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from sitegen.extract.boxes import FLOW
from sitegen.extract.choice import Chosen, choose
from sitegen.extract.firms import actor
from sitegen.extract.listed import dimensions, name_words
from sitegen.extract.mentions import Mention
from sitegen.extract.model import Found
from sitegen.extract.pipeline import Extraction
from sitegen.extract.places import find_places, is_region, place_name

__all__ = ["summary"]

Row = dict[str, Any]
_EMPTY: Row = {"kind": "none", "title": None, "publisher": None, "market": None, "geography": None}


def summary(extraction: Extraction) -> Row:
    """The fields of one row; what the document does not state is null or empty."""
    frame = extraction.document.frame
    if frame.kind == "none":
        return dict(_EMPTY)
    text = extraction.document.normal
    row: Row = {**_EMPTY, "kind": frame.kind, "title": text.printed(*frame.title) if frame.title else None}
    if frame.kind == "review":
        return {**row, **_review(extraction)}
    row |= {"publisher": frame.publisher or None, "market": frame.market or None, "geography": frame.geography or None}
    return {**row, **_market(extraction)}


def _market(extraction: Extraction) -> Row:
    chosen = choose(extraction)
    return {
        "base_year": chosen.base_year or None,
        "base_value": _value(chosen.base), "start_value": _value(chosen.start), "forecast_value": _value(chosen.forecast),
        "incremental_value": _increment(chosen),
        "cagr": _rate(chosen),
        **_ranks(extraction),
        "segments": _segments(extraction), "regions": _regions(extraction), "companies": _companies(extraction),
        "developments": _developments(extraction),
        "qualifiers": [doubt for item in (chosen.base, chosen.forecast, chosen.rate) if item for doubt in item.doubts],
        "checks": {"implied_cagr": chosen.implied, "stated_cagr_consistent": chosen.consistent},
        "quotes": {name: _around(extraction, item) for name, item in chosen.named if item is not None},
    }  # fmt: skip


def _around(extraction: Extraction, item: Found) -> str:
    spans = item.spans
    return extraction.document.normal.verbatim(min(span[0] for span in spans), max(span[1] for span in spans))


def _number(amount: str) -> float | int:
    return float(amount) if "." in amount else int(amount)


def _value(item: Found | None) -> Row | None:
    if item is None or item.mention is None:
        return None
    mention: Mention = item.mention
    row: Row = {"amount": _number(mention.amount), "magnitude": mention.magnitude or None, "year": item.last or None}
    return row | ({"unit": mention.unit} if mention.kind == "volume" else {"currency": mention.unit or None})


def _increment(chosen: Chosen) -> Row | None:
    item = chosen.increment
    if item is None or item.mention is None:
        return None
    return {
        "amount": _number(item.mention.amount),
        "currency": item.mention.unit or None,
        "magnitude": item.mention.magnitude or None,
        "start": item.first or None,
        "end": item.last or None,
    }


def _rate(chosen: Chosen) -> Row | None:
    if chosen.rate is None or chosen.rate.mention is None:
        return None
    return {"percent": _number(chosen.rate.mention.amount), "start": chosen.first or None, "end": chosen.last or None}


def _ranks(extraction: Extraction) -> Row:
    row: Row = {}
    for by, word in (("size", "largest"), ("growth", "fastest")):
        for kind, noun in (("place", "region"), ("segment", "segment")):
            names = [
                item.about.name
                for item in extraction.of("rank")
                if item.by == by and item.about.kind == kind and not item.of
            ]
            names = list(dict.fromkeys(names))
            if kind == "place" and any(is_region(name) for name in names):
                names = [
                    name for name in names if is_region(name)
                ]  # the largest country stands beside the largest region
            names += _majority(extraction, kind, names) if by == "size" else []
            row[f"{word}_{noun}"] = (
                (names[0] if len(names) == 1 else names or None) if noun == "region" else names or None
            )
    return row


def _majority(extraction: Extraction, kind: str, ranked: list[str]) -> list[str]:
    """Who holds more than half of the market holds the most of it, and so does the greatest of a table.

    Where a rank is told of one dimension, a half counts only of another.
    """
    shares = [
        item for item in extraction.of("market share") if item.about.kind == kind and item.mention and not item.of
    ]
    major = list(dict.fromkeys(item.about.name for item in shares if item.mention and item.mention.plain > 50))
    listed = dimensions(extraction.document, extraction.found)
    by = {name: listed.get(name_words(name), "") for name in (*ranked, *(item.about.name for item in shares))}
    major += [name for name in _unsurpassed(shares, by) if name not in major]
    if ranked:
        told = {by[name] for name in ranked}
        # Who holds more than half is the largest of its dimension, whichever that is.
        words = {word for name in ranked for word in name_words(name)}
        sure = {item.about.name for item in shares if item.confidence >= 0.7}
        new = [name for name in major if kind == "segment" and name in sure and not by[name]]
        new = [name for name in new if not words & set(name_words(name))]
        return [name for name in major if by[name] and by[name] not in told] + new
    tabled = [item for item in extraction.of("market size") if item.recogniser == "tabled-sizes"]
    rows = [item for item in shares if item.recogniser == "tabled-shares"]
    return major or _greatest(tabled, kind) or _greatest(rows, kind)


def _unsurpassed(shares: list[Found], by: dict[str, str]) -> list[str]:
    """Whose share is the greatest of a dimension, and greater than all that its shares leave to those of whom none is told."""
    told: dict[tuple[str, int], dict[str, Decimal]] = {}
    for item in shares:
        if item.mention and by.get(item.about.name):
            told.setdefault((by[item.about.name], item.last), {}).setdefault(item.about.name, item.mention.plain)
    return [
        max(held, key=lambda name: held[name])
        for held in told.values()
        if len(held) >= 2 and max(held.values()) >= 100 - sum(held.values()) and sum(held.values()) <= 101
    ]


def _greatest(sizes: list[Found], kind: str) -> list[str]:
    """The greatest of three or more that a table gives for its first year."""
    rows = [item for item in sizes if item.about.kind == kind and item.mention and item.last == sizes[0].last]
    if len(rows) < 3:
        return []
    return [max(rows, key=lambda item: item.mention.plain if item.mention else 0).about.name]


def _printed(extraction: Extraction, spans: tuple[tuple[int, int], ...]) -> list[str]:
    return [extraction.document.normal.printed(*span) for span in spans]


def _segments(extraction: Extraction) -> dict[str, list[str]]:
    rows: dict[str, list[str]] = {}
    for item in extraction.of("segments"):
        rows.setdefault(item.by, _printed(extraction, item.members))
    return rows


_FULL = 3
"""Regions that a list names which says what is covered: what is told of beside them is no region of its own."""


def _regions(extraction: Extraction) -> list[str]:
    names: dict[str, str] = {}
    listed = [item for item in extraction.of("regions") if item.confidence >= 0.8]
    wide = all(is_region(name) for item in listed for name in _printed(extraction, item.members))
    # Beside a list of regions, countries are what the regions hold.
    given = [item for item in listed if item.recogniser == "place-lists"]
    told = {place_name(name) for item in given for name in _printed(extraction, item.members)}
    ranked = {place_name(item.about.name) for item in extraction.of("rank") if is_region(item.about.name)}
    full = (
        len(told) >= _FULL and ranked <= told
    )  # else the list is of the others: "Africa and Asia are covered as well"
    countries = [] if listed else extraction.of("countries")
    announced = [item for item in countries if item.confidence >= 0.6 and len(item.members) > _FULL]
    for item in given if full else (*extraction.of("regions"), *(announced or countries)):
        for name in _printed(extraction, item.members):
            if item.confidence >= 0.8 or not listed or not wide or is_region(name):
                names.setdefault(place_name(name), name)
    compared = [
        item.about.name
        for item in (
            *extraction.of("market share"),
            *extraction.of("rank"),
            *(size for size in extraction.of("market size") if size.recogniser == "tabled-sizes"),
        )
        if item.about.kind == "place"
    ]
    wide = all(is_region(name) for name in names.values()) if listed else False
    compared = [name for name in compared if not full and (not wide or is_region(name))]
    if len(set(compared)) >= 2:
        # Places that the document holds against each other, one by one, are its regions as much as a list is.
        for name in compared:
            names.setdefault(place_name(name), name)
    joint, parts = "latin america, middle east and africa", ("latin america", "middle east and africa")
    if joint in names:
        apart = {place_name(name): name for item in listed for name in _printed(extraction, item.members)}
        names |= {part: apart[part] for part in parts if part in apart}
        if set(parts) & set(names):
            del names[joint]  # two of a list, not one of some publisher's
    where = place_name(extraction.document.frame.geography)
    return [name for key, name in names.items() if key != where or len(names) == 1]


_FEW = 4
_PART = re.compile(r"(?:rest|other|rural|mainland|greater|north|south|east|west|central)\w* ", re.IGNORECASE)


def _companies(extraction: Extraction) -> list[str]:
    listed = [name for item in extraction.of("companies") for name in _printed(extraction, item.members)]
    if len(listed) < _FEW:
        # Where no list names the trade, those whose deeds are told are of it.
        done = (actor(extraction.document, item.spans[1]) for item in extraction.of("development"))
        listed += [extraction.document.normal.printed(*span) for span in done if span]
    names: dict[str, str] = {}
    for name in listed:
        placed = find_places(re.sub(r"\([^)]*\)", "", name))
        if (
            not placed
            or len(name.split()) > 2
            or (placed[0][1] - placed[0][0] < len(name) - 3 and not _PART.match(name))
        ):
            names.setdefault(name.lower().rstrip("."), name)
    return list(names.values())


def _developments(extraction: Extraction) -> list[Row]:
    rows = []
    for item in extraction.of("development"):
        mention = item.mention
        if mention is None:
            continue
        date = (
            str(mention.first)
            + (f"-{mention.month:02}" if mention.month else "")
            + (f"-{mention.day:02}" if mention.day else "")
        )
        rows.append({"date": date, "what": _deed(extraction, item)})
    return rows


def _deed(extraction: Extraction, item: Found) -> str:
    """What was done, without the date before it and the reasons after it."""
    text = extraction.document.normal
    (_, after), (start, end) = item.spans[:2]
    opens = _BEFORE_DATE.fullmatch(text.text[start : item.spans[0][0]])
    told = text.printed(after, end).lstrip(" ,.:;*)-\u2013\u2014") if opens else text.printed(start, end)
    told = _WHO.sub(r"\1 ", told)
    head = re.split(
        r",? (?:which|meant|aiming|aimed|in order to|thereby|that (?:will|would))\b|(?<=[a-z]{3})\. (?=[A-Z])|, (?:the first|an? |to \w+|with|designed|enabling|helping|following|as part)\b",
        told.removeprefix("for example, "),
    )[0]
    return " ".join(head.split()[:24]).strip(" .,;")


# "Acme, a maker of pumps, launched …": who did it, and what.
_WHO = re.compile(r"^([A-Z][^,]{1,50}), (?:an?|the) [^,]{3,80}, (?=[a-z]+)")
_BEFORE_DATE = re.compile(
    r"\W*(?:(?:[\w ]{0,30}, )?(?:in|on|during|as of|by)?\s*(?:early |late |mid-?)?)\W*", re.IGNORECASE
)


def _review(extraction: Extraction) -> Row:
    flow: dict[str, int | None] = dict.fromkeys(name for name in FLOW.values() if name != "excluded_screening")
    for measure, box in FLOW.items():
        told = [item for item in extraction.of(measure) if item.mention is not None and not item.by]
        surest = max(told, key=lambda item: item.confidence, default=None)  # the first among equals
        if box in flow and surest is not None and surest.mention is not None:
            flow[box] = int(surest.mention.amount)
    sought = flow.pop("sought", None)
    flow["full_text"] = flow["full_text"] or sought
    people = sorted(extraction.of("participants"), key=_enrolled)[:1]
    date = extraction.of("search date")[:1]
    first = {measure: extraction.of(measure)[:1] for measure in ("registration", "primary outcome", "journal")}
    says = extraction.document.normal.printed
    return {
        "publisher": next((says(*item.spans[0]) for item in first["journal"]), None),
        "databases": list(
            dict.fromkeys(
                name for item in extraction.of("databases")[:1] for name in _printed(extraction, item.members)
            )
        ),
        "search_date": next((_date(item) for item in date), None),
        "prisma": flow,
        "participants": next((int(item.mention.amount) for item in people if item.mention), None),
        "primary_outcome": next((says(*item.spans[0]) for item in first["primary outcome"]), None),
        "registration": next((says(*item.spans[0]) for item in first["registration"]), None),
        "checks": {"prisma_consistent": _consistent(flow)},
    }


def _enrolled(item: Found) -> tuple[float, int]:
    """The surest number of people first, of those the largest."""
    return -item.confidence, -int(item.mention.amount if item.mention else 0)


def _date(item: Found) -> str:
    mention = item.mention
    if mention is None:
        return ""
    return (
        str(mention.first)
        + (f"-{mention.month:02}" if mention.month else "")
        + (f"-{mention.day:02}" if mention.day else "")
    )


def _consistent(flow: dict[str, int | None]) -> bool | None:
    """Whether the flow's numbers add up, as far as they are stated.

    Records from other sources may be told within those identified or beside them, reports that could not be had before the full
    texts or among them: a step that adds up in either way is right. More reports than studies prove nothing, as one study may
    have several; nor do more studies where other sources brought some by a route of their own.
    """
    other, lost = flow["other_sources"] or 0, flow["not_retrieved"] or 0
    told = []
    records = _left(flow, "identified", "duplicates_removed", "screened")
    if records is not None:
        told.append(records in {0, -other})
        # Records that were screened with the others come in by no route of their own.
        other = 0 if records else other
    reports = _left(flow, "full_text", "excluded_full_text", "included")
    if reports is not None and (reports in {0, lost, -other} or (reports < 0 and not other)):
        told.append(reports >= 0 or bool(other))
    return all(told) if told else None


def _left(flow: dict[str, int | None], before: str, out: str, after: str) -> int | None:
    """What a step leaves unexplained; None where one of its numbers is not stated."""
    first, less, rest = flow[before], flow[out], flow[after]
    return None if first is None or less is None or rest is None else first - less - rest
