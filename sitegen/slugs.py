"""Which addresses of a site are taken, and by what.

Comes in: a site's declaration, and the pages that editors wrote. Goes out: slugs that no page may have, and a problem for
each that does. Apart, because `check`, which reads files, and `new`, which makes them, must refuse the same ones.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sitegen.documents import Mapping, Node
from sitegen.problems import Place, Problem
from sitegen.shapes import SiteFile

__all__ = ["RESERVED", "slug_problems", "taken"]

RESERVED = frozenset(
    [
        "assets",
        "changes",
        "compare",
        "data",
        "embed",
        "facts",
        "findings",
        "glossary",
        "index",
        "rules",
        "schema",
        "search",
        "sources",
    ]
)
"""Folders below a site's root that are the generator's own."""

_HINT = "choose another name"


def taken(site: SiteFile) -> frozenset[str]:
    """The slugs that no page of prose may have: the generator's own, and the folders of the kinds of topics."""
    return RESERVED | {kind.address for kind in site.kinds.values()} | {*site.all_languages[1:]}


def slug_problems(site: SiteFile, node: Node, pages: Collection[str]) -> Iterator[Problem]:
    """Kinds of topics and pages that would stand where something else stands. `pages` are slugs."""
    used: dict[str, str] = {}
    for kind, entry in site.kinds.items():
        place = _address(node, kind)
        if entry.address in RESERVED:
            yield Problem("reserved-address", place, f"`/{entry.address}/` is an address of the generator's own", _HINT)
        elif entry.address in site.all_languages[1:]:
            yield Problem(
                "reserved-address", place, f"`/{entry.address}/` is where pages in that language stand", _HINT
            )
        elif entry.address in used:
            yield Problem("reserved-address", place, f"`{used[entry.address]}` has this address already", _HINT)
        used.setdefault(entry.address, kind)
    for slug in sorted({*pages} & taken(site)):
        owner = f"the kind `{used[slug]}` has it" if slug in used else "it is the generator's own"
        message = f"a page cannot have the address `/{slug}/`: {owner}"
        yield Problem("reserved-address", Place(f"content/pages/{slug}.md"), message, "rename the file")


def _address(node: Node, kind: str) -> Place:
    for key in ("kinds", kind, "address"):
        child = node.get(key) if isinstance(node, Mapping) else None
        node = child if child is not None else node
    return node.place
