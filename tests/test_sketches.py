"""The charts of evidence: four faces, one set of numbers; and the pages of the synthetic reviews, crawled."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest
from crawl import Page, crawl
from plotly import graph_objects as go

from sitegen.assets import instruments as instruments_file
from sitegen.build import build
from sitegen.charts.icons import per_hundred
from sitegen.charts.sketch import Sketch, lines_of, shortened
from sitegen.charts.synthesis import evidence_sketches
from sitegen.evidence.gather import Evidence, evidence
from sitegen.evidence.model import ArmResult
from sitegen.instruments import parse
from sitegen.loading import load
from sitegen.statistics import Arm
from sitegen.views.evidence import EvidenceView, evidence_view
from sitegen.views.frame import Here
from sitegen.views.parts import fact_view

ROOT = Path(__file__).parent.parent
DATA = ROOT / "tests" / "data" / "reviews"


def views_of(root: Path) -> dict[str, EvidenceView]:
    graph = load(root).graph
    tools, _ = parse(instruments_file((ROOT / "templates",)), "x")
    assert graph is not None and tools is not None

    def view(topic: str, one: Evidence) -> EvidenceView:
        here = Here(graph, f"x/{topic}/")
        drawn = evidence_sketches(one, lambda topic: graph.topics[topic].name)
        return evidence_view(one, here, lambda fact: fact_view(fact, here), drawn)

    return {topic: view(topic, one) for topic, one in evidence(graph, tools).items()}


def sketches(view: EvidenceView) -> list[Sketch]:
    found = [item.sketch for item in view.forests]
    found += [view.flow.sketch.sketch] if view.flow else []
    found += [view.responses.sketch.sketch] if view.responses else []
    found += [view.network.sketch] if view.network else []
    found += [one.sketch for table in view.bias for one in (table.lights, table.bars) if one]
    return found + [r.icons.sketch for o in view.outcomes for r in o.results if r.icons]


@pytest.fixture(scope="module")
def all_views() -> dict[str, EvidenceView]:
    return {**views_of(DATA), **views_of(ROOT)}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    folder = shutil.copytree(DATA, tmp_path_factory.mktemp("reviews") / "site")
    assert build(folder, folder / "public").published
    return crawl(folder / "public")


def test_each_kind_of_chart_is_drawn(all_views: dict[str, EvidenceView]) -> None:
    ids = {sketch.id for sketch in sketches(all_views["winter-review"])}
    assert ids == {
        "winter-review-difference", "winter-review-ratio", "winter-review-flow", "winter-review-responses",
        "winter-review-rob-2", "winter-review-rob-2-lights", "winter-review-robins-i-lights", "winter-review-network", "winter-review-icons-1-1", "winter-review-icons-1-2",
        "winter-review-icons-2-1", "winter-review-icons-3-1",
    }  # fmt: skip


def test_marks_lie_within_the_box_and_every_number_has_its_warrant(all_views: dict[str, EvidenceView]) -> None:
    for view in all_views.values():
        for sketch in sketches(view):
            for mark in sketch.marks:
                assert -1 <= mark.x <= sketch.width + 1 and -1 <= mark.y <= sketch.height + 1, (sketch.id, mark)
                if any(char.isdigit() for char in mark.text):
                    assert mark.fact or mark.formula or mark.plain, (sketch.id, mark.text)


def test_a_derived_number_never_carries_a_fact(all_views: dict[str, EvidenceView]) -> None:
    for view in all_views.values():
        for sketch in sketches(view):
            assert all(not (mark.fact and mark.formula) for mark in sketch.marks)
            assert all(not (cell.fact and cell.formula) for row in sketch.rows for cell in row)


def test_every_sketch_has_a_table_and_a_sentence(all_views: dict[str, EvidenceView]) -> None:
    for view in all_views.values():
        for sketch in sketches(view):
            assert sketch.text.endswith(".") and sketch.facts
            assert sketch.rows and all(len(row) == len(sketch.headers) for row in sketch.rows)


def test_plotly_accepts_every_figure_and_shows_what_the_drawing_shows(all_views: dict[str, EvidenceView]) -> None:
    drawn = 0
    for view in all_views.values():
        for sketch in sketches(view):
            if sketch.figure is None:
                continue
            drawn += 1
            go.Figure(sketch.figure)
            dots = [
                mark
                for mark in sketch.marks
                if mark.shape in {"dot", "square", "diamond"} and mark.style in {"hollow", "solid"}
            ]
            pooled = sum(mark.text == "Pooled, as stated" for mark in sketch.marks)
            assert len(sketch.figure["data"][-1]["x"]) == len(dots) - pooled
    assert drawn > 5


def test_a_pooled_effect_is_drawn_only_where_a_fact_states_it(all_views: dict[str, EvidenceView]) -> None:
    pooled = {
        topic for topic, view in all_views.items() for item in view.forests
        for mark in item.sketch.marks if mark.text == "Pooled, as stated"
    }  # fmt: skip
    assert pooled == {"winter-review"}


def test_the_network_draws_each_pair_once_and_says_what_nothing_joins(all_views: dict[str, EvidenceView]) -> None:
    found = all_views["winter-review"].network
    assert found is not None
    sketch = found.sketch
    edges = [mark for mark in sketch.marks if mark.shape == "line"]
    assert [mark.style for mark in edges] == ["edge two", "edge one", "edge one", "edge one"]
    assert all(mark.fact for mark in edges)
    ends = {(mark.x, mark.y) for mark in sketch.marks if mark.shape == "dot"}
    assert len(ends) == 5 and all({(e.x, e.y), (e.to_x, e.to_y)} <= ends for e in edges)
    assert [row[1].text for row in sketch.rows] == ["2", "1", "1", "1"]
    assert sketch.text.endswith("No study joins these 2 groups: Honey, Placebo, Thyme; Steam, Watchful waiting.")
    # The same facts make the same drawing.
    again = views_of(DATA)["winter-review"].network
    assert again is not None and again.sketch == sketch
    assert all_views["refractory-spasms-review"].network is None  # one comparison is no network


def test_a_ratio_has_no_forest_where_none_exists(all_views: dict[str, EvidenceView]) -> None:
    assert [item.sketch.id for item in all_views["sharma-2021"].forests] == ["sharma-2021-difference"]


@pytest.mark.parametrize(
    ("events", "total", "count"), [(9, 46, 20), (0, 45, 0), (1, 200, 1), (1, 201, 0), (7, 7, 100), (0, 0, None)]
)
def test_a_hundred_people_are_rounded_half_up(events: int, total: int, count: int | None) -> None:
    assert per_hundred(ArmResult("x", None, None, None, Arm(events, total), None, None)) == count


@pytest.mark.parametrize(("words", "most", "expected"), [
    ("Modified Atkins diet", 20, "Modified Atkins diet"),
    ("Modified Atkins diets", 20, "Modified Atkins…"),
    ("one, two, three", 11, "one, two…"),
    ("a methylprednisolone pulse", 20, "a methylprednisolon…"),
    ("twenty letters and one", 15, "twenty letters…"),
])  # fmt: skip
def test_what_is_shortened_ends_after_a_word_where_one_ends_late_enough(words: str, most: int, expected: str) -> None:
    assert shortened(words, most) == expected
    assert len(expected) <= most


def test_lines_break_at_blanks_only() -> None:
    assert lines_of("records identified by all of them", 12) == ("records", "identified", "by all of", "them")
    assert lines_of("incomprehensibilities", 5) == ("incomprehensibilities",)


def test_pages_of_synthetic_reviews_keep_every_mark(pages: dict[str, Page]) -> None:
    assert {page.path: page.orphans for page in pages.values() if page.orphans} == {}
    assert [page.path for page in pages.values() if max(Counter(page.ids).values(), default=0) > 1] == []
    for page in pages.values():
        assert all(after <= before + 1 for before, after in zip(page.headings, page.headings[1:], strict=False)), (
            page.path
        )


def test_every_fact_of_the_reviews_stands_on_their_pages(pages: dict[str, Page]) -> None:
    graph = load(DATA).graph
    assert graph is not None
    shown = set().union(*(page.facts for page in pages.values() if not page.path.startswith(("sources/", "facts/"))))
    assert set(graph.facts) - shown == set()


def test_a_failed_check_stands_on_the_page_with_both_numbers(tmp_path: Path) -> None:
    folder = shutil.copytree(DATA, tmp_path / "site")
    assert build(folder, folder / "public").published
    text = (folder / "public/studies/hasty-review/index.html").read_text()
    assert 'class="check fails"' in text
    assert "500 − 100 − 351 leaves 49, but “full texts assessed” is 50" in text
    assert "9/46 is 19.57%, but the document states 20.6%" in text
