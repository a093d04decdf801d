"""The stable interface for notebooks and scripts: a dozen names, also to be had as `sitegen.<name>`.

Comes in: a root, or texts. Goes out: what the stages say, and tables of it. Apart, because what stands here keeps its names and
meanings between versions; all else may change.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sitegen import seeds
from sitegen.audit.model import Finding, Rule
from sitegen.audit.table import RULES, rules_of
from sitegen.build import Built
from sitegen.build import build as _build
from sitegen.dataset.tables import estimate_rows
from sitegen.exports import derived_row, fact_rows, finding_rows
from sitegen.loading import Loaded
from sitegen.loading import examine as _examine
from sitegen.loading import load as _load
from sitegen.quantities import NumberFormat, Quantity, parse
from sitegen.tokens import words

__all__ = [
    "audited", "build_site", "derived_table", "estimate_table", "examine", "fact_table", "finding_table", "fingerprint", "load", "places",
    "quantity", "rules",
]  # fmt: skip


def load(root: str | Path = ".") -> Loaded:
    """Everything that `sitegen check` knows of the site below `root`: facts, derived values, findings, problems."""
    return _load(Path(root))


def examine(files: Mapping[str, bytes]) -> Loaded:
    """The same of files in memory, by their paths below the root."""
    return _examine(dict(files))


def build_site(root: str | Path = ".", output: str | Path | None = None, *, strict: bool = False) -> Built:
    """Build the site below `root` into `output`, `public/` of the root by default. The old one stays until the new is whole."""
    return _build(Path(root), Path(output) if output is not None else Path(root) / "public", strict=strict)


def audited(loaded: Loaded) -> tuple[Finding, ...]:
    """All results of the audit, those that agree included, by rule; `sitegen.audit(loaded)` is the same."""
    return loaded.findings


def fact_table(loaded: Loaded) -> Any:
    """Every fact, with the columns of data/facts.csv: a data frame where pandas is installed, else a list of rows."""
    return _table(fact_rows(loaded.graph) if loaded.graph is not None else [])


def derived_table(loaded: Loaded) -> Any:
    """Every computed value with its formula and inputs, likewise."""
    dossier = loaded.dossier
    return _table([derived_row(value, dossier.graph) for value in dossier.derived] if dossier is not None else [])


def estimate_table(loaded: Loaded) -> Any:
    """What each document says of the size and growth of each market, likewise."""
    dossier = loaded.dossier
    return _table(estimate_rows(dossier.estimates, dossier.derived, dossier.graph) if dossier is not None else [])


def finding_table(loaded: Loaded) -> Any:
    """Every finding that is not exact, with its facts, numbers and decision, likewise."""
    return _table(finding_rows(loaded.findings))


def rules(loaded: Loaded | None = None) -> tuple[Rule, ...]:
    """The rules of the audit; with a site, those of its extensions too."""
    return rules_of(loaded.dossier) if loaded is not None and loaded.dossier is not None else RULES


def quantity(printed: str, number_format: NumberFormat | None = None) -> Quantity:
    """A value as printed, read: `USD 1.2 billion` is 1.15 to 1.25 billion. Raises `UnreadableQuantity`."""
    return parse(printed, number_format)


def fingerprint(text: str) -> seeds.Fingerprint:
    """The fingerprint of a document's text, by which quotes are proved without it."""
    return seeds.fingerprint(words(text))


def places(quote: str, document: seeds.Fingerprint) -> tuple[tuple[int, int], ...]:
    """Where a quote of three words or more stands in a document: (first word, word behind its last), from 0."""
    return tuple((found[0].start, found[-1].end) for found in seeds.find_quote(seeds.quote_parts(quote), document))


def _table(rows: list[dict[str, object]]) -> Any:
    try:
        from pandas import DataFrame
    except ImportError:
        return rows
    return DataFrame.from_records(rows)
