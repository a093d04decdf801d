"""Published values that changed, and why: git says what and when, content/changes/<date>-<id>.yaml says why.

Comes in: the files of two states, or the steps of a history, and the reasons. Goes out: corrections, and a problem for
every published value that changed without a reason. Apart from `revisions`, which knows git: this is a pure comparison.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sitegen import documents
from sitegen.documents import Mapping as MappingNode
from sitegen.documents import Node, Scalar, Sequence
from sitegen.facts import Change, Corpus
from sitegen.problems import Place, Problem, Severity, did_you_mean
from sitegen.reading import Desk
from sitegen.revisions import Step
from sitegen.shapes import ChangeFile
from sitegen.sources import Files

__all__ = [
    "Correction",
    "Printed",
    "change_references",
    "changed_values",
    "corrections",
    "missing_reasons",
    "read_changes",
]

_SAID = ("value", "members", "statement", "record", "empty", "when")
_FOLDER = "content/changes/"


@dataclass(frozen=True, slots=True)
class Printed:
    """What a published fact said: its value as readers saw it, and where it stands in its file."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Correction:
    """One published value that changed: `new` is empty where it was withdrawn, `change` None where nobody said why."""

    fact: str
    day: str
    old: str
    new: str
    change: Change | None


def read_changes(desk: Desk) -> tuple[Change, ...]:
    """The reasons, in the order of their day. A file's name begins with a day of the calendar."""
    found = []
    for path in sorted(path for path in desk.files if path.startswith(_FOLDER) and path.endswith(".yaml")):
        name = path.removeprefix(_FOLDER).removesuffix(".yaml")
        day, _, rest = name[:10], name[10:11], name[11:]
        if not _is_day(day) or name[10:11] != "-" or not rest:
            message = f"`{name}` does not begin with a day and a name"
            desk.problems.append(Problem("file-name", Place(path), message, "call it 2026-11-22-what-changed.yaml"))
            continue
        file, node = desk.shape(path, ChangeFile)
        if file is not None and node is not None:
            listed = node.get("facts") if isinstance(node, MappingNode) else None
            places = tuple(item.place for item in listed.items) if isinstance(listed, Sequence) else ()
            found.append(Change(name, day, file, places))
    return tuple(found)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def change_references(corpus: Corpus) -> list[Problem]:
    """Reasons for facts that are not there; a fact that was withdrawn need not be."""
    seeds = {seed.id for seed in corpus.seeds}
    return [
        Problem("unknown-reference", place, f"there is no fact `{fact}`", did_you_mean(fact, corpus.declared))
        for change in corpus.changes
        for fact, place in zip(change.file.facts, change.places, strict=True)
        if fact not in corpus.declared and (change.file.kind != "withdrawal" or fact.partition("/")[0] not in seeds)
    ]


@lru_cache(maxsize=4096)
def _published(data: bytes, path: str) -> Mapping[str, Printed]:
    """The accepted facts of a file, whatever version of it: what each says, as text."""
    text, _ = documents.decode(data, path)
    node, _ = documents.parse(text, path) if text else (None, [])
    seed = path.rpartition("/")[2].removesuffix(".yaml")
    listed = node.get("facts") if isinstance(node, MappingNode) and _text(node.get("status")) != "draft" else None
    found: dict[str, Printed] = {}
    for entry in listed.items if isinstance(listed, Sequence) else ():
        name = _text(entry.get("id")) if isinstance(entry, MappingNode) else ""
        if isinstance(entry, MappingNode) and name and _text(entry.get("status")) != "draft":
            said = {key: _text(_main(key, value)) for key in _SAID if (value := entry.get(key)) is not None}
            shown = next((said[key] for key in _SAID[:-2] if key in said), "left empty")
            place = next(value.place for key in (*_SAID, "id") if (value := entry.get(key)) is not None)
            found[f"{seed}/{name}"] = Printed(f"{shown} ({said['when']})" if "when" in said else shown, place)
    return found


