"""`sitegen init` and `sitegen new`: files that are valid, commented and buildable at once.

Comes in: a folder, or a site with a kind of file and an id. Goes out: the texts of new files, none of which exists
yet. Apart from `registry`, which needs a document's text; here an editor begins with nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

from sitegen import documents, schema, seeds, shapes
from sitegen.edits import scalar
from sitegen.problems import SitegenError, did_you_mean
from sitegen.reading import read_shape
from sitegen.shapes import SiteFile
from sitegen.sources import Files
from sitegen.tokens import words

__all__ = ["CannotMake", "kinds_of", "new_file", "starter"]

_STARTER = Path(__file__).parent / "starter"
_CHANGE = re.compile(r"\d{4}-\d{2}-\d{2}-[a-z0-9]+(-[a-z0-9]+)*")
_KIND_OF = {"content/facts": "facts", "content/topics": "topic", "content/site": "site", "seeds": "seed"}


class CannotMake(SitegenError):
    """There is such a file already, or it would not be valid."""


def starter() -> dict[str, str]:
    """Path → text of every file of a new site, with its schemas and its document's fingerprint."""
    found = {path.relative_to(_STARTER).as_posix(): path.read_text("utf-8") for path in sorted(_STARTER.rglob("*.*"))}
    found = {path: text for path, text in found.items() if not path.endswith((".py", ".pyc"))}
    found[".gitignore"] = (_STARTER / "gitignore").read_text("utf-8")
    for path in [path for path in found if path.startswith("seeds/") and path.endswith(".txt")]:
        name, text = Path(path).stem, found.pop(path)
        tokens = words(text)
        found[f"seeds/documents/{name}.txt"] = text
        found[f"seeds/{name}.fingerprint"] = seeds.fingerprint(tokens).dumps()
        record = found[f"seeds/{name}.yaml"].replace('"@words@"', str(len(tokens)))
        digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
        found[f"seeds/{name}.yaml"] = record.replace('"@sha256@"', scalar(digest))
    return {path: _with_modeline(path, text) for path, text in found.items()} | schema.files()


def _with_modeline(path: str, text: str) -> str:
    kind = next((kind for start, kind in _KIND_OF.items() if path.startswith(start)), "")
    return schema.modeline(kind, path) + text if kind and path.endswith(".yaml") else text


def kinds_of(files: Files) -> tuple[str, ...]:
    """The kinds of file that `new` can make here: three of every site's, and the topic kinds that this one declares."""
    site = _site(files)
    return ("facts", "page", "change", *(site.kinds if site else ()))


def _site(files: Files) -> SiteFile | None:
    text, problems = documents.decode(files.get("content/site.yaml", b""), "content/site.yaml")
    node = documents.parse(text, "content/site.yaml")[0] if not problems else None
    return read_shape(SiteFile, node)[0] if node is not None else None


def new_file(files: Files, kind: str, name: str, facts: Sequence[str] = (), reason: str = "") -> tuple[str, str]:
    """(path, text) of a new file. Raises `CannotMake` with what to do instead."""
    kinds = kinds_of(files)
    if kind == "seed":
        raise CannotMake("a seed is made from its document: `sitegen seed add TEXT --id ID`")
    if kind not in kinds:
        raise CannotMake(
            f"`{kind}` is no kind of file here; {did_you_mean(kind, kinds) or 'one of: ' + ', '.join(kinds)}"
        )
    if kind != "change" and (not re.fullmatch(shapes.ID, name) or len(name) > 80):
        raise CannotMake(f"`{name}` is no id: lower-case letters, digits and single hyphens, a letter first")
    path, text = _MAKERS.get(kind, _topic)(files, kind, name, facts, reason)
    if path in files:
        raise CannotMake(f"{path} is there already")
    return path, text


def _facts(files: Files, _kind: str, name: str, _facts: Sequence[str], _reason: str) -> tuple[str, str]:
    records = [
        Path(path).stem
        for path in files
        if path.startswith("seeds/") and path.count("/") == 1 and path.endswith(".yaml")
    ]
    if name not in records:
        hint = did_you_mean(name, records) or "register it: `sitegen seed add TEXT --id ID`"
        raise CannotMake(f"there is no seed `{name}`; {hint}")
    path = f"content/facts/{name}.yaml"
    return path, schema.modeline("facts", path) + _FACTS


_FACTS = """\
# All facts of this document, in its order. Replace `[]` by entries like this one:
#
# - id: size-2024                        a stable name; says nothing that may change
#   about: some-topic                    the id of a file below content/topics/
#   measure: market size                 one of the measures of content/site.yaml
#   when: 2024                           as in the quote, or the id of the fact that defines it
#   value: USD 257.5 million             exactly as printed
#   quote: worth USD 257.5 million in 2024
#
# A fact may hold `members` (a list), a `statement` (a claim in our words) or `empty: true` instead of a value.
facts: []
"""


def _topic(files: Files, kind: str, name: str, _facts: Sequence[str], _reason: str) -> tuple[str, str]:
    twin = next((path for path in files if path.startswith("content/topics/") and path.endswith(f"/{name}.yaml")), None)
    if twin is not None:
        raise CannotMake(f"{twin} has this id already; ids of topics are unique over all kinds")
    path = f"content/topics/{kind}/{name}.yaml"
    title = name.replace("-", " ").capitalize()
    return (
        path,
        schema.modeline("topic", path)
        + f"""\
# As readers know it.
name: {scalar(title)}
# Other names that documents use; lists of facts lead here by them.
# aliases:
# - Another name
# The wider topic of the same kind.
# parent: another-topic
# In our own words; every number is a reference to a fact: seed/fact in braces.
# summary: >-
#   What readers should know first.
""",
    )


def _page(files: Files, _kind: str, name: str, _facts: Sequence[str], _reason: str) -> tuple[str, str]:
    site = _site(files)
    taken = (
        {"sources", "facts", "data", "assets", "schema", "changes", *(k.address for k in site.kinds.values())}
        if site
        else set()
    )
    if name in taken:
        raise CannotMake(f"`{name}` is an address of the site; choose another name")
    title = name.replace("-", " ").capitalize()
    return (
        f"content/pages/{name}.md",
        f"""\
---
title: {scalar(title)}
description: {scalar(f"{title}, in one sentence.")}
---

Prose in Markdown. A number is a reference to the fact that proves it, written with braces as seed/fact.
""",
    )


def _change(_files: Files, _kind: str, name: str, facts: Sequence[str], reason: str) -> tuple[str, str]:
    if not _CHANGE.fullmatch(name):
        raise CannotMake(f"`{name}` does not begin with its day: write it as 2026-11-22-what-changed")
    if not facts:
        raise CannotMake("no published value has changed since the main branch; name facts with `--fact SEED/FACT`")
    wrong = next((fact for fact in facts if not re.fullmatch(shapes.FACT_REFERENCE, fact)), None)
    if wrong is not None:
        raise CannotMake(f"`{wrong}` names no fact: write it as seed/fact")
    if not reason.strip():
        raise CannotMake('say why, for readers: `--reason "A digit was misread."`')
    path = f"content/changes/{name}.yaml"
    listed = "".join(f"- {fact}\n" for fact in facts)
    return (
        path,
        schema.modeline("change", path)
        + f"""\
# Why these published values changed. What changed and when, git knows.
facts:
{listed}# correction (our mistake), edition (the document has a new one) or withdrawal.
kind: correction
reason: {scalar(" ".join(reason.split()))}
# Who or what brought it up.
# source: a reader's letter
""",
    )


_MAKERS = {"facts": _facts, "page": _page, "change": _change}
