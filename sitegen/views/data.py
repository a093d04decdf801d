"""The page of the data: every file, every column, and how to take them away.

Comes in: `Material`. Goes out: `DataView`. Apart from the other pages, because it tells of files and not of facts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sitegen.dataset.files import VERSIONED
from sitegen.dataset.model import Table
from sitegen.dataset.tables import HEADS, counts
from sitegen.dataset.usage import Usage, usages
from sitegen.messages import declared, msg
from sitegen.views.frame import Frame, Here, Link, address_of
from sitegen.views.material import Material, page_frame

__all__ = ["DATA", "ColumnRow", "DataView", "TableView", "data_page"]

DATA = "data/"


@dataclass(frozen=True, slots=True)
class ColumnRow:
    name: str
    type: str
    unit: str
    meaning: str


@dataclass(frozen=True, slots=True)
class TableView:
    anchor: str
    title: str
    meaning: str
    rows: str
    files: tuple[Link, ...]
    columns: tuple[ColumnRow, ...]


@dataclass(frozen=True, slots=True)
class DataView:
    """`whole` are the files that hold everything, `references` those of sources; `version` that of the schema."""

    frame: Frame
    version: str
    versioned: Link
    licence: str
    whole: tuple[Link, ...]
    references: tuple[Link, ...]
    tables: tuple[TableView, ...]
    markets: tuple[Link, ...]
    usages: tuple[Usage, ...]


def data_page(material: Material) -> DataView:
    here = material.here(DATA)
    site = material.graph.corpus.site
    rows = counts(material.dossier, material.findings)
    shown = tuple(_table(one, rows[one.name], here) for one in HEADS if one.public)
    said = msg(
        "All facts, estimates and findings as CSV, JSON, SQLite and a data package, with the meaning of every column."
    )
    return DataView(
        frame=page_frame(material, here, msg("Data"), said, schema="Dataset"),
        version=VERSIONED.strip("/").rpartition("/")[2],
        versioned=Link(VERSIONED, here.to(f"{VERSIONED}datapackage.json"), "address"),
        licence=site.licence or "",
        whole=_files(here, "facts.sqlite", "datapackage.json", "dataset.jsonld", "datasette.json", "evidence.json", "checks.json"),
        references=_files(here, "sources.bib", "sources.ris", "sources.csl.json"),
        tables=shown,
        markets=tuple(
            Link(f"{link.text}: estimates.csv", here.to(f"{address_of(material.graph, market)}estimates.csv"), "name")
            for market in material.dossier.estimates_about
            for link in (here.topic(market),)
        ),
        usages=tuple(replace(one, says=declared(one.says)) for one in usages(material.base_url)),
    )  # fmt: skip


def _files(here: Here, *names: str) -> tuple[Link, ...]:
    return tuple(Link(name, here.to(f"data/{name}")) for name in names)


def _table(one: Table, rows: int, here: Here) -> TableView:
    columns = tuple(
        ColumnRow(
            c.name,
            c.type,
            declared(c.unit),
            msg("{meaning} (a `{table}`)", meaning=declared(c.meaning), table=c.to) if c.to else declared(c.meaning),
        )
        for c in one.columns
    )
    files = _files(here, f"{one.name}.csv", f"{one.name}.json")
    return TableView(one.name.replace("_", "-"), declared(one.title), declared(one.meaning), str(rows), files, columns)
