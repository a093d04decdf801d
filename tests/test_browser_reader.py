"""What readers do: search, ask where a number comes from, play with a chart, compare, print; by mouse, keys and touch."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

pytestmark = pytest.mark.browser

MARKET = "markets/infantile-spasms-therapeutics/"
SMALL = "markets/intrathecal-therapy-south-korea/"
CASES = json.loads((Path(__file__).parent / "data" / "what-if.json").read_text())


@pytest.mark.parametrize("path", ["", SMALL, "sources/infantile-spasms-b/", "methodology/", "facts/3/", "search/"])
def test_a_slash_puts_the_cursor_into_the_search_field(quiet: Page, address: str, path: str) -> None:
    quiet.goto(address + path)
    quiet.locator("h1").click()
    quiet.keyboard.press("/")
    expect(quiet.locator("#find")).to_be_focused()
    expect(quiet.locator("#find")).to_have_value("")


@pytest.mark.parametrize("said", ["south korea", "sout koera"])
def test_a_market_is_found_by_its_name_even_misspelt(quiet: Page, address: str, said: str) -> None:
    quiet.goto(address)
    quiet.keyboard.press("/")
    quiet.keyboard.type(said)
    quiet.get_by_role("button", name="Market").click()
    hit = quiet.locator(".hits a").first
    expect(hit).to_contain_text("South Korea intrathecal therapy market")
    hit.click()
    expect(quiet.locator("h1")).to_have_text("South Korea intrathecal therapy market")


def test_every_hit_is_a_link_whose_text_has_the_term_and_keys_walk_them(quiet: Page, address: str) -> None:
    quiet.goto(address + SMALL)
    quiet.keyboard.press("/")
    quiet.keyboard.type("ketogenic")
    expect(quiet.locator(".hits [role=status]")).to_contain_text("22 hits")
    texts = quiet.locator(".hits li a").all_text_contents()
    assert len(texts) == 22
    assert all("ketogenic" in text.lower() for text in texts)
    quiet.keyboard.press("ArrowDown")
    quiet.keyboard.press("ArrowDown")
    expect(quiet.locator(".hits li a").nth(1)).to_be_focused()
    quiet.keyboard.press("Escape")
    expect(quiet.locator(".hits")).to_be_hidden()
    expect(quiet.locator("#find")).to_be_focused()


def test_what_is_typed_is_never_markup(quiet: Page, address: str) -> None:
    quiet.goto(address + "search/?q=" + "%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")
    expect(quiet.locator("#find")).to_have_value("<img src=x onerror=alert(1)>")
    expect(quiet.locator("#results [role=status]")).to_have_text("Nothing was found.")
    assert quiet.locator("main img").count() == 0


def test_a_number_says_by_keyboard_where_it_comes_from(quiet: Page, address: str) -> None:
    quiet.goto(address + SMALL)
    value = quiet.locator(".headline a.value").first
    value.focus()
    quiet.keyboard.press("Enter")
    panel = quiet.get_by_role("dialog")
    expect(panel).to_be_focused()
    expect(panel.locator("q").filter(has_text="196.3 million")).to_be_visible()
    expect(panel).to_contain_text("Verified")
    panel.get_by_role("button", name="Cite").click()
    expect(panel.locator("pre")).to_have_count(3)
    csl = json.loads(panel.locator("pre").nth(2).inner_text())
    assert csl[0]["URL"].endswith("sources/intrathecal-therapy/#size-2023-south-korea")
    assert "@misc{" in panel.locator("pre").nth(1).inner_text()
    quiet.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(value).to_be_focused()


def test_a_number_whose_row_is_elsewhere_is_fetched_from_its_document(quiet: Page, address: str) -> None:
    quiet.goto(address)
    quiet.locator(".headline a.value", has_text="257.5 million").first.click()
    expect(quiet.get_by_role("dialog").locator("q")).to_have_text("value of USD 257.5 million in 2024")


def test_a_derived_number_says_its_formula(quiet: Page, address: str) -> None:
    quiet.goto(address + MARKET)
    quiet.get_by_role("button", name="13.4 times").press("Enter")
    expect(quiet.get_by_role("dialog")).to_contain_text("÷ USD 257.5 million")


def test_proof_opens_by_touch_at_360_pixels(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(address + SMALL)
    page.locator("a.m").first.tap()
    expect(page.get_by_role("dialog").locator("q").first).to_be_visible()
    box = page.get_by_role("dialog").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    context.close()


def test_an_estimate_is_toggled_and_a_rate_of_ones_own_read(quiet: Page, address: str) -> None:
    quiet.goto(address + MARKET)
    chart = quiet.locator("[data-chart]").first
    shown = "() => document.querySelector('.plot').data.filter((trace) => trace.visible !== false).map((trace) => trace.name)"
    chart.locator(".key").get_by_label("Infantile spasms report B").uncheck()
    expect(chart).to_have_class("chart drawn")
    quiet.wait_for_function(
        "() => !document.querySelector('.plot').data.some((t) => t.visible !== false && t.meta.seed === 'infantile-spasms-b')"
    )
    assert quiet.evaluate(shown) == [
        "Infantile spasms report A, stated",
        "Infantile spasms report A, at its stated rate",
    ]
    chart.get_by_label("At the implied rate").check()
    quiet.wait_for_function(
        "() => document.querySelector('.plot').data.some((t) => t.visible && t.meta.path === 'implied-rate')"
    )
    chart.get_by_label("What if it grew by").fill("10")
    chart.get_by_label("until").fill("2026")
    chart.get_by_label("until").press("Tab")
    # 0.2575 billion, two years at 10 %: 0.311575
    expect(chart.locator("output")).to_contain_text("Infantile spasms report A: 0.3116 in 2026")
    chart.locator("[name=view]").select_option("index")
    expect(chart.locator("output")).to_contain_text("121 in 2026")


def test_what_is_typed_while_a_chart_comes_alive_stays(quiet: Page, address: str) -> None:
    quiet.goto(address + SMALL)
    chart = quiet.locator("[data-chart]").first
    chart.get_by_label("What if it grew by").focus()
    quiet.keyboard.type("10")
    quiet.keyboard.press("Tab")
    expect(chart).to_have_class("chart drawn")
    expect(chart.locator("output")).to_contain_text("in 2032")
    quiet.keyboard.type("2025")
    quiet.keyboard.press("Tab")
    expect(chart.locator("output")).to_contain_text("237.5 in 2025")


def test_a_citation_names_the_address_at_which_a_site_is_published(quiet: Page, address: str) -> None:
    quiet.goto(address + SMALL)
    published = "https://example.org/atlas/"
    quiet.evaluate("(href) => document.head.append(Object.assign(document.createElement('link'), { rel: 'canonical', href }))", published + SMALL)  # fmt: skip
    quiet.locator(".headline a.value").first.click()
    quiet.get_by_role("dialog").get_by_role("button", name="Cite").click()
    csl = json.loads(quiet.get_by_role("dialog").locator("pre").nth(2).inner_text())
    assert csl[0]["URL"] == f"{published}sources/intrathecal-therapy/#size-2023-south-korea"


def test_scripts_compound_growth_as_the_shared_cases_say(quiet: Page, address: str) -> None:
    quiet.goto(address + SMALL)
    quiet.locator("[data-chart]").first.hover()
    expect(quiet.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    for case in CASES:
        end = quiet.evaluate("({ start, rate, years }) => window.sitegen.projected(start, rate, years)", case)
        assert end == pytest.approx(case["end"], rel=2e-5)


def test_arrow_keys_reach_every_point_of_a_chart(quiet: Page, address: str) -> None:
    quiet.goto(address + SMALL)
    chart = quiet.locator("[data-chart]").first
    chart.focus()
    quiet.keyboard.press("Enter")
    said = chart.locator("[role=status]")
    expect(said).to_contain_text("US$ 196.3 million in 2023")
    quiet.keyboard.press("ArrowRight")
    expect(said).to_contain_text("US$ 334.5 million in 2032")
    quiet.keyboard.press("ArrowDown")
    expect(said).to_contain_text("at its stated rate")
    expect(quiet.locator(".hoverlayer .hovertext").first).to_be_visible()


def test_pictures_and_tables_carry_their_source(quiet: Page, address: str, real: Path, tmp_path: Path) -> None:
    quiet.goto(address + SMALL)
    chart = quiet.locator("[data-chart]").first
    for kind in ("svg", "png", "csv"):
        button = chart.get_by_role("link" if kind == "csv" else "button", name=kind.upper(), exact=True)
        with quiet.expect_download() as download:
            button.click()
        download.value.save_as(tmp_path / f"chart.{kind}")
    svg = (tmp_path / "chart.svg").read_text()
    assert "intrathecal-therapy/size-2023-south-korea" in svg
    assert "Source: Intrathecal therapy report" in svg
    assert (tmp_path / "chart.png").read_bytes().startswith(b"\x89PNG")
    facts = {fact["id"]: fact for fact in json.loads((real / "public/data/facts.json").read_text())}
    rows = [row for row in csv.DictReader(io.StringIO((tmp_path / "chart.csv").read_text())) if row["fact"]]
    assert len(rows) == 2
    assert all(float(row["amount"]) == facts[row["fact"]]["amount"] for row in rows)


def test_a_comparison_is_shared_by_its_address(quiet: Page, address: str) -> None:
    quiet.goto(address + "compare/")
    quiet.locator("[name=view]").select_option("index")
    quiet.locator(".key").get_by_label("Infantile spasms report B").uncheck()
    shared = quiet.url
    assert "view=index" in shared
    quiet.goto("about:blank")
    quiet.goto(shared)
    expect(quiet.locator("[data-chart]").first).to_have_class("chart drawn")
    expect(quiet.locator("[name=view]")).to_have_value("index")
    expect(quiet.locator(".key").get_by_label("Infantile spasms report B")).not_to_be_checked()
    quiet.wait_for_function("() => document.querySelector('.plot').layout.yaxis.title.text.startsWith('Index')")


def test_facts_are_filtered_sorted_shared_and_taken_away(quiet: Page, address: str, real: Path, tmp_path: Path) -> None:
    quiet.goto(address + "facts/")
    quiet.get_by_role("button", name="More filters").click()
    quiet.get_by_label("Measure").select_option(label="market size")
    facts = [f for f in json.loads((real / "public/data/facts.json").read_text()) if f["measure"] == "market size"]
    expect(quiet.locator("#explorer [role=status]")).to_have_text(re.compile(rf"^{len(facts)} of \d+ facts$"))
    quiet.locator("#explorer").get_by_role("button", name="Value").click()
    first = quiet.locator("#explorer tbody tr").first.locator("td").nth(2)
    expect(first).to_have_text("US$ 196.3 million")
    with quiet.expect_download() as download:
        quiet.get_by_role("button", name="Download these as CSV").click()
    download.value.save_as(tmp_path / "facts.csv")
    assert {row["id"] for row in csv.DictReader(io.StringIO((tmp_path / "facts.csv").read_text()))} == {
        fact["id"] for fact in facts
    }
    shared = quiet.url
    quiet.goto("about:blank")
    quiet.goto(shared)
    expect(quiet.locator("#explorer tbody tr").first.locator("td").nth(2)).to_have_text("US$ 196.3 million")


def test_what_is_derived_is_found_with_its_formula_and_never_passes_for_stated(
    quiet: Page, address: str, real: Path, tmp_path: Path
) -> None:
    derived = [f for f in json.loads((real / "public/data/facts.json").read_text()) if f["kind"] == "derived"]
    quiet.goto(address + "facts/")
    quiet.get_by_role("button", name="More filters").click()
    quiet.get_by_label("Kind").select_option(label="derived by us")
    expect(quiet.locator("#explorer [role=status]")).to_have_text(f"{len(derived)} of {len(derived)} derived values")
    quiet.get_by_label("Measure").select_option(label="implied CAGR")
    implied = {f["id"] for f in derived if f["measure"] == "implied CAGR"}
    expect(quiet.locator("#explorer [role=status]")).to_have_text(f"{len(implied)} of {len(derived)} derived values")
    row = quiet.locator("#explorer tbody tr", has=quiet.locator("td.derived", has_text=re.compile("^6.76%$")))
    expect(row).to_have_count(1)
    expect(row.locator(".formula")).to_contain_text("USD 257.5 million)^(1 ÷ 6) − 1")
    assert row.locator("q").count() == 0
    with quiet.expect_download() as download:
        quiet.get_by_role("button", name="Download these as CSV").click()
    download.value.save_as(tmp_path / "facts.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "facts.csv").read_text())))
    assert {row["id"] for row in rows} == implied
    assert all(row["kind"] == "derived" and row["formula"] and not row["quote"] for row in rows)
    quiet.get_by_label("Kind").select_option(label="both")
    quiet.get_by_label("Verified").select_option(label="the quote stands in the document")
    expect(quiet.locator("#explorer [role=status]")).to_contain_text("0 of ")


def test_contents_follow_the_scroll(quiet: Page, address: str) -> None:
    quiet.goto(address + MARKET)
    # What is far from the window is laid out when a reader first moves; until it is, places move too.
    quiet.mouse.wheel(0, 300)
    quiet.wait_for_function("() => !document.querySelector(\"[class*='tall-']:not(.settled)\")")
    quiet.locator("#drivers").evaluate("(section) => section.scrollIntoView()")
    expect(quiet.locator(".contents a[aria-current]")).to_have_text("Drivers")


def test_a_table_sorts_by_the_numbers_behind_its_texts(quiet: Page, address: str) -> None:
    quiet.goto(address + MARKET)
    table = quiet.locator("table.estimates")
    head = table.get_by_role("button", name="Market size")
    head.click()
    expect(table.locator("tbody tr").first).to_contain_text("257.5 million")
    head.click()
    expect(table.locator("tbody tr").first).to_contain_text("3.20 billion")
    expect(table.locator("th[aria-sort=descending]")).to_have_count(1)


def test_in_print_quotes_become_numbered_footnotes(quiet: Page, address: str, tmp_path: Path) -> None:
    quiet.goto(address + SMALL)
    rows = quiet.locator(".facts li[data-fact]").count()
    quiet.evaluate(
        "() => { window.kept = []; addEventListener('beforeprint', () => window.kept.push(document.querySelectorAll('.footnotes > li').length)); }"
    )
    assert quiet.pdf(path=tmp_path / "page.pdf", format="A4").startswith(b"%PDF")
    assert quiet.evaluate("() => window.kept") == [rows]
    assert quiet.locator(".footnotes").count() == 0


def test_saved_as_pdf_a_market_has_a_cover_contents_charts_and_footnotes(
    quiet: Page, address: str, tmp_path: Path
) -> None:
    quiet.goto(address + MARKET)
    chart = quiet.locator("[data-chart]").first
    chart.hover()
    expect(chart).to_have_class("chart drawn")
    # What print shows of a chart that has come alive is its drawing, not what the library drew.
    quiet.emulate_media(media="print")
    assert chart.locator(".drawing.wide").evaluate("(drawing) => getComputedStyle(drawing).visibility") == "visible"
    assert not chart.locator(".plot").is_visible()
    quiet.emulate_media()
    quiet.pdf(path=tmp_path / "page.pdf", format="A4", print_background=True)
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(tmp_path / "page.pdf").pages]
    assert pages[0].startswith("Infantile Spasms Evidence and Market Atlas Market Infantile spasms therapeutics market")
    assert "content of " in pages[0] and "From Infantile spasms report A, Infantile spasms report B" in pages[0]
    assert pages[1].startswith(f"2 / {len(pages)} Contents 1. Estimates 2. Size and growth")
    assert "Estimates side by side" in pages[2] and "USD 257.5 million" in pages[2]
    whole = " ".join(pages)
    assert "“value of USD 257.5 million in 2024”" in whole and "from word 30" in whole
    assert len(pages) <= 40


def test_the_switch_for_quotes_shows_them_all_and_stays(quiet: Page, address: str) -> None:
    quiet.goto(address + SMALL)
    quotes = quiet.locator(".rows q")
    expect(quotes.first).to_be_hidden()
    quiet.get_by_label("Show every quote").check()
    assert all(quote.is_visible() for quote in quotes.all())
    quiet.goto(address + MARKET)
    expect(quiet.locator(".rows q").first).to_be_visible()


def test_nothing_moves_when_a_chart_comes_alive(quiet: Page, address: str) -> None:
    quiet.add_init_script(
        "window.moved = 0; new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.moved += entry.value; }).observe({ type: 'layout-shift', buffered: true });"
    )
    quiet.goto(address + MARKET)
    chart = quiet.locator("[data-chart]").first
    chart.scroll_into_view_if_needed()
    chart.hover()
    expect(chart).to_have_class("chart drawn")
    quiet.wait_for_timeout(300)
    assert quiet.evaluate("() => window.moved") < 0.01
