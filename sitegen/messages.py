"""Texts that remember their message, so that each can be said in another language later.

Comes in: an English message with named places, and what fills them. Goes out: texts. As they stand they are plain English
texts, for files and for sites in English; `languages` says them in another language. Apart from the catalogues, because
stages that know of no language make texts: rules, charts, evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from string import Formatter
from typing import Any, Protocol, TypeVar

from markupsafe import Markup

__all__ = [
    "AsPrinted", "Foreign", "ForeignMarkup", "Mixed", "PerLanguage", "Printed", "Speaker", "Worded", "as_printed", "called", "capitalised", "counted",
    "declared", "joined", "made", "msg", "parts_of", "sliced", "stripped",
]  # fmt: skip

T = TypeVar("T")


class Speaker(Protocol):
    """What a language offers to the texts that are to be said in it."""

    @property
    def tag(self) -> str: ...

    @property
    def main(self) -> str: ...

    def of(self, value: T) -> T: ...

    def gettext(self, message: str) -> str: ...

    def ngettext(self, one: str, many: str, number: int) -> str: ...


class Worded(str):
    """A text that can be said in another language. It is equal to its English form and may be used as such."""

    __slots__ = ()

    def said_in(self, language: Speaker) -> str:
        raise NotImplementedError


class _Message(Worded):
    """A message of the catalogue, filled. `many` is its plural, `number` what decides; empty where it has none."""

    __slots__ = ("many", "message", "number", "values")

    message: str
    many: str
    number: int
    values: dict[str, object]

    def said_in(self, language: Speaker) -> str:
        form = self._form(language)
        if not self.values:
            return form
        values = {name: language.of(one) for name, one in self.values.items()}
        return Mixed.filled(form, values) if _is_mixed(values.values()) else form.format_map(values)

    def _form(self, language: Speaker) -> str:
        if self.many:
            return language.ngettext(self.message, self.many, self.number)
        return language.gettext(self.message)


class _Made(Worded):
    """What a function makes of texts; in another language it makes it of theirs."""

    __slots__ = ("function", "values")

    function: Callable[..., str]
    values: tuple[object, ...]

    def said_in(self, language: Speaker) -> str:
        values: list[Any] = [language.of(value) for value in self.values]
        if self.function is _join and _is_mixed(values[1]):
            between, texts = values
            return Mixed.of(
                piece for number, text in enumerate(texts) for piece in ((between, text) if number else (text,))
            )
        return self.function(*values)


class PerLanguage(Worded):
    """A text that an editor gave in several languages: as it stands, that of the site's main one."""

    __slots__ = ("others",)

    others: dict[str, str]

    @classmethod
    def given(cls, main: str, others: dict[str, str]) -> PerLanguage:
        text = cls(main)
        text.others = others
        return text

    def said_in(self, language: Speaker) -> str:
        own = self.others.get(language.tag)
        if own is None and language.tag != language.main:
            return Foreign.of(str(self), language.main)
        return str(self) if own is None else own


class Foreign(str):
    """A text of the site's main language on a page of another one, for want of a translation."""

    __slots__ = ("language",)

    language: str

    @classmethod
    def of(cls, text: str, language: str) -> Foreign:
        made = cls(text)
        made.language = language
        return made


class AsPrinted(Worded):
    """A text as a document prints it: never translated, but known to be in the document's language."""

    __slots__ = ("language",)

    language: str

    def said_in(self, language: Speaker) -> str:
        return str(self) if self.language == language.tag else Printed.of(str(self), self.language)


class Printed(Foreign):
    """The same on a page of another language. Nothing is missing there: so it was printed."""

    __slots__ = ()


class Mixed(str):
    """A text of which some pieces are in another language: `pieces` are its parts in their order."""

    __slots__ = ("pieces",)

    pieces: tuple[str, ...]

    @classmethod
    def of(cls, pieces: Iterable[str]) -> Mixed:
        flat = [part for piece in pieces for part in (piece.pieces if isinstance(piece, Mixed) else (piece,)) if part]
        made = cls("".join(flat))
        made.pieces = tuple(flat)
        return made

    @classmethod
    def filled(cls, form: str, values: dict[str, object]) -> Mixed:
        """A message with its places filled; what is foreign among the values stays known as such."""
        found: list[str] = []
        for literal, name, _, _ in Formatter().parse(form):
            value = values[name] if name is not None else ""
            found += [literal, value if isinstance(value, str) else str(value)]
        return cls.of(found)


