"""What a piece of work reads of the material, and whether it would read the same again.

Comes in: `Material`. Goes out: a stand-in for it that notes whatever is looked at, and digests of what was noted. Apart from
`drawing`, which is handed the one or the other and cannot tell: no page says what it depends on, so none can forget to.

A stand-in is of the class that it stands for, so that all its functions run on what is noted. Of a mapping each key that is
looked up is noted, there or not, its length, or all of it; anything else is noted whole when it is touched. What is handed out
is then a frozen value, and its digest covers all that it holds.
"""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterable, Iterator, Mapping, ValuesView
from dataclasses import fields, replace
from functools import cache
from typing import Any, cast

from sitegen.audit.model import Dossier
from sitegen.digests import Digests, NotDigestible
from sitegen.evidence.gather import Evidence
from sitegen.facts import Corpus
from sitegen.graph import Graph, grouped
from sitegen.views.material import Listed, Material

__all__ = ["Read", "State", "Watch"]

_KINDS = frozenset({Material, Dossier, Graph, Corpus, Listed})
_SCOPE = "scope"
"""The graph from which evidence was gathered, as pages of another language know a graph of their own as well."""

_NOWHERE = object()

Read = tuple[str, str, str | int]
"""Something that was looked at: of what, as a path from the material; how (key, under, length, keys, all); the key, where it is one.

Most facts have no mark, no relation and no remark. That a key of the form `seed/name` is not there is therefore noted for all
of its seed at once: as long as the same keys stand `under` it, what was missing is missing.
"""


class Watch:
    """Watches over one piece of work: give it `material`, and ask for `reads` when it is done."""

    def __init__(self, material: Material) -> None:
        self._noted: set[Read] = set()
        self._watched: list[_Watched] = []
        self._stand_ins: list[dict[str, Any]] = []
        self._roots = _roots(material)
        self.material = cast("Material", self._stand_in("", material))

    @property
    def reads(self) -> set[Read]:
        """What was looked at until now."""
        return self._noted.union(*(one.reads() for one in self._watched))

    def close(self) -> None:
        """The work is done. What stand-ins hold leads back to them, and would stay in memory until somebody looks for such circles."""
        for fields_of in self._stand_ins:
            fields_of.clear()
        self._watched.clear()

    def note(self, of: str, how: str) -> None:
        self._noted.add((of, how, ""))

    def value(self, path: str, held: Any, name: str, stand_in: Any) -> object:
        """What a stand-in answers when it is asked for a field."""
        if type(held) is Material and name in {"charts", "sketches"}:
            # Whatever is drawn is drawn from what is noted, and kept for this piece of work alone.
            return stand_in.own_charts() if name == "charts" else stand_in.own_sketches()
        found, inner = getattr(held, name), f"{path}.{name}" if path else name
        if type(found) in _KINDS:
            return self._stand_in(inner, found)
        if isinstance(found, Mapping):
            watched = _Watched(self, inner, found, self._gathered if inner == "evidence" else None)
            self._watched.append(watched)
            return watched
        self.note(inner, "all")
        return found

    def _stand_in(self, path: str, held: object) -> object:
        kind: Any = type(held)
        found: object = object.__new__(_stand_in_for(kind))
        vars(found)["_answer"] = lambda name: self.value(path, held, name, found)
        self._stand_ins.append(vars(found))
        return found

    def _gathered(self, one: Evidence) -> Evidence:
        graph = cast("Graph", self._stand_in(_SCOPE, self._roots[_SCOPE]))
        return replace(one, scope=replace(one.scope, graph=graph))


