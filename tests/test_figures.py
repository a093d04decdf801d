"""Where the figures of a document stand is known without its text, and the page of the source shows which no fact covers."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from conftest import DATA
from hypothesis import given
from hypothesis import strategies as st

from sitegen.build import build
from sitegen.figures import FiguresError, dumps, figures, loads
from sitegen.loading import load
from sitegen.tokens import words


@given(st.sets(st.integers(0, 400)))
def test_positions_are_read_back_as_they_were_written(positions: set[int]) -> None:
    ordered = tuple(sorted(positions))
    assert loads(dumps(ordered), 401) == ordered


def test_figures_are_words_with_digits_and_number_words() -> None:
    said = words("Of 12 pumps, one half held; twenty came in 2024, at USD 1.5bn, from Q4 to none.")
    assert [said[place] for place in figures(said)] == ["12", "twenty", "2024", "1.5", "Q4"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the first line is not `sitegen-figures 1`"),
        ("sitegen-figures 2\n1\n", "the first line is not `sitegen-figures 1`"),
        ("sitegen-figures 1\n0\n", "`0` is no position such as `12` or `45-47`"),
        ("sitegen-figures 1\n3 x\n", "`x` is no position such as `12` or `45-47`"),
        ("sitegen-figures 1\n3 2\n", "`2` is out of order, or beyond the 9 words of the document"),
        ("sitegen-figures 1\n3 3\n", "`3` is out of order, or beyond the 9 words of the document"),
        ("sitegen-figures 1\n3-2\n", "`3-2` is out of order, or beyond the 9 words of the document"),
        ("sitegen-figures 1\n8-10\n", "`8-10` is out of order, or beyond the 9 words of the document"),
        ("sitegen-figures 1\n1-999999999\n", "`1-999999999` is out of order, or beyond the 9 words of the document"),
    ],
)
def test_what_is_no_list_of_positions_is_refused(text: str, said: str) -> None:
    with pytest.raises(FiguresError) as caught:
        loads(text, 9)
    assert str(caught.value) == said


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The second site with the figures of its documents."""
    folder = Path(shutil.copytree(DATA / "heat-pumps", tmp_path / "site"))
    for text in (folder / "seeds/documents").glob("*.txt"):
        (folder / f"seeds/{text.stem}.figures").write_text(dumps(figures(words(text.read_text("utf-8")))))
    return folder


def test_a_page_says_how_many_figures_no_fact_covers_with_or_without_the_text(site: Path) -> None:
    pages = []
    for _ in range(2):
        assert build(site, site / "public", strict=True).published
        pages.append((site / "public/sources/valley-survey/index.html").read_text("utf-8"))
        shutil.rmtree(site / "seeds/documents", ignore_errors=True)
    assert pages[0] == pages[1]
    bare, whole = (int(one) for one in re.findall(r'data-plain="count of figures">(\d+)<', pages[0])[::-1])
    seed = next(one for one in load(site).graph.seeds.values() if one.id == "valley-survey")  # type: ignore[union-attr]
    assert seed.figures is not None
    assert (bare, whole) == (pages[0].count('<rect class="bare"'), len(seed.figures))
    assert 0 < bare < whole


def test_a_site_that_knows_no_figures_says_nothing_of_them(heat_pumps: Path) -> None:
    page = (heat_pumps / "public/sources/valley-survey/index.html").read_text("utf-8")
    assert "count of figures" not in page and 'class="bare"' not in page


def test_figures_of_another_text_and_broken_ones_are_problems(site: Path) -> None:
    (site / "seeds/valley-survey.figures").write_text("sitegen-figures 1\n1\n")
    (site / "seeds/alpine-outlook.figures").write_text("sitegen-figures 1\nmany\n")
    assert [(one.rule, one.place.path, one.message) for one in load(site).problems if one.severity == "error"] == [
        ("fingerprint", "seeds/alpine-outlook.figures", "`many` is no position such as `12` or `45-47`"),
        ("fingerprint", "seeds/valley-survey.figures", "these are not the figures of the text"),
    ]
