"""The reference of every kind of file: each key with what it means, a good and a bad example.

Comes in: `Material`, for the frame. Goes out: a view made of the shapes, as the schemas for editors are. Apart from
`pages`, because it tells of the files and not of what they say.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from sitegen.examples import EXAMPLES
from sitegen.messages import capitalised, declared, made, msg
from sitegen.schema import KINDS
from sitegen.values import valueclass
from sitegen.views.frame import Frame, Link
from sitegen.views.material import Material, page_frame

__all__ = ["KeyRow", "ReferenceView", "ShapeRows", "nested", "reference_page"]


@valueclass(frozen=True, slots=True)
class KeyRow:
    name: str
    required: bool
    meaning: str
    good: str
    bad: str
    why: str


@valueclass(frozen=True, slots=True)
class ShapeRows:
    """One mapping: a kind of file, with a link to its schema, or what stands in one of its lists."""

    anchor: str
    title: str
    meaning: str
    schema: Link | None
    keys: tuple[KeyRow, ...]


@valueclass(frozen=True, slots=True)
class ReferenceView:
    frame: Frame
    shapes: tuple[ShapeRows, ...]


def reference_page(material: Material) -> ReferenceView:
    here = material.here("schema/")
    found: dict[str, ShapeRows] = {}
    for kind, model in KINDS.items():
        for index, shape in enumerate(nested(model)):
            link = Link(f"{kind}.json", here.to(f"schema/{kind}.json")) if index == 0 else None
            title = msg("{kind} file", kind=kind) if link else f"{kind}: {_spaced(shape.__name__)}"
            found.setdefault(shape.__name__, _rows(shape, title, link))
    made = page_frame(
        material, here, msg("Keys of all files"), msg("Every key of every kind of file, with a good and a bad example.")
    )
    return ReferenceView(made, tuple(found.values()))


def _spaced(name: str) -> str:
    """`KindEntry` → `kind entry`."""
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip()


def nested(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """A shape, and those that stand in it."""
    yield model
    for field in model.model_fields.values():
        for inner in _models(field.annotation):
            yield from nested(inner)


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for part in getattr(annotation, "__args__", ()) for found in _models(part)]


def _rows(shape: type[BaseModel], title: str, link: Link | None) -> ShapeRows:
    keys = tuple(
        KeyRow(
            name, field.is_required(), declared(field.description or ""), _shown(EXAMPLES[shape.__name__][name].good),
            _shown(EXAMPLES[shape.__name__][name].bad), declared(EXAMPLES[shape.__name__][name].why),
        )
        for name, field in shape.model_fields.items()
    )  # fmt: skip
    meaning = " ".join((shape.__doc__ or "").split())
    return ShapeRows(shape.__name__.lower(), made(capitalised, title), declared(meaning), link, keys)


def _shown(value: Any) -> str:
    """An example as a person would write it on one line."""
    if value == " ":
        return "(blank)"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
