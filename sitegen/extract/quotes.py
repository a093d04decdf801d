"""Quotes cut from the original: the shortest run of its own words that holds what a fact needs, and stands once.

Comes in: the original text, spans of it. Goes out: quotes that the fingerprint code has found again. Apart, because a
draft may hold no quote that `check` would refuse.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass

from sitegen.proofs import MAX_WORDS
from sitegen.seeds import RUN, Fingerprint, fingerprint
from sitegen.tokens import Tokens, tokenise

__all__ = ["Quote", "Quoter"]

_BREAK = re.compile(r"(?<![A-Z])[.!?]\s+(?=[A-Z])|\n")
_WIDEN = 8
_HOPELESS, _TRIED = 12, 4
_FAR = 5
"""Words between two spans on different lines, a cell and the head of its column: what stands between is no part of the quote."""
MOST = 60
"""A run that stands at more places than this is no quote: it would point nowhere."""
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Quote:
    """`place` is 0 where the quote stands once. `token` is where it begins."""

    text: str
    place: int
    token: int


class Quoter:
    """Cuts quotes from one text. Holds the text's tokens and fingerprint, and nothing that changes."""

    def __init__(self, original: str) -> None:
        self.original = original
        self.tokens: Tokens = tokenise(original)
        self.document: Fingerprint = fingerprint(self.tokens.words)
        self._at: dict[str, list[int]] = defaultdict(list)
        for index, word in enumerate(self.tokens.words):
            self._at[word].append(index)
        self._starts = [start for start, _ in self.tokens.spans]
        self._ends = [end for _, end in self.tokens.spans]

    def cut(self, spans: list[Range]) -> tuple[Quote, ...]:
        """Quotes that together hold all spans; none where the text does not allow it."""
        ranges = sorted({found for span in spans if (found := self._range(*span)) is not None})
        if not ranges:
            return ()
        quotes = []
        for first, last in self._groups(ranges):
            quote = self._quote(first, last)
            if quote is None:
                return ()
            quotes.append(quote)
        return tuple(quotes)

    def _range(self, start: int, end: int) -> Range | None:
        """The tokens that lie over a span of the original."""
        first = bisect_right(self._ends, start)
        last = bisect_left(self._starts, end)
        return (first, last) if first < last else None

    def _groups(self, ranges: list[Range]) -> list[Range]:
        groups = [ranges[0]]
        for first, last in ranges[1:]:
            far = (
                first - groups[-1][1] > _FAR
                and "\n" in self.original[self._ends[groups[-1][1] - 1] : self._starts[first]]
            )
            if not far and max(last, groups[-1][1]) - groups[-1][0] <= MAX_WORDS - 1:
                groups[-1] = (groups[-1][0], max(last, groups[-1][1]))
            else:
                groups.append((first, last))
        return groups

    def _quote(self, first: int, last: int) -> Quote | None:
        """The run, widened until it has three words and stands once, as far as its length allows."""
        last = min(last, first + MAX_WORDS)
        loose: list[tuple[Range, list[int]]] = []
        for left, right in self._windows(first, last):
            starts = self._places(left, right)
            if len(starts) == 1:
                text = self._text(left, right)
                if text is not None:
                    return Quote(text, 0, left)
            elif len(starts) <= MOST:
                loose.append(((left, right), starts))
            if len(starts) > _HOPELESS and len(loose) > _TRIED:
                break  # a text that repeats itself: no neighbouring word will make the run stand once
        for (left, right), starts in loose:
            text = self._text(left, right)
            if text is not None:
                return Quote(text, starts.index(left) + 1, left)
        return None

    def _windows(self, first: int, last: int) -> list[Range]:
        count = len(self.tokens)
        found = []
        for extra in range(_WIDEN):
            for left in range(extra, -1, -1):
                low, high = first - left, last + extra - left
                if low >= 0 and high <= count and RUN <= high - low <= MAX_WORDS and (low, high) not in found:
                    found.append((low, high))
        # Words of the same sentence say what a figure means; those of the next one only tell it apart.
        breaks = self._breaks(max(0, first - _WIDEN), min(count, last + _WIDEN))
        starts, ends = self._starts, self._ends
        return sorted(
            found, key=lambda at: any(starts[at[0]] <= low and high <= ends[at[1] - 1] for low, high in breaks)
        )

    def _breaks(self, first: int, last: int) -> list[Range]:
        """Where sentences and lines end among the words of a run."""
        found = _BREAK.finditer(self.original, self._starts[first], self._ends[last - 1])
        return [match.span() for match in found]

    def _places(self, first: int, last: int) -> list[int]:
        """Where the run stands, by the words themselves: the fingerprint's own search follows once a quote is chosen."""
        words = self.tokens.words
        run = words[first:last]
        found = []
        # The rarest word of the run stands at the fewest places where the run could.
        offset = min(range(len(run)), key=lambda index: len(self._at[run[index]]))
        for place in self._at[run[offset]]:
            start = place - offset
            if words[start : start + len(run)] == run:
                found.append(start)
            if len(found) > MOST:
                break
        return found

    def _text(self, first: int, last: int) -> str | None:
        start, end = self._starts[first], self._ends[last - 1]
        # A bracket that the run opened is closed with it.
        if self.original[end : end + 1] == ")" and self.original.count("(", start, end) > self.original.count(
            ")", start, end
        ):
            end += 1
        bare = re.sub(r"(?<!\S):?-{3,}:?(?!\S)", " ", re.sub(r"[|*]|\s#+\s", " ", self.original[start:end]))
        shown = re.sub(r"\s+", " ", bare).strip()
        plain = " ".join(self.tokens.words[first:last])
        wanted = self.tokens.words[first:last]
        for text in (shown, plain):
            if "…" not in text and "..." not in text and text.isprintable() and tokenise(text).words == wanted:
                return text
        return None
