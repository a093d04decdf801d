"""Draft facts: what was found, with quotes, ids, topics and measures, each proved as `sitegen check` will prove it.

Comes in: an `Extraction` and the site's context. Goes out: `Entry`s and the reasons for what was left out. Apart,
because here, and not in a recogniser, it is decided what may stand in a facts file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from sitegen import entailment, proofs
from sitegen.budget import QUOTE_BUDGET
from sitegen.extract.context import Context, slug
from sitegen.extract.fractions import plain
from sitegen.extract.model import Found, Subject
from sitegen.extract.pipeline import Extraction
from sitegen.extract.quotes import Quote, Quoter
from sitegen.extract.reconcile import reconciled
from sitegen.extract.rivals import Told, waiting
from sitegen.facts import Proof
from sitegen.problems import Place, Problem
from sitegen.tokens import words

__all__ = ["CLAIMS", "Draft", "Entry", "draft"]

CLAIMS = frozenset(
    {"driver", "restraint", "opportunity", "trend", "question", "development", "primary outcome", "eligibility"}
)
"""Measures that need a statement in an editor's own words."""

QUESTIONS = {
    "growth": "How fast is the {market} market expected to grow?",
    "drivers": "What makes the {market} market grow?",
    "challenges": "What holds the {market} market back?",
    "opportunities": "What opportunities does the {market} market offer?",
    "trends": "What is changing in the {market} market?",
    "region": "Which place stands out in the {market} market?",
    "segment": "Which part of the {market} market stands out?",
    "companies": "Which companies matter in the {market} market?",
    "size": "How large is the {market} market?",
}
"""What a question asks, in our own words: such a question is a fact as it stands."""

RESTATED = 6
"""Facts kept of one value that the document states again and again."""

NO_ROOM = f"room: all quotes together may hold {QUOTE_BUDGET:.0%} of the document"

MOST = 600
"""Facts in one draft, at most."""

_NOWHERE = Place("draft")


@dataclass(frozen=True, slots=True)
class Entry:
    """One draft fact. A claim has no `value` and no `members`: a person writes its statement. `needs` is what else only a person
    can add before it may stand: the arm of a count, the outcome.
    """

    id: str
    about: str
    measure: str
    quotes: tuple[Quote, ...]
    value: str = ""
    statement: str = ""
    members: tuple[str, ...] = ()
    record: tuple[tuple[str, str], ...] = ()
    when: str = ""
    where: str = ""
    by: str = ""
    of: str = ""
    confidence: float = 0.0
    doubts: tuple[str, ...] = ()
    recogniser: str = ""
    claim: bool = False
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """`unknown` are the topics that the site does not have yet; `left_out` says what was seen and not taken, and why;
    `undeclared` are the measures that the site does not declare, each with how many facts it would have had.
    """

    entries: tuple[Entry, ...]
    left_out: tuple[str, ...]
    unknown: tuple[str, ...]
    undeclared: tuple[tuple[str, int], ...] = ()

    @property
    def something(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.entries or self.left_out or self.undeclared)


