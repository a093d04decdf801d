"""Problems in the forms that people and programs read: text, JSON, GitHub annotations, GitLab’s code quality, SARIF.

Comes in: problems, the texts of their files, whether the terminal shows colours. Goes out: one text a run. Apart from
`problems`, which every stage imports; and because content must reach a log through one quoting function only: a line
`::error::` in a file must not become an annotation, an escape sequence must not reach a terminal.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from sitegen import __version__
from sitegen.problems import Problem, plain, printable, to_text

__all__ = ["FORMS", "annotation", "coloured", "frame_of", "render"]

FORMS = ("text", "json", "github", "gitlab", "sarif")

_SARIF = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_COLOURS = {
    "error": "1;31",
    "warning": "1;33",
    "note": "1;36",
    "place": "1",
    "caret": "31",
    "frame": "34",
    "hint": "32",
}


def render(
    form: str,
    problems: Sequence[Problem],
    sources: Mapping[str, str],
    summary: str,
    *,
    colour: bool,
    extra: Mapping[str, object] | None = None,
) -> str:
    """The whole report of a run in one of `FORMS`; `sources` maps paths to the texts of their files; `extra` goes
    into the JSON."""
    if form == "json":
        rows = [_as_json(problem) for problem in problems]
        return json.dumps({"problems": rows, "summary": summary, **(extra or {})}, indent=2, ensure_ascii=False)
    if form == "github":
        return "\n".join([*(annotation(problem) for problem in problems), f"sitegen: {printable(summary)}"])
    if form == "gitlab":
        return json.dumps([_quality(problem) for problem in problems], indent=2, ensure_ascii=False)
    if form == "sarif":
        return json.dumps(_sarif(problems), indent=2, ensure_ascii=False)
    paint = coloured if colour else plain
    return "".join(to_text(problem, sources, paint) + "\n\n" for problem in problems)


def coloured(style: str, text: str) -> str:
    """Text in the colour of its role, for a terminal. The text itself has been through `printable`."""
    code = _COLOURS.get(style)
    return f"\033[{code}m{text}\033[0m" if code and text else text


def _as_json(problem: Problem) -> dict[str, object]:
    place = problem.place
    return {
        "rule": problem.rule, "severity": problem.severity, "path": place.path, "line": place.line, "column": place.column,
        "length": place.length, "message": problem.message, "found": problem.found, "hint": problem.hint,
    }  # fmt: skip


def frame_of(problem: Problem, source: str) -> dict[str, object]:
    """A problem with its printed form, for a page that shows it."""
    return {**_as_json(problem), "text": to_text(problem, {problem.place.path: source})}


def annotation(problem: Problem) -> str:
    """A workflow command that puts the problem beside its line. Whatever the content holds, it stays one command."""
    place = problem.place
    command = {"error": "error", "warning": "warning", "note": "notice"}[problem.severity]
    properties = {
        "file": place.path, "line": place.line, "col": place.column, "endColumn": place.column + place.length,
        "title": problem.rule,
    }  # fmt: skip
    said = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    lines = [text for text in (problem.message, problem.found, problem.hint and f"hint: {problem.hint}") if text]
    return f"::{command} {said}::{_data(lines)}"


def _data(lines: Sequence[str]) -> str:
    """Lines as the text of a command: every line break in it is one of ours."""
    return "%0A".join(printable(line).replace("%", "%25") for line in lines)


def _property(text: str) -> str:
    return printable(text).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")


def _sarif(problems: Sequence[Problem]) -> dict[str, object]:
    rules = sorted({problem.rule for problem in problems})
    run = {
        "tool": {"driver": {"name": "sitegen", "version": __version__, "rules": [{"id": rule} for rule in rules]}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem, rules.index(problem.rule)) for problem in problems],
    }
    return {"$schema": _SARIF, "version": "2.1.0", "runs": [run]}


_QUALITY = {"error": "critical", "warning": "major", "note": "info"}


def _quality(problem: Problem) -> dict[str, object]:
    """One entry of GitLab's code quality report, which is shown on the line of a merge request."""
    identity = "\x1f".join((problem.rule, problem.place.path, problem.message))
    return {
        "description": ". ".join(printable(text) for text in (problem.message, problem.found, problem.hint) if text),
        "check_name": problem.rule,
        "fingerprint": hashlib.sha256(identity.encode("utf-8", "replace")).hexdigest(),
        "severity": _QUALITY[problem.severity],
        "location": {"path": problem.place.path, "lines": {"begin": problem.place.line}},
    }


def _result(problem: Problem, index: int) -> dict[str, object]:
    place = problem.place
    said = ". ".join(printable(text) for text in (problem.message, problem.found, problem.hint) if text)
    # The line number is left out, so that a problem is the same one when lines are added above it.
    identity = "\x1f".join((problem.rule, place.path, problem.message))
    return {
        "ruleId": problem.rule,
        "ruleIndex": index,
        "level": problem.severity,
        "message": {"text": said},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(place.path)},
                    "region": {
                        "startLine": place.line,
                        "startColumn": place.column,
                        "endColumn": place.column + place.length,
                    },
                }
            }
        ],
        "partialFingerprints": {"problem/v1": hashlib.sha256(identity.encode("utf-8", "replace")).hexdigest()},
    }
