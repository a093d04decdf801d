"""Sites to attack: the small one as files, and one in which every text of every kind of file is a given payload."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml

from sitegen import seeds, sources
from sitegen.tokens import words
from soak.run import SMALL

__all__ = ["copy", "lay", "listing", "litter", "planted", "tree"]


def lay(files: sources.Files, root: Path) -> Path:
    """Files on a disk."""
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return root


def copy(root: Path) -> Path:
    return Path(shutil.copytree(SMALL, root))


def tree(folder: Path) -> dict[str, str]:
    """The digest of every file of a folder, links and empty folders included."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = "link"
        elif path.is_file():
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
        elif not any(path.iterdir()):
            found[name] = "empty"
    return found


def listing(root: Path) -> list[str]:
    """What stands beside a published site, hidden files included: where litter would be."""
    return [*sorted(path.name for path in root.iterdir()), *sorted(path.name for path in _beside(root / "public"))]


def litter(target: Path) -> list[str]:
    """What lies in the workshop of a published site but its lock and the site before, most of whose files are this one's."""
    return sorted(path.name for path in _beside(target) if path.name != "lock")


def _beside(target: Path) -> list[Path]:
    beside = target.parent / f".{target.name}.sitegen"
    found = list(beside.iterdir()) if beside.is_dir() else []
    return [path for path in found if path.name != "new" or not _is_mostly(path, target)]


