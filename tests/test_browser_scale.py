"""A site of many markets in a browser: pages stay small, and what they leave out is fetched by name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from benchmarks.corpus import generate
from playwright.sync_api import Page, expect

from sitegen.build import build
from sitegen.charts.comparison import FIRST
from sitegen.serve import make_server

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
    with make_server(many, 0) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_address[1]}/"
        server.shutdown()


@pytest.fixture
def calm(page: Page) -> Iterator[Page]:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    assert said == []


def test_any_market_joins_the_comparison_and_its_address(calm: Page, there: str, many: Path) -> None:
    others = json.loads((many / "data/charts/comparison-usd-others.json").read_text())
    assert len(others) == MARKETS - FIRST
    (market, name, (seed,)), (second, also, _) = others[0], others[1]
    calm.goto(f"{there}compare/")
    expect(calm.locator(".key input")).to_have_count(FIRST)
    field = calm.get_by_label("Add a market")
    field.fill(name[:-1].upper())
    field.press("Enter")
    expect(calm.locator("[data-others] > p output")).to_have_text(f"{name} was added.")
    field.fill("no such market")
    field.press("Enter")
    expect(calm.locator("[data-others] > p output")).to_have_text("No market has this in its name.")
    field.fill(also)
    field.press("Enter")
    expect(calm.locator(".key input")).to_have_count(FIRST + 2)
    shared = calm.url
    assert f"with={market}+{second}" in shared
    calm.goto("about:blank")
    calm.goto(shared)
    expect(calm.locator(".key input")).to_have_count(FIRST + 2)
    drawn = "() => document.querySelector('.plot')?.data?.filter((trace) => trace.meta.seed === '%s@%s')"
    calm.wait_for_function(f"{drawn % (seed, market)}?.length")
    traces = calm.evaluate(drawn % (seed, market))
    facts = {row["id"]: row for row in json.loads((many / "data/facts.json").read_text())}
    stated = next(trace for trace in traces if trace["meta"]["path"] == "stated")
    assert stated["name"] == f"{name}: Report on {name}, stated"
    expected = [facts[point[3]]["amount"] / 1e9 for point in stated["customdata"]]
    assert stated["y"] == pytest.approx(expected)
    calm.locator("[name=view]").select_option("index")
    calm.wait_for_function("() => document.querySelector('.plot').layout.yaxis.title.text.startsWith('Index')")
    indexed = calm.evaluate(drawn % (seed, market))
    assert next(trace for trace in indexed if trace["meta"]["path"] == "stated")["y"][5] == pytest.approx(100)


def test_a_rate_of_ones_own_holds_for_what_was_added(calm: Page, there: str, many: Path) -> None:
    (market, name, _), *_ = json.loads((many / "data/charts/comparison-usd-others.json").read_text())
    calm.goto(f"{there}compare/#with={market}")
    expect(calm.locator(".key input")).to_have_count(FIRST + 1)
    calm.get_by_label("What if it grew by").fill("10")
    calm.get_by_label("until").fill("2030")
    calm.get_by_label("until").press("Tab")
    expect(calm.locator(".whatif output")).to_contain_text(f"{name}: Report on {name}: ")
