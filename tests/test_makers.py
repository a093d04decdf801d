"""Whatever a site has is found by asking the pieces that its address names; little else is drawn for it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sitegen.drawing import Drawing
from sitegen.live import LiveSite
from sitegen.loading import load
from sitegen.preparing import prepare


@pytest.mark.parametrize("name", ["small", "heat-pumps"])
def test_every_output_is_found_by_its_address(root: Path, tmp_path: Path, name: str) -> None:
    site = shutil.copytree(root / "tests/data" / name, tmp_path / name)
    settings = site / "content/site.yaml"
    lines = [line for line in settings.read_text("utf-8").splitlines() if not line.startswith("language")]
    settings.write_text("\n".join([*lines, "languages: [en, es]", ""]), "utf-8")
    drawing = Drawing(prepare(site, load(site), "https://example.org/"))
    lost = [
        (piece, output.path)
        for number, piece in enumerate(drawing.names)
        for output in drawing.draw(number)
        if number not in drawing.making(output.path)
    ]
    assert lost == []


@pytest.mark.parametrize(
    "path",
    [
        "data/charts/heat-pumps-forecast.json", "embed/heat-pumps-forecast/index.html", "markets/heat-pumps/estimates.csv",
        "markets/heat-pumps/index.md", "facts/index.html", "data/search/facts-1.json", "data/explorer/facts-1.json", "rules/index.html", "sources/index.md",
    ],
)  # fmt: skip
def test_a_server_draws_little_more_than_it_is_asked_for(heat_pumps: Path, path: str) -> None:
    site = LiveSite(heat_pumps)
    there = (heat_pumps / "public" / path).is_file()
    assert (site.output(path) is not None) == there
    assert site._state is not None
    assert not site._state.whole
    assert len(site._state.drawn) <= 4


def test_what_is_not_there_is_not_looked_for_everywhere(heat_pumps: Path) -> None:
    site = LiveSite(heat_pumps)
    for path in ("favicon.ico", "markets/none/index.html", "data/charts/none.json"):
        assert site.output(path) is None
    assert site._state is not None
    assert not site._state.whole
    assert site.output("llms.txt") == (heat_pumps / "public/llms.txt").read_bytes()
    assert site._state.whole
