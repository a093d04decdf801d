"""Access for all: no finding of axe on any kind of page in light and dark, nothing sideways at 320 pixels, no motion."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

pytestmark = pytest.mark.browser

# One page of each kind; where a kind has large and small ones, a smaller, as axe looks at each element.
KINDS: dict[str, str] = {
    "home": "",
    "kind": "companies/",
    "market": "markets/intrathecal-therapy-south-korea/",
    "spread": "markets/",
    "study": "evidence/kolosky-2024/",
    "treatment": "treatments/vigabatrin/",
    "source": "sources/infantile-spasms-b/",
    "sources": "sources/",
    "facts": "facts/4/",
    "prose": "methodology/",
    "search": "search/?q=vigabatrin",
    "compare": "compare/",
    "embed": "embed/intrathecal-therapy-south-korea-forecast/",
    "review": "evidence/refractory-spasms-review/",
    "conflicts": "markets/infantile-spasms-therapeutics/conflicts/",
    "findings": "findings/",
    "rule": "rules/size-disagreement/",
    "changes": "changes/",
    "glossary": "glossary/",
    "reference": "schema/",
    "drawing": "embed/infantile-spasms-therapeutics-presence/",
    "error": "404.html",
}
KINDS |= {f"{kind} in Spanish": f"es/{path}" for kind, path in KINDS.items() if kind != "error"}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


# The looks are those of all languages: pages in Spanish are looked at once, half of them in the dark.
SEEN = [
    (kind, scheme)
    for number, kind in enumerate(KINDS)
    for scheme in (("light", "dark") if "Spanish" not in kind else (("light", "dark")[number % 2],))
]


@pytest.mark.parametrize(("kind", "scheme"), SEEN)
def test_axe_finds_nothing(browser: Browser, address: str, kind: str, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address + KINDS[kind])
    chart = page.locator("[data-chart]").first
    if chart.count():
        chart.focus()
        page.keyboard.press("Enter")
        expect(chart).to_have_class(re.compile(r"\bdrawn\b"))
    if kind.startswith("search"):
        expect(page.locator("#results li").first).to_be_visible()
    if page.locator("a.m").count():
        page.locator("a.m").first.click()
        expect(page.get_by_role("dialog")).to_be_visible()
    found = Axe().run(page, options={"runOnly": TAGS}).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
    context.close()


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_breaks_its_policy_or_asks_another_host(browser: Browser, address: str, kind: str) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: said.append(request.url) if not request.url.startswith(("http://localhost", "data:", "blob:")) else None)  # fmt: skip
    page.goto(address + KINDS[kind])
    for reached in ("[data-chart]", "a.m", ".estimates a.value", "#find", "[data-reach] button"):
        if page.locator(reached).count():
            page.locator(reached).first.click()
            page.wait_for_load_state("networkidle")
    assert said == []
    page.close()


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_goes_sideways_at_320_pixels(browser: Browser, address: str, kind: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(address + KINDS[kind])
    assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0
    context.close()


def test_the_first_stop_of_the_tabulator_skips_to_the_content(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(address)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.close()


def test_who_wants_no_motion_gets_none(browser: Browser, address: str) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(address)
    assert page.evaluate("() => getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    context.close()


def test_an_abbreviation_is_explained_by_keyboard(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(address + "treatments/vigabatrin/")
    term = page.locator("main .rows abbr").first
    term.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text(term.get_attribute("title") or "?")
    page.close()


def test_opened_from_disk_a_page_shows_its_text_drawing_and_quotes(browser: Browser, real: object) -> None:
    page = browser.new_page()
    page.goto(f"file://{real}/public/markets/intrathecal-therapy-south-korea/index.html")
    expect(page.locator("svg.drawing.wide")).to_be_visible()
    page.get_by_label("Show every quote").check()
    expect(page.locator(".rows q").first).to_be_visible()
    page.close()
