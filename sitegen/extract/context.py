"""What the site already knows: its topics by name, and its measures by role.

Comes in: a corpus, or nothing where there is no site. Goes out: ids and measures for a draft. Apart, because extraction
itself knows no site.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from sitegen.extract.measures import MEASURES
from sitegen.extract.places import place_name
from sitegen.facts import Corpus, Topic

__all__ = ["Context", "context_of", "slug"]

_OF_MARKETS = frozenset(
    {"market size", "CAGR", "market share", "rank", "base year", "forecast period", "historical period"}
)
"""Measures that a site may name as it likes: their roles tell them, one each."""
_LONG = 70
_NOISE = re.compile(r"\b(?:global|world|worldwide|the|market|markets|industry|sector|segment)\b")


@dataclass(frozen=True, slots=True)
class Context:
    """`topics` by plain name, `measures` by our name of them: (the site's name, what it takes).

    `declared` are all measures of the site; None without a site.
    """

    topics: Mapping[str, tuple[Topic, ...]] = field(default_factory=dict)
    measures: Mapping[str, tuple[str, str]] = field(
        default_factory=lambda: {name: (name, takes) for name, (takes, _) in MEASURES.items()}
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


def context_of(corpus: Corpus | None) -> Context:
    """The site's topics and measures; without a site, plain names."""
    if corpus is None:
        return Context()
    topics: dict[str, list[Topic]] = {}
    for topic in corpus.topics:
        for name in topic.names:
            topics.setdefault(_plain(name), []).append(topic)
    measures = {}
    for ours, (_, role) in MEASURES.items():
        told = ours in _OF_MARKETS or role == "flow-other-identified"
        named = [name for name, entry in corpus.measures.items() if name == ours or (told and entry.role == role)]
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
    bare = "-".join(parts)
    bare = bare if len(bare) <= _LONG else bare[: _LONG + 1].rpartition("-")[0] or bare[:_LONG]
    return bare if bare[:1].isalpha() else f"x-{bare}".rstrip("-")
