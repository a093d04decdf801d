"""Text → tokens: the one normalisation that a document and its quotes share.

Comes in: any text. Goes out: `Tokens`, the normalised words with the span of the original that each came from.
Apart, because a quote is proved only if both sides were read by the same eyes: see DESIGN §4.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

__all__ = ["Tokens", "tokenise", "words"]


@dataclass(frozen=True, slots=True)
class Tokens:
    """`words[i]` was read from `text[spans[i][0]:spans[i][1]]` of the original."""

    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    def __len__(self) -> int:
        return len(self.words)


# Characters that mean the same in print. Dashes and quotes only: everything else is left to NFKC.
_FOLD = {
    **dict.fromkeys("‐‑‒–−﹣－", "-"),
    **dict.fromkeys("‘’‚‛ʼ′", "'"),
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("·‧∙⋅･", "."),  # between digits a middle dot is always a decimal point
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
    "\\": "",
    "*": "",
    "|": " ",
    "_": " ",
}
_SUPERSCRIPT = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789", strict=True))
_SPACE_IN_NUMBER = "\u2009\u202f\u2008\u2006\u00a0"
_TEX_COMMANDS = {"geq": "≥", "ge": "≥", "leq": "≤", "le": "≤", "pm": "±", "times": "×", "approx": "≈", "sim": "~"}

_MARKUP = re.compile(
    r"(?P<mark><su[pb]>[^<>]{0,40}</su[pb]>)"
    r"|(?P<link><(?P<url>https?://[^<>\s]{1,2000})>)"
    r"|(?P<math>\$[^$\n]{0,200}?\\[^$\n]{0,200}?\$)"
    r"|(?P<broken>[-‐\u00ad](?<=[^\W\d_].)[ \t]*\r?\n\s*(?=[^\W\d_A-Z]))"
)
_MAY_BE_MARKED = re.compile(r"[<\\\n]")
_TEX = re.compile(r"\\([A-Za-z]+)|[$\\]|(.)", re.DOTALL)
# Characters that are their own normal form, and the end of a line, which is a blank.
_ORDINARY = re.compile(r"[A-Za-z0-9 \n.,;:()'\"?!&%$/<>=+\[\]{}#@~^-]+")
_PLAIN = re.compile(r"[A-Za-z0-9 \n.,;:()'\"?!&%$/=+\[\]{}#@~^-]*")
# One character each, before and after; letters of Europe are their own normal form, but for a few that stand for two.
_ALIKE = {ord(char): same for char, same in _FOLD.items()} | {ord("\n"): " "}
_KNOWN = re.compile(r"[A-Za-z0-9 .,;:()'\"?!&%$/<>=+\[\]{}#@~^—À-ÖØ-öø-ÿĀ-ıĴ-ľŁ-ňŊ-ž€£¥°±×≥≤≈-]*")

# A dash is a sign only where nothing that a range could start with precedes it; within a word without a digit it
# has been joined before; between numbers it is a token of its own.
_TOKEN = re.compile(
    r"""
      (?P<money>(?:US|CA|HK|NZ|A|C|S)?\$|[€£¥₹])
    | (?P<word>[^\W\d_](?>[^\W_]|'(?=[^\W\d_]))*(?>-(?=\d)(?!\d+(?:[.,]\d|%))[^\W_]+)*(?:\^\d+)?)
    | (?P<fraction>(?<![\w.,/])\d+\s?/\s?\d+(?![\w/]|[.,]\d))
    | (?P<number>(?:(?<![\w.,)\]%])[+-])?\d+(?:[.,]\d+)*(?:\^\d+)?(?:[ ]?%)?)
    | (?P<range>(?<=[\d%])(?:[-—]|[ ][-—](?=[ ]))(?=[ ]?[$€£¥₹]?[+-]?\d) | (?<=\d)-(?=[^\W\d_]))
    | (?P<symbol>[=<>≤≥±%/~≈×] | \^\d+)
    """,
    re.VERBOSE,
)
_TOKENS = re.compile(re.sub(r"\?P<\w+>", "?:", _TOKEN.pattern), re.VERBOSE)
# Words and numbers with one blank between them, and nothing that could be read in two ways: most quotes are no more.
_SIMPLE = re.compile(r"(?:[A-Za-z]+|\d+(?:[.,]\d+)*%?)(?: (?:[A-Za-z]+|\d+(?:[.,]\d+)*%?))*", re.ASCII)
_SHORT = 400
_JOIN = re.compile(r"-(?<=[^\W\d_]-)(?=[^\W\d_])")  # a pattern that begins with its mark is searched ten times as fast


def words(text: str) -> tuple[str, ...]:
    """The normalised tokens of a text, without their spans."""
    return _words_of(text) if len(text) <= _SHORT else _cut(text)


@lru_cache(maxsize=8192)
def _words_of(text: str) -> tuple[str, ...]:
    """Quotes and values are asked for several times within one fact's proof."""
    return tuple(text.split(" ")) if _SIMPLE.fullmatch(text) else _cut(text)


def _cut(text: str) -> tuple[str, ...]:
    """What `tokenise` finds, without the work of telling where."""
    if not (_MAY_BE_MARKED.search(text) and _MARKUP.search(text)):
        alike = text.translate(_ALIKE)
        if _KNOWN.fullmatch(alike):
            return _read_all(_JOIN.sub("", alike))
    return _read_all(_normalise(text)[0])


def _read_all(normal: str) -> tuple[str, ...]:
    # Most tokens are words and numbers that `_read` would leave as they are.
    return tuple([one if one.isascii() and one.isalnum() else _read(one) for one in _TOKENS.findall(normal)])


