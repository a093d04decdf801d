"""The parts that several kinds of page share: a fact with its proof, a section, a mark.

Comes in: facts. Goes out: frozen parts, in the words that readers see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from markupsafe import Markup

from sitegen import formats, markup
from sitegen.charts.sketch import Sketch
from sitegen.facts import Corpus, Fact
from sitegen.graph import Graph
from sitegen.messages import capitalised, joined, made, msg, stripped
from sitegen.values import valueclass
from sitegen.views.frame import Here, Link, plain_name
from sitegen.views.repository import line_of, report_on
from sitegen.views.room import room
from sitegen.views.words import MarkView, SketchView, filed_view, finding_marks, in_our_words

__all__ = [
    "FactView", "Group", "MarkView", "QuoteView", "Section", "Tell", "drawn_sections", "fact_view", "finding_marks", "in_sections", "letters", "sections", "show_fact",
]  # fmt: skip

Explain = Callable[[str], Markup]
NO_MARKS: Mapping[str, str] = {}
_NOTHING = Markup("")


@valueclass(frozen=True, slots=True)
class QuoteView:
    text: str
    language: str


@valueclass(frozen=True, slots=True)
class RelationView:
    """What an editor judged between this fact and another: said on the pages of both."""

    verb: str
    other: str
    fact: str
    href: str
    reason: Markup


@valueclass(frozen=True, slots=True)
class Again:
    """A place where the same document states the same again."""

    fact: str
    href: str
    quotes: tuple[QuoteView, ...]


@valueclass(frozen=True, slots=True)
class FactView:
    """A fact as a reader meets it. Exactly one of value, members, statement, record says something, or `empty`."""

    id: str
    anchor: str
    about: Link
    measure: str
    context: tuple[Link, ...]
    value: str
    members: tuple[Link, ...]
    statement: Markup
    record: tuple[tuple[str, str], ...]
    empty: bool
    language: str
    quotes: tuple[QuoteView, ...]
    source: Link
    proof: str
    position: str
    share: int
    verified: str
    checked: str
    note: str
    topics: tuple[Link, ...]
    marks: tuple[MarkView, ...]
    relations: tuple[RelationView, ...]
    at: str
    first: str
    mark: str
    edit: str
    report: str
    again: tuple[Again, ...] = ()


@valueclass(frozen=True, slots=True)
class Group:
    """Facts of one section about one topic; `about` is None where it is the page's own."""

    about: Link | None
    facts: tuple[FactView, ...]


@valueclass(frozen=True, slots=True)
class Section:
    """Facts under one heading. Dated developments stand in `timeline`, the newest first, and in no group.

    `tall` is how much room browsers keep for it until they lay it out, from 1, each step half as much again as the one before.
    """

    title: str
    anchor: str
    groups: tuple[Group, ...]
    count: int
    tall: int
    timeline: tuple[FactView, ...] = ()
    sketches: tuple[SketchView, ...] = ()


Tell = Callable[[Fact], FactView]
"""How a page tells a fact, with the page's own numbers of its sources."""


def fact_view(
    fact: Fact,
    here: Here,
    explain: Explain = markup.plainly,
    marks: Mapping[str, str] = NO_MARKS,
    page_topic: str = "",
    again: tuple[Again, ...] = (),
) -> FactView:
    """`explain` turns our words into HTML; `marks` are the numbers of the sources on the page."""
    graph, name = here.graph, fact.id
    fact = graph.facts.get(name, fact)  # as this page's language tells it
    document = graph.seeds[fact.seed].print.tokens
    repository = graph.corpus.site.repository or ""
    (first, last), language = _stretch(fact), here.foreign(fact.language)
    return FactView(
        id=name,
        anchor=fact.name,
        about=here.topic(fact.about),
        measure=made(capitalised, fact.measure),
        context=_context(fact, here, page_topic),
        value=fact.value,
        members=tuple([here.named(member) for member in fact.members]),
        statement=explain(fact.statement) if fact.statement else _NOTHING,
        record=fact.record,
        empty=fact.empty,
        language=fact.language,
        quotes=tuple([QuoteView(proof.quote, language) for proof in fact.proofs]),
        source=here.source(fact.seed),
        proof=here.fact(fact),
        position=msg("words {first}–{last} of {all}", first=first, last=last, all=document),
        share=round(100 * fact.start / document),
        verified=_VERIFIED,
        checked=msg("compared by {name}, {day}", name=fact.checked_by, day=formats.day(fact.checked_on))
        if fact.checked_by and fact.checked_on
        else "",
        note=fact.note,
        topics=tuple([here.topic(topic) for topic in fact.topics if topic != fact.about]),
        marks=finding_marks(name, here),
        relations=_relations(fact, here) if name in graph.relations_of else (),
        at=f"{first}–{last}",
        first=str(first),
        mark=marks.get(fact.seed, ""),
        edit=line_of(repository, fact.source),
        report=report_on(repository, f"Fact {name}"),
        again=again,
    )


