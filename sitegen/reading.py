"""A node and a shape → a frozen model, or problems that point at the line.

Comes in: nodes with places, and a model of `shapes`. Goes out: the model, or everything wrong with it at once.
Apart from `validate`, because how pydantic words its errors is no concern of what files mean.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence as AnySequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from sitegen import documents, shapes
from sitegen.documents import Mapping, Node, Scalar, Sequence
from sitegen.facts import Fact
from sitegen.memory import Memory
from sitegen.perlanguage import IN_LANGUAGES, TAG
from sitegen.problems import Place, Problem, did_you_mean
from sitegen.sources import Files

__all__ = ["Desk", "FactsRead", "Tags", "read_shape"]

Tags = tuple[str, ...]
M = TypeVar("M", bound=BaseModel)
T = TypeVar("T")

_PATTERNS = {
    shapes.ID: ("is no id", "lower-case letters, digits and single hyphens, a letter first"),
    TAG: ("is no language tag", "write it as en or pt-BR"),
    shapes.DATE: ("is no date", "write it as 2026-11-22"),
    shapes.FACT_REFERENCE: ("names no fact", "write it as seed/fact"),
    shapes.BASE_URL: ("is no address", "write it as https://example.org/path"),
    shapes.REPOSITORY: ("is no address", "write it as https://example.org/path"),
    r"\S": ("is blank", "write something or remove the key"),
    r"^\S([^\n]*\S)?$": ("must be one line without blanks around it", ""),
    r"^[1-9]\d*$": ("is no whole number", ""),
    r"^[0-9a-f]{64}$": ("is no SHA-256", "`sitegen seed add` writes it"),
}


def read_shape(model: type[M], node: Node, languages: Tags = ()) -> tuple[M | None, list[Problem]]:
    """The model, or None and every problem of its shape, each at the value or key concerned.

    `languages` are those of the site, the main one first; a site's own file says them itself.
    """
    if not isinstance(node, Mapping):
        return None, [Problem("wrong-type", node.place, "expected keys and values", "write `key: value` lines")]
    try:
        value = _plain(node)
        if model is shapes.SiteFile:
            languages = _languages(value)
        return model.model_validate(value, context={IN_LANGUAGES: languages}), []
    except ValidationError as error:
        found: dict[tuple[Place, str], Problem] = {}
        for detail in error.errors(include_url=False):
            problem = _problem(model, node, detail)
            if problem is not None:
                found.setdefault((problem.place, problem.rule), problem)
        return None, list(found.values())


def _languages(site: AnyMapping[str, Any]) -> Tags:
    """What a site's file says of its languages, before it is known to be right."""
    said = site.get("languages", site.get("language", "en"))
    tags = said if isinstance(said, tuple) else (said,)
    return tuple(tag for tag in tags if isinstance(tag, str))


def _plain(node: Node) -> Any:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return tuple(_plain(item) for item in node.items)
    return {key.text: _plain(value) for key, value in node.items}


def _locate(node: Node, loc: tuple[int | str, ...]) -> tuple[Node, Scalar | None, bool]:
    """(node, its key, whether a part was skipped in a way that shows a union's other branch)."""
    key: Scalar | None = None
    other_branch = False
    for part in loc:
        if isinstance(node, Mapping) and isinstance(part, str):
            pair = next(((name, value) for name, value in node.items if name.text == part), None)
            if pair is not None:
                key, node = pair
        elif isinstance(node, Sequence) and isinstance(part, int):
            if part < len(node.items):
                node = node.items[part]
        elif isinstance(part, str) and part not in {"[key]", "text", "languages"}:
            # pydantic names the branch of a union: `constrained-str` or `tuple[...]`
            other_branch |= part.startswith("tuple") != isinstance(node, Sequence)
    return node, key, other_branch


def _problem(model: type[BaseModel], root: Mapping, detail: AnyMapping[str, Any]) -> Problem | None:
    """What one of pydantic's errors means to an editor; None for the branch of a union that was not meant."""
    kind, loc = detail["type"], detail["loc"]
    node, key, other_branch = _locate(root, loc)
    if other_branch:
        return None
    if loc[-1:] == ("[key]",):
        at = next((name.place for name in _key_nodes(root) if name.text == str(loc[-2])), node.place)
        what, hint = _PATTERNS.get(detail.get("ctx", {}).get("pattern"), _PATTERNS[shapes.ID])
        return Problem("wrong-value", at, f"the key `{loc[-2]}` {what}", hint)
    if kind == "extra_forbidden":
        place = key.place if key else node.place
        keys = _keys(model, loc[:-1])
        hint = did_you_mean(str(loc[-1]), keys) or "known keys: " + ", ".join(keys)
        return Problem("unknown-key", place, f"unknown key `{loc[-1]}`", hint)
    about = _description(model, loc)
    text = node.text[:80] if isinstance(node, Scalar) else ""
    rule, message, hint = _explain(kind, str(loc[-1]) if loc else "", text, detail.get("ctx", {}), str(detail["msg"]))
    return Problem(rule, node.place, message, hint or about)