def _read(token: str) -> str:
    token = token.replace(" ", "").replace("—", "-")
    return token if token.isascii() else _unmask(token)


def tokenise(text: str) -> Tokens:
    """Normalise and cut a text. Every token keeps its span, so that a quote can be shown in place."""
    normal, origin = _normalise(text)
    found: list[str] = []
    spans: list[tuple[int, int]] = []
    for match in _TOKEN.finditer(normal):
        start, end = match.span()
        found.append(_read(match.group()))
        spans.append((origin[start], origin[end - 1] + 1))
    return Tokens(tuple(found), tuple(spans))


def _normalise(text: str) -> tuple[str, list[int] | range]:
    """The text with one form for each character, and where each character of it came from."""
    if _PLAIN.fullmatch(text) and not _JOIN.search(text) and "-\n" not in text:
        return text, range(len(text))
    out: list[str] = []
    origin: list[int] = []
    position = 0
    for match in _MARKUP.finditer(text):
        _fold(text, position, match.start(), out, origin)
        for char, place in _unwrap(match, out[-1] if out else ""):
            out.append(char)
            origin.append(place)
        position = match.end()
    _fold(text, position, len(text), out, origin)
    return _without_hyphens("".join(out), origin)


def _unwrap(match: re.Match[str], before: str) -> list[tuple[str, int]]:
    """What stays of a reference mark, an address, a TeX formula, a hyphen at a line's end: characters and places."""
    start = match.start()
    if match.lastgroup == "mark":
        inner = match.group()[5:-6].strip()
        # A raised number behind a digit is an exponent; anywhere else it points to a footnote.
        exponent = before.isdigit() and inner.isdigit()
        return [(char, start + 4 + offset) for offset, char in enumerate(f"^{inner}")] if exponent else []
    if match.lastgroup == "link":
        return [(char, match.start("url") + offset) for offset, char in enumerate(match["url"])]
    if match.lastgroup == "math":
        pieces = _TEX.finditer(match.group())
        kept = ((_TEX_COMMANDS.get(piece[1], "") if piece[1] else piece[2] or "", piece.start()) for piece in pieces)
        return [(char, start + offset) for char, offset in kept if char]
    return []


def _fold(text: str, start: int, end: int, out: list[str], origin: list[int]) -> None:
    """Append the characters `start`..`end` in their normal form."""
    position = start
    while position < end:
        plain = _ORDINARY.match(text, position, end)
        # Before a letter of another alphabet the last one waits: a combining mark may follow it.
        stop = plain.end() - (not text[plain.end() : plain.end() + 1].isascii()) if plain else 0
        if stop > position:
            out.extend(text[position:stop].replace("\n", " "))
            origin.extend(range(position, stop))
            position = stop
            continue
        stop = position + 1
        while stop < end and unicodedata.combining(text[stop]):
            stop += 1
        piece = text[position:stop]
        if piece in _FOLD:
            piece = _FOLD[piece]
        elif piece in _SUPERSCRIPT:
            piece = (
                _SUPERSCRIPT[piece] if (out and out[-1:] == ["^"]) or _in_exponent(out) else "^" + _SUPERSCRIPT[piece]
            )
        elif piece in _SPACE_IN_NUMBER:
            piece = "" if _groups_thousands(text, position) else " "
        elif not piece.isascii():
            piece = unicodedata.normalize("NFKC", piece)
        elif piece.isspace():
            piece = " "
        out.extend(piece)
        origin.extend([position] * len(piece))
        position = stop


def _in_exponent(out: list[str]) -> bool:
    index = len(out) - 1
    while index >= 0 and out[index].isdigit():
        index -= 1
    return index >= 0 and out[index] == "^" and index < len(out) - 1


def _groups_thousands(text: str, position: int) -> bool:
    """Whether a thin space stands where a thousands separator would: 15 197."""
    after = text[position + 1 : position + 5]
    return (
        text[position - 1 : position].isdigit() and after[:3].isdigit() and len(after) >= 3 and not after[3:].isdigit()
    )


def _without_hyphens(normal: str, origin: list[int]) -> tuple[str, list[int]]:
    """Hyphens between letters removed: so `multi-country` is one word, broken at a line's end or not."""
    cuts = [match.start() for match in _JOIN.finditer(normal)]
    if not cuts:
        return normal, origin
    kept = [(low + 1, high) for low, high in pairwise([-1, *cuts, len(normal)])]
    places: list[int] = []
    for low, high in kept:
        places += origin[low:high]
    return "".join([normal[low:high] for low, high in kept]), places


def _unmask(word: str) -> str:
    """Cyrillic and Greek letters inside an otherwise Latin word, as the Latin letters they look like."""
    if word.isascii() or not any("a" <= char.lower() <= "z" for char in word):
        return word
    return "".join(char if char.isascii() else _latin_twin(char) for char in word)


@lru_cache(maxsize=4096)
def _latin_twin(char: str) -> str:
    name = unicodedata.name(char, "")
    if not name.startswith(("CYRILLIC", "GREEK")):
        return char
    from confusable_homoglyphs import confusables  # 70 ms: only for texts that need it

    for entry in confusables.is_confusable(char, greedy=True, preferred_aliases=[]) or ():
        for twin in entry["homoglyphs"]:
            letter: str = twin["c"]
            if len(letter) == 1 and letter.isascii() and letter.isalpha():
                # The data folds capital I to its look-alike l; a capital stays a capital here.
                return "I" if letter == "l" and char.isupper() else letter
    return char
