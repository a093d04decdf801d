"""Lists of places: the regions and countries that a document covers, or holds against one another.

Comes in: a document. Goes out: `Found`s of measure `regions` or `countries`. Apart from `segments`, because a place is known by
its name, and a part only by the list that it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from sitegen.extract.folded import Folded, holds, small
from sitegen.extract.layout import Clause
from sitegen.extract.lists import list_end, members
from sitegen.extract.model import Document, Found
from sitegen.extract.places import find_places, is_region, place_name
from sitegen.extract.stacks import stacks

__all__ = ["REGIONAL", "compared_places", "place_lists", "told_places"]

REGIONAL = Folded(r"\b(?:region(?:s|al)?|geograph(?:y|ic|ical|ies)|countr(?:y|ies)|areas?|zones?)\b")
_ANNOUNCED = re.compile(
    r"\b(?:regions?|geograph(?:y|ic|ical|ies)|countr(?:y|ies)|zones|states|provinces|by (?:area|zone)s?|regional (?:scope|coverage|analysis|segment\w*|outlook|breakdown|split))\b",
    re.IGNORECASE,
)
# Places that a sentence lists are the market's where it speaks of trade.
_OF_TRADE = Folded(
    r"\b(?:markets?|sales|shares?|demand|revenues?|spend\w*|consum\w+|buyers?|buys?|leading|largest|growth|grow\w*|sold|sells?|regions?|countries)\b"
)
# "The study also covers A and B", "C and D are treated in chapters of their own".
_COVERED = re.compile(
    r"\b(?:study|report|survey|analysis|review|we)\b (?:also )?(?:covers?|treats?|looks? at|examines?|analy[sz]es?|includes?|takes? in|extends? to)\b|\b(?:are|is) (?:also )?(?:covered|treated|examined|analy[sz]ed|included|dealt with|studied|profiled)\b(?! by)",
    re.IGNORECASE,
)
_IN_ORDER = re.compile(r"\bfollowed (?:at a distance )?by\b|\bin (?:that|this) order\b", re.IGNORECASE)
_GROUPS = frozenset({"asean", "benelux", "nordic", "nordics", "gcc", "scandinavia"})
_COMPARED_WORDS = re.compile(
    r"\b(?:came next|comes next|second|third|number (?:two|three)|ahead of|follow(?:s|ed)?|was last|smallest|came last|more than any|than any other|faster than|behind)\b",
    re.IGNORECASE,
)
_COMPARED = Folded(
    r"\d ?%|\b(?:largest (?:regional )?(?:share|market)|came next|comes next|second|third|number (?:two|three)|ahead of|follow(?:s|ed)?|was last|smallest|came last|more than any|than any other|faster than|behind)\b"
)
_COMPARED_STEMS = (
    "%",
    "largest",
    " next",
    "second",
    "third",
    "number t",
    "ahead of",
    "follow",
    " last",
    "smallest",
    "than any",
    "faster than",
    "behind",
)
_LARGEST = re.compile(r"\b(?:largest|fastest|leading|biggest|dominant|highest)\b", re.IGNORECASE)


def place_lists(document: Document) -> list[Found]:
    """Lists of regions, and of countries by the region that they are listed under."""
    found = []
    stacked = {stack.heading[0]: stack for stack in stacks(document.normal.text)}
    listed = -1
    for index, clause in enumerate(document.clauses):
        if index > listed and len(rows := _labels(document, index)) >= 2:
            listed = index + len(rows)
            found += _grouped(rows, announced=True)
        # A place in brackets behind a name says where a company is.
        named = [
            item
            for item in find_places(clause.body)
            if not re.match(r"\w[^,;(]*\($", clause.body[max(0, item[0] - 30) : item[0]][-30:].split(",")[-1].strip())
            or clause.body[item[1] : item[1] + 1] != ")"
        ]
        named = _outside(clause.body, named)
        offset = clause.start + (clause.cut if clause.kind == "field" else 0)
        placed = [(offset + start, offset + end, name) for start, end, name in named]
        below = stacked.get(clause.start)
        if below and REGIONAL.search(below.name):
            placed = [
                (start + one[0], start + one[1], one[2])
                for start, end in below.members
                for one in find_places(document.normal.text[start:end])[:1]
            ]
        elif (
            (clause.kind in {"heading", "field"} or clause.text.rstrip().endswith(":"))
            and REGIONAL.search(clause.text[: clause.cut or None])
            and not named
        ):
            placed = _items(document, index)
        announced = bool(
            _ANNOUNCED.search(clause.label or clause.text[:90])
            and not _LARGEST.search(clause.label or clause.text[:90])
        )
        alone = len(placed) == 1 and placed[0][1] - placed[0][0] >= 0.5 * len(clause.body.strip())
        if clause.kind == "field" and REGIONAL.search(clause.label) and alone:
            found.append(Found("regions", (placed[0][:2],), members=(placed[0][:2],), confidence=0.7))
        headed = len(placed) >= 3 and REGIONAL.search(clause.section) and _only_places(clause.text, named)
        announced = announced or bool(headed) or (len(placed) >= 2 and bool(_COVERED.search(clause.text)))
        if clause.kind == "sentence" and len(placed) >= 3 and (led := _IN_ORDER.search(clause.text)):
            order = [item for item in placed if item[0] >= clause.start + max(0, led.start() - 90)]
            found.append(Found("regions", (order[0][:2],), members=_distinct(order), confidence=0.6))
        if own := _unknown_places(document, clause) or _of_both_kinds(document, clause):
            found.append(Found("regions", (own[0],), members=own, confidence=0.8))
            continue
        told = clause.kind != "sentence" or bool(_OF_TRADE.search(clause.text) and not _beyond(clause.text))
        found += _grouped(placed, announced=announced, told=told)
    return found


# "The third-largest market in Europe after France and Germany": the places before it are no part of it.
_AFTER = re.compile(
    r"\b(?:second|third|fourth|fifth|sixth)[- ](?:largest|biggest)\b.*\b(?:after|behind)\b", re.IGNORECASE
)


def _beyond(text: str) -> bool:
    return ("after" in text or "behind" in text) and bool(_AFTER.search(text))


_PLACES = re.compile(
    r"(?:the |key |main |sales |our )*(?:regions?|provinces|states|zones|districts|geograph(?:y|ies)|areas|cities|islands|counties)(?: (?:covered|studied|analy[sz]ed|included|considered|in the report))?",
    re.IGNORECASE,
)


# "The study divides the country into four regions: North, East, South and West."
_COUNTED = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|[2-9]) (?:\w+ )?(?:regions|provinces|states|zones|districts|areas|islands|counties): (?=[A-Z])"
)


def _unknown_places(document: Document, clause: Clause) -> tuple[tuple[int, int], ...]:
    """`Regions: Central Highlands, Northeast, Southeast`: names that no list of ours has, where the label says what they are."""
    text = document.normal.text
    counted = _COUNTED.search(clause.text) if clause.kind == "sentence" and ": " in clause.text else None
    if counted:
        start = clause.start + counted.end()
    elif clause.kind == "field" and _PLACES.fullmatch(clause.label) and ":" not in clause.body:
        start = clause.start + clause.cut
    else:
        return ()
    spans = members(text, start, min(clause.end, list_end(text, start)))
    names = [text[slice(*span)] for span in spans]
    plain = all(name[:1].isupper() and len(name.split()) <= 5 and "(" not in name for name in names)
    known = sum(bool(find_places(name)) for name in names)
    return tuple(spans) if len(names) >= 2 and plain and known < len(names) else ()


def _of_both_kinds(document: Document, clause: Clause) -> tuple[tuple[int, int], ...]:
    """`Regions/Countries: United States; Japan; Europe (France; Italy); Rest of World`: what stands in brackets is a part."""
    label = clause.label or clause.section
    if clause.text.count(";") < 3 or clause.kind not in {"field", "sentence"} or not REGIONAL.search(label):
        return ()
    text = document.normal.text
    spans = members(text, clause.start + clause.cut, clause.end)
    heads = [(start, start + len(text[start:end].split(" (")[0])) for start, end in spans]
    placed = [span for span in heads if find_places(text[slice(*span)])]
    narrow = [span for span in placed if not is_region(text[slice(*span)])]
    told = [span for span in heads if span in placed]
    both = "(" in clause.body or ("countr" in label.lower() and "region" in label.lower())
    return tuple(told) if len(told) >= 4 and narrow and len(narrow) < len(told) and both else ()


def _outside(text: str, named: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Without regions in brackets behind a region: `LAMEA (Latin America, the Middle East, and Africa)` is one."""
    held = [item for item in named if text.count("(", 0, item[0]) > text.count(")", 0, item[0])]
    wide = [item for item in named if item not in held and is_region(item[2])]
    return [item for item in named if item not in held or not is_region(item[2])] if len(wide) >= 2 else named