def draft(extraction: Extraction, context: Context, subject: str = "") -> Draft:
    """The draft of one document. `subject` is the topic that its seed's record names, if any."""
    frame = extraction.document.frame
    if frame.kind == "none":
        return Draft((), (), ())
    own = subject or (context.market(frame.market) if frame.kind == "market" else slug(_title(extraction)))
    desk = _Desk(extraction, context, Quoter(extraction.document.normal.original), own or "document")
    entries: list[Entry] = []
    left_out = [_placeholder(extraction, span) for span in extraction.refused]
    names: dict[str, int] = {}
    seen: set[tuple[object, ...]] = set()
    by_span: dict[tuple[int, int], str] = {}
    defined: dict[int, tuple[int, int]] = {}
    again: dict[tuple[object, ...], int] = {}
    items: list[Found] = []
    for item in reconciled(extraction.found) if frame.kind == "review" else extraction.found:
        if len(entries) >= MOST:
            break
        same = _same(extraction, item)
        again[same] = again.get(same, 0) + 1
        if again[same] > RESTATED:
            continue
        made = desk.entry(item)
        if isinstance(made, str):
            left_out += [made] if made else []
            continue
        key = (
            made.about,
            made.measure,
            made.by,
            made.of,
            made.when,
            made.value,
            made.statement,
            made.members,
            tuple(quote.text for quote in made.quotes),
        )
        if key in seen:
            continue
        seen.add(key)
        names[made.id] = names.get(made.id, 0) + 1
        made = replace(made, id=made.id if names[made.id] == 1 else f"{made.id}-{names[made.id]}")
        by_span.setdefault(item.spans[0], made.id)
        entries.append(made)
        items.append(item)
        if item.defined_by is not None:
            defined[len(entries) - 1] = item.defined_by
    for index, span in defined.items():
        entries[index] = replace(entries[index], when=by_span.get(span, ""))
    entries = _settled(entries, items) if frame.kind == "market" else entries
    entries = _within_budget(entries, len(desk.quoter.tokens), desk.data)
    if len(entries) >= MOST:
        left_out.append(f"all that follows the first {MOST} facts")
    mentioned = dict.fromkeys(
        topic
        for entry in entries
        if not entry.claim and not entry.needs
        for topic in (entry.about, entry.of, entry.where)
        if topic
    )
    unknown = tuple(topic for topic in mentioned if not context.known(topic))
    return Draft(tuple(entries), tuple(left_out), unknown, tuple(desk.undeclared.items()))


def _settled(entries: list[Entry], items: list[Found]) -> list[Entry]:
    """What rivals a surer value waits for a person. Reviews count one thing many times, by step and arm: `reconcile` knows of them."""
    told = [
        Told((one.about, one.measure, one.by, one.of, one.where), bool(one.when), item, one.value, one.members)
        for one, item in zip(entries, items, strict=True)
    ]
    needs = waiting(told)
    return [replace(entry, needs=entry.needs or needs.get(index, "")) for index, entry in enumerate(entries)]


def _within_budget(entries: list[Entry], tokens: int, data: set[str]) -> list[Entry]:
    """A short document cannot be quoted for everything that it states: the surest facts first, the others wait for a person."""
    room = int(tokens * QUOTE_BUDGET)
    quoted: set[str] = set()
    waits: set[int] = set()
    for index in sorted(range(len(entries)), key=lambda index: (-entries[index].confidence, index)):
        entry = entries[index]
        if entry.claim or entry.needs or entry.measure in data:
            continue
        fresh = {quote.text for quote in entry.quotes} - quoted
        cost = sum(len(words(text)) for text in fresh)
        if cost > room:
            waits.add(index)
        else:
            quoted |= fresh
            room -= cost
    return [replace(entry, needs=NO_ROOM) if index in waits else entry for index, entry in enumerate(entries)]


def _same(extraction: Extraction, item: Found) -> tuple[object, ...]:
    """What makes two things found restatements of each other."""
    text = extraction.document.normal.text
    value = text[item.value[0] : item.value[1]] if item.value else text[item.spans[0][0] : item.spans[0][1]]
    members = tuple(text[start:end] for start, end in item.members)
    return item.measure, value, members, item.first, item.last, item.about, item.by, item.of


def _title(extraction: Extraction) -> str:
    title = extraction.document.frame.title
    return extraction.document.normal.printed(*title) if title else "review"


def _placeholder(extraction: Extraction, span: tuple[int, int]) -> str:
    return (
        f"`{extraction.document.normal.printed(*span)}` is a placeholder, no value: the document leaves this figure out"
    )


