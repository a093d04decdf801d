"""A document's text in one plain form, with a map back to where each character came from.

Comes in: any text. Goes out: `Normal`, in which dashes, quotes, spaces and look-alike letters have one form and markup
is gone, so that recognisers need to know one spelling. Apart, because only the map keeps quotes true to the original.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise

from sitegen.tokens import words

__all__ = ["Normal", "normalise"]

_FOLD = {
    **dict.fromkeys("‐‑‒–−﹣－", "-"), **dict.fromkeys("‘’‚‛ʼ′", "'"), **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("\u00a0\u2009\u202f\u2008\u2006\u2007\u3000\f\v", " "), **dict.fromkeys("•●▪■◦‣", "-"),
    **dict.fromkeys("™®\u00ad\u200b\u200c\u200d\u2060\ufeff\r", ""), **dict.fromkeys("·∙⋅", "."),
}  # fmt: skip
_BLOCK = "p|div|h[1-6]|li|ul|ol|tr|table|thead|tbody|section|article|header|footer|main|aside|dl|dt|dd|hr|blockquote|figure|figcaption|html|head|body|title|meta|link"
_BROKEN = r"(?<=[^\W\d_])[-\u2010]\r?\n[ \t]*(?=[a-z])"
_CUT = re.compile(_BROKEN)
_ESCAPED = re.compile(r"\\(?=[()\[\]*_#&%.~-])")
_INLINE = r"</?(?:b|i|em|strong|u|span|a|small|abbr|cite|mark|font|time|img)\b[^<>]{0,500}>"
_FORMS = (
    r"(?P<drop><su[pb]>[^<>]{0,40}</su[pb]>|(?i:<(?P<kept>script|style|nav|svg|form)\b[^>]{0,200}>.{0,6000}?</(?P=kept)>)|<!--[^<>]{0,2000}-->|"
    + _INLINE
    + r"|<t[dh]\b[^<>]{0,300}>|"
    + _BROKEN
    + r"|\*{1,3}(?=\S)|(?<=\S)\*{1,3}|__|\\(?=[^\w\s]))"
    rf"|(?i:(?P<line>(?:(?:</?(?:{_BLOCK})\b[^<>]{{0,500}}>|<!doctype[^<>]{{0,200}}>)\s{{0,40}}){{1,40}}))"
    r"|(?P<cell></t[dh]>)|(?P<space><br ?/?>)|(?P<entity>&(?:[A-Za-z]{2,8}|#\d{1,6}|#x[\dA-Fa-f]{1,5});)"
    r"|(?P<tab>(?<=\S) ?\.{4,} ?(?=\S)|(?<=\S) {3,}(?=\S))"
    r"|(?P<group>(?<=\d)[\u2009\u202f](?=\d{3}(?!\d)))"
)
_CHAR = r"|(?P<char>[^\x00-\x7f]|\r)"
# Every form but a masked word begins with one of these.
_SPECIAL = re.compile(rf"(?=[<*_\\& .\r\u0080-\U0010ffff-])(?:{_FORMS}{_CHAR})", re.DOTALL)
_MASKABLE = re.compile(r"[\u0370-\u04ff]")
_MASKED = re.compile(
    rf"{_FORMS}|(?P<word>\b(?=[^\W\d_]*[A-Za-z])(?=[^\W\d_]*[\u0370-\u04ff])[^\W\d_]+){_CHAR}", re.DOTALL
)
# A line's end inside a sentence, as PDF and wrapped texts have it: a long line, and a next one that goes on.
_WRAPPED = re.compile(
    r"\n(?<=[^\n|\t]{45}\n)(?:(?<![.!?:;|]\n)(?=(?!by [A-Z]|[a-z]\) )[a-z]|\((?![a-z\d]\)))|(?:(?<= in\n| by\n| of\n| at\n| to\n| is\n|USD\n)|(?<= the\n| and\n| for\n| was\n|from\n|with\n)|(?<=,\n))(?=[A-Z0-9$]))(?![^\n]*[\t|])"
)
# Pieces of which plain text must hold one before the patterns above can find anything in it.
_MARKS = ("<", "*", "__", "\\", "&", "\r", "-\n", "....", "   ")
_MARKUP = re.compile(r"</?[A-Za-z][^<>]{0,500}>")


@dataclass(frozen=True, slots=True)
class Normal:
    """`text[i]` was read from `original[origin[i]]`; `origin` never falls."""

    original: str
    text: str
    origin: tuple[int, ...] | range

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original from which `text[start:end]` was read."""
        if end <= start:
            place = self.origin[start] if start < len(self.origin) else len(self.original)
            return place, place
        return self.origin[start], self.origin[end - 1] + 1

    def verbatim(self, start: int, end: int) -> str:
        """The original itself, markup and all, as one line."""
        return re.sub(r"\s+", " ", self.original[slice(*self.span(start, end))]).strip()

    def printed(self, start: int, end: int) -> str:
        """What the original shows there, as one line."""
        first, last = self.span(start, end)
        whole = _CUT.sub("", self.original[first:last])
        plain = _MARKUP.sub(" ", re.sub(_INLINE, "", html.unescape(_ESCAPED.sub("", whole))))
        return re.sub(r"\s+", " ", plain).strip()

    def at(self, place: int) -> int:
        """The position in `text` of a place in the original, or of the next that was kept."""
        return bisect_left(self.origin, place)


