"""What the site already knows: its topics by name, and its measures by role.

Comes in: a corpus, or nothing where there is no site. Goes out: ids and measures for a draft. Apart, because extraction
itself knows no site.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from sitegen.extract.places import place_name
from sitegen.facts import Corpus, Topic

__all__ = ["Context", "context_of", "slug", "usual_kind"]

_DEFAULTS = {
    "market size": "money", "CAGR": "percent", "market share": "percent", "rank": "term", "base year": "year", "forecast period": "period",
    "historical period": "period", "reporting period": "period", "increment": "money", "segments": "list", "regions": "list", "countries": "list", "companies": "list",
    "development date": "date", "databases": "list", "search date": "date", "registration": "reference", "participants": "count", "journal": "term",
    "records identified": "count", "duplicates removed": "count", "records screened": "count", "records excluded": "count", "full texts assessed": "count",
    "studies included": "count", "records from other sources": "count", "reports sought": "count", "reports not retrieved": "count", "full texts excluded": "count",
    "outcome": "fraction", "outcome rate": "percent", "sample size": "count", "response rate": "percent", "title": "term", "reference": "reference", "number of studies": "count", "arm size": "count",
    "authors": "list", "response": "fraction", "response count": "count", "report attribute": "term", "currency and unit": "term", "eligibility": "claim",
    "risk of bias": "judgement", "certainty": "judgement", "risk-of-bias rating": "judgement", "inconsistency rating": "judgement", "indirectness rating": "judgement",
    "imprecision rating": "judgement", "other considerations rating": "judgement",
}  # fmt: skip
_ROLES = {
    "market size": "size", "CAGR": "growth", "market share": "share", "rank": "rank", "base year": "base-year", "forecast period": "forecast-period",
    "historical period": "historical-period",
}  # fmt: skip
_NOISE = re.compile(r"\b(?:global|world|worldwide|the|market|markets|industry|sector|segment)\b")


@dataclass(frozen=True, slots=True)
class Context:
    """`topics` by plain name, `measures` by our name of them: (the site's name, what it takes).

    `declared` are all measures of the site; None without a site.
    """

    topics: Mapping[str, tuple[Topic, ...]] = field(default_factory=dict)
    measures: Mapping[str, tuple[str, str]] = field(
        default_factory=lambda: {name: (name, takes) for name, takes in _DEFAULTS.items()}
    )
    all_topics: tuple[Topic, ...] = ()
    market_kinds: tuple[str, ...] = ()
    declared: frozenset[str] | None = None

    def market(self, name: str) -> str:
        """The id of the market of that name: a topic of a kind whose pages show estimates."""
        return self.topic(name, self.market_kinds) if self.market_kinds else slug(name)

    def topic(self, name: str, kinds: tuple[str, ...] = (), parent: str = "") -> str:
        """The id of the topic of that name, or a new id made of the name."""
        found = [topic for topic in self.topics.get(_plain(name), ()) if not kinds or topic.kind in kinds]
        found.sort(key=lambda topic: (topic.file.parent != parent, topic.id))
        return found[0].id if found else slug(name)

    def first_named(self, text: str, but: str) -> str:
        """The topic that a text names first, regions aside; nothing where it names none."""
        found = []
        for topic in self.all_topics:
            if topic.id == but or topic.kind == "region":
                continue
            places = [
                match.start()
                for name in topic.names
                if len(name) > 3 and (match := re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE))
            ]
            found += [(min(places), topic.id)] if places else []
        return min(found)[1] if found else ""

    def known(self, topic: str) -> bool:
        return any(item.id == topic for item in self.all_topics)

    def nested(self, market: str, region: str) -> str:
        """The market of a region inside a wider market, where the site has such a topic."""
        return next(
            (topic.id for topic in self.all_topics if topic.file.parent == market and topic.file.where == region), ""
        )


def usual_kind(measure: str) -> str:
    """The kind of value that a measure of ours takes."""
    return _DEFAULTS.get(measure, "claim")


def context_of(corpus: Corpus | None) -> Context:
    """The site's topics and measures; without a site, plain names."""
    if corpus is None:
        return Context()
    topics: dict[str, list[Topic]] = {}
    for topic in corpus.topics:
        for name in topic.names:
            topics.setdefault(_plain(name), []).append(topic)
    measures = {}
    for ours, role in [(name, _ROLES.get(name, "")) for name in _DEFAULTS]:
        named = [
            name
            for name, entry in corpus.measures.items()
            if (role and entry.role == role) or (not role and name == ours)
        ]
        named.sort(key=lambda name: (name != ours, name))
        if named:
            measures[ours] = (named[0], corpus.measures[named[0]].takes)
    return Context(
        {name: tuple(found) for name, found in topics.items()},
        measures,
        corpus.topics,
        tuple(name for name, kind in corpus.kinds.items() if "estimates" in kind.parts),
        frozenset(corpus.measures),
    )


def _plain(name: str) -> str:
    bare = place_name(name)
    bare = re.sub(r"\([^)]*\)", " ", bare)
    bare = _NOISE.sub(" ", re.sub(r"[^\w]+", " ", bare))
    return " ".join(
        word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word for word in bare.split()
    )


def slug(name: str) -> str:
    """An id made of a name: `Asia-Pacific & Oceania` → `asia-pacific-and-oceania`."""
    plain = unicodedata.normalize("NFKD", name.replace("&", " and ")).encode("ascii", "ignore").decode()
    parts = re.findall(r"[a-z0-9]+", plain.lower())
    bare = "-".join(parts)[:70].strip("-")
    return bare if bare[:1].isalpha() else f"x-{bare}".rstrip("-")
