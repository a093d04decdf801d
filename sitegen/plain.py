"""A fact as plain values, and back: what a disk keeps of it, and what one process tells another.

Comes in: facts, or rows. Goes out: rows, or facts that are equal to those that were written. Apart from `lasting` and `readers`,
which keep and send them: here it is decided how a fact is written down.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from sys import intern
from typing import Any

from sitegen.digests import NotDigestible
from sitegen.facts import Fact, Proof, When
from sitegen.messages import AsPrinted, PerLanguage, as_printed
from sitegen.problems import Place
from sitegen.quantities import Kind, Quantity
from sitegen.seeds import Span

__all__ = ["Row", "read_back", "written"]

Row = list[Any]

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
            Proof(_spoken(quote), tuple([_span_of(*span) for span in spans]), place, places)
            for quote, spans, place, places in proofs
        ]),
        _span_of(*run) if run is not None else None, _read_when(when), intern(where), _spoken(by), intern(of), _texts(topics),
        intern(language), _spoken(note), _spoken(checked_by), checked_on, Place(path, line, column, length), _texts(cites),
    )  # fmt: skip


def _spoken(said: Any) -> str:
    if isinstance(said, str):
        return said
    text, more = said
    return as_printed(text, more) if isinstance(more, str) else PerLanguage.given(text, more)


def _texts(several: list[Any]) -> tuple[str, ...]:
    return tuple([_spoken(one) for one in several])


# Many facts stand at the same place of documents of their own, speak of the same year, print the same quantity: each is one
# value then, as where it was read from a text.
_span_of = lru_cache(maxsize=32_768)(Span)
_decimal = lru_cache(maxsize=8192)(Decimal)


def _read_when(row: Row | None) -> When | None:
    return _shared(_when_of, row) if row is not None else None


@lru_cache(maxsize=8192)
def _when_of(printed: Any, first: int, last: int, month: int, day: int, defined_by: Any) -> When:
    return When(_spoken(printed), first, last, month, day, _spoken(defined_by))


def _read_quantity(row: Row | None) -> Quantity | None:
    return _shared(_quantity_of, row) if row is not None else None


def _shared(make: Any, row: Row) -> Any:
    try:
        return make(*row)
    except TypeError:  # a text in several languages
        return make.__wrapped__(*row)


@lru_cache(maxsize=8192)
def _quantity_of(
    kind: Kind,
    month: int,
    day: int,
    printed: Any,
    unit: Any,
    qualifier: Any,
    low: str,
    high: str,
    step: str,
    total: str | None,
) -> Quantity:
    return Quantity(
        _spoken(printed), kind, _decimal(low), _decimal(high), _spoken(unit), _spoken(qualifier), _decimal(step),
        _decimal(total) if total is not None else None, month, day,
    )  # fmt: skip
