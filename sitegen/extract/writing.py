"""Drafts as an editor reads them: YAML with confidence and doubts as comments, or JSON.

Comes in: a `Draft`. Goes out: text. Apart from `draft`, which decides what is drafted.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sitegen.edits import scalar
from sitegen.extract.draft import Draft, Entry
from sitegen.extract.measures import declaration

__all__ = ["as_entries", "as_rows", "as_yaml"]


def as_yaml(made: Draft, seed: str = "", advice: str = "", *, status: bool = True) -> str:
    """A facts file in block style. Claims stand as comments until somebody writes their statement, counts until somebody names their arms."""
    lines = [
        _comment(
            f"Draft of {seed or 'a text'} by `sitegen extract`: accept, correct or delete each fact, then remove the line `status: draft`."
        )
    ]
    lines += ["status: draft"] if status else []
    lines += [_comment(advice)] if advice else []
    lines += [_comment(f"no topic yet: {topic}") for topic in made.unknown]
    lines += [_comment(f"left out: {reason}") for reason in made.left_out]
    lines += _wanting(made)
    entries = [line for entry in made.entries for line in _entry(entry)]
    facts = any(not entry.claim and not entry.needs for entry in made.entries)
    return "\n".join([*lines, "facts:" if facts else "facts: []", *entries]) + "\n"


def as_entries(entries: Iterable[Entry]) -> str:
    """Facts alone, to be pasted below the `facts:` of a file that stands already."""
    return "".join(f"{line}\n" for entry in entries for line in _entry(entry))


def _wanting(made: Draft) -> list[str]:
    """What site.yaml would have to declare for the facts that it has no measure for."""
    count = sum(number for _, number in made.undeclared)
    if not count:
        return []
    said = "1 more fact was" if count == 1 else f"{count} more facts were"
    head = f"{said} found, of measures that site.yaml does not declare. To have them, add below its `measures:` and extract again:"
    return [_comment(head), *(_comment(line) for line in declaration(name for name, _ in made.undeclared))]


def _comment(text: str) -> str:
    return "# " + "".join(char if char.isprintable() else " " for char in text)


def _entry(entry: Entry) -> list[str]:
    note = f"confidence {entry.confidence:.2f}, {entry.recogniser}" + "".join(f"; {doubt}" for doubt in entry.doubts)
    lines = [_comment(note), f"- id: {entry.id}", f"  about: {entry.about}", f"  measure: {scalar(entry.measure)}"]
    for key, text in (("when", entry.when), ("value", entry.value)):
        lines += [f"  {key}: {scalar(text)}"] if text else []
    lines += ["  statement: (in your own words)"] if entry.claim else []
    lines += [f"  statement: {scalar(entry.statement)}"] if entry.statement else []
    if entry.members:
        lines += ["  members:", *(f"  - {scalar(member)}" for member in entry.members)]
    if entry.record:
        lines += ["  record:", *(f"    {key}: {scalar(text)}" for key, text in entry.record)]
    texts = [quote.text for quote in entry.quotes]
    lines += (
        [f"  quote: {scalar(texts[0])}"]
        if len(texts) == 1
        else ["  quote:", *(f"  - {scalar(text)}" for text in texts)]
    )
    places = [str(quote.place or 1) for quote in entry.quotes]
    if any(quote.place for quote in entry.quotes):
        lines += [f"  place: {places[0]}"] if len(places) == 1 else ["  place:", *(f"  - {place}" for place in places)]
    for key, text in (("where", entry.where), ("by", entry.by), ("of", entry.of)):
        lines += [f"  {key}: {scalar(text)}"] if text else []
    if entry.needs:
        lines[0] += f"; it needs {entry.needs}"
        lines += ["  by: (the outcome)"] if not entry.by and "the outcome" in entry.needs else []
        lines += ["  of: (the arm)"] if not entry.of and "its arm" in entry.needs else []
    return [lines[0], *(_comment(line) for line in lines[1:])] if entry.claim or entry.needs else lines


def as_rows(made: Draft) -> list[dict[str, Any]]:
    """The draft's facts as plain mappings; a claim says that its statement is still to be written."""
    rows = []
    for entry in made.entries:
        row: dict[str, Any] = {"id": entry.id, "about": entry.about, "measure": entry.measure}
        optional = {
            "when": entry.when, "value": entry.value, "statement": entry.statement, "members": list(entry.members), "record": dict(entry.record), "where": entry.where, "by": entry.by, "of": entry.of,
        }  # fmt: skip
        row |= {key: value for key, value in optional.items() if value}
        texts = [quote.text for quote in entry.quotes]
        row["quote"] = texts[0] if len(texts) == 1 else texts
        row |= (
            {"place": [quote.place or 1 for quote in entry.quotes]}
            if any(quote.place for quote in entry.quotes)
            else {}
        )
        row |= {
            "position": entry.quotes[0].token,
            "confidence": entry.confidence,
            "doubts": list(entry.doubts),
            "recogniser": entry.recogniser,
        }
        needs = "a statement in your own words" if entry.claim else entry.needs
        row |= {"needs": needs} if needs else {}
        rows.append(row)
    return rows
