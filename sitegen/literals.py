"""Texts that stand in templates and scripts, marked as such → the same file in one language.

Comes in: a template's or a script's text, and a language. Goes out: the text with every marked literal said in it, before
anything else reads the file. Apart from `render` and `assets`: what is drawn or run pays nothing for languages, and a file in
English is the file without its marks.

A template marks `{% trans %}Part of {{ link(view.parent) }}{% endtrans %}`, whose message is `Part of {parent}`, and inside an
expression `_("Table")`. A script marks `msg("Copied")` and, with places, msg`${shown} of ${total}`; with a number that decides
about the form, counted(total)`${total} fact|${total} facts`: a reader's browser chooses among all forms of the language.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

from sitegen.languages import Language

__all__ = ["in_script", "in_template", "script_messages", "template_messages"]

_BLOCK = re.compile(r"\{% trans %\}(.*?)\{% endtrans %\}")
_CALL = re.compile(r'(?<![\w.])_\("((?:[^"\\]|\\.)*)"\)')
_PLACE = re.compile(r"\{\{(.*?)\}\}")
_SPOKEN = re.compile(r"\s*\|\s*spoken\b(?:\(\"\w+\"\))?")
_TEXT = re.compile(r'(?<![\w.])msg\("((?:[^"\\]|\\.)*)"\)')
_FILLED = re.compile(r"(?<![\w.])msg`([^`]*)`")
_COUNTED = re.compile(r"(?<![\w.])counted\(([^()`]*)\)`([^`|]*)\|([^`|]*)`")
_HOLE = re.compile(r"\$\{((?:[^{}]|\{[^{}]*\})*)\}")
_NAME = re.compile(r"([A-Za-z_]\w*)\W*$")
_NAMED = re.compile(r"\{(\w+)\}")


def in_template(text: str, language: Language) -> str:
    """A template in a language. A site in English as it was made marks nothing as foreign, and pays nothing for it."""
    text = _BLOCK.sub(lambda found: _filled(found[1], _PLACE, language), text)
    text = _CALL.sub(lambda found: _quoted(found[1], language), text)
    return _SPOKEN.sub("", text) if language.is_source else text


def in_script(text: str, language: Language) -> str:
    text = _TEXT.sub(lambda found: _quoted(found[1], language), text)
    text = _COUNTED.sub(lambda found: _chosen(found[1], found[2], found[3], language), text)
    return _FILLED.sub(lambda found: f"`{_filled(found[1], _HOLE, language, _in_backticks)}`", text)


def template_messages(text: str) -> Iterator[tuple[int, str]]:
    """Every marked message with its line."""
    return _messages(text, (_BLOCK, _PLACE), _CALL)


def script_messages(text: str) -> Iterator[tuple[int, str | tuple[str, str]]]:
    yield from _messages(text, (_FILLED, _HOLE), _TEXT)
    for found in _COUNTED.finditer(text):
        forms = (_message(found[2], _HOLE)[0], _message(found[3], _HOLE)[0])
        yield text.count("\n", 0, found.start()) + 1, forms


def _messages(
    text: str, filled: tuple[re.Pattern[str], re.Pattern[str]], plain: re.Pattern[str]
) -> Iterator[tuple[int, str]]:
    whole, place = filled
    for found in whole.finditer(text):
        yield text.count("\n", 0, found.start()) + 1, _message(found[1], place)[0]
    for found in plain.finditer(text):
        yield text.count("\n", 0, found.start()) + 1, json.loads(f'"{found[1]}"')


def _message(text: str, place: re.Pattern[str]) -> tuple[str, dict[str, str]]:
    """The message of a marked text, and what stands at each of its places."""
    places: dict[str, str] = {}

    def name(found: re.Match[str]) -> str:
        last = _NAME.search(found[1].partition("|")[0])
        own = first = last[1] if last else "value"
        number = 1
        while places.setdefault(own, found[0]) != found[0]:
            number += 1
            own = f"{first}{number}"
        return f"{{{own}}}"

    return place.sub(name, text), places


def _filled(text: str, place: re.Pattern[str], language: Language, written: Callable[[str], str] = str) -> str:
    if language.is_source:
        return text
    message, places = _message(text, place)
    return _NAMED.sub(lambda found: places.get(found[1], found[0]), written(language.gettext(message)))


def _chosen(number: str, one: str, many: str, language: Language) -> str:
    """A script's expression that says the form that a number asks for, among those of the language."""
    (first, places), (other, more) = _message(one, _HOLE), _message(many, _HOLE)
    places = {**places, **more}

    def filled(form: str) -> str:
        return _NAMED.sub(lambda found: places.get(found[1], found[0]), _in_backticks(form))

    forms = ", ".join(f"{name}: `{filled(form)}`" for name, form in language.forms(first, other).items())
    return f"({{ {forms} }})[new Intl.PluralRules({json.dumps(language.tag)}).select({number})]"


def _in_backticks(text: str) -> str:
    """A text as a script's template has it: nothing in it is a place but our own."""
    return text.replace("\\", "\\\\").replace("`", "\\`").replace("${", "\\${")


def _quoted(text: str, language: Language) -> str:
    message = json.loads(f'"{text}"')
    return json.dumps(message if language.is_source else language.gettext(message), ensure_ascii=False)
