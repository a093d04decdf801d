"""The documents themselves as references: BibTeX, RIS, CSL-JSON.

Comes in: the records of seeds. Goes out: three outputs. What a document does not state is left out, never filled in.
Apart from `evidence`, whose references are those that documents cite.
"""

from __future__ import annotations

import json
import re

from sitegen.evidence.references import tex
from sitegen.facts import NOT_STATED, Seed
from sitegen.graph import Graph
from sitegen.outputs import Output

__all__ = ["citation_files"]

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def citation_files(graph: Graph, base_url: str) -> tuple[Output, ...]:
    """data/sources.bib, .ris and .csl.json: one entry a document."""
    seeds = tuple(graph.seeds.values())
    root = base_url.rstrip("/") + "/" if base_url else ""
    made = {
        "bib": "\n".join(_bibtex(seed, root) for seed in seeds),
        "ris": "".join(_ris(seed, root) for seed in seeds),
        "csl.json": json.dumps([_csl(seed, root) for seed in seeds], ensure_ascii=False, indent=1) + "\n",
    }
    return tuple(Output(f"data/sources.{ending}", text.encode("utf-8")) for ending, text in made.items())


def _stated(text: str) -> str:
    return "" if text == NOT_STATED else text


def _pieces(seed: Seed) -> dict[str, str]:
    """What is known of a document, by the names that all three formats share."""
    record = seed.record
    year = _YEAR.search(record.published)
    return {
        "title": _stated(record.title) or record.label, "publisher": _stated(record.publisher),
        "published": _stated(record.published), "year": year[0] if year else "", "kind": record.kind,
        "licence": _stated(record.licence), "language": record.language,
    }  # fmt: skip


def _bibtex(seed: Seed, root: str) -> str:
    known = _pieces(seed)
    fields = {
        "title": "{" + tex(known["title"]) + "}", "publisher": tex(known["publisher"]), "year": known["year"],
        "type": tex(known["kind"]), "language": known["language"], "url": f"{root}sources/{seed.id}/" if root else "",
        "note": tex(f"Licence: {known['licence']}") if known["licence"] else "",
    }  # fmt: skip
    lines = "".join(f"  {name} = {{{text}}},\n" for name, text in fields.items() if text)
    return f"@misc{{{seed.id},\n{lines}}}\n"


def _ris(seed: Seed, root: str) -> str:
    known = _pieces(seed)
    tags = (
        ("TY", "RPRT"), ("ID", seed.id), ("TI", known["title"]), ("PB", known["publisher"]), ("PY", known["year"]),
        ("M3", known["kind"]), ("LA", known["language"]), ("UR", f"{root}sources/{seed.id}/" if root else ""),
    )  # fmt: skip
    return "".join(f"{tag}  - {text}\r\n" for tag, text in tags if text) + "ER  - \r\n\r\n"


def _csl(seed: Seed, root: str) -> dict[str, object]:
    known = _pieces(seed)
    texts = {"title": "title", "publisher": "publisher", "genre": "kind", "language": "language"}
    item: dict[str, object] = {"id": seed.id, "type": "report"}
    item |= {name: known[piece] for name, piece in texts.items() if known[piece]}
    if known["year"]:
        item["issued"] = {"date-parts": [[int(known["year"])]]}
    return item | ({"URL": f"{root}sources/{seed.id}/"} if root else {})
