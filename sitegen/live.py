"""The site while it is edited: always the last good state, always the problems of the present one.

Comes in: a root, and a call whenever something changed. Goes out: pages, one at a time, as they are asked for, and news.
Apart from `serve`, which speaks HTTP and knows no facts. Nothing is written; `public/` stays as it was.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from threading import Condition, RLock

from sitegen.drawing import Drawing, Prepared
from sitegen.heap import uncollected
from sitegen.history import build_day
from sitegen.loading import Loaded, examine, opened
from sitegen.memory import Memory
from sitegen.outputs import digest, manifest
from sitegen.preparing import prepare
from sitegen.problems import Place, Problem, SitegenError
from sitegen.render import TemplateFault
from sitegen.reports import frame_of
from sitegen.sources import Shelf
from sitegen.views.single import view_at

__all__ = ["LiveSite", "News"]


@dataclass(frozen=True, slots=True)
class News:
    """`number` grows with every load, `good` with every one that the site could follow."""

    number: int
    good: int
    problems: tuple[Mapping[str, object], ...]


@dataclass
class _State:
    """One good state of the site, and what of it has been drawn: outputs by path, pieces by number."""

    prepared: Prepared
    outputs: dict[str, bytes] = field(default_factory=dict)
    drawn: set[int] = field(default_factory=set)
    whole: bool = False

    @cached_property
    def drawing(self) -> Drawing:
        return Drawing(self.prepared)


class LiveSite:
    """The site of a root, followed through its edits. Every method may be called from any thread."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._memory, self._shelf = Memory(), Shelf()
        self._lock = RLock()
        self._told = Condition()
        self._state: _State | None = None
        self._before: dict[str, bytes] = {}
        self._number = self._good = 0
        self._problems: tuple[Problem, ...] = ()
        self._faults: dict[str, Problem] = {}
        self._seen: tuple[object, object] | None = None
        self.loaded = Loaded(None, ())
        self.reload()

    def reload(self) -> None:
        """Read everything again; where it has errors, the site stays as it was and the problems are told."""
        with self._lock, uncollected():
            try:
                files, found, judging = opened(self.root, self._shelf)
                stamp, drawn_by = (files, tuple(found)), _templates(self.root)
                if (stamp, drawn_by) == self._seen:
                    return
                kept = self._state.prepared if self._state and self._seen and self._seen[1] == drawn_by else None
                self._seen = (stamp, drawn_by)
                self.loaded = examine(files, found, self._memory, build_day(self.root), judging)
                self._memory.turn()
                self._problems, self._faults = self.loaded.problems, {}
                if self.loaded.graph is not None and not self.loaded.failing(strict=False):
                    prepared = prepare(self.root, self.loaded, before=kept)
                    if self._state is not None:
                        self._before |= self._state.outputs
                    self._state = _State(prepared)
                    self._good += 1
            except TemplateFault as fault:
                self._problems = (*self._problems, fault.problem)
            except (SitegenError, OSError) as error:
                self._problems = (*self._problems, _of_machine(error))
        self._tell()

    def _tell(self) -> None:
        with self._told:
            self._number += 1
            self._told.notify_all()

    def news(self, seen: int = -1, timeout: float = 0) -> News:
        """The present state, at once or, where `seen` is its number, when there is another or the time is over."""
        with self._told:
            self._told.wait_for(lambda: self._number != seen, timeout)
            number = self._number
        with self._lock:
            problems = (*self._problems, *self._faults.values())
            return News(number, self._good, tuple(frame_of(problem, self._text(problem)) for problem in problems))

    def _text(self, problem: Problem) -> str:
        path = self.root / problem.place.path
        fine = path.is_file() and not path.is_symlink() and path.resolve().is_relative_to(self.root.resolve())
        return path.read_bytes().decode("utf-8-sig", "replace") if fine else ""

    def output(self, path: str) -> bytes | None:
        """The bytes at a path relative to the site's root, such as `markets/x/index.html`, or None."""
        with self._lock:
            state = self._state
            if state is None:
                return _NOTHING_YET if path.endswith("index.html") else None
            if path not in state.outputs:
                self._draw(state, path)
            return state.outputs.get(path)

    def _draw(self, state: _State, path: str) -> None:
        """Draw what a path needs: one page where it can be made alone, else the pieces that may make it. Only what must know
        of all pages needs everything; it stands at the root of the site.
        """
        if not state.outputs:
            spoken = (state.prepared, *state.prepared.others)
            state.outputs |= {output.path: output.data for one in spoken for output in one.shared}
        try:
            address = path.removesuffix("index.html")
            prepared, address = state.prepared.at(address)
            view = view_at(prepared.material, address) if path.endswith("index.html") else None
            if view is not None:
                state.outputs[path] = prepared.page(view).data
                return
            if path not in state.outputs:
                self._draw_pieces(state, path)
            if path not in state.outputs and not state.whole and address.endswith(_OF_ALL) and "/" not in address:
                self._draw_all(state)
        except TemplateFault as fault:
            self._faults[path] = fault.problem
            if path in self._before:
                state.outputs[path] = self._before[path]
            self._tell()

    def _draw_pieces(self, state: _State, path: str) -> None:
        for number in state.drawing.making(path):
            if number not in state.drawn:
                state.drawn.add(number)
                for output in state.drawing.draw(number):
                    state.outputs.setdefault(output.path, output.data)
            if path in state.outputs:
                return

    def _draw_all(self, state: _State) -> None:
        state.whole = True
        made = list(state.prepared.everything())
        for output in (*made, manifest({one.path: digest(one) for one in made})):
            state.outputs.setdefault(output.path, output.data)


def _templates(root: Path) -> dict[str, bytes]:
    """The site's own templates: another thing that an editor may change."""
    own = root / "templates"
    files = (path for path in own.rglob("*") if "node_modules" not in path.parts and path.is_file())
    return {path.as_posix(): path.read_bytes() for path in files}


def _of_machine(error: Exception) -> Problem:
    return Problem("environment", Place("."), str(error), "the site stays as it was")


_OF_ALL = (".txt", ".xml", ".json", ".webmanifest")

_NOTHING_YET = (
    "<!doctype html><html lang=en><head><meta charset=utf-8><title>Not yet</title></head><body><main><h1>"
    + html.escape("The site cannot be built yet")
    + "</h1><p>Mend what is listed here; the page follows by itself.</p></main></body></html>"
).encode()
