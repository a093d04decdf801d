"""Lists in running text: where each member begins and ends.

Comes in: text and a place in it. Goes out: spans of members. Apart, because commas inside names and brackets are a
matter of their own.
"""

from __future__ import annotations

import re

from sitegen.extract.layout import SHORT_FORM, sentence_opens
from sitegen.extract.names import LEGAL

__all__ = ["list_end", "members"]

_LEGAL_NEXT = re.compile(rf"\s*(?:{LEGAL})(?![\w])")
_AND = re.compile(r"\s+(?:and|or|&)\s+(?=[^\s])")
_TAIL = re.compile(
    r"\s+(?:are|is|were|was|have|has|had|which|who|that|operate|dominate|compete|lead|hold|account|among|to name|in the (?:global )?market|with|through|where|while|as well as others|amongst|so on)\b.*$",
    re.DOTALL,
)
_HEAD = re.compile(
    r"^(?:and|or|the|a few|e\.g\.|such as|namely|including|include[sd]?|are|is|:|;|,|-|to)\b[\s:]*|^[\s:;,&-]+",
    re.IGNORECASE,
)
# "A, B and C, of which the first two …": the list ends before what is said of it.
_SAID_OF_ALL = re.compile(
    r",? (?:of (?:which|whom|these|them)|all of (?:which|whom|them)|each of|both of|searched)\b|, with (?=(?:the )?(?:[\w-]+ ){1,4}(?:the|leading|taking|holding|being|dominating|accounting|in the lead|as the)\b)|, (?:together |jointly |all )?(?:share|hold|held|account(?:ed)? for|control|command|make up|dominate|compete|supply|have|are|were)\b"
)
_EMPTY = re.compile(
    r"^(?:and )?(?:among )?(?:e\.g\.?|i\.e\.?|for example|for instance|others?|etc\.?|more|so on|many more|a few others|several others|other (?:players|companies|regions|prominent players))\.?$",
    re.IGNORECASE,
)
_STOP = re.compile(
    r";(?=\s+(?:and )?(?:a|an|the|of|in|this|these|it|its|their|other|while|no|for|as|we)\b)|\.(?=\s+[A-Z0-9\"'(]|\s*$)|\n|\s[-|]{1,3}\s"
)
# "Bolt & Nut Ltd." is one name; "Bolt Ltd. & Nut Ltd." are two.
_ONE_FIRM = re.compile(rf"[A-Z][\w'-]+ & [A-Z][\w'-]+ (?:[A-Z][\w'-]+ ){{0,2}}(?:{LEGAL})\.?")
_SHARE = re.compile(r"[\s:(-]+\d{1,3}(?:\.\d+)? ?%\)?$")
_CLOSED = re.compile(rf"(?:\b[A-Z]\.|(?<![\w])(?:{LEGAL}))$")
_MAX = 60


def list_end(text: str, start: int, limit: int = 1_500) -> int:
    """Where the sentence or line that holds a list ends."""
    high = min(len(text), start + limit)
    for stop in _STOP.finditer(text, start, high):
        tail = text[max(start, stop.start() - 24) : stop.end()]
        if stop.group() == "." and sentence_opens(tail, text, stop.end() + 1):
            return stop.start()
        if stop.group() != "." or not SHORT_FORM.search(tail):
            return stop.start()
    return high


def members(text: str, start: int, end: int, *, keep_others: bool = True) -> list[tuple[int, int]]:
    """The spans of the members of the list `text[start:end]`; brackets hold together, `Co., Ltd.` stays whole."""
    pieces: list[tuple[int, int]] = []
    said = _SAID_OF_ALL.search(text, start, end)
    end = said.start() if said else end
    depth, begin = 0, start
    separator = (
        ";"
        if text.count(";", start, end) >= 2 and text.count(",", start, end) <= text.count(";", start, end)
        else ",;|\t"
    )
    if "," not in text[start:end] and text.count(" / ", start, end) >= 2:
        separator = "/"
    for index in range(start, end):
        char = text[index]
        depth = max(0, depth + (char in "([") - (char in ")]"))
        if char in separator and not depth and not _inside_name(text, index, end):
            pieces.append((begin, index))
            begin = index + 1
    pieces.append((begin, end))
    # In a list of semicolons "and" stands within a member.
    parted = pieces if separator == ";" and len(pieces) > 1 else _split_and(text, pieces)
    pieces = [_without_examples(text, *piece) for piece in parted]
    return [span for piece in pieces[:_MAX] if (span := _trim(text, *piece, keep_others)) is not None]


