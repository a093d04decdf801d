"""Access for all: no finding of axe on any kind of page in light and dark, nothing sideways at any width, no motion."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

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
    "table of prose": "promises/",
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


WIDTHS = (320, 768, 1440)
# Pages that are large, or laid out in a way of their own, besides one of each kind.
ALSO = [
    "markets/infantile-spasms-therapeutics/", "evidence/sharma-2021/", "sources/infantile-spasms-a/", "editors-guide/",
    "treatments/cannabidiol/", "treatments/modified-atkins-diet/",
]  # fmt: skip


def schemes(kind: str) -> tuple[str, ...]:
    """The looks are those of all languages: pages in Spanish are looked at once, half of them in the dark."""
    both = ("light", "dark")
    return both if "Spanish" not in kind else (both[list(KINDS).index(kind) % 2],)


def sideways(page: Page) -> dict[int, int]:
    """By how many pixels a page is wider than a window; what waits to be laid out is laid out before."""
    page.evaluate(
        "() => document.querySelectorAll(\"[class*='tall-']\").forEach((part) => part.classList.add('settled'))"
    )
    found = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        found[width] = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_of_each_kind_keeps_its_policy_never_goes_sideways_and_axe_finds_nothing(
    quiet: Page, address: str, kind: str
) -> None:
    """One visit for all claims: at three widths, in light and dark, with a chart alive and a popover open."""
    quiet.goto(address + KINDS[kind])
    assert max(sideways(quiet).values()) <= 0, sideways(quiet)
    for reached in (".estimates a.value", "#find", "[data-reach] button"):
        if quiet.locator(reached).count():
            quiet.locator(reached).first.click()
    chart = quiet.locator("[data-chart]").first
    if chart.count():
        chart.focus()
        quiet.keyboard.press("Enter")
        expect(chart).to_have_class(re.compile(r"\bdrawn\b"))
    if kind.startswith("search"):
        expect(quiet.locator("#results li").first).to_be_visible()
    if quiet.locator("a.m").count():
        quiet.locator("a.m").first.click()
        expect(quiet.get_by_role("dialog")).to_be_visible()
    quiet.wait_for_load_state("networkidle")
    for scheme in schemes(kind):
        quiet.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found = Axe().run(quiet, options={"runOnly": TAGS}).response["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == [], scheme


@pytest.mark.parametrize("path", ALSO)
def test_no_large_page_goes_sideways(page: Page, address: str, path: str) -> None:
    page.goto(address + path)
    assert max(sideways(page).values()) <= 0, sideways(page)


def test_a_living_chart_follows_the_colours_of_its_reader(quiet: Page, address: str) -> None:
    quiet.goto(address + KINDS["market"])
    chart = quiet.locator("[data-chart]").first
    chart.focus()
    quiet.keyboard.press("Enter")
    expect(chart).to_have_class(re.compile(r"\bdrawn\b"))
    tick = chart.locator(".plot .xtick text").first
    before = tick.evaluate("(tick) => getComputedStyle(tick).fill")
    quiet.emulate_media(color_scheme="dark")
    quiet.wait_for_function(
        "(before) => getComputedStyle(document.querySelector('.plot .xtick text')).fill !== before", arg=before
    )


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
    page.get_by_role("link", name="Evidence", exact=True).first.click()
    expect(page.locator("h1")).to_have_text("Evidence")
    page.close()
