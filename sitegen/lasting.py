"""What the facts of each document came to, kept from one build to the next.

Comes in: the keys under which stages remember results: all that a result was made from. Goes out: the same results, made or
read back. Apart from `memory`, which lasts as long as its process: this one lies on a disk, may be cut short or deleted at any
time, and is believed only where its digests agree. It is JSON, so that reading it can never run anything; what came with the
repository is nobody's memory and is not looked at.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable
from contextlib import suppress
from decimal import Decimal
from operator import attrgetter
from pathlib import Path
from sys import intern
from typing import Any, TypeVar, cast

from sitegen.digests import Digests, NotDigestible
from sitegen.facts import Fact, Proof, When
from sitegen.memo import forget, shelve, unshelved
from sitegen.memory import Memory, Same
from sitegen.messages import AsPrinted, PerLanguage, as_printed
from sitegen.problems import Place
from sitegen.quantities import Quantity
from sitegen.reading import Desk
from sitegen.seeds import Span

__all__ = ["Lasting", "read_back", "written"]

T = TypeVar("T")
_OURS = "_ours"
"""The name of no document: what is known of texts that are only ours."""
Row = list[Any]
_Found = tuple[tuple[Fact, ...], int, Desk]


class Lasting(Memory):
    """The memory of one build. `program` is a digest of what reads and proves."""

    def __init__(self, root: Path, program: str, digests: Digests) -> None:
        super().__init__()
        self._root, self._program, self._digests = root, program, digests
        self._documents = ""
        self._topics: tuple[object, str] = (None, "")
        self._fine: frozenset[str] = frozenset()
        self._seen: set[str] = set()
        self._names = {_OURS}

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The result for a key: of facts and of their prose from the disk, of everything else from `make`."""
        kind, *parts = cast("tuple[Any, ...]", key)
        if kind == "facts":
            return cast("T", self._facts(parts, cast("Callable[[], _Found]", make)))
        if kind == "documents":
            self._documents = _digest(self._program, self._digests.of(parts[0]))
            known = unshelved(self._root, _OURS)
            self._fine = frozenset(known["fine"]) if known.get("documents") == self._documents else frozenset()
        return self._prose(parts[1], make) if kind == "prose" else make()

    def _facts(self, parts: list[Any], make: Callable[[], _Found]) -> _Found:
        path, *inputs, topics = parts
        if self._topics[0] is not topics:
            self._topics = topics, _digest(*sorted(topics))
        digest = _digest(self._program, *inputs, self._topics[1])
        name = path.rpartition("/")[2].removesuffix(".yaml")
        self._names.add(name)
        kept = unshelved(self._root, name)
        if kept.get("facts") == digest:
            with suppress(KeyError, ValueError, TypeError, IndexError):
                return self._read_back(kept, name, path)
        found, drafts, desk = made = make()
        if not (desk.problems or desk.broken):
            with suppress(NotDigestible):
                rows = [written(fact) for fact in found]
                told = {"facts": digest, "rows": rows, "digests": [self._digests.of(fact) for fact in found]}
                shelve(self._root, name, told | {"drafts": drafts, "declared": sorted(desk.declared)})
        return made

    def _read_back(self, kept: dict[str, Any], seed: str, path: str) -> _Found:
        found = tuple([read_back(row, seed, path) for row in kept["rows"]])
        for fact, digest in zip(found, kept["digests"], strict=True):
            self._digests.know(fact, digest)
        return found, kept["drafts"], Desk({}, declared=set(kept["declared"]))

    def _prose(self, prose: Any, make: Callable[[], T]) -> T:
        """A text of ours, or the statements of a document's facts: where nothing was wrong with them, nothing is."""
        told = prose.value if isinstance(prose, Same) else (prose.text, prose.numbers)
        digest = self._digests.of(told)
        found = cast("T", ()) if digest in self._fine else make()
        if not found:
            self._seen.add(digest)
        return found

    def keep(self) -> None:
        """Write down what is new of prose, and forget the documents that are gone."""
        if self._seen != self._fine:
            shelve(self._root, _OURS, {"documents": self._documents, "fine": sorted(self._seen)})
        forget(self._root, self._names)


