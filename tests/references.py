"""What scripts and templates may rely on, written from the code: sitegen/API.md and templates/README.md."""

from __future__ import annotations

import collections.abc
import dataclasses
import inspect
import re
import types
import typing
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from sitegen import api
from sitegen.render import TEMPLATES

LEAVES = {
    str: "text",
    int: "number",
    float: "number",
    bool: "yes or no",
    Decimal: "number",
    Markup: "HTML",
    type(None): "nothing",
}


def api_reference() -> str:
    """The names of `sitegen.api` with their signatures and what they say of themselves."""
    parts = [
        "# The Python interface\n",
        "Written from the code by `make golden`; a test holds it. Each name is to be had as `sitegen.<name>` and, with types, from",
        "`sitegen.api`. These names and their meanings stay between versions; all else may change.\n",
        "    import sitegen",
        '    site = sitegen.load(".")',
        "    facts = sitegen.fact_table(site)        # a pandas.DataFrame where pandas is installed",
        '    facts[facts.measure == "market size"]\n',
    ]
    for name in api.__all__:
        found = getattr(api, name)
        signature = re.sub(r"(: |-> )'([^']*)'", r"\1\2", str(inspect.signature(found)))
        parts += [f"## `{name}{signature}`\n", f"{inspect.getdoc(found)}\n"]
    return "\n".join(parts)


def _named(kind: Any, seen: dict[str, Any]) -> str:
    """A type as one who writes a template reads it; the views that it leads to enter `seen`."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in {typing.Union, types.UnionType}:
        return " or ".join(_named(one, seen) for one in arguments)
    if origin is typing.Literal:
        return " or ".join(f"“{one}”" for one in arguments)
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        return f"list of {_named(arguments[0], seen)}"
    if origin is tuple:
        return "(" + ", ".join(_named(one, seen) for one in arguments) + ")"
    if origin in {dict, collections.abc.Mapping}:
        return f"mapping of {_named(arguments[0], seen)} to {_named(arguments[1], seen)}"
    if dataclasses.is_dataclass(kind):
        seen[kind.__name__] = kind
        return f"[{kind.__name__}](#{kind.__name__.lower()})"
    return LEAVES.get(kind) or getattr(kind, "__name__", str(kind))


def _fields(view: type, seen: dict[str, Any]) -> list[str]:
    hints = typing.get_type_hints(view)
    return [f"- `{field.name}`: {_named(hints[field.name], seen)}" for field in dataclasses.fields(view)]


def _told(view: type) -> list[str]:
    """What a view says of itself, unless it is only the signature that every dataclass gets."""
    said = inspect.getdoc(view) or ""
    return [said + "\n"] if said and not said.startswith(f"{view.__name__}(") else []


def template_reference() -> str:
    """The view of each page kind, then each value that they lead to: fields and types."""
    parts = [
        "# What templates may use\n",
        "Written from the code by `make golden`; a test holds it. A page is drawn from one `view`, whose fields stand here, and from",
        "nothing else. A site overrides a template by a file of the same path below its own `templates/`; one that asks for a field",
        "that is not there fails with its file and line. Colours, type and spacing are tokens in `assets/css/1-tokens.css`; a site's",
        "file of that name replaces ours, and a further one, say `assets/css/8-own.css`, is added.\n",
    ]
    seen: dict[str, Any] = {}
    for view, template in TEMPLATES.items():
        parts += [f"## `{template}`\n", *_told(view), *_fields(view, seen), ""]
    parts.append("# Values\n")
    done: set[str] = set()
    while waiting := sorted(seen.keys() - done):
        for name in waiting:
            done.add(name)
            _fields(seen[name], seen)
    for name in sorted(done):
        parts += [f"## {name}\n", *_told(seen[name]), *_fields(seen[name], seen), ""]
    return "\n".join(parts)
