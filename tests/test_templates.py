"""Fields that templates use and fields that views declare are the same; templates only order and mark up."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import jinja2
import pytest
from jinja2 import nodes

from sitegen.build import load
from sitegen.problems import Place
from sitegen.render import TEMPLATES, TemplateFault, environment, render
from sitegen.views.frame import Assets, Here, frame
from sitegen.views.moved import NotFoundView

TEMPLATE_FILES = [
    *sorted((Path(__file__).parent.parent / "templates").glob("*/*.html")),
    Path(__file__).parent.parent / "templates" / "base.html",
]


def used_fields(root: Path, name: str) -> set[str]:
    """Every `view.x` of a template."""
    tree = jinja2.Environment(autoescape=True).parse((root / "templates" / name).read_text())
    return {
        node.attr
        for node in tree.find_all(nodes.Getattr)
        if isinstance(node.node, nodes.Name) and node.node.name == "view"
    }


@pytest.mark.parametrize(("view", "template"), TEMPLATES.items(), ids=[name for name in TEMPLATES.values()])
def test_a_template_uses_every_field_of_its_view_and_no_other(view: type, template: str, root: Path) -> None:
    declared = {field.name for field in dataclasses.fields(view)}
    assert used_fields(root, template) | {"frame"} == declared | {"frame"}


@pytest.mark.parametrize("path", TEMPLATE_FILES, ids=lambda path: path.name)
def test_a_template_is_short_and_hides_nothing(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) <= 110
    assert not re.search(r"default\(|is defined|\|\s*safe|\|\s*sort|\|\s*round|\|\s*format", text)
    assert not re.search(r"style=|\bon\w+=", text), "inline styles and handlers are against the policy"


def test_a_field_that_does_not_exist_is_a_problem_with_file_and_line(tmp_path: Path, root: Path) -> None:
    (tmp_path / "templates/pages").mkdir(parents=True)
    (tmp_path / "templates/pages/404.html").write_text("<p>\n{{ view.homme }}</p>")
    graph = load(root).graph
    assert graph is not None
    here = Here(graph, "404.html")
    assets = Assets("a", "b", "c", "d", "e")
    view = NotFoundView(frame(here, "t", "d", (), assets, "unknown", "0"), "", ())
    with pytest.raises(TemplateFault) as fault:
        render(view, environment([tmp_path / "templates", root / "templates"]))
    assert fault.value.problem.place == Place("templates/pages/404.html", 2)
    assert "homme" in fault.value.problem.message
