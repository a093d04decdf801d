"""What the views are made of: everything that earlier stages made.

Comes in: the stages' values. Goes out: `Material`, and the frame of a page. Apart, so that each kind of page can live in
a file of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from itertools import chain

from sitegen import __version__
from sitegen.audit.model import Dossier, Finding
from sitegen.charts.model import Chart
from sitegen.charts.table import Charts, Sketches
from sitegen.corrections import Correction
from sitegen.derive import Derived
from sitegen.estimates import Estimate
from sitegen.evidence.gather import Evidence
from sitegen.facts import Fact, Page, Seed
from sitegen.graph import Graph, grouped
from sitegen.languages import ENGLISH, Language
from sitegen.leaves import PER_CHUNK, PER_LEAF, leaf_count, leaf_of
from sitegen.messages import msg
from sitegen.values import valueclass
from sitegen.views.frame import Assets, Frame, Here, Link, frame

__all__ = ["Listed", "Material", "marks_of", "page_frame"]


@valueclass(frozen=True, slots=True)
class Listed:
    """Findings as pages list them: the rules by which facts are marked; by rule, exact results included; by topic and by document, without those."""

    marking: tuple[str, ...]
    by_rule: Mapping[str, tuple[Finding, ...]]
    about: Mapping[str, tuple[Finding, ...]]
    by_seed: Mapping[str, tuple[Finding, ...]]

    @classmethod
    def of(cls, findings: tuple[Finding, ...]) -> Listed:
        told = [one for one in findings if one.state != "exact"]
        seeds = ((seed, one) for one in told for seed in dict.fromkeys(fact.partition("/")[0] for fact in one.facts))
        return cls(
            tuple(sorted({one.rule for one in told if one.facts})),
            grouped((one.rule, one) for one in findings),
            grouped((one.about, one) for one in told),
            grouped(seeds),
        )


@valueclass(frozen=True, slots=True)
class Material:
    """`built` says when, in words; `base_url` is empty where none is set;
    `corrections` are None where there is no history, and `shallow` says that only its end is at hand; `marks` are the findings
    of each fact, `remarks` what charts say of them, `listed` those of each topic, rule and document, `cards` the addresses of
    the pictures of pages that have one, `leaves` the leaves of the list of all facts, `withdrawn` the documents that were,
    `prose` the pages that editors wrote, by their addresses.

    What one page asks for is looked up by a key, so that it can be known what a page was made from: see `traces`.
    """

    dossier: Dossier
    findings: tuple[Finding, ...]
    marks: Mapping[str, tuple[Finding, ...]]
    remarks: Mapping[str, str]
    listed: Listed
    told: Mapping[str, str]
    evidence: Mapping[str, Evidence]
    assets: Assets
    built: str
    base_url: str
    corrections: tuple[Correction, ...] | None = None
    cards: Mapping[str, str] = field(default_factory=dict)
    shallow: bool = False
    language: Language = ENGLISH
    leaves: Mapping[int, tuple[Fact, ...]] = field(init=False, repr=False, compare=False)
    withdrawn: tuple[Seed, ...] = field(init=False, repr=False, compare=False)
    prose: Mapping[str, Page] = field(init=False, repr=False, compare=False)
    charts: Charts = field(init=False, repr=False, compare=False)
    sketches: Sketches = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        facts, seeds = tuple(self.graph.facts.values()), self.graph.seeds.values()
        leaves = {number: leaf_of(facts, number) for number in range(1, leaf_count(len(facts)) + 1)}
        object.__setattr__(self, "leaves", leaves)
        object.__setattr__(self, "prose", {page.slug: page for page in self.graph.corpus.pages})
        object.__setattr__(self, "withdrawn", tuple(seed for seed in seeds if seed.record.withdrawn))
        object.__setattr__(self, "charts", self.own_charts())
        object.__setattr__(self, "sketches", self.own_sketches())

    def chunk(self, number: int) -> Iterator[Fact]:
        """The facts of a chunk of the list of all facts, from 1."""
        wide = PER_CHUNK // PER_LEAF
        leaves = range((number - 1) * wide + 1, min(number * wide, len(self.leaves)) + 1)
        return chain.from_iterable(self.leaves[leaf] for leaf in leaves)

    def own_charts(self) -> Charts:
        """The charts of this material and no other, none of them drawn yet."""
        dossier = self.dossier
        return Charts(dossier.graph, dossier.estimates_about, dossier.derived_about, self.remarks)

    def own_sketches(self) -> Sketches:
        return Sketches(self.dossier, self.evidence, self.remarks, self.language)

    @property
    def values(self) -> Mapping[str, tuple[Derived, ...]]:
        """The derived values of each topic."""
        return self.dossier.derived_about

    @property
    def comparison(self) -> tuple[Chart, ...]:
        return self.charts.compared

    @property
    def graph(self) -> Graph:
        return self.dossier.graph

    @property
    def estimates(self) -> tuple[Estimate, ...]:
        return self.dossier.estimates

    @property
    def derived(self) -> tuple[Derived, ...]:
        return self.dossier.derived

    def here(self, path: str, absolute: str = "") -> Here:
        return Here(self.graph, path, absolute, self.marks, self.told, self.language)


def marks_of(findings: tuple[Finding, ...]) -> dict[str, tuple[Finding, ...]]:
    """Findings by fact; what is exact leaves no mark."""
    return grouped((fact, one) for one in findings if one.state != "exact" for fact in one.facts)


def page_frame(
    material: Material, here: Here, title: str, description: str, *crumbs: Link, schema: str = "WebPage"
) -> Frame:
    """The frame of a page; every page but the first hangs below Home. `schema` is its type at schema.org."""
    home = (Link(msg("Home"), here.to("")),) if here.path else ()
    return frame(
        here,
        title,
        description,
        (*home, *crumbs),
        material.assets,
        material.built,
        __version__,
        material.base_url,
        schema,
        material.cards.get(here.path, ""),
    )