def _is_mostly(folder: Path, target: Path) -> bool:
    """Whether a whole site stands there, half of whose files at least are files of the target."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    there = (target / path.relative_to(folder) for path in files)
    same = sum(one.is_file() and one.samefile(path) for one, path in zip(there, files, strict=True))
    return (folder / "manifest.json").is_file() and 2 * same >= len(files)


# Texts that may be given once for each language of a site.
_SPOKEN: Mapping[str, tuple[str, ...]] = {
    "content/site.yaml": (
        "title", "description", "notice", "contact", "kinds.*.label", "kinds.*.plural", "kinds.*.summary", "navigation.*.label", "sections.*",
    ),
    "content/glossary.yaml": ("terms.*.expansion", "terms.*.meaning"),
    "content/changes/2026-01-01-x.yaml": ("reason", "source"),
    "content/decisions/rate.yaml": ("decision", "reason", "by"),
    "content/relations.yaml": ("relations.*.reason", "relations.*.by"),
    "content/facts/pumps-a.yaml": ("facts.*.note", "facts.*.statement"),
    "content/topics/market/pumps.yaml": ("name", "summary"),
    "seeds/pumps-a.yaml": ("label", "kind", "note"),
    "content/pages/about.md": ("title", "description"),
}  # fmt: skip


def _each(value: Any, path: str, change: Callable[[str], object]) -> None:
    """Put something else in the place of every text at a path of keys; `*` are all keys, or all places of a list."""
    first, _, rest = path.partition(".")
    places = (
        (range(len(value)) if isinstance(value, list) else list(value))
        if first == "*"
        else [first]
        if first in value
        else []
    )
    for place in places:
        if rest:
            _each(value[place], rest, change)
        else:
            value[place] = change(value[place])


def planted(
    text: Callable[[str], str], base_url: str | None = None, *, spoken: bool = False
) -> tuple[sources.Files, dict[str, str]]:
    """A site whose every text is made by `text` from the name of its field, and the texts by field.

    The document is written to hold them, so that each fact is proved by its quote as any other. Where the site is `spoken`,
    it has two languages, and a text for each wherever it may.
    """
    used: dict[str, str] = {}

    def put(name: str) -> str:
        used[name] = used.get(name) or text(name)
        return used[name]

    def line(number: int, said: str) -> str:
        return f"Here begins item{number} of our list {said} and here ends item{number} of it."

    members = [put(f"member {number}") for number in range(4)]
    term, piece = put("term value"), put("record piece")
    body = [
        "The market was worth EUR 410.0 million in 2023 and should reach EUR 620.5 million by 2028, a CAGR of 9.6% (2023-2028).",
        "Base year 2023 it is. Electricity prices may slow the uptake.",
        line(1, term), line(2, ", ".join(members)), line(3, piece),
        " ".join(f"filler{number} word" for number in range(400)),
    ]  # fmt: skip
    document = "\n\n".join(body) + "\n"
    facts: list[dict[str, object]] = [
        {"id": "size-2023", "about": "pumps", "measure": put("money measure"), "when": "2023", "value": "EUR 410.0 million",
         "quote": "worth EUR 410.0 million in 2023", "where": "land", "note": put("fact note"), "checked_by": put("checked_by")},
        {"id": "size-2028", "about": "pumps", "measure": put("money measure"), "when": "2028", "value": "EUR 620.5 million",
         "quote": "reach EUR 620.5 million by 2028", "where": "land"},
        {"id": "period", "about": "pumps", "measure": "period", "value": "2023-2028", "quote": "9.6% (2023-2028)"},
        {"id": "growth", "about": "pumps", "measure": "CAGR", "when": "period", "value": "9.6%", "quote": "a CAGR of 9.6%"},
        {"id": "term", "about": "pumps", "measure": "largest", "value": term, "quote": [f"our list {term}"], "by": put("by")},
        {"id": "list", "about": "pumps", "measure": "segments", "by": put("by"), "members": members, "quote": "begins item2 of our list"},
        {"id": "claim", "about": "pumps", "measure": "restraint", "statement": put("statement"), "quote": "Electricity prices may slow"},
        {"id": "reference", "about": "pumps", "measure": "reference", "record": {"title": piece}, "quote": f"our list {piece}"},
    ]  # fmt: skip
    kinds = {
        name: {"label": put(f"{name} label"), "plural": put(f"{name} plural"), "address": f"{name}s", "summary": put(f"{name} summary")}
        for name in ("market", "region", "segment")
    }  # fmt: skip
    kinds["market"]["parts"] = ["estimates"]  # type: ignore[assignment]
    measures = {
        used["money measure"]: {"takes": "money", "role": "size"}, "CAGR": {"takes": "percent", "role": "growth"},
        "period": {"takes": "period", "role": "forecast-period"}, "largest": {"takes": "term"}, "segments": {"takes": "list"},
        "restraint": {"takes": "claim"}, "reference": {"takes": "reference", "role": "reference"},
    }  # fmt: skip
    for measure in measures.values():
        measure["section"] = put("section")
    site = {
        "format": "1", "title": put("site title"), "description": put("site description"), "language": "en", "notice": put("notice"),
        "contact": put("contact"), "licence": put("site licence"), "navigation": [{"label": put("navigation"), "to": "sources/"}], "kinds": kinds,
        "sections": [used["section"]], "measures": measures, **({"base_url": base_url} if base_url else {}),
    }  # fmt: skip
    record = {
        name: put(f"seed {name}")
        for name in ("label", "title", "publisher", "kind", "published", "licence", "origin", "note")
    }
    record |= {
        "language": "en",
        "words": str(len(words(document))),
        "sha256": hashlib.sha256(document.encode()).hexdigest(),
    }
    page = {"title": put("page title"), "description": put("page description")}
    glossary = {"terms": [{"term": put("glossary term"), "expansion": put("expansion"), "meaning": put("meaning")}]}
    change = {
        "facts": ["pumps-a/size-2023"],
        "reason": put("change reason"),
        "kind": "correction",
        "source": put("change source"),
    }
    # The printed rate is not that of the printed sizes: a finding, which an editor answers.
    decision = {
        "rule": "growth-arithmetic", "facts": ["pumps-a/growth", "pumps-a/size-2023", "pumps-a/size-2028"], "decided": "2026-01-01",
        "by": put("decision by"), "decision": put("decision"), "reason": put("decision reason"),
    }  # fmt: skip
    relation = {
        "claim": "pumps-a/claim", "relation": "qualifies", "evidence": "pumps-a/term", "reason": put("relation reason"),
        "decided": "2026-01-01", "by": put("relation by"),
    }  # fmt: skip
    pumps = {
        "name": put("topic name"),
        "aliases": [put("topic alias")],
        "where": "land",
        "summary": put("topic summary"),
    }
    written: dict[str, object] = {
        "content/site.yaml": site,
        "content/glossary.yaml": glossary,
        "content/changes/2026-01-01-x.yaml": change,
        "content/decisions/rate.yaml": decision,
        "content/relations.yaml": {"relations": [relation]},
        "content/facts/pumps-a.yaml": {"facts": facts},
        "content/topics/market/pumps.yaml": pumps,
        "content/topics/region/land.yaml": {"name": put("region name"), "abbreviation": put("abbreviation")},
        "content/topics/segment/part.yaml": {"name": members[0], "parent": "pumps"},
        "seeds/pumps-a.yaml": record,
    }
    written["content/pages/about.md"] = page
    if spoken:
        del site["language"]
        site |= {
            "languages": ["en", "es"],
            "apart": [used["section"]],
            "dimensions": {used["by"]: {"es": put("by in es")}},
        }
        measures[used["money measure"]]["labels"] = {"es": put("money measure in es")}  # type: ignore[assignment]
        for path, fields in _SPOKEN.items():
            for field in fields:
                _each(written[path], field, lambda said, name=field: {"en": said, "es": put(f"{name} in es")})  # type: ignore[misc]
    del written["content/pages/about.md"]
    files = {path: yaml.safe_dump(value, allow_unicode=True, width=10**6).encode() for path, value in written.items()}
    head = yaml.safe_dump(page, allow_unicode=True, width=10**6)
    files["content/pages/about.md"] = f"---\n{head}---\n\n{put('page body')}\n".encode()
    files["seeds/pumps-a.fingerprint"] = seeds.fingerprint(words(document)).dumps().encode()
    return files, used
