"""`sitegen init`: what a team wishes its site to be → the files of a small, working one.

Comes in: title, language, kinds of topics, addresses. Goes out: the files of `starter/` with them, all of which pass
`check --strict`. Apart from `scaffold`, which knows the files and no wishes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sitegen import schema
from sitegen.edits import scalar
from sitegen.loading import examine
from sitegen.scaffold import starter

__all__ = ["CannotFound", "Kind", "TITLE", "Wishes", "founded", "kind_named"]

TITLE = "A site of facts"
_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
# The kinds of the example's own topics; a wish can name neither again.
_OWN = ("market", "region")


class CannotFound(ValueError):
    """A wish that would give a site that is not valid."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of topic beside the example's: its folder and address, what one is called, and several."""

    id: str
    label: str
    plural: str


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is given for a new site; what is empty stays as the example has it."""

    title: str = TITLE
    language: str = "en"
    kinds: tuple[Kind, ...] = ()
    base_url: str = ""
    repository: str = ""


def kind_named(text: str) -> Kind:
    """`maker`, `maker:Maker` or `maker:Maker:Makers`. Raises `CannotFound`."""
    name, _, rest = text.partition(":")
    label, _, plural = rest.partition(":")
    if not _ID.fullmatch(name):
        raise CannotFound(f"`{name}` is no id: lower-case letters, digits and single hyphens, a letter first")
    if name in _OWN:
        raise CannotFound(f"`{name}` is a kind of the example already")
    label = label or name.replace("-", " ").capitalize()
    return Kind(name, label, plural or f"{label}s")


def founded(wishes: Wishes) -> dict[str, str]:
    """Path → text of every file of the new site. Raises `CannotFound`."""
    if not _LANGUAGE.fullmatch(wishes.language):
        raise CannotFound(f"`{wishes.language}` is no language tag: write it as `en` or `pt-BR`")
    names = [kind.id for kind in wishes.kinds]
    if len(set(names)) < len(names):
        raise CannotFound("a kind is named twice")
    found = starter()
    found["content/site.yaml"] = _site(found["content/site.yaml"], wishes)
    found["README.md"] = found["README.md"].replace(f"# {TITLE}\n", f"# {wishes.title}\n", 1)
    for kind in wishes.kinds:
        path = f"content/topics/{kind.id}/first-{kind.id}.yaml"
        note = "# One topic of this kind, so that its page is there: rename the file and the topic.\n"
        found[path] = schema.modeline("topic", path) + note + f"name: {scalar(f'First {kind.label.lower()}')}\n"
    _refuse_what_is_not_valid(found)
    return found


def _site(text: str, wishes: Wishes) -> str:
    """The example's site.yaml with what is wished. Comments and order stay."""
    lines = {"title": wishes.title, "language": wishes.language}
    for key, value in lines.items():
        line = f"{key}: {scalar(value)}".replace("\\", r"\\")
        text = re.sub(rf"^{key}: .*$", line, text, count=1, flags=re.MULTILINE)
    if wishes.base_url:
        text = re.sub(r"^# base_url: .*$", lambda _: f"base_url: {scalar(wishes.base_url)}", text, flags=re.MULTILINE)
    if wishes.repository:
        text = text.replace("\nnavigation:\n", f"\nrepository: {scalar(wishes.repository)}\n\nnavigation:\n", 1)
    links = "".join(f"- label: {scalar(kind.plural)}\n  to: {_address(kind)}/\n" for kind in wishes.kinds)
    text = text.replace("- label: Sources\n", f"{links}- label: Sources\n", 1)
    kinds = "".join(
        f"  {kind.id}:\n    label: {scalar(kind.label)}\n    plural: {scalar(kind.plural)}\n    address: {_address(kind)}\n"
        for kind in wishes.kinds
    )
    return text.replace("\n# The headings of a topic's page", f"{kinds}\n# The headings of a topic's page", 1)


def _address(kind: Kind) -> str:
    """Its plural where that can stand in an address, else its id."""
    plural = kind.plural.casefold().replace(" ", "-")
    return plural if _ID.fullmatch(plural) else kind.id


def _refuse_what_is_not_valid(files: dict[str, str]) -> None:
    """Nothing is written that `check --strict` would not pass."""
    content = {path: text.encode("utf-8") for path, text in files.items() if path.startswith(("content/", "seeds/"))}
    for problem in examine(content).problems:
        raise CannotFound(f"{problem.message} ({problem.place.path})")
