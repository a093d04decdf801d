"""What readers do with evidence, in a real browser."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

REVIEW = "evidence/refractory-spasms-review/"
TRIAL = "evidence/sharma-2021/"


def test_a_light_opens_its_reasons_by_keyboard(page: Page, address: str) -> None:
    page.goto(address + REVIEW)
    light = page.locator("details.light").nth(4)
    light.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(light.locator("q")).to_contain_text("measurement of the outcome High")
    expect(light).to_contain_text("Reliance on parents")


def test_a_strategy_is_copied_exactly_as_printed(browser: Browser, address: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(address + REVIEW)
    page.locator("button.copy").first.click()
    expect(page.locator("button.copy").first).to_have_text("Copied")
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied == page.locator("code[data-copy]").first.text_content()
    assert copied.startswith('("west syndrome"[tiab] OR')
    context.close()


def test_charts_of_evidence_draw_where_they_stand(page: Page, address: str) -> None:
    page.goto(address + REVIEW)
    for chart in ("difference", "responses"):
        figure = page.locator(f"#chart-refractory-spasms-review-{chart}")
        figure.scroll_into_view_if_needed()
        before = figure.bounding_box()
        figure.hover()
        expect(figure.locator(".js-plotly-plot .main-svg").first).to_be_visible()
        after = figure.bounding_box()
        assert before is not None and after is not None
        assert (before["width"], before["height"]) == (after["width"], after["height"]), chart


def test_every_drawing_of_evidence_is_taken_away_with_its_source(page: Page, address: str) -> None:
    page.goto(address + REVIEW)
    embedded = []
    for drawing in ("difference", "responses", "flow", "icons-1-1", "rob-2-lights"):
        figure = page.locator(f"#chart-refractory-spasms-review-{drawing}")
        with page.expect_download() as waiting:
            figure.get_by_role("button", name="SVG").click()
        picture = Path(waiting.value.path()).read_text()
        assert "Source: " in picture and "Facts: refractory-spasms-review/" in picture, drawing
        with page.expect_download() as waiting:
            figure.get_by_role("button", name="PNG").click()
        assert Path(waiting.value.path()).read_bytes().startswith(b"\x89PNG")
        with page.expect_download() as waiting:
            figure.get_by_role("link", name="CSV").click()
        rows = list(csv.reader(io.StringIO(Path(waiting.value.path()).read_text())))
        assert [row[0] for row in rows[1:]] == figure.locator("tbody th").all_text_contents(), drawing
        embedded.append(str(figure.get_attribute("data-embed")).removeprefix("../../"))
    for path in embedded:
        page.goto(address + path)
        expect(page.locator("svg.drawing")).to_be_visible()
        expect(page.locator(".credit")).to_contain_text("Source: ")


def test_a_box_of_the_flow_leads_to_its_fact(page: Page, address: str) -> None:
    page.goto(address + REVIEW)
    page.locator("#chart-refractory-spasms-review-flow svg a", has_text="15197 references").click()
    expect(page).to_have_url(f"{address}sources/refractory-spasms-review/#records-identified")


def test_print_shows_drawings_and_the_reasons_of_every_judgement(page: Page, address: str) -> None:
    page.goto(address + REVIEW)
    page.locator("#chart-refractory-spasms-review-responses").hover()
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator("#chart-refractory-spasms-review-responses svg.sketch")).to_be_visible()
    expect(page.locator("#chart-refractory-spasms-review-responses .plot")).to_be_hidden()
    expect(page.locator("button.copy").first).to_be_hidden()
