"""A text that an editor may give once, or once for each language of the site.

Comes in: what stands in a file, a text or `{language: text}`. Goes out: a text that is the main language's, and knows the
others. Apart from `shapes`, because how pydantic is told of it is no concern of what files hold.
"""

from __future__ import annotations

from typing import Any

from pydantic import GetCoreSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from sitegen.messages import PerLanguage

__all__ = ["IN_LANGUAGES", "InLanguages", "texts_of"]

IN_LANGUAGES = "languages"
"""Under this name a validation is told the site's languages, the main one first."""

TAG = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"


class InLanguages:
    """Marks a text of a shape that may be given per language."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        one = handler(source)
        many = core_schema.dict_schema(core_schema.str_schema(pattern=TAG), one, min_length=1)
        form = core_schema.tagged_union_schema({"text": one, "languages": many}, _form)
        return core_schema.with_info_after_validator_function(_said, form)


def _form(value: Any) -> str:
    return "languages" if isinstance(value, dict) else "text"


def _said(value: str | dict[str, str], info: ValidationInfo) -> str:
    if isinstance(value, str):
        return value
    known: tuple[str, ...] = (info.context or {}).get(IN_LANGUAGES) or tuple(value)
    strange = [tag for tag in value if tag not in known]
    if strange:
        raise PydanticCustomError(
            "language",
            "`{tag}` is none of the languages of the site: {known}",
            {"tag": strange[0], "known": ", ".join(known)},
        )
    main = known[0]
    if main not in value:
        raise PydanticCustomError(
            "language", "there is no text in `{main}`, the main language of the site", {"main": main}
        )
    return PerLanguage.given(value[main], {tag: text for tag, text in value.items() if tag != main})


def texts_of(text: str | None) -> tuple[str, ...]:
    """The text in each language in which it was given."""
    if not text:
        return ()
    return (str(text), *text.others.values()) if isinstance(text, PerLanguage) else (text,)
