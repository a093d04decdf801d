"""Registering a document: its record, its fingerprint, and a private copy of its text.

Comes in: a text file and what the editor knows of it. Goes out: three files below seeds/, one of them ignored by git.
Apart from `seeds`, which is pure.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from sitegen import figures, schema, seeds, shapes
from sitegen.extract.inputs import UnreadableInput, read_text
from sitegen.tokens import words

__all__ = ["AlreadyRegistered", "register", "write_draft", "yaml_line"]

_FIELDS = ("label", "title", "publisher", "kind", "published", "licence", "language")
_DEFAULTS = {"kind": "document", "language": "en"}
_PLAIN = re.compile(r"[A-Za-z0-9][^:#\n]*[^:#\s]|[A-Za-z0-9]")


class AlreadyRegistered(ValueError):
    """There is a seed of this id with another text."""


def register(root: Path, source: Path, seed_id: str, record: Mapping[str, str | None]) -> tuple[str, ...]:
    """Write the seed's files and return their paths, relative to the root.

    Raises `AlreadyRegistered` where the id stands for another text, ValueError for a bad id or an unreadable text.
    """
    if not re.fullmatch(shapes.ID, seed_id):
        raise ValueError(f"`{seed_id}` is no id: lower-case letters, digits and single hyphens, a letter first")
    data = _text_of(source)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(f"{source} is no UTF-8 text: byte {error.start}") from error
    tokens = words(text)
    if len(tokens) < seeds.RUN:
        raise ValueError(f"{source} holds fewer than {seeds.RUN} words")
    digest = hashlib.sha256(data).hexdigest()
    folder = root / "seeds"
    path = folder / f"{seed_id}.yaml"
    if path.exists() and f"sha256: {digest}" not in path.read_text("utf-8"):
        raise AlreadyRegistered(
            f"seeds/{seed_id}.yaml is the record of another text; a new edition is a new seed that supersedes it"
        )
    (folder / "documents").mkdir(parents=True, exist_ok=True)
    written = [f"seeds/{seed_id}.fingerprint", f"seeds/{seed_id}.figures", f"seeds/documents/{seed_id}.txt"]
    (root / written[0]).write_text(seeds.fingerprint(tokens).dumps(), "utf-8")
    (root / written[1]).write_text(figures.dumps(figures.figures(tokens)), "utf-8")
    copy = root / written[2]
    if copy.resolve() != source.resolve():
        copy.write_bytes(data)
    if not path.exists():
        values = {
            **{name: record.get(name) or _DEFAULTS.get(name, "not stated") for name in _FIELDS},
            "words": str(len(tokens)),
            "sha256": digest,
        }
        if not record.get("label"):
            values["label"] = seed_id
        path.write_text("".join(yaml_line(name, value) for name, value in values.items()), "utf-8")
        written.insert(0, f"seeds/{seed_id}.yaml")
    return tuple(written)


def _text_of(source: Path) -> bytes:
    """A text as it is; of a PDF or a web page the text, as `extract` reads it."""
    data = source.read_bytes()
    if source.suffix.lower() not in {".pdf", ".html", ".htm", ".xhtml"}:
        return data
    try:
        return read_text(data, source.name).encode("utf-8")
    except UnreadableInput as error:
        raise ValueError(str(error)) from error


def write_draft(root: Path, seed_id: str, text: str) -> str:
    """Write a draft of facts and return its path. Raises `AlreadyRegistered` where there is a facts file."""
    path = f"content/facts/{seed_id}.yaml"
    (root / "content" / "facts").mkdir(parents=True, exist_ok=True)
    try:
        with (root / path).open("x", encoding="utf-8") as file:
            file.write(schema.modeline("facts", path) + text)
    except FileExistsError as error:
        raise AlreadyRegistered(f"{path} stands already; it is never overwritten") from error
    return path


def yaml_line(key: str, value: str) -> str:
    """`key: value`, the value in quotes where YAML would misread it."""
    if not _PLAIN.fullmatch(value) or value != value.strip():
        value = '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"{key}: {value}\n"
