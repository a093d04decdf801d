"""What each column of each table means, with its type and unit: the schema of the data.

Comes in: nothing. Goes out: columns. Apart from the rows, so that the schema can be read in one go.
"""

from __future__ import annotations

from sitegen.dataset.model import Column

__all__ = [
    "ESTIMATES",
    "FACTS",
    "FINDINGS",
    "FINDING_FACTS",
    "INPUTS",
    "MEMBERS",
    "QUOTES",
    "SIZES",
    "SOURCES",
    "TOPICS",
]

_C = Column
_UNIT = "the row’s `unit`, in base units"

FACTS = (
    _C("id", "string", "Stable name: `seed/fact` for what a document states, `derived/…` for what we computed"),
    _C("seed", "string", "The document", to="sources.id"),
    _C("about", "string", "The topic that is spoken of", to="topics.id"),
    _C("kind", "string", "quantity, list, claim, event, judgement, term, reference or derived"),
    _C("measure", "string", "What is stated"),
    _C("when", "string", "The time that is spoken of, as printed"),
    _C("where", "string", "The region that it is confined to", to="topics.id"),
    _C("by", "string", "The dimension of a list, the criterion of a rank, the name of an outcome"),
    _C("of", "string", "The topic within which a share or a rank holds", to="topics.id"),
    _C("value", "string", "Exactly as the document prints it; of a derived row, rounded by us"),
    _C("members", "string", "The members of a list, parted by `; `"),
    _C("statement", "string", "A claim in our words"),
    _C("amount", "number", "The value as a number; of n/N the n; of a range its middle", _UNIT),
    _C("low", "number", "The lower end of a range", _UNIT),
    _C("high", "number", "The upper end of a range", _UNIT),
    _C("total", "number", "Of n/N the N", _UNIT),
    _C("unit", "string", "ISO 4217 for money, `%`, or a noun"),
    _C("qualifier", "string", "Words that soften the value, such as nearly"),
    _C("formula", "string", "How a derived value was computed, with the printed inputs"),
    _C("inputs", "string", "The facts that a derived value was computed from, parted by `; `"),
    _C("quote", "string", "The document’s words that prove it; several are parted by `; `"),
    _C("place", "string", "Where the first quote stands: word n of N"),
    _C("verified", "boolean", "Whether the quote was found in the document; empty for derived rows"),
    _C("page", "string", "Where the site shows it, relative to the site’s root"),
    _C("record", "string", "The pieces of a reference or a search strategy, as a JSON object"),
    _C("topics", "string", "Further topics that it touches, parted by `; `"),
    _C("cites", "string", "Facts that are the references it rests on, parted by `; `"),
    _C("empty", "boolean", "Whether the document announces this and leaves it empty"),
    _C("note", "string", "A remark of ours"),
)

ESTIMATES = (
    _C("id", "string", "`market/seed`"),
    _C("market", "string", "The market", to="topics.id"),
    _C("seed", "string", "The document", to="sources.id"),
    _C("source", "string", "The document’s short name"),
    _C("superseded", "boolean", "Whether a newer edition of the document is registered"),
    _C("base_year", "integer", "The year that the forecast starts from", "year"),
    _C("start_year", "integer", "The year of the size that growth starts from", "year"),
    _C("start_value", "string", "That size, as printed"),
    _C("start_amount", "number", "That size as a number", "`unit`"),
    _C("end_year", "integer", "The last year with a stated size", "year"),
    _C("end_value", "string", "That size, as printed"),
    _C("end_amount", "number", "That size as a number", "`unit`"),
    _C("unit", "string", "ISO 4217"),
    _C("growth", "string", "The stated rate, as printed"),
    _C("growth_percent", "number", "The stated rate as a number", "% a year"),
    _C("growth_period", "string", "The years that the rate is stated for"),
    _C("implied_percent", "number", "The rate that the two sizes imply; computed by us", "% a year"),
    _C("start_fact", "string", "The fact of the first size", to="facts.id"),
    _C("end_fact", "string", "The fact of the last size", to="facts.id"),
    _C("growth_fact", "string", "The fact of the rate", to="facts.id"),
    _C("page", "string", "Where the site shows it, relative to the site’s root"),
)

