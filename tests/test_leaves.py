"""Long lists in leaves: every row stands on one of them, in its order, and each leaf leads to the next."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from benchmarks.corpus import generate
from hypothesis import given
from hypothesis import strategies as st

from sitegen.build import build
from sitegen.leaves import PER_LEAF, leaf_count, leaf_of
from sitegen.loading import load
from sitegen.preparing import prepare
from sitegen.views.single import view_at

MARKETS = 130


@given(st.lists(st.integers(), max_size=40), st.integers(1, 12))
def test_leaves_hold_every_row_once_and_in_order(rows: list[int], most: int) -> None:
    parts = [leaf_of(rows, number, most) for number in range(1, leaf_count(len(rows), most) + 1)]
    assert [row for part in parts for row in part] == rows
    assert all(len(part) == most for part in parts[:-1])
    assert len(parts[-1]) <= most


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("leaves")
    generate(MARKETS, folder)
    built = build(folder, folder / "public")
    assert built.published, built.summary
    return folder


def followed(site: Path, first: str) -> list[tuple[str, str]]:
    """The addresses and pages that a reader comes to who begins with the first leaf and always goes on."""
    found, path = [], first
    while path:
        page = (site / path / "index.html").read_text()
        found.append((path, page))
        onward = re.search(r'<a rel="next" href="([^"]+)"', page)
        path = urljoin(path, onward[1]) if onward else ""
    return found


@pytest.mark.parametrize("first", ["markets/", "sources/"])
def test_a_long_list_is_walked_from_leaf_to_leaf(root: Path, first: str) -> None:
    leaves = followed(root / "public", first)
    assert [path for path, _ in leaves] == [first, f"{first}2/"]
    rows = [re.findall(r'(?m)^  <li><a href="[^"]+">([^<]+)</a> <span class="muted', page) for _, page in leaves]
    assert [len(row) for row in rows] == [PER_LEAF, MARKETS - PER_LEAF]
    assert len({name for row in rows for name in row}) == MARKETS
    if first == "markets/":
        assert [*rows[0], *rows[1]] == sorted((name for row in rows for name in row), key=str.casefold)
    assert "1–100 of 130" in leaves[0][1]
    assert "101–130 of 130" in leaves[1][1]
    assert 'rel="prev" href="../"' in leaves[1][1]


def test_what_many_documents_say_of_one_topic_stands_on_leaves(root: Path) -> None:
    facts = json.loads((root / "public/data/facts.json").read_text())
    kind = root / "public/segments"
    told = {
        topic.name: {fact["id"] for fact in facts if fact["about"] == topic.name}
        for topic in kind.iterdir()
        if topic.is_dir()
    }
    topic, about = max(told.items(), key=lambda item: len(item[1]))
    leaves = followed(root / "public", f"segments/{topic}/")
    rows = [re.findall(r'<li data-fact="([^"]+)"', page) for _, page in leaves]
    assert len(rows) > 1
    assert all(len(row) <= 350 for row in rows)
    assert len({one for row in rows for one in row}) == sum(map(len, rows))
    assert about <= {one for row in rows for one in row}
    for row, (_, page) in zip(rows, leaves, strict=True):
        numbered = re.findall(r'<li data-seed="([^"]+)"', page)
        assert sorted(numbered) == sorted({one.partition("/")[0] for one in row}), "sources are those of the leaf"
    assert all(len(page) < 300_000 for _, page in leaves)


def test_the_first_page_shows_some_and_leads_to_all(root: Path) -> None:
    page = (root / "public/index.html").read_text()
    assert len(re.findall(r"<article>", page)) == 12
    assert 'All of them: <a href="markets/">' in page
    assert f'<a href="sources/">All <span data-plain="count of documents">{MARKETS}</span> sources</a>' in page
    assert len(page) < 60_000


def test_the_plain_list_of_topics_names_some_of_a_kind_and_leads_to_all(root: Path) -> None:
    page = (root / "public/search/index.html").read_text()
    assert f'<a href="../markets/">All <span data-plain="count">{MARKETS}</span></a>' in page
    assert len(re.findall(r'<li><a href="../markets/[^"]', page)) == PER_LEAF


def test_a_leaf_drawn_alone_is_the_leaf_of_the_build(root: Path) -> None:
    prepared = prepare(root, load(root))
    site = root / "public"
    leaves = sorted(path.parent.relative_to(site) for path in site.glob("*/**/[0-9]*/index.html"))
    assert len(leaves) > 5
    for leaf in leaves:
        view = view_at(prepared.material, f"{leaf}/")
        if leaf.parts[0] not in {"facts", "findings", "rules"}:
            assert view is not None, leaf
            assert prepared.page(view).data == (site / leaf / "index.html").read_bytes()
    assert view_at(prepared.material, "markets/9/") is None
