"""Shared files: styles, scripts, the chart library → outputs under fingerprinted names.

Comes in: the template folders. Goes out: outputs and their addresses. Apart from `render`, which knows no files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.outputs import Output, fingerprinted
from sitegen.problems import EnvironmentFailure

if TYPE_CHECKING:  # `check` looks for templates, and draws no page
    from sitegen.views.frame import Assets

__all__ = [
    "INSTRUMENTS",
    "catalogues",
    "collect",
    "spoken",
    "squeezed",
    "unindented",
    "instruments",
    "library_styles",
    "serving_tools",
    "template_folders",
]

INSTRUMENTS = "data/instruments.yaml"

_LIBRARY = "node_modules/plotly.js-basic-dist-min"
_SEARCH = "node_modules/minisearch"
# Scripts that a page loads only when a reader asks for what they do.
_APART = ("search", "tools", "explorer", "compare", "proof", "pictures")
# What every page loads goes without its remarks: they are for those who read the source.
_COMMENT = re.compile(rb"^\s*//.*\n", re.MULTILINE)
_QUOTED = rb"""\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'"""
_BLANK = re.compile(_QUOTED + rb"|(?:/\*.*?\*/|\s)+", re.DOTALL)
_AROUND = re.compile(rb"(" + _QUOTED + rb")|(?: ?([{};,]) ?|(:) )")
# The looks of studies, and of lists of facts and findings, which other pages have nothing of.
_LOOKS = ("evidence", "lists")
_RULE = re.compile(r'"(X[^"{}]*)":(?:"((?:[^"\\]|\\.)*)"|\'((?:[^\'\\]|\\.)*)\')')


def template_folders(root: Path) -> tuple[Path, ...]:
    """Where templates are looked for: the site's own first, then those that came with sitegen."""
    here = Path(__file__).resolve().parent
    packaged = here / "templates" if (here / "templates").is_dir() else here.parent / "templates"
    own = root / "templates"
    return (own, packaged) if own.is_dir() and own.resolve() != packaged else (packaged,)


Said = Callable[[str], str]
"""A script's text → the same in a language."""


def collect(folders: Sequence[Path], said: Said = str) -> tuple[Assets, tuple[Output, ...]]:
    """All shared outputs. The chart library comes from npm's folder, or else from the Python package of Plotly."""
    from sitegen.views.frame import Assets

    styles = b"\n".join(data for _, data in _files(folders, "assets/css", ".css"))
    icon = _find(folders, "assets/icon.svg").read_bytes()
    library, licence = _library(folders)
    library_css = library_styles(library.decode("utf-8")).encode("utf-8")
    made = [
        fingerprinted("assets/site.css", squeezed(styles)),
        _script(folders, said),
        fingerprinted("assets/plotly.js", library),
        fingerprinted("assets/plotly.css", library_css),
        fingerprinted("assets/icon.svg", icon),
    ]
    licences = [Output("assets/plotly.LICENSE.txt", licence)]
    later = _later(folders, said)
    for name in _LOOKS:
        looks = _find(folders, f"assets/css/apart/{name}.css").read_bytes()
        later[name] = fingerprinted(f"assets/{name}.css", squeezed(looks))
    finder = _optional(folders, f"{_SEARCH}/dist/umd/index.js")
    if finder:
        later["minisearch"] = fingerprinted("assets/minisearch.js", _without_map(finder))
        licences.append(Output("assets/minisearch.LICENSE.txt", _optional(folders, f"{_SEARCH}/LICENSE.txt")))
    names = {name: output.path for name, output in later.items()}
    return Assets(*(output.path for output in made), **names), (*made, *later.values(), *licences)


def spoken(shared: Assets, folders: Sequence[Path], said: Said) -> tuple[Assets, tuple[Output, ...]]:
    """The shared files of a further language: its own scripts, and whatever has no words as it is."""
    script, later = _script(folders, said), _later(folders, said)
    names = {name: output.path for name, output in later.items()}
    return replace(shared, script=script.path, **names), (script, *later.values())


def _script(folders: Sequence[Path], said: Said) -> Output:
    whole = b"\n".join(unindented(data) for _, data in _files(folders, "assets/js", ".js"))
    return fingerprinted("assets/site.js", said(whole.decode("utf-8")).encode("utf-8"))