def _only_places(text: str, named: list[tuple[int, int, str]]) -> bool:
    """Whether a sentence is nothing but a list of places."""
    return sum(end - start for start, end, _ in named) >= 0.7 * len(text.strip())


def _grouped(placed: list[tuple[int, int, str]], *, announced: bool, told: bool = True) -> list[Found]:
    """`North America: U.S., Canada; Europe: Germany, France` is a list of regions and a list of countries in each."""
    wide = [
        item for item in placed if is_region(item[2]) and not _remainder(item[2]) and item[2].lower() not in _GROUPS
    ]
    found = []
    if len(wide) >= 2 and (announced or len(wide) >= 3) and (_close(placed) or announced):
        found.append(Found("regions", (wide[0][:2],), members=_distinct(wide), confidence=0.8 if announced else 0.6))
    groups: list[tuple[str, list[tuple[int, int, str]]]] = [("", [])]
    for item in placed:
        if item in wide:
            groups.append((item[2], []))
        else:
            groups[-1][1].append(item)
    filled = sum(bool(group) for _, group in groups[1:])
    nested = len(groups) > 2 and filled * 2 >= len(groups) - 1 and (announced or filled > 1)
    left = announced and not wide  # "Spain, Italy and Rest of Europe" are the parts of one region
    lists = (
        groups
        if nested
        else [("", [item for item in placed if item not in wide and (left or not _remainder(item[2]))])]
    )
    for region, group in lists:
        if (
            len(_distinct(group)) >= 2
            and (announced or (told and len(group) >= 3) or nested)
            and (_close(group) or announced)
        ):
            found.append(
                Found(
                    "countries",
                    (group[0][:2],),
                    members=_distinct(group),
                    of=region,
                    confidence=0.7 if nested else 0.6 if announced else 0.5,
                )
            )
    return found