SIZES = (
    _C("market", "string", "The market", to="topics.id"),
    _C("seed", "string", "The document", to="sources.id"),
    _C("year", "integer", "The year of the size", "year"),
    _C("kind", "string", "stated, forecast, restated (the document says it again) or derived (at the stated rate)"),
    _C("value", "string", "As printed; of a derived row, rounded by us"),
    _C("amount", "number", "The size as a number", "`unit`"),
    _C("unit", "string", "ISO 4217"),
    _C("formula", "string", "How a derived size was computed"),
    _C("fact", "string", "The fact, or the derived row of `facts`", to="facts.id"),
)

FINDINGS = (
    _C("id", "string", "Stable as long as the same facts take part"),
    _C("rule", "string", "The rule that was applied"),
    _C("severity", "string", "warning or note"),
    _C("state", "string", "near, fails or not checked"),
    _C("about", "string", "The topic concerned", to="topics.id"),
    _C("message", "string", "What was found"),
    _C("convention", "string", "How the comparison was read, where there are several ways"),
    _C("facts", "string", "The facts that take part, parted by `; `"),
    _C("numbers", "string", "The numbers compared, each with its label, parted by `; `"),
    _C("decision", "string", "What an editor decided, if anything"),
    _C("decided", "string", "The day of the decision"),
    _C("reason", "string", "Why"),
    _C("page", "string", "Where the site shows it, relative to the site’s root"),
)

SOURCES = (
    _C("id", "string", "The name of the document here"),
    _C("label", "string", "Our short name for it"),
    _C("title", "string", "As printed, or `not stated`"),
    _C("publisher", "string", "As printed, or `not stated`"),
    _C("kind", "string", "What sort of document it is"),
    _C("published", "string", "As printed, or `not stated`"),
    _C("licence", "string", "The terms that the document states, or `not stated`; they bind its quotes"),
    _C("language", "string", "The main language, as a language tag"),
    _C("words", "integer", "The length of its text", "words"),
    _C("sha256", "string", "Of its text"),
    _C("supersedes", "string", "The edition that it replaces", to="sources.id"),
    _C("withdrawn", "string", "The day on which its publisher withdrew it"),
    _C("facts", "integer", "How many facts we took from it", "facts"),
    _C("page", "string", "Where the site shows it, relative to the site’s root"),
    _C("data", "string", "Where its facts stand as CSV, relative to the site’s root; beside it the same as JSON"),
)

TOPICS = (
    _C("id", "string", "The name of the topic here"),
    _C("kind", "string", "market, company …: what the site distinguishes"),
    _C("name", "string", "As readers know it"),
    _C("aliases", "string", "Other names that documents use, parted by `; `"),
    _C("parent", "string", "The wider topic", to="topics.id"),
    _C("page", "string", "Where the site shows it, relative to the site’s root"),
)

FINDING_FACTS = (
    _C("finding", "string", "The finding", to="findings.id"),
    _C("fact", "string", "A fact that takes part", to="facts.id"),
)
QUOTES = (
    _C("fact", "string", "The fact", to="facts.id"),
    _C("position", "integer", "From 1, in the order of the fact", "quotes"),
    _C("quote", "string", "The document’s words"),
)
MEMBERS = (
    _C("fact", "string", "The fact", to="facts.id"),
    _C("position", "integer", "From 1, in the document’s order", "members"),
    _C("member", "string", "As printed"),
    _C("topic", "string", "The topic of that name, where there is one", to="topics.id"),
)
INPUTS = (
    _C("derived", "string", "The derived value", to="facts.id"),
    _C("fact", "string", "A fact that it was computed from", to="facts.id"),
)
