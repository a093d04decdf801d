"""Templates are compiled by several processes, and what they become is what one process makes of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.codes import compile_all
from sitegen.problems import Place
from sitegen.render import TemplateFault, environment, render
from sitegen.views.frame import Assets, Here, frame
from sitegen.views.moved import NotFoundView


@pytest.fixture
def view(small: Path) -> NotFoundView:
    from sitegen.loading import load

    graph = load(small).graph
    assert graph is not None
    here = Here(graph, "404.html")
    return NotFoundView(frame(here, "t", "d", (), Assets("a", "b", "c", "d", "e"), "unknown", "0"), "", ())


def test_what_other_processes_compiled_draws_what_one_process_draws(root: Path, view: NotFoundView) -> None:
    alone, several = environment([root / "templates"]), [environment([root / "templates"]) for _ in range(2)]
    compile_all(several, 2)
    for templates in several:
        assert len(templates.codes.known) == len(templates.names) > 30
        known = dict(templates.codes.known)
        assert render(view, templates) == render(view, alone)
        assert templates.codes.known == known, "a page was drawn from code that was there"


def test_code_is_of_the_text_that_the_template_has_now(root: Path, tmp_path: Path, view: NotFoundView) -> None:
    page = tmp_path / "pages/404.html"
    page.parent.mkdir()
    page.write_text("before")
    templates, later = (environment([tmp_path, root / "templates"]) for _ in range(2))
    compile_all([templates], 2)
    page.write_text("after")
    later.codes.known.update(templates.codes.known)
    assert render(view, templates).data == b"after"
    assert render(view, later).data == b"after"


def test_a_mistake_is_heard_of_when_a_page_is_drawn_from_the_template(
    root: Path, tmp_path: Path, view: NotFoundView
) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages/404.html").write_text("<p>\n{{ view. }}</p>")
    (tmp_path / "pages/spare.html").write_bytes(b"\xff\xfe")
    templates = environment([tmp_path, root / "templates"])
    compile_all([templates], 2)
    assert len(templates.codes.known) == len(templates.names) - 2
    with pytest.raises(TemplateFault) as fault:
        render(view, templates)
    assert fault.value.problem.place == Place("templates/pages/404.html", 2)
