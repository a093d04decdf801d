"""An interpreter in which a case costs only what it is about: modules loaded, templates compiled, folders in memory.

Apart, because each campaign forks its cases from it: a new interpreter for each would be five sixths of their cost.
"""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from sitegen import render
from sitegen.build import How, build
from sitegen.languages import ENGLISH, Language
from soak.run import box
from soak.sites import copy

__all__ = ["warmed"]


def _own(folder: Path) -> tuple[tuple[str, bytes], ...]:
    """The templates of a site's own, which may change from case to case."""
    return tuple((str(path), path.read_bytes()) for path in sorted(folder.rglob("*.html")))


@contextmanager
def warmed() -> Iterator[None]:
    """Within it templates are compiled once, and everything that a build imports is there."""
    whole = render.environment

    @cache
    def compiled(folders: Sequence[Path], language: Language, own: object) -> render.Templates:
        del own
        return whole(folders, language)

    def environment(folders: Sequence[Path], language: Language = ENGLISH) -> render.Templates:
        return compiled(tuple(folders), language, tuple(map(_own, folders[:-1])))

    render.environment = environment
    try:
        with tempfile.TemporaryDirectory(dir=box()) as folder:
            root = copy(Path(folder) / "site")
            build(root, root / "public", how=How(1))
        gc.freeze()  # the forks share it
        yield
    finally:
        render.environment = whole
        gc.unfreeze()