_VERIFIED = msg("the quote stands in the document")


def _stretch(fact: Fact) -> tuple[int, int]:
    """The first and the last word of its document in which a fact stands, counted from one."""
    first = fact.start + 1
    return first, max(fact.proofs[-1].spans[-1].end, first)


_FURTHER = msg("Further facts")
_VERBS = {
    "supports": (msg("Supports"), msg("Supported by")), "contradicts": (msg("Contradicts"), msg("Contradicted by")),
    "qualifies": (msg("Qualifies"), msg("Qualified by")),
}  # fmt: skip


def _relations(fact: Fact, here: Here) -> tuple[RelationView, ...]:
    found = []
    for relation in here.graph.relations_of.get(fact.id, ()):
        entry = relation.entry
        claims = fact.id == entry.claim
        other = here.graph.facts[entry.evidence if claims else entry.claim]
        text = other.statement or msg(
            "{measure}: {value}", measure=other.measure, value=other.value or joined(", ", other.members)
        )
        reason = markup.inline(stripped(entry.reason), show_fact(here))
        found.append(RelationView(_VERBS[entry.relation][claims], text, other.id, here.fact(other), reason))
    return tuple(found)


def _context(fact: Fact, here: Here, page_topic: str) -> tuple[Link, ...]:
    """What narrows a fact: when, where, by what, within what; but not to the topic that the page is about."""
    found = []
    if fact.when is not None:
        found.append(Link(fact.when.printed, "", "year"))
    if fact.where and fact.where != page_topic:
        found.append(here.topic(fact.where))
    if fact.by:
        found.append(
            Link(msg("by {dimension}", dimension=fact.by) if fact.takes == "list" else fact.by, "", plain_name(fact.by))
        )
    if fact.of and fact.of != page_topic:
        found.append(here.topic(fact.of))
    return tuple(found)


def sections(
    facts: Iterable[Fact],
    here: Here,
    page_topic: str,
    explain: Explain = markup.plainly,
    marks: Mapping[str, str] = NO_MARKS,
) -> tuple[Section, ...]:
    """Facts by the section of their measure, in the site's order, and within it by the topic they are about."""
    return tuple(
        _section(title, found, here, page_topic, explain, marks)
        for title, found in _by_section(facts, here.graph.corpus)
    )


def in_sections(facts: Iterable[Fact], graph: Graph, page_topic: str) -> list[Fact]:
    """Facts in the order in which `sections` shows them: a part of these makes sections that go on where others end."""
    found: list[Fact] = []
    for _, members in _by_section(facts, graph.corpus):
        dated, groups = _parts(members, page_topic)
        found += [*dated, *(fact for group in groups.values() for fact in group)]
    return found


def _by_section(facts: Iterable[Fact], corpus: Corpus) -> list[tuple[str, list[Fact]]]:
    order = {title: index for index, title in enumerate(corpus.site.sections)}
    titles: dict[str, str] = {title: title for title in corpus.site.sections}
    found: dict[str, list[Fact]] = {}
    for fact in facts:
        found.setdefault(corpus.measures[fact.measure].section or _FURTHER, []).append(fact)
    ordered = sorted(found, key=lambda title: (order.get(title, len(order)), title))
    return [(titles.get(title, title), found[title]) for title in ordered]


def _parts(facts: Sequence[Fact], page_topic: str) -> tuple[list[Fact], dict[str, list[Fact]]]:
    """Dated developments, the newest first, and the other facts by topic, the page's own first."""
    dated = sorted(
        (fact for fact in facts if fact.takes == "event" and fact.when is not None), key=_moment, reverse=True
    )
    groups: dict[str, list[Fact]] = {page_topic: []}
    for fact in facts:
        if fact.takes != "event" or fact.when is None:
            groups.setdefault(fact.about, []).append(fact)
    return dated, groups


