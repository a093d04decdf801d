"""The page of the data: every file, every column, and how to take them away.

Comes in: `Material`. Goes out: `DataView`. Apart from the other pages, because it tells of files and not of facts.
"""

from __future__ import annotations

from dataclasses import replace

from sitegen.dataset.files import VERSIONED
from sitegen.dataset.model import Table
from sitegen.dataset.tables import HEADS, counts, heads
from sitegen.dataset.usage import Usage, usages
from sitegen.leaves import is_whole
from sitegen.messages import declared, msg
from sitegen.values import valueclass
from sitegen.views.frame import Frame, Here, Link, address_of
from sitegen.views.material import Material, page_frame

__all__ = ["DATA", "ColumnRow", "DataView", "TableView", "data_page", "facts_files"]

DATA = "data/"
_SHOWN = 24
"""Markets that the page names; beside the page of each other one stand files of the same names."""


@valueclass(frozen=True, slots=True)
class ColumnRow:
    name: str
    type: str
    unit: str
    meaning: str


@valueclass(frozen=True, slots=True)
class TableView:
    anchor: str
    title: str
    meaning: str
    rows: str
    files: tuple[Link, ...]
    columns: tuple[ColumnRow, ...]


@valueclass(frozen=True, slots=True)
class DataView:
    """`whole` are the files that hold everything, `references` those of sources; `version` that of the schema. Where
    `parted`, each document's facts have files of their own only.
    """

    frame: Frame
    version: str
    versioned: Link
    licence: str
    whole: tuple[Link, ...]
    references: tuple[Link, ...]
    tables: tuple[TableView, ...]
    markets: tuple[Link, ...]
    more: bool
    parted: bool
    usages: tuple[Usage, ...]


def data_page(material: Material) -> DataView:
    here = material.here(DATA)
    site = material.graph.corpus.site
    whole = is_whole(len(material.graph.facts))
    rows = counts(material.dossier, material.findings)
    filed = {one.name for one in heads(material.graph)}
    shown = tuple(_table(one, rows[one.name], here, filed=one.name in filed) for one in HEADS if one.public)
    database = ("facts.sqlite", "datasette.json") if whole else ()
    markets = list(material.dossier.estimates_about)
    said = (
        msg(
            "All facts, estimates and findings as CSV, JSON, SQLite and a data package, with the meaning of every column."
        )
        if whole
        else msg("All facts, estimates and findings as CSV, JSON and a data package, with the meaning of every column.")
    )
    return DataView(
        frame=page_frame(material, here, msg("Data"), said, schema="Dataset"),
        version=VERSIONED.strip("/").rpartition("/")[2],
        versioned=Link(VERSIONED, here.to(f"{VERSIONED}datapackage.json"), "address"),
        licence=site.licence or "",
        whole=_files(here, *database, "datapackage.json", "dataset.jsonld", "evidence.json", "checks.json"),
        references=_files(here, "sources.bib", "sources.ris", "sources.csl.json"),
        tables=shown,
        markets=tuple(
            Link(f"{link.text}: estimates.csv", here.to(f"{address_of(material.graph, market)}estimates.csv"), "name")
            for market in markets[:_SHOWN]
            for link in (here.topic(market),)
        ),
        more=len(markets) > _SHOWN,
        parted=not whole,
        usages=tuple(replace(one, says=declared(one.says)) for one in usages(material.base_url, whole=whole)),
    )  # fmt: skip


def _files(here: Here, *names: str) -> tuple[Link, ...]:
    return tuple(Link(name, here.to(f"data/{name}")) for name in names)


def facts_files(here: Here) -> tuple[Link, ...]:
    """All facts as data: the files with all of them or, of a large site, the page that tells of each document's."""
    if not is_whole(len(here.graph.facts)):
        return (Link(msg("a file for each document"), here.to(f"{DATA}#facts")),)
    return Link("CSV", here.to("data/facts.csv")), Link("JSON", here.to("data/facts.json"))


def _table(one: Table, rows: int, here: Here, *, filed: bool) -> TableView:
    columns = tuple(
        ColumnRow(
            c.name,
            c.type,
            declared(c.unit),
            msg("{meaning} (a `{table}`)", meaning=declared(c.meaning), table=c.to) if c.to else declared(c.meaning),
        )
        for c in one.columns
    )
    files = _files(here, f"{one.name}.csv", f"{one.name}.json") if filed else ()
    return TableView(one.name.replace("_", "-"), declared(one.title), declared(one.meaning), str(rows), files, columns)
