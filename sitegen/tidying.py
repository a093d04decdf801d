"""`sitegen format`: every YAML file of a site in its canonical form.

Comes in: a root and, if it is to be only some, paths. Goes out: what was changed, and problems of files that are no
YAML. Apart from `canonical`, which knows no files.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from sitegen import documents, sources
from sitegen.canonical import CannotFormat, canonical
from sitegen.problems import Place, Problem, sort_problems
from sitegen.writing import write_file

__all__ = ["Tidied", "tidy"]


@dataclass(frozen=True, slots=True)
class Tidied:
    """`changed` are the paths that are not in their form (and were rewritten, unless only looked at)."""

    changed: tuple[str, ...]
    files: int
    problems: tuple[Problem, ...]


def tidy(root: Path, only: Collection[Path], *, write: bool) -> Tidied:
    """Format every YAML file, or those of `only` that belong to the site."""
    files, _ = sources.read(root)
    base = root.resolve()
    wanted = {path.resolve() for path in only}
    paths = [path for path in files if path.endswith(".yaml") and (not wanted or base / path in wanted)]
    changed: list[str] = []
    problems: list[Problem] = []
    for path in paths:
        text, found = documents.decode(files[path], path)
        found += documents.parse(text, path)[1] if not found else []
        faults = [problem for problem in found if problem.rule != "flow-list"]
        if faults:
            problems += [fault for fault in faults if fault.rule != "empty-file"]
            continue
        try:
            made = canonical(text)
        except CannotFormat as error:
            problems.append(Problem("cannot-format", Place(path), str(error), "the file is left as it is"))
            continue
        if made.encode("utf-8") != files[path]:
            changed.append(path)
            if write:
                write_file(root, path, made)
    return Tidied(tuple(changed), len(paths), sort_problems(problems))
