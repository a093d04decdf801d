"""Every data file: tables as CSV and JSON, the database, the package, citations; each market's own; versioned copies.

Comes in: the dossier, findings, outputs that other modules put below data/. Goes out: outputs. Apart, because here it
is decided which address has what.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sitegen.audit.model import Dossier, Finding
from sitegen.dataset.citations import citation_files
from sitegen.dataset.database import database, description
from sitegen.dataset.model import Table, csv_bytes, filled
from sitegen.dataset.package import data_package, linked_dataset
from sitegen.dataset.tables import estimate_rows, head_of, size_rows, tables
from sitegen.derive import Derived
from sitegen.exports import SCHEMA_VERSION, document_rows, part_of
from sitegen.leaves import is_whole
from sitegen.outputs import Output, json_output, json_rows
from sitegen.views.frame import address_of

__all__ = ["VERSIONED", "dataset_files", "document_files", "market_files"]

VERSIONED = f"data/v{SCHEMA_VERSION}/"
"""Where the files stay as they are in form for as long as their schema has this version."""

# What is no data of its own, or is asked for by a page of this build only.
_FLEETING = ("data/charts/", "data/explorer/", "data/search/")


def dataset_files(
    dossier: Dossier, findings: Sequence[Finding], others: Sequence[Output], base_url: str, built: str
) -> tuple[Output, ...]:
    """`others` are the outputs that are made elsewhere; those of them that are data enter the package."""
    graph, site = dossier.graph, dossier.graph.corpus.site
    made = tables(dossier, findings)
    public = [one for one in made if one.public]
    files = [
        *(Output(f"data/{one.name}.csv", csv_bytes(one)) for one in public),
        *(json_rows(f"data/{one.name}.json", _objects(one)) for one in public if one.name not in {"facts", "findings"}),
        *citation_files(graph, base_url),
    ]  # fmt: skip
    if is_whole(len(graph.facts)):
        files.append(Output("data/facts.sqlite", database(made)))
    kept = [one for one in others if one.path.startswith("data/") and not one.path.startswith(_FLEETING)]
    package = data_package(graph, public, [*files, *kept], base_url)
    files.append(json_output("data/datapackage.json", package))
    if is_whole(len(graph.facts)):
        described = description(site.title, site.description, site.licence or "", base_url, made)
        files.append(json_output("data/datasette.json", described))
    files.append(json_output("data/dataset.jsonld", linked_dataset(graph, package, base_url, built)))
    return (*files, *_copies((*files, *kept)))


def _copies(files: Iterable[Output]) -> Iterator[Output]:
    return (Output(VERSIONED + one.path.removeprefix("data/"), one.data) for one in files)


def document_files(seed: str, dossier: Dossier) -> tuple[Output, ...]:
    """A document's facts and what was derived from them: a part of the facts of all documents, in the same form."""
    rows = document_rows(seed, dossier)
    first = f"data/{part_of(seed)}"
    files = (Output(f"{first}.csv", csv_bytes(filled(head_of("facts"), rows))), json_rows(f"{first}.json", rows))
    return (*files, *_copies(files))


def _objects(one: Table) -> list[dict[str, object]]:
    """The rows of a table as JSON objects without empty members."""
    return [{n: cell for n, cell in zip(one.names, row, strict=True) if cell is not None} for row in one.rows]


def market_files(market: str, dossier: Dossier, derived: Sequence[Derived]) -> tuple[Output, ...]:
    """A market's estimates beside its page: estimates.csv, estimates.json with the sizes of every year; nothing without any."""
    own = dossier.estimates_about.get(market, ())
    if not own:
        return ()
    rows, folder = estimate_rows(own, derived, dossier.graph), address_of(dossier.graph, market)
    said = {"schema_version": SCHEMA_VERSION, "estimates": rows, "sizes": size_rows(own, derived)}
    return (
        Output(f"{folder}estimates.csv", csv_bytes(filled(head_of("estimates"), rows))),
        json_rows(f"{folder}estimates.json", said),
    )
