"""The evidence parts of a study's or a treatment's page: selection, search, bias, outcomes, responses, references.

Comes in: `Evidence`. Goes out: one frozen `EvidenceView`, complete.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sitegen.charts.sketch import Sketch, shortened
from sitegen.charts.synthesis import bias_id, by_tool, lights_id
from sitegen.evidence.gather import Evidence
from sitegen.evidence.languages import Twin
from sitegen.evidence.model import BiasCell, BiasRow, Judged, Reference
from sitegen.evidence.strategies import Piece, Search, Wanted
from sitegen.facts import Fact
from sitegen.messages import declared, joined, msg
from sitegen.values import valueclass
from sitegen.views.frame import Here, Link
from sitegen.views.parts import FactView, Tell
from sitegen.views.results import (
    OutcomeView,
    ResponsesView,
    outcome_views,
    responses_view,
)  # fmt: skip
from sitegen.views.words import CheckView, SketchView, Words, check_view, computed, filed_view, stated

__all__ = ["EvidenceView", "evidence_view"]


BACKLINKS = 5
"""Facts that a reference lists; the page of the study has them all."""


@valueclass(frozen=True, slots=True)
class FlowView:
    sketch: SketchView
    checks: tuple[CheckView, ...]


@valueclass(frozen=True, slots=True)
class StrategyView:
    anchor: str
    fact: str
    href: str
    database: str
    pieces: tuple[Piece, ...]
    terms: Words


@valueclass(frozen=True, slots=True)
class TermView:
    text: str
    held: tuple[bool, ...]
    count: Words


@valueclass(frozen=True, slots=True)
class WantedView:
    """Something looked for: which databases would find it by which terms, and whether none would."""

    topic: Link
    held: tuple[str, ...]
    found: bool
    count: Words


@valueclass(frozen=True, slots=True)
class SearchView:
    strategies: tuple[StrategyView, ...]
    terms: tuple[TermView, ...]
    wanted: tuple[WantedView, ...]
    dates: tuple[FactView, ...]


@valueclass(frozen=True, slots=True)
class JudgedView:
    sign: str
    tone: str
    name: str
    fact: FactView
    reasons: tuple[FactView, ...]


@valueclass(frozen=True, slots=True)
class BiasCellView:
    domain: str
    judged: tuple[JudgedView, ...]


@valueclass(frozen=True, slots=True)
class BiasRowView:
    study: Link
    cells: tuple[BiasCellView, ...]
    overall: JudgedView | None
    check: CheckView | None


@valueclass(frozen=True, slots=True)
class LegendView:
    sign: str
    tone: str
    name: str


@valueclass(frozen=True, slots=True)
class BiasView:
    """The rows judged by one tool."""

    tool: str
    plain: str
    domains: tuple[str, ...]
    rows: tuple[BiasRowView, ...]
    legend: tuple[LegendView, ...]
    lights: SketchView | None
    bars: SketchView | None


@valueclass(frozen=True, slots=True)
class TwinView:
    fact: FactView
    agrees: str
    same: tuple[Words, ...]
    other: tuple[Words, ...]
    check: CheckView | None


@valueclass(frozen=True, slots=True)
class ReferenceView:
    fact: str
    href: str
    pieces: tuple[tuple[str, str], ...]
    doi: Link | None
    cited_by: tuple[Words, ...]
    count: Words
    more: Words | None
    problem: str
    twin: str
    note: str


@valueclass(frozen=True, slots=True)
class EvidenceView:
    contents: tuple[Link, ...]
    flow: FlowView | None
    search: SearchView | None
    bias: tuple[BiasView, ...]
    outcomes: tuple[OutcomeView, ...]
    forests: tuple[SketchView, ...]
    responses: ResponsesView | None
    network: SketchView | None
    twins: tuple[TwinView, ...]
    references: tuple[ReferenceView, ...]
    downloads: tuple[Link, ...]


def evidence_view(one: Evidence, here: Here, tell: Tell, sketches: Iterable[Sketch]) -> EvidenceView:
    """`sketches` are those of the topic; see `charts.synthesis`."""
    topic = one.scope.topic
    drawn = {sketch.id: filed_view(sketch, here) for sketch in sketches}
    flow = None
    if one.flow is not None:
        checks = tuple(check for c in one.flow.checks if (check := check_view(c)) is not None)
        flow = FlowView(drawn[f"{topic}-flow"], checks)
    return EvidenceView(
        contents=_contents(one),
        flow=flow,
        search=_search(one.search, here, tell) if one.search is not None else None,
        bias=_bias(one, here, tell, drawn),
        outcomes=outcome_views(one, here, drawn),
        forests=tuple(drawn[name] for kind in ("difference", "ratio") if (name := f"{topic}-{kind}") in drawn),
        responses=responses_view(one, here, tell, drawn),
        network=drawn.get(f"{topic}-network"),
        twins=tuple(_twin(twin, here, tell) for twin in one.twins),
        references=tuple(_reference(row, here) for row in one.references),
        downloads=_downloads(one.references, here),
    )


def _contents(one: Evidence) -> tuple[Link, ...]:
    """The parts that the page has, for its contents, in the order in which it shows them."""
    parts = (
        (one.outcomes, msg("What was found"), "findings-by-outcome"), (one.responses, msg("Results by treatment"), "responses"),
        (one.bias, msg("Risk of bias, judged"), "risk-of-bias-table"), (one.flow, msg("How studies were selected"), "flow"),
        (one.search, msg("What was searched for"), "search"), (one.twins, msg("In two languages"), "languages"),
        (one.references, msg("Reference list"), "reference-list"),
    )  # fmt: skip
    return tuple(Link(text, f"#synthesis-{anchor}") for held, text, anchor in parts if held)


def _search(search: Search, here: Here, tell: Tell) -> SearchView:
    return SearchView(
        tuple(
            StrategyView(
                f"strategy-{index}", s.fact.id, here.fact(s.fact), s.database, s.pieces,
                computed(str(len(s.terms)), msg("count of the different terms of the strategy")),
            )
            for index, s in enumerate(search.strategies, 1)
        ),
        tuple(
            TermView(term.text, term.held, computed(str(sum(term.held)), msg("count of the strategies that hold the term")))
            for term in search.terms
        ),
        tuple(_wanted(wanted, search, here) for wanted in search.wanted),
        tuple(tell(fact) for fact in search.dates),
    )  # fmt: skip


def _wanted(wanted: Wanted, search: Search, here: Here) -> WantedView:
    hits = sum(bool(terms) for terms in wanted.found_by)
    count = computed(msg("{part} of {all}", part=hits, all=len(search.strategies)), wanted.check.formula)
    return WantedView(here.topic(wanted.topic), tuple(", ".join(terms) for terms in wanted.found_by), hits > 0, count)


def _bias(one: Evidence, here: Here, tell: Tell, drawn: Mapping[str, SketchView]) -> tuple[BiasView, ...]:
    """A table for each tool, in the order of the studies."""
    found = []
    for tool_id, rows in by_tool(one.bias).items():
        tool = rows[0].tool
        domains = tuple(dict.fromkeys(cell.domain for row in rows for cell in row.cells))
        legend = (*tool.judgements, *tool.unknown) if tool is not None else ()
        found.append(
            BiasView(
                tool.name if tool is not None else msg("a tool that is not known"), "name", domains,
                tuple(_bias_row(row, domains, here, tell) for row in rows), tuple(LegendView(j.sign, j.tone, declared(j.name)) for j in legend),
                drawn.get(lights_id(one.scope.topic, tool_id)), drawn.get(bias_id(one.scope.topic, tool_id)),
            )
        )  # fmt: skip
    return tuple(found)


def _bias_row(row: BiasRow, domains: Sequence[str], here: Here, tell: Tell) -> BiasRowView:
    by_domain = {cell.domain: cell for cell in row.cells}
    cells = (by_domain.get(domain, BiasCell(domain, "", ())) for domain in domains)
    return BiasRowView(
        here.topic(row.study),
        tuple(BiasCellView(cell.domain, tuple(_judged(one, tell) for one in cell.judged)) for cell in cells),
        _judged(row.overall, tell) if row.overall is not None else None,
        check_view(row.check),
    )


def _judged(one: Judged, tell: Tell) -> JudgedView:
    found = one.judgement
    return JudgedView(
        found.sign if found is not None else "?", found.tone if found is not None else "unknown", one.fact.value,
        tell(one.fact), tuple(tell(reason) for reason in one.reasons),
    )  # fmt: skip


def _twin(twin: Twin, here: Here, tell: Tell) -> TwinView:
    def words(facts: Sequence[object]) -> tuple[Words, ...]:
        named = [here.graph.facts[fact] for fact in facts if isinstance(fact, str)]
        return tuple(stated(fact, here, fact.value or joined(", ", fact.members) or fact.statement) for fact in named)

    same, other = words([fact.id for fact in twin.same]), words([fact.id for fact in twin.other])
    agrees = msg("names as many as") if twin.fact.members else msg("agrees with")
    return TwinView(tell(twin.fact), agrees, same, other, check_view(twin.check))


def _reference(row: Reference, here: Here) -> ReferenceView:
    pieces = tuple((name, text) for name, text in row.fact.record if name != "doi" or not row.doi)
    return ReferenceView(
        row.fact.id, here.fact(row.fact), pieces, Link(row.doi, f"https://doi.org/{row.doi}") if row.doi else None,
        tuple(stated(fact, here, _briefly(fact)) for fact in row.cited_by[:BACKLINKS]),
        computed(str(len(row.cited_by)), msg("count of the facts that cite it, or are about the cited study or touch it")), _more(row, here), row.problem,
        here.fact(here.graph.facts[row.duplicate_of]) if row.duplicate_of else "", row.fact.note,
    )  # fmt: skip


def _more(row: Reference, here: Here) -> Words | None:
    """The backlinks beyond those listed, all of which stand on the page of what the reference is about."""
    rest = len(row.cited_by) - BACKLINKS
    if rest <= 0:
        return None
    return Words(
        msg("and {number} more", number=rest),
        formula=msg("count of the further facts"),
        href=here.topic(row.fact.about).href,
    )


def _briefly(fact: Fact) -> str:
    """What a fact says, short enough for a list of them."""
    said = fact.statement or msg(
        "{measure}: {value}", measure=fact.measure, value=fact.value or joined(", ", fact.members) or msg("left empty")
    )
    return shortened(said, 48)


def _downloads(rows: Sequence[Reference], here: Here) -> tuple[Link, ...]:
    seeds = dict.fromkeys(row.fact.seed for row in rows)
    kinds = (("BibTeX", "bib"), ("RIS", "ris"), ("CSL-JSON", "json"))
    return tuple(Link(name, here.to(f"data/references/{seed}.{ending}")) for seed in seeds for name, ending in kinds)