class _Field:
    """A field of a stand-in: it is answered once, and then stands in the stand-in itself."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, stand_in: Any, _kind: object) -> object:
        found = vars(stand_in)[self._name] = stand_in._answer(self._name)
        return found


@cache
def _stand_in_for(kind: Any) -> Any:
    """A class of the same functions, each of whose fields is a `_Field`."""
    return type(f"Watched{kind.__name__}", (kind,), {one.name: _Field(one.name) for one in fields(kind)})


class _Watched(Mapping[Any, Any]):
    """A mapping that notes what is asked of it."""

    __slots__ = ("_asked", "_dressed", "_path", "_watch", "_whole")

    def __init__(self, watch: Watch, path: str, whole: Mapping[Any, Any], dressed: Callable[[Any], Any] | None) -> None:
        self._watch, self._path, self._whole, self._dressed = watch, path, whole, dressed
        self._asked: set[object] = set()

    def reads(self) -> Iterator[Read]:
        """What was asked of single keys."""
        for key in self._asked:
            if type(key) is str and "/" in key and key not in self._whole:
                yield self._path, "under", key.partition("/")[0]
            elif type(key) is str or type(key) is int:
                yield self._path, "key", key
            else:
                yield self._path, "all", ""

    def __getitem__(self, key: object) -> Any:
        self._asked.add(key)
        found = self._whole[key]
        return self._dressed(found) if self._dressed is not None else found

    def __contains__(self, key: object) -> bool:
        self._asked.add(key)
        return key in self._whole

    def get(self, key: object, default: Any = None) -> Any:
        if key in self._whole:
            return self[key]
        self._asked.add(key)
        return default

    def __len__(self) -> int:
        self._watch.note(self._path, "length")
        return len(self._whole)

    def __iter__(self) -> Iterator[Any]:
        self._watch.note(self._path, "keys")
        return iter(self._whole)

    def values(self) -> ValuesView[Any]:
        return self._all().values()

    def items(self) -> ItemsView[Any, Any]:
        return self._all().items()

    def _all(self) -> Mapping[Any, Any]:
        self._watch.note(self._path, "all")
        if self._dressed is None:
            return self._whole
        return {key: self._dressed(value) for key, value in self._whole.items()}


class State:
    """What reads come to in the present state of some materials, each known by a name: digests, made when asked for."""

    def __init__(self, materials: Mapping[str, Material], digests: Digests) -> None:
        self._roots = {name: _roots(material) for name, material in materials.items()}
        self._digests = digests
        digests.places = any(material.graph.corpus.site.repository for material in materials.values())
        self._found: dict[tuple[str, str], Any] = {}
        self._under: dict[tuple[str, str], Mapping[str, tuple[str, ...]]] = {}

    def digest(self, name: str, read: Read) -> str:
        """The digest of what would be read now; empty where none can be had, which is never the same as anything."""
        of, how, key = read
        held = self._held(name, of)
        if held is None:
            return ""
        (value,) = held
        if how != "all" and not isinstance(value, Mapping):
            return ""
        try:
            if how == "key":
                return self._of(value[key]) if key in value else "missing"
            if how == "under":
                return self._digests.of(self._keys_under(name, of, value).get(str(key), ()))
            if how == "all":
                return self._of(value)
            return str(len(value)) if how == "length" else self._digests.of(tuple(value))
        except NotDigestible:
            return ""

    def _keys_under(self, name: str, of: str, value: Mapping[Any, Any]) -> Mapping[str, tuple[str, ...]]:
        """The keys of a mapping by what stands before their first stroke."""
        if (name, of) not in self._under:
            keys = (key for key in value if type(key) is str and "/" in key)
            self._under[name, of] = grouped((key.partition("/")[0], key) for key in sorted(keys))
        return self._under[name, of]

    def _of(self, value: Any) -> str:
        if type(value) is Evidence:
            value = _bare(value)
        elif isinstance(value, dict) and value and type(next(iter(value.values()))) is Evidence:
            value = {key: _bare(one) for key, one in value.items()}
        return self._digests.of(value)

    def _held(self, name: str, path: str) -> tuple[Any] | None:
        """What stands at a path; a path that some file brought may lead nowhere."""
        if (name, path) not in self._found:
            first, *rest = path.split(".")
            roots: Mapping[str, Any] = self._roots.get(name, {})
            found = roots.get(_SCOPE, _NOWHERE) if first == _SCOPE else getattr(roots.get(""), first, _NOWHERE)
            for part in rest:
                found = getattr(found, part, _NOWHERE) if type(found) in _KINDS else _NOWHERE
            self._found[name, path] = None if found is _NOWHERE or type(found) in _KINDS else (found,)
        return cast("tuple[Any] | None", self._found[name, path])


def _roots(material: Material) -> Mapping[str, Any]:
    graphs: Iterable[Graph] = (one.scope.graph for one in material.evidence.values())
    return {"": material, _SCOPE: next(iter(graphs), material.graph)}


def _bare(one: Evidence) -> Evidence:
    """Without the graph, of which pages are given a stand-in."""
    return replace(one, scope=replace(one.scope, graph=cast("Graph", None)))
