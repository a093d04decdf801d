"""A site on another subject: numbers of another form are read, compared and shown as printed; it looks and works alike."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from sitegen.build import load
from sitegen.serve import make_server

KINDS = ["", "markets/heat-pumps/", "markets/heat-pumps/conflicts/", "countries/austria/", "sources/alpine-outlook/"]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def facts(heat_pumps: Path) -> dict[str, dict[str, object]]:
    return {row["id"]: row for row in json.loads((heat_pumps / "public/data/facts.json").read_text())}


@pytest.fixture(scope="module")
def second(heat_pumps: Path) -> Iterator[str]:
    with make_server(heat_pumps / "public", 0) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_address[1]}/"
        server.shutdown()


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
