"""The review loop: a new draft beside the facts that stand already.

Comes in: a draft, the entries of a facts file, the text. Goes out: what is new, changed, or no longer found, as text. Nothing that an
editor accepted is ever overwritten. Apart, because a draft is judged against the accepted, never the other way round.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sitegen.extract.draft import Draft, Entry
from sitegen.quantities import UnreadableQuantity, parse
from sitegen.shapes import FactEntry
from sitegen.tokens import words

__all__ = ["Comparison", "as_text", "compare"]

_DOI = re.compile(r"10\.\d{4,9}/\S+")


@dataclass(frozen=True, slots=True)
class Comparison:
    """`changed` pairs an accepted fact with a draft that quotes the same words or states the same measure otherwise.

    `gone` are accepted facts of measures that extraction knows whose quotes the text does not have any more; `own` is how many such
    facts the text has and extraction does not draft: a person found them.
    """

    same: int
    new: tuple[Entry, ...]
    changed: tuple[tuple[FactEntry, Entry], ...]
    gone: tuple[FactEntry, ...]
    own: int = 0


def compare(made: Draft, accepted: tuple[FactEntry, ...], text: str = "") -> Comparison:
    """Each draft fact against the accepted ones. Statements are a person's work: they are never called gone."""
    left = list(accepted)
    unmatched: list[Entry] = []
    same = 0
    for entry in made.entries:
        match = next((fact for fact in left if _same(fact, entry)), None)
        if match is not None:
            left.remove(match)
        if match is not None or any(_same(fact, entry) for fact in accepted):
            same += 1
        elif not entry.claim and not entry.needs and not _asked(entry, accepted):
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
    known = {entry.measure for entry in made.entries}
    missed = [fact for fact in left if (fact.value or fact.members) and fact.measure in known]
    said = f" {' '.join(words(text))} "
    gone = tuple(fact for fact in missed if not _stands(fact, said))
    return Comparison(same, tuple(new), tuple(changed), gone, len(missed) - len(gone))


def _asked(entry: Entry, accepted: tuple[FactEntry, ...]) -> bool:
    """A question in our words, where the editor has put questions of the document into words already."""
    return bool(entry.statement) and any(fact.measure == entry.measure for fact in accepted)


def _same(fact: FactEntry, entry: Entry) -> bool:
    """Whether a draft says what an accepted fact says; a topic that the editor chose otherwise makes no difference where the words are
    the same."""
    if fact.measure != entry.measure:
        return False
    if entry.record and fact.record:
        return _same_record(tuple(fact.record.values()), tuple(text for _, text in entry.record))
    if _says(fact) != _says_entry(entry) and not _part_of_term(fact, entry):
        return False
    return fact.about == entry.about or any(
        _overlap(quote, drafted.text) for quote in fact.quotes for drafted in entry.quotes
    )


def _part_of_term(fact: FactEntry, entry: Entry) -> bool:
    """`Fastest` and `Fastest Growing`: words, no figures, of which one has all that the other has."""
    one, other = (f" {' '.join(words(value)).lower()} " for value in (fact.value or "", entry.value))
    told = one.strip() and other.strip() and (one in other or other in one)
    return bool(told) and not re.search(r"\d", one + other) and (fact.by or "").lower() == entry.by.lower()


def _same_record(accepted: tuple[str, ...], drafted: tuple[str, ...]) -> bool:
    """Whether two records are of one thing: by their DOI, or all pieces of one are among those of the other."""
    dois = [
        match[0].lower().rstrip(".,;") if (match := _DOI.search(" ".join(one))) else "" for one in (accepted, drafted)
    ]
    if all(dois):
        return dois[0] == dois[1]
    one, other = ({" ".join(words(piece)).lower() for piece in record} for record in (accepted, drafted))
    return one <= other or other <= one


def _overlap(one: str, other: str) -> bool:
    left, right = set(words(one)), set(words(other))
    return len(left & right) * 5 >= 3 * min(len(left), len(right))


