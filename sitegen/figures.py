"""Which words of a document hold a figure: what of it could be a fact, without the text itself.

Comes in: a document's words, once; later the file that was made of them. Goes out: positions. Apart from `seeds`, which
proves what is there: this tells what nobody has said yet, and gives nothing of a text away but where its numbers stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sitegen.quantities import NUMBER_WORDS

__all__ = ["FiguresError", "dumps", "figures", "loads"]

_HEADER = "sitegen-figures 1"
_PER_LINE = 16
_ITEM = re.compile(r"([1-9]\d{0,8})(?:-([1-9]\d{0,8}))?")
# Words that count and hardly ever state.
_NO_FIGURES = frozenset(["one", "half", "none"])


class FiguresError(ValueError):
    """The file is no list of positions."""


def figures(tokens: Sequence[str]) -> tuple[int, ...]:
    """The positions, from 0, of the words with a digit and of number words."""
    return tuple([index for index, word in enumerate(tokens) if _is_figure(word)])


def _is_figure(word: str) -> bool:
    if any(char.isdigit() for char in word):
        return True
    # Words of two (`twenty-two`) are none here: files of positions that were written before they could be read must stay true.
    return word.lower() in NUMBER_WORDS and word.lower() not in _NO_FIGURES


def dumps(positions: Sequence[int]) -> str:
    """A line that says what it is, then positions from 1, runs of them as `first-last`."""
    items = [str(first) if first == last else f"{first}-{last}" for first, last in _runs(positions)]
    lines = [" ".join(items[start : start + _PER_LINE]) for start in range(0, len(items), _PER_LINE)]
    return "\n".join([_HEADER, *lines]) + "\n"


def _runs(positions: Sequence[int]) -> Iterator[tuple[int, int]]:
    start = 0
    for place, position in enumerate(positions):
        if place + 1 == len(positions) or positions[place + 1] != position + 1:
            yield positions[start] + 1, position + 1
            start = place + 1


def loads(text: str, tokens: int) -> tuple[int, ...]:
    """Read what `dumps` wrote of a document of so many words. Raises `FiguresError`."""
    header, _, body = text.partition("\n")
    if header != _HEADER:
        raise FiguresError(f"the first line is not `{_HEADER}`")
    found: list[int] = []
    for item in body.split():
        matched = _ITEM.fullmatch(item)
        if matched is None:
            raise FiguresError(f"`{item[:20]}` is no position such as `12` or `45-47`")
        first, last = int(matched[1]), int(matched[2] or matched[1])
        if last < first or (found and first <= found[-1] + 1) or last > tokens:
            raise FiguresError(f"`{item}` is out of order, or beyond the {tokens} words of the document")
        found.extend(range(first - 1, last))
    return tuple(found)
