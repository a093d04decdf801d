"""What differs between two states of the content: facts, derived values, findings, pages.

Comes in: two graphs, and what was computed from each. Goes out: `Difference`. Apart from `revisions`, which knows git,
and from the stages that compute.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sitegen.exports import fact_rows
from sitegen.graph import Graph
from sitegen.problems import printable

__all__ = ["Change", "Difference", "Snapshot", "compare", "escaped", "to_json", "to_markdown", "to_text"]

# Where a quote stands, what page shows it and what the value amounts to all follow from these.
_COMPARED = (
    "about", "measure", "value", "unit", "qualifier", "members", "statement", "record", "empty", "when", "where", "by", "of", "topics",
    "quote", "note",
)  # fmt: skip
_MARKDOWN = frozenset("\\`*_{}[]<>()#+-.!|~&")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What one state says, as text by id. `pages` are comparable views.

    `findings` and `pages` are None of a state in which something refers to what is not there: it cannot be drawn.
    """

    derived: Mapping[str, str]
    findings: Mapping[str, str] | None
    pages: Mapping[str, object] | None


@dataclass(frozen=True, slots=True)
class Change:
    """`kind` is added, removed or changed; `fields` are (name, before, after)."""

    id: str
    kind: str
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Difference:
    facts: tuple[Change, ...]
    derived: tuple[Change, ...]
    findings: tuple[Change, ...] | None
    pages: tuple[str, ...] | None


def compare(before: Graph, after: Graph, old: Snapshot, new: Snapshot) -> Difference:
    """Everything that differs, each part in the order of its ids."""
    findings = None
    if old.findings is not None and new.findings is not None:
        findings = _texts(old.findings, new.findings, "finding")
    pages = None
    if old.pages is not None and new.pages is not None:
        one, other = old.pages, new.pages
        pages = tuple(sorted(path for path in {*one, *other} if one.get(path) != other.get(path)))
    return Difference(_facts(before, after), _texts(old.derived, new.derived, "value"), findings, pages)


def _facts(before: Graph, after: Graph) -> tuple[Change, ...]:
    old = {str(row["id"]): row for row in fact_rows(before)}
    new = {str(row["id"]): row for row in fact_rows(after)}
    found = []
    for name in sorted({*old, *new}):
        one, other = old.get(name, {}), new.get(name, {})
        fields = tuple(
            (key, _shown(one.get(key)), _shown(other.get(key))) for key in _COMPARED if one.get(key) != other.get(key)
        )
        if fields:
            found.append(Change(name, "changed" if one and other else "added" if other else "removed", fields))
    return tuple(found)


def _shown(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(str(item) for item in value)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {item}" for key, item in value.items())
    return "" if value is None else "yes" if value is True else str(value)


def _texts(old: Mapping[str, str], new: Mapping[str, str], name: str) -> tuple[Change, ...]:
    return tuple(
        Change(
            key,
            "changed" if key in old and key in new else "added" if key in new else "removed",
            ((name, old.get(key, ""), new.get(key, "")),),
        )
        for key in sorted({*old, *new})
        if old.get(key) != new.get(key)
    )


def _count(changes: Sequence[Change]) -> str:
    kinds = [change.kind for change in changes]
    said = [f"{kinds.count(kind)} {kind}" for kind in ("added", "removed", "changed") if kind in kinds]
    return ", ".join(said) or "none differs"


def _opened(changes: Sequence[Change]) -> str:
    words = {"added": "opened", "removed": "closed", "changed": "changed"}
    kinds = [change.kind for change in changes]
    return ", ".join(f"{kinds.count(kind)} {word}" for kind, word in words.items() if kind in kinds) or "none differs"


def to_text(found: Difference) -> str:
    """For a terminal."""
    lines = [f"facts: {_count(found.facts)}", *(line for change in found.facts for line in _text_lines(change))]
    lines += [f"derived: {_count(found.derived)}", *(line for change in found.derived for line in _text_lines(change))]
    if found.findings is None:
        lines.append("findings: not compared")
    else:
        lines += [
            f"findings: {_opened(found.findings)}",
            *(line for change in found.findings for line in _text_lines(change)),
        ]
    lines.append("pages: not compared" if found.pages is None else f"pages: {len(found.pages)} affected")
    lines += [f"  /{page}" for page in found.pages or ()]
    return "\n".join(lines)


def _text_lines(change: Change) -> list[str]:
    mark = {"added": "+", "removed": "-", "changed": "~"}[change.kind]
    if change.kind == "changed":
        return [
            f"  {mark} {change.id}",
            *(
                f"      {name}: {printable(old) or '(none)'} → {printable(new) or '(none)'}"
                for name, old, new in change.fields
            ),
        ]
    said = next(
        (
            old or new
            for name, old, new in change.fields
            if name in {"value", "members", "statement", "finding", "record"}
        ),
        "",
    )
    return [f"  {mark} {change.id}: {printable(said)}" if said else f"  {mark} {change.id}"]


def to_markdown(found: Difference) -> str:
    """For a comment on a merge request."""
    out = [f"**Facts:** {_count(found.facts)}. **Derived:** {_count(found.derived)}."]
    out[0] += " **Findings:** not compared." if found.findings is None else f" **Findings:** {_opened(found.findings)}."
    out[0] += " **Pages:** not compared." if found.pages is None else f" **Pages:** {len(found.pages)} affected."
    rows = [
        f"| {escaped(change.id)} | {change.kind} | {name} | {escaped(old)} | {escaped(new)} |"
        for change in (*found.facts, *found.derived, *(found.findings or ()))
        for name, old, new in change.fields
    ]
    if rows:
        out += ["| what | | field | before | after |\n| --- | --- | --- | --- | --- |\n" + "\n".join(rows)]
    if found.pages:
        out.append("\n".join(f"- `/{page}`" for page in found.pages))
    return "\n\n".join(out)


def escaped(text: str) -> str:
    """Text that Markdown shows as it is, whatever it holds: no link, no mention, no markup."""
    flat = " ".join(printable(text).split())
    return "".join(f"\\{char}" if char in _MARKDOWN else f"{char}\u200b" if char == "@" else char for char in flat)


def to_json(found: Difference) -> str:
    def rows(changes: Sequence[Change]) -> list[dict[str, object]]:
        return [
            {
                "id": c.id,
                "kind": c.kind,
                "fields": [{"field": n, "before": old, "after": new} for n, old, new in c.fields],
            }
            for c in changes
        ]

    findings = None if found.findings is None else rows(found.findings)
    said = {
        "facts": rows(found.facts),
        "derived": rows(found.derived),
        "findings": findings,
        "pages": None if found.pages is None else list(found.pages),
    }
    return json.dumps(said, indent=2, ensure_ascii=False)
