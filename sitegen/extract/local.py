"""What a section tells of one place: below the heading `ITALY`, the main outlet is that of Italy.

Comes in: a document and what was found in it. Goes out: the same, `of` the place whose section it stands in. Apart from `subjects`,
which looks at one clause: here only the heading above says which place is meant.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace

from sitegen.extract.model import Document, Found
from sitegen.extract.places import find_places, same_place
from sitegen.extract.stacks import stacks

__all__ = ["of_their_places"]


_SHORT = 40
"""Characters of a heading that names a place and nothing else."""


def _is_place(line: str) -> bool:
    placed = find_places(line)
    return bool(placed) and placed[0][1] - placed[0][0] >= len(line.strip(" .:")) - 1


def of_their_places(document: Document, found: list[Found]) -> list[Found]:
    """Ranks that a section tells of one place, such as `ITALY`, are ranks there: the market's own stand elsewhere."""
    text = document.normal.text
    bare = [clause.kind == "heading" and _is_place(clause.text) for clause in document.clauses]
    # One place a line is a list, whatever stands below its last.
    run = {
        clause.text.strip().lower()
        for clause, before, here in zip(document.clauses[1:], bare, bare[1:], strict=False)
        if before and here
    }
    listed = run | {text[slice(*span)].strip().lower() for stack in stacks(text) for span in stack.members}
    headings = {clause.section for clause in document.clauses if 0 < len(clause.section) < _SHORT}
    named = {
        section: placed[0][2]
        for section in headings
        if section.lstrip("0123456789. ") not in listed
        if (placed := find_places(section.title())) and len(placed[0][2]) >= len(section.strip(" .:0123456789")) - 1
    }
    sections = {clause.start: named[clause.section] for clause in document.clauses if clause.section in named}
    if not sections:
        return found
    starts = [clause.start for clause in document.clauses]
    frame = document.frame.geography
    told = []
    for item in found:
        where = sections.get(starts[bisect_right(starts, item.start) - 1], "")
        own = where and (same_place(where, frame) or item.of or same_place(where, item.about.name))
        told.append(item if own or not where else replace(item, of=where))
    return told