def _main(key: str, node: Node) -> Node:
    """A statement that is given in several languages counts as the one that stands first: a translation is no correction."""
    return node.items[0][1] if key == "statement" and isinstance(node, MappingNode) and node.items else node


def _text(node: Node | None) -> str:
    if isinstance(node, Scalar):
        return " ".join(node.text.split())
    if isinstance(node, Sequence):
        return "; ".join(_text(item) for item in node.items)
    return "; ".join(f"{key.text}: {_text(value)}" for key, value in node.items) if node is not None else ""


def changed_values(before: bytes, after: bytes, path: str) -> tuple[tuple[str, str, str], ...]:
    """(fact, old, new) of every published value of a file that changed or went; what is new is no correction."""
    old, new = (_published(data, path) for data in _apart(before, after))
    return tuple(
        (fact, said.text, new[fact].text if fact in new else "")
        for fact, said in old.items()
        if fact not in new or new[fact].text != said.text
    )


_ENTRY = b"\n- id: "
# A text in quotes that goes on in the next line might hold what looks like an entry, and a key between two of them is followed by
# another list.
_MIXED = re.compile(rb"""(?m)\n(?:[^"'\n#]*: (?:"[^"\n]*|'(?:[^'\n]|'')*)$|[^\s#-])""")


def _apart(before: bytes, after: bytes) -> tuple[bytes, bytes]:
    """Two versions of a file without the entries that stand in both: of a long file an editor changes little at a time."""
    old, new = before.split(_ENTRY), after.split(_ENTRY)
    shared = set(old[1:-1]) & set(new[1:-1])
    if not shared or _MIXED.search(before, len(old[0])) or _MIXED.search(after, len(new[0])):
        return before, after
    return _without(shared, old), _without(shared, new)


def _without(shared: Collection[bytes], entries: Iterable[bytes]) -> bytes:
    return _ENTRY.join([one for one in entries if one not in shared])


def missing_reasons(before: Files, after: Files, severity: Severity) -> dict[str, Problem]:
    """Fact → problem, for each published value that differs and that no reason names which is new since then."""
    given = _named_by(after, {path for path in after if before.get(path) != after[path]})
    found: dict[str, Problem] = {}
    for path in sorted(path for path in before if path.startswith("content/facts/")):
        now = _published(after.get(path, b""), path)
        for fact, old, new in changed_values(before[path], after.get(path, b""), path):
            if fact not in given:
                place = now[fact].place if fact in now else Place(path if path in after else "content/facts")
                message = f"`{fact}` was published as `{old[:80]}`" + ("" if new else " and is gone")
                hint = f'say why: `sitegen new change DAY-NAME --fact {fact} --reason "…"`'
                found[fact] = Problem("change-without-reason", place, message, hint, severity=severity)
    return found


def _named_by(files: Files, paths: Collection[str]) -> set[str]:
    """The facts that these files of reasons name."""
    desk = Desk({path: files[path] for path in paths if path.startswith(_FOLDER)})
    return {fact for change in read_changes(desk) for fact in change.file.facts}


def corrections(steps: Iterable[Step], changes: Iterable[Change]) -> tuple[Correction, ...]:
    """Every published value that changed, latest first, each with the reason that names it and is nearest in time."""
    reasons: dict[str, list[Change]] = {}
    for change in changes:
        for fact in change.file.facts:
            reasons.setdefault(fact, []).append(change)
    found = []
    for step in steps:
        if not step.before:
            continue
        for fact, old, new in changed_values(step.before, step.after, step.path):
            known = reasons.get(fact, [])
            reason = min(known, key=lambda change: (_days(change.day, step.day), change.id), default=None)
            found.append(Correction(fact, step.day, old, new, reason))
    return tuple(sorted(found, key=lambda c: (c.day, c.fact), reverse=True))


def _days(one: str, other: str) -> int:
    return abs(date.fromisoformat(one).toordinal() - date.fromisoformat(other).toordinal())
