"""An Excel workbook for each market: estimates, sizes, segments, companies, findings, sources.

Comes in: tables and the dossier. Goes out: outputs, the same bytes for the same rows. Apart, because it needs openpyxl
(extra `publish`) and is made when a site is published, not in every build.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from sitegen.audit.model import Dossier
from sitegen.dataset.model import Cell, Table
from sitegen.outputs import Output
from sitegen.views.frame import address_of

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["workbooks"]

_MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
_WIDTHS = (10, 60)
_EPOCH = (1980, 1, 1, 0, 0, 0)


def workbooks(dossier: Dossier, tables: Sequence[Table], built: str) -> tuple[Output, ...]:
    """`estimates.xlsx` beside the page of every market that has estimates."""
    markets = dict.fromkeys(one.market for one in dossier.estimates)
    day = built if built[:1].isdigit() else "1980-01-01"
    return tuple(
        Output(f"{address_of(dossier.graph, market)}estimates.xlsx", _workbook(_sheets(dossier, market, tables), day))
        for market in markets
    )


def _sheets(
    dossier: Dossier, market: str, tables: Sequence[Table]
) -> dict[str, tuple[tuple[str, ...], list[tuple[Cell, ...]]]]:
    """Sheet → header and rows: what each table has on one market, and what touches it."""
    by_name = {one.name: one for one in tables}
    graph = dossier.graph
    # Segments and companies of a market are topics that stand in its facts.
    told = {fact.id for fact in (*graph.facts_about.get(market, ()), *graph.facts_touching.get(market, ()))}
    told |= {fact.id for fact in graph.facts.values() if fact.of == market}
    companies = {topic.id for topic in graph.topics.values() if topic.kind == "company"}
    seeds = {one.seed for one in dossier.estimates if one.market == market}
    facts = by_name["facts"]
    seed, about, of, kind = (facts.names.index(name) for name in ("seed", "about", "of", "kind"))
    members = {fact.id for fact in graph.facts.values() if fact.id in told and (fact.members or fact.role in _PARTS)}

    def rows(name: str, column: str, wanted: Iterable[Cell]) -> list[tuple[Cell, ...]]:
        place, found = by_name[name].names.index(column), set(wanted)
        return [row for row in by_name[name].rows if row[place] in found]

    segments = [row for row in facts.rows if row[0] in members or (row[of] == market and row[kind] != "derived")]
    named = [row for row in facts.rows if row[seed] in seeds and row[about] in companies]
    return {
        "Estimates": (by_name["estimates"].names, rows("estimates", "market", [market])),
        "Sizes": (by_name["sizes"].names, rows("sizes", "market", [market])),
        "Segments": (facts.names, segments),
        "Companies": (facts.names, named),
        "Findings": (by_name["findings"].names, rows("findings", "about", [market])),
        "Sources": (by_name["sources"].names, rows("sources", "id", seeds)),
    }  # fmt: skip


_PARTS = frozenset({"share", "rank", "part"})


def _workbook(sheets: dict[str, tuple[tuple[str, ...], list[tuple[Cell, ...]]]], day: str) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for name, (header, rows) in sheets.items():
        _fill(book.create_sheet(name), header, rows)
    file = io.BytesIO()
    book.save(file)
    return _timeless(file.getvalue(), day)


def _fill(sheet: Worksheet, header: tuple[str, ...], rows: list[tuple[Cell, ...]]) -> None:
    """Numbers are numbers, and no text is a formula, whatever it begins with."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    for number, row in enumerate((header, *rows), 1):
        for place, value in enumerate(row, 1):
            cell = sheet.cell(number, place)
            cell.value = _ILLEGAL.sub("", value) if isinstance(value, str) else value
            if isinstance(value, str):
                cell.data_type = "s"
            if number == 1:
                cell.font = Font(bold=True)
    sheet.freeze_panes = "B2"
    if rows:
        sheet.auto_filter.ref = sheet.dimensions
    for place, name in enumerate(header, 1):
        longest = max([len(name), *(len(str(row[place - 1] or "")) for row in rows)])
        sheet.column_dimensions[get_column_letter(place)].width = min(max(longest + 2, _WIDTHS[0]), _WIDTHS[1])


_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def _timeless(data: bytes, day: str) -> bytes:
    """The same archive with the day of the content in the place of the clock's."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            body = old.read(name)
            if name == "docProps/core.xml":
                body = _MODIFIED.sub(rb"\g<1>" + f"{day}T00:00:00Z".encode(), body)
            new.writestr(zipfile.ZipInfo(name, _EPOCH), body, zipfile.ZIP_DEFLATED)
    return out.getvalue()
