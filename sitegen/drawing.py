"""Everything that views are made from → outputs, page by page, in pieces that any process may draw.

Comes in: `Material` and templates. Goes out: outputs. Apart from `build`, which knows the stages before it and where the
outputs go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from sitegen.languages import is_foreign

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from sitegen.ledger import Ledger, Made
    from sitegen.outputs import Kept, Output
    from sitegen.render import Templates
    from sitegen.shards import Share
    from sitegen.views.material import Material
    from sitegen.views.pages import PageGroup, View
    from sitegen.workers import Pieces

    M = TypeVar("M")
    D = TypeVar("D", Output, Output | Kept)

__all__ = ["Drawing", "Prepared", "Watched"]


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
        """Everything for machines, as the main language has it."""
        from sitegen import exports, schema
        from sitegen.dataset.files import dataset_files
        from sitegen.evidence.data import evidence_file
        from sitegen.evidence.references import reference_files
        from sitegen.extensions import own_exports

        material = self.material
        data = exports.exports(material.dossier, material.findings)
        graph = material.graph
        judged = (evidence_file(material.evidence), *reference_files(graph))
        added = own_exports(graph.corpus.site.extensions, material.dossier, material.findings)
        others = (*data, *judged, *added)
        tabled = dataset_files(material.dossier, material.findings, others, material.base_url, material.built)
        return (*others, *tabled, *schema.outputs())

    def spoken_data(self) -> Iterator[Output]:
        """What is for machines but holds words that readers see."""
        from sitegen.charts.files import chart_files, other_files
        from sitegen.feeds import feeds
        from sitegen.views.changes import changes_pages

        material, language = self.material, self.material.language
        yield from chart_files(material.comparison, material.graph, language)
        yield from other_files(material.comparison, language)
        site = material.graph.corpus.site
        followed = (next(changes_pages(material, market)) for market in ("", *material.dossier.estimates_about))
        yield from feeds(followed, site, material.base_url, material.built, language)

    def found(self, chunk: int) -> Iterator[Output]:
        """A chunk of the search index, from 1; 0 is the part that is not of facts."""
        from sitegen.search import search_chunk, search_pages

        material, language = self.material, self.material.language
        if chunk:
            yield search_chunk(chunk, material.chunk(chunk), material.graph, language)
        else:
            yield search_pages(material.graph, language)

    def explored(self, chunk: int) -> Iterator[Output]:
        """A chunk of the facts that the explorer shows, from 1; 0 is what is not of single facts."""
        from sitegen.explorer import explorer_facts, explorer_index

        material, graph, rules = self.material, self.material.graph, self.material.listed.marking
        if chunk:
            facts = material.chunk(chunk)
            yield explorer_facts(chunk, facts, graph, rules, material.marks, material.told, material.language)
        else:
            yield from explorer_index(graph, rules, material.derived, material.language)

    def pages(self, group: PageGroup) -> Iterator[Output]:
        """The pages of a group, with what stands beside them. Raises `TemplateFault`."""
        from sitegen.charts.files import chart_files, sketch_files
        from sitegen.dataset.files import document_files, market_files
        from sitegen.twins import twin

        material, language = self.material, self.material.language
        for view in group.make(material):
            page = self.page(view)
            yield page
            if view.frame.twin:
                yield twin(page)
        if not language.prefix:
            yield from market_files(group.topic, material.dossier, material.values.get(group.topic, ()))
            yield from document_files(group.seed, material.dossier) if group.seed else ()
        yield from chart_files(material.charts.get(group.topic, ()), material.graph, language)
        yield from sketch_files(material.sketches.get(group.topic, ()), material.graph, language)

    def everything(self, workers: int = 1, executor: Executor | None = None) -> Iterator[Output]:
        """Every output of the site but the manifest: pages, shared files, data, what crawlers ask for.

        `executor` has so many workers of its own; without one, processes of this machine do the work. Raises `TemplateFault`.
        """
        return self.completed(self.part(None, workers, executor))

    def part(self, share: Share | None, workers: int = 1, executor: Executor | None = None) -> Iterator[Output]:
        """The pages and data of a share of the site, of all of it where there is none."""
        from sitegen.shards import Part

        pieces = Part(Drawing(self), share) if share is not None else Drawing(self)
        yield from self._drawn(pieces, workers, executor)

    def _drawn(self, pieces: Pieces[M], workers: int, executor: Executor | None) -> Iterator[M]:
        """What pieces make, on an executor or in processes of this machine, which find all templates compiled."""
        from sitegen.codes import compile_all
        from sitegen.workers import drawn, forked, gains

        if executor is None and gains(pieces, workers):
            compile_all([one.templates for one in (self, *self.others)], workers)
        with nullcontext(executor) if executor is not None else forked(pieces, workers) as chosen:
            yield from drawn(pieces, chosen, workers)

    def renewed(self, ledger: Ledger, workers: int = 1, executor: Executor | None = None) -> Iterator[Output | Kept]:
        """The same, but that what a ledger knows to be as it was is kept; what is drawn is noted there."""
        return self.completed(self._renewed(ledger, workers, executor))

    def _renewed(self, ledger: Ledger, workers: int, executor: Executor | None) -> Iterator[Output | Kept]:
        drawing, left = Drawing(self), []
        ledger.open()
        for number, name in enumerate(drawing.names):
            kept = ledger.kept(name)
            if kept is None:
                left.append(number)
            else:
                yield from kept
        for made in self._drawn(Watched(drawing, left), workers, executor):
            ledger.note(made)
            yield from made.outputs

    def completed(self, drawn: Iterable[D]) -> Iterator[D | Output]:
        """All pages and data, and with them what must know of all of them."""
        from sitegen.crawlers import crawler_files
        from sitegen.leaves import is_whole
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
        facts = "data/facts.json" if is_whole(len(material.graph.facts)) else "data/sources.json"
        yield llms(own, site, material.base_url, facts, material.language)
        for other in self.others:
            language, theirs = other.material.language, other.material.graph.corpus.site
            own = [one for one in listed if one.path.startswith(language.prefix)]
            yield llms(own, theirs, material.base_url, facts, language)
        if material.cards:
            from sitegen.cards import cards

            yield from cards(material)
        yield from crawler_files(paths, site, material.base_url, material.assets.icon)


@dataclass(frozen=True, slots=True)
class Piece:
    """What can be drawn by itself. `name` is the same in every build; `make` reads nothing but what it is given."""

    name: str
    prepared: Prepared
    make: Callable[[Prepared], Iterable[Output]]


class Drawing:
    """The pages and data of a site in pieces that any process may draw."""

    def __init__(self, prepared: Prepared) -> None:
        from sitegen.leaves import chunk_count
        from sitegen.views.pages import page_groups

        self._prepared = prepared
        self.pieces = [Piece("files", prepared, Prepared.data)]
        for one in (prepared, *prepared.others):
            chunks = range(chunk_count(len(one.material.graph.facts)) + 1)
            self.pieces.append(Piece("spoken files", one, Prepared.spoken_data))
            self.pieces += [Piece(f"found {chunk}", one, partial(Prepared.found, chunk=chunk)) for chunk in chunks]
            self.pieces += [
                Piece(f"explored {chunk}", one, partial(Prepared.explored, chunk=chunk)) for chunk in chunks
            ]
        self.pieces += [
            Piece(group.name, one, partial(Prepared.pages, group=group))
            for one in (prepared, *prepared.others)
            for group in page_groups(one.material)
        ]

    @property
    def names(self) -> Iterator[str]:
        return (f"{piece.prepared.material.language.tag} {piece.name}" for piece in self.pieces)

    def __len__(self) -> int:
        return len(self.pieces)

    def making(self, path: str) -> list[int]:
        """The numbers of the pieces that may make what stands at a path, the likeliest first; no other makes it."""
        from sitegen.makers import makers

        prepared, own = self._prepared.at(path)
        numbers = [number for number, piece in enumerate(self.pieces) if piece.prepared is prepared]
        kinds = {kind: entry.address for kind, entry in prepared.material.graph.corpus.kinds.items()}
        return [numbers[place] for place in makers(own, (self.pieces[number].name for number in numbers), kinds)]

    def draw(self, number: int) -> list[Output]:
        """Raises `TemplateFault`."""
        piece = self.pieces[number]
        return list(piece.make(piece.prepared))


class Watched:
    """Some pieces of a drawing, each drawn from a stand-in that notes what is read."""

    def __init__(self, drawing: Drawing, numbers: Sequence[int]) -> None:
        self._drawing, self._numbers = drawing, numbers

    def __len__(self) -> int:
        return len(self._numbers)

    def draw(self, number: int) -> list[Made]:
        """Raises `TemplateFault`."""
        from sitegen.ledger import Made
        from sitegen.traces import Watch

        piece = self._drawing.pieces[self._numbers[number]]
        tag, watch = piece.prepared.material.language.tag, Watch(piece.prepared.material)
        outputs = tuple(piece.make(replace(piece.prepared, material=watch.material, others=())))
        reads = frozenset(watch.reads)
        watch.close()
        return [Made(f"{tag} {piece.name}", tag, outputs, reads)]
