"""Every message of the program → the catalogue of a language: `make messages`, and what tests hold it against.

Messages are literals: `msg("…")` and `counted("…", "…", n)` in the code, `{% trans %}…{% endtrans %}` and `_("…")` in templates,
`msg("…")` and msg`…` in scripts, and the names and phrases of `templates/data/instruments.yaml`.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import yaml
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from sitegen.dataset.tables import HEADS
from sitegen.dataset.usage import usages
from sitegen.examples import EXAMPLES
from sitegen.literals import script_messages, template_messages
from sitegen.schema import KINDS
from sitegen.views.reference import nested

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "templates/locale"
Id = str | tuple[str, str]


def of_code(root: Path = ROOT) -> Iterator[tuple[str, int, Id]]:
    for path in sorted((root / "sitegen").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
            if name in {"msg", "counted"} and isinstance(node, ast.Call):
                said = [
                    one.value for one in node.args[: 2 if name == "counted" else 1] if isinstance(one, ast.Constant)
                ]
                assert len(said) == (2 if name == "counted" else 1), f"{path}:{node.lineno}: a message is a literal"
                yield path.relative_to(root).as_posix(), node.lineno, said[0] if name == "msg" else (said[0], said[1])


def of_templates(root: Path = ROOT) -> Iterator[tuple[str, int, Id]]:
    for folder, ending, read in (("", ".html", template_messages), ("assets/js", ".js", script_messages)):
        for path in sorted((root / "templates" / folder).rglob(f"*{ending}")):
            if "node_modules" not in path.parts:
                for line, message in read(path.read_text("utf-8")):
                    yield path.relative_to(root).as_posix(), line, message


def of_instruments(root: Path = ROOT) -> Iterator[tuple[str, int, Id]]:
    path = root / "templates/data/instruments.yaml"

    def said(value: object, key: str = "", of: str = "") -> Iterator[str]:
        if isinstance(value, dict):
            for name, inner in value.items():
                yield from said(inner, name, key)
        elif isinstance(value, list):
            for inner in value:
                yield from said(inner, key)
        elif key == "phrase" or (key == "name" and of in {"domains", "judgements", "unknown", "designs"}):
            yield str(value)

    for message in said(yaml.safe_load(path.read_text("utf-8"))):
        yield path.relative_to(root).as_posix(), 1, message


def of_references() -> Iterator[tuple[str, int, Id]]:
    """What the pages of the data and of the keys say of columns and keys, which stands where these are declared."""
    for head in HEADS:
        for text in (head.title, head.meaning, *(text for c in head.columns for text in (c.meaning, c.unit))):
            yield "sitegen/dataset/columns.py", 1, text
    for usage in usages(""):
        yield "sitegen/dataset/usage.py", 1, usage.says
    for model in KINDS.values():
        for shape in nested(model):
            yield "sitegen/shapes.py", 1, " ".join((shape.__doc__ or "").split())
            for name, field in shape.model_fields.items():
                yield "sitegen/shapes.py", 1, field.description or ""
                yield "sitegen/examples.py", 1, EXAMPLES[shape.__name__][name].why


def found(root: Path = ROOT) -> dict[Id, list[tuple[str, int]]]:
    """Message → where it stands."""
    places: dict[Id, list[tuple[str, int]]] = {}
    for path, line, message in (*of_code(root), *of_templates(root), *of_instruments(root), *of_references()):
        if message:
            places.setdefault(message, []).append((path, line))
    return places


def catalogue(tag: str) -> Catalog:
    path = LOCALE / f"{tag}.po"
    return read_po(io.BytesIO(path.read_bytes()), locale=tag) if path.is_file() else Catalog(locale=tag)


def renewed(tag: str) -> Catalog:
    """The catalogue with all messages of the program and no other; what was translated stays."""
    old = catalogue(tag)
    new = Catalog(
        locale=tag,
        project="sitegen",
        charset="utf-8",
        fuzzy=False,
        header_comment="# Messages of sitegen, renewed by `make messages`.",
    )
    for message, places in sorted(found().items(), key=lambda one: (one[1][0], str(one[0]))):
        known = old.get(message[0] if isinstance(message, tuple) else message)
        string = known.string if known is not None and isinstance(known.id, tuple) == isinstance(message, tuple) else ""
        # Files without lines: a catalogue changes when a message does.
        new.add(
            message,
            string or ("" if isinstance(message, str) else ("", "")),
            locations=[(path, 0) for path in dict.fromkeys(p for p, _ in places)],
        )
    return new


def written(made: Catalog) -> str:
    text = io.BytesIO()
    write_po(text, made, width=120, include_lineno=False, omit_header=False)
    kept = [
        line
        for line in text.getvalue().decode("utf-8").splitlines()
        if not re.match(r'"(POT-Creation|PO-Revision|Generated-By|Last-Translator|Language-Team|Report)', line)
    ]
    return "\n".join(kept).rstrip() + "\n"


if __name__ == "__main__":
    for name in sys.argv[1:] or sorted(path.stem for path in LOCALE.glob("*.po")):
        (LOCALE / f"{name}.po").write_text(written(renewed(name)), "utf-8")
