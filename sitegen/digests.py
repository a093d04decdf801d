"""Any of our values → a digest of all that it holds.

Comes in: values: texts, numbers, containers, dataclasses, models. Goes out: digests that are equal only for values that
are. Apart from `memo`, which knows files: here it is decided what a value is made of.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import partial
from operator import attrgetter
from types import FunctionType
from typing import Any, cast

from sitegen.audit.model import Finding
from sitegen.derive import Derived
from sitegen.estimates import Estimate
from sitegen.facts import Fact, Seed, Topic
from sitegen.graph import Graph
from sitegen.problems import Place
from sitegen.shares import ShareList

__all__ = ["Digests", "NotDigestible"]

Plain = Callable[[Any], object]
_ALONE: frozenset[type] = frozenset([str, int, float, bool, type(None), Decimal])
"""Types whose `repr` says all of a value, and nothing of another one."""
_SHARED: frozenset[type] = frozenset([Derived, Estimate, Finding, Seed, ShareList, Topic])
"""Beside facts: what pages of one thing hold, and lists of all."""


class NotDigestible(TypeError):
    """A value that holds what may be something else tomorrow under the same name: a closure, an open file."""


class Digests:
    """Digests values; what several values hold, facts above all, is digested once. It lives as long as the values do, and holds them.

    Without `places`, where in its file something was written is left out: a site shows that only where it names its repository,
    and else one line more would be a change to all facts below it.
    """

    def __init__(self) -> None:
        self._places = False
        self._known: dict[int, tuple[Fact, str]] = {}
        self._shared: dict[int, tuple[object, str]] = {}
        self._plain: dict[type, Plain] = dict.fromkeys(_ALONE, _itself)
        self._plain[Fact] = self._of_fact
        self._plain[bytes] = _of_bytes

    @property
    def places(self) -> bool:
        return self._places

    @places.setter
    def places(self, seen: bool) -> None:
        self._places = seen
        self._shared.clear()

    def of(self, value: object) -> str:
        """Raises `NotDigestible`."""
        if type(value) is Fact and not self.places:
            return self._alone(value)
        return _digest(self.plain(value))

    def know(self, fact: Fact, digest: str) -> None:
        """The digest of a fact, which is known already."""
        self._known[id(fact)] = (fact, digest)

    def plain(self, value: object) -> object:
        """The value as tuples of plain texts and numbers."""
        kind = type(value)
        found = self._plain.get(kind)
        if found is None:
            found = self._of_kind(kind)
            found = self._plain[kind] = partial(self._of_shared, found) if kind in _SHARED else found
        return found(value)

    def _of_shared(self, plain: Plain, value: object) -> object:
        known = self._shared.get(id(value))
        if known is None:
            known = self._shared[id(value)] = (value, _digest(plain(value)))
        return ("shared", known[1])

    def _alone(self, fact: Fact) -> str:
        """The digest of a fact, wherever it was written."""
        known = self._known.get(id(fact))
        if known is None:
            known = self._known[id(fact)] = (fact, _digest(self._fact(fact)))
        return known[1]

    def _of_fact(self, fact: Fact) -> tuple[object, ...]:
        return ("fact", self._alone(fact), tuple(fact.source)) if self.places else ("fact", self._alone(fact))

    def _fact(self, fact: Fact) -> object:
        plain = self.plain
        return tuple([one if type(one) in _ALONE else plain(one) for one in _FACT(fact)])

    def _of_kind(self, kind: type) -> Plain:
        if issubclass(kind, str):
            return partial(self._of_text, kind.__qualname__, _slots(kind))
        if kind is Place:
            return lambda value: tuple(value) if self.places else ()
        if kind is tuple:
            return self._of_tuple
        if kind is list or (issubclass(kind, tuple) and hasattr(kind, "_fields")):
            return lambda value: (kind.__qualname__, self._of_tuple(value))
        if issubclass(kind, Mapping):
            return lambda value: (kind.__qualname__, tuple([(self.plain(k), self.plain(v)) for k, v in value.items()]))
        if kind in {set, frozenset}:
            return lambda value: ("set", tuple(sorted(repr(self.plain(one)) for one in value)))
        if is_dataclass(kind) and kind is not Graph:
            names = [one.name for one in fields(kind)]
            # Two at least, as `attrgetter` gives a tuple only of several.
            return partial(self._of_fields, attrgetter("__class__.__qualname__", *names))
        if hasattr(kind, "model_fields_set"):
            return lambda value: (kind.__qualname__, self.plain(value.__dict__), tuple(sorted(value.model_fields_set)))
        if kind is FunctionType:
            return _named
        raise NotDigestible(kind.__qualname__)

    def _of_tuple(self, value: tuple[object, ...]) -> object:
        plain = self.plain
        if value and type(value[0]) is Fact and not self.places and all([type(one) is Fact for one in value]):
            # Lists of facts are most of what is read.
            return ("facts", " ".join([self._alone(cast("Fact", one)) for one in value]))
        return tuple([one if type(one) in _ALONE else plain(one) for one in value])

    def _of_text(self, kind: str, names: tuple[str, ...], value: str) -> object:
        return (kind, str.__str__(value), tuple([self.plain(getattr(value, name)) for name in names]))

    def _of_fields(self, held: attrgetter[tuple[object, ...]], value: object) -> object:
        plain = self.plain
        return tuple([one if type(one) in _ALONE else plain(one) for one in held(value)])


def _digest(plain: object) -> str:
    return hashlib.blake2b(repr(plain).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _of_bytes(value: bytes) -> object:
    return ("bytes", hashlib.blake2b(value, digest_size=12).hexdigest())


def _itself(value: object) -> object:
    return value


_FACT = attrgetter(*(one.name for one in fields(Fact) if one.name != "source"))


def _slots(kind: type) -> tuple[str, ...]:
    if any("__dict__" in vars(one) for one in kind.__mro__):
        raise NotDigestible(kind.__qualname__)
    return tuple(name for one in kind.__mro__ for name in vars(one).get("__slots__", ()))


def _named(function: FunctionType) -> object:
    """A function of a module is known by its name: the code of this program is digested elsewhere."""
    if function.__closure__ or "<" in function.__qualname__:
        raise NotDigestible(function.__qualname__)
    return ("function", function.__module__, function.__qualname__)
