"""Every field of every kind of file that may hold any text: read from the JSON Schemas, so that a new field is here by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

import yaml

from sitegen.schema import schemas
from sitegen.sources import Files

__all__ = ["BOUND", "free_fields", "planted_fields"]

BOUND: Mapping[str, str] = {
    "decision.facts[]": "references of facts", "decision.rule": "the name of a rule", "facts.facts[].when": "a time, or the id of a fact",
    "facts.facts[].place": "a number", "facts.facts[].place[]": "a number", "relations.relations[].claim": "the reference of a fact",
    "relations.relations[].evidence": "the reference of a fact",
}  # fmt: skip
"""Fields whose schema takes any text, and which a check binds to something else: that they refuse a payload is tested."""
_KINDS = {
    "content/site.yaml": "site", "content/glossary.yaml": "glossary", "content/relations.yaml": "relations", "content/moved.yaml": "moved",
    "content/changes/*": "change", "content/decisions/*": "decision", "content/facts/*": "facts", "content/topics/*": "topic",
    "content/pages/*": "page", "seeds/*.yaml": "seed",
}  # fmt: skip

# What the shapes say of texts and lines; every other pattern is that of ids, dates, addresses, languages, references.
_FREE = {r"\S", r"^\S([^\n]*\S)?$", None}


def free_fields() -> frozenset[str]:
    """`facts.facts[].note`, `site.measures{}.section` …; `{*}` are the keys of a mapping."""
    return frozenset(
        name for kind, schema in schemas().items() for name in _walk(schema, schema.get("$defs", {}), kind, ())
    )


def _walk(schema: dict[str, Any], known: dict[str, Any], name: str, above: tuple[str, ...]) -> Iterator[str]:
    if "$ref" in schema:
        target = schema["$ref"].rpartition("/")[2]
        if target not in above:
            yield from _walk(known[target], known, name, (*above, target))
        return
    for one in (*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())):
        yield from _walk(one, known, name, above)
    kinds = schema.get("type", ())
    is_text = "string" in ([kinds] if isinstance(kinds, str) else kinds) and not {"enum", "const"} & schema.keys()
    if is_text and schema.get("pattern") in _FREE:
        yield name
    for key, value in schema.get("properties", {}).items():
        yield from _walk(value, known, f"{name}.{key}", above)
    if isinstance(schema.get("items"), dict):
        yield from _walk(schema["items"], known, f"{name}[]", above)
    for pattern, value in schema.get("patternProperties", {}).items():
        if pattern in _FREE:
            yield f"{name}{{*}}"
        yield from _walk(value, known, f"{name}{{}}", above)


def planted_fields(files: Files, mark: str) -> frozenset[str]:
    """The fields of these files whose texts have the mark."""
    found: set[str] = set()
    for path, data in files.items():
        kind = next((kind for pattern, kind in _KINDS.items() if fnmatchcase(path, pattern)), None)
        if kind is None:
            continue
        text = data.decode()
        value = yaml.load(text.split("---\n")[1] if kind == "page" else text, yaml.BaseLoader)
        schema = schemas()[kind]
        found |= set(_marked(value, schema, schema.get("$defs", {}), kind, mark))
    return frozenset(found)


def _marked(value: Any, schema: dict[str, Any], known: dict[str, Any], name: str, mark: str) -> Iterator[str]:
    if "$ref" in schema:
        schema = known[schema["$ref"].rpartition("/")[2]]
    if isinstance(value, str) and mark in value:
        yield name
    for one in value if isinstance(value, list) else ():
        items = next((part["items"] for part in (schema, *schema.get("anyOf", ())) if "items" in part), {})
        yield from _marked(one, items, known, f"{name}[]", mark)
    for key, one in value.items() if isinstance(value, dict) else ():
        if key in schema.get("properties", {}):
            yield from _marked(one, schema["properties"][key], known, f"{name}.{key}", mark)
        else:
            if mark in key:
                yield f"{name}{{*}}"
            forms = (schema, *schema.get("anyOf", ()), *schema.get("oneOf", ()))
            values = next(part["patternProperties"] for part in forms if "patternProperties" in part)
            yield from _marked(one, next(iter(values.values())), known, f"{name}{{}}", mark)