def _digest(*parts: object) -> str:
    found = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part if isinstance(part, bytes) else repr(part).encode()
        found.update(type(part).__name__.encode() + len(data).to_bytes(8, "big"))
        found.update(data)
    return found.hexdigest()


_TEXTS = attrgetter(
    "name", "about", "takes", "role", "value", "where", "by", "of", "language", "checked_by", "checked_on", "measure", "statement", "note",
)  # fmt: skip
_LISTS = attrgetter("members", "topics", "cites")


def written(fact: Fact) -> Row:
    """A fact without its document as plain JSON. Raises `NotDigestible` where it holds what could not be read back."""
    lists = [list(map(_said, one)) for one in _LISTS(fact)]
    record = [[_said(name), _said(text)] for name, text in fact.record]
    proofs = [[_said(p.quote), [list(span) for span in map(_span, p.spans)], p.place, p.places] for p in fact.proofs]
    return [
        *map(_said, _TEXTS(fact)), *lists, record, fact.empty, _quantity(fact.quantity), proofs,
        _span(fact.run) if fact.run is not None else None, _when(fact.when), *fact.source[1:],
    ]  # fmt: skip


def _said(text: str) -> object:
    """A text; with its language, where it is as a document prints it; in all languages in which an editor gave it."""
    if type(text) is str:
        return text
    if type(text) is PerLanguage and all(type(one) is str for one in text.others.values()):
        return [str(text), text.others]
    if type(text) is AsPrinted:
        return [str(text), text.language]
    raise NotDigestible(type(text).__qualname__)


def _span(span: Span) -> tuple[int, int]:
    return span.start, span.end


_QUANTITY = attrgetter("kind", "month", "day")


def _quantity(quantity: Quantity | None) -> Row | None:
    if quantity is None:
        return None
    total = str(quantity.total) if quantity.total is not None else None
    texts = map(_said, (quantity.printed, quantity.unit, quantity.qualifier))
    return [*_QUANTITY(quantity), *texts, str(quantity.low), str(quantity.high), str(quantity.step), total]


def _when(when: When | None) -> Row | None:
    if when is None:
        return None
    return [_said(when.printed), when.first, when.last, when.month, when.day, _said(when.defined_by)]


def read_back(row: Row, seed: str, path: str) -> Fact:
    """The fact of a seed that `written` wrote. Raises `ValueError`, `TypeError` or `KeyError` for anything else."""
    (
        name, about, takes, role, value, where, by, of, language, checked_by, checked_on, measure, statement, note,
        members, topics, cites, record, empty, quantity, proofs, run, when, line, column, length,
    ) = row  # fmt: skip
    return Fact(
        seed, name, intern(about), _spoken(measure), intern(takes), intern(role), _spoken(value), _read_quantity(quantity),
        _texts(members), _spoken(statement), tuple([(_spoken(key), _spoken(text)) for key, text in record]), empty,
        tuple([
            Proof(_spoken(quote), tuple([Span(*span) for span in spans]), place, places)
            for quote, spans, place, places in proofs
        ]),
        Span(*run) if run is not None else None, _read_when(when), intern(where), _spoken(by), intern(of), _texts(topics),
        intern(language), _spoken(note), _spoken(checked_by), checked_on, Place(path, line, column, length), _texts(cites),
    )  # fmt: skip


def _spoken(said: Any) -> str:
    if isinstance(said, str):
        return said
    text, more = said
    return as_printed(text, more) if isinstance(more, str) else PerLanguage.given(text, more)


def _texts(several: list[Any]) -> tuple[str, ...]:
    return tuple([_spoken(one) for one in several])


def _read_when(row: Row | None) -> When | None:
    if row is None:
        return None
    printed, first, last, month, day, defined_by = row
    return When(_spoken(printed), first, last, month, day, _spoken(defined_by))


def _read_quantity(row: Row | None) -> Quantity | None:
    if row is None:
        return None
    kind, month, day, printed, unit, qualifier, low, high, step, total = row
    return Quantity(
        _spoken(printed), kind, Decimal(low), Decimal(high), _spoken(unit), _spoken(qualifier), Decimal(step),
        Decimal(total) if total is not None else None, month, day,
    )  # fmt: skip
