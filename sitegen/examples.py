"""A good and a bad example of every key of every kind of file, for editors and for the reference on the site.

Comes in: nothing. Goes out: `EXAMPLES`, by the name of a shape and of its key. Apart from `shapes`, so that the shapes
stay readable; a test holds the two against each other, every good example against the shape, and every bad one that
a shape can see.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["EXAMPLES", "Example"]


@dataclass(frozen=True, slots=True)
class Example:
    """Values as YAML holds them. `seen` says who refuses the bad one: its `shape`, or `check` by reading more."""

    good: Any
    bad: Any
    why: str
    seen: str = "shape"


_E = Example
_DRAFT = _E("draft", "final", "remove the line to accept the facts")

EXAMPLES: Mapping[str, Mapping[str, Example]] = {
    "FactEntry": {
        "id": _E("size-2024", "Size 2024", "lower-case letters, digits and single hyphens"),
        "about": _E("heat-pumps", "Heat pumps", "the id of a topic, not its name"),
        "measure": _E("market size", "size of the market", "site.yaml declares no such measure", "check"),
        "value": _E("USD 257.5 million", "257500000", "exactly as printed: unit, scale and trailing zeros", "check"),
        "members": _E(["Air", "Ground"], "Air, Ground", "one `- text` a line"),
        "statement": _E("Sales are said to slow.", "Sales fall by 12%.", "a number that no quote has", "check"),
        "record": _E({"authors": "Sharma S", "year": "2021"}, "Sharma S, 2021", "keys with the pieces as printed"),
        "empty": _E("true", "yes", "only `true`"),
        "quote": _E(
            "worth USD 257.5 million in 2024", "257.5 million", "three words or more, fifteen at most", "check"
        ),
        "place": _E("2", "second", "the number of the place, from 1", "check"),
        "when": _E(
            "2024-2030", "the next six years", "a time in the quotes, or the id of the fact that defines it", "check"
        ),
        "where": _E("united-states", "United States", "the id of a region"),
        "by": _E("end user", ["end user"], "one text"),
        "of": _E("heat-pumps", "Heat pumps", "the id of a topic"),
        "topics": _E(["heating"], "heating", "a list, even of one"),
        "cites": _E(["reference-01"], "reference-01", "a list, even of one"),
        "language": _E("fr", "French", "a language tag"),
        "note": _E("The table gives no unit.", " ", "write something or remove the key"),
        "checked_by": _E("A. Editor", " A. Editor", "no blanks around it"),
        "checked_on": _E("2026-11-22", "22 November 2026", "year, month, day"),
        "status": _DRAFT,
    },
    "FactsFile": {
        "status": _DRAFT,
        "facts": _E([], "none", "a list of facts, in the document's order"),
    },
    "SeedRecord": {
        "label": _E("Report A", " ", "our short name for the document"),
        "title": _E("Heat pumps, an outlook", ["Heat pumps", "an outlook"], "one text"),
        "publisher": _E("not stated", " ", "`not stated` where the document does not say"),
        "kind": _E("market report", ["market", "report"], "one text"),
        "published": _E("January 2024", " ", "as printed, or `not stated`"),
        "licence": _E("CC BY 4.0", " ", "as printed, or `not stated`"),
        "language": _E("en", "English", "a language tag"),
        "number_format": _E("comma", ",", "`point` or `comma`"),
        "words": _E("3952", "about 4000", "`sitegen seed add` counts them"),
        "sha256": _E("0f" * 32, "0f0f", "64 hexadecimal digits; `sitegen seed add` writes them"),
        "subject": _E("heat-pumps", "Heat pumps", "the id of a topic"),
        "supersedes": _E("report-a", "Report A", "the id of a seed"),
        "origin": _E("Example Research", " ", "write something or remove the key"),
        "withdrawn": _E("2026-11-22", "November 2026", "year, month, day"),
        "note": _E("Only the preface is public.", " ", "write something or remove the key"),
    },
    "TopicFile": {
        "name": _E("Ground-source heat pumps", " ", "as readers know it"),
        "aliases": _E(["Geothermal heat pumps"], "Geothermal heat pumps", "a list, even of one"),
        "parent": _E("heat-pumps", "Heat pumps", "the id of a topic"),
        "where": _E("united-states", "United States", "the id of a region"),
        "abbreviation": _E("GSHP", ["GSHP"], "one text; further names are aliases"),
        "summary": _E("It held {report-a/share} of sales.", " ", "prose; numbers as `{seed/fact}`"),
    },
    "KindEntry": {
        "label": _E("Market", " ", "what one of them is called"),
        "plural": _E("Markets", " ", "what several are called"),
        "address": _E("markets", "/markets/", "one folder, without slashes"),
        "parts": _E(["estimates"], ["tables"], "only parts that sitegen knows"),
        "summary": _E("Markets as documents size them.", " ", "write something or remove the key"),
    },
    "MeasureEntry": {
        "takes": _E("money", "currency", "one of the kinds of value"),
        "role": _E("size", "total", "one of the roles"),
        "section": _E("Size and growth", " ", "a heading of a topic's page"),
        "labels": _E({"es": "tamaño del mercado"}, "tamaño del mercado", "by language"),
    },
    "NavigationEntry": {
        "label": _E("Sources", " ", "the text of the link"),
        "to": _E("sources/", " sources/", "a path below the site's root"),
    },
    "SiteFile": {
        "format": _E("1", "2", "this version reads format 1"),
        "title": _E("Heat pumps in Northland", " ", "the name of the site"),
        "description": _E("What reports say about heat pumps.", " ", "one sentence"),
        "language": _E("en", "English", "a language tag"),
        "languages": _E(["en", "es"], "en, es", "a list, the main one first"),
        "notice": _E("This is no investment advice.", " ", "one sentence"),
        "base_url": _E("https://example.org/pumps/", "example.org/pumps", "with https://"),
        "repository": _E("https://example.org/team/pumps", "team/pumps", "with https://"),
        "contact": _E("Write to editors@example.org", " ", "one line"),
        "licence": _E("CC-BY-4.0", " ", "one line; best an identifier of SPDX"),
        "extensions": _E([], "my-rules", "a list, even of one"),
        "navigation": _E([{"label": "Sources", "to": "sources/"}], ["sources/"], "a label and a path each"),
        "kinds": _E({"market": {"label": "Market", "plural": "Markets", "address": "markets"}}, ["market"], "by id"),
        "sections": _E(["Size"], "Size", "a list, even of one"),
        "apart": _E(["The report"], "The report", "a list, even of one"),
        "dimensions": _E({"sales channel": {"es": "canal de venta"}}, {"sales channel": "canal"}, "by language"),
        "measures": _E({"market size": {"takes": "money"}}, {"market size": "money"}, "with the key `takes`"),
    },
    "PageFront": {
        "title": _E("Methodology", " ", "the heading of the page"),
        "description": _E("How documents become facts.", " ", "one sentence"),
    },
    "GlossaryEntry": {
        "term": _E("CAGR", " ", "as documents print it"),
        "expansion": _E("compound annual growth rate", ["compound annual growth rate"], "one text"),
        "meaning": _E("Growth a year that leads from the first value to the last.", " ", "in our own words"),
    },
    "MovedEntry": {
        "was": _E("companies/old-name", "/companies/old-name/", "no slash at its ends"),
        "to": _E("companies/new-name", "New name", "the address of a page"),
    },
    "MovedFile": {"moved": _E([], "none", "a list of entries with `was` and `to`")},
    "GlossaryFile": {"terms": _E([{"term": "CAGR"}], {"CAGR": "growth"}, "a list of entries with `term`")},
    "DecisionFile": {
        "rule": _E("size-disagreement", "sizes differ", "the name of a rule: `sitegen explain`", "check"),
        "facts": _E(["report-a/size-2024"], "report-a/size-2024", "a list, even of one"),
        "decided": _E("2026-11-22", "today", "year, month, day"),
        "by": _E("A. Editor", " ", "who decided"),
        "decision": _E("show both, average neither", " ", "a few words"),
        "reason": _E("They count different products.", " ", "one sentence at least"),
    },
    "RelationEntry": {
        "claim": _E("report-a/claim", "the claim", "as `seed/fact`", "check"),
        "relation": _E("contradicts", "refutes", "one of the three relations"),
        "evidence": _E("review/outcome", "the review", "as `seed/fact`", "check"),
        "reason": _E("The trial found no difference.", " ", "one sentence at least"),
        "decided": _E("2026-11-22", "today", "year, month, day"),
        "by": _E("A. Editor", " ", "who judged"),
    },
    "RelationsFile": {"relations": _E([], "none", "a list of relations")},
    "ChangeFile": {
        "facts": _E(["report-a/size-2024"], ["size-2024"], "with the seed before it"),
        "reason": _E("A digit was misread.", " ", "one sentence at least"),
        "kind": _E("correction", "typo", "one of the three kinds"),
        "source": _E("a reader's letter", " ", "write something or remove the key"),
    },
}
