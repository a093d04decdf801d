"""What editors wrote, in another language of the site: a graph → the same graph as pages of that language tell it.

Comes in: the graph, and a language. Goes out: a graph in which every label, summary, statement and remark is in that
language, or known to be in the site's main one for want of a translation. Apart from `languages`, which knows no content:
here it is decided what can be translated at all. Ids, measures, values, quotes and records never are; a name without a
translation is a name in every language.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import BaseModel

from sitegen.facts import Corpus, Fact, Page, Topic
from sitegen.graph import Graph, build_graph
from sitegen.languages import Language
from sitegen.messages import Foreign, PerLanguage
from sitegen.shapes import KindEntry, NavigationEntry, SiteFile

__all__ = ["translated"]

M = TypeVar("M", bound=BaseModel)
Say = Callable[[str], str]


def translated(graph: Graph, language: Language) -> Graph:
    """The graph in a language. Its ids, its facts and their order are the same."""

    def text(said: str) -> str:
        own = said.others.get(language.tag) if isinstance(said, PerLanguage) else None
        return own if own is not None else Foreign.of(str(said), language.main)

    def name(said: str) -> str:
        return said.others.get(language.tag, str(said)) if isinstance(said, PerLanguage) else said

    return build_graph(_corpus(graph.corpus, language, text, name))[0]


def _corpus(corpus: Corpus, language: Language, text: Say, name: Say) -> Corpus:
    def file(one: Any, *keys: str) -> Any:
        return replace(one, file=_said(one.file, text, *keys))

    site = _site(corpus.site, text, name)
    return replace(
        corpus,
        site=site,
        kinds=site.kinds,
        seeds=tuple(
            replace(seed, record=_said(_said(seed.record, text, "kind", "note"), name, "label"))
            for seed in corpus.seeds
        ),
        told={seed: tuple(_fact(fact, text) for fact in facts) for seed, facts in corpus.told.items()},
        topics=tuple(_topic(topic, text, name) for topic in corpus.topics),
        pages=tuple(_page(page, language, text) for page in corpus.pages),
        glossary=tuple(_said(entry, text, "expansion", "meaning") for entry in corpus.glossary),
        decisions=tuple(file(one, "decision", "reason", "by") for one in corpus.decisions),
        relations=tuple(replace(one, entry=_said(one.entry, text, "reason", "by")) for one in corpus.relations),
        changes=tuple(file(one, "reason", "source") for one in corpus.changes),
    )


def _said(model: M, say: Say, *keys: str) -> M:
    """A model with some of its texts in another language."""
    changed = {key: say(value) for key in keys if (value := getattr(model, key))}
    return model.model_copy(update=changed) if changed else model


def _site(site: SiteFile, text: Say, name: Say) -> SiteFile:
    kinds: dict[str, KindEntry] = {
        kind: _said(entry, text, "label", "plural", "summary") for kind, entry in site.kinds.items()
    }
    navigation: tuple[NavigationEntry, ...] = tuple(_said(item, text, "label") for item in site.navigation)
    # A section is known by its text in the main language, and says the other one by itself.
    sections = tuple(one if isinstance(one, PerLanguage) else PerLanguage.given(one, {}) for one in site.sections)
    changed = {"kinds": kinds, "navigation": navigation, "sections": sections}
    return _said(_said(site, text, "description", "notice", "contact"), name, "title").model_copy(update=changed)


def _topic(topic: Topic, text: Say, name: Say) -> Topic:
    # Documents still call it by its other names: what they list must lead to the same topics.
    return replace(topic, file=_said(topic.file, text, "summary"), shown=name(topic.file.name))


def _page(page: Page, language: Language, text: Say) -> Page:
    own = page.others.get(language.tag)
    if own is not None:
        return replace(page, front=own.front, text=own.text)
    return replace(page, front=_said(page.front, text, "title", "description"), text=text(page.text))


def _fact(fact: Fact, text: Say) -> Fact:
    if not fact.statement and not fact.note:
        return fact
    statement, note = (text(one) if one else "" for one in (fact.statement, fact.note))
    return replace(fact, statement=statement, note=note)