def _remainder(name: str) -> bool:
    """`Rest of Europe` is what a list of countries leaves; the rest of the world is a region as reports have them."""
    return bool(re.match(r"rest of (?!(?:the )?world)", name, re.IGNORECASE))


_HEADS_REGIONS = re.compile(
    r"(?:[\w'-]+ ){0,4}(?:region(?:s|al)?|geograph(?:y|ic|ical)|countr(?:y|ies))\b(?: [\w'&-]+){0,4}\W*", re.IGNORECASE
)
_OPENS = 60
"""Characters at the beginning of a sentence in which its subject stands."""


def told_places(document: Document) -> list[Found]:
    """Regions of which a regional section, or one paragraph, tells in turn: `Europe leads. Asia follows. Africa is small.`"""
    found = []
    for placed, headed in _passages(document):
        wide = [item for item in placed if is_region(item[2]) and item[2].lower() not in _GROUPS]
        names = {place_name(item[2]) for item in wide}
        wide = [
            item for item in wide if not any(place_name(item[2]) != name and _within(item[2], name) for name in names)
        ]
        narrow = [item for item in placed if not is_region(item[2])]
        if len(_distinct(wide)) >= 3:
            found.append(Found("regions", (wide[0][:2],), members=_distinct(wide), confidence=0.8))
        elif headed and not wide and len(_distinct(narrow)) >= 4:
            found.append(Found("regions", (narrow[0][:2],), members=_distinct(narrow), confidence=0.55))
    return found


def _within(name: str, other: str) -> bool:
    """Whether one name is a piece of another: Asia of Asia Pacific, Africa of the Middle East and Africa."""
    return f" {place_name(name)} " in f" {other} "


def _passages(document: Document) -> Iterator[tuple[list[tuple[int, int, str]], bool]]:
    """The places that open the sentences of each regional section, and of each paragraph; whether a heading says that it is regional."""
    headed: list[tuple[int, int, str]] = []
    line: list[tuple[int, int, str]] = []
    regional, end = False, 0
    for clause in document.clauses:
        if clause.kind == "heading":
            bare = find_places(clause.text)
            only = bool(bare) and _only_places(clause.text, bare)
            if not only and headed:
                yield headed, True
                headed = []
            regional = (regional and only) or bool(_HEADS_REGIONS.fullmatch(clause.text.strip(" #*")))
        elif clause.kind not in {"sentence", "item"}:
            continue
        if "\n" in document.normal.text[end : clause.start] and line:
            yield line, False
            line = []
        opening = [(clause.start + one[0], clause.start + one[1], one[2]) for one in _subjects(clause.text)]
        line += opening
        headed += opening if regional else []
        end = clause.end
    yield from (row for row in ((line, False), (headed, True)) if row[0])


