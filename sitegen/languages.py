"""The languages of a site: their catalogues, and whatever holds texts → the same in one of them.

Comes in: language tags, catalogues, values. Goes out: `Language`. Apart from `messages`, which every stage uses:
only pages of a site that is not in English alone need catalogues, and only they load Babel.
"""

from __future__ import annotations

import gettext
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, datetime
from functools import lru_cache
from operator import attrgetter, is_
from typing import Any, TypeVar

from sitegen.messages import Foreign, ForeignMarkup, Mixed, Printed, Worded

__all__ = ["ENGLISH", "Language", "catalogue", "is_foreign", "languages_of"]

T = TypeVar("T")
_SOURCE = "en"


@dataclass(frozen=True, slots=True)
class Language:
    """`prefix` is the folder of its pages, empty for the main language; `main` the tag of that; `compiled` is its catalogue."""

    tag: str = _SOURCE
    prefix: str = ""
    main: str = _SOURCE
    compiled: bytes = b""

    @property
    def is_source(self) -> bool:
        """Whether texts may stand as they were made."""
        return self.tag.partition("-")[0] == _SOURCE and not self.prefix and not self.compiled

    def gettext(self, message: str) -> str:
        return _translations(self.compiled).gettext(message)

    def ngettext(self, one: str, many: str, number: int) -> str:
        return _translations(self.compiled).ngettext(one, many, number)

    def forms(self, one: str, many: str) -> dict[str, str]:
        """A message in each form that the language has for numbers, by the names that CLDR gives to them."""
        if not self.compiled:
            return {"one": one, "other": many}
        return _forms(self, one, many)

    def of(self, value: T) -> T:
        """A value with all its texts in this language; the value itself where none of them can change."""
        return value if self.is_source else self._of(value)

    def _of(self, value: Any) -> Any:
        kind: Any = type(value)
        if kind in _PLAIN:
            return value
        if isinstance(value, str):
            return value.said_in(self) if isinstance(value, Worded) else value
        if kind is tuple or kind is list:
            found = [one if type(one) in _PLAIN else self._of(one) for one in value]
            return value if all(map(is_, found, value)) else kind(found)
        held = _fields_of(kind)
        if held is not None:
            was = held(value)
            now = [one if type(one) in _PLAIN else self._of(one) for one in was]
            return value if all(map(is_, now, was)) else kind(*now)
        if isinstance(value, Mapping):
            pairs = {self._of(key): self._of(one) for key, one in value.items()}
            return value if all(pairs.get(key) is one for key, one in value.items()) else pairs
        return value


_PLAIN = frozenset([str, int, float, bool, bytes, type(None)])
ENGLISH = Language()


@lru_cache(maxsize=256)
def _fields_of(kind: Any) -> Callable[[Any], tuple[Any, ...]] | None:
    """What reads the values of all fields of a dataclass; None of what is none."""
    if not is_dataclass(kind):
        return None
    names = [field.name for field in fields(kind)]
    # Of a single field `attrgetter` would give the bare value.
    return attrgetter(*names) if len(names) > 1 else lambda value: tuple(getattr(value, name) for name in names)


def _forms(language: Language, one: str, many: str) -> dict[str, str]:
    from babel import Locale, UnknownLocaleError

    try:
        rule = Locale.parse(language.tag, sep="-").plural_form
    except (UnknownLocaleError, ValueError):
        return {"one": language.ngettext(one, many, 1), "other": language.ngettext(one, many, 2)}
    found: dict[str, str] = {}
    for number in (*range(201), 1000, 1_000_000):
        found.setdefault(rule(number), language.ngettext(one, many, number))
    # Fractions may have a form of their own, for which catalogues have no number.
    return {name: found.get(name, found[rule(1000)]) for name in (*sorted(rule.tags), "other")}


@lru_cache(maxsize=16)
def _translations(compiled: bytes) -> gettext.NullTranslations:
    return gettext.GNUTranslations(io.BytesIO(compiled)) if compiled else gettext.NullTranslations()


def languages_of(tags: Sequence[str], sources: Callable[[str], tuple[bytes, ...]]) -> tuple[Language, ...]:
    """The languages of a site in its order: the first one's pages stand at the root.

    `sources` are the catalogues of a name, ours first; for `pt-BR` those of `pt` are asked for, too.
    """
    return tuple(Language(tag, f"{tag}/" if tag != tags[0] else "", tags[0], catalogue(tag, sources)) for tag in tags)


def catalogue(tag: str, sources: Callable[[str], tuple[bytes, ...]]) -> bytes:
    """The messages of a language, compiled; a later catalogue stands before an earlier one. Nothing where there are none."""
    names = dict.fromkeys([tag.partition("-")[0], tag])
    return _compiled(tuple(data for name in names for data in sources(name)))


@lru_cache(maxsize=16)
def _compiled(sources: tuple[bytes, ...]) -> bytes:
    if not sources:
        return b""
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    whole: Catalog | None = None
    for source in sources:
        read = read_po(io.BytesIO(source), abort_invalid=True)
        if whole is None:
            whole = read
            continue
        for message in read:
            known = whole.get(message.id)
            if known is not None and message.id:
                known.string = message.string or known.string
            elif message.id:
                whole[message.id] = message
    compiled = io.BytesIO()
    assert whole is not None
    # A catalogue without dates is dated by the clock, and would be another one each minute.
    whole.creation_date = whole.revision_date = datetime.fromtimestamp(0, UTC)
    write_mo(compiled, whole)
    return compiled.getvalue()


def is_foreign(value: Any) -> bool:
    """Whether some text of a value stands in the site's main language for want of a translation."""
    kind: Any = type(value)
    if kind in _PLAIN:
        return False
    if isinstance(value, str):
        if isinstance(value, Mixed):
            return any(map(is_foreign, value.pieces))
        return isinstance(value, (Foreign, ForeignMarkup)) and not isinstance(value, Printed)
    if kind is tuple or kind is list:
        held = value
    elif (read := _fields_of(kind)) is not None:
        held = read(value)
    else:
        held = value.values() if isinstance(value, Mapping) else ()
    for one in held:
        if type(one) in _PLAIN:
            continue
        if is_foreign(one):
            return True
    return False
