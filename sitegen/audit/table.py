"""The rules, one row each, and the audit that runs them.

Comes in: a dossier. Goes out: findings in a fixed order, with the decisions that answer them. Rules without a check are
refused while files are read; they stand here so that every rule can be explained.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from sitegen.audit.disagreement import list_disagreement, self_disagreement, size_disagreement
from sitegen.audit.growth import growth_arithmetic
from sitegen.audit.model import Check, Dossier, Finding, Rule
from sitegen.audit.others import claim_disagreement, empty_cell, forecast_elapsed, source_withdrawn, stale_source
from sitegen.audit.parts import part_exceeds_whole, share_sum
from sitegen.audit.ranks import rank_consistency, unsupported_rank
from sitegen.audit.searches import search_coverage
from sitegen.audit.studies import bias_consistency, certainty_consistency, flow_arithmetic, percent_of_count
from sitegen.extensions import extensions
from sitegen.facts import Decision
from sitegen.graph import grouped
from sitegen.memory import Memory, Same
from sitegen.messages import msg
from sitegen.problems import Place, Problem

__all__ = ["RULES", "audit", "rule_named", "rules_of", "unanswered_decisions"]

RULES: tuple[Rule, ...] = (
    Rule(
        "growth-arithmetic", "warning", msg("a stated CAGR against the stated sizes at both ends"),
        msg("A rate, a start and an end must agree. Periods can be counted in several ways, so each is tried: from base year to "
        "end year, as the printed period runs, and with both of its ends counted. The rule says which closes, else which is nearest. "
        "A rate of the past, or of one year, is held against the sizes of that time alone."),
        msg("100 in one year and 121 two years later at 10% a year: exact."),
        msg("100 and 121 at 15% a year: the sizes imply 10%."), growth_arithmetic, alone=True,
    ),
    Rule(
        "size-disagreement", "warning", msg("the sizes that several documents give one market, in one year"),
        msg("Each size is brought to the latest base year by its own document’s growth. The ratio of the largest to the smallest is "
        "shown; nothing is averaged. Different scopes or currencies are not comparable."),
        msg("One report says 100, another 101 with no decimals between: they may be the same."),
        msg("One report says 100, another 1,300."), size_disagreement,
    ),
    Rule(
        "self-disagreement", "warning", msg("one document stating one measure of one thing with two values"),
        msg("Abstract and body, text and table, two languages: each place is a fact, and facts about the same thing are compared."),
        msg("“1.2 billion” in the text and “1.20 billion” in a table."), msg("300 people in the abstract, 90 in the table."), self_disagreement, alone=True,
    ),
    Rule(
        "list-disagreement", "warning", msg("one document listing a dimension, or giving a period, in two ways"),
        msg("Segments, regions, countries, companies and periods are often listed again in tables, answers and contents. Other names "
        "of one topic are the same member; a mere “Rest of …” is near."),
        msg("“UK” in one list, “The U.K.” in the other."), msg("Six companies in the text, five in the contents."), list_disagreement, alone=True,
    ),
    Rule(
        "part-exceeds-whole", "warning", msg("a nested market or a share against its whole"),
        msg("A country’s market is no larger than the world’s in the same year, and no share is more than all."),
        msg("20 of 100."), msg("120 of 100."), part_exceeds_whole, alone=True,
    ),
    Rule(
        "share-sum", "warning", msg("the shares of one list of segments against the whole"),
        msg("Together they make the whole within rounding. Where some segments have no share, what is left is shown as not allocated."),
        msg("60%, 30% and 10%."), msg("60%, 30% and 20%; or 42% alone, with 58% not allocated."), share_sum, alone=True,
    ),
    Rule(
        "rank-consistency", "warning", msg("bounds that stated ranks imply, against stated numbers"),
        msg("Whoever leads has at least the share of those who follow. So one known share bounds others, and what is left for the rest."),
        msg("A leader with 40% and a follower with 20%."), msg("“Largest” with 20% beside another with 50%."), rank_consistency,
    ),
    Rule(
        "flow-arithmetic", "warning", msg("every edge of a study-selection flow"),
        msg("What was identified, less what was excluded, is what went on to the next stage."),
        msg("100 − 60 − 30 = 10."), msg("100 − 60 − 30, and 11 articles read."), flow_arithmetic, alone=True,
    ),
    Rule(
        "percent-of-count", "warning", msg("n/N against its percentage, and percentages that no count makes"),
        msg("A percentage follows from its count within rounding, and must be possible for that many people."),
        msg("9/46 (19.6%)."), msg("9/46 (20.6%); or 50% of seven people."), percent_of_count, alone=True,
    ),
    Rule(
        "bias-consistency", "warning", msg("an overall risk of bias against its domains"),
        msg("The overall judgement is no better than the worst domain."), msg("High in one domain, high overall."), msg("High in one domain, low overall."),
        bias_consistency, alone=True,
    ),
    Rule(
        "certainty-consistency", "warning", msg("a certainty against the reasons for it"),
        msg("Evidence from trials begins as high and goes down one step for each serious reason. Steps and reasons must agree, in the "
        "table and where the text explains the same certainty."),
        msg("Very low, with three serious reasons."), msg("Very low, with one."), certainty_consistency, alone=True,
    ),
    Rule(
        "claim-disagreement", "warning", msg("a claim and the evidence that an editor linked to it"),
        msg("Words cannot be subtracted. Where another fact contradicts or qualifies a claim, an editor links the two and says why; "
        "both pages show it."),
        msg("A claim that evidence supports."), msg("“An option”, against one of nine who responded."), claim_disagreement,
    ),
    Rule(
        "empty-cell", "note", msg("what a document announces and does not give"), msg("A table’s cell or a field that was left empty."),
        msg("A cell with its value."), msg("“Forecast period”, and nothing behind it."), empty_cell, alone=True,
    ),
    Rule(
        "unsupported-rank", "note", msg("a rank without a number"), msg("“Largest” and “fastest” can be believed or not: no number shows them."),
        msg("“Largest, with 42%”."), msg("“Largest”."), unsupported_rank, alone=True,
    ),
    Rule(
        "search-coverage", "note", msg("what a review compares or found tested against its search strategies"),
        msg("A strategy finds what it has a term for. What none of them names may still be found by a wider term, so this is a note."),
        msg("“honey”, where a strategy looks for “honey” or “hon*”."), msg("“onion”, which no strategy names."), search_coverage,
    ),
    Rule(
        "forecast-elapsed", "note", msg("a forecast’s end against the build’s date"), msg("The last year of the forecast has passed."),
        msg("A forecast to a year to come."), msg("A forecast to a year gone by."), forecast_elapsed, alone=True,
    ),
    Rule(
        "stale-source", "note", msg("a document’s year against the build’s date"), msg("The document is more than three years old."),
        msg("Last year’s report."), msg("A report of ten years ago."), stale_source, alone=True,
    ),
    Rule(
        "source-withdrawn", "note", msg("whether a publisher withdrew the document"), msg("Its record says so; its numbers carry a warning."),
        msg("A document that stands."), msg("A retracted article."), source_withdrawn, alone=True,
    ),
    Rule(
        "value-not-in-quote", "error", msg("a value against its quotes"), msg("Number, sign, scale and unit must stand in the quote."),
        msg("`value: USD 5 million` with “was USD 5 million in”."), msg("`value: USD 6 million` with the same quote."), None,
    ),
    Rule(
        "quote-not-found", "error", msg("a quote against the document’s fingerprint"), msg("The words must stand in the document, in this order."),
        msg("Words copied from the document."), msg("Words remembered."), None,
    ),
    Rule(
        "quote-bounds", "error", msg("the length of a quote"), msg("Three words at least, so that it proves; fifteen at most, so that it is a quote."),
        msg("Five words."), msg("Two words; a paragraph."), None,
    ),
    Rule(
        "quote-budget", "error", msg("all quotes of a document against its length"), msg("Quotes together hold about a third of a document’s words at most."),
        msg("A third."), msg("Half."), None,
    ),
    Rule(
        "placeholder-value", "error", msg("a value that is none"), msg("Sample pages print “XX”. That is no fact."), msg("`USD 5 million`"), msg("`USD XX million`"), None,
    ),
    Rule(
        "unsourced-number", "error", msg("numbers in our own prose"), msg("Each is a fact’s, written `{seed/fact}`, or marked `{plain:…}`."),
        msg("`worth {seed/size}`"), msg("`worth 5 million`"), None,
    ),
    Rule(
        "copied-prose", "error", msg("our own prose against the documents"), msg("Twelve words in a row that stand in a document are a copy."),
        msg("Our own words."), msg("The document’s."), None,
    ),
    Rule(
        "unrendered-fact", "error", msg("facts against pages"), msg("Every fact stands on the page of the topic that it is about, so that topic must exist."),
        msg("`about:` a topic that has a file."), msg("`about:` a topic that has none."), None,
    ),
)  # fmt: skip


def rules_of(dossier: Dossier) -> tuple[Rule, ...]:
    """Our rules, then those of the extensions that the site names."""
    return (*RULES, *extensions(dossier.graph.corpus.site.extensions).rules)


def rule_named(name: str) -> Rule | None:
    return next((rule for rule in RULES if rule.name == name), None)


def audit(dossier: Dossier, memory: Memory | None = None) -> tuple[Finding, ...]:
    """Everything that the rules say, exact results included, by rule, place and facts; decisions turn warnings into notes."""
    rules = rules_of(dossier)
    found = _of_each_alone(
        dossier, [rule.check for rule in rules if rule.check is not None and rule.alone], memory or Memory()
    )
    found += [one for rule in rules if rule.check is not None and not rule.alone for one in rule.check(dossier)]
    order = {rule.name: index for index, rule in enumerate(rules)}
    decisions = dossier.graph.corpus.decisions
    answered = (_answered(one, decisions) for one in found)
    return tuple(sorted(answered, key=lambda one: (order[one.rule], one.about, one.source, one.facts)))


def _of_each_alone(dossier: Dossier, checks: Sequence[Check], memory: Memory) -> list[Finding]:
    """What checks say that look at one document at a time, without the others and without derived values."""
    stated = grouped((one.seed, one) for one in dossier.estimates)
    shares = grouped((one.listed.seed, one) for one in dossier.shares)

    def judged(seed: str) -> list[Finding]:
        own = stated.get(seed, ())
        alone = replace(
            dossier, graph=dossier.graph.alone(seed), estimates=own, derived=(), shares=shares.get(seed, ())
        )
        return [one for check in checks for one in check(alone)]

    found = []
    for seed, facts in dossier.graph.facts_by_seed.items():
        same = (Same(facts), *map(Same, stated.get(seed, ())))
        key = ("judged", same, dossier.year, Same(dossier.instruments))
        found += memory.get(key, partial(judged, seed))
    return found


def _answered(one: Finding, decisions: Sequence[Decision]) -> Finding:
    decision = next((d for d in decisions if d.file.rule == one.rule and set(d.file.facts) <= set(one.facts)), None)
    if decision is None and one.rule == "claim-disagreement":
        # The link that makes this finding is dated and reasoned already: it is its own decision.
        return replace(one, severity="note")
    return replace(one, severity="note", decision=decision) if decision is not None else one


def unanswered_decisions(findings: Sequence[Finding], decisions: Sequence[Decision]) -> tuple[Problem, ...]:
    """Decisions that answer no finding: the finding closed, or the decision names the wrong facts."""
    used = {one.decision.id for one in findings if one.decision is not None and one.state != "exact"}
    return tuple(
        Problem(
            "unused-decision", Place(decision.source.path), "this decision answers no finding",
            "the finding may have closed: then delete the file; `sitegen check --format json` lists findings with their facts",
            severity="warning",
        )
        for decision in decisions
        if decision.id not in used
    )  # fmt: skip
