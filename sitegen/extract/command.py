"""What `sitegen extract` and `sitegen seed coverage` do, without arguments, files or exit statuses.

Comes in: the site's files and a text. Goes out: what to print. Apart from `cli`, so that both can be tested as functions.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from sitegen.documents import Mapping
from sitegen.extract.compare import Comparison, as_text, compare
from sitegen.extract.context import context_of
from sitegen.extract.coverage import Coverage, coverage, stretches
from sitegen.extract.draft import Draft, draft
from sitegen.extract.pipeline import Extraction, extract
from sitegen.extract.summary import summary
from sitegen.extract.writing import as_entries, as_rows, as_yaml
from sitegen.facts import Corpus
from sitegen.reading import Desk
from sitegen.shapes import FactsFile
from sitegen.sources import Files
from sitegen.validate import validate

__all__ = ["Result", "UnknownSeed", "covered", "run"]


class UnknownSeed(ValueError):
    """There is no seed of that name."""


@dataclass(frozen=True, slots=True)
class Result:
    """`exists` says that the seed has a facts file already: then `difference` is what to show, and nothing is written; `waits` that
    nobody has accepted that file yet.

    `advice` is what a site would need to show a review whole. `registered` says that the text is the one from which the seed's fingerprint was made, `broken` that there is a site
    whose content has errors, so that neither its topics nor its seeds are known.
    """

    extraction: Extraction
    draft: Draft
    seed: str
    exists: bool
    difference: str
    registered: bool = True
    broken: bool = False
    waits: bool = False
    compared: Comparison | None = None
    advice: str = ""

    @property
    def missing(self) -> str:
        """The facts that the file does not have, or has otherwise, as they would be written."""
        found = self.compared
        return as_entries((*found.new, *(entry for _, entry in found.changed))) if found is not None else ""

    @property
    def yaml(self) -> str:
        return as_yaml(self.draft, self.seed, self.advice)

    @property
    def json(self) -> str:
        rows = {
            "summary": summary(self.extraction),
            "facts": as_rows(self.draft),
            "left_out": list(self.draft.left_out),
            "unknown_topics": list(self.draft.unknown),
            "undeclared_measures": dict(self.draft.undeclared),
        }
        return json.dumps(rows, indent=2, ensure_ascii=False)

    @property
    def report(self) -> str:
        """One line on what was found."""
        if self.extraction.document.frame.kind == "none":
            return "no report: this text states no sizes, growth or study selection that could become facts"
        facts = sum(not entry.claim and not entry.needs for entry in self.draft.entries)
        told = sum(entry.claim for entry in self.draft.entries)
        unnamed = len(self.draft.entries) - facts - told
        counted = f", {unnamed} more that wait for a person" if unnamed else ""
        drafted = f"{_many(facts, 'fact')} and {_many(told, 'sentence')} for claims drafted{counted}"
        other = (
            ""
            if self.registered
            else f"; this text is not the one that seeds/{self.seed}.yaml registers: quotes may not prove"
        )
        if self.broken:
            other += (
                "; the site's content has errors (`sitegen check`), so this was drafted without its topics and measures"
            )
        wanting = len(self.draft.undeclared)
        declare = f", {_many(wanting, 'measure')} to declare in site.yaml" if wanting else ""
        topics = _many(len(self.draft.unknown), "topic")
        return f"{drafted}, {len(self.draft.left_out)} left out, {topics} to make{declare}{other}"


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def run(files: Files, text: str, name: str) -> Result:
    """Extract a text in the context of a site, if there is one. `name` is the file's stem."""
    corpus = validate(files).corpus if "content/site.yaml" in files else None
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    seed_id = _seed_of(corpus, digest, name)
    registered = (
        not seed_id
        or corpus is None
        or any(seed.id == seed_id and seed.record.sha256 == digest for seed in corpus.seeds)
    )
    subject = next((seed.record.subject or "" for seed in corpus.seeds if seed.id == seed_id), "") if corpus else ""
    extraction = extract(text)
    advice = ""
    if extraction.document.frame.kind == "review":
        advice = _advice(corpus, seed_id) if not subject else ""
        subject = subject or seed_id  # a review has a title for a name; its seed was named by somebody
    made = draft(extraction, context_of(corpus), subject)
    path = f"content/facts/{seed_id}.yaml"
    broken = corpus is None and "content/site.yaml" in files
    if path not in files:
        return Result(extraction, made, seed_id, False, "", registered, broken, advice=advice)
    file = _file(files, path)
    found = compare(made, file.facts if file is not None else (), text)
    waits = file is not None and file.status == "draft"
    return Result(extraction, made, seed_id, True, as_text(found, path), registered, broken, waits, found)


def _advice(corpus: Corpus | None, seed_id: str) -> str:
    """What the site would need to show the selection, the bias and the references of a review on one page."""
    if corpus is None or not seed_id:
        return ""
    told = f"`subject: {seed_id}` in seeds/{seed_id}.yaml shows all of this review on the page of that topic"
    studies = any("studies" in kind.parts for kind in corpus.kinds.values())
    return told if studies else f"{told}; its kind in site.yaml needs `parts: [studies]`"


def _seed_of(corpus: Corpus | None, digest: str, name: str) -> str:
    """The seed registered with this very text, else the one that the file is named after, else nothing."""
    if corpus is None:
        return ""
    by_text = next((seed.id for seed in corpus.seeds if seed.record.sha256 == digest), "")
    return by_text or next((seed.id for seed in corpus.seeds if seed.id == name), "")


def _file(files: Files, path: str) -> FactsFile | None:
    file, node = Desk(files).shape(path, FactsFile)
    return file if isinstance(node, Mapping) else None


def covered(files: Files, seed_id: str) -> tuple[Coverage, bool]:
    """(coverage, whether the text was at hand). Raises `UnknownSeed`."""
    corpus = validate(files).corpus
    seed = next((seed for seed in corpus.seeds if seed.id == seed_id), None) if corpus else None
    if corpus is None or seed is None:
        raise UnknownSeed(f"there is no seed `{seed_id}`")
    facts = [fact for fact in corpus.facts if fact.seed == seed_id]
    if seed.text:
        return coverage(seed.text, facts), True
    return stretches(seed.print.tokens, facts, seed.figures), False