def normalise(original: str) -> Normal:
    """The text in its normal form. Never longer than about the original; letters keep their case."""
    width = _width(original)
    if original.isascii() and not any(mark in original for mark in _MARKS):
        return Normal(original, _unwrapped(original, width), range(len(original)))
    pieces: list[str] = []
    origin: list[int] = []
    position = 0
    for match in (_MASKED if _MASKABLE.search(original) else _SPECIAL).finditer(original):
        start, end = match.span()
        pieces.append(original[position:start])
        origin.extend(range(position, start))
        kept = _form(match)
        pieces.append(kept)
        # A character that becomes several, or a word that becomes another of its length: each to its own place.
        origin.extend(range(start, end) if len(kept) == end - start else [start] * len(kept))
        position = end
    pieces.append(original[position:])
    origin.extend(range(position, len(original)))
    return Normal(original, _unwrapped("".join(pieces), width), tuple(origin))


def _unwrapped(text: str, width: int) -> str:
    """A text without the ends of lines that end nothing: as long as before."""
    return _WRAPPED.sub(" ", _rejoined(text, width) if width else text)


_LINES = 25
"""So many lines, at least, tell how wide a text was set."""


def _width(text: str) -> int:
    """The width at which a text was cut into lines, where nearly all of its long lines are about as wide; else 0."""
    lengths = [len(line) for line in text.split("\n") if len(line) > 45]
    if len(lengths) < _LINES or max(lengths) > 130:
        return 0
    width = max(lengths)
    return width if sum(length > width - 20 for length in lengths) * 4 >= len(lengths) * 3 else 0


def _rejoined(text: str, width: int) -> str:
    """A text whose lines were cut at a width, with each sentence and each row of a table in one line again."""
    lines = text.split("\n")
    pieces = [lines[0]]
    for before, line in pairwise(lines):
        full = len(before) > width - 20 and not before.rstrip().endswith((".", ":", "!", "?", ";"))
        row = "||" in before and (before.rstrip().endswith("||") or full)
        goes_on = line.strip() and (
            row or (full and not _BEGINS.match(line) and "\t" not in line and "|" not in before + line)
        )
        pieces.append((" " if goes_on else "\n") + line)
    return "".join(pieces)


_BEGINS = re.compile(r"\s*(?:[-*#>|]|\d{1,3}[.)] |\[\d)")


_OPENS = re.compile(r"<(h[1-6]|li)\b", re.IGNORECASE)


def _begun(tags: str) -> str:
    """What a run of block tags begins: a heading, an item, or another line."""
    opened = [match[1].lower() for match in _OPENS.finditer(tags)]
    return "\n" if not opened else "\n- " if opened[-1] == "li" else "\n# "


_STAND_FOR = {"drop": "", "group": "", "tab": "\t", "cell": " | ", "space": " "}


def _form(match: re.Match[str]) -> str:
    if match.lastgroup in _STAND_FOR:
        return _STAND_FOR[match.lastgroup]
    if match.lastgroup == "line":
        return _begun(match.group())
    found = html.unescape(match.group()) if match.lastgroup == "entity" else match.group()
    if match.lastgroup == "word":
        unmasked = words(found)
        return unmasked[0] if len(unmasked) == 1 and len(unmasked[0]) == len(found) else found
    if found == "©" or found.isascii():
        return found
    if found in _FOLD:
        return _FOLD[found]
    if found.isalpha() and len(unicodedata.normalize("NFKC", found)) == 1:
        return found  # letters of other alphabets and accents are names: they stay
    return (
        "".join(_FOLD.get(char, char) for char in unicodedata.normalize("NFKC", found)) if found.isprintable() else ""
    )
