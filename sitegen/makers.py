"""An address → the pieces of a drawing that may make what stands there, the likeliest first.

Comes in: an address, the names of pieces. Goes out: their numbers. Apart from `drawing`, which makes everything: a server is asked
for one thing at a time, and should make little else. A test holds it against every output of a site.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

__all__ = ["makers"]


def makers(path: str, names: Iterable[str], addresses: Mapping[str, str]) -> list[int]:
    """`path` is without the folder of a language, `names` are those of pieces of one language, `addresses` those of kinds."""
    found = []
    for number, name in enumerate(names):
        what, _, key = name.partition(" ")
        rank = _rank(path, path.partition("/")[0], what, key, addresses)
        if rank is not None:
            found.append((rank, number))
    return [number for _, number in sorted(found)]


def _rank(path: str, head: str, what: str, key: str, addresses: Mapping[str, str]) -> int | None:
    """How likely a piece makes it, the less the likelier; None where it does not."""
    if what in {"topic", "source"}:
        # The longer the name that an address holds, the less by chance.
        return -len(key) if key in path else None
    return (1 if what in _WHOLE else 0) if _fits(path, head, what, key, addresses) else None


_WHOLE = {"files": ("data", "schema"), "spoken": ("data",), "compare": ("compare", "embed")}
"""Pieces that hold something of everything, and take long: the folders in which they have files."""
_AT = {"home": ("index.html", "index.md"), "404": ("404.html",), "reference": ("schema",)}

_CHUNKS = {"found": "data/search/", "explored": "data/explorer/"}


def _fits(path: str, head: str, what: str, key: str, addresses: Mapping[str, str]) -> bool:
    second = path.split("/")[1] if "/" in path else ""
    if what == "kind":
        return head == addresses.get(key)
    if what == "facts":
        return head == "facts" and (second == key or (key == "1" and not second.isdecimal()))
    if what == "rule":
        return head == "rules" and second == key
    if what in _CHUNKS:
        return path.startswith(_CHUNKS[what]) and (
            path.endswith(f"/facts-{key}.json") or (key == "0" and "/facts-" not in path)
        )
    if what == "spoken" and path.endswith(("feed.xml", "feed.json")):
        return True
    if what == "page":
        return head == key
    return what == "moved" or head in _WHOLE.get(what, _AT.get(what, (what,)))