def unindented(script: bytes) -> bytes:
    """A script without remarks on lines of their own and, where no text of it goes on for lines, without indents."""
    lines = _COMMENT.sub(b"", script).split(b"\n")
    several = any(line.count(b"`") % 2 for line in lines)
    return b"\n".join(lines if several else map(bytes.strip, lines))


def _later(folders: Sequence[Path], said: Said) -> dict[str, Output]:
    texts = {name: _find(folders, f"assets/js/apart/{name}.js").read_text("utf-8") for name in _APART}
    return {name: fingerprinted(f"assets/{name}.js", said(text).encode("utf-8")) for name, text in texts.items()}


def squeezed(styles: bytes) -> bytes:
    """Style sheets without comments and blanks that say nothing; what stands in quotes stays."""
    single = _BLANK.sub(lambda found: found[0] if found[0][:1] in b"\"'" else b" ", styles)
    return _AROUND.sub(lambda found: found[1] or found[2] or found[3], single).strip()


def _optional(folders: Sequence[Path], name: str) -> bytes:
    """A file's bytes, or nothing: a site without the search library searches by whole words."""
    found = [folder / name for folder in folders if (folder / name).is_file()]
    return found[0].read_bytes() if found else b""


def _without_map(script: bytes) -> bytes:
    """A script without the line that sends browsers looking for its source map."""
    return b"\n".join(line for line in script.split(b"\n") if not line.startswith(b"//# sourceMappingURL"))


def instruments(folders: Sequence[Path]) -> bytes:
    """The list of instruments by which reviews judge: the site's own, or ours."""
    return _find(folders, INSTRUMENTS).read_bytes()


def catalogues(folders: Sequence[Path], name: str) -> tuple[bytes, ...]:
    """The messages of a language: ours, then the site's own, which stand before ours."""
    paths = (folder / "locale" / f"{name}.po" for folder in reversed(folders))
    return tuple(path.read_bytes() for path in paths if path.is_file())


def serving_tools(folders: Sequence[Path]) -> dict[str, bytes]:
    """The scripts and styles that pages get while they are edited, by name."""
    return dict((*_files(folders, "serve", ".css"), *_files(folders, "serve", ".js")))


def _files(folders: Sequence[Path], below: str, ending: str) -> list[tuple[str, bytes]]:
    """Files of a kind by name, a site's own in the place of ours of the same name."""
    found: dict[str, Path] = {}
    for folder in reversed(folders):
        for path in (folder / below).glob(f"*{ending}"):
            found[path.name] = path
    return [(name, found[name].read_bytes()) for name in sorted(found)]


def _find(folders: Sequence[Path], name: str) -> Path:
    for folder in folders:
        if (folder / name).is_file():
            return folder / name
    raise EnvironmentFailure(f"templates/{name} is missing")


def _library(folders: Sequence[Path]) -> tuple[bytes, bytes]:
    for folder in folders:
        path = folder / _LIBRARY
        if (path / "plotly-basic.min.js").is_file():
            return (path / "plotly-basic.min.js").read_bytes(), (path / "LICENSE").read_bytes()
    import importlib.util

    # Found without importing it: the import of plotly costs more than the rest of the build.
    spec = importlib.util.find_spec("plotly")
    if spec is None or spec.origin is None:
        raise EnvironmentFailure("the chart library is missing: run `make site`, or install the Python package plotly")
    package = Path(spec.origin).parent / "package_data" / "plotly.min.js"
    data = package.read_bytes()
    return data, b"plotly.js, MIT licence, Copyright (c) Plotly, Inc. https://github.com/plotly/plotly.js\n"


def library_styles(script: str) -> str:
    """The style rules that plotly.js would insert by itself, which a strict content policy forbids it to do."""
    start = script.find('"X,X div"')
    rules = _RULE.findall(script[start : start + 20_000]) if start >= 0 else []
    if len(rules) < 20:
        raise EnvironmentFailure("this version of plotly.js keeps its styles elsewhere; use the one of the lock file")
    made = []
    for selector, double, single in rules:
        body = (double or single).replace('\\"', '"').replace("\\'", "'")
        made.append(f"{selector.replace('X', '.js-plotly-plot .plotly')}{{{body}}}")
    return "\n".join(dict.fromkeys(made)) + "\n"
