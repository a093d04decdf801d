"""The data package and the JSON-LD record: what the data files are, for programs that collect data sets.

Comes in: tables, the outputs they became, the site's settings. Goes out: `datapackage.json` (Frictionless Data Package
v1) and a schema.org `Dataset`. Apart, because both describe files and hold none.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence

from sitegen.dataset.model import Column, Table
from sitegen.dataset.tables import head_of
from sitegen.exports import SCHEMA_VERSION, part_of
from sitegen.facts import NOT_STATED
from sitegen.graph import Graph
from sitegen.leaves import is_whole
from sitegen.outputs import Output

__all__ = ["data_package", "linked_dataset"]

_KINDS = {
    "csv": "text/csv", "json": "application/json", "sqlite": "application/vnd.sqlite3", "bib": "application/x-bibtex",
    "ris": "application/x-research-info-systems", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip


def data_package(graph: Graph, tables: Sequence[Table], files: Sequence[Output], base_url: str) -> dict[str, object]:
    """The package of everything directly below data/: `files` are those outputs."""
    site = graph.corpus.site
    by_name = {f"data/{made.name}.csv": made for made in tables if made.public}
    resources = [_resource(file, by_name.get(file.path)) for file in sorted(files, key=lambda file: file.path)]
    found: dict[str, object] = {
        "profile": "data-package", "name": "facts", "title": site.title, "description": site.description,
        "schema_version": SCHEMA_VERSION, "version": f"{SCHEMA_VERSION}.0.0",
    }  # fmt: skip
    if base_url:
        found["homepage"] = base_url
    if site.licence:
        found["licenses"] = [{"name": re.sub(r"[^-A-Za-z0-9._]+", "-", site.licence), "title": site.licence}]
    found["sources"] = [
        {
            "title": seed.record.label, "path": f"{base_url.rstrip('/')}/sources/{seed.id}/" if base_url else f"sources/{seed.id}/",
            "licence": seed.record.licence, "facts": len(graph.facts_of(seed.id)),
        }
        for seed in graph.seeds.values()
    ]  # fmt: skip
    return found | {"resources": [*resources, *([] if is_whole(len(graph.facts)) else [_parted(graph)])]}


def _parted(graph: Graph) -> dict[str, object]:
    """The table of facts where no file has all of them: each document's file is a part of it, with the same head."""
    paths = [f"{part_of(seed)}.csv" for seed in graph.seeds]
    return {
        "name": "facts-csv", "path": paths, "format": "csv", "mediatype": _KINDS["csv"], "encoding": "utf-8",
    } | _tabular(head_of("facts"))  # fmt: skip


def _resource(file: Output, made: Table | None) -> dict[str, object]:
    name = file.path.removeprefix("data/")
    ending = name.rpartition(".")[2]
    found: dict[str, object] = {
        "name": name.replace(".", "-").lower(), "path": name, "format": ending, "mediatype": _KINDS[ending],
        "bytes": len(file.data), "hash": f"sha256:{hashlib.sha256(file.data).hexdigest()}",
    }  # fmt: skip
    if ending not in {"sqlite", "xlsx"}:
        found["encoding"] = "utf-8"
    if made is None:
        return found | {"type": "file"}
    return found | _tabular(made)


def _tabular(made: Table) -> dict[str, object]:
    return {
        "profile": "tabular-data-resource", "type": "table", "title": made.title, "description": made.meaning,
        "schema_version": SCHEMA_VERSION, "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "header": True},
        "schema": _schema(made),
    }  # fmt: skip


def _schema(made: Table) -> dict[str, object]:
    found: dict[str, object] = {"fields": [_field(column) for column in made.columns], "missingValues": [""]}
    # A key with empty cells is none to the specification.
    whole = {
        name for name, cells in zip(made.names, zip(*made.rows, strict=True), strict=False) if None not in cells
    }  # fmt: skip
    if set(made.key) <= whole:
        found["primaryKey"] = list(made.key)
    references = [
        {"fields": [c.name], "reference": {"resource": "" if t == made.name else f"{t}-csv", "fields": [f]}}
        for c in made.columns
        if c.to
        for t, _, f in (c.to.partition("."),)
    ]
    return found | ({"foreignKeys": references} if references else {})


def _field(column: Column) -> dict[str, object]:
    found: dict[str, object] = {"name": column.name, "type": column.type, "description": column.meaning}
    if column.type == "boolean":
        found |= {"trueValues": ["true"], "falseValues": ["false"]}
    return found | ({"unit": column.unit} if column.unit else {})


def linked_dataset(graph: Graph, package: Mapping[str, object], base_url: str, built: str) -> dict[str, object]:
    """The data set for search engines: https://schema.org/Dataset. Addresses are relative where the site has none."""
    site = graph.corpus.site
    root = base_url.rstrip("/") + "/" if base_url else "../"
    resources = package["resources"]
    assert isinstance(resources, list)
    found: dict[str, object] = {
        "@context": "https://schema.org", "@type": "Dataset", "@id": f"{root}data/", "url": f"{root}data/",
        "name": site.title, "description": site.description, "inLanguage": site.main_language,
        "version": package["version"], "isAccessibleForFree": True,
        "distribution": [
            {
                "@type": "DataDownload", "name": one["name"], "encodingFormat": one["mediatype"],
                "contentUrl": f"{root}data/{one['path']}", "contentSize": f"{one['bytes']} B", "sha256": one["hash"][7:],
            }
            for one in resources
            if isinstance(one["path"], str)
        ],
        "isBasedOn": [
            {"@type": "CreativeWork", "name": seed.record.label, "url": f"{root}sources/{seed.id}/"}
            | ({"headline": seed.record.title} if seed.record.title != NOT_STATED else {})
            for seed in graph.seeds.values()
        ],
        "variableMeasured": [
            {"@type": "PropertyValue", "name": name, "description": f"{entry.takes} as printed by the documents"}
            for name, entry in graph.corpus.measures.items()
        ],
    }  # fmt: skip
    if site.licence:
        found["license"] = site.licence
    return found | ({"dateModified": built} if built[:1].isdigit() else {})
