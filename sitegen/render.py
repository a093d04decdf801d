"""Stage 6: a view → an output. html = template(view), and nothing else.

Comes in: one view. Goes out: its page. Apart, because it knows no facts: only which template draws which view.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import jinja2
from jinja2.ext import Extension

from sitegen.compiled import FAULTS, Codes, Generator
from sitegen.languages import ENGLISH, Language
from sitegen.literals import in_template
from sitegen.markup import coded, spoken
from sitegen.outputs import Output
from sitegen.problems import Place, Problem, SitegenError
from sitegen.views.changes import ChangesView
from sitegen.views.compare import CompareView
from sitegen.views.data import DataView
from sitegen.views.embed import EmbedView
from sitegen.views.findings import ConflictsView, FindingsView, RuleView
from sitegen.views.glossary import GlossaryView
from sitegen.views.home import HomeView
from sitegen.views.moved import MovedView, NotFoundView
from sitegen.views.pages import (
    FactsView,
    KindView,
    ProseView,
    TopicView,
    View,
)  # fmt: skip
from sitegen.views.reference import ReferenceView
from sitegen.views.search import SearchView
from sitegen.views.source import SourcesView, SourceView

__all__ = ["TEMPLATES", "TemplateFault", "Templates", "environment", "render"]

TEMPLATES: dict[type[View], str] = {
    HomeView: "pages/home.html",
    KindView: "pages/kind.html",
    TopicView: "pages/topic.html",
    SourceView: "pages/source.html",
    SourcesView: "pages/sources.html",
    FactsView: "pages/facts.html",
    ProseView: "pages/prose.html",
    NotFoundView: "pages/404.html",
    FindingsView: "pages/findings.html",
    RuleView: "pages/rule.html",
    ConflictsView: "pages/conflicts.html",
    EmbedView: "pages/embed.html",
    CompareView: "pages/compare.html",
    GlossaryView: "pages/glossary.html",
    SearchView: "pages/search.html",
    ChangesView: "pages/changes.html",
    DataView: "pages/data.html",
    MovedView: "pages/moved.html",
    ReferenceView: "pages/reference.html",
}


class TemplateFault(SitegenError):
    """A template cannot be drawn; `problem` says where."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem

    def __str__(self) -> str:
        return self.problem.message


class Templates(jinja2.Environment):
    """Templates in one language. They can be sent to a machine that has none of their files: they take their texts along."""

    code_generator_class = Generator
    language: Language = ENGLISH
    codes: Codes

    @property
    def names(self) -> list[str]:
        """Every template, those of libraries that came with the scripts left out."""
        assert self.loader is not None
        names = (name for name in self.loader.list_templates() if name.endswith((".html", ".xml")))
        return [name for name in names if "node_modules" not in name]

    def __reduce__(self) -> tuple[Callable[[Mapping[str, str], Language], Templates], tuple[dict[str, str], Language]]:
        assert self.loader is not None
        return _of_texts, ({name: self.loader.get_source(self, name)[0] for name in self.names}, self.language)


class _Literals(Extension):
    """Says the marked texts of a template in the language of its environment, before it is read."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        del name, filename
        language = self.environment.language if isinstance(self.environment, Templates) else ENGLISH
        return in_template(source, language)


def environment(folders: Sequence[Path], language: Language = ENGLISH) -> Templates:
    """Templates from the first folder that has them; everything escaped, nothing undefined."""
    return _environment(jinja2.FileSystemLoader([str(folder) for folder in folders]), language)


def _of_texts(texts: Mapping[str, str], language: Language) -> Templates:
    def load(name: str) -> tuple[str, str, None] | None:
        return (texts[name], f"templates/{name}", None) if name in texts else None

    loader = jinja2.FunctionLoader(load)
    loader.list_templates = lambda: sorted(texts)  # type: ignore[method-assign]
    return _environment(loader, language)


def _environment(loader: jinja2.BaseLoader, language: Language) -> Templates:
    codes = Codes()
    templates = Templates(
        loader=loader,
        bytecode_cache=codes,
        extensions=[_Literals],
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        optimized=False,  # templates compute nothing that could be computed beforehand
    )
    templates.language, templates.codes = language, codes
    templates.filters |= {"coded": coded, "spoken": spoken}
    return templates


def render(view: View, templates: jinja2.Environment) -> Output:
    """The page of a view. Raises `TemplateFault` with the template's file and line."""
    name = TEMPLATES[type(view)]
    try:
        text = templates.get_template(name).render(view=view)
    except jinja2.TemplateSyntaxError as error:
        place = Place(f"templates/{error.name or name}", error.lineno)
        raise TemplateFault(Problem("template", place, error.message or "syntax error")) from error
    except (jinja2.TemplateError, *FAULTS) as error:
        raise TemplateFault(Problem("template", _place(error, name), str(error))) from error
    path = view.frame.path
    return Output(path if path.endswith(".html") else f"{path}index.html", text.encode("utf-8"))


def _place(error: Exception, name: str) -> Place:
    """The innermost line of a template in the traceback."""
    found = Place(f"templates/{name}")
    frame = error.__traceback__
    while frame is not None:
        file = frame.tb_frame.f_code.co_filename
        if "templates/" in file.replace("\\", "/"):
            found = Place("templates/" + file.replace("\\", "/").rpartition("templates/")[2], frame.tb_lineno)
        frame = frame.tb_next
    return found
