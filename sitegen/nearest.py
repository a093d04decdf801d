"""The passage of a document that comes closest to a quote that does not stand in it.

Comes in: the tokens of a quote and the document's text, where it is at hand. Goes out: where the passage stands and
which words differ. Apart from `proofs`, which needs no text: this only helps an editor to mend.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sitegen.tokens import Tokens, tokenise

__all__ = ["Nearest", "nearest"]

_TRIED = 8
_ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Nearest:
    """Words `start` (from 0) up to `end` of `tokens` words; `differences` are (in the quote, in the document)."""

    start: int
    end: int
    tokens: int
    passage: str
    differences: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        said = "; ".join(_difference(*pair) for pair in self.differences[:4])
        return f"closest are words {self.start + 1}–{self.end} of {self.tokens}, `{self.passage}`: {said}"


def _difference(quoted: str, stands: str) -> str:
    if not quoted:
        return f"the quote leaves out `{stands}`"
    if not stands:
        return f"`{quoted}` is not there"
    return f"`{stands}` stands where the quote has `{quoted}`"


def nearest(quote: Sequence[str], text: str) -> Nearest | None:
    """The closest passage about as long as the quote, or None where nothing comes near."""
    from difflib import SequenceMatcher  # only on the way to an error report

    document = _read(text)
    size, said = len(quote), " ".join(quote)
    if size == 0 or len(document) < size:
        return None
    best: tuple[float, int, int] = (0.0, 0, 0)
    matcher: SequenceMatcher[str] = SequenceMatcher(autojunk=False)
    matcher.set_seq2(quote)
    for start in _candidates(quote, document.words):
        for length in (size, size - 1, size + 1, size + 2):
            window = document.words[start : start + length]
            matcher.set_seq1(window)
            # Letters decide between windows with as many equal words: `worth` is nearer to `wurth` than nothing is.
            letters = SequenceMatcher(None, " ".join(window), said, autojunk=False).ratio()
            shared = sum(block.size for block in matcher.get_matching_blocks())
            score = (3 * shared / size + letters) / 4
            if score > best[0]:
                best = (score, start, min(start + length, len(document)))
    score, start, end = best
    if score < _ALIKE:
        return None
    words = document.words[start:end]
    matcher.set_seq1(words)
    differences = tuple(
        (" ".join(quote[q1:q2]), " ".join(words[d1:d2]))
        for tag, d1, d2, q1, q2 in matcher.get_opcodes()
        if tag != "equal"
    )
    if not differences:
        return None
    passage = " ".join(text[document.spans[start][0] : document.spans[end - 1][1]].split())
    return Nearest(start, end, len(document), passage, differences)


@lru_cache(maxsize=8)
def _read(text: str) -> Tokens:
    return tokenise(text)


def _candidates(quote: Sequence[str], words: Sequence[str]) -> list[int]:
    """The starts of the windows that share most words with the quote, in the order of how many."""
    size = len(quote)
    wanted = Counter(quote)
    window: Counter[str] = Counter()
    shared = 0
    scored = []
    for index, word in enumerate(words):
        window[word] += 1
        shared += window[word] <= wanted[word]
        if index >= size:
            gone = words[index - size]
            shared -= window[gone] <= wanted[gone]
            window[gone] -= 1
        if index >= size - 1 and shared:
            scored.append((-shared, index - size + 1))
    return [start for _, start in sorted(scored)[:_TRIED]]
