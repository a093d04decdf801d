"""`sitegen format`: every YAML file of a site, and the front matter of every page, in its canonical form.

Comes in: a root and, if it is to be only some, paths. Goes out: what was changed, and problems of files that are no
YAML. Apart from `canonical`, which knows no files.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from sitegen import documents, sources
from sitegen.canonical import CannotFormat, canonical
from sitegen.markup import front_matter
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
    """Format every YAML file and every page's front matter, or those of `only` that belong to the site."""
    files, _ = sources.read(root)
    base = root.resolve()
    wanted = {path.resolve() for path in only}
    known = [path for path in files if path.endswith(".yaml") or _is_page(path)]
    paths = [path for path in known if not wanted or base / path in wanted]
    changed: list[str] = []
    problems: list[Problem] = []
    for path in paths:
        made, found = _formed(files[path], path)
        problems += found
        if made and made.encode("utf-8") != files[path]:
            changed.append(path)
            if write:
                write_file(root, path, made)
    return Tidied(tuple(changed), len(paths), sort_problems(problems))


def _is_page(path: str) -> bool:
    return path.startswith("content/pages/") and path.endswith(".md")


def _formed(data: bytes, path: str) -> tuple[str, list[Problem]]:
    """The file in its form, or nothing and why not. Of a page only the front matter is ours to write."""
    text, problems = documents.decode(data, path)
    if problems:
        return "", problems
    front = front_matter(text) if _is_page(path) else None
    if _is_page(path) and front is None:
        return "", []  # `check` says so; there is nothing to put in order
    yaml, body = front if front is not None else (text, "")
    # Blank lines in front keep the lines of problems those of the file.
    problems = documents.parse("\n" + yaml if front is not None else yaml, path)[1]
    faults = [problem for problem in problems if problem.rule != "flow-list"]
    if faults:
        return "", [fault for fault in faults if fault.rule != "empty-file"]
    try:
        made = canonical(yaml)
    except CannotFormat as error:
        return "", [Problem("cannot-format", Place(path), str(error), "the file is left as it is")]
    return (f"---\n{made}---\n{body}" if front is not None else made), []
