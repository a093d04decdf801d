"""The review loop: a new draft beside the facts that stand already.

Comes in: a draft, the entries of a facts file. Goes out: what is new, changed, or no longer found, as text. Nothing that an
editor accepted is ever overwritten. Apart, because a draft is judged against the accepted, never the other way round.
"""

from __future__ import annotations

from dataclasses import dataclass

from sitegen.extract.draft import Draft, Entry
from sitegen.quantities import UnreadableQuantity, parse
from sitegen.shapes import FactEntry
from sitegen.tokens import words

__all__ = ["Comparison", "as_text", "compare"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """`changed` pairs an accepted fact with a draft that quotes the same words or states the same measure otherwise."""

    same: int
    new: tuple[Entry, ...]
    changed: tuple[tuple[FactEntry, Entry], ...]
    gone: tuple[FactEntry, ...]


def compare(made: Draft, accepted: tuple[FactEntry, ...]) -> Comparison:
    """Each draft fact against the accepted ones. Statements are a person's work: they are never called gone."""
    left = list(accepted)
    unmatched: list[Entry] = []
    same = 0
    for entry in made.entries:
        match = next(
            (
                fact
                for fact in left
                if _says(fact) == _says_entry(entry) and fact.measure == entry.measure and fact.about == entry.about
            ),
            None,
        )
        restated = match is None and any(
            _says(fact) == _says_entry(entry) and fact.measure == entry.measure and fact.about == entry.about
            for fact in accepted
        )
        if match is not None:
            left.remove(match)
        if match is not None or restated:
            same += 1
        elif (
            not entry.claim
            and not entry.needs
            and not (entry.statement and any(fact.measure == entry.measure for fact in accepted))
        ):
            unmatched.append(entry)
    changed = []
    new = []
    for entry in unmatched:
        twin = next((fact for fact in left if _twins(fact, entry)), None)
        if twin is None:
            new.append(entry)
        else:
            left.remove(twin)
            changed.append((twin, entry))
    gone = tuple(fact for fact in left if (fact.value or fact.members) and _drafted_at_all(fact, made))
    return Comparison(same, tuple(new), tuple(changed), gone)


def _drafted_at_all(fact: FactEntry, made: Draft) -> bool:
    """Only measures that extraction knows can be missed by it."""
    return any(entry.measure == fact.measure for entry in made.entries)


def _says(fact: FactEntry) -> tuple[str, ...]:
    return _key(fact.value or "", fact.members or (), tuple((fact.record or {}).values()))


def _says_entry(entry: Entry) -> tuple[str, ...]:
    return _key(entry.value, entry.members, tuple(text for _, text in entry.record))


def _key(value: str, members: tuple[str, ...], record: tuple[str, ...]) -> tuple[str, ...]:
    if members or record:
        return tuple(" ".join(words(item)).lower() for item in members or record)
    try:
        quantity = parse(value)
    except UnreadableQuantity:
        return (" ".join(words(value)).lower(),)
    return (quantity.kind, f"{quantity.low.normalize():f}", f"{quantity.high.normalize():f}", str(quantity.total or ""))


def _twins(fact: FactEntry, entry: Entry) -> bool:
    """Whether a draft speaks of what an accepted fact speaks of, in other numbers or names."""
    if fact.measure != entry.measure or fact.about != entry.about:
        return False
    quoted = {words(quote) for quote in fact.quotes} & {words(quote.text) for quote in entry.quotes}
    return (
        bool(quoted)
        or (bool(fact.when) and fact.when == entry.when)
        or (bool(fact.by) and (fact.by or "").lower() == entry.by.lower())
    )


def as_text(found: Comparison, path: str) -> str:
    """The comparison as a diff: `+` new, `~` changed, `-` no longer found."""
    lines = [
        f"{path}: {found.same} found again, {len(found.new)} new, {len(found.changed)} changed, {len(found.gone)} no longer found"
    ]
    lines += [
        f"+ {entry.id}: {_short(entry.measure, entry.when, entry.value or entry.statement or entry.measure, entry.members)}   “{entry.quotes[0].text}”"
        for entry in found.new
    ]
    for fact, entry in found.changed:
        lines.append(
            f"~ {fact.id}: {_short(fact.measure, fact.when or '', fact.value or '', fact.members or ())} → {_short('', entry.when, entry.value, entry.members)}   “{entry.quotes[0].text}”"
        )
    lines += [
        f"- {fact.id}: {_short(fact.measure, fact.when or '', fact.value or '', fact.members or ())}"
        for fact in found.gone
    ]
    return "\n".join(lines) + "\n"


def _short(measure: str, when: str, value: str, members: tuple[str, ...]) -> str:
    said = value or f"{len(members)} members: {', '.join(members[:6])}{' …' if len(members) > 6 else ''}"
    return " ".join(part for part in (measure, when, said) if part)
