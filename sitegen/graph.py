"""Stage 3: Corpus → Graph: references resolved, backlinks, one canonical order.

Comes in: the corpus. Goes out: the graph, and a problem for every reference that leads nowhere. Apart, because after
this stage nothing needs to be looked for again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import chain
from typing import Any, TypeVar

from sitegen.corrections import change_references
from sitegen.facts import Corpus, Fact, Relation, Seed, Topic
from sitegen.memory import Memory, Same
from sitegen.problems import Place, Problem, did_you_mean, sort_problems

__all__ = ["Graph", "build_graph", "grouped", "is_closed"]

K = TypeVar("K")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Graph:
    """Everything by id, in canonical order: seeds and topics by id, facts by seed and place in the document.

    The facts of a seed are the same object as long as a memory finds that they say the same and that topics are called the
    same: whatever is made of these alone may be remembered by it.

    `relations_of` are the links that editors made to a fact, `told_by` the seeds whose subject a topic is, `abbreviations` what
    is explained where it occurs: the glossary's word stands before a topic's. `count_in` is how many facts a seed tells,
    `count_on` how many are about a topic or touch it.
    """

    corpus: Corpus
    seeds: Mapping[str, Seed]
    topics: Mapping[str, Topic]
    facts: Mapping[str, Fact]
    facts_about: Mapping[str, tuple[Fact, ...]]
    facts_touching: Mapping[str, tuple[Fact, ...]]
    facts_by_seed: Mapping[str, tuple[Fact, ...]]
    relations_of: Mapping[str, tuple[Relation, ...]]
    told_by: Mapping[str, tuple[str, ...]]
    children: Mapping[str, tuple[Topic, ...]]
    kinds: Mapping[str, tuple[Topic, ...]]
    named: Mapping[str, str]
    abbreviations: Mapping[str, str]
    count_in: Mapping[str, int]
    count_on: Mapping[str, int]

    def facts_of(self, seed: str) -> tuple[Fact, ...]:
        return self.facts_by_seed.get(seed, ())

    def topic_of(self, name: str) -> Topic | None:
        """The topic that a document calls by this name, by its name or an alias."""
        found = self.named.get(_key(name))
        return self.topics[found] if found else None

    def alone(self, seed: str) -> Graph:
        """The graph as if this seed were the only one that tells anything."""
        facts = self.facts_of(seed)
        told = _Told.of(facts, self.named)
        return replace(self, seeds={seed: self.seeds[seed]}, **_indexes({seed: told} if facts else {}))

    def touched(self, fact: Fact) -> list[str]:
        """The topics that a fact names besides the one it is about, each once."""
        return _touched(fact, self.named)

    def of_kind(self, kind: str) -> tuple[Topic, ...]:
        return self.kinds.get(kind, ())


def build_graph(
    corpus: Corpus, broken: Iterable[str] = (), memory: Memory | None = None
) -> tuple[Graph, tuple[Problem, ...]]:
    """The graph and the references that lead nowhere. Those that lead to a `broken` file are not reported again."""
    problems: list[Problem] = []
    topics = {topic.id: topic for topic in sorted(corpus.topics, key=lambda topic: topic.id)}
    known = set(topics) | {path.rsplit("/", 1)[-1].removesuffix(".yaml") for path in broken}
    named = _names(topics.values(), problems)
    seeds = {seed.id: seed for seed in sorted(corpus.seeds, key=lambda seed: seed.id)}
    children = _children(topics, known, problems)
    graph = Graph(
        corpus=corpus,
        seeds=seeds,
        topics=topics,
        **_indexes(_told(corpus, topics, named, memory or Memory())),
        relations_of=grouped((end, one) for one in corpus.relations for end in dict.fromkeys(_ends(one))),
        told_by=grouped((seed.record.subject, seed.id) for seed in seeds.values() if seed.record.subject),
        children=children,
        kinds=grouped((topic.kind, topic) for topic in topics.values()),
        named=named,
        abbreviations=_abbreviations(corpus, topics),
    )
    problems += _seed_references(graph)
    problems += change_references(corpus)
    problems += _prose_references(graph, broken)
    return graph, sort_problems(problems)


@dataclass(frozen=True, slots=True)
class _Told:
    """What one seed tells: its facts in order, by id too, and those about and touching each topic."""

    facts: tuple[Fact, ...]
    by_id: Mapping[str, Fact]
    about: Mapping[str, tuple[Fact, ...]]
    touching: Mapping[str, tuple[Fact, ...]]

    @classmethod
    def of(cls, facts: tuple[Fact, ...], named: Mapping[str, str]) -> _Told:
        touched = ((topic, fact) for fact in facts for topic in _touched(fact, named))
        return cls(facts, _by_id(facts), grouped((fact.about, fact) for fact in facts), grouped(touched))


def _told(corpus: Corpus, topics: Mapping[str, Topic], named: Mapping[str, str], memory: Memory) -> Mapping[str, _Told]:
    """What each seed tells, by seed; what one tells depends on its facts and on what topics are called, and on nothing else."""
    called = tuple(
        (topic.id, topic.kind, topic.names, topic.file.parent, topic.file.where) for topic in topics.values()
    )
    names = Same(memory.get(("called", called), object))

    def told(facts: tuple[Fact, ...]) -> _Told:
        # A fact about a topic whose file is broken waits for it, as a broken fact does: nothing in a graph leads nowhere.
        whole = (fact for fact in facts if topics.keys() >= set(_named_by(fact)))
        return _Told.of(tuple(sorted(whole, key=lambda fact: (fact.start, fact.name))), named)

    found = {
        seed: memory.get(("told", Same(facts), names), partial(told, facts))
        for seed, facts in sorted(corpus.told.items())
    }
    return {seed: one for seed, one in found.items() if one.facts}


def _by_id(facts: Iterable[Fact]) -> dict[str, Fact]:
    return {fact.id: fact for fact in facts}


def _indexes(told: Mapping[str, _Told]) -> dict[str, Any]:
    """The indexes of a graph over the facts of all seeds, in the order of seeds."""
    about, touching = (_joined(one.about for one in told.values()), _joined(one.touching for one in told.values()))
    facts: dict[str, Fact] = {}
    for one in told.values():
        facts.update(one.by_id)
    return {
        "facts": facts,
        "facts_about": about,
        "facts_touching": touching,
        "facts_by_seed": {seed: one.facts for seed, one in told.items()},
        "count_in": {seed: len(one.facts) for seed, one in told.items()},
        "count_on": {one: len(about.get(one, ())) + len(touching.get(one, ())) for one in {**about, **touching}},
    }


def _joined(indexes: Iterable[Mapping[K, tuple[T, ...]]]) -> dict[K, tuple[T, ...]]:
    """Several indexes as one."""
    found: dict[K, list[tuple[T, ...]]] = {}
    for index in indexes:
        for key, values in index.items():
            found.setdefault(key, []).append(values)
    return {
        key: several[0] if len(several) == 1 else tuple(chain.from_iterable(several)) for key, several in found.items()
    }


def _named_by(fact: Fact) -> Iterator[str]:
    """The topics that a fact names by their ids."""
    return (topic for topic in (fact.about, fact.where, fact.of, *fact.topics) if topic)


def _ends(relation: Relation) -> tuple[str, str]:
    return relation.entry.claim, relation.entry.evidence


def grouped(pairs: Iterable[tuple[K, T]]) -> dict[K, tuple[T, ...]]:
    """The values of each key, in their order."""
    found: dict[K, list[T]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: tuple(several) for key, several in found.items()}


@lru_cache(maxsize=8192)
def _key(name: str) -> str:
    return " ".join(name.replace(".", "").replace("’", "'").split()).casefold()


def _names(topics: Iterable[Topic], problems: list[Problem]) -> dict[str, str]:
    named: dict[str, str] = {}
    for topic in topics:
        for name in dict.fromkeys(_key(name) for name in topic.names):
            if name in named:
                problems.append(
                    Problem(
                        "duplicate-name",
                        topic.source,
                        f"`{name}` is also a name of `{named[name]}`",
                        "a name leads to one topic; say it more fully in one of them",
                    )
                )
            else:
                named[name] = topic.id
    return named


def _touched(fact: Fact, named: Mapping[str, str]) -> list[str]:
    """The topics that a fact names besides the one it is about, each once."""
    if not (fact.members or fact.topics or fact.where or fact.of) and fact.takes != "term":
        return []  # as most facts do
    names = (*fact.members, fact.value) if fact.takes == "term" else fact.members
    found = dict.fromkeys((*fact.topics, *[named.get(_key(name)) for name in names], fact.where, fact.of))
    return [topic for topic in found if topic and topic != fact.about]


def _abbreviations(corpus: Corpus, topics: Mapping[str, Topic]) -> dict[str, str]:
    own = ((topic.file.abbreviation, topic.name) for topic in topics.values() if topic.file.abbreviation)
    found = {short: name for short, name in own if short != name}
    return found | {entry.term: entry.expansion for entry in corpus.glossary if entry.expansion}


def _children(topics: Mapping[str, Topic], known: set[str], problems: list[Problem]) -> dict[str, tuple[Topic, ...]]:
    children: dict[str, list[Topic]] = {}
    for topic in topics.values():
        for key, name in (("parent", topic.file.parent), ("where", topic.file.where)):
            if name and name not in known:
                problems.append(
                    Problem(
                        "unknown-reference",
                        topic.source,
                        f"`{key}: {name}`: there is no such topic",
                        did_you_mean(name, topics),
                    )
                )
        if topic.file.parent and topic.file.parent in topics:
            children.setdefault(topic.file.parent, []).append(topic)
        if _in_a_circle(topic, topics):
            problems.append(
                Problem("circular-parent", topic.source, "a topic is its own ancestor", "remove one `parent`")
            )
    return {topic: tuple(found) for topic, found in children.items()}


def _in_a_circle(topic: Topic, topics: Mapping[str, Topic]) -> bool:
    seen, current = {topic.id}, topics.get(topic.file.parent or "")
    while current is not None:
        if current.id in seen:
            return current.id == topic.id
        seen.add(current.id)
        current = topics.get(current.file.parent or "")
    return False


def is_closed(graph: Graph) -> bool:
    """Whether everything that is referred to is there, so that pages can be drawn, whatever else is wrong."""
    facts = {fact for one in graph.topics.values() for fact, _ in one.references}
    facts |= {fact for page in graph.corpus.pages for fact, _ in page.references}
    facts |= {fact for decision in graph.corpus.decisions for fact, _ in decision.references}
    facts |= {fact for relation in graph.corpus.relations for fact, _ in relation.references}
    facts |= {fact for one in graph.corpus.decisions for fact in one.file.facts}
    facts |= {end for one in graph.corpus.relations for end in _ends(one)}
    topics = {name for one in graph.topics.values() for name in (one.file.parent, one.file.where) if name}
    topics |= {seed.record.subject for seed in graph.seeds.values() if seed.record.subject}
    return facts <= graph.facts.keys() and topics <= graph.topics.keys()


def _prose_references(graph: Graph, broken: Iterable[str]) -> list[Problem]:
    """References of prose to facts that are not there; those of a file with problems of its own are left out."""
    unread = {path.rsplit("/", 1)[-1].removesuffix(".yaml") for path in broken}
    found = [reference for topic in graph.topics.values() for reference in topic.references]
    found += [reference for page in graph.corpus.pages for reference in page.references]
    found += [reference for decision in graph.corpus.decisions for reference in decision.references]
    found += [reference for relation in graph.corpus.relations for reference in relation.references]
    found += [(fact, decision.source) for decision in graph.corpus.decisions for fact in decision.file.facts]
    found += [(fact, r.source) for r in graph.corpus.relations for fact in (r.entry.claim, r.entry.evidence)]
    return [
        Problem("unknown-reference", place, f"there is no fact `{fact}`", did_you_mean(fact, graph.facts))
        for fact, place in found
        if fact not in graph.facts and fact not in graph.corpus.declared and fact.split("/")[0] not in unread
    ]


def _seed_references(graph: Graph) -> list[Problem]:
    found = []
    for seed in graph.seeds.values():
        older = seed.record.supersedes
        if older and older not in graph.seeds:
            place = Place(f"seeds/{seed.id}.yaml")
            found.append(
                Problem(
                    "unknown-reference",
                    place,
                    f"`supersedes: {older}`: there is no such seed",
                    did_you_mean(older, graph.seeds),
                )
            )
    return found
