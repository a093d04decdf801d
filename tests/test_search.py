"""The search index and the explorer's rows: everything worth finding, under an address that stands."""

from __future__ import annotations

import json
from pathlib import Path

from crawl import crawl


def read(site: Path, name: str) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = json.loads((site / "data" / f"{name}.json").read_text())
    return found


def test_every_row_leads_to_a_page_and_its_fragment(real: Path) -> None:
    site = real / "public"
    pages = crawl(site)
    rows = read(site, "search/topics")["rows"] + read(site, "search/facts-1")["rows"]
    for _, text, _, address in rows:
        page, _, fragment = address.partition("#")
        assert text
        assert not fragment or fragment in pages[f"{page}index.html"].ids, address


def test_every_topic_source_page_and_fact_can_be_found(real: Path) -> None:
    site = real / "public"
    first = read(site, "search/topics")
    facts = json.loads((site / "data/facts.json").read_text())
    stated = [fact for fact in facts if fact["kind"] != "derived"]
    kinds = [row[0] for row in first["rows"]]
    assert kinds.count("Source") == len(list((real / "seeds").glob("*.fingerprint")))
    assert kinds.count("Page") == len({path.name.partition(".")[0] for path in (real / "content/pages").glob("*.md")})
    assert len(kinds) - kinds.count("Source") - kinds.count("Page") == len(
        list((real / "content/topics").rglob("*.yaml"))
    )
    assert len(read(site, "search/facts-1")["rows"]) == len(stated)


def test_the_explorers_rows_are_the_facts(real: Path) -> None:
    site = real / "public"
    index = json.loads((site / "data/explorer/index.json").read_text())
    rows = [
        row
        for chunk in range(1, index["chunks"] + 1)
        for row in json.loads((site / f"data/explorer/facts-{chunk}.json").read_text())
    ]
    facts = [fact for fact in json.loads((site / "data/facts.json").read_text()) if fact["kind"] != "derived"]
    assert index["facts"] == len(rows) == len(facts)
    for row, fact in zip(rows, facts, strict=True):
        about, measure, seed, name, when, _, amount, *_ = row
        assert f"{index['seeds'][seed][0]}/{name}" == fact["id"]
        assert index["measures"][measure] == fact["measure"]
        assert when == fact.get("when", "")
        assert (amount is None) == ("amount" not in fact)
        assert index["topics"][about]


def test_the_explorer_has_every_derived_value_with_its_formula(real: Path) -> None:
    site = real / "public"
    index = json.loads((site / "data/explorer/index.json").read_text())
    rows = [
        row
        for chunk in range(1, index["derived_chunks"] + 1)
        for row in json.loads((site / f"data/explorer/derived-{chunk}.json").read_text())
    ]
    derived = [fact for fact in json.loads((site / "data/facts.json").read_text()) if fact["kind"] == "derived"]
    assert index["derived"] == len(rows) == len(derived) > 30
    for row, fact in zip(rows, derived, strict=True):
        assert (row[3], index["measures"][row[1]], row[5], row[7]) == tuple(
            fact[name] for name in ("id", "measure", "value", "formula")
        )
        assert (site / row[8] / "index.html").is_file()


def test_every_fact_stands_on_one_leaf_of_the_list(real: Path) -> None:
    pages = crawl(real / "public")
    facts = {
        fact["id"] for fact in json.loads((real / "public/data/facts.json").read_text()) if fact["kind"] != "derived"
    }
    leaves = [page.facts for path, page in pages.items() if path.startswith("facts/")]
    assert set().union(*leaves) == facts
    assert sum(len(leaf) for leaf in leaves) == len(facts)
