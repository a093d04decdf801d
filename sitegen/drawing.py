"""Everything that views are made from → outputs, page by page, in pieces that any process may draw.

Comes in: `Material` and templates. Goes out: outputs. Apart from `build`, which knows the stages before it and where the
outputs go.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from jinja2 import Environment

    from sitegen.outputs import Output
    from sitegen.shards import Share
    from sitegen.views.material import Material
    from sitegen.views.pages import View

__all__ = ["Drawing", "Prepared"]


@dataclass(frozen=True, slots=True)
class Prepared:
    """What pages are drawn from, and the templates that draw them; `shared` are styles, scripts, libraries."""

    material: Material
    templates: Environment
    shared: tuple[Output, ...]

    def page(self, view: View) -> Output:
        """A view's page. Raises `TemplateFault`."""
        from sitegen.render import render
        from sitegen.views.withdrawn import bannered

        page = render(view, self.templates)
        again = bannered(view, page.data, self.material)
        return render(again, self.templates) if again is not None else page

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
        drawn = (*chart_files(material.comparison, graph), *other_files(material.comparison))
        judged = (evidence_file(material.evidence), *reference_files(graph))
        added = own_exports(graph.corpus.site.extensions, material.dossier, material.findings)
        others = (*data, *judged, *added)
        tabled = dataset_files(material.dossier, material.findings, others, material.base_url, material.built)
        told = feeds(changes_pages(material), graph.corpus.site, material.base_url, material.built)
        found = (*search_index(graph), *explorer_chunks(graph, material.marks, material.told, material.derived), *told)
        return (*others, *tabled, *found, *drawn, *schema.outputs())

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
        yield from self.shared
        yield llms(listed, site, material.base_url)
        if material.cards:
            from sitegen.cards import cards

            yield from cards(material)
        yield from crawler_files(paths, site, material.base_url, material.assets.icon)


class Drawing:
    """The pages and data of a site in pieces that any process may draw: first the data, then a group of pages each."""

    def __init__(self, prepared: Prepared) -> None:
        from sitegen.views.pages import page_groups

        self._prepared = prepared
        self._groups = page_groups(prepared.material)

    def __len__(self) -> int:
        return 1 + len(self._groups)

    def draw(self, number: int) -> list[Output]:
        """Raises `TemplateFault`."""
        from sitegen.charts.files import chart_files, sketch_files
        from sitegen.dataset.files import market_files
        from sitegen.twins import twin

        if number == 0:
            return list(self._prepared.data())
        group, material = self._groups[number - 1], self._prepared.material
        views = list(group.make())
        pages = [self._prepared.page(view) for view in views]
        twins = [twin(page) for view, page in zip(views, pages, strict=True) if view.frame.twin]
        sketched = sketch_files(material.sketches.get(group.topic, ()), material.graph)
        data = market_files(group.topic, material.dossier, material.values.get(group.topic, ()))
        return [*pages, *twins, *data, *chart_files(material.charts.get(group.topic, ()), material.graph), *sketched]
