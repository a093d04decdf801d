"""JSON Schemas of every kind of file, generated from the shapes, for editors.

Comes in: nothing. Goes out: plain data. A text scalar may look like a number or a boolean to an editor's YAML reader,
so every text also accepts those; patterns bind strings.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from sitegen import shapes

__all__ = ["KINDS", "schemas"]

KINDS: dict[str, type[BaseModel]] = {
    "decision": shapes.DecisionFile,
    "facts": shapes.FactsFile,
    "glossary": shapes.GlossaryFile,
    "page": shapes.PageFront,
    "relations": shapes.RelationsFile,
    "seed": shapes.SeedRecord,
    "site": shapes.SiteFile,
    "topic": shapes.TopicFile,
}


def schemas() -> dict[str, dict[str, Any]]:
    """Kind → JSON Schema 2020-12."""
    return {
        kind: {"$schema": "https://json-schema.org/draft/2020-12/schema", **_loosen(model.model_json_schema())}
        for kind, model in KINDS.items()
    }


def _loosen(value: Any) -> Any:
    if isinstance(value, list):
        return [_loosen(item) for item in value]
    if not isinstance(value, dict):
        return value
    made = {key: _loosen(item) for key, item in value.items()}
    if made.get("type") == "string":
        made["type"] = ["string", "number", "boolean"]
    if "const" in made and isinstance(made["const"], str):
        made["enum"] = _spellings(made.pop("const"))
        made.pop("type", None)
    return made


def _spellings(text: str) -> list[Any]:
    """A constant as text and as the value that an editor's YAML reader would make of it."""
    if text == "true":
        return [text, True]
    return [text, int(text)] if text.isdigit() else [text]