class _Desk:
    """Turns one thing found into an entry, or says why not."""

    def __init__(self, extraction: Extraction, context: Context, quoter: Quoter, own: str) -> None:
        self.normal = extraction.document.normal
        self.market = extraction.document.frame.market
        self.context = context
        self.quoter = quoter
        self.own = own
        self.undeclared: Counter[str] = Counter()
        self.data = {name for name, takes in context.measures.values() if takes in {"list", "reference"}}

    def entry(self, item: Found) -> Entry | str:
        if item.measure == "development":
            item = replace(item, measure="development date", spans=item.spans[:1])
        if item.measure == "company" or (item.measure == "participants" and item.confidence < 0.7):
            return ""
        if item.measure in CLAIMS:
            made = self._claim(item)
            known = self.context.declared is None or item.measure in self.context.declared
            if known or isinstance(made, str):
                return made
            self._undeclared(item)
            return made if made.claim else ""
        if item.about.kind == "named" and not self.context.first_named(item.about.name, self.own):
            return ""
        named = self.context.measures.get(item.measure)
        if named is None:
            return self._undeclared(item)
        measure, takes = named
        if takes == "claim":
            return self._claim(replace(item, measure=measure))
        return self._list(item, measure, takes) if item.members else self._value(item, measure, takes)

    def _undeclared(self, item: Found) -> str:
        self.undeclared[item.measure] += 1
        return ""

    def _base(self, item: Found, measure: str, quotes: tuple[Quote, ...]) -> Entry:
        about, where, of = self._topics(item.about, item.measure)
        by = item.by if item.measure not in {"CAGR", "reference"} else ""
        of = of or (self.context.topic(item.of, ()) if item.of else "")
        return Entry(
            self._id(item), about, measure, quotes, where=where, by="market size" if by == "size" else by, of=of,
            confidence=item.confidence, doubts=item.doubts, recogniser=item.recogniser,
        )  # fmt: skip

    def _topics(self, subject: Subject, measure: str) -> tuple[str, str, str]:
        """(about, where, of)"""
        if subject.kind == "place":
            place = self.context.topic(subject.name, ("region",))
            if measure in {"rank", "market share"}:
                return place, "", self.own
            nested = self.context.nested(self.own, place)
            return (nested or self.own), place, ""
        if subject.kind in {"segment", "company", "study"} and subject.name:
            topic = self.context.topic(subject.name, (), self.own)
            return topic, "", self.own if measure in {"rank", "market share"} else ""
        if subject.kind == "other market":
            return self.context.market(subject.name), "", ""
        if subject.kind == "named":
            return self.context.first_named(subject.name, self.own), "", ""
        return self.own, "", ""

    def _id(self, item: Found) -> str:
        stems = {
            "market size": "size", "CAGR": "growth", "market share": "share", "forecast period": "forecast-period", "development date": "development",
            "records identified": "identified", "studies included": "included",
        }  # fmt: skip
        stem = stems.get(item.measure, slug(item.measure))
        named = "" if item.about.kind == "named" else item.about.name
        tail = item.by if item.measure in {"segments", "question"} else item.of or named
        if item.measure == "rank":
            stem = "fastest" if item.by == "growth" else "largest"
        if item.measure == "market size" and item.last:
            tail = f"{tail} {item.last}"
        tail = slug(tail).removeprefix("x-") if tail.strip() else ""
        return f"{stem}-{tail}" if tail else stem

    def _original(self, spans: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
        return [self.normal.span(*span) for span in spans]

    def _claim(self, item: Found) -> Entry | str:
        quotes = self.quoter.cut(self._original(item.spans[:1]))[:1]
        named = next((quote for quote in quotes), None)
        if named is None:
            return ""
        asked = QUESTIONS.get(item.by, "") if item.measure == "question" else ""
        entry = self._base(replace(item, by="") if item.measure == "question" else item, item.measure, quotes)
        if asked and self.market:
            return replace(entry, id=self._id(item), statement=asked.format(market=self.market))
        return replace(entry, claim=True)

    def _list(self, item: Found, measure: str, takes: str) -> Entry | str:
        members = tuple(self.normal.printed(*span) for span in item.members)
        first = self._original(item.members[:1])
        head = self._original(item.spans[:1])
        names = item.by.split() if item.measure == "reference" else ["number"]
        record = tuple(zip(names, members, strict=False)) if takes == "reference" else ()
        each = self._original(item.members)
        ways: tuple[Callable[[], tuple[Quote, ...]], ...] = (
            lambda: self.quoter.cut([*head, *first]), lambda: self.quoter.cut(first), lambda: self.quoter.cut(each),
            lambda: tuple(quote for span in each for quote in self.quoter.cut([span])),
        )  # fmt: skip
        for way in ways:
            quotes = way()
            if quotes and self._proves(quotes, members, record):
                entry = self._base(item, measure, quotes)
                return replace(entry, record=record) if record else replace(entry, members=members)
        marked = any(self.normal.text[end : end + 1].isdigit() for _, end in item.members)
        reason = "marks of footnotes stick to the names" if marked else "the members do not stand as one run"
        return f"`{', '.join(members)[:70]}`: {reason}"

    def _proves(self, quotes: tuple[Quote, ...], members: tuple[str, ...], record: tuple[tuple[str, str], ...]) -> bool:
        proved, parts, problems = self._prove(quotes)
        if problems:
            return False
        values = tuple(value for _, value in record) or members
        return proofs.prove_members(values, proved, parts, self.quoter.document, _here, "members")[1] is None

    def _prove(self, quotes: tuple[Quote, ...]) -> tuple[tuple[Proof, ...], entailment.Parts, list[Problem]]:
        places = tuple(str(quote.place or 1) for quote in quotes)
        return proofs.prove_quotes([quote.text for quote in quotes], places, self.quoter.document, _here)

    def _value(self, item: Found, measure: str, takes: str) -> Entry | str:
        if item.value is None:
            return ""
        value = self._figure(item.value).strip(" .,;:")
        if item.whole is not None:
            value = f"{plain(value)}/{plain(self._figure(item.whole))}"
        reason = "no quote proves it" if any(char.isalnum() for char in value) else "a sign holds no word to quote"
        for spans, when in self._choices(item):
            quotes = self.quoter.cut(self._original(spans))
            if not quotes:
                continue
            _, parts, problems = self._prove(quotes)
            quantity, problem = entailment.read_value(value, takes, None, _NOWHERE)
            problem = problem or entailment.value_follows(value, quantity, parts, _NOWHERE)
            if when and problem is None:
                problem = entailment.read_when(when, parts, _NOWHERE)[1]
            if problem is None and not problems:
                return replace(self._base(item, measure, quotes), value=value, when=when, needs=_wanting(item))
            reason = (problem or problems[0]).message
        if len(words(value)) > proofs.MAX_WORDS:
            reason = f"{len(words(value))} words, more than a quote may have"
        return f"`{value}` ({item.measure}): {reason}"

    def _figure(self, span: tuple[int, int]) -> str:
        """What stands there, without the thin spaces in which a figure such as 41 772 is grouped."""
        shown, read = self.normal.printed(*span), self.normal.text[span[0] : span[1]]
        grouped = re.search(r"\d \d{3}", shown) and not re.search(r"\d \d{3}", read)
        return read if grouped and shown.replace(" ", "") == read.replace(" ", "") else shown

    def _choices(self, item: Found) -> list[tuple[tuple[tuple[int, int], ...], str]]:
        """What to quote, best first: with its time, with the words that say what it is, alone."""
        when = self.normal.printed(*item.when) if item.when and item.measure != "development date" else ""
        when = re.sub(r"^(?:FY|CY) ?'?|[EFP]$", "", when)
        spans = tuple(span for span in item.spans if span[1] - span[0] < 160)
        return [(spans, when), (spans, ""), (item.spans[:1], "")] if when else [(spans, ""), (item.spans[:1], "")]


def _wanting(item: Found) -> str:
    """What an outcome lacks: two counts of one outcome whose arms nobody names would contradict each other."""
    if item.measure not in {"outcome", "outcome rate"}:
        return ""
    lacking = [said for said, there in (("the outcome that it counts", item.by), ("its arm", item.of)) if not there]
    return " and ".join(lacking)


def _here(*_: object) -> Place:
    return _NOWHERE
