"""What the stages of extraction hand on: the document as read, and what recognisers found in it.

Comes in: nothing. Goes out: frozen values. Apart, so that every stage can import it and it imports no recogniser.
"""

from __future__ import annotations

from dataclasses import field
from typing import Literal

from sitegen.extract.layout import Clause
from sitegen.extract.mentions import Mention
from sitegen.extract.normal import Normal
from sitegen.values import valueclass

__all__ = ["UNTOLD", "Document", "Found", "Frame", "Kind", "Subject"]

Kind = Literal["market", "review", "none"]
UNTOLD = 0.3
"""The confidence of what no word beside it says to be of a market: it counts where something else bears it out."""


@valueclass(frozen=True, slots=True)
class Subject:
    """What something found is about: `kind` is market, place, segment, company, study or other."""

    kind: str = "market"
    name: str = ""


@valueclass(frozen=True, slots=True)
class Frame:
    """What the whole document is: read first, because a sentence alone does not say which market it means.

    `comma` says that its numbers have a decimal comma, so that `1.498` is more than a thousand.
    """

    kind: Kind = "none"
    title: tuple[int, int] | None = None
    market: str = ""
    geography: str = ""
    publisher: str = ""
    comma: bool = False


@valueclass(frozen=True, slots=True)
class Document:
    """The text in its forms. `frame` is empty until the document as a whole was read."""

    normal: Normal
    clauses: tuple[Clause, ...]
    frame: Frame = field(default_factory=Frame)


@valueclass(frozen=True, slots=True)
class Found:
    """One relation that a recogniser saw.

    `measure` is a measure's plain name. `spans` (of the normal text) hold all that must be quoted, the value first.
    `first`, `last` are the years that it speaks of, 0 where it gives none; `when` is where it says so, or
    `defined_by` the span of the thing found that does. `confidence` is
    between 0 and 1: how sure the pattern is, a judgement of ours and no probability. `whole` is the N of an n/N whose n is
    the value and that is printed apart from it. `agreed` says that a size, a later
    size and a rate bear one another out by arithmetic.
    """

    measure: str
    spans: tuple[tuple[int, int], ...]
    value: tuple[int, int] | None = None
    whole: tuple[int, int] | None = None
    members: tuple[tuple[int, int], ...] = ()
    mention: Mention | None = None
    when: tuple[int, int] | None = None
    first: int = 0
    last: int = 0
    about: Subject = Subject()
    by: str = ""
    of: str = ""
    defined_by: tuple[int, int] | None = None
    confidence: float = 0.8
    doubts: tuple[str, ...] = ()
    agreed: bool = False
    recogniser: str = ""

    @property
    def start(self) -> int:
        return self.spans[0][0]
