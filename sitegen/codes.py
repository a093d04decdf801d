"""Templates compiled once for all processes that draw, and by several of them at a time.

Comes in: the templates of each language. Goes out: the same, with their code. Apart from `compiled`, which decides what a
template becomes: here it is only decided who does it. To compile takes as long as to draw a hundred pages, and every process
that draws would do it again.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

import jinja2

from sitegen.workers import drawn, forked

if TYPE_CHECKING:
    from sitegen.render import Templates

__all__ = ["compile_all"]

_Made = tuple[int, dict[str, bytes]]


class _Sources:
    """Every template in every language; whoever draws one compiles it."""

    def __init__(self, several: Sequence[Templates]) -> None:
        self._several = several
        self._jobs = [(number, name) for number, templates in enumerate(several) for name in templates.names]

    def __len__(self) -> int:
        return len(self._jobs)

    def draw(self, number: int) -> list[_Made]:
        language, name = self._jobs[number]
        templates = self._several[language]
        before = set(templates.codes.known)
        # Of a template with a mistake, or that is no text at all, whoever draws a page of it hears; it may be that nobody does.
        with suppress(jinja2.TemplateError, ValueError, OSError):
            templates.get_template(name)
        return [(language, {key: code for key, code in templates.codes.known.items() if key not in before})]


def compile_all(several: Sequence[Templates], workers: int) -> None:
    """Let all templates be compiled, so that processes that are forked from this one need not."""
    sources = _Sources(several)
    with forked(sources, workers) as executor:
        for language, codes in drawn(sources, executor, workers) if executor is not None else ():
            several[language].codes.known |= codes
