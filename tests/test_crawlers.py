"""What programs read: canonical addresses, sitemap, linked data, links to the repository."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from sitegen import crawlers
from sitegen.build import build
from sitegen.problems import Place
from sitegen.shapes import SiteFile
from sitegen.views.repository import line_of, report_on

BASE = "https://example.org/atlas"
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def linked(page: Path) -> dict[str, dict[str, object]]:
    match = re.search(r'<script type="application/ld\+json">(.*?)</script>', page.read_text())
    assert match
    return {item["@type"]: item for item in json.loads(match[1])["@graph"]}


@pytest.fixture
def based(small: Path) -> Path:
    assert build(small, small / "public", base_url=BASE).published
    return small / "public"


def test_the_sitemap_lists_every_indexable_page_and_each_names_its_own_address(based: Path) -> None:
    listed = [node.text or "" for node in ElementTree.parse(based / "sitemap.xml").iterfind(".//s:loc", NAMES)]
    pages = {path.relative_to(based).as_posix().removesuffix("index.html"): path for path in based.rglob("*.html")}
    indexable = {path for path in pages if path != "404.html" and not path.startswith("embed/")}
    assert set(listed) == {f"{BASE}/{path}" for path in indexable}
    for path, file in pages.items():
        text = file.read_text()
        assert (f'<link rel="canonical" href="{BASE}/{path}">' in text) == (path in indexable)
        assert ('<meta name="robots" content="noindex">' in text) == (path not in indexable)
    assert f"Sitemap: {BASE}/sitemap.xml" in (based / "robots.txt").read_text()


def test_linked_data_names_the_page_and_the_way_to_it(based: Path) -> None:
    assert linked(based / "index.html")["Dataset"]["url"] == f"{BASE}/"
    market = linked(based / "markets/heat-pumps/index.html")
    assert market["Report"]["url"] == f"{BASE}/markets/heat-pumps/"
    way = market["BreadcrumbList"]["itemListElement"]
    assert isinstance(way, list)
    assert [step["item"] for step in way] == [f"{BASE}/", f"{BASE}/markets/"]


def test_without_an_address_nothing_claims_one(small: Path) -> None:
    assert build(small, small / "public").published
    assert not (small / "public/sitemap.xml").exists()
    assert "Sitemap" not in (small / "public/robots.txt").read_text()
    assert "canonical" not in (small / "public/index.html").read_text()
    manifest = json.loads((small / "public/app.webmanifest").read_text())
    assert (small / "public" / manifest["icons"][0]["src"]).is_file()


def test_where_a_repository_is_named_every_fact_can_be_edited_and_every_page_reported(small: Path) -> None:
    site = small / "content/site.yaml"
    plain = build(small, small / "public")
    assert plain.published
    assert "Edit this fact" not in (small / "public/sources/pumps-a/index.html").read_text()
    site.write_text(site.read_text() + "repository: https://github.com/example/pumps\n")
    assert build(small, small / "public").published
    source = (small / "public/sources/pumps-a/index.html").read_text()
    lines = (small / "content/facts/pumps-a.yaml").read_text().splitlines()
    found = re.findall(r'href="https://github.com/example/pumps/blob/HEAD/content/facts/pumps-a.yaml#L(\d+)"', source)
    assert len(found) == len(re.findall(r"<li id=", source)) > 0
    assert all(lines[int(line) - 1].lstrip().startswith("- id:") for line in found)
    assert "Report a mistake" in (small / "public/index.html").read_text()


@pytest.mark.parametrize(
    ("repository", "line", "report"),
    [
        ("https://github.com/a/b", "https://github.com/a/b/blob/HEAD/x.yaml#L3", "https://github.com/a/b/issues/new?title=A%20%26%20B"),
        ("https://gitlab.com/a/b/", "https://gitlab.com/a/b/-/blob/HEAD/x.yaml#L3", "https://gitlab.com/a/b/-/issues/new?issue[title]=A%20%26%20B"),
        ("", "", ""),
    ],
)  # fmt: skip
def test_addresses_fit_the_host(repository: str, line: str, report: str) -> None:
    assert line_of(repository, Place("x.yaml", 3)) == line
    assert report_on(repository, "A & B") == report


def test_more_addresses_than_one_sitemap_may_hold_stand_in_several(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crawlers, "MOST_ADDRESSES", 3)
    site = SiteFile.model_construct(title="A", description="B", language="en")
    paths = [f"{letter}/" for letter in "abcdefgh"]
    made = {one.path: one.data for one in crawlers.crawler_files([*paths, "404.html"], site, BASE, "icon.svg")}
    index = ElementTree.fromstring(made["sitemap.xml"])
    names = [str(loc.text).removeprefix(f"{BASE}/") for loc in index.iterfind("s:sitemap/s:loc", NAMES)]
    assert names == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml"]
    listed = [loc.text for name in names for loc in ElementTree.fromstring(made[name]).iterfind("s:url/s:loc", NAMES)]
    assert listed == [f"{BASE}/{path}" for path in paths]
