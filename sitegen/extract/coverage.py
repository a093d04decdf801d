"""Figures and sentences of a document that no fact touches, by position.

Comes in: a seed's text and its proved facts. Goes out: `Gap`s. Apart, because what is missing can be seen only beside what
is there; without the text the untouched stretches are known, and where the figures stand, as far as somebody wrote it down.
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
    """`figures` is how many the document has, `bare` how many of them no fact covers."""

    tokens: int
    touched: int
    figures: int
    gaps: tuple[Gap, ...]
    bare: int


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
    bare = sum(gap.kind == "figure" for gap in gaps)
    ordered = tuple(sorted(gaps, key=lambda gap: (gap.token, gap.kind)))
    return Coverage(len(tokens), len(touched), len(stated), ordered, bare)


def stretches(count: int, facts: Iterable[Fact], stated: tuple[int, ...] | None) -> Coverage:
    """Without the text: the figures that no fact covers, by position, and the stretches of words, longer than a sentence, that no fact
    touches. `stated` are the positions of all figures, None where nobody wrote them down."""
    touched = _touched(facts)
    bare = [index for index in stated or () if index not in touched]
    gaps = [Gap("figure", run[0], _share(run[0], count), _many(run, "figure")) for run in _runs(bare)]
    start = 0
    for index in [*sorted(touched), count]:
        if index - start > _LONG:
            inside = sum(start <= one < index for one in bare)
            held = f", with {inside} {'figure' if inside == 1 else 'figures'}" if inside else ""
            gaps.append(Gap("stretch", start, _share(start, count), f"{index - start} words{held}"))
        start = index + 1
    gaps.sort(key=lambda gap: (gap.token, gap.kind))
    return Coverage(count, len(touched), len(stated or ()), tuple(gaps), len(bare))


def _runs(positions: list[int]) -> list[list[int]]:
    """Positions that follow one another, together: `USD 5.2 - 6.1` is one place to look at."""
    runs: list[list[int]] = []
    for position in positions:
        if runs and position - runs[-1][-1] <= 2:
            runs[-1].append(position)
        else:
            runs.append([position])
    return runs


def _many(run: list[int], noun: str) -> str:
    return "" if len(run) == 1 else f"{len(run)} {noun}s, to word {run[-1]}"


def _share(index: int, count: int) -> float:
    return round(100 * index / max(1, count), 1)
