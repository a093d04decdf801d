"""Search strategies: read into operators, fields, brackets and terms; which terms each holds; what none looks for.

Comes in: records with a `database` and a `strategy`, exactly as printed. Goes out: pieces that joined give the printed
text again, a table of terms, and for each thing that a review compares the databases whose strategy would find it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from sitegen.evidence.model import Check, Scope
from sitegen.facts import Fact
from sitegen.messages import counted, msg
from sitegen.values import valueclass

__all__ = ["Piece", "Search", "Strategy", "Term", "Wanted", "pieces", "search"]

Kind = Literal["operator", "field", "term", "bracket", "note", "blank"]
RULE = "search-coverage"
_QUOTES = "\"'“”"

_PATTERNS: tuple[tuple[Kind, str], ...] = (
    ("blank", r"\s+"),
    ("note", r"\{[^{}]*\}"),
    (
        "field",
        r"\[[A-Za-z][A-Za-z :/-]*\]|/exp\b|/de\b|:(?:ti|ab|kw|de|tw|tiab)(?:,(?:ti|ab|kw|de|tw))*\b|\.(?:ti|ab|kw|mp|tw|sh)(?:,(?:ti|ab|kw|mp|tw|sh))*\.?",
    ),
    ("field", r"(?:TITLE-ABS-KEY|TITLE|ABS|KEY|ALL|TS|TI|AB|MH|TX)\b\s*=?(?=\s*\()"),
    ("field", r"[A-Z][A-Za-z]*(?:[ /][A-Za-z]+)*:(?=\s)"),
    ("operator", r"(?:AND|OR|NOT|NEAR(?:/\d+)?|ADJ\d*|W/\d+|PRE/\d+)(?![A-Za-z])"),
    ("bracket", r"[()]"),
    ("term", r'"[^"]*"|“[^”]*”|\'[^\']*\''),
    ("term", r'[^\s()\[\]{}"“”]+'),
)
_TOKEN = re.compile("|".join(f"(?P<k{index}>{pattern})" for index, (_, pattern) in enumerate(_PATTERNS)))


@valueclass(frozen=True, slots=True)
class Piece:
    """A stretch of a strategy as printed. `term` is what a term looks for, folded; empty for other kinds."""

    kind: Kind
    text: str
    term: str = ""


@valueclass(frozen=True, slots=True)
class Strategy:
    """One database's strategy as printed, its terms and the fields that it names, each once."""

    fact: Fact
    database: str
    pieces: tuple[Piece, ...]
    terms: tuple[str, ...]
    fields: tuple[str, ...]


@valueclass(frozen=True, slots=True)
class Term:
    """A term and, for each strategy in their order, whether it holds it."""

    text: str
    held: tuple[bool, ...]


@valueclass(frozen=True, slots=True)
class Wanted:
    """Something that the review compares or found tested, the facts that say so, and whether strategies look for it."""

    topic: str
    facts: tuple[Fact, ...]
    found_by: tuple[tuple[str, ...], ...]
    check: Check


@valueclass(frozen=True, slots=True)
class Search:
    strategies: tuple[Strategy, ...]
    terms: tuple[Term, ...]
    wanted: tuple[Wanted, ...]
    dates: tuple[Fact, ...]


def pieces(strategy: str) -> tuple[Piece, ...]:
    """The strategy in pieces; joined, their texts are the strategy. Words without quotes form one term together."""
    found: list[Piece] = []
    at = 0
    while at < len(strategy):
        match = _TOKEN.match(strategy, at)
        if match is None or match.end() == at:
            found.append(Piece("note", strategy[at]))
            at += 1
            continue
        kind = _PATTERNS[int((match.lastgroup or "k0")[1:])][0]
        found.append(Piece(kind, match.group()))
        at = match.end()
    return tuple(_with_term(piece) for piece in _joined(found))


def _joined(found: Iterable[Piece]) -> list[Piece]:
    """`winter cough` without quotes are two words and one term."""
    out: list[Piece] = []
    for piece in found:
        bare = piece.kind == "term" and piece.text[0] not in _QUOTES
        if (
            bare
            and len(out) >= 2
            and out[-1].kind == "blank"
            and out[-2].kind == "term"
            and out[-2].text[0] not in _QUOTES
        ):
            blank, before = out.pop(), out.pop()
            out.append(Piece("term", before.text + blank.text + piece.text))
        else:
            out.append(piece)
    return out


