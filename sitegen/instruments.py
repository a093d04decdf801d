"""The instruments by which reviews judge: domains and judgements of bias, levels of certainty, kinds of study design.

Comes in: the text of `templates/data/instruments.yaml`, or of a site's own. Goes out: frozen lists and the few
readings of a printed word that they allow. Apart, because they are data: a new instrument needs no code.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

from sitegen import documents
from sitegen.problems import Problem
from sitegen.reading import read_shape

__all__ = ["BiasTool", "Design", "Domain", "Instruments", "Judgement", "Level", "NO_INSTRUMENTS", "parse"]

Text = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Judgement(_Shape):
    """`sign` is the letter that readers see, `tone` its colour; neither stands alone."""

    name: Text
    sign: Text
    tone: Literal["good", "fair", "poor", "worst", "unknown"]


class Domain(_Shape):
    """`part_of` is the domain that this one is a part of; `apart` keeps it out of the overall judgement."""

    id: Text
    name: Text
    names: tuple[Text, ...]
    part_of: Text | None = None
    apart: Literal["true"] | None = None


class BiasTool(_Shape):
    """A tool for the risk of bias; `judgements` from best to worst, `unknown` those that have no rank."""

    id: Text
    name: Text
    names: tuple[Text, ...]
    source: Text
    judgements: tuple[Judgement, ...]
    unknown: tuple[Judgement, ...] = ()
    overall: tuple[Text, ...]
    domains: tuple[Domain, ...]

    def domain(self, printed: str) -> Domain | None:
        return next((one for one in self.domains if _fold(printed) in map(_fold, (one.name, *one.names))), None)

    def is_overall(self, printed: str) -> bool:
        return _fold(printed) in map(_fold, self.overall)

    def judgement(self, printed: str) -> Judgement | None:
        return next((one for one in (*self.judgements, *self.unknown) if _fold(one.name) == _fold(printed)), None)

    def rank(self, printed: str) -> int | None:
        """0 for the best judgement; None for one without a rank."""
        names = [_fold(one.name) for one in self.judgements]
        return names.index(_fold(printed)) if _fold(printed) in names else None


class Level(_Shape):
    name: Text
    phrase: Text


class Step(_Shape):
    words: Text
    change: Literal["-3", "-2", "-1", "0", "1", "2"]


class Certainty(_Shape):
    """`levels` from best to worst; `steps` say by how many of them a rating moves."""

    name: Text
    source: Text
    levels: tuple[Level, ...]
    steps: tuple[Step, ...]

    def level(self, printed: str) -> int | None:
        """The position of a level, 0 for the best."""
        names = [_fold(level.name) for level in self.levels]
        return names.index(_fold(printed)) if _fold(printed) in names else None

    def change(self, printed: str) -> int | None:
        """Levels down (below nought) or up that a rating stands for; None where its words are unknown."""
        text = _fold(printed)
        return next((int(step.change) for step in self.steps if _fold(step.words) in text), None)


class Design(_Shape):
    """A kind of study; `starts` is the certainty that its evidence begins with."""

    id: Text
    name: Text
    words: tuple[Text, ...]
    starts: Text | None = None


class Instruments(_Shape):
    bias: tuple[BiasTool, ...]
    certainty: Certainty
    designs: tuple[Design, ...]

    def tool_of(self, domains: Iterable[str]) -> BiasTool | None:
        """The tool that knows most of the domains, as documents print them; the first among equals, None for none."""
        printed = list(domains)
        known = [sum(tool.domain(name) is not None for name in printed) for tool in self.bias]
        return self.bias[known.index(max(known))] if max(known, default=0) else None

    def scale_of(self, judgements: Iterable[str]) -> BiasTool | None:
        """The first tool that ranks every one of the judgements, for domains that belong to none."""
        printed = list(judgements)
        return next((tool for tool in self.bias if all(tool.rank(name) is not None for name in printed)), None)

    def design_of(self, printed: str) -> Design | None:
        """The first kind of design, in the order of the list, one of whose words stands in the text.

        `non-randomised` is no randomised trial.
        """
        text = _fold(printed)
        if any(text.find(f"{no}random") >= 0 for no in ("non-", "non", "not ")):
            text = text.replace("random", "")
        return next((one for one in self.designs if any(_fold(word) in text for word in one.words)), None)


NO_INSTRUMENTS = Instruments(bias=(), certainty=Certainty(name="none", source="none", levels=(), steps=()), designs=())
"""For readings that need none: nothing is judged."""


def parse(data: bytes, path: str) -> tuple[Instruments | None, list[Problem]]:
    """The instruments, or everything that is wrong with the file."""
    text, problems = documents.decode(data, path)
    if problems:
        return None, problems
    node, problems = documents.parse(text, path)
    if node is None:
        return None, problems
    return read_shape(Instruments, node)


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()
