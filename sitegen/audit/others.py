"""claim-disagreement, empty-cell, and the rules of time: forecast-elapsed, stale-source, source-withdrawn."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.audit.model import Dossier, Finding, Number, finding
from sitegen.messages import msg
from sitegen.problems import Place

__all__ = ["claim_disagreement", "empty_cell", "forecast_elapsed", "source_withdrawn", "stale_source"]

STALE_AFTER = 3
"""Years after its publication from which a market report is called stale."""

_YEAR = re.compile(r"(?<!\d)(19|20)\d\d(?!\d)")


def claim_disagreement(dossier: Dossier) -> Iterator[Finding]:
    """What an editor linked as contradicting or qualifying a claim; the link carries its reason."""
    facts = dossier.graph.facts
    for relation in dossier.graph.corpus.relations:
        entry = relation.entry
        if entry.relation == "supports" or entry.claim not in facts or entry.evidence not in facts:
            continue
        claim, evidence = facts[entry.claim], facts[entry.evidence]
        said = claim.statement or claim.value
        contradicted = entry.relation == "contradicts"
        message = (
            msg("A claim is made that other evidence contradicts: {claim}", claim=said)
            if contradicted
            else msg("A claim is made that other evidence qualifies: {claim}", claim=said)
        )
        numbers = [
            Number(msg("claim"), said, claim.id),
            Number(msg("evidence"), evidence.statement or evidence.value, evidence.id),
        ]
        state = "fails" if contradicted else "near"
        yield finding("claim-disagreement", state, [claim, evidence], message, numbers)  # type: ignore[arg-type]


def empty_cell(dossier: Dossier) -> Iterator[Finding]:
    """A cell that the document announces and leaves empty."""
    for fact in dossier.graph.facts.values():
        if fact.empty:
            message = msg("The document announces its {measure} and leaves the cell empty.", measure=fact.measure)
            yield finding("empty-cell", "not checked", [fact], message, [])


def forecast_elapsed(dossier: Dossier) -> Iterator[Finding]:
    """A forecast whose last year has passed by the date of the build."""
    for estimate in dossier.estimates:
        horizon = estimate.horizon
        if dossier.year is None or horizon is None or horizon >= dossier.year:
            continue
        facts = [size.fact for size in estimate.sizes if size.year == horizon]
        if not facts:
            assert estimate.growth is not None
            facts = [estimate.growth]
        message = msg(
            "The forecast ends in {horizon}, before the year of this build, {year}.", horizon=horizon, year=dossier.year
        )
        numbers = [
            Number(msg("end of the forecast"), str(horizon), facts[0].id),
            Number(msg("year of the build"), str(dossier.year), formula=msg("the commit’s date")),
        ]
        yield finding("forecast-elapsed", "not checked", facts, message, numbers, about=estimate.market)


def stale_source(dossier: Dossier) -> Iterator[Finding]:
    """A document published more than three years before the build."""
    for seed in dossier.graph.seeds.values():
        match = _YEAR.search(seed.record.published)
        if match is None or dossier.year is None or dossier.year - int(match[0]) <= STALE_AFTER:
            continue
        message = msg(
            "{label} was published in {year}, more than {number} years before this build.",
            label=seed.record.label,
            year=match[0],
            number=STALE_AFTER,
        )
        numbers = [
            Number(msg("published"), match[0], formula=msg("the document’s record")),
            Number(msg("year of the build"), str(dossier.year), formula=msg("the commit’s date")),
        ]
        yield _of_seed("stale-source", seed.id, message, numbers, dossier)


def source_withdrawn(dossier: Dossier) -> Iterator[Finding]:
    """A document that its publisher withdrew."""
    for seed in dossier.graph.seeds.values():
        if seed.record.withdrawn:
            message = msg(
                "{label} was withdrawn by its publisher on {withdrawn}.",
                label=seed.record.label,
                withdrawn=seed.record.withdrawn,
            )
            numbers = [Number(msg("withdrawn"), seed.record.withdrawn, formula=msg("the document’s record"))]
            yield _of_seed("source-withdrawn", seed.id, message, numbers, dossier)


def _of_seed(rule: str, seed: str, message: str, numbers: list[Number], dossier: Dossier) -> Finding:
    facts = dossier.graph.facts_of(seed)
    first = facts[0]
    return Finding(
        rule,
        "note",
        "not checked",
        first.about,
        message,
        tuple(fact.id for fact in facts),
        tuple(numbers),
        "",
        Place(f"seeds/{seed}.yaml"),
    )
