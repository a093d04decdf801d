"""What an editor's YAML plugin accepts is what `check` accepts of a file's shape, and it explains every key."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from sitegen import shapes
from sitegen.documents import Mapping, parse
from sitegen.examples import EXAMPLES, Example
from sitegen.reading import read_shape
from sitegen.schema import FOLDER, KINDS, files, modeline, schemas

SCHEMAS = schemas()
SHAPES = {
    name: model for name, model in vars(shapes).items() if isinstance(model, type) and issubclass(model, BaseModel)
}
FIELDS = [
    (shape, key)
    for shape, model in SHAPES.items()
    if not shape.startswith("_") and shape != "BaseModel"
    for key in model.model_fields
]
_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?")


def as_an_editor_reads(value: Any) -> Any:
    """Texts as YAML 1.2 types them, which is what language servers hand to a schema."""
    if isinstance(value, list):
        return [as_an_editor_reads(item) for item in value]
    if isinstance(value, dict):
        return {key: as_an_editor_reads(item) for key, item in value.items()}
    if value in {"true", "false"}:
        return value == "true"
    if _NUMBER.fullmatch(value):
        return int(value) if value.lstrip("-").isdigit() else float(value)
    return value


def accepted_by_check(model: type[BaseModel], value: dict[str, Any]) -> bool:
    """The file goes the whole way: written as YAML, read by our reader, held against the shape."""
    node, problems = parse(yaml.safe_dump(value, allow_unicode=True, width=10**6), "f.yaml")
    assert node is not None and isinstance(node, Mapping)
    return not [p for p in problems if p.rule != "flow-list"] and read_shape(model, node)[0] is not None


def accepted_by_schema(kind: str, value: Any) -> bool:
    return jsonschema.Draft202012Validator(SCHEMAS[kind]).is_valid(as_an_editor_reads(value))


def whole(shape: str) -> dict[str, Any]:
    """The smallest valid instance of a shape, made of its good examples."""
    found = {
        key: copy.deepcopy(EXAMPLES[shape][key].good)
        for key, field in SHAPES[shape].model_fields.items()
        if field.is_required()
    }
    return found | ({"value": "USD 257.5 million"} if shape == "FactEntry" else {})


def sub_schema(shape: str) -> dict[str, Any]:
    """The schema of one shape, wherever it is defined."""
    for kind, model in KINDS.items():
        if model.__name__ == shape:
            return SCHEMAS[kind]
        if shape in SCHEMAS[kind].get("$defs", {}):
            return {**SCHEMAS[kind]["$defs"][shape], "$defs": SCHEMAS[kind]["$defs"]}
    raise AssertionError(shape)


def test_the_schemas_are_schemas() -> None:
    for schema in SCHEMAS.values():
        jsonschema.Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize(("shape", "key"), FIELDS)
def test_every_key_is_explained_with_a_good_and_a_bad_example(shape: str, key: str) -> None:
    example: Example = EXAMPLES[shape][key]
    assert SHAPES[shape].model_fields[key].description
    said = sub_schema(shape)["properties"][key]["markdownDescription"]
    assert "Good: " in said and "Bad: " in said and example.why in said
    base = whole(shape)
    if key in shapes.SAYS and shape == "FactEntry":
        del base["value"]
    validator = jsonschema.Draft202012Validator(sub_schema(shape))
    for value, fine in ((example.good, True), (example.bad, example.seen == "check")):
        instance = {**base, key: value}
        assert validator.is_valid(as_an_editor_reads(instance)) is fine, value
        assert accepted_by_check(SHAPES[shape], instance) is fine, value


def test_examples_are_of_keys_that_exist() -> None:
    assert {(shape, key) for shape, keys in EXAMPLES.items() for key in keys} == set(FIELDS)


TEXTS = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=12),
    st.sampled_from(["true", "false", "2024", "1.50", "-3", "1e9", "a-b", "Ab", "", " ", " a", "a\nb", "2026-11-22", "draft", "seed/fact", "money", "size"]),
)  # fmt: skip
VALUES = st.recursive(
    TEXTS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=2), max_leaves=4
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, item in inner for found in places(item, (*path, key)))]


@st.composite
def cases(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A kind and a file of it with one to three places changed: replaced, removed, or a key added."""
    kind = draw(st.sampled_from(sorted(KINDS)))
    value = whole(KINDS[kind].__name__)
    if kind == "facts":
        value["facts"] = [whole("FactEntry") for _ in range(draw(st.integers(0, 2)))]
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from([path for path in places(value) if path] or [("x",)]))
        parent = value
        for part in path[:-1]:
            parent = parent[part]
        action = draw(st.sampled_from(["replace", "remove", "add"]))
        if action == "add" and isinstance(parent, dict):
            names = sorted({key for shape in EXAMPLES.values() for key in shape})
            key = draw(st.sampled_from(names) | TEXTS)
            goods = [shape[key].good for shape in EXAMPLES.values() if key in shape]
            parent[key] = copy.deepcopy(draw(st.sampled_from(goods) | VALUES if goods else VALUES))
        elif action == "remove" and path[-1] in (parent if isinstance(parent, dict) else range(len(parent))):
            del parent[path[-1]]
        else:
            parent[path[-1]] = draw(VALUES)
    return kind, value


def exempt(value: dict[str, Any]) -> bool:
    """What no schema can tell apart: numbers that are written in two ways, where a pattern knows one of them."""
    texts = [value.get("words"), value.get("format")]
    return any(isinstance(text, str) and _NUMBER.fullmatch(text) and not text.isdigit() for text in texts)


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(cases())
def test_schema_and_check_accept_the_same_shapes(case: tuple[str, dict[str, Any]]) -> None:
    kind, value = case
    assume(value and not exempt(value))
    assert accepted_by_schema(kind, value) is accepted_by_check(KINDS[kind], value)


def test_generated_cases_are_of_both_sorts() -> None:
    seen = set()

    @settings(max_examples=200, deadline=None, database=None)
    @given(cases())
    def look(case: tuple[str, dict[str, Any]]) -> None:
        seen.add(accepted_by_schema(*case))

    look()
    assert seen == {True, False}


def test_the_schemas_accept_every_real_file(root: Path) -> None:
    patterns = {
        "facts": "content/facts/*.yaml",
        "topic": "content/topics/*/*.yaml",
        "seed": "seeds/*.yaml",
        "site": "content/site.yaml",
    }
    for kind, pattern in patterns.items():
        found = sorted(root.glob(pattern))
        assert found
        for path in found:
            assert accepted_by_schema(kind, yaml.load(path.read_text("utf-8"), yaml.BaseLoader)), path


def test_the_checked_in_schemas_are_those_of_the_code(root: Path) -> None:
    for path, text in files().items():
        assert (root / path).read_text("utf-8") == text, "run `sitegen schema --write`"
    assert {path.name for path in (root / FOLDER).iterdir()} == {f"{kind}.json" for kind in KINDS}


def test_a_modeline_leads_to_the_schema(root: Path) -> None:
    for kind, path in (
        ("facts", "content/facts/a.yaml"),
        ("topic", "content/topics/market/a.yaml"),
        ("site", "content/site.yaml"),
    ):
        target = modeline(kind, path).partition("$schema=")[2].strip()
        assert ((root / path).parent / target).resolve() == (root / FOLDER / f"{kind}.json").resolve()
