"""Fields that templates use and fields that views declare are the same; templates only order and mark up."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from jinja2 import nodes

from sitegen.build import build
from sitegen.cli import cli
from sitegen.loading import load
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
    tree = environment([root / "templates"]).parse((root / "templates" / name).read_text())
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


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("<p>\n\n{{ view.homme }}</p>\n", 3, "has no attribute 'homme'"),
        ("{% for row in view.kinds %}\n{{ row.colour }}\n{% endfor %}\n", 2, "has no attribute 'colour'"),
        ("<p>{{ view.home }</p>\n", 1, "unexpected '}'"),
        ('{% from "parts/nothing.html" import row %}\n', 1, "parts/nothing.html"),
    ],
)
def test_an_overriding_template_that_asks_for_too_much_fails_with_file_and_line(
    small: Path, text: str, line: int, said: str
) -> None:
    template = small / "templates/pages/404.html"
    template.parent.mkdir(parents=True)
    template.write_text(text)
    done = CliRunner().invoke(cli, ["build", "--root", str(small)])
    assert done.exit_code == 1
    assert re.search(rf"templates/pages/404\.html:{line}:\d+: error\[template\]", done.output)
    assert said in done.output and "nothing was written" in done.output
    assert not (small / "public").exists()


def test_a_site_overrides_single_files_and_adds_its_own(small: Path) -> None:
    for path, text in {
        "pages/404.html": '{% extends "base.html" %}\n{% block main %}<h1>Gone fishing</h1>{% for one in view.kinds %}{{ one.text }}{% endfor %}{{ view.home }}{% endblock %}',
        "assets/css/1-tokens.css": ":root { --own: 1 }",
        "assets/css/8-own.css": ".own { color: red }",
    }.items():
        (small / "templates" / path).parent.mkdir(parents=True, exist_ok=True)
        (small / "templates" / path).write_text(text)
    assert build(small, small / "public").published
    assert "Gone fishing" in (small / "public/404.html").read_text()
    (styles,) = (small / "public/assets").glob("site.*.css")
    assert "--own:1" in styles.read_text() and ".own{color:red}" in styles.read_text()
    assert "--accent:" not in styles.read_text()
    assert "<main" in (small / "public/index.html").read_text()


COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch|lab|color)a?\(", re.IGNORECASE)


def test_colours_and_typefaces_are_tokens_in_one_file(root: Path) -> None:
    styles = sorted((root / "templates/assets/css").glob("*.css"))
    tokens = next(path for path in styles if path.name == "1-tokens.css")
    assert "prefers-color-scheme: dark" in tokens.read_text()
    declared = {name for path in styles for name in re.findall(r"(--[\w-]+):", path.read_text())}
    for path in styles:
        # Where a page's margins are drawn no tokens reach.
        text = re.sub(r"/\*.*?\*/|@page[^\n]*", "", path.read_text(), flags=re.DOTALL)
        if path != tokens:
            assert not COLOUR.search(text), f"{path.name}: {COLOUR.search(text)}"
            assert not re.search(r"font-family:(?! *(?:var|inherit))", text), path.name
        used = set(re.findall(r"var\((--[\w-]+)", text))
        assert used <= declared, path.name


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("{% if view.nothing is defined %}there{% else %}not there{% endif %}", "not there"),
        ("{{ view.nothing | default('none') }}", "none"),
        ("{% macro twice(a, b='<') %}{{ a }}{{ b }}{% endmacro %}{{ twice('&') }}{{ twice(b='>', a=1) }}", "&amp;&lt;1&gt;"),
        ("{% macro box() %}[{{ caller() }}]{% endmacro %}{% call box() %}<i>{% endcall %}", "[<i>]"),
        ("{% macro one(x) %}<i>{{ x.text }}{% endmacro %}{% set told = one(view.kinds[0]) %}{{ told }}", "<i>Markets"),
        ("{{ [1.5, none, '<b>'] | join(' ') }}", "1.5 None &lt;b&gt;"),
    ],
)  # fmt: skip
def test_a_template_may_use_what_jinja_has(small: Path, text: str, drawn: str) -> None:
    template = small / "templates/pages/404.html"
    template.parent.mkdir(parents=True)
    template.write_text(text)
    done = CliRunner().invoke(cli, ["build", "--root", str(small)])
    assert done.exit_code == 0, done.output
    assert (small / "public/404.html").read_text().strip().endswith(drawn)


def test_a_macro_that_gets_too_little_fails_with_file_and_line(small: Path) -> None:
    template = small / "templates/pages/404.html"
    template.parent.mkdir(parents=True)
    template.write_text("{% macro one(x) %}{{ x }}{% endmacro %}\n{{ one() }}")
    done = CliRunner().invoke(cli, ["build", "--root", str(small)])
    assert done.exit_code == 1
    assert "templates/pages/404.html:2:" in done.output and "'l_1_x'" in done.output
