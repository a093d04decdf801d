"""How much of a document its facts may quote. Apart, because both the check and the source's page say it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from sitegen.facts import Fact, Seed
from sitegen.problems import Place, Problem
from sitegen.tokens import words

__all__ = ["QUOTE_BUDGET", "over_budget", "quoted_words"]

QUOTE_BUDGET = 0.35
"""Share of a document's words that all distinct quotes together may hold."""

_DATA = frozenset({"list", "reference"})


def quoted_words(facts: Iterable[Fact]) -> int:
    """Words in all distinct quotes of one seed. Names, lists and records are data: they do not count."""
    quotes = {proof.quote for fact in facts if fact.takes not in _DATA for proof in fact.proofs}
    return sum(_words_in(quote) for quote in quotes)


def over_budget(facts: Iterable[Fact], seed: Seed, path: str) -> list[Problem]:
    """That the quotes of a seed's facts, which stand in the file at `path`, hold more of it than they may."""
    used, allowed = quoted_words(facts), int(seed.print.tokens * QUOTE_BUDGET)
    if used <= allowed:
        return []
    share = f"{QUOTE_BUDGET:.0%} of the document's {seed.print.tokens}"
    message = f"the quotes hold {used} words, more than {allowed} ({share})"
    return [Problem("quote-budget", Place(path), message, "shorten the quotes, or drop what no reader would miss")]


@lru_cache(maxsize=50_000)
def _words_in(quote: str) -> int:
    return len(words(quote.replace("…", " ")))
