"""Forms of content: which this version reads, and how an older one becomes the newest.

Comes in: the files of a site. Goes out: what is wrong with their `format`, or the files in the newest form. Apart, because each
change of form is one row here, with a function from files to files, and nothing else knows of old forms.

To change the form: a row `Form("2", "what changed", upgrade)` below, where `upgrade` rewrites the files of form 1 (by `edits`,
so that comments stay); "2" in `shapes.SiteFile.format`; a case of both forms in tests/test_upgrades.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sitegen import documents
from sitegen.problems import Place, Problem, SitegenError

__all__ = ["FORMS", "CannotUpgrade", "Form", "form_of", "form_problem", "upgraded"]

Files = Mapping[str, bytes]
_SITE = "content/site.yaml"
_LINE = re.compile(rb"^(format:[ ]*)[^\s#]+", re.MULTILINE)


class CannotUpgrade(SitegenError):
    """The content has no form that this version knows."""


@dataclass(frozen=True, slots=True)
class Form:
    """A version of the form of content. `upgrade` makes it of the one before; the first has none."""

    version: str
    changed: str
    upgrade: Callable[[Files], dict[str, bytes]] | None


FORMS: tuple[Form, ...] = (Form("1", "the first form", None),)


def form_of(files: Files) -> tuple[str, Place] | None:
    """What site.yaml says of its form, and where; None where it cannot be read or does not say."""
    text, problems = documents.decode(files.get(_SITE, b""), _SITE)
    node = documents.parse(text, _SITE)[0] if not problems else None
    if not isinstance(node, documents.Mapping):
        return None
    said = next((value for key, value in node.items if key.text == "format"), None)
    return (said.text, said.place) if isinstance(said, documents.Scalar) else None


def form_problem(files: Files, forms: Sequence[Form] = FORMS) -> Problem | None:
    """Why content of another form than the newest is not read, and what to do."""
    found = form_of(files)
    newest = forms[-1].version
    if found is None or found[0] == newest:
        return None
    said, place = found
    if said in {form.version for form in forms}:
        return Problem(
            "format", place, f"this is format {said}; the newest is {newest}", "`sitegen upgrade` rewrites the files"
        )
    newer = said.isdecimal() and int(said) > int(newest)
    hint = "install a newer sitegen" if newer else f"write `format: {newest}`"
    return Problem("format", place, f"`{said}` is no format that this version reads; it reads {newest}", hint)


def upgraded(files: Files, forms: Sequence[Form] = FORMS) -> dict[str, bytes]:
    """The files in the newest form, step by step; the same where they have it already. Raises `CannotUpgrade`."""
    found = form_of(files)
    versions = [form.version for form in forms]
    if found is None or found[0] not in versions:
        problem = form_problem(files, forms)
        raise CannotUpgrade(f"{problem.message}; {problem.hint}" if problem else f"{_SITE} does not say its format")
    made = dict(files)
    for form in forms[versions.index(found[0]) + 1 :]:
        assert form.upgrade is not None
        made = form.upgrade(made)
        made[_SITE] = _LINE.sub(rb"\g<1>" + form.version.encode(), made[_SITE], count=1)
    return made
