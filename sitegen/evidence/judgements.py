"""Judgements: the risk of bias of each study, domain by domain, and the certainty of each outcome, reason by reason.

Comes in: facts of judgements. Goes out: rows with the tool that reads them, and checks of the overall judgement
against its domains and of the certainty against its reasons.
"""

from __future__ import annotations

from collections.abc import Sequence

from sitegen.evidence.model import BiasCell, BiasRow, Check, Judged, Rating, Scope
from sitegen.facts import Fact
from sitegen.instruments import BiasTool
from sitegen.messages import counted, declared, joined, made, msg

__all__ = ["bias_rows", "certainty_check", "fold", "ratings"]

BIAS_RULE, CERTAINTY_RULE = "bias-consistency", "certainty-consistency"


def fold(label: str) -> str:
    """A label without what varies: `risk-of-bias rating` and `Risk of bias` are one."""
    return " ".join(label.casefold().removesuffix(" rating").replace("-", " ").split())


def bias_rows(scope: Scope) -> tuple[BiasRow, ...]:
    """One row a study, in the order of the studies' ids."""
    by_study: dict[str, list[Fact]] = {}
    for fact in scope.of_role("risk-of-bias"):
        if not fact.empty:
            by_study.setdefault(fact.about, []).append(fact)
    return tuple(_row(scope, study, facts) for study, facts in sorted(by_study.items()))


def _row(scope: Scope, study: str, facts: Sequence[Fact]) -> BiasRow:
    tool = scope.instruments.tool_of(fact.by for fact in facts)
    # Domains that no tool knows are still ranked by the words of a tool that has all the judgements.
    scale = tool or scope.instruments.scale_of(fact.value for fact in facts)
    reasons = [fact for fact in scope.of_role("bias-reason") if fact.about == study]
    judged = {fact.by: _judged(fact, scale, reasons) for fact in reversed(facts)}
    overall = next((one for by, one in judged.items() if scale is not None and scale.is_overall(by)), None)
    cells = _cells(tool, {by: one for by, one in judged.items() if one is not overall})
    return BiasRow(study, tool, cells, overall, _bias_check(study, scale, cells, overall))


def _judged(fact: Fact, tool: BiasTool | None, reasons: Sequence[Fact]) -> Judged:
    own = tuple(reason for reason in reasons if reason.by and _same_domain(reason.by, fact.by, tool))
    return Judged(fact, tool.judgement(fact.value) if tool is not None else None, own)


def _same_domain(one: str, other: str, tool: BiasTool | None) -> bool:
    if tool is not None and tool.domain(one) is not None:
        return tool.domain(one) == tool.domain(other)
    both = tool is not None and tool.is_overall(one) and tool.is_overall(other)
    return both or fold(one) == fold(other)


def _cells(tool: BiasTool | None, judged: dict[str, Judged]) -> tuple[BiasCell, ...]:
    """The tool's domains in its order, then what it does not know; a domain told by its parts needs no cell itself."""
    rest = {by: one for by, one in judged.items() if tool is None or not tool.is_overall(by)}
    found = []
    for domain in tool.domains if tool is not None else ():
        mine = {by: one for by, one in rest.items() if tool is not None and tool.domain(by) == domain}
        rest = {by: one for by, one in rest.items() if by not in mine}
        found.append((domain, mine))
    told = {domain.part_of for domain, mine in found if mine and domain.part_of}
    cells = [
        BiasCell(declared(domain.name), next(iter(mine), ""), tuple(mine.values()))
        for domain, mine in found
        if mine or not (domain.id in told or domain.part_of or domain.apart)
    ]
    return (*cells, *(BiasCell(by, by, (one,)) for by, one in sorted(rest.items())))


