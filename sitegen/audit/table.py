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
from sitegen.problems import Place, Problem

__all__ = ["RULES", "audit", "rule_named", "rules_of", "unanswered_decisions"]

RULES: tuple[Rule, ...] = (
    Rule(
        "growth-arithmetic", "warning", "a stated CAGR against the stated sizes at both ends",
        "A rate, a start and an end must agree. Periods can be counted in several ways, so each is tried: from base year to "
        "end year, as the printed period runs, and with both of its ends counted. The rule says which closes, else which is nearest.",
        "100 in one year and 121 two years later at 10% a year: exact.",
        "100 and 121 at 15% a year: the sizes imply 10%.", growth_arithmetic, alone=True,
    ),
    Rule(
        "size-disagreement", "warning", "the sizes that several documents give one market, in one year",
        "Each size is brought to the latest base year by its own document’s growth. The ratio of the largest to the smallest is "
        "shown; nothing is averaged. Different scopes or currencies are not comparable.",
        "One report says 100, another 101 with no decimals between: they may be the same.",
        "One report says 100, another 1,300.", size_disagreement,
    ),
    Rule(
        "self-disagreement", "warning", "one document stating one measure of one thing with two values",
        "Abstract and body, text and table, two languages: each place is a fact, and facts about the same thing are compared.",
        "“1.2 billion” in the text and “1.20 billion” in a table.", "300 people in the abstract, 90 in the table.", self_disagreement, alone=True,
    ),
    Rule(
        "list-disagreement", "warning", "one document listing a dimension, or giving a period, in two ways",
        "Segments, regions, countries, companies and periods are often listed again in tables, answers and contents. Other names "
        "of one topic are the same member; a mere “Rest of …” is near.",
        "“UK” in one list, “The U.K.” in the other.", "Six companies in the text, five in the contents.", list_disagreement, alone=True,
    ),
    Rule(
        "part-exceeds-whole", "warning", "a nested market or a share against its whole",
        "A country’s market is no larger than the world’s in the same year, and no share is more than all.",
        "20 of 100.", "120 of 100.", part_exceeds_whole, alone=True,
    ),
    Rule(
        "share-sum", "warning", "the shares of one list of segments against the whole",
        "Together they make the whole within rounding. Where some segments have no share, what is left is shown as not allocated.",
        "60%, 30% and 10%.", "60%, 30% and 20%; or 42% alone, with 58% not allocated.", share_sum, alone=True,
    ),
    Rule(
        "rank-consistency", "warning", "bounds that stated ranks imply, against stated numbers",
        "Whoever leads has at least the share of those who follow. So one known share bounds others, and what is left for the rest.",
        "A leader with 40% and a follower with 20%.", "“Largest” with 20% beside another with 50%.", rank_consistency,
    ),
    Rule(
        "flow-arithmetic", "warning", "every edge of a study-selection flow",
        "What was identified, less what was excluded, is what went on to the next stage.",
        "100 − 60 − 30 = 10.", "100 − 60 − 30, and 11 articles read.", flow_arithmetic, alone=True,
    ),
    Rule(
        "percent-of-count", "warning", "n/N against its percentage, and percentages that no count makes",
        "A percentage follows from its count within rounding, and must be possible for that many people.",
        "9/46 (19.6%).", "9/46 (20.6%); or 50% of seven people.", percent_of_count, alone=True,
    ),
    Rule(
        "bias-consistency", "warning", "an overall risk of bias against its domains",
        "The overall judgement is no better than the worst domain.", "High in one domain, high overall.", "High in one domain, low overall.",
        bias_consistency, alone=True,
    ),
    Rule(
        "certainty-consistency", "warning", "a certainty against the reasons for it",
        "Evidence from trials begins as high and goes down one step for each serious reason. Steps and reasons must agree, in the "
        "table and where the text explains the same certainty.",
        "Very low, with three serious reasons.", "Very low, with one.", certainty_consistency, alone=True,
    ),
    Rule(
        "claim-disagreement", "warning", "a claim and the evidence that an editor linked to it",
        "Words cannot be subtracted. Where another fact contradicts or qualifies a claim, an editor links the two and says why; "
        "both pages show it.",
        "A claim that evidence supports.", "“An option”, against one of nine who responded.", claim_disagreement,
    ),
    Rule(
        "empty-cell", "note", "what a document announces and does not give", "A table’s cell or a field that was left empty.",
        "A cell with its value.", "“Forecast period”, and nothing behind it.", empty_cell, alone=True,
    ),
    Rule(
        "unsupported-rank", "note", "a rank without a number", "“Largest” and “fastest” can be believed or not: no number shows them.",
        "“Largest, with 42%”.", "“Largest”.", unsupported_rank, alone=True,
    ),
    Rule(
        "search-coverage", "note", "what a review compares or found tested against its search strategies",
        "A strategy finds what it has a term for. What none of them names may still be found by a wider term, so this is a note.",
        "“honey”, where a strategy looks for “honey” or “hon*”.", "“onion”, which no strategy names.", search_coverage,
    ),
    Rule(
        "forecast-elapsed", "note", "a forecast’s end against the build’s date", "The last year of the forecast has passed.",
        "A forecast to a year to come.", "A forecast to a year gone by.", forecast_elapsed, alone=True,
    ),
    Rule(
        "stale-source", "note", "a document’s year against the build’s date", "The document is more than three years old.",
        "Last year’s report.", "A report of ten years ago.", stale_source, alone=True,
    ),
    Rule(
        "source-withdrawn", "note", "whether a publisher withdrew the document", "Its record says so; its numbers carry a warning.",
        "A document that stands.", "A retracted article.", source_withdrawn, alone=True,
    ),
    Rule(
        "value-not-in-quote", "error", "a value against its quotes", "Number, sign, scale and unit must stand in the quote.",
        "`value: USD 5 million` with “was USD 5 million in”.", "`value: USD 6 million` with the same quote.", None,
    ),
    Rule(
        "quote-not-found", "error", "a quote against the document’s fingerprint", "The words must stand in the document, in this order.",
        "Words copied from the document.", "Words remembered.", None,
    ),
    Rule(
        "quote-bounds", "error", "the length of a quote", "Three words at least, so that it proves; fifteen at most, so that it is a quote.",
        "Five words.", "Two words; a paragraph.", None,
    ),
    Rule(
        "quote-budget", "error", "all quotes of a document against its length", "Quotes together hold about a third of a document’s words at most.",
        "A third.", "Half.", None,
    ),
    Rule(
        "placeholder-value", "error", "a value that is none", "Sample pages print “XX”. That is no fact.", "`USD 5 million`", "`USD XX million`", None,
    ),
    Rule(
        "unsourced-number", "error", "numbers in our own prose", "Each is a fact’s, written `{seed/fact}`, or marked `{plain:…}`.",
        "`worth {seed/size}`", "`worth 5 million`", None,
    ),
    Rule(
        "copied-prose", "error", "our own prose against the documents", "Twelve words in a row that stand in a document are a copy.",
        "Our own words.", "The document’s.", None,
    ),
    Rule(
        "unrendered-fact", "error", "facts against pages", "Every fact stands on the page of the topic that it is about, so that topic must exist.",
        "`about:` a topic that has a file.", "`about:` a topic that has none.", None,
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
