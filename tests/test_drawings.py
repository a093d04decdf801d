"""The drawings of a market besides its sizes by year: shares, places, periods, disagreement; and what findings mark."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from plotly import graph_objects as go

from sitegen.audit.model import remarks
from sitegen.charts.files import sketch_files
from sitegen.charts.labels import untangled
from sitegen.charts.model import Line, Point, Series
from sitegen.charts.sketch import Sketch
from sitegen.charts.table import Sketches, charts, compared_charts
from sitegen.loading import Loaded, load

MARKET = "infantile-spasms-therapeutics"


@pytest.fixture(scope="module")
def loaded(root: Path) -> Loaded:
    return load(root)


@pytest.fixture(scope="module")
def drawn(loaded: Loaded) -> dict[str, Sketch]:
    assert loaded.dossier is not None
    return {one.id: one for found in Sketches(loaded.dossier).values() for one in found}


def test_every_market_has_the_drawings_that_its_documents_allow(drawn: dict[str, Sketch]) -> None:
    assert set(drawn) == {
        f"{MARKET}-infantile-spasms-a-shares-segments-drug-class-2024", f"{MARKET}-presence", f"{MARKET}-timeline",
        f"{MARKET}-alignment", f"{MARKET}-rates", "intrathecal-therapy-presence", "intrathecal-therapy-timeline",
        "intrathecal-therapy-rates", "intrathecal-therapy-south-korea-timeline", "intrathecal-therapy-south-korea-rates",
    }  # fmt: skip


def test_plotly_accepts_every_figure(drawn: dict[str, Sketch]) -> None:
    for one in drawn.values():
        go.Figure(one.figure)


def test_every_mark_stands_within_its_drawing(drawn: dict[str, Sketch]) -> None:
    for one in drawn.values():
        for mark in one.marks:
            assert -0.5 <= mark.x <= one.width + 0.5, (one.id, mark)
            assert -0.5 <= mark.y <= one.height + 0.5, (one.id, mark)
            if mark.shape == "rect":
                assert mark.x + mark.to_x <= one.width + 0.5, (one.id, mark)


def test_every_number_of_a_drawing_stands_in_its_table_and_its_sentence(drawn: dict[str, Sketch]) -> None:
    for one in drawn.values():
        cells = {cell.text for row in one.rows for cell in row}
        numbers = {mark.text for mark in one.marks if mark.style in {"number", "computed"}}
        assert all(any(number in cell for cell in cells) for number in numbers), one.id
        assert all(number in one.text for number in numbers), one.id


def test_members_without_a_share_say_so_and_what_is_left_is_derived(drawn: dict[str, Sketch]) -> None:
    one = drawn[f"{MARKET}-infantile-spasms-a-shares-segments-drug-class-2024"]
    assert [tuple(cell.text for cell in row[:2]) for row in one.rows] == [
        ("Hormonal Therapies", "nearly 42%"), ("Antiepileptic Drugs", "not stated"),
        ("Adjunct and Investigational Therapies", "not stated"), ("Not allocated by the document", "58%"),
    ]  # fmt: skip
    assert one.rows[3][1].formula == "100% − nearly 42%"
    assert one.figure is not None
    assert [(trace["x"], trace["base"]) for trace in one.figure["data"]] == [([42.0], 0.0), ([58.0], 42.0)]


def test_a_place_is_ranked_told_or_listed_as_its_facts_are(loaded: Loaded, drawn: dict[str, Sketch]) -> None:
    graph = loaded.graph
    assert graph is not None
    rows = {row[0].text: row for row in drawn[f"{MARKET}-presence"].rows}
    assert [cell.text for cell in rows["North America"][1:3]] == ["ranked", "most developed markets"]
    assert rows["North America"][5].fact == "infantile-spasms-b/rank-north-america"
    assert rows["Canada"][1].text == "listed only"
    assert rows["Brazil"][1].text == "spoken of"
    assert rows["Brazil"][4].text == "not mentioned"
    korea = {row[0].text: row for row in drawn["intrathecal-therapy-presence"].rows}["South Korea"]
    assert korea[1].text == "figures of its own"


def test_sizes_in_one_year_are_stated_or_derived_and_never_averaged(drawn: dict[str, Sketch]) -> None:
    rows = drawn[f"{MARKET}-alignment"].rows
    assert [(bool(row[1].fact), bool(row[1].formula)) for row in rows] == [(True, False), (False, True)]
    assert "infantile-spasms-b/size-2022" in drawn[f"{MARKET}-alignment"].facts


def test_the_files_of_a_drawing_hold_its_table_and_its_figure(loaded: Loaded, drawn: dict[str, Sketch]) -> None:
    assert loaded.graph is not None
    files = {one.path: one.data for one in sketch_files(drawn.values(), loaded.graph)}
    assert len(files) == 2 * len(drawn)
    for name, one in drawn.items():
        rows = list(csv.reader(io.StringIO(files[f"data/charts/{name}.csv"].decode())))
        assert [row[0] for row in rows[1:]] == [row[0].text for row in one.rows]
        assert json.loads(files[f"data/charts/{name}.json"])["facts"] == list(one.facts)


def test_findings_mark_points_cells_and_hover_texts_alike(loaded: Loaded) -> None:
    dossier = loaded.dossier
    assert dossier is not None
    said = remarks(loaded.findings)
    plain = charts(dossier.graph, dossier.estimates, dossier.derived)[MARKET][0]
    chart = charts(dossier.graph, dossier.estimates, dossier.derived, said)[MARKET][0]
    disputed = {fact for fact in chart.facts if fact in said}
    assert {"infantile-spasms-a/size-2024", "infantile-spasms-b/size-2022"} <= disputed
    marked = {p.fact: p.remark for drawing in chart.drawings for one in drawing.series for p in one.points if p.remark}
    tabled = {cell.fact: cell.remark for row in chart.rows for cell in row if cell.remark}
    assert marked == tabled == {fact: said[fact] for fact in disputed if fact in tabled}
    for figure in (chart.figure, *chart.modes.values()):
        go.Figure(figure)
        for trace in figure["data"]:
            for at, (*_, note, fact) in enumerate(trace["customdata"]):
                assert (said[fact] in note) if fact in marked else ("≠" not in note)
                assert not fact or (trace["text"][at] == said[fact][0]) == (fact in marked)
    assert replace(plain, modes={}).rows != chart.rows
    assert any("size-disagreement: does not agree" in one for one in chart.remarks)


def test_no_label_of_a_drawing_lies_upon_another(loaded: Loaded) -> None:
    dossier = loaded.dossier
    assert dossier is not None
    compared = compared_charts(dossier.graph, dossier.estimates, dossier.derived)
    all_charts = [*compared, *charts(dossier.graph, dossier.estimates, dossier.derived)[MARKET]]
    for drawing in (drawing for chart in all_charts for drawing in chart.drawings):
        boxes = []
        for point in (point for one in drawing.series for point in one.points if point.labelled):
            wide = 7.6 * len(point.text)
            left = point.x - {"start": 0.0, "middle": wide / 2, "end": wide}[point.anchor]
            boxes.append((left, left + wide, point.label_y - 16, point.label_y))
        dots = {(point.x, point.y) for one in drawing.series for point in one.points}
        for box, label in zip(boxes, (p for one in drawing.series for p in one.points if p.labelled), strict=True):
            for x, y in dots - {(label.x, label.y)}:
                assert not (box[0] < x < box[1] and box[2] < y < box[3]), "a label lies upon another point"
        for one, other in combinations(boxes, 2):
            assert not (one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3])
        assert len(boxes) >= len(drawing.series)


@pytest.mark.parametrize(("end", "below"), [(60.0, True), (340.0, False)])
def test_a_label_goes_where_no_line_runs(end: float, below: bool) -> None:
    start = Point(46.0, 200.0, 2024, "USD 257.5 million", "stated", False, "a/b", "", 188.0, "start", True)
    line = Line("forecast", f"46.0,200.0 388.0,{end}")
    ((moved,),) = (one.points for one in untangled([Series("A", "a", 1, 1, (line,), (start,))], 40.0, 400.0, 360.0))
    assert moved.labelled
    assert (moved.label_y > moved.y) is below


def test_findings_mark_what_a_drawing_shows_on_all_its_faces(loaded: Loaded) -> None:
    assert loaded.dossier is not None
    said = remarks(loaded.findings)
    drawn = {one.id: one for found in Sketches(loaded.dossier, {}, said).values() for one in found}
    concerned = {name for name, one in drawn.items() if any(fact in said for fact in one.facts)}
    assert {name for name, one in drawn.items() if one.remarks} == concerned and len(concerned) >= 5
    for one in drawn.values():
        for mark in one.marks:
            assert not mark.remark or mark.remark.split("; ")[0] in said[mark.fact.split()[0]]
        assert {cell.remark for row in one.rows for cell in row if cell.fact in said} == {
            said[cell.fact] for row in one.rows for cell in row if cell.fact in said
        }
        if one.figure is not None:
            go.Figure(one.figure)
    sizes = drawn[f"{MARKET}-alignment"]
    disputed = [mark for mark in sizes.marks if mark.fact == "infantile-spasms-a/size-2024" and mark.remark]
    assert [mark.shape for mark in disputed] == ["dot", "text"]
    assert sizes.figure is not None
    points = sizes.figure["data"][-1]
    assert points["text"] == ["≠", ""] and "size-disagreement: does not agree" in points["customdata"][0][-1]