def _bias_check(study: str, tool: BiasTool | None, cells: Sequence[BiasCell], overall: Judged | None) -> Check | None:
    """An overall judgement may be worse than the worst domain (several doubts add up), never better."""
    if tool is None or overall is None:
        return None
    apart = {domain.name for domain in tool.domains if domain.apart}
    ranked = [
        (rank, one)
        for cell in cells
        if cell.domain not in apart
        for one in cell.judged
        if (rank := tool.rank(one.fact.value)) is not None
    ]
    stated = tool.rank(overall.fact.value)
    ids = (overall.fact.id, *(one.fact.id for cell in cells for one in cell.judged))
    formula = counted("worst of {number} judgement", "worst of {number} judgements", len(ranked))
    if stated is None or not ranked:
        why = (
            msg("{tool} does not rank “{overall}”", tool=tool.name, overall=overall.fact.value)
            if stated is None
            else msg("no domain is judged")
        )
        return Check(BIAS_RULE, study, ids, overall.fact.value, "", formula, "not checked", why)
    worst_rank, worst = max(ranked, key=lambda pair: pair[0])
    state = "exact" if stated == worst_rank else "near" if stated > worst_rank else "fails"
    why = {
        "exact": "", "near": msg("stricter than the worst domain, which {tool} allows", tool=tool.name),
        "fails": msg("“{overall}” is better than “{worst}” for {domain}", overall=overall.fact.value, worst=worst.fact.value, domain=worst.fact.by),
    }[state]  # fmt: skip
    return Check(BIAS_RULE, study, ids, overall.fact.value, worst.fact.value, formula, state, why)  # type: ignore[arg-type]


def ratings(scope: Scope, label: str, studies: Sequence[str]) -> tuple[Rating, ...]:
    """The reasons for the certainty of one outcome, in the order of the site's measures, with their footnotes."""
    order = {measure: index for index, measure in enumerate(scope.graph.corpus.measures)}
    found = [f for f in scope.of_role("certainty-rating") if f.by == label and f.about in (*studies, scope.topic)]
    notes = [fact for fact in scope.of_role("certainty-reason") if fact.about in (*studies, scope.topic)]
    return tuple(
        Rating(
            made(_rated, fact.measure),
            fact,
            scope.instruments.certainty.change(fact.value),
            tuple(note for note in notes if fold(note.by) == fold(fact.measure)),
        )
        for fact in sorted(found, key=lambda fact: order[fact.measure])
    )


def _rated(measure: str) -> str:
    """What a rating is of: `imprecision rating` → `imprecision`."""
    return measure.removesuffix(" rating")


def certainty_check(scope: Scope, stated: Fact | None, found: Sequence[Rating], studies: Sequence[str]) -> Check | None:
    """Whether the certainty is what its start and its reasons make: each level down or up, within the scale."""
    scale = scope.instruments.certainty
    if stated is None or not found:
        return None
    ids = (stated.id, *(rating.fact.id for rating in found))
    unknown = [rating.fact.value for rating in found if rating.change is None]
    start, from_design = _start(scope, studies, any((rating.change or 0) > 0 for rating in found))
    level = scale.level(stated.value)
    if unknown or level is None or start is None:
        why = (
            msg("the words are not known: {listed}", listed=joined(", ", unknown))
            if unknown
            else msg("the level or the kind of study is not known")
        )
        return Check(CERTAINTY_RULE, stated.about, ids, stated.value, "", "", "not checked", why)
    changes = [rating.change for rating in found if rating.change]
    expected = scale.levels[min(len(scale.levels) - 1, max(0, start - sum(changes)))].name
    formula = " ".join([scale.levels[start].name, *(f"{'+' if c > 0 else '−'} {abs(c)}" for c in changes)])
    same = expected == scale.levels[level].name
    why = (
        ""
        if same
        else msg(
            "{design}: {formula} makes “{expected}”, but it is “{stated}”",
            design=from_design,
            formula=formula,
            expected=expected,
            stated=stated.value,
        )
    )
    return Check(CERTAINTY_RULE, stated.about, ids, stated.value, expected, formula, "exact" if same else "fails", why)


def _start(scope: Scope, studies: Sequence[str], raised: bool) -> tuple[int | None, str]:
    """The level that the evidence starts from: that of the weakest design among the studies.

    Where no design is stated, evidence starts at the top, as that of trials does; what was raised did not.
    """
    scale = scope.instruments.certainty
    stated = [fact for fact in scope.of_role("study-design") if fact.about in studies]
    designs = [d for fact in stated if (d := scope.instruments.design_of(fact.value))]
    levels = [(scale.level(design.starts), declared(design.name)) for design in designs if design.starts]
    known = [(level, name) for level, name in levels if level is not None]
    if known or stated or not scale.levels:
        return max(known, default=(None, ""))
    starts = [scale.level(d.starts) for d in scope.instruments.designs if d.starts] if raised else [0]
    return max((level for level in starts if level is not None), default=0), msg("Design not stated")
