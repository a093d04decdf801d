"""A site written from right to left, in a browser: its layout is mirrored, its drawings are not, and nothing leaves its place.

The language is one of tests: Spanish in Hebrew letters, so that every text of a page runs the other way.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import messages
import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from sitegen.build import build
from sitegen.serve import make_server

pytestmark = pytest.mark.browser

LATIN = "abcdefghijklmnopqrstuvwxyzáéíóúñü"
HEBREW = "אבגדהוזחטיכלמנסעפצקרשתםןץףךאהוינו"
LETTERS = {ord(one): HEBREW[index % len(HEBREW)] for index, one in enumerate(LATIN)}
LETTERS |= {ord(chr(one).upper()): other for one, other in LETTERS.items()}
KEPT = re.compile(r"(\{[^}]*\}|<[^>]*>|\]\([^)]*\)|`[^`]*`|\\.|&\w+;)")
KINDS = {
    "home": "",
    "market": "markets/heat-pumps/",
    "conflicts": "markets/heat-pumps/conflicts/",
    "source": "sources/alpine-outlook/",
    "facts": "facts/",
    "findings": "findings/",
    "compare": "compare/",
    "data": "data/",
}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Every text of a drawing that reaches out of it, by a hair more than a browser may round.
OUTSIDE = """() => [...document.querySelectorAll("svg.drawing")].flatMap((svg) => {
  const frame = svg.getBoundingClientRect();
  return [...svg.querySelectorAll("text")].filter((text) => {
    const box = text.getBoundingClientRect();
    return box.width && (box.left < frame.left - 3 || box.right > frame.right + 3);
  }).map((text) => text.textContent);
})"""


def mirrored(text: str) -> str:
    """A text in Hebrew letters; what messages are filled with, tags and addresses stay."""
    return "".join(part if KEPT.fullmatch(part) else part.translate(LETTERS) for part in KEPT.split(text))


def in_hebrew(value: object) -> object:
    """What an editor wrote, with a text in Hebrew letters beside each name and label."""
    if isinstance(value, dict):
        return {
            key: {"en": one, "he": mirrored(one)}
            if key
            in {"name", "label", "plural", "statement", "summary", "note", "title", "description", "notice", "reason"}
            and isinstance(one, str)
            else in_hebrew(one)
            for key, one in value.items()
        }
    return [in_hebrew(one) for one in value] if isinstance(value, list) else value


@pytest.fixture(scope="module")
def hebrew(heat_pumps: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the second site is served, in English and from right to left."""
    folder = tmp_path_factory.mktemp("rtl")
    for name in ("content", "seeds"):
        shutil.copytree(heat_pumps / name, folder / name)
    for path in (
        *folder.glob("content/topics/*/*.yaml"),
        *folder.glob("content/facts/*.yaml"),
        folder / "content/site.yaml",
    ):
        read = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
        if path.name == "site.yaml":
            read = {("languages" if key == "language" else key): one for key, one in read.items()} | {
                "languages": ["en", "he"]
            }
        path.write_text(yaml.safe_dump(in_hebrew(read), allow_unicode=True, sort_keys=False, width=10_000), "utf-8")
    catalogue = messages.renewed("es")
    for one in catalogue:
        if one.id:
            one.string = mirrored(one.string) if isinstance(one.string, str) else tuple(map(mirrored, one.string))
    (folder / "templates/locale").mkdir(parents=True)
    written = messages.written(catalogue).replace('"Language: es', '"Language: he')
    (folder / "templates/locale/he.po").write_text(written, "utf-8")
    done = build(folder, folder / "public")
    assert done.published, done.problems
    with make_server(folder / "public", 0) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_address[1]}/he/"
        server.shutdown()


def opened(browser: Browser, address: str, width: int) -> Page:
    page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    page.goto(address)
    return page


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("kind", KINDS)
def test_pages_run_from_right_to_left_and_stay_in_their_place(
    browser: Browser, hebrew: str, kind: str, width: int
) -> None:
    page = opened(browser, hebrew + KINDS[kind], width)
    assert page.evaluate("() => getComputedStyle(document.body).direction") == "rtl"
    assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0
    right, heading = page.evaluate(
        "() => [document.querySelector('main').getBoundingClientRect().right, document.querySelector('h1').getBoundingClientRect().right]"
    )
    assert right - heading < 120, "the heading begins at the right"
    assert page.evaluate(OUTSIDE) == []
    page.context.close()


@pytest.mark.parametrize("width", [360, 1440])
def test_charts_and_proofs_open_where_they_should(browser: Browser, hebrew: str, width: int) -> None:
    page = opened(browser, hebrew + KINDS["market"], width)
    # Years run as they do everywhere: the first at the left, as the drawing has them.
    years = page.evaluate(
        """() => [...document.querySelectorAll("svg.drawing")].filter((svg) => svg.getBoundingClientRect().width)[0]
             .querySelectorAll(".axis text[text-anchor=middle]")""".replace("\n", " ")
        + ".length"
    )
    assert years > 1
    places = page.evaluate(
        """() => [...[...document.querySelectorAll("svg.drawing")].filter((svg) => svg.getBoundingClientRect().width)[0]
             .querySelectorAll(".axis text[text-anchor=middle]")].map((text) => [Number(text.textContent), text.getBoundingClientRect().left])"""
    )
    assert [year for year, _ in sorted(places, key=lambda one: one[1])] == sorted(year for year, _ in places)
    chart = page.locator("[data-chart]").first
    chart.focus()
    page.keyboard.press("Enter")
    expect(chart).to_have_class(re.compile(r"\bdrawn\b"))
    inside = "() => { const box = document.querySelector('.js-plotly-plot').getBoundingClientRect(); return box.left >= 0 && box.right <= innerWidth + 1; }"
    assert page.evaluate(inside)
    page.locator("a.m").first.click()
    proof = page.get_by_role("dialog")
    expect(proof).to_be_visible()
    box = proof.bounding_box()
    assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= width
    quote = proof.locator("q").first
    assert quote.evaluate("(one) => getComputedStyle(one).direction") == "ltr", "a quote runs as its own words do"
    page.context.close()


def test_tables_are_mirrored(browser: Browser, hebrew: str) -> None:
    page = opened(browser, hebrew + KINDS["market"], 1440)
    heads = page.locator("table.estimates thead th")
    places = [one.bounding_box() for one in heads.all()]
    lefts = [box["x"] for box in places if box is not None]
    assert len(lefts) > 3 and lefts == sorted(lefts, reverse=True), "the first column stands at the right"
    page.context.close()


@pytest.mark.parametrize("kind", ["market", "findings"])
def test_axe_finds_nothing_from_right_to_left(browser: Browser, hebrew: str, kind: str) -> None:
    page = opened(browser, hebrew + KINDS[kind], 1280)
    found = Axe().run(page, options={"runOnly": TAGS}).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
    page.context.close()
