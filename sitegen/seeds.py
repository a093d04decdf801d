"""Fingerprints: whether a quote stands in a document that is not here, and where.

Comes in: a document's text, once, to make a `Fingerprint`; later only quotes. Goes out: `Span`s of tokens.
A fingerprint is the ordered list of truncated hashes of every run of three consecutive tokens. Apart, because the
promise of the whole site rests on this file and on `tokens`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sitegen.tokens import words
from sitegen.values import valueclass

__all__ = [
    "RUN", "WIDTH", "Fingerprint", "FingerprintError", "Span", "find_list", "find_quote", "fingerprint", "quote_parts", "run_hashes",
]  # fmt: skip

RUN = 3
"""Tokens in a run. A quote needs at least as many."""

NEAR = 80
"""Two parts of a quote joined by `…` stand at most this many tokens apart."""

WIDTH = 4
"""Bytes of a truncated hash."""

_PER_LINE = 12
_QUOTED = 100
_EMPTY = hashlib.blake2b(digest_size=WIDTH, person=b"sitegen-run-1")
_BODY = re.compile(rf"(?:[0-9a-f]{{{2 * WIDTH}}}\s+)*(?:[0-9a-f]{{{2 * WIDTH}}})?")
_HEADER = "sitegen-fingerprint 1"
# What may stand between two members of a list without being part of either.
_CONNECTIVES = ("and", "or", "The", "the", "und", "oder", "y", "e", "o", "et", "ou", "en", "of")
_BETWEEN = ((), *((word,) for word in _CONNECTIVES), ("and", "the"), ("and", "The"))


class FingerprintError(ValueError):
    """The file is no fingerprint of ours."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Tokens `start` (from 0) up to, not including, `end` of a document."""

    start: int
    end: int


@valueclass(frozen=True, slots=True)
class Fingerprint:
    """`hashes` holds, in `WIDTH` bytes each, the truncated hash of the tokens i, i + 1, i + 2, for every i.

    One string of bytes: a site of thousands of documents keeps them all in memory, and searches them at the speed of C.
    """

    hashes: bytes

    @property
    def tokens(self) -> int:
        """How many tokens the document has."""
        return len(self.hashes) // WIDTH + RUN - 1 if self.hashes else 0

    @classmethod
    def loads(cls, text: str) -> Fingerprint:
        """Read what `dumps` wrote. Raises `FingerprintError`."""
        header, _, body = text.partition("\n")
        if header != _HEADER:
            raise FingerprintError(f"the first line is not `{_HEADER}`")
        if not _BODY.fullmatch(body):
            raise FingerprintError(f"it holds something other than hashes of {2 * WIDTH} hexadecimal digits")
        return cls(bytes.fromhex(body))

    def dumps(self) -> str:
        line = WIDTH * _PER_LINE
        rows = [self.hashes[start : start + line].hex(" ", WIDTH) for start in range(0, len(self.hashes), line)]
        return "\n".join([_HEADER, *rows]) + "\n"

    def holds_at(self, start: int, tokens: Sequence[str]) -> bool:
        """Whether the tokens (three or more) stand at `start`."""
        runs = tuple(tokens)
        return (
            len(runs) >= RUN
            and start >= 0
            and all(
                self.hashes.startswith(_hash(runs[index : index + RUN]), (start + index) * WIDTH)
                for index in range(len(runs) - RUN + 1)
            )
        )

    def find(self, tokens: Sequence[str]) -> tuple[Span, ...]:
        """Every place where the tokens stand as one run, in order. Fewer than three tokens stand nowhere."""
        runs = run_hashes(tokens)
        found = []
        at = self.hashes.find(runs) if runs else -1
        while at >= 0:
            start, inside = divmod(at, WIDTH)
            # The end of one hash and the beginning of the next may look like a third.
            if not inside:
                found.append(Span(start, start + len(tokens)))
            at = self.hashes.find(runs, at + 1)
        return tuple(found)


def fingerprint(tokens: Sequence[str]) -> Fingerprint:
    """The fingerprint of a document's tokens."""
    return Fingerprint(run_hashes(tokens))


def run_hashes(tokens: Sequence[str]) -> bytes:
    """The hash of each run of the tokens, in order; nothing for fewer than three tokens."""
    runs = tuple(tokens)
    # A quote is asked for again and again, a whole text is not.
    hashed = _hash if len(runs) <= _QUOTED else _hash.__wrapped__
    return b"".join([hashed(runs[index : index + RUN]) for index in range(len(runs) - RUN + 1)])


@lru_cache(maxsize=16_384)
def _hash(run: tuple[str, ...]) -> bytes:
    state = _EMPTY.copy()
    state.update("\x1f".join(run).encode("utf-8", "surrogatepass"))
    return state.digest()


def quote_parts(quote: str) -> tuple[tuple[str, ...], ...]:
    """The tokens of each part of a quote; `…` and `...` part it."""
    pieces = quote.replace("...", "…").split("…")
    return tuple(words(piece) for piece in pieces)


def find_quote(parts: Sequence[Sequence[str]], document: Fingerprint) -> tuple[tuple[Span, ...], ...]:
    """Every place where the parts stand in their order, each near the one before: one tuple of spans a place."""
    if not parts:
        return ()
    chains: list[tuple[Span, ...]] = [(span,) for span in document.find(parts[0])]
    for part in parts[1:]:
        spans = document.find(part)
        longer: list[tuple[Span, ...]] = []
        for chain in chains:
            after = next((span for span in spans if 0 <= span.start - chain[-1].end <= NEAR), None)
            if after is not None:
                longer.append((*chain, after))
        chains = longer
    return tuple(chains)


def find_list(
    members: Sequence[str], quote: Sequence[str], at: Span, document: Fingerprint
) -> tuple[Span, int] | tuple[None, int]:
    """Where the members stand as one run that begins within or right after a quote proved `at` its place.

    Returns the span of the run and the number of members, or None and how many members stood there at best.
    Words such as "and" may stand between two members; the quote's last tokens give the first ones their context.
    """
    best = 0
    cut = [words(member) for member in members]
    for offset in range(len(quote) + 1):
        for run, count in _runs(cut, tuple(quote), offset, at, document):
            if count == len(cut):
                return Span(at.start + offset, at.start + len(run)), count
            best = max(best, count)
    return None, best


def _runs(
    members: Sequence[tuple[str, ...]],
    quote: tuple[str, ...],
    offset: int,
    at: Span,
    document: Fingerprint,
) -> Iterator[tuple[tuple[str, ...], int]]:
    """Every way to lay the members behind `quote[:offset]`: the tokens so far, and how many members they hold."""
    stack: list[tuple[tuple[str, ...], int]] = [(quote[:offset], 0)]
    while stack:
        run, count = stack.pop()
        yield run, count
        for between in _BETWEEN if count else ((),):
            longer = run + between + members[count]
            if _agrees(longer, quote, at, document, len(run)):
                stack.append((longer, count + 1))


def _agrees(run: tuple[str, ...], quote: tuple[str, ...], at: Span, document: Fingerprint, known: int) -> bool:
    """Whether a run laid over the quote says the same where they overlap, and stands in the document beyond.

    That the quote and the first `known` tokens stand there is known: only hashes that reach beyond them are looked for.
    """
    shared = min(len(run), len(quote))
    if run[:shared] != quote[:shared]:
        return False
    first = max(known, len(quote)) - RUN + 1
    return len(run) <= len(quote) or document.holds_at(at.start + first, run[first:])
