"""References as data: their DOI, whether it can be one, which of them are the same, which facts rest on them.

Comes in: records of references, piece by piece as printed. Goes out: `Reference` values in the order of the document,
and the same as BibTeX, RIS and CSL-JSON. Nothing is looked up: what a document does not print is absent.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence

from sitegen.evidence.model import Reference
from sitegen.facts import Fact
from sitegen.graph import Graph
from sitegen.messages import msg
from sitegen.outputs import Output

__all__ = ["bibtex", "csl_json", "doi_of", "reference_files", "references", "ris", "tex"]

_DOI = re.compile(r"10\.\d{4,9}/\S+")
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "%": r"\%",
    "&": r"\&",
    "#": r"\#",
    "_": r"\_",
    "$": r"\$",
    "~": r"\~{}",
    "^": r"\^{}",
}


def references(graph: Graph, seed: str) -> tuple[Reference, ...]:
    """The references of one document, in its order."""
    facts = [fact for fact in graph.facts_of(seed) if fact.role == "reference" and fact.record]
    seen: dict[str, str] = {}
    keys: dict[str, int] = {}
    found = []
    for fact in facts:
        pieces = dict(fact.record)
        doi = doi_of(pieces)
        same = doi.casefold() or " ".join(re.findall(r"\w+", pieces.get("title", "").casefold()))
        first = seen.setdefault(same, fact.id) if same else fact.id
        found.append(
            Reference(
                fact,
                _key(pieces, keys),
                doi,
                pieces,
                _problem(pieces, doi),
                "" if first == fact.id else first,
                _cited_by(graph, fact),
            )
        )
    return tuple(found)


def doi_of(pieces: dict[str, str]) -> str:
    """The DOI of a record, without the resolver's address; nothing where there is none of the right form."""
    match = _DOI.search(pieces.get("doi", ""))
    return match.group().rstrip(".,;") if match else ""


def _problem(pieces: dict[str, str], doi: str) -> str:
    printed = pieces.get("doi", "")
    return msg("“{printed}” has not the form of a DOI", printed=printed) if printed and not doi else ""


def _cited_by(graph: Graph, reference: Fact) -> tuple[Fact, ...]:
    """The document's facts that cite the reference, and those about the study that it is the record of."""
    subject = graph.seeds[reference.seed].record.subject
    of_study = () if reference.about == subject else (
        *graph.facts_about.get(reference.about, ()), *graph.facts_touching.get(reference.about, ()),
    )  # fmt: skip
    citing = (fact for fact in graph.facts_of(reference.seed) if reference.name in fact.cites)
    touching = (fact for fact in of_study if fact.seed == reference.seed and fact.role != "reference")
    own = {fact.id: fact for fact in (*touching, *citing)}
    return tuple(sorted(own.values(), key=lambda fact: (fact.start, fact.name)))


def _key(pieces: dict[str, str], used: dict[str, int]) -> str:
    """`sharma2021`, `sharma2021b` …: the first author in ASCII and the year."""
    family = pieces.get("authors", "").split(",")[0].rpartition(" ")[0]
    plain = unicodedata.normalize("NFKD", family).encode("ascii", "ignore").decode()
    author = "".join(char for char in plain.casefold() if char.isalnum())
    base = (author or "anonymous") + "".join(re.findall(r"\d{4}", pieces.get("year", ""))[:1])
    count = used[base] = used.get(base, 0) + 1
    return base if count == 1 else f"{base}{chr(ord('a') + count - 1)}"


def _authors(pieces: dict[str, str]) -> tuple[list[tuple[str, str]], bool]:
    """(family, initials) of each printed author, and whether others were left out by `et al`."""
    printed = pieces.get("authors", "")
    names = [name.strip(" .") for name in printed.split(",")]
    others = bool(names) and names[-1].casefold() in {"et al", "et al."}
    found = []
    for name in names[:-1] if others else names:
        family, _, initials = name.rpartition(" ")
        found.append((family, initials) if family and re.fullmatch(r"[A-Z][A-Z-]{0,3}", initials) else (name, ""))
    return [(family, initials) for family, initials in found if family], others


def reference_files(graph: Graph) -> tuple[Output, ...]:
    """The references of every document that has some, in three formats below data/references/."""
    found = []
    for seed in graph.seeds:
        rows = references(graph, seed)
        if rows:
            for ending, text in (("bib", bibtex(rows)), ("ris", ris(rows)), ("json", csl_json(rows))):
                found.append(Output(f"data/references/{seed}.{ending}", text.encode("utf-8")))
    return tuple(found)


def bibtex(rows: Sequence[Reference]) -> str:
    return "\n".join(_bibtex_entry(row) for row in rows)


def _bibtex_entry(row: Reference) -> str:
    authors, others = _authors(row.pieces)
    names = [f"{family}, {'. '.join(initials)}." if initials else family for family, initials in authors]
    fields = {
        "author": " and ".join([*map(tex, names), *(["others"] if others else [])]),
        "title": "{" + tex(row.pieces.get("title", "")) + "}", "journal": tex(row.pieces.get("journal", "")),
        "year": tex(row.pieces.get("year", "")), "volume": tex(row.pieces.get("volume", "")),
        "number": tex(row.pieces.get("issue", "")), "pages": tex(row.pieces.get("pages", "")).replace("-", "--"),
        "doi": row.doi,
    }  # fmt: skip
    lines = [f"  {name} = {{{text}}}," for name, text in fields.items() if text and text != "{}"]
    return "@article{" + row.key + ",\n" + "\n".join(lines) + "\n}\n"


def tex(text: str) -> str:
    return "".join(_TEX.get(char, char) for char in text)


def ris(rows: Sequence[Reference]) -> str:
    return "".join(_ris_entry(row) for row in rows)


def _ris_entry(row: Reference) -> str:
    authors, _ = _authors(row.pieces)
    first, _, last = row.pieces.get("pages", "").partition("-")
    tags = [
        ("TY", "JOUR"),
        *(("AU", f"{family}, {'.'.join(initials)}." if initials else family) for family, initials in authors),
    ]
    tags += [
        ("TI", row.pieces.get("title", "")), ("JO", row.pieces.get("journal", "")), ("PY", row.pieces.get("year", "")),
        ("VL", row.pieces.get("volume", "")), ("IS", row.pieces.get("issue", "")), ("SP", first), ("EP", last), ("DO", row.doi),
        ("ID", row.key),
    ]  # fmt: skip
    body = "".join(f"{tag}  - {text}\r\n" for tag, text in tags if text)
    return f"{body}ER  - \r\n\r\n"


def csl_json(rows: Sequence[Reference]) -> str:
    return json.dumps([_csl_item(row) for row in rows], ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _csl_item(row: Reference) -> dict[str, object]:
    authors, _ = _authors(row.pieces)
    year = re.search(r"\d{4}", row.pieces.get("year", ""))
    item: dict[str, object] = {"id": row.key, "type": "article-journal"}
    named = [{"family": family, "given": initials} if initials else {"literal": family} for family, initials in authors]
    texts = {
        "title": "title", "container-title": "journal", "volume": "volume", "issue": "issue", "page": "pages",
    }  # fmt: skip
    if named:
        item["author"] = named
    if year is not None:
        item["issued"] = {"date-parts": [[int(year.group())]]}
    item |= {name: row.pieces[piece] for name, piece in texts.items() if row.pieces.get(piece)}
    return item | ({"DOI": row.doi} if row.doi else {})
