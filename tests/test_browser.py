"""What readers do, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

MARKET = "markets/infantile-spasms-therapeutics/"


def test_a_chart_draws_when_reached_for_and_shows_a_point(quiet: Page, address: str) -> None:
    quiet.goto(address + MARKET)
    chart = quiet.locator("[data-chart]").first
    assert quiet.locator(".js-plotly-plot").count() == 0
    chart.scroll_into_view_if_needed()
    before = chart.bounding_box()
    chart.hover()
    expect(chart.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    assert chart.bounding_box() == before
    expect(chart).to_have_class("chart drawn")
    point = chart.locator(".scatterlayer .trace .points path").first
    point.hover(force=True)
    expect(chart.locator(".hoverlayer .hovertext").first).to_contain_text("257.5 million")


def test_a_chart_draws_by_keyboard(quiet: Page, address: str) -> None:
    quiet.goto(address + MARKET)
    chart = quiet.locator("[data-chart]").first
    chart.focus()
    quiet.keyboard.press("Enter")
    expect(chart.locator(".js-plotly-plot .main-svg").first).to_be_visible()


@pytest.mark.parametrize(
    "market", ["infantile-spasms-therapeutics", "intrathecal-therapy", "intrathecal-therapy-south-korea"]
)
def test_every_chart_of_a_market_draws(quiet: Page, address: str, market: str) -> None:
    quiet.goto(f"{address}markets/{market}/")
    charts = quiet.locator("[data-chart]")
    assert charts.count() >= 1
    for index in range(charts.count()):
        charts.nth(index).click()
        expect(charts.nth(index).locator(".js-plotly-plot .main-svg").first).to_be_visible()


def test_without_scripts_the_page_has_drawing_table_and_quotes(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + MARKET)
    expect(page.locator("svg.drawing").first).to_be_visible()
    page.locator("details.table summary").first.click()
    expect(page.locator("details.table table").first).to_contain_text("USD 257.5 million")
    quote = page.locator(".rows q").first
    expect(quote).to_be_hidden()
    page.get_by_label("Show every quote").check()
    expect(quote).to_be_visible()
    page.locator("a.m").first.click()
    expect(page.locator("li:target q").first).to_be_visible()
    context.close()
