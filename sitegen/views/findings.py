"""Pages and marks of findings: all of them, those of a rule, those of a market, and the mark beside a number.

Comes in: findings and the graph. Goes out: frozen views.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from sitegen import formats, markup
from sitegen.align import Aligned, align
from sitegen.audit.model import Finding, Rule
from sitegen.audit.table import rules_of
from sitegen.estimates import Estimate
from sitegen.graph import Graph
from sitegen.leaves import leaf_count, leaf_of, leaf_path
from sitegen.messages import joined, msg
from sitegen.values import valueclass
from sitegen.views.frame import Frame, Here, Link, address_of
from sitegen.views.leaves import Leaves, leaf_title, leaves
from sitegen.views.material import Material, page_frame
from sitegen.views.parts import show_fact
from sitegen.views.words import SketchView, filed_view

__all__ = [
    "AlignedRow", "ConflictsView", "DecisionView", "FindingView", "FindingsView", "NumberView", "RuleRow", "RuleView",
    "conflicts_page", "finding_view", "findings_pages", "rule_pages",
]  # fmt: skip

STATES = {
    "exact": msg("agrees within rounding"), "near": msg("nearly agrees"), "fails": msg("does not agree"),
    "not checked": msg("could not be checked"),
}  # fmt: skip


_SEVERITIES = {"error": msg("error"), "warning": msg("warning"), "note": msg("note")}
_RELATIONS = {"supports": msg("supports"), "contradicts": msg("contradicts"), "qualifies": msg("qualifies")}
_LISTED = {"segments": msg("segments"), "regions": msg("regions"), "countries": msg("countries")}


@valueclass(frozen=True, slots=True)
class NumberView:
    """One of the numbers compared: `fact` and `href` where it is stated, `formula` where it is computed."""

    label: str
    text: str
    fact: str
    href: str
    formula: str
    quote: str
    language: str


@valueclass(frozen=True, slots=True)
class DecisionView:
    text: str
    reason: Markup
    decided: str
    by: str


@valueclass(frozen=True, slots=True)
class FindingView:
    id: str
    rule: Link
    severity: str
    state: str
    state_text: str
    about: Link
    message: str
    facts: str
    numbers: tuple[NumberView, ...]
    convention: str
    sources: tuple[Link, ...]
    decisions: tuple[DecisionView, ...]


@valueclass(frozen=True, slots=True)
class RuleRow:
    link: Link
    severity: str
    compares: str
    found: int
    open: int


@valueclass(frozen=True, slots=True)
class FindingsView:
    """`total` findings over all pages; `findings` those of this one."""

    frame: Frame
    rules: tuple[RuleRow, ...]
    findings: tuple[FindingView, ...]
    total: int
    open: int
    leaves: Leaves | None


@valueclass(frozen=True, slots=True)
class RuleView:
    frame: Frame
    rule: Rule
    severity: str
    findings: tuple[FindingView, ...]
    exact: int
    leaves: Leaves | None


@valueclass(frozen=True, slots=True)
class AlignedRow:
    """A size in the common year: `fact` where it is stated for that year, `formula` where it is computed."""

    source: Link
    year: int
    text: str
    fact: str
    formula: str
    inputs: str


@valueclass(frozen=True, slots=True)
class ScopeRow:
    """What a document says that its figure covers: the place, the dimensions it lists, the base year and its fact."""

    source: Link
    place: str
    lists: str
    base_year: str
    fact: str


@valueclass(frozen=True, slots=True)
class ConflictsView:
    frame: Frame
    market: Link
    year: str
    rows: tuple[AlignedRow, ...]
    plots: tuple[SketchView, ...]
    scopes: tuple[ScopeRow, ...]
    independence: str
    findings: tuple[FindingView, ...]


def finding_view(one: Finding, here: Here) -> FindingView:
    graph = here.graph
    show = show_fact(here)
    decisions = []
    if one.decision is not None:
        file = next((d.file for d in graph.corpus.decisions if d.id == one.decision.id), one.decision.file)
        decisions.append(
            DecisionView(file.decision, markup.prose(file.reason, show), formats.day(file.decided), file.by)
        )
    elif one.rule == "claim-disagreement":
        entry = next(r.entry for r in graph.corpus.relations if {r.entry.claim, r.entry.evidence} == set(one.facts))
        decisions.append(
            DecisionView(
                _RELATIONS[entry.relation], markup.prose(entry.reason, show), formats.day(entry.decided), entry.by
            )
        )
    seeds = dict.fromkeys(graph.facts[fact].seed for fact in one.facts)
    return FindingView(
        id=one.id,
        rule=Link(one.rule, here.to(f"rules/{one.rule}/")),
        severity=one.severity,
        state=one.state.replace(" ", "-"),
        state_text=STATES[one.state],
        about=here.topic(one.about),
        message=one.message,
        facts=" ".join(one.facts),
        numbers=tuple(_number(number.label, number.text, number.fact, number.formula, here) for number in one.numbers),
        convention=one.convention,
        sources=tuple(here.source(seed) for seed in seeds),
        decisions=tuple(decisions),
    )


def _number(label: str, text: str, fact_id: str, formula: str, here: Here) -> NumberView:
    if not fact_id:
        return NumberView(label, text, "", "", formula, "", "")
    fact = here.graph.facts[fact_id]
    quote = " / ".join(proof.quote for proof in fact.proofs)
    return NumberView(label, text, fact_id, here.fact(fact), formula, quote, here.foreign(fact.language))


def _aligned_rows(aligned: Sequence[Aligned], here: Here) -> tuple[AlignedRow, ...]:
    return tuple(
        AlignedRow(
            here.source(one.seed), one.year, one.text, "" if one.formula else one.facts[0].id, one.formula,
            " ".join(fact.id for fact in one.facts),
        )
        for one in aligned
    )  # fmt: skip


def _scopes(own: Sequence[Estimate], here: Here) -> tuple[ScopeRow, ...]:
    """What each document says of the scope of its figure, or that it says nothing."""
    graph = here.graph
    rows = []
    for one in own:
        facts = [fact for fact in graph.facts_about.get(one.market, ()) if fact.seed == one.seed]
        where = graph.topics[one.market].file.where
        listed = [name for name in _LISTED if any(fact.measure == name for fact in facts)]
        base = next((fact for fact in facts if fact.role == "base-year" and not fact.empty), None)
        first = base or (one.start.fact if one.start else None)
        rows.append(ScopeRow(
            here.source(one.seed), graph.topics[where].name if where else msg("no place stated"),
            joined(", ", (_LISTED[name] for name in listed)) if listed else msg("none"),
            str(one.base_year) if one.base_year else msg("not stated"), first.id if first else "",
        ))  # fmt: skip
    return tuple(rows)


def _independence(own: Sequence[Estimate], graph: Graph) -> str:
    """How many origins the figures have: those that share one count once."""
    origins: dict[str, list[str]] = {}
    for seed in dict.fromkeys(one.seed for one in own):
        record = graph.seeds[seed].record
        origins.setdefault(record.origin or f"not stated ({record.label})", []).append(record.label)
    named = joined("; ", (_origin(origin, labels) for origin, labels in origins.items()))
    if len(origins) == 1:
        return msg("All figures share one origin and count once. {named}.", named=named)
    return msg("Different origins, as far as the documents say: {named}.", named=named)


def _origin(origin: str, labels: Sequence[str]) -> str:
    stated = origin[:10] != "not stated"
    return msg("{labels}: {origin}", labels=joined(", ", labels), origin=origin if stated else msg("origin not stated"))


def findings_pages(material: Material) -> list[FindingsView]:
    """/findings/ and, where there are many, the leaves that follow it: what is open first, then by rule."""
    shown = sorted((one for one in material.findings if one.state != "exact"), key=_weight)
    first, pages = "findings/", []
    for number in range(1, leaf_count(len(shown)) + 1):
        here = material.here(leaf_path(first, number))
        rows = tuple(_rule_row(material, rule, here) for rule in rules_of(material.dossier) if rule.check is not None)
        description = msg(
            "What arithmetic and comparison say of the documents, with the numbers side by side and our decisions."
        )
        frame = page_frame(material, here, leaf_title(msg("Findings"), number), description)
        views = tuple(finding_view(one, here) for one in leaf_of(shown, number))
        way = leaves(here, first, number, len(shown))
        pages.append(FindingsView(frame, rows, views, len(shown), sum(one.open for one in shown), way))
    return pages


def _weight(one: Finding) -> tuple[bool, int]:
    """Open first; then what fails, what nearly agrees, what could not be checked; findings stand in the order of their rules."""
    return not one.open, ["fails", "near", "not checked", "exact"].index(one.state)


def _rule_row(material: Material, rule: Rule, here: Here) -> RuleRow:
    own = [one for one in material.listed.by_rule.get(rule.name, ()) if one.state != "exact"]
    link = Link(rule.name, here.to(f"rules/{rule.name}/"))
    return RuleRow(link, rule.severity, rule.compares, len(own), sum(one.open for one in own))


def rule_pages(material: Material, rule: Rule) -> list[RuleView]:
    """/rules/<rule>/ and, where it found much, the leaves that follow it."""
    own = material.listed.by_rule.get(rule.name, ())
    shown = [one for one in own if one.state != "exact"]
    first, pages = f"rules/{rule.name}/", []
    for number in range(1, leaf_count(len(shown)) + 1):
        here = material.here(leaf_path(first, number))
        crumb = Link(msg("Findings"), here.to("findings/"))
        said = msg("What the rule {rule} means: {compares}.", rule=rule.name, compares=rule.compares)
        frame = page_frame(material, here, leaf_title(rule.name, number), said, crumb)
        views = tuple(finding_view(one, here) for one in leaf_of(shown, number))
        exact, way = sum(one.state == "exact" for one in own), leaves(here, first, number, len(shown))
        pages.append(RuleView(frame, rule, _SEVERITIES[rule.severity], views, exact, way))
    return pages


def conflicts_page(material: Material, market: str) -> ConflictsView:
    """/markets/<id>/conflicts/: every estimate in one year, the ratio, the scopes, the origins, the decisions."""
    graph = material.graph
    address = address_of(graph, market)
    here = material.here(f"{address}conflicts/")
    own = material.dossier.estimates_about.get(market, ())
    aligned = align([one for one in own if not one.superseded])
    name = graph.topics[market].name
    kind = graph.corpus.kinds[graph.topics[market].kind]
    crumbs = (Link(kind.plural, here.to(f"{kind.address}/")), here.topic(market))
    title = msg("{name}: where sources disagree", name=name)
    # Ranks without numbers are many, and none of them is a conflict: their rule's page lists them.
    findings = [one for one in material.listed.about.get(market, ()) if one.rule != "unsupported-rank"]
    return ConflictsView(
        frame=page_frame(
            material,
            here,
            title,
            msg("{name}: where sources disagree: estimates in one year, side by side.", name=name),
            *crumbs,
        ),
        market=here.topic(market),
        year=str(aligned[0].year) if aligned else "",
        rows=_aligned_rows(aligned, here),
        plots=tuple(filed_view(one, here) for one in material.sketches.get(market, ()) if not one.section),
        scopes=_scopes(own, here),
        independence=_independence(own, graph),
        findings=tuple(finding_view(one, here) for one in sorted(findings, key=_weight)),
    )
