"""Entries of lists of references that carry a DOI, in the styles of the great publishers.

Comes in: a document. Goes out: `Found`s of measure `reference`, whose members are the pieces of a record. Apart, because a
reference is known by its marks (where the year stands, what parts the names) and by nothing that it says.
"""

from __future__ import annotations

import re

from sitegen.extract.model import Document, Found

__all__ = ["references"]

_DOI = re.compile(
    r"(?:https?://(?:dx\.)?doi\.org/|\[?\b(?:doi|DOI):? ?(?:https?://(?:dx\.)?doi\.org/)?)?10\.\d{4,9}/[^\s>\]]+"
)
_MARK = r"(?:- )?(?:[A-ZÀ-Þ][\w'’-]+ (?:19|20)\d\d[a-z]?(?: \{[^}\n]*\})?\. |\[?\d{1,3}(?:[.\])]\s*|\s+(?=[A-Z])))?"
_YEAR = r"(?P<year>(?:19|20)\d\d)[a-z]?"
_WHERE = r"(?P<volume>[A-Z]?\d[\w.]*)?(?:\s?\((?P<issue>[^)\n]{1,18})\))?(?:[:,]\s*(?:pp?\.? ?)?(?P<pages>(?:Art(?:icle)?\.? (?:No\.? )?)?[A-Za-z]?\d[\w.]*(?:[-–][A-Za-z]?\d\w*)?))?"
_JOURNAL = r"(?P<journal>[A-Z][^\n;\d]{0,90}?)"
_STYLES = tuple(
    re.compile(_MARK + style)
    for style in (
        # Doe J, Ray B. A title. J Pain. 2020;4(1):1-9.
        rf"(?P<authors>[A-Z][^.\n]{{2,400}}?(?:et al)?)\.\s+(?P<title>[^\n]{{4,350}}?)[.?!]\s+{_JOURNAL}[.,]?\s+{_YEAR}(?:\s[A-Z][a-z]{{2}}(?:\s\d{{1,2}})?)?[;,]\s?{_WHERE}",
        # Doe, J.; Ray, B.C. A title. J. Pain 2020, 4, 1-9.
        rf"(?P<authors>[A-ZÀ-Þ][^\n.]{{1,30}}?, (?:[A-Z]\.[- ]?){{1,4}}(?:[;,] (?:et al\.|[^\n;.]{{2,30}}?, (?:[A-Z]\.[- ]?){{1,4}}))*)\s*(?P<title>[A-Z][^\n]{{8,350}}?)[.?!]\s+{_JOURNAL}\s+{_YEAR},\s?{_WHERE}",
        # Doe, J., and Ray, B. (2020). A title. J. Pain 4:1-9.
        rf"(?P<authors>[A-ZÀ-Þ][^\n()]{{2,400}}?)\s+\({_YEAR}\)[.,:]?\s+(?P<title>[^\n]{{8,350}}?)[.?!]\s+{_JOURNAL}[.,]?\s+(?=[A-Z]?\d){_WHERE}",
        # J. Doe, B. Ray, A title, J. Pain 4 (2020) 1-9.
        rf"(?P<authors>(?:[A-Z]\.[- ]?){{1,3}} ?[A-ZÀ-Þ][\w'’-]+(?:, (?:[A-Z]\.[- ]?){{1,3}} ?[A-ZÀ-Þ][\w'’-]+)*(?:, et al\.?)?), (?P<title>[^\n]{{4,350}}?), {_JOURNAL} (?P<volume>\d+) \({_YEAR}\) (?P<pages>[A-Za-z]?\d[\w–-]*)",
    )
)
_AUTHORS = re.compile(
    _MARK + r"(?P<authors>[A-ZÀ-Þ][^\n]{2,200}?(?:[a-z]{2}|(?<=[a-z] )[A-Z]{1,3}|et al))(?:\.\s|\s\((?:19|20)\d\d)"
)
_LIST = re.compile(
    r"^\W*(?:references?|bibliography|literature(?: cited)?|works cited|sources|included studies|references? (?:to|of|for) [^\n.]{3,70})\W*$",
    re.IGNORECASE | re.MULTILINE,
)
_OWN = re.compile(r"^\W*(?:citation|cite (?:this|as)|to cite|how to cite|correction)\b", re.IGNORECASE)
_PIECES = ("authors", "title", "journal", "year", "volume", "issue", "pages", "doi")
_MOST, _LONG = 600, 1_200


def references(document: Document) -> list[Found]:
    """Entries that carry a DOI: numbered ones, and all that stand below a heading such as References."""
    text = document.normal.text
    heading = _LIST.search(text)
    found: list[Found] = []
    for start, end in _entries(text, heading.end() if heading else len(text)):
        doi = _DOI.search(text, start, end)
        if doi is None or _OWN.match(text[start:end]):
            continue
        found.append(_entry(text, start, doi))
        if len(found) >= _MOST:
            break
    return found


def _entries(text: str, listed: int) -> list[tuple[int, int]]:
    """Lines that are entries: behind `listed` every one, before it those with a number."""
    found = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        bare = start + len(line) - len(line.lstrip())
        numbered = re.match(r"(?:- )?\[?\d{1,3}[.\])]\s", line.lstrip())
        if len(line) > 20 and (numbered or start >= listed):
            found.append((bare, min(end, bare + _LONG)))
        elif found and found[-1][1] == start - 1 and _DOI.match(line.strip(" [<(")):
            found[-1] = (found[-1][0], end)  # the DOI stands on a line of its own
        if found and found[-1][1] == end and _goes_on(text, found):
            found[-2:] = [(found[-2][0], end)]
        start = end + 1
    return found


def _goes_on(text: str, found: list[tuple[int, int]]) -> bool:
    """Whether the last line ends the entry that the line before it began: it follows at once and has the first DOI of the two."""
    if len(found) < 2 or found[-2][1] != found[-1][0] - 1:
        return False
    above, last = text[slice(*found[-2])], text[slice(*found[-1])]
    begins = re.match(
        rf"{_MARK}[A-ZÀ-Þ][\w'’-]+,? (?:[A-Z]{{1,3}}\b|[A-Z]\.|(?:19|20)\d\d)|(?:- )?\[?\d{{1,3}}[.\])]", last
    )
    return not _DOI.search(above) and bool(_DOI.search(last)) and not begins


def _entry(text: str, start: int, doi: re.Match[str]) -> Found:
    spans = {"doi": (doi.start() + (doi.group()[0] == "["), doi.start() + len(doi.group().rstrip(".,;)")))}
    if doi.group().count("(") and doi.group().endswith(")"):
        spans["doi"] = (spans["doi"][0], doi.end())
    match = next((found for style in _STYLES if (found := style.match(text, start, doi.start()))), None)
    match = match or _AUTHORS.match(text, start, doi.start())
    if match is not None:
        for name in _PIECES:
            if name in match.re.groupindex and match[name]:
                spans[name] = (match.start(name), match.start(name) + len(match[name].rstrip(" .,;")))
    ordered = sorted(spans.items(), key=lambda item: item[1])
    pieces = tuple(span for _, span in ordered)
    return Found(
        "reference", (pieces[0], *pieces[-2:]), members=pieces, by=" ".join(name for name, _ in ordered),
        confidence=0.7 if len(pieces) > 3 else 0.55,
    )  # fmt: skip
