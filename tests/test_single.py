"""The page that a server draws alone is the page that a build draws among all others."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import DATA

from sitegen.loading import load
from sitegen.preparing import prepare
from sitegen.views.pages import views
from sitegen.views.single import view_at

TOGETHER = {
    "CompareView", "DataView", "EmbedView", "FactsView", "FindingsView", "GlossaryView", "NotFoundView", "ReferenceView", "RuleView", "SearchView", "SourcesView",
}  # fmt: skip
"""Views of pages that are made with others of their kind."""


@pytest.mark.parametrize("site", ["small", "heat-pumps", "real"])
def test_a_page_drawn_alone_is_that_of_the_build(site: str, root: Path) -> None:
    folder = root if site == "real" else DATA / site
    prepared = prepare(folder, load(folder))
    for one in (prepared, *prepared.others):
        made = {view.frame.path.removeprefix(one.material.language.prefix): view for view in views(one.material)}
        alone = {path: found for path in made if (found := view_at(one.material, path)) is not None}
        assert alone == {path: made[path] for path in alone}
        assert {type(made[path]).__name__ for path in made.keys() - alone.keys()} <= TOGETHER


@pytest.mark.parametrize(
    "path", ["nothing/", "markets/nothing/", "sources/nothing/", "markets/heat-pumps/nothing/", "changes/9/"]
)
def test_no_page_is_made_up(path: str) -> None:
    folder = DATA / "heat-pumps"
    assert view_at(prepare(folder, load(folder)).material, path) is None