def sliced(text: str, start: int, end: int) -> str:
    """A stretch of a text; what is foreign in it stays known as such."""
    if isinstance(text, Foreign):
        return type(text).of(text[start:end], text.language)
    if not isinstance(text, Mixed):
        return text[start:end]
    found, at = [], 0
    for piece in text.pieces:
        found.append(sliced(piece, max(0, start - at), max(0, end - at)))
        at += len(piece)
    return Mixed.of(found)


def _is_mixed(values: Iterable[object]) -> bool:
    return any(isinstance(value, (Foreign, Mixed)) for value in values)


class ForeignMarkup(Markup):
    """The same of what is HTML already, and says its language itself."""

    __slots__ = ()


def msg(message: str, /, **values: object) -> str:
    """An interface text. `message` is English and a literal, so that catalogues can be held against the code."""
    text = _Message(message.format_map(values) if values else message)
    text.message, text.many, text.number, text.values = message, "", 0, values
    return text


def counted(one: str, many: str, number: int, /, **values: object) -> str:
    """The same with a number that decides about its form; messages name it `{number}`."""
    values = {"number": number, **values}
    text = _Message((one if number == 1 else many).format_map(values))
    text.message, text.many, text.number, text.values = one, many, number, values
    return text


def as_printed(text: str, language: str) -> str:
    """A text as a document in a language prints it. What holds no word is the same in every language."""
    if not any(char.isalpha() for char in text):
        return text
    made = AsPrinted(text)
    made.language = language
    return made


def called(name: str, labels: dict[str, str] | None) -> str:
    """A name that stands for something, and what further languages call that."""
    return PerLanguage.given(name, labels) if labels is not None else name


def stripped(text: str) -> str:
    """Without blanks around it, in every language in which it was given."""
    if isinstance(text, PerLanguage):
        return PerLanguage.given(text.strip(), {tag: one.strip() for tag, one in text.others.items()})
    return Foreign.of(text.strip(), text.language) if isinstance(text, Foreign) else text.strip()


def declared(message: str) -> str:
    """A message that stands in a file of ours which is no code, such as the list of instruments."""
    if not message:  # gettext answers nothing with the head of its catalogue
        return message
    text = _Message(message)
    text.message, text.many, text.number, text.values = message, "", 0, {}
    return text


def made(function: Callable[..., str], *values: Any) -> str:
    """What a function makes of texts, in whatever language they will be said."""
    plain = function(*values)
    for value in values:
        if type(value) not in _SIMPLE and _is_worded(value):
            text = _Made(plain)
            text.function, text.values = function, values
            return text
    return plain


def joined(between: str, texts: Iterable[str]) -> str:
    """Texts one after another; each of them may be said in another language."""
    several = tuple(texts)
    if type(between) is str and all([type(one) is str for one in several]):
        return between.join(several)
    return made(_join, between, several)


def parts_of(text: str) -> tuple[str, ...]:
    """What `joined` joined by `; `, still to be said in any language."""
    if isinstance(text, _Made) and text.function is _join and text.values[0] == "; ":
        return tuple(text.values[1])  # type: ignore[arg-type]
    return tuple(text.split("; "))


def _join(between: str, texts: Iterable[str]) -> str:
    return between.join(texts)


_SIMPLE: frozenset[type] = frozenset([str, int, float, bool, type(None)])


def _is_worded(value: object) -> bool:
    return isinstance(value, Worded) or (isinstance(value, tuple) and any(isinstance(one, Worded) for one in value))


def capitalised(text: str) -> str:
    """With a capital first; a text in a foreign language stays known as such."""
    if isinstance(text, Mixed):
        return Mixed.of((capitalised(text.pieces[0]), *text.pieces[1:]))
    whole = text[:1].upper() + text[1:]
    return type(text).of(whole, text.language) if isinstance(text, Foreign) else whole
