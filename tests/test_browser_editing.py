"""The editing view in a real browser: problems in the page, forms, the quote picker; all under the pages' own policy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from test_live import FACTS, Client, change, running

pytestmark = pytest.mark.browser


@pytest.fixture
def editor(small: Path) -> Iterator[Client]:
    yield from running(small, edit=True)


@pytest.fixture
def watched(page: Page) -> Iterator[Page]:
    """A page on which no violation of the policy and no error may happen, but for the answers 4xx that are looked for."""
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text) if "Content Security Policy" in message.text else None)
    yield page
    assert said == []


def test_problems_appear_in_the_page_and_go_when_mended(small: Path, editor: Client, watched: Page) -> None:
    watched.goto(f"http://localhost:{editor.port}/markets/heat-pumps/")
    expect(watched.locator("html[data-live]")).to_have_count(1)
    watched.wait_for_timeout(500)
    change(small, "EUR 410.0 million\n  quote", "EUR 411.0 million\n  quote")
    overlay = watched.locator("#live-problems")
    expect(overlay).to_contain_text("content/facts/pumps-a.yaml:6:10: error[value-not-in-quote]")
    expect(watched.locator("main")).to_contain_text("EUR 410.0 million")
    change(small, "EUR 411.0 million\n  quote", "EUR 410.0 million\n  quote")
    expect(overlay).to_have_count(0)


def test_a_value_is_saved_by_its_form_and_shown(small: Path, editor: Client, watched: Page) -> None:
    watched.goto(f"http://localhost:{editor.port}/sources/pumps-a/")
    item = watched.locator("li#share-air")
    item.locator(".live-editor summary").click()
    item.locator("input[name=qualifier]").fill("")
    expect(item.locator("input[name=value]")).to_have_value("70%")
    item.locator("input[name=note]").fill("Seen again.")
    item.get_by_role("button", name="Save").click()
    expect(watched.locator("li#share-air .note")).to_have_text("Seen again.")
    text = (small / FACTS).read_text()
    assert "  value: 70%\n" in text and "  note: Seen again.\n" in text


def test_a_refused_form_says_why_and_changes_nothing(small: Path, editor: Client, watched: Page) -> None:
    before = (small / FACTS).read_bytes()
    watched.goto(f"http://localhost:{editor.port}/sources/pumps-a/")
    item = watched.locator("li#share-air")
    item.locator(".live-editor summary").click()
    item.locator("input[name=number]").fill("71")
    item.get_by_role("button", name="Save").click()
    expect(item.locator("output")).to_contain_text("error[value-not-in-quote]")
    assert (small / FACTS).read_bytes() == before


def test_a_selected_span_becomes_a_fact(small: Path, editor: Client, watched: Page) -> None:
    watched.goto(f"http://localhost:{editor.port}/sources/pumps-a/")
    picker = watched.locator("#live-picker")
    picker.locator("summary").click()
    watched.evaluate("""() => {
      const text = document.querySelector("#live-picker .live-text");
      const start = text.textContent.indexOf("held nearly 70% of sales");
      getSelection().setBaseAndExtent(text.firstChild, start, text.firstChild, start + "held nearly 70% of sales".length);
      text.dispatchEvent(new PointerEvent("pointerup", { bubbles: true }));
    }""")
    expect(picker.locator("input[name=quote]")).to_have_value("held nearly 70% of sales")
    expect(picker.locator("input[name=text]")).to_have_value("nearly 70%")
    picker.locator("input[name=id]").fill("air-again")
    picker.locator("select[name=measure]").select_option("share")
    picker.get_by_role("button", name="Add the fact").click()
    expect(watched.locator("li#air-again")).to_contain_text("nearly 70%")
    assert "- id: air-again\n" in (small / FACTS).read_text()
