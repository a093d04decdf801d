"""A site on another subject: numbers of another form are read, compared and shown as printed; it looks and works alike."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect
from served import served

from sitegen.build import build
from sitegen.loading import load
from sitegen.views.frame import direction_of

KINDS = ["", "markets/heat-pumps/", "markets/heat-pumps/conflicts/", "countries/austria/", "sources/alpine-outlook/"]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def facts(heat_pumps: Path) -> dict[str, dict[str, object]]:
    return {row["id"]: row for row in json.loads((heat_pumps / "public/data/facts.json").read_text())}


@pytest.fixture(scope="module")
def second(heat_pumps: Path) -> Iterator[str]:
    with served(heat_pumps / "public") as there:
        yield there


@pytest.mark.parametrize(
    ("fact", "amount", "unit"),
    [
        ("alpine-outlook/turnover-2024", 1_250_500_000, "EUR"),
        ("valley-survey/turnover-2024", 2_400_000_000, "EUR"),
        ("alpine-outlook/carbon-2024", 310_400, "Tonnen"),
        ("valley-survey/carbon-2024", 295_000, "tonnes"),
        ("alpine-outlook/growth", 8.2, "%"),
        ("alpine-outlook/share-air", 71.5, "%"),
    ],
)
def test_numbers_are_read_in_the_form_of_their_document(
    facts: dict[str, dict[str, object]], fact: str, amount: float, unit: str
) -> None:
    assert (facts[fact]["amount"], facts[fact]["unit"]) == (amount, unit)


def test_pages_show_numbers_as_they_are_printed(heat_pumps: Path) -> None:
    text = (heat_pumps / "public/markets/heat-pumps/index.html").read_text("utf-8")
    assert "1.250,5 Millionen EUR" in text and "EUR 2.4 billion" in text


def test_two_languages_of_two_documents_disagree_on_one_market(heat_pumps: Path) -> None:
    findings = {one.rule: one for one in load(heat_pumps).findings if one.state == "fails"}
    assert {"size-disagreement", "growth-arithmetic"} <= findings.keys()
    assert "1.9 times" in findings["size-disagreement"].message
    assert all(one.decision is not None for one in findings.values())


def test_members_of_lists_in_two_languages_are_the_same_topics(heat_pumps: Path) -> None:
    graph = load(heat_pumps).graph
    assert graph is not None
    lists = [graph.facts[f"{seed}/sources"].members for seed in ("alpine-outlook", "valley-survey")]
    first, second = ([topic.id for member in one if (topic := graph.topic_of(member)) is not None] for one in lists)
    assert first == second == ["air", "ground", "water"]


def test_parts_of_studies_are_not_there_where_no_fact_is_of_that_kind(heat_pumps: Path) -> None:
    for page in (heat_pumps / "public").rglob("index.html"):
        if page.relative_to(heat_pumps / "public").parts[0] not in {"schema", "rules"}:
            text = page.read_text("utf-8")
            assert not [said for said in ("Risk of bias", "Certainty of", "synthesis-") if said in text], page


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", KINDS)
def test_axe_finds_nothing_and_nothing_goes_sideways(browser: Browser, second: str, path: str, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(second + path)
    found = Axe().run(page, options={"runOnly": TAGS}).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
    assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0
    context.close()


@pytest.mark.browser
def test_a_chart_draws_and_a_number_in_another_form_is_found(browser: Browser, second: str) -> None:
    page = browser.new_page()
    page.goto(second + "markets/heat-pumps/")
    chart = page.locator("[data-chart]").first
    chart.focus()
    page.keyboard.press("Enter")
    expect(chart.locator(".js-plotly-plot")).to_be_visible()
    page.goto(second + "search/?q=nordwind")
    expect(page.locator("#results li").first).to_contain_text("Nordwind Technik")
    page.close()


@pytest.fixture(scope="module")
def arabic(heat_pumps: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same site, whose own language is written from right to left; its documents are not."""
    folder = tmp_path_factory.mktemp("arabic") / "site"
    shutil.copytree(heat_pumps, folder, ignore=shutil.ignore_patterns("public", ".sitegen"))
    site = folder / "content/site.yaml"
    site.write_text(site.read_text().replace("language: en", "language: ar", 1))
    assert build(folder, folder / "public", strict=True).published
    return folder


def test_a_site_of_another_language_says_so_and_marks_the_language_of_quotes(arabic: Path, heat_pumps: Path) -> None:
    page = "markets/heat-pumps/index.html"
    there, here = ((site / "public" / page).read_text("utf-8") for site in (arabic, heat_pumps))
    assert '<html lang="ar" dir="rtl">' in there and '<html lang="en" dir="ltr">' in here
    assert '<q lang="en" dir="auto">' in there and '<q lang="de" dir="auto">' in there
    assert '<q lang="en"' not in here and '<q lang="de" dir="auto">' in here


@pytest.mark.parametrize(
    ("language", "direction"),
    [("en", "ltr"), ("ar", "rtl"), ("he-IL", "rtl"), ("az-Arab", "rtl"), ("ur-Latn", "ltr"), ("pt-BR", "ltr")],
)
def test_the_direction_follows_from_the_language_or_its_script(language: str, direction: str) -> None:
    assert direction_of(language) == direction


def test_styles_know_no_left_and_no_right(root: Path) -> None:
    physical = r"(?:margin|padding|border)-(?:left|right)|text-align: *(?:left|right)|(?:^|[ ;{])(?:left|right):|float: *(?:left|right)"
    for path in sorted((root / "templates/assets/css").glob("*.css")):
        assert not re.search(physical, path.read_text()), path.name


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_a_page_from_right_to_left_stands_on_the_right_and_goes_nowhere_sideways(
    browser: Browser, arabic: Path, width: int
) -> None:
    with served(arabic / "public") as there:
        page = browser.new_page(viewport={"width": width, "height": 800})
        page.goto(f"{there}markets/heat-pumps/")
        assert page.evaluate("() => getComputedStyle(document.querySelector('h1')).direction") == "rtl"
        assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0
        edge = page.evaluate(
            "() => { const r = document.createRange(); r.selectNodeContents(document.querySelector('h1'));"
            " const m = document.querySelector('main').getBoundingClientRect(), t = r.getBoundingClientRect();"
            " return (m.right - t.right) - (t.left - m.left); }"
        )
        assert edge <= 0, "the heading begins on the right"
        found = Axe().run(page, options={"runOnly": TAGS}).response["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
        page.close()