_EXAMPLES = re.compile(r"\s*(?:and )?[Oo]thers?(?= (?:including|such as|like)\b)")


def _without_examples(text: str, start: int, end: int) -> tuple[int, int]:
    """`others including road marking beads`: what the others are is no part of the name."""
    rest = _EXAMPLES.match(text, start, end)
    return start, rest.end() if rest else end


def _inside_name(text: str, comma: int, end: int) -> bool:
    if text[comma] != ",":
        return False
    after = text[comma + 1 : end]
    if text[comma - 1 : comma].isdigit() and after[:3].isdigit():
        return True
    # "Doe, Smith and Company" and "Bolt Co., Ltd." are one name each.
    single = re.search(r"(?:^|[,;:(]|\b[a-z]+) ?[A-Z]\w+$", text[max(0, comma - 60) : comma])
    return bool(_LEGAL_NEXT.match(after)) or bool(
        single and re.match(r" [A-Z]\w+ (?:and|&) (?:Company|Co\b|Sons)", after)
    )


# "small and mid-sized enterprises" is one group of buyers.
_SIZES = re.compile(
    r"(?:micro, )?(?:small|micro|medium|low|high|short|long)(?:-sized)? (?:and|or|&) (?:small|mid|medium|mid-?sized|medium-sized|mid-range|large|high|low|long) [a-z]",
    re.IGNORECASE,
)


# "Class 8 and 9" is one of several classes.
_NUMBERED = re.compile(r"\d{1,2}\s*$")


def _split_and(text: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The `and` before the last member parts it; one inside a member ("Retail and Specialty") of a list does not."""
    if not pieces:
        return pieces
    start, end = pieces[-1]
    last = text[start:end]
    if len(pieces) > 1 and re.match(r"\s*(?:and|or|&)\s", last):
        return pieces
    # "Food & Drinks, Transport & Storage": where "&" stands inside one member, it does so in the last.
    inside = any(" & " in text[slice(*piece)] for piece in pieces[:-1])
    joints = [
        match
        for match in _AND.finditer(last)
        if last[: match.start()].count("(") == last[: match.start()].count(")")
        and not re.match(r"(?:Company|Co\b|Sons)", last[match.end() :])
        and not _SIZES.match(last.strip(), 0)
        and not _NUMBERED.match(last[match.end() :])
        and not (match.group().strip() == "&" and (_ONE_FIRM.fullmatch(last.strip()) or inside))
    ]
    if not joints:
        return pieces
    joint = joints[-1] if len(pieces) == 1 or len(joints) == 1 else joints[0]
    return [*pieces[:-1], (start, start + joint.start()), (start + joint.end(), end)]


def _trim(text: str, start: int, end: int, keep_others: bool) -> tuple[int, int] | None:
    while True:
        head = _HEAD.match(text[start:end])
        if not head or not head.end():
            break
        start += head.end()
    tail = _TAIL.search(text[start:end])
    if tail:
        end = start + tail.start()
    while end > start and text[end - 1] in " \n\t,;:|-\"'":
        end -= 1
    if end > start and text[end - 1] == "." and not _CLOSED.search(text[start:end]):
        end -= 1
    if end > start and text[end - 1] in ")]" and text[start:end].count("(") + text[start:end].count("[") == 0:
        end -= 1
    while start < end and text[start] in " \n\t\"'":
        start += 1
    share = _SHARE.search(text[start:end]) if text[start:end].rstrip(")").endswith("%") else None
    end = start + share.start() if share and share.start() else end
    bare = text[start:end]
    if (
        not bare
        or len(bare) > 90
        or not any(char.isalnum() for char in bare)
        or (not keep_others and _EMPTY.match(bare))
    ):
        return None
    if _EMPTY.match(bare) and bare.lower().rstrip("s.") != "other":
        return None
    return start, end
