"""Figures and sentences of a document that no fact touches, by position.

Comes in: a seed's text and its proved facts. Goes out: `Gap`s. Apart, because what is missing can be seen only beside what
is there; without the text only the untouched stretches are known.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sitegen.extract.layout import clauses
from sitegen.extract.normal import normalise
from sitegen.facts import Fact
from sitegen.figures import figures
from sitegen.seeds import Span
from sitegen.tokens import tokenise

__all__ = ["Coverage", "Gap", "coverage", "stretches"]

_LONG = 25


@dataclass(frozen=True, slots=True)
class Gap:
    """`token` is the position; `share` how far into the document, in per cent. `kind` is figure or sentence."""

    kind: str
    token: int
    share: float
    text: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """`figures` is how many the document has."""

    tokens: int
    touched: int
    figures: int
    gaps: tuple[Gap, ...]


def _touched(facts: Iterable[Fact]) -> set[int]:
    spans: list[Span] = []
    for fact in facts:
        spans += [span for proof in fact.proofs for span in proof.spans]
        spans += [fact.run] if fact.run else []
    return {index for span in spans for index in range(span.start, span.end)}


def coverage(text: str, facts: Iterable[Fact]) -> Coverage:
    """Every figure no fact covers, each with a few words around it, and every sentence that no fact touches."""
    tokens = tokenise(text)
    touched = _touched(facts)
    stated = figures(tokens.words)
    gaps = [
        Gap("figure", index, _share(index, len(tokens)), " ".join(tokens.words[max(0, index - 4) : index + 4]))
        for index in stated
        if index not in touched
    ]
    normal = normalise(text)
    starts = [start for start, _ in tokens.spans]
    cursor = 0
    for clause in clauses(normal.text):
        first, last = normal.span(clause.start, clause.end)
        while cursor < len(starts) and starts[cursor] < first:
            cursor += 1
        end = cursor
        while end < len(starts) and starts[end] < last:
            end += 1
        if end - cursor >= 4 and not touched.intersection(range(cursor, end)):
            gaps.append(
                Gap(
                    "sentence",
                    cursor,
                    _share(cursor, len(tokens)),
                    " ".join(tokens.words[cursor : min(end, cursor + 12)]) + (" …" if end - cursor > 12 else ""),
                )
            )
        cursor = end
    return Coverage(len(tokens), len(touched), len(stated), tuple(sorted(gaps, key=lambda gap: (gap.token, gap.kind))))


def stretches(count: int, facts: Iterable[Fact]) -> Coverage:
    """Without the text: the stretches of words, longer than a sentence, that no fact touches."""
    touched = _touched(facts)
    gaps, start = [], 0
    for index in [*sorted(touched), count]:
        if index - start > _LONG:
            gaps.append(Gap("stretch", start, _share(start, count), f"{index - start} words"))
        start = index + 1
    return Coverage(count, len(touched), 0, tuple(gaps))


def _share(index: int, count: int) -> float:
    return round(100 * index / max(1, count), 1)
