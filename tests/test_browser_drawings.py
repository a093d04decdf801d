"""What readers do with drawings besides the forecast, and with what findings say of a number."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

MARKET = "markets/infantile-spasms-therapeutics/"
NAME = "infantile-spasms-therapeutics"
DRAWINGS = {
    MARKET: (f"{NAME}-infantile-spasms-a-shares-segments-drug-class-2024", f"{NAME}-presence", f"{NAME}-timeline"),
    f"{MARKET}conflicts/": (f"{NAME}-alignment", f"{NAME}-rates"),
}


@pytest.mark.parametrize("path", DRAWINGS)
def test_drawings_come_alive_where_they_stand_and_keys_walk_their_points(quiet: Page, address: str, path: str) -> None:
    quiet.goto(address + path)
    for name in DRAWINGS[path]:
        chart = quiet.locator(f"#chart-{name}")
        chart.scroll_into_view_if_needed()
        before = chart.bounding_box()
        chart.focus()
        quiet.keyboard.press("Enter")
        expect(chart.locator(".js-plotly-plot .main-svg").first).to_be_visible()
        expect(chart.locator(".pointed")).not_to_be_empty()
        first = chart.locator(".pointed").text_content()
        quiet.keyboard.press("ArrowRight" if "shares" not in name else "ArrowDown")
        expect(chart.locator(".pointed")).not_to_have_text(first or "")
        after = chart.bounding_box()
        assert before is not None and after is not None
        assert (before["width"], before["height"]) == (after["width"], after["height"]), name


@pytest.mark.parametrize("path", DRAWINGS)
def test_drawings_are_downloaded_as_pictures_with_their_source_and_as_tables(
    quiet: Page, address: str, path: str
) -> None:
    quiet.goto(address + path)
    for name in DRAWINGS[path]:
        chart = quiet.locator(f"#chart-{name}")
        with quiet.expect_download() as waiting:
            chart.get_by_role("button", name="SVG").click()
        drawing = Path(waiting.value.path()).read_text()
        assert waiting.value.suggested_filename == f"chart-{name}.svg"
        assert "Source: Infantile spasms report A" in drawing and "Facts: infantile-spasms-a/" in drawing
        assert "var(--" not in drawing and "rgb(" in drawing
        with quiet.expect_download() as waiting:
            chart.get_by_role("button", name="PNG").click()
        picture = Path(waiting.value.path()).read_bytes()
        assert picture.startswith(b"\x89PNG") and len(picture) > 10_000
        with quiet.expect_download() as waiting:
            chart.get_by_role("link", name="CSV").click()
        rows = list(csv.reader(io.StringIO(Path(waiting.value.path()).read_text())))
        chart.locator("summary").click()
        assert [row[0] for row in rows[1:]] == chart.locator("tbody th").all_text_contents(), name


def test_an_embedded_drawing_stands_alone_with_its_source(browser: Browser, address: str) -> None:
    context = browser.new_context(
        permissions=["clipboard-read", "clipboard-write"], viewport={"width": 400, "height": 700}
    )
    page = context.new_page()
    page.goto(address + MARKET)
    chart = page.locator(f"#chart-{NAME}-presence")
    chart.get_by_role("button", name="Embed").click()
    expect(chart.get_by_role("button", name="Copied")).to_be_visible()
    snippet = page.evaluate("() => navigator.clipboard.readText()")
    found = re.search(r'<iframe src="([^"]+)".* height="(\d+)"', snippet)
    assert found is not None
    page.goto(found[1])
    expect(page.locator("svg.drawing")).to_be_visible()
    expect(page.locator(".credit")).to_contain_text("Infantile spasms report A")
    assert page.evaluate("() => document.documentElement.offsetHeight") <= int(found[2])
    assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0
    context.close()


def test_a_popover_tells_what_rules_found_of_a_number(quiet: Page, address: str) -> None:
    quiet.goto(address + MARKET)
    quiet.locator(".estimates a.value", has_text="257.5").click()
    told = quiet.get_by_role("dialog").get_by_role("list", name="Findings")
    expect(told).to_contain_text("13.4 times what Infantile spasms report A does")
    expect(told).to_contain_text("size-disagreement: does not agree")
    told.get_by_role("link", name="size-disagreement: does not agree").click()
    expect(quiet.locator(".finding:target")).to_contain_text("13.4 times")


def test_a_popover_says_where_no_rule_found_anything(quiet: Page, address: str) -> None:
    quiet.goto(address + "treatments/vigabatrin/")
    quiet.locator("li[data-fact]:not(:has(.mark)) > a.m").first.click()
    expect(quiet.get_by_role("dialog")).to_contain_text("No rule found anything amiss with it.")


def test_findings_mark_the_points_of_a_chart_still_and_alive(quiet: Page, address: str) -> None:
    quiet.goto(address + MARKET)
    chart = quiet.locator("[data-chart]").first
    assert chart.locator(".drawing.wide .ring").count() == 3
    expect(chart.locator(".signs")).to_contain_text("a finding concerns it")
    chart.focus()
    quiet.keyboard.press("Enter")
    expect(chart.locator(".pointed")).to_contain_text("≠ size-disagreement: does not agree")
    expect(chart.locator(".scatterlayer .textpoint").first).to_have_text("≠")
    chart.get_by_label("Logarithmic").uncheck()
    expect(chart.locator(".scatterlayer .textpoint").first).to_have_text("≠")
    chart.locator("summary").click()
    cell = chart.locator("td[data-fact='infantile-spasms-a/size-2024']")
    expect(cell.get_by_role("link", name="size-disagreement: does not agree")).to_be_visible()
    cell.get_by_role("button", name="USD 257.5 million").click()
    expect(quiet.get_by_role("dialog")).to_contain_text("Infantile spasms report A")


def test_facts_are_filtered_by_finding_and_by_verification(quiet: Page, address: str, real: Path) -> None:
    found = json.loads((real / "public/data/findings.json").read_text())
    disputed = {fact for one in found if one["rule"] == "size-disagreement" for fact in one["facts"]}
    quiet.goto(address + "facts/")
    quiet.get_by_role("button", name="More filters").click()
    explorer = quiet.locator("#explorer")
    said = explorer.locator("[role=status]")
    explorer.get_by_label("Finding").select_option(label="size-disagreement")
    expect(said).to_have_text(re.compile(rf"^{len(disputed)} of \d+ facts$"))
    expect(explorer.locator("tbody a.mark-fails")).to_have_count(len(disputed))
    explorer.get_by_label("Finding").select_option(label="nearly agrees")
    quiet.wait_for_url("**#finding=state-1")
    count = explorer.locator("tbody tr").count()
    assert explorer.locator("tbody tr", has=quiet.locator("a.mark-near")).count() == count
    explorer.get_by_label("Verified").select_option(label="not verified")
    expect(said).to_have_text(re.compile(r"^0 of \d+ facts$"))
    assert count > 10 and quiet.url.endswith("#verified=no&finding=state-1")
