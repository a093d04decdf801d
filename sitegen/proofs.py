"""Does the quote stand in the document?

Comes in: the quotes and lists of one fact's entry with their places, and its seed's fingerprint. Goes out: where each
stands, or problems. Apart from `entailment`, which asks what follows from a quote: both are the promise of the site.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from sitegen.entailment import Parts, stands_in
from sitegen.facts import Proof
from sitegen.nearest import nearest
from sitegen.problems import Place, Problem
from sitegen.seeds import RUN, Fingerprint, Span, find_list, find_quote, quote_parts
from sitegen.tokens import words

__all__ = ["MAX_WORDS", "prove_members", "prove_quotes"]

MAX_WORDS = 15
"""Words in a quote, at most."""

Locate = Callable[..., Place]


def prove_quotes(
    quotes: Sequence[str], places: Sequence[str], document: Fingerprint, locate: Locate, text: str = ""
) -> tuple[tuple[Proof, ...], Parts, list[Problem]]:
    """The proof of each quote, the tokens of all parts, and the problems of the quotes that fail.

    `text` is the document's, where it is at hand; it proves nothing, it only shows what comes closest to a quote.
    """
    proofs: list[Proof] = []
    parts: list[tuple[str, ...]] = []
    problems: list[Problem] = []
    if places and len(places) != len(quotes):
        message = f"there are as many places as quotes, or none: not {len(places)} for {len(quotes)}"
        problems.append(Problem("quote-place", locate("place"), message, "give one place for each quote, in its order"))
        places = ()
    for index, quote in enumerate(quotes):
        at = locate("quote", index) if len(quotes) > 1 else locate("quote")
        cut = quote_parts(quote)
        parts.extend(cut)
        bounds = _out_of_bounds(cut, at)
        if bounds is not None:
            problems.append(bounds)
            continue
        found = find_quote(cut, document)
        if not found:
            problems.append(_with_nearest(_not_found(cut, document, at), cut, document, text))
            continue
        chosen, problem = _choose(found, places[index] if places else "", at, locate)
        if problem is not None:
            problems.append(problem)
            continue
        proofs.append(Proof(quote, found[chosen], chosen + 1, len(found)))
    return tuple(proofs), tuple(parts), problems


def _out_of_bounds(parts: Sequence[tuple[str, ...]], at: Place) -> Problem | None:
    short = next((part for part in parts if len(part) < RUN), None)
    if short is not None:
        what = f"`{' '.join(short)}` has {len(short)}" if short else "a part of it has no"
        return Problem(
            "quote-bounds", at, f"{what} of the {RUN} words that a proof needs", "take a neighbouring word in"
        )
    count = sum(len(part) for part in parts)
    if count > MAX_WORDS:
        return Problem(
            "quote-bounds",
            at,
            f"the quote has {count} words, more than {MAX_WORDS}",
            "cut it to what proves the fact; join parts with `…`",
        )
    return None


def _not_found(parts: Sequence[tuple[str, ...]], document: Fingerprint, at: Place) -> Problem:
    """Says which word breaks the quote, as far as a fingerprint can tell."""
    for part in parts:
        if document.find(part):
            continue
        for length in range(len(part) - 1, RUN - 1, -1):
            if document.find(part[:length]):
                message = f"the document has `{' '.join(part[:length])}`, but not followed by `{part[length]}`"
                return Problem(
                    "quote-not-found", at, message, "copy the words from the document", "not in the document"
                )
        for start in range(1, len(part) - RUN + 1):
            if document.find(part[start:]):
                message = f"the document has `{' '.join(part[start:])}`, but not after `{part[start - 1]}`"
                return Problem(
                    "quote-not-found", at, message, "copy the words from the document", "not in the document"
                )
        message = f"no three words of `{' '.join(part)}` stand there together"
        return Problem("quote-not-found", at, message, "copy the words from the document", "not in the document")
    return Problem(
        "quote-not-found",
        at,
        "its parts do not stand near each other in this order",
        "give them as a list of quotes",
        "not in the document",
    )


def _with_nearest(problem: Problem, parts: Parts, document: Fingerprint, text: str) -> Problem:
    """The problem with a hint that shows the closest passage, where the document's text is at hand."""
    part = next((part for part in parts if not document.find(part)), None)
    close = nearest(part, text) if part and text else None
    return replace(problem, hint=str(close)) if close else problem


def _choose(found: Sequence[tuple[Span, ...]], place: str, at: Place, locate: Locate) -> tuple[int, Problem | None]:
    if place:
        if place.isdigit() and 1 <= int(place) <= len(found):
            return int(place) - 1, None
        return 0, Problem(
            "quote-place",
            locate("place"),
            f"`{place}` is no place; the quote stands {_times(len(found))}",
            "remove `place`" if len(found) == 1 else f"a number from 1 to {len(found)}",
        )
    if len(found) > 1:
        message = f"the quote stands {_times(len(found))} in the document"
        return 0, Problem(
            "quote-place",
            at,
            message,
            f"take in a neighbouring word, or say which: `place: 1` to `place: {len(found)}`",
        )
    return 0, None


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def prove_members(
    members: Sequence[str], proofs: Sequence[Proof], parts: Parts, document: Fingerprint, locate: Locate, key: str
) -> tuple[Span | None, Problem | None]:
    """Members (or the pieces of a record; `key` says which) stand in the quotes, in their order, or as one run that
    begins in a quote of one part."""
    flat = [word for part in parts for word in part]
    position = 0
    for member in members:
        at = stands_in(words(member), flat[position:])
        if at is None:
            break
        position += at + len(words(member))
    else:
        return None, None
    best = 0
    for proof in proofs:
        if len(proof.spans) != 1:
            continue
        span, count = find_list(members, words(proof.quote), proof.spans[0], document)
        if span is not None:
            return span, None
        best = max(best, count)
    message = f"`{members[best]}` does not follow there" if best else "the list does not begin in the quote"
    hint = "it stands in the document's order and words; the quote ends where the list begins, or in it"
    return None, Problem("value-not-in-quote", locate(key, best), message, hint, "not in the document here")
