"""Two built sites, the real one and one on another subject, crawled: links, marks, numerals, coverage, reproducibility."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from crawl import Page, crawl, target_of

from sitegen.build import build


@pytest.fixture(scope="module", params=["real", "heat_pumps"])
def site(request: pytest.FixtureRequest) -> Path:
    folder: Path = request.getfixturevalue(request.param)
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Page]:
    return crawl(site / "public")


@pytest.fixture(scope="module")
def facts(site: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads((site / "public/data/facts.json").read_text())
    return found


def test_every_link_and_fragment_resolves(pages: dict[str, Page], site: Path) -> None:
    broken = []
    for page in pages.values():
        for link in page.links:
            found = target_of(link, page.path)
            if found is None:
                continue
            file, fragment = found
            if not (site / "public" / file).is_file() or (fragment and fragment not in pages[file].ids):
                broken.append((page.path, link))
    assert broken == []


def test_ids_are_unique_on_each_page(pages: dict[str, Page]) -> None:
    twice = {page.path: [i for i, n in Counter(page.ids).items() if n > 1] for page in pages.values()}
    assert {path: ids for path, ids in twice.items() if ids} == {}


def test_headings_go_down_one_level_at_a_time(pages: dict[str, Page]) -> None:
    for page in pages.values():
        assert page.headings[:1] == [1], page.path
        assert page.headings.count(1) == 1, page.path
        assert all(after <= before + 1 for before, after in zip(page.headings, page.headings[1:], strict=False)), (
            page.path
        )


def test_no_numeral_stands_without_its_fact_or_formula(pages: dict[str, Page]) -> None:
    assert {page.path: page.orphans for page in pages.values() if page.orphans} == {}


def test_a_planted_numeral_is_found(real: Path, tmp_path: Path) -> None:
    text = (real / "public/methodology/index.html").read_text()
    (tmp_path / "index.html").write_text(text.replace("</article>", "<p>About 42 people.</p></article>"))
    assert crawl(tmp_path)["index.html"].orphans == ["42"]


def test_every_page_carries_the_policy_and_requests_nothing_from_elsewhere(pages: dict[str, Page]) -> None:
    for page in pages.values():
        assert "default-src 'none'" in page.policy and "unsafe" not in page.policy, page.path
        assert [link for link in page.requests if "//" in link] == []


def test_every_fact_stands_on_a_page_besides_its_source_and_the_list(
    pages: dict[str, Page], facts: list[dict[str, object]]
) -> None:
    shown = set().union(*(page.facts for page in pages.values() if not page.path.startswith(("sources/", "facts/"))))
    assert {fact["id"] for fact in facts if fact["kind"] != "derived"} - shown == set()


def test_every_quote_stands_on_its_sources_page(pages: dict[str, Page], facts: list[dict[str, object]]) -> None:
    for fact in facts:
        if fact["kind"] == "derived":
            continue
        quotes = fact["quote"] if isinstance(fact["quote"], list) else [fact["quote"]]
        assert set(quotes) <= set(pages[f"sources/{fact['seed']}/index.html"].quotes)


def test_every_fact_is_verified_and_derived_rows_are_not(facts: list[dict[str, object]]) -> None:
    assert len({fact["id"] for fact in facts}) == len(facts)
    assert all(fact["verified"] is (None if fact["kind"] == "derived" else True) for fact in facts)
    assert all(fact.get("formula") for fact in facts if fact["kind"] == "derived")


def test_the_csv_holds_the_same_facts(site: Path, facts: list[dict[str, object]]) -> None:
    rows = list(csv.DictReader(io.StringIO((site / "public/data/facts.csv").read_text("utf-8"))))
    assert [row["id"] for row in rows] == [fact["id"] for fact in facts]
    assert [row["amount"] for row in rows] == [str(fact.get("amount", "")) for fact in facts]


def test_the_page_of_a_fact_is_where_it_says(pages: dict[str, Page], facts: list[dict[str, object]]) -> None:
    for fact in facts:
        page, _, fragment = str(fact["page"]).partition("#")
        assert not fragment or fragment in pages[page + "index.html"].ids


def test_two_builds_are_identical_whatever_surrounds_them(tmp_path: Path, root: Path) -> None:
    trees = []
    for name, seed, zone, locale in (("one", "1", "UTC", "C"), ("two/deep", "77", "Asia/Tokyo", "C.UTF-8")):
        folder = tmp_path / name
        for part in ("content", "seeds"):
            shutil.copytree(root / part, folder / part)
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "TZ": zone,
            "LC_ALL": locale,
            "SOURCE_DATE_EPOCH": "1700000000",
        }
        subprocess.run(
            [sys.executable, "-m", "sitegen.cli", "build", "--root", str(folder)],
            env=environment,
            check=True,
            capture_output=True,
        )
        files = (folder / "public").rglob("*")
        trees.append({path.relative_to(folder).as_posix(): path.read_bytes() for path in files if path.is_file()})
    assert trees[0] == trees[1]


def test_an_error_leaves_the_published_site_as_it_was(small: Path) -> None:
    assert build(small, small / "public").published
    before = (small / "public/manifest.json").read_bytes()
    facts = small / "content/facts/pumps-a.yaml"
    facts.write_text(facts.read_text().replace("410.0 million\n  quote", "411.0 million\n  quote"))
    built = build(small, small / "public")
    assert not built.published
    assert "nothing was written" in built.summary
    assert (small / "public/manifest.json").read_bytes() == before


def test_the_small_site_builds_without_a_repository(small: Path) -> None:
    assert build(small, small / "public").published
    assert "Content of an unknown day" in (small / "public/index.html").read_text()