def _subjects(text: str) -> list[tuple[int, int, str]]:
    """The places in which a sentence begins, and those that it lists with the first."""
    placed = find_places(text)
    if not placed or placed[0][0] > _OPENS:
        return []
    last = 0
    while last + 1 < len(placed) and placed[last + 1][0] - placed[last][1] <= 10:
        last += 1
    return placed[: last + 1]


# "The south is the largest region, ahead of the west": parts of a country that only a direction names.
_DIRECTION = re.compile(
    r"(?:\b[Tt]he |\b[Tt]hen |\band |, |^)(?P<name>(?:[Nn]orth|[Ss]outh|[Ee]ast|[Ww]est|[Cc]entre|[Mm]id[Ww]est|[Mm]idwest|[Nn]orth-?east|[Nn]orth-?west|[Ss]outh-?east|[Ss]outh-?west))(?= (?:is|was|comes?|came|follow|has|had|takes?|took|with|leads?|led|will|\()|,|\.| and )"
)


def _places_of(text: str) -> list[tuple[int, int, str]]:
    named = find_places(text)
    return named or [(*match.span("name"), match["name"]) for match in _DIRECTION.finditer(text)]


def compared_places(document: Document) -> list[Found]:
    """Places that neighbouring sentences hold against one another: X took 35%, Y came next, Z was last."""
    found: list[Found] = []
    run: list[tuple[int, int, str]] = []
    told, said = 0, False
    for clause in (*document.clauses, None):
        compares = clause is not None and holds(small(clause.text), _COMPARED_STEMS) and _COMPARED.search(clause.text)
        named = _places_of(clause.text) if clause is not None and compares else []
        if clause is not None and named:
            run += [(clause.start + start, clause.start + end, name) for start, end, name in named]
            told += 1
            said = said or bool(_COMPARED_WORDS.search(clause.text))
            continue
        names = _distinct(run)
        if len(names) >= 2 and told >= 2 and said:
            found.append(Found("regions", (run[0][:2],), members=names, confidence=0.55))
        run, told, said = [], 0, False
    return found


def _labels(document: Document, index: int) -> list[tuple[int, int, str]]:
    """Places that label neighbouring rows: `Europe: 41%`, `Asia | 29%`."""
    placed = []
    for clause in document.clauses[index : index + 80]:
        row = clause.cells
        label = row[0][2] if len(row) > 2 and row[1][2][:1].isdigit() else clause.label
        here = find_places(label)
        if not here or len(label) > here[0][1] - here[0][0] + 4:
            break
        at = clause.start + clause.text.index(label)
        placed.append((at + here[0][0], at + here[0][1], here[0][2]))
    return placed


def _items(document: Document, index: int) -> list[tuple[int, int, str]]:
    """Places that stand alone, one a line, below a heading `By Region`."""
    placed = []
    for clause in document.clauses[index + 1 : index + 80]:
        if clause.kind not in {"item", "heading"}:
            break
        here = find_places(clause.text)
        bare = clause.text.split("(")[0] if clause.text.rstrip().endswith(")") else clause.text
        if not here or len(bare.strip(" .-:")) > here[-1][1] - here[0][0] + 6:
            break
        # "Europe (France, Spain)": the region alone.
        last = here[0] if "(" in clause.text[here[0][1] : here[-1][0]] else here[-1]
        placed.append((clause.start + here[0][0], clause.start + last[1], clause.text[here[0][0] : last[1]]))
    return placed


def _close(placed: list[tuple[int, int, str]]) -> bool:
    """Whether the places follow one another as in a list."""
    gaps = [after[0] - before[1] for before, after in pairwise(placed)]
    return sum(gap < 40 for gap in gaps) * 2 >= len(gaps)


def _distinct(placed: list[tuple[int, int, str]]) -> tuple[tuple[int, int], ...]:
    seen: dict[str, tuple[int, int]] = {}
    for start, end, name in placed:
        seen.setdefault(place_name(name), (start, end))
    return tuple(seen.values())
