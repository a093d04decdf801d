"""JSON Schemas of every kind of file, generated from the shapes, for editors.

Comes in: nothing. Goes out: plain data, and where a file of a kind finds its schema. A text scalar may look like a
number or a boolean to an editor's YAML reader, so a text also accepts those, unless its pattern can only be met by
other texts: patterns bind strings.
"""

from __future__ import annotations

import json
import posixpath
import re
from typing import Any

from pydantic import BaseModel

from sitegen import shapes
from sitegen.examples import EXAMPLES, Example
from sitegen.outputs import Output

__all__ = ["FOLDER", "KINDS", "files", "modeline", "outputs", "schemas", "settings"]

KINDS: dict[str, type[BaseModel]] = {
    "change": shapes.ChangeFile,
    "decision": shapes.DecisionFile,
    "facts": shapes.FactsFile,
    "glossary": shapes.GlossaryFile,
    "moved": shapes.MovedFile,
    "page": shapes.PageFront,
    "relations": shapes.RelationsFile,
    "seed": shapes.SeedRecord,
    "site": shapes.SiteFile,
    "topic": shapes.TopicFile,
}
FOLDER = ".schema"
"""Below a site's root: where editors find the schemas, with no build and no network."""

_FILES = {
    "change": "content/changes/*.yaml", "decision": "content/decisions/*.yaml", "relations": "content/relations.yaml",
    "facts": "content/facts/*.yaml", "glossary": "content/glossary.yaml",
    "moved": "content/moved.yaml",
    "seed": "seeds/*.yaml", "site": "content/site.yaml", "topic": "content/topics/*/*.yaml",
}  # fmt: skip
_LIKE_NUMBERS = ("1", "20", "-1", "1.5", ".5", "1e5", "0x1F")
_LIKE_BOOLEANS = ("true", "false", "True", "False", "TRUE", "FALSE")


def schemas() -> dict[str, dict[str, Any]]:
    """Kind → JSON Schema 2020-12."""
    return {kind: _schema(model) for kind, model in KINDS.items()}


def files() -> dict[str, str]:
    """Path below a site's root → text: the schemas, and the settings that lead an editor to them."""
    found = {f"{FOLDER}/{kind}.json": _json(schema) for kind, schema in schemas().items()}
    return {**found, ".vscode/settings.json": _json(settings())}


def outputs() -> tuple[Output, ...]:
    """The schemas as a part of the site: schema/<kind>.json."""
    return tuple(Output(f"schema/{kind}.json", _json(schema).encode()) for kind, schema in schemas().items())


def settings() -> dict[str, Any]:
    """Settings of Visual Studio Code: which schema a file has, and no types that YAML would guess."""
    return {"yaml.schemas": {f"./{FOLDER}/{kind}.json": [pattern] for kind, pattern in _FILES.items()}}


def modeline(kind: str, path: str) -> str:
    """The first line of a file of a kind, which leads an editor from `path` to its schema."""
    return f"# yaml-language-server: $schema={posixpath.relpath(f'{FOLDER}/{kind}.json', posixpath.dirname(path))}\n"


def _json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _schema(model: type[BaseModel]) -> dict[str, Any]:
    made = model.model_json_schema()
    for name, shape in {model.__name__: made, **made.get("$defs", {})}.items():
        for key, field in shape["properties"].items():
            shape["properties"][key] = _property(field, EXAMPLES[name][key])
        if name == "FactEntry":
            shape["oneOf"] = [{"required": [said]} for said in shapes.SAYS]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_loosen(made)}


def _property(field: dict[str, Any], example: Example) -> dict[str, Any]:
    """The schema of a key with its examples. Keys are left out, never null: YAML has no null here."""
    said = field.get("description", "")
    branches = [branch for branch in field.pop("anyOf", []) if branch != {"type": "null"}]
    kept = {key: value for key, value in field.items() if key not in {"default", "title"}}
    if len(branches) == 1:
        kept = {**branches[0], **kept}
    elif branches:
        kept["anyOf"] = branches
    note = f"{said}\n\nGood: {_shown(example.good)}\n\nBad: {_shown(example.bad)} ({example.why})"
    return {**kept, "examples": [example.good], "markdownDescription": note}


def _shown(value: Any) -> str:
    return f"`{value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}`"


def _loosen(value: Any) -> Any:
    if isinstance(value, list):
        return [_loosen(item) for item in value]
    if not isinstance(value, dict):
        return value
    made = {key: item if key in {"examples", "required"} else _loosen(item) for key, item in value.items()}
    if made.get("type") == "string":
        made |= _text(made)
    if "const" in made and isinstance(made["const"], str):
        made["enum"] = [made.pop("const")]
    if "enum" in made:
        made["enum"] = [spelling for text in made["enum"] for spelling in _spellings(text)]
        made.pop("type", None)
    if "patternProperties" in made:
        made["additionalProperties"] = False
    return made


def _text(schema: dict[str, Any]) -> dict[str, Any]:
    """What a text is to an editor: a string, and a number or a boolean where its pattern has room for them."""
    pattern = re.compile(schema.get("pattern", ""))
    types = ["string"]
    if all(pattern.search(text) for text in _LIKE_NUMBERS):
        types.append("number")
    elif any(pattern.search(text) for text in _LIKE_NUMBERS):
        return {"type": ["string", "integer"], "minimum": 1}
    if any(pattern.search(text) for text in _LIKE_BOOLEANS):
        types.append("boolean")
    return {"type": types if len(types) > 1 else "string"}


def _spellings(text: str) -> list[Any]:
    """A constant as text and as the value that an editor's YAML reader would make of it."""
    if text == "true":
        return [text, True]
    return [text, int(text)] if text.isdigit() else [text]
