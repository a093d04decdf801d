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
        kind = type(value)
        if kind in _PLAIN:
            return value
        if isinstance(value, str):
            return value.said_in(self) if isinstance(value, Worded) else value
        if kind is tuple or kind is list:
            found = [self._of(one) for one in value]
            return value if all(map(_is, found, value)) else kind(found)
        if isinstance(value, Mapping):
            pairs = {self._of(key): self._of(one) for key, one in value.items()}
            return value if all(pairs.get(key) is one for key, one in value.items()) else pairs
        return self._of_fields(value, kind) if is_dataclass(kind) else value

    def _of_fields(self, value: Any, kind: Any) -> Any:
        changed = {}
        for name in _names(kind):
            was = getattr(value, name)
            now = self._of(was)
            if now is not was:
                changed[name] = now
        return _with(value, kind, changed) if changed else value


_PLAIN = frozenset([str, int, float, bool, bytes, type(None)])
ENGLISH = Language()


def _is(one: object, other: object) -> bool:
    return one is other


@lru_cache(maxsize=256)
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _with(value: Any, kind: Any, changed: dict[str, Any]) -> Any:
    """`dataclasses.replace`, which looks at far more than views have."""
    return kind(**{name: changed[name] if name in changed else getattr(value, name) for name in _names(kind)})


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
    kind = type(value)
    if kind in _PLAIN:
        return False
    if isinstance(value, str):
        if isinstance(value, Mixed):
            return any(map(is_foreign, value.pieces))
        return isinstance(value, (Foreign, ForeignMarkup)) and not isinstance(value, Printed)
    if kind is tuple or kind is list:
        return any(map(is_foreign, value))
    if isinstance(value, Mapping):
        return any(map(is_foreign, value.values()))
    return is_dataclass(kind) and any(is_foreign(getattr(value, name)) for name in _names(kind))