def _explain(kind: str, name: str, text: str, context: AnyMapping[str, Any], said: str) -> tuple[str, str, str]:
    """(rule, message, hint) for an error of a kind of pydantic's; without a hint the field's description is one."""
    if kind == "missing":
        return "missing-key", f"`{name}` is missing", ""
    if kind == "one_of":
        return "fact-shape", said, ""
    if kind in {"language", "languages"}:
        return "wrong-language", said, ""
    if kind == "string_pattern_mismatch" and text.strip():
        what, hint = _PATTERNS.get(context["pattern"], ("has the wrong form", ""))
        return "wrong-value", f"`{text}` {what}", hint
    if kind == "literal_error":
        return "wrong-value", f"`{text}` is not one of {context['expected']}", ""
    if kind in {"string_too_long", "too_long"}:
        return "wrong-value", f"longer than {context.get('max_length')}", "shorten or split it"
    return _WRONG_TYPES.get(kind, ("wrong-value", "the value is missing" if not text.strip() else said, ""))


_WRONG_TYPES = {
    "string_type": ("wrong-type", "expected a text, not a list or keys", ""),
    "tuple_type": ("wrong-type", "expected a list", "one `- text` a line"),
    "dict_type": ("wrong-type", "expected keys and values", "write `key: value` lines"),
    "model_type": ("wrong-type", "expected keys and values", "write `key: value` lines"),
}


def _key_nodes(node: Node) -> list[Scalar]:
    if isinstance(node, Mapping):
        return [found for key, value in node.items for found in (key, *_key_nodes(value))]
    return [found for item in node.items for found in _key_nodes(item)] if isinstance(node, Sequence) else []


def _model_at(model: type[BaseModel], loc: tuple[int | str, ...]) -> type[BaseModel] | None:
    """The shape that describes the mapping at `loc`."""
    current: type[BaseModel] | None = model
    for part in loc:
        if current is None or not isinstance(part, str) or part not in current.model_fields:
            continue
        current = next((found for found in _models_in(current.model_fields[part].annotation)), None)
    return current


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for part in getattr(annotation, "__args__", ()) for found in _models_in(part)]


def _keys(model: type[BaseModel], loc: tuple[int | str, ...]) -> tuple[str, ...]:
    found = _model_at(model, loc)
    return tuple(found.model_fields) if found else ()


def _description(model: type[BaseModel], loc: tuple[int | str, ...]) -> str:
    names = [part for part in loc if isinstance(part, str)]
    for index in range(len(names) - 1, -1, -1):
        parent = _model_at(model, tuple(names[:index]))
        if parent is not None and names[index] in parent.model_fields:
            return parent.model_fields[names[index]].description or ""
    return ""


@dataclass(slots=True)
class Desk:
    """What one validation has read and found so far: a file is read once, its problems are kept."""

    files: Files
    problems: list[Problem] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    declared: set[str] = field(default_factory=set)
    memory: Memory | None = None
    languages: Tags = ()

    def text(self, path: str) -> str | None:
        text, problems = documents.decode(self.files[path], path)
        self.problems += problems
        if problems:
            self.broken.add(path)
            return None
        return text

    def shape(self, path: str, model: type[M]) -> tuple[M | None, Node | None]:
        def read() -> tuple[M | None, Node | None, Desk]:
            apart = Desk({path: self.files[path]}, languages=self.languages)
            text = apart.text(path)
            return (*(apart.parsed(text, path, model) if text is not None else (None, None)), apart)

        value, node, apart = self.remembered(("shape", path, model, self.files[path], self.languages), read)
        self.take(apart)
        return value, node

    def remembered(self, key: Hashable, make: Callable[[], T]) -> T:
        """The result of `make`, which reads nothing but what the key holds."""
        return self.memory.get(key, make) if self.memory is not None else make()

    def remembered_all(self, jobs: AnySequence[tuple[Hashable, Callable[[], T]]]) -> list[T]:
        """The result of each of several, in their order."""
        return self.memory.get_all(jobs) if self.memory is not None else [make() for _, make in jobs]

    def folder(self, prefix: str, read: Callable[[Desk], T], *more: Hashable) -> T:
        """What is read of all files of a folder and of nothing else but `more`: nothing is looked at where all are as they were."""
        files = {path: data for path, data in self.files.items() if path.startswith(prefix)}

        def apart() -> tuple[T, Desk]:
            own = Desk(files, memory=self.memory, languages=self.languages)
            return read(own), own

        found, own = self.remembered((prefix, tuple(files.items()), self.languages, *more), apart)
        self.take(own)
        return found

    def take(self, other: Desk) -> None:
        """Add what was found at another desk, which is nothing as a rule."""
        if not (other.problems or other.broken or other.declared):
            return
        self.problems += other.problems
        self.broken |= other.broken
        self.declared |= other.declared

    def parsed(self, text: str, path: str, model: type[M]) -> tuple[M | None, Node | None]:
        node, problems = documents.parse(text, path)
        self.problems += problems
        if node is None:
            self.broken.add(path)
            return None, None
        value, problems = read_shape(model, node, self.languages)
        self.problems += problems
        if value is None:
            self.broken.add(path)
        return value, node


FactsRead = tuple[tuple[Fact, ...], int, Desk]
"""The facts of one file, how many drafts it has, and what else was found."""