def _section(
    title: str, facts: list[Fact], here: Here, page_topic: str, explain: Explain, marks: Mapping[str, str]
) -> Section:
    dated, groups = _parts(facts, page_topic)
    timeline = tuple(fact_view(fact, here, explain, marks, page_topic) for fact in dated)
    shown = tuple(
        Group(
            None if topic == page_topic else here.topic(topic),
            tuple(
                fact_view(first, here, explain, marks, page_topic, tuple([_again(one, here) for one in others]))
                for first, *others in _restated(found)
            ),
        )
        for topic, found in groups.items()
        if found
    )
    return with_room(Section(title, _anchor(title), shown, len(facts), 0, timeline))


def drawn_sections(found: tuple[Section, ...], drawn: Sequence[Sketch], here: Here) -> tuple[Section, ...]:
    """Sections with the drawings that belong under their headings."""

    return tuple(
        with_room(
            replace(section, sketches=tuple(filed_view(one, here) for one in drawn if one.section == section.title))
        )
        for section in found
    )


def with_room(section: Section) -> Section:
    """The section with the room that browsers keep for it; see `views.room`."""
    facts = [*section.timeline, *(fact for group in section.groups for fact in group.facts)]
    heads = 1 + len(section.groups) + len(section.timeline)
    return replace(section, tall=room(map(letters, facts), heads, (one.sketch.height for one in section.sketches)))


def letters(fact: FactView) -> tuple[int, int]:
    """How long a fact's row is, and what stands below it."""
    linked = (*fact.members, *fact.context)
    own = (fact.measure, fact.value, fact.statement, *(text for _, text in fact.record), *(one.text for one in linked))
    below = sum(len(one.other) + len(one.reason) for one in fact.relations)
    return sum(map(len, own)) + 3 * len(linked) + 6 * len(fact.again) + 10, below


def _restated(facts: Iterable[Fact]) -> list[list[Fact]]:
    """Facts in their order; those that a document states again in the same way stand behind the first."""
    found: dict[tuple[object, ...], list[Fact]] = {}
    for fact in facts:
        when = (fact.when.first, fact.when.last, fact.when.month) if fact.when else None
        key: tuple[object, ...] = (fact.seed, fact.about, fact.measure, fact.by, fact.of, fact.where, when, fact.note)
        if fact.quantity is not None:
            q = fact.quantity
            key = (*key, q.low, q.high, q.step, q.total, q.unit, q.qualifier)
        elif fact.members:
            key = (*key, *(member.casefold() for member in fact.members))
        else:
            key = (fact.id,)
        found.setdefault(key, []).append(fact)
    return list(found.values())


def _again(fact: Fact, here: Here) -> Again:
    language = here.foreign(fact.language)
    return Again(fact.id, here.fact(fact), tuple(QuoteView(proof.quote, language) for proof in fact.proofs))


def _moment(fact: Fact) -> tuple[int, int, int]:
    return (fact.when.first, fact.when.month, fact.when.day) if fact.when is not None else (0, 0, 0)


# What pages call parts of their own; a site's section of that name gets a longer one.
_TAKEN = frozenset({"main", "find", "proof", "show-quotes", "estimates", "elsewhere", "sources"})


def _anchor(title: str) -> str:
    anchor = "-".join("".join(char if char.isalnum() else " " for char in title.lower()).split())
    return f"{anchor}-section" if anchor in _TAKEN else anchor


def show_fact(here: Here) -> markup.ShowFact:
    """How prose shows a fact: its value, linked to its proof; marked where a finding disputes it."""

    def show(fact_id: str) -> Markup:
        fact = here.graph.facts[fact_id]
        text = fact.value or joined(", ", fact.members) or fact.statement
        disputed = here.disputed(fact_id)
        why = here.say(msg("{disputed}: see the finding", disputed=disputed))
        kind = Markup('value disputed" title="{}').format(why) if disputed else "value"
        link = Markup('<a class="{}" data-fact="{}" href="{}">{}</a>')
        said = link.format(kind, fact.id, here.fact(fact), markup.spoken(here.say(text)))
        means = in_our_words(fact, here)
        return (
            said + Markup(' <span data-plain="in the words of this language">({})</span>').format(means)
            if means
            else said
        )

    return show
