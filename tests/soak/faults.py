"""Five independent faults in five files: all five are reported in one run, none twice, nothing else with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from sitegen import sources
from sitegen.loading import examine
from sitegen.memory import Memory
from soak.run import ROOT, Campaign, Run

__all__ = ["CAMPAIGN"]

Fault = tuple[str, str, Callable[[Random, str], str | bytes]]
"""The folder of the files that it suits, the rule that must report it, what it does."""


def _in_an_entry(line: str) -> Callable[[Random, str], str]:
    """A line added to a random fact."""

    def change(random: Random, text: str) -> str:
        lines = text.splitlines()
        starts = [number for number, one in enumerate(lines) if one.lstrip().startswith("- id:")]
        chosen = random.choice(starts)
        indent = " " * (lines[chosen].index("- ") + 2)
        return "\n".join([*lines[: chosen + 1], indent + line, *lines[chosen + 1 :], ""])

    return change


_FAULTS: Sequence[Fault] = (
    ("content/topics/", "unknown-key", lambda _, text: text + "nmae: x\n"),
    ("content/topics/", "encoding", lambda _, text: text.encode() + b"# \xff\n"),
    ("content/topics/", "alias", lambda _, text: text + "note: *x\n"),
    ("content/topics/", "tag", lambda _, text: text + "note: !x y\n"),
    ("content/topics/", "yaml-syntax", lambda _, text: text + "note: 'x\n"),
    ("content/topics/", "hidden-character", lambda _, text: text + "# \u202e\n"),
    ("content/topics/", "second-document", lambda _, text: text + "---\na: b\n"),
    ("content/decisions/", "unknown-key", lambda _, text: text + "nmae: x\n"),
    ("content/decisions/", "yaml-syntax", lambda _, text: text + "note: [x\n"),
    ("content/facts/", "unknown-key", _in_an_entry("nmae: x")),
    ("content/pages/", "unknown-reference", lambda _, text: text + "\n\nSee {no-such-seed/no-such-fact}.\n"),
    ("content/pages/", "front-matter", lambda _, text: "x" + text),
    ("content/pages/", "unknown-key", lambda _, text: text.replace("---\n", "---\nnmae: x\n", 1)),
)


def attack(run: Run) -> None:
    files, memory = sources.read(ROOT)[0], Memory()
    for number, random in run.each():
        found, expected = dict(files), []
        free = sorted(files)
        for folder, rule, change in random.sample(_FAULTS, 5):
            path = random.choice(
                [
                    path
                    for path in free
                    if path.startswith(folder) and (b"\n  - " in files[path] or folder != "content/facts/")
                ]
                or [""]
            )
            if not path:
                continue
            free.remove(path)
            made = change(random, files[path].decode())
            found[path] = made.encode() if isinstance(made, str) else made
            expected.append((path, rule))
        loaded = examine(found, memory=memory)
        memory.turn()
        said = sorted((problem.place.path, problem.rule) for problem in loaded.problems if problem.severity == "error")
        run.counts["faults"] += len(expected)
        run.hold(number, said == sorted(expected), f"expected {sorted(expected)}, got {said}")


CAMPAIGN = Campaign(
    "faults",
    "a run reports everything that is wrong, each thing once",
    "five independent faults in five files of the real content",
    attack,
    short=12,
    weight=1,
)
