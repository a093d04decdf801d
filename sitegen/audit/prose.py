"""unsourced-number, copied-prose: our own prose, held against the rules that we hold documents to.

Comes in: the graph. Goes out: problems, because an editor can mend them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain

from sitegen.facts import Fact, Seed
from sitegen.graph import Graph
from sitegen.memory import Memory, Same
from sitegen.perlanguage import texts_of
from sitegen.problems import Place, Problem
from sitegen.seeds import RUN, WIDTH, run_hashes
from sitegen.tokens import words

__all__ = ["COPIED", "Documents", "copied_prose", "prose_problems", "unsourced_numbers"]

COPIED = 12
"""So many words in a row that also stand in a seed are a copy."""

_WINDOW = 5
_STEP = COPIED - RUN + 1 - _WINDOW + 1
"""Hashes in a window, and from one window of a document to the next: every copy holds a whole window."""

_MARKED = re.compile(
    r"(?ms)^```.*?^```[ \t]*$|\{[a-z][a-z0-9-]*/[a-z][a-z0-9-]*\}|\{plain:[^{}\n]{1,40}\}|`[^`\n]*`|\]\([^)\s]*\)"
)
_LONGEST = 60
_NUMERAL = re.compile(r"(?<![^\W_])(?<![^\W\d_]-)[+-]?\d[\w.,%/–-]*")


@dataclass(frozen=True, slots=True)
class _Prose:
    """A text of ours; `numbers` says whether its bare numerals are unsourced."""

    text: str
    place: Place
    numbers: bool


def prose_problems(graph: Graph, memory: Memory | None = None) -> tuple[Problem, ...]:
    """Every problem of our own prose. `memory` serves many loads of one site: a text is held against the same documents once."""
    prints = tuple((seed.id, seed.print) for seed in graph.seeds.values())
    memory = memory or Memory()
    documents = memory.get(("documents", prints), lambda: Documents(graph.seeds.values()))

    def judged(prose: _Prose) -> tuple[Problem, ...]:
        bare = unsourced_numbers(prose.text, prose.place) if prose.numbers else []
        return (*bare, *copied_prose(prose.text, prose.place, documents))

    def told(facts: Iterable[Fact]) -> tuple[Problem, ...]:
        return tuple(problem for prose in _told(facts) for problem in judged(prose))

    against = Same(documents)
    texts = [(("prose", against, prose), partial(judged, prose)) for prose in _texts(graph)]
    told_of = [(("prose", against, Same(facts)), partial(told, facts)) for facts in graph.facts_by_seed.values()]
    return tuple(chain.from_iterable(memory.get_all([*texts, *told_of])))


def _texts(graph: Graph) -> Iterator[_Prose]:
    corpus = graph.corpus
    glossary = Place("content/glossary.yaml")
    free = [(topic.file.summary, topic.prose) for topic in graph.topics.values()]
    free += [(one.text, one.prose) for page in corpus.pages for one in (page, *page.others.values())]
    free += [(decision.file.reason, decision.prose) for decision in corpus.decisions]
    free += [(relation.entry.reason, relation.prose) for relation in corpus.relations]
    free += [(entry.meaning, glossary) for entry in corpus.glossary]
    yield from (_Prose(text, place, True) for said, place in free for text in texts_of(said))


def _told(facts: Iterable[Fact]) -> Iterator[_Prose]:
    """Statements and notes. A statement's numerals are held against its own quotes, while it is read."""
    texts = ((text, fact.source) for fact in facts for text in (fact.statement, fact.note))
    yield from (_Prose(text, place, False) for said, place in texts for text in texts_of(said))


def unsourced_numbers(text: str, place: Place) -> list[Problem]:
    """Numerals that are neither a fact's (`{seed/fact}`) nor marked (`{plain:15}`)."""
    bare = _MARKED.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)
    found = []
    for match in _NUMERAL.finditer(bare):
        number = match.group().rstrip(".,")
        message = f"`{number}` stands in prose without a source: “{_around(text, match.start(), match.end())}”"
        hint = f"write it as `{{seed/fact}}`, or as `{{plain:{number}}}` where it is no fact"
        found.append(Problem("unsourced-number", _within(place, text, match.start(), len(number)), message, hint))
    return found


def _around(text: str, start: int, end: int) -> str:
    """The words that a number stands among, none of them cut but what is no word of any language."""
    head, tail = max(0, start - 25), min(len(text), end + 10)
    while start - _LONGEST < head > 0 and not text[head - 1].isspace():
        head -= 1
    while end + _LONGEST > tail < len(text) and not text[tail].isspace():
        tail += 1
    return " ".join(text[head:tail].split())


def _within(place: Place, text: str, offset: int, length: int) -> Place:
    """Where a text's character stands in the file: exact for the first line and for pages, else the text's own place."""
    line = text.count("\n", 0, offset)
    if line == 0 and not place.path.endswith(".md"):
        return Place(place.path, place.line, place.column, place.length)
    column = offset - (text.rfind("\n", 0, offset) + 1)
    return Place(place.path, place.line + line, column + 1 if place.path.endswith(".md") else place.column, length)


def copied_prose(text: str, place: Place, documents: Documents) -> list[Problem]:
    """A run of words that also stands in a document: the first of each text."""
    tokens = words(_MARKED.sub(" ", text))
    runs = run_hashes(tokens)
    for start in range(len(runs) // WIDTH - _WINDOW + 1):
        for seed in documents.near(runs[start * WIDTH : (start + _WINDOW) * WIDTH]):
            # Part of a copy stands in the document: the whole begins here or a little before.
            for first in range(max(0, start - _STEP + 1), min(start, len(tokens) - COPIED) + 1):
                run = tokens[first : first + COPIED]
                if seed.print.find(run):
                    message = f"{COPIED} words in a row also stand in {seed.id}: “{' '.join(run)}”"
                    hint = "say it in your own words, or quote less and mark it"
                    return [Problem("copied-prose", place, message, hint)]
    return []


class Documents:
    """Which documents may hold a run of words, by windows of their hashes so near to each other that no copy slips between."""

    def __init__(self, seeds: Iterable[Seed]) -> None:
        self._seeds = tuple(seeds)

    @cached_property
    def _windows(self) -> Set[bytes]:
        """Made when a text is first looked for: a build that remembers that all are fine looks for none."""
        found: set[bytes] = set()
        for seed in self._seeds:
            hashes = seed.print.hashes
            found.update(hashes[at : at + _WINDOW * WIDTH] for at in range(0, len(hashes), _STEP * WIDTH))
        return found

    def near(self, window: bytes) -> tuple[Seed, ...]:
        """Hardly any window of ours stands in a document: which ones it stands in is not looked for before it does."""
        return tuple(seed for seed in self._seeds if window in seed.print.hashes) if window in self._windows else ()
