"""Everything that views are made from → outputs, page by page, in pieces that any process may draw.

Comes in: `Material` and templates. Goes out: outputs. Apart from `build`, which knows the stages before it and where the
outputs go.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sitegen.languages import is_foreign

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from sitegen.outputs import Output
    from sitegen.render import Templates
    from sitegen.shards import Share
    from sitegen.views.material import Material
    from sitegen.views.pages import View

__all__ = ["Drawing", "Prepared"]


@dataclass(frozen=True, slots=True)
class Prepared:
    """What pages are drawn from, and the templates that draw them; `shared` are styles, scripts, libraries.

    `others` are the same for each further language of the site.
    """

    material: Material
    templates: Templates
    shared: tuple[Output, ...]
    others: tuple[Prepared, ...] = ()

    def at(self, path: str) -> tuple[Prepared, str]:
        """What draws the page at a path, and the path without the folder of its language."""
        for other in self.others:
            if path.startswith(other.material.language.prefix):
                return other, path.removeprefix(other.material.language.prefix)
        return self, path

    def page(self, view: View) -> Output:
        """A view's page. Raises `TemplateFault`."""
        from sitegen.render import render
        from sitegen.views.withdrawn import bannered

        view = self._said(view)
        page = render(view, self.templates)
        again = bannered(view, page.data, self.material)
        return render(self._said(again), self.templates) if again is not None else page

    def _said(self, view: View) -> View:
        """A view in its language; where a text of it has no translation, its frame names the language that it stands in."""
        language = self.material.language
        told = language.of(view)
        if not language.prefix or not is_foreign(told):
            return told
        from sitegen.locales import language_name

        fallback = language_name(language.main, language.tag)
        return replace(told, frame=replace(told.frame, fallback=fallback))

    def data(self) -> tuple[Output, ...]:
        """Everything for machines."""
        from sitegen import exports, schema
        from sitegen.charts.files import chart_files, other_files
        from sitegen.dataset.files import dataset_files
        from sitegen.evidence.data import evidence_file
        from sitegen.evidence.references import reference_files
        from sitegen.explorer import explorer_chunks
        from sitegen.extensions import own_exports
        from sitegen.feeds import feeds
        from sitegen.search import search_index
        from sitegen.views.changes import changes_pages

        material = self.material
        data = exports.exports(material.dossier, material.findings)
        graph = material.graph
        drawn = (
            *chart_files(material.comparison, graph, material.language),
            *other_files(material.comparison, material.language),
        )
        judged = (evidence_file(material.evidence), *reference_files(graph))
        added = own_exports(graph.corpus.site.extensions, material.dossier, material.findings)
        others = (*data, *judged, *added)
        tabled = dataset_files(material.dossier, material.findings, others, material.base_url, material.built)
        told = feeds(changes_pages(material), graph.corpus.site, material.base_url, material.built, material.language)
        found = (*search_index(graph), *explorer_chunks(graph, material.marks, material.told, material.derived), *told)
        spoken = [output for other in self.others for output in other.spoken_data()]
        return (*others, *tabled, *found, *drawn, *schema.outputs(), *spoken)

    def spoken_data(self) -> Iterator[Output]:
        """What is for machines but holds words that readers see, for a further language."""
        from sitegen.charts.files import chart_files, other_files
        from sitegen.explorer import explorer_chunks
        from sitegen.feeds import feeds
        from sitegen.search import search_index
        from sitegen.views.changes import changes_pages

        material, language = self.material, self.material.language
        yield from search_index(material.graph, language)
        yield from explorer_chunks(material.graph, material.marks, material.told, material.derived, language)
        yield from chart_files(material.comparison, material.graph, language)
        yield from other_files(material.comparison, language)
        site = material.graph.corpus.site
        yield from feeds(changes_pages(material), site, material.base_url, material.built, language)

    def everything(self, workers: int = 1, executor: Executor | None = None) -> Iterator[Output]:
        """Every output of the site but the manifest: pages, shared files, data, what crawlers ask for.

        `executor` has so many workers of its own; without one, processes of this machine do the work. Raises `TemplateFault`.
        """
        return self.completed(self.part(None, workers, executor))

    def part(self, share: Share | None, workers: int = 1, executor: Executor | None = None) -> Iterator[Output]:
        """The pages and data of a share of the site, of all of it where there is none."""
        from sitegen.shards import Part
        from sitegen.workers import drawn, forked

        pieces = Part(Drawing(self), share) if share is not None else Drawing(self)
        with nullcontext(executor) if executor is not None else forked(pieces, workers) or nullcontext() as chosen:
            yield from drawn(pieces, chosen, workers)

    def completed(self, drawn: Iterable[Output]) -> Iterator[Output]:
        """All pages and data, and with them what must know of all of them."""
        from sitegen.crawlers import crawler_files
        from sitegen.twins import entry, llms

        material, listed = self.material, []
        for output in drawn:
            told = entry(output)
            if told is not None:
                listed.append(told)
            yield output
        site, paths = material.graph.corpus.site, [one.path for one in listed]
        yield from dict.fromkeys((*self.shared, *(output for other in self.others for output in other.shared)))
        folders = tuple(other.material.language.prefix for other in self.others)
        own = [one for one in listed if not one.path.startswith(folders)] if folders else listed
        yield llms(own, site, material.base_url, material.language)
        for other in self.others:
            language, theirs = other.material.language, other.material.graph.corpus.site
            own = [one for one in listed if one.path.startswith(language.prefix)]
            yield llms(own, theirs, material.base_url, language)
        if material.cards:
            from sitegen.cards import cards

            yield from cards(material)
        yield from crawler_files(paths, site, material.base_url, material.assets.icon)


class Drawing:
    """The pages and data of a site in pieces that any process may draw: first the data, then a group of pages each."""

    def __init__(self, prepared: Prepared) -> None:
        from sitegen.views.pages import page_groups

        self._prepared = prepared
        self._groups = [(one, group) for one in (prepared, *prepared.others) for group in page_groups(one.material)]

    def __len__(self) -> int:
        return 1 + len(self._groups)

    def draw(self, number: int) -> list[Output]:
        """Raises `TemplateFault`."""
        from sitegen.charts.files import chart_files, sketch_files
        from sitegen.dataset.files import market_files
        from sitegen.twins import twin

        if number == 0:
            return list(self._prepared.data())
        prepared, group = self._groups[number - 1]
        material, language = prepared.material, prepared.material.language
        views = list(group.make())
        pages = [prepared.page(view) for view in views]
        twins = [twin(page) for view, page in zip(views, pages, strict=True) if view.frame.twin]
        sketched = sketch_files(material.sketches.get(group.topic, ()), material.graph, language)
        charted = chart_files(material.charts.get(group.topic, ()), material.graph, language)
        if language.prefix:
            return [*pages, *twins, *charted, *sketched]
        data = market_files(group.topic, material.dossier, material.values.get(group.topic, ()))
        return [*pages, *twins, *data, *charted, *sketched]
