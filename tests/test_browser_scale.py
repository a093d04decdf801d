"""A site of many markets in a browser: pages stay small, and what they leave out is fetched by name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmarks.corpus import generate
from playwright.sync_api import Page, expect
from served import served

from sitegen.build import build
from sitegen.charts.comparison import FIRST

pytestmark = pytest.mark.browser

MARKETS = 30


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("many")
    generate(MARKETS, folder)
    built = build(folder, folder / "public")
    assert built.published, built.summary
    return folder / "public"


@pytest.fixture(scope="module")
def there(many: Path) -> Iterator[str]:
    with served(many) as address:
        yield address


def test_any_market_joins_the_comparison_and_its_address(quiet: Page, there: str, many: Path) -> None:
    others = json.loads((many / "data/charts/comparison-usd-others.json").read_text())
    assert len(others) == MARKETS - FIRST
    (market, name, (seed,)), (second, also, _) = others[0], others[1]
    quiet.goto(f"{there}compare/")
    expect(quiet.locator(".key input")).to_have_count(FIRST)
    field = quiet.get_by_label("Add a market")
    field.fill(name[:-1].upper())
    field.press("Enter")
    expect(quiet.locator("[data-others] > p output")).to_have_text(f"{name} was added.")
    field.fill("no such market")
    field.press("Enter")
    expect(quiet.locator("[data-others] > p output")).to_have_text("No market has this in its name.")
    field.fill(also)
    field.press("Enter")
    expect(quiet.locator(".key input")).to_have_count(FIRST + 2)
    shared = quiet.url
    assert f"with={market}+{second}" in shared
    quiet.goto("about:blank")
    quiet.goto(shared)
    expect(quiet.locator(".key input")).to_have_count(FIRST + 2)
    drawn = "() => document.querySelector('.plot')?.data?.filter((trace) => trace.meta.seed === '%s@%s')"
    quiet.wait_for_function(f"{drawn % (seed, market)}?.length")
    traces = quiet.evaluate(drawn % (seed, market))
    facts = {row["id"]: row for row in json.loads((many / "data/facts.json").read_text())}
    stated = next(trace for trace in traces if trace["meta"]["path"] == "stated")
    assert stated["name"] == f"{name}: Report on {name}, stated"
    expected = [facts[point[3]]["amount"] / 1e9 for point in stated["customdata"]]
    assert stated["y"] == pytest.approx(expected)
    quiet.locator("[name=view]").select_option("index")
    quiet.wait_for_function("() => document.querySelector('.plot').layout.yaxis.title.text.startsWith('Index')")
    indexed = quiet.evaluate(drawn % (seed, market))
    assert next(trace for trace in indexed if trace["meta"]["path"] == "stated")["y"][5] == pytest.approx(100)


def test_a_rate_of_ones_own_holds_for_what_was_added(quiet: Page, there: str, many: Path) -> None:
    (market, name, _), *_ = json.loads((many / "data/charts/comparison-usd-others.json").read_text())
    quiet.goto(f"{there}compare/#with={market}")
    expect(quiet.locator(".key input")).to_have_count(FIRST + 1)
    quiet.get_by_label("What if it grew by").fill("10")
    quiet.get_by_label("until").fill("2030")
    quiet.get_by_label("until").press("Tab")
    expect(quiet.locator(".whatif output")).to_contain_text(f"{name}: Report on {name}: ")
