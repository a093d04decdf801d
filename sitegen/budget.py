"""How much of a document its facts may quote. Apart, because both the check and the source's page say it."""

from __future__ import annotations

from collections.abc import Iterable

from sitegen.facts import Fact
from sitegen.tokens import words

__all__ = ["QUOTE_BUDGET", "quoted_words"]

QUOTE_BUDGET = 0.35
"""Share of a document's words that all distinct quotes together may hold."""

_DATA = frozenset({"list", "reference"})


def quoted_words(facts: Iterable[Fact]) -> int:
    """Words in all distinct quotes of one seed. Names, lists and records are data: they do not count."""
    quotes = {proof.quote for fact in facts if fact.takes not in _DATA for proof in fact.proofs}
    return sum(len(words(quote.replace("…", " "))) for quote in quotes)