def _stands(fact: FactEntry, said: str) -> bool:
    """Whether the text has every part of a fact's quotes."""
    parts = [part for quote in fact.quotes for part in re.split("…|\\.\\.\\.", quote)]
    return all(f" {' '.join(words(part))} " in said for part in parts if words(part))


def _says(fact: FactEntry) -> tuple[str, ...]:
    return _key(fact.value or "", fact.members or ())


def _says_entry(entry: Entry) -> tuple[str, ...]:
    return _key(entry.value, entry.members)


def _key(value: str, members: tuple[str, ...]) -> tuple[str, ...]:
    if members:
        return tuple(" ".join(words(item)).lower() for item in members)
    try:
        found = parse(value)
    except UnreadableQuantity:
        return (" ".join(words(value)).lower(),)
    kind = "count" if found.kind == "year" else found.kind
    day = f"{found.month}-{found.day}"
    return (kind, f"{found.low.normalize():f}", f"{found.high.normalize():f}", str(found.total or ""), day)


def _twins(fact: FactEntry, entry: Entry) -> bool:
    """Whether a draft speaks of what an accepted fact speaks of, in other numbers or names."""
    if fact.measure != entry.measure or fact.about != entry.about or fact.record:
        return False
    quoted = {words(quote) for quote in fact.quotes} & {words(quote.text) for quote in entry.quotes}
    return (
        (bool(quoted) and (fact.by or "").lower() == entry.by.lower())
        or (bool(fact.when) and fact.when == entry.when)
        or (bool(fact.by) and (fact.by or "").lower() == entry.by.lower() and (fact.of or "") == entry.of)
    )


def as_text(found: Comparison, path: str) -> str:
    """The comparison as a diff: `+` new, `~` changed, `-` no longer found."""
    own = f"; {found.own} that only a person finds" if found.own else ""
    lines = [
        f"{path}: {found.same} found again, {len(found.new)} new, {len(found.changed)} changed, {len(found.gone)} no longer found{own}"
    ]
    lines += [
        f"+ {entry.id}: {_short(entry.measure, *_of_entry(entry))}   “{entry.quotes[0].text}”" for entry in found.new
    ]
    for fact, entry in found.changed:
        lines.append(f"~ {fact.id}: {_change(fact, entry)}   “{entry.quotes[0].text}”")
    lines += [f"- {fact.id}: {_short(fact.measure, *_of_fact(fact))}" for fact in found.gone]
    return "\n".join(lines) + "\n"


def _change(fact: FactEntry, entry: Entry) -> str:
    """What a draft has otherwise; of lists only the members that differ."""
    if fact.members and entry.members:
        had, has = ({" ".join(words(name)).lower(): name for name in names} for names in (fact.members, entry.members))
        parted = [
            *(f"without {had[key]}" for key in had if key not in has),
            *(f"with {has[key]}" for key in has if key not in had),
        ]
        named = f" ({fact.by})" if fact.by else ""
        return (
            f"{fact.measure}{named} {', '.join(parted[:8])}{' …' if len(parted) > 8 else ''}"
            if parted
            else f"{fact.measure}{named} in another order"
        )
    return f"{_short(fact.measure, *_of_fact(fact))} → {_short('', *_of_entry(entry))}"


def _of_entry(entry: Entry) -> tuple[str, str, str, tuple[str, ...]]:
    record = ", ".join(text for name, text in entry.record if name not in {"title", "issue", "pages"})
    return entry.when, entry.value or entry.statement or record, entry.by, entry.members


def _of_fact(fact: FactEntry) -> tuple[str, str, str, tuple[str, ...]]:
    return fact.when or "", fact.value or ", ".join((fact.record or {}).values()), fact.by or "", fact.members or ()


def _short(measure: str, when: str, value: str, by: str, members: tuple[str, ...]) -> str:
    said = value or f"{len(members)} members: {', '.join(members[:6])}{' …' if len(members) > 6 else ''}"
    named = f"({by})" if by and measure else ""
    return " ".join(part for part in (measure, when, said[:90], named) if part)