def _with_term(piece: Piece) -> Piece:
    if piece.kind != "term":
        return piece
    return Piece("term", piece.text, " ".join(piece.text.strip(_QUOTES).split()).casefold())


def search(scope: Scope) -> Search | None:
    """The search of one review, or None where no strategy is stated."""
    facts = [fact for fact in scope.own if fact.role == "strategy" and fact.record]
    if not facts:
        return None
    strategies = tuple(_strategy(fact) for fact in facts)
    texts = sorted({term for strategy in strategies for term in strategy.terms})
    terms = tuple(Term(text, tuple(text in strategy.terms for strategy in strategies)) for text in texts)
    common = sorted(terms, key=lambda term: (-sum(term.held), term.text))
    dates = tuple(fact for fact in scope.own if fact.role == "search-date")
    return Search(strategies, tuple(common), _wanted(scope, strategies), dates)


def _strategy(fact: Fact) -> Strategy:
    record = dict(fact.record)
    found = pieces(record.get("strategy", ""))
    terms = tuple(dict.fromkeys(_sought(found)))
    fields = tuple(dict.fromkeys(piece.text.strip() for piece in found if piece.kind == "field"))
    return Strategy(fact, record.get("database", ""), found, terms, fields)


def _sought(found: Iterable[Piece]) -> list[str]:
    """The terms that a record may hold to be found: all but those that NOT keeps out."""
    terms: list[str] = []
    depth, barred = 0, -1
    for piece in found:
        if piece.kind == "bracket":
            depth += 1 if piece.text == "(" else -1
            barred = -1 if piece.text == ")" and depth <= barred else barred
        elif piece.kind == "operator":
            barred = depth if piece.text == "NOT" and barred < 0 else -1 if depth <= barred else barred
        elif piece.term and barred < 0:
            terms.append(piece.term)
    return terms


def _wanted(scope: Scope, strategies: tuple[Strategy, ...]) -> tuple[Wanted, ...]:
    """What the review compares, and what the studies that it tells of tested, by topic."""
    said: dict[str, list[Fact]] = {}
    for fact in scope.facts:
        if fact.role == "compared" and fact.about == scope.topic and fact.language == _language(scope, fact):
            names = fact.members
        elif fact.role == "intervention" and fact.language == _language(scope, fact):
            names = (fact.value,)
        else:
            continue
        for name in names:
            topic = scope.graph.topic_of(name)
            if topic is not None and scope.has_part(topic.id, "interventions"):
                said.setdefault(topic.id, []).append(fact)
    return tuple(_one_wanted(scope, topic, tuple(facts), strategies) for topic, facts in sorted(said.items()))


def _language(scope: Scope, fact: Fact) -> str:
    return scope.graph.seeds[fact.seed].record.language


def _one_wanted(scope: Scope, topic: str, facts: tuple[Fact, ...], strategies: tuple[Strategy, ...]) -> Wanted:
    names = scope.graph.topics[topic].names
    found = tuple(tuple(t for t in one.terms if any(_looks_for(t, name) for name in names)) for one in strategies)
    hits, count = sum(bool(terms) for terms in found), len(strategies)
    name = scope.graph.topics[topic].name
    ids = (facts[0].id, *(strategy.fact.id for strategy in strategies))
    why = "" if hits else msg("no strategy has a term for “{name}” by any of its names", name=name)
    check = Check(
        RULE, scope.topic, ids, name, counted("{hits} of {number} strategy", "{hits} of {number} strategies", count, hits=hits),
        msg("terms of each strategy against the names of the topic"),
        "exact" if hits else "fails", why,
    )  # fmt: skip
    return Wanted(topic, facts, found, check)


def _looks_for(term: str, name: str) -> bool:
    """Whether a record with this name would hold the term: its words stand in the name in order; `*` ends a stem."""
    words = re.findall(r"[^\s,]+", term)
    said = re.findall(r"[^\s,()]+", name.casefold())
    if not words:
        return False
    # A heading such as “Cough, Winter” names its words the other way round.
    for wanted in (words, [*words[1:], words[0]] if "," in term else words):
        for start in range(len(said) - len(wanted) + 1):
            if all(_same(w, s) for w, s in zip(wanted, said[start:], strict=False)):
                return True
    return False


def _same(wanted: str, said: str) -> bool:
    if wanted.endswith("*"):
        return said.startswith(wanted[:-1])
    return wanted == said or wanted.rstrip("s") == said.rstrip("s")
